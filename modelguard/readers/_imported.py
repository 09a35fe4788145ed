"""The names that a text imports, found without parsing it: a little too many rather than one too few."""

from __future__ import annotations

import re

_PYTHON = re.compile(
    r"^[ \t]*(?:from[ \t][^\n]*?\bimport\b|import\b)(?P<names>[ \t]*\([^)]*|(?:[^\n\\]|\\\r?\n)*)", re.MULTILINE
)
_SETTINGS = re.compile(r"settings|conf|cfg|options|constants|defaults|env|\A(?-i:[A-Z][A-Z0-9_]+)\Z", re.IGNORECASE)
_BEFORE = re.compile(r"(?:^|[\s(,])(?P<name>\w+)[ \t]*(?::[^=\n]*)?[=:][ \t]*\Z")
_SCRIPT = re.compile(
    r"\b(?:import|export)\b(?P<names>[^;'\"`()]{0,4000}?)\bfrom\s*['\"]|\b(?:const|let|var)\b(?P<held>[^=;]{1,2000})=[^;\n]{0,40}?\b(?:require|import)\s*\("
)
_KEYWORDS = frozenset("import from export as type typeof default".split())
_NAME = re.compile(r"[A-Za-z_$][\w$]*")


def python(text: str) -> frozenset[str]:
    """Names bound by ``import`` and ``from ... import`` at the beginning of a line, and what is made with them.

    ``conf = Config()``, ``settings: Settings`` and ``chosen = DEFAULT`` hand on what they are imported from.
    """
    names = _names(text, _PYTHON)
    return names.union(*(_made(text, name) for name in names if _SETTINGS.search(name)))


def _made(text: str, source: str) -> set[str]:
    """The names that are given ``source``, what it returns, or its type."""
    found, place = set(), text.find(source)
    while place >= 0:
        if match := _BEFORE.search(text[max(text.rfind("\n", 0, place) + 1, place - 120) : place]):
            found.add(match["name"])
        place = text.find(source, place + len(source))
    return found


def script(text: str) -> frozenset[str]:
    """Names bound by ``import ... from`` and ``const ... = require()``; what is exported again counts too."""
    return _names(text, _SCRIPT)


def _names(text: str, pattern: re.Pattern[str]) -> frozenset[str]:
    return frozenset(
        name for match in pattern.finditer(text) for part in match.groups() if part for name in _NAME.findall(part)
    )
