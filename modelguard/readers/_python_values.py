"""What a binding holds: from the place that binds a name to the expression bound to it."""

from __future__ import annotations

import ast

from modelguard.readers._python_scope import Scopes, enclosing, scope_of
from modelguard.readers._python_tree import Link


def bound_value(store: Link) -> Link | None:
    """The expression that ``store`` binds, or ``None`` where it is not one expression."""
    steps: list[int] = []
    here = store
    while here.parent is not None and isinstance(here.parent.node, ast.Tuple | ast.List):
        steps.append(here.parent.node.elts.index(here.node))  # type: ignore[arg-type]
        here = here.parent
    parent = here.parent
    if parent is None:
        return None
    match parent.node:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) | ast.NamedExpr(value=value):
            return _unpacked(parent.child(value, "value"), steps)
        case ast.withitem(context_expr=value) if not steps:
            return parent.child(value, "context_expr")
        case ast.arguments() if isinstance(store.node, ast.arg):
            return default_of(store)
        case _:
            return None


def _unpacked(value: Link, steps: list[int]) -> Link | None:
    for step in reversed(steps):
        node = value.node
        if not isinstance(node, ast.Tuple | ast.List) or step >= len(node.elts):
            return None
        value = value.child(node.elts[step], "elts")
    return value


def default_of(parameter: Link) -> Link | None:
    """The default of the parameter at ``parameter``."""
    if parameter.parent is None or not isinstance(parameter.parent.node, ast.arguments):
        return None
    arguments, node = parameter.parent.node, parameter.node
    plain = [*arguments.posonlyargs, *arguments.args]
    if node in plain:
        place = plain.index(node) - (len(plain) - len(arguments.defaults))
        return parameter.parent.child(arguments.defaults[place], "defaults") if place >= 0 else None
    if node in arguments.kwonlyargs:
        default = arguments.kw_defaults[arguments.kwonlyargs.index(node)]
        return parameter.parent.child(default, "kw_defaults") if default is not None else None
    return None


def parameter_of_default(default: Link) -> ast.arg | None:
    """The parameter whose default stands at ``default``."""
    arguments = default.parent.node if default.parent else None
    if not isinstance(arguments, ast.arguments):
        return None
    plain = [*arguments.posonlyargs, *arguments.args]
    if default.field == "defaults":
        offset = len(plain) - len(arguments.defaults)
        return plain[offset + arguments.defaults.index(default.node)]  # type: ignore[arg-type]
    if default.field == "kw_defaults":
        return arguments.kwonlyargs[arguments.kw_defaults.index(default.node)]  # type: ignore[arg-type]
    return None


def attribute_stores(scopes: Scopes, attribute: Link) -> list[Link]:
    """The places that bind ``self.x``, ``cls.x``, ``Class.x`` or ``instance.x`` as loaded at ``attribute``."""
    node = attribute.node
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return []
    owner = owner_class(scopes, attribute)
    if owner is None:
        return _same_base(scopes, attribute)
    return class_stores(scopes, owner, node.attr)


def class_stores(scopes: Scopes, owner: ast.ClassDef, name: str) -> list[Link]:
    """The places that bind attribute ``name`` of class ``owner``: its body and ``self.name = ...``."""
    return [*scopes.stores(name, owner), *_owned(scopes, name).get((id(owner), ""), ())]


def _owned(scopes: Scopes, name: str) -> dict[tuple[int, str], list[Link]]:
    """Stores of attribute ``name``: ``self.name`` by its class, ``base.name`` by scope and base."""
    known = scopes.of(name)
    if known.by_owner is None:
        known.by_owner = {}
        for link in known.attribute_stores:
            base = link.node.value  # type: ignore[attr-defined]
            home = enclosing(link, ast.ClassDef) if is_self(base) else None
            if home is not None:
                known.by_owner.setdefault((id(home.node), ""), []).append(link)
            elif isinstance(base, ast.Name):
                known.by_owner.setdefault((id(scope_of(link).node), base.id), []).append(link)
    return known.by_owner


def attribute_uses(scopes: Scopes, name: str, store: Link) -> list[Link]:
    """The loads of attribute ``name`` that may see what ``store`` binds."""
    known = scopes.of(name)
    if known.used_as_attribute is None:
        known.used_as_attribute = {}
        for load in scopes.all_of(name).attributes:
            for found in attribute_stores(scopes, load):
                known.used_as_attribute.setdefault(id(found.node), []).append(load)
    return known.used_as_attribute.get(id(store.node), [])


def is_self(node: ast.AST) -> bool:
    """Whether ``node`` is ``self`` or ``cls``."""
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def owner_class(scopes: Scopes, attribute: Link) -> ast.ClassDef | None:
    """The class of this file whose attribute is meant at ``attribute``."""
    node = attribute.node
    if not isinstance(node, ast.Attribute):
        return None
    base = node.value
    if is_self(base):
        home = enclosing(attribute, ast.ClassDef)
        return home.node if home is not None else None  # type: ignore[return-value]
    if isinstance(base, ast.Call):
        return _class_named(scopes, base.func, attribute)
    if not isinstance(base, ast.Name):
        return None
    for store in scopes.definitions(base.id, attribute):
        if isinstance(store.node, ast.ClassDef):
            return store.node
        value = bound_value(store)
        if value is not None and isinstance(value.node, ast.Call):
            return _class_named(scopes, value.node.func, value)
        if isinstance(store.node, ast.arg) and store.node.annotation is not None:
            return _class_named(scopes, store.node.annotation, store)
    return None


def _class_named(scopes: Scopes, name: ast.expr, link: Link) -> ast.ClassDef | None:
    if not isinstance(name, ast.Name):
        return None
    stores = scopes.definitions(name.id, link)
    return next((store.node for store in stores if isinstance(store.node, ast.ClassDef)), None)


def _same_base(scopes: Scopes, attribute: Link) -> list[Link]:
    """Stores of ``base.x`` in the same scope as a load of ``base.x``."""
    node = attribute.node
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return []
    return _owned(scopes, node.attr).get((id(scope_of(attribute).node), node.value.id), [])


def returned_values(function: ast.AST, link: Link) -> list[Link]:
    """The expressions that ``function`` (at ``link``) returns; nested functions left out."""
    found: list[Link] = []
    stack = [link.child(node, "body") for node in getattr(function, "body", ())]
    while stack:
        here = stack.pop()
        if isinstance(here.node, ast.Return):
            if here.node.value is not None:
                found.append(here.child(here.node.value, "value"))
        elif isinstance(here.node, ast.stmt | ast.ExceptHandler | ast.match_case) and not isinstance(
            here.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ):
            for name in ("body", "orelse", "finalbody", "handlers", "cases"):
                stack.extend(here.child(node, name) for node in getattr(here.node, name, ()))
    return found[::-1]
