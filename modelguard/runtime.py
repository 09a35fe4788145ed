"""Read models from ``models.yaml`` while a program runs: standard library and PyYAML only.

    from modelguard.runtime import load

    models = load()
    client.responses.create(model=models["chat"].id, ...)

Moving a model, a step of a ramp and a rollback are then one line of configuration and no deploy:

* the file is read again when it changes (a file that is broken leaves the last good one in force);
* ``MODELGUARD_ENV`` (or ``load(environment=...)``) picks the entry's model of that environment;
* ``MODELGUARD_MODEL_CHAT`` overrides the model of entry ``chat``, for a rollback by hand;
* ``models.assign("chat", user_id)`` says which model a key gets on the way to ``rollout.candidate``;
  ``MODELGUARD_TRAFFIC_CHAT=10%`` is the share, else the first of ``rollout.stages``.

Everything here may be called from many threads.
"""

from __future__ import annotations

import difflib
import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

__all__ = ["BUCKETS", "Entry", "ManifestError", "Models", "UnknownEntry", "bucket", "load", "split"]

BUCKETS = 10_000
"""Into so many parts the keys of an experiment fall: a share is exact to a hundredth of a percent."""

NAMES = ("models.yaml", "models.yml", "config/models.yaml", "modelguard.yaml")
"""Where the manifest is looked for, in the working folder and those above it."""

_PLATFORMS = frozenset(
    "ai21 anthropic azure azure_ai bedrock cerebras cohere deepseek fireworks fireworks_ai gemini groq mistral "
    "openai openrouter perplexity together together_ai vercel vertex vertex_ai voyage xai".split()
)
_ENVIRONMENTS = {
    "prod": "production", "prd": "production", "live": "production",
    "stage": "staging", "stg": "staging",
    "dev": "development", "develop": "development", "local": "development",
    "testing": "test", "tst": "test",
}  # fmt: skip
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?(%?)")
_log = logging.getLogger("modelguard.runtime")


class ManifestError(ValueError):
    """The manifest is not there, cannot be read, or does not say what it must."""


