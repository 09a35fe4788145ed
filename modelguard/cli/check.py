"""``modelguard check``: lint source, config and manifest. Opens no socket."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelguard.cli import _complete
from modelguard.cli._common import choose, from_here, render_options, say, scan_options, settings_for, today, write
from modelguard.cli._terminal import progress
from modelguard.errors import UsageError

if TYPE_CHECKING:
    from modelguard.config import Settings
    from modelguard.reports import ReportFormat
    from modelguard.types import Report

FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "rdjson")
LEVELS = ("error", "warning", "note")


def _codes(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for item in value for code in item.split(",") if code.strip())


@click.command()
@scan_options
@click.option(
    "--format", "--output-format", "format_", default="text", metavar="FORMAT", help=", ".join(FORMATS) + ".",
    shell_complete=_complete.formats("modelguard.reports"),
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the results to this file.")
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    shell_complete=_complete.codes,
    help="Only these rules: codes or prefixes (MG3).",
)
@click.option("--ignore", multiple=True, callback=_codes, shell_complete=_complete.codes, help="Not these rules.")
@click.option(
    "--extend-select", multiple=True, callback=_codes, shell_complete=_complete.codes, help="These rules too."
)
@click.option("--profile", type=click.Choice(["default", "strict"]), help="How strict the levels are.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="The lowest level that makes exit 1 (default: error).")
@click.option("--fix", is_flag=True, help="Apply safe fixes: an alias becomes the snapshot it points to today.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: replacements too, which may change behaviour."
)
@click.option("--diff", is_flag=True, help="Print the fixes as a patch for 'git apply' and write nothing.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Findings accepted earlier.")
@click.option("--write-baseline", is_flag=True, help="Accept today's findings into the baseline.")
@click.option("--include-mentions", is_flag=True, help="Comments, docstrings and prose too, as notes.")
@click.option("--changed", metavar="REF", help="Only findings on lines changed since this git ref.")
@click.option("--stdin-filename", metavar="PATH", help="The name of what is read from stdin with '-'.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even with findings.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Check a repository: hard-coded, floating, retiring and retired model ids, and models.yaml.

    \b
    Examples:
      modelguard check                               this repository
      modelguard check src --select MG103,MG104      two rules only
      modelguard check --as-of 2027-02-01            what will be broken then
      modelguard check --format sarif -o out.sarif   for GitHub code scanning
    """
    settings = _settings(given)
    look = _looking(given, settings)
    chosen = _format(given["format_"])
    report = look()
    if given["diff"]:
        from modelguard.cli._fixes import show_patch

        ctx.exit(show_patch(report, unsafe=given["unsafe_fixes"], output=given["output"]))
    fixed = 0
    if given["fix"]:
        from modelguard.cli._fixes import apply_fixes

        fixed, report = apply_fixes(report, unsafe=given["unsafe_fixes"], quiet=given["quiet"], look=look)
    _show(report, chosen, given)
    code = _exit_code(report, settings.fail_on, given["exit_zero"])
    # pre-commit wants to hear that files changed, so that the person looks at them and stages them.
    ctx.exit(1 if fixed and not code and os.environ.get("PRE_COMMIT") else code)


def _looking(given: dict[str, Any], settings: Settings) -> Callable[[], Report]:
    """A function that runs the check once; fixes need it again after they changed files."""
    from modelguard import worktree

    paths, stdin = _input(given)
    listings = {} if stdin else worktree.begin(paths or (settings.root,), compare=not given["no_cache"])

    from modelguard import engine  # here, so that git makes its lists meanwhile

    if stdin and (given["fix"] or given["diff"]):
        raise UsageError("--fix and --diff need files: what comes from stdin cannot be written back")
    options = engine.Options(
        manifest=given["manifest"],
        stdin=stdin,
        changed=given["changed"],
        jobs=given["jobs"],
        progress=progress("reading files", quiet=given["quiet"]),
        cache=not given["no_cache"],
        rules=given["format_"] != "text",
        mentions=settings.include_mentions,
        tests=settings.include_tests,
        baseline=_baseline(given, settings),
        write_baseline=given["write_baseline"],
        listings=listings,
    )
    as_of = given["as_of"] or today()
    return lambda: engine.check(paths, settings=settings, as_of=as_of, real_today=today(), options=options)


def _format(name: str) -> ReportFormat:
    """The format of that name; no other one is imported."""
    from modelguard import registry

    known = {found: found for found in registry.names("modelguard.reports")}
    report: ReportFormat = registry.part("modelguard.reports", choose(name, known, "format")).REPORT
    return report


def _settings(given: dict[str, Any]) -> Settings:
    """The project's settings with the command line on top."""
    settings = settings_for(given["paths"], given["config"])
    changes: dict[str, Any] = {key: given[key] for key in ("select", "ignore", "profile", "fail_on") if given[key]}
    if given["extend_select"]:
        changes["extend_select"] = (*settings.extend_select, *given["extend_select"])
    if given["include_mentions"]:
        changes["include_mentions"] = True
    return replace(settings, **changes)


def _input(given: dict[str, Any]) -> tuple[tuple[Path, ...], tuple[str, bytes] | None]:
    paths = given["paths"]
    if not any(str(path) == "-" for path in paths):
        return paths, None
    if len(paths) > 1:
        raise UsageError("'-' stands alone: give either '-' or paths")
    if not given["stdin_filename"]:
        raise UsageError("'-' needs --stdin-filename, so that the language is known")
    if sys.stdin is None:
        raise UsageError("'-' needs a standard input, and it is closed")
    return (), (Path(given["stdin_filename"]).as_posix(), sys.stdin.buffer.read())


def _baseline(given: dict[str, Any], settings: Settings) -> Path | None:
    if given["baseline"]:
        return Path(given["baseline"])
    if settings.baseline:
        return settings.root / settings.baseline
    if given["write_baseline"]:
        raise UsageError("--write-baseline needs --baseline FILE, or 'baseline' in the settings")
    return None


def _show(report: Report, chosen: Any, given: dict[str, Any]) -> None:
    quiet, output = given["quiet"], given["output"]
    options = render_options(
        quiet=quiet, verbose=given["verbose"], statistics=given["statistics"], to_file=output is not None
    )
    shown = report if chosen.name in ("json", "jsonl") else from_here(report)
    write(chosen.render(shown, options), output)
    for note in () if quiet else report.notes:
        say(f"note: {note}")
    # The text report says so itself, on the terminal as in a pipe.
    for error in () if chosen.name == "text" and output is None else report.errors:
        say(f"modelguard: could not verify: {error}")


def _exit_code(report: Report, fail_on: str, exit_zero: bool) -> int:
    """3 where a verdict is missing, 1 where a finding counts, else 0."""
    if report.errors:
        return 3
    floor = LEVELS[::-1].index(fail_on)
    counts = any(
        finding.severity.rank >= floor and not finding.suppressed and not finding.baselined
        for finding in report.findings
    )
    return 1 if counts and not exit_zero else 0
