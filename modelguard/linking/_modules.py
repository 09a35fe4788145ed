"""Which file an import means, and which constants it brings: relative paths, aliases, packages, re-exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from modelguard.linking._offers import SUFFIXES, shared_folders, stems
from modelguard.scanning import FileFacts
from modelguard.types import Export

SCRIPTS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts", ".cjs", ".cts", ".vue", ".svelte", ".astro")
_ENTRIES = ("/index", "/src/index", "/lib/index", "/src/main", "/src")
_STEPS = 6

Found = tuple[str, Export]


class _Tails:
    """Files by the end of their path, for modules named by an alias or a package."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.known: dict[str, list[str]] = {}
        for path in paths:
            stem = _stem(path)
            for name in {stem, *(stem.removesuffix(entry) for entry in _ENTRIES)}:
                self.known.setdefault(name.rsplit("/", 1)[-1], []).append(path)

    def like(self, parts: list[str], path: str) -> list[str]:
        """The files whose path ends as the module's does, the longest agreement and then the nearest first."""
        scored = [
            (_agreement(_names(found), parts), shared_folders(found, path), found)
            for found in self.known.get(parts[-1], ())
        ]
        return [found for _, _, found in sorted(scored, key=lambda one: (-one[0], -one[1], one[2]))]


class Modules:
    """Finds what imports mean among ``files`` that export something."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self._exports: dict[str, dict[str, Export]] = {}

    @cached_property
    def _tails(self) -> _Tails:
        return _Tails(self._files)

    def find(self, path: str, module: str, name: str) -> list[Found]:
        """The constants that ``name`` of ``module``, imported by the file ``path``, can be.

        An object asked for as a whole gives its members.
        """
        for file in self._places(path, module):
            if found := [*self._in(file, name, _STEPS)]:
                return found
        return []

    def own(self, file: str, name: str) -> list[Found]:
        """The constants of ``file`` itself that are called ``name``."""
        return [(file, export) for export in self._files[file].exports if export.name == name]

    def _places(self, path: str, module: str) -> Iterator[str]:
        for stem in stems(path, module):
            for suffix in SUFFIXES:
                if stem + suffix in self._files:
                    yield stem + suffix
        if not module.startswith(".") and path.endswith(SCRIPTS):
            parts = [part for part in module.replace("@", "").replace("~", "").split("/") if part]
            if parts:
                yield from self._tails.like(parts, path)[:3]

    def _by_name(self, file: str) -> dict[str, Export]:
        if file not in self._exports:
            self._exports[file] = {export.name: export for export in self._files[file].exports}
        return self._exports[file]

    def _in(self, file: str, name: str, steps: int) -> Iterator[Found]:
        """The constants called ``name`` in ``file``: its own, or handed on from other files."""
        exports = self._by_name(file)
        name = name.removeprefix("*.")
        for asked in (name, f"default.{name}", name.removeprefix("default.")):
            if (export := exports.get(asked)) and export.spans:
                yield file, export
                return
        members = [one for own, one in exports.items() if one.spans and own.startswith(f"{name}.")]
        if members:
            yield from ((file, one) for one in members if one.name.count(".") == name.count(".") + 1)
        elif steps:
            yield from self._handed_on(file, name, exports, steps - 1)

    def _handed_on(self, file: str, name: str, exports: Mapping[str, Export], steps: int) -> Iterator[Found]:
        each = "[]." if name.startswith("[].") else ""
        root, dot, rest = name.removeprefix(each).partition(".")
        called = "()" if root.endswith("()") else ""
        export = exports.get(root.removesuffix("()"))
        if export and not export.spans and export.origin != "*":
            yield from self._onwards(file, export, each + export.origin + called + dot + rest, steps)
        elif export and not export.spans and rest:
            yield from self._onwards(file, export, each + rest, steps)
        elif "*" in exports:
            for star in self._files[file].exports:
                if star.name == "*" and (found := [*self._onwards(file, star, name, steps)]):
                    yield from found
                    return

    def _onwards(self, file: str, export: Export, name: str, steps: int) -> Iterator[Found]:
        if not export.module:
            yield from self._in(file, name, steps)
            return
        for target in self._places(file, export.module):
            if target != file and (found := [*self._in(target, name, steps)]):
                yield from found
                return


def _stem(path: str) -> str:
    return path.rsplit(".", 1)[0] if path.endswith(SCRIPTS) else path


def _names(path: str) -> list[str]:
    """The folders and the name of a file, without the entry of a package."""
    stem = _stem(path)
    for entry in _ENTRIES:
        stem = stem.removesuffix(entry)
    return stem.split("/")


def _agreement(names: list[str], parts: list[str]) -> int:
    """How many names at the end are the same; folders that only hold sources are passed over."""
    names = [name for name in names if name not in ("src", "lib", "dist")] if "src" not in parts else names
    count = 0
    for own, asked in zip(reversed(names), reversed(parts), strict=False):
        if own != asked:
            break
        count += 1
    return count
