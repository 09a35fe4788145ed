"""What people read about the rules: the list, the page of one rule, the table of the README.

All of it is made from what each check declares and from ``rules/policy.yaml``, so that none of it can
differ from what the tool does.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from modelguard import registry
from modelguard.checks import Rule, Sample
from modelguard.errors import UsageError
from modelguard.policy import Policy, RulePolicy, require_code
from modelguard.reports._paint import BOLD, paint
from modelguard.reports._table import rows
from modelguard.types import Severity, record
from modelguard.wording import nearest

_WIDTH = 92
_ALWAYS = frozenset({"MG901", "MG902", "MG903", "MG904"})
"""Rules on the run and its files: there is no line with an id that a comment could stand on."""
_QUIETER: Mapping[Severity | None, str] = {Severity.ERROR: "warning", Severity.NOTE: "off", None: "off"}
_FENCES = {
    "py": "python", "yaml": "yaml", "yml": "yaml", "json": "json", "toml": "toml", "ts": "typescript", "env": "shell",
    "md": "markdown", "tf": "hcl",
}  # fmt: skip


@record
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
        near = nearest(code.lower(), by_name)
        if not near:
            raise
        raise UsageError(f"rule: unknown rule {code!r}, did you mean {by_name[near].rule.code} {near}?") from None


def overview(rules: Iterable[Documented], *, width: int | None = None) -> str:
    """One row a rule: code, name, level, summary; the summary wraps where there is a ``width``."""
    table = [(item.rule.code, item.rule.name, _level(item.policy.level), item.rule.summary) for item in rules]
    return "\n".join([*rows(table, width=width), "", "`modelguard rule CODE` explains one.", ""])


def explain(item: Documented, *, width: int = _WIDTH, color: bool = False) -> str:
    """One rule for a terminal: every heading of its page, wrapped to ``width``."""
    rule = item.rule

    def filled(text: str, indent: str = "  ") -> str:
        return _filled(text, width=width, indent=indent)

    name = f"{rule.code} {rule.name}"
    head = _hanging(f"{name} ({item.level})", width, indent="")
    parts = [head.replace(name, paint(name, BOLD, color=color), 1), filled(rule.summary, "")]
    sections = [("Why", filled(rule.why))]
    for title, samples in (("Bad", rule.bad), ("Good", rule.good)):
        if samples:
            about = [filled(note)] if (note := _about(samples[0])) else []
            sections.append((title, "\n\n".join([*about, *_files(samples[0])])))
    sections += [("How to fix", filled(rule.fix))]
    if options := _options(item):
        sections.append(("Options", "\n".join(_hanging(f"{key}: {text}", width) for key, text in options.items())))
    sections += [("How to allow", filled(_allow(item))), ("Source", filled(rule.source))]
    for title, text in sections:
        parts += [paint(title, BOLD, color=color), text]
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
            about = f" ({note})" if (note := _about(samples[0]).rstrip(".")) else ""
            parts += [f"{title}{about}:", *_fenced(samples[0])]
    parts += ["## How to fix", _filled(rule.fix)]
    if options := _options(item):
        parts += ["## Options", "\n".join(f"- `{name}`: {text}" for name, text in options.items())]
    parts += ["## How to allow", _filled(_allow(item))]
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
    """Settings of the project, then thresholds of the policy that no setting moves."""
    settings = dict(item.rule.options)
    thresholds = {
        name: f"{_number(value)} (policy)"
        for name, value in item.policy.thresholds.items()
        if name.replace("_", "-") not in settings
    }
    return {**settings, **thresholds}


def _number(value: float) -> str:
    return f"{value * 100:g} %" if 0 < value < 1 else f"{value:g}"


def _about(sample: Sample) -> str:
    """What a sample says beyond its files."""
    return "With `--profile strict`." if sample.profile == "strict" else ""


def _allow(item: Documented) -> str:
    code = item.rule.code
    if code in _ALWAYS:
        return f'For a path: `per-file-ignores`. For the repository: `levels = {{ {code} = "note" }}`.'
    quieter = _QUIETER.get(item.policy.level, "note")
    return (
        f"One place: `# modelguard: ignore[{code}] until 2027-01-01 because <reason>` on its line. The whole "
        f'repository: `levels = {{ {code} = "{quieter}" }}` in the settings.'
    )


def _level(level: Severity | None) -> str:
    return level.value if level else "off"


def _files(sample: Sample) -> list[str]:
    return [f"  {path}{when}\n{textwrap.indent(text.rstrip(), '    ')}" for path, when, text in _texts(sample)]


def _fenced(sample: Sample) -> list[str]:
    return [
        f"`{path}`{when}\n\n````{_FENCES.get(path.rsplit('.', 1)[-1], '')}\n{text.rstrip()}\n````"
        for path, when, text in _texts(sample)
    ]


def _texts(sample: Sample) -> list[tuple[str, str, str]]:
    """Path, which state of it and text; of an earlier commit only what the change touches."""
    before = sample.base or {}
    texts = []
    for path in sorted({*before, *sample.files}):
        old, new = before.get(path), sample.files.get(path)
        if old is not None and old != new:
            texts.append((path, " (before)", old))
        if new is not None:
            texts.append((path, " (after)" if old is not None and old != new else "", new))
    return texts


def _filled(text: str, *, width: int = _WIDTH, indent: str = "") -> str:
    return textwrap.fill(
        text, max(width, 40), initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _hanging(text: str, width: int, indent: str = "  ") -> str:
    """``text`` whose further lines stand in a little."""
    return textwrap.fill(
        text, max(width, 40), initial_indent=indent, subsequent_indent=indent + "  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
