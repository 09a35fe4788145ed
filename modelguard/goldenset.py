"""How many cases a golden set holds, counted as a stream: JSONL, JSON, CSV, TSV and YAML."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

MAX_BYTES = 500_000_000
_CHUNK = 1 << 18
_LIST_KEYS = ("cases", "tests", "samples", "examples", "data", "goldens", "items", "rows")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{},]|[^\s\[\]{},"]+', re.DOTALL)


class Uncountable(Exception):
    """A golden set that cannot be counted; the message says why in one clause."""


def count(path: Path) -> int:
    """Cases in a golden set. Raises Uncountable."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Uncountable("it is larger than 500 MB")
        counter = _COUNTERS.get(path.suffix.lower())
        if counter is None:
            raise Uncountable("its suffix is none of .jsonl, .json, .csv, .tsv, .yaml")
        return counter(path)
    except (OSError, UnicodeError, csv.Error, ValueError, RecursionError) as error:
        reason = type(error).__name__ if isinstance(error, OSError) else str(error).split("\n")[0][:80]
        raise Uncountable(f"it cannot be read ({reason})") from None


def _jsonl(path: Path) -> int:
    """Lines that hold something; the first and the last must be JSON objects or the file is no JSONL."""
    number, last = 0, b""
    with path.open("rb") as handle:
        for line in _lines(handle):
            if number == 0:
                _object(line, 1)
            number, last = number + 1, line
    if number:
        _object(last, number)
    return number


def _lines(handle: BinaryIO) -> Iterator[bytes]:
    for line in handle:
        clean = line.removeprefix(b"\xef\xbb\xbf").strip()
        if clean:
            yield clean


def _object(line: bytes, number: int) -> None:
    try:
        value = json.loads(line)
    except ValueError:
        raise Uncountable(f"its case {number:,} is not JSON") from None
    if not isinstance(value, dict | list | str):
        raise Uncountable(f"its case {number:,} is not a JSON object")


def _separated(path: Path, delimiter: str) -> int:
    """Records that hold something, the header left out; a record may span lines."""
    limit = csv.field_size_limit(10_000_000)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = sum(1 for row in csv.reader(handle, delimiter=delimiter) if any(row))
    finally:
        csv.field_size_limit(limit)
    return max(rows - 1, 0)


def _yaml(path: Path) -> int:
    """Items of the list at the root, or under ``cases`` and its like; counted from events."""
    import yaml

    try:
        with path.open("rb") as handle:
            return _items(yaml.parse(handle, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError:
        raise Uncountable("it is not YAML") from None


def _items(events: Iterator[Any]) -> int:
    """Counts children of the list that holds the cases."""
    import yaml

    depth, number, listing, key, expect = 0, 0, 0, "", True
    for event in events:
        starts = isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent)
        if listing and depth == listing and (starts or isinstance(event, yaml.ScalarEvent | yaml.AliasEvent)):
            number += 1
        if depth == 1 and not listing and isinstance(event, yaml.ScalarEvent):
            key, expect = (event.value, False) if expect else (key, True)
        if starts:
            depth += 1
            if depth > 200:
                raise Uncountable("it is nested over 200 levels deep")
            is_list = isinstance(event, yaml.SequenceStartEvent)
            if is_list and not listing and (depth == 1 or (depth == 2 and key in _LIST_KEYS)):
                listing = depth
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            if listing == depth:
                return number
            depth -= 1
            expect = expect or depth == 1
    if not listing:
        raise Uncountable("it holds no list of cases")
    return number


def _json(path: Path) -> int:
    """Members of the array at the root, or under ``cases`` and its like; read in pieces."""
    with path.open("rb") as handle:
        return _members(_tokens(handle))


def _members(tokens: Iterator[bytes]) -> int:
    depth, number, listing, key, waiting, done = 0, 0, 0, b"", True, False
    for token in tokens:
        if done:
            continue
        if listing and depth == listing and waiting and token != b"]":
            number, waiting = number + 1, False
        if token in (b"[", b"{"):
            depth += 1
            if token == b"[" and not listing and (depth == 1 or (depth == 2 and _listed(key))):
                listing, waiting = depth, True
        elif token in (b"]", b"}"):
            done = listing == depth
            depth -= 1
            if depth < 0:
                raise Uncountable("its brackets do not match")
        elif token == b",":
            waiting = waiting or depth == listing
        elif depth == 1 and not listing and token.startswith(b'"'):
            key = token
    if not listing:
        raise Uncountable("it holds no list of cases")
    if not done:
        raise Uncountable("it ends in the middle")
    return number


def _listed(key: bytes) -> bool:
    return key.strip(b'"').decode("utf-8", "replace") in _LIST_KEYS


def _tokens(handle: BinaryIO) -> Iterator[bytes]:
    """JSON tokens of a stream; a token may be cut by the end of a piece."""
    rest = b""
    while piece := handle.read(_CHUNK):
        buffer = rest + piece
        end = 0
        for match in _TOKEN.finditer(buffer):
            if match.end() == len(buffer) or match[0] == b'"':
                break
            end = match.end()
            yield match[0]
        rest = buffer[end:]
        if len(rest) > 50_000_000:
            raise Uncountable("one of its values is larger than 50 MB")
    yield from (match[0] for match in _TOKEN.finditer(rest))


_COUNTERS = {
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".json": _json,
    ".csv": lambda path: _separated(path, ","),
    ".tsv": lambda path: _separated(path, "\t"),
    ".yaml": _yaml,
    ".yml": _yaml,
}
