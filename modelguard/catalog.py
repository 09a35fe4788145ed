"""The catalog: what is known of every model id on every platform, looked up in microseconds.

The data is ``rules/catalog/*.yaml`` and a project's override files. It is compiled once
(:mod:`modelguard.compiled`), so that a run neither parses YAML nor imports the schema; a
:class:`~modelguard.types.Model` is made when it is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelguard.compiled import compiled
from modelguard.errors import CannotVerify, UsageError
from modelguard.rulesdata import rules
from modelguard.types import DateKind, Evidence, Model, Pinning, Stage

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_FORM = "catalog-3"
_LARGEST = 5_000_000
"""Bytes of an override file that are read."""
_LASTING = (
    "pinning", "preview", "vendor", "family", "released", "context_window", "max_output", "capabilities",
    "input_price", "output_price",
)  # fmt: skip
"""Facts that an override row without them leaves as they are: they are no word on the model's end."""


class Catalog:
    """Models by platform and id. Made by :func:`load`."""

    def __init__(self, day: date, digest: str, platforms: Mapping[str, Mapping[str, Any]]) -> None:
        """``platforms`` as :func:`_packed` makes them: a row stays text until it is asked for."""
        self.date = day
        """The newest day on which a bundled file was compared with its sources."""
        self.digest = digest
        """Changes with every fact, the overrides' included."""
        self._rows: dict[str, dict[str, str]] = {name: data["rows"] for name, data in platforms.items()}
        self._aliases: dict[str, dict[str, str]] = {name: data["aliases"] for name, data in platforms.items()}
        self._made: dict[tuple[str, str], Model] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._folded: dict[str, dict[str, str]] = {}

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    @property
    def platforms(self) -> tuple[str, ...]:
        """Every platform with a model, sorted."""
        return tuple(sorted(self._rows))

    def find(self, platform: str, id: str) -> Model | None:
        """The model an id means on a platform, or ``None``.

        As written first, then without regard to case. An id that a row names among its ``aliases``
        gives a model of its own: the row's facts, an alias that resolves to the row.
        """
        rows = self._rows.get(platform)
        if rows is None:
            return None
        if id in rows:
            return self._model(platform, id)
        names = self._names.get(platform) or self._index(platform)
        if id not in names:
            known = self._folded[platform].get(id.lower())
            if known is None:
                return None
            id = known
        return self._model(platform, id) if names[id] == id else self._alias(platform, id, names[id])

    def platforms_of(self, id: str) -> tuple[str, ...]:
        """The platforms that know ``id``, sorted."""
        return tuple(platform for platform in self.platforms if self.find(platform, id) is not None)

    def names(self) -> set[str]:
        """Every id and alias, whichever platform serves it."""
        return {name for platform in self._rows for name in self._names.get(platform) or self._index(platform)}

    def models(self, platform: str | None = None) -> Iterator[Model]:
        """Every model (of one platform), by platform and id."""
        for name in self.platforms if platform is None else (platform,):
            for id in sorted(self._rows.get(name, ())):
                yield self._model(name, id)

    def nearest(self, platform: str | None, id: str) -> str | None:
        """The known id most like ``id`` (on one platform, or on any), where one is like it at all."""
        import difflib

        names = sorted({name for one in self._searched(platform) for name in self._index(one)})
        folded = {name.lower(): name for name in names}
        wanted = id.lower()
        if longer := [name for name in folded if name.startswith(wanted + "-")]:
            return folded[min(longer, key=len)]
        close = difflib.get_close_matches(wanted, folded, n=5, cutoff=0.8)
        best = max(close, key=lambda name: _shared(name, wanted), default=None)
        return folded[best] if best else None

    def successor(self, model: Model, day: date) -> tuple[Model, ...]:
        """The chain of replacements from ``model`` to the first that is not retired on ``day``.

        Empty where no replacement is known. Of several replacements the first that is not retired
        counts. A chain that runs in a circle, or to an id the catalog does not know, ends there; so the
        last model may be retired too.
        """
        chain: list[Model] = []
        passed = {model.id}
        current = model
        while True:
            named = [*current.replacement, *filter(None, [current.rerouted_to])]
            found = [self.find(model.platform, id) for id in named if id not in passed]
            known = [one for one in found if one is not None and one.id not in passed]
            if not known:
                return tuple(chain)
            current = next((one for one in known if one.stage(day) is not Stage.RETIRED), known[0])
            passed.add(current.id)
            chain.append(current)
            if current.stage(day) is not Stage.RETIRED:
                return tuple(chain)

    def _searched(self, platform: str | None) -> tuple[str, ...]:
        if platform is None:
            return self.platforms
        return (platform,) if platform in self._rows else ()

    def _index(self, platform: str) -> dict[str, str]:
        """Every name of a platform to the id of its row; made when the first id is not found as it stands."""
        if platform not in self._names:
            self._names[platform] = self._aliases[platform] | {id: id for id in self._rows[platform]}
            self._folded[platform] = {name.lower(): name for name in sorted(self._names[platform])}
        return self._names[platform]

    def _model(self, platform: str, id: str) -> Model:
        key = (platform, id)
        if key not in self._made:
            self._made[key] = _made(platform, id, json.loads(self._rows[platform][id]))
        return self._made[key]

    def _alias(self, platform: str, alias: str, id: str) -> Model:
        base = self._model(platform, id)
        return replace(base, id=alias, pinning=Pinning.ALIAS, resolves_to=id, aliases=())


