"""Every output holds what it promises: valid formats, stable ids, nothing of a page raw."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from conftest import TODAY
from hypothesis import given
from hypothesis import strategies as st

from modelguard.reports import Options
from modelguard.types import DateKind, Evidence, Model, Stage
from modelguard.watch import Change, Place, Reading, Retirement, SourceState, Unverified, Watch
from modelguard.watch.issue import MARKER, body
from modelguard.watch.outputs import outputs

EVIL = "x` @team #1 <script>alert(1)</script> [a](http://evil) | \x1b[31m\u202e\r\n::error::now"
URL = "https://developers.openai.com/api/docs/deprecations"


def retirement(id: str = "gpt-4-0613", *, days: int = 14, path: str = "src/app.py", **facts: object) -> Retirement:
    model = Model(
        "openai", id, retires=TODAY + timedelta(days=days), date_kind=DateKind.EXACT, deprecated=date(2026, 6, 1),
        replacement=("gpt-6-sol",), evidence=(Evidence(URL, TODAY),),
    )  # fmt: skip
    model = replace(model, **facts)  # type: ignore[arg-type]
    place = Place(path, 4, 9, None, id, "selects", "chat", "team-support")
    return Retirement(model, model.stage(TODAY), days, (place,), days <= 30, URL, TODAY)


def watch(*items: Retirement, **more: object) -> Watch:
    made = Watch(TODAY, 90, 30, TODAY, 2142, retirements=items, platforms=("openai",), uses=1, files=1)
    return replace(made, **more)  # type: ignore[arg-type]


def evil() -> Watch:
    reading = Reading("openai", "page", URL, SourceState.REFUSED, EVIL)
    return watch(
        retirement(EVIL, path=EVIL, note=EVIL, replacement=(EVIL,)),
        changes=(Change("openai", EVIL, "added", EVIL, True),),
        unverified=(Unverified(EVIL, 1, EVIL, EVIL),),
        readings=(reading,),
        errors=(EVIL,),
    )


def rendered(name: str, run: Watch) -> str:
    return outputs()[name].render(run, Options())


def test_the_formats_are_those_of_the_contract() -> None:
    assert sorted(outputs()) == ["github", "ics", "json", "markdown", "rss", "text"]


@pytest.mark.parametrize("name", ["text", "json", "markdown", "ics", "rss", "github", "issue"])
def test_no_control_or_bidirectional_character_gets_out(name: str) -> None:
    text = body(evil()) if name == "issue" else rendered(name, evil())
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    if name != "ics":
        assert "\r" not in text


@pytest.mark.parametrize("name", ["markdown", "issue"])
def test_page_text_neither_links_nor_mentions_nor_formats(name: str) -> None:
    text = body(evil()) if name == "issue" else rendered(name, evil())
    outside = re.sub(r"`[^`\n]*`", "", text)
    assert "<script" not in outside
    assert not re.search(r"@(?!<!-- -->)", outside)
    assert not re.search(r"(?<!\\)\[a\]", outside)
    assert "http://evil" not in outside
    assert "\\#1" in outside


def test_a_workflow_command_cannot_be_smuggled_in() -> None:
    for line in rendered("github", evil()).splitlines():
        assert re.match(r"::(error|warning|notice) ", line)
        assert line.count("::error ") <= 1


def test_github_annotates_the_line_of_each_use() -> None:
    first = rendered("github", watch(retirement(), retirement("gpt-4-32k", days=60))).splitlines()
    assert first[0].startswith("::error file=src/app.py,line=4,col=9,title=gpt-4-0613 retires::gpt-4-0613 (openai)")
    assert first[1].startswith("::warning ")


def test_github_shows_ten_of_a_kind_and_counts_the_rest() -> None:
    lines = rendered("github", watch(*(retirement(f"gpt-{n}") for n in range(25)))).splitlines()
    assert len(lines) == 10
    assert "16 more uses" in lines[-1]


def unfolded(text: str) -> list[str]:
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_event_lasts_its_day_and_keeps_its_uid_when_the_day_moves() -> None:
    lines = unfolded(rendered("ics", watch(retirement())))
    assert {"DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261206"} <= set(lines)
    moved = unfolded(rendered("ics", watch(retirement(days=40), as_of=TODAY + timedelta(days=1))))
    uid, sequence = "UID:", "SEQUENCE:"
    assert [x for x in lines if x.startswith(uid)] == [x for x in moved if x.startswith(uid)]
    before, after = (int(next(x for x in of if x.startswith(sequence))[9:]) for of in (lines, moved))
    assert after > before


@given(st.text(max_size=300), st.text(min_size=1, max_size=80))
def test_a_calendar_line_never_exceeds_75_octets(path: str, id: str) -> None:
    text = rendered("ics", watch(retirement(id, path=path)))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert [line for line in unfolded(text) if line.startswith("SUMMARY:")]
    assert text.count("BEGIN:VEVENT") == text.count("\r\nEND:VEVENT") == 1


@given(st.text(max_size=200))
def test_a_feed_is_valid_xml_whatever_an_id_holds(id: str) -> None:
    root = ElementTree.fromstring(rendered("rss", watch(retirement(id or "x"))))
    assert root.tag == "rss"
    assert root.get("version") == "2.0"
    channel = root.find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    item = channel.find("item")
    assert item is not None
    assert item.findtext("pubDate") == "Mon, 01 Jun 2026 00:00:00 +0000"


def test_a_feed_item_is_news_again_when_its_day_moves() -> None:
    first, moved = (rendered("rss", watch(retirement(days=days))) for days in (14, 40))
    guids = [re.findall(r"<guid[^>]*>([^<]*)", text) for text in (first, moved)]
    assert guids[0] != guids[1]


def test_the_issue_is_the_same_on_the_next_day() -> None:
    tomorrow = retirement(days=13, retires=TODAY + timedelta(days=14))
    first = body(watch(retirement()))
    assert first == body(watch(tomorrow, as_of=TODAY + timedelta(days=1)))
    assert first.startswith(MARKER)


def test_an_issue_that_is_too_long_is_cut_and_says_so() -> None:
    text = body(watch(*(retirement(f"gpt-{n}", path="p" * 180) for n in range(400))))
    assert len(text) < 65_536
    assert "More than an issue holds" in text


def test_json_holds_every_fact() -> None:
    data = json.loads(rendered("json", watch(retirement(), errors=("openai: could not verify",))))
    assert data["exit_code"] == 3
    item = data["retirements"][0]
    assert item["retires"] == "2026-12-05"
    assert item["days_left"] == 14
    assert item["uses"][0]["owner"] == "team-support"


def test_a_floor_is_never_called_the_day() -> None:
    floor = retirement("gemini-2.5-pro", date_kind=DateKind.NOT_BEFORE)
    assert "2026-12-05 or later" in rendered("text", watch(floor))
    assert "at the earliest" in rendered("github", watch(floor))
    assert "may retire from today" in rendered("ics", watch(floor))


def test_a_model_without_a_day_is_in_the_table_and_not_in_the_calendar() -> None:
    gone = retirement(retires=None, date_kind=None, status=Stage.RETIRED)
    gone = replace(gone, days_left=None)
    assert "gone" in rendered("text", watch(gone))
    assert "VEVENT" not in rendered("ics", watch(gone))


def test_nothing_to_say_is_said() -> None:
    assert "Nothing that is used here retires" in rendered("markdown", watch())
    assert "0 retirements within 90 days" in rendered("text", watch())
