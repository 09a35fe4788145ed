"""Go."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._language import Language
from modelguard.readers._lexer import BLOCK, DOUBLE, LINE_SLASHES, SINGLE, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_RAW = Form("raw", r"`(?P<body>[^`]*+)`", raw=True)
_RUNE = Form("rune", SINGLE.pattern, ignore=True)
_IMPORTS = (r'(?m)^\s*(?:import\s+)?(?:(?P<alias>[\w.]+)[ \t]+)?"(?P<module>[\w.-]+(?:/[\w.@-]+)*)"[ \t]*\r?$',)

GO = Language(
    "go",
    lexer(Lexicon((LINE_SLASHES, BLOCK), (DOUBLE, _RAW, _RUNE))),
    imports=_IMPORTS,
    typed_after=True,
    tags=True,
    shared_names=True,
)
READER = Reader(name="go", suffixes=(".go",), read=reader_of(GO))
