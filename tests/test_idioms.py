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
    ("a.rb", 'id = case name\n  when "other"\n    "gpt-5.4"\n  end', "gpt-5.4"),
    ("a.yaml", "url: https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro\n", "gemini-2.5-pro"),
    ("a.go", 'package a\nvar p = Params{Model: openai.F("llama2")}', "llama2"),
    ("a.go", 'package a\nvar p = Input{ModelId: aws.String("llama2")}', "llama2"),
    ("a.rs", 'let c = Config { model: Some("llama2".into()), n: 1 };', "llama2"),
    ("a.rs", 'let c = Config { model: String::from("llama2"), n: 1 };', "llama2"),
    ("A.java", 'class A { Object m = Map.of("model", "llama2", "n", 1); }', "llama2"),
    ("a.kt", 'val o = JSONObject().put("model", "llama2")', "llama2"),
    ("a.kt", 'fun chatModel(): String = "gpt-5.4"', "gpt-5.4"),
    ("a.cs", 'var d = new Dictionary<string, object> { { "model", "llama2" }, { "n", 1 } };', "llama2"),
    ("a.cs", 'var o = new ChatCompletionsOptions("gpt-5.4", messages);', "gpt-5.4"),
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
    ("a.kt", 'if (listOf("gpt-5.4", "x").contains(model)) {}', "compares"),
    ("a.kt", 'val supported = listOf("gpt-5.4", "x")', "declares"),
    ("A.java", 'class A { T t = new OpenAiTokenCountEstimator("gpt-5.4"); }', "declares"),
    ("a.go", 'package a\nvar m = Row{APIModel: "gpt-5.4", CostPer1MIn: 2, ContextWindow: 9}', "declares"),
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


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.rb", "prompt = <<~TEXT\n  Say \"gpt-5.4\" when 'gpt-4o' is meant.\nTEXT\n"),
        ("a.php", '<?php $sql = <<<SQL\nUPDATE t SET x = "gpt-5.4" WHERE y = 1\nSQL;\n'),
    ],
)
def test_the_body_of_a_here_document_is_text(path: str, text: str, tmp_path: Path) -> None:
    assert {role for _, role in found(tmp_path, path, text)} == {"mentions"}


def test_code_goes_on_behind_a_here_document(tmp_path: Path) -> None:
    text = 'run(<<~SQL, model: "gpt-5.4")\n  SELECT \'it\'s\'\nSQL\nMODEL = "gpt-4o"\n'
    assert found(tmp_path, "a.rb", text) == [("gpt-5.4", "selects"), ("gpt-4o", "selects")]


def test_rows_built_by_one_constructor_declare(tmp_path: Path) -> None:
    rows = ", ".join(f'Choice("{name}", "{id}")' for name, id in IDS.items())
    assert {role for _, role in found(tmp_path, "a.kt", f"val all = listOf({rows})")} == {"declares"}


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


HELD = [
    (
        {
            "src/Config.java": 'class Config { static final String CHAT_MODEL = "gpt-5.4"; }',
            "src/Use.java": "class Use { M m = OpenAiChatModel.builder().modelName(Config.CHAT_MODEL).build(); }",
        },
        "modelName",
    ),
    (
        {
            "cfg/a.go": 'package cfg\nconst chatModel = "gpt-5.4"\n',
            "cfg/b.go": 'package cfg\nimport "x.y/openai-go"\nvar p = openai.Params{Model: chatModel}\n',
        },
        "Params",
    ),
    (
        {
            "cfg/a.go": 'package cfg\nconst (\n\tChatModel = "gpt-5.4"\n)\n',
            "app/b.go": 'package app\nimport (\n\t"x.y/cfg"\n\t"x.y/openai-go"\n)\nvar p = openai.Params{Model: cfg.ChatModel}\n',
        },
        "Params",
    ),
    (
        {
            "src/config.rs": 'pub const CHAT_MODEL: &str = "gpt-5.4";',
            "src/openai.rs": "use crate::config::CHAT_MODEL;\nuse async_openai::types::Args;\nfn f() { Args::default().model(CHAT_MODEL); }",
        },
        "model",
    ),
    (
        {
            "Models.php": "<?php class Models { public const CHAT_MODEL = 'gpt-5.4'; }",
            "Use.php": "<?php OpenAI::chat()->create(['model' => Models::CHAT_MODEL]);",
        },
        "create",
    ),
    (
        {
            "config.rb": 'module Config\n  CHAT_MODEL = "gpt-5.4"\nend',
            "use.rb": 'require "openai"\nclient.chat(parameters: { model: Config::CHAT_MODEL })',
        },
        "chat",
    ),
    (
        {
            "Models.cs": 'public static class Models { public const string ChatModel = "gpt-5.4"; }',
            "Use.cs": "using OpenAI;\nvar c = new ChatClient(model: Models.ChatModel, key);",
        },
        "ChatClient",
    ),
    (
        {
            "Models.kt": 'object Models { const val CHAT_MODEL = "gpt-5.4" }',
            "Use.kt": "import com.openai.OpenAI\nval r = ChatRequest(model = Models.CHAT_MODEL)",
        },
        "ChatRequest",
    ),
    (
        {
            "Models.swift": 'enum Models { static let chatModel = "gpt-5.4" }',
            "Use.swift": "import OpenAI\nlet q = ChatQuery(model: Models.chatModel)",
        },
        "ChatQuery",
    ),
]


