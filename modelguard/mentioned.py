"""Ids inside a longer text: prose, a command, the URL of a request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.spelling import LONGEST, Speller
from modelguard.types import ModelRef

_TOKEN = re.compile(r"(?<![\w./@-])[A-Za-z][\w./:@-]*")

Mention = tuple[int, int, ModelRef]
"""Where in the text an id begins and ends, in code points, and what it means."""


def scan(text: str, speller: Speller) -> Iterator[Mention]:
    """Every id inside ``text``: those of request URLs first, then those that stand as words."""
    taken: list[tuple[int, int]] = []
    for found in _in_urls(text, speller):
        taken.append(found[:2])
        yield found
    for start, token in _tokens(text, speller):
        if any(start < end and begin < start + len(token) for begin, end in taken):
            continue
        if "://" in token or text.startswith("://", start + len(token)):
            continue
        ref = speller.resolve(token)
        if ref and not ref.word and (ref.known or ref.shaped):
            yield start, start + len(token), ref


def _tokens(text: str, speller: Speller) -> Iterator[tuple[int, str]]:
    """The words of ``text`` that hold a stem of an id, found by the stem, not by the word."""
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is longer
        low = text
    starts = {_head(text, match.start()) for match in speller.stems.finditer(low)}
    for start in sorted(starts):
        if match := _TOKEN.match(text, start):
            yield start, match.group().rstrip(":/@-.")


def _in_urls(text: str, speller: Speller) -> Iterator[Mention]:
    if "/" not in text:
        return
    for platform in speller.platforms.values():
        for pattern in platform.url_patterns:
            for match in pattern.finditer(text):
                group = "id" if "id" in pattern.groupindex else "opaque"
                if ref := speller.served(match[group], platform, opaque=group == "opaque"):
                    yield match.start(group), match.end(group), ref


def _head(text: str, at: int) -> int:
    """Where the word that holds offset ``at`` begins; a word longer than an id is not looked at whole."""
    start = at
    while start > 0 and at - start < LONGEST and (text[start - 1].isalnum() or text[start - 1] in "_./:@-"):
        start -= 1
    return start
