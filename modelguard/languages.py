"""Which reader reads which file; no reader is imported before its first file."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache, lru_cache
from types import ModuleType

from modelguard import registry
from modelguard.readers import Reader


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str], tuple[tuple[str, str], ...]]:
    """Suffix, file name and pattern to the name of a reader; no reader is imported for it."""
    by_suffix: dict[str, str] = {}
    by_name: dict[str, str] = {}
    by_pattern: list[tuple[str, str]] = []
    for name, (suffixes, filenames) in registry.index("modelguard.readers", _describe).items():
        for suffix in suffixes:
            by_suffix.setdefault(suffix.lower(), name)
        for filename in filenames:
            if any(mark in filename for mark in "*?["):
                by_pattern.append((filename.lower(), name))
            else:
                by_name[filename.lower()] = name
    return by_suffix, by_name, tuple(by_pattern)


def _describe(module: ModuleType) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return module.READER.suffixes, module.READER.filenames


def reader_for(path: str) -> Reader | None:
    """The reader of a path by its name; names and patterns come before suffixes."""
    by_suffix, by_name, by_pattern = _tables()
    filename = path.rsplit("/", 1)[-1].lower()
    dot = filename.rfind(".")
    name = by_name.get(filename) or (by_suffix.get(filename[dot:]) if dot > 0 else None)
    if name is None:
        name = next((reader for pattern, reader in by_pattern if fnmatchcase(filename, pattern)), None)
    return _reader(name) if name else None


@cache
def _reader(name: str) -> Reader:
    found: Reader = registry.part("modelguard.readers", name).READER
    return found
