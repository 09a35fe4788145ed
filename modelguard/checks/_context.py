"""What every check is given: the day, the data, the settings, and the one way to make a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from modelguard.checks import Rule
from modelguard.checks._facts import lifecycle_facts, model_facts
from modelguard.policy import Policy
from modelguard.types import Finding, Fix, Location, Model, PlacedLookup, Role, Severity, Use

if TYPE_CHECKING:
    from modelguard.catalog import Catalog
    from modelguard.config import Settings
    from modelguard.manifest import Manifest
    from modelguard.platforms import Platform
    from modelguard.spelling import Speller
    from modelguard.tree import Tree

_ASIDE = frozenset({Role.DECLARES, Role.COMPARES})
_QUIET = frozenset({Role.TEST, Role.MENTIONS})


@dataclass(frozen=True)
class CheckContext:
    """The ground a check stands on. Everything is given; a check reads no clock and opens no file itself.

    ``today``       the day of the verdict (``--as-of``)
    ``real_today``  the day of the run, which the age of the catalog counts from
    ``manifest``    the valid ``models.yaml``, or ``None``
    ``tree``        the repository's files; refuses paths that leave it
    ``uses``        every use of the run, manifest values among them (with ``entry`` set)
    ``lookups``     path to the places in it that ask the manifest for an entry
    ``git``         facts against a base ref, or ``None``
    ``whole``       the run looked at the whole repository, so that what it did not see is not there
    """

    today: date
    real_today: date
    catalog: Catalog
    speller: Speller
    platforms: Mapping[str, Platform]
    policy: Policy
    settings: Settings
    manifest: Manifest | None = None
    tree: Tree | None = None
    uses: tuple[Use, ...] = ()
    lookups: Mapping[str, tuple[PlacedLookup, ...]] = field(default_factory=dict)
    git: Any = None
    whole: bool = True
    _enabled: dict[tuple[str, str], bool] = field(default_factory=dict, compare=False, repr=False)

    def finding(
        self,
        rule: Rule,
        location: Location,
        message: str,
        *,
        variant: str | None = None,
        severity: Severity | None = None,
        ceiling: Severity | None = None,
        use: Use | None = None,
        model: Model | None = None,
        entry: str | None = None,
        fix: Fix | None = None,
        owner: str | None = None,
    ) -> Finding | None:
        """One finding of ``rule`` at ``location``, or ``None`` where the policy or the settings turn it off.

        The level comes from the policy's ``variant``, or is ``severity``; ``ceiling`` is the loudest it
        may be. A ``use`` that declares or compares is one level lower and never an error, one in a test
        or in prose a note. ``model`` defaults to the use's.
        """
        level = self._level(rule.code, variant, severity)
        if level is None or not self._wants(rule.code, location.path):
            return None
        known = model or (use.model if use else None)
        return Finding(
            rule=rule.code,
            name=rule.name,
            severity=_lowered(level, use, ceiling),
            message=message,
            location=location,
            model=model_facts(use, known),
            lifecycle=lifecycle_facts(known, self.today) if known else None,
            entry=entry or (use.entry if use else None),
            fix=fix,
            owner=owner,
        )

    def _wants(self, code: str, path: str) -> bool:
        wanted = self._enabled.get((code, path))
        if wanted is None:
            wanted = self._enabled[code, path] = self.policy.enabled(code, path, self.settings)
        return wanted

    def selects(self, use: Use) -> bool:
        """Whether ``use`` reaches an API as the model, or is a test or mention that was asked for."""
        return use.role is Role.SELECTS or self._asked_for(use)

    def concerns(self, use: Use) -> bool:
        """Whether a rule about dates looks at ``use``: it selects, declares or compares."""
        return use.role in _ASIDE or self.selects(use)

    def model_of(self, platform: str | None, model_id: str | None) -> Model | None:
        """The catalog's model, where both the platform and the id are known."""
        return self.catalog.find(platform, model_id) if platform and model_id else None

    def in_manifest(self, use: Use) -> bool:
        """Whether ``use`` is a value of the manifest itself."""
        return self.manifest is not None and use.location.path == self.manifest.path

    def title(self, platform: str | None) -> str:
        """A platform's name for people; ``the platform`` where none is known."""
        known = self.platforms.get(platform) if platform else None
        return known.title if known else platform or "the platform"

    @property
    def urgent_days(self) -> int:
        """Under so many days to an exact retirement day it is urgent."""
        own = self.settings.urgent_days
        return own if own is not None else self.policy.days("MG104", "urgent_days")

    @property
    def horizon_days(self) -> int:
        """How many days ahead a retirement is near."""
        own = self.settings.horizon_days
        return own if own is not None else self.policy.days("MG104", "horizon_days")

    def _asked_for(self, use: Use) -> bool:
        if use.role is Role.TEST:
            return bool(self.settings.include_tests)
        return use.role is Role.MENTIONS and bool(self.settings.include_mentions)

    def _level(self, code: str, variant: str | None, severity: Severity | None) -> Severity | None:
        """The level before the use's role counts. A level of the project's own beats ``severity``."""
        level = self.policy.level(code, variant)
        return level if level is None or severity is None or code in self.policy.levels else severity


def _lowered(level: Severity, use: Use | None, ceiling: Severity | None) -> Severity:
    if use is not None and use.role in _QUIET:
        return Severity.NOTE
    if use is not None and use.role in _ASIDE:
        level = level.softer
    return min(level, ceiling, key=lambda severity: severity.rank) if ceiling else level
