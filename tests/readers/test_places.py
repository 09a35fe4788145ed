"""What stands round a literal is stated rightly, language by language."""

from __future__ import annotations

import pytest

from modelguard.readers import (
    Reader,
    bicep,
    csharp,
    dockerfile,
    dotenv,
    go,
    hcl,
    java,
    json,
    kotlin,
    php,
    properties,
    ruby,
    rust,
    shell,
    swift,
    toml,
    typescript,
    vue,
    yaml,
)
from modelguard.text import SourceFile
from modelguard.types import Literal, Reading


def read(reader: Reader, text: str, path: str | None = None) -> Reading:
    source = SourceFile.of(path or f"src/x{reader.suffixes[0]}", text.encode())
    return reader.read(source, lambda value: "gpt" in value.lower() or "claude" in value)


def only(reader: Reader, text: str, path: str | None = None) -> Literal:
    found = read(reader, text, path).literals
    assert len(found) == 1, found
    return found[0]


CASES = [
    (typescript, "client.chat.create({ model: 'gpt-4o' })", "mapping value", "model"),
    (typescript, "const MODEL: string = `gpt-4o`;", "assignment", "MODEL"),
    (typescript, "const m = process.env.LLM ?? 'gpt-4o'", "environment default", "LLM"),
    (typescript, "f(import.meta.env.LLM || 'gpt-4o')", "environment default", "LLM"),
    (typescript, "if (model.startsWith('gpt-4o')) {}", "comparison", None),
    (typescript, "if (['gpt-4o'].includes(model)) {}", "comparison", None),
    (typescript, "switch (m) { case 'gpt-4o': break }", "comparison", None),
    (typescript, "const prices: Record<string, number> = { 'gpt-4o': 1 }", "mapping key", "prices"),
    (typescript, "type M = 'gpt-4o'", "type", "M"),
    (typescript, "interface A { model: 'gpt-4o' }", "type", "model"),
    (typescript, "enum A { B = 'gpt-4o' }", "enum member", "B"),
    (typescript, "type A<T> = { model: 'gpt-4o' }", "type", "model"),
    (typescript, "interface A { p?: Array<{ engine?: 'gpt-4o' | 'b' }> }", "type", "engine"),
    (typescript, "function f(o: { model: 'gpt-4o' }) {}", "type", "model"),
    (typescript, "function f(): { model: 'gpt-4o' } {}", "type", "model"),
    (typescript, "const a = b ? (c) : { model: 'gpt-4o' }", "mapping value", "model"),
    (typescript, "class A extends B<C, D> implements E<F> { model = 'gpt-4o' }", "assignment", "model"),
    (typescript, "const pick = (a: B): C => { if (a) { return 'gpt-4o' } }", "return value", "pick"),
    (typescript, "const pick = (a) => a ? b : 'gpt-4o'", "return value", "pick"),
    (typescript, "function f(model = 'gpt-4o') {}", "default", "model"),
    (typescript, "const { model = 'gpt-4o' } = options", "default", "model"),
    (typescript, "program.option('-m, --model <id>', 'text', 'gpt-4o')", "option default", "model"),
    (typescript, "z.object({ model: z.string().default('gpt-4o') })", "default", "model"),
    (typescript, "function f() { return 'gpt-4o' }", "return value", "f"),
    (typescript, "import x from 'gpt-tokenizer'", "text", None),
    (typescript, "const x = require('gpt-tokenizer')", "text", None),
    (typescript, "// gpt-4o", "comment", None),
    (typescript, "r = m.match(/^gpt-4o$/)", "comparison", None),
    (go, 'req := Request{Model: "gpt-4o"}', "mapping value", "Model"),
    (go, 'const (\n\tA Model = "gpt-4o"\n)', "assignment", "A"),
    (go, 'var p = map[string]int{"gpt-4o": 1}', "mapping key", "p"),
    (go, 'if strings.HasPrefix(m, "gpt-4o") { }', "comparison", None),
    (go, 'flags.StringVar(&m, "model", "gpt-4o", "help")', "option default", "model"),
    (java, 'class A { void f() { x.builder().modelName("gpt-4o").build(); } }', "argument", None),
    (java, 'class A { boolean f(String m) { return "gpt-4o".equals(m); } }', "comparison", "m"),
    (java, 'enum M { A("gpt-4o"); }', "enum member", "A"),
    (java, '@Value("${ai.model:gpt-4o}") String model;', "environment default", "ai.model"),
    (kotlin, 'class C(val model: String = "gpt-4o")', "default", "model"),
    (kotlin, 'val m = mapOf("gpt-4o" to 1)', "mapping key", None),
    (csharp, 'var o = new ChatOptions { ModelId = "gpt-4o" };', "mapping value", "ModelId"),
    (csharp, 'var c = new ChatClient(model: "gpt-4o");', "argument", "model"),
    (ruby, 'client.chat(parameters: { model: "gpt-4o" })', "mapping value", "model"),
    (ruby, 'model = ENV.fetch("MODEL", "gpt-4o")', "environment default", "MODEL"),
    (ruby, "case m\nwhen 'gpt-4o' then 1\nend", "comparison", None),
    (php, "<?php $c->create(['model' => 'gpt-4o']);", "mapping value", "model"),
    (php, "<?php return ['m' => env('MODEL', 'gpt-4o')];", "environment default", "MODEL"),
    (rust, 'let r = Req { model: "gpt-4o".to_string() };', "mapping value", "model"),
    (rust, 'match m { "gpt-4o" => 1, _ => 2 };', "comparison", None),
    (rust, 'let m = env::var("MODEL").unwrap_or("gpt-4o".into());', "environment default", "MODEL"),
    (swift, 'let q = ChatQuery(model: "gpt-4o")', "argument", "model"),
    (swift, 'enum M: String { case a = "gpt-4o" }', "enum member", "a"),
    (shell, "llm --model gpt-4o x", "command line", "model"),
    (shell, 'MODEL="${MODEL:-gpt-4o}"', "environment default", "MODEL"),
    (shell, """curl -d '{"model": "gpt-4o"}'""", "mapping value", "model"),
    (dockerfile, "FROM x\nENV A=b \\\n  MODEL=gpt-4o\n", "config value", "MODEL"),
    (dotenv, "MODEL=${MODEL:-gpt-4o}", "config value", "MODEL"),
    (properties, "ai.chat.model = ${M:gpt-4o}", "config value", "model"),
    (toml, '[a]\nb = {model = "gpt-4o"}', "config value", "model"),
    (json, '{"a": [{"model": "gpt-4o"}]}', "config value", "model"),
    (yaml, "a:\n  - model: gpt-4o\n", "config value", "model"),
    (yaml, "a:\n  args: ['--model', 'gpt-4o']\n", "command line", "model"),
    (hcl, 'variable "llm" {\n  default = "gpt-4o"\n}', "config value", "llm"),
    (bicep, "param llm string = 'gpt-4o'", "config value", "llm"),
    (vue, "<script setup>\nchat({ model: 'gpt-4o' })\n</script>", "mapping value", "model"),
]


