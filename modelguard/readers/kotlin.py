"""Kotlin, Gradle scripts and Scala, whose strings and comments are alike."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._language import Language
from modelguard.readers._lexer import BLOCK, LINE_SLASHES, SINGLE, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_HOLE = r"\$\{([^{}]*+)\}|\$([A-Za-z_]\w*)"
_TRIPLE = Form("triple", r'"""(?P<body>(?:[^"]|"(?!""))*+)"""', raw=True, hole=_HOLE)
_DOUBLE = Form("double", r'"(?P<body>(?:[^"\\\r\n$]|\\[^\r\n]|\$\{[^{}\r\n]*+\}|\$)*+)"', hole=_HOLE)
_CHARACTER = Form("character", SINGLE.pattern, ignore=True)
_IMPORTS = (r"(?m)^import\s+(?P<module>[\w.]+)\.(?P<name>\w+)",)

KOTLIN = Language(
    "kotlin",
    lexer(Lexicon((LINE_SLASHES, BLOCK), (_TRIPLE, _DOUBLE, _CHARACTER))),
    imports=_IMPORTS,
    pairing=frozenset({"=>", "->", "to"}),
)
READER = Reader(name="kotlin", suffixes=(".kt", ".kts", ".scala", ".groovy", ".gradle"), read=reader_of(KOTLIN))
