"""The values that flow through modelguard: small, frozen, without behaviour that needs anything else.

Positions are code-point offsets into the decoded text of a file (:class:`Span`); only
:mod:`modelguard.text` turns them into lines, columns and bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """How loud a finding is; the three levels of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return ("note", "warning", "error").index(self.value)

    @property
    def softer(self) -> Severity:
        """One level lower; a note stays a note."""
        return Severity.WARNING if self is Severity.ERROR else Severity.NOTE


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


class Place(StrEnum):
    """The syntactic place of a literal. Readers state it; :mod:`modelguard.roles` judges it."""

    ARGUMENT = "argument"  # positional or keyword argument of a call
    ASSIGNMENT = "assignment"  # variable, constant or attribute
    DEFAULT = "default"  # default of a parameter, dataclass or settings field
    OPTION_DEFAULT = "option default"  # click, typer, argparse, cobra, commander ...
    ENV_DEFAULT = "environment default"  # os.getenv("X", HERE), process.env.X ?? HERE
    RETURN = "return value"
    MAPPING_VALUE = "mapping value"  # {"model": HERE} in source code
    MAPPING_KEY = "mapping key"  # {HERE: ...} in source code
    ITEM = "list item"  # member of a list, tuple or set in source code
    COMPARISON = "comparison"  # ==, !=, in, case, startswith, includes, hasPrefix ...
    SUBSCRIPT = "subscript"  # PRICES[HERE]
    TYPE = "type"  # Literal[HERE], union of string types
    ENUM_MEMBER = "enum member"
    CONFIG_VALUE = "config value"  # value of a key in YAML, JSON, TOML, HCL, .env ...
    CONFIG_KEY = "config key"
    CONFIG_ITEM = "config list item"
    COMMAND = "command line"  # shell words: --model HERE
    ATTRIBUTE = "attribute"  # JSX, XML, HTML attribute
    TEXT = "text"  # inside a longer string: message, prompt, URL
    COMMENT = "comment"
    DOCSTRING = "docstring"
    PROSE = "prose"  # Markdown, JSX text
    OUTPUT = "output"  # notebook output
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code-point offsets into :attr:`SourceFile.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place a person can go to. Lines, columns and cells count from 1, columns in code points."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class UsedAt:
    """Where a constant is handed on: the call that a followed literal reaches.

    ``name``  for a member of a table the key or variable it is handed on under, or the called
              function and ``()``; None for a constant of its own, whose every call counts
    """

    path: str
    line: int
    call: str | None = None
    client: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a literal: syntax facts only, no judgement.

    ``name``        nearest name: keyword argument, variable, parameter, field, key, environment variable
    ``path``        enclosing names, outermost first: classes, functions, outer keys (without ``name``)
    ``call``        dotted callee as written, e.g. ``client.chat.completions.create``; for a comparison
                    by method its name (``model.startswith``)
    ``client``      the SDK class or factory that serves the call, resolved through imports where
                    possible: ``openai.AzureOpenAI``, ``boto3.client:bedrock-runtime``
    ``base_url``    literal base URL given to that client
    ``hint``        what a sibling says of the platform: ``provider: groq``, Terraform resource ...
    ``siblings``    names of sibling keys or keywords (lower case), at most 30
    ``items``       how many siblings hold a model-like string (list or mapping), for tables
    ``deployed``    structure that is deployed as it stands: ``kubernetes``, ``compose``, ``dotenv``,
                    ``litellm``, ``terraform``; else ``None``
    ``environment`` environment name where the structure or file name says one
    ``opaque``      the place holds a deployment name, not a model id (``azure_deployment=``)
    ``annotation``  type annotation of the name, as written
    ``used_at``     the calls a followed constant reaches
    """

    place: Place = Place.OTHER
    name: str | None = None
    path: tuple[str, ...] = ()
    call: str | None = None
    client: str | None = None
    base_url: str | None = None
    hint: str | None = None
    siblings: tuple[str, ...] = ()
    items: int = 0
    deployed: str | None = None
    environment: str | None = None
    opaque: bool = False
    annotation: str | None = None
    used_at: tuple[UsedAt, ...] = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """One string that may hold a model id.

    ``value``   the string's value after escapes and folding; unknown parts are ``{}`` and ``dynamic``
    ``span``    its characters in the file, without quotes; for folded strings first to last part
    ``exact``   the text in the file equals ``value``, so that it can be edited byte by byte
    ``cell``    notebook cell, counted from 1
    """

    value: str
    span: Span
    context: Context
    exact: bool = True
    dynamic: bool = False
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A module-level constant other files may import: its name, the literals it can be, its class or package.

    Members are dotted (``MODELS.chat``), results of functions called (``model()``). One without spans is handed
    on from ``module`` (empty: this file), where it is called ``origin``; ``*`` is everything there.
    ``value`` is the text of one that is no id but may be a part of one.
    """

    name: str
    spans: tuple[Span, ...] = ()
    value: str | None = None
    holder: str = ""
    module: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An imported constant that stands where a model is selected; linked across files by the engine.

    ``module`` is dotted as written (leading dots for a relative import), or a path for JavaScript; it is
    empty for a name that all files of a folder share. There ``version`` may say what is joined to the
    name, or ``version_name`` the shared name that holds it.
    """

    module: str
    name: str
    span: Span
    context: Context
    version: str | None = None
    version_name: str | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A place that asks the manifest for an entry: ``load()["chat"]``."""

    entry: str
    span: Span
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedLookup:
    """A manifest lookup and where it stands; what checks are given."""

    entry: str
    location: Location


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file, or a part of it, could not be read. ``limit`` names the limit that was exceeded."""

    message: str
    span: Span | None = None
    line: int | None = None
    cell: int | None = None
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader found in one file. ``deployments``: names of deployments and the models they deploy."""

    literals: tuple[Literal, ...] = ()
    exports: tuple[Export, ...] = ()
    references: tuple[Reference, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    problems: tuple[Problem, ...] = ()
    deployments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact of the catalog was seen, and on which day."""

    url: str
    seen: date


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class ModelRef:
    """What a spelling resolves to.

    ``id``       what the platform's own API takes, or ``None`` for a computed or opaque value
    ``platform`` who serves it, or ``None`` where nothing says
    ``text``     what stands in the file
    ``base``     for a fine-tune the id whose dates it has (equals ``id``)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of ``span`` by ``text``."""

    span: Span
    text: str
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a finding. ``safe`` keeps behaviour, ``unsafe`` may change it."""

    title: str
    safety: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The ``model`` object of a finding in the JSON report."""

    text: str
    id: str | None
    platform: str | None
    pinning: str | None
    role: str | None
    resolves_to: str | None = None


@dataclass(frozen=True, slots=True)
class LifecycleFacts:
    """The ``lifecycle`` object of a finding in the JSON report."""

    stage: str | None
    deprecated: date | None = None
    retires: date | None = None
    date_kind: str | None = None
    days_left: int | None = None
    replacement: tuple[str, ...] = ()
    after: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's word on one place."""

    rule: str
    name: str
    severity: Severity
    message: str
    location: Location
    model: ModelFacts | None = None
    lifecycle: LifecycleFacts | None = None
    entry: str | None = None
    fix: Fix | None = None
    suppressed: bool = False
    baselined: bool = False
    fingerprint: str = ""
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogFacts:
    """The ``catalog`` object of the report: its date, how many models, whether it is too old to trust."""

    date: date
    models: int
    stale: bool = False


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a report says of a rule, so that no report needs the checks: filled by the engine.

    ``level`` is the rule's default level under the profile of the run.
    """

    code: str
    name: str
    summary: str
    why: str = ""
    fix: str = ""
    source: str = ""
    level: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run has to say; every output format renders this and nothing else.

    ``notes`` are sentences for stderr (no manifest found, somebody else's models.yaml ...).
    ``errors`` are sentences about what could not be verified; any of them makes exit 3.
    ``rules`` holds the facts of every rule, by code.
    """

    as_of: date
    catalog: CatalogFacts
    findings: tuple[Finding, ...] = ()
    uses: tuple[Use, ...] = ()
    files: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    root: str = "."
    rules: Mapping[str, RuleFacts] = field(default_factory=dict)
