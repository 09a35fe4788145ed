"""``modelguard rule``: list the rules, explain one."""

from __future__ import annotations

import click

from modelguard.cli import _complete


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
        text = ruledocs.explain(chosen[0]) if code else ruledocs.overview(chosen)
    click.echo(text, nl=False)
