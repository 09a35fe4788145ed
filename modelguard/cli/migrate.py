"""``modelguard migrate``: move every use of one model to another, as a reviewed diff, with a checklist."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelguard.cli._common import choose, say, scan_options, settings_for, today, write, write_bytes

if TYPE_CHECKING:
    from modelguard.migration.checklist import Item
    from modelguard.migration.planning import Migration

FORMATS = ("text", "markdown", "json")


@click.command()
@click.argument("old")
@click.argument("new")
@scan_options
@click.option("--entry", help="Only this entry of the manifest, and what nothing but it declares.")
@click.option("--write", "write_", is_flag=True, help="Apply the changes instead of printing them as a patch.")
@click.option("--format", "--output-format", "format_", default="text", help="text, markdown or json.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the results to this file.")
def command(
    old: str, new: str, paths: tuple[Path, ...], as_of: date | None, config: Path | None, manifest: str | None,
    jobs: int, no_cache: bool, quiet: bool, verbose: int, entry: str | None, write_: bool, format_: str,
    output: Path | None,
) -> None:  # fmt: skip
    """Move every use of OLD to NEW: manifest, source, deployed configuration and tests, in every spelling.

    Prints a patch for 'git apply' and, on stderr, what is left to do. Exit codes: 0 all moved, or nothing to
    move; 1 some place could not be moved or file not be read; 2 wrong usage; 3 the catalog is too old.

    \b
    Examples:
      modelguard migrate gpt-4o-2024-08-06 gpt-5.6-sol > move.patch
      modelguard migrate claude-opus-4-1-20250805 claude-opus-4-8 --write
      modelguard migrate gpt-4o-2024-08-06 gpt-5.6-sol --entry chat --format markdown
    """
    from modelguard import engine, fixing
    from modelguard.migration import checklist, planning, rendering

    chosen = choose(format_, {name: name for name in FORMATS}, "format")
    settings = settings_for(paths, config)
    options = engine.Options(manifest=manifest, jobs=jobs, cache=not no_cache)
    ground = engine.look(paths, settings=settings, options=options)
    day = as_of or today()
    plan = planning.plan(old, new, paths, ground, entry=entry, today=day, options=options)
    if write_:
        from dataclasses import replace

        plan = replace(plan, fixes=fixing.write(plan.fixes, settings.root))
    items = checklist.checklist(plan, day) if plan.fixes or plan.left else checklist.unread(plan)
    if chosen == "text":
        _text(plan, items, written=write_, quiet=quiet, output=output)
    else:
        render = {"markdown": rendering.markdown, "json": rendering.as_json}[chosen]
        write(render(plan, items, written=write_), output)
    unread = any(item.rule == "MG901" for item in items)
    click.get_current_context().exit(3 if plan.after.errors else 1 if plan.refusals or unread else 0)


def _text(plan: Migration, items: tuple[Item, ...], *, written: bool, quiet: bool, output: Path | None) -> None:
    """The patch on stdout and the checklist on stderr; with ``--write`` the checklist on stdout."""
    from modelguard import fixing
    from modelguard.migration import rendering

    if written:
        say(rendering.summary(plan, written=True))
        write(rendering.text(items) if items else "", output)
        return
    write_bytes(fixing.patch(plan.fixes, plan.root), output)
    say(rendering.summary(plan, written=False))
    if items and not quiet:
        say(rendering.text(items).rstrip())
