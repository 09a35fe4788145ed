"""Tokens of JavaScript and TypeScript, JSX and template literals included. Linear, never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from modelguard.readers._strings import clean
from modelguard.readers._tokens import Text, Tokens
from modelguard.types import Span

_CODE = re.compile(
    r"""
    (?:[ \t\f\v\u00a0\ufeff]*+([\r\n\u2028\u2029])\s*+)?+[ \t\f\v\u00a0\ufeff]*+(?:  # 1: the first token of its line
      ([A-Za-z_$\u0080-\U0010ffff#][\w$]*+)                                          # 2: name
    | ([()\[\],;:]|\.(?!\.\.)|=(?!=)>?+)                                             # 3: mark that changes no mode
    | ("[^"\\\r\n]*+(?:\\(?:\r\n|[\s\S])[^"\\\r\n]*+)*+"?                            # 4: string
      |'[^'\\\r\n]*+(?:\\(?:\r\n|[\s\S])[^'\\\r\n]*+)*+'?)
    | (\d[\w.]*+)                                                                    # 5: number
    | (//[^\r\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+)                            # 6: comment
    | (===|!==|\?\?=|\|\|=|&&=|\.\.\.|==|!=|\?\?|\|\||&&|\?\.|[-+*/%]=|\+\+|--|<=|>=|[\s\S])
    )
    """,
    re.VERBOSE,
)
_NAME, _PLAIN, _STRING, _NUMBER, _COMMENT = range(2, 7)
_TEMPLATE = re.compile(r"[^`\\$]*+(?:(?:\\[\s\S]|\$(?!\{))[^`\\$]*+)*+")
_REGEX = re.compile(r"/(?:[^/\\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*+\])++/[a-z]*+")
_JSX_OPEN = re.compile(r"<(?:>|[A-Za-z][\w.:$-]*+(?=[\s/>]))(?!\s*(?:extends\s|,))")
_JSX_TAG = re.compile(
    r"""(?P<blank>\s++)|(?P<name>[A-Za-z_$@:#][\w$.:@-]*+)|(?P<string>"[^"]*+"|'[^']*+')|(?P<end>/?>)|(?P<mark>[\s\S])"""
)
_JSX_TEXT = re.compile(r"[^<{]*+")
_JSX_CLOSE = re.compile(r"</[\w.:$\s-]*+>?")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r\n|[\r\n]|([\s\S]))")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_BEFORE_VALUE = frozenset("return typeof case in of new delete void throw await yield else do default".split())
_MODES = frozenset("/ /= ` < { }".split())
"""Marks that may change the mode; all others stand for themselves."""
_KINDS = {_NAME: "i", _PLAIN: "p", _NUMBER: "n"}
_VALUE_ENDS = frozenset({")", "]", "}", "end`", "tag>", "++", "--"})


def unescape(raw: str) -> str:
    """The value of a string body as JavaScript reads it."""
    return clean(_ESCAPE.sub(_escape, raw)) if "\\" in raw else raw


def _escape(match: re.Match[str]) -> str:
    if digits := match[1] or match[2] or match[3]:
        number = int(digits, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(match[4], match[4]) if match[4] else ""


@dataclass(slots=True)
class _Template:
    token: int
    start: int
    parts: list[tuple[bool, str]] = field(default_factory=list)
    hole: int = 0


@dataclass(slots=True)
class _JsLexer:
    """A stack of modes: ``code`` (a brace depth), ``template``, ``tag`` and ``children`` of an element."""

    text: str
    jsx: bool
    out: Tokens
    modes: list[tuple[str, int]]
    templates: list[_Template] = field(default_factory=list)

    def run(self, start: int, end: int) -> Tokens:
        position = start
        steps = {"code": self.code, "template": self.template, "tag": self.tag, "children": self.children}
        while position < end:
            position = steps[self.modes[-1][0]](position, end)
        for template in reversed(self.templates):
            self._finish(template, end)
        self.out.link()
        return self.out

    def code(self, position: int, end: int) -> int:
        """Read code up to a change of mode. Most of the time that a file takes goes by in here."""
        out = self.out
        kinds, words, starts, fresh = out.kinds, out.words, out.starts, out.fresh
        while position < end:
            for match in _CODE.finditer(self.text, position, end):
                kind = match.lastindex or 0
                if match.start(1) >= 0:
                    out.newline()
                if kind <= _NUMBER and kind != _STRING:
                    kinds.append(_KINDS[kind])
                    words.append(match[kind])
                    starts.append(match.start(kind))
                    fresh.append(out.line)
                    out.line = False
                elif kind == _STRING:
                    self._string(match[kind], match.start(kind))
                elif kind == _COMMENT:
                    self._comment(match[kind], match.start(kind))
                else:
                    following, changed = self._mark(match[kind], match.start(kind), end)
                    if changed:
                        return following
                    if following != match.end():  # a regular expression
                        position = following
                        break
            else:
                return end
        return position

    def _comment(self, word: str, position: int) -> None:
        self.out.comments.append(Span(position + 2, position + len(word)))
        if "\n" in word:
            self.out.newline()

    def _mark(self, word: str, position: int, end: int) -> tuple[int, bool]:
        out = self.out
        if word not in _MODES:
            pass
        elif word in ("/", "/=") and self._value_may_start():
            if match := _REGEX.match(self.text, position, end):
                out.add("r", "", position)
                out.patterns.append(Span(position + 1, self.text.rindex("/", position, match.end())))
                return match.end(), False
        elif word == "`":
            self.templates.append(_Template(out.add("p", "`", position), position + 1))
            self.modes.append(("template", 0))
            return position + 1, True
        elif word == "<" and self.jsx and self._value_may_start():
            if match := _JSX_OPEN.match(self.text, position, end):
                return self._element(match), True
        elif word == "{":
            self.modes[-1] = (self.modes[-1][0], self.modes[-1][1] + 1)
        elif word == "}":
            mode, depth = self.modes[-1]
            if depth == 0 and len(self.modes) > 1:
                out.add("p", "}", position)
                self.modes.pop()
                self._hole_ends(position)
                return position + 1, True
            self.modes[-1] = (mode, max(depth - 1, 0))
        out.add("p", word, position)
        return position + len(word), False

    def _value_may_start(self) -> bool:
        out = self.out
        if not out.words:
            return True
        kind, word = out.kinds[-1], out.words[-1]
        if kind == "i":
            return word in _BEFORE_VALUE
        if word == "}":
            return out.line
        return kind == "p" and word not in _VALUE_ENDS

    def _string(self, word: str, start: int) -> None:
        if len(word) > 1 and word[-1] == word[0]:
            body = word[1:-1]
            text = Text(Span(start + 1, start + 1 + len(body)), [(True, unescape(body))], exact="\\" not in body)
            self.out.add_string(text, start)

    def template(self, position: int, end: int) -> int:
        """Read a stretch of a template literal up to a hole or its end."""
        here = self.templates[-1]
        match = _TEMPLATE.match(self.text, position, end)
        stop = match.end() if match else end
        if stop > position:
            here.parts.append((True, unescape(self.text[position:stop])))
        if self.text.startswith("${", stop) and stop + 2 <= end:
            self.out.add("p", "${", stop)
            here.hole = stop + 2
            self.modes.append(("code", 0))
            return stop + 2
        if stop < end:
            self.out.add("p", "end`", stop)
            stop_after = stop + 1
        else:
            stop_after = end
        self.modes.pop()
        self._finish(self.templates.pop(), stop)
        return stop_after

    def _hole_ends(self, position: int) -> None:
        if self.modes[-1][0] == "template" and self.templates:
            here = self.templates[-1]
            here.parts.append((False, self.text[here.hole : position].strip()))

    def _finish(self, template: _Template, end: int) -> None:
        span = Span(template.start, max(end, template.start))
        whole = Text(span, template.parts or [(True, "")])
        whole.exact = not whole.dynamic and whole.value == self.text[span.start : span.end]
        self.out.strings[template.token] = whole

    def _element(self, match: re.Match[str]) -> int:
        """An element opens: ``<Name`` or the fragment ``<>``."""
        if match.group() == "<>":
            self.modes.append(("children", 0))
            return match.end()
        self.out.add("p", "<tag", match.start())
        self.out.add("i", match.group()[1:], match.start() + 1)
        self.modes.append(("tag", 0))
        return match.end()

    def tag(self, position: int, end: int) -> int:
        """Read the attributes of an element."""
        match = _JSX_TAG.match(self.text, position, end)
        if match is None:
            return end
        kind, word = match.lastgroup, match.group()
        if kind == "name":
            self.out.add("i", word, position)
        elif kind == "string":
            span = Span(position + 1, match.end() - 1)
            self.out.add_string(Text(span, [(True, word[1:-1])]), position)
        elif kind == "end":
            self.out.add("p", "tag>", position)
            self.modes.pop()
            if word == ">":
                self.modes.append(("children", 0))
        elif word == "{":
            self.out.add("p", "{", position)
            self.modes.append(("code", 0))
        elif kind == "mark":
            self.out.add("p", word, position)
        return match.end()

    def children(self, position: int, end: int) -> int:
        """Read the text of an element up to a child, an expression or its closing tag."""
        match = _JSX_TEXT.match(self.text, position, end)
        stop = match.end() if match else end
        if stop > position:
            self.out.prose.append(Span(position, stop))
        if stop >= end:
            return end
        if self.text[stop] == "{":
            self.out.add("p", "{", stop)
            self.modes.append(("code", 0))
            return stop + 1
        if closing := _JSX_CLOSE.match(self.text, stop, end):
            self.modes.pop()
            self.out.add("p", ";" if self.modes[-1][0] == "children" else "tag>", stop)
            return closing.end()
        if opening := _JSX_OPEN.match(self.text, stop, end):
            return self._element(opening)
        return stop + 1


def tokens(text: str, *, jsx: bool = True, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of ``text[start:end]``; offsets count in ``text``."""
    lexer = _JsLexer(text, jsx, Tokens(text), [("code", 0)])
    return lexer.run(start, len(text) if end is None else end)
