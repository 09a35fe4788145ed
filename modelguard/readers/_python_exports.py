"""Under which names other files can reach a constant of this one: plain, as an attribute, by keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from modelguard.readers._python_scope import enclosing, scope_of
from modelguard.readers._python_tree import Link
from modelguard.readers._python_values import is_self

_NESTED = 2


def exported_names(store: Link, keys: Sequence[object], module: ast.Module) -> Iterator[str]:
    """The names that reach what ``store`` binds at ``keys`` (the innermost first) in ``module``.

    ``Settings.model`` is also ``settings.model`` (where ``settings = Settings()``), ``get_settings().model``
    (where the function returns one) and ``config.chat.model`` (where ``Config`` has a field of that class).
    """
    if not all(isinstance(key, str | int) for key in keys):
        return
    tail = "".join(f"[{key}]" for key in reversed(keys))
    node = store.node
    scope = scope_of(store)
    if isinstance(node, ast.Name) and scope.node is module:
        yield node.id + tail
        return
    owner, name = _owner(store, scope)
    if owner is None or name is None or owner.parent is None or owner.parent.node is not module:
        return
    for holder in _holders(owner.node.name, module, _NESTED):  # type: ignore[attr-defined]
        yield f"{holder}.{name}{tail}"


def _owner(store: Link, scope: Link) -> tuple[Link | None, str | None]:
    """Class and name of the attribute that ``store`` binds: in its body, or as ``self.name``."""
    node = store.node
    if isinstance(node, ast.Name) and isinstance(scope.node, ast.ClassDef):
        return scope, node.id
    if isinstance(node, ast.Attribute) and is_self(node.value):
        return enclosing(store, ast.ClassDef), node.attr
    return None, None


def _holders(owner: str, module: ast.Module, depth: int) -> Iterator[str]:
    """What holds an object of the class ``owner``: itself, module-level names, functions, fields of other classes."""
    yield owner
    for statement in module.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                if _makes(value, owner):
                    yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if _gives(statement, owner):
                    yield f"{name}()"
            case ast.ClassDef() if depth > 0 and statement.name != owner:
                for field in _fields(statement, owner):
                    for holder in _holders(statement.name, module, depth - 1):
                        yield f"{holder}.{field}"
            case _:
                pass


def _makes(value: ast.AST | None, owner: str) -> bool:
    """Whether ``value`` is an object of ``owner``: a call of it, or a field whose factory it is."""
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Name) and value.func.id == owner:
        return True
    return any(k.arg == "default_factory" and _named(k.value, owner) for k in value.keywords)


def _named(node: ast.AST | None, owner: str) -> bool:
    """Whether an annotation names the class, at most inside ``Optional[...]`` or ``... | None``."""
    match node:
        case ast.Name(id=name):
            return name == owner
        case ast.Constant(value=str(text)):
            return text.strip() == owner
        case ast.BinOp(left=left, right=right):
            return _named(left, owner) or _named(right, owner)
        case ast.Subscript(value=ast.Name(id="Optional" | "Annotated" | "Final"), slice=inner):
            return _named(inner.elts[0] if isinstance(inner, ast.Tuple) else inner, owner)
        case _:
            return False


def _gives(function: ast.FunctionDef | ast.AsyncFunctionDef, owner: str) -> bool:
    if _named(function.returns, owner):
        return True
    return any(isinstance(inner, ast.Return) and _makes(inner.value, owner) for inner in function.body)


def _fields(holder: ast.ClassDef, owner: str) -> Iterator[str]:
    for item in holder.body:
        match item:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                if _named(annotation, owner) or _makes(value, owner):
                    yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _makes(value, owner):
                yield name
            case _:
                pass
