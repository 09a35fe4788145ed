"""MG901: a file, or a part of one, could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, UnreadFile, found
from modelguard.checks._context import CheckContext
from modelguard.types import Finding
from modelguard.wording import printable

RULE = Rule(
    code="MG901",
    name="unreadable-file",
    summary="A file cannot be read: syntax, encoding, size or depth; the run goes on.",
    why=(
        "What was not read was not checked, and saying nothing would report it as clean. Where the "
        "file's bytes may hold a model id it is an error, elsewhere a note."
    ),
    fix="Mend the file as the finding says, or leave it out with `exclude` in the settings if it is not yours.",
    source="https://csrc.nist.gov/pubs/sp/800/218/final",
    bad=(Sample({"app.py": 'MODEL = "gpt-4o"\ndef broken(:\n'}, path="app.py"),),
    good=(Sample({"app.py": 'MODEL = "gpt-4o"\n\n\ndef whole():\n    return MODEL\n'}),),
)


def check_file(file: UnreadFile, context: CheckContext) -> Iterator[Finding]:
    """One finding a problem, at its place; the message names the limit that was exceeded."""
    stakes = "and it may hold a model id" if file.holds_candidate else "and shows no sign of a model id"
    variant = "candidate" if file.holds_candidate else None
    for problem, location in file.problems:
        reason = printable(problem.message).rstrip(".")
        named = f" (limit: {problem.limit})" if problem.limit and problem.limit not in reason else ""
        message = (
            f"This file was not fully checked, {stakes}: {reason}{named}; mend it, or leave it out with `exclude`."
        )
        yield from found(context.finding(RULE, location, message, variant=variant))
