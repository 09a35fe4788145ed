"""PHP; what stands outside ``<?php`` is markup and is not read."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._heredocs import with_heredocs
from modelguard.readers._language import Language
from modelguard.readers._lexer import BLOCK, LINE_SLASHES, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_HOLE = r"\{\$([^{}]*+)\}|\$\{([^{}]*+)\}|\$([A-Za-z_]\w*+(?:->\w++)?)"
_STRINGS = (
    Form("markup", r"(?:\A|\?>)(?P<body>(?:[^<]|<(?!\?))*+)<\?(?:php|=)?", ignore=True),
    Form("double", r'"(?P<body>(?:[^"\\]|\\[\s\S])*+)"', hole=_HOLE),
    Form("single", r"'(?P<body>(?:[^'\\]|\\[\s\S])*+)'", raw=True),
)
_IMPORTS = (r"(?m)^use\s+(?P<module>[\w\\]+)\\(?P<name>\w+)\s*;",)
_LEXICON = Lexicon((LINE_SLASHES, r"\#(?!\[)[^\r\n]*+", BLOCK), _STRINGS, names=r"\$?[A-Za-z_\u0080-\U0010ffff]\w*+")

PHP = Language("php", with_heredocs(lexer(_LEXICON)), labels=True, imports=_IMPORTS, joins=frozenset({"."}))
READER = Reader(name="php", suffixes=(".php", ".phtml"), read=reader_of(PHP))
