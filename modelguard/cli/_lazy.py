"""A click group whose commands are the modules of a package, imported only when they are needed."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any, NoReturn

import click

from modelguard.wording import nearest


class LazyGroup(click.Group):
    """``modelguard.cli.check`` is the command ``check``: its module exports ``command``."""

    def __init__(self, *args: Any, package: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The command names, from the file names of the package."""
        home = importlib.import_module(self.package)
        return sorted(
            info.name.replace("_", "-") for info in pkgutil.iter_modules(home.__path__) if not info.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return one command."""
        if name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{self.package}.{name.replace('-', '_')}")
        found: click.Command = module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first sentence of each command's help, whole: the formatter wraps it to the terminal."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(limit=500)) for name, command in commands if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Like click's, but an unknown name gets the nearest one offered."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            self._unknown(ctx, args[0])
        return super().resolve_command(ctx, args)

    def _unknown(self, ctx: click.Context, name: str) -> NoReturn:
        near = nearest(name, self.list_commands(ctx))
        hint = f"did you mean '{near}'?" if near else f"see '{ctx.command_path} --help'."
        ctx.fail(f"there is no command '{name}': {hint}")
