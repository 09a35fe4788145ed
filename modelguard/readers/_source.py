"""Source code of any language to literals: tokens, places, clients, followed constants."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from modelguard.readers import Wanted
from modelguard.readers._clients import Clients
from modelguard.readers._code import Code
from modelguard.readers._commands import options
from modelguard.readers._exchange import Exchange
from modelguard.readers._follow import Constants
from modelguard.readers._formats import formatted
from modelguard.readers._frames import Frames
from modelguard.readers._language import Language
from modelguard.readers._members import Members
from modelguard.readers._nodes import MAX_DEPTH
from modelguard.readers._placed import Placed
from modelguard.readers._places import Places
from modelguard.readers._strings import default_of, deployment, longer
from modelguard.readers._tokens import Text, Tokens
from modelguard.text import SourceFile
from modelguard.types import Client, Context, Literal, Place, Problem, Reading, Span

_PATTERN = re.compile(r"\^?(?P<word>[A-Za-z0-9](?:[\w:/@-]|\\[./-])*)\$?")
_ANSWER = re.compile(r"""["'](?:choices|finish_reason|stop_reason|usage|system_fingerprint)\\?["']\s*:""")
_TAG = re.compile(r"""(?:^|\s)(?:default|envDefault|env-default|def)\s*:\s*"(?P<value>[^"\s]{1,200})\"""")
_FIELD_TAG = re.compile(r"\w+:\"")
_LITERAL = ("object", "list", "subscript", "call")
_HOLDING = ("class", "group", "file")
_WITH_CLIENT = (Place.ARGUMENT, Place.MAPPING_VALUE, Place.ENV_DEFAULT, Place.ITEM, Place.DEFAULT)


def reader_of(language: Language) -> Callable[[SourceFile, Wanted], Reading]:
    """The ``read`` function of a language."""

    def read(source: SourceFile, wanted: Wanted) -> Reading:
        return read_tokens(source, language.lexer(source.text), language, wanted)

    return read


def read_tokens(source: SourceFile, tokens: Tokens, language: Language, wanted: Wanted) -> Reading:
    """Everything one file of code holds."""
    code = Code(tokens, language)
    reading = _Reading.of(source, code, wanted)
    literals = [*reading.literals(), *reading.remarks()]
    problems: tuple[Problem, ...] = ()
    if tokens.deepest > MAX_DEPTH:
        message = f"it is nested more than {MAX_DEPTH} levels deep: split it up"
        problems = (Problem(message, line=1, limit="nesting"),)
    exchange = Exchange(code, reading.frames, reading.places, reading.clients, reading.constants)
    return Reading(tuple(literals), tuple(exchange.exports()), tuple(exchange.references()), problems=problems)


@dataclass(slots=True)
class _Reading:
    source: SourceFile
    code: Code
    wanted: Wanted
    frames: Frames
    places: Places
    clients: Clients
    constants: Constants
    counts: Counter[int]
    rows: Counter[tuple[int, str]]

    @classmethod
    def of(cls, source: SourceFile, code: Code, wanted: Wanted) -> _Reading:
        frames = Frames(code)
        clients, places = Clients(code), Places(code, frames)
        constants = Constants(source, code, frames, places, clients, Members(code, frames))
        return cls(source, code, wanted, frames, places, clients, constants, Counter(), Counter())

    def literals(self) -> Iterator[Literal]:
        """Every wanted string, computed strings folded."""
        found = [(index, text) for index, text in self._folded() if self.wanted(text.value)]
        tokens = self.code.tokens
        for index, _ in found:
            opener = tokens.opener[index]
            self.counts[opener] += 1
            if opener >= 0 and tokens.words[opener] != "(" and tokens.words[tokens.opener[opener]] in "[{":
                self.counts[~tokens.opener[opener]] += 1
        for opener in {tokens.opener[index] for index, _ in found}:
            if tokens.word(opener) == "(" and (outer := tokens.opener[opener]) >= 0:
                self.rows[outer, self.code.callee(opener)] += 1
        for index, text in found:
            yield from self._literal(index, text)

    def _folded(self) -> Iterator[tuple[int, Text]]:
        """Strings in file order; a chain of joined strings is one, at its first part."""
        tokens, done = self.code.tokens, -1
        for index in sorted(tokens.strings):
            if index <= done:
                continue
            text = tokens.strings[index]
            if ("%" in text.value or "{" in text.value or tokens.word(index - 2) == "!") and (
                folded := formatted(self.code, index, self.constants.value)
            ):
                done, opener, text = folded
                yield (index if opener > index else opener), text
                continue
            joined = tokens.word(tokens.after(index)) in self.code.language.joins or (
                tokens.word(tokens.before(index)) in self.code.language.joins and index > 0
            )
            if joined:
                done, text = self.constants.join(index)
            elif text.dynamic:
                text = self.constants.fill(text)
            yield index, text

    def _literal(self, index: int, text: Text) -> Iterator[Literal]:
        placed = self.places.of(index)
        context = self._context(placed)
        value = text.value
        if inner := default_of(value, text.span.start) if text.exact else None:
            name, span = inner
            found = self.source.text[span.start : span.end]
            yield Literal(found, span, replace(context, place=Place.ENV_DEFAULT, name=name))
            return
        if self.code.language.tags and (tag := _TAG.search(value)) and text.exact:
            yield from self._tagged(index, text, tag, context)
            return
        if self.code.language.tags and _FIELD_TAG.match(value):
            yield Literal(value, text.span, replace(context, place=Place.TEXT), text.exact, text.dynamic)
            return
        if placed.place is Place.TEXT or longer(value.replace("{}", "")):
            whole = replace(context, place=Place.TEXT)
            yield Literal(value, text.span, whole, text.exact, text.dynamic)
            yield from self._embedded(text, context)
            return
        context = replace(context, used_at=self.constants.uses(index, placed, text.span))
        yield Literal(value, text.span, context, text.exact, text.dynamic)

    def _tagged(self, index: int, text: Text, tag: re.Match[str], context: Context) -> Iterator[Literal]:
        """The default in the tag of a field: ``Model string `default:"gpt-4o"` ``."""
        tokens, field = self.code.tokens, index
        while field > 0 and not tokens.fresh[field]:
            field -= 1
        start = text.span.start + tag.start("value")
        yield Literal(
            tag["value"],
            Span(start, start + len(tag["value"])),
            replace(context, place=Place.DEFAULT, name=tokens.word(field), call=None),
        )

    def _embedded(self, text: Text, context: Context) -> Iterator[Literal]:
        """Model options of a command line or a JSON body inside a string; an answer's body asks for nothing."""
        if _ANSWER.search(text.value):
            return
        for option in options(self.source.text, text.span.start, text.span.end):
            value = self.source.text[option.span.start : option.span.end]
            if self.wanted(value) and option.place is not Place.ASSIGNMENT:
                held = option.place is Place.COMMAND and context.name
                path = (*context.path, context.name) if held and context.name else context.path
                inner = replace(context, place=option.place, name=option.name, path=path)
                yield Literal(value, option.span, inner)

    def _context(self, placed: Placed) -> Context:
        tokens = self.code.tokens
        frame = self.frames.of(placed.opener)
        siblings, hint = self.frames.siblings(placed.opener) if frame.shape in _LITERAL else ((), None)
        call_at = frame.call_at
        client = self.clients.of_call(call_at) if call_at >= 0 and placed.place in _WITH_CLIENT else Client()
        outer = tokens.opener[placed.opener] if placed.opener >= 0 else -1
        path = frame.path
        if placed.place in (Place.ITEM, Place.MAPPING_KEY) and path and path[-1] == placed.name:
            path = path[:-1]
        return Context(
            placed.place,
            placed.name.lstrip("$@#") if placed.name else None,
            path,
            placed.call or frame.call if placed.place is not Place.ASSIGNMENT else None,
            client.name,
            client.base_url,
            hint,
            siblings,
            self._items(placed, outer, frame.shape),
            opaque=deployment(placed.name),
            annotation=placed.annotation,
        )

    def _items(self, placed: Placed, outer: int, shape: str) -> int:
        """How many wanted strings stand beside this one, or at the same place of the brackets beside its own."""
        opener = placed.opener
        if shape not in _LITERAL and not (placed.place is Place.ASSIGNMENT and shape in _HOLDING):
            return 0
        if shape == "call" and placed.place is Place.ARGUMENT:
            return max(self.counts[opener], self.rows[outer, placed.call or ""])
        beside = outer >= 0 and shape == "object" and self.frames.of(outer).shape in ("object", "list")
        return max(self.counts[opener], self.counts[~outer] if beside else 0)

    def remarks(self) -> Iterator[Literal]:
        """Wanted comments and JSX text."""
        tokens = self.code.tokens
        for spans, place in ((tokens.comments, Place.COMMENT), (tokens.prose, Place.PROSE)):
            for span in spans:
                value = self.source.text[span.start : span.end]
                if self.wanted(value):
                    yield Literal(value, Span(span.start, span.end), Context(place))
        for span in tokens.patterns:
            yield from self._pattern(span)
        for span in tokens.bodies:
            value = self.source.text[span.start : span.end]
            if self.wanted(value):
                yield Literal(value, span, Context(Place.TEXT))
                yield from self._embedded(Text(span, [(True, value)]), Context())

    def _pattern(self, span: Span) -> Iterator[Literal]:
        """A regular expression of one plain word compares with it: ``/^gpt-4o$/``."""
        if match := _PATTERN.fullmatch(self.source.text, span.start, span.end):
            value = match["word"].replace("\\", "")
            if self.wanted(value):
                found = Span(*match.span("word"))
                yield Literal(value, found, Context(Place.COMPARISON, call="match"), value == match["word"])
