"""Read one Python file: wanted strings and comments, their values, places and followers."""

from __future__ import annotations

import ast
import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from modelguard.readers import Wanted
from modelguard.readers._python_around import Around
from modelguard.readers._python_clients import Clients
from modelguard.readers._python_context import Walker, scope_names
from modelguard.readers._python_exports import exported_names
from modelguard.readers._python_fold import Folder
from modelguard.readers._python_follow import MODEL_NAME, Follower, Trail, fold_root
from modelguard.readers._python_links import references
from modelguard.readers._python_lookups import lookups
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_shallow import is_test, shallow
from modelguard.readers._python_text import Value
from modelguard.readers._python_tokens import StringToken, deployments, hits, token_at, tokens_in
from modelguard.readers._python_tree import MAX_DEPTH, Link, Tree, parse
from modelguard.text import SourceFile
from modelguard.types import Context, Export, Literal, Place, Problem, Reading, Span

_MAX_ROUNDS = 3
_DEEPEST = 2_000
"""Levels of the syntax tree, several of which make one level of nesting."""
_SPACE = re.compile(r"\S\s+\S")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|[\s\S])")


def read_file(source: SourceFile, wanted: Wanted) -> Reading:
    """All that one Python file says of models."""
    problems = (source.problem,) if source.problem else ()
    text = source.text
    found = hits(text, wanted)
    if is_test(source.path):
        return Reading(shallow(source, found), problems=problems)
    tree = parse(source)
    if isinstance(tree, Problem):
        return Reading(shallow(source, found), problems=(*problems, tree))
    reading = FileReader(tree, wanted)
    found = sorted({*found, *deployments(text)})
    try:
        return reading.read(found, problems)
    except (RecursionError, MemoryError):  # newer Pythons parse deeper than they, or anybody, can go
        limit = Problem(f"it nests deeper than {MAX_DEPTH} levels", line=1, limit="nesting")
        return Reading(shallow(source, found), problems=(*problems, limit))


@dataclass(slots=True)
class Found:
    """One string expression that holds a wanted string, and the values it can have."""

    link: Link
    values: tuple[Value, ...]
    span: Span
    exact: bool
    state: Around
    trail: Trail


