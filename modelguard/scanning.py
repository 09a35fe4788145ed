"""One file -> what it says: uses, exported constants, references, manifest lookups, problems.

Pure of everything but the file's bytes, so that it can run in another process and its result be kept.
"""

from __future__ import annotations

from dataclasses import replace

from modelguard import roles, suppress, worth
from modelguard.prefilter import Prefilter
from modelguard.readers import Reader
from modelguard.redaction import holds_key, surroundings
from modelguard.spelling import Speller
from modelguard.suppress import Suppression
from modelguard.text import SourceFile
from modelguard.types import Export, Location, PlacedLookup, Problem, Reading, Reference, Use, record
from modelguard.uses import strongest, uses_of


@record
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
    if reader.prose and not (mentions or named) and suppress.MARK not in data:
        return FileFacts(path)
    if b"modelguard generate" in data[:200] and (known := _generated(path, data)):
        return known
    candidate, asks = prefilter.look(data)
    asks = (asks and reader.source_code) or worth.stands_beside(reader, path, data)
    whole = named and (not reader.source_code or path.endswith(".ipynb"))
    if not (candidate or whole or asks):
        return FileFacts(path, problems=_binary(data) if named else (), candidate=named)
    source = SourceFile.of(path, data)
    suppressions = suppress.parse(source) if suppress.MARK in data else ()
    opened = whole or (candidate and worth.may_name_one(source, reader, prefilter, speller))
    opened = (opened or (asks and worth.may_refer(source, reader))) and (mentions or not reader.prose)
    facts = _read(source, reader, prefilter, speller, mentions=mentions) if opened else FileFacts(path)
    problems = facts.problems or (_binary(data) if named else ())
    return replace(facts, problems=problems, suppressions=suppressions, candidate=candidate or named)


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
