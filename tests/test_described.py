"""What describes, permits, tests or tells of a model asks for none."""

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


def roles(root: Path, path: str, text: str) -> list[tuple[str, str]]:
    return [(text, role) for text, _, role in found(root, path, text) if role != "mentions"]


SPELLED = [
    ("a.swift", "enum M {\n var id: String {\n  switch self {\n  case .gpt4o: %s\n  }\n }\n}"),
    ("a.swift", "enum M {\n var id: String {\n  switch self {\n  case .gpt4o:\n   return %s\n  }\n }\n}"),
    ("a.rs", "impl M { fn model_id(&self) -> &str { match self { M::Gpt4o => %s, M::B => x } } }"),
    ("a.kt", "enum class M { GPT4O; fun id() = when (this) { GPT4O -> %s } }"),
    ("A.java", "enum M { A; String api() { return switch (this) { case GPT_4O -> %s; }; } }"),
    ("a.php", "<?php enum M { function id() { return match ($this) { self::GPT4o => %s }; } }"),
    ("a.cs", "class M { string Id() => this switch { M.Gpt4o => %s }; }"),
]


@pytest.mark.parametrize(("path", "text"), SPELLED, ids=[path for path, _ in SPELLED])
def test_what_a_member_of_an_enum_is_written_as_declares(path: str, text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, path, text % '"gpt-4o"') == [("gpt-4o", "declares")]


def test_the_default_for_each_provider_selects(tmp_path: Path) -> None:
    text = 'impl P { fn default_model(&self) -> &str { match self { P::OpenAI => "gpt-4o", P::X => "grok-4" } } }'
    assert roles(tmp_path, "a.rs", text) == [("gpt-4o", "selects"), ("grok-4", "selects")]


def test_tests_beside_the_code_are_tests(tmp_path: Path) -> None:
    text = (
        'fn run() { llm.model("gpt-4o"); }\n#[cfg(test)]\nmod tests {\n  #[test]\n'
        '  fn parses() { llm.model("gpt-4.1"); }\n}\n'
    )
    assert roles(tmp_path, "src/a.rs", text) == [("gpt-4o", "selects"), ("gpt-4.1", "test")]


def test_an_exception_is_told_of_a_model(tmp_path: Path) -> None:
    assert roles(tmp_path, "A.java", 'class A { void f() { throw new UnknownModelException("gpt-4o"); } }') == []


PERMITTED = [
    ("m.bicep", "@allowed([\n  'gpt-4o'\n  'gpt-4.1'\n])\nparam llm string\n"),
    ("m.bicep", "@description('x')\n@allowed(['gpt-4o', 'gpt-4.1'])\nparam llm string\n"),
    ("m.bicep", "type llm = 'gpt-4o' | 'gpt-4.1'\n"),
    ("m.bicep", "type deployment = {\n  model: 'gpt-4o' | 'gpt-4.1'\n}\n"),
    ("m.bicep", "param llm 'gpt-4o' | 'gpt-4.1'  = pick()\n"),
    ("values.schema.json", '{"type": "object", "properties": {"model": {"default": "gpt-4o", "enum": ["gpt-4.1"]}}}'),
    (
        "s.json",
        '{"$schema": "http://json-schema.org/draft-07/schema#", "a": {"const": "gpt-4o", "default": "gpt-4.1"}}',
    ),
    ("o.yaml", "openapi: 3.0.0\ncomponents:\n  schemas:\n    model:\n      default: gpt-4o\n      enum: [gpt-4.1]\n"),
    ("r.json", '[{"model": "gpt-4o", "costPerToken": 1}, {"deploymentName": "gpt-4.1", "costPerToken": 1}]'),
]


@pytest.mark.parametrize(("path", "text"), PERMITTED, ids=[f"{path}: {text[:30]}" for path, text in PERMITTED])
def test_what_a_setting_may_be_declares(path: str, text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, path, text) == [("gpt-4o", "declares"), ("gpt-4.1", "declares")]