def _shared(one: str, other: str) -> int:
    """How many characters two ids begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def load(overrides: Sequence[Path] = (), *, cache_dir: Path | None = None, overlay: bool = False) -> Catalog:
    """Load the catalog with a project's override files on top; the last file wins.

    ``overlay``: facts that a refresh left in the cache count where they are newer than the bundled ones.
    Raises CannotVerify where the bundled data is missing or damaged, UsageError for an override that
    cannot be read (file, line, what is wrong).
    """
    sources = _sources()
    data = compiled(_FORM, sources, lambda: _compile(sources), folder=cache_dir)
    if not _is_whole(data):
        data = _compile(sources)
    platforms: dict[str, Mapping[str, Any]] = data["platforms"]
    digest = data["digest"]
    day = date.fromisoformat(data["date"])
    if overlay:
        from modelguard import catalogoverlay

        newer = catalogoverlay.newer(platforms, check=_made, folder=cache_dir)
        day = max(day, newer.day or day)
        for name, rows in newer.rows.items():
            platforms[name] = _over(platforms.get(name), rows)
        digest = hashlib.blake2b(digest.encode() + newer.text, digest_size=16).hexdigest()
    for path in overrides:
        override = _override(path, cache_dir)
        name = override["platform"]
        platforms[name] = _over(platforms.get(name), override["rows"])
        digest = hashlib.blake2b(f"{digest}{override['digest']}".encode(), digest_size=16).hexdigest()
    return Catalog(day, digest, platforms)


def _sources() -> list[Traversable]:
    """The bundled files. Raises CannotVerify where there are none."""
    try:
        found = [item for item in (rules() / "catalog").iterdir() if item.name.endswith(".yaml")]
    except (OSError, ValueError):  # ValueError: a folder that is not in the archive
        found = []
    if not found:
        raise CannotVerify("the catalog of models is missing: reinstall modelguard")
    return sorted(found, key=lambda item: item.name)


def _compile(sources: Sequence[Traversable]) -> dict[str, Any]:
    """All bundled files as one piece of data. Raises CannotVerify for the first that is damaged."""
    from modelguard import catalogfile

    digest = hashlib.blake2b(digest_size=16)
    platforms = {}
    days = []
    for source in sources:
        try:
            data = source.read_bytes()
            found = catalogfile.read(data.decode())
        except catalogfile.CatalogFileError as error:
            what = f"the catalog file {source.name} is damaged at line {error.line} ({error})"
            raise CannotVerify(f"{what}: reinstall modelguard") from None
        except (OSError, UnicodeDecodeError) as error:
            raise CannotVerify(f"the catalog file {source.name} cannot be read: reinstall modelguard") from error
        digest.update(data)
        platforms[found.platform] = _packed(found.rows())
        days.append(found.updated.isoformat())
    return {"date": max(days), "digest": digest.hexdigest(), "platforms": platforms}


def _override(path: Path, cache_dir: Path | None) -> Mapping[str, Any]:
    """One override file, compiled. Raises UsageError that says file, line and fault."""

    def build() -> dict[str, Any]:
        from modelguard import catalogfile

        data = path.read_bytes()
        if len(data) > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST // 1_000_000} MB: split it")
        found = catalogfile.read(data.decode("utf-8-sig"))
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        return {"platform": found.platform, "rows": found.rows(), "digest": digest}

    try:
        data = compiled("override", [path.resolve()], build, folder=cache_dir)
        return data if isinstance(data, dict) and {"platform", "rows", "digest"} <= set(data) else build()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError(f"the catalog file {path} cannot be read ({why}): check the setting catalog") from None
    except UnicodeDecodeError:
        raise UsageError(f"the catalog file {path} is not UTF-8: save it as UTF-8") from None
    except ValueError as error:
        line = getattr(error, "line", 1)
        raise UsageError(f"{path}:{line}: {error}") from None


def _packed(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Rows as JSON texts by id, and their aliases: most rows are never asked for, so never parsed."""
    return {
        "rows": {id: json.dumps(row, ensure_ascii=False, separators=(",", ":")) for id, row in rows.items()},
        "aliases": {name: id for id, row in rows.items() for name in row.get("aliases", ())},
    }


