"""What ties files together: constants a file offers, imported ones it uses, entries of the manifest it asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from modelguard.readers._python_clients import Clients, alias_name
from modelguard.readers._python_context import Walker
from modelguard.readers._python_follow import MODEL_NAME
from modelguard.readers._python_scope import Scopes, scope_of
from modelguard.readers._python_tokens import tokens_in
from modelguard.readers._python_tree import Link, Tree
from modelguard.readers._python_values import bound_value
from modelguard.types import Lookup, Place, Reference, Span

_IMPORT = re.compile(r"^[ \t]*(from|import)[ \t]", re.MULTILINE)
_TAIL = re.compile(r"[\w.]*")
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]+\Z")
_MANIFEST = re.compile(r"(?:models|modelguard)\.ya?ml")
_LOADERS = frozenset({"modelguard.runtime.load", "modelguard.load"})
_YAML_LOADERS = ("safe_load", "load", "full_load")
_MAX_DEPTH = 5


def exported_names(store: Link, scopes: Scopes, module: ast.Module) -> Iterator[str]:
    """The names under which other files can import what ``store`` binds."""
    name = getattr(store.node, "id", None)
    scope = scope_of(store)
    if name is None:
        return
    if scope.node is module:
        yield name
    elif isinstance(scope.node, ast.ClassDef) and scope_of(scope).node is module:
        owner = scope.node.name
        yield f"{owner}.{name}"
        for statement in module.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
                called, target = statement.value.func, statement.targets[0]
                if isinstance(called, ast.Name) and called.id == owner and isinstance(target, ast.Name):
                    yield f"{target.id}.{name}"


def references(tree: Tree, scopes: Scopes, walker: Walker) -> Iterator[Reference]:
    """Imported constants that stand where a model is chosen."""
    imports = _imports(tree)
    scopes.prepare(name for name, _ in imports)
    for name, store in imports:
        module, outer = _origin(store)
        for load in scopes.of(name).loads:
            found, path = _attribute_path(load)
            full = ".".join(part for part in (outer, path) if part)
            if not _chosen(full, store, path) or not _is_defined_by(scopes, name, load, store):
                continue
            state = walker.around(found)
            if state.place in (Place.COMPARISON, Place.TEXT, None) or state.name is None:
                continue
            if MODEL_NAME.search(state.name) or MODEL_NAME.search(full):
                node = found.node
                assert isinstance(node, ast.expr)
                span = Span(tree.start(node), tree.end(node))
                yield Reference(module, full, span, walker.context(state, found))


def _imports(tree: Tree) -> list[tuple[str, Link]]:
    """Names bound by imports that may be a constant or hold one, each with its ``alias``."""
    starts = [match.start(1) for match in _IMPORT.finditer(tree.source.text)]
    found = []
    for _, link in tree.locate(starts):
        node = link.node
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                if _is_constant(name) or _has_model(tree.source.text, name):
                    found.append((name, link.child(alias, "names")))
    return found


def _has_model(text: str, name: str) -> bool:
    """Whether ``name.something`` with model in its name stands in the text."""
    place = text.find(f"{name}.")
    while place >= 0:
        end = place + len(name) + 1
        tail = _TAIL.match(text, end)
        if tail is not None and _is_constant(tail.group().rpartition(".")[2]):
            return True
        place = text.find(f"{name}.", end)
    return False


def _origin(store: Link) -> tuple[str, str]:
    """Module and name an import takes: ``from a import b`` is ``("a", "b")``, ``import a`` is ``("a", "")``."""
    alias, holder = store.node, store.parent.node if store.parent else None
    assert isinstance(alias, ast.alias)
    if isinstance(holder, ast.ImportFrom):
        return "." * holder.level + (holder.module or ""), alias.name
    return alias_name(store), ""


def _attribute_path(load: Link) -> tuple[Link, str]:
    """The longest attribute chain on ``load``: ``settings.llm.model`` gives ``llm.model``."""
    here, names = load, list[str]()
    while here.parent is not None and isinstance(here.parent.node, ast.Attribute) and here.field == "value":
        parent = here.parent
        if parent.parent is not None and isinstance(parent.parent.node, ast.Call) and parent.field == "func":
            break
        here = parent
        names.append(here.node.attr)  # type: ignore[attr-defined]
    return here, ".".join(names)


def _chosen(full: str, store: Link, path: str) -> bool:
    if isinstance(store.parent.node if store.parent else None, ast.Import) and not path:
        return False
    return _is_constant(full.rpartition(".")[2])


def _is_constant(name: str) -> bool:
    """``MODEL_X`` or ``chat_model``, but no class (``ChatModel``)."""
    return bool(_CONSTANT.match(name)) or (name.islower() and MODEL_NAME.search(name) is not None)


def _is_defined_by(scopes: Scopes, name: str, load: Link, store: Link) -> bool:
    return any(found.node is store.node for found in scopes.definitions(name, load))


def lookups(tree: Tree, scopes: Scopes, clients: Clients) -> Iterator[Lookup]:
    """Entries asked for with ``load()["chat"]``, or in a plain YAML load of the manifest."""
    text = tree.source.text
    if "modelguard" not in text and _MANIFEST.search(text) is None:
        return
    for name in _YAML_LOADERS:
        known = scopes.of(name)
        for link in (*known.loads, *known.attributes):
            call = link.parent
            if call is None or link.field != "func" or not isinstance(call.node, ast.Call):
                continue
            qualified = clients.qualified(link) or ""
            if qualified in _LOADERS:
                yield from _entries(tree, scopes, call, 1)
            elif qualified.split(".")[0] in ("yaml", "ruamel") and _of_manifest(tree, scopes, call):
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
                loads = scopes.of(name).loads
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
