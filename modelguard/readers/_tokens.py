"""The tokens of one source file: what every tokenizer makes and every reader of code walks over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from modelguard.types import Span

OPENERS = frozenset({"(", "[", "{", "${", "`", "<tag"})
CLOSERS = {")": "([<", "]": "[", "}": "{$", "end`": "`", "tag>": "<"}
"""Each closing mark and the first characters of the openers it closes."""
_BRACKETS = OPENERS | CLOSERS.keys()


@dataclass(slots=True)
class Text:
    """A string literal: its parts in order, each a value or (``known`` false) the code of a hole."""

    span: Span
    parts: list[tuple[bool, str]]
    exact: bool = True

    @property
    def value(self) -> str:
        """The value with ``{}`` for each hole."""
        return "".join(text if known else "{}" for known, text in self.parts)

    @property
    def dynamic(self) -> bool:
        """Whether a part is not known."""
        return not all(known for known, _ in self.parts)


@dataclass(slots=True)
class Tokens:
    """Parallel lists, one entry a token. Comments, JSX text and regular expressions stand beside them.

    ``kinds``   ``i`` name, ``n`` number, ``s`` string, ``p`` mark, ``r`` regular expression
    ``words``   the mark or name; for strings the empty text
    ``fresh``   the token is the first of its line
    ``opener``  index of the bracket the token stands in, -1 at the top
    ``closer``  opening index to closing index
    ``line``    the next token is the first of its line
    """

    text: str
    kinds: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    fresh: list[bool] = field(default_factory=list)
    strings: dict[int, Text] = field(default_factory=dict)
    comments: list[Span] = field(default_factory=list)
    patterns: list[Span] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)
    bodies: list[Span] = field(default_factory=list)
    opener: list[int] = field(default_factory=list)
    closer: dict[int, int] = field(default_factory=dict)
    opened: dict[int, int] = field(default_factory=dict)
    deepest: int = 0
    _names: dict[str, list[int]] | None = None
    line: bool = True

    def __len__(self) -> int:
        return len(self.words)

    def newline(self) -> None:
        """The next token is the first of its line."""
        self.line = True

    def add(self, kind: str, word: str, start: int) -> int:
        """Append a token; its index."""
        self.kinds.append(kind)
        self.words.append(word)
        self.starts.append(start)
        self.fresh.append(self.line)
        self.line = False
        return len(self.words) - 1

    def add_string(self, text: Text, start: int) -> int:
        """Append a string literal; its index."""
        index = self.add("s", "", start)
        self.strings[index] = text
        return index

    def link(self) -> None:
        """Match the brackets; a closing bracket that fits nothing is passed over."""
        stack: list[int] = []
        opener, words, seen, top = self.opener, self.words, 0, -1
        for index in [index for index, word in enumerate(words) if word in _BRACKETS]:
            opener += [top] * (index - seen)
            word, seen = words[index], index + 1
            if word in OPENERS:
                opener.append(top)
                stack.append(index)
                self.deepest = max(self.deepest, len(stack))
            else:
                self._close(stack, index, CLOSERS[word])
                opener.append(stack[-1] if stack else -1)
            top = stack[-1] if stack else -1
        opener += [top] * (len(words) - seen)

    def _close(self, stack: list[int], index: int, fits: str) -> None:
        for back in range(len(stack) - 1, max(len(stack) - 4, -1), -1):
            if self.words[stack[back]][0] in fits:
                self.closer[stack[back]] = index
                self.opened[index] = stack[back]
                del stack[back:]
                return

    def before(self, index: int) -> int:
        """Index of the token before ``index`` on its level; a bracketed group counts as its opener."""
        return self.opened.get(index - 1, index - 1) if index > 0 else -1

    def after(self, index: int) -> int:
        """Index of the token after ``index`` (after the whole group, if it opens one); -1 at the end."""
        following = self.closer.get(index, index) + 1
        return following if following < len(self.words) else -1

    def word(self, index: int) -> str:
        """The mark or name at ``index``; empty for strings and outside the file."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def inside(self, opener: int, limit: int = 2000) -> Iterator[int]:
        """The tokens directly inside a bracket, groups as their openers; at most ``limit``."""
        end = self.closer.get(opener, len(self.words))
        index = opener + 1
        while index < end and limit:
            yield index
            index = self.closer.get(index, index) + 1
            limit -= 1

    def named(self, name: str) -> list[int]:
        """Where a name stands, in file order."""
        if self._names is None:
            self._names = {}
            for index, kind in enumerate(self.kinds):
                if kind == "i":
                    self._names.setdefault(self.words[index], []).append(index)
        return self._names.get(name, [])


Lexer = Callable[[str], Tokens]
