"""What people read about the rules: the list, the page of one rule, the table of the README.

All of it is made from what each check declares and from ``rules/policy.yaml``, so that none of it can
differ from what the tool does.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelguard import registry
from modelguard.checks import Rule, Sample
from modelguard.errors import UsageError
from modelguard.policy import Policy, RulePolicy, require_code
from modelguard.types import Severity

_WIDTH = 92
_FENCES = {
    "py": "python", "yaml": "yaml", "yml": "yaml", "json": "json", "toml": "toml", "ts": "typescript", "env": "shell",
    "md": "markdown", "tf": "hcl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Documented:
    """A rule and its policy."""

    rule: Rule
    policy: RulePolicy

    @property
    def level(self) -> str:
        """``error``; with the other levels its cases have: ``error (soon: warning)``."""
        cases = {name: _level(level) for name, level in self.policy.variants.items()}
        base = _level(self.policy.level)
        others = [f"{name.replace('_', ' ')}: {level}" for name, level in cases.items() if level != base]
        return f"{base} ({', '.join(others)})" if others else base


def documented(policy: Policy) -> tuple[Documented, ...]:
    """Every rule there is, by code."""
    rules = [module.RULE for module in registry.parts("modelguard.checks") if hasattr(module, "RULE")]
    return tuple(Documented(rule, policy.rules[rule.code]) for rule in sorted(rules, key=lambda rule: rule.code))


def find(code: str, rules: Sequence[Documented]) -> Documented:
    """The rule of a code or a name. Raises UsageError that offers the nearest one."""
    by_name = {item.rule.name: item for item in rules}
    if code.lower() in by_name:
        return by_name[code.lower()]
    by_code = {item.rule.code: item for item in rules}
    try:
        return by_code[require_code(code, by_code, "rule")]
    except UsageError:
        import difflib

        near = difflib.get_close_matches(code.lower(), by_name, n=1)
        if not near:
            raise
        raise UsageError(f"rule: unknown rule {code!r}, did you mean {by_name[near[0]].rule.code} {near[0]}?") from None


def overview(rules: Iterable[Documented]) -> str:
    """One line a rule: code, name, level, summary."""
    rules = tuple(rules)
    width = max(len(item.rule.name) for item in rules)
    lines = [
        f"{item.rule.code}  {item.rule.name:<{width}}  {_level(item.policy.level):<7}  {item.rule.summary}"
        for item in rules
    ]
    return "\n".join([*lines, "", "`modelguard rule CODE` explains one.", ""])


def explain(item: Documented) -> str:
    """One rule for a terminal."""
    rule = item.rule
    parts = [f"{rule.code} {rule.name} ({item.level})", _filled(rule.summary), "Why", _indented(rule.why)]
    for title, samples in (("Bad", rule.bad), ("Good", rule.good)):
        if samples:
            parts += [title, "\n\n".join(_files(samples[0]))]
    parts += ["How to fix", _indented(rule.fix)]
    if options := _options(item):
        parts += ["Options", "\n".join(f"  {name}: {text}" for name, text in options.items())]
    parts += ["Source", f"  {rule.source}"]
    return "\n\n".join(parts) + "\n"


def page(item: Documented) -> str:
    """One rule as a Markdown page, in fixed headings."""
    rule = item.rule
    parts = [f"# {rule.name} ({rule.code})", f"Level: {item.level}.", _filled(rule.summary)]
    parts += ["## Why", _filled(rule.why)]
    if rule.bad or rule.good:
        parts.append("## Examples")
    for title, samples in (("Bad", rule.bad), ("Good", rule.good)):
        if samples:
            parts += [f"{title}:", *_fenced(samples[0])]
    parts += ["## How to fix", _filled(rule.fix)]
    if options := _options(item):
        parts += ["## Options", "\n".join(f"- `{name}`: {text}" for name, text in options.items())]
    parts += ["## Source", f"<{rule.source}>" if rule.source.startswith("http") else rule.source]
    return "\n\n".join(parts) + "\n"


def table(rules: Iterable[Documented], *, link: str = "docs/rules/") -> str:
    """The table of the README."""
    rows = [
        f"| [{item.rule.code}]({link}{item.rule.code}.md) | {item.rule.name} | {item.level} | {item.rule.summary} |"
        for item in rules
    ]
    return "\n".join(["| code | name | level | fires when |", "|---|---|---|---|", *rows, ""])


def as_json(rules: Iterable[Documented], *, single: bool = False) -> str:
    """The rules for other tools: a list, or one object."""
    data = [_object(item) for item in rules]
    return json.dumps(data[0] if single else data, indent=2, ensure_ascii=False) + "\n"


def _object(item: Documented) -> Mapping[str, Any]:
    rule = item.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "level": _level(item.policy.level),
        "levels": {name: _level(level) for name, level in item.policy.variants.items()},
        "thresholds": dict(item.policy.thresholds),
        "summary": rule.summary,
        "why": rule.why,
        "fix": rule.fix,
        "source": rule.source,
        "options": dict(rule.options),
        "bad": dict(rule.bad[0].files) if rule.bad else {},
        "good": dict(rule.good[0].files) if rule.good else {},
    }


def _options(item: Documented) -> Mapping[str, str]:
    numbers = {name: f"{value:g} (policy)" for name, value in item.policy.thresholds.items()}
    return {**numbers, **item.rule.options}


def _level(level: Severity | None) -> str:
    return level.value if level else "off"


def _files(sample: Sample) -> list[str]:
    return [f"  {path}\n{textwrap.indent(text.rstrip(), '    ')}" for path, text in sorted(sample.files.items())]


def _fenced(sample: Sample) -> list[str]:
    return [
        f"`{path}`\n\n````{_FENCES.get(path.rsplit('.', 1)[-1], '')}\n{text.rstrip()}\n````"
        for path, text in sorted(sample.files.items())
    ]


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _indented(text: str) -> str:
    return textwrap.indent(_filled(text), "  ")
