"""A look at the text of a file, before it is parsed: may it say which client a name of it is?"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def makers(clients: Iterable[str]) -> frozenset[str]:
    """The words that a file which makes one of ``clients`` holds: what the classes are called, and ``boto3``."""
    names = (client.partition(":")[0].rpartition(".")[2] for client in clients)
    return frozenset({"boto3", *(name for name in names if any(map(str.isupper, name)))})


def may_tell(text: str, name: str, makers: frozenset[str]) -> bool:
    """Whether ``name`` is imported, or is defined beside one of ``makers``; a class extends one itself."""
    word = re.escape(name)
    if (own := re.search(rf"^[\w \t]*\bclass\s+{word}\b([^\n{{]*)", text, re.MULTILINE)) is not None:
        return _holds(own[1], makers)
    if re.search(rf"\bimport\s+(?:[({{][^)}}]*?|[^\n]*?)\b{word}\b", text):
        return True
    defined = re.search(rf"\b{word}\b", text) is not None or "export default" in text
    return defined and _holds(text, makers)


def _holds(text: str, makers: frozenset[str]) -> bool:
    return not makers.isdisjoint(_WORD.findall(text))
