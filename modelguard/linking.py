"""Follow constants from file to file: ``from config import MODEL`` reaches the call that uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from modelguard import deployed, foldernames, roles
from modelguard.holders import held_by_name, holding_file
from modelguard.scanning import FileFacts
from modelguard.spelling import Speller
from modelguard.types import Literal, Location, Reference, Use, UsedAt

_SUFFIXES = (
    ".py",
    "/__init__.py",
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".mts",
    "/index.ts",
    "/index.js",
    "/index.tsx",
    "",
)


def link(files: Iterable[FileFacts], speller: Speller) -> tuple[FileFacts, ...]:
    """The same files with every imported constant's uses told where they are handed on."""
    files = tuple(files)
    held = held_by_name(files)
    offers = _Offers.of(files)
    reached: dict[tuple[str, str], list[tuple[UsedAt, Reference]]] = {}
    files = foldernames.joined(files, speller)
    for facts in files:
        for reference, location in facts.references:
            if not reference.module:
                continue
            holding = holding_file(facts.path, reference, held)
            target = (holding, reference.name) if holding else offers.target(facts.path, reference)
            if target is not None:
                reached.setdefault(target, []).append((_used_at(reference, location), reference))
    told = tuple(_told(facts, reached, speller) for facts in files) if reached else files
    return deployed.resolved(told, speller)


def _used_at(reference: Reference, location: Location) -> UsedAt:
    context = reference.context
    return UsedAt(location.path, location.line, context.call, context.client)


@dataclass(frozen=True, slots=True)
class _Offers:
    """What the files of a run export: names by path, paths by name."""

    names: Mapping[str, frozenset[str]]
    paths: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, files: Iterable[FileFacts]) -> _Offers:
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
            stems = _stems(path, module)
            found = self._exact(stems, name) or self._below(stems, name)
            if found is not None:
                return found, name
        return None

    def _exact(self, stems: list[str], name: str) -> str | None:
        candidates = (stem + suffix for stem in stems for suffix in _SUFFIXES)
        return next((path for path in candidates if name in self.names.get(path, ())), None)

    def _below(self, stems: list[str], name: str) -> str | None:
        """The one file of a package that exports ``name``, which the package then hands on; never a guess."""
        for stem in filter(None, stems):
            below = [path for path in self.paths[name] if path.startswith(f"{stem}/")]
            if len(below) == 1:
                return below[0]
        return None


def _stems(path: str, module: str) -> list[str]:
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
    return stem.rsplit(".", 1)[0] if stem.endswith((".js", ".ts", ".mjs", ".jsx", ".tsx")) else stem


def _told(
    facts: FileFacts, reached: Mapping[tuple[str, str], list[tuple[UsedAt, Reference]]], speller: Speller
) -> FileFacts:
    spans = {
        span: reached[facts.path, export.name]
        for export in facts.exports
        if (facts.path, export.name) in reached
        for span in export.spans
    }
    if not spans:
        return facts
    uses = tuple(_again(use, spans[use.span], speller) if use.span in spans else use for use in facts.uses)
    return replace(facts, uses=uses)


def _again(use: Use, calls: list[tuple[UsedAt, Reference]], speller: Speller) -> Use:
    """The use judged once more, now that the calls it reaches are known."""
    context = use.context
    first = calls[0][1].context
    context = replace(
        context,
        used_at=(*context.used_at, *(at for at, _ in calls)),
        base_url=context.base_url or first.base_url,
        hint=context.hint or first.hint,
        opaque=context.opaque or first.opaque,
    )
    if use.dynamic:
        return replace(use, context=context)
    ref = speller.resolve(use.ref.text, context) or use.ref
    literal = Literal(use.ref.text, use.span, context, use.exact)
    verdict = roles.decide(literal, ref, use.location.path) or (use.role, use.reason)
    model = speller.catalog.find(ref.platform, ref.id) if ref.platform and ref.id else None
    return replace(use, context=context, ref=ref, role=verdict[0], reason=verdict[1], model=model)
