"""HTML to blocks: linear, without recursion, with the line of every row.

Scripts, styles, comments, drawings and hidden elements are no content. A tab panel that merely waits
for its click is. The standard library's tokenizer is used because it knows lines; the tree is ours.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from modelguard.providers import PageRefused
from modelguard.providers._blocks import CODE, END, MAX_ROWS, Block, Document, Kind, Text, fold, safe_anchor
from modelguard.providers._grid import RawCell, RawRow, table_of

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SKIP = frozenset("script style svg math template noscript iframe select button sup".split())
_FLOW = frozenset(
    "p div section article main header footer nav aside ul ol dl dt dd pre blockquote details summary figure hr".split()
)
_BLOCKS = _FLOW | {"li"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(text: str, *, first_line: int = 1) -> Document:
    """Read HTML; refuse a page whose end is missing or whose markup is damage rather than markup."""
    if text.rfind("<!--") > text.rfind("-->"):
        raise PageRefused("the page is cut off inside a comment")
    head = text[:2000].lower()
    if "<html" in head and "</html" not in text[-2000:].lower():
        raise PageRefused("the page is cut off before </html>")
    if text.count("<") > 2000 and text.count(">") * 2 < text.count("<"):
        raise PageRefused("the markup is damaged")
    reader = _Reader(first_line)
    reader.feed(text)
    reader.close()
    return reader.document()


class _Table:
    """A table being read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.rows: list[RawRow] = []
        self.row: RawRow | None = None
        self.head = False


