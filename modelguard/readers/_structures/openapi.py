"""OpenAPI documents: an example or a default describes a model, it asks for none."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.readers import Wanted
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._nodes import Mapping, Node, Scalar
from modelguard.readers._schemas import described
from modelguard.readers._structures import Structure
from modelguard.text import SourceFile
from modelguard.types import Context, Literal


def claims(path: str, root: Node) -> bool:
    """A mapping with the version of the format and what it describes."""
    if not isinstance(root, Mapping) or root.scalar("openapi", "swagger") is None:
        return False
    return any(root.get(name) is not None for name in ("paths", "components", "definitions"))


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value."""
    yield from Emitter(source.text, wanted, Facts(refine=_refine)).emit(root)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context:
    return described(context)


STRUCTURE = Structure("openapi", claims, read)
