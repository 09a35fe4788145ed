"""The command line: one file a command, thin: parse, call, render, exit code."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from modelguard.cli._lazy import LazyGroup
from modelguard.errors import ModelguardError


class _App(LazyGroup):
    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; every foreseen failure is one sentence on stderr and its exit code."""
        try:
            return super().main(*args, **kwargs)
        except ModelguardError as error:
            click.echo(f"modelguard: error: {error}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from modelguard import __version__, catalog

    click.echo(f"modelguard {__version__} (catalog of {catalog.load().date})")
    ctx.exit()


@click.group(cls=_App, package="modelguard.cli", context_settings={"help_option_names": ["-h", "--help"]})
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