def test_what_a_parameter_is_given_selects_beside_what_it_may_be(tmp_path: Path) -> None:
    text = "@allowed([\n  'gpt-4o'\n])\nparam llm string = 'gpt-4o'\nparam other 'gpt-4.1' = 'gpt-4.1'\n"
    assert [role for _, role in roles(tmp_path, "m.bicep", text)] == ["declares", "selects", "declares", "selects"]


def test_the_condition_of_a_variable_compares(tmp_path: Path) -> None:
    text = 'variable "llm" {\n  validation {\n    condition = contains(["gpt-4o"], var.llm)\n  }\n}\n'
    assert roles(tmp_path, "v.tf", text) == [("gpt-4o", "compares")]


def test_an_example_request_asks_for_nothing(tmp_path: Path) -> None:
    text = 'CreateChat:\n  x-oaiMeta:\n    examples:\n      request:\n        curl: |\n          curl -d \'{"model": "gpt-4o"}\'\n'
    assert roles(tmp_path, "part.yaml", text) == []


ALTERNATIVES = [
    ("a.rs", 'fn w(m: &str) -> u32 { match m { "gpt-4o" | "gpt-4.1" => 128_000, _ => 1 } }'),
    ("a.php", "<?php $w = match($m) { 'gpt-4o', 'gpt-4.1' => 128000 };"),
    ("a.kt", 'val w = when (m) { "gpt-4o", "gpt-4.1" -> 128\n else -> 1 }'),
    ("a.cs", 'var w = m switch { "gpt-4o" or "gpt-4.1" => 1, _ => 3 };'),
]


@pytest.mark.parametrize(("path", "text"), ALTERNATIVES, ids=[path for path, _ in ALTERNATIVES])
def test_every_alternative_of_a_branch_compares(path: str, text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, path, text) == [("gpt-4o", "compares"), ("gpt-4.1", "compares")]


def test_what_a_branch_becomes_selects(tmp_path: Path) -> None:
    text = "<?php $m = match(true) { $a => $b ? 'gpt-4o' : 'gpt-4.1', default => 'gpt-5' };"
    assert {role for _, role in roles(tmp_path, "a.php", text)} == {"selects"}
    assert roles(tmp_path, "b.rs", 'fn m() { match p { A =>\n  "gpt-4o", _ => x } }')[-1] == ("gpt-4o", "selects")


TOLD = [
    ("a.rs", 'fn help() { println!("curl -d \'{{ \\"model\\": \\"gpt-4o\\" }}\'"); }'),
    ("a.go", "package a\nvar c = &cobra.Command{Example: `  tool add --model gpt-4o`}"),
]


@pytest.mark.parametrize(("path", "text"), TOLD, ids=[path for path, _ in TOLD])
def test_an_example_that_is_shown_asks_for_nothing(path: str, text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, path, text) == []


@pytest.mark.parametrize(
    "path", ["src/Bridge/Tests/LlmTest.php", "src/LlmTest.php", "Tests/run.swift", "ci/test_llm.sh"]
)
def test_tests_are_known_by_the_names_of_every_language(path: str, tmp_path: Path) -> None:
    text = {"php": "<?php $a->model('gpt-4o');", "swift": 'let model = "gpt-4o"', "sh": "MODEL=gpt-4o\n"}
    assert roles(tmp_path, path, text[path.rpartition(".")[2]]) == [("gpt-4o", "test")]


def test_the_names_of_objects_are_no_models(tmp_path: Path) -> None:
    text = (
        "apiVersion: v1\nkind: Route\nspec:\n  targetRef: {kind: Pool, name: llama-3.1-8b-instruct}\n  host: llama-3.1-8b-instruct\n"
        "  backendRefs:\n  - name: llama-3.1-8b-instruct\n  containers:\n  - name: llama-3.1-8b-instruct\n"
        "    args: [--model, llama-3.3-70b-instruct]\n"
    )
    assert roles(tmp_path, "r.yaml", text) == [("llama-3.3-70b-instruct", "selects")]


def test_a_name_beside_the_address_of_a_model_declares(tmp_path: Path) -> None:
    text = "modelSpec:\n- name: llama3-8b\n  modelURL: facebook/opt-125m\n"
    assert roles(tmp_path, "values.yaml", text) == [("llama3-8b", "declares"), ("facebook/opt-125m", "selects")]


