"""Values of a Helm chart and its environments: they are deployed as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers import Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._nodes import Mapping, Node
from modelguard.readers._structures import Structure
from modelguard.readers._structures._skip import Skip
from modelguard.text import SourceFile
from modelguard.types import Literal

_NAME = re.compile(r"(?:^|/)(?:[\w.-]*[.-])?values(?:[._-][\w.-]+)?\.ya?ml$")
_SKIP = Skip(
    frozenset({"image", "repository", "tag", "fullnameOverride", "nameOverride"}), frozenset({"image", "labels"})
)


def claims(path: str, root: Node) -> bool:
    """A mapping in ``values.yaml`` or ``values-staging.yaml``."""
    return isinstance(root, Mapping) and _NAME.search(path.lower()) is not None


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value; the environment is in the file's name."""
    facts = Facts("kubernetes", environment.of_path(source.path), _SKIP)
    yield from Emitter(source.text, wanted, facts).emit(root)


STRUCTURE = Structure("helm", claims, read)
