"""Parts of an expression by its syntax alone: addends, members of displays, defaults of look-ups."""

from __future__ import annotations

import ast

from modelguard.readers._python_tree import Link


def addends(link: Link) -> list[Link]:
    """The parts of a chain of ``+``, left to right, without recursion."""
    parts: list[Link] = []
    here = link
    while isinstance(here.node, ast.BinOp) and isinstance(here.node.op, ast.Add):
        parts.append(here.child(here.node.right, "right"))
        here = here.child(here.node.left, "left")
    parts.append(here)
    return parts[::-1]


def member(holder: Link, key: object) -> Link | None:
    """The expression at ``key`` of a dict display, a ``dict(...)`` call or a sequence display."""
    node = holder.node
    if isinstance(node, ast.Dict):
        found = None
        for name, value in zip(node.keys, node.values, strict=True):
            if name is None:
                return None
            if isinstance(name, ast.Constant) and name.value == key:
                found = holder.child(value, "values")
        return found
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        for keyword in node.keywords:
            if keyword.arg == key:
                return holder.child(keyword, "keywords").child(keyword.value, "value")
    if isinstance(node, ast.List | ast.Tuple) and isinstance(key, int) and -len(node.elts) <= key < len(node.elts):
        return holder.child(node.elts[key], "elts")
    return None


def keyed(link: Link) -> dict[str, Link]:
    """The values of a dict display by the text of their constant keys."""
    node = link.node
    assert isinstance(node, ast.Dict)
    return {
        str(key.value): link.child(value, "values")
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
    }


def default_argument(call: ast.Call) -> ast.expr | None:
    """The default of an environment look-up: ``os.getenv(name, HERE)``, ``env("X", default=HERE)``."""
    name = ast.unparse(call.func) if isinstance(call.func, ast.Attribute | ast.Name) else ""
    if not (name.endswith(("getenv", "environ.get", "environ.setdefault")) or _is_env(name)):
        return None
    for keyword in call.keywords:
        if keyword.arg == "default":
            return keyword.value
    return call.args[1] if len(call.args) > 1 and not isinstance(call.args[1], ast.Starred) else None


def _is_env(name: str) -> bool:
    head, _, tail = name.rpartition(".")
    return tail in {"env", "config", "env_var", "get_env", "getenv_or", "get_env_var"} or (
        head in {"env", "environ"} and tail in {"str", "get", "string"}
    )
