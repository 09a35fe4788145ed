"""The body of one tracking issue: the same facts give the same bytes, so that it is updated in place.

It names days, not days left, and no time of the run. The marker in its first line finds it again.
"""

from __future__ import annotations

from modelguard.types import DateKind
from modelguard.watch import Retirement, Watch
from modelguard.watch.outputs import _words
from modelguard.watch.outputs.markdown import section, table

MARKER = "<!-- modelguard:deprecations -->"
TITLE = "Models that retire soon"
_LONGEST = 60_000  # GitHub takes 65,536 characters


def body(watch: Watch) -> str:
    """The whole issue, Markdown."""
    lines = [MARKER, f"# {TITLE}", ""]
    lines += section("Could not be verified", watch.errors)
    for title, items in _groups(watch):
        if items:
            lines += [f"## {title}", "", *table(items, days=False)]
    if not watch.retirements:
        lines += ["Nothing that is used here retires within the horizon.", ""]
    unverified = (str(item) for item in watch.unverified)
    lines += section("Uses about which nothing is known", unverified)
    lines += section("Sources that could not be read", _words.trouble(watch))
    lines.append("This issue is kept up to date by `modelguard deprecations --issue`; edits to it are lost.")
    return _cut("\n".join(lines) + "\n")


def _groups(watch: Watch) -> list[tuple[str, list[Retirement]]]:
    def exact(item: Retirement) -> bool:
        return item.model.date_kind is DateKind.EXACT

    rest = list(watch.retirements)
    gone = [item for item in rest if item.stage.value == "retired"]
    near = [item for item in rest if item not in gone and exact(item) and (item.days_left or 0) <= watch.fail_within]
    floors = [item for item in rest if item not in gone and item.model.date_kind is DateKind.NOT_BEFORE]
    none = [item for item in rest if item not in gone and item.model.retires is None]
    later = [item for item in rest if item not in [*gone, *near, *floors, *none]]
    return [
        ("Retired", gone), (f"Within {watch.fail_within} days", near), (f"Within {watch.within} days", later),
        ("Not before a day", floors), ("Deprecated, no day announced", none),
    ]  # fmt: skip


def _cut(text: str) -> str:
    """At most as long as an issue may be, cut between lines and saying so."""
    if len(text) <= _LONGEST:
        return text
    return text[: text.rindex("\n", 0, _LONGEST)] + "\n\nMore than an issue holds: see the job's log.\n"
