"""XML: attributes and the text of elements, without any entity being resolved."""

from __future__ import annotations

import re

from modelguard.readers import Reader, Wanted
from modelguard.readers._strings import longer
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading, Span

_TOKEN = re.compile(
    r"<!--(?P<comment>(?:[^-]|-(?!->))*+)(?:-->)?|<!\[CDATA\[(?P<data>(?:[^\]]|\](?!\]>))*+)(?:\]\]>)?"
    r"|<(?P<slash>/?)(?P<tag>[\w:.-]++)(?P<rest>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>?|(?P<text>[^<]++)|<"
)
_ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')""")
_PACKAGES = frozenset({"artifactId", "groupId", "PackageReference", "name", "description"})
_DEEPEST = 200


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Every wanted attribute and text with the names of the elements round it."""
    found: list[Literal] = []
    stack: list[str] = []
    for match in _TOKEN.finditer(source.text):
        if match["comment"] is not None:
            if wanted(match["comment"]):
                found.append(Literal(match["comment"], Span(*match.span("comment")), Context(Place.COMMENT)))
        elif match["tag"] is not None:
            if wanted(match["rest"]):
                found.extend(_attributes(match, tuple(stack), wanted))
            _nest(stack, match)
        else:
            group = "text" if match["text"] is not None else "data"
            raw = match[group]
            if raw and wanted(raw):
                found.append(_content(raw, match.start(group), tuple(stack)))
    return Reading(literals=tuple(found))


def _nest(stack: list[str], match: re.Match[str]) -> None:
    if match["slash"]:
        if stack and stack[-1] == match["tag"]:
            stack.pop()
    elif not match["rest"].endswith("/") and len(stack) < _DEEPEST:
        stack.append(match["tag"])


def _content(raw: str, start: int, path: tuple[str, ...]) -> Literal:
    value = raw.strip()
    begin = start + len(raw) - len(raw.lstrip())
    name = path[-1] if path else None
    place = Place.TEXT if longer(value) or name in _PACKAGES else Place.CONFIG_VALUE
    return Literal(value, Span(begin, begin + len(value)), Context(place, name, path[:-1]))


def _attributes(match: re.Match[str], path: tuple[str, ...], wanted: Wanted) -> list[Literal]:
    found = []
    base = match.start("rest")
    names = tuple(attribute[1].lower() for attribute in _ATTRIBUTE.finditer(match["rest"]))[:30]
    for attribute in _ATTRIBUTE.finditer(match["rest"]):
        group = 2 if attribute[2] is not None else 3
        if wanted(attribute[group]):
            span = Span(base + attribute.start(group), base + attribute.end(group))
            place = Place.TEXT if longer(attribute[group]) else Place.ATTRIBUTE
            context = Context(place, attribute[1], (*path, match["tag"]), call=match["tag"], siblings=names)
            found.append(Literal(attribute[group], span, context))
    return found


READER = Reader(
    name="xml",
    suffixes=(".xml", ".config", ".csproj", ".plist", ".resx"),
    read=read,
    source_code=False,
    limit=1_000_000,
)
