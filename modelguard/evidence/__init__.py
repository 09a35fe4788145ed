"""Evidence: one file is one evaluation tool's result files, ``bytes -> results a model really had``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from modelguard.types import record


class EvidenceUnreadable(Exception):
    """A result file that cannot be used; the message says why in one clause."""


@record
class Evaluation:
    """What one result file proves: a model, how many cases, how many passed, when, judged by whom.

    ``model`` is ``None`` where the file does not name the model under test (not proven).
    """

    path: str
    tool: str
    model: str | None
    cases: int
    passed: int
    ran_at: datetime | None
    judge: str | None = None
    note: str | None = None


@record
class EvidenceReader:
    """What an evidence module declares as ``EVIDENCE``. ``claims`` looks at the first bytes only."""

    tool: str
    claims: Callable[[Path, bytes], bool]
    read: Callable[[Path, str], tuple[Evaluation, ...]]
