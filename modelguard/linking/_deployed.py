"""Names of Azure deployments resolve through the infrastructure code that makes them.

An application calls a deployment by a name of the team's own; Terraform and Bicep in the same repository
say which model and version stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from modelguard.scanning import FileFacts
from modelguard.spelling import Speller
from modelguard.types import Context, ModelRef, Use

_UNKNOWN = "{}"
_AZURE = Context(hint="azure")


def resolved(files: tuple[FileFacts, ...], speller: Speller) -> tuple[FileFacts, ...]:
    """The same files, where a name that only stands for a model is followed to it."""
    if not (models := _models(files)):
        return files
    return tuple(_with_models(facts, models, speller) for facts in files)


def _models(files: Iterable[FileFacts]) -> dict[str, str]:
    """The model of each name; of one that stands for several in several places only that it is opaque."""
    found: dict[str, set[str]] = {}
    for facts in files:
        for name, model in facts.deployments:
            found.setdefault(name, set()).add(model)
    return {name: _one(models) for name, models in found.items()}


def _one(models: set[str]) -> str:
    """The one model that is meant: what says the version is surer than what leaves it to another file."""
    sure = {model for model in models if "@" in model and _UNKNOWN not in model} or models
    named = {model.partition("@")[0] for model in models}
    return next(iter(sure)) if len(sure) == 1 and len(named) == 1 else _UNKNOWN


def _with_models(facts: FileFacts, models: Mapping[str, str], speller: Speller) -> FileFacts:
    if not any(use.text in models for use in facts.uses):
        return facts
    uses = tuple(_followed(use, models[use.text], speller) if use.text in models else use for use in facts.uses)
    return replace(facts, uses=uses)


def _followed(use: Use, model: str, speller: Speller) -> Use:
    """The use with the model behind its name, where the name is a deployment's and says nothing surer itself."""
    named = use.ref.opaque or use.context.opaque or (use.ref.by_client and use.context.deployed is None)
    if not named or use.ref.platform != "azure" or use.dynamic or "@" in (use.ref.id or ""):
        return use
    target = None if _UNKNOWN in model else speller.resolve(model, _AZURE)
    if target is None or target.id is None:
        ref = ModelRef(use.ref.text, None, "azure", opaque=True, by_client=use.ref.by_client)
        return replace(use, ref=ref, model=None)
    ref = replace(target, text=use.ref.text, opaque=True)
    return replace(use, ref=ref, model=speller.catalog.find("azure", target.id), exact=False)
