"""Follow a constant from the place where it stands to the calls that use it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from modelguard.readers._asking import looks_up, uses_model
from modelguard.readers._python_around import Around
from modelguard.readers._python_context import Walker
from modelguard.readers._python_fold import Folder
from modelguard.readers._python_scope import Scopes, scope_of
from modelguard.readers._python_text import FOLDING_METHODS
from modelguard.readers._python_tree import Link
from modelguard.readers._python_unpack import chosen, taken
from modelguard.readers._python_values import attribute_uses, bound_value
from modelguard.types import Place, UsedAt

MODEL_NAME = re.compile(r"model|llm|engine|deployment|gpt|claude|gemini", re.IGNORECASE)
_MANY = 10
_MAX_CALLS = 20
_MAX_STEPS = 200
_TAKES_WHOLE = (ast.keyword, ast.Call, ast.Assign, ast.Return, ast.Dict)
_BUILTINS = frozenset(
    "len print isinstance issubclass repr hash id type sorted set list tuple bool hasattr setattr getattr any all "
    "iter next enumerate zip map filter min max sum join".split()
)


@dataclass(slots=True)
class Trail:
    """Where a value went: calls, computations that take it in, and a prefix put before it.

    ``items`` is how many model-like values stand beside it in its container.
    """

    items: int = 0
    calls: list[tuple[Link, UsedAt]] = field(default_factory=list)
    computed: list[Link] = field(default_factory=list)
    prefix: str | None = None
    base_urls: list[str | None] = field(default_factory=list)
    hints: list[str | None] = field(default_factory=list)


@dataclass(slots=True)
class Follower:
    """Follows the values of one file."""

    path: str
    scopes: Scopes
    folder: Folder
    walker: Walker

    def follow(self, state: Around, texts: Sequence[str]) -> Trail:
        """Where the value that stands in ``state``, one of ``texts``, goes."""
        trail, seen = Trail(items=state.items), set[int]()
        queue: list[tuple[Around, list[object]]] = [(state, list(state.keys))]
        steps = 0
        while queue and steps < _MAX_STEPS and len(trail.calls) < _MAX_CALLS:
            current, keys = queue.pop(0)
            for use in self._uses(current):
                steps += 1
                if id(use.node) in seen or steps > _MAX_STEPS:
                    continue
                seen.add(id(use.node))
                reached = self._reach(use, current, keys, texts, trail)
                if reached is not None:
                    queue.append(reached)
        return trail

    def _reach(
        self, use: Link, current: Around, keys: list[object], texts: Sequence[str], trail: Trail
    ) -> tuple[Around, list[object]] | None:
        """Where one use of the value leads; its call is noted in ``trail``."""
        here, left = _opened(use, list(keys))
        member = current.member
        if (one := chosen(here, left, trail.items)) is not None:
            here, left = _opened(one, left[:-1])
            member = True
        if (name := taken(here, left)) is not None:
            return Around(binding=name[0], member=True), name[1]
        if not left:
            root = fold_root(here)
            if root is not here and not self._passes(root, texts, trail):
                return None
            here = root
        elif left == keys and not isinstance(here.parent.node if here.parent else None, _TAKES_WHOLE):
            return None
        state = self.walker.around(here)
        state.member = member
        if state.place in (Place.COMPARISON, Place.TEXT, Place.SUBSCRIPT, Place.DOCSTRING):
            return None
        if state.call is not None:
            self._note(state.call, state, trail)
        return state, left + state.keys

    def _note(self, call: Link, state: Around, trail: Trail) -> None:
        called = state.called
        if called in _BUILTINS or any(call.node is known.node for known, _ in trail.calls):
            return
        client = self.walker.clients.of_call(call)
        if state.member and not client.name and not self._asks(called or "", state.name or "", trail.items):
            return  # one of several values may as well be shown, looked up or counted
        trail.calls.append((call, UsedAt(self.path, call.node.lineno, called, client.name)))  # type: ignore[attr-defined]
        trail.base_urls.append(client.base_url)
        trail.hints.append(client.hint)

    @staticmethod
    def _asks(called: str, name: str, items: int) -> bool:
        """Whether a call of an unknown function with one of ``items`` values asks that model."""
        if items > _MANY or looks_up(called):
            return False
        return bool(MODEL_NAME.search(name) or uses_model(called))

    def _passes(self, root: Link, texts: Sequence[str], trail: Trail) -> bool:
        """Whether the computation at ``root`` hands the value on as it is, at most with a router prefix."""
        passed = False
        for value in self.folder.values(root):
            for text in texts:
                if not text or re.search(r"\s|://", value.text):
                    continue
                if value.text == text:
                    passed = True
                elif value.text.endswith((f"/{text}", f":{text}")):
                    passed = True
                    head = value.text[: -len(text) - 1]
                    trail.prefix = trail.prefix or (None if "{}" in head else head)
                elif value.text.startswith(text) and all(root.node is not known.node for known in trail.computed):
                    trail.computed.append(root)
        return passed

    def _uses(self, state: Around) -> Iterator[Link]:
        if state.returned is not None:
            yield from self._calls_of(state.returned)
        store = state.binding
        if store is None:
            if state.place is Place.OPTION_DEFAULT and state.name:
                yield from self._parsed(state.name)
            return
        node = store.node
        match node:
            case ast.Name(id=name) | ast.arg(arg=name):
                yield from self.scopes.uses(name, store)
                if isinstance(scope_of(store).node, ast.ClassDef):
                    yield from attribute_uses(self.scopes, name, store)
            case ast.Attribute(attr=name):
                yield from attribute_uses(self.scopes, name, store)
            case _:
                pass

    def _parsed(self, name: str) -> Iterator[Link]:
        """``args.model`` where ``args`` comes from ``parse_args()``."""
        for link in self.scopes.all_of(name).attributes:
            base = link.node.value if isinstance(link.node, ast.Attribute) else None
            if not isinstance(base, ast.Name):
                continue
            for store in self.scopes.definitions(base.id, link):
                value = bound_value(store)
                if value is not None and "parse_" in ast.unparse(value.node)[:200]:
                    yield link

    def _calls_of(self, function: Link) -> Iterator[Link]:
        name = getattr(function.node, "name", "")
        links = [*self.scopes.uses(name, function), *attribute_uses(self.scopes, name, function)]
        for link in links:
            call = link.parent
            if call is not None and isinstance(call.node, ast.Call) and link.field == "func":
                yield call


def _opened(use: Link, keys: list[object]) -> tuple[Link, list[object]]:
    """Take the keys off a container as far as the expression around ``use`` does."""
    here = use
    while here.parent is not None:
        parent = here.parent
        match parent.node:
            case ast.Subscript(slice=ast.Constant(value=key)) if here.field == "value" and keys and keys[-1] == key:
                keys.pop()
                here = parent
            case ast.Attribute(attr="get" | "pop") if keys and parent.parent is not None:
                call = parent.parent
                argument = call.node.args[0] if isinstance(call.node, ast.Call) and call.node.args else None
                if not isinstance(argument, ast.Constant) or argument.value != keys[-1]:
                    break
                keys.pop()
                here = call
            case ast.Attribute(attr="value"):
                here = parent
            case _:
                break
    return here, keys


def fold_root(link: Link) -> Link:
    """The largest string computation that ``link`` is a part of."""
    root = here = link
    while here.parent is not None:
        parent = here.parent
        match parent.node:
            case ast.BinOp(op=ast.Add() | ast.Mod()) | ast.JoinedStr():
                root = parent
            case ast.FormattedValue() | ast.IfExp() | ast.BoolOp() | ast.NamedExpr():
                if here.field == "test":
                    break
            case ast.Attribute(attr=method) if method in FOLDING_METHODS and _called(parent):
                parent = root = parent.parent  # type: ignore[assignment]
            case ast.Call(func=ast.Attribute(value=ast.Constant() | ast.JoinedStr(), attr="format" | "join")):
                root = parent
            case ast.List() | ast.Tuple() if _is_joined(parent):
                pass
            case ast.keyword():
                call = parent.parent.node if parent.parent else None
                if not (isinstance(call, ast.Call) and _is_format(call)):
                    break
            case _:
                break
        here = parent
    return root


def _called(attribute: Link) -> bool:
    parent = attribute.parent
    return parent is not None and attribute.field == "func" and isinstance(parent.node, ast.Call)


def _is_joined(items: Link) -> bool:
    parent = items.parent.node if items.parent else None
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, ast.Mod)
    return isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "join"


def _is_format(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "format"
