"""``docs/commands/*.md``: the help of every command, as it is printed."""

from __future__ import annotations

from collections.abc import Iterator

import click

from modelguard.cli import app

WIDTH = 100


def pages() -> Iterator[tuple[str, str]]:
    """Path and text of each page; the commands of a group stand on the group's page."""
    root = _context(app, "modelguard", None)
    lines = ["# Commands", "", "What `modelguard COMMAND --help` prints. This page is generated.", ""]
    lines += ["| command | job |", "|---|---|"]
    for name in app.list_commands(root):
        command = app.get_command(root, name)
        assert command is not None
        lines.append(f"| [`modelguard {name}`]({name}.md) | {command.get_short_help_str(limit=500)} |")
        yield f"docs/commands/{name}.md", _page(command, name, root)
    yield "docs/commands/README.md", "\n".join(lines) + "\n"


def _page(command: click.Command, name: str, parent: click.Context) -> str:
    context = _context(command, name, parent)
    parts = [f"# modelguard {name}", _help(command, context)]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            parts += [f"## modelguard {name} {inner}", _help(found, _context(found, inner, context))]
    return "\n\n".join(parts) + "\n"


def _help(command: click.Command, context: click.Context) -> str:
    return f"```text\n{command.get_help(context).rstrip()}\n```"


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    settings = {**(app.context_settings or {}), **(command.context_settings or {})}
    settings |= {"terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)
