"""GitHub workflows and composite actions: ``env``, ``with``, matrices and the command lines of ``run``."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.readers import Wanted
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._nodes import Mapping, Node
from modelguard.readers._structures import Structure
from modelguard.readers._structures._skip import Skip
from modelguard.text import SourceFile
from modelguard.types import Literal

_SKIP = Skip(
    frozenset(
        {"uses", "name", "id", "needs", "runs-on", "branches", "paths", "if", "jobs", "key", "working-directory"}
    ),
    frozenset({"permissions", "on", "outputs"}),
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
    yield from Emitter(source.text, wanted, Facts(refine=_SKIP)).emit(root)


STRUCTURE = Structure("workflow", claims, read)
