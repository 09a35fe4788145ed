"""Outputs of the watcher: one file is one format, ``Watch -> str``. Each declares ``OUTPUT``."""

from __future__ import annotations

from collections.abc import Callable

from modelguard.reports import Options
from modelguard.types import record
from modelguard.watch import Watch


@record
class WatchOutput:
    """How one format renders a run. ``name`` is the value of ``--format``."""

    name: str
    render: Callable[[Watch, Options], str]
    summary: str = ""


def outputs() -> dict[str, WatchOutput]:
    """Every format by its name."""
    from modelguard.registry import parts

    return {module.OUTPUT.name: module.OUTPUT for module in parts(__name__)}
