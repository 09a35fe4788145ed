"""What a file of code gives to other files and takes from them: exported constants, re-exports, references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers._barrels import passed_on
from modelguard.readers._clients import Clients
from modelguard.readers._code import Code
from modelguard.readers._follow import HANDED_ON, LOOKING_AT, Constants
from modelguard.readers._frames import Frames
from modelguard.readers._members import CALLED, EACH
from modelguard.readers._placed import Placed
from modelguard.readers._places import Places
from modelguard.readers._references import foreign
from modelguard.types import Context, Export, Place, Reference, Span

_NEAR = (".", "@/", "~/", "$", "#", "src/", "lib/", "app/")
_TELLING = re.compile(r"(?i)model|llm|embed|gpt|claude|gemini|config|setting|constant|default")
_ROW_KEYS = ("id", "model", "modelId", "name", "value")
_MOST = 20


class Exchange:
    """Reads what crosses the border of one file."""

    __slots__ = ("clients", "code", "constants", "frames", "places")

    def __init__(self, code: Code, frames: Frames, places: Places, clients: Clients, constants: Constants) -> None:
        self.code, self.frames, self.places = code, frames, places
        self.clients, self.constants = clients, constants

    def exports(self) -> Iterator[Export]:
        """Constants at the top of the file that hold a wanted literal, and what is handed on from elsewhere."""
        for (holder, name), found in self.constants.held.items():
            yield Export(name, tuple(found), holder=holder)
        if self.code.language.types:
            yield from passed_on(self.code.tokens.text, self.clients.imports)

    def references(self) -> Iterator[Reference]:
        """Imported constants of this project that are handed to a call."""
        if not self.code.language.types:
            yield from self._foreign()
            return
        tokens = self.code.tokens
        for local, (module, name) in self.clients.imports.items():
            if not name or not (module.startswith(_NEAR) or (module.startswith("@") and _TELLING.search(local))):
                continue
            name = self._name(local, name)
            for index in tokens.named(local)[:_MOST]:
                if (reference := self._reference(index, module, name)) is not None:
                    yield reference
                yield from self._taken(index, module, name)
                yield from self._each(index, module, name)

    def _each(self, index: int, module: str, name: str) -> Iterator[Reference]:
        """Where the members of the list at ``index`` are handed on, one after the other."""
        word, after = self.code.tokens.word, self.code.tokens.after(index)
        if word(index - 1) != "of" and word(after) not in (".", "?."):
            return
        for key in (None, *_ROW_KEYS):
            for taken in self.constants.loops.handed_on(index, key):
                opener = self.code.tokens.opener[taken.index]
                place = Place.MAPPING_VALUE if taken.name else Place.ARGUMENT
                placed = Placed(place, taken.name, self.frames.of(opener).call, opener)
                yield self._handed_on(taken.index, placed, module, f"{EACH}{name}" + (f".{key}" if key else ""))

    def _taken(self, index: int, module: str, name: str) -> Iterator[Reference]:
        """Members that are taken out of the name at ``index`` and handed on under names of their own."""
        for key, last in self.constants.members.taken(index):
            placed = self.places.of(last)
            if placed.place in HANDED_ON:
                yield self._handed_on(last, placed, module, f"{name}.{key}")

    def _foreign(self) -> Iterator[Reference]:
        for index, holder, name in foreign(self.code, self.clients.imports):
            placed = self.places.of(index)
            if placed.place in HANDED_ON or placed.place is Place.ASSIGNMENT:
                yield self._handed_on(index, placed, f"{self.code.language.name}:{holder}", name)

    def _name(self, local: str, name: str) -> str:
        """What is imported: ``default`` by its own name or as a whole module, ``*`` as a namespace."""
        tokens = self.code.tokens
        first = next(iter(tokens.named(local)), 0)
        before = tokens.word(first - 1)
        if before == "as" and tokens.word(first - 2) == "*":
            return "*"
        return "default" if before in ("import", "const", "let", "var") else name

    def _reference(self, index: int, module: str, name: str) -> Reference | None:
        """What the name at ``index`` asks for, where it is handed on."""
        tokens = self.code.tokens
        called = tokens.word(index + 1) == "("
        if tokens.word(index - 1) == "as" or tokens.word(tokens.after(index)) in ("=", ":", "from"):
            return None
        if called and not _TELLING.search(name):
            return None
        found = self.constants.members.chain(index, called=called)
        if found is None:
            return None
        keys, last = found
        plain = not keys and not called
        if not (plain or name[0].isupper() or _TELLING.search(name) or any(map(_TELLING.search, keys))):
            return None
        placed = self.places.of(last)
        spread = tokens.word(index - 1) == "..."
        if placed.place is Place.ARGUMENT and (placed.call or "").startswith(LOOKING_AT):
            return None
        if not spread and placed.place not in HANDED_ON and placed.place is not Place.ASSIGNMENT:
            return None
        return self._handed_on(index, placed, module, ".".join((name + CALLED * called, *keys)))

    def _handed_on(self, index: int, placed: Placed, module: str, name: str) -> Reference:
        tokens = self.code.tokens
        frame = self.frames.of(placed.opener)
        client = self.clients.of_call(frame.call_at) if frame.call_at >= 0 else None
        context = Context(
            placed.place,
            placed.name,
            frame.path,
            placed.call or frame.call,
            client.name if client else None,
            client.base_url if client else None,
            siblings=self.frames.siblings(placed.opener)[0] if placed.place is Place.MAPPING_VALUE else (),
        )
        span = Span(tokens.starts[index], tokens.starts[index] + len(tokens.words[index]))
        return Reference(module, name, span, context)
