"""One file -> what it says: uses, exported constants, references, manifest lookups, problems.

Pure of everything but the file's bytes, so that it can run in another process and its result be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from types import ModuleType

from modelguard import gate, registry, roles, suppress
from modelguard.prefilter import Prefilter, holder
from modelguard.readers import Reader
from modelguard.redaction import holds_key, surroundings
from modelguard.spelling import Speller
from modelguard.suppress import Suppression
from modelguard.text import SourceFile
from modelguard.types import Export, Location, PlacedLookup, Problem, Reading, Reference, Use
from modelguard.uses import strongest, uses_of


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one file says. ``candidate``: its bytes may hold a model id. Every problem has its line."""

    path: str
    uses: tuple[Use, ...] = ()
    exports: tuple[Export, ...] = ()
    references: tuple[tuple[Reference, Location], ...] = ()
    lookups: tuple[PlacedLookup, ...] = ()
    problems: tuple[Problem, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    candidate: bool = False
    deployments: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str], tuple[tuple[str, str], ...]]:
    """Suffix, file name and pattern to the name of a reader; no reader is imported for it."""
    by_suffix: dict[str, str] = {}
    by_name: dict[str, str] = {}
    by_pattern: list[tuple[str, str]] = []
    for name, (suffixes, filenames) in registry.index("modelguard.readers", _describe).items():
        for suffix in suffixes:
            by_suffix.setdefault(suffix.lower(), name)
        for filename in filenames:
            if any(mark in filename for mark in "*?["):
                by_pattern.append((filename.lower(), name))
            else:
                by_name[filename.lower()] = name
    return by_suffix, by_name, tuple(by_pattern)


def _describe(module: ModuleType) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return module.READER.suffixes, module.READER.filenames


def reader_for(path: str) -> Reader | None:
    """The reader of a path by its name; names and patterns come before suffixes."""
    by_suffix, by_name, by_pattern = _tables()
    filename = path.rsplit("/", 1)[-1].lower()
    dot = filename.rfind(".")
    name = by_name.get(filename) or (by_suffix.get(filename[dot:]) if dot > 0 else None)
    if name is None:
        name = next((reader for pattern, reader in by_pattern if fnmatchcase(filename, pattern)), None)
    return _reader(name) if name else None


@cache
def _reader(name: str) -> Reader:
    found: Reader = registry.part("modelguard.readers", name).READER
    return found


def examine(
    path: str,
    data: bytes,
    *,
    reader: Reader,
    prefilter: Prefilter,
    speller: Speller,
    named: bool = False,
    mentions: bool = True,
    tests: bool = True,
) -> FileFacts:
    """Read one file. Never raises: what goes wrong is a problem of the file.

    A file that was ``named`` is asked for: what cannot be read in it matters, whatever it may hold.
    Without ``mentions`` comments, docstrings and prose are passed over, without ``tests`` test files
    that say nothing to modelguard itself.
    """
    if not tests and not named and roles.is_test(path) and b"modelguard" not in data and b"models.y" not in data:
        return FileFacts(path)
    if b"modelguard generate" in data[:200] and (known := _generated(path, data)):
        return known
    candidate = prefilter.may_hold(data)
    whole = named and (not reader.source_code or path.endswith(".ipynb"))
    asks = (reader.source_code and _asks_for_a_model()(data)) or any(mark in data for mark in reader.beside)
    asks = asks or (path.endswith(_SCRIPTS) and _passes_on(path, data))
    if not (candidate or whole or asks):
        return FileFacts(path, problems=_binary(data) if named else (), candidate=named)
    source = SourceFile.of(path, data)
    suppressions = suppress.parse(source) if suppress.MARK in data else ()
    passed_over = reader.prose and not mentions
    if passed_over or not (
        whole or (candidate and _promises(source, reader, prefilter, speller)) or (asks and _refers(source, reader))
    ):
        facts = FileFacts(path)
    else:
        facts = _read(source, reader, prefilter, speller, mentions=mentions)
    problems = facts.problems or (_binary(data) if named else ())
    return replace(facts, problems=problems, suppressions=suppressions, candidate=candidate or named)


def _promises(source: SourceFile, reader: Reader, prefilter: Prefilter, speller: Speller) -> bool:
    """Whether a file is worth reading: what is broken is always read, to say so."""
    spots = None if source.problem else prefilter.spots(source.text)
    return (
        spots is None
        or speller.gate.opens(source.text, spots, computes=reader.source_code)
        or prefilter.assigned(source.data)
    )


