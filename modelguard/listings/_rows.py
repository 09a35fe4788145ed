"""A use as the flat object of SPEC section 8; the order of the keys is part of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from modelguard.reports._escape import visible
from modelguard.types import Report, Use, UsedAt

KEYS = (
    "path", "line", "column", "cell", "text", "id", "dynamic", "platform", "pinning", "stage", "role",
    "retires", "entry", "client", "used_at",
)  # fmt: skip


def ordered(report: Report) -> list[Use]:
    """The uses of ``report`` by place; ties by text and role."""
    return sorted(report.uses, key=_key)


def rows(report: Report, *, reason: bool = False) -> Iterator[dict[str, Any]]:
    """One object a use, in order; with ``reason`` also why it has its role."""
    return (row(use, report.as_of, reason=reason) for use in ordered(report))


def row(use: Use, day: date, *, reason: bool = False) -> dict[str, Any]:
    """The object of one use; stage and retirement are those of ``day`` and of the region named."""
    place, model = use.location, use.model
    retires = retirement(use)
    values: tuple[Any, ...] = (
        place.path,
        place.line,
        place.column,
        place.cell,
        use.ref.text,
        use.ref.id,
        use.dynamic,
        use.ref.platform,
        model.pinning.value if model and model.pinning else None,
        model.stage(day).value if model else None,
        use.role.value,
        retires.isoformat() if retires else None,
        use.entry,
        client_of(use),
        [_used_at(target) for target in use.context.used_at],
    )
    found = dict(zip(KEYS, values, strict=True))
    return found | {"reason": visible(use.reason)} if reason else found


def retirement(use: Use) -> date | None:
    """The retirement day of the use's model, in its region where the days differ."""
    if use.model is None:
        return None
    return use.model.regions.get(use.ref.region or "", use.model.retires)


def client_of(use: Use) -> str | None:
    """The client the id is given to: at the place itself, or where its constant is handed on."""
    if use.context.client:
        return use.context.client
    return next((target.client for target in use.context.used_at if target.client), None)


def _used_at(target: UsedAt) -> dict[str, Any]:
    return {"path": target.path, "line": target.line, "call": target.call, "client": target.client}


def _key(use: Use) -> tuple[object, ...]:
    place = use.location
    return place.path, place.line, place.column, place.end_line, place.end_column, use.ref.text, use.role.value
