"""MG201: the manifest says something it cannot mean. Found by the manifest's reader, not here."""

from __future__ import annotations

from modelguard.checks import Rule, Sample
from modelguard.checks._entries import sample

RULE = Rule(
    code="MG201",
    name="invalid-manifest",
    summary="The manifest breaks its schema: unknown or duplicate key, wrong type, impossible value, or no YAML.",
    why=(
        "A key that is misspelt does nothing, and a loader that keeps the last of two equal keys hides the "
        "first. Both look like a rule that is kept. Every fault is shown in one run, at its line and column."
    ),
    fix=(
        "Mend each place as its message says. `modelguard schema manifest` prints the JSON Schema; an editor "
        "that knows YAML checks against it while you type. A share is 5% or 0.05, a duration 48h, a day 2027-01-14."
    ),
    source="YAML 1.2.2, section 3.2.1.3: mapping keys are unique, https://yaml.org/spec/1.2.2/",
    bad=(
        Sample({"models.yaml": sample("    fallback: anthropic/claude-sonnet-5\n")}, path="models.yaml", lines=(5,)),
        Sample({"models.yaml": sample("    model: openai/gpt-4o\n")}, path="models.yaml", lines=(5,)),
        Sample({"models.yaml": sample("    retires: 2027-02-30\n")}, path="models.yaml", lines=(5,)),
        Sample(
            {"models.yaml": sample("    evaluation: {min_pass_rate: 90}\n    rollback: {automatic: yes}\n")},
            path="models.yaml",
            lines=(5, 6),
        ),
        Sample({"models.yaml": "version: 1\nmodels:\n  chat: {model: gpt-4o\n"}, path="models.yaml", lines=(4,)),
    ),
    good=(
        Sample({"models.yaml": sample()}),
        Sample({"models.yaml": "models:\n- {id: gpt-4o, name: somebody else's list}\n"}),
    ),
)
