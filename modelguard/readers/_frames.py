"""What encloses a literal: names from the outside in, the call whose arguments it is part of, its siblings."""

from __future__ import annotations

from dataclasses import dataclass, field

from modelguard.readers import _language as syntax
from modelguard.readers._code import Code, Edge
from modelguard.types import record

_HINTS = frozenset(
    """provider modelprovider model_provider providerid provider_name vendor platform publisher
    service llmprovider""".split()
)
_CONTROL = frozenset("if else for while switch try catch finally do loop match when unless guard defer with".split())
_BEFORE_BODY = frozenset(("=>", ")", "->"))
_BEFORE_VALUE = frozenset("= : , ( [ ? ?? || && := return ... | default const let var".split())
_VALUES = ("object", "list", "call", "group", "parameters", "subscript", "tag")
_SELF = ("self", "this", "$this")
_DEPTH = 60


@record
class Frame:
    """One bracket and what is round it.

    ``path``   names of functions, classes, keys and variables, outermost first
    ``call``   the nearest call whose arguments this is part of, its opening bracket in ``call_at``
    ``shape``  ``block``, ``class``, ``enum``, ``type``, ``match``, ``object``, ``list``, ``call``,
               ``parameters``, ``group``, ``tag``, ``hole``, ``subscript`` or ``file``
    """

    path: tuple[str, ...] = ()
    call: str | None = None
    call_at: int = -1
    shape: str = "file"
    name: str | None = None
    function: str | None = None


