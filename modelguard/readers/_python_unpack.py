"""From a container onward to the names that take its members: loops, unpacking, choosing one of several."""

from __future__ import annotations

import ast

from modelguard.readers._python_labels import dotted_name
from modelguard.readers._python_tree import Link

Keys = list[object]
"""Keys of the containers around a value, the innermost first."""

_SAME_MEMBERS = frozenset("sorted list tuple set frozenset reversed iter tqdm copy deepcopy".split())
_ONE_OF = frozenset({"random.choice", "choice", "secrets.choice", "cycle", "itertools.cycle"})
_MANY = 6


def bound(target: Link, keys: Keys) -> tuple[Link, Keys] | None:
    """The name in ``target`` that takes the member at ``keys``: ``a, (b, c) = ...``."""
    node = target.node
    if isinstance(node, ast.Name):
        return target, keys
    if not isinstance(node, ast.Tuple | ast.List) or not keys:
        return None
    place = keys[-1]
    if not isinstance(place, int) or place >= len(node.elts) or any(isinstance(e, ast.Starred) for e in node.elts):
        return None
    return bound(target.child(node.elts[place], "elts"), keys[:-1])


def looped(loop: Link, keys: Keys) -> tuple[Link, Keys] | None:
    """The name that takes the member when ``loop`` goes over the container whose key is the last of ``keys``."""
    target = loop.node.target  # type: ignore[attr-defined]
    return bound(loop.child(target, "target"), keys[:-1]) if keys else None


def taken(here: Link, keys: Keys) -> tuple[Link, Keys] | None:
    """The name that takes a member of the container at ``here``, through a loop or an unpacking."""
    while _is_same(here):
        here = here.parent  # type: ignore[assignment]
    parent = here.parent
    if parent is None or not keys:
        return None
    match parent.node:
        case ast.For() | ast.AsyncFor() | ast.comprehension() if here.field == "iter":
            return looped(parent, keys) if isinstance(keys[-1], int) else None
        case ast.Assign(targets=[target]) if isinstance(target, ast.Tuple | ast.List):
            return bound(parent.child(target, "targets"), keys)
        case ast.Call(func=ast.Name(id="enumerate")) if here.field == "args":
            return _paired(parent, 1, keys)
        case ast.Call(func=ast.Name(id="zip"), args=arguments) if here.field == "args":
            return _paired(parent, next(i for i, item in enumerate(arguments) if item is here.node), keys)
        case ast.Attribute(attr="items" | "values" as method) if parent.parent is not None:
            call = parent.parent
            return _paired(call, 1 if method == "items" else -1, keys) if parent.field == "func" else None
    return None


def _paired(call: Link, place: int, keys: Keys) -> tuple[Link, Keys] | None:
    """The name a loop over ``call`` binds to the member at ``place`` of each pair; -1 where there is no pair."""
    while _is_same(call):
        call = call.parent  # type: ignore[assignment]
    loop = call.parent
    if loop is not None and isinstance(loop.node, ast.Assign) and isinstance(loop.node.targets[0], ast.Name):
        pairs = keys[:-1] if place < 0 else [*keys[:-1], place]
        return loop.child(loop.node.targets[0], "targets"), [*pairs, 0]
    if loop is None or call.field != "iter" or not isinstance(loop.node, ast.For | ast.AsyncFor | ast.comprehension):
        return None
    return bound(loop.child(loop.node.target, "target"), keys[:-1] if place < 0 else [*keys[:-1], place])


def chosen(here: Link, keys: Keys, items: int) -> Link | None:
    """The expression that is one of the members of the container at ``here``: ``MODELS[i]``, ``choice(MODELS)``."""
    parent = here.parent
    if parent is None or not keys:
        return None
    match parent.node:
        case ast.Subscript(slice=index) if here.field == "value":
            few = isinstance(keys[-1], int) or items <= _MANY
            return parent if few and not isinstance(index, ast.Constant | ast.Slice) else None
        case ast.Attribute(attr="get" | "pop") if (
            items <= _MANY and parent.field == "func" and parent.parent is not None
        ):
            first = parent.parent.node.args[:1]  # type: ignore[attr-defined]
            return parent.parent if first and not isinstance(first[0], ast.Constant) else None
        case ast.Call() if here.field == "args" and dotted_name(parent.node.func) in _ONE_OF:
            return parent
    return None


def _is_same(here: Link) -> bool:
    """Whether the call around ``here`` gives back the same members."""
    call = here.parent.node if here.parent else None
    if not isinstance(call, ast.Call) or here.field != "args" or call.args[0] is not here.node:
        return False
    return (dotted_name(call.func) or "").rpartition(".")[2] in _SAME_MEMBERS
