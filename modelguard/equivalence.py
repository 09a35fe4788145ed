"""Whether an edited file says what it said before, but for the edit.

Python by its syntax trees, the data formats by their parsed values, every language by what its reader
finds: same literals at the moved places, same surroundings, other values only where an edit stands.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from typing import Any

from modelguard import languages
from modelguard.pythonedits import renamed
from modelguard.text import SourceFile
from modelguard.types import Edit, Literal, Reading

_MORE = "the edit would change more than the id"


def differs(old: SourceFile, new: SourceFile, edits: Sequence[Edit]) -> str | None:
    """Why the new text is not the old one with ``edits``, or None where it is."""
    if new.problem or new.encoding != old.encoding or new.bom != old.bom:
        return "the edit would change its encoding"
    reader = languages.reader_for(old.path)
    if reader is None:
        return "nothing here can read it"
    if why := _by_format(old, new, edits):
        return why
    before = reader.read(old, lambda _: True)
    after = reader.read(new, lambda _: True)
    changed = {old.text[edit.span.start : edit.span.end]: edit.text for edit in edits}
    return None if _same(before, after, edits, changed) else _MORE


def _by_format(old: SourceFile, new: SourceFile, edits: Sequence[Edit]) -> str | None:
    suffix = old.path.rsplit(".", 1)[-1].lower()
    if suffix in ("py", "pyi", "pyw"):
        from modelguard import pythonedits

        return pythonedits.differs(old, new, edits)
    parse = _PARSERS.get(suffix)
    changed = {old.text[edit.span.start : edit.span.end]: edit.text for edit in edits}
    return _parsed_differs(parse, old.text, new.text, changed) if parse else None


def _same(before: Reading, after: Reading, edits: Sequence[Edit], changed: dict[str, str]) -> bool:
    if len(before.literals) != len(after.literals) or len(before.problems) != len(after.problems):
        return False
    pairs = zip(before.literals, after.literals, strict=True)
    return all(_same_literal(one, other, edits, changed) for one, other in pairs)


def _same_literal(one: Literal, other: Literal, edits: Sequence[Edit], changed: dict[str, str]) -> bool:
    if other.span.start != _moved(one.span.start, edits) or one.exact != other.exact:
        return False
    if _surroundings(one) != _surroundings(other):
        return False
    inside = [edit for edit in edits if one.span.start <= edit.span.start and edit.span.end <= one.span.end]
    if inside and not one.exact:
        return renamed(one.value, other.value, changed)
    value = one.value
    for edit in sorted(inside, key=lambda item: item.span, reverse=True):
        start, end = edit.span.start - one.span.start, edit.span.end - one.span.start
        value = value[:start] + edit.text + value[end:]
    return other.value == value or bool(one.context.used_at)


def _surroundings(literal: Literal) -> tuple[object, ...]:
    """What an edit of an id may not change; labels and counts of ids nearby may follow it."""
    context = literal.context
    return context.place, context.name, context.call, context.client, context.deployed, literal.dynamic, literal.cell


def _moved(offset: int, edits: Sequence[Edit]) -> int:
    return offset + sum(len(e.text) - (e.span.end - e.span.start) for e in edits if e.span.end <= offset)


def _parsed_differs(parse: Callable[[str], Any], old: str, new: str, changed: dict[str, str]) -> str | None:
    """Compare parsed forms; a file that did not parse before is left to its reader."""
    try:
        before = parse(old)
    except (RecursionError, MemoryError):
        return "it is nested too deeply to be sure of an edit"
    except Exception:
        return None
    try:
        after = parse(new)
    except Exception:
        return "it could not be read after the edit"
    return None if _equal(before, after, changed) else _MORE


def _equal(before: Any, after: Any, changed: dict[str, str]) -> bool:
    """Same shape; a string may differ only by old ids that became their new ones."""
    pending = [(before, after)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, (list, tuple)):
            if len(one) != len(other):
                return False
            pending.extend(zip(one, other, strict=True))
        elif isinstance(one, str):
            if one != other and not renamed(one, other, changed):
                return False
        elif repr(one) != repr(other):
            return False
    return True


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=lambda pairs: [list(pair) for pair in pairs], parse_constant=str)


def _toml(text: str) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return [[key, plain(item)] for key, item in value.items()]
        return [plain(item) for item in value] if isinstance(value, list) else value

    return plain(tomllib.loads(text))


def _yaml(text: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [
        [
            type(event).__name__,
            getattr(event, "value", None),
            getattr(event, "anchor", None),
            getattr(event, "tag", None),
            getattr(event, "style", None),
        ]
        for event in yaml.parse(text, Loader=loader)
    ]


_PARSERS: dict[str, Callable[[str], Any]] = {
    "json": _json, "ipynb": _json, "toml": _toml, "yaml": _yaml, "yml": _yaml,
}  # fmt: skip
