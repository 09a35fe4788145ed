"""Text that only a template engine makes YAML: Helm, Jinja. What the engine fills in is laid over with a mark.

Every character keeps its place, so that positions in the masked text are positions in the file.
"""

from __future__ import annotations

import re

MARK = "\ue000"
"""Stands for every character that a template engine replaces; the parser takes it as a letter."""

_HOLE = re.compile(
    r"\{\{(?:[^{}\"`']|\"(?:[^\"\\\r\n]|\\.)*+\"|`[^`]*+`|'[^'\r\n]*+'|\}(?!\})|\{(?!\{))*+\}\}"
    r"|\{%(?:[^%]|%(?!\}))*+%\}|\{#(?:[^#]|#(?!\}))*+#\}"
)
_CONTROL = re.compile(
    r"\{\{-?\s*(?:/\*|(?:if|else|end|range|with|define|block|template|break|continue)\b|\$?[\w.]+\s*:?=)|\{[%#]"
)
_LETTER = re.compile(r"[^\r\n]")


def is_template(text: str) -> bool:
    """Whether ``text`` holds what a template engine replaces."""
    return "{{" in text or "{%" in text


def masked(text: str) -> str:
    """``text`` with a mark for each value that is filled in, and blanks where a line is only for the engine."""
    return _HOLE.sub(lambda match: _over(text, match), text)


def _over(text: str, match: re.Match[str]) -> str:
    hole = match.group()
    if _CONTROL.match(hole) or _alone(text, match.start(), match.end()):
        return _LETTER.sub(" ", hole)
    first, newline, rest = hole.partition("\n")
    return MARK * len(first) + newline + _LETTER.sub(" ", rest)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the lines of a hole: it makes lines of its own."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    stop = text.find("\n", end)
    after = text[end : stop if stop >= 0 else len(text)]
    return not before.strip() and not after.strip()
