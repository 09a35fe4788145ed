"""``modelguard catalog list``: the models the catalog knows, one a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelguard.cli import _complete
from modelguard.cli._common import Day, choose, terminal_width, today, write
from modelguard.types import Stage

if TYPE_CHECKING:
    from modelguard.types import Model


@click.command(name="list")
@click.option("--platform", shell_complete=_complete.platforms, help="Only models of this platform.")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), help="Only models in this stage.")
@click.option("--retiring-within", type=click.IntRange(min=0), metavar="DAYS", help="Only models that retire by then.")
@click.option("--as-of", type=Day(), help="Judge as if today were this day.")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", help="How to print.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
def command(
    platform: str | None,
    stage: str | None,
    retiring_within: int | None,
    as_of: date | None,
    form: str,
    config: Path | None,
) -> None:
    """List what the catalog knows: stage, pinning and day of retirement of every model.

    \b
    Examples:
      modelguard catalog list --platform openai --stage deprecated
      modelguard catalog list --retiring-within 90 --format jsonl
    """
    from modelguard.cli.catalog._rows import project_catalog

    day = as_of or today()
    catalog = project_catalog(config)
    if platform is not None:
        choose(platform, dict.fromkeys(catalog.platforms, True), "platform")
    models = [model for model in catalog.models(platform) if stage is None or model.stage(day).value == stage]
    if retiring_within is not None:
        models = [model for model in models if _retires_within(model, day, retiring_within)]
    write(_rendered(models, day, form), None)


def _retires_within(model: Model, day: date, days: int) -> bool:
    """Whether a day that still lies ahead falls within ``days``."""
    gone = model.stage(day) is Stage.RETIRED
    return not gone and model.retires is not None and day <= model.retires <= day + timedelta(days=days)


def _rendered(models: Sequence[Model], day: date, form: str) -> str:
    from modelguard.cli.catalog._rows import facts
    from modelguard.reports._escape import dumps

    if form == "json":
        return dumps([facts(model, day) for model in models], indent=2)
    if form == "jsonl":
        return "\n".join(dumps(facts(model, day)) for model in models)
    return "\n".join(_lines(models, day, terminal_width()))


def _lines(models: Sequence[Model], day: date, width: int | None) -> Iterable[str]:
    from modelguard.cli.catalog._rows import end_of
    from modelguard.reports._table import rows
    from modelguard.wording import counted, printable

    table = []
    for model in models:
        pinning = model.pinning.value if model.pinning else "-"
        target = f"now {model.resolves_to}" if model.resolves_to else ""
        rest = ", ".join(filter(None, [target, end_of(model, day)]))
        cells = (f"{model.platform}/{model.id}", model.stage(day).value, pinning, rest)
        table.append([printable(cell) for cell in cells])
    yield from rows(table, width=width)
    yield counted(len(models), "model")
