"""The manifest as a value: entries, the models they name, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from modelguard.manifest.nodes import Kind, Node
from modelguard.manifest.validation import Path, node_at
from modelguard.text import SourceFile
from modelguard.types import Context, Finding, Location, ModelRef, Place, Role, Span, Use, record

if TYPE_CHECKING:
    from modelguard.catalog import Catalog
    from modelguard.manifest.schema import EntrySpec
    from modelguard.spelling import Speller

_CONTEXT = Context(place=Place.CONFIG_VALUE, name="model")


@record
class Named:
    """One model that the manifest names.

    ``field`` is the value's path in the entry (``model``, ``environments.staging``, ``fallbacks[0]``),
    ``entry`` the entry's name or ``None`` for a deployment. ``via`` names the other entry where a
    fallback is written as that entry's name; ``loops`` says that following it leads back.
    """

    entry: str | None
    field: str
    ref: ModelRef
    location: Location
    span: Span
    exact: bool = True
    via: str | None = None
    loops: bool = False

    @property
    def kind(self) -> str:
        """``model``, ``environments``, ``previous``, ``fallbacks``, ``candidate``, ``judge`` or ``deployments``."""
        return self.field.split(".")[-1] if self.field.startswith(("rollout", "evaluation")) else self.top

    @property
    def top(self) -> str:
        """The first part of ``field``."""
        return self.field.split(".")[0].split("[")[0]


@dataclass(frozen=True)
class Entry:
    """One named purpose: what it declares, and the nodes it stands in."""

    name: str
    spec: EntrySpec
    node: Node
    key: Node
    file: SourceFile

    @property
    def high(self) -> bool:
        """Whether an outage is critical."""
        return self.spec.criticality == "high"

    @property
    def location(self) -> Location:
        """Where the entry's name stands."""
        return self.file.location(self.key.span)

    def at(self, *path: str | int) -> Location:
        """Where the value of ``path`` stands; a mapping or list, and a path that stops, at the last key."""
        location = self.key
        for length in range(1, len(path) + 1):
            key, node = node_at(self.node, path[:length])
            if not _reaches(self.node, path[:length]):
                break
            location = node if node.kind is Kind.TEXT or key is None else key
        return self.file.location(location.span)

    def texts(self) -> Iterator[tuple[str, Path, str]]:
        """Every model the entry names: field, path, text."""
        spec = self.spec
        yield "model", ("model",), spec.model
        for name, text in (spec.environments or {}).items():
            yield f"environments.{name}", ("environments", name), text
        if spec.previous:
            yield "previous", ("previous",), spec.previous
        for index, text in enumerate(spec.fallbacks or ()):
            yield f"fallbacks[{index}]", ("fallbacks", index), text
        if spec.rollout:
            yield "rollout.candidate", ("rollout", "candidate"), spec.rollout.candidate
        if spec.evaluation and spec.evaluation.judge:
            yield "evaluation.judge", ("evaluation", "judge"), spec.evaluation.judge


def _reaches(node: Node, path: Path) -> bool:
    for step in path:
        if isinstance(step, int):
            if node.kind is not Kind.LIST or step >= len(node.items):
                return False
            node = node.items[step]
        else:
            if step not in node.pairs:
                return False
            node = node.pairs[step][1]
    return True


