"""``modelguard catalog verify``: does every fact have its evidence, is it fresh, do the sources agree."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from modelguard.cli._common import say, settings_for, today, write


@click.command()
@click.option("--platform", "platforms", multiple=True, metavar="NAME", help="Only this platform; may be repeated.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
def command(platforms: tuple[str, ...], config: Path | None, quiet: bool) -> None:
    """Look for facts without evidence, facts that contradict each other, and facts that grew old.

    The catalog is the bundled one with the project's overrides; the stored pages are compared with
    each other. Opens no socket.

    \b
    Examples:
      modelguard catalog verify                      before a change of the catalog is merged
      modelguard catalog verify --platform gemini -q

    Exit codes: 0 no error, 1 errors, 3 the catalog is too old for a verdict.
    """
    from modelguard import catalog
    from modelguard.policy import Policy
    from modelguard.reports._escape import visible
    from modelguard.types import Severity
    from modelguard.watch import auditing, run

    settings = settings_for((), config)
    policy = Policy.of(settings)
    loaded = catalog.load([settings.root / name for name in settings.catalog])
    terms = run.Terms(as_of=today(), today=today(), platforms=platforms, offline=True)
    readings = run.read_sources(settings, terms)
    doubts = auditing.audit(
        loaded, readings, today=today(), warn_days=policy.days("MG904", "warn_days"), platforms=platforms
    )
    errors = [doubt for doubt in doubts if doubt.severity is Severity.ERROR]
    shown = errors if quiet else doubts
    write(
        "\n".join(
            f"{item.severity.value}: {item.platform} {visible(item.id)} {visible(item.message)}" for item in shown
        ),
        None,
    )
    age = (today() - loaded.date).days
    say(f"{len(loaded)} models, catalog of {loaded.date}: {len(errors)} errors, {len(doubts) - len(errors)} remarks")
    if age > policy.days("MG904", "fail_days"):
        say(f"modelguard: error: the catalog is {age} days old: update modelguard or run `catalog update`")
        sys.exit(3)
    sys.exit(1 if errors else 0)
