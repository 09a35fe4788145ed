"""What the terminal can do: progress on long work, and nothing but ASCII where it knows nothing else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""

_PATIENCE, _EVERY = 0.5, 0.1
"""Seconds of work before the first word, and between two."""


def progress(what: str, *, quiet: bool) -> Progress | None:
    """A counter on stderr, wiped when the work is done; only for a person at a terminal."""
    stream = sys.stderr
    if quiet or os.environ.get("CI") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return None
    next_word, shown = time.monotonic() + _PATIENCE, False

    def show(done: int, total: int) -> None:
        nonlocal next_word, shown
        now = time.monotonic()
        if done >= total and shown:
            stream.write("\r\x1b[K")
            shown = False
        elif done < total and now >= next_word:
            stream.write(f"\r{what} {done:,}/{total:,}")
            next_word, shown = now + _EVERY, True
        else:
            return
        stream.flush()

    return show


def ascii_only(stream: TextIO) -> bool:
    """Whether ``stream`` can show no more than ASCII: by its encoding, or a terminal in the C locale.

    Python reads and writes UTF-8 in the C locale (PEP 538, 540), so its encoding alone does not tell.
    """
    encoding = (getattr(stream, "encoding", None) or "ascii").lower()
    if "utf" not in encoding:
        return True
    if not stream.isatty() or os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8") == "1":
        return False
    environment = {name: os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")}
    if environment["LC_CTYPE"] == "C.UTF-8" and not environment["LC_ALL"]:
        environment["LC_CTYPE"] = ""  # set by Python itself where LANG is C
    chosen = next(filter(None, environment.values()), "C")
    return chosen in ("C", "POSIX")
