"""MG904: the catalog is too old for the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelguard.checks import Rule, Run, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.types import Finding, Location
from modelguard.wording import counted

RULE = Rule(
    code="MG904",
    name="stale-catalog",
    summary="The data is too old for the verdict: a warning first, then no verdict at all (exit 3).",
    why=(
        "Providers announce retirements every week, some with two weeks' notice. A catalog of months "
        "ago does not know them, and a run that finds nothing with it proves nothing."
    ),
    fix=(
        "Update the tool, or the data alone with `modelguard catalog update`. The age counts from the "
        "real day, also under `--as-of`."
    ),
    source="https://developers.openai.com/api/docs/deprecations",
    bad=(Sample({"app.py": "print()\n"}, as_of=date(2030, 1, 1), path="."),),
    good=(Sample({"app.py": "print()\n"}),),
    options={
        "warn_days (policy)": "older is a warning (45; strict: 30)",
        "fail_days (policy)": "older gives no verdict, exit 3 (120; strict: 90)",
    },
)


def check_run(run: Run, context: CheckContext) -> Iterator[Finding]:
    """One finding for the whole run; as an error it makes exit 3."""
    age = (context.real_today - context.catalog.date).days
    if age <= context.policy.days("MG904", "warn_days"):
        return
    failed = too_old(context) is not None
    verdict = "too old for a verdict" if failed else "getting too old for a verdict"
    message = _message(context, age, verdict)
    where = context.settings.file.name if context.settings.file else "."
    yield from found(context.finding(RULE, Location(where), message, variant="too_old" if failed else None))


def too_old(context: CheckContext) -> str | None:
    """Why no verdict can be given, or ``None``: holds whatever level a project gives the finding."""
    age = (context.real_today - context.catalog.date).days
    if age <= context.policy.days("MG904", "fail_days"):
        return None
    return _message(context, age, "too old for a verdict")


def _message(context: CheckContext, age: int, verdict: str) -> str:
    return (
        f"The catalog is of {context.catalog.date}, {counted(age, 'day')} ago, {verdict}: "
        "run `modelguard catalog update` or update modelguard."
    )
