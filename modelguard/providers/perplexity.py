"""Perplexity: the change log, whose entries carry a month and retire models in sentences and lists.

A day without a year belongs to the year of the sentence before it or of the entry. Parameters, fields and
endpoints that go give nothing. A recommended model named for display is an id where exactly one id of the
page is made of the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Block, Document, Text, slug
from modelguard.providers._dates import Slashes, UnreadableDate, find, find_without_year
from modelguard.providers._dates import read as read_day
from modelguard.providers._guards import check
from modelguard.providers._ids import is_id, is_model_like
from modelguard.providers._prose import RETIRED, sentences, updates
from modelguard.providers._read import document

PLATFORM = "perplexity"
_NO_MODEL = re.compile(r"\b(?:parameter|endpoint|field|header|citation|feature|preset|token)s?\b", re.IGNORECASE)
_INSTEAD = re.compile(r"in favou?r of|replaced by|migrat|switch(?:ing)? to|\binstead\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:we recommend|recommend|switch to|migrate to|use .{1,60} instead)\b", re.IGNORECASE | re.DOTALL
)
_BARE = re.compile(r"\b([A-Za-z][A-Za-z0-9.]*-[A-Za-z0-9.-]*[0-9][A-Za-z0-9.-]*) (?:will be|has been|was) removed\b")
_SLASHED = re.compile(r"\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\b")
_DISPLAY = re.compile(r"[A-Z][A-Za-z0-9.]*(?: [A-Z][A-Za-z0-9.]*)*")


@dataclass(slots=True)
class _Entry:
    """What is known while one entry is read."""

    year: int
    known: dict[frozenset[str], set[str]]
    day: date | None = None
    listing: bool = False
    gone: bool = False
    waiting: list[int] = field(default_factory=list)
    found: list[tuple[str, date | None, int, tuple[str, ...]]] = field(default_factory=list)

    def add(self, name: str, day: date | None, line: int) -> None:
        """Note a retired model; a later sentence may say what to use instead."""
        self.waiting.append(len(self.found))
        self.found.append((name, day, line, ()))

    def advise(self, ids: tuple[str, ...]) -> None:
        """Give the models that wait for advice their replacement."""
        for at in self.waiting:
            name, day, line, _ = self.found[at]
            self.found[at] = (name, day, line, tuple(i for i in ids if i != name))
        self.waiting = []


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the change log."""
    page = document(body)
    known = _ids_by_words(page)
    rows: list[Lifecycle] = []
    entries = 0
    for label, blocks in updates(page):
        entries += 1
        entry = _Entry(_year(label), known)
        for block in blocks:
            entry.gone = False
            for sentence in sentences(block.text):
                _sentence(sentence, entry)
        rows += _of(entry, slug(label.text.text))
    if not entries:
        raise PageRefused("the change log has no entries")
    return check(rows)


def _year(label: Block) -> int:
    found = re.search(r"\b(20[0-9]{2})\b", label.text.text)
    if found is None:
        raise PageRefused(f"line {label.line}: an entry has no year")
    return int(found.group(1))


def _sentence(sentence: Text, entry: _Entry) -> None:
    words = sentence.outside
    kept = _INSTEAD.split(sentence.marked, maxsplit=1)[0]
    ids = [code for code in Text(kept).codes if is_model_like(code)]
    days = _days(sentence.text, entry)
    if _ADVICE.search(sentence.text):
        entry.advise(_recommended(sentence, entry))
        entry.listing = False
    elif RETIRED.search(words) and not _NO_MODEL.search(words):
        entry.gone = True
        entry.day = days[0] if days else entry.day
        follows = "following" in words
        entry.listing = follows and "model" in words
        bare = _BARE.search(words)
        names = ids or ([bare.group(1).lower()] if bare else [])
        for name in names:
            entry.add(name, days[0] if days else entry.day if follows else None, sentence.line_of(name))
    elif entry.gone and "followed" in words and ids and days:
        for name in ids:
            entry.add(name, days[0], sentence.line_of(name))
    elif entry.listing and ids and not re.search("[A-Za-z]", words):
        for name in ids:
            entry.add(name, entry.day, sentence.line_of(name))


def _days(text: str, entry: _Entry) -> list[date]:
    days = [day for _, day in find(text)]
    if not days:
        for found in _SLASHED.finditer(text):
            try:
                day = read_day(found.group(), slashes=Slashes.MONTH_FIRST).day
            except UnreadableDate:
                continue
            days += [day] if day else []
    year = entry.day.year if entry.day else entry.year
    return days or [day for _, day in find_without_year(text, year)]


def _recommended(sentence: Text, entry: _Entry) -> tuple[str, ...]:
    """Ids that a sentence recommends, by code or by a display name that one id of the page spells."""
    start = _ADVICE.search(sentence.marked)
    after = Text(sentence.marked[start.start() if start else 0 :])
    ids: list[str] = [code for code in after.codes if is_model_like(code)]
    names = [code for code in after.codes if " " in code] + _DISPLAY.findall(after.outside)
    for name in names:
        spelt = entry.known.get(frozenset(name.lower().split()), set())
        ids += list(spelt) if len(spelt) == 1 else []
    return tuple(dict.fromkeys(ids))


def _ids_by_words(page: Document) -> dict[frozenset[str], set[str]]:
    known: dict[frozenset[str], set[str]] = {}
    for block in page.blocks:
        for code in block.text.codes:
            if is_id(code) and code == code.lower() and "/" not in code and "_" not in code:
                known.setdefault(frozenset(code.split("-")), set()).add(code)
    return known


def _of(entry: _Entry, anchor: str) -> Iterator[Lifecycle]:
    dated = {name for name, day, _, _ in entry.found if day}
    for name, day, line, replacement in entry.found:
        if day is None and name in dated:
            continue  # the entry's own heading, without the day
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=day,
            date_kind="exact" if day else "unknown",
            replacement=replacement,
            status="retired" if day is None else None,
            line=line,
            anchor=anchor,
        )


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "changelog",
            "https://docs.perplexity.ai/docs/resources/changelog.md",
            read,
            (("<update label",), ("sonar", "perplexity")),
        ),
    ),
    hosts=("docs.perplexity.ai",),
)
