"""What the shell offers after a tab: rule codes, formats, platforms, model ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_MOST = 200


def _offer(incomplete: str, values: Iterable[tuple[str, str]], *, before: str = "") -> list[CompletionItem]:
    wanted = incomplete.lower()
    found = (CompletionItem(before + value, help=help) for value, help in values if value.lower().startswith(wanted))
    return [item for item, _ in zip(found, range(_MOST), strict=False)]


def codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rule codes with their names, from the file names of the checks: none is imported."""
    from modelguard import registry

    done, comma, last = incomplete.rpartition(",")
    rules = (name.partition("_") for name in sorted(registry.names("modelguard.checks")) if name.startswith("mg"))
    return _offer(last, ((code.upper(), name.replace("_", "-")) for code, _, name in rules), before=done + comma)


def formats(package: str) -> Complete:
    """The output formats that are the files of ``package``."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from modelguard import registry

        return _offer(incomplete, ((name, "") for name in sorted(registry.names(package))))

    return complete


def platforms(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The platforms of the catalog."""
    from modelguard import catalog

    return _offer(incomplete, ((name, "") for name in catalog.load().platforms))


def ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Model ids of the catalog with their platforms."""
    from modelguard import catalog

    known = catalog.load()
    wanted = {model.id for model in known.models()}
    return _offer(incomplete, ((id, ", ".join(known.platforms_of(id))) for id in sorted(wanted)))
