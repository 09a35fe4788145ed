"""Swift."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._language import Language
from modelguard.readers._lexer import BLOCK, LINE_SLASHES, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_HOLE = r"\\\(([^()]*+)\)"
_STRINGS = (
    Form("triple", r'\#*"""(?P<body>(?:[^"\\]|\\[\s\S]|"(?!""))*+)"""\#*', hole=_HOLE),
    Form("raw", r'\#+"(?P<body>(?:[^"\r\n]|"(?!\#))*+)"\#+', raw=True),
    Form("double", r'"(?P<body>(?:[^"\\\r\n]|\\\([^()\r\n]*+\)|\\[^\r\n])*+)"', hole=_HOLE),
)
_IMPORTS = (r"(?m)^import\s+(?P<module>\w+)",)

SWIFT = Language(
    "swift",
    lexer(Lexicon((LINE_SLASHES, BLOCK), _STRINGS)),
    labels=True,
    imports=_IMPORTS,
    implicit_return=True,
    computed=True,
    enum_constants=True,
)
READER = Reader(name="swift", suffixes=(".swift",), read=reader_of(SWIFT))
