"""What ``check`` does with fixes: write them, or print them as a patch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from modelguard.cli._common import say, write_bytes

if TYPE_CHECKING:
    from modelguard.types import Report


def apply_fixes(report: Report, *, unsafe: bool, quiet: bool) -> int:
    """Write the fixes of a report and say what was done; how many were applied."""
    from modelguard import fixing
    from modelguard.wording import counted, printable

    root = Path(report.root)
    done = fixing.write(fixing.plan(report.findings, root, unsafe=unsafe), root)
    for fix in done:
        if fix.refused:
            say(f"{printable(fix.path)} was not fixed: {fix.refused}.")
    changed = [fix for fix in done if fix.changed]
    number = sum(fix.applied for fix in changed)
    if changed and not quiet:
        say(f"Fixed {counted(number, 'place')} in {counted(len(changed), 'file')}.")
    return number


def show_patch(report: Report, *, unsafe: bool, output: Path | None) -> int:
    """Print the fixes as a patch; 1 where there is anything to change, as ruff does."""
    from modelguard import fixing
    from modelguard.wording import printable

    fixes = fixing.plan(report.findings, Path(report.root), unsafe=unsafe)
    for fix in fixes:
        if fix.refused:
            say(f"{printable(fix.path)} cannot be fixed: {fix.refused}.")
    write_bytes(b"".join(fixing.patch(fixes)), output)
    return int(any(fix.changed for fix in fixes))
