"""What an id does where it stands, across languages, through the whole pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings
from modelguard.types import Use


def uses(root: Path, files: dict[str, str]) -> list[Use]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    settings = Settings(root=root)
    return list(engine.inventory([root], settings=settings, as_of=date(2026, 11, 21)).uses)


CASES = [
    ("a.py", 'client.chat.completions.create(model="gpt-4o")', "selects"),
    ("a.py", 'MODEL = "gpt-4o"', "selects"),
    ("a.py", 'def ask(model="gpt-4o"): ...', "selects"),
    ("a.py", 'import os\nm = os.getenv("LLM", "gpt-4o")', "selects"),
    ("a.py", 'fallbacks = ["gpt-4o", "gpt-4.1"]', "selects"),
    ("a.py", 'PRICES = {"gpt-4o": 2.5, "gpt-4.1": 2.0}', "declares"),
    ("a.py", 'SUPPORTED = ["gpt-4o", "gpt-4.1"]', "declares"),
    ("a.py", 'from typing import Literal\nName = Literal["gpt-4o"]', "declares"),
    ("a.py", 'from enum import Enum\nclass M(Enum):\n    A = "gpt-4o"', "declares"),
    ("a.py", 'import tiktoken\ntiktoken.encoding_for_model("gpt-4o")', "declares"),
    ("a.py", 'if model == "gpt-4o": pass', "compares"),
    ("a.py", 'if model.startswith("gpt-4o"): pass', "compares"),
    ("a.py", 'if "gpt-4o" in model: pass', "compares"),
    ("a.py", "# we use gpt-4o here", "mentions"),
    ("a.py", '"""Talks to gpt-4o."""', "mentions"),
    ("a.py", 'print("gpt-4o is slow today")', "mentions"),
    ("a.py", 'posthog.capture("x", properties={"model": "gpt-4o"})', "mentions"),
    ("tests/test_a.py", 'ask(model="gpt-4o")', "test"),
    ("src/a.test.ts", 'ask({ model: "gpt-4o" });', "test"),
    ("a.ts", 'openai.chat.completions.create({ model: "gpt-4o" });', "selects"),
    ("a.ts", 'type Model = "gpt-4o" | "gpt-4.1";', "declares"),
    ("a.ts", 'if (model.startsWith("gpt-4o")) {}', "compares"),
    ("a.ts", 'const a: LLM = { modelId: "gpt-4o", modelName: "GPT-4o", provider: "x" };', "declares"),
    ("a.ts", 'const a: LLM = { modelId: "x", modelName: "gpt-4o", provider: "x" };', "declares"),
    ("a.ts", 'const a = { modelId: "gpt-4o", pricing: { input: 1 } };', "declares"),
    ("a.ts", 'const nameForTiktoken = (m: string) => { return "gpt-4o"; };', "declares"),
    ("a.ts", 'const DEFAULT_MODEL: Model = { id: "gpt-4o", name: "x", provider: "y", providerId: "z" };', "selects"),
    ("a.json", '{"models": {"fast": {"id": "gpt-4o", "name": "x", "provider": "openai"}}}', "selects"),
    ("scripts/benchmark/plan.json", '{"models": ["gpt-4o", "gpt-4.1"]}', "declares"),
    ("a.ts", 'const M = { "a": { contextWindow: 1, openAIModel: "gpt-4o" } };', "declares"),
    ("a.ts", 'const ALL = { a: "gpt-4o", b: "gpt-4", c: "gpt-4.1" };\nObject.keys(ALL).join();', "declares"),
    ("a.ts", 'function getModelCategory(m) { return "gpt-4o"; }', "declares"),
    ("src/a.stories.tsx", 'const x = { model: "gpt-4o" };', "test"),
    ("smoke-tests/a.ts", 'ask({ model: "gpt-4o" });', "test"),
    ("a.ts", 'const model = process.env.MODEL ?? "gpt-4o";', "selects"),
    ("a.go", 'package a\nfunc f() { g(Request{Model: "gpt-4o"}) }', "selects"),
    ("a.yaml", "llm:\n  model: gpt-4o\n  temperature: 0\n", "selects"),
    ("a.vitest.ts", 'ask({ model: "gpt-4o" });', "test"),
    ("src/test-utils/a.ts", 'ask({ model: "gpt-4o" });', "test"),
    ("test-fixtures/a.yaml", "model: gpt-4o\n", "test"),
    ("a.rb", 'Assistant.where(model: "gpt-4o").delete_all', "compares"),
    ("a.rb", 'm = LanguageModel.find_by(api_name: "gpt-4o")', "compares"),
    ("a.rb", 'Assistant.find_or_create_by(model: "gpt-4o")', "selects"),
    ("a.py", 'found = Chat.objects.filter(model="gpt-4o")', "compares"),
    ("a.py", 'found = session.query(Chat).filter_by(model="gpt-4o")', "compares"),
    ("a.ts", 'const old = await db.chat.findMany({ where: { model: "gpt-4o" } });', "compares"),
    ("a.ts", 'const unsupportedModelIds = ["gpt-4o"];', "declares"),
    ("a.ts", 'const oldExactModelIDs = ["gpt-4o"] as const;', "declares"),
    ("a.ts", 'const M = { a: { params: { model: "gpt-4o", title: "GPT-4o", contextLength: 8192 } } };', "declares"),
    ("a.json", '{"models": [{"title": "x", "provider": "openai", "model": "gpt-4o", "contextLength": 1}]}', "selects"),
    ("a.ts", 'const M = { dimensions: { "7b": { model: "gpt-4o", title: "GPT-4o" } } };', "declares"),
    ("a.ts", 'const HELP = `usage:\n  sweep --model-filter "gpt-4o"\n`;', "compares"),
    ("a.ts", "const p = { longDescription: `run this:\n  server --model gpt-4o\n` };", "mentions"),
    ("a.sh", "server --model gpt-4o", "selects"),
    (
        "A.java",
        'class ChatModelName { static final String GPT_4O = "gpt-4o"; static final String GPT_4_1 = "gpt-4.1"; }',
        "declares",
    ),
    ("a.yaml", "models:\n  gpt-4o:\n    price: 1\n", "declares"),
    ("a.md", "We use `gpt-4o` in production.", "mentions"),
    (".env", "OPENAI_MODEL=gpt-4o\n", "selects"),
    ("a.toml", '[llm]\nmodel = "gpt-4o"\n', "selects"),
    ("results/run1.json", '{"model": "gpt-4o", "score": 1}', "mentions"),
]


@pytest.mark.parametrize(("path", "text", "role"), CASES, ids=[f"{path}: {text[:40]}" for path, text, _ in CASES])
def test_the_place_decides_the_role(path: str, text: str, role: str, tmp_path: Path) -> None:
    found = [use for use in uses(tmp_path, {path: text}) if use.ref.id == "gpt-4o"]
    assert [use.role.value for use in found] == [role]
    assert found[0].reason


@pytest.mark.parametrize(
    ("path", "text", "id"),
    [
        ("a.ts", 'const x = openAI.model("o3");', "o3"),
        ("a.ts", 'ollama({ embedders: [{ name: "nomic-embed-text", dimensions: 8 }] });', "nomic-embed-text"),
        ("a.ts", 'const x = env.AI.run("@cf/meta/llama-3.1-8b-instruct", {});', "@cf/meta/llama-3.1-8b-instruct"),
    ],
)
def test_a_word_is_an_id_where_the_call_or_the_list_says_model(path: str, text: str, id: str, tmp_path: Path) -> None:
    assert [(use.ref.id, use.role.value) for use in uses(tmp_path, {path: text})] == [(id, "selects")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", 'function modelToFamily(m) { return "gemma"; }'),
        ("a.py", 'run("command")'),
        ("a.py", 'x = "o1"'),
        ("a.py", "import ada"),
        ("a.ts", 'import { encode } from "gpt-tokenizer";'),
        ("a.ts", 'const cls = "gpt-4-card";'),
        ("a.py", 'open("prompts/gpt-4-turbo.yaml")'),
        ("a.yaml", "services:\n  web:\n    command: command\n"),
        ("a.json", '{"scripts": {"x": "claude-code"}}'),
    ],
)
def test_a_word_a_package_and_a_file_are_no_use(path: str, text: str, tmp_path: Path) -> None:
    assert [use for use in uses(tmp_path, {path: text}) if use.role.value in ("selects", "declares")] == []


COMPUTED = [
    ('client.create(model="gpt-4o" + "-2024-05-13")', "gpt-4o-2024-05-13"),
    ('client.create(model="gpt-4o" "-2024-05-13")', "gpt-4o-2024-05-13"),
    ('client.create(model="gpt-%s" % "4o-2024-05-13")', "gpt-4o-2024-05-13"),
    ('V = "2024-05-13"\nclient.create(model=f"gpt-4o-{V}")', "gpt-4o-2024-05-13"),
    ('client.create(model="gpt-{}".format("4o-2024-05-13"))', "gpt-4o-2024-05-13"),
    ('client.create(model="-".join(["gpt-4o", "2024-05-13"]))', "gpt-4o-2024-05-13"),
    ('client.create(model=f"gpt-{size}")', None),
    ('client.create(model="gpt-%s" % size)', None),
]


@pytest.mark.parametrize(("text", "id"), COMPUTED)
def test_a_computed_id_is_folded_or_dynamic_and_never_wrong(text: str, id: str | None, tmp_path: Path) -> None:
    found = [use for use in uses(tmp_path, {"a.py": text}) if use.role.value == "selects"]
    assert [use.ref.id for use in found] == [id]
    assert found[0].dynamic is (id is None)
    assert id is None or found[0].text == id


def test_the_name_of_a_field_put_together_is_no_computed_id(tmp_path: Path) -> None:
    assert uses(tmp_path, {"a.ts": "const models = { ollama: `${mode}OllamaModelId` };"}) == []


def test_a_constant_of_another_module_is_told_the_call_it_reaches(tmp_path: Path) -> None:
    (use,) = uses(
        tmp_path,
        {
            "app/config.py": 'NAME = "llama-3.3-70b-versatile"\n',
            "app/chat.py": "from groq import Groq\nfrom app.config import NAME\nGroq().chat.completions.create(model=NAME)\n",
        },
    )
    assert (use.location.path, use.role.value) == ("app/config.py", "selects")
    assert [(at.path, at.line) for at in use.context.used_at] == [("app/chat.py", 3)]


def test_a_constant_of_another_typescript_module_is_told_the_call_it_reaches(tmp_path: Path) -> None:
    (use,) = uses(
        tmp_path,
        {
            "src/config.ts": 'export const NAME = "gpt-4o";\n',
            "src/chat.ts": 'import OpenAI from "openai";\nimport { NAME } from "./config";\n'
            "new OpenAI().chat.completions.create({ model: NAME });\n",
        },
    )
    assert [(at.path, at.line) for at in use.context.used_at] == [("src/chat.ts", 3)]


def test_terraform_joins_name_and_version(tmp_path: Path) -> None:
    text = (
        'resource "azurerm_cognitive_deployment" "chat" {\n  name = "prod"\n  model {\n    format = "OpenAI"\n'
        '    name = "gpt-4o"\n    version = "2024-11-20"\n  }\n}\n'
    )
    ids = [(use.ref.platform, use.ref.id) for use in uses(tmp_path, {"main.tf": text}) if use.ref.id]
    assert ids == [("azure", "gpt-4o@2024-11-20")]


URL = "https://generativelanguage.googleapis.com/v1beta/models/"


@pytest.mark.parametrize(
    ("path", "text", "ids"),
    [
        ("a.sh", f'curl "{URL}gemini-1.5-flash:generateContent?key=$KEY"\n', ["gemini-1.5-flash"]),
        ("a.py", f'requests.post(f"{URL}gemini-1.5-flash:generateContent?key={{key}}")\n', ["gemini-1.5-flash"]),
        ("a.py", f'requests.post(f"{URL}gemini-1.5-{{size}}:generateContent")\n', []),
    ],
)
def test_the_model_of_a_request_url_selects_where_all_of_it_is_known(
    path: str, text: str, ids: list[str], tmp_path: Path
) -> None:
    found = [use.ref.id for use in uses(tmp_path, {path: text}) if use.role.value == "selects"]
    assert found == ids
