"""What ``check`` does with fixes: write them, or print them as a patch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from modelguard.cli._common import say, write_bytes

if TYPE_CHECKING:
    from modelguard.fixing import FileFix
    from modelguard.types import Report

ROUNDS = 8
"""A fix may give rise to another (a pinned alias that retires): so often is looked again, at most."""


def apply_fixes(report: Report, *, unsafe: bool, quiet: bool, look: Callable[[], Report]) -> tuple[int, Report]:
    """Write the fixes until none is left and say what was done; how many were applied, and the last report."""
    from modelguard import fixing
    from modelguard.wording import counted

    number, paths, refused = 0, set[str](), dict[str, None]()
    for _ in range(ROUNDS):
        root = Path(report.root)
        done = fixing.write(fixing.plan(report.findings, root, unsafe=unsafe), root)
        refused.update(dict.fromkeys(_refusals(done, "was not fixed")))
        changed = [fix for fix in done if fix.changed]
        if not changed:
            break
        number += sum(fix.applied for fix in changed)
        paths |= {fix.path for fix in changed}
        report = look()
    for sentence in refused:
        say(sentence)
    if number and not quiet:
        say(f"Fixed {counted(number, 'place')} in {counted(len(paths), 'file')}.")
    return number, report


def show_patch(report: Report, *, unsafe: bool, output: Path | None) -> int:
    """Print the fixes as a patch; 1 where there is anything to change, as ruff does."""
    from modelguard import fixing

    fixes = fixing.plan(report.findings, Path(report.root), unsafe=unsafe)
    for sentence in _refusals(fixes, "cannot be fixed"):
        say(sentence)
    write_bytes(fixing.patch(fixes, Path(report.root).absolute()), output)
    for error in report.errors:
        say(f"modelguard: could not verify: {error}")
    return 3 if report.errors else int(any(fix.changed for fix in fixes))


def _refusals(fixes: Iterable[FileFix], verb: str) -> list[str]:
    from modelguard.wording import printable

    return [f"{printable(str(item))} {verb}: {item.reason}." for fix in fixes for item in fix.refusals]
