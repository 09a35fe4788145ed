"""Fold computed strings: implicit joins, ``+``, ``%``, f-strings, ``format``, ``join``, constants.

A part that is not known becomes ``{}`` and makes the value dynamic: never a wrong id.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_tree import Link
from modelguard.readers._python_values import attribute_stores, bound_value, returned_values

MAX_VALUES = 16
_MAX_LENGTH = 2_000
_MAX_DEPTH = 12
_PERCENT = re.compile(r"%(?:\((\w+)\))?[-+ #0]*(?:\*|\d+)?(?:\.\d+)?([%a-zA-Z])")
_FORMAT = re.compile(r"\{\{|\}\}|\{([^{}!:]*)(![rsa])?(:[^{}]*)?\}")
_SIMPLE: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "title": str.title,
    "capitalize": str.capitalize,
    "casefold": str.casefold,
}
_REPLACING: dict[str, Callable[..., str]] = {
    "replace": str.replace,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
}
FOLDING_METHODS = frozenset({"format", "join", *_SIMPLE, *_REPLACING})


@dataclass(frozen=True, slots=True)
class Value:
    """One value an expression can have; ``{}`` stands for what is not known."""

    text: str
    known: bool = True


UNKNOWN = Value("{}", known=False)


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
        node = link.node
        match node:
            case ast.Constant(value=constant):
                return (_constant(constant),)
            case ast.JoinedStr(values=parts):
                return _product([self._part(link.child(part, "values"), depth) for part in parts])
            case ast.BinOp(op=ast.Add()):
                return _product([self.values(part, depth) for part in addends(link)])
            case ast.BinOp(op=ast.Mod(), left=left, right=right):
                return self._percent(link.child(left, "left"), link.child(right, "right"), depth)
            case ast.IfExp(body=body, orelse=orelse):
                return self._either([link.child(body, "body"), link.child(orelse, "orelse")], depth)
            case ast.BoolOp(values=operands):
                return self._either([link.child(operand, "values") for operand in operands], depth)
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                return self.values(link.child(value, "value"), depth)
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
        method = node.func.attr
        if method == "format":
            return self._format(link, receiver, depth)
        if method == "join" and len(node.args) == 1 and isinstance(node.args[0], ast.List | ast.Tuple):
            holder = link.child(node.args[0], "args")
            return self._join(receiver, [holder.child(item, "elts") for item in node.args[0].elts], depth)
        if method == "get" and node.args and isinstance(node.args[0], ast.Constant):
            return self._item(receiver, node.args[0].value, depth)
        if method in _SIMPLE and not node.args:
            return [_mapped(value, _SIMPLE[method]) for value in self.values(receiver, depth)]
        given = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        texts = [argument for argument in given if isinstance(argument, str)]
        if method in _REPLACING and texts and len(texts) == len(node.args):
            return [_replaced(value, method, texts) for value in self.values(receiver, depth)]
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
        return _product(parts)

    def _percent(self, left: Link, right: Link, depth: int) -> Iterable[Value]:
        given: dict[str, Link] = {}
        if isinstance(right.node, ast.Tuple):
            given = {str(i): right.child(item, "elts") for i, item in enumerate(right.node.elts)}
        elif isinstance(right.node, ast.Dict):
            given = _keyed(right)
        else:
            given = {"0": right}
        for template in self.values(left, depth):
            counter = itertools.count()
            pieces = list(_percent_pieces(template, counter))
            yield from _product([self._piece(piece, given, depth) for piece in pieces])

    def _format(self, link: Link, receiver: Link, depth: int) -> Iterable[Value]:
        node = link.node
        assert isinstance(node, ast.Call)
        given = {str(i): link.child(argument, "args") for i, argument in enumerate(node.args)}
        for keyword in node.keywords:
            if keyword.arg:
                given[keyword.arg] = link.child(keyword, "keywords").child(keyword.value, "value")
        for template in self.values(receiver, depth):
            pieces = list(_format_pieces(template))
            yield from _product([self._piece(piece, given, depth) for piece in pieces])

    def _piece(self, piece: tuple[bool, str], given: dict[str, Link], depth: int) -> tuple[Value, ...]:
        literal, text = piece
        if literal:
            return (Value(text),)
        return self.values(given[text], depth) if text in given else (UNKNOWN,)


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


def _keyed(link: Link) -> dict[str, Link]:
    node = link.node
    assert isinstance(node, ast.Dict)
    return {
        str(key.value): link.child(value, "values")
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
    }


def _constant(constant: object) -> Value:
    if isinstance(constant, str):
        return Value(constant)
    if isinstance(constant, bytes):
        return Value(constant.decode("utf-8", "replace"))
    if isinstance(constant, int | float) and not isinstance(constant, bool):
        try:
            return Value(str(constant))
        except ValueError:
            return UNKNOWN
    return UNKNOWN


def _product(parts: Sequence[tuple[Value, ...]]) -> Iterator[Value]:
    """Every way to join the parts, at most a few."""
    total = 1
    for part in parts:
        total *= len(part)
        if total > MAX_VALUES:
            parts = [part if len(part) == 1 else (UNKNOWN,) for part in parts]
            break
    for choice in itertools.product(*parts):
        yield Value("".join(value.text for value in choice), all(value.known for value in choice))


def _mapped(value: Value, change: Callable[[str], str]) -> Value:
    return Value(change(value.text), value.known)


def _replaced(value: Value, method: str, arguments: list[str]) -> Value:
    try:
        return Value(_REPLACING[method](value.text, *arguments), value.known)
    except TypeError:
        return UNKNOWN


def _percent_pieces(template: Value, counter: Iterator[int]) -> Iterator[tuple[bool, str]]:
    last = 0
    for match in _PERCENT.finditer(template.text):
        yield True, template.text[last : match.start()]
        if match.group(2) == "%":
            yield True, "%"
        elif match.group(2) in "sdi":
            yield False, match.group(1) or str(next(counter))
        else:
            yield False, "?"
        last = match.end()
    yield True, template.text[last:]


def _format_pieces(template: Value) -> Iterator[tuple[bool, str]]:
    last, counter = 0, itertools.count()
    for match in _FORMAT.finditer(template.text):
        yield True, template.text[last : match.start()]
        if match.group() in ("{{", "}}"):
            yield True, match.group()[0]
        elif match.group(3) or match.group(2) in ("!r", "!a"):
            yield False, "?"
        else:
            yield False, match.group(1) or str(next(counter))
        last = match.end()
    yield True, template.text[last:]