def test_a_pattern_for_names_of_models_compares(tmp_path: Path) -> None:
    assert roles(tmp_path, "a.go", 'package a\nconst O1ProPattern = "o1-pro"') == [("o1-pro", "compares")]


DESCRIBED = [
    ("a.go", 'package a\nvar f = []Field{{Name: "model", Label: "Model", DefaultValue: "gpt-4o", Help: "x"}}'),
    ("a.cs", 'var f = new Field { Name = "model", DefaultValue = "gpt-4o" };'),
    ("p.yaml", "parameters:\n- name: model\n  type: string\n  default: gpt-4o\n"),
]


@pytest.mark.parametrize(("path", "text"), DESCRIBED, ids=[path for path, _ in DESCRIBED])
def test_the_default_of_a_described_setting_selects_under_its_name(path: str, text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, path, text) == [("gpt-4o", "selects")]


def test_constants_made_by_one_factory_declare(tmp_path: Path) -> None:
    ids = ("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-5")
    rows = "\n".join(f'  val M{n} = of("{id}")' for n, id in enumerate(ids))
    text = f"class Model {{ companion object {{\n{rows}\n}} }}"
    assert roles(tmp_path, "Model.kt", text) == [(id, "declares") for id in ids]
    assert roles(tmp_path, "Use.kt", 'val m = ChatModel.of("gpt-4o")')[-1:] == [("gpt-4o", "selects")]


def test_properties_named_after_models_declare_and_others_select(tmp_path: Path) -> None:
    ids = {"Gpt4o": "gpt-4o", "Gpt41": "gpt-4.1", "Gpt5": "gpt-5", "O3Mini": "o3-mini"}
    rows = "\n".join(f'  public static string {name} => "{id}";' for name, id in ids.items())
    text = (
        f"static class M {{\n{rows}\n}}\nclass C {{ string Model => " + '"gpt-5-mini"; string Pick() => "gpt-5-nano"; }'
    )
    found = [(id, "declares") for id in ids.values()]
    assert roles(tmp_path, "a.cs", text) == [*found, ("gpt-5-mini", "selects"), ("gpt-5-nano", "selects")]


def test_what_a_workflows_script_falls_back_to_selects(tmp_path: Path) -> None:
    text = (
        "on: push\njobs:\n  a:\n    steps:\n    - run: |\n"
        "        echo \"LLM_MODEL=${{ secrets.M || 'gpt-4o' }}\" >> $GITHUB_ENV\n"
        "        tool --model ${{ inputs.m || vars.M || 'gpt-4.1' }}\n"
        "        echo \"by ${{ github.actor || 'gpt-5' }}\"\n"
    )
    assert roles(tmp_path, ".github/workflows/a.yml", text) == [("gpt-4o", "selects"), ("gpt-4.1", "selects")]


def test_a_row_that_is_made_with_its_price_declares(tmp_path: Path) -> None:
    text = 'LanguageModel.create!(api_name: "gpt-4o", name: "GPT-4o", input_token_cost_cents: 1)\n'
    assert roles(tmp_path, "db/seeds.rb", text) == [("gpt-4o", "declares")]


def test_an_example_in_the_tag_of_a_field_asks_for_nothing(tmp_path: Path) -> None:
    tag = '`json:"models" jsonschema:"example={\\"model\\":\\"gpt-4o\\"}"`'
    assert roles(tmp_path, "a.go", f"package a\ntype C struct {{\n  M map[string]M {tag}\n}}\n") == []


@pytest.mark.parametrize("path", ["src/Testing/Fixtures/ChatFixture.php", "Fixtures/chat.php", "app/Mocks/chat.php"])
def test_fixtures_are_tests_in_capitals_too(path: str, tmp_path: Path) -> None:
    assert roles(tmp_path, path, "<?php return ['model' => 'gpt-4o'];") == [("gpt-4o", "test")]


def test_a_tag_of_a_span_is_telemetry(tmp_path: Path) -> None:
    assert roles(tmp_path, "a.cs", 'activity.SetTag("gen_ai.request.model", "gpt-4o");') == []
