"""``modelguard catalog export``: the catalog in the form that another tool reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from modelguard.cli import _complete
from modelguard.cli._common import Day, choose, say, today, write


@click.command()
@click.argument("tool", type=click.Choice(["renovate"]))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="FOLDER",
    help="Write the files below this folder.",
)  # fmt: skip
@click.option("--platform", shell_complete=_complete.platforms, help="Only models of this platform.")
@click.option("--as-of", type=Day(), help="Judge as if today were this day.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
@click.option("-q", "--quiet", is_flag=True, help="No notes.")
def command(
    tool: str, output: Path, platform: str | None, as_of: date | None, config: Path | None, quiet: bool
) -> None:
    """Write the catalog as files that another tool reads. Opens no socket.

    For renovate: one JSON file a model id, which a custom datasource reads. Publish the folder, or
    check it in, and extend the preset of examples/renovate.

    \b
    Examples:
      modelguard catalog export renovate -o renovate
      modelguard catalog export renovate -o renovate --platform openai --as-of 2027-01-14
    """
    from modelguard import renovate
    from modelguard.cli.catalog._rows import project_catalog
    from modelguard.reports._escape import dumps
    from modelguard.wording import counted

    catalog = project_catalog(config)
    if platform is not None:
        choose(platform, dict.fromkeys(catalog.platforms, True), "platform")
    number = 0
    for path, content in renovate.files(catalog, as_of or today(), platform=platform):
        write(dumps(content, indent=2), output / path)
        number += 1
    if not quiet:
        say(f"{counted(number, 'file')} below {output}.")
