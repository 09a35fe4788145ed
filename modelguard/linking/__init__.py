"""Follow constants from file to file: ``from config import MODEL`` reaches the call that uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from modelguard import roles
from modelguard.linking import _clients as clients
from modelguard.linking import _deployed as deployed
from modelguard.linking import _foldernames as foldernames
from modelguard.linking._holders import Held, held_by_name, holding_file
from modelguard.linking._modules import SCRIPTS, Found, Modules
from modelguard.linking._offers import Offers
from modelguard.scanning import FileFacts
from modelguard.spelling import Speller
from modelguard.types import Export, Literal, Location, Place, Reference, Role, Span, Use, UsedAt
from modelguard.uses import judged_again


def link(files: Iterable[FileFacts], speller: Speller, root: Path) -> tuple[FileFacts, ...]:
    """The same files with every imported constant's uses told where they are handed on, and by whom they are served."""
    files = tuple(files)
    held = held_by_name(files)
    offers = Offers.of(files)
    files = foldernames.joined(files, speller)
    modules = Modules({facts.path: facts for facts in files if facts.exports})
    reached: dict[str, dict[Span, list[tuple[UsedAt, Reference]]]] = {}
    for facts in files:
        for reference, location in facts.references:
            if not reference.module:
                continue
            for path, export in _found(facts.path, reference, held, offers, modules):
                at = _used_at(reference, location, export)
                for span in export.spans:
                    reached.setdefault(path, {}).setdefault(span, []).append((at, reference))
    told = tuple(_told(facts, reached, speller) for facts in files) if reached else files
    return deployed.resolved(clients.served(told, root, speller), speller)


def _found(path: str, reference: Reference, held: Held, offers: Offers, modules: Modules) -> list[Found]:
    """The files and constants that ``reference`` in the file ``path`` can mean."""
    if (target := holding_file(path, reference, held)) is not None:
        return modules.own(target, reference.name)
    if path.endswith(SCRIPTS):
        return modules.find(path, reference.module, reference.name)
    offered = offers.target(path, reference)
    return modules.own(*offered) if offered else []


def _used_at(reference: Reference, location: Location, export: Export) -> UsedAt:
    context = reference.context
    name = _name(reference, export) if location.path.endswith(SCRIPTS) else None
    return UsedAt(location.path, location.line, context.call, context.client, name)


def _name(reference: Reference, export: Export) -> str | None:
    """The name a constant is handed on under: its own key where the whole object is; None for one of its own."""
    own, asked = export.name.removeprefix("default."), reference.name.removeprefix("*.").removeprefix("default.")
    if own != asked and (own.startswith(f"{asked}.") or asked == "default"):
        return None if own == "default" else own.rpartition(".")[2]
    if "." not in reference.name and not reference.name.endswith("()"):
        return None
    context = reference.context
    return f"{context.call or ''}()" if context.place is Place.ARGUMENT else context.name or ""


def _told(
    facts: FileFacts, reached: Mapping[str, Mapping[Span, list[tuple[UsedAt, Reference]]]], speller: Speller
) -> FileFacts:
    spans = reached.get(facts.path)
    if not spans:
        return facts
    uses = tuple(_again(use, spans[use.span], speller) if use.span in spans else use for use in facts.uses)
    return replace(facts, uses=uses)


def _again(use: Use, calls: list[tuple[UsedAt, Reference]], speller: Speller) -> Use:
    """The use judged once more, now that the calls it reaches are known."""
    context = use.context
    calls = sorted(calls, key=lambda call: roles.is_test(call[0].path))
    asked = [call for call in calls if not roles.is_offered(call[1].context)]
    told = use.role is Role.SELECTS and roles.is_named_after(context.name, use.ref.text)
    if told and not asked and not context.used_at:
        at = calls[0][0]
        return replace(use, role=Role.DECLARES, reason=f"offered in line {at.line} of {at.path}")
    calls = asked or calls
    first = calls[0][1].context
    context = replace(
        context,
        used_at=(*context.used_at, *(at for at, _ in calls)),
        base_url=context.base_url or first.base_url,
        hint=context.hint or first.hint,
        opaque=context.opaque or first.opaque,
    )
    if use.dynamic:
        return replace(use, context=context)
    ref = speller.resolve(use.ref.text, context) or use.ref
    literal = Literal(use.ref.text, use.span, context, use.exact)
    return judged_again(use, literal, ref, speller)
