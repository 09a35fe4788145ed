"""A compiled form of YAML data: JSON in the user's cache folder, made anew when a source changes.

YAML takes a hundred times longer to load than JSON. The key is the name, size and time of change of every
source (inside a zip archive: its content) and of the code that compiles it, the tool's version and the name
of the form. A damaged or unwritable cache costs time, never a wrong answer; two processes may write at once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelguard import __version__

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


_STATES = 12
_DAYS = 30
"""How many states of one kind are kept, and for how long."""


def cache_dir() -> Path:
    """The user's cache folder of modelguard; ``MODELGUARD_CACHE_DIR`` overrides it."""
    if override := os.environ.get("MODELGUARD_CACHE_DIR"):
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_cache_dir("modelguard"))


def compiled(name: str, sources: Iterable[Traversable], build: Callable[[], Any], *, folder: Path | None = None) -> Any:
    """What ``build`` returns (anything JSON can hold), from the cache while it and ``sources`` are unchanged."""
    key = _key(name, [*sources, *home_of(build)])
    path = (folder or cache_dir()) / f"{name}-{key}.json"
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        pass
    value = build()
    write(path, json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass"))
    prune(path.parent, f"{name}-*.json")
    return value


def home_of(function: Callable[..., Any]) -> tuple[Path, ...]:
    """The file that ``function`` is written in, where it has one: inside an archive only the version can change."""
    path = Path(function.__code__.co_filename)
    return (path,) if path.is_file() else ()


@cache
def fingerprint(package: Path = Path(__file__).parent) -> str:
    """Names the state of the tool's own code and data: name, size and time of change of every file."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=12)
    for top in (package, package.parent / "rules" / "platforms"):
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in sorted(files):
                with suppress(OSError):
                    state = os.stat(os.path.join(folder, name))
                    digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def prune(folder: Path, pattern: str) -> None:
    """Remove the cached files of states that were left long ago; what cannot be removed is no error."""
    import time

    oldest = time.time() - _DAYS * 86_400
    try:
        states = sorted(((item.stat().st_mtime, item) for item in folder.glob(pattern)), reverse=True)
    except OSError:
        return
    for place, (changed, file) in enumerate(states):
        if place >= _STATES or changed < oldest:
            with suppress(OSError):
                file.unlink()


def _key(name: str, sources: Iterable[Traversable]) -> str:
    digest = hashlib.blake2b(f"{__version__}\0{name}".encode(), digest_size=12)
    for source in sorted(sources, key=str):
        digest.update(os.fsencode(str(source)))
        if isinstance(source, Path):
            state = source.stat()
            digest.update(f"\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
        else:
            digest.update(source.read_bytes())
    return digest.hexdigest()


def write(path: Path, data: bytes) -> None:
    """Write whole or not at all; a cache that cannot be written is no error."""
    import tempfile

    temporary = None
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            (path.parent / ".gitignore").write_text("*\n")  # a cache inside a repository is nobody's source
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as handle:
            temporary = handle.name
            handle.write(data)
        os.replace(temporary, path)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
