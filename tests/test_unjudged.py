"""Silence about a model that the catalog does not know is not taken for a verdict."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from modelguard import engine
from modelguard.cli._common import settings_for

DAY = date(2026, 11, 21)
GATEWAY = 'import litellm\nlitellm.completion(model="openrouter/acme/some-model")\n'
KNOWN = 'import openai\nopenai.OpenAI().responses.create(model="gpt-4o-2024-11-20")\n'
TYPO = 'import anthropic\nanthropic.Anthropic().messages.create(model="claude-opus-4-88")\n'
WEIGHTS = 'from openai import OpenAI\nOpenAI(base_url="https://llm.example.com").responses.create(model="qwen-max")\n'
OWN = 'import ollama\nollama.chat(model="llama3.1")\n'


def notes(root: Path, **files: str) -> str:
    for name, text in files.items():
        (root / f"{name}.py").write_text(text, "utf-8")
    report = engine.check([root], settings=settings_for((root,), None), as_of=DAY)
    return "\n".join(note for note in report.notes if "could not be judged" in note)


def test_a_model_on_a_platform_without_data_is_said_to_be_unjudged(tmp_path: Path) -> None:
    assert notes(tmp_path, a=GATEWAY).startswith(
        "1 use could not be judged, since the catalog knows no such model (on OpenRouter): "
    )


def test_each_platform_is_counted(tmp_path: Path) -> None:
    said = notes(tmp_path, a=GATEWAY, b=GATEWAY, c=WEIGHTS)
    assert "3 uses could not be judged" in said
    assert "(1 of no known platform and 2 on OpenRouter)" in said


def test_nothing_is_said_where_a_rule_could_or_did_speak(tmp_path: Path) -> None:
    assert notes(tmp_path, a=KNOWN, b=TYPO, c=OWN) == ""
