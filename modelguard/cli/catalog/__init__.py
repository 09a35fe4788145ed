"""``modelguard catalog``: what is known of every model id, and where it was seen."""

from __future__ import annotations

import click

from modelguard.cli._lazy import LazyGroup


@click.group(cls=LazyGroup, package="modelguard.cli.catalog")
def command() -> None:
    """Look into the catalog of model ids, compare it with the providers' pages and refresh it.

    \b
    Examples:
      modelguard catalog show gpt-4o                     all that is known of one id
      modelguard catalog list --retiring-within 90       what goes next
      modelguard catalog update                          what the pages say by now
    """
