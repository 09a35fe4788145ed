"""OpenAPI documents: an example shows a model, it asks for none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._nodes import Mapping, Node, Scalar
from modelguard.readers._structures import Structure
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place

_SHOWN = frozenset({"example", "examples", "x-codeSamples", "x-code-samples"})


def claims(path: str, root: Node) -> bool:
    """A mapping with the version of the format and what it describes."""
    if not isinstance(root, Mapping) or root.scalar("openapi", "swagger") is None:
        return False
    return any(root.get(name) is not None for name in ("paths", "components", "definitions"))


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value."""
    yield from Emitter(source.text, wanted, Facts(refine=_refine)).emit(root)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context:
    shown = context.name in _SHOWN or not _SHOWN.isdisjoint(context.path)
    return replace(context, place=Place.TEXT) if shown else context


STRUCTURE = Structure("openapi", claims, read)
