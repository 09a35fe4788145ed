"""Which reader reads which file; no reader is imported before its first file."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache, lru_cache
from types import ModuleType
from typing import NamedTuple

from modelguard import registry
from modelguard.readers import Reader


class _Tables(NamedTuple):
    """Suffix, file name and pattern to the name of a reader; ``prose`` names those whose files only mention."""

    by_suffix: dict[str, str]
    by_name: dict[str, str]
    by_pattern: list[tuple[str, str]]
    prose: set[str]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    """What the names of files say; no reader is imported for it."""
    tables = _Tables({}, {}, [], set())
    for name, (suffixes, filenames, prose) in registry.index("modelguard.readers", _describe).items():
        for suffix in suffixes:
            tables.by_suffix.setdefault(suffix.lower(), name)
        for filename in filenames:
            if any(mark in filename for mark in "*?["):
                tables.by_pattern.append((filename.lower(), name))
            else:
                tables.by_name[filename.lower()] = name
        if prose:
            tables.prose.add(name)
    return tables


def _describe(module: ModuleType) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    return module.READER.suffixes, module.READER.filenames, module.READER.prose


def name_for(path: str) -> str | None:
    """The name of the reader of a path; names and patterns come before suffixes."""
    tables = _tables()
    filename = path.rsplit("/", 1)[-1].lower()
    dot = filename.rfind(".")
    name = tables.by_name.get(filename) or (tables.by_suffix.get(filename[dot:]) if dot > 0 else None)
    if name is None:
        name = next((reader for pattern, reader in tables.by_pattern if fnmatchcase(filename, pattern)), None)
    return name


def is_prose(name: str) -> bool:
    """Whether everything in the files of this reader is a mention."""
    return name in _tables().prose


def reader_for(path: str) -> Reader | None:
    """The reader of a path, imported at its first file."""
    name = name_for(path)
    return _reader(name) if name else None


@cache
def _reader(name: str) -> Reader:
    found: Reader = registry.part("modelguard.readers", name).READER
    return found
