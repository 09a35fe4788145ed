"""The place of an argument that has no name: what the call around it makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from modelguard.readers import _arguments as arguments
from modelguard.readers import _language as syntax
from modelguard.readers._code import Code
from modelguard.readers._frames import Frames
from modelguard.readers._placed import Placed
from modelguard.types import Place

_KEYED_CALLS = frozenset({"put", "entry", "set", "Add", "TryAdd", "insert"})
_PAIRED_CALLS = frozenset({"Map.of", "Map.entry", "ImmutableMap.of", "mapOf"})
_INSTEAD = frozenset("or_else unwrap_or unwrap_or_else orElse getOrElse getOrDefault unwrap_or_default".split())
_DEFAULTED = frozenset("default withDefault prefault fallback or".split())
_SOUGHT = frozenset("in_array array_search Contains contains includes elem".split())


def argument(code: Code, frames: Frames, index: int, opener: int) -> Placed:
    """The place of the argument at ``index`` of the call that the bracket at ``opener`` opens."""
    number = arguments.before(code, index, opener).count(",")
    called = _Called(code, frames, index, opener, code.callee(opener), number)
    return (
        called.no_argument()
        or called.default()
        or called.keyed()
        or called.listed()
        or Placed(Place.ARGUMENT, arguments.setter(called.last, called.number), called.call, opener)
    )


@dataclass(slots=True)
class _Called:
    """A call and one of its arguments, before which ``number`` others stand.

    Each question is answered with a place, or None where it is another one.
    """

    code: Code
    frames: Frames
    index: int
    opener: int
    callee: str
    number: int

    @property
    def call(self) -> str | None:
        return self.callee or None

    @property
    def last(self) -> str:
        """The method itself, without what it is called on."""
        return self.callee.rpartition(".")[2]

    def no_argument(self) -> Placed | None:
        """``startsWith(HERE)``, ``GPT4("gpt-4")`` in an enum, ``require(HERE)``."""
        if self.last in syntax.COMPARING:
            return Placed(Place.COMPARISON, None, self.call, self.opener)
        if self.frames.of(self.code.tokens.opener[self.opener]).shape == "enum":
            return Placed(Place.ENUM_MEMBER, self.last or None, self.call, self.opener)
        if self.callee in ("import", "require"):
            return Placed(Place.TEXT, None, self.call, self.opener)
        return None

    def default(self) -> Placed | None:
        """``getEnv("MODEL", HERE)``, ``x.unwrap_or(HERE)``, ``option("--model", "...", HERE)``, ``.default(HERE)``."""
        code, last, opener, later = self.code, self.last, self.opener, self.number > 0
        if env := arguments.environment(code, last, self.callee, self.number, opener):
            return Placed(Place.ENV_DEFAULT, env, self.call, opener)
        if last in _INSTEAD:
            env = arguments.chained(code, opener)
            name = env or arguments.member(self.callee)
            return Placed(Place.ENV_DEFAULT if env else Place.DEFAULT, name, self.call, opener)
        if last in syntax.OPTIONS and later and (name := arguments.option(code, opener)):
            return Placed(Place.OPTION_DEFAULT, name, self.call, opener)
        if later and last == "Or" and (env := arguments.beside(code, self.index, opener)):
            return Placed(Place.ENV_DEFAULT, env, self.call, opener)
        if key := arguments.key(code, last, self.number, opener):
            return Placed(Place.DEFAULT, key, self.call, opener)
        if last in _DEFAULTED:
            edge = code.edge(opener)
            name = code.name_before(edge.at)[0] if edge.kind in ("colon", "assign") else None
            return Placed(Place.DEFAULT, name, self.call, opener)
        return None

    def keyed(self) -> Placed | None:
        """``put("model", HERE)``, ``put(HERE, price)``, ``Map.of(HERE, price)``."""
        once, paired, number = self.last in _KEYED_CALLS, self.callee in _PAIRED_CALLS, self.number
        second = (once and number == 1) or (paired and number % 2)
        if second and (name := arguments.string_before(self.code, self.index)):
            return Placed(Place.MAPPING_VALUE, name, self.call, self.opener)
        first = once and number == 0 and "," in arguments.after(self.code, self.index, self.opener)
        if first or (paired and number % 2 == 0):
            return Placed(Place.MAPPING_KEY, None, self.call, self.opener)
        return None

    def listed(self) -> Placed | None:
        """``List.of(HERE, ...)``, and ``List.of(HERE, ...).contains(model)``."""
        if not arguments.builds_list(self.callee):
            return None
        if method_on(self.code, self.opener) in syntax.COMPARING or is_sought_in(self.code, self.opener):
            return Placed(Place.COMPARISON, None, self.call, self.opener)
        return Placed(Place.ITEM, self.frames.label(self.opener), None, self.opener)


def is_sought_in(code: Code, opener: int) -> bool:
    """Whether a list is given to a call that looks for a value in it: ``in_array($model, [HERE])``."""
    outer = code.tokens.opener[opener]
    return code.tokens.word(outer) == "(" and code.callee(outer).rpartition(".")[2] in _SOUGHT


def method_on(code: Code, opener: int) -> str:
    """The method called on a bracketed value: ``[...].includes(x)``."""
    after = code.tokens.after(opener)
    return code.tokens.word(after + 1) if code.tokens.word(after) in (".", "?.") else ""
