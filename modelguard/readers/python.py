"""Python source: ``.py``, ``.pyi`` and ``.pyw``."""

from __future__ import annotations

from collections.abc import Callable

from modelguard.readers import Reader, Wanted
from modelguard.readers import _imported as imported
from modelguard.text import SourceFile
from modelguard.types import Client, Reading


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """All that one Python file says of models. Never raises; what cannot be read is a ``Problem``."""
    from modelguard.readers._python_file import read_file

    return read_file(source, wanted)


_BESIDE = (b"=GPT", b"=CLAUDE", b"=GEMINI", b"=MODEL", b"=DEFAULT_MODEL", b"=LLM_", b"odel=settings.", b"odel=config.")
"""Keywords that are given what looks like another file's constant."""


def served(source: SourceFile) -> Callable[[str], tuple[Client, ...]]:
    """Answers who serves the calls on a name of this module."""
    from modelguard.readers._python_served import served_by

    return served_by(source)


READER = Reader(
    name="python",
    suffixes=(".py", ".pyi", ".pyw"),
    read=read,
    imported=imported.python,
    beside=_BESIDE,
    served=served,
)
