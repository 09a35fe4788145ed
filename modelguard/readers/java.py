"""Java."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._language import Language
from modelguard.readers._lexer import BLOCK, DOUBLE, LINE_SLASHES, SINGLE, TRIPLE, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_CHARACTER = Form("character", SINGLE.pattern, ignore=True)
_IMPORTS = (r"(?m)^import\s+(?:static\s+)?(?P<module>[\w.]+)\.(?P<name>\w+)\s*;",)

JAVA = Language(
    "java",
    lexer(Lexicon((LINE_SLASHES, BLOCK), (TRIPLE, DOUBLE, _CHARACTER))),
    imports=_IMPORTS,
    bare_methods=True,
    defaults=False,
)
READER = Reader(name="java", suffixes=(".java",), read=reader_of(JAVA))
