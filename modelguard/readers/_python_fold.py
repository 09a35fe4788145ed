"""Fold computed strings: implicit joins, ``+``, ``%``, f-strings, ``format``, ``join``, constants.

A part that is not known becomes ``{}`` and makes the value dynamic: never a wrong id.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from modelguard.readers._python_parts import addends, default_argument, keyed, member
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_text import (
    MAX_VALUES,
    REPLACING,
    SIMPLE,
    UNKNOWN,
    Value,
    constant_value,
    format_pieces,
    mapped,
    percent_pieces,
    product,
    replaced,
)
from modelguard.readers._python_tree import Link
from modelguard.readers._python_values import attribute_stores, bound_value, returned_values

_MAX_LENGTH = 2_000
_MAX_DEPTH = 12


@dataclass(slots=True)
class Folder:
    """Evaluates string expressions of one file."""

    scopes: Scopes

    def values(self, link: Link, depth: int = 0) -> tuple[Value, ...]:
        """The values the expression at ``link`` can have; ``(UNKNOWN,)`` where nothing is known."""
        if depth > _MAX_DEPTH:
            return (UNKNOWN,)
        found = dict.fromkeys(itertools.islice(self._values(link, depth + 1), MAX_VALUES + 1))
        if not found or len(found) > MAX_VALUES or any(len(value.text) > _MAX_LENGTH for value in found):
            return (UNKNOWN,)
        return tuple(found)

    def text(self, link: Link) -> str | None:
        """The one known value at ``link``, the first of several, or ``None``."""
        return next((value.text for value in self.values(link) if value.known), None)

    def _values(self, link: Link, depth: int) -> Iterable[Value]:
        match link.node:
            case ast.Constant(value=constant):
                return (constant_value(constant),)
            case ast.JoinedStr(values=parts):
                return product([self._part(link.child(part, "values"), depth) for part in parts])
            case ast.BinOp(op=ast.Add()):
                return product([self.values(part, depth) for part in addends(link)])
            case ast.BinOp(op=ast.Mod(), left=left, right=right):
                return self._percent(link.child(left, "left"), link.child(right, "right"), depth)
            case ast.IfExp(body=body, orelse=orelse):
                return self._either([link.child(body, "body"), link.child(orelse, "orelse")], depth)
            case ast.BoolOp(values=operands):
                return self._either([link.child(operand, "values") for operand in operands], depth)
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                return self.values(link.child(value, "value"), depth)
            case _:
                return self._looked_up(link, depth)

    def _looked_up(self, link: Link, depth: int) -> Iterable[Value]:
        """The values of an expression that stands for something defined elsewhere."""
        match link.node:
            case ast.Name(id=name):
                return self._bound(self.scopes.definitions(name, link), depth)
            case ast.Attribute():
                return self._bound(attribute_stores(self.scopes, link), depth)
            case ast.Subscript():
                return self._subscript(link, depth)
            case ast.Call():
                return self._call(link, depth)
            case _:
                return (UNKNOWN,)

    def _part(self, link: Link, depth: int) -> tuple[Value, ...]:
        node = link.node
        if not isinstance(node, ast.FormattedValue):
            return self.values(link, depth)
        if node.format_spec is not None or node.conversion not in (-1, ord("s")):
            return (UNKNOWN,)
        return self.values(link.child(node.value, "value"), depth)

    def _either(self, links: Sequence[Link], depth: int) -> Iterable[Value]:
        """All known values of the branches; unknown only where no branch is known."""
        values = [value for link in links for value in self.values(link, depth)]
        return [value for value in values if value.text not in ("{}", "")] or (UNKNOWN,)

    def _bound(self, stores: Sequence[Link], depth: int) -> Iterable[Value]:
        if not stores:
            return (UNKNOWN,)
        found: list[Value] = []
        for store in stores:
            value = None if isinstance(store.node, ast.arg) else bound_value(store)
            found.extend(self.values(value, depth) if value is not None else self._looped(store, depth))
        return found

    def _looped(self, store: Link, depth: int) -> Iterable[Value]:
        """Values of a loop variable over constants."""
        parent = store.parent
        if parent is not None and isinstance(parent.node, ast.For | ast.comprehension) and store.field == "target":
            items = parent.node.iter
            if isinstance(items, ast.Tuple | ast.List | ast.Set):
                holder = parent.child(items, "iter")
                return [value for item in items.elts for value in self.values(holder.child(item, "elts"), depth)]
        return (UNKNOWN,)

    def _subscript(self, link: Link, depth: int) -> Iterable[Value]:
        node = link.node
        assert isinstance(node, ast.Subscript)
        if not isinstance(node.slice, ast.Constant):
            return (UNKNOWN,)
        return self._item(link.child(node.value, "value"), node.slice.value, depth)

    def _item(self, container: Link, key: object, depth: int) -> Iterable[Value]:
        found: list[Value] = []
        for holder in self.containers(container):
            item = member(holder, key)
            if item is None:
                return (UNKNOWN,)
            found.extend(self.values(item, depth))
        return found or (UNKNOWN,)

    def containers(self, link: Link) -> list[Link]:
        """The dict, list or tuple displays that the expression at ``link`` can be."""
        node = link.node
        if isinstance(node, ast.Dict | ast.List | ast.Tuple | ast.Call):
            return [link]
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            outer = self.containers(link.child(node.value, "value"))
            items = [member(holder, node.slice.value) for holder in outer]
            return [item for item in items if item is not None and isinstance(item.node, ast.Dict | ast.Call)]
        stores: Sequence[Link] = ()
        if isinstance(node, ast.Name):
            stores = self.scopes.definitions(node.id, link)
        elif isinstance(node, ast.Attribute):
            stores = attribute_stores(self.scopes, link)
        values = [bound_value(store) for store in stores]
        return [value for value in values if value is not None and not isinstance(value.node, ast.Name)]

    def _call(self, link: Link, depth: int) -> Iterable[Value]:
        node = link.node
        assert isinstance(node, ast.Call)
        default = default_argument(node)
        if default is not None:
            return self.values(link.child(default, "args"), depth)
        if isinstance(node.func, ast.Name):
            return self._function(link, node, depth)
        if not isinstance(node.func, ast.Attribute):
            return (UNKNOWN,)
        receiver = link.child(node.func, "func").child(node.func.value, "value")
        return self._method(link, node, receiver, node.func.attr, depth)

    def _method(self, link: Link, node: ast.Call, receiver: Link, method: str, depth: int) -> Iterable[Value]:
        if method == "format":
            return self._format(link, receiver, depth)
        if method == "join" and len(node.args) == 1 and isinstance(node.args[0], ast.List | ast.Tuple):
            holder = link.child(node.args[0], "args")
            return self._join(receiver, [holder.child(item, "elts") for item in node.args[0].elts], depth)
        if method == "get" and node.args and isinstance(node.args[0], ast.Constant):
            return self._item(receiver, node.args[0].value, depth)
        if method in SIMPLE and not node.args:
            return [mapped(value, SIMPLE[method]) for value in self.values(receiver, depth)]
        given = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        texts = [argument for argument in given if isinstance(argument, str)]
        if method in REPLACING and texts and len(texts) == len(node.args):
            return [replaced(value, method, texts) for value in self.values(receiver, depth)]
        return (UNKNOWN,)

    def _function(self, link: Link, node: ast.Call, depth: int) -> Iterable[Value]:
        assert isinstance(node.func, ast.Name)
        if node.func.id == "str" and len(node.args) == 1:
            return self.values(link.child(node.args[0], "args"), depth)
        found: list[Value] = []
        for store in self.scopes.definitions(node.func.id, link):
            if isinstance(store.node, ast.FunctionDef):
                returned = returned_values(store.node, store)[:MAX_VALUES]
                found.extend(value for item in returned for value in self.values(item, depth))
        return found or (UNKNOWN,)

    def _join(self, separator: Link, items: Sequence[Link], depth: int) -> Iterable[Value]:
        parts: list[tuple[Value, ...]] = []
        between = self.values(separator, depth)
        for item in items:
            parts.extend([between, self.values(item, depth)] if parts else [self.values(item, depth)])
        return product(parts)

    def _percent(self, left: Link, right: Link, depth: int) -> Iterable[Value]:
        given: dict[str, Link] = {}
        if isinstance(right.node, ast.Tuple):
            given = {str(i): right.child(item, "elts") for i, item in enumerate(right.node.elts)}
        elif isinstance(right.node, ast.Dict):
            given = keyed(right)
        else:
            given = {"0": right}
        for template in self.values(left, depth):
            counter = itertools.count()
            pieces = list(percent_pieces(template, counter))
            yield from product([self._piece(piece, given, depth) for piece in pieces])

    def _format(self, link: Link, receiver: Link, depth: int) -> Iterable[Value]:
        node = link.node
        assert isinstance(node, ast.Call)
        given = {str(i): link.child(argument, "args") for i, argument in enumerate(node.args)}
        for keyword in node.keywords:
            if keyword.arg:
                given[keyword.arg] = link.child(keyword, "keywords").child(keyword.value, "value")
        for template in self.values(receiver, depth):
            pieces = list(format_pieces(template))
            yield from product([self._piece(piece, given, depth) for piece in pieces])

    def _piece(self, piece: tuple[bool, str], given: dict[str, Link], depth: int) -> tuple[Value, ...]:
        literal, text = piece
        if literal:
            return (Value(text),)
        return self.values(given[text], depth) if text in given else (UNKNOWN,)
