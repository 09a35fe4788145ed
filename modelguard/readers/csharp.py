"""C#."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._language import Language
from modelguard.readers._lexer import BLOCK, DOUBLE, LINE_SLASHES, SINGLE, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_HOLE = r"(?<!\{)\{([^{}]++)\}(?!\})"
_STRINGS = (
    Form("raw", r'\$*"""(?P<body>(?:[^"]|"(?!""))*+)"""', raw=True),
    Form("verbatim", r'(?:@\$|\$@|@)"(?P<body>(?:[^"]|"")*+)"', raw=True, doubled='"'),
    Form("filled", r'\$"(?P<body>(?:[^"\\\r\n{]|\\[^\r\n]|\{\{|\{[^{}\r\n]*+\})*+)"', hole=_HOLE),
    DOUBLE,
    Form("character", SINGLE.pattern, ignore=True),
)
_IMPORTS = (r"(?m)^\s*using\s+(?P<alias>\w+)\s*=\s*(?P<module>[\w.]+)\s*;",)
_DIRECTIVE = r"\#(?:region|endregion|pragma|if|else|endif|nullable|define)[^\r\n]*+"

CSHARP = Language(
    "csharp",
    lexer(Lexicon((LINE_SLASHES, BLOCK, _DIRECTIVE), _STRINGS)),
    labels=True,
    imports=_IMPORTS,
    bare_methods=True,
)
READER = Reader(name="csharp", suffixes=(".cs", ".csx", ".razor", ".cshtml"), read=reader_of(CSHARP))
