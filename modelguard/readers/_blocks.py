"""Bodies of ``name = value`` and nested blocks (HCL, Bicep) from tokens to nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modelguard.readers._nodes import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from modelguard.readers._tokens import OPENERS, Tokens
from modelguard.types import Span

_GIVES = frozenset({"=", ":", "=>"})
_JOINING = frozenset({"?", ":", "+", "||", "&&", "??", "==", "!=", "=", "(", ",", "."})
_EQUALITY = frozenset({"==", "!=", "=~"})


@dataclass(slots=True)
class Blocks:
    """Builds the tree of one file. ``labels``: words before a name belong to its path (Bicep's ``param``)."""

    tokens: Tokens

    def body(self, opener: int = -1, depth: int = 0) -> Mapping:
        """The settings and blocks directly inside a bracket."""
        out = Mapping(span=self._span(opener))
        if depth >= MAX_DEPTH // 3:
            return out
        header: list[int] = []
        inside = list(self._level(opener))
        position = 0
        while position < len(inside):
            index = inside[position]
            word = self.tokens.word(index)
            if header and self.tokens.fresh[index] and word not in _GIVES and word != "{":
                header = []
            if word in _GIVES and header:
                end = self._end(inside, position + 1)
                self._setting(out, header, inside[position + 1 : end], depth)
                header, position = [], end
                continue
            if word == "(" and self._offers(header):
                self._offered(out, index, depth)
                header = []
            elif word == "{" and header:
                self._nested(out, header, self.body(index, depth + 1))
                header = []
            elif word == "," or word == ";":
                header = []
            else:
                header.append(index)
            position += 1
        return out

    def _offers(self, header: list[int]) -> bool:
        """Whether a bracket after ``header`` lists what a parameter may be: Bicep's ``@allowed([...])``."""
        return [self.tokens.word(index) for index in header[-2:]] == ["@", "allowed"]

    def _offered(self, out: Mapping, opener: int, depth: int) -> None:
        key = _allowed(self._scalar(opener - 1))
        out.entries.extend((key, node) for node in self._values(list(self._level(opener)), depth + 1))

    def _level(self, opener: int) -> Iterator[int]:
        tokens = self.tokens
        end = tokens.closer.get(opener, len(tokens)) if opener >= 0 else len(tokens)
        index = opener + 1
        while index < end:
            yield index
            opens = tokens.kinds[index] == "p" and tokens.words[index] in OPENERS
            index = tokens.closer.get(index, end if opens else index) + 1

    def _end(self, inside: list[int], position: int) -> int:
        """Where the value that begins at ``position`` ends: at a comma, or with its line."""
        tokens, first = self.tokens, position
        while position < len(inside):
            index = inside[position]
            word = tokens.word(index)
            if word in (",", ";"):
                return position
            joined = tokens.word(inside[position - 1]) in _JOINING or word in ("?", ":", "+", "||", "&&", "??")
            if tokens.fresh[index] and position > first and not joined:
                return position
            position += 1
        return position

    def _setting(self, out: Mapping, header: list[int], value: list[int], depth: int) -> None:
        names = [self._scalar(index) for index in header if self._named(index)]
        if not names:
            return
        key = names[-1]
        if len(names) > 1 and names[0].value == "type":
            out.entries.append((_allowed(names[0]), Sequence([*self._values(value, depth)])))
            return
        if union := [
            self._scalar(index) for index in header if index in self.tokens.strings and names[0].value == "param"
        ]:
            out.entries.append((_allowed(names[0]), Sequence([*union])))
        if len(names) > 1 and names[0].value in ("param", "var", "resource", "module", "output"):
            key = names[1]
        if (name := self._reference(value)) is not None:
            out.entries.append((key, name))
            return
        for node in self._values(value, depth):
            out.entries.append((key, node))

    def _reference(self, value: list[int]) -> Scalar | None:
        """A value that is nothing but the name of another: ``var.model``, ``chatModelName``."""
        words = [self.tokens.word(index) for index in value]
        if not value or not all(
            word.isidentifier() if place % 2 == 0 else word == "." for place, word in enumerate(words)
        ):
            return None
        start, last = self.tokens.starts[value[0]], self.tokens.starts[value[-1]] + len(words[-1])
        return Scalar("".join(words), Span(start, last), text=False, refers=True)

    def _values(self, value: list[int], depth: int) -> Iterator[Node]:
        """The values an expression can have: both sides of a condition, arguments of functions."""
        tokens = self.tokens
        for position, index in enumerate(value):
            near = {tokens.word(value[other]) for other in (position - 1, position + 1) if 0 <= other < len(value)}
            if index in tokens.strings:
                if not near & _EQUALITY:
                    yield self._scalar(index)
            elif tokens.word(index) == "{":
                yield self.body(index, depth + 1)
            elif tokens.word(index) == "[" and not near & {"."}:
                yield self._sequence(index, depth + 1)
            elif tokens.word(index) == "(" and depth < MAX_DEPTH // 3:
                yield from self._values(list(self._level(index)), depth + 1)

    def _sequence(self, opener: int, depth: int) -> Sequence:
        out = Sequence(span=self._span(opener))
        if depth < MAX_DEPTH // 3:
            out.items.extend(self._values(list(self._level(opener)), depth))
        return out

    def _nested(self, out: Mapping, header: list[int], body: Mapping) -> None:
        """A block: its type is the key, its labels are keys inside."""
        names = [self._scalar(index) for index in header if self._named(index)]
        node: Node = body
        for label in reversed(names[1:]):
            node = Mapping([(Scalar(label.value, label.span, text=False), node)], label.span)
        out.entries.append((names[0] if names else Scalar("", body.span, text=False), node))

    def _named(self, index: int) -> bool:
        return self.tokens.kinds[index] in "is"

    def _scalar(self, index: int) -> Scalar:
        if text := self.tokens.strings.get(index):
            return Scalar(text.value, text.span, exact=text.exact, dynamic=text.dynamic)
        start = self.tokens.starts[index]
        word = self.tokens.words[index]
        return Scalar(word, Span(start, start + len(word)), text=False)

    def _span(self, opener: int) -> Span:
        start = self.tokens.starts[opener] if opener >= 0 else 0
        return Span(start, start)


def _allowed(at: Scalar) -> Scalar:
    """The key for what a parameter may be given, which chooses nothing."""
    return Scalar("allowed", at.span, text=False)
