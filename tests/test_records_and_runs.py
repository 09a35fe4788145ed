"""What was measured, labelled or named after a model asks none; a module's settings say who is asked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings
from modelguard.types import Use


def uses(root: Path, path: str, text: str) -> list[Use]:
    (root / path).write_text(text)
    return list(engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses)


def roles(root: Path, path: str, text: str) -> list[tuple[str, str]]:
    return [(use.ref.text, use.role.value) for use in uses(root, path, text)]


ROWS = """\
- model: gpt-4o
  pass_rate_1: 44.4
  pass_rate_2: 57.9
  command: bench --model gpt-4o
- model: gpt-4.1
  accuracy: 0.9
  test_cases: 133
"""


def test_a_row_of_results_declares(tmp_path: Path) -> None:
    assert {role for _, role in roles(tmp_path, "board.yml", ROWS)} == {"declares"}


@pytest.mark.parametrize(
    "text",
    [
        'request_metadata = {"job": "x", "invoke_model": "gpt-4o"}\nclient.converse(requestMetadata=request_metadata)',
        'Variant(agent, metadata={"provider": "openai", "model": "gpt-4o"})',
    ],
)
def test_a_label_that_goes_along_with_a_request_declares(text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, "a.py", text) == [("gpt-4o", "declares")]


def test_a_table_called_metadata_that_is_asked_from_selects(tmp_path: Path) -> None:
    text = 'metadata = {"model": "gpt-4o"}\nclient.chat.completions.create(model=metadata["model"])'
    assert roles(tmp_path, "a.py", text) == [("gpt-4o", "selects")]


def test_what_a_run_is_called_is_a_mention(tmp_path: Path) -> None:
    text = 'dataset.evaluate_sync(answer, name="openai:gpt-4o")\nload(name="gpt-4.1")'
    assert roles(tmp_path, "a.py", text) == [("openai:gpt-4o", "mentions"), ("gpt-4.1", "selects")]


def test_the_tag_of_an_image_is_no_model(tmp_path: Path) -> None:
    assert "selects" not in [role for _, role in roles(tmp_path, "a.py", "gpt4imagetag = 'gpt-4-image'")]


def test_the_lists_of_a_table_declare_and_one_list_selects(tmp_path: Path) -> None:
    formats = ", ".join(f'"form_{size}": ["tiiuae/falcon-{size}b-chat"]' for size in range(1, 7))
    assert {role for _, role in roles(tmp_path, "a.py", f"TEMPLATES = {{{formats}}}")} == {"declares"}
    assert roles(tmp_path, "a.py", 'chosen = {"chat": ["gpt-4o"]}') == [("gpt-4o", "selects")]


@pytest.mark.parametrize(
    ("told", "platform"),
    [
        ('openai.api_type = "azure"\nopenai.api_base = ENDPOINT', "azure"),
        ('openai.base_url = "https://api.groq.com/openai/v1"', "groq"),
        ("", "openai"),
    ],
)
def test_a_module_is_told_who_serves_all_its_calls(told: str, platform: str, tmp_path: Path) -> None:
    text = f'import openai\n{told}\nopenai.ChatCompletion.create(model="gpt-4o", messages=[])'
    assert [use.ref.platform for use in uses(tmp_path, "a.py", text)] == [platform]


def test_an_address_beside_tells_more_than_the_protocol_it_speaks(tmp_path: Path) -> None:
    text = (
        "def settings():\n"
        '    return {"api_type": "openai", "model": "mistral-small-latest", "base_url": "https://api.mistral.ai/v1"}\n'
        "yaml.dump(settings(), file)\n"
    )
    assert [use.ref.platform for use in uses(tmp_path, "a.py", text)] == ["mistral"]


@pytest.mark.parametrize(
    ("name", "body", "models"),
    [
        ("batch.jsonl", '{"body": {"model": "gpt-4o"}}\n{"body": {"model": "gpt-4.1"}}\n', ["gpt-4o", "gpt-4.1"]),
        (
            "main.tf",
            'resource "x" "y" {\n  publisher_model_name = "publishers/google/models/gemini-2.5-flash"\n}\n',
            ["publishers/google/models/gemini-2.5-flash"],
        ),
    ],
)
def test_a_file_that_a_cell_writes_is_read_as_what_it_is(
    name: str, body: str, models: list[str], tmp_path: Path
) -> None:
    source = [f"%%writefile {name}\n", *body.splitlines(keepends=True)]
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}
    notebook = {"cells": [cell], "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    found = roles(tmp_path, "a.ipynb", json.dumps(notebook, indent=1))
    assert found == [(model, "selects") for model in models]


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ('Options(model="nova-2")', "deepgram"),
        ('speak(model_id="eleven_multilingual_v2")', "elevenlabs"),
        ('rec_model = "openai/whisper-base"', None),
        ('hf_repo: str = "mlx-community/whisper-large-v3-turbo"', None),
        ('JumpStartModel(model_id="huggingface-llm-mistral-7b")', None),
        ('from agno.models.ollama import Ollama\nOllama(id="someone/qwen2.5-coder-tools:32b")', "ollama"),
        ('Agent(model_name="ollama/kimi-k3:cloud")', "ollama"),
        ('class Ollama(Model):\n    id: str = "llama3.1"', None),
        ('model_id = "meta/llama3_1@llama-3.1-8b-instruct"', "vertex"),
        ('ProviderOfIts(id="Meta-Llama-3.1-8B-Instruct")', None),
        ('def translate(model="qwen-mt-turbo"): ...', None),
        ('DEFAULT_MODEL = "solar-pro"', None),
    ],
)
def test_ids_without_days_are_seen_where_they_are_asked(text: str, platform: str | None, tmp_path: Path) -> None:
    assert [(use.role.value, use.ref.platform) for use in uses(tmp_path, "a.py", text)] == [("selects", platform)]


def test_the_image_of_a_server_is_no_model(tmp_path: Path) -> None:
    assert not roles(tmp_path, "docker-compose.yml", "services:\n  llm:\n    image: ollama/ollama:latest\n")


def test_a_region_that_only_shows_at_run_time_leaves_the_model_of_a_resource_name(tmp_path: Path) -> None:
    text = (
        'PROJECT = ""\n'
        'make(config={"model": f"projects/{PROJECT}/locations/{PLACE}/publishers/google/models/gemini-2.5-flash"})\n'
    )
    assert [use.ref.id for use in uses(tmp_path, "a.py", text)] == ["gemini-2.5-flash"]
