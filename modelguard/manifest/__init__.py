"""The manifest ``models.yaml``: found, read at node level, checked against its schema, kept as a value.

Importing this package is cheap; the schema (and pydantic) is loaded when a manifest is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelguard.manifest.loading import NAMES, load_manifest, parse

if TYPE_CHECKING:
    from modelguard.manifest.values import Entry, Manifest, ManifestResult, Named

__all__ = ["NAMES", "Entry", "Manifest", "ManifestResult", "Named", "json_schema", "load_manifest", "parse"]


def json_schema() -> dict[str, Any]:
    """JSON Schema of the manifest, for editors and other tools."""
    from modelguard.manifest.schema import json_schema as schema

    return schema()


def __getattr__(name: str) -> Any:
    if name in ("Entry", "Manifest", "ManifestResult", "Named"):
        from modelguard.manifest import values

        return getattr(values, name)
    raise AttributeError(name)
