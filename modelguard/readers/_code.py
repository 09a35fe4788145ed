"""The way from a string literal outwards: what it is given to, assigned to or compared with.

Works on tokens, not on a grammar, so that broken code and new syntax cost one answer and not the
file. Every walk is bounded; the names of a bracket are found once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from modelguard.readers import _language as syntax
from modelguard.readers._language import Language
from modelguard.readers._tokens import Tokens
from modelguard.types import record

_STEPS = 300
_LEADING = frozenset(
    {".", "?.", "??", "||", "&&", "?", ":", "+", "|", "?:", "=", "=>", "==", "===", "->", "::", "<tag"}
)
_TRAILING = _LEADING | frozenset(
    {
        ",",
        "(",
        "[",
        "{",
        "${",
        "-",
        "*",
        "/",
        "!",
        "!=",
        "!==",
        ":=",
        "+=",
        "||=",
        "??=",
        "<",
        ">",
        "%",
        "\\",
        "&",
        "<-",
    }
)
_CONTINUING = frozenset(
    "return await new in of case extends implements as is else throw and or not const let var val".split()
)


@record
class Edge:
    """What stands left of an expression.

    ``kind``   ``open``, ``comma``, ``assign``, ``colon``, ``pair``, ``return``, ``compare`` or ``start``
    ``at``     index of that token (-1 at the top of the file)
    ``first``  index of the expression's first token
    ``fallback`` the literal is the second half of ``a || b``; ``env`` the environment variable in ``a``
    """

    kind: str
    at: int
    first: int
    fallback: bool = False
    env: str | None = None


@dataclass(slots=True)
class Code:
    """The tokens of a file and the questions a reader asks of them."""

    tokens: Tokens
    language: Language
    _edges: dict[int, Edge] = field(default_factory=dict)

    def edge(self, index: int) -> Edge:
        """What stands left of the expression that ``index`` belongs to."""
        tokens = self.tokens
        outer = tokens.opener[index]
        fallback, env, position, last = False, None, tokens.before(index), index
        for _ in range(_STEPS):
            if position <= outer or position < 0:
                return Edge("open" if outer >= 0 else "start", outer, last, fallback, env)
            word = tokens.words[position] if tokens.kinds[position] in "pi" else ""
            if self._starts_line(last, position):
                return Edge("start", position, last, fallback, env)
            if kind := self._boundary(position, word, last):
                return Edge(kind, position, last, fallback, env)
            if word in syntax.FALLBACKS:
                fallback = True
            if fallback:
                env = env or self.environment(position) or self.wrapped(position)
            last, position = position, tokens.before(position)
        return Edge("start", position, last, fallback, env)

    def wrapped(self, position: int) -> str | None:
        """The environment variable read inside a bracketed group: ``(process.env.X as string)``."""
        if self.tokens.word(position) != "(":
            return None
        return next((name for at in self.tokens.inside(position, 10) if (name := self.environment(at))), None)

    def _boundary(self, position: int, word: str, last: int) -> str | None:
        if word == ",":
            return "comma"
        if word == ";":
            return "start"
        if word in syntax.ASSIGNING:
            return "assign"
        if word in self.language.pairing:
            return "pair"
        if word in ("return", "yield"):
            return "return"
        if word in ("case", "when") and self.tokens.kinds[position] == "i":
            return "compare"
        if word == ":" and not self.ternary(position):
            return "colon"
        return None

    def _starts_line(self, last: int, position: int) -> bool:
        """Whether a new statement begins at ``last`` because a line does."""
        tokens = self.tokens
        if not tokens.fresh[last]:
            return False
        word = tokens.words[position]
        if tokens.kinds[position] == "i" and word in _CONTINUING:
            return False
        if tokens.kinds[position] == "p" and word in _TRAILING and position not in tokens.closer:
            return False
        return not (tokens.kinds[last] == "p" and tokens.words[last] in _LEADING)

    def ternary(self, colon: int) -> bool:
        """Whether a colon is the second half of ``a ? b : c``."""
        tokens = self.tokens
        if tokens.word(colon - 1) == "?" or tokens.word(colon - 1) in ("case", "default"):
            return False
        outer, position = tokens.opener[colon], tokens.before(colon)
        for _ in range(40):
            if position <= outer or position < 0:
                return False
            word = tokens.words[position] if tokens.kinds[position] == "p" else ""
            if word == "?":
                return True
            if word in (",", ";", "=", "=>", ":="):
                return False
            position = tokens.before(position)
        return False

    def environment(self, position: int) -> str | None:
        """The environment variable read at ``position``: ``process.env.X``, ``getenv("X")``, ``ENV["X"]``."""
        tokens = self.tokens
        if tokens.kinds[position] == "i" and tokens.word(position - 1) in (".", "?."):
            holder = tokens.word(position - 2)
            if holder in ("env", "ENV", "environment", "Env"):
                return tokens.words[position]
        if tokens.word(position) in ("(", "["):
            callee = self.callee(position)
            if callee.rpartition(".")[2] in syntax.ENVIRONMENT | {"ENV", "environ", "_ENV"} or callee.lower().endswith(
                ("env", "environment", "env.get", "env.fetch")
            ):
                text = tokens.strings.get(position + 1)
                return text.value if text else None
        return None

    def callee(self, opener: int) -> str:
        """The dotted name before a bracket: ``client.chat.completions.create``; empty where there is none."""
        tokens, position = self.tokens, opener - 1
        if position < 0:
            return ""
        if tokens.words[position] == ">":
            position = self.before_generics(position)
        if tokens.word(position) == "!":  # a macro of Rust, or what TypeScript swears is there
            position -= 1
        names: list[str] = []
        for _ in range(20):
            if position < 0 or tokens.kinds[position] != "i" or tokens.words[position] in syntax.GROUPING:
                break
            names.append(tokens.words[position])
            separator = tokens.word(position - 1)
            if separator not in (".", "?.", "::", "->", "!."):
                break
            position = self._chained(position - 2)
        return ".".join(reversed(names))

    def chain_start(self, opener: int) -> int:
        """The first name of the chain of calls that the bracket ends: ``a`` of ``a(...).b(``."""
        tokens, position, first = self.tokens, opener - 1, opener
        for _ in range(30):
            if position < 0 or tokens.kinds[position] != "i":
                break
            first = position
            if tokens.word(position - 1) not in (".", "?.", "::", "->", "!."):
                break
            position = self._chained(position - 2)
        return first

    def _chained(self, position: int) -> int:
        """The name left of a dot, over the brackets of calls: ``a(...).b`` goes on at ``a``."""
        tokens = self.tokens
        for _ in range(10):
            if position in tokens.opened:
                position = tokens.opened[position] - 1
            elif position >= 0 and tokens.words[position] == ">":
                position = self.before_generics(position)
            else:
                break
        return position

    def before_generics(self, position: int) -> int:
        tokens, depth = self.tokens, 0
        for back in range(position, max(position - 60, -1), -1):
            word = tokens.words[back]
            depth += (word == ">") - (word == "<")
            if depth == 0:
                return back - 1
        return position

    def is_call(self, opener: int) -> bool:
        """Whether a round bracket holds arguments."""
        tokens = self.tokens
        if tokens.word(opener) != "(" or opener == 0:
            return False
        before = opener - 1
        if tokens.kinds[before] == "i":
            if tokens.words[before] in ("const", "var"):
                return False
            return tokens.words[before] not in syntax.GROUPING and not self._declares(before)
        return tokens.words[before] in (")", "]", ">", "!") and not tokens.fresh[opener]

    def _declares(self, name: int) -> bool:
        """Whether the name before a round bracket is being declared as a function."""
        tokens = self.tokens
        before = tokens.word(name - 1)
        if before in (".", "?.", "::", "->"):
            return False
        own = tokens.word(name) in ("function", "fun", "func", "fn", "constructor", "init")
        return own or before in syntax.FUNCTIONS or before in syntax.TYPES

    def parameters(self, opener: int) -> bool:
        """Whether a round bracket holds the parameters of a declaration."""
        tokens = self.tokens
        if tokens.word(opener) != "(" or opener < 0:
            return False
        if opener and tokens.kinds[opener - 1] == "i" and self._declares(opener - 1):
            return True
        following = tokens.word(tokens.after(opener))
        if following == "=>":
            return True
        if not self.language.bare_methods or tokens.word(opener - 2) in (".", "?.", "new"):
            return False
        named = opener > 0 and tokens.kinds[opener - 1] == "i" and tokens.words[opener - 1] not in syntax.GROUPING
        body = tokens.word(tokens.opener[opener]) == "{" or tokens.opener[opener] < 0
        if following in (":", "->") and named:
            return body
        return following == "{" and named and body

    def name_before(self, index: int) -> tuple[str | None, str | None]:
        """Name and annotation left of an ``=`` or ``:``: ``const model: Model =``, ``String model =``."""
        tokens = self.tokens
        position, last = tokens.before(index), index
        names: list[int] = []
        annotated: int | None = None
        for _ in range(30):
            if position <= tokens.opener[index] or position < 0:
                break
            if last != index and self._starts_line(last, position):
                break
            word = tokens.words[position]
            if tokens.kinds[position] == "p" and word in (",", ";", "=", "=>", "&&", "||"):
                break
            if word == ":" and annotated is None:
                annotated = position
                names = []
            if word == ">":
                position = self.before_generics(position) + 1
            names.append(position)
            last, position = position, tokens.before(position)
        return self._named(index, list(reversed(names)), annotated)

    def _named(self, index: int, found: list[int], annotated: int | None) -> tuple[str | None, str | None]:
        tokens = self.tokens
        if annotated is not None:
            note = tokens.text[tokens.starts[annotated] + 1 : tokens.starts[index]].strip()[:80]
            return self._word(tokens.before(annotated)), note or None
        own = self._word(tokens.before(index))
        words = [at for at in found if tokens.kinds[at] == "i" and tokens.words[at] not in syntax.MODIFIERS]
        if self.language.typed_after and len(words) > 1 and tokens.word(words[1] - 1) != ".":
            return tokens.words[words[0]], tokens.words[words[1]]
        typed = len(words) > 1 and tokens.word(words[-1] - 1) not in (".", "->", "::")
        return own, tokens.words[words[-2]] if typed else None

    def _word(self, position: int) -> str | None:
        """A name at ``position``; of ``a["b"]`` it is ``b``; a ``?`` or ``!`` after a name is passed over.

        Of a key ``[Provider.OpenAI]`` it is ``OpenAI``; one with a digit is a model's, and names the value itself.
        """
        tokens = self.tokens
        while position >= 0 and tokens.word(position) in ("?", "!", "{"):
            position = tokens.before(position)
        if position < 0:
            return None
        if text := tokens.strings.get(position):
            return text.value[:100]
        if tokens.words[position] == "[":
            if text := tokens.strings.get(position + 1):
                return text.value[:100]
            position = tokens.closer.get(position, position) - 1  # [Provider.OpenAI]
            if tokens.word(position - 1) not in (".", "::") or any(map(str.isdigit, tokens.words[position])):
                return None
        return tokens.words[position] if tokens.kinds[position] == "i" else None
