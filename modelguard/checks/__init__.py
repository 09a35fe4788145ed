"""Checks: one file is one rule, with its why, its samples and its code.

A check module declares ``RULE`` and one or more of

* ``check_use(use, context) -> Iterator[Finding]`` for every :class:`~modelguard.types.Use`,
* ``check_manifest(manifest, context) -> Iterator[Finding]`` once, where there is a valid manifest,
* ``check_file(file, context) -> Iterator[Finding]`` for every file with a problem (:class:`UnreadFile`),
* ``check_run(run, context) -> Iterator[Finding]`` once, after all others, with what they said (:class:`Run`).

``context`` is a :class:`~modelguard.checks._context.CheckContext`; findings are made by its ``finding``,
which gives ``None`` where a rule is turned off, so that checks end in ``yield from found(...)``.
All are pure: today is given, files are asked of ``context.tree``. Checks see uses, never syntax.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from modelguard.types import Finding, Location, Problem, record

if TYPE_CHECKING:
    from modelguard.suppress import SuppressionState


@record
class Sample:
    """A small repository on which a rule fires (``bad``) or is silent (``good``).

    ``files`` maps relative paths to text. ``as_of`` is the day of the run. ``lines`` are the lines of
    ``path`` where the rule must fire, for a bad sample. ``base`` holds the files of an earlier commit
    for rules that compare with a base ref. ``profile`` is the profile of the run.
    """

    files: Mapping[str, str]
    as_of: date = date(2026, 11, 21)
    path: str | None = None
    lines: tuple[int, ...] = ()
    base: Mapping[str, str] | None = None
    profile: str = "default"


@record
class Rule:
    """What a person reads about a rule; levels and thresholds stand in ``rules/policy.yaml``.

    ``summary`` one line: fires when ...; ``why`` a paragraph; ``fix`` what to do, a paragraph;
    ``source`` where the requirement comes from (a URL or a section of a standard).
    """

    code: str
    name: str
    summary: str
    why: str
    fix: str
    source: str
    bad: tuple[Sample, ...] = ()
    good: tuple[Sample, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@record
class UnreadFile:
    """What ``check_file`` is given: a file that could not be read, or not in all its parts.

    ``problems`` are what went wrong and where; ``holds_candidate`` says that the file's bytes may hold a
    model id, so that it matters.
    """

    path: str
    problems: tuple[tuple[Problem, Location], ...]
    holds_candidate: bool


@record
class Run:
    """What ``check_run`` is given: what all other checks said, the suppressed findings among them, and
    what became of every suppression comment."""

    findings: tuple[Finding, ...] = ()
    suppressions: tuple[SuppressionState, ...] = ()


def found(*findings: Finding | None) -> Iterator[Finding]:
    """The findings that the policy left on."""
    return (finding for finding in findings if finding is not None)
