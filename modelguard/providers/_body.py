"""From the bytes of a page to its text, or a reason to refuse it before anything is read.

Every check here is about the body as a whole: size, kind, encoding, whether its end is there.
"""

from __future__ import annotations

import json
import re
from typing import Any

from modelguard.providers import PageRefused
from modelguard.providers._blocks import fold

MAX_BYTES = 10_000_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BINARY = {b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP archive", b"\x89PNG": "an image", b"GIF8": "an image"}
_BINARY |= {b"\xff\xd8\xff": "an image", b"\x1f\x8b": "compressed data"}
_TURNED_AWAY = re.compile(
    r"just a moment|attention required|access denied|checking your browser|are you a robot|captcha"
    r"|page not found|\b404\b|sign in|log ?in\b|service unavailable|redirecting|http-equiv=.refresh",
    re.IGNORECASE,
)


def text_of(body: bytes) -> str:
    """Decode a page; refuse what cannot be one (empty, binary, too large, NUL bytes)."""
    if len(body) > MAX_BYTES:
        raise PageRefused(f"the body is larger than {MAX_BYTES // 1_000_000} MB")
    if not body.strip():
        raise PageRefused("the body is empty")
    for magic, name in _BINARY.items():
        if body.startswith(magic):
            raise PageRefused(f"the body is {name}, not a page")
    text = fold(_decode(body).replace("\r\n", "\n").replace("\r", "\n"))
    if "\0" in text:
        raise PageRefused("the body holds NUL bytes")
    return text


def prose_of(body: bytes) -> str:
    """Like :func:`text_of`, for a page that must be HTML or Markdown: JSON is refused."""
    text = text_of(body)
    if text.lstrip()[:1] in "{[" and _json(text) is not None:
        raise PageRefused("the body is JSON where a page was expected")
    return text


def json_of(body: bytes) -> Any:
    """The JSON value of an API's answer, or a refusal."""
    value = _json(text_of(body))
    if value is None:
        raise PageRefused("the body is not JSON")
    return value


def turned_away(text: str) -> str | None:
    """Why a page without a single row is no page at all: a bot check, a login, a soft 404."""
    found = _TURNED_AWAY.search(text[:600])
    return f"it reads like a stand-in page ('{found.group()[:40].lower()}')" if found else None


def _decode(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    declared = _META_CHARSET.search(body[:2048])
    if declared and not body.startswith(b"\xef\xbb\xbf"):
        try:
            return body.decode(declared.group(1).decode("ascii"), errors="replace")
        except LookupError:
            pass
    return body.decode("utf-8-sig", errors="replace")


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return None
