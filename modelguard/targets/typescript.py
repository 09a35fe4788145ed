"""Typed constants for TypeScript."""

from __future__ import annotations

import json
from collections.abc import Sequence

from modelguard.targets import MARK, Item, Target

_HEAD = """\
// {mark} typescript` from {path}: edit that file and generate this one again.

/** One entry: `model` as the manifest spells it, `id` as the platform's API takes it. */
export interface Model {{
  readonly model: string;
  readonly id: string;
  readonly platform: string | null;
  readonly fallbacks: readonly string[];
  readonly previous: string | null;
}}

"""


def render(items: Sequence[Item], path: str) -> str:
    """The module's text."""
    lines = []
    for item in items:
        entry = item.entry
        lines += [
            f"// modelguard entry: {json.dumps(entry.name)}",
            f"export const {item.name} = {{",
            f"  model: {json.dumps(entry.model)},",
            f"  id: {json.dumps(entry.id)},",
            f"  platform: {json.dumps(entry.platform)},",
            f"  fallbacks: {json.dumps(list(entry.fallbacks))},",
            f"  previous: {json.dumps(entry.previous)},",
            "} as const satisfies Model;",
        ]
    table = [f"  {json.dumps(item.entry.name)}: {item.name}," for item in items]
    body = [*lines, "", "export const MODELS = {", *table, "} as const satisfies Record<string, Model>;"]
    return _HEAD.format(mark=MARK.removesuffix("`"), path=path) + "\n".join(body) + "\n"


TARGET = Target("typescript", "A module with a typed constant for each entry.", render)
