"""``modelguard completion``: what a shell needs to complete commands, options, rules and model ids."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    Examples:
      modelguard completion bash > ~/.local/share/bash-completion/completions/modelguard
      modelguard completion zsh > ~/.zfunc/_modelguard       with ~/.zfunc in fpath
      modelguard completion fish > ~/.config/fish/completions/modelguard.fish
    """
    from click.shell_completion import get_completion_class

    from modelguard.cli import app

    found = get_completion_class(shell)
    assert found is not None
    script = found(app, {}, "modelguard", "_MODELGUARD_COMPLETE")
    click.echo(script.source_template % script.source_vars())
