"""GitHub workflows and composite actions: ``env``, ``with``, matrices and the command lines of ``run``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._nodes import Mapping, Node, Scalar
from modelguard.readers._structures import Structure
from modelguard.readers._structures._skip import Skip
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place

_SKIP = Skip(
    frozenset(
        {"uses", "name", "id", "needs", "runs-on", "branches", "paths", "if", "jobs", "key", "working-directory"}
    ),
    frozenset({"permissions", "outputs"}),
)


def claims(path: str, root: Node) -> bool:
    """A mapping with ``jobs`` under ``.github``, or an action's ``runs``."""
    if not isinstance(root, Mapping):
        return False
    if root.mapping("jobs") is not None:
        return ".github/" in path or root.get("on") is not None
    return root.mapping("runs") is not None and path.rpartition("/")[2].lower() in ("action.yml", "action.yaml")


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value but names, references to actions and conditions."""
    yield from Emitter(source.text, wanted, Facts(refine=_refine)).emit(root)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context | None:
    """Of what starts a run only its inputs matter: their defaults carry the input's name, ``options`` are offered."""
    if context.path[:1] == ("on",) or context.path[:1] == ("inputs",):
        if context.name not in ("default", "options") or "inputs" not in context.path:
            return None
        if context.name == "default":
            return replace(context, name=context.path[-1], path=context.path[:-1])
        return context
    if "matrix" in context.path and context.place is Place.CONFIG_ITEM:
        context = replace(context, place=Place.CONFIG_VALUE)  # a job runs with each of them
    return _SKIP(context, node, above)


STRUCTURE = Structure("workflow", claims, read)
