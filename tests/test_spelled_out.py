"""Forms in which markup, requests, manifests and C# spell out a model, and forms that only look like it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings
from modelguard.types import Use


def uses(root: Path, path: str, text: str) -> list[Use]:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
    return list(engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses)


def roles(root: Path, path: str, text: str) -> list[tuple[str, str]]:
    """Texts and roles of all uses but mentions."""
    return [(use.text, use.role.value) for use in uses(root, path, text) if use.role.value != "mentions"]


@pytest.mark.parametrize("attribute", [":model", "v-bind:model"])
def test_an_attribute_bound_to_nothing_but_a_string_selects_it(attribute: str, tmp_path: Path) -> None:
    [use] = uses(tmp_path, "a.vue", f"""<template><Chat {attribute}="'gpt-4o'" /></template>\n""")
    assert (use.text, use.role.value) == ("gpt-4o", "selects")
    line = (tmp_path / "a.vue").read_text()
    assert line[use.location.column - 1 :].startswith("gpt-4o'")


def test_an_attribute_bound_to_an_expression_is_not_taken_for_its_strings(tmp_path: Path) -> None:
    assert roles(tmp_path, "a.vue", """<template><Chat :model="'gpt-4o' + 'x'" /></template>\n""") == []


def test_the_model_of_every_request_of_a_batch_selects_and_its_prompts_do_not(tmp_path: Path) -> None:
    text = (
        '{"custom_id": "1", "url": "/v1/chat/completions", "body": {"model": "gpt-4o", "input": "gpt-4.1"}}\n'
        '{"custom_id": "2", "params": {"max_tokens": 9, "model": "claude-haiku-4-5"}}\n'
        '{"custom_id": "3", "response": {"body": {"model": "gpt-4.1"}}}\n'
        '{"body": {"model": "gpt-4.1"}}\n'
    )
    assert roles(tmp_path, "batch_requests.jsonl", text) == [("gpt-4o", "selects"), ("claude-haiku-4-5", "selects")]


def test_data_sets_are_not_opened(tmp_path: Path) -> None:
    assert roles(tmp_path, "train.jsonl", '{"custom_id": "1", "body": {"model": "gpt-4o"}}\n') == []


def test_a_header_that_requests_are_matched_with_compares(tmp_path: Path) -> None:
    text = (
        "apiVersion: gateway.example.com/v1\nkind: Route\nspec:\n  rules:\n    - matches:\n        - headers:\n"
        "            - {type: Exact, name: x-model, value: gpt-4o}\n      backendRefs:\n"
        "        - modelNameOverride: gpt-4o-2024-11-20\n"
    )
    assert roles(tmp_path, "route.yaml", text) == [("gpt-4o", "compares"), ("gpt-4o-2024-11-20", "selects")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ('List<Row> Models { get; } = new() { new() { Name = "gpt-4o", MaxTokens = 1 } };', "declares"),
        ('List<Row> Rows = new() { new() { Name = "gpt-4o" }, new() { Name = "gpt-4o" } };', "declares"),
        ('var answer = client.Ask(new() { Model = "gpt-4o" });', "selects"),
        ('ChatOptions options = new() { ModelId = "gpt-4o" };', "selects"),
        ('ChatOptions options = new("a") { ModelId = "gpt-4o" };', "selects"),
        ('Dictionary<string, int> windows = new() { { "gpt-4o", 128000 } };', "declares"),
    ],
)
def test_a_new_object_whose_class_is_left_out_is_read_by_its_properties(text: str, role: str, tmp_path: Path) -> None:
    assert {found for _, found in roles(tmp_path, "A.cs", f"class A {{ void F() {{ {text} }} }}")} == {role}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.properties", "client.azureopenai.deploymentname=gpt-4o\n"),
        ("app.yaml", "env:\n  - name: Chat_DeploymentName\n    value: gpt-4o\n"),
        ("A.cs", 'var d = new AzureOpenAIDeployment("chat", "gpt-4o", "2024-11-20");'),
    ],
)
def test_the_name_of_a_deployment_is_azures(path: str, text: str, tmp_path: Path) -> None:
    [use] = [use for use in uses(tmp_path, path, text) if use.text == "gpt-4o"]
    assert (use.role.value, use.ref.platform) == ("selects", "azure")


def test_options_in_the_plural_select(tmp_path: Path) -> None:
    text = "jobs:\n  a:\n    steps:\n      - run: |\n          bash -c 'ARGS=\"--models gpt-4o --n 1\" ./run.sh'\n"
    assert roles(tmp_path, ".github/workflows/a.yml", text) == [("gpt-4o", "selects")]


def test_a_tag_of_open_weights_on_a_machine_of_ones_own_is_a_model(tmp_path: Path) -> None:
    [use] = uses(tmp_path, "application.properties", "spring.ai.ollama.chat.model=gpt-oss:latest\n")
    assert (use.role.value, use.ref.platform) == ("selects", "ollama")


@pytest.mark.parametrize(
    ("path", "role"), [("fake_llm_server.py", "test"), ("mock-openai.py", "test"), ("mock_interview.py", "selects")]
)
def test_a_server_that_stands_in_for_a_provider_is_a_test(path: str, role: str, tmp_path: Path) -> None:
    assert roles(tmp_path, path, 'reply = {"model": "gpt-4o", "choices": []}\n') == [("gpt-4o", role)]


def notebook(language: str, *cells: str, named: str = "") -> str:
    """A notebook whose kernel speaks ``language``."""
    code = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    metadata = {"kernelspec": {"language": language}, "language_info": {"name": named or language}}
    return json.dumps({"cells": code, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_a_notebook_is_read_in_the_language_of_its_kernel(tmp_path: Path) -> None:
    text = notebook(
        "typescript",
        'import { ChatOllama } from "@langchain/ollama";\n// gpt-4.1 is not asked',
        'const llm: ChatOllama = new ChatOllama({ model: "llama3" });\nif (model === "gpt-4o") { stop(); }',
    )
    found = [use for use in uses(tmp_path, "a.ipynb", text) if use.role.value != "mentions"]
    assert [(use.text, use.role.value, use.ref.platform, use.location.cell) for use in found] == [
        ("llama3", "selects", "ollama", 2),
        ("gpt-4o", "compares", "openai", 2),
    ]
    assert all(
        text.splitlines()[use.location.line - 1][use.location.column - 1 :].startswith(use.text) for use in found
    )


def test_a_constant_of_one_cell_is_followed_to_the_call_in_another(tmp_path: Path) -> None:
    text = notebook(
        "javascript", 'const chosen = "gpt-4o";', "await client.chat.completions.create({ model: chosen });"
    )
    [use] = uses(tmp_path, "a.ipynb", text)
    [at] = use.context.used_at
    assert (use.role.value, at.path) == ("selects", "a.ipynb")
    assert "completions" in text.splitlines()[at.line - 1]


def test_a_polyglot_notebook_is_read_in_the_language_of_its_kernel(tmp_path: Path) -> None:
    text = notebook(
        "C#", 'var b = Kernel.CreateBuilder();\nb.AddOllamaChatCompletion("llama3", uri);', named="polyglot-notebook"
    )
    assert roles(tmp_path, "a.ipynb", text) == [("llama3", "selects")]


@pytest.mark.parametrize(
    ("call", "platform"),
    [
        ('b.AddAzureOpenAIChatCompletion("gpt-4o", endpoint, key)', "azure"),
        ('b.Services.AddAzureOpenAIChatClient(deploymentName: "gpt-4o")', "azure"),
        ('b.AddOpenAIChatCompletion("gpt-4o", key)', "openai"),
        ('b.AddVertexAIGeminiChatCompletion("gemini-2.5-pro", key)', "vertex"),
        ('b.AddGoogleAIGeminiChatCompletion("gemini-2.5-pro", key)', "gemini"),
    ],
)
def test_a_service_put_into_a_builder_is_its_providers(call: str, platform: str, tmp_path: Path) -> None:
    [use] = uses(tmp_path, "A.cs", f"class A {{ void F() {{ var b = Kernel.CreateBuilder();\n{call}; }} }}")
    assert (use.role.value, use.ref.platform) == ("selects", platform)


def test_what_tracing_recorded_of_a_call_selects_nothing(tmp_path: Path) -> None:
    assert roles(tmp_path, "messages.json", '[{"ls_provider": "openai", "ls_model_name": "gpt-4o"}]') == []