class FileReader:
    """Reads one parsed file."""

    def __init__(self, tree: Tree, wanted: Wanted) -> None:
        self.tree = tree
        self.text = tree.source.text
        self.wanted = wanted
        self.scopes = Scopes(tree)
        self.folder = Folder(self.scopes)
        self.clients = Clients(self.scopes, self.folder)
        self.walker = Walker(wanted, self.clients)
        self.follower = Follower(tree.source.path, self.scopes, self.folder, self.walker)

    def read(self, wanted: list[tuple[int, int]], problems: tuple[Problem, ...]) -> Reading:
        """Literals, exports, references and lookups of the file."""
        literals = [self._comment(start, end) for start, end in wanted if self.text[start] == "#"]
        strings = [(start, end) for start, end in wanted if self.text[start] != "#"]
        found: list[Found] = []
        seen: set[int] = set()
        for start, link in self.tree.locate([start for start, _ in strings]):
            if link.depth > _DEEPEST:
                raise RecursionError
            end = strings[bisect.bisect_left(strings, (start, 0))][1]
            token = token_at(self.text, start, end)
            if not isinstance(link.node, ast.Constant | ast.JoinedStr):
                literals.append(_mention(self.text, token, Context(Place.OTHER)))
                continue
            if _is_text(self.text[token.body_start : token.body_end]) or _is_docstring(link):
                literals.append(self._text(token, link))
                continue
            root = fold_root(link)
            if id(root.node) in seen:
                continue
            seen.add(id(root.node))
            found.append(self._found(root, token))
        self._follow(found)
        for _ in range(_MAX_ROUNDS):
            computed = self._computed(found)
            self._follow(computed)
            found.extend(computed)
            if not computed:
                break
        for item in found:
            literals.extend(self._literals(item))
        literals.sort(key=lambda literal: (literal.span, literal.value))
        return Reading(
            literals=tuple(dict.fromkeys(literals)),
            exports=tuple(self._exports(found)),
            references=tuple(references(self.tree, self.scopes, self.walker)),
            lookups=tuple(lookups(self.tree, self.scopes)),
            problems=problems,
        )

    def _follow(self, found: list[Found]) -> None:
        """Follow every constant to its calls; names are looked up in one go."""
        names = (getattr(item.state.binding.node, "id", None) for item in found if item.state.binding is not None)
        self.scopes.prepare(name for name in names if name)
        for item in found:
            if item.state.place is not Place.MAPPING_KEY:
                item.trail = self.follower.follow(item.state, [value.text for value in item.values])

    def _computed(self, found: list[Found]) -> list[Found]:
        """Ids computed from constants that stand elsewhere; such a constant alone is no id."""
        seen = {id(item.link.node) for item in found}
        computed: list[Found] = []
        for item in list(found):
            whole = False
            for root in item.trail.computed:
                new = self._found(root, None)
                if new.state.name is None or not MODEL_NAME.search(new.state.name):
                    continue
                whole = True
                if id(root.node) not in seen:
                    seen.add(id(root.node))
                    computed.append(new)
            if whole and not item.trail.calls:
                found.remove(item)
        return computed

    def _exports(self, found: list[Found]) -> Iterator[Export]:
        spans: dict[str, list[Span]] = {}
        for item in found:
            state = item.state
            if state.binding is not None and state.place is not Place.MAPPING_KEY and state.call is None:
                for name in exported_names(state.binding, state.keys, self.tree.module):
                    spans.setdefault(name, []).append(item.span)
        return (Export(name, tuple(dict.fromkeys(places))) for name, places in spans.items())

    def _comment(self, start: int, end: int) -> Literal:
        return Literal(self.text[start:end], Span(start, end), Context(Place.COMMENT))

    def _text(self, token: StringToken, link: Link) -> Literal:
        if _is_docstring(link):
            context = Context(Place.DOCSTRING, path=tuple(scope_names(link)))
        else:
            state = self.walker.around(fold_root(link))
            state.place = Place.TEXT
            context = Context(Place.TEXT, name=state.name, path=tuple(scope_names(link)), call=state.called)
        return _mention(self.text, token, context)

    def _found(self, root: Link, token: StringToken | None) -> Found:
        node = root.node
        assert isinstance(node, ast.expr)
        tokens = [token] if token is not None else []
        if token is None or not isinstance(node, ast.Constant) or _joined(node, token, self.tree):
            tokens = tokens_in(self.text, self.tree.start(node), self.tree.end(node)) or tokens
        values = self.folder.values(root)
        if tokens:
            span = Span(tokens[0].body_start, tokens[-1].body_end)
        else:
            span = Span(self.tree.start(node), self.tree.end(node))
        exact = len(tokens) == 1 and len(values) == 1 and self.text[span.start : span.end] == values[0].text
        return Found(root, values, span, exact, self.walker.around(root), Trail())

    def _literals(self, item: Found) -> list[Literal]:
        context = self._followed(self.walker.context(item.state, item.link), item.trail)
        return [
            Literal(value.text, item.span, context, exact=item.exact, dynamic=not value.known)
            for value in item.values
            if context.opaque or self.wanted(value.text)
        ]

    def _followed(self, context: Context, trail: Trail) -> Context:
        """The context of a followed constant: its calls, and what they agree on."""
        hint = context.hint or (f"prefix: {trail.prefix}" if trail.prefix else _agreed(trail.hints))
        used_at = tuple(use for _, use in trail.calls)
        own = context.client is not None
        return replace(
            context,
            hint=hint,
            used_at=used_at,
            client=context.client if own else _agreed(use.client for use in used_at),
            base_url=context.base_url or (None if own else _agreed(trail.base_urls)),
        )


def _agreed(names: Iterable[str | None]) -> str | None:
    """The one name all agree on that say anything."""
    found = {name for name in names if name}
    return found.pop() if len(found) == 1 else None


def _joined(node: ast.Constant, token: StringToken, tree: Tree) -> bool:
    """Whether the constant has more parts than ``token``."""
    return tree.end(node) != token.end or tree.start(node) != token.start


def _is_text(body: str) -> bool:
    return "://" in body or _SPACE.search(body) is not None


def _is_docstring(link: Link) -> bool:
    return link.parent is not None and isinstance(link.parent.node, ast.Expr)


def _mention(text: str, token: StringToken, context: Context) -> Literal:
    """A longer string: the value has the length of the span, so that places in it are places in the file."""
    body = text[token.body_start : token.body_end]
    value = body if "r" in token.prefix else _ESCAPE.sub(lambda match: " " * len(match.group()), body)
    return Literal(value, Span(token.body_start, token.body_end), context, exact=value == body)
