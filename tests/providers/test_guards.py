"""A page is believed or refused as a whole, alone and against the last good reading of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from modelguard.providers import Lifecycle, PageRefused
from modelguard.providers._guards import ChangeKind, check, compare, effective, guard, guard_size

DAYS = [date(2026, month, 1) for month in range(1, 11)]
ROWS = [
    Lifecycle("openai", f"gpt-{n}", day, "exact", deprecated=date(2025, 1, 1), replacement=("gpt-9",))
    for n, day in enumerate(DAYS)
]


def _kinds(old: list[Lifecycle], new: list[Lifecycle], today: date | None = None) -> list[ChangeKind]:
    return [change.kind for change in compare(old, new, today=today)]


def test_the_same_row_twice_is_one_row() -> None:
    again = replace(ROWS[0], line=9, anchor="elsewhere")
    assert check([*ROWS, again]) == tuple(ROWS)


def test_two_days_for_one_model_in_one_section_are_refused() -> None:
    with pytest.raises(PageRefused, match="two retirement days"):
        check([*ROWS, replace(ROWS[0], retires=date(2027, 1, 1))])


def test_a_page_that_may_contradict_itself_keeps_both_rows_and_says_so() -> None:
    first, second = check([ROWS[0], replace(ROWS[0], retires=date(2027, 1, 1))], conflicts=True)
    assert first.note == "the page also gives 2027-01-01"
    assert second.note == "the page also gives 2026-01-01"


def test_no_row_at_all_is_never_no_deprecations() -> None:
    with pytest.raises(PageRefused, match="no deprecation row"):
        check([])


def test_a_model_cannot_retire_before_it_is_deprecated() -> None:
    with pytest.raises(PageRefused, match="before it is deprecated"):
        check([replace(ROWS[0], deprecated=date(2027, 1, 1))])


def test_one_slip_of_a_page_costs_one_fact_and_says_so() -> None:
    rows = check([*ROWS[1:], replace(ROWS[0], deprecated=date(2027, 1, 1))])
    assert rows[-1].deprecated is None
    assert rows[-1].retires == ROWS[0].retires
    assert "deprecated on 2027-01-01" in (rows[-1].note or "")


def test_a_mass_removal_is_refused() -> None:
    with pytest.raises(PageRefused, match="gone at once"):
        guard(ROWS[:5], ROWS)
    guard(ROWS[:6], ROWS)


def test_all_days_changed_to_one_day_is_refused() -> None:
    with pytest.raises(PageRefused, match="one and the same"):
        guard([replace(row, retires=date(2030, 1, 1)) for row in ROWS], ROWS)


def test_one_announcement_that_moves_as_a_whole_is_believed() -> None:
    before = [replace(row, retires=date(2026, 10, 21)) for row in ROWS]
    guard([replace(row, retires=date(2026, 11, 21)) for row in before], before)


def test_days_or_replacements_that_vanish_in_numbers_are_refused() -> None:
    with pytest.raises(PageRefused, match="days are gone"):
        guard([replace(row, retires=None, date_kind="unknown") for row in ROWS], ROWS)
    with pytest.raises(PageRefused, match="replacements are gone"):
        guard([replace(row, replacement=()) for row in ROWS], ROWS)


def test_a_body_that_shrank_a_lot_is_refused() -> None:
    guard_size(7_000, 10_000)
    with pytest.raises(PageRefused, match="shrank"):
        guard_size(5_000, 10_000)


def test_each_change_is_named_as_what_it_is() -> None:
    row = ROWS[5]
    floor = replace(row, date_kind="not_before")
    assert _kinds([row], [row]) == []
    assert _kinds([], [row]) == [ChangeKind.ADDED]
    assert _kinds([row], []) == [ChangeKind.VANISHED]
    assert _kinds([row], [replace(row, retires=date(2026, 5, 1))]) == [ChangeKind.MOVED_EARLIER]
    assert _kinds([row], [replace(row, retires=date(2026, 7, 1))]) == [ChangeKind.MOVED_LATER]
    assert _kinds([floor], [row]) == [ChangeKind.NOW_EXACT]
    assert _kinds([row], [replace(row, replacement=("gpt-8",))]) == [ChangeKind.REPLACEMENT]
    assert _kinds([floor], [replace(row, retires=None, date_kind="unknown")]) == [ChangeKind.DATE_GONE]
    assert _kinds([floor], [floor], date(2026, 6, 1)) == [ChangeKind.FLOOR_PASSED]
    assert _kinds([floor], [floor], date(2026, 5, 31)) == []


def test_the_newest_announcement_of_a_model_is_the_effective_one() -> None:
    older = replace(ROWS[0], deprecated=date(2024, 1, 1), retires=date(2025, 1, 1), anchor="older")
    assert effective([older, ROWS[0]]) == (ROWS[0],)
    assert effective([ROWS[0], older]) == (ROWS[0],)
