"""Levels and thresholds of every rule: ``rules/policy.yaml``, a profile, and what a project changes.

The data says everything; nothing here knows a rule by name. A project's ``levels`` setting gives a rule
one level for all of its cases, or turns it off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from modelguard.compiled import compiled
from modelguard.errors import CannotVerify, UsageError
from modelguard.rulesdata import rules as rules_folder
from modelguard.types import Severity, record
from modelguard.wording import nearest

if TYPE_CHECKING:
    from modelguard.config import Settings

ALWAYS_ON = ("MG201", "MG901", "MG902")
"""Rules that say what could not be checked: ``--select`` of other rules does not silence them."""

_OFF = "off"


@record
class RulePolicy:
    """One rule's level, the levels of its cases and its numbers. A level of ``None`` is off."""

    level: Severity | None
    variants: Mapping[str, Severity | None] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)


@record
class Policy:
    """The policy of one run: the profile's data under the project's ``levels``."""

    profile: str
    rules: Mapping[str, RulePolicy]
    levels: Mapping[str, Severity | None] = field(default_factory=dict)

    @classmethod
    def load(cls, profile: str = "default", *, levels: Mapping[str, str] | None = None) -> Policy:
        """The policy of ``profile`` with a project's ``levels`` (code to level or ``off``) on top.

        Raises UsageError for a profile, code or level that does not exist, CannotVerify where the
        shipped data is missing or damaged.
        """
        profiles = _profiles()
        if profile not in profiles:
            raise UsageError(f"unknown profile {profile!r}: choose one of {', '.join(sorted(profiles))}")
        rules = profiles[profile]
        overrides = {
            require_code(code, rules, "levels"): parse_level(level, f"levels.{code}")
            for code, level in (levels or {}).items()
        }
        return cls(profile, rules, overrides)

    @classmethod
    def of(cls, settings: Settings) -> Policy:
        """The policy that a project's settings ask for.

        Raises UsageError also for a code or prefix in its selections that no rule has.
        """
        policy = cls.load(settings.profile, levels=settings.levels)
        for where, codes in (
            ("select", settings.select),
            ("extend-select", settings.extend_select),
            ("ignore", settings.ignore),
            *((f"per-file-ignores of {name!r}", codes) for name, codes in settings.per_file_ignores.items()),
        ):
            require_prefixes(codes, policy.rules, where)
        return policy

    @property
    def codes(self) -> tuple[str, ...]:
        """Every rule code, sorted."""
        return tuple(sorted(self.rules))

    def level(self, code: str, variant: str | None = None) -> Severity | None:
        """Level of ``code`` in its case ``variant``; ``None`` where the rule is off."""
        if code in self.levels:
            return self.levels[code]
        rule = self.rules[code]
        return rule.level if variant is None else rule.variants.get(variant, rule.level)

    def threshold(self, code: str, name: str) -> float:
        """A rule's number: days, a share, a count. Raises KeyError for one the policy does not have."""
        return self.rules[code].thresholds[name]

    def days(self, code: str, name: str) -> int:
        """A threshold that counts days."""
        return int(self.threshold(code, name))

    def is_on(self, code: str) -> bool:
        """Whether any case of the rule has a level."""
        if code in self.levels:
            return self.levels[code] is not None
        rule = self.rules[code]
        return rule.level is not None or any(level is not None for level in rule.variants.values())

    def enabled(self, code: str, path: str, settings: Settings) -> bool:
        """Whether findings of ``code`` in ``path`` are wanted.

        A longer prefix beats a shorter one, as in ruff: ``select = ["MG102"]`` with
        ``ignore = ["MG1"]`` leaves MG102 on. At the same length, ignoring wins.
        """
        if not self.is_on(code):
            return False
        wanted = (*(settings.select or ("MG",)), *settings.extend_select)
        selected = 0 if code in ALWAYS_ON else _specificity(code, wanted)
        ignored = _specificity(code, settings.ignore)
        if selected < 0 or ignored >= max(selected, 1):
            return False
        return not any(
            _specificity(code, codes) >= 0
            for pattern, codes in settings.per_file_ignores.items()
            if matches(path, pattern)
        )


