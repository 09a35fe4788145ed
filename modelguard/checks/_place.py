"""Where a use stands, in the words of a message."""

from __future__ import annotations

from modelguard.types import Place, Use
from modelguard.wording import printable, shown

_VERBS = {
    Place.MAPPING_KEY: "as a key of",
    Place.CONFIG_KEY: "as a key of",
    Place.COMPARISON: "compared with",
}
_LONGEST = 60


def subject(use: Use) -> str:
    """The id and where it stands: entry, constant, key or call; a fine-tune names its base.

    ``"gpt-4" in `MODEL` (reaches `create()` at src/app.py:12)``
    """
    text = f"{shown(use.text)}{_where(use)}"
    if use.ref.fine_tune and use.ref.id:
        text += f" (a fine-tune, which retires with its base {shown(use.ref.id)})"
    if use.ref.opaque and use.ref.id:
        text += f" (a deployment of {shown(use.ref.id)})"
    return text


def names_deployment(use: Use) -> bool:
    """Whether infrastructure code gives a deployment its name there: the model stands beside it, and is judged there."""
    return use.context.opaque and use.context.deployed in ("terraform", "bicep", "arm")


def _where(use: Use) -> str:
    context = use.context
    if use.entry:
        return f" in entry {_name(use.entry)}"
    if context.used_at and context.used_at[0].call:
        reached = context.used_at[0]
        name = f" in `{_name(context.name)}`" if context.name else ""
        return f"{name} (reaches `{_name(reached.call or '')}()` at {printable(reached.path)}:{reached.line})"
    if context.call and context.place is not Place.COMPARISON:
        return f" in `{_name(context.call)}()`"
    if context.name:
        return f" {_VERBS.get(context.place, 'in')} `{_name(context.name)}`"
    return ""


def _name(text: str) -> str:
    clean = printable(text)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"
