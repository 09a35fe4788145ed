"""Inline Markdown to text: code spans kept apart, links resolved, emphasis, footnotes and tags dropped."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from modelguard.providers._blocks import CODE, END, Text, fold

_TICKS = re.compile(r"`+")
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,300}\")?\)")
_LINK = re.compile(r"\[([^\[\]]{0,2000})\]\(((?:[^()\s]|\([^()\s]{0,500}\)){0,2000})(?:\s+\"[^\"]{0,300}\")?\)")
_FOOTNOTE = re.compile(r"<sup>.{0,40}?</sup>|\[\^[^\]\s]{1,20}\]|\^[0-9,]{1,5}\^", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STARS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|__(?=\S)|(?<=\S)__")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,500})>")
_KEPT = 0xE000  # private use: holds a code span or an escaped character while the rest is read


def inline(raw: str, line: int) -> Text:
    """Read one run of inline Markdown that starts at ``line``."""
    kept: list[str] = []

    def keep(value: str) -> str:
        kept.append(value)
        return chr(_KEPT + len(kept) - 1) if len(kept) < 4000 else value

    text = _code_spans(raw, keep)
    text = _ESCAPE.sub(lambda m: keep(m.group(1)), text)
    text = _IMAGE.sub(" ", text)
    text = _FOOTNOTE.sub("", text)
    links: list[tuple[str, str]] = []

    def link(found: re.Match[str]) -> str:
        links.append((found.group(1), found.group(2)))
        return found.group(1)

    text = _LINK.sub(link, text)
    text = _AUTOLINK.sub(lambda m: m.group(1), text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = fold(html.unescape(_STARS.sub("", text)))

    def restore(value: str) -> str:
        return re.sub(
            "[\ue000-\uefff]",
            lambda m: kept[ord(m.group()) - _KEPT] if ord(m.group()) - _KEPT < len(kept) else "",
            value,
        )

    shown = tuple((_plain(restore(name)), restore(target)) for name, target in links)
    return Text(_tidy(restore(text)), shown, line)


def _code_spans(raw: str, keep: Callable[[str], str]) -> str:
    """Set code spans aside. A run of backticks closes at the next run of the same length, found in one pass."""
    if "`" not in raw:
        return raw
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(raw)]
    closers: dict[int, int] = {}
    closes: list[int | None] = [None] * len(runs)
    for i in range(len(runs) - 1, -1, -1):
        length = runs[i][1] - runs[i][0]
        closes[i] = closers.get(length)
        closers[length] = i
    parts: list[str] = []
    at = i = 0
    while i < len(runs):
        close = closes[i]
        if close is not None and not _escaped(raw, runs[i][0]):
            parts += [raw[at : runs[i][0]], keep(CODE + _code(raw[runs[i][1] : runs[close][0]]) + END)]
            at, i = runs[close][1], close
        i += 1
    return "".join([*parts, raw[at:]])


def _escaped(raw: str, at: int) -> bool:
    return at > 0 and raw[at - 1] == "\\"


def _code(value: str) -> str:
    return " ".join(value.split())


def _plain(value: str) -> str:
    value = _STARS.sub("", _TAG.sub("", value))
    return " ".join(value.replace(CODE, "").replace(END, "").split())


def _tidy(text: str) -> str:
    return "\n".join(" ".join(part.split(" ")).strip() if part else "" for part in text.split("\n")).strip("\n")
