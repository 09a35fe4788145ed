"""``modelguard catalog diff``: what the stored pages say otherwise than the bundled catalog."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelguard.cli._common import say, settings_for, today, write

if TYPE_CHECKING:
    from modelguard.types import Model

_COMPARED = (
    "retires", "date_kind", "deprecated", "status", "replacement", "after", "rerouted_to", "regions",
    "resolves_to", "pinning", "released",
)  # fmt: skip


@click.command()
@click.option("--platform", "platforms", multiple=True, metavar="NAME", help="Only this platform; may be repeated.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
def command(platforms: tuple[str, ...], config: Path | None) -> None:
    """Compare the stored pages with the bundled catalog. Opens no socket.

    \b
    Examples:
      modelguard catalog diff                        every platform whose page is stored
      modelguard catalog diff --platform openai

    Exit codes: 0 they agree, 1 they differ, 3 no page is stored: run `modelguard deprecations` first.
    """
    from modelguard import catalog
    from modelguard.watch import merging, run

    terms = run.Terms(as_of=today(), today=today(), platforms=platforms, offline=True)
    readings = run.read_sources(settings_for((), config), terms)
    if not any(reading.rows for reading in readings):
        say("modelguard: error: no page is stored: run `modelguard deprecations` first")
        sys.exit(3)
    bundled = catalog.load()
    lines = []
    for name, models in merging.refreshed(bundled, readings).items():
        for model in models:
            lines += list(_differences(name, bundled.find(name, model.id), model))
    write("\n".join(lines), None)
    sys.exit(1 if lines else 0)


def _differences(platform: str, old: Model | None, new: Model) -> Iterator[str]:
    """One line a fact: what the catalog says and what the page says."""
    from modelguard.reports._escape import visible

    name = f"{platform} {visible(new.id)}"
    if old is None:
        yield f"+ {name}: {_shown(new.retires)}"
        return
    for fact in _COMPARED:
        was, now = getattr(old, fact), getattr(new, fact)
        if was != now:
            yield f"~ {name}: {fact}: {visible(_shown(was))} -> {visible(_shown(now))}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in sorted(value.items())) or "none"
    return "none" if value is None else str(value)
