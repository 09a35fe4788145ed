"""What a page is made of, whatever it was written in: headings, text, list items, tables, updates.

HTML and Markdown both become a :class:`Document`, so that a platform's reader never sees markup.
Inside :attr:`Text.marked` a code span stands between ``CODE`` and ``END``, and a line break is ``\\n``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum

from modelguard.types import record

MAX_ROWS = 20_000  # of one table: the longest real one has 200
CODE, END = "\x01", "\x02"
_CODE_SPAN = re.compile(f"{CODE}([^{CODE}{END}]*){END}")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    UPDATE = "update"  # a dated entry of a change log opens; its label is the text
    END = "end"  # and closes


@record
class Text:
    """Inline text with its code spans, its links (text, target), and the line it starts at."""

    marked: str = ""
    links: tuple[tuple[str, str], ...] = ()
    line: int = 1

    @property
    def text(self) -> str:
        """Plain text; line breaks are kept."""
        return self.marked.replace(CODE, "").replace(END, "").strip()

    @property
    def codes(self) -> tuple[str, ...]:
        """The code spans, in order."""
        return tuple(span.strip() for span in _CODE_SPAN.findall(self.marked))

    @property
    def outside(self) -> str:
        """What stands outside the code spans."""
        return _CODE_SPAN.sub(" ", self.marked).strip()

    def line_of(self, part: str) -> int:
        """The line at which ``part`` stands; of a repeated part the first."""
        at = self.marked.find(part)
        return self.line if at < 0 else self.line + self.marked.count("\n", 0, at)


@record
class Row:
    """One row of a table; a ``divider`` is one cell across all columns."""

    cells: tuple[Text, ...]
    line: int
    divider: bool = False


@record
class Table:
    """A table with its headings; no headings where the page has none, or has them down the side."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int
    sideways: bool = False


@record
class Block:
    """One piece of a page. ``level`` is a heading's level or a list item's depth."""

    kind: Kind
    text: Text = field(default_factory=Text)
    level: int = 0
    anchor: str | None = None
    table: Table | None = None

    @property
    def line(self) -> int:
        """Where it starts, counted from 1."""
        return self.text.line


@record
class Document:
    """A page as blocks. ``title`` is the first heading or the HTML title."""

    blocks: tuple[Block, ...]
    title: str = ""

    def tables(self) -> Iterator[tuple[tuple[Block, ...], Table]]:
        """Every table with the headings it stands under, outermost first."""
        for path, block in self.placed():
            if block.table is not None:
                yield path, block.table

    def placed(self) -> Iterator[tuple[tuple[Block, ...], Block]]:
        """Every block with the headings it stands under (a heading stands under itself)."""
        path: tuple[Block, ...] = ()
        for block in self.blocks:
            if block.kind is Kind.HEADING:
                path = (*(h for h in path if h.level < block.level), block)
            yield path, block


_FOLD = {0x2010: "-", 0x2011: "-", 0x2012: "-", 0x00A0: " ", 0x202F: " ", 0x2009: " "}
_FOLD |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), "")


def fold(text: str) -> str:
    """Hyphens that only look like hyphens become ``-``, odd blanks blanks, invisible characters nothing."""
    return text.translate(_FOLD)


_ANCHOR = re.compile(r"[\w.~:@%,()+-]{1,200}")


def safe_anchor(text: str | None) -> str | None:
    """An anchor that can stand in an address as it is, or nothing."""
    return text if text and _ANCHOR.fullmatch(text) else None


def slug(text: str) -> str:
    """The anchor that a Markdown renderer gives to a heading."""
    kept = re.sub(r"[^\w\- ]", "", text.lower())
    return re.sub(r"\s+", "-", kept.strip())
