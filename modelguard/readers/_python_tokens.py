"""String and comment tokens of Python text: exact spans, fast, and tolerant of broken files.

``ast`` gives values but no tokens, ``tokenize`` gives up at the first error and is ten times slower.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence

from modelguard.prefilter import Prefilter
from modelguard.types import record

_ESCAPED = r"\\(?:\r\n|[\s\S])"
_TOKEN = re.compile(
    r"#[^\r\n]*+"
    rf'|"""[^"\\]*+(?:(?:{_ESCAPED}|"(?!""))[^"\\]*+)*+(?:"""|\\?\Z)'
    rf"|'''[^'\\]*+(?:(?:{_ESCAPED}|'(?!''))[^'\\]*+)*+(?:'''|\\?\Z)"
    rf'|"[^"\\\r\n]*+(?:{_ESCAPED}[^"\\\r\n]*+)*+(?:"|(?=[\r\n])|\\?\Z)'
    rf"|'[^'\\\r\n]*+(?:{_ESCAPED}[^'\\\r\n]*+)*+(?:'|(?=[\r\n])|\\?\Z)"
)
_SPLIT = 8
_PREFIX = re.compile(r"(?<![^\W_])(?<!_)[rRbBuUfFtT]{1,2}\Z")


@record
class StringToken:
    """One string token. ``start`` and ``end`` include prefix and quotes, ``body`` does not."""

    start: int
    end: int
    body_start: int
    body_end: int
    prefix: str

    @property
    def formatted(self) -> bool:
        """Whether it is an f-string or a t-string."""
        return "f" in self.prefix or "t" in self.prefix


_DEPLOYMENT = re.compile(r"deployment(?:_name|_id)?[ \t]*=[ \t]*(?=[\"'])")
_BEFORE_DEPLOYMENT = re.compile(r"\b(?:azure_)?(?:openai_)?\Z")


def spans(text: str) -> list[tuple[int, int]]:
    """Start (at the quote or ``#``) and end of every string and comment, in order."""
    return [match.span() for match in _TOKEN.finditer(text)]


def hits(text: str, wanted: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Those of :func:`spans` that hold a wanted string; neighbours are asked for together first."""
    tokens = spans(text)
    spots = wanted.spots(text) if isinstance(wanted, Prefilter) else None
    if spots is not None:
        return _at(spots, tokens)
    found: list[tuple[int, int]] = []
    pending = [(0, len(tokens))]
    while pending:
        low, high = pending.pop()
        if low >= high or not wanted(text[tokens[low][0] : tokens[high - 1][1]]):
            continue
        if high - low == 1:
            found.append(tokens[low])
            continue
        step = max((high - low) // _SPLIT, 1)
        pending.extend((start, min(start + step, high)) for start in range(low, high, step))
    found.sort()
    return found


def _at(spots: Sequence[int], tokens: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The tokens that hold one of ``spots``; both are in order."""
    found: list[tuple[int, int]] = []
    for spot in spots:
        if found and spot < found[-1][1]:
            continue
        place = bisect.bisect_right(tokens, spot, key=_start) - 1
        if place >= 0 and spot < tokens[place][1]:
            found.append(tokens[place])
    return found


def _start(token: tuple[int, int]) -> int:
    return token[0]


def deployments(text: str) -> list[tuple[int, int]]:
    """Strings given as a deployment's name, whatever they look like."""
    named = (
        match
        for match in _DEPLOYMENT.finditer(text)
        if _BEFORE_DEPLOYMENT.search(text, max(match.start() - 20, 0), match.start())
    )
    tokens = (_TOKEN.match(text, match.end()) for match in named)
    return [token.span() for token in tokens if token]


def token_at(text: str, quote: int, end: int | None = None) -> StringToken:
    """The string token whose opening quote is at ``quote``; ``end`` is its known end."""
    if end is None:
        match = _TOKEN.match(text, quote)
        end = match.end() if match else quote + 1
    width = 3 if text[quote : quote + 3] in ('"""', "'''") else 1
    prefix = _PREFIX.search(text, max(quote - 3, 0), quote)
    body_start = min(quote + width, end)
    closed = end - body_start >= width and text[end - width : end] == text[quote : quote + width]
    return StringToken(
        start=prefix.start() if prefix else quote,
        end=end,
        body_start=body_start,
        body_end=end - width if closed else end,
        prefix=prefix.group().lower() if prefix else "",
    )


def tokens_in(text: str, start: int, end: int) -> list[StringToken]:
    """The string tokens of ``text[start:end]``, which must not begin inside a token."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        if text[match.start()] != "#":
            found.append(token_at(text, *match.span()))
    return found
