"""Azure writes a model as a name and a version: side by side, under names that say so, or through variables.

``{name: gpt-4o, version: 2024-08-06}`` under ``model``, ``chatModelName`` beside ``chatModelVersion``, and
``version = var.chat_version`` with the variable's default are all ``gpt-4o@2024-08-06``. A version that is not
known is ``{}``: what it makes of the name only shows when it is deployed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Known

from modelguard.readers._nodes import Mapping, Node, Scalar, Sequence, dig
from modelguard.readers._strings import default_of

UNKNOWN = "{}"
_NAME = re.compile(r"(?P<stem>.*model)(?P<tail>_?(?:name|id))?", re.IGNORECASE | re.DOTALL)
_PLAIN = re.compile(r"\d[\w.-]{0,39}|turbo-[\w.-]{1,30}")
_LOOSE = re.compile(r"[\w.-]{1,40}")
_LOOKED_UP = re.compile(r"\[(?:parameters|variables)\('(?P<name>\w{1,80})'\)\]")
_VALUES = ("value", "defaultValue", "default")

Pair = tuple[Scalar, Scalar]
"""The nodes of a name and of its version; either may only refer to a value."""
_Deployment = tuple[Scalar, Scalar, Scalar | None]
"""The nodes of a deployment's name, of its model's name and of the version, if one is given."""


def pairs(node: Mapping, name: str | None) -> Iterator[Pair]:
    """The names and versions that stand together in a mapping called ``name``."""
    keys = {key.value: value for key, value in node.entries}
    if not any("ersion" in key or "ERSION" in key for key in keys):
        return
    if name == "model" and (found := _pair(keys.get("name"), keys.get("version"))):
        yield found
    low = {key.lower(): key for key in keys}
    for key in keys:
        match = _NAME.fullmatch(key)
        if match is None or (not match["tail"] and any(f"{key}{tail}".lower() in low for tail in ("name", "_name"))):
            continue
        version = low.get(f"{match['stem']}_version".lower()) or low.get(f"{match['stem']}version".lower())
        if version and (found := _pair(keys[key], keys[version])) and may_be_version(found[1]):
            yield found


def versions(root: Node, known: Known[str, Scalar]) -> dict[int, str]:
    """Where a name stands whose version is given somewhere in ``root``, and the version."""
    out: dict[int, str] = {}
    for name, version in _all_pairs(root):
        if (plain := resolved(name, known)) is not None:
            said = version_of(version, known)
            if said is not None and out.get(plain.span.start, UNKNOWN) == UNKNOWN:
                out[plain.span.start] = said
    return out


def versions_in(node: Mapping, name: str | None) -> dict[int, str]:
    """The same for one mapping, whose values stand for themselves."""
    found = ((plain, version_of(version, {})) for plain, version in pairs(node, name) if not referred(plain))
    return {plain.span.start: said for plain, said in found if said is not None}


def unresolved(root: Node, known: Known[str, Scalar]) -> Iterator[Pair]:
    """The pairs whose name is given in another file."""
    return (pair for pair in _all_pairs(root) if referred(pair[0]) and resolved(pair[0], known) is None)


def version_of(node: Scalar, known: Known[str, Scalar]) -> str | None:
    """The version that a node says, ``{}`` where it cannot be known, None where it says none."""
    plain = resolved(node, known)
    if plain is None:
        return UNKNOWN
    value = _plain(plain)
    if not value or value in ("null", "~"):
        return None
    return value if _LOOSE.fullmatch(value) else UNKNOWN


def resolved(node: Scalar, known: Known[str, Scalar]) -> Scalar | None:
    """The node that holds the value: itself, or what it refers to."""
    name = referred(node)
    return known.get(name) if name else node


def referred(node: Scalar) -> str | None:
    """The name that a node refers to, if it refers to one."""
    if node.refers:
        return node.value
    match = _LOOKED_UP.fullmatch(node.value)
    return match["name"] if match else None


def _plain(node: Scalar) -> str:
    """The value, or the default of ``${NAME=value}``."""
    if inner := default_of(node.value, 0):
        return node.value[inner[1].start : inner[1].end]
    return node.value


def _pair(name: Node | None, version: Node | None) -> Pair | None:
    name, version = _single(name), _single(version)
    return (name, version) if name and version and (name.text or name.refers) else None


def _single(node: Node | None) -> Scalar | None:
    """A single value, also where it is wrapped as a parameter's value or default."""
    if isinstance(node, Mapping):
        node = next((inner for key in _VALUES if (inner := node.get(key)) is not None), None)
    return node if isinstance(node, Scalar) else None


