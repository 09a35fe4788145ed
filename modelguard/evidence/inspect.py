"""Inspect AI: evaluation logs, as JSON and as ``.eval`` (a ZIP archive).

A log of a run that ended in an error looks like any other: only ``status: success`` is evidence. New
``.eval`` files are packed with Zstandard, which Python reads from 3.14 on.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

from modelguard.evidence import Evaluation, EvidenceReader, EvidenceUnreadable
from modelguard.evidence._json import MAX_BYTES, load, mapping, moment, number, parse, sequence, text

_RIGHT = frozenset({"C", "c", 1})


def _claims(path: Path, head: bytes) -> bool:
    if path.suffix == ".eval":
        return True
    return path.suffix == ".json" and b'"eval"' in head and b'"status"' in head and b'"run_id"' in head


def _read(path: Path, name: str) -> tuple[Evaluation, ...]:
    log = _header(path) if path.suffix == ".eval" else load(path)
    status = log.get("status")
    if status != "success":
        raise EvidenceUnreadable(f"its run did not end well (status {str(status)[:20]!r})")
    plan = mapping(log.get("eval"))
    cases, passed = _counts(log)
    stats = mapping(log.get("stats"))
    ran_at = moment(stats.get("completed_at")) or moment(plan.get("created"))
    note = None if cases else "it says of no case whether it passed"
    return (Evaluation(name, EVIDENCE.tool, text(plan.get("model")), cases, passed, ran_at, _judge(plan), note),)


def _header(path: Path) -> dict[str, Any]:
    """``header.json`` of the archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = archive.getinfo("header.json")
            if member.file_size > MAX_BYTES:
                raise EvidenceUnreadable("its header is larger than 100 MB")
            return parse(archive.read(member))
    except NotImplementedError:
        raise EvidenceUnreadable(
            "it is packed with Zstandard, which this Python cannot unpack: write the log as JSON "
            "(`inspect eval --log-format json`) or run Python 3.14"
        ) from None
    except KeyError:
        raise EvidenceUnreadable("it has no header.json, so its run was not finished") from None
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        raise EvidenceUnreadable("it is a damaged archive") from None


def _counts(log: dict[str, Any]) -> tuple[int, int]:
    """Cases and how many passed: by the summary's accuracy, else by the samples' own scores."""
    results = mapping(log.get("results"))
    cases = number(results.get("completed_samples")) or number(results.get("total_samples")) or 0
    scores = sequence(results.get("scores"))
    rates = [rate for score in scores if (rate := _accuracy(mapping(score))) is not None]
    if rates and cases:
        return cases, int(min(rates) * cases + 1e-6)
    graded = [
        [mapping(score).get("value") for score in mapping(sample.get("scores")).values()]
        for sample in sequence(log.get("samples"))
        if isinstance(sample, dict) and sample.get("scores")
    ]
    values = [row for row in graded if all(isinstance(value, str | int | float) for value in row)]
    return len(values), sum(all(value in _RIGHT for value in row) for row in values)


def _accuracy(score: dict[str, Any]) -> float | None:
    """Accuracy (or the mean) of one scorer, a share."""
    metrics = mapping(score.get("metrics"))
    for name in ("accuracy", "mean"):
        value = mapping(metrics.get(name)).get("value")
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
    return None


def _judge(plan: dict[str, Any]) -> str | None:
    """The model in the role of the grader."""
    role = mapping(plan.get("model_roles")).get("grader")
    return text(role) or text(mapping(role).get("model"))


EVIDENCE = EvidenceReader("Inspect AI", _claims, _read)
