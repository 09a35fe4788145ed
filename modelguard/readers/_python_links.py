"""Constants of other files that this one uses where a model is chosen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from modelguard.readers._python_context import Walker
from modelguard.readers._python_follow import MODEL_NAME
from modelguard.readers._python_labels import label_of
from modelguard.readers._python_names import alias_name
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_tree import Link, Tree
from modelguard.readers._python_values import attribute_uses
from modelguard.types import Place, Reference, Span

_IMPORT = re.compile(r"^[ \t]*(from|import)[ \t]", re.MULTILINE)
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]+\Z")
_CHOSEN = re.compile(r"\w*(?:[\"']?[ \t]*[=:][ \t]*|\()([A-Za-z_]\w*)")
_SAYS_MODEL = ("model", "llm", "engine", "deployment", "gpt", "claude", "gemini")
_SETTINGS = re.compile(r"settings|config|conf|cfg|options|constants|defaults|environment|env", re.IGNORECASE)
_MAX_USES = 200

Step = tuple[Link, str]
"""An expression and the name it has in the file it comes from."""


def references(tree: Tree, scopes: Scopes, walker: Walker) -> Iterator[Reference]:
    """Imported constants that stand where a model is chosen."""
    heads = _heads(tree.source.text)
    imports = _imports(tree, heads)
    scopes.prepare(name for name, _ in imports)
    for name, store in imports:
        module, outer = _origin(store)
        plain = isinstance(store.parent.node if store.parent else None, ast.Import)
        for found, full in _uses(scopes, name, store, outer, heads):
            if (plain and not full) or not _may_be_value(full):
                continue
            state = walker.around(found)
            listed = state.place is Place.ITEM and state.called is not None
            if state.place in (Place.COMPARISON, Place.TEXT, None) or (state.name is None and not listed):
                continue
            if MODEL_NAME.search(state.name or "") or (MODEL_NAME.search(full) and _is_constant(_last(full))):
                node = found.node
                assert isinstance(node, ast.expr)
                span = Span(tree.start(node), tree.end(node))
                yield Reference(module, full, span, walker.context(state, found))


def _imports(tree: Tree, heads: set[str]) -> list[tuple[str, Link]]:
    """Names bound by imports that may be a constant or hold one, each with its ``alias``."""
    text = tree.source.text
    starts = [match.start(1) for match in _IMPORT.finditer(text)]
    if not starts:
        return []
    found = []
    for _, link in tree.locate(starts):
        node = link.node
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                if _is_constant(name) or name in heads or (_SETTINGS.search(name) and _stands_for(text, name)):
                    found.append((name, link.child(alias, "names")))
    return found


def _stands_for(text: str, name: str) -> bool:
    """Whether something may be made by ``name``, or be of its type."""
    return f" {name}(" in text or f": {name}" in text


def _heads(text: str) -> set[str]:
    """The names from which something is taken for a model: ``x.model``, ``model=x.name``, ``model=x["chat"]``."""
    found = set()
    low = text.lower()
    low = low if len(low) == len(text) else text
    for word in _SAYS_MODEL:
        place = low.find(word)
        while place >= 0:
            if chosen := _CHOSEN.match(text, place):
                found.add(chosen.group(1))
            start = place
            while start > 0 and (
                text[start - 1].isalnum() or text[start - 1] in "_." or text[start - 2 : start] == "()"
            ):
                start -= 1 if text[start - 1] != ")" else 2
            head, dot, _ = text[start : place + 1].partition(".")
            if dot:
                found.add(head.removesuffix("()"))
            place = low.find(word, place + 1)
    return found


def _uses(scopes: Scopes, name: str, store: Link, outer: str, heads: set[str]) -> Iterator[Step]:
    """The expressions that come from the import at ``store``, also through a variable or a parameter of its type."""
    pending = [(load, outer) for load in scopes.all_of(name).loads if _is_defined_by(scopes, name, load, store)]
    for load, before in pending:  # grows while it is gone through
        here, full = _path(load, before)
        yield here, full
        if len(pending) < _MAX_USES:
            pending.extend((use, full) for use in _taken(scopes, here, heads))


def _path(load: Link, full: str) -> Step:
    """The longest chain of attributes, keys and empty calls on ``load``: ``get_settings().llm["model"]``."""
    here = load
    while here.parent is not None:
        parent = here.parent
        match parent.node:
            case ast.Attribute(attr=name) if here.field == "value":
                full = f"{full}.{name}" if full else name
            case ast.Subscript(slice=ast.Constant(value=str() | int() as key)) if here.field == "value":
                full = f"{full}[{key}]"
            case ast.Call(args=[], keywords=[]) if here.field == "func":
                full = f"{full}()"
            case _:
                break
        here = parent
    return here, full


def _taken(scopes: Scopes, here: Link, heads: set[str]) -> Iterator[Link]:
    """The uses of a variable that is given ``here``, or of a parameter whose type it names."""
    parent = here.parent
    match parent.node if parent else None:
        case ast.Assign(targets=[target]) if here.field == "value":
            field, label = "targets", label_of(target)
        case ast.AnnAssign(target=target):
            field, label = "target", label_of(target)
        case ast.arg(arg=label) as target if here.field == "annotation":
            field = ""
        case _:
            return
    if parent is None or label is None or not (label in heads or MODEL_NAME.search(label)):
        return
    store = parent.child(target, field) if field else parent
    if isinstance(target, ast.Name | ast.arg):
        yield from scopes.uses(label, store)
    elif isinstance(target, ast.Attribute):
        yield from attribute_uses(scopes, label, store)


def _origin(store: Link) -> tuple[str, str]:
    """Module and name an import takes: ``from a import b`` is ``("a", "b")``, ``import a`` is ``("a", "")``."""
    alias, holder = store.node, store.parent.node if store.parent else None
    assert isinstance(alias, ast.alias)
    if isinstance(holder, ast.ImportFrom):
        return "." * holder.level + (holder.module or ""), alias.name
    return alias_name(store), ""


def _last(full: str) -> str:
    """The last name of a chain, without its keys."""
    return full.partition("[")[0].rpartition(".")[2]


def _may_be_value(full: str) -> bool:
    """Whether a chain can end in a constant: not in a call or a class."""
    last = _last(full)
    return not full.endswith("()") and (bool(_CONSTANT.match(last)) or last[:1].islower() or last[:1] == "_")


def _is_constant(name: str) -> bool:
    """``MODEL_X`` or ``chat_model``, but no class (``ChatModel``)."""
    return bool(_CONSTANT.match(name)) or (name.islower() and MODEL_NAME.search(name) is not None)


def _is_defined_by(scopes: Scopes, name: str, load: Link, store: Link) -> bool:
    return any(found.node is store.node for found in scopes.definitions(name, load))
