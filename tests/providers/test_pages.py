"""Every stored page of a platform is read the same in every form, and its oddities as what they are."""

from __future__ import annotations

import contextlib
import json
import random
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from modelguard.providers import Lifecycle, PageRefused
from modelguard.providers._guards import effective
from modelguard.providers._read import providers

from .shared import SHARED, needs_shared, pages, read, refusal

DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
NOT_DEPRECATIONS = (
    *("models-overview.md", "model-ids", "indonesian", "openai/2026-08-20.models.md", "changelog.html", "policy"),
    *("card-claude", "cohere/2026-08-20.models.md", "head.search", "unknown.search", "notice", "xai/2025"),
)


def _facts(rows: tuple[Lifecycle, ...]) -> Counter[tuple[object, ...]]:
    return Counter((r.id, r.version, r.regions, r.retires, r.date_kind, r.deprecated, r.replacement) for r in rows)


def _all_pages() -> list[tuple[str, Path]]:
    return [(name, path) for name in sorted(providers()) for path in pages(name)] if SHARED.is_dir() else []


def _tables(lines: list[str]) -> list[tuple[int, int]]:
    """First and last-but-one line of every pipe table with rows."""
    found = []
    for at in range(1, len(lines)):
        if DELIMITER.match(lines[at]) and "|" in lines[at - 1]:
            end = at + 1
            while end < len(lines) and "|" in lines[end]:
                end += 1
            if end > at + 1:
                found.append((at - 1, end))
    return found


def _cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().strip("|"))


@needs_shared
@pytest.mark.parametrize(("platform", "path"), _all_pages(), ids=lambda v: v.name if isinstance(v, Path) else v)
def test_every_stored_page_is_read_or_refused_for_a_reason(platform: str, path: Path) -> None:
    if any(part in f"{platform}/{path.name}" for part in NOT_DEPRECATIONS):
        assert refusal(platform, path.read_bytes())
        return
    rows = read(platform, path.read_bytes())
    assert rows
    for row in rows:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*", row.id)
        assert (row.retires is None) == (row.date_kind == "unknown")
        assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*", name) for name in row.replacement)
        assert row.note is None or row.note.isprintable()


@needs_shared
@pytest.mark.parametrize(("platform", "path"), _all_pages(), ids=lambda v: v.name if isinstance(v, Path) else v)
def test_line_ends_and_a_byte_order_mark_change_nothing(platform: str, path: Path) -> None:
    body = path.read_bytes()
    try:
        rows = _facts(read(platform, body))
    except PageRefused:
        return
    assert _facts(read(platform, body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))) == rows
    assert _facts(read(platform, b"\xef\xbb\xbf" + body.removeprefix(b"\xef\xbb\xbf"))) == rows