def _refers(source: SourceFile, reader: Reader) -> bool:
    """Whether a file without an id may ask the manifest for one, or hand on an imported constant."""
    if b"modelguard" in source.data or b"models.y" in source.data or reader.imported is None:
        return True
    passes_on = source.path.endswith(_SCRIPTS) and _passes_on(source.path, source.data)
    return passes_on or gate.hands_on(source.text, reader.imported(source.text))


_SCRIPTS = (".ts", ".js", ".tsx", ".mjs", ".mts")


def _passes_on(path: str, data: bytes) -> bool:
    """Whether a script hands on what others export: ``export * from "./models"``."""
    return b"export *" in data or (b"export {" in data and path.rsplit("/", 1)[-1].startswith("index."))


def _generated(path: str, data: bytes) -> FileFacts | None:
    """A file that ``generate`` wrote holds the manifest's own literals: its constants are lookups."""
    from modelguard import generated

    return FileFacts(path, lookups=generated.lookups(path, data)) if generated.is_generated(path, data) else None


def _binary(data: bytes) -> tuple[Problem, ...]:
    """A text file holds no NUL, unless a byte-order mark says that its letters are two bytes wide."""
    if b"\0" not in data[:8192] or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return ()
    return (Problem("it is binary under the name of a text file", line=1, limit="binary"),)


def _read(source: SourceFile, reader: Reader, prefilter: Prefilter, speller: Speller, *, mentions: bool) -> FileFacts:
    if len(source.data) > reader.limit:
        return _refused(source, f"it is larger than {reader.limit // 1_000_000} MB", limit="size")
    try:
        reading = reader.read(source, prefilter)
    except (RecursionError, MemoryError) as error:
        return _refused(source, f"it is nested too deeply ({type(error).__name__})", limit="depth")
    except Exception as error:
        return _refused(source, f"the {reader.name} reader failed on it ({type(error).__name__})", limit="reader")
    if not mentions:
        asked = tuple(literal for literal in reading.literals if literal.context.place not in roles.PROSE)
        reading = replace(reading, literals=asked)
    return _facts(source, reading, speller)


WORTH_READING = (
    b"modelguard", b"models.yaml", b"models.yml",
    b"openai", b"OpenAI", b"OpenAi", b"Bedrock", b"SemanticKernel",
    b"nthropic", b"litellm", b"langchain", b"genai", b"bedrock", b"ydantic_ai", b"@ai-sdk",
    b"groq", b"Groq", b"mistralai", b"cohere", b"together", b"vertexai", b"llama_index", b"crewai", b"dspy",
    b"chat.completions", b"messages.create", b"generateContent",
)  # fmt: skip
"""What a file without an id says if it may look one up in the manifest, or hand on an imported constant."""


@cache
def _asks_for_a_model() -> Callable[[bytes], bool]:
    """Whether a file without an id may look one up in the manifest, or hand on an imported constant."""
    return holder(WORTH_READING)


def _refused(source: SourceFile, message: str, *, limit: str) -> FileFacts:
    return FileFacts(source.path, problems=(Problem(message, line=1, limit=limit),))


def _facts(source: SourceFile, reading: Reading, speller: Speller) -> FileFacts:
    uses = strongest(use for literal in reading.literals for use in uses_of(source, literal, speller))
    problems = [*reading.problems]
    if source.problem and source.problem not in problems:
        problems.append(source.problem)
    return FileFacts(
        source.path,
        tuple(uses),
        tuple(item for item in reading.exports if not _tells_key(item.name, item.value)),
        tuple(
            (_bare(item), source.location(item.span))
            for item in reading.references
            if not _tells_key(item.name, item.version, item.version_name)
        ),
        tuple(PlacedLookup(item.entry, source.location(item.span, item.cell)) for item in reading.lookups),
        tuple(_placed(source, item) for item in problems),
        deployments=tuple(pair for pair in reading.deployments if not _tells_key(*pair)),
    )


def _tells_key(*texts: str | None) -> bool:
    """Whether one of the texts holds a key; a name that does is nobody's constant, and is not kept."""
    return any(text is not None and holds_key(text) for text in texts)


def _bare(reference: Reference) -> Reference:
    return replace(reference, context=surroundings(reference.context))


def _placed(source: SourceFile, problem: Problem) -> Problem:
    """The problem with its line, which stays true when the source is gone."""
    line = source.position(problem.span.start)[0] if problem.span else problem.line or 1
    return replace(problem, line=line, span=None)
