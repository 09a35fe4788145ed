"""Entries of the manifest that a file asks for: ``load()["chat"]``, or a plain YAML load of the manifest."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from modelguard.readers._python_names import qualified
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_tokens import tokens_in
from modelguard.readers._python_tree import Link, Tree
from modelguard.readers._python_values import bound_value
from modelguard.types import Lookup, Span

_MANIFEST = re.compile(r"(?:models|modelguard)\.ya?ml")
_LOADERS = frozenset({"modelguard.runtime.load", "modelguard.load"})
_YAML_LOADERS = ("safe_load", "load", "full_load")
_MAX_DEPTH = 5


def lookups(tree: Tree, scopes: Scopes) -> Iterator[Lookup]:
    """Entries asked for with ``load()["chat"]``, or in a plain YAML load of the manifest."""
    text = tree.source.text
    if "modelguard" not in text and _MANIFEST.search(text) is None:
        return
    for name in _YAML_LOADERS:
        known = scopes.all_of(name)
        for link in (*known.loads, *known.attributes):
            call = link.parent
            if call is None or link.field != "func" or not isinstance(call.node, ast.Call):
                continue
            called = qualified(scopes, link) or ""
            if called in _LOADERS:
                yield from _entries(tree, scopes, call, 1)
            elif called.split(".")[0] in ("yaml", "ruamel") and _of_manifest(tree, scopes, call):
                yield from _entries(tree, scopes, call, 2)


def _of_manifest(tree: Tree, scopes: Scopes, call: Link) -> bool:
    """Whether a YAML load reads a file of the manifest's name."""
    node = call.node
    assert isinstance(node, ast.Call)
    pending = [call.child(argument, "args") for argument in node.args[:1]]
    for _ in range(_MAX_DEPTH):
        if not pending:
            return False
        link = pending.pop()
        if isinstance(link.node, ast.expr) and _MANIFEST.search(
            tree.source.text, tree.start(link.node), tree.end(link.node)
        ):
            return True
        names = [(inner.id, link) for inner in ast.walk(link.node) if isinstance(inner, ast.Name)]
        for name, at in names[:4]:
            values = [bound_value(store) for store in scopes.definitions(name, at)[:4]]
            pending.extend(value for value in values if value is not None)
    return False


def _entries(tree: Tree, scopes: Scopes, start: Link, depth: int) -> Iterator[Lookup]:
    """Follow ``start`` through variables to its keys; the entry is the key at ``depth``."""
    pending: list[tuple[Link, int]] = [(start, depth)]
    seen: set[int] = set()
    while pending and len(seen) < 200:
        here, left = pending.pop()
        if id(here.node) in seen or here.parent is None:
            continue
        seen.add(id(here.node))
        key, outer = _key_on(here)
        if key is not None and outer is not None:
            if left == 1:
                token = next(iter(tokens_in(tree.source.text, tree.start(key), tree.end(key))), None)
                if token is not None:
                    yield Lookup(str(key.value), Span(token.body_start, token.body_end))
            elif key.value == "models":
                pending.append((outer, left - 1))
            continue
        match here.parent.node:
            case ast.Assign(targets=[ast.Name(id=name) as target]) | ast.AnnAssign(target=ast.Name(id=name) as target):
                loads = scopes.all_of(name).loads
                pending.extend(
                    (load, left)
                    for load in loads
                    if any(found.node is target for found in scopes.definitions(name, load))
                )
            case ast.NamedExpr() | ast.BoolOp() | ast.Await():
                pending.append((here.parent, left))
            case ast.Attribute(attr="models") if left == 1:
                pending.append((here.parent, left))
            case _:
                pass


def _key_on(here: Link) -> tuple[ast.Constant | None, Link | None]:
    """The constant key by which ``here`` is subscripted, and the expression that gives."""
    parent = here.parent
    assert parent is not None
    match parent.node:
        case ast.Subscript(slice=ast.Constant(value=str()) as key) if here.field == "value":
            return key, parent
        case ast.Attribute(attr="get" | "entry") if parent.parent is not None:
            call = parent.parent.node
            first = call.args[0] if isinstance(call, ast.Call) and call.args and parent.field == "func" else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first, parent.parent
    return None, None
