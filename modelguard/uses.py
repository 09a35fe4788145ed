"""Literal -> uses: what it means, what it does where it stands, and the ids inside a longer text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from modelguard import mentioned, roles
from modelguard.partial import known_part
from modelguard.redaction import hidden, holds_key, is_template, without_secrets
from modelguard.spelling import Speller
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Location, ModelRef, Place, Role, Span, Use

_ADDRESS = re.compile(r"https?://")
_SCANNED = frozenset({Place.COMMENT, Place.DOCSTRING, Place.PROSE, Place.OUTPUT, Place.TEXT, Place.COMMAND})
_STRENGTH = (Role.SELECTS, Role.DECLARES, Role.COMPARES, Role.TEST, Role.MENTIONS)
_COMPUTED = frozenset({Place.ARGUMENT, Place.ASSIGNMENT, Place.MAPPING_VALUE, Place.DEFAULT, Place.RETURN})
"""Where code computes an id: one that nobody knows may be a combination that never happens."""


def uses_of(source: SourceFile, literal: Literal, speller: Speller) -> Iterator[Use]:
    """The uses that one literal holds: itself, or the ids inside a longer text."""
    if literal.dynamic and literal.context.place is Place.TEXT:
        yield from _inside(source, literal, speller)
        return
    whole = (
        None if literal.dynamic or _ADDRESS.match(literal.value) else speller.resolve(literal.value, literal.context)
    )
    if whole is None and (part := known_part(source, literal)):
        literal, whole = part, speller.resolve(part.value, part.context)
    if literal.dynamic:
        if use := _dynamic(source, literal):
            yield use
    elif whole is not None:
        if whole.text != (written := _as_written(source, literal)):
            whole = replace(whole, text=written)
        if not literal.exact and not whole.known and whole.text == literal.value and literal.context.place in _COMPUTED:
            if use := _dynamic(source, literal):
                yield use
            return
        if use := _judged(source.path, literal, whole, source.location(literal.span, literal.cell), speller):
            yield use
    elif literal.context.place in _SCANNED or "/" in literal.value or " " in literal.value:
        yield from _inside(source, literal, speller)


def _as_written(source: SourceFile, literal: Literal) -> str:
    """What stands in the file: for a name that was joined with a version elsewhere, the name alone."""
    written = source.text[literal.span.start : literal.span.end]
    joined = written and (literal.value.startswith(f"{written}@") or literal.value.replace("@", "-") == written)
    return written if joined else literal.value


def _inside(source: SourceFile, literal: Literal, speller: Speller) -> Iterator[Use]:
    for start, end, ref in mentioned.scan(literal.value, speller):
        if literal.value[end : end + 1] == "{" or literal.value[max(start - 1, 0) : start] == "}":
            continue  # the rest of the id only shows at run time
        span = Span(literal.span.start + start, literal.span.start + end) if literal.exact else literal.span
        url = ref.platform is not None and _in_url(literal.value, start)
        location = source.location(span, literal.cell)
        if url:
            reason = "the model of a request URL"
            test = roles.in_test(source.path, literal.context.path)
            role = Role.TEST if test else Role.SELECTS
            if literal.context.place in (Place.COMMENT, Place.DOCSTRING, Place.PROSE, Place.OUTPUT):
                role, reason = Role.MENTIONS, "a URL in prose"
            yield _use(literal, span, ref, role, reason, location, speller, test)
        else:
            text = replace(literal, context=replace(literal.context, place=_text_place(literal.context)))
            if use := _judged(source.path, text, ref, location, speller, span=span):
                yield use


def _text_place(context: Context) -> Place:
    return context.place if context.place in _SCANNED else Place.TEXT


def _in_url(text: str, start: int) -> bool:
    """Whether an id stands in the path of a URL as the model a request is for."""
    before = text[:start]
    return before.endswith(("/models/", "/model/", "/deployments/")) and "/" in before.split()[-1][:-1]


def _dynamic(source: SourceFile, literal: Literal) -> Use | None:
    if not is_template(literal.value):
        return None
    ref = ModelRef(hidden(_as_written(source, literal)), None, None, shaped=True)
    verdict = roles.decide(literal, ref, source.path) if roles.says_model(literal.context) else None
    if verdict is None or verdict[0] not in (Role.SELECTS, Role.TEST):
        return None
    location = source.location(literal.span, literal.cell)
    return Use(
        location, literal.span, ref, *verdict, literal.context, dynamic=True, exact=False,
        in_test=roles.in_test(source.path, literal.context.path),
    )  # fmt: skip


def strongest(uses: Iterable[Use]) -> list[Use]:
    """One use a place: a value that stands under several names (a YAML anchor's) counts as the most it does."""
    best: dict[tuple[Span, int | None, str], Use] = {}
    for use in map(without_secrets, uses):
        if holds_key(use.ref.text):
            continue  # a key is no id, whatever it is glued to
        place = (use.span, use.location.cell, use.ref.text)
        if place not in best or _STRENGTH.index(use.role) < _STRENGTH.index(best[place].role):
            best[place] = use
    return list(best.values())


def _judged(
    path: str,
    literal: Literal,
    ref: ModelRef,
    location: Location,
    speller: Speller,
    *,
    span: Span | None = None,
) -> Use | None:
    """A use with its role, or None where nothing is used."""
    verdict = roles.decide(literal, ref, path)
    if verdict is None:
        return None
    return _use(
        literal, span or literal.span, ref, *verdict, location, speller, roles.in_test(path, literal.context.path)
    )


def _use(
    literal: Literal, span: Span, ref: ModelRef, role: Role, reason: str, location: Location, speller: Speller,
    in_test: bool,
) -> Use:  # fmt: skip
    return Use(
        location, span, ref, role, reason, literal.context, speller.model_of(ref),
        exact=literal.exact, in_test=in_test,
    )  # fmt: skip


def judged_again(use: Use, literal: Literal, ref: ModelRef, speller: Speller) -> Use:
    """The use with what other files say of its place: role and model follow from it."""
    role, reason = roles.decide(literal, ref, use.location.path) or (use.role, use.reason)
    return replace(use, context=literal.context, ref=ref, role=role, reason=reason, model=speller.model_of(ref))
