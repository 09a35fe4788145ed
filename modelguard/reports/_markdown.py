"""Text that Markdown and HTML take literally, and tables of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from modelguard.reports._escape import visible

_SPECIAL = re.compile(r"([\\`*_\[\]#|~<>&@$]|:(?=//))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", ":": "&#58;", "|": "&#124;"}


def literal(text: str) -> str:
    """``text`` so that no Markdown, HTML, mention, autolink or emoji in it comes to life."""
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[1], "\\" + match[1]), visible(text)).replace(
        "www.", "www&#46;"
    )


def code(text: str) -> str:
    """``text`` in a code span that holds in a table cell too."""
    inner = visible(text)
    if "|" in inner or "`" in inner:
        escaped = inner.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<code>{escaped.replace('|', '&#124;').replace('`', '&#96;')}</code>"
    return f"`{inner}`" if inner.strip() == inner and inner else f"`` {inner} ``"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; cells are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join([' --- '] * len(head))}|"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]
