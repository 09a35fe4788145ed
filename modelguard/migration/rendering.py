"""A migration as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from modelguard import fixing
from modelguard.migration.checklist import Item, ordered
from modelguard.migration.planning import Migration
from modelguard.types import Severity
from modelguard.wording import counted, printable

_MARKS = {Severity.ERROR: "!", Severity.WARNING: " ", Severity.NOTE: "-"}


def summary(plan: Migration, *, written: bool) -> str:
    """One line: how much moves, or that nothing does."""
    files = sum(fix.changed for fix in plan.fixes)
    if not files:
        return f"Nothing to migrate: no use of {printable(plan.old.id)} can be moved here."
    verb = "Moved" if written else "Moves"
    return (
        f"{verb} {counted(plan.places, 'place')} in {counted(files, 'file')} "
        f"from {printable(plan.old.id)} to {printable(plan.new.id)}."
    )


def text(items: Sequence[Item]) -> str:
    """The checklist for a terminal."""
    if not items:
        return "Nothing is left to do.\n"
    lines = [f"[{_MARKS[item.severity]}] {_line(item)}" for item in ordered(items)]
    return "\n".join(["Left to do:", *lines]) + "\n"


def markdown(plan: Migration, items: Sequence[Item], *, written: bool) -> str:
    """Summary, checklist and patch, for a pull request."""
    boxes = "\n".join(f"- [ ] {_escaped(_line(item))}" for item in ordered(items)) or "Nothing is left to do."
    patch = fixing.patch(plan.fixes, plan.root).decode("utf-8", "replace")
    fence = "`" * max(3, _longest_run(patch) + 1)
    changes = f"\n## Changes\n\n{fence}diff\n{patch}{fence}\n" if patch else ""
    title = f"# Migrate {_escaped(plan.old.id)} to {_escaped(plan.new.id)}"
    return f"{title}\n\n{summary(plan, written=written)}\n\n## Left to do\n\n{boxes}\n{changes}"


def as_json(plan: Migration, items: Sequence[Item], *, written: bool) -> str:
    """Everything, for a program."""
    data = {
        "version": 1,
        "old": {"text": plan.old.ref.text, "id": plan.old.id, "platform": plan.old.ref.platform},
        "new": {"text": plan.new.ref.text, "id": plan.new.id, "platform": plan.new.ref.platform},
        "written": written,
        "summary": {
            "files": sum(fix.changed for fix in plan.fixes),
            "places": plan.places,
            "refused": len(plan.refusals),
        },
        "entries": list(plan.entries),
        "files": [{"path": fix.path, "places": fix.applied} for fix in plan.fixes if fix.changed],
        "checklist": [item.as_json() for item in ordered(items)],
        "patch": fixing.patch(plan.fixes, plan.root).decode("utf-8", "replace"),
    }
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def _line(item: Item) -> str:
    where = "" if item.path is None else printable(item.path) + (f":{item.line}" if item.line else "") + ": "
    return f"{where}{item.text}" + (f" [{item.rule}]" if item.rule else "")


def _escaped(text: str) -> str:
    return "".join("\\" + char if char in "\\`*_<>#|" else char for char in text)


def _longest_run(text: str) -> int:
    return max((len(line) - len(line.lstrip("`+- ")) for line in text.splitlines() if "```" in line), default=0)
