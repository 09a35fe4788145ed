"""The closed grammar: what it knows it reads exactly, what it does not know it refuses."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelguard.providers._dates import Day, Slashes, UnreadableDate, find, read

JUNE_13 = date(2025, 6, 13)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-06-13", "2025/06/13", "2025-06-13T00:00:00Z", "2025-06-13 11:59 PM PT", "June 13, 2025"),
        *("June 13th, 2025", "Jun. 13, 2025", "jun 13 2025", "13 June 2025", "13th June 2025", "2025-06-13*"),
        *(
            "June 13, 2025 at 12:00 PM PT",
            "2025-06-13T23:30:00+02:00",
            " June 13,  2025 ",
            "June 13, 2025 (15:59 UTC)",
            "June 13, 2025 at 10am PT",
            "Friday, June 13, 2025",
            "2025-06-13[1]",
            "2025-06-13¹",
        ),
    ],
)
def test_a_day_is_the_day_as_printed(text: str) -> None:
    assert read(text) == Day(JUNE_13)


@pytest.mark.parametrize(
    "text",
    [
        *("Not sooner than June 13, 2025", "No sooner than June 13, 2025", "June 13, 2025 or later"),
        *(
            "No earlier than June 13, 2025",
            "at earliest 2025-06-13",
            "Not before June 13, 2025",
            "2025-06-13 at the earliest",
        ),
        "No retirement scheduled. Will not retire before June 13, 2025",
    ],
)
def test_a_floor_is_never_a_retirement_day(text: str) -> None:
    assert read(text) == Day(JUNE_13, kind="not_before")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "-",
        "---",
        "N/A",
        "NA",
        "n/a",
        "To be announced",
        "No shutdown date announced",
        "Not applicable",
        "Coming soon",
    ],
)
def test_no_day_is_a_value(text: str) -> None:
    assert read(text) == Day(None, kind="unknown")


@pytest.mark.parametrize("text", ["May 2023", "May, 2023", "2023-05"])
def test_a_month_is_its_first_day_and_says_so(text: str) -> None:
    assert read(text) == Day(date(2023, 5, 1), "month")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "06/07/2025",
            "13-06-25",
            "2025-02-30",
            "2025-13-45",
            "13 de junio de 2025",
            "２０２５-06-13",
            "2024年6月6日",
        ),
        *(
            "Q3 2026",
            "mid-2026",
            "2026",
            "soon",
            "June 31, 2026",
            "Juni 13, 2025",
            "June 13",
            "1999-01-01",
            "31. Juni 2026",
        ),
        *("June 13, 2025 and July 1, 2026", "2025-6-13", "June 13, 25", "+2025-06-13", "2025-06/13", "gpt-4-0613"),
    ],
)
def test_everything_else_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(UnreadableDate):
        read(text)


def test_slashes_are_read_only_where_the_platform_documents_month_first() -> None:
    assert read("10/1/2026", slashes=Slashes.MONTH_FIRST).day == date(2026, 10, 1)
    assert read("No sooner than 10/1/2026", slashes=Slashes.MONTH_FIRST).kind == "not_before"
    assert read("08/16/26", slashes=Slashes.MONTH_FIRST_SHORT_YEAR).day == date(2026, 8, 16)
    for text, order in (("08/16/26", Slashes.MONTH_FIRST), ("16/8/26", Slashes.MONTH_FIRST_SHORT_YEAR)):
        with pytest.raises(UnreadableDate):
            read(text, slashes=order)


@given(st.dates(date(2019, 1, 1), date(2090, 12, 31)))
def test_every_printed_form_of_a_day_gives_that_day(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y"):
        assert read(day.strftime(form)).day == day
    assert [d for _, d in find(f"ends on {day:%B} {day.day}, {day.year}.")] == [day]


@given(st.text(max_size=60))
def test_any_text_is_a_day_no_day_or_a_refusal(text: str) -> None:
    try:
        found = read(text)
    except UnreadableDate:
        return
    assert (found.day is None) == (found.kind == "unknown")
