"""The HTML report: one self-contained page from a :class:`modelguard.types.Report`.

No request leaves the page: styles and script stand in it, and its content-security-policy allows only
those, by hash. Every name from the scanned repository is text to the template, never markup.
"""

from __future__ import annotations

from modelguard.html._page import render

__all__ = ["render"]