@pytest.mark.parametrize(("files", "call"), HELD, ids=[", ".join(files) for files, _ in HELD])
def test_a_constant_is_followed_to_the_call_in_another_file(files: dict[str, str], call: str, tmp_path: Path) -> None:
    (use,) = uses(tmp_path, files)
    assert [(use.ref.id, use.role.value)] == [("gpt-5.4", "selects")]
    assert [at.call.rpartition(".")[2] for at in use.context.used_at if at.call] == [call]


def test_a_name_that_two_files_hold_as_near_is_followed_to_neither(tmp_path: Path) -> None:
    files = {
        f"{folder}/Config.java": f'class Config {{ static final String CHAT_MODEL = "{id}"; }}'
        for folder, id in (("a", "gpt-5.4"), ("b", "gpt-4o"))
    }
    files["c/Use.java"] = "class Use { M m = OpenAiChatModel.builder().modelName(Config.CHAT_MODEL).build(); }"
    assert [use.context.used_at for use in uses(tmp_path, files)] == [(), ()]


FORMATTED = [
    ("a.go", 'package a\nvar model = fmt.Sprintf("%s-2024-08-06", "gpt-4o")'),
    ("A.java", 'class A { String model = String.format("gpt-4o-%s", "2024-08-06"); }'),
    ("A.java", 'class A { String model = "gpt-4o-%s".formatted("2024-08-06"); }'),
    ("a.cs", 'var model = string.Format("gpt-4o-{0}", "2024-08-06");'),
    ("a.php", "<?php $model = sprintf('gpt-4o-%s', '2024-08-06');"),
    ("a.rs", 'const BASE: &str = "gpt-4o";\nfn f() { let model = format!("{BASE}-2024-08-06"); }'),
    ("a.rs", 'fn f() { let model = concat!("gpt-4o", "-2024-08-06"); }'),
]


@pytest.mark.parametrize(("path", "text"), FORMATTED, ids=[f"{path}: {text[:50]}" for path, text in FORMATTED])
def test_a_formatted_id_is_the_whole_id(path: str, text: str, tmp_path: Path) -> None:
    assert ("gpt-4o-2024-08-06", "selects") in found(tmp_path, path, text)


UNKNOWN = [
    ("a.go", 'package a\nvar model = fmt.Sprintf("gpt-4o-%s", version)'),
    ("A.java", 'class A { String model = String.format("gpt-4o-%s", version()); }'),
    ("a.cs", 'var model = string.Format("gpt-4o-{0}", version);'),
    ("a.php", "<?php $model = sprintf('gpt-4o-%s', $version);"),
    ("a.rs", 'fn f() { let model = format!("gpt-4o-{}", version); }'),
    ("a.rs", 'fn f() { let model = format!("gpt-4o-{version}"); }'),
]


@pytest.mark.parametrize(("path", "text"), UNKNOWN, ids=[f"{path}: {text[:50]}" for path, text in UNKNOWN])
def test_an_unknown_part_makes_a_formatted_id_dynamic(path: str, text: str, tmp_path: Path) -> None:
    assert [(use.ref.id, use.dynamic, use.text) for use in uses(tmp_path, {path: text})] == [(None, True, "gpt-4o-{}")]


DEFAULTS = [
    ("a.go", 'package a\ntype C struct {\n\tModel string `json:"m" default:"llama2"`\n}', "Model"),
    ("a.go", 'package a\nvar m = cmp.Or(os.Getenv("LLM"), "llama2")', "LLM"),
    ("a.go", 'package a\nfunc f() { viper.SetDefault("ai.model", "llama2") }', "model"),
    ("a.go", 'package a\nvar f = &cli.StringFlag{Name: "model", Value: "llama2"}', "model"),
    ("a.php", "<?php $m = config('ai.model', 'llama2');", "model"),
]


@pytest.mark.parametrize(("path", "text", "name"), DEFAULTS, ids=[f"{path}: {text[:50]}" for path, text, _ in DEFAULTS])
def test_a_default_of_a_setting_selects_under_its_name(path: str, text: str, name: str, tmp_path: Path) -> None:
    (use,) = uses(tmp_path, {path: text})
    assert (use.text, use.role.value, use.context.name) == ("llama2", "selects", name)


