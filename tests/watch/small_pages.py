"""Small pages in the form of OpenAI's deprecations page, written for the tests."""

from __future__ import annotations

from collections.abc import Iterable

Row = tuple[str, str, str]
"""Shutdown day, id, replacement."""

OLD: tuple[Row, ...] = tuple((f"2026-12-{day:02d}", f"gpt-4-06{day:02d}", "gpt-5.6-sol") for day in range(11, 17))


def page(rows: Iterable[Row] = OLD, *, announced: str = "2026-06-01") -> bytes:
    """A Markdown page with one announcement."""
    lines = ["# Deprecations", "", "## Upcoming deprecations", "", f"### {announced}: Older models", ""]
    lines += ["| Shutdown date | Model / system | Recommended replacement |", "|---|---|---|"]
    lines += [f"| {day} | `{id}` | `{instead}` |" for day, id, instead in rows]
    return ("\n".join(lines) + "\n").encode()


MARKDOWN = {"Content-Type": "text/markdown; charset=utf-8"}
