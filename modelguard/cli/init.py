"""``modelguard init``: a first manifest from what the repository uses, and the snippets around it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelguard.cli._common import say, scan_options, settings_for, today, write
from modelguard.errors import UsageError

if TYPE_CHECKING:
    from modelguard.starter.grouping import Drafts


@click.command()
@scan_options
@click.option("--hooks", is_flag=True, help="Write .pre-commit-config.yaml too.")
@click.option("--ci", type=click.Choice(["github", "gitlab"]), help="Write a CI job too.")
@click.option("--pyproject", is_flag=True, help="Add a [tool.modelguard] table to pyproject.toml too.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print what would be written, and write nothing.")
def command(
    paths: tuple[Path, ...], as_of: date | None, config: Path | None, manifest: str | None, jobs: int,
    no_cache: bool, quiet: bool, verbose: int, hooks: bool, ci: str | None, pyproject: bool, to_stdout: bool,
) -> None:  # fmt: skip
    """Write a first models.yaml from every model id that the repository uses. It never overwrites a file.

    \b
    Examples:
      modelguard init --stdout             look at it first
      modelguard init --hooks --ci github  with pre-commit hooks and a workflow
    """
    from modelguard import engine
    from modelguard.starter import grouping, snippets, writing
    from modelguard.starter import manifest as starter

    settings = settings_for(paths, config)
    options = engine.Options(jobs=jobs, cache=not no_cache, mentions=False)
    ground = engine.look(paths, settings=settings, options=options)
    name = _inside(manifest or settings.manifest or "models.yaml", settings.root)
    if not to_stdout and ground.manifest and ground.manifest.path:
        writing.write([writing.Output(ground.manifest.path, "")], settings.root)
    drafts = grouping.group((use for facts in ground.files for use in facts.uses), ground.speller)
    outputs = [writing.Output(name, starter.text(drafts, ground.catalog, as_of or today()))]
    outputs += [writing.Output(".pre-commit-config.yaml", snippets.HOOKS)] if hooks else []
    outputs += [writing.Output(*snippets.CI[ci])] if ci else []
    outputs += [writing.settings(settings.root)] if pyproject else []
    if to_stdout:
        texts = [item.text if number == 0 else f"# {item.path}\n{item.text}" for number, item in enumerate(outputs)]
        write("\n".join(texts), None)
    else:
        writing.write(outputs, settings.root)
    if not quiet:
        unread = sum(bool(facts.candidate and facts.problems) for facts in ground.files)
        _tell(drafts, [] if to_stdout else [output.path for output in outputs], unread)


def _inside(name: str, root: Path) -> str:
    """The manifest's path in the repository. Raises UsageError where it leaves it."""
    from modelguard.tree import Outside, Tree

    try:
        return Tree(root).relative(name)
    except Outside:
        raise UsageError(f"the manifest {name} lies outside the repository: name a file in it") from None


def _tell(drafts: Drafts, paths: list[str], unread: int) -> None:
    from modelguard.wording import counted, listed

    uses = sum(len(draft.uses) for draft in drafts.entries)
    entries = "1 entry" if len(drafts.entries) == 1 else f"{len(drafts.entries)} entries"
    verb = f"Wrote {listed(paths)}: " if paths else ""
    say(f"{verb}{entries} for {counted(uses, 'use')}; the TODO comments are for you.")
    if drafts.aside:
        say(f"note: {counted(drafts.aside, 'use')} in documentation and examples have no entry.")
    if unread:
        say(f"note: {counted(unread, 'file')} could not be read in full: 'modelguard check' says which (MG901).")
