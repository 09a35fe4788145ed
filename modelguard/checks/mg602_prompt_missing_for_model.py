"""MG602: a fallback that gets a prompt made for another model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, say, title
from modelguard.types import Finding

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG602",
    name="prompt-missing-for-model",
    summary="No prompt variant names the fallback or the candidate, though variants exist.",
    why=(
        "Prompts are tuned to a model. An entry that has one text for each model, and none for the "
        "model it falls back to, sends that model a text it was never tried with."
    ),
    fix=(
        "Add a variant whose `models` names the fallback or candidate, or add it to a variant that "
        "was evaluated with it."
    ),
    source="Anthropic, Prompt engineering overview, https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/overview",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    fallbacks: [anthropic/claude-sonnet-5]\n    prompts:\n      - {path: prompts/1.2.0.md, version: 1.2.0, models: [openai/gpt-5.4-2026-03-05]}\n"
                ),
                "prompts/1.2.0.md": "Be kind.\n",
            },
            path="models.yaml",
            lines=(5,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    fallbacks: [anthropic/claude-sonnet-5]\n    prompts:\n      - {path: prompts/1.2.0.md, version: 1.2.0, models: [openai/gpt-5.4-2026-03-05, claude-sonnet-5]}\n"
                ),
                "prompts/1.2.0.md": "Be kind.\n",
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    prompts = entry.spec.prompts or []
    if not prompts or any(prompt.models is None for prompt in prompts):
        return
    covered = {_name(text, context) for prompt in prompts for text in prompt.models or ()}
    for named in manifest.of(entry, "fallbacks", "candidate"):
        if context.speller.name(named.ref) not in covered:
            kind = "fallback" if named.kind == "fallbacks" else "candidate"
            message = (
                f"{title(entry)}: no prompt variant names its {kind} {say(named)}: "
                "write one for it, or add it to the `models` of a variant it was evaluated with."
            )
            yield at_entry(RULE, entry, message, context, named=named)


def _name(text: str, context: CheckContext) -> str:
    ref = context.speller.resolve(text)
    return context.speller.name(ref) if ref else text
