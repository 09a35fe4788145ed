"""Rust."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._language import Language
from modelguard.readers._lexer import BLOCK, LINE_SLASHES, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_STRINGS = (
    Form("raw2", r'b?r\#\#+"(?P<body>(?:[^"]|"(?!\#\#))*+)"\#\#+', raw=True),
    Form("raw1", r'b?r\#"(?P<body>(?:[^"]|"(?!\#))*+)"\#', raw=True),
    Form("raw0", r'b?r"(?P<body>[^"]*+)"', raw=True),
    Form("double", r'b?"(?P<body>(?:[^"\\]|\\[\s\S])*+)"'),
    Form("character", r"b?'(?P<body>[^'\\\r\n]|\\[^\r\n]{1,10}?)'", ignore=True),
)
_IMPORTS = (
    r"(?m)^\s*(?:pub\s+)?use\s+(?P<module>[\w:]+)::(?P<name>\w+)\s*;",
    r"(?m)^\s*(?:pub\s+)?use\s+(?P<module>[\w:]+)::\{(?P<names>[^{}]{0,1000})\}\s*;",
)

RUST = Language("rust", lexer(Lexicon((LINE_SLASHES, BLOCK), _STRINGS)), imports=_IMPORTS, implicit_return=True)
READER = Reader(name="rust", suffixes=(".rs",), read=reader_of(RUST))
