"""Here-documents: their bodies are text, whatever quotes stand in them."""

from __future__ import annotations

import re

from modelguard.readers._tokens import Lexer, Tokens
from modelguard.types import Span

_OPENED = re.compile(r"<<[<~-]?[ \t]*([\"'`]?)(?P<tag>[A-Z_][A-Za-z0-9_]*)\1[^\r\n]*(?:\r\n|\r|\n)")
_LETTERS = re.compile(r"[^\r\n]")


def with_heredocs(lexer: Lexer) -> Lexer:
    """The lexer, with the bodies of here-documents taken out of the code and kept as ``bodies``."""

    def tokens(text: str) -> Tokens:
        bodies = _bodies(text) if "<<" in text else []
        if not bodies:
            return lexer(text)
        parts, last = [], 0
        for body in bodies:
            parts += [text[last : body.start], _LETTERS.sub(" ", text[body.start : body.end])]
            last = body.end
        out = lexer("".join((*parts, text[last:])))
        out.text = text
        out.bodies.extend(bodies)
        return out

    return tokens


def _bodies(text: str) -> list[Span]:
    """The bodies in file order; one that never ends is none."""
    found: list[Span] = []
    position = 0
    while opened := _OPENED.search(text, position):
        position = opened.end()
        ended = re.compile(rf"(?m)^[ \t]*{opened['tag']}\b").search(text, position)
        if ended:
            found.append(Span(position, ended.end()))
            position = ended.end()
    return found
