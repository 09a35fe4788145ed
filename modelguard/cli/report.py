"""``modelguard report``: one self-contained HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from modelguard.cli._common import say, scan_options, settings_for, today, write
from modelguard.cli._terminal import progress


@click.command()
@scan_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("modelguard-report.html"),
    show_default=True,
    help="Write the page to this file; '-' is stdout.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 even with findings.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Write one HTML page: a timeline of retirements against uses, the readiness of each entry of the
    manifest, findings, uses, and what could not be verified. The page loads nothing from anywhere.

    \b
    Examples:
      modelguard report                          writes modelguard-report.html
      modelguard report src -o models.html
      modelguard report --as-of 2027-02-01       as it will be then
    """
    from modelguard import engine, html
    from modelguard.cli.check import _exit_code

    settings = settings_for(given["paths"], given["config"])
    options = engine.Options(
        manifest=given["manifest"],
        jobs=given["jobs"],
        cache=not given["no_cache"],
        rules=True,
        progress=progress("reading files", quiet=given["quiet"]),
    )
    report = engine.check(
        given["paths"], settings=settings, as_of=given["as_of"] or today(), real_today=today(), options=options
    )
    output = None if str(given["output"]) == "-" else given["output"]
    write(html.render(report), output)
    for note in () if given["quiet"] else report.notes:
        say(f"note: {note}")
    for error in report.errors:
        say(f"modelguard: could not verify: {error}")
    if output and not given["quiet"]:
        say(f"The report is in {output}.")
    ctx.exit(_exit_code(report, settings.fail_on, given["exit_zero"]))
