"""``--format github``: workflow commands that GitHub shows at the lines of code.

GitHub shows 10 annotations of a type a step, so the nearest days come first and the last one counts the rest.
"""

from __future__ import annotations

from modelguard.reports import Options
from modelguard.watch import Place, Retirement, Watch
from modelguard.watch.outputs import WatchOutput, _words

LIMIT = 10


def render(watch: Watch, options: Options) -> str:
    """One command a use, errors for what is near, warnings for the rest; then one a platform not verified."""
    lines = [_command("error", {"title": "modelguard: not verified"}, error) for error in watch.errors]
    for level, fails in (("error", True), ("warning", False)):
        pairs = [(item, at) for item in watch.retirements if item.fails is fails for at in item.places]
        room = LIMIT - 1 - (len(lines) if fails else 0) if len(pairs) > LIMIT else LIMIT
        lines += [_annotation(level, item, at, watch) for item, at in pairs[: max(room, 0)]]
        if (more := len(pairs) - max(room, 0)) > 0:
            lines.append(_command(level, {"title": "modelguard"}, f"{more} more uses: see --format text"))
    unused = [item for item in watch.retirements if not item.places]
    lines += [
        _command("notice", {"title": _title(item)}, _words.headline(item, watch.as_of)) for item in unused[:LIMIT]
    ]
    return "\n".join(lines)


def _annotation(level: str, item: Retirement, at: Place, watch: Watch) -> str:
    whose = f" ({_words.whose(at)})" if _words.whose(at) else ""
    message = f"{_words.headline(item, watch.as_of)}, {_words.left(item)}{whose}"
    properties = {"file": at.path, "line": str(at.line), "col": str(at.column), "title": _title(item)}
    return _command(level, properties, message)


def _title(item: Retirement) -> str:
    return f"{_words.short(item.model.id)} retires"


def _command(level: str, properties: dict[str, str], message: str) -> str:
    pairs = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {pairs}::{_data(_words.short(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(_words.short(text)).replace(":", "%3A").replace(",", "%2C")


OUTPUT = WatchOutput("github", render, "GitHub Actions annotations")
