"""The command line: one file a command, thin: parse, call, render, exit code."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import Any, NoReturn

import click

from modelguard.cli._lazy import LazyGroup
from modelguard.errors import ModelguardError

INTERRUPTED = 130
"""What shells report for a process that Ctrl-C ended: 128 + SIGINT."""


class _App(LazyGroup):
    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run; every failure is one sentence on stderr and its exit code, never a traceback."""
        if sys.stderr is None:  # closed by the caller: there is nobody to tell anything
            sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            # What a terminal cannot show is escaped, never an exception in the middle of a report.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        try:
            named = {"prog_name": "modelguard", "complete_var": "_MODELGUARD_COMPLETE"}
            code = super().main(*args, **{**named, **kwargs, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as help:
            help.show()
            sys.exit(help.exit_code)
        except click.ClickException as error:
            _complain(_wrong_usage(error))
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _end_at_once()
        except ModelguardError as error:
            if _interrupted(error):
                _end_at_once()
            _complain(str(error))
            sys.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except Exception as error:
            if _interrupted(error):
                _end_at_once()
            if os.environ.get("MODELGUARD_TRACEBACK"):
                raise
            _complain(_fault(error))
            sys.exit(3)
        sys.exit(code if isinstance(code, int) else 0)


def _end_at_once() -> NoReturn:
    """End without waiting for the threads of a pool whose workers are gone: joining them may never end."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(INTERRUPTED)


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind a failure: what it ends half-way may fail in ways of its own."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _complain(sentence: str) -> None:
    """One line on stderr; what a file put into it cannot move the cursor or start another line."""
    from modelguard.wording import printable

    click.echo(f"modelguard: error: {printable(sentence)}", err=True)


def _wrong_usage(error: click.ClickException) -> str:
    """What click says in four lines, as one sentence."""
    said = re.sub(r"\.? \(Did you mean (.*\?)\)$", r", did you mean \1", error.format_message()).rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{said[:1].lower()}{said[1:]} (see '{context.command_path if context else 'modelguard'} --help')"


def _fault(error: Exception) -> str:
    """A fault of ours in one sentence: its kind and place, never its text, which may hold what a file holds."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    return (
        f"a fault of modelguard itself ({type(error).__name__}{where}), nothing was verified: please report it "
        "with what MODELGUARD_TRACEBACK=1 shows"
    )


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from modelguard import __version__, catalog

    click.echo(f"modelguard {__version__} (catalog of {catalog.load().date})")
    ctx.exit()


@click.group(
    cls=_App,
    package="modelguard.cli",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Print the version and the date of the catalog.",
)  # fmt: skip
def app() -> None:
    """Find language-model ids that are hard-coded, floating, retiring or gone, and prove that the
    way back works.

    \b
    Examples:
      modelguard check                     lint this repository
      modelguard deprecations              what we use that retires soon
      modelguard rule MG104                explain a rule

    Exit codes: 0 nothing at the failing level, 1 findings, 2 wrong usage or configuration,
    3 could not verify.
    """
