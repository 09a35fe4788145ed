"""Read one Python file: wanted strings and comments, their values, places and followers."""

from __future__ import annotations

import ast
import bisect
import re
from dataclasses import dataclass, field

from modelguard.readers import Wanted
from modelguard.readers._python_clients import Clients
from modelguard.readers._python_context import Walker, scope_names
from modelguard.readers._python_fold import FOLDING_METHODS, Folder, Value
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_shallow import is_test, shallow
from modelguard.readers._python_tokens import StringToken, spans, token_at, tokens_in
from modelguard.readers._python_tree import Link, Tree, parse
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Problem, Reading, Span

_SPACE = re.compile(r"\S\s+\S")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|[\s\S])")


def read_file(source: SourceFile, wanted: Wanted) -> Reading:
    """All that one Python file says of models."""
    problems = (source.problem,) if source.problem else ()
    text = source.text
    hits = [(start, end) for start, end in spans(text) if wanted(text[start:end])]
    if is_test(source.path):
        return Reading(shallow(source, hits), problems=problems)
    tree = parse(source)
    if isinstance(tree, Problem):
        return Reading(shallow(source, hits), problems=(*problems, tree))
    reading = FileReader(tree, wanted)
    try:
        return reading.read(hits, problems)
    except (RecursionError, MemoryError):
        limit = Problem("it nests too deep to be read whole", line=1, limit="nesting")
        return Reading(shallow(source, hits), problems=(*problems, limit))


@dataclass(slots=True)
class Found:
    """One string expression that holds a wanted string, and the values it can have."""

    link: Link
    values: tuple[Value, ...]
    span: Span
    exact: bool
    context: Context = field(default_factory=Context)


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

    def read(self, hits: list[tuple[int, int]], problems: tuple[Problem, ...]) -> Reading:
        """Literals, exports, references and lookups of the file."""
        literals = [self._comment(start, end) for start, end in hits if self.text[start] == "#"]
        strings = [(start, end) for start, end in hits if self.text[start] != "#"]
        found: list[Found] = []
        seen: set[int] = set()
        for start, link in self.tree.locate([start for start, _ in strings]):
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
        for item in found:
            literals.extend(self._literals(item))
        literals.sort(key=lambda literal: literal.span)
        return Reading(tuple(literals), problems=problems)

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

    def _found(self, root: Link, token: StringToken) -> Found:
        if isinstance(root.node, ast.Constant) and not _joined(root.node, token, self.tree):
            tokens = [token]
            values: tuple[Value, ...] = self.folder.values(root)
        else:
            values = self.folder.values(root)
            node = root.node
            assert isinstance(node, ast.expr)
            tokens = tokens_in(self.text, self.tree.start(node), self.tree.end(node)) or [token]
        span = Span(tokens[0].body_start, tokens[-1].body_end)
        exact = len(tokens) == 1 and len(values) == 1 and self.text[span.start : span.end] == values[0].text
        return Found(root, values, span, exact)

    def _literals(self, item: Found) -> list[Literal]:
        state = self.walker.around(item.link)
        context = self.walker.context(state, item.link)
        return [
            Literal(value.text, item.span, context, exact=item.exact, dynamic=not value.known)
            for value in item.values
            if self.wanted(value.text)
        ]


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
    return attribute.parent is not None and attribute.field == "func" and isinstance(attribute.parent.node, ast.Call)


def _is_joined(items: Link) -> bool:
    parent = items.parent.node if items.parent else None
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, ast.Mod)
    return isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "join"


def _is_format(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "format"


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
