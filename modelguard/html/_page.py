"""Fill the template: everything it shows is made here, so that the template only arranges."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from modelguard.html import _readiness, _timeline
from modelguard.listings._rows import ordered, retirement
from modelguard.reports._escape import visible
from modelguard.reports._tally import loudest, plural, shown, tally
from modelguard.types import Location, Report, Use

MAX_ROWS = 5_000


def render(report: Report) -> str:
    """The page. Same report, same bytes."""
    from jinja2 import Environment, StrictUndefined

    from modelguard import __version__

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.finalize = _safe
    environment.filters |= {"plural": plural, "place": _place}
    style, script = _asset("page.css"), _asset("page.js")
    template = environment.from_string(_asset("page.html.j2"))
    return template.render(
        style=style,
        script=script,
        policy=_policy(style, script),
        version=__version__,
        report=report,
        counts=tally(report),
        **_sections(report),
    )


def _sections(report: Report) -> dict[str, Any]:
    uses, found, bars = ordered(report), loudest(shown(report)), _timeline.bars(report)
    return {
        "bars": bars,
        "months": list(_timeline.months(report.as_of)),
        "topics": list(_readiness.TOPICS.values()),
        "rows": _readiness.rows(report),
        "findings": found[:MAX_ROWS],
        "all_findings": len(found),
        "uses": [_use(use, report) for use in uses[:MAX_ROWS]],
        "roles": sorted({use.role.value for use in uses}),
        "unverified": list(_unverified(report, uses)),
        "gone": sum(bar.urgency == "gone" for bar in bars),
        "soon": sum(bar.urgency == "soon" for bar in bars),
    }


def _use(use: Use, report: Report) -> dict[str, Any]:
    day = retirement(use)
    return {
        "use": use,
        "platform": use.ref.platform or "",
        "pinning": use.model.pinning.value if use.model and use.model.pinning else "",
        "stage": use.model.stage(report.as_of).value if use.model else "unknown",
        "day": day.isoformat() if day else "",
    }


def _unverified(report: Report, uses: list[Use]) -> Iterator[tuple[str, str]]:
    """What the page cannot vouch for, as (what, why)."""
    for error in report.errors:
        yield "The run", error
    if report.catalog.stale:
        yield "The catalog", f"it is of {report.catalog.date} and too old to trust: update modelguard"
    if not report.files:
        yield "The repository", "no file was checked"
    for finding in shown(report):
        if finding.rule in ("MG901", "MG902"):
            yield _place(finding.location), finding.message
    for use in uses:
        if use.dynamic:
            yield _place(use.location), f'"{use.text}" is put together while the program runs: its model is not known'
        elif use.ref.opaque:
            yield _place(use.location), f'"{use.text}" is a deployment name that nothing maps to one model'
        elif use.ref.id and use.model is None and (use.ref.known or use.ref.shaped):
            yield _place(use.location), f'"{use.text}" is not in the catalog: nothing is known of its dates'


def _place(location: Location) -> str:
    cell = f" (cell {location.cell})" if location.cell is not None else ""
    return f"{location.path}:{location.line}:{location.column}{cell}"


def _safe(value: Any) -> Any:
    """Text from the repository with its invisible characters shown; markup of the page itself is left alone."""
    return visible(value) if type(value) is str else value


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded; only this style and this script may run."""
    parts = ["default-src 'none'", "img-src data:", f"style-src '{_hash(style)}'", f"script-src '{_hash(script)}'"]
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return (files("modelguard.html") / name).read_text(encoding="utf-8")
