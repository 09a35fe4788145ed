"""What the run saw and no rule could judge: said in one line, so that silence is not taken for a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from modelguard.checks._context import CheckContext
from modelguard.types import Use
from modelguard.wording import counted, listed

_NOBODY = "of no known platform"


def notes(context: CheckContext, judged: Iterable[tuple[str, int, int]]) -> tuple[str, ...]:
    """One sentence about the uses that select a model of which the catalog knows nothing, or none.

    ``judged``: path, line and column of every finding; what a rule spoke of needs no note.
    """
    spoken = {*judged}
    number = Counter(
        _whose(use, context)
        for use in context.uses
        if _unknown(use, context) and (use.location.path, use.location.line, use.location.column) not in spoken
    )
    if not number:
        return ()
    whose = listed(f"{count:,} {name}" if len(number) > 1 else name for name, count in sorted(number.items()))
    return (
        f"{counted(number.total(), 'use')} could not be judged, since the catalog knows no such model ({whose}): "
        "'modelguard inventory' lists every use.",
    )


def _unknown(use: Use, context: CheckContext) -> bool:
    ref = use.ref
    platform = context.platforms.get(ref.platform or "")
    return (
        context.selects(use)
        and use.model is None
        and not (use.dynamic or ref.opaque or use.in_test)
        and not (platform is not None and platform.local)
    )


def _whose(use: Use, context: CheckContext) -> str:
    platform = context.platforms.get(use.ref.platform or "")
    return f"on {platform.title}" if platform is not None and not platform.anonymous else _NOBODY
