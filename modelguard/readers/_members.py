"""What a literal is kept in: a member of an object, an enum or a class, or the result of a function.

``const MODELS = { chat: "..." }`` keeps it as ``MODELS.chat``, ``enum Models { Chat = "..." }`` as
``Models.Chat``, ``class A { static MODEL = "..." }`` as ``A.MODEL``, ``function model() { return "..." }``
as ``model()``. The same spelling names it in the file, across files and in re-exports.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.readers import _language as syntax
from modelguard.readers._code import Code
from modelguard.readers._frames import Frames
from modelguard.readers._placed import Placed
from modelguard.types import Place

CALLED = "()"
EACH = "[]."
"""Before the name of a list: each of its members, whose keys follow the name (``[].MODELS.id``)."""
_FREEZING = frozenset({"Object.freeze", "Object.seal", "deepFreeze", "freeze"})
_DEEP = 4
_MOST = 200
_STEPS = 12


class Holder:
    """``root`` is a variable, enum, class or function, ``keys`` the way into it; ``at`` is where it is declared."""

    __slots__ = ("at", "keys", "root")

    def __init__(self, root: str, keys: tuple[str, ...], at: int) -> None:
        self.root, self.keys, self.at = root, keys, at

    @property
    def name(self) -> str:
        """The dotted name: ``MODELS.chat``."""
        return ".".join((self.root, *self.keys))


class Members:
    """Finds holders and the places that ask them; every way of asking for a root is looked up once."""

    __slots__ = ("_asked", "code", "frames")

    def __init__(self, code: Code, frames: Frames) -> None:
        self.code, self.frames = code, frames
        self._asked: dict[str, dict[tuple[str, ...], list[int]]] = {}

    def holder(self, index: int, placed: Placed) -> Holder | None:
        """What keeps the literal at ``index``, or None."""
        opener, name = self.code.tokens.opener[index], placed.name
        if placed.place is Place.RETURN and name:
            return Holder(name + CALLED, (), opener)
        if name is None or opener < 0:
            return None
        frame = self.frames.of(opener)
        if placed.place is Place.ENUM_MEMBER or (placed.place is Place.ASSIGNMENT and frame.shape == "class"):
            return Holder(frame.name, (name,), opener) if frame.name else None
        return self._in_object(opener, name) if placed.place is Place.MAPPING_VALUE else None

    def _in_object(self, opener: int, name: str) -> Holder | None:
        """The variable that an object literal is given to, through the objects round it."""
        tokens, code = self.code.tokens, self.code
        keys = [name]
        for _ in range(_DEEP):
            if opener < 0 or tokens.words[opener] != "{" or self.frames.of(opener).shape != "object":
                return None
            outer = tokens.opener[opener]
            start = outer if outer >= 0 and code.callee(outer) in _FREEZING else opener
            edge = code.edge(start)
            if tokens.word(start - 1) == "default":
                return Holder("default", tuple(keys), start)
            name_before = code.name_before(edge.at)[0] if edge.kind in ("assign", "colon") else None
            if name_before is None:
                return None
            if edge.kind == "assign":
                return self._assigned(edge.at, name_before, keys)
            keys.insert(0, name_before)
            opener = tokens.opener[start]
        return None

    def _assigned(self, at: int, name: str, keys: list[str]) -> Holder | None:
        """A variable, or ``module.exports``; a member of another object is not followed."""
        tokens = self.code.tokens
        own = tokens.before(at)
        if tokens.word(own) == name and tokens.word(own - 1) == ".":
            exported = (tokens.word(own - 2), name) == ("module", "exports")
            return Holder("default", tuple(keys), at) if exported else None
        return Holder(name, tuple(keys), at)

    def asked(self, holder: Holder) -> Iterator[int]:
        """The tokens at which the file asks for what ``holder`` keeps."""
        return self._meant(holder, self._ways(holder.root).get(holder.keys, []))

    def handed_whole(self, holder: Holder) -> Iterator[int]:
        """The tokens at which an object of plain members is handed on as a whole or spread."""
        plain = len(holder.keys) == 1 and not holder.root.endswith(CALLED)
        return self._meant(holder, self._ways(holder.root).get((), []) if plain else [])

    def _meant(self, holder: Holder, found: list[int]) -> Iterator[int]:
        """Those of the tokens ``found`` where the root's name means what was declared at ``holder.at``."""
        if not found:
            return
        home = self._block(self.code.tokens.opener[holder.at])
        end = self.code.tokens.closer.get(home, len(self.code.tokens)) if home >= 0 else len(self.code.tokens)
        for index in found:
            if home <= index <= end and not self._shadowed(index, holder.root, home):
                yield index

    def _block(self, opener: int) -> int:
        """The brace of the block or class body that ``opener`` is in; -1 at the top."""
        tokens = self.code.tokens
        while opener >= 0 and (tokens.words[opener] != "{" or self.frames.of(opener).shape not in ("block", "file")):
            opener = tokens.opener[opener]
        return opener

    def _shadowed(self, index: int, root: str, home: int) -> bool:
        """Whether a function between ``home`` and ``index`` has a parameter of the root's name."""
        tokens = self.code.tokens
        opener = tokens.opener[index]
        while opener > home:
            group = tokens.before(opener)
            for _ in range(_STEPS):  # over the type of the result and the arrow
                if group <= tokens.opener[opener] or tokens.words[group] in ("(", "{", ";"):
                    break
                group = tokens.before(group)
            named = group >= 0 and tokens.words[group] == "(" and self.code.parameters(group)
            if named and any(tokens.words[other] == root for other in tokens.inside(group, 60)):
                return True
            opener = tokens.opener[opener]
        return False

    def _ways(self, root: str) -> dict[tuple[str, ...], list[int]]:
        if root not in self._asked:
            self._asked[root] = {}
            for index in self.code.tokens.named(root.removesuffix(CALLED))[:_MOST]:
                if (found := self.chain(index, called=root.endswith(CALLED))) is not None:
                    self._asked[root].setdefault(found[0], []).append(found[1])
                for key, last in self.taken(index):
                    self._asked[root].setdefault((key,), []).append(last)
        return self._asked[root]

    def taken(self, index: int) -> Iterator[tuple[str, int]]:
        """Members taken out of the root at ``index``, each where it is read: ``const { chat: model } = MODELS``."""
        tokens = self.code.tokens
        if tokens.word(index - 1) != "=" or tokens.word(tokens.after(index)) in (".", "?.", "(", "["):
            return
        pattern = tokens.before(index - 1)
        if tokens.word(pattern) != "{" or tokens.word(pattern - 1) not in ("const", "let", "var"):
            return
        home = self._block(tokens.opener[pattern])
        end = tokens.closer.get(home, len(tokens)) if home >= 0 else len(tokens)
        for at in tokens.inside(pattern, 200):
            if tokens.kinds[at] != "i" or tokens.word(at - 1) not in ("{", ","):
                continue
            local = tokens.words[at + 2] if tokens.word(at + 1) == ":" else tokens.words[at]
            for used in tokens.named(local)[:_MOST]:
                if index < used <= end and (found := self.chain(used, called=False)) and not found[0]:
                    yield tokens.words[at], found[1]

    def chain(self, index: int, *, called: bool) -> tuple[tuple[str, ...], int] | None:
        """The members asked for from the root at ``index``, and the last token; None where it is no plain reading."""
        tokens = self.code.tokens
        if tokens.word(index - 1) in (".", "?.") and tokens.word(index - 2) not in ("this", "self"):
            return None
        if called:
            opens = tokens.word(index + 1) == "(" and not self.code.parameters(index + 1)
            plain = opens and tokens.word(index - 1) not in syntax.FUNCTIONS
            return ((), index) if plain and tokens.word(tokens.after(index + 1)) not in ("{", "=>", ".", ":") else None
        keys: list[str] = []
        last = index
        while tokens.word(last + 1) in (".", "?.") and last + 2 < len(tokens) and tokens.kinds[last + 2] == "i":
            keys.append(tokens.words[last + 2])
            last += 2
        if tokens.word(last + 1) == "[" and (text := tokens.strings.get(last + 2)) and tokens.word(last + 3) == "]":
            keys.append(text.value)
            return tuple(keys), last
        return (tuple(keys), last) if tokens.word(tokens.after(last)) not in ("(", "=", "[", ":=", "{") else None
