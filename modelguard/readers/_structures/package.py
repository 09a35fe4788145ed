"""Package manifests (npm, Composer, Cargo, Python): names of packages are no models."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.readers import Wanted
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._nodes import Node
from modelguard.readers._structures import Structure
from modelguard.readers._structures._skip import Skip
from modelguard.text import SourceFile
from modelguard.types import Literal

_FILES = frozenset(
    {"package.json", "composer.json", "cargo.toml", "pyproject.toml", "pipfile", "deno.json", "bower.json"}
)
_SKIP = Skip(
    frozenset(
        """name description homepage repository bugs keywords author authors license packages include exclude files
        dependencies devdependencies requires classifiers dev-dependencies resolutions overrides bin module main types
        urls url readme workspaces documentation default-members members""".split()
    ),
    frozenset(
        """dependencies devDependencies peerDependencies optionalDependencies dev-dependencies build-dependencies
        resolutions overrides optional-dependencies dependency-groups scripts urls features bin exports require
        require-dev workspace sources repository""".split()
    ),
    keys=True,
)


def claims(path: str, root: Node) -> bool:
    """A file with the name of a package manifest."""
    return path.rpartition("/")[2].lower() in _FILES


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """What is left: settings that tools keep in the manifest."""
    yield from Emitter(source.text, wanted, Facts(refine=_SKIP)).emit(root)


STRUCTURE = Structure("package", claims, read)
