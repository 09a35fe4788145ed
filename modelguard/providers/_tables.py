"""Lifecycle tables: found by their headings, read by heading and never by place, strict about width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from modelguard.providers import PageRefused
from modelguard.providers._blocks import Block, Document, Row, Table, Text
from modelguard.providers._dates import Day, Slashes, UnreadableDate, read
from modelguard.providers._ids import is_day, is_id, models_in
from modelguard.types import record

_ANNOUNCED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
Roles = Mapping[str, frozenset[str]]


def names(*headings: str) -> frozenset[str]:
    """The headings a role goes by, in the form :func:`heading` gives them; a last ``*`` takes any ending."""
    return frozenset(headings)


def heading(text: str) -> str:
    """A heading to compare: lower case, one blank, no footnote, no ``(UTC)``."""
    folded = re.sub(r"\(utc\)|[*†‡:]|(?<=[a-z])[0-9]$", " ", " ".join(text.lower().split()))
    return " ".join(folded.split())


@record
class Layout:
    """One known set of columns: role to its headings, and which roles must be there."""

    roles: Roles
    required: frozenset[str]
    slashes: Slashes = Slashes.REFUSED
    unused: frozenset[str] = frozenset()  # headings of days that mean something else

    def columns(self, headers: tuple[str, ...]) -> dict[str, int] | None:
        """Role to column, or ``None`` if the table is not of this layout."""
        folded = [heading(text) for text in headers]
        found: dict[str, int] = {}
        for role, accepted in self.roles.items():
            places = [i for i, name in enumerate(folded) if _named(name, accepted)]
            if len(places) > 1:
                raise PageRefused(f"two columns are headed '{folded[places[0]]}'")
            if places:
                found[role] = places[0]
        return found if self.required <= found.keys() else None


def _named(name: str, accepted: frozenset[str]) -> bool:
    return name in accepted or any(a.endswith("*") and name.startswith(a[:-1]) for a in accepted)


@record
class Record:
    """One row of a lifecycle table with its cells by role."""

    cells: Mapping[str, Text]
    line: int
    path: tuple[Block, ...]
    layout: Layout

    def __getitem__(self, role: str) -> Text:
        return self.cells.get(role, Text(line=self.line))

    def has(self, role: str) -> bool:
        """Does the table have this column?"""
        return role in self.cells

    @property
    def anchor(self) -> str | None:
        """The anchor of the heading the table stands under."""
        return self.path[-1].anchor if self.path else None

    @property
    def announced(self) -> date | None:
        """The day that the nearest heading with a day starts with (``2026-04-22: Legacy models``)."""
        for block in reversed(self.path):
            if found := _ANNOUNCED.match(block.text.text):
                try:
                    return read(found.group()).day
                except UnreadableDate:
                    raise PageRefused(f"line {block.line}: '{found.group()}' is no day") from None
        return None

    def day(self, role: str) -> Day:
        """The day in a column (unknown where there is no such column), or a refusal of the page."""
        try:
            return read(self[role].text, slashes=self.layout.slashes)
        except UnreadableDate as error:
            raise PageRefused(f"line {self.line}: '{error}' is no day of a known form") from None


Repair = Callable[[Row, Table, Mapping[str, int]], tuple[Text, ...] | None]


def records(
    page: Document, layouts: tuple[Layout, ...], *, ignore: frozenset[str] = frozenset(), repair: Repair | None = None
) -> Iterator[Record]:
    """Rows of all tables of a known layout.

    A table with a heading in ``ignore`` is passed over. Any other table of unknown layout that pairs ids
    with days refuses the page: a renamed column must never look like fewer deprecations.
    """
    for path, table in page.tables():
        if any(heading(text) in ignore for text in table.headers):
            continue
        match = next(((lay, cols) for lay in layouts if (cols := lay.columns(table.headers)) is not None), None)
        if match is not None:
            yield from _rows(table, match[0], match[1], path, repair)
        else:
            _refuse_lookalike(table)


def _rows(
    table: Table, layout: Layout, columns: dict[str, int], path: tuple[Block, ...], repair: Repair | None
) -> Iterator[Record]:
    _refuse_unknown_days(table, layout, columns)
    for row in table.rows:
        cells: tuple[Text, ...] | None = row.cells
        if _divides(row):
            continue
        if len(row.cells) != len(table.headers):
            cells = repair(row, table, columns) if repair else None
        if cells is None or len(cells) != len(table.headers):
            raise PageRefused(f"line {row.line}: a row has {len(row.cells)} cells under {len(table.headers)} headings")
        if is_day(cells[columns["model"]].text):
            raise PageRefused(f"line {row.line}: a day stands where a model belongs")
        yield Record({role: cells[at] for role, at in columns.items()}, row.line, path, layout)


def _refuse_unknown_days(table: Table, layout: Layout, columns: dict[str, int]) -> None:
    """A column of days under a heading nobody knows: its meaning is not guessed, nor is it dropped."""
    width = len(table.headers)
    for at in set(range(width)) - set(columns.values()):
        if heading(table.headers[at]) in layout.unused:
            continue
        cells = [row.cells[at].text for row in table.rows if len(row.cells) == width]
        if any(map(_is_date, cells)):
            shown = " ".join(table.headers[at].split())[:40]
            raise PageRefused(f"line {table.line}: a column of days has the unknown heading '{shown}'")


def _divides(row: Row) -> bool:
    """A row with one cell of words across, or alone in its row: "Preview models"."""
    filled = [cell for cell in row.cells if cell.text]
    if len(filled) != 1 or not (row.divider or len(row.cells) > 1):
        return False
    words = filled[0]
    return not (words.codes or is_id(words.text) or models_in(words) or _is_date(words.text))


def _refuse_lookalike(table: Table) -> None:
    dated = sum(1 for row in table.rows if _pairs_id_with_day(row))
    if not dated:
        return
    if table.sideways:
        raise PageRefused(f"line {table.line}: a table has its headings down the side")
    shown = ", ".join(" ".join(h.split())[:30] for h in table.headers[:8]) or "none"
    raise PageRefused(f"line {table.line}: a table of models and days has unknown headings ({shown})")


def _pairs_id_with_day(row: Row) -> bool:
    days = ids = 0
    for cell in row.cells:
        if _is_date(cell.text):
            days += 1
        elif any(any(c.isdigit() or c == "-" for c in name) for name in models_in(cell)):
            ids += 1
    return days > 0 and ids > 0


def _is_date(text: str) -> bool:
    try:
        return read(text, slashes=Slashes.MONTH_FIRST_SHORT_YEAR).day is not None
    except UnreadableDate:
        return False
