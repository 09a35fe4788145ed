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

if TYPE_CHECKING:
    from modelguard.config import Settings
    from modelguard.reports import Options as RenderOptions

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):
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
    start = Path.cwd()
    if paths and str(paths[0]) != "-" and not _below(paths[0], start):
        start = paths[0].absolute()
    settings = config.load(start, file=config_file)
    return _wider(settings, paths) if settings.file is None else settings


def _below(path: Path, folder: Path) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(folder)


def _wider(settings: Settings, paths: Sequence[Path]) -> Settings:
    """Without a settings file, a root that holds all the paths."""
    places = [os.path.abspath(path) for path in paths if str(path) != "-"]
    if all(Path(place).is_relative_to(settings.root) for place in places):
        return settings
    return replace(settings, root=Path(os.path.commonpath([str(settings.root), *places])))


def render_options(*, quiet: bool, verbose: int, statistics: bool = False, to_file: bool = False) -> RenderOptions:
    """How to render here: ``NO_COLOR`` wins over ``FORCE_COLOR``, and both over the terminal."""
    from modelguard.reports import Options

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    return Options(
        color=color(sys.stdout) and not to_file,
        width=shutil.get_terminal_size((100, 24)).columns,
        verbose=bool(verbose),
        quiet=quiet,
        ascii="utf" not in encoding,
        statistics=statistics,
    )


def color(stream: TextIO) -> bool:
    """Whether ``stream`` is to be coloured."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


def write(text: str, output: Path | None) -> None:
    """Results to stdout or to a file; bytes that are no text never raise."""
    if text and not text.endswith("\n"):
        text += "\n"
    data = text.encode("utf-8", "surrogateescape")
    if output is not None:
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_bytes(data)
        except OSError as error:
            raise UsageError(f"{output}: cannot be written: {error.strerror}") from error
        return
    if text:
        stream = click.get_binary_stream("stdout")
        stream.write(data)
        stream.flush()


def say(text: str) -> None:
    """Notes and progress go to stderr."""
    click.echo(text, err=True)


def choose(name: str, known: dict[str, Any], what: str) -> Any:
    """The part called ``name``, or wrong usage with the nearest one offered."""
    if name in known:
        return known[name]
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(sorted(known))}"
    raise UsageError(f"there is no {what} '{name}': {hint}")
