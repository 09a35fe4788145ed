"""``modelguard catalog update``: take what the providers' pages say into the catalog, as a diff."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelguard.cli._common import say, settings_for, today, write

if TYPE_CHECKING:
    from modelguard.types import Model
    from modelguard.watch import Reading
    from modelguard.watch.updating import FileChange


@click.command()
@click.option("--write", "writes", is_flag=True, help="Write the change instead of only showing it.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Folder of override files, one a platform; name them in the setting 'catalog'.",
)
@click.option("--platform", "platforms", multiple=True, metavar="NAME", help="Only this platform; may be repeated.")
@click.option(
    "--trust", multiple=True, metavar="PLATFORM", help="You looked at its page: take it though it lost much at once."
)
@click.option("--offline", is_flag=True, help="Open no socket: use the stored pages.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
@click.option("-q", "--quiet", is_flag=True, help="No notes.")
def command(
    writes: bool, folder: Path | None, platforms: tuple[str, ...], trust: tuple[str, ...], offline: bool,
    config: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Read the providers' pages and show what they change in the catalog.

    In a checkout of modelguard the files are rules/catalog. Elsewhere --to names a folder of override
    files; without it the newer facts are kept in the cache, where `modelguard check` finds them.

    \b
    Examples:
      modelguard catalog update                            show the change
      modelguard catalog update --write --to catalog       for a pull request

    Exit codes: 0 nothing to change or written, 1 there is a change (without --write), 3 no source could be read.
    """
    from modelguard import catalog
    from modelguard.cli._terminal import progress
    from modelguard.reports._escape import visible
    from modelguard.watch import merging, run, updating

    settings = settings_for((), config)
    terms = run.Terms(
        as_of=today(),
        today=today(),
        platforms=platforms,
        offline=offline,
        progress=progress("reading pages", quiet=quiet),
    )
    readings = run.read_sources(settings, terms, trusted=trust)
    bundled = catalog.load()
    fresh = merging.refreshed(bundled, readings)
    target = folder or updating.checkout()
    for reading in readings if not quiet else ():
        if reading.failed:
            say(f"note: {reading.platform} {reading.name}: {reading.state.value}: {visible(reading.reason or '')}")
    if target is None:
        _into_the_cache(writes, readings, fresh, quiet)
    changes = () if target is None else updating.planned(
        target, bundled, fresh, readings, today=today(), overrides=folder is not None and folder != updating.checkout()
    )  # fmt: skip
    _apply(changes, writes, Path.cwd() if folder or target is None else target.parent.parent)
    sys.exit(_exit_code(readings, offline, changed=bool(changes) and not writes))


def _apply(changes: Sequence[FileChange], writes: bool, root: Path) -> None:
    """Show each change; with ``writes`` put it in place, each file whole or not at all."""
    from modelguard.errors import UsageError
    from modelguard.pagecache import replace_file

    for change in changes:
        write(change.diff(root), None)
        if writes and not replace_file(change.path, change.new.encode(), mode=0o644):
            raise UsageError(f"{change.path}: cannot be written: check the folder and its permissions")


def _into_the_cache(
    writes: bool, readings: Sequence[Reading], fresh: Mapping[str, Sequence[Model]], quiet: bool
) -> None:
    from modelguard import catalog
    from modelguard.watch import merging, run

    bundled = catalog.load()
    other = sum(len(one["rows"]) for one in merging.overlay(bundled, fresh, readings)["platforms"].values())
    if writes and any(reading.read for reading in readings):
        run.keep_overlay(bundled, fresh, readings)
    if not quiet:
        done = "are kept in the cache" if writes else "would be kept in the cache (--write), or in a folder (--to)"
        say(f"note: the bundled catalog belongs to the installation; {other} newer models {done}")


def _exit_code(readings: Sequence[Reading], offline: bool, *, changed: bool) -> int:
    usable = any(reading.read or (offline and reading.rows) for reading in readings)
    if not usable:
        say("modelguard: error: no source could be read: nothing was compared")
        return 3
    return 1 if changed else 0
