"""JSON Schemas: what a setting may be and is when nobody sets it, as documentation."""

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
    """A mapping that names JSON Schema's own schema, or has a schema's file name and shape."""
    if not isinstance(root, Mapping):
        return False
    if "json-schema.org" in (root.scalar("$schema") or ""):
        return True
    return ".schema." in path and root.scalar("type") == "object" and root.mapping("properties") is not None


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value."""
    yield from Emitter(source.text, wanted, Facts(refine=_refine)).emit(root)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context:
    return described(context)


STRUCTURE = Structure("jsonschema", claims, read)
