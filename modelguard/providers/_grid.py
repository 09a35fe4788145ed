"""From raw rows with spans to a table with one cell for each heading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from modelguard.providers._blocks import Row, Table, Text
from modelguard.types import record

MAX_COLUMNS = 60


@record
class RawCell:
    """One cell as written: its text, whether it is a heading, and what it spans."""

    text: Text
    header: bool = False
    columns: int = 1
    rows: int = 1

    def with_text(self, text: Text) -> RawCell:
        """The same cell with its text, once that is known."""
        return replace(self, text=text)


@dataclass(slots=True)
class RawRow:
    """One row as written; ``head`` where it stands in a table head."""

    cells: list[RawCell]
    line: int
    head: bool = False


def table_of(rows: list[RawRow], line: int) -> Table | None:
    """Lay rows out by their spans. The first row holds the headings if it is a row of headings."""
    if not rows:
        return None
    first = rows[0]
    sideways = len(rows) > 1 and not first.head and _down_the_side(rows)
    has_headers = first.head or all(cell.header for cell in first.cells) or not _any_header(rows)
    if sideways or not has_headers:
        return Table((), tuple(_laid_out(rows, 0)), line, sideways)
    headers = tuple(_spread(first))
    return Table(headers, tuple(_laid_out(rows[1:], len(headers))), line)


def _down_the_side(rows: list[RawRow]) -> bool:
    return all(len(row.cells) > 1 and row.cells[0].header and not any(c.header for c in row.cells[1:]) for row in rows)


def _any_header(rows: list[RawRow]) -> bool:
    return any(cell.header for row in rows for cell in row.cells)


def _spread(row: RawRow) -> list[str]:
    return [cell.text.text for cell in row.cells for _ in range(min(cell.columns, MAX_COLUMNS))][:MAX_COLUMNS]


def _laid_out(rows: list[RawRow], width: int) -> list[Row]:
    carried: dict[int, tuple[Text, int]] = {}
    laid: list[Row] = []
    for row in rows:
        if len(row.cells) == 1 and not carried and width > 1:
            laid.append(Row((row.cells[0].text,), row.line, divider=True))
            continue
        laid.append(Row(tuple(_fill(row, carried)), row.line))
    return laid


def _fill(row: RawRow, carried: dict[int, tuple[Text, int]]) -> list[Text]:
    cells: list[Text] = []

    def take_carried() -> None:
        while len(cells) in carried:
            text, left = carried[len(cells)]
            if left == 1:
                del carried[len(cells)]
            else:
                carried[len(cells)] = (text, left - 1)
            cells.append(text)

    for cell in row.cells:
        take_carried()
        for _ in range(min(cell.columns, MAX_COLUMNS)):
            if cell.rows > 1:
                carried[len(cells)] = (cell.text, cell.rows - 1)
            cells.append(cell.text)
        if len(cells) >= MAX_COLUMNS:
            break
    take_carried()
    return cells
