"""Names whose values are never a model: images, labels, titles."""

from __future__ import annotations

from modelguard.readers._config import Ancestors
from modelguard.readers._nodes import Scalar
from modelguard.types import Context, Place, record


@record
class Skip:
    """A refinement that leaves out ``names`` and everything below ``branches``."""

    names: frozenset[str]
    branches: frozenset[str] = frozenset()
    keys: bool = False

    def __call__(self, context: Context, node: Scalar, above: Ancestors) -> Context | None:
        """``None`` for what is left out."""
        if context.name in self.names or not self.branches.isdisjoint(context.path):
            return None
        if self.keys and context.place is Place.CONFIG_KEY:
            return None
        return context
