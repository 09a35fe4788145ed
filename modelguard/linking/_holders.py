"""Which file holds a constant of a language whose imports name classes and packages, not files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from modelguard.linking._offers import shared_folders
from modelguard.types import Export, Reference

if TYPE_CHECKING:
    from modelguard.scanning import FileFacts

Held = Mapping[tuple[str, str], list[tuple[str, Export]]]
"""Suffix and name of a constant to the files that hold one, with what they say of it."""

_TOGETHER = {"kt": "java", "kts": "java"}


def held_by_name(files: Iterable[FileFacts]) -> Held:
    """The constants of all files."""
    held: dict[tuple[str, str], list[tuple[str, Export]]] = {}
    for facts in files:
        for export in facts.exports:
            held.setdefault((_suffix(facts.path), export.name), []).append((facts.path, export))
    return held


def holding_file(path: str, reference: Reference, held: Held) -> str | None:
    """The file that holds what ``reference`` in the file ``path`` names; None where two could just as well."""
    language, colon, holder = reference.module.partition(":")
    if not colon or not language.isalpha():
        return None
    found = [
        (shared_folders(path, other), other)
        for other, export in held.get((_suffix(path), reference.name), ())
        if other != path and _fits(path, other, language, holder, export)
    ]
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _fits(path: str, other: str, language: str, holder: str, export: Export) -> bool:
    """Whether the constant of the file ``other`` can be what ``holder`` qualifies."""
    *folders, file = other.split("/")
    if language == "go" and not holder:
        return folders == path.split("/")[:-1]
    names = {_plain(name) for name in (export.holder, file.partition(".")[0], *folders[-1:])}
    return not holder or _plain(holder) in names or (language == "ruby" and not export.holder)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _suffix(path: str) -> str:
    suffix = path.rpartition(".")[2].lower()
    return _TOGETHER.get(suffix, suffix)