@needs_shared
@pytest.mark.parametrize("platform", ["openai", "gemini", "vertex", "groq", "cohere", "bedrock", "xai"])
def test_a_page_as_html_gives_what_its_markdown_gives(platform: str) -> None:
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    for path in pages(platform, ".md"):
        if "2026-06-26.converted" in path.name:
            continue  # a converter split joined ids at the pipe, which HTML cannot show
        text = re.sub(r"\A\s*---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        try:
            rows = _facts(read(platform, text.encode()))
        except PageRefused:
            continue
        page = f"<!doctype html><html><body>{markdown.render(text)}</body></html>"
        assert _facts(read(platform, page.encode())) == rows


@needs_shared
@pytest.mark.parametrize("platform", ["openai", "anthropic", "gemini", "vertex", "bedrock", "azure", "mistral", "groq"])
def test_a_damaged_table_is_refused_and_never_half_read(platform: str) -> None:
    chance = random.Random(7)
    for path in [p for p in pages(platform) if p.suffix in (".md", ".mdx")][-3:]:
        lines = path.read_text(encoding="utf-8").split("\n")
        try:
            rows = _facts(read(platform, "\n".join(lines).encode()))
        except PageRefused:
            continue
        for _ in range(15):
            head, end = chance.choice(_tables(lines))
            at = chance.randrange(head + 2, end)
            for broken in _damages(lines, head, at, chance):
                with contextlib.suppress(PageRefused):
                    assert _facts(read(platform, "\n".join(broken).encode())) == rows  # a table that is not read


def _damages(lines: list[str], head: int, at: int, chance: random.Random) -> list[list[str]]:
    """The page with a cell lost, a heading of days renamed, a day that is none."""
    cells, headings = _cells(lines[at]), _cells(lines[head])
    broken = []
    if len(cells) > 2:
        gone = chance.randrange(len(cells))
        broken.append((at, cells[:gone] + cells[gone + 1 :]))
    days = [
        i
        for i, cell in enumerate(cells)
        if re.search(r"\b20[0-9]{2}\b|/2[0-9]\b", cell) and "date" in headings[i].lower()
    ]
    for i in days:
        broken.append((head, [*headings[:i], " Gone by ", *headings[i + 1 :]]))
        broken += [(at, [*cells[:i], bad, *cells[i + 1 :]]) for bad in (" 2026-13-45 ", " soonish ", " Juni 2026 ")]
    return [[*lines[:row], "| " + " | ".join(new) + " |", *lines[row + 1 :]] for row, new in broken]


@needs_shared
def test_the_order_of_columns_does_not_matter() -> None:
    for platform in ("openai", "anthropic", "gemini", "vertex", "azure", "mistral", "groq", "bedrock"):
        path = [p for p in pages(platform) if p.suffix in (".md", ".mdx")][-1]
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = _facts(read(platform, "\n".join(lines).encode()))
        for head, end in _tables(lines):
            width = len(_cells(lines[head]))
            for at in range(head, end):
                if len(_cells(lines[at])) == width:
                    lines[at] = "|" + "|".join(reversed(_cells(lines[at]))) + "|"
        assert _facts(read(platform, "\n".join(lines).encode())) == rows


@needs_shared
def test_a_model_announced_again_keeps_both_rows_and_the_newer_is_effective() -> None:
    rows = read("openai", (SHARED / "pages/openai/2026-09-30.approx.md").read_bytes())
    found = [row for row in rows if row.id == "gpt-4-1106-preview"]
    assert [str(row.retires) for row in found] == ["2026-10-23", "2026-03-26"]
    assert found[1].note == "superseded by the announcement of 2026-04-22"
    assert [str(r.retires) for r in effective(rows) if r.id == "gpt-4-1106-preview"] == ["2026-10-23"]


@needs_shared
def test_joined_ids_are_one_row_each_and_name_their_aliases() -> None:
    rows = {row.id: row for row in read("openai", (SHARED / "pages/openai/2026-09-30.approx.md").read_bytes())}
    assert rows["gpt-3.5-turbo-0125"].aliases == ("gpt-3.5-turbo", "gpt-3.5-turbo-completions")
    assert rows["gpt-4-0125-preview"].aliases == ("gpt-4-turbo-preview", "gpt-4-turbo-preview-completions")
    assert "gpt-5" not in rows


@needs_shared
def test_a_redirect_is_told_from_a_failure() -> None:
    rows = read("xai", (SHARED / "pages/xai/2026-08-20.may-15-retirement.md").read_bytes())
    assert {row.after for row in rows} == {"rerouted"}
    assert {row.id: row.rerouted_to for row in rows}["grok-code-fast-1"] == "grok-build-0.1"


@needs_shared
def test_contradicting_rows_of_azure_are_both_kept() -> None:
    rows = read("azure", (SHARED / "pages/azure/2026-09-02.retirement-schedule.md").read_bytes())
    found = [row for row in rows if row.id == "gpt-realtime-mini" and row.version == "2025-10-06"]
    assert sorted(str(row.retires) for row in found) == ["2026-09-21", "2027-04-06"]
    assert all("the page also gives" in (row.note or "") for row in found)


@needs_shared
def test_a_version_behind_joined_names_is_the_version_of_each() -> None:
    rows = read("azure", (SHARED / "pages/azure/2026-07-08.retired-models.mdx").read_bytes())
    versions = {row.version for row in rows if row.id == "gpt-4"}
    assert versions == {"0314", "0613"}


def _api(**item: object) -> bytes:
    return json.dumps({"object": "list", "data": [item]}).encode()


def test_the_models_apis_give_their_days() -> None:
    shut = read("openai", _api(id="gpt-4o-2024-08-06", object="model", shutdown_date="2027-01-14"))[0]
    assert (shut.retires, shut.date_kind) == (date(2027, 1, 14), "exact")
    none = read("openai", _api(id="gpt-6-astra", object="model", shutdown_date=None))[0]
    assert (none.retires, none.date_kind) == (None, "unknown")
    claude = read(
        "anthropic",
        _api(
            id="claude-sonnet-4-5-20250929",
            type="model",
            lifecycle="deprecated",
            deprecated_at="2026-09-30T00:00:00Z",
            retires_at="2026-11-30T00:00:00Z",
        ),
    )[0]
    assert (claude.deprecated, claude.retires, claude.status) == (date(2026, 9, 30), date(2026, 11, 30), "deprecated")
    mistral = read(
        "mistral",
        _api(id="mistral-medium-2508", deprecation="2026-08-31T12:00:00Z", deprecation_replacement_model="mistral-x-1"),
    )[0]
    assert (mistral.retires, mistral.replacement) == (date(2026, 8, 31), ("mistral-x-1",))
    state = {"status": "LEGACY", "legacyTime": "2026-05-26T00:00:00Z", "endOfLifeTime": "2026-11-26T00:00:00Z"}
    body = json.dumps({"modelSummaries": [{"modelId": "ai21.jamba-1-5-mini-v1:0", "modelLifecycle": state}]})
    bedrock = read("bedrock", body.encode())[0]
    assert (bedrock.deprecated, bedrock.retires) == (date(2026, 5, 26), date(2026, 11, 26))


@pytest.mark.parametrize("platform", ["openai", "anthropic", "mistral", "bedrock", "gemini", "azure"])
@pytest.mark.parametrize(
    "body", [b'{"error": {"code": 401}}', b'{"data": []}', b'{"data": [1]}', b"[]", b'{"data": {}}']
)
def test_an_error_object_is_never_no_models(platform: str, body: bytes) -> None:
    assert refusal(platform, body)


def test_an_api_day_that_is_none_refuses_the_answer() -> None:
    assert "no day" in refusal("openai", _api(id="gpt-4o", object="model", shutdown_date="someday"))


def test_a_model_card_with_two_floors_counts_the_earlier_and_shows_both() -> None:
    card = b"""<html><body><h1>Claude Haiku 4.5</h1><ul>
    <li><p><b>Model launch date:</b> Oct 16, 2025</p></li><li><p><b>EOL no sooner than:</b> Oct 16, 2026</p></li>
    <li><p><b>Model EOL date:</b> No sooner than 10/1/2026</p></li><li><p><b>Model lifecycle:</b> Active</p></li>
    <li><p><b>Model ID:</b> anthropic.claude-haiku-4-5-20251001-v1:0</p></li></ul></body></html>"""
    (row,) = read("bedrock", card)
    assert (row.retires, row.date_kind) == (date(2026, 10, 1), "not_before")
    assert row.note == "the card also gives 2026-10-16"
