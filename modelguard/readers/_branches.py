"""The branches of ``switch``, ``match`` and ``when``: which literal is compared, and which one a branch becomes."""

from __future__ import annotations

from modelguard.naming import named_after
from modelguard.readers._code import Code, Edge
from modelguard.readers._frames import Frames

_ALTERNATIVES = 60


def compared(code: Code, frames: Frames, index: int, opener: int) -> bool:
    """Whether the literal at ``index`` is what a branch is taken for: ``case HERE:``, ``"a" | HERE =>``."""
    tokens, last = code.tokens, index
    position = tokens.before(index)
    for _ in range(_ALTERNATIVES):
        if position <= opener or (tokens.word(position) not in (",", "|") and tokens.kinds[position] != "s"):
            break
        if tokens.fresh[last] and tokens.kinds[position] == "s" == tokens.kinds[last]:
            return False  # the value of the case above
        last, position = position, tokens.before(position)
    if position > opener and tokens.word(position) in ("case", "when") and tokens.kinds[position] == "i":
        return True
    arrow = tokens.word(tokens.after(index))
    alternative = arrow in ("=>", "->", ",", "|", "or", "if", "when")
    return alternative and frames.of(opener).shape == "match" and _begins(code, index, opener)


def _begins(code: Code, index: int, opener: int) -> bool:
    """Whether the first of the alternatives that a literal is one of begins a branch."""
    tokens, first = code.tokens, index
    for _ in range(_ALTERNATIVES):
        before = tokens.before(first)
        last = tokens.before(before)
        if tokens.fresh[first] or tokens.word(before) not in (",", "|", "or") or tokens.kinds[last] != "s":
            break
        first = last
    before = tokens.before(first)
    begins = before == opener or tokens.fresh[first] or tokens.word(before) == ","
    return begins and tokens.word(before) not in ("=>", "->")


def member(code: Code, index: int, edge: Edge) -> str | None:
    """The member of an enum that is written as the literal and named after it: ``case .gpt4o: HERE``."""
    tokens, at = code.tokens, edge.at
    if edge.kind == "return":
        at = tokens.before(at)
    name = code.name_before(at)[0] if tokens.word(at) in (":", "=>", "->") else None
    text = tokens.strings.get(index)
    return name if name and text and named_after(name, text.value) else None
