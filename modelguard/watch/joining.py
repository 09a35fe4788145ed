"""Join what retires with the uses that it breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from modelguard.types import DateKind, Evidence, Model, Role, Stage, Use
from modelguard.watch import Place, Retirement, Unverified

if TYPE_CHECKING:
    from modelguard.catalog import Catalog

Key = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """Models as they stand after the refresh. ``overridden`` ids are the project's own word.

    ``hosts`` are each platform's own hosts: of two pages seen on one day, theirs is the source to name.
    """

    catalog: Catalog
    fresh: Mapping[Key, Model]
    overridden: frozenset[Key] = frozenset()
    hosts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def find(self, platform: str, id: str) -> Model | None:
        """What is known of an id now: the project's word, else the newest, else the bundled catalog's."""
        known = self.catalog.find(platform, id)
        name = known.id if known else id
        if (platform, name) in self.overridden:
            return known
        if (platform, name) in self.fresh:
            return self.fresh[(platform, name)]
        base = known.resolves_to if known else None
        if known and base and (platform, base) in self.fresh and known.evidence == self._evidence(platform, base):
            return replace(self.fresh[(platform, base)], id=name, pinning=known.pinning, resolves_to=base, aliases=())
        return known

    def _evidence(self, platform: str, id: str) -> tuple[Evidence, ...] | None:
        """An id that a row lists among its aliases has the row's own facts, and so its evidence."""
        base = self.catalog.find(platform, id)
        return base.evidence if base and base.aliases else None

    def source(self, model: Model) -> Evidence | None:
        """The evidence to name: the newest, and the provider's own before anybody else's."""
        own = self.hosts.get(model.platform, frozenset())
        return max(model.evidence, key=lambda fact: (urlsplit(fact.url).hostname in own, fact.seen), default=None)

    def models(self) -> Iterable[Model]:
        """Every model, once."""
        bundled = (self.find(model.platform, model.id) or model for model in self.catalog.models())
        seen = {(model.platform, model.id): model for model in bundled}
        return {**{key: model for key, model in self.fresh.items() if key not in seen}, **seen}.values()


def counted(uses: Iterable[Use], *, mentions: bool, tests: bool) -> tuple[Use, ...]:
    """The uses a retirement breaks: not prose, and not tests unless they are asked for."""
    return tuple(
        use
        for use in uses
        if (mentions or use.role is not Role.MENTIONS) and (tests or not (use.role is Role.TEST or use.in_test))
    )


def by_model(uses: Iterable[Use]) -> dict[Key, list[Use]]:
    """Uses by platform and id; those without either are :func:`unverified`."""
    found: dict[Key, list[Use]] = defaultdict(list)
    for use in uses:
        if use.ref.platform and use.ref.id and not use.dynamic:
            found[(use.ref.platform, use.ref.id)].append(use)
    return found


def retirements(
    facts: Facts,
    used: Mapping[Key, Sequence[Use]],
    *,
    as_of: date,
    within: int,
    fail_within: int,
    everything: bool,
    platforms: tuple[str, ...],
    owners: Mapping[str, str],
) -> tuple[Retirement, ...]:
    """What is gone, going or announced, sorted by day. ``everything``: also what the repository does not use."""
    found: dict[Key, tuple[Model, list[Use]]] = {}
    for (platform, id), uses in used.items():
        if model := facts.find(platform, id):
            found.setdefault((platform, model.id), (model, []))[1].extend(uses)
    if everything:
        for model in facts.models():
            if model.retires and model.retires >= as_of:
                found.setdefault((model.platform, model.id), (model, []))
    made = (
        _retirement(model, uses, facts.source(model), as_of=as_of, fail_within=fail_within, owners=owners)
        for (platform, _), (model, uses) in found.items()
        if (not platforms or platform in platforms) and _matters(model, as_of, within)
    )
    return tuple(sorted(made, key=lambda item: item.sort_key))


def _matters(model: Model, as_of: date, within: int) -> bool:
    """Whether a model is gone, goes within the horizon, or is deprecated without a day."""
    stage = model.stage(as_of)
    if model.retires is None or stage is Stage.RETIRED:
        return stage is not Stage.ACTIVE
    if model.retires <= as_of:  # a floor that has passed says nothing of an active model
        return stage is not Stage.ACTIVE
    return (model.retires - as_of).days <= within


def _retirement(
    model: Model,
    uses: Iterable[Use],
    fact: Evidence | None,
    *,
    as_of: date,
    fail_within: int,
    owners: Mapping[str, str],
) -> Retirement:
    days = (model.retires - as_of).days if model.retires else None
    stage = model.stage(as_of)
    near = model.date_kind is DateKind.EXACT and days is not None and days <= fail_within
    selected = any(use.role is Role.SELECTS for use in uses)
    return Retirement(
        model, stage, days, tuple(sorted((_place(use, owners) for use in uses), key=_order)),
        selected and (near or stage is Stage.RETIRED), fact.url if fact else None, fact.seen if fact else None,
    )  # fmt: skip


def _place(use: Use, owners: Mapping[str, str]) -> Place:
    at = use.location
    owner = (owners.get(use.entry) if use.entry else None) or owners.get(f"/{at.path}")
    return Place(at.path, at.line, at.column, at.cell, use.text, use.role.value, use.entry, owner)


def _order(place: Place) -> tuple[str, int, int]:
    return place.path, place.line, place.column


def unverified(uses: Iterable[Use], facts: Facts) -> tuple[Unverified, ...]:
    """The selecting uses about which no source says anything."""
    found = []
    for use in uses:
        if use.role is Role.SELECTS and (reason := _why_unverified(use, facts)):
            found.append(Unverified(use.location.path, use.location.line, use.text, reason))
    return tuple(found)


def _why_unverified(use: Use, facts: Facts) -> str | None:
    if use.dynamic:
        return "the id is put together at run time"
    if use.ref.opaque or use.ref.id is None:
        return "it is a deployment name: map it to a model under deployments in the manifest"
    if use.ref.platform is None:
        return "nothing says which platform serves it"
    if facts.find(use.ref.platform, use.ref.id) is None:
        return f"no source lists it on {use.ref.platform}"
    return None
