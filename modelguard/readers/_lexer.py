"""One tokenizer for the languages of the C family and their neighbours, driven by data.

A :class:`Lexicon` lists the forms of comments and strings as patterns; what is left is names, numbers
and marks. Linear in the length of the text: no pattern can back up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from modelguard.readers._js_lexer import unescape
from modelguard.readers._tokens import Text, Tokens
from modelguard.types import Span, record


@record
class Form:
    """One way to write a string.

    ``pattern`` has one group ``body``; ``raw`` means no escapes; ``hole`` finds interpolations in the body;
    ``doubled`` is a quote that stands for itself when written twice; ``ignore`` is no string of interest;
    ``words`` is a list of words.
    """

    name: str
    pattern: str
    raw: bool = False
    hole: str | None = None
    doubled: str | None = None
    ignore: bool = False
    words: bool = False


@record
class Lexicon:
    """The comments, strings and marks of one language. ``comments`` each match one whole comment."""

    comments: tuple[str, ...]
    strings: tuple[Form, ...]
    names: str = r"[A-Za-z_\u0080-\U0010ffff][\w]*+"
    marks: str = (
        r"===|!==|<=>|=~|!~|\?\?=|\|\|=|&&=|\.\.\.|\.\.<|\.\.|=>|->|<-|:=|::|==|!=|\?\?|\?:|\|\||&&|\?\."
        r"|[-+*/%]=|\+\+|--|<=|>=|[\s\S]"
    )


LINE_SLASHES = r"//[^\r\n]*+"
LINE_HASH = r"\#[^\r\n]*+"
BLOCK = r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+"
DOUBLE = Form("double", r'"(?P<body>[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+)"')
SINGLE = Form("single", r"'(?P<body>[^'\\\r\n]*+(?:\\[^\r\n][^'\\\r\n]*+)*+)'")
TRIPLE = Form("triple", r'"""(?P<body>[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*+)"""')


@cache
def _compiled(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, tuple[Form, re.Pattern[str] | None]]]:
    pieces = [r"(?P<blank>[ \t\f\v\u00a0]++)", r"(?P<newline>[\r\n][\s]*+)"]
    pieces.append(f"(?P<comment>{'|'.join(lexicon.comments)})")
    forms = {}
    for form in lexicon.strings:
        pieces.append(f"(?P<s_{form.name}>{form.pattern.replace('(?P<body>', f'(?P<b_{form.name}>')})")
        forms[f"s_{form.name}"] = (form, re.compile(form.hole) if form.hole else None)
    pieces += [f"(?P<name>{lexicon.names})", r"(?P<number>\d[\w.]*+)", f"(?P<mark>{lexicon.marks})"]
    return re.compile("|".join(pieces)), forms


def lexer(lexicon: Lexicon) -> Callable[[str], Tokens]:
    """A function from text to tokens for one language."""

    def tokens(text: str) -> Tokens:
        pattern, forms = _compiled(lexicon)
        out = Tokens(text)
        for match in pattern.finditer(text):
            kind = match.lastgroup or ""
            if kind == "name":
                out.add("i", match.group(), match.start())
            elif kind == "newline":
                out.newline()
            elif kind == "mark":
                out.add("p", match.group(), match.start())
            elif kind == "number":
                out.add("n", match.group(), match.start())
            elif kind == "comment":
                out.comments.append(Span(match.start(), match.end()))
            elif kind != "blank":
                form, hole = forms[kind]
                if form.words:
                    _words(out, match, form)
                elif not form.ignore:
                    out.add_string(_text(match, form, hole), match.start())
        out.link()
        return out

    return tokens


def _words(out: Tokens, match: re.Match[str], form: Form) -> None:
    out.add("p", "[", match.start())
    base = match.start(f"b_{form.name}")
    for word in re.finditer(r"\S+", match[f"b_{form.name}"]):
        span = Span(base + word.start(), base + word.end())
        out.add_string(Text(span, [(True, word.group())]), span.start)
        out.add("p", ",", span.end)
    out.add("p", "]", match.end())


def _text(match: re.Match[str], form: Form, hole: re.Pattern[str] | None) -> Text:
    body, span = match[f"b_{form.name}"], Span(*match.span(f"b_{form.name}"))
    parts: list[tuple[bool, str]] = []
    last = 0
    for gap in hole.finditer(body) if hole else ():
        if gap.start() > last:
            parts.append((True, _value(body[last : gap.start()], form)))
        parts.append((False, next((group for group in gap.groups() if group), gap.group()).strip("{}$#() ")))
        last = gap.end()
    if last < len(body) or not parts:
        parts.append((True, _value(body[last:], form)))
    text = Text(span, parts)
    text.exact = not text.dynamic and text.value == body
    return text


def _value(raw: str, form: Form) -> str:
    if form.doubled:
        raw = raw.replace(form.doubled * 2, form.doubled)
    return raw if form.raw else unescape(raw)
