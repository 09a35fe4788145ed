"""JSON, JSON with comments and JSON5."""

from __future__ import annotations

from modelguard.readers import Reader, Wanted
from modelguard.readers import _json_scan as scanner
from modelguard.readers._documents import comments, read_tree
from modelguard.readers._versions import deployments_in
from modelguard.text import SourceFile
from modelguard.types import Reading


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Every wanted key and value, with its key path."""
    found = scanner.scan(source.text)
    literals = list(comments(source, found.comments, wanted))
    literals.extend(read_tree(source, found.roots, wanted))
    problems = (found.problem,) if found.problem else ()
    return Reading(literals=tuple(literals), problems=problems, deployments=deployments_in(source.text, found.roots))


READER = Reader(
    name="json",
    suffixes=(".json", ".jsonc", ".json5", ".tfvars.json", ".code-workspace", ".avsc"),
    filenames=(
        ".babelrc",
        ".eslintrc",
        ".prettierrc",
        "*.json.example",
        "*.json.sample",
        "*.json.template",
        "*.json.dist",
        "*.json.*example",
    ),
    read=read,
    source_code=False,
    limit=1_000_000,
)
