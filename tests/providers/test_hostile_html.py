"""A hostile page is read exactly as far as it deserves, or refused, and never breaks a reader."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard.providers import Lifecycle, PageRefused
from modelguard.providers._guards import guard
from modelguard.providers._read import providers

from .shared import SHARED, needs_shared, read

TABLE = b"<table><tr><th>Model<th>Shutdown date</tr>"


def _expected() -> list[tuple[str, str, str]]:
    if not SHARED.is_dir():
        return []
    lines = (SHARED / "hostile" / "EXPECT.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line.startswith("html/")]
    return [(row[0], row[1], row[-1]) for row in cells]


@needs_shared
@pytest.mark.parametrize(("name", "outcome", "kind"), _expected(), ids=lambda value: str(value)[:40])
def test_a_hostile_page_is_refused_or_read_as_expected(name: str, outcome: str, kind: str) -> None:
    body = (SHARED / "hostile" / name).read_bytes()
    try:
        rows = read("openai", body)
        if kind == "drop":
            guard(rows, read("openai", (SHARED / "hostile" / "html" / "ok_table.html").read_bytes()))
        got = f"rows={len(rows)}"
    except PageRefused as refused:
        got = "refuse" if str(refused) else "refused without a reason"
    assert outcome == "any" or got == outcome


@needs_shared
@pytest.mark.parametrize("platform", sorted(providers()))
def test_no_reader_crashes_on_any_hostile_page(platform: str) -> None:
    for path in sorted((SHARED / "hostile" / "html").iterdir()):
        rows, reason = _outcome(platform, path.read_bytes())
        assert "broke its reader" not in reason
        assert all("<" not in row.id and "\0" not in row.id for row in rows)


def _outcome(platform: str, body: bytes) -> tuple[tuple[Lifecycle, ...], str]:
    """Rows, or the reason for having none."""
    try:
        return read(platform, body), ""
    except PageRefused as refused:
        return (), str(refused)


PIECES = st.sampled_from(
    [
        *(
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "<th>Model",
            "<th>Shutdown date",
            "<td rowspan=2>",
            "<td colspan=4>",
        ),
        *(
            "gpt-4-0314",
            "2025-06-13",
            "not sooner than ",
            "<br>",
            "<code>",
            "</code>",
            "<div hidden>",
            "</div>",
            "<li>",
            "<ul>",
        ),
        *(
            "| Model | Shutdown date |\n",
            "|---|---|\n",
            "| gpt-4 | 2025-06-13 |\n",
            "\n",
            "# 2025-01-01: x\n",
            "`",
            "**",
            "- ",
        ),
        *(
            '<Update label="2026-01-01">\n',
            "</Update>\n",
            "<!--",
            "-->",
            "\\|",
            "[a](b)",
            "```\n",
            "\x01",
            "\ue000",
            "&#0;",
            "sonar",
        ),
        *(
            "eol date",
            "model id",
            "retirement date",
            "deprecated",
            "release date",
            "will be retired on May 1, 2026:",
            "grok-4",
            "redirect",
        ),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join), st.sampled_from(sorted(providers())))
def test_no_pieces_of_pages_in_any_order_break_a_reader(text: str, platform: str) -> None:
    rows, reason = _outcome(platform, text.encode("utf-8", "surrogatepass"))
    assert "broke its reader" not in reason
    assert all(row.id.isascii() for row in rows)


@pytest.mark.parametrize(
    "body",
    [
        TABLE + b"<td x" * 200_000,
        TABLE + b"<td x " * 100_000 + b">" * 100_000,
        TABLE + b"<td>" * 50_000,
        b"<div>" * 100_000 + b"model shutdown date",
        b"<div>" * 50_000 + b"</p>" * 50_000 + b"model shutdown date",
        b"<div>" * 3_000 + TABLE + b"<tr><td>gpt-4-0314<td>2025-06-13</table>",
        TABLE + b"<tr><td rowspan=1000 colspan=1000>a" * 3_000,
        b"# model shutdown date\n" + b"[a](" * 50_000,
        b"# model shutdown date\n" + b" ".join(b"`" * n for n in range(1, 800)),
        b"# model shutdown date\n" + b"*" * 200_000,
        b"model shutdown date <!" + b"<!" * 100_000 + b">",
        b"|Model|Shutdown date|\n|-|-|\n" + b"|gpt-4|2026-01-01|\n" * 400_000,
        b"x" * 10_000_001,
    ],
    ids=[
        *("open tags", "long tag", "cells", "deep", "stray ends", "deep table", "spans", "links", "ticks", "stars"),
        *("declarations", "long table", "huge"),
    ],
)
def test_a_page_built_to_be_slow_takes_no_more_than_seconds(body: bytes) -> None:
    start = time.perf_counter()
    with contextlib.suppress(PageRefused):
        read("openai", body)
    assert time.perf_counter() - start < 10
