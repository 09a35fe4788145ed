"""n8n workflows: parameters of nodes; names of nodes, labels and notes are for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._nodes import Mapping, Node, Scalar, Sequence
from modelguard.readers._structures import Structure
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Span

_NODE = re.compile(
    r"(?:lmChat|lm|embeddings|reranker)(Ollama|AzureOpenAi|Anthropic|GoogleGemini|GoogleVertex|Mistral|Groq|DeepSeek|"
    r"OpenRouter|AwsBedrock|Cohere|XAi)"
)
"""Nodes that speak to one platform; the node for OpenAI also speaks to whoever speaks its protocol."""
_PLATFORM = {"AzureOpenAi": "azure", "GoogleGemini": "gemini", "GoogleVertex": "vertex", "AwsBedrock": "bedrock"}
_LABELS = frozenset({"name", "cachedResultName", "cachedResultUrl", "notes", "versionId", "webhookId", "id"})


def claims(path: str, root: Node) -> bool:
    """A mapping with a list of ``nodes`` and their ``connections``."""
    return (
        isinstance(root, Mapping)
        and isinstance(root.get("nodes"), Sequence)
        and isinstance(root.get("connections"), Mapping)
    )


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted parameter; an expression (``=...``) without a computed part is its text."""
    for literal in Emitter(source.text, wanted, Facts(refine=_refine)).emit(root):
        if literal.value.startswith("=") and literal.context.place is Place.CONFIG_VALUE:
            span = Span(literal.span.start + 1, literal.span.end)
            literal = replace(literal, value=literal.value[1:], span=span)
        yield literal


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context | None:
    """``None`` for what only people read. ``{value: HERE}`` of a picked model is named for what is picked."""
    if "connections" in context.path[:1] or context.name == "connections" or context.place is Place.CONFIG_KEY:
        return None
    if context.name in _LABELS and (context.path[-1:] == ("nodes",) or context.name != "name"):
        return None
    node_type = _NODE.search((context.hint or "").rpartition(".")[2])
    hint = _PLATFORM.get(node_type[1], node_type[1].lower()) if node_type else None
    context = replace(context, hint=hint)
    if context.name == "value" and context.path[-1:] and context.path[-1] != "parameters":
        return replace(context, name=context.path[-1])
    return context


STRUCTURE = Structure("n8n", claims, read)
