"""Names whose values are never a model: images, labels, titles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from modelguard.readers._config import Ancestors
from modelguard.readers._nodes import Mapping, Scalar
from modelguard.types import Context, Place


@dataclass(frozen=True, slots=True)
class Skip:
    """A refinement that leaves out ``names`` and everything below ``branches``."""

    names: frozenset[str]
    branches: frozenset[str] = frozenset()
    keys: bool = False

    def __call__(self, context: Context, node: Scalar, above: Ancestors) -> Context | None:
        """``None`` for what is left out; an ``{name: X, value: HERE}`` pair is named ``X``."""
        if context.name in self.names or not self.branches.isdisjoint(context.path):
            return None
        if self.keys and context.place is Place.CONFIG_KEY:
            return None
        return paired(context, node, above)


def paired(context: Context, node: Scalar, above: Ancestors) -> Context:
    """An environment variable written as ``{name: MODEL, value: gpt-4o}`` is named ``MODEL``."""
    holder = above[-1] if above else None
    if context.name == "value" and isinstance(holder, Mapping) and (name := holder.scalar("name")):
        return replace(context, name=name)
    return context
