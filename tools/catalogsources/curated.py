"""Facts a person read off pages that no parser reads: ``tools/catalog_curated.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from modelguard import yamlnodes
from modelguard.catalogfile import ModelRow, Rerouted
from modelguard.types import DateKind, Evidence, Pinning, Stage

_KINDS = {"pinning": Pinning, "date_kind": DateKind, "status": Stage}


def rows(path: Path) -> Iterator[tuple[str, dict[str, Any], tuple[Evidence, ...]]]:
    """Platform, the facts of a row as fields of a model, and where they stand."""
    for group in yamlnodes.read(path.read_text()).value:
        seen = [group[key] for key in ("evidence", "also") if key in group]
        for raw in group["rows"]:
            row = ModelRow.model_validate({**raw, "evidence": seen})
            facts = {key: _field(key, getattr(row, key)) for key in raw if key != "after"}
            if isinstance(row.after, Rerouted):
                facts |= {"after": "rerouted", "rerouted_to": row.after.rerouted_to}
            yield group["platform"], facts, tuple(Evidence(one.url, one.seen) for one in row.evidence)


def _field(key: str, value: Any) -> Any:
    if key in _KINDS and value is not None:
        return _KINDS[key](value)
    return tuple(value) if isinstance(value, list) else value
