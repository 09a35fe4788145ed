"""Kubernetes manifests, and the files inside a ConfigMap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._json_scan import scan as scan_json
from modelguard.readers._nodes import Mapping, Node, Scalar, Sequence, dig
from modelguard.readers._structures import Structure
from modelguard.readers._structures._skip import Skip
from modelguard.readers._templates import is_template
from modelguard.readers._yaml_nodes import parse
from modelguard.readers.dotenv import scan as scan_lines
from modelguard.text import SourceFile
from modelguard.types import Context, Literal

_SKIP = Skip(
    frozenset(
        {"image", "kind", "apiVersion", "namespace", "serviceName", "host", "hostname", "mountPath", "imagePullPolicy"}
    ),
    frozenset({"labels", "annotations", "matchLabels", "selector"}),
)
_NAMED = (
    "ref",
    "refs",
    "reference",
    "containers",
    "volumes",
    "volumemounts",
    "ports",
    "configmap",
    "secret",
    "secrets",
)
"""What holds the name of an object or of a part of one."""
_LABELS = ("environment", "env", "app.kubernetes.io/environment", "tags.datadoghq.com/env")


def claims(path: str, root: Node) -> bool:
    """A mapping with ``apiVersion`` and ``kind``."""
    return isinstance(root, Mapping) and root.scalar("apiVersion") is not None and root.scalar("kind") is not None


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Values of one object or of a list of objects."""
    assert isinstance(root, Mapping)
    items = root.get("items")
    if (root.scalar("kind") or "").endswith("List") and isinstance(items, Sequence):
        for item in items.items:
            if isinstance(item, Mapping):
                yield from _object(source, item, wanted)
        return
    yield from _object(source, root, wanted)


def _object(source: SourceFile, root: Mapping, wanted: Wanted) -> Iterator[Literal]:
    facts = Facts("kubernetes", _environment(source.path, root), _refine)
    embedded = list(_files(root)) if root.scalar("kind") in ("ConfigMap", "Secret", "ExternalSecret") else []
    whole = [(node.span.start, node.span.end) for _, node in embedded]
    for literal in Emitter(source.text, wanted, facts).emit(_without_name(root)):
        if not any(start <= literal.span.start and literal.span.end <= end for start, end in whole):
            yield literal
    for name, node in embedded:
        yield from _file(source, name, node, facts, wanted)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context | None:
    """Leaves out the names of other objects, of containers and of what is mounted."""
    holder = above[-1] if above else None
    if context.name == "name" and isinstance(holder, Mapping):
        around = context.path[-1].lower() if context.path else ""
        if holder.get("kind") is not None or around.endswith(_NAMED):
            return None
    return _SKIP(context, node, above)


def _without_name(root: Mapping) -> Mapping:
    """The object without ``metadata``, whose names are names."""
    return Mapping([entry for entry in root.entries if entry[0].value != "metadata"], root.span)


def _environment(path: str, root: Mapping) -> str | None:
    metadata = root.mapping("metadata")
    labels = metadata.mapping("labels") if metadata else None
    named = labels.scalar(*_LABELS) if labels else None
    namespace = metadata.scalar("namespace") if metadata else None
    return environment.named(named) or environment.named(namespace) or environment.of_path(path)


def _files(root: Mapping) -> Iterator[tuple[str, Scalar]]:
    """Values of a ConfigMap that are files of their own: several lines, or JSON."""
    for group in (("data",), ("stringData",), ("spec", "target", "template", "data")):
        data = dig(root, *group)
        for key, value in data.entries if isinstance(data, Mapping) else ():
            if isinstance(value, Scalar) and _is_file(key.value, value.value):
                yield key.value, value


def _is_file(name: str, value: str) -> bool:
    """Whether a value is a file of its own: several lines, JSON, or a line under a file's name."""
    return "\n" in value.strip() or value.lstrip()[:1] in ("{", "[") or ("." in name and value.endswith("\n"))


def _file(source: SourceFile, name: str, node: Scalar, facts: Facts, wanted: Wanted) -> Iterator[Literal]:
    """Literals of one embedded file, at their places in the outer file."""
    start, end = node.span.start, node.span.end
    text = source.text
    if name.lower().endswith((".env", ".properties", ".ini", ".conf", ".toml")):
        for literal in scan_lines(text, start, end, wanted, facts.environment):
            yield _deployed(literal, name, facts)
        return
    emitter = Emitter(text, wanted, facts)
    root: Node | None
    if text[start : start + 1] in ("{", "["):
        root = next(iter(scan_json(text, start, end).roots), None)
    else:
        line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        root = next(iter(parse(text, line, end, template=is_template(node.value)).roots), None)
    if root is None or isinstance(root, Scalar):
        for literal in scan_lines(text, start, end, wanted, facts.environment):
            yield _deployed(literal, name, facts)
        return
    named = Mapping([(Scalar("data", node.span, text=False), Mapping([(Scalar(name, node.span, text=False), root)]))])
    yield from emitter.emit(named)


def _deployed(literal: Literal, name: str, facts: Facts) -> Literal:
    context = replace(literal.context, path=("data", name), deployed="kubernetes", environment=facts.environment)
    return replace(literal, context=context)


STRUCTURE = Structure("kubernetes", claims, read)
