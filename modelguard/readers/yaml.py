"""YAML: values with their key paths; Kubernetes, compose, workflows and others by their own structure."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from modelguard.readers import Reader, Wanted
from modelguard.readers._documents import comments, read_tree
from modelguard.readers._nodes import scalars
from modelguard.readers._templates import is_template
from modelguard.readers._versions import deployments_in
from modelguard.readers._yaml_lines import lines
from modelguard.readers._yaml_nodes import Stream, parse
from modelguard.text import SourceFile
from modelguard.types import Literal, Reading, Span

_CLOUDFORMATION = re.compile(r"^\s*\"?(?:AWSTemplateFormatVersion\"?:|Resources\"?:)", re.MULTILINE)
_COMMENT = re.compile(r"(?:(?<=[ \t])|(?<![^\r\n]))#([^\r\n]*)")


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """All documents of the file; after a broken place, every line that gives a key a value.

    A template is no YAML before it is rendered, and nobody's mistake. What is called ``.template`` may be
    anything: only CloudFormation's are read.
    """
    if source.path.endswith(".template") and not _CLOUDFORMATION.search(source.text):
        return Reading()
    stream = parse(source.text)
    if stream.broken is not None and is_template(source.text):
        stream = parse(source.text, template=True)
        stream.problems = [problem for problem in stream.problems if problem.limit]
    literals = [*read_tree(source, stream.roots, wanted), *_comments(source, stream, wanted)]
    if stream.broken is not None:
        literals += read_tree(source, lines(source.text, stream.broken), wanted)
    return Reading(
        literals=tuple(_unique(literals)),
        problems=tuple(stream.problems),
        deployments=deployments_in(source.text, stream.roots),
    )


def _comments(source: SourceFile, stream: Stream, wanted: Wanted) -> Iterator[Literal]:
    """Comments, which the parser drops: a ``#`` that stands in no value."""
    found = [match for match in _COMMENT.finditer(source.text) if wanted(match.group())]
    if not found:
        return
    taken = sorted((node.span.start, node.span.end) for root in stream.roots for node in scalars(root))
    starts = [start for start, _ in taken]
    for match in found:
        before = bisect.bisect_right(starts, match.start()) - 1
        if before < 0 or taken[before][1] <= match.start():
            yield from comments(source, [Span(*match.span(1))], wanted)


def _unique(literals: list[Literal]) -> Iterator[Literal]:
    """Each span once a name: an aliased value counts under the name of each alias, and what was parsed
    before a broken place may be read again line by line."""
    seen: set[tuple[Span, str | None]] = set()
    for literal in literals:
        key = (literal.span, literal.context.name)
        if key not in seen:
            seen.add(key)
            yield literal


READER = Reader(
    name="yaml",
    suffixes=(".yaml", ".yml"),
    filenames=(
        ".yamllint",
        "*.yaml.tpl",
        "*.yml.tpl",
        "*.yaml.j2",
        "*.yml.j2",
        "*.yaml.gotmpl",
        "*.yml.gotmpl",
        "*.yaml.tmpl",
        "*.yml.tmpl",
        "*.yaml.template",
        "*.yml.template",
        "*.yaml.example",
        "*.yml.example",
        "*.yaml.sample",
        "*.yml.sample",
        "*.yaml.dist",
        "*.yml.dist",
        "*.template",
    ),
    read=read,
    source_code=False,
    limit=1_000_000,
)
