"""``modelguard inventory``: every use of a model id, without a verdict."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from modelguard.cli import _complete
from modelguard.cli._common import choose, render_options, say, scan_options, settings_for, terminal_width, today, write
from modelguard.cli._terminal import progress

_PIPE = 10_000
"""Wide enough for one line a use, which other tools can search."""


@click.command()
@scan_options
@click.option(
    "--format", "--output-format", "format_", default="text", help="text, json, jsonl, csv or cyclonedx.",
    shell_complete=_complete.formats("modelguard.listings"),
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--include-mentions", is_flag=True, help="Comments, docstrings and prose too.")
def command(
    paths: tuple[Path, ...], as_of: date | None, config: Path | None, manifest: str | None, jobs: int,
    no_cache: bool, quiet: bool, verbose: int, format_: str, output: Path | None, include_mentions: bool,
) -> None:  # fmt: skip
    """List every use of a model id: where, which, its role, platform, pinning, stage and entry.

    \b
    Examples:
      modelguard inventory                         this repository
      modelguard inventory src --format jsonl      one JSON object a use
      modelguard inventory -v                      with the reason for each role
    """
    from dataclasses import replace

    from modelguard import worktree

    settings = settings_for(paths, config)
    listings = worktree.begin(paths or (settings.root,), compare=not no_cache)

    from modelguard import engine, registry  # here, so that git makes its lists meanwhile
    from modelguard.types import Role

    formats = {module.REPORT.name: module.REPORT for module in registry.parts("modelguard.listings")}
    chosen = choose(format_, formats, "inventory format")
    mentions = include_mentions or settings.include_mentions
    options = engine.Options(
        manifest=manifest,
        jobs=jobs,
        cache=not no_cache,
        mentions=mentions,
        progress=progress("reading files", quiet=quiet),
        listings=listings,
    )
    report = engine.inventory(paths, settings=settings, as_of=as_of or today(), options=options)
    if not mentions:
        uses = tuple(use for use in report.uses if use.role is not Role.MENTIONS)
        report = replace(report, uses=uses)
    how = render_options(quiet=quiet, verbose=verbose, to_file=output is not None)
    write(chosen.render(report, replace(how, width=(terminal_width() if output is None else None) or _PIPE)), output)
    for note in () if quiet else report.notes:
        say(f"note: {note}")
