"""The whole pipeline: find files, read them, resolve uses, run the checks, report.

Errors of one file or one rule are values; the run goes on. Today is given, never read from the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from modelguard import __version__, discover, languages, platforms, prefilter, scanning, worth
from modelguard import catalog as catalogs
from modelguard.compiled import cache_dir, fingerprint
from modelguard.filecache import FileCache
from modelguard.linking import link
from modelguard.reading import Desk, read_all, rehearse
from modelguard.scanning import FileFacts
from modelguard.spelling import Speller
from modelguard.types import CatalogFacts, Report, Use, record

if TYPE_CHECKING:
    from modelguard.catalog import Catalog
    from modelguard.config import Settings
    from modelguard.manifest import ManifestResult
    from modelguard.tree import Tree
    from modelguard.worktree import Listing

MANIFEST_NAMES = ("models.yaml", "models.yml", "config/models.yaml", "modelguard.yaml")


@record
class Options:
    """What the command line asks for beyond the settings.

    ``manifest`` names the manifest; ``stdin`` is a path and the bytes that stand for its content;
    ``changed`` is a git ref: only findings on lines changed since count; ``jobs`` is how many
    processes may read (0: as many as pay); ``rules`` asks for the facts of every rule, ``mentions``
    for comments and prose, ``tests`` for the ids of test files; ``baseline`` and ``write_baseline``
    name the file of accepted findings; ``progress`` is told how many files of how many have been read;
    ``listings`` is what git was asked already (:func:`modelguard.worktree.begin`).
    """

    manifest: str | None = None
    stdin: tuple[str, bytes] | None = None
    changed: str | None = None
    jobs: int = 0
    cache: bool = True
    rules: bool = False
    mentions: bool = True
    tests: bool = True
    baseline: Path | None = None
    write_baseline: bool = False
    progress: Callable[[int, int], None] | None = None
    listings: MutableMapping[Path, Listing] = field(default_factory=dict)


@dataclass(frozen=True)
class Ground:
    """The data of a run: catalog, grammar, manifest, files. ``whole``: all of the repository was looked at."""

    settings: Settings
    catalog: Catalog
    speller: Speller
    tree: Tree
    manifest: ManifestResult | None
    files: tuple[FileFacts, ...] = ()
    notes: tuple[str, ...] = ()
    started: float = field(default_factory=time.monotonic)
    whole: bool = True


def check(
    paths: Sequence[Path],
    *,
    settings: Settings,
    as_of: date,
    real_today: date | None = None,
    options: Options = Options(),  # noqa: B008 - a value that nobody changes
) -> Report:
    """Lint ``paths``. Raises UsageError or CannotVerify where no verdict is possible."""
    from modelguard import judging

    ground = look(paths, settings=settings, options=options)
    return judging.judge(ground, as_of=as_of, real_today=real_today or as_of, options=options)


def inventory(
    paths: Sequence[Path],
    *,
    settings: Settings,
    as_of: date,
    options: Options = Options(),  # noqa: B008 - a value that nobody changes
) -> Report:
    """Every use in ``paths``, without a verdict."""
    ground = look(paths, settings=settings, options=options)
    return Report(
        as_of=as_of,
        catalog=CatalogFacts(ground.catalog.date, len(ground.catalog)),
        uses=uses_of(ground),
        files=len(ground.files),
        seconds=time.monotonic() - ground.started,
        notes=ground.notes,
        root=str(settings.root),
    )


def look(paths: Sequence[Path], *, settings: Settings, options: Options) -> Ground:
    """Read everything a verdict needs."""
    from modelguard.tree import Tree

    started = time.monotonic()
    catalog = catalogs.load([settings.root / name for name in settings.catalog], overlay=True)
    known = platforms.load()
    speller = Speller(catalog, known, ids=settings.ids, deployments=settings.deployments, only=settings.platforms)
    tree = Tree(settings.root)
    manifest = _manifest(tree, settings, speller, options.manifest or settings.manifest)
    if manifest and manifest.manifest:
        speller.deployments.update(manifest.manifest.deployments)
    files = _examined(paths, settings, options, speller, manifest)
    notes = (manifest.note,) if manifest and manifest.note else ()
    root = settings.root.resolve()
    whole = options.stdin is None and any(path.resolve() == root for path in paths)
    return Ground(
        settings, catalog, speller, tree, manifest, link(files, speller, settings.root), notes, started, whole
    )


def _manifest(tree: Tree, settings: Settings, speller: Speller, named: str | None) -> ManifestResult | None:
    """The manifest; its reader is imported only where a file is there to read."""
    if named is None and not any((settings.root / name).is_file() for name in MANIFEST_NAMES):
        return None
    from modelguard.manifest import load_manifest

    return load_manifest(tree, settings, speller, named=named)


def make_prefilter(settings: Settings, deployments: Iterable[str] = ()) -> prefilter.Prefilter:
    """The prefilter of a run: the stems of every platform, own ids and deployment names."""
    known = platforms.load().values()
    stems = [stem for item in known for stem in item.stems]
    words = [word for item in known for word in item.words]
    return prefilter.build([*stems, *deployments], words, settings.ids, beside=worth.WORDS)


def _examined(
    paths: Sequence[Path],
    settings: Settings,
    options: Options,
    speller: Speller,
    manifest: ManifestResult | None,
) -> tuple[FileFacts, ...]:
    """The facts of every file, the manifest left out: its values are its own uses."""
    mentions = options.mentions or settings.include_mentions
    tests = options.tests or settings.include_tests
    asked = (mentions, tests)
    cache = _cache(settings, asked, speller) if options.cache and not options.stdin else None
    sieve = make_prefilter(settings, speller.deployments)
    desk = Desk(settings.root, sieve, speller, cache, mentions, tests)
    own = manifest.path if manifest and manifest.path else None
    for listing in () if cache else options.listings.values():
        rehearse(desk, idle=listing.working)
    if options.stdin:
        name, data = options.stdin
        reader = languages.reader_for(name)
        if reader is None:
            return (FileFacts(name),)
        return (
            scanning.examine(name, data, reader=reader, prefilter=desk.prefilter, speller=speller, mentions=mentions),
        )
    found = discover.discover(
        paths, root=settings.root, exclude=settings.exclude, extend=settings.extend_exclude,
        begun=options.listings, trust=bool(cache),
    )  # fmt: skip
    wanted = (item for item in found if item.path != own)
    return read_all(wanted, desk, jobs=options.jobs, progress=options.progress)


def _cache(settings: Settings, asked: tuple[bool, bool], speller: Speller) -> FileCache:
    """The cache of this tree under this catalog, this grammar, this tool and these settings."""
    parts = [
        __version__, speller.catalog.digest, fingerprint(), str(settings.root),
        settings.ids, sorted(speller.deployments.items()), settings.platforms,
        asked,
    ]  # fmt: skip
    return FileCache(cache_dir(), parts)


def uses_of(ground: Ground) -> tuple[Use, ...]:
    """Every use of the run in order, the manifest's values among them."""
    uses = [use for facts in ground.files for use in facts.uses]
    if ground.manifest and ground.manifest.manifest:
        uses += ground.manifest.manifest.uses(ground.speller, ground.catalog)
    return tuple(sorted(uses, key=_order))


def _order(use: Use) -> tuple[str, int, int, int, int]:
    at = use.location
    return at.path, at.line, at.column, at.end_line, at.end_column