@pytest.mark.parametrize(("module", "text", "place", "name"), CASES, ids=lambda case: str(case)[:40])
def test_the_place_and_the_name_are_stated(module: object, text: str, place: str, name: str | None) -> None:
    literal = only(module.READER, text)  # type: ignore[attr-defined]
    assert literal.context.place.value == place
    if name:
        assert literal.context.name == name


def test_a_client_carries_its_class_and_its_address() -> None:
    literal = only(
        typescript.READER,
        'import OpenAI from "openai";\n'
        'const llm = new OpenAI({ baseURL: "https://api.groq.com/openai/v1" });\n'
        'await llm.chat.completions.create({ model: "gpt-4o" });\n',
    )
    assert literal.context.client == "openai.OpenAI"
    assert literal.context.base_url == "https://api.groq.com/openai/v1"


def test_a_constant_is_followed_to_its_call() -> None:
    literal = only(typescript.READER, 'const MODEL = "gpt-4o";\nclient.chat.create({ model: MODEL });\n')
    assert [(use.line, use.call) for use in literal.context.used_at] == [(2, "client.chat.create")]


def test_constants_and_imports_meet_across_files() -> None:
    assert read(typescript.READER, 'export const MODEL = "gpt-4o";').exports[0].name == "MODEL"
    reference = read(typescript.READER, 'import { MODEL } from "./config";\ncreate({ model: MODEL });').references[0]
    assert (reference.module, reference.name) == ("./config", "MODEL")