def _over(bundled: Mapping[str, Any] | None, rows: Mapping[str, Any]) -> Mapping[str, Any]:
    """The override's rows win; what they do not say and no date hangs on stays known."""
    packed = _packed(rows)
    if bundled is None:
        return packed
    merged = {}
    for id, row in rows.items():
        old = json.loads(bundled["rows"].get(id, "{}"))
        lasting = {key: old[key] for key in _LASTING if key in old}
        if "resolves_to" in row:
            lasting.pop("pinning", None)
        merged[id] = {**lasting, **row}
    kept = {id: text for id, text in bundled["rows"].items() if id not in packed["aliases"]}
    aliases = {name: id for name, id in bundled["aliases"].items() if id not in rows and name not in rows}
    return {"rows": {**kept, **_packed(merged)["rows"]}, "aliases": {**aliases, **packed["aliases"]}}


def _is_whole(data: Any) -> bool:
    return isinstance(data, dict) and {"date", "digest", "platforms"} <= set(data) and bool(data["platforms"])


def _made(platform: str, id: str, row: Mapping[str, Any]) -> Model:
    """A model from its compiled row."""
    after = row.get("after")
    return Model(
        platform=platform,
        id=id,
        pinning=Pinning(row["pinning"]) if "pinning" in row else None,
        preview=row.get("preview", False),
        vendor=row.get("vendor"),
        family=row.get("family"),
        resolves_to=row.get("resolves_to"),
        aliases=tuple(row.get("aliases", ())),
        released=_day(row, "released"),
        deprecated=_day(row, "deprecated"),
        retires=_day(row, "retires"),
        date_kind=DateKind(row["date_kind"]) if "date_kind" in row else None,
        status=Stage(row["status"]) if "status" in row else None,
        regions={region: date.fromisoformat(day) for region, day in row.get("regions", {}).items()},
        replacement=tuple(row.get("replacement", ())),
        after="rerouted" if isinstance(after, dict) else after,
        rerouted_to=after["rerouted_to"] if isinstance(after, dict) else None,
        note=row.get("note"),
        context_window=row.get("context_window"),
        max_output=row.get("max_output"),
        capabilities=frozenset(row.get("capabilities", ())),
        input_price=row.get("input_price"),
        output_price=row.get("output_price"),
        evidence=tuple(Evidence(url, date.fromisoformat(seen)) for url, seen in row.get("evidence", ())),
    )


def _day(row: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(row[key]) if key in row else None
