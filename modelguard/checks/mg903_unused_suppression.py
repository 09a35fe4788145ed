"""MG903: a suppression that suppresses nothing, gives no reason, or has run out."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Run, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.suppress import Suppression, SuppressionState
from modelguard.types import Finding
from modelguard.wording import listed, printable, when

_APP = """\
from openai import OpenAI

client = OpenAI()
client.chat.completions.create(model="{model}", messages=[])  # modelguard: ignore[MG102]{terms}
"""

RULE = Rule(
    code="MG903",
    name="unused-suppression",
    summary="A suppression suppresses nothing, gives no reason, or its last day has passed.",
    why=(
        "A suppression is a decision. Without a reason nobody can judge it later, past its day it no "
        "longer holds, and one that suppresses nothing hides the next finding on that line."
    ),
    fix=(
        "Write `modelguard: ignore[MG102] until 2027-01-01 because <reason>`, with the codes it is "
        "for; delete it when nothing is left to suppress."
    ),
    source="https://docs.astral.sh/ruff/rules/unused-noqa/",
    bad=(
        Sample({"app.py": _APP.format(model="gpt-4o", terms="")}, path="app.py", lines=(4,)),
        Sample(
            {"app.py": _APP.format(model="gpt-4o-2024-11-20", terms=" because we follow it")},
            path="app.py",
            lines=(4,),
        ),
        Sample(
            {"app.py": _APP.format(model="gpt-4o", terms=" until 2026-10-01 because we follow it")},
            path="app.py",
            lines=(4,),
        ),
    ),
    good=(
        Sample({"app.py": _APP.format(model="gpt-4o", terms=" because we follow it")}),
        Sample({"app.py": _APP.format(model="gpt-4o", terms=" until 2027-01-01 because we follow it")}),
    ),
)


def check_run(run: Run, context: CheckContext) -> Iterator[Finding]:
    """One finding a suppression at most, the gravest."""
    for state in run.suppressions:
        if complaint := _complaint(state, context):
            yield from found(context.finding(RULE, state.suppression.location, complaint))


def _complaint(state: SuppressionState, context: CheckContext) -> str | None:
    item = state.suppression
    unknown = [code for code in item.codes if code not in context.policy.rules]
    if unknown:
        return f"This suppression names {listed(unknown)}, which is no rule: `modelguard rule` lists them."
    if not item.holds(context.today):
        assert item.until is not None
        return f"This suppression held until {when(item.until, context.today)}: mend the finding, or decide anew."
    unused = [code for code in item.codes if code not in state.used and _was_asked(code, item, context)]
    if unused and not (item.problem and item.lines == ()):
        return f"This suppression suppresses nothing for {listed(unused)}: delete {_what(unused, item)}."
    if item.problem:
        return f"This suppression is incomplete, {printable(item.problem)}."
    return None


def _was_asked(code: str, item: Suppression, context: CheckContext) -> bool:
    """Whether the rule ran on the file at all; one that is turned off had nothing to suppress."""
    return context.policy.enabled(code, item.location.path, context.settings)


def _what(unused: list[str], item: Suppression) -> str:
    return "the comment" if len(unused) == len(item.codes) else f"{listed(unused)} from its brackets"
