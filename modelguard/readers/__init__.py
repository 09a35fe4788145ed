"""Readers: one file is one language or format, ``SourceFile -> Reading``.

A reader states syntax facts (:class:`~modelguard.types.Context`) and judges nothing: roles, platforms
and rules come later. It never raises on any input; what it cannot read becomes a ``Problem``.
"""

from __future__ import annotations

from collections.abc import Callable

from modelguard.text import SourceFile
from modelguard.types import Client, Reading, record

Wanted = Callable[[str], bool]
"""Whether a string may hold a model id; readers leave all other strings out."""


@record
class Reader:
    """What a reader module declares as ``READER``.

    ``suffixes`` and ``filenames`` are compared in lower case; ``filenames`` may be fnmatch patterns
    (``.env*``, ``dockerfile*``). ``prose`` says that everything in such a file is a mention. ``limit``
    is the largest size in bytes that is read (SPEC section 12). ``imported`` gives the names that a text
    imports: a file without an id is then read only if one of them stands where a model is chosen. A file
    that holds one of ``beside``, or of whose path and bytes ``passes_on`` is true, is read all the same:
    it may say what becomes of an id in another file, or hand on all that another file exports. ``served``
    answers who may serve the calls on a name that other files import from this one.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[SourceFile, Wanted], Reading]
    filenames: tuple[str, ...] = ()
    source_code: bool = True
    prose: bool = False
    limit: int = 5_000_000
    imported: Callable[[str], frozenset[str]] | None = None
    beside: tuple[bytes, ...] = ()
    passes_on: Callable[[str, bytes], bool] = lambda path, data: False
    served: Callable[[SourceFile], Callable[[str], tuple[Client, ...]]] | None = None
