"""One run of the watcher, from pages and code to all there is to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelguard import catalog as catalogs
from modelguard.codeowners import owners_of
from modelguard.compiled import cache_dir
from modelguard.fetch import Limits
from modelguard.pagecache import PageCache, overlay_path, replace_file
from modelguard.providers._read import providers
from modelguard.types import Model, record
from modelguard.watch import Reading, Unverified, Watch, changes, joining, merging, vouching
from modelguard.watch.refresh import Asking, refresh
from modelguard.watch.sources import configured

if TYPE_CHECKING:
    from modelguard.catalog import Catalog
    from modelguard.config import Settings
    from modelguard.engine import Ground, Options


@record
class Terms:
    """What a run is asked for. ``as_of`` is the day it judges for, ``today`` the real one."""

    as_of: date
    today: date
    within: int = 90
    fail_within: int = 30
    platforms: tuple[str, ...] = ()
    everything: bool = False
    offline: bool = False
    limits: Limits = Limits()
    progress: Callable[[int, int], None] | None = None


def watch(paths: Sequence[Path], *, settings: Settings, terms: Terms, options: Options) -> Watch:
    """Refresh the sources, look at the repository and say what retires, what changed and what is not known.

    Raises UsageError for wrong settings, CannotVerify where the catalog itself cannot be read.
    """
    from modelguard import engine

    ground = engine.look(paths, settings=settings, options=options)
    readings = read_sources(settings, terms)
    facts = gather(settings, ground.catalog, readings, keep=not terms.offline)
    uses = joining.counted(engine.uses_of(ground), mentions=settings.include_mentions, tests=settings.include_tests)
    if terms.platforms:
        uses = tuple(use for use in uses if use.ref.platform in terms.platforms)
    used = joining.by_model(uses)
    names = {(platform, name) for platform, id in used for name in (id, _known_id(facts, platform, id))}
    current = {key: model for key in used if (model := facts.find(*key))}
    silent = vouching.without_source(readings, used)
    return Watch(
        as_of=terms.as_of,
        within=terms.within,
        fail_within=terms.fail_within,
        catalog_date=ground.catalog.date,
        catalog_models=len(ground.catalog),
        retirements=joining.retirements(
            facts, used, as_of=terms.as_of, within=terms.within, fail_within=terms.fail_within,
            everything=terms.everything, platforms=terms.platforms, owners=owners(ground),
        ),
        changes=(*changes.on_pages(readings, names), *changes.floors_passed(current, terms.as_of)),
        readings=readings,
        unverified=joining.unverified(uses, facts) + _unreadable(ground) + _invalid_entries(ground),
        errors=_manifest_errors(ground) + vouching.errors(
            readings, used, catalog_date=ground.catalog.date, today=terms.today, stale_days=_stale_days(settings)
        ),
        notes=(*ground.notes, *(f"no pages are known for {name}: only the catalog speaks of it" for name in silent)),
        platforms=tuple(sorted({platform for platform, _ in used})),
        uses=len(uses),
        files=len(ground.files),
        offline=terms.offline,
    )  # fmt: skip


def read_sources(settings: Settings, terms: Terms, *, trusted: Iterable[str] = ()) -> tuple[Reading, ...]:
    """Every configured source, asked or (offline) remembered."""
    only = terms.platforms or settings.platforms
    sources = configured(settings.sources, only=tuple(only), lenient=not terms.platforms)
    report = terms.progress
    counted = (lambda done: report(done, len(sources))) if report else None
    asking = Asking(terms.offline, frozenset(trusted), terms.limits, counted)
    return refresh(sources, day=terms.today, cache=PageCache(cache_dir()), asking=asking)


def gather(settings: Settings, current: Catalog, readings: Sequence[Reading], *, keep: bool) -> joining.Facts:
    """The facts after the refresh. ``keep``: the newer ones are left in the cache for ``check``."""
    fresh = merging.refreshed(catalogs.load(overlay=True), readings)
    if keep and any(reading.read for reading in readings):
        keep_overlay(catalogs.load(), fresh, readings)
    by_key = {(name, model.id): model for name, models in fresh.items() for model in models}
    hosts = {name: frozenset(provider.hosts) for name, provider in providers().items()}
    return joining.Facts(current, by_key, _overridden(settings), hosts)


def keep_overlay(bundled: Catalog, fresh: Mapping[str, Sequence[Model]], readings: Iterable[Reading]) -> bool:
    """Write the overlay that ``check`` reads besides the ``bundled`` files; only where it changed."""
    import json

    path = overlay_path()
    try:
        old = path.read_bytes()
        known = json.loads(old)["platforms"]
    except (OSError, ValueError, KeyError, TypeError):
        old, known = b"", {}
    overlay = merging.overlay(bundled, fresh, readings)
    for name, entry in known.items() if isinstance(known, dict) else ():
        _keep_earlier(overlay["platforms"], name, entry)
    data = json.dumps(overlay, sort_keys=True, separators=(",", ":")).encode()
    return data == old or replace_file(path, data)


def _keep_earlier(platforms: dict[str, Any], name: str, entry: Any) -> None:
    """A page is silent about the ids it does not list: what an earlier one said of them stays."""
    if not isinstance(entry, dict) or not isinstance(entry.get("rows"), dict):
        return
    now = platforms.setdefault(name, {**entry, "rows": {}})
    now["rows"] = {**entry["rows"], **now["rows"]}


def _overridden(settings: Settings) -> frozenset[joining.Key]:
    """The ids about which the project's override files say something of their own."""
    if not settings.catalog:
        return frozenset()
    from modelguard import catalogfile

    files = [catalogfile.read((settings.root / name).read_text("utf-8")) for name in settings.catalog]
    return frozenset((file.platform, row.id) for file in files for row in file.models)


