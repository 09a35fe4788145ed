"""``--format markdown``: for a job's summary or a comment."""

from __future__ import annotations

from collections.abc import Iterable

from modelguard.reports import Options
from modelguard.watch import Place, Retirement, Watch
from modelguard.watch.outputs import WatchOutput, _words


def render(watch: Watch, options: Options) -> str:
    """A table by day, then changes and what could not be verified."""
    lines = [f"## Model retirements as of {watch.as_of}", ""]
    lines += [f"**Could not verify:** {_words.prose(error)}\n" for error in watch.errors]
    lines += table(watch.retirements, days=True) or ["Nothing that is used here retires within the horizon.", ""]
    lines += section("Changed since the last reading", (item.message for item in watch.changes if item.used))
    lines += section("Not verified", (str(item) for item in watch.unverified))
    lines += section("Sources", _words.trouble(watch))
    lines.append(_words.prose(_words.verdict(watch)))
    return "\n".join(lines)


def table(items: Iterable[Retirement], *, days: bool) -> list[str]:
    """A Markdown table; ``days``: with the days left, which change daily."""
    rows = [_row(item, days) for item in items]
    if not rows:
        return []
    head = ["Day", *(["Left"] if days else []), "Platform", "Model", "Replacement", "Uses"]
    return [_line(head), _line(["---"] * len(head)), *rows, ""]


def _row(item: Retirement, days: bool) -> str:
    model = item.model
    id = _words.code(model.id)
    if url := _words.link(item.source):
        id = f"[{id}]({url})"
    replacement = " or ".join(_words.code(name) for name in model.replacement) or "-"
    uses = "<br>".join(_use(at) for at in item.places) or "-"
    left = [_words.left(item)] if days else []
    return _line([_words.day(item), *left, model.platform, id, replacement, uses])


def _use(at: Place) -> str:
    whose = _words.whose(at)
    return _words.code(_words.place(at)) + (f" {_words.prose(whose)}" if whose else "")


def _line(values: list[str]) -> str:
    return f"| {' | '.join(values)} |"


def section(title: str, lines: Iterable[str]) -> list[str]:
    """A heading with a list, or nothing."""
    items = [f"- {_words.prose(line)}" for line in lines]
    return [f"### {title}", "", *items, ""] if items else []


OUTPUT = WatchOutput("markdown", render, "tables for a summary or a comment")
