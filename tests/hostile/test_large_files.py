"""Very large and very deep inputs: named, within bounds of memory, and the file beside them is still checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .command import DAY, USE, process

MEMORY = 1_200_000_000
"""Address space, of which a process maps far more than it uses; 300 MB resident is measured apart."""
SECONDS = 120
"""Patience on a loaded machine; the promise is 5 seconds on an idle one."""


def calls(file: Path) -> None:
    call = 'c.chat.completions.create(model="gpt-4-0613", messages=[{}])\n'
    file.write_text("import openai\nc = openai.OpenAI()\n" + "".join(call.format(n) for n in range(20_000)))


def table(file: Path) -> None:
    file.write_text("".join(f"agent_{n}:\n  model: gpt-4-0613\n  note: {'x' * 30}\n" for n in range(23_000)))


LARGE: dict[str, tuple[Callable[[Path], object], str | None]] = {
    "line.json": (lambda f: f.write_text('{"model": "gpt-4-0613", "x": "' + "a" * 50_000_000 + '"}'), "1 MB"),
    "big.yaml": (table, "1 MB"),
    "deep.json": (lambda f: f.write_text('{"model": "gpt-4-0613", "x": ' + "[" * 100_000 + "]" * 100_000 + "}"), "200"),
    "deep.yaml": (lambda f: f.write_text("model: gpt-4-0613\nx: " + "[" * 100_000 + "]" * 100_000), "200"),
    "deep.toml": (lambda f: f.write_text('model = "gpt-4-0613"\nx = ' + "[" * 100_000 + "]" * 100_000), ""),
    "deep.py": (lambda f: f.write_text("x = " + "(" * 100_000 + "'gpt-4-0613'" + ")" * 100_000), ""),
    "deep.ts": (lambda f: f.write_text("x = " + "[" * 100_000 + "'gpt-4-0613'" + "]" * 100_000), None),
    "calls.py": (calls, None),
}
"""How it is made, and the limit that the error names (None: it is read)."""


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_read_or_named_and_its_neighbour_too(name: str, tmp_path: Path) -> None:
    make, limit = LARGE[name]
    make(tmp_path / name)
    (tmp_path / "good.py").write_text(USE)
    done = process("check", *DAY, "--no-cache", "--format", "jsonl", ".", cwd=tmp_path, memory=MEMORY, timeout=SECONDS)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert any(item["path"] == "good.py" and item["rule"] == "MG103" for item in found)
    unread = [item["message"] for item in found if item["path"] == name and item["severity"] == "error"]
    assert unread
    assert limit is None or any("may hold a model id" in message and limit in message for message in unread)
    if name == "calls.py":
        assert len([item for item in found if item["path"] == name]) == 20_000


def test_five_thousand_files_are_all_read(tmp_path: Path) -> None:
    for number in range(5_000):
        (tmp_path / f"f{number}.py").write_text(f'x = call(model="gpt-4-0613", n={number})\n')
    done = process("check", *DAY, "--no-cache", "--format", "jsonl", ".", cwd=tmp_path, memory=MEMORY, timeout=SECONDS)
    assert done.stdout.count(b'"rule": "MG103"') == 5_000


@pytest.mark.parametrize(
    ("name", "data", "limit"),
    [
        ("a.yaml", b"model: gpt-4-0613\n" + b"#" * 1_000_001, "1 MB"),
        ("a.json", b'{"model": "gpt-4-0613"}' + b" " * 1_000_001, "1 MB"),
        ("a.toml", b'model = "gpt-4-0613"\n' + b"#" * 1_000_001, "1 MB"),
        ("a.env", b"MODEL=gpt-4-0613\n" + b"#" * 1_000_001, "1 MB"),
        ("a.py", b"model='gpt-4-0613'\n" + b"#" * 5_000_001, "5 MB"),
        ("a.ts", b"model='gpt-4-0613'\n" + b"/" * 5_000_001, "5 MB"),
        ("b.yaml", b"model: gpt-4-0613\nx: " + b"[" * 201 + b"]" * 201, "200"),
        ("b.json", b'{"model": "gpt-4-0613", "x": ' + b"[" * 201 + b"]" * 201 + b"}", "200"),
        ("c.yaml", b"x: &m gpt-4-0613\ny:\n" + b"- *m\n" * 1_001, "1,000 aliases"),
        ("b.py", b"x = " + b"-" * 5_000 + b"f(model='gpt-4-0613')\n", "200"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_beyond_a_limit_is_an_error_that_names_it(name: str, data: bytes, limit: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    done = process("check", *DAY, "--no-cache", "--format", "jsonl", ".", cwd=tmp_path)
    unread = [item for item in map(json.loads, done.stdout.splitlines()) if item["rule"] == "MG901"]
    assert unread
    assert unread[0]["severity"] == "error"
    assert limit in unread[0]["message"]


@pytest.mark.parametrize("size", [4_990_000])
def test_within_the_limit_a_file_is_read(size: int, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"f(model='gpt-4-0613')\n" + b"#" * size)
    (tmp_path / "b.yaml").write_bytes(b"x: &m gpt-4-0613\nmodel:\n" + b"- *m\n" * 990)
    (tmp_path / "c.json").write_bytes(b'{"model": "gpt-4-0613", "x": ' + b"[" * 190 + b"]" * 190 + b"}")
    done = process("check", *DAY, "--no-cache", "--format", "jsonl", ".", cwd=tmp_path)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(item["path"], item["rule"]) for item in found} == {
        (name, "MG103") for name in ("a.py", "b.yaml", "c.json")
    }
    assert len(found) == 3


@pytest.mark.parametrize("text", ["(" * 3_000 + "'gpt-4-0613'" + ")" * 3_000, "'gpt-4-0613' +" * 1_200 + "''"])
def test_text_that_would_bring_libcst_down_never_reaches_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"model = {text}\nf(model='gpt-4-0613')\n")
    done = process("check", *DAY, "--no-cache", "--fix", "--unsafe-fixes", ".", cwd=tmp_path)
    assert b"a.py" in done.stdout + done.stderr
