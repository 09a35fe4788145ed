"""Whatever is scanned, every output is valid, shows no control character and no key, and is the same twice."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .command import CONTROL, DAY, FORMATS, KEY, SHARED, USE, run

SECRETS = {
    "a.py": f"""
client = openai.OpenAI(api_key="sk-{KEY}0001", base_url="https://me:{KEY}@api.groq.com/v1?key={KEY}")
client.chat(model="gpt-4-0613", api_key="sk-{KEY}0002", messages=[{{"content": "{KEY} gpt-4o"}}])
model = f"gpt-4-{{'sk-{KEY}0003'}}"
model_2 = f"gpt-4-{{x}}-sk-{KEY}0004"
model_3 = f"You are {{x}}, a model, and {KEY} is our secret"
MODEL = "gpt-4-sk-{KEY}0005"
url = "https://me:{KEY}@h/openai/deployments/gpt-4-0613/chat?api-key={KEY}"
table = {{"sk-{KEY}0006": {{"model": "gpt-4-0613", "sk-{KEY}0007": 1}}}}
# gpt-4-0613 {KEY}
""",
    "b.yaml": f"""
provider: sk-{KEY}0001
base_url: https://me:{KEY}@x.openai.azure.com
api_key: sk-{KEY}0002
model: gpt-4-0613
args: "--model gpt-4-0613 --key {KEY}"
note: use gpt-4-0613 with key {KEY}
sk-{KEY}0003: {{model: gpt-4-0613}}
""",
    "c.ts": f"""
const openai = new OpenAI({{apiKey: "sk-{KEY}0001", baseURL: "https://me:{KEY}@api.groq.com"}});
openai.chat({{model: `gpt-4-${{x}}-sk-{KEY}0002`, key: "{KEY}"}}); // gpt-4-0613 {KEY}
""",
    "d.env": f"MODEL=gpt-4-0613\nOPENAI_API_KEY=sk-{KEY}0001\nMODEL_URL=https://h/models/gpt-4-0613?k={KEY}\n",
    "e.sh": f"""curl -H "Authorization: Bearer {KEY}" -d '{{"model": "gpt-4-0613", "key": "{KEY}"}}' https://x\n""",
    "f.json": f'{{"model": "gpt-4-0613", "key": "{KEY}", broken {KEY}',
    "g.py": f"def broken(:\n    x = '{KEY}'\n    model='gpt-4-0613'\n",
}
NAMES = ("new\nline.py", "-rf.py", "a,b::error::c.py", "\x1b[31mred.py", "\u202eright.py", "<b>&'.py", "100% |#.py")
NDJSON = {"jsonl"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files with secrets, and files with hostile names."""
    root = tmp_path_factory.mktemp("secrets")
    for name, text in SECRETS.items():
        (root / name).write_text(text, "utf-8")
    for name in NAMES:
        (root / name).write_text(USE)
    (root / "nul.py").write_bytes(b"\0\0gpt-4-0613\x1b[31m")
    return root


def checked(data: bytes) -> None:
    assert KEY.encode() not in data
    assert not CONTROL.search(data)


def valid(format_: str, data: bytes) -> None:
    text = data.decode("utf-8")
    if format_ in ("json", "sarif", "gitlab", "rdjson", "cyclonedx"):
        json.loads(text, parse_constant=pytest.fail)
    elif format_ == "jsonl":
        assert all(json.loads(line, parse_constant=pytest.fail) for line in text.split("\n") if line)
    elif format_ == "junit":
        ElementTree.fromstring(text)
    elif format_ == "github":
        assert all(
            line.startswith(("::error ", "::warning ", "::notice ")) for line in text.split("\n") if "::" in line
        )
    elif format_ == "csv":
        found = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in found}) == 1


def timeless(data: bytes) -> bytes:
    return re.sub(rb'"(?:seconds|serialNumber|timestamp)": [^,}\n]+|time="[^"]*"|in [0-9.]+ ?s\b', b"", data)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("where", ["own", "shared"])
def test_every_report_is_valid_safe_and_the_same_twice(
    format_: str, where: str, tree: Path, request: pytest.FixtureRequest
) -> None:
    folder = tree if where == "own" else request.getfixturevalue("shared") / "hostile"
    one = run("check", *DAY, "--include-mentions", "--format", format_, folder)
    two = run("check", *DAY, "--include-mentions", "--format", format_, "--no-cache", folder)
    assert one.exit_code == 1
    checked(one.stdout_bytes + one.stderr_bytes)
    valid(format_, one.stdout_bytes)
    assert timeless(one.stdout_bytes) == timeless(two.stdout_bytes)


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "csv", "cyclonedx"])
@pytest.mark.parametrize("where", ["own", "shared"])
def test_every_inventory_is_valid_safe_and_the_same_twice(
    format_: str, where: str, tree: Path, request: pytest.FixtureRequest
) -> None:
    folder = tree if where == "own" else request.getfixturevalue("shared") / "hostile"
    one = run("inventory", "-v", *DAY, "--include-mentions", "--format", format_, folder)
    two = run("inventory", "-v", *DAY, "--include-mentions", "--format", format_, "--no-cache", folder)
    checked(one.stdout_bytes + one.stderr_bytes)
    valid(format_, one.stdout_bytes)
    assert timeless(one.stdout_bytes) == timeless(two.stdout_bytes)


@pytest.mark.parametrize("where", ["own", "shared"])
def test_neither_cache_nor_baseline_holds_a_key(
    where: str, tree: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree if where == "own" else request.getfixturevalue("shared") / "hostile"
    monkeypatch.setenv("MODELGUARD_CACHE_DIR", str(tmp_path / "cache"))
    baseline = tmp_path / "baseline.json"
    for _ in range(2):
        run("check", *DAY, "--include-mentions", "--baseline", baseline, "--write-baseline", folder)
    kept = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert any(file.name.startswith("files-") for file in kept)
    assert not [file.name for file in [*kept, baseline] if KEY.encode() in file.read_bytes()]


def test_a_name_cannot_start_a_second_workflow_command(tree: Path) -> None:
    lines = run("check", *DAY, "--format", "github", tree).stdout_bytes.decode().split("\n")
    assert sum("red.py" in line for line in lines) == 1
    assert not any(line.startswith("::error::c.py") for line in lines)


def test_an_error_on_stderr_shows_no_control_character(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.modelguard]\n"\\u001b[31m\\u202e\\n::error::" = 1\n')
    done = run("check", *DAY, tmp_path)
    assert done.exit_code == 2
    assert done.stderr_bytes.count(b"\n") == 1
    assert not CONTROL.search(done.stderr_bytes)


def test_the_shared_files_hold_the_key_that_is_looked_for(shared: Path) -> None:
    assert KEY in (SHARED / "py" / "secret_same_line.py").read_text()
