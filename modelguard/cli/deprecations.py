"""``modelguard deprecations``: read the providers' pages, then say what this repository uses that retires."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelguard.cli._common import choose, render_options, say, scan_options, settings_for, today, write
from modelguard.cli._terminal import progress

if TYPE_CHECKING:
    from modelguard.watch import Watch
    from modelguard.watch.run import Terms

FORMATS = ("text", "json", "markdown", "ics", "rss", "github")
_DAYS = click.IntRange(0, 36_500)


@click.command()
@scan_options
@click.option("--within", type=_DAYS, help="Show what retires within this many days (default: 90).")
@click.option("--fail-within", type=_DAYS, help="Exit 1 for what retires within this many (default: 30).")
@click.option("--format", "--output-format", "format_", default="text", metavar="FORMAT", help=", ".join(FORMATS) + ".")
@click.option("--platform", "platforms", multiple=True, metavar="NAME", help="Only this platform; may be repeated.")
@click.option("--all", "everything", is_flag=True, help="The whole catalog, not only what is used here.")
@click.option("--offline", is_flag=True, help="Open no socket: use the stored pages and the bundled catalog.")
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help="Write the output to this file too.")
@click.option(
    "--notify", multiple=True, metavar="URL", envvar="MODELGUARD_NOTIFY", help="Tell chat, mail or webhook (apprise)."
)
@click.option("--issue", is_flag=True, help="Print the body of one tracking issue, to be updated in place.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even where something retires soon.")
def command(**given: Any) -> None:
    """Say which models that this repository uses retire, when, where they stand and what replaces them.

    \b
    Examples:
      modelguard deprecations                          refresh, then the next 90 days
      modelguard deprecations --offline --within 365   a year ahead, from what is stored
      modelguard deprecations --format ics --save retirements.ics
      modelguard deprecations --issue --save issue.md  one issue, updated in place

    Exit codes: 0 nothing near, 1 something in use retires within --fail-within days or is gone,
    2 wrong usage, 3 the sources of a platform in use could not be read.
    """
    from modelguard.reports._escape import visible
    from modelguard.watch.outputs import outputs

    output = choose(given["format_"], outputs(), "format")
    receivers = _receivers(given["notify"])
    watch = _watch(given)
    if given["issue"]:
        from modelguard.watch.issue import body

        text = body(watch)
    else:
        text = output.render(watch, render_options(quiet=given["quiet"], verbose=given["verbose"]))
    _put(text, given["save"], quiet=given["quiet"] and given["save"] is not None)
    for note in () if given["quiet"] else watch.notes:
        say(f"note: {visible(note)}")
    code = watch.exit_code
    if output.name not in ("text", "json") or given["issue"]:
        for error in watch.errors:
            say(f"modelguard: error: {visible(error)}")
    if receivers is not None and not _told(receivers, watch):
        say("modelguard: error: a notification could not be delivered: check --notify and its service")
        code = max(code, 3)
    sys.exit(0 if given["exit_zero"] and code == 1 else code)


def _watch(given: dict[str, Any]) -> Watch:
    from modelguard.engine import Options
    from modelguard.watch.run import Terms, watch

    settings = settings_for(given["paths"], given["config"])
    real = today()
    horizon = settings.horizon_days if settings.horizon_days is not None else 90
    urgent = settings.urgent_days if settings.urgent_days is not None else 30
    terms: Terms = Terms(
        as_of=given["as_of"] or real,
        today=real,
        within=horizon if given["within"] is None else given["within"],
        fail_within=urgent if given["fail_within"] is None else given["fail_within"],
        platforms=tuple(given["platforms"]),
        everything=given["everything"],
        offline=given["offline"],
        progress=progress("reading pages", quiet=given["quiet"]),
    )
    options = Options(manifest=given["manifest"], jobs=given["jobs"], cache=not given["no_cache"], mentions=False)
    return watch(given["paths"], settings=settings, terms=terms, options=options)


def _receivers(urls: tuple[str, ...]) -> Any:
    """Wrong addresses are found before anything is fetched."""
    if not urls:
        return None
    from modelguard.watch.notify import prepare

    return prepare(urls)


def _told(receivers: Any, watch: Watch) -> bool:
    from modelguard.watch.notify import send, worth_telling

    return not worth_telling(watch) or send(receivers, watch)


def _put(text: str, save: Path | None, *, quiet: bool) -> None:
    """To stdout, and byte for byte the same to the file, which is replaced whole."""
    from modelguard.errors import UsageError
    from modelguard.pagecache import replace_file

    data = text.encode("utf-8", "replace")
    data = data if not data or data.endswith(b"\n") else data + b"\n"
    if save is not None and not replace_file(save, data, mode=0o644):
        raise UsageError(f"{save}: cannot be written: check the folder and its permissions")
    if not quiet:
        write(text, None)
