"""Make text from scanned files safe to show: nothing in it may move a cursor, hide or reorder itself.

Every character that :meth:`str.isprintable` refuses (controls, format and bidirectional characters,
zero-width ones, separators but the plain space, lone surrogates) is written as an escape.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x20-\x7e\n]")


def _escape(char: str) -> str:
    """The escape of one character, as Python would write it; an undecodable byte as ``\\xNN``."""
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _shown(char: str) -> bool:
    return char.isprintable() and char not in _BLANK and not "\ufe00" <= char <= "\ufe0f"


def visible(text: str, *, ascii: bool = False) -> str:
    """``text`` with every character that would not show, or would misbehave, written as an escape.

    ``ascii`` escapes everything beyond ASCII too, for terminals that can do no more.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _shown(char) and (char.isascii() or not ascii) else _escape(char) for char in text)


def encodable(text: str) -> str:
    """``text`` with lone surrogates (undecodable bytes of a path) written as escapes, and no other change."""
    return _SURROGATE.sub(lambda match: _escape(match.group()), text)


def xml_text(text: str) -> str:
    """Like :func:`visible`; what is left is legal in XML 1.0."""
    return visible(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def uri(path: str) -> str:
    """A relative path as a percent-encoded URI reference, byte by byte, whatever its encoding was."""
    from urllib.parse import quote

    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a letter, which names of files on Windows may hold
        raw = path.encode("utf-8", "surrogatepass")
    return quote(raw, safe="/")


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON without a raw control, bidirectional or invisible character and without NaN.

    Readable characters beyond ASCII stay as they are, so that names and paths can be read.
    Lone surrogates, which strict parsers refuse, become the text of their escape.
    """
    separators = (",", ": ") if indent else (", ", ": ")
    raw = json.dumps(_clean(value), ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return _BEYOND_ASCII.sub(lambda match: _json_escape(match.group()), raw)


def _json_escape(char: str) -> str:
    return char if _shown(char) else json.dumps(char)[1:-1] if ord(char) > 0x7F else f"\\u{ord(char):04x}"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {str(key): _clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
