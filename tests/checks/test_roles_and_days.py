"""Which uses a rule looks at, how loud it is there, and what a day makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from modelguard import config, engine, judging, registry
from modelguard.checks import Rule
from modelguard.types import Finding

TODAY = date(2026, 11, 21)
OVERRIDE = """\
platform: openai
updated: 2026-11-20
models:
{rows}
"""
ROW = """\
- id: {id}
  pinning: pinned
{facts}  evidence:
  - {{url: "https://developers.openai.com/api/docs/deprecations", seen: 2026-11-20}}
"""


def check(root: Path, files: dict[str, str], *, as_of: date = TODAY, **changes: object) -> tuple[Finding, ...]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    settings = replace(config.load(root), root=root, **changes)  # type: ignore[arg-type]
    return engine.check([root], settings=settings, as_of=as_of).findings


def said(findings: tuple[Finding, ...], rule: str) -> list[str]:
    return [item.severity.value for item in findings if item.rule == rule]


def with_model(root: Path, *facts: str, as_of: date = TODAY) -> tuple[Finding, ...]:
    rows = ROW.format(id="gpt-9-2030-01-01", facts="".join(f"  {fact}\n" for fact in facts))
    files = {"own.yaml": OVERRIDE.format(rows=rows), "app.py": 'MODEL = "gpt-9-2030-01-01"\n'}
    return check(root, files, as_of=as_of, catalog=("own.yaml",), exclude=("own.yaml",))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ('MODEL = "gpt-4-0613"\n', ["error"]),
        ('PRICES = {"gpt-4-0613": 30.0, "gpt-4.1-2025-04-14": 2.0}\n', ["warning"]),
        ('def old(model):\n    return model == "gpt-4-0613"\n', ["warning"]),
        ("# gpt-4-0613 was good\n", []),
    ],
)
def test_a_retired_model_is_an_error_only_where_it_is_selected(tmp_path: Path, text: str, level: list[str]) -> None:
    assert said(check(tmp_path, {"app.py": text}), "MG103") == level


def test_tests_and_mentions_are_notes_and_only_where_asked(tmp_path: Path) -> None:
    files = {"tests/test_app.py": 'MODEL = "gpt-4-0613"\n', "notes.py": "# gpt-4-0613 was good\n"}
    assert said(check(tmp_path, files), "MG103") == []
    assert said(check(tmp_path, files, include_tests=True), "MG103") == ["note"]
    assert said(check(tmp_path, files, include_mentions=True), "MG103") == ["note"]


@pytest.mark.parametrize(
    ("as_of", "rule", "level"),
    [
        (date(2030, 1, 1), "MG104", "note"),
        (date(2030, 3, 3), "MG104", "note"),
        (date(2030, 3, 4), "MG104", "warning"),
        (date(2030, 5, 2), "MG104", "warning"),
        (date(2030, 5, 3), "MG104", "error"),
        (date(2030, 5, 31), "MG104", "error"),
        (date(2030, 6, 1), "MG103", "error"),
    ],
)
def test_the_level_rises_as_an_exact_day_comes_nearer(tmp_path: Path, as_of: date, rule: str, level: str) -> None:
    findings = with_model(tmp_path, "retires: 2030-06-01", "date_kind: exact", as_of=as_of)
    assert [(item.rule, item.severity.value) for item in findings if item.location.path == "app.py"] == [(rule, level)]


@pytest.mark.parametrize(
    ("deprecated", "as_of", "level"),
    [
        (False, date(2030, 1, 1), []),
        (False, date(2030, 5, 20), ["note"]),
        (False, date(2030, 6, 2), []),
        (True, date(2030, 6, 2), ["warning"]),
    ],
)
def test_a_not_before_day_never_makes_an_error(tmp_path: Path, deprecated: bool, as_of: date, level: list[str]) -> None:
    facts = ["deprecated: 2029-12-01"] if deprecated else []
    findings = with_model(tmp_path, *facts, "retires: 2030-06-01", "date_kind: not_before", as_of=as_of)
    assert said(findings, "MG104") == level
    assert said(findings, "MG103") == []


def test_regions_that_differ_are_named(tmp_path: Path) -> None:
    regions = "regions: {us-east-1: 2030-06-01, eu-west-1: 2030-09-01}"
    findings = with_model(tmp_path, "retires: 2030-06-01", "date_kind: exact", regions, as_of=date(2030, 5, 20))
    message = next(item.message for item in findings if item.rule == "MG104")
    assert "2030-06-01, in 12 days, in us-east-1 (eu-west-1 on 2030-09-01)" in message


def test_a_fine_tune_retires_with_its_base_and_is_not_edited(tmp_path: Path) -> None:
    findings = check(tmp_path, {"app.py": 'MODEL = "ft:gpt-4-0613:acme::abc123"\n'})
    found = next(item for item in findings if item.rule == "MG103")
    assert "fine-tune" in found.message
    assert '"gpt-4-0613"' in found.message
    assert found.fix is None


def test_an_alias_gets_a_safe_fix_in_its_own_spelling(tmp_path: Path) -> None:
    text = 'import litellm\n\nlitellm.completion(model="openai/gpt-4o", messages=[])\n'
    fix = next(item.fix for item in check(tmp_path, {"app.py": text}) if item.rule == "MG102")
    assert fix is not None
    assert (fix.safety, fix.edits[0].text) == ("safe", "openai/gpt-4o-2024-08-06")


def test_a_project_may_follow_an_alias(tmp_path: Path) -> None:
    findings = check(tmp_path, {"app.py": 'MODEL = "gpt-4o"\n'}, levels={"MG102": "note"})
    assert said(findings, "MG102") == ["note"]


def test_a_rule_that_raises_is_a_finding_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ModuleType("modelguard.checks.mg199_broken")
    broken.RULE = Rule("MG101", "hardcoded-model", "", "", "", "")  # type: ignore[attr-defined]

    def check_use(use: object, context: object) -> None:
        raise ValueError("secret text of the file")

    broken.check_use = check_use  # type: ignore[attr-defined]
    real_index, real_part = registry.index, registry.part
    index = {"broken": ["check_use"], **real_index("modelguard.checks", judging._functions)}
    monkeypatch.setattr(registry, "index", lambda package, describe: index)
    monkeypatch.setattr(
        registry, "part", lambda package, name: broken if name == "broken" else real_part(package, name)
    )
    findings = check(tmp_path, {"app.py": 'MODEL = "gpt-4-0613"\n'})
    crash = next(item for item in findings if item.rule == "MG902")
    assert (crash.location.path, crash.location.line) == ("app.py", 1)
    assert "MG101 hardcoded-model" in crash.message
    assert "ValueError" in crash.message
    assert "secret" not in crash.message
    assert said(findings, "MG103") == ["error"]


def test_a_catalog_too_old_gives_no_verdict_whatever_its_level_is_set_to(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print()\n")
    for levels in ({}, {"MG904": "off"}):
        settings = config.Settings(root=tmp_path, levels=levels)
        report = engine.check([tmp_path], settings=settings, as_of=TODAY, real_today=date(2030, 1, 1))
        assert len(report.errors) == 1
        assert report.catalog.stale


def test_the_age_of_the_catalog_counts_from_the_real_day(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print()\n")
    settings = config.Settings(root=tmp_path)
    report = engine.check([tmp_path], settings=settings, as_of=date(2030, 1, 1), real_today=TODAY)
    assert report.errors == ()


def test_a_suppression_in_the_manifest_holds(tmp_path: Path) -> None:
    text = "version: 1\nmodels:\n  chat:\n    model: openai/gpt-4o  # modelguard: ignore[MG102] because we follow it\n"
    found = [item for item in check(tmp_path, {"models.yaml": text}) if item.rule in ("MG102", "MG903")]
    assert [(item.rule, item.suppressed) for item in found] == [("MG102", True)]
