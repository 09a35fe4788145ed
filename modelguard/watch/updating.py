"""The change that a refresh means for catalog files, as text a person reviews.

In a checkout of modelguard the files are ``rules/catalog``. Anywhere else the bundled catalog is not
ours to write: a folder of override files takes the models that are new or other, and without one the
newer facts stay in the cache.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from modelguard import catalog as catalogs
from modelguard.catalog import Catalog
from modelguard.errors import UsageError
from modelguard.rulesdata import rules
from modelguard.types import Model, record
from modelguard.watch import Reading

_RENEW = timedelta(days=7)
"""How old a file's day may be before an update that changes nothing else renews it."""


@record
class FileChange:
    """One catalog file before and after; ``old`` is empty for a new one."""

    path: Path
    old: str
    new: str

    def diff(self, root: Path) -> str:
        """A patch that ``git apply`` takes, with paths relative to ``root``."""
        inside = self.path.is_relative_to(root)
        name = (self.path.relative_to(root) if inside else self.path).as_posix().lstrip("/")
        old = f"a/{name}" if self.old else "/dev/null"
        lines = difflib.unified_diff(
            self.old.splitlines(keepends=True), self.new.splitlines(keepends=True), old, f"b/{name}"
        )
        return "".join(lines)


def checkout() -> Path | None:
    """The catalog folder of a source checkout; ``None`` where modelguard is installed."""
    folder = rules()
    if not isinstance(folder, Path) or folder.name == "_rules":
        return None
    return folder / "catalog" if (folder.parent / "pyproject.toml").is_file() else None


def planned(
    folder: Path,
    bundled: Catalog,
    fresh: Mapping[str, Sequence[Model]],
    readings: Iterable[Reading],
    *,
    today: date,
    overrides: bool,
) -> tuple[FileChange, ...]:
    """The files in ``folder`` that change. ``overrides``: they hold only what differs from the bundled."""
    from modelguard import catalogfile

    urls = {reading.url for reading in readings}
    read = {reading.platform for reading in readings if reading.read}
    found = []
    for platform, models in fresh.items():
        path = folder / f"{platform}.yaml"
        old = _text(path)
        keep = _override(path, old, platform, bundled, models, urls) if overrides else _all(bundled, platform, models)
        if not keep and not old:
            continue
        before = _day_of(old)
        same = catalogfile.write(platform, keep, updated=before or today) == old
        day = today if not same or (before and platform in read and today - before >= _RENEW) else before
        new = catalogfile.write(platform, keep, updated=day or today)
        if new != old:
            found.append(FileChange(path, old, new))
    return tuple(found)


def _all(bundled: Catalog, platform: str, fresh: Iterable[Model]) -> tuple[Model, ...]:
    """Every model of a platform, the fresh ones in place of the bundled."""
    models = {model.id: model for model in bundled.models(platform)} | {model.id: model for model in fresh}
    spoken_for = {name for model in models.values() for name in model.aliases}
    return tuple(models[id] for id in sorted(models) if id not in spoken_for)


def _override(
    path: Path, old: str, platform: str, bundled: Catalog, models: Sequence[Model], urls: set[str]
) -> tuple[Model, ...]:
    """What differs from the bundled catalog, over the file's own rows that no page of ours gave."""
    kept = {model.id: model for model in models if bundled.find(platform, model.id) != model}
    if old:
        both = catalogs.load([path])
        for id in _ids(old):
            own = both.find(platform, id)
            if own and not any(fact.url in urls for fact in own.evidence):
                kept[id] = own
    return tuple(kept[id] for id in sorted(kept))


def _ids(text: str) -> tuple[str, ...]:
    from modelguard import catalogfile

    return tuple(row.id for row in catalogfile.read(text).models)


def _day_of(text: str) -> date | None:
    """The ``updated`` of a file's text."""
    for line in text.splitlines()[:10]:
        if line.startswith("updated:"):
            try:
                return date.fromisoformat(line.partition(":")[2].strip())
            except ValueError:
                return None
    return None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path}: cannot be read as UTF-8: move it away or mend it") from None
