"""What the files of a run export, and which of them a module path of an import can mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from modelguard.types import Reference, record

if TYPE_CHECKING:
    from modelguard.scanning import FileFacts

SUFFIXES = (
    ".py",
    "/__init__.py",
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".mts",
    ".cjs",
    ".cts",
    "/index.ts",
    "/index.js",
    "/index.tsx",
    "/index.mjs",
    "",
)


@record
class Offers:
    """What the files of a run export: names by path, paths by name."""

    names: Mapping[str, frozenset[str]]
    paths: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, files: Iterable[FileFacts]) -> Offers:
        names = {facts.path: frozenset(export.name for export in facts.exports) for facts in files if facts.exports}
        paths: dict[str, list[str]] = {}
        for path, offered in names.items():
            for name in offered:
                paths.setdefault(name, []).append(path)
        return cls(names, {name: tuple(found) for name, found in paths.items()})

    def target(self, path: str, reference: Reference) -> tuple[str, str] | None:
        """File and name that ``reference``, written in the file ``path``, means; the nearest where several could.

        ``from pkg import config`` makes ``config.MODEL`` a name of the module ``pkg.config``.
        """
        head, dot, rest = reference.name.partition(".")
        meanings = [(reference.module, reference.name), (reference.module, reference.name.replace("()", ""))]
        if dot and "/" not in reference.module:
            inner = reference.module + ("" if reference.module.endswith(".") else ".") + head
            meanings.append((inner if reference.module else head, rest))
        for module, name in meanings:
            if name not in self.paths:
                continue
            found_stems = stems(path, module)
            found = self._exact(found_stems, name) or self._below(found_stems, name)
            if found is not None:
                return found, name
        return None

    def _exact(self, paths: list[str], name: str) -> str | None:
        candidates = (stem + suffix for stem in paths for suffix in SUFFIXES)
        return next((path for path in candidates if name in self.names.get(path, ())), None)

    def _below(self, paths: list[str], name: str) -> str | None:
        """The one file of a package that exports ``name``, which the package then hands on; never a guess."""
        for stem in filter(None, paths):
            below = [path for path in self.paths[name] if path.startswith(f"{stem}/")]
            if len(below) == 1:
                return below[0]
        return None


def stems(path: str, module: str) -> list[str]:
    """Paths without suffix that ``module``, as written in the file ``path``, can mean."""
    folders = path.split("/")[:-1]
    if module.startswith("."):
        if "/" in module or module in (".", ".."):
            return [_joined(folders, module)]
        dots = len(module) - len(module.lstrip("."))
        base = folders[: len(folders) - dots + 1]
        return ["/".join([*base, *filter(None, module.lstrip(".").split("."))])]
    tail = module.removeprefix("@/").removeprefix("~/").replace(".", "/")
    return ["/".join([*folders[:depth], tail]) for depth in range(len(folders), -1, -1)] + [
        f"src/{tail}",
        f"app/{tail}",
    ]


def _joined(folders: list[str], module: str) -> str:
    parts = list(folders)
    for part in module.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    stem = "/".join(parts)
    return stem.rsplit(".", 1)[0] if stem.endswith((".js", ".ts", ".mjs", ".jsx", ".tsx", ".cjs")) else stem


def shared_folders(one: str, other: str) -> int:
    """How many folders two paths have in common from the root."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
