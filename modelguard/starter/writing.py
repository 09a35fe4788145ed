"""Put the files of ``init`` on the disk: new ones whole, ``pyproject.toml`` with a table more, none over another."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from modelguard import filewrite
from modelguard.errors import UsageError
from modelguard.starter.snippets import SETTINGS
from modelguard.types import record
from modelguard.wording import listed, printable


@record
class Output:
    """One file to write. ``old`` is what it held before, where the new text only adds to its end."""

    path: str
    text: str
    old: bytes | None = None


def settings(root: Path) -> Output:
    """``pyproject.toml`` with our table at its end. Raises UsageError where it is there, or cannot be read."""
    path = root / "pyproject.toml"
    if not path.exists():
        return Output(path.name, SETTINGS)
    try:
        old = path.read_bytes()
        said = tomllib.loads(old.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"pyproject.toml cannot be added to: {str(error).splitlines()[0]}") from None
    if "modelguard" in said.get("tool", {}):
        raise UsageError("pyproject.toml has a table [tool.modelguard] already: nothing was written")
    end = "\r\n" if b"\r\n" in old else "\n"
    text = old.decode("utf-8")
    added = text + ("" if text.endswith("\n") or not text else end) + end + SETTINGS.replace("\n", end)
    said.setdefault("tool", {})["modelguard"] = tomllib.loads(SETTINGS)["tool"]["modelguard"]
    try:
        fits = tomllib.loads(added) == said
    except ValueError:
        fits = False
    if not fits:
        raise UsageError("pyproject.toml cannot be added to with certainty: add [tool.modelguard] by hand")
    return Output(path.name, added, old)


def write(outputs: Sequence[Output], root: Path) -> None:
    """Write all, or none where one is there already. Raises UsageError."""
    there = [output.path for output in outputs if output.old is None and _is_taken(root / output.path)]
    if there:
        verb = "is" if len(there) == 1 else "are"
        raise UsageError(
            f"{listed(map(printable, there))} {verb} there already and nothing was written: "
            "--stdout shows what there would be"
        )
    for output in outputs:
        if why := _written(output, root):
            raise UsageError(f"{output.path} cannot be written: {why}")


def _is_taken(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _written(output: Output, root: Path) -> str | None:
    data = output.text.encode("utf-8")
    if output.old is not None:
        return filewrite.replace_file(root / output.path, output.old, data, inside=root)
    try:
        filewrite.create_file(root / output.path, data)
    except OSError as error:
        return error.strerror or type(error).__name__
    return None
