"""Azure Resource Manager: deployment templates and their parameter files, which deploy to Azure and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers import _azure as azure
from modelguard.readers import _environment as environment
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._nodes import Mapping, Node, Scalar
from modelguard.readers._strings import deployment
from modelguard.readers._structures import Structure
from modelguard.readers._versions import lookups, versions
from modelguard.text import SourceFile
from modelguard.types import Context, Literal

_SCHEMA = re.compile(r"schema\.management\.azure\.com/schemas/.*[dD]eployment(?:Template|Parameters)\.json")
_NEVER = frozenset({"$schema", "type", "apiVersion", "contentVersion", "_generator"})


def claims(path: str, root: Node) -> bool:
    """A mapping that names Azure's schema for deployments."""
    return isinstance(root, Mapping) and _SCHEMA.search(root.scalar("$schema") or "") is not None


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value; a parameter's value and default carry the parameter's name."""
    facts = Facts("arm", environment.of_path(source.path), _refine, versions(root, lookups(root)))
    yield from Emitter(source.text, wanted, facts).emit(root)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context | None:
    if (
        context.name in _NEVER
        or "metadata" in context.path
        or (node.value.startswith("[") and not node.value.startswith("[["))
    ):
        return None
    if context.name in ("value", "defaultValue") and context.path[-2:-1] == ("parameters",):
        name = context.path[-1]
        context = replace(context, name=name, path=context.path[:-1], opaque=context.opaque or deployment(name))
    return azure.placed(context)


STRUCTURE = Structure("arm", claims, read)