@dataclass(slots=True)
class Frames:
    """The frames of one file, each found once."""

    code: Code
    _known: dict[int, Frame] = field(default_factory=lambda: {-1: Frame()})
    _siblings: dict[int, tuple[tuple[str, ...], str | None]] = field(default_factory=dict)

    def of(self, opener: int) -> Frame:
        """The frame of a bracket. Outer frames are found first, without recursion."""
        missing: list[int] = []
        while opener not in self._known:
            missing.append(opener)
            opener = self.code.tokens.opener[opener]
        for index in reversed(missing):
            self._known[index] = self._frame(index, self._known[self.code.tokens.opener[index]])
        return self._known[missing[0] if missing else opener]

    def _frame(self, opener: int, outer: Frame) -> Frame:
        tokens, code = self.code.tokens, self.code
        word = tokens.words[opener]
        if word == "(":
            if code.parameters(opener):
                called = code.callee(opener).rpartition(".")[2]
                name = self._variable(opener) if called in ("", "async", "function", "func", "fn", "fun") else called
                return self._inner(outer, "parameters", name, call=None, function=name)
            if code.is_call(opener):
                return Frame(outer.path, code.callee(opener) or None, opener, "call", outer.name, outer.function)
            return self._inner(outer, "group", None)
        if word == "<tag":
            return Frame(outer.path, tokens.word(opener + 1), opener, "tag", None, outer.function)
        if word in ("`", "${"):
            return self._inner(outer, "hole", None)
        if word == "[":
            return self._list(opener, outer)
        return self._brace(opener, outer)

    def _list(self, opener: int, outer: Frame) -> Frame:
        tokens = self.code.tokens
        before = tokens.word(opener - 1)
        joined = opener > 0 and not tokens.fresh[opener] and tokens.starts[opener] == self._end(opener - 1)
        if joined and (before in (")", "]") or (tokens.kinds[opener - 1] == "i" and before not in ("return", "in"))):
            return self._inner(outer, "subscript", before or None)
        return self._inner(outer, "list", self.label(opener))

    def _end(self, index: int) -> int:
        tokens = self.code.tokens
        return tokens.starts[index] + max(len(tokens.words[index]), 1)

    def _brace(self, opener: int, outer: Frame) -> Frame:
        tokens = self.code.tokens
        before = tokens.word(opener - 1)
        if outer.shape == "tag" and before == "=":
            return self._inner(outer, "tag", tokens.word(opener - 2) or None)
        if before == "tag>":
            return self._inner(outer, "hole", None)
        if self.code.language.types and (outer.shape == "type" or self._typed(opener, outer)):
            return self._inner(outer, "type", self.label(opener), call=None)
        if before == ")" and tokens.word(tokens.before(opener) - 1) == "new":  # C#: Rows = new() { ... }
            return self._inner(outer, "object", self.label(opener))
        shape, name = self._declared(opener)
        if shape == "function":
            return self._inner(outer, "block", name, call=None, function=name)
        if shape:
            return self._inner(outer, shape, name, call=None)
        if before in _BEFORE_BODY or (before in _CONTROL and tokens.kinds[opener - 1] == "i"):
            name = self._variable(opener)
            return self._inner(outer, "block", name, call=None, function=name if before == "=>" else None)
        if before in _BEFORE_VALUE or before == "]" or tokens.word(opener - 2) == "]":  # Go: []string{...}
            return self._inner(outer, "object", self.label(opener))
        built = self._built(opener, outer)
        if built is not None:
            return built
        return self._inner(outer, "object" if before == "{" and outer.shape in ("object", "list") else "block", None)

    def _typed(self, opener: int, outer: Frame) -> bool:
        """Whether a brace holds a type: ``Array<{...}>``, ``(a: {...})``, ``(): {...}``, ``type A = B & {...}``."""
        tokens = self.code.tokens
        before = tokens.word(opener - 1)
        if before in ("<", "|", "&") or (before in ("as", "satisfies") and tokens.kinds[opener - 1] == "i"):
            return True
        if before == ":":
            group = tokens.before(opener - 1)
            result = tokens.word(group) == "(" and outer.shape != "object" and tokens.word(group - 1) != "case"
            return outer.shape == "parameters" or (result and not self.code.ternary(opener - 1))
        return before == "=" and "type" in (tokens.word(opener - 3), self._first_of_generics(opener - 2))

    def _first_of_generics(self, position: int) -> str:
        """The word before the name of ``type Name<T> =``, whose last token is at ``position``."""
        tokens = self.code.tokens
        return tokens.word(self.code.before_generics(position) - 1) if tokens.word(position) == ">" else ""

    def _built(self, opener: int, outer: Frame) -> Frame | None:
        """The frame of a brace that builds a value of a named type: ``Foo{...}``, ``List<Foo>{...}``."""
        tokens = self.code.tokens
        generic = tokens.word(opener - 1) == ">"
        if not opener or not (generic or tokens.kinds[opener - 1] == "i"):
            return None
        callee = self.code.callee(opener)
        if not (generic or callee[:1].isupper() or callee.rpartition(".")[2][:1].isupper()):
            return None
        name = self.label(opener)
        path = (*outer.path, name) if name else outer.path
        return Frame(path, callee or outer.call, opener, "object", name, outer.function)

    def _declared(self, opener: int) -> tuple[str | None, str | None]:
        """Shape and name of a brace whose statement declares something or branches."""
        tokens, code = self.code.tokens, self.code
        position, last, outer = tokens.before(opener), opener, tokens.opener[opener]
        outer_shape = self._known[outer].shape
        called: str | None = None
        for _ in range(40):
            if position <= outer or position < 0:
                break
            word, kind = tokens.words[position], tokens.kinds[position]
            if word == ">" and self.code.language.types:  # extends Base<A, B> {
                position = self.code.before_generics(position)
                continue
            if kind == "p" and (word in (";", "=", "{") or (word == "," and outer_shape in _VALUES)):
                break
            if kind == "i":
                if word in syntax.TYPES and last != opener and tokens.kinds[last] == "i":
                    return (
                        "enum" if word == "enum" else "type" if word in ("interface", "type") else "class"
                    ), tokens.words[last]
                if word in syntax.FUNCTIONS or (word == "var" and code.language.computed):
                    return "function", called or (tokens.words[last] if tokens.kinds[last] == "i" else None)
                if word == "mod" and last != opener and tokens.kinds[last] == "i":
                    return "block", tokens.words[last]
                if word in ("switch", "match", "when", "select"):
                    return "match", None
                if word in _CONTROL:
                    return "block", None
            named = word == "(" and position > 0 and tokens.kinds[position - 1] == "i"
            if named and not called and tokens.words[position - 1] not in ("func", "function", "fn", "fun", "def"):
                called = tokens.words[position - 1]
            if tokens.fresh[position] and not (kind == "p" and word in (".", ")", "->", ":")):
                break
            last, position = position, tokens.before(position)
        direct = tokens.word(tokens.before(opener)) == "(" or tokens.word(opener - 1) in (")", "throws")
        return ("function", called) if called and direct else (None, None)

    def label(self, opener: int) -> str | None:
        """The key or variable a bracketed value belongs to."""
        edge = self.code.edge(opener)
        if edge.kind in ("colon", "assign", "pair"):
            return self.code.name_before(edge.at)[0]
        return None

    def over_self(self, opener: int) -> bool:
        """Whether a brace holds what each member of an enum becomes: ``switch self {``, ``when (this) {``."""
        word = self.code.tokens.word
        if word(opener - 1) == ")":
            return word(opener - 2) in _SELF and word(opener - 3) == "("
        return word(opener - 1 - (word(opener - 1) == "switch")) in _SELF

    def _variable(self, opener: int) -> str | None:
        edge = self.code.edge(opener)
        return self.arrow(edge.at) if edge.kind == "pair" else self._given(edge)

    def arrow(self, at: int) -> str | None:
        """The name a function is given whose arrow is at ``at``: ``const pick = (a) => ...``."""
        return self._given(self.code.edge(at))

    def _given(self, edge: Edge) -> str | None:
        group = self.code.tokens.before(edge.at) if edge.kind == "colon" else -1
        if self.code.tokens.word(group) == "(":  # the colon gives the result's type
            edge = self.code.edge(group)
        name = self.code.name_before(edge.at)[0] if edge.kind in ("assign", "colon") else None
        return None if name in syntax.FUNCTIONS else name

    def _inner(
        self, outer: Frame, shape: str, name: str | None, *, call: str | None = "", function: str | None = None
    ) -> Frame:
        path = (*outer.path, name) if name and len(outer.path) < _DEPTH else outer.path
        keep = call == ""
        return Frame(
            path,
            outer.call if keep else None,
            outer.call_at if keep else -1,
            shape,
            name or (outer.name if outer.shape in ("object", "list", "group", "call") and shape != "block" else None),
            function or outer.function,
        )

    def siblings(self, opener: int) -> tuple[tuple[str, ...], str | None]:
        """Names of the keys or keywords directly in a bracket, and what one of them says of the provider."""
        if opener not in self._siblings:
            self._siblings[opener] = self._keys(opener) if opener >= 0 else ((), None)
        return self._siblings[opener]

    def _keys(self, opener: int) -> tuple[tuple[str, ...], str | None]:
        tokens = self.code.tokens
        names: list[str] = []
        hint = None
        previous = opener
        for index in tokens.inside(opener, 400):
            key = tokens.words[index] if tokens.kinds[index] == "i" else ""
            if text := tokens.strings.get(index):
                key = text.value
            following = tokens.word(tokens.after(index))
            begins = previous == opener or tokens.words[previous] in (",", ";") or tokens.fresh[index]
            if key and begins and following in (":", "=", "=>", ",", "}", "") and len(names) < 30:
                names.append(key.lower()[:60])
                value = tokens.strings.get(tokens.after(tokens.after(index)))
                if value and key.lower() in _HINTS and following in (":", "=", "=>"):
                    hint = value.value[:60]
            previous = index
        return tuple(names), hint
