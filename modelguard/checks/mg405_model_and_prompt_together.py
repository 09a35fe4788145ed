"""MG405: one change moved both an entry's model and its prompt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import OTHER, at_entry, sample, title
from modelguard.types import Finding
from modelguard.wording import shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

_PROMPT = "    prompts: [{path: prompts/chat.md, version: 1.0.0}]\n"

RULE = Rule(
    code="MG405",
    name="model-and-prompt-together",
    summary="Since the base ref one change moved both an entry's model and its prompt.",
    why=(
        "When the answers get worse after such a change nobody can say which of the two did it, and rolling "
        "back the model sends the old model a prompt that was written for the new one."
    ),
    fix="Change the model and the prompt in two releases, each with its own evaluation.",
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, "
    "https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample(
            {"models.yaml": sample(_PROMPT, model=OTHER), "prompts/chat.md": "Be very kind.\n"},
            base={"models.yaml": sample(_PROMPT), "prompts/chat.md": "Be kind.\n"},
            path="models.yaml",
            lines=(4,),
        ),
    ),
    good=(
        Sample(
            {"models.yaml": sample(_PROMPT, model=OTHER), "prompts/chat.md": "Be kind.\n"},
            base={"models.yaml": sample(_PROMPT), "prompts/chat.md": "Be kind.\n"},
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Compares with the base ref; silent where there is none (no git, no target branch)."""
    git = context.git
    data = git.content(manifest.path) if git is not None else None
    if data is None:
        return
    from modelguard.manifest import parse
    from modelguard.text import SourceFile

    base = parse(SourceFile.of(manifest.path, data), manifest.speller, claimed=True).manifest
    changed = git.changed()
    for name, entry in manifest.entries.items():
        before = base.entries.get(name) if base else None
        if before and _model_moved(before, entry, context) and (prompt := _prompt_moved(before, entry, changed)):
            message = (
                f"{title(entry)}: this change moves its model from {shown(before.spec.model)} to "
                f"{shown(entry.spec.model)} and its prompt {shown(prompt)} together: release one after the other."
            )
            if made := at_entry(RULE, entry, message, context, at=entry.at("model")):
                yield made


def _model_moved(before: Entry, after: Entry, context: CheckContext) -> bool:
    """Whether the model is another one; another spelling is not."""
    old, new = (context.speller.resolve(entry.spec.model) for entry in (before, after))
    if old is None or new is None:
        return before.spec.model != after.spec.model
    return (old.platform, old.id) != (new.platform, new.id)


def _prompt_moved(before: Entry, after: Entry, changed: frozenset[str]) -> str | None:
    """A prompt that is another file, another version or another text."""
    old = {(prompt.path, prompt.version) for prompt in before.spec.prompts or ()}
    for prompt in after.spec.prompts or ():
        if old and ((prompt.path, prompt.version) not in old or prompt.path in changed):
            return prompt.path
    return None
