"""MG110: a deployment name that nothing maps to a model."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._place import subject
from modelguard.types import Finding, Use

_APP = """\
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-10-21")
client.chat.completions.create(model="gpt-4o-prod", messages=[])
"""

RULE = Rule(
    code="MG110",
    name="opaque-deployment",
    summary="A deployment name stands for a model, and nothing says for which.",
    why=(
        "Azure and gateways let a team name its deployments. The name says nothing of the model behind it, so "
        "no rule can tell whether that model is pinned, deprecated or retired."
    ),
    fix=(
        "Say what the name stands for under `deployments:` in the manifest or in the settings: "
        "`gpt-4o-prod: azure/gpt-4o@2024-11-20`."
    ),
    source="https://learn.microsoft.com/azure/ai-foundry/openai/how-to/create-resource",
    bad=(Sample({"app.py": _APP}, path="app.py", lines=(4,)),),
    good=(Sample({"app.py": _APP, "modelguard.toml": '[deployments]\ngpt-4o-prod = "azure/gpt-4.1@2025-04-14"\n'}),),
)


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires on names that could not be followed to a model."""
    if not use.ref.opaque or use.ref.id is not None or not context.selects(use):
        return
    message = (
        f"{subject(use)} is a deployment name that nothing maps to one model, so its dates are unknown: "
        "name the model under `deployments` in the manifest or the settings."
    )
    yield from found(context.finding(RULE, use.location, message, use=use))
