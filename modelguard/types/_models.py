"""What is known of models, what a spelling resolves to, and the uses of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from modelguard.types._record import record
from modelguard.types._syntax import Context, Location, Span


class Role(StrEnum):
    """What a model id does at the place where it stands."""

    SELECTS = "selects"
    DECLARES = "declares"
    COMPARES = "compares"
    MENTIONS = "mentions"
    TEST = "test"


class Pinning(StrEnum):
    """What the provider promises about an id."""

    PINNED = "pinned"
    STABLE = "stable"
    ALIAS = "alias"


class Stage(StrEnum):
    """Where a model stands in its life on a given day."""

    ACTIVE = "active"
    LEGACY = "legacy"
    DEPRECATED = "deprecated"
    RETIRED = "retired"


class DateKind(StrEnum):
    """Whether a retirement day is the day, or only the earliest day it can be."""

    EXACT = "exact"
    NOT_BEFORE = "not_before"


@record
class Evidence:
    """Where a fact of the catalog was seen, and on which day."""

    url: str
    seen: date


@record
class Model:
    """What is known of one model id on one platform. Prices are US dollars for a million tokens.

    ``retires`` is the earliest day over all regions and sources; ``regions`` keeps each region's day.
    ``status`` is what a page states without a day (``legacy``, ``deprecated``, ``retired``).
    ``after`` is ``fails`` or ``rerouted``; ``rerouted_to`` names the model that then answers.
    """

    platform: str
    id: str
    pinning: Pinning | None = None
    preview: bool = False
    vendor: str | None = None
    family: str | None = None
    resolves_to: str | None = None
    aliases: tuple[str, ...] = ()
    released: date | None = None
    deprecated: date | None = None
    retires: date | None = None
    date_kind: DateKind | None = None
    status: Stage | None = None
    regions: Mapping[str, date] = field(default_factory=dict)
    replacement: tuple[str, ...] = ()
    after: str | None = None
    rerouted_to: str | None = None
    note: str | None = None
    context_window: int | None = None
    max_output: int | None = None
    capabilities: frozenset[str] = frozenset()
    input_price: float | None = None
    output_price: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def stage(self, day: date) -> Stage:
        """Stage on ``day``, from dates; a not-before day never retires a model."""
        if self.status is Stage.RETIRED:
            return Stage.RETIRED
        if self.retires and self.date_kind is DateKind.EXACT and self.retires <= day:
            return Stage.RETIRED
        if self.deprecated and self.deprecated <= day:
            return Stage.LEGACY if self.status is Stage.LEGACY else Stage.DEPRECATED
        if self.deprecated is None and self.status is not None:
            return self.status
        if self.deprecated is None and self.retires and self.date_kind is DateKind.EXACT:
            return Stage.DEPRECATED
        return Stage.ACTIVE


@record
class ModelRef:
    """What a spelling resolves to.

    ``id``       what the platform's own API takes, or ``None`` for a computed or opaque value
    ``platform`` who serves it, or ``None`` where nothing says
    ``text``     what stands in the file
    ``known``    the catalog has it; ``shaped`` the grammar of a platform accepts it
    ``word``     a generic word (``o1``, ``command``) that counts only where the context says model
    ``opaque``   a deployment or preset name that stands for a model elsewhere
    """

    text: str
    id: str | None
    platform: str | None
    prefix: str = ""
    region: str | None = None
    known: bool = False
    shaped: bool = False
    word: bool = False
    opaque: bool = False
    fine_tune: bool = False
    served: bool = True  # False: the platform named by client or prefix does not serve this id
    by_client: bool = False  # the client at the call site says which platform it is


@record
class Use:
    """One place in a repository where a model id stands, with its role."""

    location: Location
    span: Span
    ref: ModelRef
    role: Role
    reason: str
    context: Context
    model: Model | None = None
    entry: str | None = None
    dynamic: bool = False
    exact: bool = True
    in_test: bool = False

    @property
    def text(self) -> str:
        """The id as it stands in the file."""
        return self.ref.text
