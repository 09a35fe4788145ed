"""The text of a first ``models.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from modelguard import __version__
from modelguard.catalog import Catalog
from modelguard.starter.grouping import Draft, Drafts
from modelguard.types import DateKind, Model, Stage, Use
from modelguard.wording import counted, listed, printable

_PLAIN = re.compile(r"[A-Za-z][\w./@-]*(?::[\w./@-]+)*")
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_SCHEMA = "https://raw.githubusercontent.com/modelguard/modelguard/v{}/rules/schema/manifest.schema.json"
_PLACES = 3


def text(drafts: Drafts, catalog: Catalog, today: date) -> str:
    """The manifest, with the catalog's days, and TODO comments where only a person knows."""
    lines = [
        f"# yaml-language-server: $schema={_SCHEMA.format(__version__)}",
        "#",
        "# The models that this repository uses, written by `modelguard init` from what stands in the code.",
        "# Rename the entries to what they are for, settle the TODOs, and let the code read the ids from here:",
        '#   from modelguard.runtime import load; load()["chat"].id',
        "version: 1",
        *_deployments(drafts.opaque),
        "models:",
    ]
    if not drafts.entries:
        return "\n".join([*lines[:-1], "models: {}", "# TODO no use of a model was found: add entries here", ""])
    for draft in drafts.entries:
        lines += ["", *_entry(draft, catalog, today)]
    return "\n".join(lines).replace("models:\n\n", "models:\n") + "\n"


def _entry(draft: Draft, catalog: Catalog, today: date) -> Iterator[str]:
    yield f"  {scalar(draft.name)}:"
    yield f"    # used in {_where(draft.uses)}"
    yield "    # TODO owner, criticality, fallbacks, previous, rollback, evaluation"
    model = _model(draft, catalog)
    for remark in _remarks(draft, model, catalog, today):
        yield f"    # {remark}"
    yield f"    model: {scalar(draft.model)}"
    if draft.environments:
        yield "    environments:"
        for environment, other in draft.environments.items():
            yield f"      {scalar(environment)}: {scalar(other)}"
    if model and (day := _day(draft, model)):
        floor = "  # not before this day" if model.date_kind is DateKind.NOT_BEFORE else ""
        yield f"    retires: {day}{floor}"


def _model(draft: Draft, catalog: Catalog) -> Model | None:
    """The catalog's row; of an alias the model it points to, whose days it has."""
    ref = draft.ref
    model = catalog.find(ref.platform, ref.id) if ref.platform and ref.id else None
    if model and model.resolves_to:
        return catalog.find(model.platform, model.resolves_to) or model
    return model


def _day(draft: Draft, model: Model) -> date | None:
    return model.regions.get(draft.ref.region or "") or model.retires


def _remarks(draft: Draft, model: Model | None, catalog: Catalog, today: date) -> Iterator[str]:
    """What to know before the model is declared: that it floats, goes or is gone, or that nothing is known."""
    if draft.ref.platform is None:
        yield "TODO platform: write it as platform/id, nothing in the code says who serves it"
    elif model is None:
        yield "TODO the catalog does not know this id: check its spelling"
        return
    if model is None:
        return
    if model.id != draft.ref.id:
        yield f"TODO pin it: an alias, today {model.id}"
    stage = model.stage(today)
    if stage is not Stage.ACTIVE:
        chain = catalog.successor(model, today)
        to = f": move to {chain[-1].id}" if chain else ""
        yield f"TODO {stage.value}{to}"


def _deployments(opaque: Iterable[Use]) -> Iterator[str]:
    """Deployment names whose model no file says, as comments to be filled in."""
    by_name: dict[str, list[Use]] = {}
    for use in opaque:
        by_name.setdefault(use.ref.text, []).append(use)
    if not by_name:
        return
    yield "# TODO which model is behind these deployment names? Then remove the first `#` of each line."
    yield "# deployments:"
    for name, uses in sorted(by_name.items()):
        yield f"#   {scalar(name)}: azure/MODEL@VERSION  # {_where(uses)}"


def _where(uses: Iterable[Use]) -> str:
    places = list(dict.fromkeys(f"{printable(use.location.path)}:{use.location.line}" for use in uses))
    more = [counted(len(places) - _PLACES, "more place")] if len(places) > _PLACES else []
    return listed([*places[:_PLACES], *more])


def scalar(value: str) -> str:
    """A text as YAML that is read as just that text, in any version of YAML."""
    if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(char: str) -> str:
    if " " <= char <= "~":
        return "\\" + char if char in '\\"' else char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
