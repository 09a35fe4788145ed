"""From parsed documents to literals: ask the structures, then walk the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelguard.readers import Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._nodes import Node
from modelguard.registry import parts
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Span


def read_tree(source: SourceFile, roots: Iterable[Node], wanted: Wanted) -> Iterator[Literal]:
    """Literals of every document of one file, each by the first structure that claims it."""
    for root in roots:
        for module in parts("modelguard.readers._structures"):
            structure = module.STRUCTURE
            if structure.claims(source.path, root):
                yield from structure.read(source, root, wanted)
                break
        else:
            facts = Facts(environment=environment.of_path(source.path))
            yield from Emitter(source.text, wanted, facts).emit(root)


def comments(source: SourceFile, spans: Iterable[Span], wanted: Wanted) -> Iterator[Literal]:
    """Wanted comments, each one literal."""
    for span in spans:
        value = source.text[span.start : span.end]
        if wanted(value):
            yield Literal(value, span, Context(Place.COMMENT))
