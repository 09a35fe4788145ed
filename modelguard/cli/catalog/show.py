"""``modelguard catalog show ID``: all that is known of one id, and where it was seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelguard.cli import _complete
from modelguard.cli._common import Day, choose, today, write
from modelguard.errors import UsageError

if TYPE_CHECKING:
    from modelguard.catalog import Catalog
    from modelguard.types import Model


@click.command(name="show")
@click.argument("id", shell_complete=_complete.ids)
@click.option("--platform", shell_complete=_complete.platforms, help="Only on this platform.")
@click.option("--as-of", type=Day(), help="Judge as if today were this day.")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", help="How to print.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
def command(id: str, platform: str | None, as_of: date | None, form: str, config: Path | None) -> None:
    """Show every fact about a model id on each platform that serves it, with its evidence.

    \b
    Examples:
      modelguard catalog show gpt-4o
      modelguard catalog show gpt-4o@2024-11-20 --platform azure
    """
    from modelguard.cli.catalog._rows import facts, project_catalog
    from modelguard.reports._escape import dumps

    day = as_of or today()
    catalog = project_catalog(config)
    models = _found(catalog, id, platform)
    if form == "json":
        write(dumps([facts(model, day) for model in models], indent=2), None)
    elif form == "jsonl":
        write("\n".join(dumps(facts(model, day)) for model in models), None)
    else:
        write("\n\n".join("\n".join(_lines(catalog, model, day)) for model in models), None)


def _found(catalog: Catalog, id: str, platform: str | None) -> list[Model]:
    """The id's models, by any spelling of it. Raises UsageError with the nearest id where there is none."""
    from modelguard.wording import shown

    if platform is not None:
        choose(platform, dict.fromkeys(catalog.platforms, True), "platform")
    wanted = catalog.platforms if platform is None else (platform,)
    found = [model for name in wanted if (model := catalog.find(name, id)) is not None]
    if not found and (spelled := _spelled(catalog, id)) is not None and platform in (None, spelled.platform):
        found = [spelled]
    if found:
        return found
    near = catalog.nearest(platform, id)
    where = f" on {platform}" if platform else ""
    hint = f"did you mean {shown(near)}?" if near else "`modelguard catalog list` lists what is known"
    raise UsageError(f"no model {shown(id)}{where} in the catalog: {hint}")


def _spelled(catalog: Catalog, text: str) -> Model | None:
    """The model a spelling with a prefix, region or ARN means."""
    from modelguard import platforms
    from modelguard.spelling import Speller

    ref = Speller(catalog, platforms.load()).resolve(text)
    if ref is None or ref.id is None or ref.platform is None:
        return None
    return catalog.find(ref.platform, ref.id)


def _lines(catalog: Catalog, model: Model, day: date) -> Iterable[str]:
    from modelguard.wording import printable

    yield printable(f"{model.platform}/{model.id}")
    for name, value in _facts(catalog, model, day):
        if value:
            yield printable(f"  {name:12}  {value}")
    for fact in model.evidence:
        yield printable(f"  {'seen':12}  {fact.url} on {fact.seen}")


def _facts(catalog: Catalog, model: Model, day: date) -> Iterable[tuple[str, str]]:
    from modelguard.cli.catalog._rows import end_of

    pinning = model.pinning.value if model.pinning else "not known"
    yield "stage", f"{model.stage(day).value}{', preview' if model.preview else ''}"
    yield "pinning", f"{pinning}, points to {model.resolves_to}" if model.resolves_to else pinning
    yield "made by", ", ".join(filter(None, [model.vendor, model.family]))
    yield "released", str(model.released or "")
    yield "deprecated", str(model.deprecated or "")
    yield "retirement", end_of(model, day)
    yield "by region", "; ".join(_by_day(model))
    yield "replacement", ", ".join(model.replacement)
    chain = catalog.successor(model, day)
    yield "today", chain[-1].id if chain and chain[-1].id not in model.replacement else ""
    yield "after", f"requests go to {model.rerouted_to}" if model.rerouted_to else _after(model)
    yield "limits", ", ".join(_limits(model))
    yield "can", ", ".join(sorted(model.capabilities))
    yield "price", ", ".join(_prices(model))
    yield "note", model.note or ""


def _after(model: Model) -> str:
    return "requests fail" if model.after == "fails" and model.retires else ""


def _by_day(model: Model) -> Iterable[str]:
    for when in sorted(set(model.regions.values())):
        yield f"{when} {', '.join(sorted(region for region, one in model.regions.items() if one == when))}"


def _limits(model: Model) -> Iterable[str]:
    if model.context_window:
        yield f"{model.context_window:,} tokens in"
    if model.max_output:
        yield f"{model.max_output:,} tokens out"


def _prices(model: Model) -> Iterable[str]:
    for price, what in ((model.input_price, "in"), (model.output_price, "out")):
        if price is not None:
            yield f"{price:g} USD a million tokens {what}"
