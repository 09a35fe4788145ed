"""Replace a file whole or not at all: a reader, or a kill at any moment, sees the old bytes or the new ones."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

PREFIX = ".modelguard-"
"""Temporary files beside their target; :mod:`modelguard.discover` never looks at them."""


def replace_file(path: Path, old: bytes, new: bytes, *, inside: Path) -> str | None:
    """Write ``new`` over ``old``; why it was not done, or ``None``.

    A link stays a link and its target is written, where that lies below ``inside``. Mode and, where
    allowed, owner stay. A file that no longer holds ``old`` is left alone.
    """
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(os.path.realpath(inside)):
        return "it is a link that leads out of the repository"
    try:
        state = target.stat()
        if not state.st_mode & 0o200:
            return "it is read-only"
        if target.read_bytes() != old:
            return "it changed while it was being checked"
        _swap(target, new, state)
    except OSError as error:
        return f"it cannot be written: {error.strerror or type(error).__name__}"
    return None


def create_file(path: Path, data: bytes) -> None:
    """Write a new file whole. Raises FileExistsError where there is one, OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path.parent)
    try:
        _fill(temporary, data, 0o666)
        os.link(temporary, path)  # unlike a rename it fails where the name is taken
    finally:
        temporary.unlink(missing_ok=True)


def clean(folder: Path) -> None:
    """Remove what killed runs left in ``folder``; files of runs that are alive stay."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(PREFIX) and _is_stale(entry.name):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _swap(target: Path, new: bytes, state: os.stat_result) -> None:
    temporary = _temporary(target.parent)
    try:
        _fill(temporary, new, state.st_mode & 0o7777)
        made = temporary.stat()
        if (made.st_uid, made.st_gid) != (state.st_uid, state.st_gid):
            with contextlib.suppress(PermissionError):
                os.chown(temporary, state.st_uid, state.st_gid)
        os.chmod(temporary, state.st_mode & 0o7777)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _fill(temporary: Path, data: bytes, mode: int) -> None:
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _temporary(folder: Path) -> Path:
    """The name says which process writes it, so that another can tell whether it still does."""
    return folder / f"{PREFIX}{os.getpid()}-{secrets.token_hex(6)}"


def _is_stale(name: str) -> bool:
    process, _, token = name.removeprefix(PREFIX).partition("-")
    if not process.isdigit() or not token:
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return int(process) == os.getpid()
