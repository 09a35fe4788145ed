"""What readers find in a file: places, what surrounds them, constants, lookups and problems."""

from __future__ import annotations

from enum import StrEnum

from modelguard.types._record import record


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


@record(order=True)
class Span:
    """Half-open range of code-point offsets into :attr:`SourceFile.text`."""

    start: int
    end: int


@record(order=True)
class Location:
    """A place a person can go to. Lines, columns and cells count from 1, columns in code points."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    cell: int | None = None


@record
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


@record
class Client:
    """Who answers calls, as code says it.

    ``name``     the SDK class or factory (``openai.AzureOpenAI``), or a dotted name of another file
    ``base_url`` literal address given to it; ``{}`` where it only shows at run time
    ``hint``     what a keyword says of the platform
    """

    name: str | None = None
    base_url: str | None = None
    hint: str | None = None


@record
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


@record
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


@record
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


@record
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


@record
class Lookup:
    """A place that asks the manifest for an entry: ``load()["chat"]``."""

    entry: str
    span: Span
    cell: int | None = None


@record
class PlacedLookup:
    """A manifest lookup and where it stands; what checks are given."""

    entry: str
    location: Location


@record
class Problem:
    """Why a file, or a part of it, could not be read. ``limit`` names the limit that was exceeded."""

    message: str
    span: Span | None = None
    line: int | None = None
    cell: int | None = None
    limit: str | None = None


@record
class Reading:
    """All that one reader found in one file. ``deployments``: names of deployments and the models they deploy."""

    literals: tuple[Literal, ...] = ()
    exports: tuple[Export, ...] = ()
    references: tuple[Reference, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    problems: tuple[Problem, ...] = ()
    deployments: tuple[tuple[str, str], ...] = ()
