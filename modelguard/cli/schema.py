"""``modelguard schema``: the JSON Schema of what modelguard reads and writes."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from modelguard.cli._common import write

OWNERS = {
    "catalog": "modelguard.catalogfile",
    "config": "modelguard.config",
    "manifest": "modelguard.manifest",
    "report": "modelguard.reports._schema",
}


def schema_of(name: str) -> dict[str, Any]:
    """The schema called ``name``, made by the module that owns its values."""
    found: dict[str, Any] = importlib.import_module(OWNERS[name]).json_schema()
    return found


@click.command()
@click.argument("name", type=click.Choice(sorted(OWNERS)))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
def command(name: str, output: Path | None) -> None:
    """Print the JSON Schema of the manifest, the settings, a catalog file or the JSON report.

    \b
    Examples:
      modelguard schema manifest -o models.schema.json    for completion in an editor
      modelguard schema report                            what --format json prints
    """
    from modelguard.reports._escape import dumps

    write(dumps(schema_of(name), indent=2) + "\n", output)
