"""Constants that other files of the project hold, where they are handed on: ``Config.MODEL``, ``settings::MODEL``.

Only names that say model are looked at, so that a file costs one search of its text. Which file holds
a name is decided when all files are read (:mod:`modelguard.linking`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers._code import Code

_NAME = re.compile(
    r"(?<![\w$@])(?:[a-z]\w*|[A-Z]\w*)?(?:[Mm]odel|MODEL|[Ll]lm|LLM|[Gg]pt|GPT|[Cc]laude|CLAUDE|[Gg]emini|GEMINI|"
    r"[Ee]mbedding|EMBEDDING|[Dd]eployment|DEPLOYMENT)\w*"
)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]{3,}")
_OWN = frozenset("this self static super Self parent".split())
_SEPARATORS = frozenset((".", "::", "?.", "->"))
_NO_VALUE = frozenset(("(", "=", ":=", ":", "{", "<", "+=", "||=", "."))
_MOST = 20


def foreign(code: Code, imports: dict[str, tuple[str, str]]) -> Iterator[tuple[int, str, str]]:
    """Token, holder and name of every constant that may be another file's; the holder may be empty."""
    tokens = code.tokens
    for name in sorted({match.group() for match in _NAME.finditer(tokens.text)}):
        for index in tokens.named(name)[:_MOST]:
            if tokens.word(tokens.after(index)) in _NO_VALUE and not tokens.fresh[tokens.after(index)]:
                continue
            holder = _holder(code, index, name, imports)
            if holder is not None:
                yield index, holder, name


def _holder(code: Code, index: int, name: str, imports: dict[str, tuple[str, str]]) -> str | None:
    """What the name is qualified with or imported from; empty in its own package; None if it is local."""
    tokens = code.tokens
    if tokens.word(index - 1) in _SEPARATORS:
        before = index - 2
        holder = tokens.word(before) if tokens.kinds[before] == "i" else ""
        foreign = holder[:1].isupper() or holder in imports or tokens.word(index - 1) == "::"
        return holder if foreign and holder not in _OWN and tokens.word(before - 1) not in (".", "->") else None
    if name in imports:
        module, imported = imports[name]
        return re.split(r"[./\\:]+", module)[-1] if imported else None
    if code.language.shared_names:
        return "" if len(name) > 5 and not _is_given(code, name) else None
    return "" if _CONSTANT.fullmatch(name) and not _is_given(code, name) else None


def _is_given(code: Code, name: str) -> bool:
    """Whether the name is given a value, or is a parameter, anywhere in this file."""
    tokens = code.tokens
    return any(
        tokens.word(index + 1) in ("=", ":=", ",", ":") or tokens.kinds[min(index + 1, len(tokens) - 1)] == "i"
        for index in tokens.named(name)
        if tokens.word(index - 1) not in _SEPARATORS
        and not tokens.fresh[min(index + 1, len(tokens) - 1)]
        and not (tokens.word(index + 1) == "," and tokens.word(tokens.opener[index]) == "(")
    )
