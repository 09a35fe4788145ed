"""MG109: the id is not served by the platform of the client it is given to."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._place import subject
from modelguard.types import Finding, Use
from modelguard.wording import listed

_APP = """\
from openai import OpenAI

client = OpenAI()
client.chat.completions.create(model="{model}", messages=[])
"""

RULE = Rule(
    code="MG109",
    name="wrong-platform",
    summary="The id is not served by the platform of the client it is given to.",
    why=(
        "Every platform has its own names and its own dates for a model. A client that is given another "
        "platform's id fails on the first request, and rules about dates would look up the wrong day."
    ),
    fix="Write the id as the client's platform names the model, or use the client of the platform that has it.",
    source="https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html",
    bad=(Sample({"app.py": _APP.format(model="claude-opus-4-8")}, path="app.py", lines=(4,)),),
    good=(
        Sample({"app.py": _APP.format(model="gpt-4o-2024-11-20")}),
        Sample(
            {
                "app.py": _APP.format(model="llama-3.3-70b-versatile").replace(
                    "OpenAI()", 'OpenAI(base_url="https://api.groq.com/openai/v1")'
                )
            }
        ),
    ),
)


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires where client and id contradict each other beyond doubt."""
    if use.ref.served or use.dynamic or use.ref.id is None or not context.selects(use):
        return
    title = context.title(use.ref.platform)
    homes = [context.title(name) for name in context.catalog.platforms_of(use.ref.id) if name != use.ref.platform]
    known = f" (known to: {listed(homes)})" if homes else ""
    message = (
        f"{subject(use)} is given to a client of {title}, which does not serve it{known}: "
        "write that platform's own id, or use the client of a platform that has the model."
    )
    yield from found(context.finding(RULE, use.location, message, use=use))
