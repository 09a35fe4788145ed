"""Edit the manifest's bytes: the models that move, ``previous`` and ``retires`` of their entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from modelguard import fixing
from modelguard.manifest import nodes
from modelguard.manifest.nodes import Kind, Node
from modelguard.text import SourceFile
from modelguard.types import Edit, Span, Stage
from modelguard.yamlanchors import uses_through

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest
    from modelguard.migration.spellings import Mover

Path = tuple[str | int, ...]


@dataclass(slots=True)
class ManifestChange:
    """The edits, what each sets (``None`` removes a key), the entries whose model moves, what was refused."""

    edits: list[Edit] = field(default_factory=list)
    sets: list[tuple[Path, str | None]] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    refusals: list[fixing.Refusal] = field(default_factory=list)


def change(manifest: Manifest, mover: Mover, *, entry: str | None, today: date) -> ManifestChange:
    """What moving the model changes in the manifest, in all entries or in one."""
    made = ManifestChange()
    for named in manifest.models():
        if named.via or (entry and named.entry != entry) or not mover.concerns(named.ref) or named.kind == "previous":
            continue
        path = _path(named.entry, named.field)
        text, why = mover.written(named.ref, manifest=True)
        if not why and uses_through(manifest.file.text, named.span):
            why = "the value is part of a YAML anchor that other places use: edit it by hand"
        why = why or ("" if named.exact else "it is written with an anchor, a tag or escapes: edit it by hand")
        if text is None or why:
            made.refusals.append(fixing.Refusal(manifest.path, why, named.location.line))
            continue
        made.edits.append(_edit(manifest.file, named.span, text))
        made.sets.append((path, text))
        if named.field == "model" and named.entry:
            made.moved.append(named.entry)
            _follow(manifest.entries[named.entry], text, mover, made, today)
    return made


def fixed(manifest: Manifest, made: ManifestChange) -> fixing.FileFix:
    """The manifest with the edits; refused where, read again, it does not say just what was meant."""
    file = manifest.file
    edits = sorted(made.edits, key=lambda item: item.span)
    plain = fixing.FileFix(manifest.path, file.data, file.data, refusals=tuple(made.refusals))
    if not edits:
        return plain
    new = SourceFile.of(manifest.path, fixing.spliced(file, edits))
    document = nodes.read(new)
    if document.root is None or document.broken:
        return plain.refused("it could not be read after the edit")
    if _said(document.root) != _meant(_said(manifest.root), made.sets):
        return plain.refused("the edit would change more than was meant")
    return fixing.FileFix(manifest.path, file.data, new.data, len(edits), tuple(made.refusals))


def _path(entry: str | None, field: str) -> Path:
    """``rollout.candidate`` and ``fallbacks[0]`` as the steps to the value."""
    head, _, rest = field.partition(".")
    if entry is None:
        return "deployments", rest
    if head.endswith("]"):
        name, _, index = head[:-1].partition("[")
        return "models", entry, name, int(index)
    return ("models", entry, head, rest) if rest else ("models", entry, head)


def _follow(entry: Entry, text: str, mover: Mover, made: ManifestChange, today: date) -> None:
    """``previous`` becomes the model that was, unless it is gone; ``retires`` the new model's day, or goes."""
    writer = _Writer(entry, made)
    gone = mover.old.model is not None and mover.old.model.stage(today) is Stage.RETIRED
    if not gone:
        writer.set("previous", entry.spec.model)
    ref = mover.speller.resolve(text)
    model = mover.speller.catalog.find(ref.platform, ref.id) if ref and ref.platform and ref.id else None
    day = model.retires if model else None
    if ref and ref.region and model:
        day = model.regions.get(ref.region, day)
    if day:
        writer.set("retires", day.isoformat())
    elif entry.node.get("retires"):
        writer.remove("retires")
    writer.finish()


