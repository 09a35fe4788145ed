"""Ruby."""

from __future__ import annotations

from modelguard.readers import Reader
from modelguard.readers._heredocs import with_heredocs
from modelguard.readers._language import Language
from modelguard.readers._lexer import LINE_HASH, SINGLE, Form, Lexicon, lexer
from modelguard.readers._source import reader_of

_HOLE = r"\#\{([^{}]*+)\}"
_STRINGS = (
    Form("double", r'"(?P<body>(?:[^"\\\#\r\n]|\\[^\r\n]|\#\{[^{}\r\n]*+\}|\#)*+)"', hole=_HOLE),
    SINGLE,
    Form("quoted", r"%[qQ]?(?:\((?P<body>[^()\r\n]*+)\)|\{[^{}\r\n]*+\})", raw=True),
    Form("words", r"%[wi]\[(?P<body>[^\]]*+)\]", words=True),
    Form("pattern", r"(?<=[=(,~] )/(?P<body>(?:[^/\\\r\n]|\\[^\r\n])++)/[a-z]*+", ignore=True),
)
_LEXICON = Lexicon(
    (r"(?<![^\r\n])=begin\b(?:[^\r\n]|[\r\n]++(?!=end))*+(?:[\r\n]++=end)?", LINE_HASH),
    _STRINGS,
    names=r"[@$]{0,2}[A-Za-z_\u0080-\U0010ffff]\w*+[?!]?(?!=[^=~>])",
)
_IMPORTS = (r"""(?m)^\s*require\s+["'](?P<module>[\w/.-]+)["']""",)

RUBY = Language(
    "ruby", with_heredocs(lexer(_LEXICON)), labels=True, imports=_IMPORTS, implicit_return=True, command_calls=True
)
READER = Reader(
    name="ruby",
    suffixes=(".rb", ".rake", ".gemspec", ".erb"),
    filenames=("*.rb.tt", "rakefile", "gemfile", "fastfile"),
    read=reader_of(RUBY),
)
