"""TOML: values with their key paths, dotted and quoted keys, tables and arrays of tables."""

from __future__ import annotations

from modelguard.readers import Reader, Wanted
from modelguard.readers import _toml_scan as scanner
from modelguard.readers._documents import comments, read_tree
from modelguard.text import SourceFile
from modelguard.types import Reading


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Every wanted key and value; a line that is wrong costs that line."""
    found = scanner.scan(source.text)
    literals = (*comments(source, found.comments, wanted), *read_tree(source, [found.root], wanted))
    return Reading(literals=literals, problems=(found.problem,) if found.problem else ())


READER = Reader(
    name="toml",
    suffixes=(".toml",),
    filenames=("pipfile", "*.toml.example", "*.toml.sample", "*.toml.template"),
    read=read,
    source_code=False,
    limit=1_000_000,
)
