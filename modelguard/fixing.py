"""Apply fixes: edit bytes inside one token, read the file again, and write it whole or not at all.

Nothing is written unless the file, read once more, says exactly what it said before but for the edit.
Encoding, byte-order mark, line ends, quotes, mode and a missing last newline stay as they are.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from modelguard.equivalence import differs
from modelguard.text import SourceFile
from modelguard.types import Edit, Finding


@dataclass(frozen=True, slots=True)
class FileFix:
    """What happens to one file: ``new`` is its content after ``applied`` edits, or ``refused`` says why none."""

    path: str
    old: bytes = b""
    new: bytes = b""
    applied: int = 0
    refused: str | None = None

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.refused is None and self.new != self.old


def plan(findings: Iterable[Finding], root: Path, *, unsafe: bool) -> tuple[FileFix, ...]:
    """The fixes of ``findings`` that are not suppressed or baselined, one value a file, nothing written."""
    by_path: dict[str, list[tuple[Finding, Edit]]] = {}
    for finding in findings:
        if finding.fix is None or finding.suppressed or finding.baselined:
            continue
        if finding.fix.safety == "safe" or unsafe:
            by_path.setdefault(finding.location.path, []).extend((finding, edit) for edit in finding.fix.edits)
    return tuple(_file(path, root, _chosen(pairs)) for path, pairs in sorted(by_path.items()))


def _chosen(pairs: Sequence[tuple[Finding, Edit]]) -> list[tuple[Finding, Edit]]:
    """One edit a place: a replacement wins over a pin, which it would make pointless. None overlap."""
    ranked = sorted(pairs, key=lambda pair: (_is_safe(pair[0]), pair[1].span))
    taken: list[tuple[Finding, Edit]] = []
    for finding, edit in ranked:
        if all(edit.span.end <= other.span.start or other.span.end <= edit.span.start for _, other in taken):
            taken.append((finding, edit))
    return sorted(taken, key=lambda pair: pair[1].span)


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety == "safe"


def _file(path: str, root: Path, pairs: Sequence[tuple[Finding, Edit]]) -> FileFix:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return FileFix(path, refused=f"it cannot be read: {error.strerror}")
    source = SourceFile.of(path, data)
    if source.problem:
        return FileFix(path, data, data, refused=source.problem.message)
    for finding, edit in pairs:
        written = source.text[edit.span.start : edit.span.end]
        if finding.model is None or written != finding.model.text:
            return FileFix(path, data, data, refused="it changed while it was being checked")
    new = _spliced(source, [edit for _, edit in pairs])
    if new is None:
        return FileFix(path, data, data, refused=f"the new id cannot be written in {source.encoding}")
    if why := differs(source, SourceFile.of(path, new), [edit for _, edit in pairs]):
        return FileFix(path, data, data, refused=why)
    return FileFix(path, data, new, applied=len(pairs))


def _spliced(source: SourceFile, edits: Sequence[Edit]) -> bytes | None:
    data = source.data
    for edit in reversed(edits):
        start, end = source.bytes_of(edit.span)
        try:
            data = data[:start] + edit.text.encode(source.encoding) + data[end:]
        except UnicodeEncodeError:
            return None
    return data


def write(fixes: Iterable[FileFix], root: Path) -> tuple[FileFix, ...]:
    """Write every changed file whole or not at all; one that cannot be written is refused and says why."""
    return tuple(_written(fix, root) if fix.changed else fix for fix in fixes)


def _written(fix: FileFix, root: Path) -> FileFix:
    target = Path(os.path.realpath(root / fix.path))  # a link stays a link
    temporary = None
    try:
        if not target.is_relative_to(os.path.realpath(root)):
            return replace(fix, refused="it is a link that leads out of the repository")
        state = target.stat()
        if not state.st_mode & 0o200:
            return replace(fix, refused="it is read-only")
        if target.read_bytes() != fix.old:
            return replace(fix, refused="it changed while it was being checked")
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".modelguard-", delete=False) as handle:
            temporary = handle.name
            handle.write(fix.new)
            handle.flush()
            os.fsync(handle.fileno())
        os.chmod(temporary, state.st_mode & 0o7777)
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        return replace(fix, refused=f"it cannot be written: {error.strerror}")
    return fix


def patch(fixes: Iterable[FileFix]) -> Iterator[bytes]:
    """The changes as a patch that ``git apply`` takes, byte for byte."""
    for fix in fixes:
        if fix.changed:
            yield from _patch(fix)


def _patch(fix: FileFix) -> Iterator[bytes]:
    name = os.fsencode(fix.path)
    old, new = _lines(fix.old), _lines(fix.new)
    yield b"diff --git " + _quoted(b"a/" + name) + b" " + _quoted(b"b/" + name) + b"\n"
    header = _quoted(b"a/" + name), _quoted(b"b/" + name)
    for line in difflib.diff_bytes(difflib.unified_diff, old, new, *header, lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[bytes]:
    """Lines as git sees them: only LF ends one."""
    return [part + b"\n" for part in data.split(b"\n")[:-1]] + ([tail] if (tail := data.split(b"\n")[-1]) else [])


def _quoted(name: bytes) -> bytes:
    """A path as git writes it in a patch: quoted where it holds anything but plain characters."""
    if all(0x20 <= char < 0x7F and char not in b'"\\' for char in name):
        return name
    special = {0x22: b'\\"', 0x5C: b"\\\\", 0x0A: b"\\n", 0x09: b"\\t", 0x0D: b"\\r"}
    body = b"".join(special.get(char) or (bytes([char]) if 0x20 <= char < 0x7F else b"\\%03o" % char) for char in name)
    return b'"' + body + b'"'
