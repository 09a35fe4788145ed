"""DeepEval: a test run as JSON (``.deepeval/.latest_run_full.json``).

``evaluationModel`` is the judge. The model under test stands in the file only where the team logged it as
a hyperparameter; without that the file proves nothing of any model, and says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from modelguard.evidence import Evaluation, EvidenceReader, EvidenceUnreadable
from modelguard.evidence._json import load, mapping, moment, number, sequence, text

_NOTE = "DeepEval writes down the judge, not the model under test: log it as hyperparameter `model`"


def _claims(path: Path, head: bytes) -> bool:
    words = (b'"testCases"', b'"metricsData"', b'"testPassed"', b'"metricsScores"', b'"testRunData"')
    return path.suffix == ".json" and any(word in head for word in words)


def _read(path: Path, name: str) -> tuple[Evaluation, ...]:
    data = load(path)
    run = mapping(data.get("testRunData")) or data
    rows = [*sequence(run.get("testCases")), *sequence(run.get("conversationalTestCases"))]
    cases = [row for row in rows if isinstance(row, dict)]
    passed = sum(1 for row in cases if row.get("success") is True)
    total = len(cases)
    if not cases:
        passed = number(run.get("testPassed")) or 0
        total = passed + (number(run.get("testFailed")) or 0)
    if not total:
        raise EvidenceUnreadable("it holds no result of a case")
    model = _model(run)
    note = None if model else _NOTE
    return (Evaluation(name, EVIDENCE.tool, model, total, passed, _moment(run, cases), _judge(cases), note),)


def _model(run: dict[str, Any]) -> str | None:
    """The model under test, where it was logged."""
    logged = mapping(run.get("hyperparameters"))
    named = {key.lower().replace("_", " "): value for key, value in logged.items()}
    return text(named.get("model")) or text(named.get("model name"))


def _judge(cases: list[dict[str, Any]]) -> str | None:
    for case in cases:
        for metric in sequence(case.get("metricsData")):
            if name := text(mapping(metric).get("evaluationModel")):
                return name
    return None


def _moment(run: dict[str, Any], cases: list[dict[str, Any]]) -> Any:
    """When it ran: the run's own time, else the last trace's."""
    own = moment(run.get("createdAt")) or moment(run.get("completedAt"))
    traces = (mapping(case.get("trace")) for case in cases)
    times = [when for trace in traces if (when := moment(trace.get("endTime")) or moment(trace.get("startTime")))]
    return own or max(times, default=None)


EVIDENCE = EvidenceReader("DeepEval", _claims, _read)
