"""Rows of text for a terminal of some width: the last column wraps, ids are never broken."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from modelguard.reports._paint import cells

_GAP = "  "
_NARROWEST = 28
"""Cells a last column needs to be read beside the others; with fewer it goes on a line of its own."""


def rows(table: Sequence[Sequence[str]], *, width: int | None) -> Iterator[str]:
    """The lines of ``table``; without a ``width`` (a pipe) one line a row."""
    columns = len(table[0]) if table else 0
    widths = [max(cells(row[at]) for row in table) for at in range(columns)]
    used = sum(widths[:-1]) + len(_GAP) * (columns - 1)
    for row in table:
        padded = [text + " " * (size - cells(text)) for text, size in zip(row[:-1], widths, strict=False)]
        head = _GAP.join(padded if width is None or used <= width else row[:-1])
        yield from _row(head, row[-1], used, width)


def _row(head: str, last: str, used: int, width: int | None) -> Iterator[str]:
    if width is None or not last or used + cells(last) <= width:
        yield f"{head}{_GAP}{last}".rstrip()
    elif width - used >= _NARROWEST:
        first, *more = _wrapped(last, width - used)
        yield f"{head}{_GAP}{first}"
        yield from (" " * used + line for line in more)
    else:
        yield head.rstrip()
        yield from (" " * 4 + line for line in _wrapped(last, max(width - 4, _NARROWEST)))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
