"""Which definition a name refers to: scopes, re-assignment and shadowing, worked out on demand.

Only names somebody asks for are looked up: their occurrences come from the text, their nodes from
:func:`modelguard.readers._python_tree.locate`, so that nothing is paid for all other names.
"""

from __future__ import annotations

import ast
import bisect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from modelguard.readers._python_tree import Link, Tree

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | ast.Module
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_WORD = re.compile(r"[^\W\d]\w*")
_MANY = 40
_WINDOW = 200
_NEAR = 12
_FEW = 30
_CROWD = 1_000
"""Occurrences of a name beyond which those that only pass it on are left until somebody asks for all."""


@dataclass(slots=True)
class Occurrences:
    """Where one identifier stands: as a bound or loaded name, and as an attribute."""

    stores: list[Link] = field(default_factory=list)
    loads: list[Link] = field(default_factory=list)
    attributes: list[Link] = field(default_factory=list)
    attribute_stores: list[Link] = field(default_factory=list)
    globals: list[Link] = field(default_factory=list)
    by_scope: dict[int, list[Link]] | None = None
    by_owner: dict[tuple[int, str], list[Link]] | None = None
    used: dict[int, list[Link]] | None = None
    used_as_attribute: dict[int, list[Link]] | None = None


@dataclass(slots=True)
class Scopes:
    """The names of one file."""

    tree: Tree
    _known: dict[str, Occurrences] = field(default_factory=dict)
    _homes: dict[tuple[str, int], ast.AST | None] = field(default_factory=dict)
    _passed: dict[str, list[int]] = field(default_factory=dict)

    def prepare(self, names: Iterable[str]) -> None:
        """Find the occurrences of ``names`` in one go."""
        missing = {name for name in names if name not in self._known}
        if not missing:
            return
        for name in missing:
            self._known[name] = Occurrences()
        self._file_all(sorted(self._offsets(missing)))

    def _file_all(self, offsets: list[tuple[int, str]]) -> None:
        """Put what stands at ``offsets``, and is called so, where it belongs."""
        words = dict(offsets)
        seen: set[tuple[int, str]] = set()
        for offset, link in self.tree.locate([offset for offset, _ in offsets]):
            name = words[offset]
            for found in _inside(link, name) if isinstance(link.node, ast.JoinedStr) else (link,):
                if (id(found.node), name) not in seen:
                    seen.add((id(found.node), name))
                    _file(self._known[name], found, name)

    def _offsets(self, names: set[str]) -> Iterable[tuple[int, str]]:
        text = self.tree.source.text
        if len(names) > _FEW:
            for match in _WORD.finditer(text):
                if match.group() in names:
                    yield match.start(), match.group()
            return
        for name in names:
            places = list(_places(text, name))
            if len(places) > _CROWD:
                self._passed[name] = [place for place in places if _is_passed(text, place, place + len(name))]
                places = sorted({*places}.difference(self._passed[name]))
            yield from ((place, name) for place in places)

    def of(self, name: str) -> Occurrences:
        """The occurrences of ``name``; where it stands everywhere, those that may bind it or hand its value on."""
        self.prepare((name,))
        return self._known[name]

    def stores(self, name: str, scope: ast.AST) -> list[Link]:
        """The places that bind ``name`` in ``scope``, in order."""
        known = self.of(name)
        if known.by_scope is None:
            shared = {id(scope_of(link).node) for link in known.globals}
            known.by_scope = defaultdict(list)
            for store in known.stores:
                owner = scope_of(store)
                home = id(self.tree.module) if id(owner.node) in shared else id(owner.node)
                known.by_scope[home].append(store)
        return known.by_scope.get(id(scope), [])

    def all_of(self, name: str) -> Occurrences:
        """All occurrences of ``name``, also those that only pass it on."""
        known = self.of(name)
        if passed := self._passed.pop(name, None):
            self._file_all([(place, name) for place in passed])
        return known

    def uses(self, name: str, store: Link) -> list[Link]:
        """The loads of ``name`` that may see what ``store`` binds."""
        known = self.of(name)
        if known.used is None:
            known.used = defaultdict(list)
            for load in self.all_of(name).loads:
                for found in self.definitions(name, load):
                    known.used[id(found.node)].append(load)
        return known.used.get(id(store.node), [])

    def definitions(self, name: str, link: Link) -> list[Link]:
        """The places that may have bound ``name`` when ``link`` is evaluated."""
        scope = scope_of(link)
        home = self._home(name, scope)
        if home is None:
            return []
        stores = self.stores(name, home)
        if len(stores) == 1:
            return stores
        return reaching(stores, link, same_scope=scope.node is home)

    def _home(self, name: str, scope: Link) -> ast.AST | None:
        """The scope that binds ``name`` as seen from ``scope``, or ``None`` for a builtin."""
        key = (name, id(scope.node))
        if key not in self._homes:
            seen_from = (
                around.node
                for around in enclosing_scopes(scope)
                if around is scope or not isinstance(around.node, ast.ClassDef)
            )
            self._homes[key] = next((node for node in seen_from if self.stores(name, node)), None)
        return self._homes[key]


def _places(text: str, name: str) -> Iterator[int]:
    """Where ``name`` stands as a whole word."""
    place = text.find(name)
    while place >= 0:
        end = place + len(name)
        if not (_part_of_word(text[end : end + 1]) or (place and _part_of_word(text[place - 1]))):
            yield place
        place = text.find(name, end)