class _Writer:
    """Sets and removes keys of one entry by editing its text."""

    def __init__(self, entry: Entry, made: ManifestChange) -> None:
        self.entry = entry
        self.made = made
        self.text = entry.file.text
        self.flow = self.text[entry.node.span.start : entry.node.span.start + 1] == "{"
        self.new: list[tuple[str, str]] = []

    def set(self, key: str, value: str) -> None:
        """Write ``value``, in the place of the old one where there is one."""
        node = self.entry.node.get(key)
        if node is not None and node.value == value:
            return
        if node is None:
            self.new.append((key, value))
        elif node.kind is Kind.TEXT and node.exact and not uses_through(self.text, node.span):
            self.made.edits.append(_edit(self.entry.file, node.span, value))
            self.made.sets.append((("models", self.entry.name, key), value))
        else:
            self._refuse(key, node, f"write {value} there by hand")

    def remove(self, key: str) -> None:
        """Take the key's line out, or in a flow mapping the key with the comma before it."""
        pair = self.entry.node.pairs[key]
        if self.flow and (span := self._between_commas(*pair)):
            self.made.edits.append(_edit(self.entry.file, span, ""))
            self.made.sets.append((("models", self.entry.name, key), None))
            return
        start = self.text.rfind("\n", 0, pair[0].span.start) + 1
        end = self.text.find("\n", pair[1].span.end)
        end = len(self.text) if end < 0 else end + 1
        alone = not self.text[start : pair[0].span.start].strip() and not self.flow
        if not alone or uses_through(self.text, pair[1].span):
            self._refuse(key, pair[1], "remove it by hand, the new model has no such day")
            return
        self.made.edits.append(_edit(self.entry.file, Span(start, end), ""))
        self.made.sets.append((("models", self.entry.name, key), None))

    def _between_commas(self, key: Node, value: Node) -> Span | None:
        before = self.text[: key.span.start].rstrip("\"' \t\r\n")
        end = value.span.end + (0 if value.plain else 1)
        return Span(len(before) - 1, end) if before.endswith(",") else None

    def finish(self) -> None:
        """Put the keys that are new behind ``model``."""
        key, value = self.entry.node.pairs["model"]
        if not self.new:
            return
        end = value.span.end + (0 if value.plain else 1)
        if self.flow:
            at, text = end, "".join(f", {name}: {item}" for name, item in self.new)
        else:
            line = self.text.rfind("\n", 0, key.span.start) + 1
            indent, stop = self.text[line : key.span.start], self.text.find("\n", end)
            if indent.strip():
                self._refuse("model", value, f"add {' and '.join(name for name, _ in self.new)} by hand")
                return
            ending = "\r\n" if self.text[:end].endswith("\r\n") or "\r\n" in self.text else "\n"
            at = len(self.text) if stop < 0 else stop + 1
            lines = "".join(f"{indent}{name}: {item}{ending}" for name, item in self.new)
            text = ending + lines.removesuffix(ending) if stop < 0 else lines
        self.made.edits.append(_edit(self.entry.file, Span(at, at), text))
        self.made.sets += [(("models", self.entry.name, name), item) for name, item in self.new]

    def _refuse(self, key: str, node: Node, what: str) -> None:
        line = self.entry.file.position(node.span.start)[0]
        self.made.refusals.append(
            fixing.Refusal(self.entry.file.path, f"`{key}` cannot be edited with certainty: {what}", line)
        )


def _edit(file: SourceFile, span: Span, text: str) -> Edit:
    return Edit(span, text, file.position(span.start), file.position(span.end))


def _said(node: Node) -> Any:
    if node.kind is Kind.MAPPING:
        return {key: _said(value) for key, (_, value) in node.pairs.items()}
    return [_said(item) for item in node.items] if node.kind is Kind.LIST else node.value


def _meant(said: Any, sets: Sequence[tuple[Path, str | None]]) -> Any:
    """What the manifest says once ``sets`` are done; the order of keys does not count."""
    for path, value in sets:
        here = said
        for step in path[:-1]:
            here = here[step]
        if value is None:
            del here[path[-1]]
        else:
            here[path[-1]] = value
    return said
