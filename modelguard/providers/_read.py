"""Read a stored or fetched body with whichever page of a platform it is."""

from __future__ import annotations

import re
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Document
from modelguard.providers._body import prose_of, turned_away
from modelguard.registry import parts

_HTML = re.compile(r"<(?:!doctype|html|head|body|main|table|div|article|section)\b", re.IGNORECASE)
_LEAD = re.compile(r"\A(?:\s+|<!--(?:(?!-->).){0,2000}-->|<\?xml[^>]{0,200}>)+", re.DOTALL)


def providers() -> dict[str, Provider]:
    """Every platform's provider by its name."""
    found = (getattr(module, "PROVIDER", None) for module in parts("modelguard.providers"))
    return {provider.platform: provider for provider in found if isinstance(provider, Provider)}


def document(body: bytes) -> Document:
    """A page as blocks, from HTML or Markdown, whichever it is."""
    text = prose_of(body)
    if _HTML.match(_LEAD.sub("", text[:4000])):
        from modelguard.providers._html import parse
    else:
        from modelguard.providers._markdown import parse  # type: ignore[assignment]
    return parse(text)


def read_page(provider: Provider, body: bytes, today: date) -> tuple[Page, tuple[Lifecycle, ...]]:
    """The page of ``provider`` that ``body`` is, and its rows; raise PageRefused with the reason.

    Every page whose markers the body has is tried; a page is believed as a whole or not at all.
    """
    fitting = [page for page in provider.pages if has_markers(page, body)]
    reasons: list[str] = []
    for page in fitting:
        try:
            rows = page.read(body, today)
        except PageRefused as refusal:
            reasons.append(str(refusal))
            continue
        except Exception as error:  # a page is input: whatever it does to a reader, it is refused, not a crash
            reasons.append(f"the page broke its reader ({type(error).__name__})")
            continue
        if len(rows) < page.min_rows:
            reasons.append(f"the page has {len(rows)} rows, fewer than {page.min_rows}")
            continue
        return page, rows
    if reasons:
        raise PageRefused(reasons[0])
    text = prose_of(body) if body.strip()[:1] not in (b"{", b"[") else ""
    raise PageRefused(turned_away(text) or f"nothing marks it as a page of {provider.platform}")


def has_markers(page: Page, body: bytes) -> bool:
    """Does the body hold one marker of each group, without case?"""
    haystack = _folded(body)
    return all(any(marker.lower() in haystack for marker in group) for group in page.markers)


def _folded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace").lower()
    return body.decode("utf-8", errors="replace").lower()
