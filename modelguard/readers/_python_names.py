"""Dotted names of classes and functions, resolved through the imports of a file."""

from __future__ import annotations

import ast
import builtins

from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_tree import Link

MODULES = frozenset("litellm openai anthropic genai cohere groq mistralai ollama together replicate dspy".split())
"""Modules that code without its imports (plug-in bodies, notebook cells) is understood to mean."""
_MAX_DEPTH = 8


def qualified(scopes: Scopes, link: Link, *, imported_only: bool = False, depth: int = 0) -> str | None:
    """The dotted name of the class or function at ``link``, resolved through imports.

    A name nobody binds in this file (a star import, an earlier notebook cell) stays as written.
    """
    node = link.node
    if isinstance(node, ast.Attribute):
        base = qualified(scopes, link.child(node.value, "value"), imported_only=True, depth=depth)
        return base and f"{base}.{node.attr}"
    if not isinstance(node, ast.Name) or depth > _MAX_DEPTH:
        return None
    stores = scopes.definitions(node.id, link)
    for store in stores:
        if isinstance(store.node, ast.alias):
            return alias_name(store)
        if isinstance(store.node, ast.ClassDef):
            bases = (store.child(base, "bases") for base in store.node.bases)
            names = (qualified(scopes, base, imported_only=True, depth=depth + 1) for base in bases)
            return next((name for name in names if name), None)
    known = node.id[:1].isupper() or node.id in MODULES or not imported_only
    return node.id if not stores and known and not hasattr(builtins, node.id) else None


def annotated(scopes: Scopes, store: Link, annotation: ast.expr) -> str | None:
    """The class that an annotation of ``store`` names."""
    if isinstance(annotation, ast.BinOp):
        annotation = annotation.left
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Name | ast.Attribute):
        annotation = annotation.slice
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return qualified_text(scopes, annotation.value, store)
    return qualified(scopes, store.child(annotation, "annotation"), imported_only=True)


def qualified_text(scopes: Scopes, name: str, link: Link) -> str | None:
    """The qualified name of a dotted name written in a string annotation."""
    head, dot, tail = name.strip().strip("'\"").partition(".")
    if not head.isidentifier():
        return None
    base = qualified(scopes, link.child(ast.Name(head, ast.Load()), "annotation"), imported_only=True)
    return base and base + dot + tail


def alias_name(store: Link) -> str:
    """The qualified name an import binds."""
    alias, holder = store.node, store.parent.node if store.parent else None
    assert isinstance(alias, ast.alias)
    if isinstance(holder, ast.ImportFrom):
        dots = "." * holder.level
        return f"{dots}{holder.module}.{alias.name}" if holder.module else f"{dots}{alias.name}"
    return alias.name if alias.asname else alias.name.split(".")[0]