@pytest.mark.parametrize(
    ("text", "value", "dynamic"),
    [
        ('m = "gpt-4o" + "-2024-05-13"', "gpt-4o-2024-05-13", False),
        ('const V = "2024-05-13"; m = `gpt-4o-${V}`', "gpt-4o-2024-05-13", False),
        ('const V = "2024-05-13"; m = "gpt-4o-" + V', "gpt-4o-2024-05-13", False),
        ("m = `gpt-${version}`", "gpt-{}", True),
        ('m = "gpt-4o-" + version()', "gpt-4o-{}", True),
        ('m = prefix + "gpt-4o"', "{}gpt-4o", True),
        ('let V = "a"; V = "b"; m = `gpt-${V}`', "gpt-{}", True),
    ],
)
def test_known_parts_are_joined_and_unknown_ones_are_dynamic(text: str, value: str, dynamic: bool) -> None:
    literal = only(typescript.READER, text)
    assert (literal.value, literal.dynamic, literal.exact) == (value, dynamic, False)


def test_azure_name_and_version_are_one_model() -> None:
    text = 'resource "azurerm_cognitive_deployment" "x" {\n  model {\n    name = "gpt-4o"\n    version = "2024-11-20"\n  }\n}'
    literal = only(hcl.READER, text)
    assert (literal.value, literal.context.hint, literal.context.deployed) == (
        "gpt-4o@2024-11-20",
        "azure",
        "terraform",
    )
    assert text[literal.span.start : literal.span.end] == "gpt-4o"


KUBERNETES = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: gpt, namespace: chat-prod}
data:
  config.json: |
    {"model": "gpt-4o"}
"""


def test_json_inside_a_configmap_is_read_at_its_place() -> None:
    source = SourceFile.of("k8s/x.yaml", KUBERNETES.encode())
    (literal,) = yaml.READER.read(source, lambda value: "gpt" in value).literals
    assert source.position(literal.span.start) == (6, 16)
    assert (literal.context.deployed, literal.context.environment) == ("kubernetes", "production")


def test_only_what_litellm_calls_is_a_model() -> None:
    text = """\
model_list:
  - model_name: gpt-4
    litellm_params: {model: ollama/llama-gpt}
router_settings: {model_group_alias: {gpt-alias: gpt-4}}
litellm_settings: {fallbacks: [{gpt-4: [gpt-4]}]}
"""
    assert [literal.value for literal in read(yaml.READER, text).literals] == ["ollama/llama-gpt"]


def test_a_promptfoo_provider_is_split_into_platform_and_model() -> None:
    literal = only(yaml.READER, "prompts: [a]\nproviders:\n  - openai:chat:gpt-5\n")
    assert (literal.value, literal.context.hint) == ("gpt-5", "openai")


@pytest.mark.parametrize("name", ["values-staging.yaml", "overlays/staging/app.yaml", ".env.staging"])
def test_the_path_names_the_environment(name: str) -> None:
    module = dotenv if name.startswith(".env") else yaml
    text = "MODEL=gpt-4o" if module is dotenv else "model: gpt-4o"
    assert only(module.READER, text, name).context.environment == "staging"


def test_nothing_of_a_multi_line_secret_is_a_literal() -> None:
    text = 'KEY="-----BEGIN\nAAA\n-----END"\nMODEL=gpt-4o\n'
    assert only(dotenv.READER, text).value == "gpt-4o"
