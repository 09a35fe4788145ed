"""Find the manifest, tell ours from somebody else's, and read it."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from modelguard.errors import UsageError
from modelguard.manifest import nodes
from modelguard.manifest.nodes import Fault, Kind, Node
from modelguard.text import SourceFile
from modelguard.tree import Outside, Tree
from modelguard.types import Finding, Severity, Span
from modelguard.wording import printable

if TYPE_CHECKING:
    from modelguard.config import Settings
    from modelguard.manifest.values import Manifest, ManifestResult
    from modelguard.spelling import Speller

NAMES = ("models.yaml", "models.yml", "config/models.yaml", "modelguard.yaml")
"""Where a manifest is looked for, in this order."""

MAX_BYTES = 1_000_000
"""Size of a manifest that is read (SPEC section 12)."""

_OURS = frozenset(
    "model criticality environments retires previous fallbacks rollback rollout monitoring evaluation".split()
)


def load_manifest(
    tree: Tree | Path, settings: Settings | None, speller: Speller, *, named: str | None = None
) -> ManifestResult:
    """The repository's manifest: the named one, else the first of :data:`NAMES` that is ours.

    ``named`` (or the setting) is relative to the tree's root. Raises UsageError where a named manifest
    is not there or lies outside the repository.
    """
    from modelguard.manifest.values import ManifestResult

    tree = tree if isinstance(tree, Tree) else Tree(tree)
    named = named or (settings.manifest if settings else None)
    if named is not None:
        path = _named(tree, named)
        return parse(_file(tree, path), speller, claimed=True)
    notes = []
    for path in NAMES:
        if tree.exists(path):
            result = parse(_file(tree, path), speller)
            if result.path:
                return result
            notes.append(result.note)
    return ManifestResult(note=" ".join(note for note in notes if note) or None)


def parse(file: SourceFile | Fault, speller: Speller, *, claimed: bool = False) -> ManifestResult:
    """Read one file; ``claimed`` says that it was named as the manifest."""
    from modelguard.manifest.values import ManifestResult

    if isinstance(file, Fault):
        return ManifestResult(path=file.limit, findings=(_unread(file),))
    document = nodes.read(file)
    if document.broken or document.root is None:
        faults = document.faults or (Fault(_EMPTY, Span(0, 0)),)
        return ManifestResult(path=file.path, findings=_findings(file, faults))
    if document.root.kind is Kind.NOTHING:
        return ManifestResult(path=file.path, findings=_findings(file, (Fault(_EMPTY, Span(0, 0)),)))
    if not claimed and (reason := _foreign(document.root)):
        note = f"{printable(file.path)} is left alone, it is no manifest of modelguard: {reason}."
        return ManifestResult(note=note)
    manifest, faults = _manifest(file, document.root, speller)
    return ManifestResult(manifest, file.path, _findings(file, (*document.faults, *faults)))


_EMPTY = "it is empty: start with `version: 1` and `models:`, or run `modelguard init`"


def _manifest(file: SourceFile, root: Node, speller: Speller) -> tuple[Manifest | None, tuple[Fault, ...]]:
    from modelguard.manifest import validation
    from modelguard.manifest.values import Entry, Manifest

    if root.kind is not Kind.MAPPING:
        return None, (Fault(f"expected a mapping with `version` and `models`, found {_shape(root)}", root.span),)
    faults = list(validation.head(root))
    entries = {}
    models = root.get("models")
    pairs = models.pairs if models and models.kind is Kind.MAPPING else {}
    for name, (key, node) in pairs.items():
        spec, wrong = validation.entry(name, node)
        faults += wrong
        if spec is not None:
            entries[name] = Entry(name, spec, node, key, file)
    return Manifest(file.path, file, root, speller, entries, tuple(pairs), _deployments(root)), tuple(faults)


def _deployments(root: Node) -> dict[str, str]:
    node = root.get("deployments")
    pairs = node.pairs if node and node.kind is Kind.MAPPING else {}
    return {name: value.value for name, (_, value) in pairs.items() if value.kind is Kind.TEXT}


def _foreign(root: Node) -> str | None:
    """Why a file found by its name is somebody else's, or ``None`` where it is ours."""
    if root.kind is not Kind.MAPPING:
        return f"expected a mapping with `version` and `models`, found {_shape(root)}"
    missing = [key for key in ("version", "models") if key not in root.pairs]
    if missing:
        return f"it has no `{missing[0]}`"
    models = root.pairs["models"][1]
    if models.kind is not Kind.MAPPING:
        return f"its `models` is {_shape(models)}, not a mapping of entries"
    entries = [value for _, value in models.pairs.values()]
    if entries and not any(_OURS & value.pairs.keys() for value in entries):
        return "no entry under `models` has a `model`"
    return None


def _shape(node: Node) -> str:
    return str(node.kind)


def _named(tree: Tree, named: str) -> str:
    """The named manifest's path in the repository. Raises UsageError."""
    try:
        path = tree.relative(named)
    except Outside:
        raise UsageError(f"manifest {printable(named)!r} lies outside the repository: name a file in it") from None
    if not tree.exists(path):
        raise UsageError(f"manifest {printable(named)!r} is not there: check `manifest` in the settings or --manifest")
    return path


def _file(tree: Tree, path: str) -> SourceFile | Fault:
    """The file's text; a Fault (with the path as its ``limit``) where it is not read."""
    size = tree.size(path)
    if size is not None and size > MAX_BYTES:
        return Fault("it is larger than 1 MB, the limit for a manifest: split it", Span(0, 0), path)
    data = tree.read_bytes(path, limit=MAX_BYTES)
    if data is None:
        return Fault("it cannot be read: check that it is a file of this repository", Span(0, 0), path)
    return source(path, data)


def source(path: str, data: bytes) -> SourceFile:
    """The manifest's text. UTF-16 and UTF-32 without a byte-order mark get one: YAML tells them by their NULs."""
    return SourceFile.of(path, _marked(data))


def _marked(data: bytes) -> bytes:
    if data[1:2] == b"\0" and data[:1] not in (b"\0", b""):
        return codecs.BOM_UTF16_LE + data if data[2:4] != b"\0\0" else codecs.BOM_UTF32_LE + data
    if data[:1] == b"\0" and data[1:2] not in (b"\0", b""):
        return codecs.BOM_UTF16_BE + data
    return data


def _findings(file: SourceFile, faults: Iterable[Fault]) -> tuple[Finding, ...]:
    return tuple(_each(file, faults))


def _each(file: SourceFile, faults: Iterable[Fault]) -> Iterator[Finding]:
    for fault in faults:
        rule, name = ("MG901", "unreadable-file") if fault.limit else ("MG201", "invalid-manifest")
        message = _sentence(fault)
        yield Finding(rule, name, Severity.ERROR, message, file.location(fault.span))


def _unread(fault: Fault) -> Finding:
    from modelguard.types import Location

    path = fault.limit or ""
    return Finding("MG901", "unreadable-file", Severity.ERROR, _sentence(fault), Location(path))


def _sentence(fault: Fault) -> str:
    message = f"The manifest cannot be used as it is: {fault.message}"
    return message if message.endswith("?") else f"{message}."
