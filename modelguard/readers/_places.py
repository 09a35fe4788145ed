"""The place of one string literal in code: which syntax holds it, under which name."""

from __future__ import annotations

from dataclasses import dataclass

from modelguard.readers import _arguments as arguments
from modelguard.readers import _branches as branches
from modelguard.readers import _called as called
from modelguard.readers import _language as syntax
from modelguard.readers._code import Code, Edge
from modelguard.readers._commands import option_of
from modelguard.readers._frames import Frame, Frames
from modelguard.readers._placed import Placed
from modelguard.types import Place

_SETTINGS = frozenset("option setting attribute config_accessor field property string column add_column text".split())
_WRAPPERS = frozenset("F String Ptr ptr ToPtr StringPtr pointer NewOpt Opt Some from".split())
_DEFAULTS = ("Default", "DefaultValue", "default_value", "defaultValue")
_PASSED = 4


@dataclass(slots=True)
class Places:
    """Answers where the expression at a token stands."""

    code: Code
    frames: Frames

    def of(self, index: int, passed: int = 0) -> Placed:
        """The place of the literal (or bracketed group) at ``index``."""
        tokens = self.code.tokens
        opener = tokens.opener[index]
        if placed := self._compared(index, opener):
            return placed
        frame = self.frames.of(opener)
        if placed := self._key(index, opener, frame):
            return placed
        edge = self.code.edge(index)
        if edge.env:
            return Placed(Place.ENV_DEFAULT, edge.env, frame.call, opener)
        wrapped = frame.shape == "group" or (frame.shape == "tag" and tokens.word(opener) == "{")
        if edge.kind == "open" and passed < _PASSED and wrapped:
            return self._opened(opener, frame, passed)
        answer = getattr(self, f"_{edge.kind}")
        placed = answer(index, edge, frame, opener)
        assert isinstance(placed, Placed)
        if frame.shape == "match" and self.frames.over_self(opener):
            name = branches.member(self.code, index, edge)
            return Placed(Place.ENUM_MEMBER, name, None, opener) if name else placed
        return placed

    def _opened(self, opener: int, frame: Frame, passed: int) -> Placed:
        if frame.shape == "tag":
            name = self.code.tokens.word(opener - 2)
            outer = self.code.tokens.opener[opener]
            return Placed(Place.ATTRIBUTE, name, self.code.tokens.word(outer + 1), opener)
        return self.of(opener, passed + 1)

    def _compared(self, index: int, opener: int) -> Placed | None:
        """``x == HERE``, ``HERE == x``, ``case HERE``, ``HERE ->`` in a match, ``HERE.equals(x)``."""
        tokens = self.code.tokens
        before, after = tokens.before(index), tokens.after(index)
        if before > opener and tokens.word(before) in syntax.EQUALITY:
            return Placed(Place.COMPARISON, self.code._word(tokens.before(before)), None, opener)
        if tokens.word(after) in syntax.EQUALITY:
            return Placed(Place.COMPARISON, tokens.word(after + 1) or None, None, opener)
        if tokens.word(after) == "." and tokens.word(after + 1) in syntax.COMPARING and tokens.word(after + 2) == "(":
            return Placed(Place.COMPARISON, tokens.word(after + 3) or None, tokens.word(after + 1), opener)
        if tokens.word(after) in ("in", "not") and tokens.kinds[after] == "i":
            return Placed(Place.COMPARISON, tokens.word(after + 1) or None, "in", opener)
        if branches.compared(self.code, self.frames, index, opener):
            return Placed(Place.COMPARISON, None, "case", opener)
        return None

    def _key(self, index: int, opener: int, frame: Frame) -> Placed | None:
        """``{HERE: x}``, ``HERE => x``, ``HERE to x``, ``prices[HERE]``."""
        tokens = self.code.tokens
        after, before = tokens.word(tokens.after(index)), tokens.before(index)
        first = before == opener or tokens.word(before) in (",", ";") or tokens.fresh[index]
        name = frame.name
        if first and after == ":" and tokens.word(opener) in ("{", "["):
            return Placed(Place.MAPPING_KEY, name, None, opener)
        if first and after in ("=>", "to") and frame.shape != "match":
            return Placed(Place.MAPPING_KEY, name, None, opener)
        if frame.shape == "subscript" and before == opener:
            return Placed(Place.SUBSCRIPT, name, None, opener)
        alone = tokens.word(opener) == "[" and before == opener and after == "]"
        if alone and tokens.word(tokens.after(opener)) in (":", "="):
            return Placed(Place.MAPPING_KEY, name, None, opener)
        return None

    def _open(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        return self._member(index, frame, opener)

    def _comma(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        return self._member(index, frame, opener)

    def _member(self, index: int, frame: Frame, opener: int) -> Placed:
        """A member of a list or an argument without a name."""
        tokens = self.code.tokens
        word = tokens.word(opener)
        if word == "(":
            return self._argument(index, opener)
        block = word == "{" and tokens.before(index) == opener and tokens.word(opener - 1) == ")"
        if block and (env := self.code.environment(tokens.before(opener))):
            return Placed(Place.ENV_DEFAULT, env, None, opener)  # Ruby: ENV.fetch("NAME") { HERE }
        inner = word == "{" and tokens.before(index) == opener and tokens.word(tokens.after(index)) == ","
        if inner and self.frames.of(tokens.opener[opener]).shape == "object":
            return Placed(Place.MAPPING_KEY, frame.name, frame.call, opener)  # C#: {{"key", value}}
        pair = word == "{" and tokens.word(opener - 1) in ("{", ",") and tokens.word(tokens.after(index)) == "}"
        if pair and tokens.before(index) == opener + 2 and (key := arguments.string_before(self.code, index)):
            return Placed(Place.MAPPING_VALUE, key, frame.call, opener)
        if word == "[" and (method := called.method_on(self.code, opener)) in syntax.COMPARING:
            return Placed(Place.COMPARISON, frame.name, method, opener)
        if word == "[" or (word == "{" and frame.shape in ("object", "list")):
            if called.is_sought_in(self.code, opener):
                return Placed(Place.COMPARISON, frame.name, frame.call, opener)
            if option := option_of(arguments.string_before(self.code, index) or ""):
                return Placed(Place.COMMAND, option, frame.call, opener)
            return Placed(Place.ITEM, frame.name, frame.call, opener)
        if placed := self._commanded(index, opener):
            return placed
        if frame.shape == "hole":
            return Placed(Place.TEXT, frame.name, frame.call, opener)
        if word == "<":
            return Placed(Place.TYPE, None, None, opener)
        between = tokens.word(tokens.before(index)) in (",", "{") and tokens.word(tokens.after(index)) in (",", "}")
        result = frame.shape == "block" and frame.function and self.code.language.implicit_return
        if word == "{" and between and not result:
            return Placed(Place.ITEM, frame.name, frame.call, opener)
        return self._start(index, Edge("start", opener, index), frame, opener)

    def _commanded(self, index: int, opener: int) -> Placed | None:
        """A later argument of a call without brackets: ``option :model, HERE``."""
        if not self.code.language.command_calls or not (command := arguments.command(self.code, index, opener)):
            return None
        place = Place.OPTION_DEFAULT if command[1] and command[0] in _SETTINGS else Place.ARGUMENT
        return Placed(place, command[1], command[0], opener)

    def _argument(self, index: int, opener: int) -> Placed:
        last = self.code.callee(opener).rpartition(".")[2]
        if last in _WRAPPERS and arguments.alone(self.code, index, opener):
            return self.of(opener)
        return called.argument(self.code, self.frames, index, opener)

    def _assign(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        name, note = self.code.name_before(edge.at)
        tokens = self.code.tokens
        if name is None and (function := arguments.defined(self.code, edge.at)):
            return Placed(Place.RETURN, function, None, opener)
        if frame.shape == "tag":
            return Placed(Place.ATTRIBUTE, tokens.word(edge.at - 1) or None, tokens.word(opener + 1), opener)
        constant = self.code.language.enum_constants and tokens.word(tokens.before(edge.at) - 1) in ("let", "var")
        if frame.shape == "enum" and not constant:
            return Placed(Place.ENUM_MEMBER, name, None, opener)
        if frame.shape == "parameters":
            return Placed(Place.DEFAULT, name, None, opener, note)
        if name in ("default_value", "defaultValue", "default_value_t"):
            return Placed(Place.OPTION_DEFAULT, None, frame.call, opener)
        if frame.shape == "group":
            return Placed(Place.ASSIGNMENT, name, None, opener, note)
        if tokens.word(opener) == "(":
            if note and self.code.language.defaults:
                return Placed(Place.DEFAULT, name, None, opener, note)
            return Placed(Place.ARGUMENT, name, frame.call, opener)
        if setting := self._described(name, frame, opener):
            return Placed(Place.OPTION_DEFAULT, setting, frame.call, opener)
        if frame.shape == "object":
            destructured = frame.call is None or tokens.word(opener - 1) in ("(", ",")
            place = Place.DEFAULT if destructured and self.code.language.types else Place.MAPPING_VALUE
            return Placed(place, name, frame.call, opener)
        if self.code.language.types and self._word_before(edge.at) == "type":
            return Placed(Place.TYPE, name, None, opener)
        return Placed(Place.ASSIGNMENT, name, None, opener, note)

    def _described(self, name: str | None, frame: Frame, opener: int) -> str | None:
        """The setting whose default is given beside its name: ``Field{Name: "model", DefaultValue: HERE}``."""
        if name not in _DEFAULTS or frame.shape != "object" or self.code.language.types:
            return None
        return arguments.field(self.code, opener)

    def _word_before(self, at: int) -> str:
        """The first word of the statement left of ``=``."""
        tokens, position = self.code.tokens, at
        for _ in range(12):
            position = tokens.before(position)
            if tokens.word(position) == "type":
                return "type"
            if position < 0 or tokens.word(position) in (";", "}", "{", "=", ","):
                return ""
        return ""

    def _colon(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        name = self.code.name_before(edge.at)[0]
        word = self.code.tokens.word(opener)
        if frame.shape == "parameters" and not self.code.language.types:
            return Placed(Place.DEFAULT, name, None, opener)
        method = (frame.call or "").rpartition(".")[2]
        if (name == "default" and method in syntax.OPTIONS) or (name == "Value" and method.endswith("Flag")):
            return Placed(Place.OPTION_DEFAULT, arguments.option(self.code, frame.call_at) or name, frame.call, opener)
        if setting := self._described(name, frame, opener):
            return Placed(Place.OPTION_DEFAULT, setting, frame.call, opener)
        if frame.shape in ("type", "class") or (self.code.language.types and word not in ("{", "[")):
            return Placed(Place.TYPE, name, None, opener)
        if word == "(" and self.code.language.labels:
            return Placed(Place.ARGUMENT, name, frame.call, opener)
        command = arguments.command(self.code, index, opener) if self.code.language.command_calls else None
        if command and word not in ("[", "{"):
            default = name == "default" and command[1]
            return Placed(
                Place.OPTION_DEFAULT if default else Place.ARGUMENT, command[1] if default else name, command[0], opener
            )
        if word in ("{", "[") and frame.shape != "block":
            return Placed(Place.MAPPING_VALUE, name, frame.call, opener)
        if self.code.language.command_calls:
            return Placed(Place.ARGUMENT, name, frame.call, opener)
        return Placed(Place.MAPPING_VALUE, name, frame.call, opener)

    def _pair(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        word = self.code.tokens.word(edge.at)
        if word == "=>" and frame.shape == "class":  # C#: static string Gpt4o => HERE
            name, note = self.code.name_before(edge.at)
            if name:
                return Placed(Place.ASSIGNMENT, name, None, opener, note)
            return Placed(Place.RETURN, arguments.defined(self.code, edge.at), None, opener)
        if word == "=>" and (factory := self._factory(edge.at)):
            return Placed(Place.OPTION_DEFAULT, factory, frame.call, opener)
        if frame.shape == "match" or (word == "=>" and self.code.language.types) or word == "->":
            arrow = self.frames.arrow(edge.at) if word == "=>" and frame.shape != "match" else None
            return Placed(Place.RETURN, arrow or frame.function, frame.call, opener)
        name = self.code.name_before(edge.at)[0]
        return Placed(Place.MAPPING_VALUE, name, frame.call, opener)

    def _factory(self, arrow: int) -> str | None:
        """The name of a function that makes a default: ``DefaultValueFactory = _ => HERE``."""
        giver = self.code.tokens.before(self.code.tokens.before(arrow))
        name = self.code.name_before(giver)[0] if self.code.tokens.word(giver) in ("=", ":") else None
        return name if name and "default" in name.lower() else None

    def _return(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        return Placed(Place.RETURN, frame.function, None, opener)

    def _compare(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        return Placed(Place.COMPARISON, None, "case", opener)

    def _start(self, index: int, edge: Edge, frame: Frame, opener: int) -> Placed:
        """A literal that stands alone: the value of a block, or the argument of a call without brackets."""
        tokens = self.code.tokens
        before = tokens.before(index)
        if tokens.word(before) == "default" and tokens.word(before - 1) == "export":
            return Placed(Place.ASSIGNMENT, "default", None, opener)
        if before > opener and tokens.kinds[before] == "i" and not tokens.fresh[index]:
            if tokens.words[before] in ("import", "from", "require", "include", "use", "require_relative", "package"):
                return Placed(Place.TEXT, None, "import", opener)
            if tokens.words[before] in ("else", "then", "do"):
                return Placed(Place.RETURN, frame.function, None, opener)
            return Placed(Place.ARGUMENT, arguments.setter(tokens.words[before], 0), tokens.words[before], opener)
        if self.code.language.command_calls and (name := arguments.method_line(self.code, index)):
            return Placed(Place.RETURN, name, None, opener)
        if self.code.language.command_calls and arguments.branch_line(self.code, index):
            return Placed(Place.RETURN, None, None, opener)
        if self.code.language.implicit_return and frame.function:
            return Placed(Place.RETURN, frame.function, None, opener)
        if frame.shape == "hole":
            return Placed(Place.TEXT, frame.name, frame.call, opener)
        return Placed(Place.OTHER, frame.name, None, opener)
