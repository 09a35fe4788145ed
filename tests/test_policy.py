"""Levels come from data: a profile, a project's levels, and what it selects or ignores."""

from __future__ import annotations

import pytest

from modelguard import registry
from modelguard.config import Settings
from modelguard.errors import UsageError
from modelguard.policy import Policy, matches, require_prefixes
from modelguard.types import Severity


def test_every_rule_has_a_policy_and_every_policy_a_rule_or_a_place_in_the_contract() -> None:
    codes = {module.RULE.code for module in registry.parts("modelguard.checks") if hasattr(module, "RULE")}
    assert codes <= set(Policy.load().codes)
    assert len(Policy.load().codes) == 47


@pytest.mark.parametrize(
    ("code", "variant", "level"),
    [
        ("MG101", None, "error"), ("MG102", "stable", "warning"), ("MG102", "unpinnable", "note"),
        ("MG104", "urgent", "error"), ("MG104", "soon", "warning"), ("MG104", "far", "note"),
        ("MG301", "high", "error"), ("MG301", None, "warning"), ("MG901", None, "note"),
    ],
)  # fmt: skip
def test_default_levels_are_those_of_the_contract(code: str, variant: str | None, level: str) -> None:
    assert Policy.load().level(code, variant) == Severity(level)


def test_a_rule_of_the_strict_profile_is_off_by_default() -> None:
    assert Policy.load().level("MG206") is None
    assert Policy.load("strict").level("MG206") is Severity.WARNING


def test_a_level_of_the_project_counts_in_every_case() -> None:
    policy = Policy.load(levels={"MG102": "note", "mg105": "off"})
    assert {policy.level("MG102", variant) for variant in (None, "stable")} == {Severity.NOTE}
    assert policy.level("MG105") is None


@pytest.mark.parametrize(
    ("levels", "words"), [({"MG190": "note"}, "unknown rule"), ({"MG102": "loud"}, "unknown level")]
)
def test_a_wrong_level_is_one_sentence(levels: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Policy.load(levels=levels)


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="default, strict"):
        Policy.load("relaxed")


@pytest.mark.parametrize(
    ("settings", "on", "off"),
    [
        (Settings(), ["MG101", "MG501"], ["MG206"]),
        (Settings(select=("MG3",)), ["MG301"], ["MG101"]),
        (Settings(select=("MG3",), extend_select=("MG101",)), ["MG301", "MG101"], ["MG102"]),
        (Settings(ignore=("MG1",)), ["MG301"], ["MG101"]),
        (Settings(select=("MG102",), ignore=("MG1",)), ["MG102"], ["MG101"]),
        (Settings(select=("MG1",), ignore=("MG102",)), ["MG101"], ["MG102"]),
        (Settings(select=("MG102",), ignore=("MG102",)), [], ["MG102"]),
        (Settings(select=("ALL",), ignore=("MG1",)), ["MG301"], ["MG102"]),
        (Settings(per_file_ignores={"src/*": ("MG1",)}), ["MG301"], ["MG101"]),
        (Settings(per_file_ignores={"app.py": ("MG101",)}), ["MG102"], ["MG101"]),
        (Settings(per_file_ignores={"tests/*": ("MG101",)}), ["MG101"], []),
    ],
)
def test_select_and_ignore_go_by_the_longer_prefix(settings: Settings, on: list[str], off: list[str]) -> None:
    policy = Policy.load()
    assert [code for code in on if not policy.enabled(code, "src/app.py", settings)] == []
    assert [code for code in off if policy.enabled(code, "src/app.py", settings)] == []


def test_what_could_not_be_checked_is_said_whatever_is_selected() -> None:
    policy = Policy.load()
    assert policy.enabled("MG901", "a.py", Settings(select=("MG102",)))
    assert not policy.enabled("MG901", "a.py", Settings(ignore=("MG901",)))


@pytest.mark.parametrize(
    ("pattern", "path", "hit"),
    [
        ("**/a.py", "a.py", True), ("**/a.py", "x/a.py", True), ("./src/*", "src/a.py", True),
        ("src/", "src/b/a.py", True), ("!src/*", "src/a.py", False), ("!src/*", "a.py", True), ("b.py", "a.py", False),
    ],
)  # fmt: skip
def test_patterns_match_the_path_or_the_name(pattern: str, path: str, hit: bool) -> None:
    assert matches(path, pattern) is hit


def test_an_unknown_prefix_is_one_sentence_with_the_nearest_rule() -> None:
    assert require_prefixes(["mg3", "all"], Policy.load().codes, "--select") == ("MG3", "MG")
    with pytest.raises(UsageError, match="--select: unknown rule 'MG1O2', did you mean MG"):
        require_prefixes(["MG1O2"], Policy.load().codes, "--select")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(select=("MG999",)), Settings(ignore=("floating",)), Settings(extend_select=("",)),
        Settings(per_file_ignores={"*.py": ("X1",)}),
    ],
)  # fmt: skip
def test_a_selection_of_no_rule_ends_the_run(settings: Settings) -> None:
    with pytest.raises(UsageError, match="unknown rule"):
        Policy.of(settings)
