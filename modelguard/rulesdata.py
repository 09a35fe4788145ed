"""Where the data in ``rules/`` is: inside the wheel, or beside the package in a source checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def rules() -> Traversable:
    """The ``rules`` folder. Works from a wheel, an editable install and a zip archive."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    from importlib.resources import files  # inside an archive; its import takes longer than all the above

    return files("modelguard") / "_rules"