def _is_passed(text: str, start: int, end: int) -> bool:
    """Whether a name is only passed through or called: ``client.chat.completions``, but not ``import client.chat``."""
    if text[end : end + 1] != ".":
        return text[start - 1 : start] == "." and text[end : end + 1] == "("
    return "import" not in text[text.rfind("\n", 0, start) + 1 : start]


def _part_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _file(known: Occurrences, link: Link, name: str) -> None:
    """Sort one occurrence into the list it belongs to."""
    node = link.node
    match node:
        case ast.Name(id=found) if found == name:
            (known.loads if isinstance(node.ctx, ast.Load) else known.stores).append(link)
        case ast.Attribute(attr=found) if found == name:
            loaded = isinstance(node.ctx, ast.Load)
            (known.attributes if loaded else known.attribute_stores).append(link)
        case ast.arg(arg=found) | ast.FunctionDef(name=found) | ast.AsyncFunctionDef(name=found):
            if found == name:
                known.stores.append(link)
        case ast.ClassDef(name=found) | ast.ExceptHandler(name=found) | ast.MatchAs(name=found):
            if found == name:
                known.stores.append(link)
        case ast.alias():
            if (node.asname or node.name.split(".")[0]) == name:
                known.stores.append(link)
        case ast.Global():
            if name in node.names:
                known.globals.append(link)
        case _:
            pass


def _inside(link: Link, name: str) -> Iterable[Link]:
    """Occurrences of ``name`` in the expressions of an f-string."""
    stack = [link]
    while stack:
        here = stack.pop()
        if isinstance(here.node, ast.Name | ast.Attribute):
            yield here
        for child_field, value in ast.iter_fields(here.node):
            for node in value if isinstance(value, list) else (value,):
                if isinstance(node, ast.AST):
                    stack.append(here.child(node, child_field))


def scope_of(link: Link) -> Link:
    """The scope in which the expression or binding at ``link`` is evaluated."""
    below, outside, here = link, False, link.parent
    while here is not None:
        node = here.node
        if isinstance(node, ast.arguments):
            outside = below.field in ("defaults", "kw_defaults")
        elif isinstance(node, _SCOPES):
            if isinstance(node, ast.Module) or below.field == "body":
                return here
            if below.field == "args" and isinstance(node, _FUNCTIONS) and not outside:
                return here
            outside = False
        below, here = here, here.parent
    return below


def enclosing_scopes(scope: Link) -> Iterable[Link]:
    """``scope`` and all scopes around it, innermost first."""
    yield scope
    while scope.parent is not None:
        scope = scope_of(scope)
        yield scope


def enclosing(link: Link, kinds: type[ast.AST] | tuple[type[ast.AST], ...]) -> Link | None:
    """The nearest link above ``link`` whose node is one of ``kinds``."""
    return next((here for here in link.up() if here is not link and isinstance(here.node, kinds)), None)


def statement(link: Link) -> Link:
    """The statement that holds ``link``."""
    return next((here for here in link.up() if isinstance(here.node, ast.stmt)), link)


def _blocks(link: Link) -> dict[tuple[int, str], Link]:
    """The statement lists that hold ``link``, each with the statement it is in."""
    return {
        (id(here.parent.node), here.field): here
        for here in link.up()
        if here.parent is not None and isinstance(here.node, ast.stmt | ast.ExceptHandler)
    }


def _place(link: Link) -> tuple[int, int]:
    node = link.node
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def reaching(stores: list[Link], load: Link, *, same_scope: bool) -> list[Link]:
    """Those of ``stores`` (in order) that are not overwritten before ``load`` on every path."""
    if not same_scope:
        last = max((i for i, store in enumerate(stores) if _top_level(store)), default=0)
        return stores[last:][:_MANY]
    blocks, here = _blocks(load), _place(load)
    if len(stores) > _WINDOW:
        middle = bisect.bisect_left(stores, here, key=_place)
        stores = stores[max(middle - _NEAR, 0) : middle + _NEAR]
    own = statement(load).node
    before, loop = [], []
    for store in stores:
        late = statement(store).node is own and isinstance(own, ast.Assign | ast.AnnAssign | ast.AugAssign)
        if _place(store) < here and not late:
            before.append(store)
        elif _share_loop(store, load):
            loop.append(store)
    kept: list[Link] = []
    for store in reversed(before[-_MANY:]):
        if not _exclusive(store, blocks):
            kept.append(store)
        if _unconditional(store, blocks):
            break
    return kept[::-1] + loop[:_MANY]


def _top_level(store: Link) -> bool:
    scope = scope_of(store)
    holder = statement(store)
    return holder.parent is not None and holder.parent.node is scope.node


def _unconditional(store: Link, blocks: dict[tuple[int, str], Link]) -> bool:
    if isinstance(store.node, ast.arg):
        return True
    holder = statement(store)
    return holder.parent is None or (id(holder.parent.node), holder.field) in blocks


def _exclusive(store: Link, blocks: dict[tuple[int, str], Link]) -> bool:
    """Whether store and load stand in different branches of one ``if``."""
    for (owner, branch), _ in _blocks(store).items():
        other = "orelse" if branch == "body" else "body"
        if (owner, branch) not in blocks and (owner, other) in blocks and _is_if(store, owner):
            return True
    return False


def _is_if(link: Link, owner: int) -> bool:
    return any(id(here.node) == owner and isinstance(here.node, ast.If) for here in link.up())


def _share_loop(store: Link, load: Link) -> bool:
    loops = {id(here.node) for here in store.up() if isinstance(here.node, ast.For | ast.While | ast.AsyncFor)}
    return bool(loops) and any(id(here.node) in loops for here in load.up())
