"""Apply fixes: edit bytes inside one token, read the file again, and write it whole or not at all.

Nothing is written unless the file, read once more, says exactly what it said before but for the edit.
Encoding, byte-order mark, line ends, quotes, mode and a missing last newline stay as they are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from modelguard import filewrite, patches
from modelguard.equivalence import differs
from modelguard.text import SourceFile
from modelguard.types import Edit, Finding, Fix, Span, record

CHANGED = "it changed while it was being checked"
LOOKUP_RULE = "MG101"
"""Its fix replaces a literal by a manifest lookup, which may take an import too."""
_ID = re.compile(r"[A-Za-z0-9~][\w./:@~+-]*", re.ASCII)


@record
class Wanted:
    """One edit somebody wants: ``expected`` is the text that must stand there, ``line`` where it is."""

    edit: Edit
    expected: str
    fix: Fix | None = None
    safe: bool = True

    @property
    def line(self) -> int:
        """The line of the place, from 1."""
        return self.edit.start[0]


@record
class Refusal:
    """Why an edit, or with no ``line`` a whole file, is left as it is."""

    path: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


@record
class FileFix:
    """What happens to one file: ``new`` is its content after ``applied`` edits, ``refusals`` what was left."""

    path: str
    old: bytes = b""
    new: bytes = b""
    applied: int = 0
    refusals: tuple[Refusal, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.new != self.old

    def refused(self, reason: str) -> FileFix:
        """The same file, with nothing to write for ``reason``."""
        return replace(self, new=self.old, applied=0, refusals=(*self.refusals, Refusal(self.path, reason)))


@dataclass(slots=True)
class _Job:
    """The edits of one file that are still wanted, and those that were refused."""

    source: SourceFile
    wanted: list[Wanted]
    refusals: list[Refusal] = field(default_factory=list)

    def drop(self, item: Wanted, reason: str) -> None:
        self.wanted.remove(item)
        self.refusals.append(Refusal(self.source.path, reason, item.line))


def plan(findings: Iterable[Finding], root: Path, *, unsafe: bool) -> tuple[FileFix, ...]:
    """The fixes of ``findings`` that are not suppressed or baselined, one value a file, nothing written."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is None or finding.suppressed or finding.baselined:
            continue
        if finding.fix.safety == "safe" or unsafe:
            by_path.setdefault(finding.location.path, []).append(finding)
    return tuple(_fixed(path, found, root) for path, found in _each_once(by_path, root))


def edited(path: str, wanted: Sequence[Wanted], root: Path) -> FileFix:
    """One file with the edits in ``wanted``, nothing written: those that are not certain are refused."""
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return FileFix(path).refused(f"it cannot be read: {error.strerror}")
    source = SourceFile.of(path, data)
    if source.problem:
        return FileFix(path, data, data).refused(source.problem.message)
    return _edited(_Job(source, sorted(wanted, key=lambda item: item.edit.span)))


def write(fixes: Iterable[FileFix], root: Path) -> tuple[FileFix, ...]:
    """Write every changed file whole or not at all; one that cannot be written is refused and says why."""
    fixes = tuple(fixes)
    for folder in {(root / fix.path).parent for fix in fixes if fix.changed}:
        filewrite.clean(folder)
    return tuple(_written(fix, root) if fix.changed else fix for fix in fixes)


