"""From a tree of configuration values to literals: the same rules for every format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from modelguard.readers import Wanted
from modelguard.readers._commands import options
from modelguard.readers._nodes import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from modelguard.readers._strings import default_of, deployment, fallbacks, longer, members, template
from modelguard.readers._versions import UNKNOWN, versions_in
from modelguard.types import Context, Literal, Place, Span, record

Ancestors = tuple[Mapping | Sequence, ...]
Refine = Callable[[Context, Scalar, Ancestors], Context | None]
"""A structure's word on one value: a better context, or ``None`` to leave the value out."""

_HINTS = frozenset(
    """provider providername provider_name provider_id llm_provider llmprovider model_provider modelprovider api_type
    apitype api_provider vendor backend platform publisher custom_llm_provider engine_type""".split()
)
_VAGUE_HINTS = frozenset({"type", "format", "service", "client"})
_BASES = frozenset({"base_url", "baseurl", "base-url", "api_base", "apibase", "api-base", "endpoint", "url", "api_url"})
_GIVEN = frozenset({"value", "Value", "ParameterValue", "default", "defaultValue", "default_value"})
_MAX_SIBLINGS = 30
_NAMED = re.compile(r"(?P<name>-{0,2}[A-Za-z_][\w.-]{0,80})=(?P<value>[^\s\"']{1,300})")
_OPTION = re.compile(r"--?[A-Za-z][\w-]{0,60}")
_WORD = re.compile(r"[A-Za-z0-9]\S{0,300}")
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]{0,80}")
_PROSE = re.compile(r"(?i).*(?:description|content|notes?|text|title|label|summary|help|message|prompt|instructions?)")
"""Names of values that people read: a command line in one is an example."""
_EXAMPLES = frozenset({"example", "examples", "x-codeSamples", "x-oaiMeta"})


@record
class Facts:
    """What holds for a whole file or document. ``versions``: see :func:`modelguard.readers._versions.versions`."""

    deployed: str | None = None
    environment: str | None = None
    refine: Refine | None = None
    versions: dict[int, str] = field(default_factory=dict)


@record
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
    versions: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.versions = dict(self.facts.versions)

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
                if len(above) >= MAX_DEPTH:
                    return
                if isinstance(item, Scalar):
                    yield from self._scalar(item, name, around, (*above, node), items=items)
                else:
                    yield from self._node(item, name, around, (*above, node))

    def _mapping(self, node: Mapping, name: str | None, around: _Around, above: Ancestors) -> Iterator[Literal]:
        inner = _inside(node, name, around)
        if not self.facts.versions:
            self.versions.update(versions_in(node, name))
        chain = (*above, node)
        values = sum(isinstance(value, Scalar) and self.wanted(value.value) for _, value in node.entries)
        keys = sum(self.wanted(key.value) for key, _ in node.entries)
        for key, value in node.entries:
            if self.wanted(key.value) and key.text:
                context = Context(Place.CONFIG_KEY, name, around.path, siblings=inner.siblings, items=keys)
                yield from self._literal(key, context, chain)
            if not isinstance(value, Scalar):
                if len(chain) < MAX_DEPTH:
                    yield from self._node(value, key.value, inner, chain)
            else:
                yield from self._scalar(value, key.value, inner, chain, items=values)

    def _scalar(
        self, node: Scalar, name: str | None, around: _Around, above: Ancestors, *, items: int = 0
    ) -> Iterator[Literal]:
        if not node.text or not self.wanted(node.value):
            return
        item = bool(above) and isinstance(above[-1], Sequence)
        if item and (part := _part(node, above[-1])):
            name, node, place = part
            context = Context(place, name, around.path, hint=around.hint, opaque=deployment(name))
            yield from self._literal(node, context, above)
            return
        called = self._paired(name, above) or name
        context = Context(
            Place.CONFIG_ITEM if item else Place.CONFIG_VALUE,
            called,
            around.path,
            hint=around.hint,
            base_url=around.base_url,
            siblings=around.siblings,
            items=items,
            opaque=deployment(called) or _deploys(name, above),
        )
        yield from self._literal(node, context, above)

    def _paired(self, name: str | None, above: Ancestors) -> str | None:
        """The name in ``{name: MODEL, value: HERE}``; a label that shows a model is none."""
        holder = above[-1] if above and name in _GIVEN else None
        said = holder.scalar("name", "Name", "key", "Key", "ParameterKey") if isinstance(holder, Mapping) else None
        if not said or not _IDENTIFIER.fullmatch(said):
            return None
        return said if said.isidentifier() or not self.wanted(said) else None

    def _literal(self, node: Scalar, context: Context, above: Ancestors) -> Iterator[Literal]:
        facts = self.facts
        full: Context | None = replace(context, deployed=facts.deployed, environment=facts.environment)
        if facts.refine and full:
            full = facts.refine(full, node, above)
        if full is None:
            return
        if version := self.versions.get(node.span.start):
            yield from self._pinned(node, replace(full, hint="azure"), version)
        elif full.place is Place.CONFIG_KEY:
            yield Literal(node.value, node.span, full, node.exact)
        elif inner := self._alternatives(node):
            for span in inner:
                value = self.text[span.start : span.end]
                if self.wanted(value):
                    yield Literal(value, span, full)
        elif node.exact and (listed := members(node.value, node.span.start)):
            yield from self._members(listed, full)
        elif not longer(value := node.value if node.dynamic else template(node.value)):
            dynamic = node.dynamic or value != node.value
            if not dynamic or self.wanted(value):  # else only the name of what is filled in says model
                yield Literal(value, node.span, full, node.exact and not dynamic, dynamic)
        else:
            yield Literal(node.value, node.span, replace(full, place=Place.TEXT), node.exact, node.dynamic)
            if not (_is_prose(full.name or "", node.value) or _EXAMPLES.intersection((*full.path, full.name or ""))):
                yield from embedded(self.text, node.span, full, self.wanted)

    def _pinned(self, node: Scalar, context: Context, version: str) -> Iterator[Literal]:
        """A name with the version that stands elsewhere."""
        for span in self._alternatives(node) or [node.span]:
            value = self.text[span.start : span.end] if span != node.span else node.value
            if self.wanted(value):
                dynamic = node.dynamic or version == UNKNOWN
                said = replace(context, path=(*context.path, "model")) if dynamic else context
                yield Literal(f"{value}@{version}", span, said, exact=False, dynamic=dynamic)

    def _members(self, spans: list[Span], context: Context) -> Iterator[Literal]:
        """Each member of a list that is written as one value."""
        item = replace(context, place=Place.CONFIG_ITEM, items=len(spans))
        for span in spans:
            if self.wanted(value := self.text[span.start : span.end]):
                yield Literal(value, span, item)

    def _alternatives(self, node: Scalar) -> list[Span]:
        """What a value becomes where nothing else is set."""
        if node.exact and (inner := default_of(node.value, node.span.start)):
            return [inner[1]]
        return fallbacks(self.text, node.span.start, node.span.end) if "{{" in node.value else []


