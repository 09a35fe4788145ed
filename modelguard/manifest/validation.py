"""Nodes in, entries out: every fault of the schema as one sentence at the value it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from modelguard.manifest.nodes import Fault, Kind, Node
from modelguard.manifest.schema import EntrySpec, ManifestFile
from modelguard.wording import listed, nearest, printable, shown

Path = tuple[str | int, ...]


def plain(node: Node) -> Any:
    """``node`` as text, lists, dicts and None. Its depth and size are within limits (:mod:`.nodes`)."""
    if node.kind is Kind.TEXT:
        return node.value
    if node.kind is Kind.LIST:
        return [plain(item) for item in node.items]
    if node.kind is Kind.MAPPING:
        return {key: plain(value) for key, (_, value) in node.pairs.items()}
    return None


def entry(name: str, node: Node) -> tuple[EntrySpec | None, tuple[Fault, ...]]:
    """The entry, or ``None`` and what is wrong with it."""
    if node.kind is not Kind.MAPPING:
        what = "is empty" if node.kind is Kind.NOTHING else f"is {node.kind}"
        return None, (Fault(f"entry {shown(name)} {what}, expected a mapping with `model`", node.span),)
    try:
        return EntrySpec.model_validate(plain(node)), ()
    except ValidationError as error:
        where = f"in entry {shown(name)}, "
        return None, tuple(_faults(error, node, EntrySpec, where))


def head(root: Node) -> Iterator[Fault]:
    """What is wrong with the manifest around its entries."""
    values = {key: plain(value) for key, (_, value) in root.pairs.items() if key != "models"}
    models = root.get("models")
    if models is not None and models.kind is Kind.MAPPING:
        values["models"] = {}
    elif models is not None:
        values["models"] = plain(models)
    try:
        ManifestFile.model_validate(values)
    except ValidationError as error:
        yield from _faults(error, root, ManifestFile, "")


def node_at(root: Node, path: Path) -> tuple[Node | None, Node]:
    """The key node and the value node of ``path``, as far as it goes."""
    key, node = None, root
    for step in path:
        if isinstance(step, int) and node.kind is Kind.LIST and step < len(node.items):
            key, node = None, node.items[step]
        elif isinstance(step, str) and node.kind is Kind.MAPPING and step in node.pairs:
            key, node = node.pairs[step]
        else:
            break
    return key, node


def _faults(error: ValidationError, root: Node, schema: type[BaseModel], where: str) -> Iterator[Fault]:
    for item in error.errors(include_url=False, include_context=True):
        path: Path = tuple(item["loc"])
        key, node = node_at(root, path)
        kind = item["type"]
        if kind == "extra_forbidden":
            yield Fault(f"{where}{_unknown(path, schema)}", (key or node).span)
        elif kind == "missing":
            yield Fault(f"{where}`{_dotted(path)}` is missing: it is required", _opening(node))
        else:
            yield Fault(f"{where}`{_dotted(path)}` {_sentence(item, node)}", node.span)


def _opening(node: Node) -> Any:
    """Where a mapping begins: its first key, so that the line is the one a person looks at."""
    for key, _ in node.pairs.values():
        return key.span
    return node.span


def _sentence(item: Any, node: Node) -> str:
    kind, value = item["type"], item["input"]
    if kind == "value_error":
        text = str(item["ctx"]["error"])
        is_path = "leaves the repository" in text
        return text if not isinstance(value, str) or is_path else f"{shown(value, longest=40)} {text}"
    if kind == "literal_error":
        expected = item["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        got = shown(value, longest=40) if isinstance(value, str) else f"({node.kind})"
        near = nearest(value, expected) if isinstance(value, str) else None
        hint = f", did you mean {near}?" if near else f": write {listed(expected, joint='or')}"
        return f"{got} is not known{hint}"
    wanted = {"model_type": "a mapping", "dict_type": "a mapping", "list_type": "a list"}.get(kind, "another value")
    got = "empty" if node.kind is Kind.NOTHING else str(node.kind)
    return f"is {got}, expected {wanted}"


def _unknown(path: Path, schema: type[BaseModel]) -> str:
    name = str(path[-1])
    known = _keys(schema, path[:-1])
    near = nearest(name, known)
    inside = f" in `{_dotted(path[:-1])}`" if len(path) > 1 else ""
    advice = f"did you mean `{near}`?" if near else f"it knows {listed(f'`{key}`' for key in known)}"
    return f"unknown key {shown(name, longest=40)}{inside}: {advice}"


def _keys(schema: type[BaseModel], path: Path) -> list[str]:
    """The keys that the mapping at ``path`` may have."""
    for step in path:
        if isinstance(step, str) and step in schema.model_fields:
            schema = _part(schema.model_fields[step].annotation) or schema
    return list(schema.model_fields)


def _part(annotation: Any) -> type[BaseModel] | None:
    """The part that an optional or list annotation is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = (_part(inner) for inner in getattr(annotation, "__args__", ()))
    return next((part for part in parts if part), None)


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{printable(step[:60])}"
    return text.removeprefix(".")