class UnknownEntry(KeyError):
    """There is no such entry; the message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Entry:
    """One purpose: which model serves it now, and the ways back.

    ``model`` as the manifest spells it (``openai/gpt-4o-2024-11-20``); ``id`` and ``platform`` are its
    parts. ``candidate`` is the model a rollout moves to, ``traffic`` the share of it now (0 to 1).
    """

    name: str
    model: str
    fallbacks: tuple[str, ...] = ()
    previous: str | None = None
    candidate: str | None = None
    traffic: float = 0.0

    @property
    def id(self) -> str:
        """What the platform's own API takes: the model without the platform's prefix."""
        return split(self.model)[1]

    @property
    def platform(self) -> str | None:
        """The platform that the prefix names, or ``None``."""
        return split(self.model)[0]

    def assign(self, key: str, *, experiment: str | None = None, traffic: float | None = None) -> str:
        """The model that ``key`` (a user, a session) gets: the candidate for its share of keys, else the model.

        Stable across processes and machines. A key that has the candidate keeps it as the share rises.
        ``experiment`` separates rollouts; it defaults to entry and candidate.
        """
        share = self.traffic if traffic is None else traffic
        if not 0 <= share <= 1:
            raise ValueError(f"traffic is a share from 0 to 1, not {share}")
        if self.candidate is None:
            return self.model
        name = f"{self.name}:{self.candidate}" if experiment is None else experiment
        return self.candidate if bucket(name, key) < round(share * BUCKETS) else self.model


class Models(Mapping[str, Entry]):
    """The entries of a manifest by name; made by :func:`load`. ``variables`` stand for the process's own."""

    def __init__(self, path: Path, environment: str | None = None, variables: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.environment = environment
        self._variables = os.environ if variables is None else variables
        self._lock = threading.Lock()
        self._seen = _state(path)
        self._entries = _read(path)

    def __getitem__(self, name: str) -> Entry:
        entries = self._current()
        try:
            plain = entries[name]
        except KeyError:
            near = difflib.get_close_matches(name, entries, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(entries) or 'none'}"
            raise UnknownEntry(f"{self.path} has no entry {name!r}: {hint}") from None
        return _chosen(plain, self.environment, self._variables)

    def __iter__(self) -> Iterator[str]:
        return iter(self._current())

    def __len__(self) -> int:
        return len(self._current())

    def __contains__(self, name: object) -> bool:
        return name in self._current()

    def assign(self, entry: str, key: str, *, experiment: str | None = None, traffic: float | None = None) -> str:
        """The model of ``entry`` that ``key`` gets; see :meth:`Entry.assign`."""
        return self[entry].assign(key, experiment=experiment, traffic=traffic)

    def _current(self) -> Mapping[str, _Plain]:
        """The entries, read again where the file changed. A reader sees the old ones or the new, never a mix."""
        state = _state(self.path)
        if state != self._seen:
            with self._lock:
                if state != self._seen:
                    self._seen = state
                    try:
                        self._entries = _read(self.path)
                    except ManifestError as error:
                        _log.error("%s; the models read before stay in force", error)
        return self._entries


@dataclass(frozen=True, slots=True)
class _Plain:
    """An entry as the file says it, before environment and overrides."""

    entry: Entry
    environments: Mapping[str, str]


def load(path: str | os.PathLike[str] | None = None, *, environment: str | None = None) -> Models:
    """The manifest at ``path``; without one that of ``MODELGUARD_MANIFEST``, else the nearest one upwards.

    ``environment`` defaults to ``MODELGUARD_ENV`` at each access. Raises ManifestError.
    """
    given = path or os.environ.get("MODELGUARD_MANIFEST")
    return Models(Path(given) if given else _nearest(), environment)


def bucket(experiment: str, key: str) -> int:
    """The part, from 0 to 9,999, into which ``key`` falls: sha256 of experiment and key."""
    digest = hashlib.sha256(f"{experiment}\0{key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % BUCKETS


def split(model: str) -> tuple[str | None, str]:
    """Platform and id of a model as the manifest spells it; no platform where no known one is named."""
    prefix, slash, rest = model.partition("/")
    return (prefix, rest) if slash and rest and prefix in _PLATFORMS else (None, model)


def variable(name: str) -> str:
    """An entry's name as it stands in environment variables: ``summary.bulk`` gives ``SUMMARY_BULK``."""
    return re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")


def _nearest() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in NAMES:
            if (folder / name).is_file():
                return folder / name
    raise ManifestError(f"there is no models.yaml in {here} or above: name it, or set MODELGUARD_MANIFEST")


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _chosen(plain: _Plain, environment: str | None, variables: Mapping[str, str]) -> Entry:
    """The entry with the model of the environment, and what variables override."""
    entry = plain.entry
    wanted = environment or variables.get("MODELGUARD_ENV")
    if wanted and (own := plain.environments.get(_environment(wanted))):
        entry = replace(entry, model=own, candidate=None)
    name = variable(entry.name)
    if override := variables.get(f"MODELGUARD_MODEL_{name}"):
        return replace(entry, model=override, candidate=None)
    if traffic := variables.get(f"MODELGUARD_TRAFFIC_{name}"):
        entry = replace(entry, traffic=_share(traffic, f"MODELGUARD_TRAFFIC_{name}"))
    return entry


def _environment(name: str) -> str:
    return _ENVIRONMENTS.get(name.strip().lower(), name.strip().lower())


def _share(text: str, where: str) -> float:
    match = _SHARE.fullmatch(text.strip())
    share = float(match[1]) / (100 if match[2] else 1) if match else -1.0
    if not 0 <= share <= 1:
        raise ManifestError(f"{where} is {text!r}, which is no share: write 5% or 0.05")
    return share


def _read(path: Path) -> Mapping[str, _Plain]:
    """Every entry of the file. Raises ManifestError that names file, entry and key."""
    try:
        data = yaml.load(path.read_bytes(), Loader=_Loader)
    except OSError as error:
        raise ManifestError(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"{path} is not YAML: {str(error).splitlines()[0]}") from error
    models = data.get("models") if isinstance(data, dict) else None
    if not isinstance(models, dict):
        raise ManifestError(f"{path} has no mapping 'models'")
    return {str(name): _entry(str(name), value, f"{path}: models.{name}") for name, value in models.items()}


def _entry(name: str, value: Any, where: str) -> _Plain:
    if not isinstance(value, dict):
        raise ManifestError(f"{where} is not a mapping")
    model = _text(value, "model", where)
    if model is None:
        raise ManifestError(f"{where} has no 'model'")
    fallbacks = value.get("fallbacks", [])
    environments = value.get("environments", {})
    rollout = value.get("rollout", {})
    if not isinstance(fallbacks, list) or not all(isinstance(item, str) for item in fallbacks):
        raise ManifestError(f"{where}.fallbacks is not a list of models")
    if not isinstance(environments, dict) or not all(isinstance(item, str) for item in environments.values()):
        raise ManifestError(f"{where}.environments is not a mapping of names to models")
    candidate, traffic = _rollout(rollout, where)
    entry = Entry(name, model, tuple(fallbacks), _text(value, "previous", where), candidate, traffic)
    return _Plain(entry, {_environment(key): item for key, item in environments.items()})


def _rollout(value: Any, where: str) -> tuple[str | None, float]:
    """Candidate and the share of its first stage."""
    if not isinstance(value, dict):
        return None, 0.0
    stages = value.get("stages")
    first = stages[0] if isinstance(stages, list) and stages and isinstance(stages[0], dict) else {}
    share = _share(str(first["traffic"]), f"{where}.rollout.stages[0].traffic") if "traffic" in first else 0.0
    return _text(value, "candidate", f"{where}.rollout"), share


def _text(value: Mapping[str, Any], key: str, where: str) -> str | None:
    found = value.get(key)
    if found is None or (isinstance(found, str) and found in _NULLS):
        return None
    if not isinstance(found, str):
        raise ManifestError(f"{where}.{key} is not a text")
    return found


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML whose plain values stay text, and which keeps no second value of one key to itself."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the shape PyYAML asks for
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:merge"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if key.value in seen and key.value != "<<":
                raise yaml.constructor.ConstructorError(
                    None, None, f"duplicate key {key.value!r} at line {key.start_mark.line + 1}", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)
