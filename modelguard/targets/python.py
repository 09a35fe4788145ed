"""Typed constants for Python."""

from __future__ import annotations

from collections.abc import Sequence

from modelguard.targets import MARK, Item, Target

_HEAD = '''\
# {mark} python` from {path}: edit that file and generate this one again.
"""The models of this project, one constant an entry of its manifest."""

from __future__ import annotations

from typing import Final, NamedTuple


class Model(NamedTuple):
    """One entry: `model` as the manifest spells it, `id` as the platform's API takes it."""

    model: str
    id: str
    platform: str | None
    fallbacks: tuple[str, ...]
    previous: str | None


'''


def render(items: Sequence[Item], path: str) -> str:
    """The module's text."""
    lines = []
    for item in items:
        entry = item.entry
        lines += [
            f"# modelguard entry: {_text(entry.name)}",
            f"{item.name}: Final = Model(",
            f"    model={_text(entry.model)},",
            f"    id={_text(entry.id)},",
            f"    platform={_text(entry.platform)},",
            f"    fallbacks=({''.join(f'{_text(text)}, ' for text in entry.fallbacks).strip()}),",
            f"    previous={_text(entry.previous)},",
            ")",
        ]
    table = [f"    {_text(item.entry.name)}: {item.name}," for item in items]
    body = [*lines, "", "MODELS: Final[dict[str, Model]] = {", *table, "}"]
    return _HEAD.format(mark=MARK.removesuffix("`"), path=path) + "\n".join(body) + "\n"


def _text(value: str | None) -> str:
    import json

    return "None" if value is None else json.dumps(value)


TARGET = Target("python", "A module with a typed constant for each entry.", render)
