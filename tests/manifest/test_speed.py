"""Two thousand entries with five hundred result files are checked in under two seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .example import DAY

ENTRY = """\
  entry-{n}:
    owner: team
    model: anthropic/claude-sonnet-5
    previous: anthropic/claude-opus-4-8
    fallbacks: [openai/gpt-5.4-2026-03-05]
    rollback: {{method: flag, thresholds: {{error_rate: 1%}}, runbook: r.md, contacts: ["#a"], tested_on: 2026-11-03}}
    evaluation: {{golden_set: g.jsonl, min_cases: 2, results: results/*.json}}
    prompts: [{{path: p/{n}.md, version: {n}}}]
"""
PROGRAM = """\
import sys, time
from datetime import date
from pathlib import Path
from modelguard import engine
from modelguard.config import Settings
root = Path(sys.argv[1])
report = engine.check([root], settings=Settings(root=root), as_of=date(2026, 11, 21))
print(len(report.uses), sum(f.rule == "MG203" for f in report.findings), time.process_time())
"""


def repository(root: Path) -> None:
    (root / "models.yaml").write_text("version: 1\nmodels:\n" + "".join(ENTRY.format(n=n) for n in range(2_000)))
    (root / "results").mkdir()
    (root / "p").mkdir()
    for n in range(2_000):
        (root / f"p/{n}.md").write_text("Be kind.\n")
    for n in range(500):
        model = ("anthropic/claude-sonnet-5", "openai/gpt-5.4-2026-03-05")[n % 2]
        result = {"modelguard_evaluation": 1, "model": model, "cases": 2, "passed": 2, "ran_at": f"{DAY}T09:30:00Z"}
        (root / f"results/{n}.json").write_text(json.dumps(result))
    (root / "g.jsonl").write_text('{"a": 1}\n{"a": 2}\n')
    (root / "r.md").write_text("Steps.\n")


def test_a_large_manifest_is_checked_in_two_seconds(tmp_path: Path) -> None:
    """Counted in processor time of the whole process, start and imports included: other tests share the machine."""
    repository(tmp_path)
    times = []
    for _ in range(2):
        run = [sys.executable, "-c", PROGRAM, str(tmp_path)]
        done = subprocess.run(run, check=True, capture_output=True, text=True)
        uses, unused, seconds = done.stdout.split()
        assert (uses, unused) == ("6500", "2000")
        times.append(float(seconds))
    assert min(times) < 3, times  # 2 s on an idle machine; half as much again where two share a core
