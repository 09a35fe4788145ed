"""The loader: environments, overrides, reload, and a canary assignment that is stable everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard.manifest.values import plain_environment
from modelguard.runtime import BUCKETS, Entry, ManifestError, UnknownEntry, _environment, bucket, load, split, variable

MANIFEST = """\
version: 1
defaults: &d
  fallbacks: [anthropic/claude-sonnet-4-6, openai/gpt-4o-2024-08-06]
models:
  chat:
    <<: *d
    model: openai/gpt-4o-2024-11-20
    previous: openai/gpt-4o-2024-08-06
    environments: {staging: anthropic/claude-sonnet-4-6, production: openai/gpt-4o-2024-11-20}
    rollout:
      candidate: anthropic/claude-sonnet-5
      stages: [{traffic: 5%}, {traffic: 100%}]
  summary.bulk: {model: groq/openai/gpt-oss-120b}
  yes: {model: 2024-08-06}
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    file = tmp_path / "models.yaml"
    file.write_text(MANIFEST)
    return file


def test_an_entry_says_model_fallbacks_and_the_last_good_one(manifest: Path) -> None:
    models = load(manifest)
    chat = models["chat"]
    assert (chat.model, chat.id, chat.platform) == ("openai/gpt-4o-2024-11-20", "gpt-4o-2024-11-20", "openai")
    assert chat.fallbacks == ("anthropic/claude-sonnet-4-6", "openai/gpt-4o-2024-08-06")
    assert chat.previous == "openai/gpt-4o-2024-08-06"
    assert models["summary.bulk"].id == "openai/gpt-oss-120b"
    assert (list(models), len(models), "chat" in models, "x" in models) == (
        ["chat", "summary.bulk", "yes"],
        3,
        True,
        False,
    )
    assert models["yes"].model == "2024-08-06"


