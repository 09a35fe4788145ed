"""Where the data in ``rules/`` is: inside the wheel, or beside the package in a source checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def rules() -> Traversable:
    """The ``rules`` folder. Works from a wheel, an editable install and a zip archive."""
    shipped = files("modelguard") / "_rules"
    if shipped.is_dir():
        return shipped
    return Path(__file__).resolve().parent.parent / "rules"
