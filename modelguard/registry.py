"""Find the parts of a package: one module is one part, added by adding one file.

A part module carries one module-level object of a known name (``RULE``, ``READER``, ``REPORT``, ...).
Nothing is registered by hand, so adding a rule, a language or an output touches one place.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def parts(package: str) -> tuple[ModuleType, ...]:
    """Import and return every public module of ``package``, sorted by name.

    Modules whose name starts with an underscore are shared ground of the package, not parts.
    Works from a wheel, an editable install and a zip archive alike.
    """
    home = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(home.__path__) if not info.name.startswith("_"))
    return tuple(importlib.import_module(f"{package}.{name}") for name in names)
