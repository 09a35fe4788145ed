"""Rows of the newest stored pages (``truth``), of newer announcements and of alias targets (``fresh``)."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from modelguard.providers import Lifecycle, PageRefused
from modelguard.providers._read import providers, read_page
from modelguard.types import Evidence

_ID = re.compile(r"[A-Za-z0-9][\w.:/@-]*")
_ISO = re.compile(r"20\d{2}-\d{2}-\d{2}")
_SLUGS = {
    "openai-oss": "gpt-oss-120b", "zai-glm-47": "zai-glm-4.7", "llama-33-70b": "llama-3.3-70b",
    "qwen-3-235b-2507": "qwen-3-235b-a22b-instruct-2507",
    "qwen-3-235b-thinking": "qwen-3-235b-a22b-thinking-2507",
}  # fmt: skip
"""Page slugs of Cerebras' model pages to the ids those pages are about."""


@dataclass(frozen=True)
class PageRows:
    """All rows of one page and where they were seen."""

    platform: str
    evidence: Evidence
    rows: tuple[Lifecycle, ...]


def table(path: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Comment keys (``# key=value``) and rows of a tab-separated file."""
    lines = path.read_text().splitlines()
    head = dict(line[2:].split("=", 1) for line in lines if re.match(r"# \w+=", line))
    body = [line for line in lines if not line.startswith("#")]
    return head, list(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE))


def truth(folder: Path) -> Iterator[PageRows]:
    """The rows of every newest page, oldest page of a platform first."""
    where = _manifest(folder)
    for path in sorted((folder / "truth").glob("*.tsv")):
        platform = path.name.split(".")[0]
        head, body = table(path)
        source = head["source"].split()[0]
        day = date.fromisoformat(_ISO.search(source).group())  # type: ignore[union-attr]
        page_slugs = slugs(folder) if platform == "mistral" else {}
        wanted = [row for row in body if row["expect"] != "must_not" and row["effective"] != "no" and _is_model(row)]
        yield PageRows(
            platform, Evidence(where[source], day), tuple(_named(row, page_slugs) for row in _joined(platform, wanted))
        )


def parsed(folder: Path) -> Iterator[PageRows]:
    """The rows that modelguard's own parsers read off the same pages, as ``catalog update`` would.

    A replacement that a page names by its title only is filled in from the checked rows (:func:`truth`),
    and a platform without a parser, or a page it refuses, is taken from them as a whole.
    """
    for page, source in zip(truth(folder), _sources(folder), strict=True):
        rows = _by_parser(page.platform, folder / source, page.evidence.seen)
        named = {row.id: row.replacement for row in page.rows}
        filled = [replace(row, replacement=row.replacement or named.get(row.id, ())) for row in rows]
        yield replace(page, rows=tuple(filled)) if filled else page


def _sources(folder: Path) -> list[str]:
    return [table(path)[0]["source"].split()[0] for path in sorted((folder / "truth").glob("*.tsv"))]


def _by_parser(platform: str, page: Path, today: date) -> tuple[Lifecycle, ...]:
    provider = providers().get(platform)
    if provider is None:
        return ()
    try:
        return read_page(provider, page.read_bytes(), today)[1]
    except PageRefused as refusal:
        print(f"{platform}: {page.name} refused: {refusal}", file=sys.stderr)
        return ()


def _named(row: Lifecycle, slugs: dict[str, str]) -> Lifecycle:
    """``row`` with ids where the page has slugs; a slug without a known id is left out."""
    known = [slugs.get(id, "") if slugs else id for id in row.replacement]
    return replace(row, replacement=tuple(id for id in known if id))


def _joined(platform: str, rows: list[dict[str, str]]) -> Iterator[Lifecycle]:
    """Rows as the page joins them: a dated snapshot with the ids that point to it."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        base = re.match(r"alias of (\S+)", row["variant"])
        groups.setdefault(base.group(1) if base else row["model_id"], []).append(row)
    for base_id, group in groups.items():
        if all(row["model_id"] == base_id for row in group):
            yield from (_lifecycle(platform, row) for row in group)
            continue
        dated = [row for row in group if re.search(r"-\d{4}(-|$)|-\d{2}-20\d{2}$", row["model_id"])]
        base_row = (dated or group)[0]
        others = tuple(row["model_id"] for row in group if row is not base_row)
        yield replace(_lifecycle(platform, base_row), aliases=others)


def _is_model(row: dict[str, str]) -> bool:
    notes = row["notes"] or ""
    id = row["model_id"]
    fine_tuned = "fine-tuned deployment" in row["variant"]
    return bool(_ID.fullmatch(id)) and "NOT A MODEL" not in notes and "endpoint" not in notes and not fine_tuned


def _manifest(folder: Path) -> dict[str, str]:
    _, body = table(folder / "pages" / "MANIFEST.tsv")
    return {row["file"]: _page(row["canonical_url"].split()[0]) for row in body}


def _page(url: str) -> str:
    """The page a person opens, for a page or its Markdown twin."""
    bare = re.sub(r"\.md(\.txt)?$|/$", "", url)
    return f"{bare}.html" if "docs.aws.amazon.com" in bare and not bare.endswith(".html") else bare


def _lifecycle(platform: str, row: dict[str, str]) -> Lifecycle:
    variant = dict(part.split("=", 1) for part in row["variant"].split("; ") if "=" in part)
    version = variant.get("version") if platform == "azure" else None
    regions = tuple(variant["regions"].split(", ")) if "regions" in variant else ()
    replacement, prose = ids(row["replacement"], platform)
    return Lifecycle(
        platform,
        row["model_id"],
        retires=_date(row["retirement_date"]),
        date_kind=row["date_kind"] or "unknown",
        deprecated=_date(row["deprecation_date"]),
        replacement=replacement,
        regions=regions,
        version=None if version in (None, "—") else version,
        status=row["page_status"] or None,
        note=prose,
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def ids(cell: str, platform: str) -> tuple[tuple[str, ...], str | None]:
    """The ids a replacement cell holds; prose that is no id, as a note."""
    cell = cell.replace("(docs slugs)", "")
    cell = re.sub(r"(\S+) \((20\d{2}-\d{2}-\d{2})\)", r"\1@\2", cell)
    cell = re.sub(r"\((?:page slug|flash:)[^)]*\)", "", cell)
    found: list[str] = []
    prose: list[str] = []
    for part in re.split(r" or |, | / ", cell):
        part = _SLUGS.get(part.strip(), part.strip())
        if _ID.fullmatch(part):
            found.append(part)
        elif part:
            prose.append(part.strip("()"))
    return tuple(dict.fromkeys(found)), f"Replacement: {'; '.join(prose)}." if prose else None


def slugs(folder: Path) -> dict[str, str]:
    """Mistral's page slugs to the id that never moves, from the data behind the page."""
    cards = json.loads((folder / "pages/mistral/2026-08-21.model-registry.json").read_text())
    return {card["slug"]: _fixed(card["apiNames"]) for card in cards if card["apiNames"]}


def _fixed(names: list[str]) -> str:
    dated = [name for name in names if re.search(r"-\d{4}$|-\d+-\d+(-\d+)?$", name)]
    return (dated or names)[0]


def cards(folder: Path) -> Iterator[tuple[str, tuple[str, ...], date | None]]:
    """Mistral's models: the fixed id, the ids that point to it, the day of release."""
    for card in json.loads((folder / "pages/mistral/2026-08-21.model-registry.json").read_text()):
        names = card["apiNames"]
        if names:
            day = card.get("releaseDate") or ""
            released = date.fromisoformat(day) if re.fullmatch(_ISO, day) else None
            yield _fixed(names), tuple(name for name in names if name != _fixed(names)), released


def azure_retired(folder: Path) -> PageRows:
    """Azure's page of retired models: ``name`` or ``name - version`` and a written-out day."""
    path = folder / "pages/azure/2026-07-08.retired-models.mdx"
    rows = []
    for line in path.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        day = next((found for cell in reversed(cells) if (found := _written_day(cell))), None)
        if not line.startswith("|") or day is None:
            continue
        first = _written_day(cells[1])
        names, _, version = re.sub(r"\s*<br\s*/?>\s*", ",", cells[0]).replace("`", "").partition(" - ")
        replacement = tuple(name for name in re.findall(r"`([^`]+)`", cells[-1]) if not name[:4].isdigit())
        for name in names.split(","):
            if _ID.fullmatch(name.strip()):
                row = Lifecycle("azure", name.strip(), retires=day, date_kind="exact", replacement=replacement)
                rows.append(replace(row, version=version.strip() or None, deprecated=first if first != day else None))
    url = "https://learn.microsoft.com/en-us/azure/foundry/openai/concepts/retired-models"
    return PageRows("azure", Evidence(url, date(2026, 7, 8)), tuple(rows))


def _written_day(cell: str) -> date | None:
    found = re.fullmatch(r"([A-Z][a-z]+)\s+(\d{1,2}),\s+(20\d{2})", cell)
    return datetime.strptime(" ".join(found.groups()), "%B %d %Y").date() if found else None


def gemini_gone(folder: Path) -> set[str]:
    """Ids in grey rows of the Gemini page: shut down, which only its HTML tells."""
    text = (folder / "pages/gemini/2026-08.fixture.html").read_text()
    rows = re.findall(r'<tr class="row-gray">\s*<td[^>]*>(.*?)</td>', text, re.S)
    return {re.sub(r"<[^>]+>|\s", "", cell) for cell in rows}


def announcements(folder: Path) -> Iterator[tuple[Lifecycle, Evidence, str]]:
    """Facts newer than the pages: the row, where it was seen, and the note on it."""
    as_of = date.fromisoformat(_ISO.search((folder / "fresh/announcements.tsv").read_text()).group())  # type: ignore[union-attr]
    _, body = table(folder / "fresh" / "announcements.tsv")
    for row in body:
        name = re.fullmatch(r"(\S+) \((20\d{2}-\d{2}-\d{2})\)", row["model_id"])
        id = name.group(1) if name else row["model_id"]
        if not _ID.fullmatch(id) or id == "Agent":
            continue
        replacement, _ = ids(row["replacement"], row["platform"])
        after, _, target = row["after_retirement"].partition(":")
        yield (
            Lifecycle(
                row["platform"],
                id,
                retires=_date(row["retires"]),
                date_kind=row["date_kind"],
                deprecated=_date(row["announced"]),
                replacement=replacement,
                version=name.group(2) if name else None,
                after="fails" if after == "fails" else None,
                rerouted_to=target or None,
            ),
            Evidence(row["evidence"], min(_seen(row["seen_in"], as_of), as_of)),
            row["note"] or "",
        )


def _seen(text: str, default: date) -> date:
    """The newest day a list of sources names; the day of the survey where it names LiteLLM's newest."""
    days = [date.fromisoformat(day) for day in _ISO.findall(text)]
    return default if "LiteLLM 1.109.1" in text or not days else max(days)


@dataclass(frozen=True)
class Alias:
    """What an undated id stands for, by its provider's page."""

    platform: str
    id: str
    kind: str
    target: str | None
    evidence: Evidence
    note: str


def aliases(folder: Path) -> Iterator[Alias]:
    """Alias targets; a target that is prose or only inferred is unknown."""
    _, body = table(folder / "fresh" / "aliases.tsv")
    for row in body:
        if row["id"] == "PROMISE" or row["provider"] == "litellm":
            continue
        target = row["resolves_to"]
        first = target.split(" ")[0]
        known = re.fullmatch(r"[a-z0-9][a-z0-9.-]*\d[a-z0-9.-]*", first) and "inferred" not in target
        plain = first == target or target.startswith(f"{first} (since")
        day = re.match(r"20\d{2}-\d{2}(-\d{2})?", row["as_of"])
        seen = date.fromisoformat((day.group() + "-01")[:10]) if day else date(2026, 11, 21)
        yield Alias(
            row["provider"],
            row["id"],
            row["kind"],
            first if known and (plain or "redirected" in row["kind"]) else None,
            Evidence(row["evidence"], seen),
            row["note"] or "",
        )
