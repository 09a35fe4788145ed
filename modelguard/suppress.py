"""Suppression comments: ``modelguard: ignore[MG102] until 2027-01-01 because <reason>``.

A comment covers the ids of its line, or of the next line where it stands alone; ``ignore-file`` in the
first 20 lines covers the file. It names codes, never all of them. Only real comments count: one that
stands in a string, a docstring or the code of a Markdown page is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from modelguard.comments import Comment, comments
from modelguard.text import SourceFile
from modelguard.types import Finding, Location, record

MARK = b"modelguard:"
"""Files without these bytes hold no suppression and need not be read for one."""

FILE_LINES = 20
"""``ignore-file`` counts in so many first lines."""

_DIRECTIVE = re.compile(r"modelguard:[ \t]*ignore(?P<file>-file)?(?![\w-])[ \t]*(?:\[(?P<codes>[^\]]*)\])?(?P<rest>.*)")
_UNTIL = re.compile(r"^until[ \t:=]+(?P<day>\S+)[ \t,;]*", re.IGNORECASE)
_BECAUSE = re.compile(r"^because[ \t:]+(?P<reason>.*\S)", re.IGNORECASE)
_CLOSER = re.compile(r"\*/|-->")
_CODE = re.compile(r"MG\d{3}\Z")


@record
class Suppression:
    """One comment. ``lines`` are the lines it covers (``None``: the whole file), ``columns`` the part of
    a line, where one physical line holds several lines of a notebook cell. ``problem`` says what is
    wrong with the comment itself."""

    location: Location
    codes: tuple[str, ...] = ()
    until: date | None = None
    reason: str | None = None
    lines: tuple[int, ...] | None = None
    columns: tuple[int, int] | None = None
    problem: str | None = None

    def holds(self, today: date) -> bool:
        """Whether it still suppresses: through its last day."""
        return self.until is None or today <= self.until

    def covers(self, finding: Finding) -> bool:
        """Whether ``finding`` is of a code and at a place that the comment names."""
        at = finding.location
        if finding.rule not in self.codes or at.path != self.location.path:
            return False
        if self.lines is None:
            return True
        if at.line not in self.lines:
            return False
        return self.columns is None or self.columns[0] <= at.column < self.columns[1]


@record
class SuppressionState:
    """A suppression and what became of it. ``used`` are the codes that suppressed something."""

    suppression: Suppression
    used: frozenset[str] = field(default_factory=frozenset)


def parse(source: SourceFile) -> tuple[Suppression, ...]:
    """Every suppression comment of a file, in order. Never raises."""
    if "modelguard:" not in source.text:
        return ()
    found = [(comment, match) for comment in comments(source) if (match := _DIRECTIVE.search(comment.text))]
    alone = {comment.line for comment, _ in found if comment.alone}
    return tuple(_suppression(source, comment, match, alone) for comment, match in found)


def apply(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], today: date
) -> tuple[list[Finding], tuple[SuppressionState, ...]]:
    """Mark what is suppressed, drop nothing; say of every suppression which of its codes were used."""
    by_path: dict[str, list[int]] = {}
    for number, suppression in enumerate(suppressions):
        by_path.setdefault(suppression.location.path, []).append(number)
    used: Mapping[int, set[str]] = {number: set() for number in range(len(suppressions))}
    marked = []
    for finding in findings:
        hits = [n for n in by_path.get(finding.location.path, ()) if suppressions[n].covers(finding)]
        for number in hits:
            used[number].add(finding.rule)
        held = any(suppressions[number].holds(today) for number in hits)
        marked.append(replace(finding, suppressed=True) if held else finding)
    return marked, tuple(SuppressionState(item, frozenset(used[n])) for n, item in enumerate(suppressions))


def _suppression(source: SourceFile, comment: Comment, match: re.Match[str], alone: set[int]) -> Suppression:
    start = comment.column + match.start()
    text = match.group().rstrip()
    at = Location(source.path, comment.line, start, comment.line, start + len(text), None)
    whole = bool(match["file"])
    lines, columns = (None, None) if whole else _covered(source, comment, alone)
    if whole and comment.line > FILE_LINES:
        return Suppression(at, lines=(), problem=f"ignore-file counts only in the first {FILE_LINES} lines")
    codes, problem = _codes(match["codes"])
    until, reason, complaint = _terms(match["rest"])
    problem = problem or complaint
    if complaint and until is None and _UNTIL.match(match["rest"].strip()):
        lines = ()  # a last day that cannot be read is no licence to ignore for ever
    return Suppression(at, codes, until, reason, lines, columns, problem)


def _covered(source: SourceFile, comment: Comment, alone: set[int]) -> tuple[tuple[int, ...], tuple[int, int] | None]:
    """The comment's own line, or the next line that is not a suppression itself where it stands alone."""
    if not comment.alone:
        return (comment.line,), comment.columns
    if comment.next_columns is not None:
        return (comment.line,), comment.next_columns
    line = comment.line + 1
    while line in alone and line <= len(source.starts):
        line += 1
    return (line,), None


def _codes(text: str | None) -> tuple[tuple[str, ...], str | None]:
    """The codes in brackets and what is wrong with them."""
    if text is None:
        return (), "it names no rule: write ignore[MG102]"
    names = [name.strip().upper() for name in text.split(",") if name.strip()]
    codes = tuple(dict.fromkeys(name for name in names if _CODE.match(name)))
    wrong = [name for name in names if not _CODE.match(name)]
    if not names:
        return (), "it names no rule: write ignore[MG102]"
    if wrong:
        return codes, f"{wrong[0][:20]!r} is no rule code, a suppression names each: write ignore[MG102, MG104]"
    return codes, None


def _terms(text: str) -> tuple[date | None, str | None, str | None]:
    """Last day, reason, and what is wrong with them, from what follows the brackets."""
    rest = _CLOSER.split(text, maxsplit=1)[0].strip()
    until = None
    if match := _UNTIL.match(rest):
        try:
            until = date.fromisoformat(match["day"])
        except ValueError:
            return None, None, "its last day cannot be read: write until YYYY-MM-DD"
        rest = rest[match.end() :].strip()
    if match := _BECAUSE.match(rest):
        return until, match["reason"], None
    return until, None, "it gives no reason: write because <reason>"
