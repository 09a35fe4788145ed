"""From a tree of configuration values to literals: the same rules for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from modelguard.readers import Wanted
from modelguard.readers._commands import options
from modelguard.readers._nodes import Mapping, Node, Scalar, Sequence
from modelguard.readers._strings import longer
from modelguard.types import Context, Literal, Place, Span

Ancestors = tuple[Mapping | Sequence, ...]
Refine = Callable[[Context, Scalar, Ancestors], Context | None]
"""A structure's word on one value: a better context, or ``None`` to leave the value out."""

_HINTS = frozenset(
    {
        "provider",
        "providername",
        "provider_name",
        "provider_id",
        "llm_provider",
        "llmprovider",
        "model_provider",
        "api_type",
        "apitype",
        "api_provider",
        "vendor",
        "backend",
        "platform",
        "service",
        "format",
        "publisher",
        "engine_type",
        "model_type",
        "client",
        "type",
        "custom_llm_provider",
    }
)
_BASES = frozenset({"base_url", "baseurl", "base-url", "api_base", "apibase", "api-base", "endpoint", "url", "api_url"})
_MAX_SIBLINGS = 30


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for a whole file or document."""

    deployed: str | None = None
    environment: str | None = None
    refine: Refine | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """What the mapping round a value says; handed down where the mapping inside is silent."""

    path: tuple[str, ...] = ()
    hint: str | None = None
    base_url: str | None = None
    siblings: tuple[str, ...] = ()


@dataclass(slots=True)
class Emitter:
    """Walks a tree once and yields a literal for every wanted key and value."""

    text: str
    wanted: Wanted
    facts: Facts

    def emit(self, root: Node) -> Iterator[Literal]:
        """All literals below ``root``. The tree is at most :data:`MAX_DEPTH` deep."""
        yield from self._node(root, None, _Around(), ())

    def _node(self, node: Node, name: str | None, around: _Around, above: Ancestors) -> Iterator[Literal]:
        if isinstance(node, Scalar):
            yield from self._scalar(node, name, around, above)
        elif isinstance(node, Mapping):
            yield from self._mapping(node, name, around, above)
        else:
            items = sum(isinstance(item, Scalar) and self.wanted(item.value) for item in node.items)
            for item in node.items:
                if isinstance(item, Scalar):
                    yield from self._scalar(item, name, around, (*above, node), items=items)
                else:
                    yield from self._node(item, name, around, (*above, node))

    def _mapping(self, node: Mapping, name: str | None, around: _Around, above: Ancestors) -> Iterator[Literal]:
        inner = _inside(node, name, around)
        chain = (*above, node)
        values = sum(isinstance(value, Scalar) and self.wanted(value.value) for _, value in node.entries)
        keys = sum(self.wanted(key.value) for key, _ in node.entries)
        for key, value in node.entries:
            if self.wanted(key.value) and key.text:
                context = Context(Place.CONFIG_KEY, name, around.path, siblings=inner.siblings, items=keys)
                yield from self._literal(key, context, chain)
            if isinstance(value, Scalar):
                yield from self._scalar(value, key.value, inner, chain, items=values)
            else:
                yield from self._node(value, key.value, inner, chain)

    def _scalar(
        self, node: Scalar, name: str | None, around: _Around, above: Ancestors, *, items: int = 0
    ) -> Iterator[Literal]:
        if not node.text or not self.wanted(node.value):
            return
        item = bool(above) and isinstance(above[-1], Sequence)
        context = Context(
            Place.CONFIG_ITEM if item else Place.CONFIG_VALUE,
            name,
            around.path,
            hint=around.hint,
            base_url=around.base_url,
            siblings=around.siblings,
            items=items,
        )
        yield from self._literal(node, context, above)

    def _literal(self, node: Scalar, context: Context, above: Ancestors) -> Iterator[Literal]:
        facts = self.facts
        full: Context | None = replace(context, deployed=facts.deployed, environment=facts.environment)
        if facts.refine and full:
            full = facts.refine(full, node, above)
        if full is None:
            return
        if full.place is Place.CONFIG_KEY or not longer(node.value):
            yield Literal(node.value, node.span, full, node.exact)
            return
        yield Literal(node.value, node.span, replace(full, place=Place.TEXT), node.exact)
        yield from embedded(self.text, node.span, full, self.wanted)


def _inside(node: Mapping, name: str | None, around: _Around) -> _Around:
    """What ``node`` says of the values in it."""
    hint, base_url = around.hint, around.base_url
    for key, value in node.entries:
        if isinstance(value, Scalar) and len(value.value) < 200:
            word = key.value.lower()
            if word in _HINTS and value.value:
                hint = value.value
            elif word in _BASES and "://" in value.value:
                base_url = value.value
    siblings = tuple(key.value.lower()[:60] for key, _ in node.entries[:_MAX_SIBLINGS])
    return _Around((*around.path, name) if name is not None else around.path, hint, base_url, siblings)


def embedded(text: str, span: Span, context: Context, wanted: Wanted) -> Iterator[Literal]:
    """Model options of command lines inside a longer value: ``--model gpt-4o``, ``MODEL=...``."""
    for option in options(text, span.start, span.end):
        value = text[option.span.start : option.span.end]
        if wanted(value):
            yield Literal(value, option.span, replace(context, place=option.place, name=option.name))
