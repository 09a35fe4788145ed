"""``inventory --format text``: the uses of each file as a table, for people at a terminal."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from modelguard.listings._rows import ordered, retirement
from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import visible
from modelguard.reports._paint import BOLD, CYAN, DIM, RED, YELLOW, cells, paint, wrapped
from modelguard.reports._tally import plural
from modelguard.types import DateKind, Report, Stage, Use

_STAGES = {Stage.RETIRED: RED, Stage.DEPRECATED: YELLOW, Stage.LEGACY: YELLOW}
_WIDEST = 44


def render(report: Report, options: Options) -> str:
    """One block a file and one line that sums up; ``-v`` adds the reason of each role."""
    uses = ordered(report)
    table = [[visible(cell, ascii=options.ascii) for cell in _cells(use, report)] for use in uses]
    widths = [min(max((cells(row[at]) for row in table), default=0), _WIDEST) for at in range(6)]
    lines: list[str] = []
    for path, group in groupby(zip(uses, table, strict=True), key=lambda pair: pair[0].location.path):
        lines.append(paint(visible(path, ascii=options.ascii), BOLD, color=options.color))
        for use, row in group:
            lines += _lines(use, row, widths, report, options)
        lines.append("")
    return "".join(line + "\n" for line in lines) + ("" if options.quiet else _summary(report) + "\n")


def _cells(use: Use, report: Report) -> list[str]:
    place = use.location
    cell = f" (cell {place.cell})" if place.cell is not None else ""
    model = use.model
    pinning = model.pinning.value if model and model.pinning else "-"
    name = f"{use.ref.text} (computed)" if use.dynamic else use.ref.text
    platform = use.ref.platform or "-"
    return [f"{place.line}:{place.column}{cell}", name, platform, pinning, _stage(use, report), use.role.value]


def _stage(use: Use, report: Report) -> str:
    if use.model is None:
        return "unknown"
    day = retirement(use)
    floor = "from " if use.model.date_kind is DateKind.NOT_BEFORE else ""
    return use.model.stage(report.as_of).value + (f", {floor}{day}" if day else "")


def _lines(use: Use, row: list[str], widths: list[int], report: Report, options: Options) -> list[str]:
    padded = [cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)]
    stage = use.model.stage(report.as_of) if use.model else None
    if stage in _STAGES:
        padded[4] = paint(padded[4], _STAGES[stage], color=options.color)
    elif stage is None:
        padded[4] = paint(padded[4], CYAN, color=options.color)
    entry = f"  [{visible(use.entry, ascii=options.ascii)}]" if use.entry else ""
    lines = [("  " + "  ".join(padded) + entry).rstrip()]
    if 2 + sum(widths) + 2 * len(widths) + cells(entry) - 2 > options.width:
        rest = "  ".join(part.rstrip() for part in padded[2:])
        lines = [f"  {row[0]}  {row[1]}", f"{' ' * 8}{rest}{entry}"]
    if options.verbose and use.reason:
        reason = wrapped(visible(use.reason, ascii=options.ascii), width=options.width, indent=" " * 8)
        lines += [paint(line, DIM, color=options.color) for line in reason.split("\n")]
    return lines


def _summary(report: Report) -> str:
    models = {(use.ref.platform, use.ref.id) for use in report.uses if use.ref.id}
    files = {use.location.path for use in report.uses}
    roles = Counter(use.role.value for use in report.uses)
    parts = [f"{plural(len(report.uses), 'use')} of {plural(len(models), 'model')} in {len(files):,} of "]
    parts[0] += plural(report.files, "file")
    parts += [", ".join(f"{role} {count:,}" for role, count in sorted(roles.items(), key=_most))] if roles else []
    parts.append(f"catalog of {report.catalog.date} ({plural(report.catalog.models, 'model')})")
    return "; ".join(parts)


def _most(role: tuple[str, int]) -> tuple[int, str]:
    return -role[1], role[0]


REPORT = ReportFormat("text", render, "for people at a terminal")
