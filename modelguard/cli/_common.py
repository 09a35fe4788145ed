"""What the commands share: options, settings, output and exit codes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from modelguard.errors import UsageError
from modelguard.wording import nearest, printable

if TYPE_CHECKING:
    from modelguard.config import Settings
    from modelguard.reports import Options as RenderOptions
    from modelguard.types import Report

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A calendar day, ``YYYY-MM-DD``."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Text to a day; anything else is wrong usage."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"'{value}' is no day: write YYYY-MM-DD", param, ctx)


def today() -> date:
    """The day of the run. The one place where the clock is read."""
    return date.today()


def scan_options(function: F) -> F:
    """The options of every command that reads a repository."""
    for option in reversed((
        click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
        click.option("--as-of", type=Day(), help="Judge as if today were this day."),
        click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file."),
        click.option("--manifest", help="The manifest, if it is not found by its name."),
        click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, help="Reading processes (0: what pays)."),
        click.option("--no-cache", is_flag=True, help="Neither use nor write the cache of read files."),
        click.option("-q", "--quiet", is_flag=True, help="Say only what fails."),
        click.option("-v", "--verbose", count=True, help="Say more: reasons, files, times."),
    )):  # fmt: skip
        function = option(function)
    return function


def settings_for(paths: Sequence[Path], config_file: Path | None) -> Settings:
    """The settings of the first path, or of the folder of the run."""
    from modelguard import config

    for path in paths:
        if str(path) != "-" and not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder")
    given = [path for path in paths if str(path) != "-"]
    start = given[0] if given else Path.cwd()
    settings = config.load(start, file=config_file)
    return settings if settings.file or (settings.root / ".git").exists() else _rooted(settings, given)


def _rooted(settings: Settings, paths: Sequence[Path]) -> Settings:
    """Without settings and outside git: the folder of the run where it holds all paths, else what does."""
    places = [os.path.abspath(path) for path in paths]
    here = Path.cwd()
    if all(Path(place).is_relative_to(here) for place in places):
        return replace(settings, root=here)
    common = Path(os.path.commonpath([str(settings.root), *places]))
    return replace(settings, root=common if common.is_dir() else common.parent)


def from_here(report: Report) -> Report:
    """The report with paths that lead from the current folder, for people and for CI annotations."""
    here = Path.cwd()
    root = Path(os.path.abspath(report.root))
    if root == here or not root.is_relative_to(here):
        return report
    prefix = root.relative_to(here).as_posix() + "/"
    findings = tuple(
        replace(item, location=replace(item.location, path=prefix + item.location.path)) for item in report.findings
    )
    return replace(report, findings=findings, root=str(here))


def render_options(*, quiet: bool, verbose: int, statistics: bool = False, to_file: bool = False) -> RenderOptions:
    """How to render here: ``NO_COLOR`` wins over ``FORCE_COLOR``, and both over the terminal."""
    from modelguard.cli._terminal import ascii_only
    from modelguard.reports import Options

    return Options(
        color=color(sys.stdout) and not to_file,
        width=shutil.get_terminal_size((100, 24)).columns,
        verbose=bool(verbose),
        quiet=quiet,
        ascii=not to_file and ascii_only(sys.stdout),
        statistics=statistics,
    )


def terminal_width() -> int | None:
    """The width of the terminal that results go to (or ``COLUMNS``); a pipe has none."""
    if not (sys.stdout and sys.stdout.isatty()) and not os.environ.get("COLUMNS"):
        return None
    return shutil.get_terminal_size((100, 24)).columns


def color(stream: TextIO | None) -> bool:
    """Whether ``stream`` is to be coloured."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(stream and stream.isatty()) and os.environ.get("TERM") != "dumb"


def write(text: str, output: Path | None) -> None:
    """Results to stdout or to a file; bytes that are no text never raise."""
    if text and not text.endswith("\n"):
        text += "\n"
    write_bytes(text.encode("utf-8", "surrogateescape"), output)


def write_bytes(data: bytes, output: Path | None) -> None:
    """Bytes to stdout or to a file. Raises UsageError where they cannot be written."""
    if output is None:
        _to_stdout(data)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror}") from error


def _to_stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed: name a file with --output")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # whoever reads has read enough
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is tried again at exit
        raise UsageError(f"standard output cannot be written: {error.strerror}") from error


def say(text: str) -> None:
    """Notes and progress go to stderr, without control characters from files."""
    click.echo("\n".join(map(printable, text.split("\n"))), err=True)


def choose(name: str, known: dict[str, Any], what: str) -> Any:
    """The part called ``name``, or wrong usage with the nearest one offered."""
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f"did you mean '{near}'?" if near else f"known are {', '.join(sorted(known))}"
    raise UsageError(f"there is no {what} '{name}': {hint}")
