"""A look at the text of a file, before it is parsed: may it say which client a name of it is?"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_CLASS = re.compile(r"\bclass (?P<name>\w+)(?P<bases>[^\n{]*)")
_IMPORT = re.compile(r"\bimport\s+(?:[({][^)}]*|[^\n]*)")


def makers(clients: Iterable[str]) -> frozenset[str]:
    """The words that a file which makes one of ``clients`` holds: what the classes are called, and ``boto3``."""
    names = (client.partition(":")[0].rpartition(".")[2] for client in clients)
    return frozenset({"boto3", *(name for name in names if any(map(str.isupper, name)))})


def may_tell(text: str, name: str, makers: frozenset[str]) -> bool:
    """Whether ``name`` is imported, or is defined beside one of ``makers``; a class extends one itself."""
    if name not in text:
        return "export default" in text and _holds(text, makers)
    for line in _CLASS.finditer(text) if f"class {name}" in text else ():
        if line["name"] == name:
            return _holds(line["bases"], makers)
    return any(name in _WORD.findall(found[0]) for found in _IMPORT.finditer(text)) or _holds(text, makers)


def _holds(text: str, makers: frozenset[str]) -> bool:
    return not makers.isdisjoint(_WORD.findall(text))
