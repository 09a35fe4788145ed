"""The baseline: findings a team has accepted for now, known by what they are and not by where they stand.

A fingerprint is made of rule, path, id and nth occurrence in the file: it survives moved lines. The file
is JSON with one entry a line, sorted, each line ending in a comma, so that two branches merge cleanly.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from modelguard.errors import UsageError
from modelguard.types import Finding, record
from modelguard.wording import counted

VERSION = 1
_FIELDS = {"rule": str, "path": str, "id": str, "nth": int}


@record(order=True)
class Key:
    """What makes a finding the same finding tomorrow."""

    path: str
    rule: str
    id: str
    nth: int

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits."""
        text = "\0".join((self.rule, self.path, self.id, str(self.nth)))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@record
class Applied:
    """Findings with the accepted ones marked, and how many entries found nothing any more."""

    findings: tuple[Finding, ...]
    gone: int = 0

    @property
    def note(self) -> str | None:
        """A sentence for stderr, or ``None`` where every entry still applies."""
        if not self.gone:
            return None
        verb = "applies" if self.gone == 1 else "apply"
        entries = "baseline entry" if self.gone == 1 else "baseline entries"
        return f"{self.gone:,} {entries} no longer {verb}: write the baseline anew with --write-baseline."


def with_fingerprints(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of their places, each with its fingerprint."""
    ordered = sorted(findings, key=_place)
    return [replace(found, fingerprint=key.fingerprint) for found, key in zip(ordered, _keys(ordered), strict=True)]


def read(file: Path) -> frozenset[str]:
    """The fingerprints that a baseline accepts. Raises UsageError, one sentence, where it cannot be read."""
    try:
        data = json.loads(file.read_bytes())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError(f"the baseline {file} cannot be read ({why}): make one with --write-baseline") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the baseline {file} is not valid JSON{_line(error)}: {_HINT}") from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise UsageError(f"the baseline {file} is not one of version {VERSION}: {_HINT}")
    return frozenset(_key(name, entry, file).fingerprint for name, entry in data.items() if name != "version")


def apply(findings: Iterable[Finding], accepted: frozenset[str]) -> Applied:
    """Mark the accepted findings; a suppressed one stays suppressed and counts as still there."""
    marked = []
    seen = set()
    for finding in with_fingerprints(findings):
        known = finding.fingerprint in accepted
        seen.add(finding.fingerprint)
        marked.append(replace(finding, baselined=True) if known and not finding.suppressed else finding)
    return Applied(tuple(marked), len(accepted - seen))


def render(findings: Iterable[Finding]) -> str:
    """The baseline that accepts every finding that is not suppressed."""
    ordered = sorted(findings, key=_place)
    keys = [key for found, key in zip(ordered, _keys(ordered), strict=True) if not found.suppressed]
    lines = [f"{json.dumps(key.fingerprint)}: {json.dumps(_entry(key))}," for key in sorted(set(keys))]
    return "\n".join(["{", *lines, f'"version": {VERSION}', "}", ""])


def write(file: Path, findings: Iterable[Finding]) -> int:
    """Write the baseline whole or not at all; how many findings it accepts. Raises UsageError."""
    findings = tuple(findings)
    scratch = file.with_name(f".{file.name}.tmp")
    try:
        scratch.write_text(render(findings), "utf-8", newline="\n")
        scratch.replace(file)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError(f"the baseline {file} cannot be written ({why}): name another place") from None
    return sum(1 for finding in findings if not finding.suppressed)


def written_note(file: Path, number: int) -> str:
    """What a run says after ``--write-baseline``."""
    return f"{counted(number, 'finding')} written to {file}."


_HINT = "resolve what a merge left in it, or make it anew with --write-baseline"


def _keys(ordered: Iterable[Finding]) -> list[Key]:
    """One key a finding, counting the nth of the same rule, path and id."""
    counts: Counter[tuple[str, str, str]] = Counter()
    keys = []
    for finding in ordered:
        what = (finding.location.path, finding.rule, _id(finding))
        counts[what] += 1
        keys.append(Key(*what, counts[what]))
    return keys


def _id(finding: Finding) -> str:
    """The id a finding is about: the model's, the entry's where it is about no model, or nothing."""
    if finding.model is not None:
        return finding.model.id or finding.model.text
    return finding.entry or ""


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    at = finding.location
    return at.path, at.line, at.column, finding.rule, finding.message


def _entry(key: Key) -> Mapping[str, Any]:
    return {"rule": key.rule, "path": key.path, "id": key.id, "nth": key.nth}


def _key(name: str, entry: Any, file: Path) -> Key:
    """The key that an entry describes; its fingerprint is computed, never believed."""
    if not isinstance(entry, dict) or any(type(entry.get(field)) is not kind for field, kind in _FIELDS.items()):
        raise UsageError(f"the baseline {file} has an entry {name[:40]!r} that is none: {_HINT}")
    return Key(entry["path"], entry["rule"], entry["id"], entry["nth"])


def _line(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    return f" at line {line}" if line else ""