@dataclass(frozen=True)
class Manifest:
    """The valid part of a ``models.yaml``.

    ``entries`` are the valid ones; ``names`` every name under ``models``, the broken ones too.
    """

    path: str
    file: SourceFile
    root: Node
    speller: Speller
    entries: Mapping[str, Entry]
    names: tuple[str, ...]
    deployments: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def named(self) -> Mapping[str | None, tuple[Named, ...]]:
        """Every model by the entry that names it; deployments under ``None``."""
        found: dict[str | None, tuple[Named, ...]] = {None: tuple(self._deployed())}
        for name, entry in self.entries.items():
            found[name] = tuple(self._of(entry))
        return found

    def models(self) -> Iterator[Named]:
        """Every model that the manifest names."""
        for named in self.named.values():
            yield from named

    def of(self, entry: Entry, *kinds: str) -> tuple[Named, ...]:
        """The models that ``entry`` names, of the given kinds (all where none is given)."""
        named = self.named[entry.name]
        return tuple(item for item in named if item.kind in kinds) if kinds else named

    def declares(self, ref: ModelRef, environment: str | None = None) -> Entry | None:
        """The first entry that names the model of ``ref`` for ``environment``.

        The platform counts where the spelling names it; an id that is bare may go to any client.
        """
        return next((self.entries[name] for name in self._naming(ref, environment)), None)

    def naming(self, ref: ModelRef, environment: str | None = None) -> set[str]:
        """The names of all entries that :meth:`declares` could give."""
        return set(self._naming(ref, environment))

    def _naming(self, ref: ModelRef, environment: str | None) -> Iterator[str]:
        for named in self._by_name.get(self.speller.name(ref), ()):
            if named.entry is None or (self._names_platform(ref) and ref.platform != named.ref.platform):
                continue
            if _is_for(named, self.entries[named.entry], environment):
                yield named.entry

    def uses(self, speller: Speller | None = None, catalog: Catalog | None = None) -> Iterator[Use]:
        """Every model the manifest names as a use that selects, with its entry."""
        known = catalog or self.speller.catalog
        for named in self.models():
            if named.via:
                continue
            ref = named.ref
            model = known.find(ref.platform, ref.id) if ref.platform and ref.id else None
            yield Use(
                named.location, named.span, ref, Role.SELECTS, f"{named.field} of the manifest",
                _context(named), model, named.entry, exact=named.exact,
            )  # fmt: skip

    def _names_platform(self, ref: ModelRef) -> bool:
        """Whether a spelling says who serves it: by a prefix, or by a form that only a reseller uses."""
        platform = self.speller.platforms.get(ref.platform or "")
        return bool(ref.prefix) or (platform is not None and not platform.closed)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Named, ...]]:
        found: dict[str, list[Named]] = {}
        for named in self.models():
            found.setdefault(self.speller.name(named.ref), []).append(named)
        return {name: tuple(items) for name, items in found.items()}

    def _deployed(self) -> Iterator[Named]:
        node = self.root.get("deployments")
        for name, text in self.deployments.items():
            value = node.get(name) if node else None
            if value is not None:
                yield self._named(None, f"deployments.{name}", value, text)

    def _of(self, entry: Entry) -> Iterator[Named]:
        for name, path, text in entry.texts():
            node = node_at(entry.node, path)[1]
            if name.startswith("fallbacks") and text in self.entries:
                yield from self._through(entry, name, node, text)
            else:
                yield self._named(entry.name, name, node, text)

    def _through(self, entry: Entry, name: str, node: Node, target: str) -> Iterator[Named]:
        """A fallback that is another entry's name stands for that entry's model."""
        other = self.entries[target]
        named = self._named(entry.name, name, node, other.spec.model)
        loops = target == entry.name or self._leads(target, entry.name, set())
        yield Named(named.entry, name, named.ref, named.location, named.span, False, target, loops)

    def _leads(self, start: str, goal: str, seen: set[str]) -> bool:
        """Whether following fallbacks by entry name leads from ``start`` to ``goal``."""
        stack = [start]
        while stack:
            name = stack.pop()
            if name in seen or name not in self.entries:
                continue
            seen.add(name)
            targets = self.entries[name].spec.fallbacks or ()
            if goal in targets:
                return True
            stack.extend(targets)
        return False

    def _named(self, entry: str | None, field: str, node: Node, text: str) -> Named:
        ref = self.speller.resolve(text, _CONTEXT) or ModelRef(text, None, None)
        return Named(entry, field, ref, self.file.location(node.span), node.span, node.exact)


def _context(named: Named) -> Context:
    """What surrounds a named model: its key, its entry, its environment."""
    if named.kind != "environments":
        return Context(place=Place.CONFIG_VALUE, name=named.field, path=("models", named.entry or ""))
    name = named.field.split(".", 1)[1]
    return Context(place=Place.CONFIG_VALUE, name=named.field, path=("models", named.entry or ""), environment=name)


def _is_for(named: Named, entry: Entry, environment: str | None) -> bool:
    """Whether a named model is meant for ``environment``; one that no entry tells apart has them all."""
    if environment is None:
        return True
    overrides = {plain_environment(name) for name in entry.spec.environments or ()}
    wanted = plain_environment(environment)
    if named.kind == "environments":
        return plain_environment(named.field.split(".", 1)[1]) == wanted
    return named.kind != "model" or wanted not in overrides


_ENVIRONMENTS = {
    "prod": "production", "prd": "production", "live": "production",
    "stage": "staging", "stg": "staging",
    "dev": "development", "develop": "development", "local": "development",
    "testing": "test", "tst": "test",
}  # fmt: skip


def plain_environment(name: str) -> str:
    """One name for the spellings of an environment: ``prod`` and ``production`` are the same."""
    return _ENVIRONMENTS.get(name.strip().lower(), name.strip().lower())


@record
class ManifestResult:
    """What reading the manifest gave: the valid part, the findings (MG201), a note.

    ``path`` is set where a file is ours, readable or not; ``manifest`` is ``None`` where it is no YAML.
    """

    manifest: Manifest | None = None
    path: str | None = None
    findings: tuple[Finding, ...] = ()
    note: str | None = None
