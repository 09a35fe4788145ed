"""Docker compose: environment variables and commands of services."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.readers import Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._nodes import Mapping, Node
from modelguard.readers._structures import Structure
from modelguard.readers._structures._skip import Skip
from modelguard.text import SourceFile
from modelguard.types import Literal

_SKIP = Skip(
    frozenset({"image", "container_name", "hostname", "depends_on", "networks", "volumes", "services", "name"}),
    frozenset({"labels", "networks", "depends_on", "volumes"}),
)
_SERVICE = ("image", "build", "environment", "env_file", "command", "container_name", "ports", "extends")


def claims(path: str, root: Node) -> bool:
    """``services`` of which one looks like a service, or a file named for compose."""
    services = root.mapping("services") if isinstance(root, Mapping) else None
    if services is None:
        return False
    if "compose" in path.rpartition("/")[2].lower():
        return True
    return any(
        isinstance(service, Mapping) and any(service.get(name) for name in _SERVICE[:3])
        for _, service in services.entries
    )


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value but images, names and labels."""
    facts = Facts("compose", environment.of_path(source.path), _SKIP)
    yield from Emitter(source.text, wanted, facts).emit(root)


STRUCTURE = Structure("compose", claims, read)
