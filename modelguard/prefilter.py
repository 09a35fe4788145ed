"""Bytes in, "may hold a model id" out: what most files stop at.

The stems are those of the platforms' id grammars (``rules/platforms``) and of the project's own
``ids``. Case does not count, because environment files and enums shout. With the extra ``fast`` an
Aho-Corasick automaton looks for all stems at once, ten times faster; without it a regular expression
in the shape of a prefix tree does, twice as fast as one search a stem.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prefilter:
    """Says whether bytes or text may hold a model id. False is certain, True is a maybe.

    ``words`` are ids that are ordinary words (``o1``): they count as a whole quoted or assigned value.
    ``holds_stem`` is given bytes in lower case.
    """

    stems: tuple[str, ...]
    words: frozenset[str]
    holds_stem: Callable[[bytes], bool]
    stem_in_text: re.Pattern[str]
    word_in_bytes: re.Pattern[bytes]
    patterns: tuple[re.Pattern[str], ...] = ()

    def may_hold(self, data: bytes) -> bool:
        """Whether a file's bytes are worth reading on."""
        if b"\0" in data[:64]:  # UTF-16 and UTF-32 put NULs between the letters
            data = data.replace(b"\0", b"")
        return self.holds_stem(data.lower()) or self.word_in_bytes.search(data) is not None or self._own(data)

    def wanted(self, text: str) -> bool:
        """Whether one string is worth resolving."""
        if text in self.words or self.stem_in_text.search(text.lower()):
            return True
        return any(pattern.search(text) for pattern in self.patterns)

    def _own(self, data: bytes) -> bool:
        if not self.patterns:
            return False
        text = data.decode("latin-1")
        return any(pattern.search(text) for pattern in self.patterns)


def build(stems: Iterable[str], words: Iterable[str] = (), patterns: Iterable[str] = ()) -> Prefilter:
    """A prefilter for literal ``stems``, whole ``words`` and regular ``patterns`` of own ids."""
    low = {stem.lower() for stem in stems}
    least = tuple(sorted(stem for stem in low if not any(o != stem and o in stem for o in low)))
    plain = frozenset(word for word in words if not any(stem in word.lower() for stem in least))
    alternatives = "|".join(re.escape(word) for word in sorted(plain, key=len, reverse=True)) or r"(?!)"
    quoted = rf"""["'`](?:{alternatives})["'`]|model[\w-]*["']?\s*[:=]\s*["']?(?:{alternatives})\b"""
    tree = _tree(least)
    return Prefilter(
        least,
        plain,
        _finder(least, tree),
        re.compile(tree),
        re.compile(quoted.encode()),
        tuple(re.compile(pattern.removeprefix("^").removesuffix("$")) for pattern in patterns),
    )


def _tree(words: Iterable[str]) -> str:
    """A regular expression for ``words`` that looks at each shared beginning once."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in words:
        tails[word[0]].append(word[1:])
    branches = [
        re.escape(first) + ("" if "" in rest else _tree(rest) if len(rest) > 1 else re.escape(rest[0]))
        for first, rest in tails.items()
    ]
    return f"(?:{'|'.join(branches)})" if len(branches) != 1 else branches[0]


def _finder(stems: tuple[str, ...], tree: str) -> Callable[[bytes], bool]:
    """A function that says whether bytes in lower case hold any of ``stems``."""
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation
    except ImportError:
        pattern = re.compile(tree.encode())
        return lambda data: pattern.search(data) is not None
    automaton = BytesAhoCorasick([stem.encode() for stem in stems], implementation=Implementation.DFA)
    return lambda data: next(iter(automaton.find_matches_as_indexes(data)), None) is not None
