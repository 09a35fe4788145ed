"""Model ids inside cells and prose. Text from a page is data: only what looks like an id gets out."""

from __future__ import annotations

import re

from modelguard.providers import PageRefused
from modelguard.providers._blocks import Text
from modelguard.providers._dates import UnreadableDate, read

MAX_NOTE = 200
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,159}")
_JOINERS = re.compile(r"\s*(?:[|;\n]|,(?:\s*(?:and|or)\b)?|\b(?:and|or|either|both)\b)\s*")
_REMARK = re.compile(r"\([^()]{0,400}\)")
_FILLERS = re.compile(
    r"\b(?:including|and|or|the|alias(?:es)?|which|that|point|points|to|this|snapshot|snapshots|also|known|as|of)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\]\(|javascript:|<[A-Za-z/!]|`|@(?:everyone|here|channel)\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:\s*\[[0-9a-z]{1,2}\]|[¹²³⁴⁵⁶⁷⁸⁹])+$")
_DASHES = frozenset({"", "-", "--", "---", "—", "–", "n/a", "na", "none", "tbd", "not applicable"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def is_id(text: str) -> bool:
    """Could ``text`` be an id? One word of the id alphabet, no path, no URL, no day, no bare number."""
    if not _ID.fullmatch(text) or "://" in text or "//" in text or not re.search("[A-Za-z]", text):
        return False
    return not text.endswith((":", "/", "."))


def is_model_like(text: str) -> bool:
    """An id that shows it is one: it has a digit or a hyphen (``low`` and ``pro`` have not)."""
    return is_id(text) and any(c.isdigit() or c == "-" for c in text) and not is_day(text)


def is_day(text: str) -> bool:
    """Is ``text`` a day and so no id?"""
    try:
        return read(text).day is not None
    except UnreadableDate:
        return False


def models_in(cell: Text) -> tuple[str, ...]:
    """The ids that a model cell names, first the one listed first; none for a feature or an endpoint."""
    named = Text(_REMARK.sub(_alias_remark, cell.marked))
    if named.codes:
        words = _FILLERS.sub(" ", named.outside)
        if re.search(r"[A-Za-z]{2,}", words):
            return ()
        return _only_ids(tuple(_bare(code) for code in named.codes))
    text = _REMARK.sub(" ", cell.text)
    return _only_ids(tuple(_bare(part) for part in _JOINERS.split(text) if part.strip()))


def replacements_in(cell: Text) -> tuple[tuple[str, ...], str | None]:
    """The ids that a replacement cell names, and its words as a note where there is more than ids."""
    whole = " ".join(cell.text.split())
    if whole.lower() in _DASHES:
        return (), None
    if _MARKUP.search(whole):
        raise PageRefused(f"line {cell.line}: a replacement cell holds markup where an id belongs")
    if cell.codes:
        ids = [code for code in map(_bare, cell.codes) if is_model_like(code)]
        rest = re.sub(r"[\s,.()|;*&]|\b(?:or|and|either|both)\b", "", cell.outside)
        prose = bool(rest) or len(ids) < len(cell.codes)
        return _unique(ids), clean(whole) if prose else None
    found: list[str] = []
    prose = bool(_REMARK.search(whole))
    for chunk in _JOINERS.split(_REMARK.sub("\n", cell.text)):
        words = [_bare(word) for word in chunk.split()]
        if words and all(is_model_like(word) for word in words):
            found += words
        elif words:
            prose = True
    return _unique(found), clean(whole) if prose else None


def clean(text: str) -> str:
    """Words of a page as a note: one line, no control characters, not long."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= MAX_NOTE else line[: MAX_NOTE - 1].rstrip() + "…"


def _bare(text: str) -> str:
    return _FOOTNOTE.sub("", text.strip().strip("*†‡").strip().rstrip("\\*").strip())


def _alias_remark(found: re.Match[str]) -> str:
    """Keep a remark that only names aliases of the same model; drop any other."""
    words = _FILLERS.sub(" ", Text(found.group()).outside)
    return " " if re.search(r"[A-Za-z]{2,}", words) else found.group().strip("()")


def _only_ids(parts: tuple[str, ...]) -> tuple[str, ...]:
    if not parts or not is_id(parts[0]) or is_day(parts[0]):
        return ()
    return _unique([part for part in parts if is_id(part) and not is_day(part)])


def _unique(parts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts))