ASKED = [
    ("a.ts", 'await fetch("{0}", {{ method: "POST", body: JSON.stringify({{ model: "{1}", messages }}) }});'),
    ("a.ts", 'const url = "{0}";\nawait fetch(url, {{ body: JSON.stringify({{ model: "{1}" }}) }});'),
    ("a.ts", 'import axios from "axios";\nawait axios.post("{0}", {{ model: "{1}", messages }}, {{ headers }});'),
    ("a.php", "<?php $r = $client->post('{0}', ['json' => ['model' => '{1}', 'messages' => $m]]);"),
    ("a.py", 'import requests\nr = requests.post("{0}", headers=h, json={{"model": "{1}", "messages": m}})'),
    ("a.py", 'import json, requests\nr = requests.post(url="{0}", data=json.dumps({{"model": "{1}"}}))'),
    ("a.py", 'URL = "{0}"\nbody = {{"model": "{1}", "messages": m}}\nr = httpx.post(URL, json=body)'),
]


@pytest.mark.parametrize(("path", "text"), ASKED, ids=range(len(ASKED)))
def test_the_address_of_a_plain_request_names_the_platform(path: str, text: str, tmp_path: Path) -> None:
    text = text.format("https://openrouter.ai/api/v1/chat/completions", "openai/gpt-4o")
    (use,) = uses(tmp_path, {path: text})
    assert (use.ref.platform, use.ref.id, use.role.value) == ("openrouter", "openai/gpt-4o", "selects")


VERTEX = [
    (
        "a.ts",
        'import {{ GoogleGenAI }} from "@google/genai";\nconst ai = new GoogleGenAI({{ {0} }});\n'
        'await ai.models.generateContent({{ model: "gemini-2.5-flash", contents }});',
        "vertexai: true, project: p",
        "apiKey: k",
    ),
    (
        "a.go",
        'package a\nimport "google.golang.org/genai"\nfunc f() {{\n'
        "\tclient, err := genai.NewClient(ctx, &genai.ClientConfig{{ {0} }})\n"
        '\tclient.Models.GenerateContent(ctx, "gemini-2.5-flash", nil, nil)\n}}',
        "Backend: genai.BackendVertexAI",
        "APIKey: k",
    ),
]


@pytest.mark.parametrize(("path", "text", "vertex", "plain"), VERTEX, ids=["typescript", "go"])
def test_a_client_told_to_go_through_vertex_is_served_there(
    path: str, text: str, vertex: str, plain: str, tmp_path: Path
) -> None:
    assert [use.ref.platform for use in uses(tmp_path, {path: text.format(vertex)})] == ["vertex"]
    assert [use.ref.platform for use in uses(tmp_path, {path: text.format(plain)})] == ["gemini"]


TAKEN = [
    {
        "a.ts": 'const TABLE = { chat: "gpt-5.4", n: 1 };\nfunction f() { const { chat } = TABLE; '
        "return openai.chat.completions.create({ model: chat }); }",
    },
    {
        "models.ts": 'export const CHAT_MODELS = { chat: "gpt-5.4", n: 1 };',
        "a.ts": 'import { CHAT_MODELS } from "./models";\nconst { chat: best } = CHAT_MODELS;\n'
        "export const r = openai.chat.completions.create({ model: best });",
    },
]


@pytest.mark.parametrize("files", TAKEN, ids=["own file", "imported"])
def test_a_member_taken_out_of_a_table_is_followed_to_the_call(files: dict[str, str], tmp_path: Path) -> None:
    (use,) = uses(tmp_path, files)
    assert (use.ref.id, use.role.value) == ("gpt-5.4", "selects")
    assert [at.call for at in use.context.used_at if at.call] == ["openai.chat.completions.create"]


def test_a_name_of_an_app_in_camel_case_is_no_id(tmp_path: Path) -> None:
    assert found(tmp_path, "a.ts", 'const modelKeys = ["claude2WebFree", "claude35SonnetApi"];') == []


@pytest.mark.parametrize("id", ["ai/qwen3", "ai/gemma3-qat:27B-Q4_K_M", "hf.co/someone/qwen3-4b-gguf:Q4_K_M"])
def test_the_models_of_a_compose_file_select(id: str, tmp_path: Path) -> None:
    text = f"services:\n  app:\n    image: x\n    models: [llm]\nmodels:\n  llm:\n    model: {id}\n"
    assert found(tmp_path, "compose.yaml", text) == [(id, "selects")]


@pytest.mark.parametrize(
    "text",
    [
        'Option<string> Model => new("--model") { DefaultValueFactory = _ => "gpt-5.4" };',
        'var o = new Option<string>("--model", getDefaultValue: () => "gpt-5.4");',
        'var o = new Option<string>("--model") { DefaultValueFactory = r => "gpt-5.4" };',
    ],
)
def test_the_default_that_an_option_makes_selects(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, "a.cs", text) == [("gpt-5.4", "selects")]
