"""Dockerfiles: ``ENV`` and ``ARG`` with continuation lines, and command lines in ``RUN``, ``CMD``, ``ENTRYPOINT``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers import Reader, Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._commands import options
from modelguard.readers._strings import longer
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading, Span

_INSTRUCTION = re.compile(r"(?<![^\r\n])[ \t]*+([A-Za-z]+)[ \t]+((?:[^\\\r\n]|\\(?:[ \t]*+(?:\r\n|\r|\n)|.))*+)")
_COMMENT = re.compile(r"(?<![^\r\n])[ \t]*+#([^\r\n]*)")
_PAIR = re.compile(r"""([A-Za-z_]\w*)=(?:"((?:[^"\\]|\\.)*+)"|'([^']*+)'|((?:[^\s\\"']|\\[^\r\n])*+))""", re.DOTALL)
_OLD = re.compile(r"([A-Za-z_]\w*)[ \t]+([^\r\n]+)")
_DEFAULT = re.compile(r"\$\{(\w+):?[-=]([^${}]*)\}")


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Settings, options of commands, and comments."""
    text, found = source.text, []
    for match in _COMMENT.finditer(text):
        if wanted(match.group(1)):
            found.append(Literal(match.group(1), Span(*match.span(1)), Context(Place.COMMENT)))
    where = environment.of_path(source.path)
    for match in _INSTRUCTION.finditer(text):
        if wanted(match.group(2)):
            found.extend(_instruction(text, match, wanted, where))
    return Reading(literals=tuple(found))


def _instruction(text: str, match: re.Match[str], wanted: Wanted, where: str | None) -> Iterator[Literal]:
    word, (start, end) = match.group(1).upper(), match.span(2)
    if word in ("ENV", "ARG", "LABEL"):
        pairs = list(_PAIR.finditer(text, start, end))
        if not pairs and (old := _OLD.match(text, start, end)):
            yield from _setting(text, word, old.group(1), old.span(2), wanted, where)
        for pair in pairs:
            group = next((index for index in (2, 3, 4) if pair[index] is not None), 4)
            yield from _setting(text, word, pair.group(1), pair.span(group), wanted, where)
        return
    seen = False
    for option in options(text, start, end, script=True):
        value = text[option.span.start : option.span.end]
        if wanted(value):
            seen = True
            context = Context(option.place, option.name, (word,), environment=where)
            yield Literal(value, option.span, context)
    if not seen:
        yield Literal(match.group(2), Span(start, end), Context(Place.TEXT, word, (word,)))


def _setting(
    text: str, word: str, name: str, span: tuple[int, int], wanted: Wanted, where: str | None
) -> Iterator[Literal]:
    if default := _DEFAULT.fullmatch(text, *span):
        span = default.span(2)
    value = text[slice(*span)]
    if wanted(value):
        place = Place.TEXT if longer(value) or word == "LABEL" else Place.CONFIG_VALUE
        yield Literal(value, Span(*span), Context(place, name, (word,), environment=where))


READER = Reader(
    name="dockerfile",
    suffixes=(".dockerfile", ".containerfile"),
    filenames=("dockerfile", "dockerfile.*", "*.dockerfile", "containerfile", "containerfile.*"),
    read=read,
    source_code=False,
    limit=1_000_000,
)
