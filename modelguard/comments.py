"""Where the comments of a file are, without a parser for each of its languages.

Python's own tokenizer finds Python's comments. Elsewhere a line is read from the left, strings are
stepped over, and the comment signs of the file's language count. Only lines that hold the word
``modelguard:`` are looked at.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from modelguard.text import SourceFile
from modelguard.types import record

_WORD = "modelguard:"
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HASH = ("#",)
_SLASHES = ("//", "/*", "{/*")
_MARKUP = ("<!--",)
_SIGNS = {
    **dict.fromkeys(("py", "pyi", "yaml", "yml", "toml", "sh", "bash", "zsh", "rb", "env", "properties"), _HASH),
    **dict.fromkeys(("js", "ts", "jsx", "tsx", "mjs", "cjs", "mts", "cts", "go", "java", "kt", "kts"), _SLASHES),
    **dict.fromkeys(("cs", "rs", "swift", "scala", "json", "jsonc", "json5", "bicep", "dart"), _SLASHES),
    **dict.fromkeys(("md", "markdown", "mdx", "html", "htm", "xml"), _MARKUP),
    **dict.fromkeys(("tf", "hcl", "tfvars", "php"), _HASH + _SLASHES),
    **dict.fromkeys(("vue", "svelte"), _SLASHES + _MARKUP),
    **dict.fromkeys(("ini", "cfg", "conf"), (";", "#")),
    **dict.fromkeys(("sql", "lua", "hs"), ("--",)),
    "ipynb": _HASH,
}
_ANY = ("#", "//", "/*", "<!--", "--", ";")
_QUOTES = "\"'`"


@record
class Comment:
    """A comment that holds the word. ``column`` (from 1) is where ``text`` starts; ``alone``: nothing else
    stands on its line. ``columns`` and ``next_columns`` bound its own and the next line of a notebook
    cell where both share one physical line."""

    line: int
    column: int
    text: str
    alone: bool
    columns: tuple[int, int] | None = None
    next_columns: tuple[int, int] | None = None


def comments(source: SourceFile) -> Iterator[Comment]:
    """The comments of ``source`` that hold the word ``modelguard:``. Never raises."""
    suffix = source.path.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()
    if suffix in ("py", "pyi", "pyw"):
        found = _python(source)
        if found is not None:
            yield from found
            return
    if suffix == "ipynb":
        yield from _notebook(source)
        return
    signs = _SIGNS.get(suffix, _ANY)
    fenced = _fenced_lines(source) if signs is _MARKUP and suffix.startswith("m") else frozenset()
    for line in _lines(source):
        if line not in fenced and (comment := _in_line(source.line_text(line), line, signs)):
            yield comment


def _lines(source: SourceFile) -> Iterator[int]:
    """The lines that hold the word."""
    seen = 0
    for match in re.finditer(_WORD, source.text):
        line = source.position(match.start())[0]
        if line != seen:
            seen = line
            yield line


def _python(source: SourceFile) -> list[Comment] | None:
    """Python's comments by its tokenizer; ``None`` where it cannot read the file."""
    found = []
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and _WORD in token.string:
                line, column = token.start
                alone = not token.line[:column].strip()
                found.append(Comment(line, column + 1, token.string, alone))
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        return None
    return found


def _notebook(source: SourceFile) -> Iterator[Comment]:
    """A notebook keeps code as JSON strings: ``\\n`` inside a physical line ends a line of the cell."""
    for number in _lines(source):
        raw = source.line_text(number)
        parts = list(_cell_lines(raw))
        for place, (start, end) in enumerate(parts):
            text = raw[start:end]
            if _WORD not in text:
                continue
            plain = text.replace('\\"', '""')  # same length, so that columns stay
            comment = _in_line(plain, number, _HASH)
            if comment is None:
                continue
            body = comment.text.rstrip('", \t')
            after = parts[place + 1] if place + 1 < len(parts) else None
            yield Comment(
                number,
                start + comment.column,
                body,
                comment.alone,
                (start + 1, end + 1) if len(parts) > 1 else None,
                (after[0] + 1, after[1] + 1) if after else None,
            )


def _cell_lines(raw: str) -> Iterator[tuple[int, int]]:
    """The stretches of a physical line that are lines of the cell, without the JSON string's quotes."""
    opening = re.match(r'\s*(?:"source"\s*:\s*\[?\s*)?"', raw)
    start = opening.end() if opening else 0
    for match in re.finditer(r"\\(\\|n|.)", raw):
        if match[1] == "n":
            if raw[start : match.start()].strip() and raw[start : match.start()].strip(' ",'):
                yield start, match.start()
            start = match.end()
    if raw[start:].strip(' ",]'):
        yield start, len(raw)


def _in_line(text: str, line: int, signs: tuple[str, ...]) -> Comment | None:
    """The comment of a line, where the word stands in one."""
    start = _comment_start(text, signs)
    if start is None or _WORD not in text[start:]:
        return None
    return Comment(line, start + 1, text[start:], not text[:start].strip())


def _comment_start(text: str, signs: tuple[str, ...]) -> int | None:
    """Where the first comment starts, strings stepped over; a quote that nothing closes is a letter."""
    index = 0
    while index < len(text):
        if text[index] in _QUOTES and (closing := _closing(text, index)):
            index = closing + 1
            continue
        sign = next((sign for sign in signs if text.startswith(sign, index)), None)
        if sign and (sign in ("<!--", "/*", "{/*") or index == 0 or text[index - 1] in " \t;,){}]\"'"):
            return index
        index += 1
    return None


def _closing(text: str, opening: int) -> int | None:
    """Index of the quote that closes the string opened at ``opening``."""
    index = opening + 1
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text[index] == text[opening]:
            return index
        index += 1
    return None


def _fenced_lines(source: SourceFile) -> frozenset[int]:
    """The lines of a Markdown page that are code."""
    inside: set[int] = set()
    fence = ""
    for line in range(1, len(source.starts) + 1):
        match = _FENCE.match(source.line_text(line))
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence):
            inside.add(line)
            fence = ""
        if fence:
            inside.add(line)
    return frozenset(inside)
