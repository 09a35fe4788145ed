"""``--format text``: a table by day with what each retirement breaks, then what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.reports import Options
from modelguard.reports._paint import BOLD, CYAN, DIM, RED, YELLOW, cells, paint
from modelguard.watch import Retirement, Watch
from modelguard.watch.outputs import WatchOutput, _words

_HEAD = ("DAY", "LEFT", "PLATFORM", "MODEL", "REPLACEMENT")


def render(watch: Watch, options: Options) -> str:
    """The whole run for a person."""
    lines = [*_table(watch, options)]
    lines += _section("Changed since the last reading", _changes(watch, options), options)
    lines += _section("Not verified", _unverified(watch, options), options)
    lines += _section("Sources", _words.trouble(watch, every=options.verbose), options)
    lines += [paint(f"error: {_words.short(error)}", RED, color=options.color) for error in watch.errors]
    lines.append(paint(_words.verdict(watch), BOLD, color=options.color))
    text = "\n".join(lines)
    return text.encode("ascii", "replace").decode() if options.ascii else text


def _table(watch: Watch, options: Options) -> Iterator[str]:
    if not watch.retirements:
        return
    rows = [_HEAD, *(_row(item) for item in watch.retirements)]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(_HEAD))]
    yield paint(_line(_HEAD, widths), DIM, color=options.color)
    for item, row in zip(watch.retirements, rows[1:], strict=True):
        yield paint(_line(row, widths), _color(item), color=options.color)
        for at in item.places:
            whose = _words.whose(at)
            yield f"    {_words.place(at)}{f'  {whose}' if whose else ''}"
        if options.verbose and item.model.note:
            yield f"    {_words.short(item.model.note)}"
        if options.verbose and item.source:
            yield paint(f"    {_words.short(item.source)}, seen {item.seen}", DIM, color=options.color)
    yield ""


def _row(item: Retirement) -> tuple[str, ...]:
    id, replacement = _words.short(item.model.id), _words.short(_words.replacement(item))
    return _words.day(item), _words.left(item), item.model.platform, id, replacement


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _color(item: Retirement) -> str:
    return RED if item.fails else YELLOW if item.days_left is not None else CYAN


def _changes(watch: Watch, options: Options) -> list[str]:
    shown = [change for change in watch.changes if change.used or options.verbose]
    lines = [f"{change.platform}: {_words.short(change.message)}" for change in shown]
    if rest := len(watch.changes) - len(shown):
        lines.append(f"{rest} change{'s' * (rest != 1)} to models that are not used here (-v lists them)")
    return lines


def _unverified(watch: Watch, options: Options) -> list[str]:
    shown = watch.unverified if options.verbose else watch.unverified[:10]
    lines = [": ".join(filter(None, map(_words.short, str(item).split(": ")))) for item in shown]
    if rest := len(watch.unverified) - len(shown):
        lines.append(f"{rest} more (-v lists them)")
    return lines


def _section(title: str, lines: list[str], options: Options) -> list[str]:
    if not lines or options.quiet:
        return []
    return [paint(f"{title}:", BOLD, color=options.color), *(f"  {line}" for line in lines), ""]


OUTPUT = WatchOutput("text", render, "a table by day, with the uses each retirement breaks")
