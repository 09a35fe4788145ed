"""What the arguments of a call say by their places: environment reads, command-line options."""

from __future__ import annotations

import re

from modelguard.readers import _language as syntax
from modelguard.readers._code import Code

_SETTER = re.compile(
    r"(?:(?:with|set|use|using)_?(?:[a-z]+_?){0,3}?)?(?:default_?|chat_?|embedding_?|completion_?|image_?){0,2}"
    r"(?:model|llm|deployment|engine)(?:_?(?:name|id))?",
    re.IGNORECASE,
)

_UNWRAPPING = frozenset("as_deref as_ref clone cloned map unwrap ok Optional ofNullable filter trim".split())
_NO_COMMAND = frozenset(("=", "(", "[", "||", "+=", "||=", "?", ":", ".", ",", "do", "{"))
_KEYED = frozenset(
    """SetDefault setDefault set_default config get Get GetValue getString GetString getOrDefault getProperty fetch
    optString string dig""".split()
)
_MODEL_KEY = re.compile(r"[\w.:/-]{0,80}(?:model|llm)[\w-]{0,20}", re.IGNORECASE)
_BRANCHES = frozenset("when if elsif else unless then begin rescue".split())
_LISTS = frozenset(
    """List.of Set.of Stream.of Arrays.asList ImmutableList.of ImmutableSet.of Collections.singletonList
    java.util.List.of Lists.newArrayList""".split()
)
_COLUMN_TYPES = frozenset("string text symbol integer boolean enum str".split())
_SERVED = re.compile(r"(?:get|as)(?:chat|embedding|image|audio|moderation|(?:openai)?responses?)client", re.IGNORECASE)


def setter(method: str, place: int) -> str | None:
    """What the argument in that place is to a method whose name says so: ``model``, ``WithModel``, ``setModelId``."""
    if (place == 0 and _SERVED.fullmatch(method)) or (place == 1 and method == "using"):
        return "model"
    if place:
        return None
    if not _SETTER.fullmatch(method):
        return None
    return re.sub(r"^(?:with|set|using|use)_?(?=[A-Za-z])", "", method, flags=re.IGNORECASE)


def environment(code: Code, last: str, call: str, place_in: int, opener: int) -> str | None:
    """The variable whose default this argument is: ``getEnv("MODEL", HERE)``, ``ENV.fetch("M", HERE)``."""
    text = code.tokens.strings.get(opener + 1)
    if not place_in or not text or not text.value.replace("_", "").isalnum():
        return None
    reads = last in syntax.ENVIRONMENT or (last in ("fetch", "get", "getOrDefault") and "env" in call.lower())
    return text.value if reads else None


def beside(code: Code, index: int, opener: int) -> str | None:
    """The environment variable that an argument before the one at ``index`` reads: ``cmp.Or(os.Getenv("M"), HERE)``."""
    inside = (other for other in code.tokens.inside(opener, 60) if other < index)
    return next((name for other in inside if (name := code.environment(other))), None)


def key(code: Code, last: str, place: int, opener: int) -> str | None:
    """The last part of the key whose default this argument is: ``config("ai.model", HERE)``."""
    text = code.tokens.strings.get(opener + 1)
    if place != 1 or last not in _KEYED or not text or not _MODEL_KEY.fullmatch(text.value):
        return None
    return re.split(r"[.:/]", text.value)[-1]


def chained(code: Code, opener: int) -> str | None:
    """The variable read earlier in a chain: ``env::var("MODEL").unwrap_or(HERE)``."""
    tokens = code.tokens
    position = tokens.before(opener)
    for _ in range(12):
        if position < 0 or tokens.word(position) in (";", "=", ","):
            return None
        text = tokens.strings.get(position + 1)
        if tokens.word(position) == "(" and text and text.value.isupper():
            return text.value
        if name := code.wrapped(position):
            return name
        position = tokens.before(position)
    return None


def member(call: str) -> str | None:
    """The field that a chain of calls starts from: ``model`` of ``args.model.as_deref.unwrap_or``."""
    names = [name for name in call.split(".")[:-1] if name not in _UNWRAPPING]
    return names[-1] if names else None


_GIVING = (":", "=", "=>")


