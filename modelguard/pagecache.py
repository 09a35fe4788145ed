"""The watcher's memory: the last good copy of each page, and the facts read from it.

One file holds all of one page, and its first line is the digest of the rest. It is written beside its
place and moved there, so a reader sees the old page or the new one, whole; a file that does not match
its digest counts as absent. No lock is needed: the last writer wins, and every writer's page is good.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from modelguard.types import record

_FORM = "modelguard-page-1"
_STALE_SECONDS = 3600.0


def overlay_path(folder: Path | None = None) -> Path:
    """The file with the facts that are newer than the bundled catalog (``folder``: the cache folder).

    JSON: ``{"version": 1, "platforms": {NAME: {"updated": DAY, "rows": {ID: ROW}}}}`` with the rows of
    :meth:`modelguard.catalogfile.CatalogFile.rows`. It is only ever replaced whole; it may be absent.
    """
    if folder is None:
        from modelguard.compiled import cache_dir

        folder = cache_dir()
    return folder / "overlay.json"


@record
class Entry:
    """One page as it was believed.

    ``url`` is where it came from; ``fetched`` the day its bytes came, ``seen`` the last day the server
    said that they are still the same. ``rows`` are what ``reader`` (a digest of the parsers) read.
    """

    key: str
    url: str
    body: bytes
    fetched: date
    seen: date
    etag: str | None = None
    modified: str | None = None
    reader: str = ""
    rows: tuple[dict[str, Any], ...] = ()


class PageCache:
    """Pages by key in one folder. One that cannot be read is empty; one that cannot be written stays so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pages"

    def get(self, key: str) -> Entry | None:
        """The last good copy, or ``None`` where there is none that is whole."""
        try:
            digest, _, rest = (self.folder / _name(key)).read_bytes().partition(b"\n")
        except OSError:
            return None
        if digest.decode("ascii", "replace") != _digest(rest):
            return None
        try:
            head_line, _, payload = rest.partition(b"\n")
            head = json.loads(head_line)
            if head["form"] != _FORM or head["key"] != key:
                return None
            rows = tuple(json.loads(payload[: head["rows_size"]]))
            fetched = date.fromisoformat(head["fetched"])
            seen = max(fetched, self._seen(key, _digest(rest)) or fetched)
            body = payload[head["rows_size"] :]
            return Entry(key, head["url"], body, fetched, seen, head["etag"], head["modified"], head["reader"], rows)
        except (ValueError, KeyError, TypeError):
            return None

    def put(self, entry: Entry) -> bool:
        """Keep ``entry`` in place of what was there. False where the folder cannot be written."""
        rows = json.dumps(entry.rows, separators=(",", ":"), default=_plain).encode()
        head = {name: value for name, value in asdict(entry).items() if name not in ("body", "rows", "seen")}
        head |= {"form": _FORM, "rows_size": len(rows)}
        self._keep_out_of_git()
        rest = json.dumps(head, default=_plain).encode() + b"\n" + rows + entry.body
        return replace_file(self.folder / _name(entry.key), _digest(rest).encode() + b"\n" + rest)

    def _keep_out_of_git(self) -> None:
        """A cache inside a repository, as in CI, is neither committed nor scanned."""
        mark = self.folder.parent / ".gitignore"
        if not mark.exists():
            replace_file(mark, b"*\n")

    def confirm(self, entry: Entry, day: date) -> None:
        """Note that the server still has ``entry`` on ``day``; written at most once a day."""
        if entry.seen >= day:
            return
        try:
            digest = (self.folder / _name(entry.key)).open("rb").readline().strip()
        except OSError:
            return
        replace_file(self.folder / f"{_name(entry.key)}.seen", digest + b" " + day.isoformat().encode())

    def sweep(self) -> None:
        """Remove what writers that were killed left behind."""
        try:
            for path in self.folder.glob(".new-*"):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink(missing_ok=True)
        except OSError:
            pass

    def _seen(self, key: str, digest: str) -> date | None:
        try:
            text = (self.folder / f"{_name(key)}.seen").read_text("ascii")
            of, _, day = text.partition(" ")
            return date.fromisoformat(day) if of == digest else None
        except (OSError, ValueError):
            return None


def replace_file(path: Path, data: bytes, *, mode: int = 0o600) -> bool:
    """Put ``data`` at ``path`` whole or not at all. False where that is not possible."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if mode != 0o600:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
        return True
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        return False


def _name(key: str) -> str:
    """A file name for a key: readable, and unique by its digest."""
    readable = "".join(char if char.isascii() and char.isalnum() else "-" for char in key)[:60]
    return f"{readable}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.page"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is nothing a page entry holds")
