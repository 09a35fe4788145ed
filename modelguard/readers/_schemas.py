"""What a JSON Schema says: ``enum``, ``const`` and ``default`` describe a value, they give none."""

from __future__ import annotations

from dataclasses import replace

from modelguard.types import Context, Place

SHOWN = frozenset({"example", "examples", "x-codeSamples", "x-code-samples"})
_DESCRIBED = frozenset({"default", "const", "enum"})


def described(context: Context) -> Context:
    """A value inside a schema: part of a type, or an example that asks for nothing."""
    if context.name in SHOWN or not SHOWN.isdisjoint(context.path):
        return replace(context, place=Place.TEXT)
    return replace(context, place=Place.TYPE, hint=None) if context.name in _DESCRIBED else context
