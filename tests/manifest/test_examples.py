"""The example repositories are what their readme says they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from . import example


def test_the_good_example_has_no_finding_under_strict(tmp_path: Path) -> None:
    example.copy("team", tmp_path)
    example.commit(tmp_path, "2026-11-01")
    report = example.check(tmp_path)
    assert [(item.rule, item.location.line, item.message) for item in report.findings] == []
    assert {use.entry for use in report.uses} >= {"chat", "summary"}


def test_the_faulty_example_has_exactly_the_listed_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", example.faulty(tmp_path))
    report = example.check(tmp_path)
    found = [(f.rule, f.location.path, str(f.location.line), f.entry or "-") for f in report.findings]
    with (example.EXAMPLES / "team-faulty" / "expected.tsv").open(newline="") as handle:
        listed = [tuple(row) for row in csv.reader(handle, delimiter="\t")][1:]
    assert sorted(found) == sorted(listed)
    rules = {rule for rule, *_ in found}
    wanted = {*(f"MG20{n}" for n in range(1, 7)), *(f"MG3{n:02}" for n in range(1, 13))}
    wanted |= {*(f"MG40{n}" for n in range(1, 7)), *(f"MG50{n}" for n in range(1, 7))}
    assert rules >= wanted | {"MG101", "MG108", "MG601", "MG602", "MG701"}


ENTRY = """\
  chat:
    model: {model}
    retires: 2027-12-24
    fallbacks: [{fallback}]
    rollout: {{candidate: {model}, stages: [{{traffic: 30%}}, {{traffic: 1}}]}}
"""
WAYS = {
    "spelling": "version: 1\nmodels:\n" + ENTRY.format(model="openai:gpt-4o-2024-08-06", fallback="gpt-4o-2024-08-06"),
    "alias of the model": "version: 1\nmodels:\n" + ENTRY.format(model="gpt-4o-2024-08-06", fallback="openai/gpt-4o-2024-08-06"),
    "anchor": (
        "version: 1\nmodels:\n  chat:\n    model: &m openai/gpt-4o-2024-08-06\n    retires: 2027-12-24\n"
        "    fallbacks: [*m]\n    rollout: {candidate: *m, stages: [{traffic: 30%}, {traffic: 1}]}\n"
    ),
    "flow": (
        "{version: 1, models: {chat: {model: gpt-4o-2024-08-06, retires: 2027-12-24, fallbacks: [gpt-4o-2024-08-06],"
        " rollout: {candidate: gpt-4o-2024-08-06, stages: [{traffic: 0.3}, {traffic: 100%}]}}}}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("way", WAYS)
def test_one_manifest_in_many_writings_has_the_same_findings(tmp_path: Path, way: str, bom: str, end: str) -> None:
    def rules(text: str) -> list[tuple[str, str, str | None]]:
        (tmp_path / "models.yaml").write_bytes(text.encode())
        found = example.check(tmp_path, profile="default").findings
        return sorted((item.rule, item.severity.value, item.entry) for item in found)

    assert rules(bom + WAYS[way].replace("\n", end)) == rules(WAYS["spelling"])
