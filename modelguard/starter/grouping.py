"""Uses to entries: one purpose and one model are one entry, whatever the spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from modelguard.spelling import Speller
from modelguard.starter.naming import plain, purpose
from modelguard.types import ModelRef, Role, Use, record

_ASIDE = frozenset(
    {"docs", "doc", "examples", "example", "samples", "sample", "cookbook", "notebooks", "demo", "demos"}
)


@record
class Draft:
    """One entry to be: its name, the model as it is to be written, where it is used.

    ``environments`` maps an environment to the model it has instead.
    """

    name: str
    model: str
    ref: ModelRef
    uses: tuple[Use, ...]
    environments: Mapping[str, str] = field(default_factory=dict)


@record
class Drafts:
    """All entries, the deployment names that stand for an unknown model, and how many uses were left out."""

    entries: tuple[Draft, ...]
    opaque: tuple[Use, ...]
    aside: int


def group(uses: Iterable[Use], speller: Speller) -> Drafts:
    """Entries for every use that selects a model in earnest: tests, documentation and examples are none."""
    selecting = [use for use in uses if use.role is Role.SELECTS and not use.dynamic and not use.in_test]
    opaque = tuple(use for use in selecting if use.ref.opaque or use.ref.id is None)
    named = [use for use in selecting if not (use.ref.opaque or use.ref.id is None)]
    earnest = [use for use in named if not _is_aside(use.location.path)]
    chosen = earnest or named
    by_purpose: dict[str, list[Use]] = {}
    for use in chosen:
        by_purpose.setdefault(purpose(use), []).append(use)
    entries = [draft for name, found in sorted(by_purpose.items()) for draft in _entries(name, found, speller)]
    return Drafts(tuple(_unique(entries)), opaque, len(named) - len(chosen))


def written(ref: ModelRef, speller: Speller) -> str:
    """The model as ``platform/id``, where that means the same again; else as it stands in the file."""
    platform = speller.platforms.get(ref.platform or "")
    if platform is None or ref.id is None:
        return ref.text
    for prefix in (f"{ref.platform}/", *sorted(platform.prefixes), ""):
        back = speller.resolve(prefix + ref.id)
        if back and (back.platform, back.id) == (ref.platform, ref.id):
            return prefix + ref.id
    return ref.text


def _is_aside(path: str) -> bool:
    folders = path.split("/")[:-1]
    hidden = any(folder.startswith(".") and folder != ".github" for folder in folders)
    return hidden or not _ASIDE.isdisjoint(folder.lower() for folder in folders)


def _entries(name: str, uses: Sequence[Use], speller: Speller) -> list[Draft]:
    """The entries of one purpose: one a model; one in all where the models differ by environment alone."""
    by_model: dict[tuple[str | None, str], list[Use]] = {}
    for use in uses:
        by_model.setdefault((use.ref.platform, speller.name(use.ref)), []).append(use)
    groups = sorted(by_model.values(), key=lambda found: -len(found))
    if len(groups) > 1 and (one := _by_environment(name, groups, speller)):
        return [one]
    drafts = []
    for number, found in enumerate(groups):
        model = written(found[0].ref, speller)
        own = name if number == 0 else f"{name}-{plain(found[0].ref.id or model)}"
        drafts.append(Draft(own, model, found[0].ref, tuple(found)))
    return drafts


def _by_environment(name: str, groups: Sequence[Sequence[Use]], speller: Speller) -> Draft | None:
    """One entry with ``environments``, where each environment has one model."""
    owners: dict[str, Sequence[Use]] = {}
    for found in groups:
        for environment in {use.context.environment for use in found}:
            if environment is None or environment in owners:
                return None
            owners[environment] = found
    first = next((owners[item] for item in ("production", "prod", "live") if item in owners), groups[0])
    others = {item: written(found[0].ref, speller) for item, found in sorted(owners.items()) if found is not first}
    uses = tuple(use for found in groups for use in found)
    return Draft(name, written(first[0].ref, speller), first[0].ref, uses, others)


def _unique(drafts: Iterable[Draft]) -> list[Draft]:
    """A second entry of one name gets a number."""
    from dataclasses import replace

    seen: dict[str, int] = {}
    unique = []
    for draft in drafts:
        number = seen[draft.name] = seen.get(draft.name, 0) + 1
        unique.append(draft if number == 1 else replace(draft, name=f"{draft.name}-{number}"))
    return unique