def test_environments_by_argument_and_by_variable(manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(manifest, environment="staging")["chat"].model == "anthropic/claude-sonnet-4-6"
    assert load(manifest, environment="STG")["chat"].model == "anthropic/claude-sonnet-4-6"
    assert load(manifest, environment="dev")["chat"].model == "openai/gpt-4o-2024-11-20"
    monkeypatch.setenv("MODELGUARD_ENV", "stage")
    assert load(manifest)["chat"].model == "anthropic/claude-sonnet-4-6"


@pytest.mark.parametrize("name", ["prod", "live", "Stage", "dev", "tst", "local", "eu-1"])
def test_environments_have_the_same_names_as_for_the_rules(name: str) -> None:
    assert _environment(name) == plain_environment(name)


def test_a_variable_overrides_and_ends_the_rollout(manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = load(manifest)
    monkeypatch.setenv("MODELGUARD_MODEL_CHAT", "openai/gpt-4o-2024-08-06")
    monkeypatch.setenv("MODELGUARD_MODEL_SUMMARY_BULK", "openai/x")
    assert models["chat"].model == "openai/gpt-4o-2024-08-06"
    assert {models.assign("chat", str(n), traffic=1.0) for n in range(100)} == {"openai/gpt-4o-2024-08-06"}
    assert models["summary.bulk"].model == "openai/x"
    assert variable("summary.bulk-v2") == "SUMMARY_BULK_V2"


def test_a_changed_file_is_read_again_and_a_broken_one_changes_nothing(
    manifest: Path, caplog: pytest.LogCaptureFixture
) -> None:
    models = load(manifest)
    for text, wanted in [
        (MANIFEST.replace("model: openai/gpt-4o-2024-11-20", "model: openai/new"), "openai/new"),
        ("models: [", "openai/new"),
        ("", "openai/new"),
        (MANIFEST, "openai/gpt-4o-2024-11-20"),
    ]:
        fresh = manifest.with_name("fresh")
        fresh.write_text(text)
        os.replace(fresh, manifest)
        assert models["chat"].model == wanted
    assert "the models read before stay in force" in caplog.text
    manifest.unlink()
    assert models["chat"].model == "openai/gpt-4o-2024-11-20"


def test_many_threads_never_see_a_mix(manifest: Path) -> None:
    models = load(manifest)
    seen: set[tuple[str, str | None]] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            entry = models["chat"]
            seen.add((entry.model, entry.previous))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(100):
        fresh = manifest.with_name("fresh")
        fresh.write_text(f"models:\n  chat:\n    model: m{number}\n    previous: m{number}\n")
        os.replace(fresh, manifest)
    stop.set()
    for thread in threads:
        thread.join()
    assert all(model == previous for model, previous in seen if model.startswith("m"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\n", "has no mapping 'models'"),
        ("models: {chat: x}\n", "models.chat is not a mapping"),
        ("models: {chat: {}}\n", "models.chat has no 'model'"),
        ("models: {chat: {model: [a]}}\n", "models.chat.model is not a text"),
        ("models: {chat: {model: a, fallbacks: b}}\n", "fallbacks is not a list"),
        ("models: {chat: {model: a, rollout: {candidate: b, stages: [{traffic: 50}]}}}\n", "no share"),
        ("models:\n  chat: {model: a}\n  chat: {model: b}\n", "duplicate key 'chat' at line 3"),
        ("models: [\n", "is not YAML"),
    ],
)
def test_errors_say_what_and_where(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "models.yaml").write_text(text)
    with pytest.raises(ManifestError, match=says.replace("[", r"\[")):
        load(tmp_path / "models.yaml")


def test_an_unknown_entry_names_the_nearest(manifest: Path) -> None:
    with pytest.raises(UnknownEntry) as error:
        load(manifest)["chta"]
    assert str(error.value).endswith("has no entry 'chta': did you mean 'chat'?")
    assert load(manifest).get("chta") is None


def test_it_is_found_from_a_folder_below(manifest: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert load()["chat"].name == "chat"
    monkeypatch.setenv("MODELGUARD_MANIFEST", str(tmp_path / "no.yaml"))
    with pytest.raises(ManifestError, match="cannot be read"):
        load()


def test_the_share_is_the_first_stage_or_the_variable(manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = load(manifest)
    keys = [f"user-{number}" for number in range(20_000)]
    share = sum(models.assign("chat", key) == "anthropic/claude-sonnet-5" for key in keys) / len(keys)
    assert abs(share - 0.05) < 0.005
    monkeypatch.setenv("MODELGUARD_TRAFFIC_CHAT", "100%")
    assert {models.assign("chat", key) for key in keys[:100]} == {"anthropic/claude-sonnet-5"}
    monkeypatch.setenv("MODELGUARD_TRAFFIC_CHAT", "0")
    assert {models.assign("chat", key) for key in keys[:100]} == {"openai/gpt-4o-2024-11-20"}


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.9, 1.0])
def test_a_hundred_thousand_keys_split_within_half_a_percent(share: float) -> None:
    entry = Entry("chat", "old", candidate="new")
    got = sum(entry.assign(f"user-{number}", traffic=share) == "new" for number in range(100_000)) / 100_000
    assert abs(got - share) <= 0.005


@settings(max_examples=300, deadline=None)
@given(st.text(), st.text(min_size=1), st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_a_key_that_has_the_candidate_keeps_it_as_the_share_rises(
    key: str, experiment: str, shares: list[float]
) -> None:
    entry = Entry("chat", "old", candidate="new")
    got = [entry.assign(key, experiment=experiment, traffic=share) == "new" for share in sorted(shares)]
    assert got == sorted(got)
    assert 0 <= bucket(experiment, key) < BUCKETS


def test_experiments_do_not_move_together() -> None:
    first = {key for key in range(10_000) if bucket("a", str(key)) < 1000}
    second = {key for key in range(10_000) if bucket("b", str(key)) < 1000}
    assert len(first & second) < 200


def test_other_processes_assign_the_same() -> None:
    code = "from modelguard.runtime import bucket; print([bucket('chat:new', f'user-{n}') for n in range(500)])"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("0", "1", "77")
    }
    assert runs == {str([bucket("chat:new", f"user-{number}") for number in range(500)])}
    assert [bucket("chat:new", f"user-{number}") for number in range(3)] == KNOWN


KNOWN = [9874, 522, 7044]


def test_a_share_outside_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="share from 0 to 1"):
        Entry("chat", "old", candidate="new").assign("k", traffic=5)


@pytest.mark.parametrize(
    ("model", "parts"),
    [
        ("openai/gpt-4o", ("openai", "gpt-4o")),
        ("gpt-4o", (None, "gpt-4o")),
        ("acme/x", (None, "acme/x")),
        ("openai/", (None, "openai/")),
    ],
)
def test_platform_and_id_of_a_model(model: str, parts: tuple[str | None, str]) -> None:
    assert split(model) == parts


def test_importing_it_imports_nothing_heavy() -> None:
    code = (
        "import sys, modelguard.runtime; print([n for n in ('pydantic', 'libcst', 'click', 'httpx') if n in sys.modules],"
        " sorted(n for n in sys.modules if n.startswith('modelguard')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] ['modelguard', 'modelguard.runtime']"
