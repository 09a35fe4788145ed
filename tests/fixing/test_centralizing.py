"""A literal becomes a manifest lookup where that is certain, and stays where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fixing.fixer import fix, run

MANIFEST = """\
version: 1
models:
  chat: {owner: a, model: anthropic/claude-opus-4-8}
  summary.bulk: {owner: a, model: gpt-5.4-2026-03-05}
  one: {owner: a, model: openai/gpt-5.6-sol}
  two: {owner: a, model: openai/gpt-5.6-sol}
"""
LOAD = "from modelguard.runtime import load\n\nmodels = load()\n"

PAIRS = {
    "plain": (
        "import anthropic\n\nMODEL = 'claude-opus-4-8'\n",
        f'import anthropic\n{LOAD}\nMODEL = models["chat"].id\n',
    ),
    "spelled": ("MODEL = 'anthropic/claude-opus-4-8'\n", f'{LOAD}\nMODEL = models["chat"].model\n'),
    "future": (
        '#!/usr/bin/env python\n# © me\n"""Doc."""\n\nfrom __future__ import annotations\n\nimport os  # why\n\n# hi\nMODEL = "claude-opus-4-8"  # keep\n',
        '#!/usr/bin/env python\n# © me\n"""Doc."""\n\nfrom __future__ import annotations\n\nimport os  # why\n'
        f'{LOAD}\n# hi\nMODEL = models["chat"].id  # keep\n',
    ),
    "docstring alone": ('"""Doc."""\nMODEL = "claude-opus-4-8"\n', f'"""Doc."""\n\n{LOAD}MODEL = models["chat"].id\n'),
    "two": (
        "import x\nCHAT_MODEL = 'claude-opus-4-8'\nBULK_MODEL = 'gpt-5.4-2026-03-05'\n",
        f'import x\n{LOAD}CHAT_MODEL = models["chat"].id\nBULK_MODEL = models["summary.bulk"].model\n',
    ),
    "in a function": (
        "import anthropic\ndef f(model='claude-opus-4-8'):\n\treturn model\n",
        f'import anthropic\n{LOAD}def f(model=models["chat"].id):\n\treturn model\n',
    ),
    "name taken": (
        "models = []\nMODEL = 'claude-opus-4-8'\n",
        'from modelguard.runtime import load\n\nllm_models = load()\n\nmodels = []\nMODEL = llm_models["chat"].id\n',
    ),
    "load taken": (
        "from json import load\nMODEL = 'claude-opus-4-8'\n",
        'from json import load\nfrom modelguard.runtime import load as load_models\n\nmodels = load_models()\nMODEL = models["chat"].id\n',
    ),
    "there already": (
        "from modelguard.runtime import load\n\nentries = load()\nMODEL = 'claude-opus-4-8'\n",
        'from modelguard.runtime import load\n\nentries = load()\nMODEL = entries["chat"].id\n',
    ),
    "decorated": (
        "@click.option('--model', default='claude-opus-4-8')\ndef f(model): pass\n",
        f"{LOAD}\n@click.option('--model', default=models[\"chat\"].id)\ndef f(model): pass\n",
    ),
    "crlf": (
        "import x\r\nMODEL = 'claude-opus-4-8'\r\n",
        f'import x\r\n{LOAD}MODEL = models["chat"].id\r\n'.replace("\r\n", "\n").replace("\n", "\r\n"),
    ),
}

UNCERTAIN = {
    "two entries": "MODEL = 'gpt-5.6-sol'\n",
    "other spelling": "MODEL = 'bedrock/anthropic.claude-opus-4-8'\n",
    "joined": "MODEL = 'claude-' 'opus-4-8'\n",
    "escaped": "MODEL = 'claude\\x2dopus-4-8'\n",
    "bytes": "MODEL = b'claude-opus-4-8'\n",
    "star import": "from x import *\nMODEL = 'claude-opus-4-8'\n",
    "shared line": "import x; MODEL = 'claude-opus-4-8'\n",
    "names taken": "models = llm_models = 1\nMODEL = 'claude-opus-4-8'\n",
    "annotation": "from typing import Literal\nmodel: Literal['claude-opus-4-8'] = 1\n",
    "f-string": "MODEL = f'{x or \"claude-opus-4-8\"}'\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "models.yaml").write_text(MANIFEST)
    return tmp_path


@pytest.mark.parametrize("name", PAIRS)
def test_a_literal_becomes_a_lookup(project: Path, name: str) -> None:
    before, after = PAIRS[name]
    (project / "app.py").write_bytes(before.encode())
    fix(project)
    assert (project / "app.py").read_bytes().decode() == before, "it is not a safe fix"
    for _ in range(2):
        fix(project, "--unsafe-fixes")
        assert (project / "app.py").read_bytes().decode() == after
    report = json.loads(run(project, "check", "--format", "json", "--no-cache").stdout)
    assert not [item for item in report["findings"] if item["rule"] in ("MG101", "MG205")]
    unused = [item["entry"] for item in report["findings"] if item["rule"] == "MG203"]
    assert "chat" not in unused


@pytest.mark.parametrize("name", UNCERTAIN)
def test_what_is_not_certain_stays(project: Path, name: str) -> None:
    (project / "app.py").write_text(UNCERTAIN[name])
    fix(project, "--unsafe-fixes", "--select", "MG101")
    assert (project / "app.py").read_text() == UNCERTAIN[name]


def test_the_fix_in_the_report_is_what_is_written(project: Path) -> None:
    before, after = PAIRS["future"]
    (project / "app.py").write_text(before)
    report = json.loads(run(project, "check", "--format", "json", "--no-cache").stdout)
    (found,) = [item["fix"] for item in report["findings"] if item["rule"] == "MG101"]
    assert (found["safety"], found["title"]) == ("unsafe", "Read it from entry chat of the manifest")
    lines = before.splitlines(keepends=True)
    for edit in sorted(found["edits"], key=lambda item: item["start"], reverse=True):
        (line, column), (end_line, end_column) = edit["start"], edit["end"]
        assert line == end_line
        lines[line - 1] = lines[line - 1][: column - 1] + edit["text"] + lines[line - 1][end_column - 1 :]
    assert "".join(lines) == after


def test_the_lookup_works(project: Path) -> None:
    before, _ = PAIRS["two"]
    (project / "app.py").write_text(before.replace("import x\n", "import os\n"))
    fix(project, "--unsafe-fixes")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        names: dict[str, object] = {}
        exec((project / "app.py").read_text(), names)
    assert (names["CHAT_MODEL"], names["BULK_MODEL"]) == ("claude-opus-4-8", "gpt-5.4-2026-03-05")


def test_other_fixes_of_the_file_are_in_the_same_patch(project: Path) -> None:
    text = "import x\nCHAT_MODEL = 'claude-opus-4-8'\nOTHER_MODEL = 'gpt-4o'\n"
    (project / "app.py").write_text(text)
    patch = run(project, "check", "--diff", "--unsafe-fixes", "--as-of", "2026-11-21", "--no-cache").stdout
    added = [line[1:] for line in patch.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert added[:4] == [*LOAD.splitlines(), 'CHAT_MODEL = models["chat"].id']
    assert added[4].startswith("OTHER_MODEL = 'gpt-")
    assert added[4] != "OTHER_MODEL = 'gpt-4o'"
