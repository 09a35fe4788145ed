"""Names that all files of a folder share (Terraform's variables): a model and its version are joined at the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from modelguard.scanning import FileFacts
from modelguard.spelling import Speller
from modelguard.types import Context, Export, Literal, ModelRef, Reference, Role, Use, UsedAt
from modelguard.uses import judged_again

_UNKNOWN = "{}"

Joint = tuple[str, UsedAt, Context]
"""The version, the place that joins it, and what is said there."""


def joined(files: tuple[FileFacts, ...], speller: Speller) -> tuple[FileFacts, ...]:
    """The same files, where a resource joins a name of its folder with a version told at the name."""
    asking = {_folder(facts.path) for facts in files if any(not item.module for item, _ in facts.references)}
    if not asking:
        return files
    folders: dict[str, list[FileFacts]] = {folder: [] for folder in asking}
    for facts in files:
        if (folder := _folder(facts.path)) in asking:
            folders[folder].append(facts)
    told = {facts.path: facts for group in folders.values() for facts in _together(group, speller)}
    return tuple(told.get(facts.path, facts) for facts in files)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _together(files: list[FileFacts], speller: Speller) -> Iterator[FileFacts]:
    exports = [export for facts in files for export in facts.exports]
    joints = dict(_joints(files, exports))
    for facts in files:
        places = {span: joints[item.name] for item in facts.exports if item.name in joints for span in item.spans}
        uses = tuple(_pinned(use, places[use.span], speller) if use.span in places else use for use in facts.uses)
        yield replace(facts, uses=uses) if places else facts


def _joints(files: Iterable[FileFacts], exports: list[Export]) -> Iterator[tuple[str, Joint]]:
    """What is joined to each name; a name that is joined with several versions has none that is sure."""
    found: dict[str, list[Joint]] = {}
    for facts in files:
        for reference, location in facts.references:
            if not reference.module:
                version = _version(reference, exports)
                at = UsedAt(location.path, location.line)
                found.setdefault(reference.name, []).append((version, at, reference.context))
    for name, joints in found.items():
        version, at, context = joints[0]
        yield name, (version if all(item[0] == version for item in joints) else _UNKNOWN, at, context)


def _version(reference: Reference, exports: list[Export]) -> str:
    if reference.version is not None:
        return reference.version
    values = {export.value for export in exports if export.name == reference.version_name and export.value is not None}
    return values.pop() if len(values) == 1 else _UNKNOWN


def _pinned(use: Use, joint: Joint, speller: Speller) -> Use:
    """The use with the version that a resource gives it, judged once more."""
    version, at, said = joint
    context = replace(use.context, hint=said.hint, used_at=(*use.context.used_at, at))
    if "@" in (use.ref.id or ""):
        return replace(use, context=context)
    value = f"{use.ref.text}@{version}" if version else use.ref.text
    literal = Literal(value, use.span, context, exact=not version)
    if version == _UNKNOWN:
        ref: ModelRef | None = ModelRef(use.ref.text, None, None, shaped=True)
    else:
        ref = speller.resolve(value, context)
    if ref is None:
        return use
    again = judged_again(use, literal, replace(ref, text=use.ref.text), speller)
    if again.role is Role.SELECTS:
        reason = f"deployed with its version in line {at.line} of {at.path.rpartition('/')[2]}"
        again = replace(again, reason=reason)
    return replace(again, exact=literal.exact and use.exact, dynamic=use.dynamic or ref.id is None)