def _is_prose(name: str, value: str) -> bool:
    """Whether a value is for people, a body that is no data among them."""
    return _PROSE.fullmatch(name) is not None or (name.lower() == "body" and not value.startswith(("{", "[", "=")))


def _inside(node: Mapping, name: str | None, around: _Around) -> _Around:
    """What ``node`` says of the values in it."""
    hint, base_url, named = around.hint, around.base_url, False
    for key, value in node.entries:
        if isinstance(value, Scalar) and len(value.value) < 200:
            word = key.value.lower()
            if value.text and (word in _HINTS or (word in _VAGUE_HINTS and not named)):
                hint, named = value.value, word in _HINTS
            elif word in _BASES and "://" in value.value:
                base_url = value.value
    siblings = tuple(key.value.lower()[:60] for key, _ in node.entries[:_MAX_SIBLINGS])
    return _Around((*around.path, name) if name is not None else around.path, hint, base_url, siblings)


def _part(node: Scalar, holder: Mapping | Sequence) -> tuple[str, Scalar, Place] | None:
    """A list item that names itself: ``MODEL=gpt-4o``, ``--model=gpt-4o``, or the item after ``--model``."""
    if match := _NAMED.fullmatch(node.value) if node.exact else None:
        begin = node.span.start + match.start("value")
        end = begin + len(match["value"])
        place = Place.COMMAND if match["name"].startswith("-") else Place.CONFIG_VALUE
        return match["name"].lstrip("-"), Scalar(match["value"], Span(begin, end)), place
    if isinstance(holder, Sequence) and _WORD.match(node.value):
        position = next((index for index, item in enumerate(holder.items[:200]) if item is node), 0)
        before = holder.items[position - 1] if position else None
        if isinstance(before, Scalar) and _OPTION.fullmatch(before.value):
            return before.value.lstrip("-"), node, Place.COMMAND
    return None


def _deploys(name: str | None, above: Ancestors) -> bool:
    """Whether the value is the name of an Azure deployment: beside it stands the model it deploys."""
    holder = above[-1] if above else None
    if name != "name" or not isinstance(holder, Mapping):
        return False
    inside = holder.get("properties")
    model = (inside if isinstance(inside, Mapping) else holder).get("model")
    if isinstance(model, Mapping):
        return model.get("name") is not None and (model.get("version") or model.get("format")) is not None
    return holder.get("model_name") is not None and holder.get("model_version") is not None


def embedded(text: str, span: Span, context: Context, wanted: Wanted) -> Iterator[Literal]:
    """Model options of command lines inside a longer value: ``--model gpt-4o``, ``MODEL=...``."""
    for option in options(text, span.start, span.end, script=True):
        value = text[option.span.start : option.span.end]
        if wanted(value):
            held = option.place is Place.COMMAND and context.name
            path = (*context.path, context.name) if held and context.name else context.path
            yield Literal(value, option.span, replace(context, place=option.place, name=option.name, path=path))
