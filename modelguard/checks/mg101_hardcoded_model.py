"""MG101: a model id stands in the code although there is a manifest."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._place import subject
from modelguard.types import Finding, Role, Use
from modelguard.wording import printable

_MANIFEST = """\
version: 1
models:
  chat:
    owner: team-support
    model: anthropic/claude-opus-4-8
"""

RULE = Rule(
    code="MG101",
    name="hardcoded-model",
    summary="A use that selects a model stands outside the manifest.",
    why=(
        "A model id in the code can only be changed by a change of the code: when the provider retires "
        "the model, or when it misbehaves in production, every copy has to be found, edited, reviewed "
        "and released. An id that stands once, in `models.yaml`, has an owner, a way back and a date, "
        "and is changed in one place."
    ),
    fix=(
        "Move the id to an entry of the manifest and ask the manifest for it: "
        '`modelguard.runtime.load()["chat"]`, the generated constants, or your own reading of the '
        "file. Configuration that is deployed as it stands (Kubernetes, compose, `.env`, LiteLLM, "
        "Terraform) may keep its id: MG108 compares it with the manifest. Tests are exempt."
    ),
    source="https://12factor.net/config",
    bad=(
        Sample(
            {
                "models.yaml": _MANIFEST,
                "app.py": "import anthropic\n\nclient = anthropic.Anthropic()\n"
                'client.messages.create(model="claude-opus-4-8", max_tokens=100, messages=[])\n',
            },
            path="app.py",
            lines=(4,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": _MANIFEST,
                "app.py": "import anthropic\n\nimport modelguard.runtime\n\n"
                "models = modelguard.runtime.load()\nclient = anthropic.Anthropic()\n"
                'client.messages.create(model=models["chat"], max_tokens=100, messages=[])\n',
            }
        ),
    ),
)


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires in source code and in configuration that is not deployed as it stands."""
    if context.manifest is None or not _stands_outside(use, context):
        return
    entry = _entry_with(use, context)
    advice = (
        f"read it from entry {printable(entry)} of {context.manifest.path}, which has it"
        if entry
        else f"move it to an entry of {context.manifest.path} and read it from there"
    )
    yield from found(context.finding(RULE, use.location, f"{subject(use)} is hardcoded: {advice}.", use=use))


def _stands_outside(use: Use, context: CheckContext) -> bool:
    return (
        use.role is Role.SELECTS
        and not use.in_test
        and use.entry is None
        and use.context.deployed is None
        and not use.ref.opaque
        and not context.in_manifest(use)
    )


def _entry_with(use: Use, context: CheckContext) -> str | None:
    """The first entry of the manifest that has this very model."""
    if use.ref.id is None:
        return None
    wanted = (use.ref.platform, use.ref.id)
    entries = (other.entry for other in context.uses if (other.ref.platform, other.ref.id) == wanted)
    return next((entry for entry in entries if entry), None)
