"""``modelguard generate``: typed constants, variables or a ConfigMap from the manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelguard.cli._common import say, settings_for, write_bytes
from modelguard.errors import UsageError

if TYPE_CHECKING:
    from modelguard.targets import Item

TARGETS = ("python", "typescript", "env", "configmap")


@click.command()
@click.argument("target", type=click.Choice(TARGETS))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where the file given by -o is stale.")
@click.option("--environment", help="The models of this environment.")
@click.option("--manifest", help="The manifest, if it is not found by its name.")
@click.option("--config", type=click.Path(path_type=Path), help="Read the settings from this file.")
def command(
    target: str, output: Path | None, check: bool, environment: str | None, manifest: str | None, config: Path | None
) -> None:
    """Write what the manifest says as Python or TypeScript constants, a .env file or a Kubernetes ConfigMap.

    \b
    Examples:
      modelguard generate python -o src/app/models.py
      modelguard generate python -o src/app/models.py --check    in CI: exit 1 when stale
      modelguard generate configmap --environment staging
    """
    from modelguard import registry
    from modelguard.wording import printable

    if check and output is None:
        raise UsageError("--check needs -o FILE: the file to compare with")
    settings = settings_for((), config)
    root = settings.root
    path = _manifest(root, manifest or settings.manifest)
    part = registry.part("modelguard.targets", target).TARGET
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    data = part.render(_items(path, environment), printable(shown)).encode()
    if not check:
        write_bytes(data, output)
        return
    assert output is not None
    again = f"modelguard generate {target} -o {output}" + (f" --environment {environment}" if environment else "")
    if not output.is_file():
        say(f"{printable(str(output))} is not there: run '{printable(again)}'")
        click.get_current_context().exit(1)
    if output.read_bytes().replace(b"\r\n", b"\n") != data:
        say(f"{printable(str(output))} is stale: run '{printable(again)}'")
        click.get_current_context().exit(1)


def _manifest(root: Path, named: str | None) -> Path:
    from modelguard.engine import MANIFEST_NAMES

    for name in (named,) if named else MANIFEST_NAMES:
        if (root / name).is_file():
            return root / name
    if named:
        raise UsageError(f"the manifest {named} is not there")
    raise UsageError("there is no models.yaml: 'modelguard init' writes a first one")


def _items(path: Path, environment: str | None) -> list[Item]:
    """The entries as the manifest has them, whatever this shell overrides."""
    from modelguard import runtime, targets

    try:
        models = runtime.Models(path, environment, variables={})
        return targets.items([models[name] for name in models])
    except ValueError as error:
        raise UsageError(str(error)) from error
