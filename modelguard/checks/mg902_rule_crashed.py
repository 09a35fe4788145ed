"""MG902: a rule raised; the engine makes the finding and the other rules go on."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, found
from modelguard.checks._context import CheckContext
from modelguard.types import Finding, Location

RULE = Rule(
    code="MG902",
    name="rule-crashed",
    summary="A rule raised an exception; the other rules went on.",
    why=(
        "A rule that fails has not given its verdict on that place. Passing over it would report as "
        "clean what was not checked."
    ),
    fix=(
        "This is a fault of modelguard, not of your code: report it with the finding's text. Until it "
        "is mended, turn the named rule off for that file with `per-file-ignores`."
    ),
    source="https://csrc.nist.gov/pubs/sp/800/218/final",
)


def crashed(rule: Rule, at: Location, error: Exception, context: CheckContext) -> Iterator[Finding]:
    """The finding for ``rule`` that raised ``error`` at ``at``; never shows the error's own text, which may
    hold what stands in the file."""
    message = (
        f"{rule.code} {rule.name} could not judge this place, it raised {type(error).__name__}{_where(error)}: "
        "please report it; the other rules went on."
    )
    yield from found(context.finding(RULE, at, message))


def _where(error: Exception) -> str:
    """The line of modelguard that raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
    return f" in {name}:{trace.tb_lineno}"
