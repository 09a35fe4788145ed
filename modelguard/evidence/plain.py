"""The plain form, for every tool without a reader of its own.

::

    {"modelguard_evaluation": 1, "model": "openai/gpt-5.4-2026-03-05", "cases": 240, "passed": 228,
     "ran_at": "2026-11-01T09:30:00Z", "judge": "gemini/gemini-3.8-flash", "tool": "our own runner"}

``judge`` and ``tool`` may be left out; everything else is required.
"""

from __future__ import annotations

from pathlib import Path

from modelguard.evidence import Evaluation, EvidenceReader, EvidenceUnreadable
from modelguard.evidence._json import load, moment, number, text

_KEY = "modelguard_evaluation"


def _claims(path: Path, head: bytes) -> bool:
    return path.suffix == ".json" and f'"{_KEY}"'.encode() in head


def _read(path: Path, name: str) -> tuple[Evaluation, ...]:
    data = load(path)
    if data.get(_KEY) != 1:
        raise EvidenceUnreadable(f"its `{_KEY}` is not 1, the only version there is")
    model, cases, passed, ran_at = (
        text(data.get("model")),
        number(data.get("cases")),
        number(data.get("passed")),
        moment(data.get("ran_at")),
    )
    values = {"model": model, "cases": cases, "passed": passed, "ran_at": ran_at}
    missing = next((key for key, value in values.items() if value is None), None)
    if missing or cases is None or passed is None:
        raise EvidenceUnreadable(f"its `{missing}` is missing or cannot be read")
    if passed > cases:
        raise EvidenceUnreadable("more of its cases passed than there are")
    tool = text(data.get("tool")) or EVIDENCE.tool
    return (Evaluation(name, tool, model, cases, passed, ran_at, text(data.get("judge"))),)


EVIDENCE = EvidenceReader("plain JSON", _claims, _read)
