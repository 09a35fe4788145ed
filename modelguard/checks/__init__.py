"""Checks: one file is one rule, with its why, its samples and its code.

A check module declares ``RULE`` and one or more of

* ``check_use(use, context)`` for every use of a model id,
* ``check_manifest(manifest, context)`` once, where there is a valid manifest,
* ``check_file(file, context)`` for every file that had a problem,
* ``check_run(run, context)`` once, after all others, with what they said.

All are pure: today is given, files are asked of ``context.tree``. Checks see uses, never syntax.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
