"""LiteLLM proxy: ``model_list``, fallbacks and aliases.

A ``model_name`` is what callers say and may look like an id while another model answers; only
``litellm_params.model`` and ``base_model`` say what is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._nodes import Mapping, Node, Scalar, Sequence, dig
from modelguard.readers._structures import Structure
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place

_DATED = re.compile(r"(azure/[\w.-]+)-(\d{4}-\d{2}-\d{2}|\d{4})")
"""How LiteLLM writes a version of Azure: as OpenAI writes a snapshot."""


def claims(path: str, root: Node) -> bool:
    """A ``model_list`` of which an entry has ``litellm_params``, or LiteLLM's own settings."""
    models = dig(root, "model_list")
    if isinstance(models, Sequence):
        return any(isinstance(item, Mapping) and item.get("litellm_params") for item in models.items)
    return dig(root, "litellm_settings") is not None and dig(root, "router_settings") is not None


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """What is called; the proxy's own names are left out wherever they stand."""
    names = frozenset(_names(root))

    def refine(context: Context, node: Scalar, above: Ancestors) -> Context | None:
        if context.name in ("model_name", "model_alias") or "*" in node.value or node.value in names:
            called = context.name in ("model", "base_model") and "litellm_params" in (*context.path, "model_info")
            if not called or "*" in node.value:
                return None
        if context.place is Place.CONFIG_KEY:
            return None
        return replace(context, hint="azure") if context.name == "base_model" and not context.hint else context

    facts = Facts("litellm", environment.of_path(source.path), refine)
    for literal in Emitter(source.text, wanted, facts).emit(root):
        dated = _DATED.fullmatch(literal.value) if literal.context.name == "base_model" else None
        yield replace(literal, value=f"{dated[1]}@{dated[2]}", exact=False) if dated else literal


def _names(root: Node) -> Iterator[str]:
    """Every name the proxy gives to a model."""
    models = dig(root, "model_list")
    for item in models.items if isinstance(models, Sequence) else ():
        if isinstance(item, Mapping) and (name := item.scalar("model_name")):
            yield name
    aliases = dig(root, "router_settings", "model_group_alias")
    if isinstance(aliases, Mapping):
        yield from (key.value for key, _ in aliases.entries)


STRUCTURE = Structure("litellm", claims, read)
