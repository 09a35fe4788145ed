"""Find the parts of a package: one module is one part, added by adding one file.

A part module carries one module-level object of a known name (``RULE``, ``READER``, ``REPORT``, ...).
Nothing is registered by hand, so adding a rule, a language or an output touches one place. What a
start needs to know of all parts is kept in an index, so that only the parts that are used are imported.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def names(package: str) -> tuple[str, ...]:
    """The public modules of ``package``, sorted.

    Modules whose name starts with an underscore are shared ground of the package, not parts.
    """
    home = importlib.import_module(package)
    return tuple(sorted(info.name for info in pkgutil.iter_modules(home.__path__) if not info.name.startswith("_")))


def part(package: str, name: str) -> ModuleType:
    """Import and return one part."""
    return importlib.import_module(f"{package}.{name}")


@cache
def parts(package: str) -> tuple[ModuleType, ...]:
    """Import and return every part of ``package``. Works from a wheel, a checkout and a zip archive alike."""
    return tuple(part(package, name) for name in names(package))


def index(package: str, describe: Callable[[ModuleType], Any]) -> Mapping[str, Any]:
    """What ``describe`` says of each part (anything JSON can hold), without importing the parts again."""
    from modelguard.compiled import compiled, home_of

    sources = [item for item in _folder(package).iterdir() if item.name.endswith(".py")]
    sources += home_of(describe)
    found: Mapping[str, Any] = compiled(
        f"index-{package}", sources, lambda: {name: describe(part(package, name)) for name in names(package)}
    )
    return found


def _folder(package: str) -> Traversable:
    """Where the modules of a package lie: a folder, or a place in an archive."""
    for path in map(Path, importlib.import_module(package).__path__):
        if path.is_dir():
            return path
    from importlib.resources import files  # its import takes longer than all the above

    return files(package)