def _known_id(facts: joining.Facts, platform: str, id: str) -> str:
    known = facts.catalog.find(platform, id)
    return (known.resolves_to or known.id) if known else id


def owners(ground: Ground) -> dict[str, str]:
    """Entry of the manifest to its owner, and ``/path`` to whom CODEOWNERS names for a file that uses a model."""
    manifest = ground.manifest.manifest if ground.manifest else None
    entries = manifest.entries if manifest else {}
    paths = {facts.path for facts in ground.files if facts.uses} | ({manifest.path} if manifest else set())
    named = {f"/{path}": " ".join(owners_of(path, ground.tree)) for path in paths}
    declared = {name: entry.spec.owner for name, entry in entries.items() if entry.spec.owner}
    return {**{path: owner for path, owner in named.items() if owner}, **declared}


def _manifest_errors(ground: Ground) -> tuple[str, ...]:
    """A manifest that cannot be read hides what it selects."""
    found = ground.manifest
    if found is None or found.path is None or found.manifest is not None:
        return ()
    return (f"{found.path}: the manifest cannot be read, so what it selects is not known: run `modelguard check`",)


def _invalid_entries(ground: Ground) -> tuple[Unverified, ...]:
    """Places of the manifest that are invalid, and so were not joined."""
    found = ground.manifest.findings if ground.manifest else ()
    return tuple(Unverified(item.location.path, item.location.line, "", item.message) for item in found)


def _unreadable(ground: Ground) -> tuple[Unverified, ...]:
    """Files that may hold a model id and could not be read."""
    return tuple(
        Unverified(facts.path, problem.line or 1, "", f"the file could not be read: {problem.message}")
        for facts in ground.files
        if facts.candidate
        for problem in facts.problems
    )


def _stale_days(settings: Settings) -> int:
    """The days after which data is too old for a verdict, by the policy of MG904."""
    from modelguard.policy import Policy

    return Policy.of(settings).days("MG904", "fail_days")