def parse_level(text: object, where: str) -> Severity | None:
    """A level as the data writes it; YAML reads a bare ``off`` as false. Raises UsageError."""
    if text is False or text == _OFF:
        return None
    try:
        return Severity(str(text))
    except ValueError:
        raise UsageError(f"{where}: unknown level {text!r}: choose error, warning, note or off") from None


def require_code(code: str, known: Iterable[str], where: str) -> str:
    """``code`` in upper case if it is a rule. Raises UsageError that offers the nearest one."""
    wanted = code.strip().upper()
    if wanted in known:
        return wanted
    near = nearest(wanted, sorted(known))
    hint = f", did you mean {near}?" if near else "; `modelguard rule` lists them"
    raise UsageError(f"{where}: unknown rule {code!r}{hint}")


def require_prefixes(codes: Iterable[str], known: Iterable[str], where: str) -> tuple[str, ...]:
    """Codes or prefixes in upper case, each matching a rule (``ALL`` means every one). Raises UsageError."""
    names = sorted(known)
    found = []
    for code in codes:
        wanted = code.strip().upper()
        if wanted == "ALL":
            wanted = "MG"
        if not wanted or not any(name.startswith(wanted) for name in names):
            require_code(code, names, where)
        found.append(wanted)
    return tuple(found)


def matches(path: str, pattern: str) -> bool:
    """Whether a per-file pattern names ``path``: the whole path, or its last part; ``!`` negates."""
    if pattern.startswith("!"):
        return not matches(path, pattern[1:])
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "*"
    forms = (pattern, pattern.removeprefix("**/"))
    name = path.rsplit("/", 1)[-1]
    return any(fnmatchcase(path, form) or fnmatchcase(name, form) for form in forms)


def _specificity(code: str, prefixes: Iterable[str]) -> int:
    """Length of the longest prefix that names ``code``; -1 where none does."""
    lengths = [
        len(prefix) if prefix.upper() != "ALL" else 0
        for prefix in prefixes
        if prefix.upper() == "ALL" or code.startswith(prefix.upper())
    ]
    return max(lengths, default=-1)


@lru_cache(maxsize=1)
def _profiles() -> Mapping[str, Mapping[str, RulePolicy]]:
    """Every profile of the shipped policy, complete. Raises CannotVerify where it cannot be read."""
    source = rules_folder() / "policy.yaml"
    try:
        data = compiled("policy", [source], lambda: _read(source.read_bytes()))
        base = {code: _merge(None, entry, code) for code, entry in data["rules"].items()}
        return {name: _profile(base, changes or {}) for name, changes in data["profiles"].items()}
    except (OSError, KeyError, TypeError, AttributeError, ValueError, UsageError) as error:
        raise CannotVerify(f"the shipped policy.yaml cannot be read ({error}): reinstall modelguard-lint") from error


def _read(data: bytes) -> Any:
    """The policy as YAML says it. Raises ValueError where it is none."""
    import yaml

    try:
        return yaml.safe_load(data)
    except yaml.YAMLError as error:
        raise ValueError(f"no valid YAML: {error}") from error


def _profile(base: Mapping[str, RulePolicy], changes: Mapping[str, Any]) -> Mapping[str, RulePolicy]:
    """``base`` with a profile's changes; a change names a rule that exists."""
    changed = {code: _merge(base[code], entry, code) for code, entry in changes.items()}
    return {**base, **changed}


def _merge(base: RulePolicy | None, entry: Mapping[str, Any], code: str) -> RulePolicy:
    """One rule's data, over what the default profile says."""
    if unknown := set(entry) - {"level", "variants", "thresholds"}:
        raise ValueError(f"{code}: unknown key {min(unknown)}")
    level = parse_level(entry["level"], code) if "level" in entry or base is None else base.level
    variants = {name: parse_level(value, code) for name, value in entry.get("variants", {}).items()}
    thresholds = {name: float(value) for name, value in entry.get("thresholds", {}).items()}
    if base is None:
        return RulePolicy(level, variants, thresholds)
    return RulePolicy(level, {**base.variants, **variants}, {**base.thresholds, **thresholds})
