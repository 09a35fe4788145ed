"""How every output speaks of a retirement, so that all of them say the same thing the same way.

Nothing of a page goes out raw: ids stand in code marks, all else is escaped, controls become escapes.
"""

from __future__ import annotations

import re
from datetime import date

from modelguard.reports._escape import visible
from modelguard.types import DateKind, Stage
from modelguard.watch import Place, Reading, Retirement, Watch

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")
_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~%/?=&+,;:@#-]*)?")
LONGEST = 200


def short(text: str) -> str:
    """Printable text of a bearable length."""
    clean = visible(text)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


def prose(text: str) -> str:
    """Text for Markdown that links, mentions and formats nothing."""
    escaped = _MARKDOWN.sub(r"\\\1", short(text).replace("&", "&amp;").replace("<", "&lt;"))
    return escaped.replace("@", "@<!-- -->").replace("://", ":<!-- -->//")


def code(text: str) -> str:
    """A code span that holds whatever it is given."""
    inside = short(text).replace("`", "'").replace("|", "¦")
    return f"`{inside}`"


def link(url: str | None) -> str | None:
    """An address that is fit to be a link, or ``None``."""
    return url if url and _URL.fullmatch(url) else None


def left(item: Retirement) -> str:
    """Days left, in words."""
    if item.days_left is None:
        return "gone" if item.stage is Stage.RETIRED else "no day yet"
    if item.days_left > 0:
        return f"in {item.days_left:,} day{'s' * (item.days_left != 1)}"
    return "today" if item.days_left == 0 else f"{-item.days_left:,} day{'s' * (item.days_left != -1)} ago"


def day(item: Retirement) -> str:
    """The day, marked where it is only a floor."""
    if item.model.retires is None:
        return "-"
    floor = item.model.date_kind is DateKind.NOT_BEFORE
    return f"{item.model.retires}{' or later' if floor else ''}"


def replacement(item: Retirement) -> str:
    """What the provider recommends instead."""
    return " or ".join(item.model.replacement) or "-"


def headline(item: Retirement, as_of: date) -> str:
    """One sentence: what, when, instead of it what."""
    model = item.model
    name = f"{short(model.id)} ({model.platform})"
    if item.stage is Stage.RETIRED:
        gone = f" since {model.retires}" if model.retires else ""
        sentence = f"{name} is retired{gone}{_after(item)}"
    elif model.retires is None:
        sentence = f"{name} is {item.stage.value}, without a day"
    elif model.date_kind is DateKind.NOT_BEFORE:
        sentence = f"{name} retires on {model.retires} at the earliest"
    else:
        sentence = f"{name} retires on {model.retires}"
    return (
        f"{sentence}: use {short(replacement(item))}" if model.replacement else f"{sentence}: no replacement is named"
    )


def _after(item: Retirement) -> str:
    if item.model.rerouted_to:
        return f" and requests go to {short(item.model.rerouted_to)}"
    return " and requests fail" if item.model.after == "fails" else ""


def place(at: Place) -> str:
    """``path:line``, with the cell of a notebook."""
    cell = f" (cell {at.cell})" if at.cell is not None else ""
    return f"{short(at.path)}:{at.line}{cell}"


def whose(at: Place) -> str:
    """Entry and owner, where there are any; the role where it does not select."""
    parts = [f"entry {short(at.entry)}"] if at.entry else []
    parts += [f"owner {short(at.owner)}"] if at.owner else []
    parts += [at.role] if at.role != "selects" else []
    return ", ".join(parts)


def trouble(watch: Watch, *, every: bool = False) -> list[str]:
    """One line for each source that failed; those of platforms not in use are only counted."""
    failed = [reading for reading in watch.readings if reading.failed]
    named = [reading for reading in failed if every or reading.platform in watch.platforms]
    lines = [f"{reading.platform} {reading.name}: {_state(reading)}" for reading in named]
    if rest := len(failed) - len(named):
        lines.append(f"{rest} source{'s' * (rest != 1)} of platforms that are not used here could not be read")
    return lines


def _state(reading: Reading) -> str:
    since = f"; what it said on {reading.seen} is kept" if reading.seen else ""
    return f"{reading.state.value}: {short(reading.reason or 'no reason')}{since}"


def verdict(watch: Watch) -> str:
    """The last line: how many, and what could not be verified."""
    near = sum(item.fails for item in watch.retirements)
    count = len(watch.retirements)
    what = f"{count} retirement{'s' * (count != 1)} within {watch.within} days, {near} within {watch.fail_within}"
    checked = f"{watch.uses} use{'s' * (watch.uses != 1)} in {watch.files} file{'s' * (watch.files != 1)}"
    if watch.errors:
        return f"{what}; {checked}; NOT VERIFIED: {len(watch.errors)} platform{'s' * (len(watch.errors) != 1)}"
    return f"{what}; {checked}"
