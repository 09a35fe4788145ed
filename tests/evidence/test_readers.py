"""Each tool's files are read as the tool writes them; what they cannot prove is said."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from modelguard.evidence import Evaluation
from modelguard.evidence._files import Evidence, evidence
from modelguard.tree import Tree

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside the repository")


def _one(tmp_path: Path, data: object) -> Evidence:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    (tmp_path / "r.json").write_bytes(text)
    return evidence("r.json", Tree(tmp_path))


@needs_samples
def test_promptfoo_is_read_by_the_provider_id_not_its_label() -> None:
    (found,) = evidence("promptfoo/results.json", Tree(SAMPLES)).evaluations
    assert (found.tool, found.model, found.cases, found.passed) == ("promptfoo", "echo", 4, 2)
    assert found.ran_at == datetime(2026, 11, 21, 2, 53, 40, 999000, UTC)


def _promptfoo(*providers: object) -> dict[str, object]:
    rows = [{"provider": provider, "success": number == 0} for number, provider in enumerate(providers)]
    return {"evalId": "e", "results": {"timestamp": "2026-11-01T00:00:00Z", "results": rows}}


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ({"id": "openai:chat:gpt-5.4", "label": "claude-opus-4-8"}, "openai/gpt-5.4"),
        ("openai:gpt-5.4", "openai/gpt-5.4"), ("anthropic:messages:claude-sonnet-5", "anthropic/claude-sonnet-5"),
        ("google:gemini-3.8-flash", "gemini/gemini-3.8-flash"), ("azureopenai:chat:prod-chat", "azure/prod-chat"),
        ("bedrock:us.anthropic.claude-3-haiku-20240307-v1:0", "bedrock/us.anthropic.claude-3-haiku-20240307-v1:0"),
        ("file://provider.py", "file://provider.py"), (None, None), ({"id": 5}, None),
    ],
)  # fmt: skip
def test_promptfoo_providers_become_spellings(tmp_path: Path, provider: object, model: str | None) -> None:
    (found,) = _one(tmp_path, _promptfoo(provider)).evaluations
    assert found.model == model


def test_one_promptfoo_file_with_two_models_is_two_evaluations(tmp_path: Path) -> None:
    found = _one(tmp_path, _promptfoo("openai:gpt-5.4", "openai:gpt-5.5", "openai:gpt-5.4")).evaluations
    assert [(item.model, item.cases, item.passed) for item in found] == [
        ("openai/gpt-5.4", 2, 1),
        ("openai/gpt-5.5", 1, 0),
    ]


@needs_samples
def test_inspect_logs_are_read_as_json_and_as_archive() -> None:
    found = evidence("inspect/log_formats.*", Tree(SAMPLES)).evaluations
    assert {(item.tool, item.model, item.cases, item.passed) for item in found} == {
        ("Inspect AI", "ollama/llama3.1", 1, 0)
    }
    assert len(found) == 2


@needs_samples
def test_a_zstandard_archive_is_unreadable_with_the_way_out() -> None:
    found = evidence("inspect/tiny_zstd_error.eval", Tree(SAMPLES))
    assert found.evaluations == ()
    assert "Zstandard" in found.unproven[0].reason or "status" in found.unproven[0].reason


@pytest.mark.parametrize("status", ["error", "started", "cancelled", None])
def test_an_inspect_run_that_did_not_end_well_is_no_evidence(tmp_path: Path, status: str | None) -> None:
    found = _one(tmp_path, {"status": status, "eval": {"run_id": "x", "model": "openai/gpt-5.4"}})
    assert found.evaluations == ()
    assert "did not end well" in found.unproven[0].reason


def test_inspect_samples_count_where_the_summary_has_no_accuracy(tmp_path: Path) -> None:
    samples = [{"scores": {"m": {"value": value}}} for value in ("C", "I", 1, 0.5)]
    log = {"status": "success", "eval": {"run_id": "x", "model": "m", "created": "2026-01-01"}, "samples": samples}
    (found,) = _one(tmp_path, log).evaluations
    assert (found.cases, found.passed) == (4, 2)


def test_a_damaged_archive_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.eval").write_bytes(b"PK\x03\x04 no")
    with zipfile.ZipFile(tmp_path / "b.eval", "w") as archive:
        archive.writestr("other.json", "{}")
    reasons = [item.reason for item in evidence("*.eval", Tree(tmp_path)).unproven]
    assert len(reasons) == 2
    assert "damaged" in reasons[0]
    assert "header.json" in reasons[1]


@needs_samples
def test_deepeval_names_the_judge_and_never_the_model() -> None:
    (found,) = evidence("deepeval/test_run_sample.json", Tree(SAMPLES)).evaluations
    assert (found.tool, found.model, found.judge, found.cases, found.passed) == ("DeepEval", None, "gpt-5.4", 1, 0)
    assert "judge" in (found.note or "")


def test_deepeval_proves_a_model_that_was_logged(tmp_path: Path) -> None:
    run = {"testCases": [{"success": True}], "metricsScores": [], "hyperparameters": {"model": "openai/gpt-5.4"}}
    (found,) = _one(tmp_path, run).evaluations
    assert (found.model, found.passed) == ("openai/gpt-5.4", 1)


PLAIN = {"modelguard_evaluation": 1, "model": "m", "cases": 10, "passed": 9, "ran_at": "2026-11-01T09:30:00+02:00"}


def test_the_plain_form_is_read(tmp_path: Path) -> None:
    (found,) = _one(tmp_path, PLAIN).evaluations
    assert found == Evaluation("r.json", "plain JSON", "m", 10, 9, datetime(2026, 11, 1, 7, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "change",
    [
        {"model": None},
        {"cases": "10"},
        {"passed": 11},
        {"passed": -1},
        {"ran_at": "soon"},
        {"modelguard_evaluation": 2},
    ],
)
def test_a_plain_file_with_a_fault_proves_nothing(tmp_path: Path, change: dict[str, object]) -> None:
    found = _one(tmp_path, {**PLAIN, **change})
    assert found.evaluations == ()
    assert found.unproven[0].reason


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"evalId": 1}', b'{"evalId": 1, "results": {"results": [1]}}', b"\xff\xfe", b'{"testCases": 5}',
     b'{"eval": [], "status": "success", "run_id": 1}', b"[" * 50_000 + b'"evalId"', b'{"testCases": [{"metricsData": 7}]}'],
)  # fmt: skip
def test_any_file_is_a_value(tmp_path: Path, data: bytes) -> None:
    found = _one(tmp_path, data)
    assert found.unproven or found.evaluations[0].model is None
