"""``migrate``: every spelling, the manifest's bytes, a patch that git takes, and what is left to do."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.fixing.fixer import run

OLD, NEW = "claude-3-haiku-20240307", "claude-haiku-4-5-20251001"
MANIFEST = """\
# ours
version: 1
models:
  chat:
    owner: team-support
    model: anthropic/claude-3-haiku-20240307 # keep
    retires: 2026-04-20
    prompts:
      - {path: p.md, version: 1.0.0, models: [anthropic/claude-3-haiku-20240307]}
  bulk: {owner: a, model: "bedrock/anthropic.claude-3-haiku-20240307-v1:0", retires: 2026-09-10}
  last:
    owner: b
    model: openai/gpt-5.4-2026-03-05
    fallbacks: [anthropic/claude-3-haiku-20240307]
"""
FILES = {
    "models.yaml": MANIFEST,
    "p.md": "Be kind.\n",
    "app.py": (
        "import anthropic, boto3\n"
        'anthropic.Anthropic().messages.create(model="claude-3-haiku-20240307", max_tokens=1, messages=[])\n'
        'boto3.client("bedrock-runtime").converse(modelId="us.anthropic.claude-3-haiku-20240307-v1:0", messages=[])\n'
        'anthropic.AnthropicVertex().messages.create(model="claude-3-haiku@20240307", max_tokens=1, messages=[])\n'
        'PRICES = {"claude-3-haiku-20240307": 1, "claude-3-opus-20240229": 2}\n'
        "# claude-3-haiku-20240307 was fine\n"
    ),
    "web.ts": "const client = new Anthropic();\r\nclient.messages.create({ model: 'claude-3-haiku-20240307' });\r\n",
    "tests/test_app.py": 'def test_it(): assert run(model="claude-3-haiku-20240307")\n',
    "k8s/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  CHAT_MODEL: claude-3-haiku-20240307\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    return tmp_path


def migrate(folder: Path, *arguments: str):  # type: ignore[no-untyped-def]
    return run(folder, "migrate", *arguments, "--as-of", "2026-11-21", "--no-cache")


def content(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_bytes().decode() for name in FILES}


def test_every_spelling_moves_and_nothing_else(project: Path) -> None:
    result = migrate(project, OLD, NEW, "--write")
    assert result.exit_code == 0, result.output
    wanted = dict(FILES)
    wanted["web.ts"] = FILES["web.ts"].replace(OLD, NEW)
    wanted["tests/test_app.py"] = FILES["tests/test_app.py"].replace(OLD, NEW)
    wanted["k8s/a.yaml"] = FILES["k8s/a.yaml"].replace(OLD, NEW)
    wanted["app.py"] = (
        FILES["app.py"]
        .replace('model="claude-3-haiku-20240307"', f'model="{NEW}"')
        .replace("us.anthropic.claude-3-haiku-20240307-v1:0", f"us.anthropic.{NEW}-v1:0")
        .replace("claude-3-haiku@20240307", "claude-haiku-4-5@20251001")
    )
    wanted["models.yaml"] = (
        MANIFEST.replace("model: anthropic/claude-3-haiku-20240307 # keep", f"model: anthropic/{NEW} # keep")
        .replace("retires: 2026-04-20", "retires: 2026-10-15")
        .replace(
            'bedrock/anthropic.claude-3-haiku-20240307-v1:0", retires: 2026-09-10', f'bedrock/anthropic.{NEW}-v1:0"'
        )
        .replace("fallbacks: [anthropic/claude-3-haiku-20240307]", f"fallbacks: [anthropic/{NEW}]")
    )
    assert content(project) == wanted
    again = migrate(project, OLD, NEW, "--write")
    assert (again.exit_code, content(project)) == (0, wanted)
    assert "Nothing to migrate" in again.stderr


def test_the_patch_is_what_write_writes(project: Path) -> None:
    result = migrate(project, OLD, NEW)
    assert content(project) == FILES
    subprocess.run(["git", "apply", "-"], cwd=project, input=result.stdout_bytes, check=True)
    patched = content(project)
    subprocess.run(["git", "checkout", "-q", "."], cwd=project, check=True)
    migrate(project, OLD, NEW, "--write")
    assert content(project) == patched


def test_the_checklist_says_what_is_not_done(project: Path) -> None:
    said = migrate(project, OLD, NEW).stderr
    for part in (
        "A million input tokens cost $1 instead of $0.25 (+300%). [MG701]",
        "Entry chat moves all traffic at once",
        "No prompt of entry chat is written for claude-haiku-4-5-20251001: add a variant. [MG602]",
        "no evaluation result proves its model",
        "1 place lists claude-3-haiku-20240307 in a table or registry",
        "still speaks of claude-3-haiku-20240307",
    ):
        assert part in said


def test_a_form_that_does_not_exist_is_refused_and_named(project: Path) -> None:
    result = migrate(project, OLD, "gpt-5.4-2026-03-05", "--write")
    assert result.exit_code == 1
    assert "app.py:3: Not moved: no Amazon Bedrock form of gpt-5.4-2026-03-05 is known" in result.stdout
    assert content(project)["app.py"] == FILES["app.py"]
    assert "model: openai/gpt-5.4-2026-03-05 # keep" in content(project)["models.yaml"]


def test_one_entry_moves_alone(project: Path) -> None:
    migrate(project, OLD, NEW, "--entry", "last", "--write")
    assert content(project)["models.yaml"] == MANIFEST.replace(
        "fallbacks: [anthropic/claude-3", "fallbacks: [anthropic/claude-3"
    ).replace(f"fallbacks: [anthropic/{OLD}]", f"fallbacks: [anthropic/{NEW}]")
    assert content(project)["app.py"] == FILES["app.py"]


def test_previous_is_the_model_that_was(tmp_path: Path) -> None:
    block = "version: 1\r\nmodels:\r\n  chat:\r\n    model: claude-opus-4-7\r\n    criticality: low\r\n"
    flow = "version: 1\nmodels: {chat: {model: 'claude-opus-4-7', previous: claude-opus-4-6}}"
    last = "version: 1\nmodels:\n  chat:\n    model: claude-opus-4-7"
    for text, wanted in [
        (block, block.replace("4-7\r\n", "4-8\r\n    previous: claude-opus-4-7\r\n    retires: 2027-05-28\r\n")),
        (flow, flow.replace("4-7'", "4-8', retires: 2027-05-28").replace("4-6", "4-7")),
        (last, last.replace("4-7", "4-8\n    previous: claude-opus-4-7\n    retires: 2027-05-28")),
    ]:
        (tmp_path / "models.yaml").write_bytes(text.encode())
        migrate(tmp_path, "claude-opus-4-7", "claude-opus-4-8", "--write")
        assert (tmp_path / "models.yaml").read_bytes().decode() == wanted


def test_what_an_anchor_shares_is_refused(tmp_path: Path) -> None:
    text = "version: 1\nmodels:\n  a:\n    model: &m claude-opus-4-7\n  b:\n    model: *m\n"
    (tmp_path / "models.yaml").write_text(text)
    result = migrate(tmp_path, "claude-opus-4-7", "claude-opus-4-8", "--write")
    assert result.exit_code == 1
    assert "YAML anchor" in result.stdout
    assert (tmp_path / "models.yaml").read_text() == text


def test_a_replacement_that_goes_too_is_said_and_the_end_of_the_chain_offered(project: Path) -> None:
    said = migrate(project, "gpt-5.4-2026-03-05", "gpt-4o-2024-08-06").stderr
    assert "gpt-4o-2024-08-06 itself retires 2027-01-14, in 54 days on OpenAI API; the chain ends at gpt-" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("claude-3-haiku-2024030", NEW), 'did you mean "claude-3-haiku-20240307"?'),
        ((OLD, "claude-haiku-4-5-2025100"), 'did you mean "claude-haiku-4-5-20251001"?'),
        ((OLD, "nonsense"), "the catalog has no model"),
        ((OLD, f"anthropic/{OLD}"), "are the same model"),
        ((OLD, NEW, "--entry", "caht"), 'did you mean "chat"?'),
        ((OLD, NEW, "--format", "jsn"), "did you mean 'json'?"),
    ],
)
def test_wrong_usage_is_one_sentence(project: Path, arguments: tuple[str, ...], says: str) -> None:
    result = migrate(project, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_json_and_markdown_say_the_same(project: Path) -> None:
    data = json.loads(migrate(project, OLD, NEW, "--format", "json").stdout)
    assert data["summary"]["refused"] == 0
    assert {item["path"] for item in data["files"]} == {*FILES} - {"p.md"}
    text = migrate(project, OLD, NEW, "--format", "markdown").stdout
    assert text.startswith(f"# Migrate {OLD} to {NEW}\n")
    assert text.count("- [ ] ") == len(data["checklist"])
    assert data["patch"].replace("\r\n", "\n") in text


def test_an_id_that_stands_whole_in_one_part_of_a_joined_text_moves(tmp_path: Path) -> None:
    url = "https://generativelanguage.googleapis.com/v1beta/"
    joined = f'x = ("{url}"\n     "models/gemini-2.0-flash:generateContent")\n'
    apart = f'y = "{url}models/%s:generateContent" % ("gemini-2.0" "-flash")\n'
    (tmp_path / "a.py").write_text(joined + apart)
    (tmp_path / "a.ts").write_text(f"const w = `{url}models/gemini-2.0-flash:generateContent?key=${{key}}`;\n")
    result = migrate(tmp_path, "gemini-2.0-flash", "gemini-3.6-flash", "--write")
    assert (tmp_path / "a.py").read_text() == joined.replace("2.0", "3.6") + apart
    assert "gemini-3.6-flash:generateContent?key=${key}`" in (tmp_path / "a.ts").read_text()
    assert result.exit_code == (1 if "a.py:3: Not moved" in result.stdout else 0)
