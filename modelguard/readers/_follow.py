"""Constants of one file: their values in computed strings, and the calls they reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from modelguard.readers._clients import Clients
from modelguard.readers._code import Code
from modelguard.readers._frames import Frames
from modelguard.readers._looped import Loops
from modelguard.readers._members import CALLED, EACH, Holder, Members
from modelguard.readers._placed import Placed
from modelguard.readers._places import Places
from modelguard.readers._tokens import Text
from modelguard.text import SourceFile
from modelguard.types import Place, Span, UsedAt

_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)?")
HANDED_ON = (Place.ARGUMENT, Place.MAPPING_VALUE, Place.ENV_DEFAULT, Place.DEFAULT)
LOOKING_AT = ("Object.", "Array.", "JSON.", "console.")
"""Calls that look at an object and ask nobody."""
_HOLDING = (Place.ASSIGNMENT, Place.DEFAULT, Place.ENV_DEFAULT)
_MOST = 20
_EXPORTED = 300
_JOINED = 100


@dataclass(slots=True)
class Constants:
    """Follows names within one file; every search is bounded."""

    source: SourceFile
    code: Code
    frames: Frames
    places: Places
    clients: Clients
    members: Members
    held: dict[tuple[str, str], list[Span]] = field(default_factory=dict)
    loops: Loops = field(init=False)
    _values: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.loops = Loops(self.code, self.frames, self.places)

    def value(self, name: str) -> str | None:
        """The one string a name is ever given in this file, or ``None``."""
        if name not in self._values:
            self._values[name] = None
            self._values[name] = self._find(name)
        return self._values[name]

    def _find(self, name: str) -> str | None:
        tokens, found = self.code.tokens, None
        if "." in name:
            return self._find_member(*name.split("."))
        for index in tokens.named(name)[:200]:
            at = index + 1
            if tokens.word(at) == ":":
                at = next((other for other in range(at, min(at + 8, len(tokens))) if tokens.word(other) == "="), at)
            if tokens.word(index - 1) in (".", "->") or tokens.word(at) not in ("=", ":=", "+=", "++"):
                continue
            text = tokens.strings.get(at + 1)
            following = tokens.after(at + 1) if text else -1
            ends = following < 0 or tokens.fresh[following] or tokens.word(following) in (";", ",", ")", "as", "}")
            if not text or text.dynamic or not ends or tokens.word(at) == "+=" or found is not None:
                return None
            found = text.value
        return found

    def _find_member(self, root: str, key: str) -> str | None:
        """The one string that a plain object or enum of this file holds under ``key``."""
        tokens, found = self.code.tokens, None
        for index in tokens.named(root)[:200]:
            brace = index + 2 if tokens.word(index + 1) == "=" else index + 1
            if tokens.word(brace) != "{" or tokens.word(index - 1) == ".":
                continue
            for at in tokens.inside(brace, 400):
                text = tokens.strings.get(at + 2)
                if tokens.word(at) != key or tokens.word(at + 1) not in (":", "=") or text is None:
                    continue
                if text.dynamic or found is not None or tokens.word(tokens.after(at + 2)) not in (",", "}", ";"):
                    return None
                found = text.value
        return found

    def fill(self, text: Text) -> Text:
        """A template with its holes filled where they are constants of this file."""
        parts = []
        for known, part in text.parts:
            value = self.value(part) if not known and _NAME.fullmatch(part) else None
            parts.append((True, value) if value is not None else (known, part))
        return Text(text.span, parts, exact=False)

    def join(self, index: int) -> tuple[int, Text]:
        """Fold ``"a" + B + "c"`` that ``index`` is part of; the last token read, and the whole."""
        tokens, joins = self.code.tokens, self.code.language.joins
        parts: list[tuple[bool, str]] = []
        before = tokens.before(index)
        if before >= 0 and tokens.word(before) in joins:
            parts.append(self._left(before))
        start, end, last, position = tokens.strings[index].span.start, 0, index, index
        for _ in range(_JOINED):
            if text := tokens.strings.get(position):
                parts.extend(self.fill(text).parts if text.dynamic else text.parts)
                end = text.span.end
                last = tokens.closer.get(position, position)
            elif position >= 0:
                parts.append(self._operand(position))
            following = tokens.after(position)
            while following >= 0 and tokens.word(following) not in joins and not self._ends(following):
                following = tokens.after(following)  # the rest of an operand: a.b(c)
                parts[-1] = (False, "")
            if following < 0 or tokens.word(following) not in joins:
                break
            position = tokens.after(following)
            if position < 0 or tokens.opener[position] != tokens.opener[index]:
                break
        return last, Text(Span(start, max(end, start)), parts, exact=len(parts) == 1 and tokens.strings[index].exact)

    def _left(self, join: int) -> tuple[bool, str]:
        tokens = self.code.tokens
        operand = tokens.before(join)
        return self._operand(operand) if operand >= 0 else (False, "")

    def _operand(self, position: int) -> tuple[bool, str]:
        tokens = self.code.tokens
        plain = tokens.kinds[position] == "i" and tokens.word(position - 1) not in (".", "?.", "->", "::")
        value = self.value(tokens.words[position]) if plain else None
        return (True, value) if value is not None else (False, "")

    def _ends(self, position: int) -> bool:
        word, tokens = self.code.tokens.words[position], self.code.tokens
        return tokens.fresh[position] or (
            tokens.kinds[position] == "p" and word not in (".", "?.", "::", "->", "(", "[", "!")
        )

    def uses(self, index: int, placed: Placed, span: Span) -> tuple[UsedAt, ...]:
        """The calls that the constant holding the literal at ``index`` is handed to."""
        if self.code.language.types and (kept := self.members.holder(index, placed)):
            self._keep(kept, span)
            if found := tuple(self._asked(kept)):
                return found
        if self.code.language.types and placed.place in (Place.ITEM, Place.MAPPING_VALUE):
            self._keep_listed(index, placed, span)
            return tuple(self._at(at.index, at.name) for at in self.loops.taken(index, placed.place, placed.name))
        if placed.place not in _HOLDING:
            return ()
        edge = self.code.edge(index)
        if edge.kind != "assign" and placed.place is Place.ENV_DEFAULT and self.code.tokens.opener[index] >= 0:
            edge = self.code.edge(self.code.tokens.opener[index])
        env = placed.place is Place.ENV_DEFAULT and edge.kind != "assign"
        name = self.code.name_before(edge.at)[0] if edge.kind == "assign" else None if env else placed.name
        at = edge.at if edge.kind == "assign" else -1
        if not name or self._member(at):
            return ()
        holder = self.holder(self.code.tokens.opener[index])
        if self.code.language.types and (holder or self.code.tokens.opener[index] >= 0):
            holder = None  # scripts name members by their way
        if holder is not None and (edge.kind == "assign" or name == "default"):
            self.held.setdefault((holder, name), []).append(span)
        own = at > 0 and self.code.tokens.word(self.code.tokens.before(at) - 1) in (".", "->")
        reached = self._reached(name, *self._scope(index, own=own))
        return tuple(at for at in reached if not holder or at.call != holder)  # a class of values builds them itself

    def holder(self, opener: int) -> str | None:
        """The class or package whose constant stands in ``opener``; None inside a function."""
        name = ""
        while opener >= 0:
            frame = self.frames.of(opener)
            if frame.shape in ("class", "enum"):
                name = name or frame.name or ""
            elif frame.shape != "group" and self.code.tokens.word(opener - 1) != "object":
                return None
            opener = self.code.tokens.opener[opener]
        return name or self._package()

    def _package(self) -> str:
        if self.code.language.name != "go":
            return ""
        found = re.search(r"(?m)^package\s+(\w+)", self.code.tokens.text)
        return found[1] if found else ""

    def _keep(self, holder: Holder, span: Span) -> None:
        """Keep what other files may ask for: a holder at the top of the file."""
        tokens = self.code.tokens
        home = tokens.opener[holder.at]
        top = holder.at < 0 or home < 0 or holder.root == "default"
        function = holder.root.removesuffix(CALLED)
        own = function != holder.root and self.frames.of(holder.at).path == (function,)
        if (top or own) and len(self.held) < _EXPORTED:
            self.held.setdefault(("", holder.name), []).append(span)

    def _keep_listed(self, index: int, placed: Placed, span: Span) -> None:
        """Keep a member of a list that other files may go through."""
        name = self.loops.list_of(index, placed.place)
        if name and len(self.held) < _EXPORTED:
            key = f".{placed.name}" if placed.place is Place.MAPPING_VALUE else ""
            self.held.setdefault(("", EACH + name + key), []).append(span)

    def _asked(self, holder: Holder) -> Iterator[UsedAt]:
        """The places that a member, or the object it is in, is handed on at, and under which name."""
        for index in [*self.members.asked(holder)][:_MOST]:
            if found := self._told(index, None):
                yield found
        for index in [*self.members.handed_whole(holder)][:_MOST]:
            tokens = self.code.tokens
            placed = self.places.of(index)
            looked_at = (placed.call or "").startswith(LOOKING_AT)
            whole = tokens.word(index - 1) == "..." or (placed.place is Place.ARGUMENT and not looked_at)
            if whole and self.frames.of(tokens.opener[index]).call_at >= 0:
                yield self._at(index, holder.keys[0])

    def _told(self, index: int, name: str | None) -> UsedAt | None:
        """Where the value read at ``index`` is handed on, and the name it is handed on under."""
        placed = self.places.of(index)
        if placed.place is Place.ARGUMENT:
            return self._at(index, f"{placed.call or ''}{CALLED}")
        if placed.place is Place.ASSIGNMENT or placed.place in HANDED_ON:
            return self._at(index, placed.name or name or "")
        return None

    def _at(self, index: int, name: str | None) -> UsedAt:
        frame = self.frames.of(self.code.tokens.opener[index])
        client = self.clients.of_call(frame.call_at).name if frame.call_at >= 0 else None
        line = self.source.position(self.code.tokens.starts[index])[0]
        return UsedAt(self.source.path, line, frame.call, client, name)

    def _member(self, at: int) -> bool:
        """Whether ``a.b = ...`` is assigned, where ``a`` is another object."""
        tokens = self.code.tokens
        name = tokens.before(at) if at > 0 else -1
        return tokens.word(name) == "[" or (
            tokens.word(name - 1) in (".", "->") and tokens.word(name - 2) not in ("this", "self", "$this")
        )

    def _scope(self, index: int, *, own: bool) -> tuple[int, int]:
        """First and last token where the name given at ``index`` can mean this value; ``own``: ``this.name``."""
        tokens = self.code.tokens
        opener, end = tokens.opener[index], len(tokens)
        while own and opener >= 0 and self.frames.of(opener).shape != "class":
            opener = tokens.opener[opener]
        while opener >= 0 and tokens.words[opener] not in ("{", "("):
            opener = tokens.opener[opener]
        if opener < 0:
            return 0, end
        last = tokens.closer.get(opener, end)
        if tokens.words[opener] == "(":  # a parameter lives in the body that follows
            body = next((at for at in range(last, min(last + 40, end)) if tokens.words[at] == "{"), last)
            last = tokens.closer.get(body, end)
        elif tokens.words[tokens.opener[opener]] == "(" and self.frames.of(opener).shape == "object":
            outer = tokens.opener[opener]  # a destructured parameter
            after = tokens.closer.get(outer, end)
            body = next((at for at in range(after, min(after + 40, end)) if tokens.words[at] == "{"), after)
            last = tokens.closer.get(body, end)
        elif self.frames.of(opener).shape == "object" and tokens.opener[opener] >= 0:
            last = tokens.closer.get(tokens.opener[opener], end)
        elif self.frames.of(opener).shape == "object":
            last = end
        return opener, last

    def _reached(self, name: str, first: int, last: int) -> Iterator[UsedAt]:
        tokens, seen = self.code.tokens, 0
        for index in tokens.named(name)[:200]:
            if tokens.word(tokens.after(index)) in ("=", ":", ":=", "(") or seen >= _MOST:
                continue
            foreign = tokens.word(index - 1) in (".", "?.", "->") and tokens.word(index - 2) not in (
                "this",
                "self",
                "$this",
            )
            if foreign or not first <= index <= last:
                continue
            if (shorthand := self._shorthand(index)) or self.places.of(index).place in HANDED_ON:
                opener = tokens.opener[index]
                frame = self.frames.of(opener)
                if frame.call_at < 0 or (shorthand and frame.shape != "object"):
                    continue
                seen += 1
                client = self.clients.of_call(frame.call_at)
                line = self.source.position(tokens.starts[index])[0]
                yield UsedAt(self.source.path, line, frame.call, client.name)

    def _shorthand(self, index: int) -> bool:
        """``{model}``: a name that is key and value at once."""
        tokens = self.code.tokens
        edges = tokens.word(tokens.before(index)) in (",", "{") and tokens.word(tokens.after(index)) in (",", "}")
        return edges and tokens.word(tokens.opener[index]) == "{"
