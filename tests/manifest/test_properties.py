"""Any valid manifest is read without a fault and means what was written; any one change of it is located
or changes the meaning, and nothing ever crashes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelguard import engine
from modelguard.config import Settings

from .reading import read

IDS = st.sampled_from(
    ["openai/gpt-5.4-2026-03-05", "claude-sonnet-5", "azure/gpt-4o@2024-11-20", "gemini/gemini-3.8-flash", "my-model"]
)
SHARES = st.integers(0, 100).map(lambda number: f"{number}%") | st.sampled_from(["0.05", "0.5", "1"])
DAYS = st.dates().map(str)
DURATIONS = st.tuples(st.integers(1, 900), st.sampled_from(["ms", "s", "m", "h", "d"])).map(lambda x: f"{x[0]}{x[1]}")
TEXTS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).filter(
    lambda text: text.strip() and text.strip() not in {"~", "null", "Null", "NULL"}
)
NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8).filter(lambda name: name != "<<")
PATHS = st.sampled_from(["evals/chat.jsonl", "prompts/1.2.0.md", "a/b/../c.json"])
FLAGS = st.sampled_from(["true", "false"])


def part(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


ENTRIES = st.fixed_dictionaries(
    {"model": IDS},
    optional={
        "owner": TEXTS,
        "criticality": st.sampled_from(["low", "medium", "high"]),
        "environments": st.dictionaries(NAMES, IDS, max_size=2),
        "retires": DAYS,
        "fallbacks": st.lists(IDS, max_size=3),
        "rollback": part(
            method=st.sampled_from(["config", "deploy"]), automatic=FLAGS, tested_on=DAYS, contacts=st.lists(TEXTS, max_size=2),
            thresholds=part(error_rate=SHARES, window=DURATIONS),
        ),
        "rollout": st.fixed_dictionaries(
            {"candidate": IDS}, optional={"stages": st.lists(st.fixed_dictionaries({"traffic": SHARES}), max_size=3)}
        ),
        "evaluation": part(golden_set=PATHS, min_pass_rate=SHARES, max_age=DURATIONS, judge=IDS),
        "prompts": st.lists(st.fixed_dictionaries({"path": PATHS}, optional={"version": TEXTS}), max_size=2),
    },
)  # fmt: skip
MANIFESTS = st.fixed_dictionaries({"version": st.just("1"), "models": st.dictionaries(NAMES, ENTRIES, max_size=4)})
SLOW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(manifest: dict[str, Any], *, flow: bool | None = None) -> str:
    text: str = yaml.dump(manifest, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    return text.replace("version: '1'", "version: 1", 1)


class _Dumper(yaml.SafeDumper):
    """Quotes every text but shares, days and words, so that nothing changes its meaning on the way."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="'")


_Dumper.add_representer(str, _text)


@SLOW
@given(MANIFESTS, st.booleans())
def test_a_valid_manifest_has_no_fault_and_means_what_was_written(manifest: dict[str, Any], flow: bool) -> None:
    result = read(written(manifest, flow=flow), claimed=True)
    assert [item.message for item in result.findings] == []
    assert result.manifest is not None
    assert list(result.manifest.entries) == list(manifest["models"])
    for name, entry in manifest["models"].items():
        spec = result.manifest.entries[name].spec
        assert spec.model == entry["model"]
        assert list(spec.fallbacks or []) == entry.get("fallbacks", [])
        assert spec.owner == entry.get("owner")
        assert spec.retires is None or str(spec.retires) == entry["retires"]


@SLOW
@given(MANIFESTS, st.data())
def test_one_changed_character_is_a_located_fault_or_another_meaning(
    manifest: dict[str, Any], data: st.DataObject
) -> None:
    text = written(manifest)
    at = data.draw(st.integers(0, len(text) - 1))
    new = data.draw(st.sampled_from([*list("\t\n :{}[]&*!%@`'\"#<-xé\x00\x85"), ""]))
    changed = text[:at] + new + text[at + 1 :]
    lines = changed.count("\n") + changed.count("\r") + 1
    result = read(changed, claimed=True)
    assert result.manifest is not None or result.findings
    for item in result.findings:
        assert 1 <= item.location.line <= lines + 1
        assert item.location.column >= 1
        assert item.message.isprintable()


@SLOW
@given(st.binary(max_size=300))
def test_any_bytes_are_a_value(data: bytes) -> None:
    result = read(data, claimed=True)
    assert result.manifest is not None or result.findings


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MANIFESTS, st.dates(), st.sampled_from(["default", "strict"]))
def test_every_rule_has_a_word_on_any_valid_manifest_and_none_raises(
    tmp_path_factory: pytest.TempPathFactory, manifest: dict[str, Any], day: date, profile: str
) -> None:
    root = tmp_path_factory.mktemp("repo")
    (root / "models.yaml").write_text(written(manifest))
    report = engine.check(
        [root], settings=Settings(root=root, profile=profile), as_of=day, real_today=date(2026, 11, 21)
    )
    assert not [item.message for item in report.findings if item.rule in ("MG201", "MG901", "MG902")]
    assert all(item.message.isprintable() and item.location.path == "models.yaml" for item in report.findings)
