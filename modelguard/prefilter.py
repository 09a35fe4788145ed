"""Bytes in, "may hold a model id" out: what most files stop at.

The stems are those of the platforms' id grammars (``rules/platforms``) and of the project's own
``ids``. Case does not count, because environment files and enums shout. With the extra ``fast`` an
Aho-Corasick automaton looks for everything at once. Without it a regular expression does, which looks
for each stem by the rarest of its letters: three times as fast as one that looks for its first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Any

from modelguard.types import record

_BY_RARITY = "#'/*;qj><[]z7869x2-w5k1}{=)(vbhyg3.4,:pfm\\_0ldcu\"rosinatte "
"""Letters from rare to frequent, counted over source code and configuration of public repositories."""

_REMEMBERED = 20_000
_SHORT = 80

MAYBE, CERTAIN, BESIDE = 1, 2, 4


@record
class Prefilter:
    """Says whether bytes or text may hold a model id. False is certain, True is a maybe.

    ``words`` are ids that are ordinary words (``o1``): they count as a whole quoted or assigned value.
    ``sight`` is given bytes in lower case and says whether they hold a stem, maybe a quoted word, or one of
    the words that make a file without an id worth reading.
    """

    stems: tuple[str, ...]
    words: frozenset[str]
    sight: Callable[[bytes], int]
    stem_in_text: re.Pattern[str]
    word_in_bytes: re.Pattern[bytes]
    word_assigned: re.Pattern[bytes]
    word_in_text: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...] = ()
    automaton: Any = None
    _said: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def may_hold(self, data: bytes) -> bool:
        """Whether a file's bytes may hold an id."""
        return self.look(data)[0]

    def look(self, data: bytes) -> tuple[bool, bool]:
        """Whether a file's bytes may hold an id, and whether they are worth reading without one."""
        if b"\0" in data[:64]:  # UTF-16 and UTF-32 put NULs between the letters
            data = data.replace(b"\0", b"")
        sight = self.sight(data.lower())
        holds = bool(sight & CERTAIN) or (bool(sight & MAYBE) and self._quoted(data))
        return holds or self.assigned(data) or self._own(data), bool(sight & BESIDE)

    def __call__(self, text: str) -> bool:
        """Whether one string is worth resolving."""
        return self.wanted(text)

    def wanted(self, text: str) -> bool:
        """Whether one string is worth resolving."""
        if len(text) > _SHORT:
            return self._wanted(text)
        said = self._said.get(text)
        if said is None:
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            said = self._said[text] = self._wanted(text)
        return said

    def spots(self, text: str) -> list[int] | None:
        """Where in ``text`` a stem or a quoted word begins, in order; None where only asking string by string helps."""
        low = text.lower()
        if self.patterns or len(low) != len(text):
            return None
        if self.automaton is not None:
            return self._automatic(text, low)
        found = [match.start() for match in self.stem_in_text.finditer(low)]
        found += [match.start() for match in self.word_in_text.finditer(text)]
        found.sort()
        return found

    def _automatic(self, text: str, low: str) -> list[int]:
        found, certain = [], len(self.stems)
        raw = low.encode("utf-8", "surrogatepass")
        narrow = len(raw) == len(text)  # else bytes before a place are not letters before it
        place = seen = 0
        for index, start, end in self.automaton.find_matches_as_indexes(raw):
            place = start if narrow else place + len(raw[seen:start].decode("utf-8", "surrogatepass"))
            seen = start
            if index < certain or text[place + 1 : place + end - start - 1] in self.words:
                found.append(place)
        return found

    def _wanted(self, text: str) -> bool:
        if text in self.words or self.stem_in_text.search(text.lower()):
            return True
        return bool(self.patterns) and any(pattern.search(text) for pattern in self.patterns)

    def _quoted(self, data: bytes) -> bool:
        return self.word_in_bytes.search(data) is not None

    def assigned(self, data: bytes) -> bool:
        """Whether a key that says model is given an ordinary word, quoted or not: ``model: o1``."""
        return b"model" in data and self.word_assigned.search(data) is not None

    def _own(self, data: bytes) -> bool:
        if not self.patterns:
            return False
        text = data.decode("latin-1")
        return any(pattern.search(text) for pattern in self.patterns)


