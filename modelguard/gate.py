"""The second look at a file: whether a word that holds a stem can be an id, or a part of one.

The prefilter lets ``claude-code``, ``JSONArray`` (it holds ``sonar``) and ``CLAUDE.md`` pass. Parsing a
file costs a thousand times what one word costs, and the words of a repository repeat themselves.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelguard.spelling import Speller

_LONGEST = 256
_WORD = re.compile(r"[\w./:@~-]*")
_PARTS = re.compile(r"[/:@=]")
_OUTSIDE_URL = re.compile(r"[:@=]")
_RESOURCE = re.compile(r"/(?:models?|run)/|inference-profile/")
_FILE = re.compile(r"\.\w+(?:$|/)|(?:\.{1,2}|~)/|@(?!cf/|hf/)[\w-]+/")
"""How the path of a file or a package begins: ``./llms/mistral``, ``.claude``, ``@azure/identity``."""
_VARIABLE = re.compile(r"[A-Za-z_]\w*-")
_DEPLOYMENT = re.compile(r"deployment[\w-]*\s*[=:(@/\"'`\])]")
_MODEL = re.compile(r"model|engine|llm|deploy|complet|embed", re.IGNORECASE)
_NEAR = 300
"""Characters before an ordinary word (``command``) within which something says that it is a model."""
_CHOSEN = re.compile(r"model|llm|engine|deploy|gpt|claude|gemini")
_ASSIGNED = re.compile(
    r"\w*[\"'`]?\s*(?::[^=,;\n{}]{0,60}?)?[=:(]\s*(?P<value>(?:[^;,\n()\[\]{}]|[(\[][^)\]\n]{0,80}[)\]]?){0,80})"
)
_PATH = re.compile(r"(?P<root>[A-Za-z_$][\w$]*+)(?P<member>(?:\.[\w$]++)*+)(?P<call>\(?+)")
_EACH = (".map", ".forEach", ".flatMap")
"""Methods that hand on each member of a list."""
_IMPORT = re.compile(r"[ \t]*(?:import|from)\b")
_AFTER_TYPE = (";", ")", "|", "=")
_EDGES = "_.-~"
_MARKS = _EDGES + ":/@"
_HOLES = frozenset("{}$%<>+")
_QUOTES = frozenset("\"'`")


class Gate:
    """Asks a speller about words, each once."""

    def __init__(self, speller: Speller) -> None:
        self._speller = speller
        self._means = lru_cache(maxsize=50_000)(self._asked)
        self._part = lru_cache(maxsize=50_000)(self._within)

    def opens(self, text: str, spots: Iterable[int], *, computes: bool) -> bool:
        """Whether any of ``spots`` (where stems stand in ``text``) may belong to an id.

        ``computes``: the language joins strings, so that a quoted word may be a part of an id.
        """
        seams = _HOLES | _QUOTES if computes else _HOLES
        end, joins = -1, False
        for spot in spots:
            if spot < end:
                continue
            start, end = _word(text, spot + (text[spot] in _QUOTES))
            word = text[_begin(text, start, end) : end]
            joined = text[start - 1 : start] in seams or text[end : end + 1] in seams
            joins = joins or (joined and "/" not in word)
            if not (self._means(word) or (joined and self._part(word))):
                continue
            if not word.isalpha() or _MODEL.search(text, max(start - _NEAR, 0), start):
                return True
        low = text.lower()  # a deployment may have any name
        return (joins and "azure" in low) or _DEPLOYMENT.search(low) is not None

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self._speller.catalog.names())

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        return frozenset(prefix for platform in self._speller.platforms.values() for prefix in platform.prefixes)

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._names)

    def _asked(self, word: str) -> bool:
        """Whether the word, or what stands between its marks, means a model to anybody."""
        if word.startswith("arn:") or "foundation-model" in word:
            return True
        whole = {word} if word[0] == "@" else {word, word.strip(_MARKS)}
        platforms = self._speller.platforms.values()
        if any(one in platform.words or platform.loosely(one) for platform in platforms for one in whole):
            return True
        marks = _PARTS if _RESOURCE.search(word) else _OUTSIDE_URL
        parts = whole if word[0] == "@" else whole | {part.strip(_MARKS) for part in marks.split(word)} - {""}
        return any(part.lower() in self._names or self._speller.resolve(part) is not None for part in parts)

    def _within(self, word: str) -> bool:
        if word.endswith("/") and word in self._prefixes:
            return True
        if _FILE.match(word):
            return False
        return any(part and part in self._joined for part in _PARTS.split(word.lower().strip(_EDGES)))


def hands_on(text: str, names: Container[str]) -> bool:
    """Whether one of ``names`` (imported ones) may stand in ``text`` where a model is chosen.

    Either it says so itself (``CHAT_MODEL``, ``settings.model``), or what it is given to does (``model=DEFAULT``).
    """
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is longer
        return True
    return any(
        _holds(text, _start(text, match.start()), names) or _given(text, match.end(), names)
        for match in _CHOSEN.finditer(low)
    )


def _holds(text: str, start: int, names: Container[str]) -> bool:
    """Whether the dotted name at ``start`` begins with one of ``names`` and is no class and no call."""
    match = _PATH.match(text, start)
    if match is None or match["root"] not in names or _is_spoken_of(text, start, match.end()):
        return False
    if match["call"]:  # settings().model, and a function that returns a constant
        if match["member"].endswith(_EACH):
            return True
        plain = not match["member"] and match["root"][0].islower()
        return text.startswith(").", match.end()) or (plain and text.startswith(")", match.end()))
    return bool(match["member"]) or not (match["root"][0].isupper() and not match["root"].isupper())


def _is_spoken_of(text: str, start: int, end: int) -> bool:
    """Whether a name stands where it is imported, or as the type of another: ``llm: LLM;``."""
    if _IMPORT.match(text, text.rfind("\n", 0, start) + 1, start):
        return True
    typed = text[max(start - 2, 0) : start].rstrip().endswith(":") and text[end - 1] != "("
    return typed and text[end : end + 2].lstrip()[:1] in _AFTER_TYPE


def _given(text: str, at: int, names: Container[str]) -> bool:
    """Whether what ends at ``at`` is assigned, given as a key or called with one of ``names``."""
    match = _ASSIGNED.match(text, at)
    return match is not None and any(
        _holds(text, name.start(), names) for name in _PATH.finditer(text, match.start("value"), match.end())
    )


def _start(text: str, at: int) -> int:
    """Where the dotted name that holds ``at`` begins."""
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] in "_$."):
        at -= 1
    while text[at] == ".":  # ...spread
        at += 1
    return at


def _begin(text: str, start: int, end: int) -> int:
    """Where a word begins behind an escape that is written with a letter, and behind the name in ``${LLM-gpt-4}``."""
    if text[start - 1 : start] == "\\" and text[start] in "nrtu":
        return start + (5 if text[start] == "u" else 1)
    variable = _VARIABLE.match(text, start, end) if text[max(start - 2, 0) : start] == "${" else None
    return variable.end() if variable else start


def _word(text: str, spot: int) -> tuple[int, int]:
    """Where the word round ``spot`` begins and ends; one longer than an id is cut."""
    start, floor = spot, max(spot - _LONGEST, 0)
    while start > floor and (text[start - 1].isalnum() or text[start - 1] in "_./:@~-"):
        start -= 1
    match = _WORD.match(text, start, spot + _LONGEST)
    return start, max(match.end() if match else spot, spot + 1)
