"""Reports: one file is one output format, ``Report -> str``."""

from __future__ import annotations

from collections.abc import Callable

from modelguard.types import Report, record


@record
class Options:
    """How to render: ``color`` for terminals, ``width`` of the terminal, ``verbose`` for reasons."""

    color: bool = False
    width: int = 100
    verbose: bool = False
    quiet: bool = False
    ascii: bool = False
    statistics: bool = False


@record
class ReportFormat:
    """What a report module declares as ``REPORT``. ``name`` is the value of ``--format``."""

    name: str
    render: Callable[[Report, Options], str]
    summary: str = ""
