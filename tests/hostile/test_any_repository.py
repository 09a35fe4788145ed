"""Whatever stands in a repository: the check ends, raises nothing, and points at places that are there."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelguard import engine
from modelguard.config import Settings
from modelguard.text import SourceFile
from modelguard.types import Report

DAY = date(2026, 11, 21)
NAMES = st.sampled_from(
    """a.py b.pyi c.ipynb d.ts e.tsx f.vue g.go h.java i.kt j.cs k.rb l.php m.rs n.swift o.sh p.yaml q.json r.jsonc
    s.toml t.ini u.properties v.env .env Dockerfile w.tf x.bicep y.md z.xml docker-compose.yml config.yaml models.yaml
    modelguard.yaml .github/workflows/ci.yml promptfooconfig.yaml k8s/deploy.yaml chart/values.yaml tests/test_a.py
    sub/pyproject.toml package.json CODEOWNERS .gitignore x.prompty main.tf.json""".split()
)
IDS = st.sampled_from(
    [
        *("gpt-4-0613", "openai/gpt-4o", "claude-3-opus-20240229", "anthropic.claude-3-sonnet-20240229-v1:0"),
        *("ft:gpt-4o-mini-2024-07-18:org::id", "azure/prod-chat", "models/gemini-2.0-flash-001", "o1", "davinci"),
        *("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2", "claude-sonnet-4-5@20250929"),
    ]
)
PIECES = st.sampled_from(
    [
        *("model", "MODEL", "=", ":", " ", "\n", "\r\n", "\t", '"', "'", '"""', "`", "${", "}", "{", "[", "]", "(", ")"),
        *("#", "//", "/*", "*/", "<!--", "- ", "&a ", "*a", "<<: ", "!!python/name:os.system ", "|\n  ", "%s", "\\", ","),
        *("f(", "f'", "+", "import openai", "def f(x=", "class A:\n  ", "version: 1\nmodels:\n  chat:\n    ", "---\n"),
        *("apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    ", "model_list:\n- litellm_params:\n    ", "services:\n"),
        *('{"cells": [{"cell_type": "code", "source": ["', '"]}]}', "resource \"a\" \"b\" {\n", "FROM x\nENV "),
        *("modelguard: ignore[MG103] because x", "modelguard: ignore-file[MG1", "os.getenv('M', ", "\x00", "\x0c", "\u2028"),
        *("\ufeff", "\u202e", "é", "𝒳", "\x85", "\udcff", "load()['chat']", "fallbacks: [", "retires: 2026-02-30\n    "),
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | IDS, max_size=40).map("".join).map(lambda text: text.encode("utf-8", "surrogateescape"))
MIXED = st.tuples(st.binary(max_size=60), IDS, st.binary(max_size=60)).map(lambda of: of[0] + of[1].encode() + of[2])
TREES = st.dictionaries(NAMES, TEXTS | MIXED, min_size=1, max_size=4)


def inside(report: Report, files: dict[str, bytes]) -> None:
    """Every place of the report lies in a file that is there."""
    for at in [*(item.location for item in report.findings), *(use.location for use in report.uses)]:
        assert at.path in files
        source = SourceFile.of(at.path, files[at.path])
        assert 1 <= at.line <= at.end_line <= len(source.starts) + 1
        assert (at.line, at.column) <= (at.end_line, at.end_column)
        if at.line <= len(source.starts):
            assert 1 <= at.column <= len(source.line_text(at.line)) + 2


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=TREES)
def test_any_repository_is_checked_to_the_end(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        options = engine.Options(cache=False)
        report = engine.check([root], settings=Settings(root=root, include_mentions=True), as_of=DAY, options=options)
        assert not [item for item in report.findings if item.rule == "MG902"]
        inside(report, files)
        inside(engine.inventory([root], settings=Settings(root=root), as_of=DAY, options=options), files)