def may_be_version(node: Scalar) -> bool:
    """Whether a value can be a version, or is not known before it is deployed."""
    value = _plain(node)
    return referred(node) is not None or not value or _PLAIN.fullmatch(value) is not None or "{" in value


def deployments(root: Node, known: Known[str, Scalar]) -> Iterator[tuple[str, str]]:
    """The name of each deployment and the model it deploys, with ``@{}`` for a version that is not known."""
    for _, node in _mappings(root):
        for name, model, version in (*_side_by_side(node), *_by_their_names(node)):
            said, plain = resolved(name, known), resolved(model, known)
            if said is None or plain is None:
                continue
            words = _plain(said), _plain(plain)
            if all(_LOOSE.fullmatch(word) for word in words):
                number = version_of(version, known) if version else None
                yield words[0], f"{words[1]}@{number}" if number else words[1]


def deployments_in(text: str, roots: Iterable[Node]) -> tuple[tuple[str, str], ...]:
    """The same for documents of YAML and JSON; most do not speak of deployments, and are not walked."""
    if "eployment" not in text or "odel" not in text:
        return ()
    return tuple(found for root in roots for found in deployments(root, lookups(root)))


def lookups(root: Node) -> dict[str, Scalar]:
    """What ``[parameters('x')]`` and ``[variables('x')]`` find in a template."""
    known: dict[str, Scalar] = {}
    for group in ("variables", "parameters"):
        found = dig(root, group)
        known |= scalars_of(found.entries) if isinstance(found, Mapping) else {}
    return known


def _side_by_side(node: Mapping) -> Iterator[_Deployment]:
    """``{name: chat, model: {name: gpt-4o, version: ...}}``, the model also under ``properties``."""
    inside = node.mapping("properties") or node
    model = inside.mapping("model")
    name = _single(node.get("name") or node.get("deployment_name"))
    given = _single(model.get("name") if model else node.get("model_name"))
    asked = model.get("format") or model.get("version") if model else node.get("model_version")
    if name and given and asked is not None:
        yield name, given, _single(model.get("version") if model else asked)


def _by_their_names(node: Mapping) -> Iterator[_Deployment]:
    """``chatDeploymentName`` beside ``chatModelName`` and ``chatModelVersion``."""
    keys = {key.value.replace("_", "").lower(): value for key, value in node.entries}
    for key, value in keys.items():
        if key.endswith("deploymentname") and (model := keys.get(f"{key[:-14]}modelname")) is not None:
            name, given = _single(value), _single(model)
            if name and given:
                yield name, given, _single(keys.get(f"{key[:-14]}modelversion"))


def _all_pairs(root: Node) -> Iterator[Pair]:
    for name, node in _mappings(root):
        yield from pairs(node, "model" if name and name.lower().endswith("model") else name)


def _mappings(root: Node) -> Iterator[tuple[str | None, Mapping]]:
    """Every mapping and the key it stands under."""
    pending: list[tuple[str | None, Node]] = [(None, root)]
    while pending:
        name, node = pending.pop()
        if isinstance(node, Mapping):
            yield name, node
            pending.extend((key.value, value) for key, value in node.entries if not isinstance(value, Scalar))
        elif isinstance(node, Sequence):
            pending.extend((name, item) for item in node.items if not isinstance(item, Scalar))


def scalars_of(entries: Iterable[tuple[Scalar, Node]], prefix: str = "") -> dict[str, Scalar]:
    """Single values by name; a name that is given twice is not known."""
    out: dict[str, Scalar] = {}
    twice: set[str] = set()
    for key, value in entries:
        if (single := _single(value)) is not None and not single.refers:
            twice.update({f"{prefix}{key.value}"} & out.keys())
            out[f"{prefix}{key.value}"] = single
    return {name: node for name, node in out.items() if name not in twice}