def option(code: Code, opener: int) -> str | None:
    """The name of a command-line option: the last word of ``"-m, --model <id>"``."""
    for index in code.tokens.inside(opener, 10):
        if (text := code.tokens.strings.get(index)) and text.value:
            words = [word for word in text.value.replace(",", " ").split() if word[0] not in "<["]
            return words[-1].lstrip("-").partition("=")[0][:60] if words else None
    return None


def field(code: Code, opener: int) -> str | None:
    """The name of a setting that is described: ``Field{Name: "model", DefaultValue: HERE}``."""
    tokens = code.tokens
    for index in tokens.inside(opener, 200):
        if tokens.words[index].lower() in ("name", "key", "id") and tokens.word(tokens.after(index)) in _GIVING:
            text = tokens.strings.get(tokens.after(tokens.after(index)))
            return text.value[:60] if text and text.value.isidentifier() else None
    return None


def command(code: Code, index: int, opener: int) -> tuple[str, str | None] | None:
    """The word that a line without brackets begins with, and the last symbol on it: ``option :model, HERE``."""
    tokens, position, symbol = code.tokens, index, None
    for _ in range(40):
        if position <= opener + 1 or tokens.fresh[position] or tokens.word(position - 1) in ("=", "||="):
            break
        position = tokens.before(position)
        if tokens.word(position - 1) == ":" and tokens.kinds[position] == "i" and tokens.word(position + 1) == ",":
            symbol = symbol or (tokens.words[position] if tokens.words[position] not in _COLUMN_TYPES else None)
    if position == index or position < 0 or tokens.kinds[position] != "i":
        return None
    end = position
    while tokens.word(end + 1) == "." and tokens.kinds[end + 2] == "i":
        end += 2
    labelled = tokens.word(end + 1) == ":" and tokens.kinds[end + 2] == "i"
    return (tokens.words[end], symbol) if labelled or tokens.word(end + 1) not in _NO_COMMAND else None


def alone(code: Code, index: int, opener: int) -> bool:
    """Whether the literal is the only argument of its call."""
    return code.tokens.word(code.tokens.before(index)) != "," and "," not in after(code, index, opener)


def string_before(code: Code, index: int) -> str | None:
    """The string in the argument before the one at ``index``."""
    text = code.tokens.strings.get(code.tokens.before(code.tokens.before(index)))
    return text.value[:100] if text and code.tokens.word(code.tokens.before(index)) == "," else None


def defined(code: Code, at: int) -> str | None:
    """The function that ``=`` gives its result: ``fun model(): String = HERE``."""
    tokens, position = code.tokens, code.tokens.before(at)
    for _ in range(6):
        if position < 0 or tokens.fresh[position]:
            return None
        if tokens.word(position) == "(":
            name = tokens.word(position - 1)
            return name if tokens.word(position - 2) in ("fun", "def", ".") and name else None
        position = tokens.before(position)
    return None


def branch_line(code: Code, index: int) -> bool:
    """Whether the line right above a literal opens a branch, whose value the literal then is."""
    tokens, position = code.tokens, index - 1
    while position > max(index - 40, 0) and not tokens.fresh[position]:
        position -= 1
    return position >= 0 and tokens.fresh[index] and tokens.word(position) in _BRANCHES


def builds_list(call: str) -> bool:
    """Whether a call only puts its arguments into a list: ``listOf``, ``List.of``, ``Arrays.asList``."""
    return call in _LISTS or call.rpartition(".")[2] in ("listOf", "setOf", "arrayOf", "mutableListOf", "arrayListOf")


def method_line(code: Code, index: int) -> str | None:
    """The name on the ``def`` line right above a literal."""
    tokens = code.tokens
    position = index - 1
    while position > max(index - 40, 0) and not tokens.fresh[position]:
        position -= 1
    return tokens.word(position + 1) if position >= 0 and tokens.word(position) == "def" else None


def before(code: Code, index: int, opener: int) -> list[str]:
    """Marks and names among the arguments before the one at ``index``."""
    tokens = code.tokens
    return [tokens.words[other] for other in tokens.inside(opener, 100) if other < index]


def after(code: Code, index: int, opener: int) -> list[str]:
    """Marks and names among the arguments after the one at ``index``."""
    tokens = code.tokens
    return [tokens.words[other] for other in tokens.inside(opener, 100) if other > index]
