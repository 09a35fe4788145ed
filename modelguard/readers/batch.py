"""Files of requests for a provider's batch API: one JSON object a line, each with the body of a request.

Only the model of a body is read: what else such lines hold is what people ask. Data sets are JSON Lines too, often
huge, so that only files whose names say what they are for are opened at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.readers import Reader, Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._json_scan import scan
from modelguard.readers._nodes import Mapping, Node, Scalar
from modelguard.text import SourceFile
from modelguard.types import Literal, Reading

_BODIES = ("body", "params")


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """The model of every request, under its key path."""
    found = scan(source.text)
    emitter = Emitter(source.text, wanted, Facts(environment=environment.of_path(source.path)))
    literals = tuple(literal for root in found.roots for literal in _asked(root, emitter))
    return Reading(literals=literals, problems=(found.problem,) if found.problem else ())


def _asked(root: Node, emitter: Emitter) -> Iterator[Literal]:
    """The model that one line asks; nothing where the line is no request."""
    if not isinstance(root, Mapping) or root.get("custom_id") is None:
        return
    for name in _BODIES:
        body = root.mapping(name)
        for key, value in body.entries if body else ():
            if key.value == "model" and isinstance(value, Scalar):
                inner = Mapping([(key, value)], value.span)
                yield from emitter.emit(Mapping([(Scalar(name, key.span, text=False), inner)], value.span))


READER = Reader(
    name="batch",
    suffixes=(),
    filenames=("*requests*.jsonl", "*batch*.jsonl"),
    read=read,
    source_code=False,
)
