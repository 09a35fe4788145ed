"""Plan a migration: every edit, every refusal, and the verdict of the rules on the state before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from modelguard import engine, fixing, judging, languages, scanning
from modelguard.engine import Ground, Options
from modelguard.errors import UsageError
from modelguard.linking import link
from modelguard.migration import manifest as manifests
from modelguard.migration.spellings import Mover, Target, target
from modelguard.naming import plain_name
from modelguard.scanning import FileFacts
from modelguard.text import SourceFile
from modelguard.types import Edit, Report, Role, Span, Use, record
from modelguard.wording import nearest, shown

_MOVED = frozenset({Role.SELECTS, Role.TEST})


@record
class Migration:
    """All that moving ``old`` to ``new`` does and leaves.

    ``fixes`` one value a file, nothing written; ``entries`` whose model moves; ``left`` uses that stay,
    by why; ``before`` and ``after`` what the rules say of both states.
    """

    old: Target
    new: Target
    fixes: tuple[fixing.FileFix, ...]
    entries: tuple[str, ...]
    left: tuple[tuple[str, Use], ...]
    ground: Ground
    before: Report
    after: Report

    @property
    def refusals(self) -> tuple[fixing.Refusal, ...]:
        """Every place that was to move and does not."""
        return tuple(item for fix in self.fixes for item in fix.refusals)

    @property
    def root(self) -> Path:
        """The folder that paths are relative to."""
        return self.ground.settings.root.absolute()

    @property
    def places(self) -> int:
        """How many edits there are."""
        return sum(fix.applied for fix in self.fixes)


def plan(
    old: str, new: str, paths: Sequence[Path], ground: Ground, *, entry: str | None, today: date, options: Options
) -> Migration:
    """Raises UsageError where a model or the entry is not known, or both models are the same."""
    uses = engine.uses_of(ground)
    used = frozenset(plain_name(use.ref.id) for use in uses if use.ref.id)
    mover = Mover(target(old, ground.speller, used=used), target(new, ground.speller), ground.speller)
    if mover.old.name == mover.new.name:
        raise UsageError(f"{shown(old)} and {shown(new)} are the same model: there is nothing to move")
    _check_entry(entry, ground)
    fixes, entries, left = _changes(uses, mover, ground, entry, today)
    before = judging.judge(ground, as_of=today, real_today=today, options=options)
    after = judging.judge(_moved(ground, fixes), as_of=today, real_today=today, options=options)
    return Migration(mover.old, mover.new, fixes, entries, left, ground, before, after)


def _check_entry(entry: str | None, ground: Ground) -> None:
    if entry is None:
        return
    manifest = ground.manifest.manifest if ground.manifest else None
    if manifest is None:
        raise UsageError("--entry needs a manifest, and there is none: 'modelguard init' writes a first one")
    if entry not in manifest.entries:
        near = nearest(entry, manifest.entries)
        hint = f"did you mean {shown(near)}?" if near else f"there are {', '.join(manifest.entries) or 'none'}"
        raise UsageError(f"{manifest.path} has no entry {shown(entry)}: {hint}")


def _changes(
    uses: Iterable[Use], mover: Mover, ground: Ground, entry: str | None, today: date
) -> tuple[tuple[fixing.FileFix, ...], tuple[str, ...], tuple[tuple[str, Use], ...]]:
    root = ground.settings.root
    manifest = ground.manifest.manifest if ground.manifest else None
    wanted: dict[str, list[fixing.Wanted]] = {}
    refused: dict[str, list[fixing.Refusal]] = {}
    left: list[tuple[str, Use]] = []
    for use in uses:
        if manifest and use.location.path == manifest.path:
            continue
        if why := _stays(use, mover, ground, entry):
            left.append((why, use))
        elif mover.concerns(use.ref):
            text, reason = mover.written(use.ref, manifest=False)
            at, path = use.location, use.location.path
            if text and (one := _wanted(use, text, root)):
                wanted.setdefault(path, []).append(one)
            else:
                reason = reason or "it is put together from parts: change it by hand"
                refused.setdefault(path, []).append(fixing.Refusal(path, reason, at.line))
    made = manifests.change(manifest, mover, entry=entry, today=today) if manifest else manifests.ManifestChange()
    fixes = [manifests.fixed(manifest, made)] if manifest else []
    for path in sorted({*wanted, *refused}):
        fix = fixing.edited(path, wanted[path], root) if path in wanted else fixing.FileFix(path)
        fixes.append(replace(fix, refusals=(*refused.get(path, ()), *fix.refusals)))
    done = tuple(fix for fix in sorted(fixes, key=lambda fix: fix.path) if fix.changed or fix.refusals)
    return done, tuple(made.moved), tuple(left)


def _wanted(use: Use, text: str, root: Path) -> fixing.Wanted | None:
    """The edit of a use; of one that is put together from parts where the id stands in one of them whole."""
    at, id = use.location, use.ref.id or use.text
    if use.exact:
        edit = Edit(use.span, text, (at.line, at.column), (at.end_line, at.end_column))
        return fixing.Wanted(edit, use.text)
    try:
        source = SourceFile.read(root, at.path)
    except OSError:
        return None
    written = source.text[use.span.start : use.span.end]
    before, _, after = use.text.partition(id)
    if written.count(id) != 1 or not (text.startswith(before) and text.endswith(after)):
        return None
    start = use.span.start + written.index(id)
    span = Span(start, start + len(id))
    new = text[len(before) : len(text) - len(after)]
    return fixing.Wanted(Edit(span, new, source.position(span.start), source.position(span.end)), id)


def _stays(use: Use, mover: Mover, ground: Ground, entry: str | None) -> str | None:
    """Why a use that has to do with the old model does not move; ``None`` where it moves or is another's."""
    if use.dynamic or use.ref.opaque:
        return None
    if mover.related(use.ref) and use.role in _MOVED:
        return "another name of the model"
    if not mover.concerns(use.ref):
        return None
    if use.role not in _MOVED:
        return {Role.DECLARES: "listed", Role.COMPARES: "compared"}.get(use.role, "mentioned")
    if entry is None:
        return None
    manifest = ground.manifest.manifest if ground.manifest else None
    naming = manifest.naming(use.ref, use.context.environment) if manifest else set()
    return None if naming == {entry} else "of other entries"


def _moved(ground: Ground, fixes: Iterable[fixing.FileFix]) -> Ground:
    """The same ground as if the fixes were written."""
    from modelguard.manifest import parse

    new = {fix.path: fix.new for fix in fixes if fix.changed}
    result = ground.manifest
    if result and result.path in new:
        result = parse(SourceFile.of(result.path, new[result.path]), ground.speller, claimed=True)
        if result.manifest:
            ground.speller.deployments.update(result.manifest.deployments)
    prefilter = engine.make_prefilter(ground.settings, ground.speller.deployments)

    def again(facts: FileFacts) -> FileFacts:
        reader = languages.reader_for(facts.path)
        if facts.path not in new or reader is None:
            return facts
        return scanning.examine(facts.path, new[facts.path], reader=reader, prefilter=prefilter, speller=ground.speller)

    files = link([again(facts) for facts in ground.files], ground.speller, ground.settings.root)
    return replace(ground, manifest=result, files=files)


def counted_by_reason(left: Iterable[tuple[str, Use]]) -> Counter[str]:
    """How many uses stay, by why."""
    return Counter(why for why, _ in left)
