"""What Go, Java, Kotlin, C#, Ruby, PHP, Rust, Swift and shell write about models is understood as they mean it."""

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
    return list(engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses)


def found(root: Path, path: str, text: str) -> list[tuple[str | None, str]]:
    return [(use.ref.id, use.role.value) for use in uses(root, {path: text})]


SELECTED = [
    ("a.rs", 'let r = Args::default().model("whisper-1").build();', "whisper-1"),
    ("a.go", 'package a\nvar l = ollama.New(ollama.WithModel("llama2"))', "llama2"),
    ("A.java", 'class A { void f() { o.setModel("llama2"); } }', "llama2"),
    ("a.php", "<?php $r = Prism::text()->using(Provider::Ollama, 'llama3');", "llama3"),
    ("a.rb", "class C\n  option :default_model, 'gpt-5.4'\nend", "gpt-5.4"),
    ("a.rb", 'class C\n  attribute :model, :string, default: "gpt-5.4"\nend', "gpt-5.4"),
    ("a.rb", 'm = ENV.fetch("LLM") { "gpt-5.4" }', "gpt-5.4"),
    ("a.rb", 'chat = Lib.chat model: "gpt-5.4"', "gpt-5.4"),
    ("a.rb", 'case plan\nwhen :pro then run\nelse "gpt-5.4"\nend', "gpt-5.4"),
    ("a.rs", 'let m = args.model.as_deref().unwrap_or("llama2");', "llama2"),
    ("a.rs", 'fn model() -> &\'static str { "gpt-5.4" }', "gpt-5.4"),
    ("a.swift", 'var modelName: String { "gpt-5.4" }', "gpt-5.4"),
    ("a.swift", 'enum Settings { static let model = "llama2" }', "llama2"),
    ("a.sh", "jq -n --arg model \"gpt-5.4\" '{model: $model}'", "gpt-5.4"),
    ("a.sh", "ollama pull llama3.2:3b", "llama3.2:3b"),
    ("src/main/java/ChatModelTest.java", 'class A { M m = b.modelName("gpt-5.4").build(); }', "gpt-5.4"),
    ("A.java", 'class A { String m = Optional.ofNullable(System.getenv("M")).orElse("gpt-5.4"); }', "gpt-5.4"),
]


@pytest.mark.parametrize(("path", "text", "id"), SELECTED, ids=[f"{path}: {text[:50]}" for path, text, _ in SELECTED])
def test_what_is_given_to_an_api_selects(path: str, text: str, id: str, tmp_path: Path) -> None:
    assert found(tmp_path, path, text) == [(id, "selects")]


OTHER = [
    ("a.rs", '#[serde(rename = "gpt-5.4")]\nGpt54,', "declares"),
    ("A.java", 'class A { @JsonProperty("gpt-5.4") int x; }', "declares"),
    ("a.rs", 'impl M { fn as_str(&self) -> &str { match self { M::A => "gpt-5.4", _ => x } } }', "declares"),
    ("a.swift", 'enum M: String, Codable, CaseIterable {\n  case a = "gpt-5.4"\n}', "declares"),
    ("a.php", "<?php if (in_array($model, ['gpt-5.4'])) {}", "compares"),
    ("a.go", 'package a\nvar ok = slices.Contains([]string{"gpt-5.4"}, m)', "compares"),
    ("tests/ChatModelTest.java", 'class A { M m = b.modelName("gpt-5.4").build(); }', "test"),
]


@pytest.mark.parametrize(("path", "text", "role"), OTHER, ids=[f"{path}: {text[:50]}" for path, text, _ in OTHER])
def test_names_of_enum_members_and_looked_for_values_do_not_select(
    path: str, text: str, role: str, tmp_path: Path
) -> None:
    assert found(tmp_path, path, text) == [("gpt-5.4", role)]


NOTHING = [
    ("a.go", 'package a\nconst FeatureRerank = "rerank"'),
    ("a.go", 'package a\nvar modelConfig = Config{Backend: "whisper"}'),
    ("a.cs", 'class A { void JsonModelWrite() { w.WriteName("command"); } }'),
    ("a.py", 'def detect_model_type(x):\n    return "whisper"'),
    ("a.go", 'package a\nvar body = `data: {"model":"gpt-5.4","choices":[{"index":0}]}`'),
]


@pytest.mark.parametrize(("path", "text"), NOTHING, ids=[f"{path}: {text[:50]}" for path, text in NOTHING])
def test_kinds_features_and_answers_are_no_use(path: str, text: str, tmp_path: Path) -> None:
    assert [use for use in uses(tmp_path, {path: text}) if use.role != "mentions"] == []


LISTED = [
    ("a.go", "package a\nconst (\n{}\n)", '\t{name} = "{id}"'),
    ("a.swift", "extension Model {{\n{}\n}}", '    static let {name} = "{id}"'),
    ("a.cs", "class Ids {{\n{}\n}}", '    private const string {name}Value = "{id}";'),
    ("a.rb", "module Ids\n{}\nend", '  {name} = "{id}"'),
]
IDS = {"GPT4o": "gpt-4o", "Gpt41Mini": "gpt-4.1-mini", "ClaudeSonnet46": "claude-sonnet-4-6", "O3Mini": "o3-mini"}


@pytest.mark.parametrize(("path", "frame", "line"), LISTED, ids=[path for path, _, _ in LISTED])
def test_constants_named_after_their_models_declare(path: str, frame: str, line: str, tmp_path: Path) -> None:
    lines = "\n".join(line.format(name=name, id=id) for name, id in IDS.items())
    assert {role for _, role in found(tmp_path, path, frame.format(lines))} == {"declares"}


def test_constants_named_after_their_purpose_select(tmp_path: Path) -> None:
    names = ("CHAT_MODEL", "SUMMARY_MODEL", "DEFAULT_GPT4O", "GPT_MODEL")
    lines = "\n".join(f'  {name} = "{id}"' for name, id in zip(names, IDS.values(), strict=True))
    assert {role for _, role in found(tmp_path, "a.rb", f"module Ids\n{lines}\nend")} == {"selects"}


ADDRESSED = [
    ("A.java", 'class A {{ M m = OpenAiChatModel.builder().baseUrl("{}").modelName("{}").build(); }}'),
    ("A.java", 'class A {{ M m = OpenAiChatModel.builder().modelName("{1}").baseUrl("{0}").build(); }}'),
    (
        "a.go",
        'package a\nimport "x.y/llms/openai"\nvar l = openai.New(openai.WithModel("{1}"), openai.WithBaseURL("{0}"))',
    ),
    (
        "a.cs",
        'var client = new OpenAIClient(key, new Options {{ Endpoint = new Uri("{}") }});\nclient.GetChatClient("{}");',
    ),
]


@pytest.mark.parametrize(("path", "text"), ADDRESSED, ids=range(len(ADDRESSED)))
def test_the_address_in_the_same_chain_or_options_names_the_platform(path: str, text: str, tmp_path: Path) -> None:
    text = text.format("https://api.groq.com/openai/v1", "llama-3.3-70b-versatile")
    assert [use.ref.platform for use in uses(tmp_path, {path: text})] == ["groq"]


def test_a_value_that_is_only_printed_is_not_said_to_reach_the_printer(tmp_path: Path) -> None:
    text = 'package a\nfunc f() {\n\tmodel := "gpt-5.4"\n\tfmt.Printf("%s", model)\n\tc.Chat(Request{Model: model})\n}'
    assert [use.reason for use in uses(tmp_path, {"a.go": text})] == ["reaches Request in line 5"]
