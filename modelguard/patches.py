"""Changes as a patch that ``git apply`` takes, byte for byte."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator


def patch(path: str, old: bytes, new: bytes) -> Iterator[bytes]:
    """The lines of a patch from ``old`` to ``new``; nothing where they are equal."""
    if old == new:
        return
    name = os.fsencode(path)
    header = _quoted(b"a/" + name), _quoted(b"b/" + name)
    yield b"diff --git " + b" ".join(header) + b"\n"
    for line in difflib.diff_bytes(difflib.unified_diff, _lines(old), _lines(new), *_labels(header), lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _labels(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """git ends a name that holds a space with a tab, or it could not tell where the name ends."""
    before, after = (name + b"\t" if b" " in name and not name.startswith(b'"') else name for name in header)
    return before, after


def _lines(data: bytes) -> list[bytes]:
    """Lines as git sees them: only LF ends one."""
    return [part + b"\n" for part in data.split(b"\n")[:-1]] + ([tail] if (tail := data.split(b"\n")[-1]) else [])


def _quoted(name: bytes) -> bytes:
    """A path as git writes it in a patch: quoted where it holds anything but plain characters."""
    if all(0x20 <= char < 0x7F and char not in b'"\\' for char in name):
        return name
    special = {0x22: b'\\"', 0x5C: b"\\\\", 0x0A: b"\\n", 0x09: b"\\t", 0x0D: b"\\r"}
    body = b"".join(special.get(char) or (bytes([char]) if 0x20 <= char < 0x7F else b"\\%03o" % char) for char in name)
    return b'"' + body + b'"'
