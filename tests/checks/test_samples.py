"""Every rule keeps the promise of its own samples: it fires on the bad ones and is silent on the good ones."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from modelguard import config, engine, registry
from modelguard.checks import Rule, Sample
from modelguard.types import Finding

RULES: list[Rule] = [module.RULE for module in registry.parts("modelguard.checks")]
WITHOUT_SAMPLES = {"MG902"}  # a rule that raises: shown by test_crash.py


def cases(kind: str) -> Iterator[object]:
    for rule in RULES:
        for number, sample in enumerate(getattr(rule, kind)):
            yield pytest.param(rule, sample, id=f"{rule.code}-{number}")


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def git(root: Path, *arguments: str) -> None:
    identity = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={**os.environ, **identity})


def run(root: Path, sample: Sample) -> tuple[Finding, ...]:
    git(root, "init")
    options = engine.Options()
    if sample.base is not None:
        write(root, sample.base)
        git(root, "add", "--all")
        git(root, "commit", "-m", "base")
        for name in set(sample.base) - set(sample.files):
            (root / name).unlink()
        options = engine.Options(changed="HEAD")
    write(root, sample.files)
    git(root, "add", "--all")
    settings = replace(config.load(root), profile=sample.profile)
    return engine.check([root], settings=settings, as_of=sample.as_of, options=options).findings


@pytest.mark.parametrize(("rule", "sample"), list(cases("bad")))
def test_rule_fires_on_its_bad_sample(rule: Rule, sample: Sample, tmp_path: Path) -> None:
    findings = run(tmp_path, sample)
    own = [item for item in findings if item.rule == rule.code]
    assert own, f"silent; said instead: {[(item.rule, item.message) for item in findings]}"
    for item in findings:
        assert item.message.isprintable(), item
        assert item.message[-1] in ".?", item
    if sample.path is not None:
        assert {item.location.path for item in own} == {sample.path}
    if sample.lines:
        assert tuple(item.location.line for item in own) == sample.lines


@pytest.mark.parametrize(("rule", "sample"), list(cases("good")))
def test_rule_is_silent_on_its_good_sample(rule: Rule, sample: Sample, tmp_path: Path) -> None:
    assert [item.message for item in run(tmp_path, sample) if item.rule == rule.code] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_samples_of_both_kinds(rule: Rule) -> None:
    assert (rule.bad and rule.good) or rule.code in WITHOUT_SAMPLES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_says_why_how_and_whence(rule: Rule) -> None:
    assert all((rule.summary, rule.why, rule.fix, rule.source))
    assert rule.summary.endswith(".")


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
