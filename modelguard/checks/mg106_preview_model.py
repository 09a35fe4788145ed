"""MG106: a preview or experimental model in use."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._place import subject
from modelguard.types import Finding, Stage, Use

_APP = """\
from google import genai

client = genai.Client()
client.models.generate_content(model="{model}", contents="hello")
"""
_NOT_PRODUCTION = frozenset({"dev", "development", "local", "staging", "stage", "test", "testing", "qa", "sandbox"})

RULE = Rule(
    code="MG106",
    name="preview-model",
    summary="A preview or experimental model is selected by code or by a production entry.",
    why=(
        "Providers change, limit or end preview models at short notice, sometimes within two weeks, and many "
        "exclude them from their service promises. What is tried out should not carry production."
    ),
    fix=(
        "Use a generally available model, or keep the preview in an entry's environment for staging. "
        "An experiment that is meant carries a suppression with a reason and a last day."
    ),
    source="https://ai.google.dev/gemini-api/docs/models",
    bad=(Sample({"app.py": _APP.format(model="gemini-3.1-pro-preview")}, path="app.py", lines=(4,)),),
    good=(Sample({"app.py": _APP.format(model="gemini-3.8-flash")}),),
)


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires on previews that are still there; of a retired one MG103 speaks."""
    if not context.selects(use) or use.dynamic or not context.speller.preview(use.ref):
        return
    if use.model and use.model.stage(context.today) is Stage.RETIRED:
        return
    if (use.context.environment or "").lower() in _NOT_PRODUCTION:
        return
    title = context.title(use.ref.platform)
    message = (
        f"{subject(use)} is a preview that {title} may change or end at short notice: "
        "use a generally available model, or suppress it with a reason and a last day."
    )
    yield from found(context.finding(RULE, use.location, message, use=use))
