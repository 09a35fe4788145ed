"""Whether an edited file says what it said before, but for the edit.

Python by its syntax tree, the data formats by their parsed values, every language by what its reader
finds: same literals at the moved places, same surroundings, other values only where an edit stands.
"""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Callable, Sequence
from typing import Any

from modelguard import scanning
from modelguard.text import SourceFile
from modelguard.types import Edit, Literal, Reading


def differs(old: SourceFile, new: SourceFile, edits: Sequence[Edit]) -> str | None:
    """Why the new text is not the old one with ``edits``, or None where it is."""
    if new.problem or new.encoding != old.encoding or new.bom != old.bom:
        return "the edit would change its encoding"
    reader = scanning.reader_for(old.path)
    if reader is None:
        return "nothing here can read it"
    changed = {old.text[edit.span.start : edit.span.end]: edit.text for edit in edits}
    suffix = old.path.rsplit(".", 1)[-1].lower()
    if (parse := _PARSERS.get(suffix)) and (why := _parsed_differs(parse, old.text, new.text, changed)):
        return why
    before = reader.read(old, lambda _: True)
    after = reader.read(new, lambda _: True)
    return None if _same(before, after, edits) else "the edit would change more than the id"


def _same(before: Reading, after: Reading, edits: Sequence[Edit]) -> bool:
    if len(before.literals) != len(after.literals) or len(before.problems) != len(after.problems):
        return False
    return all(_same_literal(one, other, edits) for one, other in zip(before.literals, after.literals, strict=True))


def _same_literal(one: Literal, other: Literal, edits: Sequence[Edit]) -> bool:
    inside = [edit for edit in edits if one.span.start <= edit.span.start and edit.span.end <= one.span.end]
    moved = _moved(one.span.start, edits)
    if other.span.start != moved or one.context.place != other.context.place or one.exact != other.exact:
        return False
    value = one.value
    for edit in sorted(inside, key=lambda item: item.span, reverse=True):
        if not one.exact:
            return True
        start, end = edit.span.start - one.span.start, edit.span.end - one.span.start
        value = value[:start] + edit.text + value[end:]
    return other.value == value or bool(one.context.used_at)


def _moved(offset: int, edits: Sequence[Edit]) -> int:
    return offset + sum(len(e.text) - (e.span.end - e.span.start) for e in edits if e.span.end <= offset)


def _parsed_differs(parse: Callable[[str], Any], old: str, new: str, changed: dict[str, str]) -> str | None:
    """Compare parsed forms; a file that did not parse before is left to its reader."""
    try:
        before = parse(old)
    except Exception:
        return None
    try:
        after = parse(new)
    except Exception:
        return "it could not be read after the edit"
    return None if _equal(before, after, changed) else "the edit would change more than the id"


def _equal(before: Any, after: Any, changed: dict[str, str]) -> bool:
    """Same shape; a string may differ only by an old id that became its new one."""
    if isinstance(before, str) and isinstance(after, str):
        return (
            before == after
            or any(before.replace(old, new) == after for old, new in changed.items())
            or (_all_replaced(before, changed) == after)
        )
    if type(before) is not type(after):
        return False
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_equal, before, after, [changed] * len(before)))
    return bool(before == after)


def _all_replaced(text: str, changed: dict[str, str]) -> str:
    for old, new in changed.items():
        text = text.replace(old, new)
    return text


def _python(text: str) -> Any:
    """The tree as nested lists, without positions."""

    def plain(node: Any) -> Any:
        if isinstance(node, ast.AST):
            return [type(node).__name__, *(plain(value) for _, value in ast.iter_fields(node))]
        if isinstance(node, list):
            return [plain(item) for item in node]
        return node

    return plain(ast.parse(text))


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
        ]
        for event in yaml.parse(text, Loader=loader)
    ]


_PARSERS: dict[str, Callable[[str], Any]] = {
    "py": _python, "pyi": _python, "json": _json, "ipynb": _json, "toml": _toml, "yaml": _yaml, "yml": _yaml,
}  # fmt: skip
