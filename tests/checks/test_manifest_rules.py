"""Every rule on the manifest fires on its bad samples, at the line it says, and is silent on its good ones."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from modelguard import engine, registry
from modelguard.checks import Rule, Sample
from modelguard.config import Settings
from modelguard.types import Finding

OWN = ("MG108", "MG2", "MG3", "MG4", "MG5", "MG6", "MG7")
RULES = [
    module.RULE for module in registry.parts("modelguard.checks") if module.RULE.code.startswith(OWN)
]  # fmt: skip


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, sample, id=f"{rule.code}-{number}")
        for rule in RULES
        for number, sample in enumerate(getattr(rule, kind), 1)
    ]


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def _git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def run(root: Path, sample: Sample, rule: Rule) -> list[Finding]:
    """The rule's findings on a sample, by the real engine."""
    changed = None
    if sample.base is not None:
        _git(root, "init", "-q")
        _write(root, dict(sample.base))
        _git(root, "add", ".")
        _git(root, "commit", "-q", "-m", "base")
        changed = "HEAD"
    _write(root, dict(sample.files))
    settings = Settings(root=root, profile=sample.profile)
    options = engine.Options(changed=changed)
    report = engine.check([root], settings=settings, as_of=sample.as_of, options=options)
    assert not [item for item in report.findings if item.rule == "MG902"], report.findings
    return [item for item in report.findings if item.rule == rule.code]


@pytest.mark.parametrize(("rule", "sample"), _cases("bad"))
def test_a_rule_fires_on_its_bad_sample(rule: Rule, sample: Sample, tmp_path: Path) -> None:
    found = run(tmp_path, sample, rule)
    assert {(item.location.path, item.location.line) for item in found} == {
        (sample.path, line) for line in sample.lines
    }, found
    assert all(item.message.endswith((".", "?", ")")) and "\n" not in item.message for item in found)


@pytest.mark.parametrize(("rule", "sample"), _cases("good"))
def test_a_rule_is_silent_on_its_good_sample(rule: Rule, sample: Sample, tmp_path: Path) -> None:
    assert run(tmp_path, sample, rule) == []


def test_every_rule_says_why_how_and_from_where() -> None:
    for rule in RULES:
        assert rule.why
        assert rule.fix
        assert rule.source
        assert rule.bad, rule.code
        assert rule.good, rule.code
