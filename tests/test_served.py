"""Who serves a model, and where one is named by its address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings


def found(root: Path, path: str, text: str) -> list[tuple[str, str | None, str]]:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
    uses = engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses
    return [(use.text, use.ref.platform, use.role.value) for use in uses]


_MODEL = "apiVersion: x/v1\nkind: Model\nspec:\n  url: %s\n"


@pytest.mark.parametrize("id", ["ollama://gemma2:9b", "hf://acme/Meta-Llama-3.1-8B-Instruct-FP8", "ollama://phi4"])
def test_the_address_of_a_model_selects_it_whatever_its_key_says(id: str, tmp_path: Path) -> None:
    assert [(text, role) for text, _, role in found(tmp_path, "m.yaml", _MODEL % id)] == [(id, "selects")]


def test_the_address_of_a_data_set_is_no_model(tmp_path: Path) -> None:
    assert found(tmp_path, "m.yaml", _MODEL % "hf://datasets/llama-questions") == []


@pytest.mark.parametrize("id", ["phi4-mini", "llama3.2", "mxbai-embed-large", "ministral-3"])
def test_a_model_given_to_a_local_server_is_served_there(id: str, tmp_path: Path) -> None:
    text = f'var c = new OllamaApiClient(new Uri("http://localhost:11434/"), "{id}");'
    assert found(tmp_path, "a.cs", text) == [(id, "ollama", "selects")]


@pytest.mark.parametrize("id", ["openai/o3", "openai:o1", "azure/o4-mini"])
def test_an_ordinary_word_behind_a_prefix_is_an_id(id: str, tmp_path: Path) -> None:
    assert [role for _, _, role in found(tmp_path, "a.go", f'package a\nvar m = Row{{Model: "{id}"}}')] == ["selects"]


CALLED = [
    ('OpenAI(base_url="http://localhost:8000/v1")', None),
    ("OpenAI()", None),
    ("genai.Client()", "gemini"),
]


@pytest.mark.parametrize(("client", "platform"), CALLED, ids=[client for client, _ in CALLED])
def test_open_weights_behind_their_makers_folder_belong_to_whoever_serves_them(
    client: str, platform: str | None, tmp_path: Path
) -> None:
    text = "from openai import OpenAI\nfrom google import genai\n" + f'{client}.create(model="google/gemma-3-27b-it")\n'
    assert found(tmp_path, "a.py", text) == [("google/gemma-3-27b-it", platform, "selects")]


def test_a_setting_that_names_another_provider_is_not_azures(tmp_path: Path) -> None:
    text = "var env = [\n  {\n    name: '%s_CHAT_MODEL'\n    value: 'gpt-4o'\n  }\n]\n"
    assert found(tmp_path, "a.bicep", text % "OPENAICOM") == [("gpt-4o", "openai", "selects")]
    assert found(tmp_path, "a.bicep", text % "OPENAI") == [("gpt-4o", "azure", "selects")]


_CFN = "Resources:\n  A:\n    Type: AWS::Lambda::Function\n    Environment:\n      MODEL_ID: anthropic.claude-v2\n"


def test_a_template_of_cloudformation_is_read_and_another_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, "a.template", _CFN) == [("anthropic.claude-v2", "bedrock", "selects")]
    assert found(tmp_path, "a.template", "server { model: gpt-4o; [ }\n") == []


def test_a_models_name_and_version_are_one_under_any_name_of_a_model(tmp_path: Path) -> None:
    text = "module a './a.bicep' = {\n  params: {\n    chatModel: { name: 'gpt-4o', version: '2024-08-06' }\n  }\n}\n"
    (tmp_path / "m.bicep").write_text(text)
    uses = engine.inventory([tmp_path], settings=Settings(root=tmp_path), as_of=date(2026, 11, 21)).uses
    assert [use.ref.id for use in uses] == ["gpt-4o@2024-08-06"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("appsettings.json.azure-example", '{"deploymentOrModelId": "gpt-4o"}'),
        ("templates/agent.rb.tt", '<% wrap do -%>\nclass A < B\n  generate_with :x, model: "gpt-4o"\nend\n<% end %>\n'),
    ],
)
def test_examples_and_templates_of_files_are_read_as_what_they_become(path: str, text: str, tmp_path: Path) -> None:
    assert [(text, role) for text, _, role in found(tmp_path, path, text)] == [("gpt-4o", "selects")]


def test_files_inside_a_secret_that_is_made_elsewhere_are_read(tmp_path: Path) -> None:
    text = (
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec:\n  target:\n    template:\n      data:\n"
        '        app.toml: |\n          [app]\n          quality_llm = "openai/gpt-4.1"\n'
    )
    assert found(tmp_path, "s.yaml", text) == [("openai/gpt-4.1", "openai", "selects")]


def test_embeddings_of_open_weights_are_known_by_the_names_of_local_servers(tmp_path: Path) -> None:
    id = "lm_studio/text-embedding-nomic-embed-text-v1.5"
    assert [(text, role) for text, _, role in found(tmp_path, "a.toml", f'base_model = "{id}"\n')] == [(id, "selects")]
