"""Formats of one ``name = value`` a line: ``.env``, INI and ``.properties`` share what is common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers._commands import options
from modelguard.readers._strings import deployment, longer, members
from modelguard.types import Context, Literal, Place, Span, record


@record
class Setting:
    """A name and the span of its value, without quotes. ``value`` only where it differs from the text."""

    name: str
    key: Span
    span: Span
    path: tuple[str, ...] = ()
    value: str | None = None


def literals(
    text: str, settings: list[Setting], wanted: Wanted, *, deployed: str | None = None, environment: str | None = None
) -> Iterator[Literal]:
    """A literal for every wanted value; longer values are text in which only named options are looked at."""
    siblings = tuple(dict.fromkeys(setting.name.lower()[:60] for setting in settings[:200]))[:30]
    values = [setting.value or text[setting.span.start : setting.span.end] for setting in settings]
    items = sum(map(wanted, values))
    for setting, value in zip(settings, values, strict=True):
        if not wanted(value):
            continue
        context = Context(
            Place.CONFIG_VALUE,
            setting.name,
            setting.path,
            siblings=siblings,
            items=items,
            deployed=deployed,
            environment=environment,
            opaque=deployment(setting.name),
        )
        yield from _value(text, setting, value, context, wanted)


def _value(text: str, setting: Setting, value: str, context: Context, wanted: Wanted) -> Iterator[Literal]:
    exact = value == text[setting.span.start : setting.span.end]
    if exact and (listed := members(value, setting.span.start)):
        item = replace(context, place=Place.CONFIG_ITEM, items=len(listed))
        for span in listed:
            if wanted(inner := text[span.start : span.end]):
                yield Literal(inner, span, item)
        return
    if not longer(value):
        yield Literal(value, setting.span, context, exact)
        return
    yield Literal(value, setting.span, _as(context, Place.TEXT, setting.name), exact)
    for option in options(text, setting.span.start, setting.span.end):
        inner = text[option.span.start : option.span.end]
        if wanted(inner):
            yield Literal(inner, option.span, _as(context, option.place, option.name))


def _as(context: Context, place: Place, name: str) -> Context:
    return Context(
        place,
        name,
        context.path,
        siblings=context.siblings,
        items=context.items,
        deployed=context.deployed,
        environment=context.environment,
    )
