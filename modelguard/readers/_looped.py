"""From a list in a script onward to what is asked with its members: ``for (const m of MODELS)``, ``MODELS.map(ask)``.

A member that stands in a row is followed by its key: ``{ id: "..." }`` is asked for as ``m.id``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from modelguard.readers._asking import asks
from modelguard.readers._code import Code
from modelguard.readers._frames import Frames
from modelguard.readers._places import Places
from modelguard.types import Place

_EACH = frozenset("map forEach flatMap".split())
_SAME = frozenset("filter slice sort concat reverse toSorted toReversed".split())
_ONE = frozenset("find at pop shift".split())
_PUT = frozenset("push unshift add set append".split())
_MOST = 20
_DEEP = 3
_MANY = 12
"""More members than this are what there is, and not what is asked."""

Variable = tuple[int, int, int]
"""The token of a name that takes each member, and the first and last token where it means one."""


@dataclass(slots=True)
class Taken:
    """One place at which a member (``only`` one of them) is handed on, and the name it is handed on under."""

    index: int
    name: str | None
    only: int | None = None


@dataclass(slots=True)
class Loops:
    """Follows the lists of one file; each list is followed once."""

    code: Code
    frames: Frames
    places: Places
    _known: dict[tuple[int, str | None], tuple[Taken, ...]] = field(default_factory=dict)

    def taken(self, index: int, place: Place, name: str | None) -> tuple[Taken, ...]:
        """Where the list that the literal at ``index`` is a member of, or is in a row of, hands its members on."""
        tokens = self.code.tokens
        opener, key = tokens.opener[index], None
        if place is Place.MAPPING_VALUE:
            opener, key = (tokens.opener[opener] if opener >= 0 else -1), name
        if opener < 0 or tokens.words[opener] != "[" or (place is Place.MAPPING_VALUE and key is None):
            return ()
        if (opener, key) not in self._known:
            self._known[opener, key] = ()
            if sum(tokens.words[at] != "," for at in tokens.inside(opener, 2 * _MANY + 2)) > _MANY:
                return ()
            self._known[opener, key] = tuple(self._of(opener, key))[:_MOST]
        found = self._known[opener, key]
        if all(taken.only is None for taken in found):
            return found
        own = sum(tokens.words[at] == "," for at in tokens.inside(opener, 2 * _MANY + 2) if at < index)
        return tuple(taken for taken in found if taken.only in (None, own))

    def list_of(self, index: int, place: Place) -> str | None:
        """The name of the short list at the top of the file that the literal at ``index`` is in, or is in a row of."""
        tokens = self.code.tokens
        opener = tokens.opener[index]
        if place is Place.MAPPING_VALUE and opener >= 0:
            opener = tokens.opener[opener]
        if opener < 0 or tokens.words[opener] != "[" or tokens.opener[opener] >= 0 or tokens.word(opener - 1) != "=":
            return None
        many = sum(tokens.words[at] != "," for at in tokens.inside(opener, 2 * _MANY + 2)) > _MANY
        return None if many else self._given(opener)

    def handed_on(self, index: int, key: str | None) -> Iterator[Taken]:
        """Where all members of the list that is named at ``index`` go, or their ``key``."""
        yield from (taken for taken in self._used(index, key, 0) if taken.only is None)

    def _of(self, opener: int, key: str | None) -> Iterator[Taken]:
        if self.code.tokens.word(opener - 1) == "=":
            if name := self._given(opener):
                yield from self._named(name, opener, key, 0)
        else:
            yield from self._used(opener, key, 0)

    def _named(self, name: str, declared: int, key: str | None, depth: int) -> Iterator[Taken]:
        """What happens to the list called ``name``, in the block that declares it."""
        tokens = self.code.tokens
        home = tokens.opener[declared]
        end = tokens.closer.get(home, len(tokens)) if home >= 0 else len(tokens)
        for index in tokens.named(name)[:_MOST]:
            if declared < index < end and tokens.word(index - 1) not in (".", "?."):
                yield from self._used(index, key, depth)

    def _used(self, index: int, key: str | None, depth: int) -> Iterator[Taken]:
        """What happens to the list that stands at ``index``."""
        tokens = self.code.tokens
        here = tokens.after(index)
        while tokens.word(here) in (".", "?.") and tokens.word(here + 2) == "(":
            method, arguments = tokens.word(here + 1), here + 2
            if method in _EACH:
                yield from self._members(self._callback(arguments), arguments, key)
                return
            if method in _ONE:
                yield from self._one(index, key)
                return
            if method not in _SAME:
                return
            here = tokens.after(arguments)
        if tokens.word(here) == "[" and not tokens.fresh[here] and tokens.words[index] != "[":
            yield from self._one(index, key)
        elif tokens.word(index - 1) == "of":
            yield from self._members(self._variable(index), tokens.opener[index], key)
        elif depth < _DEEP and (name := self._given(index)):
            yield from self._named(name, index, key, depth + 1)

    def _given(self, index: int) -> str | None:
        """The name that is given the list at ``index``, and nothing before it."""
        edge = self.code.edge(index)
        return self.code.name_before(edge.at)[0] if edge.kind == "assign" and edge.first == index else None

    def _callback(self, opener: int) -> Variable | None:
        """The first parameter of the function given to ``map(...)``."""
        tokens = self.code.tokens
        at = opener + 1
        at += tokens.word(at) == "async"
        at += tokens.word(at) == "("
        return (at, at, tokens.closer.get(opener, len(tokens))) if at < len(tokens) else None

    def _variable(self, index: int) -> Variable | None:
        """The variable of the loop over what stands at ``index``, in the body of the loop."""
        tokens = self.code.tokens
        opener = tokens.opener[index]
        if opener < 0 or tokens.word(opener) != "(" or tokens.word(opener - 1) not in ("for", "await"):
            return None
        closing = tokens.closer.get(opener, len(tokens))
        last = tokens.closer.get(closing + 1, closing + 40)
        return opener + 1 + (tokens.word(opener + 1) in ("const", "let", "var")), closing, last

    def _members(self, variable: Variable | None, outside: int, key: str | None) -> Iterator[Taken]:
        """Where a variable, or its ``key``, is handed on to a call that stands inside of ``outside``."""
        if variable is None:
            return
        tokens, (at, first, last) = self.code.tokens, variable
        if tokens.words[at] == "{":  # ({ id }) => ...
            named = [other for other in tokens.inside(at, 40) if key and tokens.words[other] == key]
            at = named[0] if named and tokens.word(named[0] + 1) in (",", "}") else -1
            key = None
        if at < 0 or tokens.kinds[at] != "i":
            return
        for index in tokens.named(tokens.words[at])[:200]:
            if first < index <= last and tokens.word(index - 1) not in (".", "?."):
                yield from self._handed(index, key, outside)

    def _one(self, index: int, key: str | None) -> Iterator[Taken]:
        """Where one member goes that is taken out at ``index``: ``MODELS[0]``, ``ROWS.find(...).id``."""
        tokens = self.code.tokens
        taken = tokens.after(index)
        end = tokens.after(taken if tokens.word(taken) == "[" else taken + 2)
        if key is not None and not (tokens.word(end) in (".", "?.") and tokens.word(end + 1) == key):
            return
        only = self._number(taken)
        edge = self.code.edge(index)
        name = tokens.before(edge.at)
        if edge.kind == "assign" and name >= 0 and tokens.kinds[name] == "i" and tokens.word(name - 1) != ".":
            yield Taken(name, tokens.words[name], only)
            home = tokens.opener[index]
            found = self._members((name, index, tokens.closer.get(home, len(tokens))), index, None)
        else:
            found = self._handed(index, None, -1)
        yield from (Taken(at.index, at.name, only) for at in found)

    def _number(self, bracket: int) -> int | None:
        """The place of the member in ``[0]``, None where it is computed."""
        tokens = self.code.tokens
        if tokens.word(bracket) != "[" or tokens.word(bracket + 2) != "]" or tokens.kinds[bracket + 1] != "n":
            return None
        digits = tokens.text[tokens.starts[bracket + 1] : tokens.starts[bracket + 2]].strip()
        return int(digits) if digits.isdecimal() and len(digits) < 5 else None

    def _handed(self, index: int, key: str | None, outside: int) -> Iterator[Taken]:
        tokens = self.code.tokens
        if key is not None and not (tokens.word(index + 1) in (".", "?.") and tokens.word(index + 2) == key):
            return
        frame = self.frames.of(tokens.opener[index])
        call = frame.call or ""
        if frame.call_at < 0 or call.rpartition(".")[2] in _PUT or call.startswith("Object."):
            return
        edges = (tokens.word(index - 1), tokens.word(index + 1))
        if key is None and frame.shape == "object" and edges[0] in ("{", ",") and edges[1] in (",", "}"):
            if frame.call_at > outside:
                yield Taken(index, tokens.words[index])
            return
        placed = self.places.of(index)
        if placed.place is Place.ARGUMENT and frame.call_at != outside and asks(placed.call or ""):
            yield Taken(index, None)
        elif placed.place is Place.MAPPING_VALUE and frame.call_at > outside and placed.name:
            yield Taken(index, placed.name)
