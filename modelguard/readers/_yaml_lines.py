"""Read ``key: value`` lines of a text that is almost YAML: a Helm template, a broken file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers._nodes import Mapping, Scalar
from modelguard.types import Span

_LINE = re.compile(
    r"""^(?P<indent>[ \t]*)(?:-[ \t]+)?(?P<q>["']?)(?P<key>[\w./@-]{1,100})(?P=q)[ \t]*:[ \t]+
        (?P<quote>["']?)(?P<value>[^\s"'#{}][^\r\n"'#]{0,500})""",
    re.MULTILINE | re.VERBOSE,
)
_ITEM = re.compile(
    r"""^(?P<indent>[ \t]*)-[ \t]+(?P<quote>["']?)(?P<value>[^\s"'#{}:][^\r\n"'#:]{0,300})(?P=quote)[ \t]*\r?$""",
    re.MULTILINE,
)
_DEFAULT = re.compile(r"""\bdefault\s+(?P<quote>["'])(?P<value>[^"'\r\n]{1,200})(?P=quote)""")
_TEMPLATE_KEY = re.compile(r"""^[ \t]*(?:-[ \t]+)?(?P<key>[\w./-]{1,100})[ \t]*:""")


def lines(text: str, start: int) -> Iterator[Mapping]:
    """One mapping of one entry for every line from the line of ``start`` on that gives a key a value."""
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    for match in _LINE.finditer(text, begin):
        yield _entry(match, match["key"], match.span("key"))
    for match in _ITEM.finditer(text, begin):
        yield _entry(match, "", match.span("value"))
    for match in _DEFAULT.finditer(text, begin):
        line = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
        key = _TEMPLATE_KEY.match(text, line, match.start())
        yield _entry(match, key["key"] if key else "default", match.span("value"))


def _entry(match: re.Match[str], key: str, place: tuple[int, int]) -> Mapping:
    value = match["value"].rstrip()
    begin = match.start("value")
    named = Scalar(key, Span(*place), text=bool(key))
    return Mapping([(named, Scalar(value, Span(begin, begin + len(value))))], Span(*match.span()))
