"""promptfoo configurations: ``openai:chat:gpt-5`` names a provider, a kind of call and a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._nodes import Mapping, Node
from modelguard.readers._structures import Structure
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Span

_PROVIDER = re.compile(
    r"(?P<provider>[a-z][a-z0-9_-]{1,30}):"
    r"(?:(?:chat|completions?|embeddings?|responses|messages|assistant|image|realtime|converse|moderation|rerank|text):)?"
    r"(?P<model>[^\s:][^\s]*)"
)
_PLACES = frozenset({"providers", "provider", "targets", "id", "text", "embedding", "classification", "grader"})
_NEVER = frozenset({"file", "https", "http", "exec", "python", "package", "golang", "ruby", "webhook"})


def claims(path: str, root: Node) -> bool:
    """A file named for promptfoo, or ``prompts`` with ``providers`` or ``targets``."""
    if not isinstance(root, Mapping):
        return False
    if path.rpartition("/")[2].lower().startswith("promptfooconfig"):
        return True
    serves = root.get("providers") or root.get("targets")
    return serves is not None and root.get("prompts") is not None


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Providers with the model's own part as the value; everything else as it stands."""
    for literal in Emitter(source.text, wanted, Facts()).emit(root):
        yield _model(literal)


def _model(literal: Literal) -> Literal:
    """The literal of the model's part of a provider string."""
    context, match = literal.context, _PROVIDER.fullmatch(literal.value)
    if context.name not in _PLACES or not match or match["provider"] in _NEVER or not literal.exact:
        return literal
    start = literal.span.start + match.start("model")
    provider = match["provider"]
    named: Context = replace(
        context,
        place=Place.CONFIG_ITEM if context.place is Place.CONFIG_ITEM else Place.CONFIG_VALUE,
        name="provider",
        hint=provider,
        opaque=provider in ("azure", "azureopenai"),
    )
    return replace(literal, value=match["model"], span=Span(start, literal.span.end), context=named)


STRUCTURE = Structure("promptfoo", claims, read)
