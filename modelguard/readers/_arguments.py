"""What the arguments of a call say by their places: environment reads, command-line options."""

from __future__ import annotations

from modelguard.readers import _language as syntax
from modelguard.readers._code import Code


def environment(code: Code, last: str, call: str, place_in: int, opener: int) -> str | None:
    """The variable whose default this argument is: ``getEnv("MODEL", HERE)``, ``ENV.fetch("M", HERE)``."""
    text = code.tokens.strings.get(opener + 1)
    if not place_in or not text or not text.value.replace("_", "").isalnum():
        return None
    reads = last in syntax.ENVIRONMENT or (last in ("fetch", "get", "getOrDefault") and "env" in call.lower())
    return text.value if reads else None


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
        position = tokens.before(position)
    return None


def option(code: Code, opener: int) -> str | None:
    """The name of a command-line option: the last word of ``"-m, --model <id>"``."""
    for index in code.tokens.inside(opener, 10):
        if (text := code.tokens.strings.get(index)) and text.value:
            words = [word for word in text.value.replace(",", " ").split() if word[0] not in "<["]
            return words[-1].lstrip("-").partition("=")[0][:60] if words else None
    return None


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
