"""MG108: a deployed configuration selects what the manifest does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._place import names_deployment, subject
from modelguard.types import Finding, Role, Use
from modelguard.wording import printable, shown

_MANIFEST = """\
version: 1
models:
  chat:
    owner: team-support
    model: anthropic/claude-opus-4-8
"""

RULE = Rule(
    code="MG108",
    name="undeclared-model",
    summary="A deployed configuration selects a model that no entry declares for that environment.",
    why=(
        "What Kubernetes, compose, `.env`, LiteLLM or infrastructure code deploy is what production calls. A "
        "model that is set there and is not in the manifest has no owner, no way back and no "
        "evaluation, and the manifest no longer tells the truth."
    ),
    fix=(
        "Declare the model in the manifest (as the entry's model, for its environment, or as a fallback or "
        "candidate), or deploy the one that is declared."
    ),
    source="https://12factor.net/config",
    bad=(Sample({"models.yaml": _MANIFEST, ".env": "CHAT_MODEL=claude-opus-4-7\n"}, path=".env", lines=(1,)),),
    good=(Sample({"models.yaml": _MANIFEST, ".env": "CHAT_MODEL=claude-opus-4-8\n"}),),
)


_DEPLOYED_BY = {
    "kubernetes": "Kubernetes",
    "compose": "Docker Compose",
    "dotenv": "an environment file",
    "litellm": "the LiteLLM proxy",
    "terraform": "Terraform",
    "bicep": "Bicep",
    "arm": "an ARM template",
    "cloudformation": "CloudFormation",
}


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires on uses in structures that are deployed as they stand."""
    if context.manifest is None or use.role is not Role.SELECTS or use.in_test or use.context.deployed is None:
        return
    if use.ref.id is None or use.dynamic or context.in_manifest(use) or names_deployment(use):
        return
    environment = use.context.environment
    if context.manifest.declares(use.ref, environment):
        return
    where = f" for {printable(environment)}" if environment else ""
    message = (
        f"{subject(use)} is deployed by {_by(use)} and no entry of {context.manifest.path} "
        f"declares {shown(use.ref.id)}{where}: declare it there, or deploy a declared model."
    )
    yield from found(context.finding(RULE, use.location, message, use=use))


def _by(use: Use) -> str:
    """What deploys it; an example that people copy is said to be one."""
    by = _DEPLOYED_BY.get(use.context.deployed or "", use.context.deployed or "")
    *_, name = use.location.path.lower().split("/")
    copied = any(word in name.split(".") for word in ("example", "sample", "template", "dist", "tmpl", "tpl"))
    return "copies of this example" if copied else by
