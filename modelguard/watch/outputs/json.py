"""``--format json``: everything, for machines."""

from __future__ import annotations

from typing import Any

from modelguard.reports import Options
from modelguard.reports._escape import dumps
from modelguard.watch import Reading, Retirement, Watch
from modelguard.watch.outputs import WatchOutput, _words


def render(watch: Watch, options: Options) -> str:
    """One object; the keys are stable, dates are ISO days, what is not known is null."""
    from modelguard import __version__

    near = sum(item.fails for item in watch.retirements)
    return dumps(
        {
            "version": 1,
            "tool": {"name": "modelguard", "version": __version__},
            "as_of": watch.as_of.isoformat(),
            "within": watch.within,
            "fail_within": watch.fail_within,
            "offline": watch.offline,
            "catalog": {"date": watch.catalog_date.isoformat(), "models": watch.catalog_models},
            "summary": {
                "files": watch.files, "uses": watch.uses, "retirements": len(watch.retirements), "failing": near,
                "changes": len(watch.changes), "unverified": len(watch.unverified), "errors": len(watch.errors),
            },
            "retirements": [_retirement(item) for item in watch.retirements],
            "changes": [
                {"platform": item.platform, "id": item.id, "kind": item.kind, "used": item.used,
                 "message": _words.short(item.message)}
                for item in watch.changes
            ],
            "sources": [_source(reading) for reading in watch.readings],
            "unverified": [
                {"path": item.path, "line": item.line, "text": item.text, "reason": item.reason}
                for item in watch.unverified
            ],
            "errors": [_words.short(error) for error in watch.errors],
            "exit_code": watch.exit_code,
        },
        indent=2,
    )  # fmt: skip


def _retirement(item: Retirement) -> dict[str, Any]:
    model = item.model
    return {
        "platform": model.platform,
        "id": model.id,
        "pinning": model.pinning.value if model.pinning else None,
        "resolves_to": model.resolves_to,
        "stage": item.stage.value,
        "deprecated": model.deprecated.isoformat() if model.deprecated else None,
        "retires": model.retires.isoformat() if model.retires else None,
        "date_kind": model.date_kind.value if model.date_kind else None,
        "days_left": item.days_left,
        "regions": {region: day.isoformat() for region, day in sorted(model.regions.items())},
        "replacement": list(model.replacement),
        "after": model.after,
        "rerouted_to": model.rerouted_to,
        "note": model.note,
        "source": item.source,
        "seen": item.seen.isoformat() if item.seen else None,
        "fails": item.fails,
        "uses": [
            {"path": at.path, "line": at.line, "column": at.column, "cell": at.cell, "text": at.text,
             "role": at.role, "entry": at.entry, "owner": at.owner}
            for at in item.places
        ],
    }  # fmt: skip


def _source(reading: Reading) -> dict[str, Any]:
    return {
        "platform": reading.platform,
        "name": reading.name,
        "url": reading.url,
        "state": reading.state.value,
        "reason": _words.short(reading.reason) if reading.reason else None,
        "rows": len(reading.rows),
        "seen": reading.seen.isoformat() if reading.seen else None,
    }


OUTPUT = WatchOutput("json", render, "one object with everything")
