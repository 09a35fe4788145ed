"""MG107: looks like a platform's id, and the catalog does not know it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._place import subject
from modelguard.types import Finding, Use

_APP = """\
import anthropic

client = anthropic.Anthropic()
client.messages.create(model="{model}", max_tokens=100, messages=[])
"""

RULE = Rule(
    code="MG107",
    name="unknown-model",
    summary="An id looks like a platform's and is not in the catalog.",
    why=(
        "A misspelled id fails on the first request, often in a path that no test takes. An id that is "
        "newer than the catalog is fine, but no rule about dates can speak for it. Absence alone never "
        "means deprecated."
    ),
    fix=(
        "Correct the spelling; the finding offers the nearest known id. For a model that is newer than "
        "the catalog update it (`modelguard catalog update`), for one of your own name it in the "
        "settings (`ids`) or in an override file (`catalog`)."
    ),
    source="https://platform.claude.com/docs/en/about-claude/models/overview",
    bad=(Sample({"app.py": _APP.format(model="claude-opus-4-88")}, path="app.py", lines=(4,)),),
    good=(
        Sample({"app.py": _APP.format(model="claude-opus-4-8")}),
        Sample(
            {
                "modelguard.toml": 'ids = ["claude-opus-4-88"]\n',
                "app.py": _APP.format(model="claude-opus-4-88"),
            }
        ),
    ),
)


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires where the platform is one that the catalog covers."""
    ref = use.ref
    if not context.selects(use) or use.dynamic or ref.opaque or ref.known or use.model is not None:
        return
    if ref.id is None or ref.platform is None or not ref.served:
        return
    if context.platforms[ref.platform].local or ref.platform not in context.catalog.platforms:
        return
    near = context.catalog.nearest(ref.platform, ref.id)
    if not _covered(ref.platform, context) and not (near and _digits(near) == _digits(ref.id)):
        return
    advice = (
        f"did you mean {near}?"
        if near and near != ref.id
        else "check the spelling, or `modelguard catalog update` if it is new."
    )
    title = context.title(ref.platform)
    message = f"{subject(use)} looks like a model of {title} and is not in the catalog: {advice}"
    yield from found(context.finding(RULE, use.location, message, use=use))


def _covered(platform: str, context: CheckContext) -> bool:
    """Whether the catalog means to know every id of the platform: not of a host of everybody's models."""
    return context.platforms[platform].closed or platform == "bedrock"


def _digits(text: str) -> list[str]:
    """The numbers of an id: where they differ it is another model, not a typo."""
    return re.findall(r"\d+", text)
