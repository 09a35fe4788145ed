"""MG601: a prompt that cannot be told from its last edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding
from modelguard.wording import shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG601",
    name="prompt-not-versioned",
    summary="A prompt has no version, or its file is not there.",
    why=(
        "A prompt is half of what a model does. Without a version nobody can say which text an "
        "evaluation was for, or bring the one back that worked."
    ),
    fix=("Keep each version as a file, `prompts/<purpose>/<version>.md`, and write its `version`."),
    source="NIST AI 600-1, Generative AI Profile, GOVERN 1.6: an inventory of what a system is made of, https://doi.org/10.6028/NIST.AI.600-1",
    bad=(
        Sample(
            {"models.yaml": sample("    prompts: [{path: prompts/chat.md}]\n"), "prompts/chat.md": "Be kind.\n"},
            path="models.yaml",
            lines=(5,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    prompts:\n      - {path: prompts/1.2.0.md, version: 1.2.0, models: [openai/gpt-5.4-2026-03-05]}\n"
                )
            },
            path="models.yaml",
            lines=(6,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    prompts:\n      - {path: prompts/1.2.0.md, version: 1.2.0, models: [openai/gpt-5.4-2026-03-05]}\n"
                ),
                "prompts/1.2.0.md": "Be kind.\n",
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    for index, prompt in enumerate(entry.spec.prompts or ()):
        at = entry.at("prompts", index, "path")
        if prompt.version is None:
            message = f"{title(entry)}: prompt {shown(prompt.path)} has no version: add `version:` and keep old files."
            yield at_entry(RULE, entry, message, context, at=at)
        if context.tree and not context.tree.exists(prompt.path):
            message = f"{title(entry)}: prompt {shown(prompt.path)} is not in the repository: add it or mend the path."
            yield at_entry(RULE, entry, message, context, at=at)