def build(
    stems: Iterable[str], words: Iterable[str] = (), patterns: Iterable[str] = (), *, beside: Iterable[str] = ()
) -> Prefilter:
    """A prefilter for literal ``stems``, whole ``words`` and regular ``patterns`` of own ids.

    ``beside`` are words in lower case that make a file worth reading though it holds none of them.
    """
    least = _least(stems)
    plain = frozenset(word for word in words if not any(stem in word.lower() for stem in least))
    tree = _tree(sorted(plain)) if plain else r"(?!)"
    # As the key of a mapping an ordinary word is no model: "command": {...}
    quoted = rf"""["'`](?={_first_of(plain)}){tree}["'`](?!\s*:\s*["'\d\[{{])"""
    assigned = rf"""model[\w-]*["']?\s*[:=]\s*["']?{tree}\b"""
    rare = _rare(least)
    return Prefilter(
        least,
        plain,
        _sight(least, _quoted(plain), tuple(beside), rare),
        re.compile(rare),
        re.compile(quoted.encode()),
        re.compile(assigned.encode()),
        re.compile(rf"""["'`](?={_first_of(plain)}){tree}(?=["'`])"""),
        tuple(re.compile(pattern.removeprefix("^").removesuffix("$")) for pattern in patterns),
        _automaton([*least, *_quoted(plain)]),
    )


def any_of(stems: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of ``stems`` in text in lower case."""
    return re.compile(_rare(_least(stems)))


def _least(stems: Iterable[str]) -> tuple[str, ...]:
    """The stems in lower case, without those that hold another."""
    low = {stem.lower() for stem in stems}
    return tuple(sorted(stem for stem in low if not any(o != stem and o in stem for o in low)))


def _first_of(words: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted({word[0] for word in words} or {'a'})))}]"


def _tree(words: Iterable[str]) -> str:
    """A regular expression for ``words`` that looks at each shared beginning once."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    ends = "" in tails
    branches = [
        re.escape(first) + (_tree(rest) if len(rest) > 1 else re.escape(rest[0]))
        for first, rest in tails.items()
        if first
    ]
    tree = f"(?:{'|'.join(branches)})" if len(branches) != 1 else branches[0]
    return f"(?:{tree})?" if ends and branches else tree if branches else ""


def _rare(stems: Iterable[str]) -> str:
    """A regular expression for ``stems`` that begins at a rare letter of each and looks back from there."""
    around: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    stems = tuple(stems)
    letters = _letters(stems)
    for stem in stems:
        letter = min((c for c in stem if c in letters), key=_rank)
        head, _, tail = stem.partition(letter)
        around[letter][head].append(tail)
    branches = []
    for letter, heads in around.items():
        ways = []
        for head, tails in heads.items():
            back = f"(?<={re.escape(head + letter)})" if head else ""
            ways.append(back + ("" if "" in tails else _tree(tails)))
        branches.append(f"{re.escape(letter)}(?:{'|'.join(ways)})")
    return "|".join(branches) or r"(?!)"


def _letters(stems: tuple[str, ...]) -> set[str]:
    """A few rare letters, one of which every stem holds."""
    chosen: set[str] = set()
    left = list(stems)
    while left:
        held = {letter: sum(letter in stem for stem in left) for letter in {c for stem in left for c in stem}}
        best = min(held, key=lambda letter: (1.12 ** _rank(letter) / held[letter], letter))
        chosen.add(best)
        left = [stem for stem in left if best not in stem]
    for letter in sorted(chosen, key=_rank, reverse=True):
        if all(any(other in stem for other in chosen - {letter}) for stem in stems):
            chosen.discard(letter)
    return chosen


def _rank(letter: str) -> int:
    """How frequent ``letter`` is; one that was not counted is rare."""
    return max(_BY_RARITY.find(letter), 0)


def _quoted(words: Iterable[str]) -> list[str]:
    return [f"{quote}{word.lower()}{quote}" for word in sorted(words) for quote in "\"'`"]


def _automaton(needles: Iterable[str]) -> Any:
    """An automaton for ``needles``; None without the extra ``fast``."""
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation
    except ImportError:
        return None
    return BytesAhoCorasick([needle.encode() for needle in needles], implementation=Implementation.DFA)


def _sight(stems: tuple[str, ...], quoted: list[str], beside: tuple[str, ...], rare: str) -> Callable[[bytes], int]:
    """A function that says what bytes in lower case hold."""
    automaton = _automaton([*stems, *quoted, *beside])
    if automaton is None:
        pattern, needles = re.compile(rare.encode()), [word.encode() for word in beside]

        def plain(data: bytes) -> int:
            others = BESIDE if any(needle in data for needle in needles) else 0
            return others | (CERTAIN if pattern.search(data) else MAYBE)

        return plain
    meaning = [CERTAIN] * len(stems) + [MAYBE] * len(quoted) + [BESIDE] * len(beside)

    def sight(data: bytes) -> int:
        found = 0
        for index, _, _ in automaton.find_matches_as_indexes(data, overlapping=True):
            found |= meaning[index]
        return found

    return sight
