"""Markdown, MDX and converted pages to blocks: one pass over the lines, no recursion.

Providers' Markdown is not CommonMark: MDX tags, indented headings, headings broken onto two lines by a
converter, pipe rows without outer pipes, front matter twice. All of it has been seen and is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from modelguard.providers import PageRefused
from modelguard.providers._blocks import MAX_ROWS, Block, Document, Kind, Row, Table, Text, safe_anchor, slug
from modelguard.providers._inline import inline

_HEADING = re.compile(r"^\s*(#{1,6})(?:\s+(.*?))?\s*$")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^(\s*)(?:[*+-]|[0-9]{1,9}[.)])(?:\s+(.*))?$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_OPEN_UPDATE = re.compile(r"^\s*<Update\b[^>]*?\blabel=[\"']([^\"']*)[\"'][^>]*>\s*$")
_TAG_LINE = re.compile(r"^\s*</?[A-Za-z][^<>]*>\s*$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_EXPLICIT_ANCHOR = re.compile(r"\s*\{#([\w-]+)\}\s*$")


def parse(text: str) -> Document:
    """Read Markdown; refuse a page that ends inside a comment or a code block."""
    text = _without_comments(text)
    reader = _Reader(text.split("\n"))
    reader.run()
    title = next((b.text.text for b in reader.blocks if b.kind is Kind.HEADING), "")
    return Document(tuple(reader.blocks), title)


def _without_comments(text: str) -> str:
    for start, end in (("<!--", "-->"), ("{/*", "*/}")):
        parts: list[str] = []
        at = 0
        while (begin := text.find(start, at)) >= 0:
            finish = text.find(end, begin)
            if finish < 0:
                raise PageRefused("the page is cut off inside a comment")
            parts.append(text[at:begin])
            parts.append("\n" * text.count("\n", begin, finish))
            at = finish + len(end)
        parts.append(text[at:])
        text = "".join(parts)
    return text


@dataclass(slots=True)
class _Reader:
    lines: list[str]
    blocks: list[Block] = field(default_factory=list)
    at: int = 0
    _held: list[str] = field(default_factory=list)
    _held_line: int = 1
    _held_item: int | None = None

    def run(self) -> None:
        """Read all lines."""
        self._front_matter()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self._flush()
                self.at += 1
            elif not self._special(line):
                self._hold(line)
                self.at += 1
        self._flush()

    def _special(self, line: str) -> bool:
        """Read what is not running text; true if something was."""
        if (fence := _FENCE.match(line)) is not None:
            self._skip_fence(fence.group(1))
        elif (heading := _HEADING.match(line)) is not None:
            self._heading(len(heading.group(1)), heading.group(2))
        elif "<table" in line.lower():
            self._html_table()
        elif "|" in line and self.at + 1 < len(self.lines) and self._is_delimiter(self.lines[self.at + 1]):
            self._table()
        elif (update := _OPEN_UPDATE.match(line)) is not None:
            self._emit(Block(Kind.UPDATE, Text(update.group(1), (), self.at + 1)))
        elif line.strip() == "</Update>":
            self._emit(Block(Kind.END, Text(line=self.at + 1)))
        elif self._held and self._held_item is None and re.match(r"^\s*(=+|-{3,})\s*$", line):
            self._setext(line)
        elif _TAG_LINE.match(line) or _RULE.match(line):
            self._flush()
            self.at += 1
        elif (item := _ITEM.match(line)) is not None:
            self._flush()
            self._held_item = len(item.group(1).expandtabs(4))
            self._hold(item.group(2) or "")
            self.at += 1
        else:
            return False
        return True

    def _emit(self, block: Block) -> None:
        self._flush()
        self.blocks.append(block)
        self.at += 1

    def _hold(self, line: str) -> None:
        if not self._held:
            self._held_line = self.at + 1
        self._held.append(re.sub(r"^\s*(?:>\s?)+", "", line).strip())

    def _flush(self) -> None:
        if any(self._held):
            text = inline("\n".join(self._held), self._held_line)
            kind = Kind.PARAGRAPH if self._held_item is None else Kind.ITEM
            self.blocks.append(Block(kind, text, self._held_item or 0))
        self._held, self._held_item = [], None

    def _heading(self, level: int, title: str | None) -> None:
        self._flush()
        line = self.at + 1
        self.at += 1
        if not title:  # a converter broke the line after the marks
            while self.at < len(self.lines) and not self.lines[self.at].strip():
                self.at += 1
            if self.at >= len(self.lines) or _HEADING.match(self.lines[self.at]):
                return
            title, line = self.lines[self.at].strip(), self.at + 1
            self.at += 1
        self._add_heading(level, title, line)

    def _add_heading(self, level: int, title: str, line: int) -> None:
        explicit = _EXPLICIT_ANCHOR.search(title)
        title = _EXPLICIT_ANCHOR.sub("", title).rstrip("# ")
        text = inline(title, line)
        target = next((t[1:] for _, t in text.links if t.startswith("#") and len(t) > 1), None)
        anchor = explicit.group(1) if explicit else target or slug(text.text)
        self.blocks.append(Block(Kind.HEADING, text, level, safe_anchor(anchor)))

    def _setext(self, line: str) -> None:
        if len(self._held) == 1:
            title, at = self._held[0], self._held_line
            self._held = []
            self._add_heading(1 if "=" in line else 2, title, at)
        else:
            self._flush()
        self.at += 1

    def _skip_fence(self, mark: str) -> None:
        self._flush()
        start = self.at
        self.at += 1
        close = re.compile(rf"^\s*{re.escape(mark[0])}{{{len(mark)},}}\s*$")
        while self.at < len(self.lines) and not close.match(self.lines[self.at]):
            self.at += 1
        if self.at >= len(self.lines):
            raise PageRefused(f"the page is cut off inside the code block of line {start + 1}")
        self.at += 1

    def _is_delimiter(self, line: str) -> bool:
        return "-" in line and "|" in line and _DELIMITER.match(line) is not None

    def _table(self) -> None:
        self._flush()
        first = self.at
        headers = tuple(inline(cell, first + 1).text for cell in _split(self.lines[first]))
        self.at += 2
        rows: list[Row] = []
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            rows.append(_row(self.lines[self.at], self.at + 1))
            if len(rows) > MAX_ROWS:
                raise PageRefused(f"line {first + 1}: a table has more than {MAX_ROWS} rows")
            self.at += 1
        closed = self.lines[first].rstrip().endswith("|")
        if closed and self.at == len(self.lines) and not self.lines[-1].rstrip().endswith("|"):
            raise PageRefused(f"the page is cut off inside the table of line {first + 1}")
        table = Table(headers, tuple(rows), first + 1)
        self.blocks.append(Block(Kind.TABLE, Text(line=first + 1), table=table))

    def _html_table(self) -> None:
        from modelguard.providers._html import parse as parse_html

        self._flush()
        start, depth = self.at, 0
        while self.at < len(self.lines):
            lower = self.lines[self.at].lower()
            depth += lower.count("<table") - lower.count("</table")
            self.at += 1
            if depth <= 0:
                break
        if depth > 0:
            raise PageRefused(f"the page is cut off inside the table of line {start + 1}")
        inner = parse_html("\n".join(self.lines[start : self.at]), first_line=start + 1)
        self.blocks.extend(inner.blocks)

    def _front_matter(self) -> None:
        start = next((i for i, line in enumerate(self.lines[:5]) if line.strip()), None)
        if start is None or self.lines[start].strip() != "---":
            return
        for i in range(start + 1, min(len(self.lines), start + 200)):
            if self.lines[i].strip() == "---":
                self.at = i + 1
                return


def _row(line: str, number: int) -> Row:
    cells = tuple(_cell(cell, number) for cell in _split(line))
    return Row(cells, number, divider=len(cells) == 1)


def _cell(raw: str, number: int) -> Text:
    text = inline(raw, number)
    return Text(text.marked.strip(), text.links, number)


def _split(line: str) -> list[str]:
    """Split a pipe row at its unescaped pipes; ``\\|`` is a pipe inside a cell."""
    body = line.strip()
    if body.startswith("|"):
        body = body[1:]
    parts = re.split(r"(?<!\\)\|", body)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.replace("\\|", "|") for part in parts]