class _Reader(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self._shift = first_line - 1
        self._open: list[tuple[str, bool]] = []
        self._count: Counter[str] = Counter()
        self._mute = 0
        self._blocks: list[Block] = []
        self._tables: list[_Table] = []
        self._parts: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._link: tuple[int, str] | None = None
        self._started = 1
        self._kind = Kind.PARAGRAPH
        self._level = 0
        self._anchor: str | None = None
        self._saved: list[tuple[list[str], list[tuple[str, str]], int]] = []
        self._cell: list[RawCell] = []
        self._title = ""
        self._in_title = False

    # --- events ---------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            if tag == "br" and not self._mute:
                self._parts.append("\n")
            elif tag == "hr" and not self._cell:
                self._flush()
            return
        self._close_implied(tag)
        values = {name: value or "" for name, value in attrs}
        muted = tag in _SKIP or _hidden(values)
        self._open.append((tag, muted))
        self._count[tag] += 1
        if muted:
            self._mute += 1
        if not self._mute:
            self._begin(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self._tables and not self._mute and not self._in_own_table(tag):
            return
        if self._count[tag] > 0:
            while self._pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._title += data.strip()[:200]
        elif not self._mute:
            if not self._parts:
                lead = len(data) - len(data.lstrip())
                self._started = self._line() + data.count("\n", 0, lead)
            self._parts.append(re.sub(r"[ \t\n\f]+", " ", data))

    # --- structure ------------------------------------------------------------------------------

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        if tag == "title" and not self._title:
            self._in_title = True
        elif tag == "code":
            self._parts.append(CODE)
        elif tag == "a" and "href" in values:
            self._link = (len(self._parts), values["href"][:500])
        elif tag == "table":
            self._begin_table()
        elif tag in ("thead", "tbody", "tfoot") and self._tables:
            self._tables[-1].head = tag == "thead"
        elif tag == "tr" and self._tables:
            self._tables[-1].row = RawRow([], self._line(), self._tables[-1].head)
        elif tag in ("td", "th") and self._tables:
            self._begin_cell(tag, values)
        elif self._cell:
            if tag in _FLOW or tag == "li" or tag in _HEADINGS:
                self._parts.append("\n")
        elif tag in _HEADINGS:
            self._flush()
            self._kind, self._level, self._anchor = Kind.HEADING, _HEADINGS[tag], safe_anchor(values.get("id"))
        elif tag == "li":
            self._flush()
            self._kind, self._level = Kind.ITEM, self._count["ul"] + self._count["ol"]
        elif tag in _FLOW and self._kind is not Kind.HEADING and not self._at_item_start(tag):
            self._flush()

    def _at_item_start(self, tag: str) -> bool:
        """A paragraph that opens a list item is the item's own text."""
        return tag == "p" and self._kind is Kind.ITEM and not "".join(self._parts).strip()

    def _finish(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "code":
            self._parts.append(END)
        elif tag == "a" and self._link is not None:
            start, target = self._link
            self._links.append(("".join(self._parts[start:]).replace(CODE, "").replace(END, "").strip(), target))
            self._link = None
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag in ("thead", "tbody", "tfoot") and self._tables:
            self._tables[-1].head = False
        elif tag == "table":
            self._end_table()
        elif not self._cell and (tag in _HEADINGS or (self._kind is not Kind.HEADING and tag in _BLOCKS)):
            self._flush()

    def _begin_table(self) -> None:
        if self._cell:
            self._saved.append((self._parts, self._links, self._started))
            self._parts, self._links = [], []
        else:
            self._flush()
        self._tables.append(_Table(self._line()))

    def _begin_cell(self, tag: str, values: dict[str, str]) -> None:
        table = self._tables[-1]
        if table.row is None:
            table.row = RawRow([], self._line(), table.head)
        self._parts, self._links, self._link = [], [], None
        self._cell.append(
            RawCell(Text(line=self._line()), tag == "th", _span(values, "colspan"), _span(values, "rowspan"))
        )

    def _end_cell(self) -> None:
        if not self._cell or not self._tables:
            return
        cell = self._cell.pop()
        row = self._tables[-1].row
        if row is not None:
            row.cells.append(cell.with_text(Text(_tidy(self._parts), tuple(self._links), cell.text.line)))
        self._parts, self._links = [], []

    def _end_row(self) -> None:
        if self._tables and self._tables[-1].row is not None:
            table = self._tables[-1]
            assert table.row is not None
            if table.row.cells:
                table.rows.append(table.row)
            if len(table.rows) > MAX_ROWS:
                raise PageRefused(f"line {table.line}: a table has more than {MAX_ROWS} rows")
            table.row = None

    def _end_table(self) -> None:
        if not self._tables:
            return
        self._end_row()
        raw = self._tables.pop()
        table = table_of(raw.rows, raw.line)
        if self._cell and self._saved:
            self._parts, self._links, self._started = self._saved.pop()
        if table is not None:
            self._blocks.append(Block(Kind.TABLE, Text(line=table.line), table=table))

    def _close_implied(self, tag: str) -> None:
        """HTML lets cells, rows and list items stay open."""
        if tag in ("td", "th"):
            self._close_open(("td", "th"))
        elif tag in ("tr", "tbody", "tfoot", "thead"):
            self._close_open(("td", "th"))
            self._close_open(("tr",))
        elif tag == "li":
            self._close_until("li", ("ul", "ol"))

    def _close_open(self, tags: tuple[str, ...]) -> None:
        for tag in tags:
            if self._in_own_table(tag):
                while self._pop() != tag:
                    pass

    def _close_until(self, tag: str, fences: tuple[str, ...]) -> None:
        for name, _ in reversed(self._open[-50:]):
            if name in fences:
                return
            if name == tag:
                while self._pop() != tag:
                    pass
                return

    def _in_own_table(self, tag: str) -> bool:
        """Is ``tag`` open inside the innermost table?"""
        for name, _ in reversed(self._open[-200:]):
            if name == "table":
                return False
            if name == tag:
                return True
        return False

    def _pop(self) -> str:
        tag, muted = self._open.pop()
        self._count[tag] -= 1
        if self._mute == 0:
            self._finish(tag)
        if muted:
            self._mute -= 1
        return tag

    def _flush(self) -> None:
        marked = _tidy(self._parts)
        if marked.replace(CODE, "").replace(END, "").strip():
            text = Text(marked, tuple(self._links), self._started)
            self._blocks.append(Block(self._kind, text, self._level, self._anchor))
        self._parts, self._links, self._link = [], [], None
        self._kind, self._level, self._anchor = Kind.PARAGRAPH, 0, None

    def _line(self) -> int:
        return self.getpos()[0] + self._shift

    def document(self) -> Document:
        """All blocks, after the last element was closed."""
        while self._open:
            self._pop()
        self._flush()
        return Document(tuple(self._blocks), self._title)


def _hidden(values: dict[str, str]) -> bool:
    if values.get("role") == "tabpanel":
        return False
    return "hidden" in values or bool(_HIDDEN_STYLE.search(values.get("style", "")))


def _span(values: dict[str, str], name: str) -> int:
    value = values.get(name, "1").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(int(value[:4]), 1000) or (1000 if name == "rowspan" else 1)


def _tidy(parts: list[str]) -> str:
    joined = fold("".join(parts))
    lines = (re.sub(r" {2,}", " ", line).strip() for line in joined.split("\n"))
    return "\n".join(line for line in lines if line)
