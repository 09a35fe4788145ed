"""``modelguard rule``: list the rules, explain one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from modelguard.cli import _complete

if TYPE_CHECKING:
    from modelguard.ruledocs import Documented


@click.command("rule")
@click.argument("code", required=False, shell_complete=_complete.codes)
@click.option(
    "--format", "--output-format", "style", type=click.Choice(["text", "json", "markdown"]), default="text",
    help="How to print.", show_default=True,
)  # fmt: skip
@click.option("--profile", default="default", show_default=True, help="Whose levels to show: default or strict.")
def command(code: str | None, style: str, profile: str) -> None:
    """List the rules, or explain CODE: why it exists, a bad and a good example, how to fix it.

    \b
    Examples:
      modelguard rule                        every rule in one line
      modelguard rule MG104                  why, examples, fix, options, source
      modelguard rule --format json          for other tools
    """
    from modelguard import ruledocs
    from modelguard.policy import Policy

    policy = Policy.load(profile)
    rules = ruledocs.documented(policy)
    chosen = (ruledocs.find(code, rules),) if code else rules
    if style == "json":
        text = ruledocs.as_json(chosen, single=code is not None)
    elif style == "markdown":
        text = ruledocs.page(chosen[0]) if code else ruledocs.table(chosen)
    else:
        text = _for_terminal(chosen, single=code is not None)
    click.echo(text, nl=False)


def _for_terminal(chosen: Sequence[Documented], *, single: bool) -> str:
    from modelguard import ruledocs
    from modelguard.cli._common import color, terminal_width

    width = terminal_width()
    if not single:
        return ruledocs.overview(chosen, width=width)
    return ruledocs.explain(chosen[0], width=min(width or 100, 100), color=color(sys.stdout))