def patch(fixes: Iterable[FileFix], root: Path) -> bytes:
    """The changes as a patch that ``git apply`` takes, byte for byte: paths lead from git's top folder."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    prefix = "" if top == root else root.relative_to(top).as_posix() + "/"
    return b"".join(line for fix in fixes for line in patches.patch(prefix + fix.path, fix.old, fix.new))


def _written(fix: FileFix, root: Path) -> FileFix:
    why = filewrite.replace_file(root / fix.path, fix.old, fix.new, inside=root)
    return fix.refused(why) if why else fix


def _each_once(by_path: dict[str, list[Finding]], root: Path) -> Iterator[tuple[str, list[Finding]]]:
    """Every file once, though a link to it may have been named too."""
    seen = set()
    for path, findings in sorted(by_path.items()):
        real = os.path.realpath(root / path)
        if real not in seen:
            seen.add(real)
            yield path, findings


def _fixed(path: str, findings: Sequence[Finding], root: Path) -> FileFix:
    lookups = [item for item in findings if item.rule == LOOKUP_RULE]
    if not lookups:
        return edited(path, _chosen(findings), root)
    from modelguard import centralizing

    moved = centralizing.centralized(path, lookups, root)
    others = _chosen([item for item in findings if item not in lookups])
    if not moved.changed:
        rest = edited(path, others, root)
        return replace(rest, refusals=(*moved.refusals, *rest.refusals))
    taken = {edit for item in lookups if item.fix for edit in item.fix.edits}
    job = _Job(SourceFile.of(path, moved.new), [item for one in others if (item := _after(one, taken))])
    rest = _edited(job)
    return replace(rest, old=moved.old, applied=moved.applied + rest.applied)


def _after(item: Wanted, taken: Iterable[Edit]) -> Wanted | None:
    """The same edit once those in ``taken`` are made; ``None`` where one of them stands in its place."""
    span, shift = item.edit.span, 0
    for edit in taken:
        if edit.span.start < span.end and span.start < edit.span.end:
            return None
        if edit.span.end <= span.start:
            shift += len(edit.text) - (edit.span.end - edit.span.start)
    return replace(item, edit=replace(item.edit, span=Span(span.start + shift, span.end + shift)))


def _chosen(findings: Iterable[Finding]) -> list[Wanted]:
    """One edit a place: a replacement wins over a pin, which it would make pointless. None overlap."""
    taken: list[Wanted] = []
    for item in sorted(_wanted(findings), key=lambda item: (item.safe, item.edit.span)):
        span = item.edit.span
        if all(span.end <= other.edit.span.start or other.edit.span.end <= span.start for other in taken):
            taken.append(item)
    return taken


def _wanted(findings: Iterable[Finding]) -> Iterator[Wanted]:
    for finding in findings:
        fix = finding.fix
        for edit in fix.edits if fix else ():
            yield Wanted(edit, finding.model.text if finding.model else "\0", fix, bool(fix and fix.safety == "safe"))


def _edited(job: _Job) -> FileFix:
    source = job.source
    data = source.data
    nothing = FileFix(source.path, data, data)
    if any(source.text[item.edit.span.start : item.edit.span.end] != item.expected for item in job.wanted):
        return nothing.refused(CHANGED)
    _drop(job, _unwritable)
    _drop(job, _shared)
    new, why = _tried(source, job.wanted)
    if why:
        _drop(job, lambda source, item: _tried(source, [item])[1])
        new, why = _tried(source, job.wanted)
    fix = FileFix(source.path, data, new or data, len(job.wanted), tuple(job.refusals))
    return fix.refused(why) if why else fix


def _drop(job: _Job, reason: Callable[[SourceFile, Wanted], str | None]) -> None:
    for item in [*job.wanted]:
        if why := reason(job.source, item):
            job.drop(item, why)


def _unwritable(source: SourceFile, item: Wanted) -> str | None:
    """An id is plain characters: anything else could end the string it stands in."""
    if not _ID.fullmatch(item.edit.text):
        return "the new id holds characters that no id has"
    try:
        item.edit.text.encode(source.encoding)
    except (UnicodeEncodeError, LookupError):
        return f"the new id cannot be written in {source.encoding}"
    return None


def _shared(source: SourceFile, item: Wanted) -> str | None:
    if not source.path.lower().endswith((".yaml", ".yml")) or "&" not in source.text:
        return None
    from modelguard.yamlanchors import uses_through

    number = uses_through(source.text, item.edit.span)
    if not number:
        return None
    places = "one other place uses it" if number == 1 else f"{number} other places use it"
    return f"the value is part of a YAML anchor and {places}: edit it by hand"


def _tried(source: SourceFile, wanted: Sequence[Wanted]) -> tuple[bytes | None, str | None]:
    """The bytes after the edits, or why they cannot be."""
    edits = [item.edit for item in wanted]
    new = spliced(source, edits)
    why = differs(source, SourceFile.of(source.path, new), edits) if edits else None
    return (None, why) if why else (new, None)


def spliced(source: SourceFile, edits: Sequence[Edit]) -> bytes:
    """The file's bytes with ``edits`` (sorted, none overlapping) in them."""
    data = source.data
    for edit in reversed(edits):
        start, end = source.bytes_of(edit.span)
        data = data[:start] + edit.text.encode(source.encoding) + data[end:]
    return data
