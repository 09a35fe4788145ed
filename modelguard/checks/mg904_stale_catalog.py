"""MG904: the catalog is too old for the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Run, found
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
    too_old = age > context.policy.days("MG904", "fail_days")
    verdict = "too old for a verdict" if too_old else "getting too old for a verdict"
    message = (
        f"The catalog is of {context.catalog.date}, {counted(age, 'day')} ago, {verdict}: "
        "run `modelguard catalog update` or update modelguard."
    )
    where = context.settings.file.name if context.settings.file else "."
    yield from found(context.finding(RULE, Location(where), message, variant="too_old" if too_old else None))
