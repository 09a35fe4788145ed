"""Which uses are of the old model, and how the new one is written there."""

from __future__ import annotations

import re

from modelguard.errors import UsageError
from modelguard.naming import plain_name
from modelguard.spelling import Speller
from modelguard.types import Context, Model, ModelRef, Place, record
from modelguard.wording import shown

_DATE = re.compile(r"-(?:\d{8}|\d{4}-\d{2}-\d{2}|\d{4}|\d{3})$")
_CONFIG = Context(place=Place.CONFIG_VALUE, name="model")


@record
class Target:
    """A model a migration is from or to: how it was typed, and what the catalog says."""

    ref: ModelRef
    model: Model | None

    @property
    def id(self) -> str:
        """The id without router or region."""
        return self.ref.id or self.ref.text

    @property
    def name(self) -> str:
        """The id without what a platform adds, aliases not followed."""
        return plain_name(self.id)


def target(text: str, speller: Speller, *, used: frozenset[str] = frozenset()) -> Target:
    """The model that ``text`` means. ``used`` are plain names that are as good as known.

    Raises UsageError, with the nearest known id, where the catalog has none such.
    """
    ref = speller.resolve(text, _CONFIG)
    if ref is not None and ref.id is not None:
        model = speller.catalog.find(ref.platform, ref.id) if ref.platform else None
        if model is not None or plain_name(ref.id) in used:
            return Target(ref, model)
    near = speller.catalog.nearest(ref.platform if ref else None, (ref.id if ref else None) or text)
    hint = f"did you mean {shown(near)}?" if near else "'modelguard catalog list' shows those that it has"
    raise UsageError(f"the catalog has no model {shown(text)}: {hint}")


class Mover:
    """Writes ``new`` where ``old`` stands."""

    def __init__(self, old: Target, new: Target, speller: Speller) -> None:
        self.old = old
        self.new = new
        self.speller = speller
        home = speller.resolve(old.id)
        away = bool(old.ref.prefix) and home is not None and home.platform != old.ref.platform
        self.only = old.ref.platform if away else None
        """The one platform whose uses move, where the old id was typed with another host's prefix."""

    def concerns(self, ref: ModelRef) -> bool:
        """Whether ``ref`` is the old model, on any platform and in any spelling; an alias of it is not."""
        if ref.id is None or (self.only and ref.platform != self.only):
            return False
        return plain_name(ref.id) == self.old.name

    def related(self, ref: ModelRef) -> bool:
        """Whether ``ref`` means the old model by another name: an alias of it, or the id it is an alias of."""
        if ref.id is None or self.concerns(ref):
            return False
        name = self.speller.name(ref)
        return name == self.speller.name(self.old.ref) or name == _DATE.sub("", self.old.name)

    def written(self, ref: ModelRef, *, manifest: bool) -> tuple[str | None, str]:
        """The new id as it is written in place of ``ref``; or ``None`` and why there is no such spelling."""
        if ref.fine_tune:
            return None, "it is a fine-tune of the old model: train it anew on the new one"
        id = self._on(ref.platform)
        if id is not None:
            text = self.speller.respell(ref, id)
            return text, "" if text else "its name and version are written apart: change both by hand"
        swaps = ref.platform in (self.old.ref.platform, None) and (ref.prefix or manifest)
        if swaps and (text := self._swapped(ref)):
            return text, ""
        return (
            None,
            f"no {self._title(ref.platform)} form of {self.new.id} is known: change the client and the id by hand",
        )

    def _title(self, platform: str | None) -> str:
        known = self.speller.platforms.get(platform or "")
        return known.title if known else platform or "such"

    def _on(self, platform: str | None) -> str | None:
        """The new model's id on ``platform``."""
        new = self.new
        if platform == new.ref.platform:
            return new.id
        if platform is None:
            return new.id if self.old.ref.platform == new.ref.platform else None
        found = [model.id for model in self.speller.catalog.models(platform) if plain_name(model.id) == new.name]
        if not found:
            name = self.speller.name(new.ref)
            found = [model.id for model in self.speller.catalog.models(platform) if plain_name(model.id) == name]
        return min(found, key=lambda id: (len(id), id)) if found else None

    def _swapped(self, ref: ModelRef) -> str | None:
        """``openai/old`` becomes ``anthropic/new``: the prefix goes with the vendor."""
        platform = self.new.ref.platform
        known = self.speller.platforms.get(platform or "")
        if known is None:
            return None
        mark = ref.prefix[-1:]
        prefixes = sorted(
            (item for item in known.prefixes if item[-1:] == mark), key=lambda item: item[:-1] != platform
        )
        for prefix in prefixes if mark else [""]:
            back = self.speller.resolve(prefix + self.new.id)
            if back and (back.platform, back.id) == (platform, self.new.id):
                return prefix + self.new.id
        return None
