"""Code tells much of models without asking one: rows of a menu, predicates, names, tables, paths of files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings


def roles(root: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    found = engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses
    return [(use.ref.text, use.role.value) for use in found]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'subprocess.run(["serve", "--port", "1", "--model", "gpt-4o"])'),
        ("a.py", 'argv = ["serve", "--judge-model", "gpt-4o"]'),
        ("a.ts", 'spawn("serve", ["--model", "gpt-4o"]);'),
        ("a.ts", "const preferredModels: Model[] = ['gpt-4o'].concat(more);"),
        ("a.ts", 'export const DEFAULTS = { [Provider.OpenAI]: "gpt-4o", [Provider.Anthropic]: fromEnv() };'),
        ("a.ts", 'const writer = { name: "gpt-4o", temperature: 0.2 };'),
        (
            "a.py",
            'NAMES = {"a": "gpt-4o", "b": None}\npairs = list(NAMES.items())\nfor key, one in pairs:\n    ask(one)',
        ),
        ("a.py", 'LLM(name="gpt-4o")'),
        ("a.py", 'Writer(name="gpt-4o", temperature=0)'),
    ],
)
def test_an_option_a_chain_and_a_name_beside_settings_select(path: str, text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, {path: text}) == [("gpt-4o", "selects")]


@pytest.mark.parametrize(
    ("path", "text", "role"),
    [
        ("a.py", 'if supports_vision("gpt-4o"): pass', "declares"),
        ("a.ts", 'if (isReasoningModel("gpt-4o")) {}', "declares"),
        ("a.py", 'limits = get_model_limits(model="gpt-4o")', "declares"),
        ("a.py", 'prompt = get_prompt_template("gpt-4o")', "declares"),
        ("a.ts", 'const cents = calculateCost("gpt-4o", 5);', "declares"),
        ("a.py", 'register(Conversation(name="gpt-4o", system="..."))', "declares"),
        ("a.py", 'score = SCORES[("gpt-4o", "pair")]', "compares"),
    ],
)
def test_what_only_tells_of_a_model_does_not_select(path: str, text: str, role: str, tmp_path: Path) -> None:
    assert roles(tmp_path, {path: text}) == [("gpt-4o", role)]


def test_the_example_in_a_form_is_a_mention(tmp_path: Path) -> None:
    form = {".github/ISSUE_TEMPLATE/bug.yml": 'body:\n  - value: |\n      chat(model="gpt-4o")\n'}
    assert {role for _, role in roles(tmp_path, form)} == {"mentions"}


def test_an_id_mapped_to_its_other_spelling_declares(tmp_path: Path) -> None:
    text = 'NAMES = {"gemini-2.0-flash": "gemini/gemini-2.0-flash"}'
    assert {role for _, role in roles(tmp_path, {"a.py": text})} == {"declares"}


def test_the_computed_path_of_a_file_is_no_computed_id(tmp_path: Path) -> None:
    assert roles(tmp_path, {"a.py": 'load_model_answers(f"data/{bench}/model_answer/gpt-4_pair.jsonl")'}) == []


MENU = [
    ("menu.ts", 'import { GPT_4O } from "./names";\nexport const rows = [{ value: GPT_4O, label: "GPT-4o" }];\n'),
    ("menu.py", 'from names import GPT_4O\nROWS = [{"value": GPT_4O, "label": "GPT-4o"}]\n'),
    ("menu.py", "from names import GPT_4O\nst.selectbox('Model', [GPT_4O, OTHER])  # claude-2.1\n"),
    ("menu.py", "from names import GPT_4O\nSUPPORTED_MODELS = [GPT_4O, OTHER]  # claude-2.1\n"),
]


@pytest.mark.parametrize(("path", "menu"), MENU)
def test_a_constant_that_other_files_only_offer_declares(path: str, menu: str, tmp_path: Path) -> None:
    names = {"names.ts": 'export const GPT_4O = "gpt-4o";\n', "names.py": 'GPT_4O = "gpt-4o"\n'}
    home = "names" + path[path.index(".") :]
    found = roles(tmp_path, {home: names[home], path: menu})
    assert ("gpt-4o", "declares") in found
    assert {role for _, role in found} <= {"declares", "mentions"}


def test_a_constant_that_is_offered_and_asked_selects(tmp_path: Path) -> None:
    files = {
        "names.py": 'GPT_4O = "gpt-4o"\n',
        "menu.py": 'from names import GPT_4O\nROWS = [{"value": GPT_4O, "label": "GPT-4o"}]\n',
        "chat.py": "from names import GPT_4O\nchat(model=GPT_4O)\n",
    }
    assert roles(tmp_path, files) == [("gpt-4o", "selects")]


def test_a_default_that_is_offered_too_selects(tmp_path: Path) -> None:
    files = {
        "names.py": 'DEFAULT_MODEL = "gpt-4o"\n',
        "menu.py": 'from names import DEFAULT_MODEL\nROWS = [{"value": DEFAULT_MODEL, "label": "GPT-4o"}]\n',
    }
    assert roles(tmp_path, files) == [("gpt-4o", "selects")]


@pytest.mark.parametrize(
    "text",
    [
        "for (const name of NAMES) { await run({ model: name }); }",
        "await Promise.all(NAMES.map(async (name) => askModel(name, text)));",
        "const left = NAMES.filter((one) => open.has(one));\nleft.forEach((name) => chat(name));",
        "const model = NAMES[round % 2];\nawait client.chat.completions.create({ model, messages });",
    ],
)
def test_a_member_of_a_list_selects_where_a_script_asks_it(text: str, tmp_path: Path) -> None:
    files = {"a.ts": f'const NAMES = ["gpt-4o", "gpt-4.1"];\n{text}\n'}
    assert roles(tmp_path, files) == [("gpt-4o", "selects"), ("gpt-4.1", "selects")]


def test_a_row_of_a_list_selects_where_a_script_asks_by_its_key(tmp_path: Path) -> None:
    rows = 'const ROWS = [{ id: "gpt-4o", n: 1 }, { id: "gpt-4.1", n: 2 }];\n'
    for text in (
        "for (const row of ROWS) { await run({ model: row.id }); }",
        "ROWS.map(({ id }) => ask({ model: id }));",
    ):
        assert {role for _, role in roles(tmp_path, {"a.ts": rows + text})} == {"selects"}


@pytest.mark.parametrize(
    "text",
    [
        "export const rows = NAMES.map((name) => ({ label: name, model: name }));",
        "for (const name of NAMES) { found.push({ model: name }); }",
        "if (NAMES.some((name) => id.startsWith(name))) {}",
        "NAMES.forEach((name) => registerModel(name));",
        "NAMES.filter((name) => isChatModel(name));",
    ],
)
def test_a_list_that_a_script_only_shows_or_looks_through_declares(text: str, tmp_path: Path) -> None:
    files = {"a.ts": f'const NAMES = ["gpt-4o", "gpt-4.1"];\n{text}\n'}
    assert roles(tmp_path, files) == [("gpt-4o", "declares"), ("gpt-4.1", "declares")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'def f(body=Body(example={"settings": {"model": "gpt-4o"}})): ...'),
        ("a.py", 'class A:\n    model_config = ConfigDict(json_schema_extra={"example": {"model": "gpt-4o"}})'),
        ("api.yaml", "components:\n  schemas:\n    Chat:\n      example:\n        model: gpt-4o\n"),
    ],
)
def test_the_example_of_a_schema_is_a_mention(path: str, text: str, tmp_path: Path) -> None:
    assert {role for _, role in roles(tmp_path, {path: text})} <= {"mentions"}


def test_weights_of_a_maker_are_known_by_its_folder(tmp_path: Path) -> None:
    assert roles(tmp_path, {"a.ts": "const x = { model: 'stabilityai/StableBeluga2' };"}) == [
        ("stabilityai/StableBeluga2", "selects")
    ]


def test_the_member_that_is_taken_out_selects_and_the_others_declare(tmp_path: Path) -> None:
    files = {"a.ts": 'const NAMES = ["gpt-4o", "gpt-4.1"];\nexport const DEFAULT_MODEL = NAMES[0];\n'}
    assert roles(tmp_path, files) == [("gpt-4o", "selects"), ("gpt-4.1", "declares")]


@pytest.mark.parametrize(
    ("path", "text", "role"),
    [
        (
            "a.tsx",
            'const S = [{ id: "gpt-4o" }];\nS.map((s) => <A onClick={() => setSelectedModel(s.id)} />);',
            "declares",
        ),
        ("a.ts", 'script({ model: "gpt-4o", title: "A poem" });', "selects"),
        ("a.py", 'rows = load_dataset("allenai/reward-bench-2")', "mentions"),
        ("a.ts", 'run({ model: "github:gpt-4o" });', "selects"),
        ("a.ts", 'run({ model: "transformers:onnx-community/Qwen2.5-0.5B-Instruct:q4" });', "selects"),
        ("a.ts", 'run({ uses: "github/codeql-action", model: "github:acme/thing" });', ""),
    ],
)
def test_one_value_has_one_role(path: str, text: str, role: str, tmp_path: Path) -> None:
    assert [found for _, found in roles(tmp_path, {path: text})] == ([role] if role else [])


def test_a_row_keyed_by_the_id_it_holds_declares(tmp_path: Path) -> None:
    text = 'const ROWS = { "gpt-4o": { openAIModel: "gpt-4o" }, "gpt-4.1": { openAIModel: "gpt-4.1" } };'
    assert {role for _, role in roles(tmp_path, {"a.ts": text})} == {"declares"}


def test_an_id_behind_an_unknown_router_is_a_use_where_the_context_says_model(tmp_path: Path) -> None:
    text = 'const s = { path: "docs/gpt-4o", icon: "images/gpt-4o", LLM_MODEL: "acme/gpt-4o" };'
    (use,) = engine.inventory([_file(tmp_path, text)], settings=Settings(root=tmp_path), as_of=date(2026, 11, 21)).uses
    assert (use.ref.text, use.role.value, use.ref.platform) == ("acme/gpt-4o", "selects", None)


def test_a_few_default_models_are_asked_and_many_are_offered(tmp_path: Path) -> None:
    few, many = '["gpt-4o", "gpt-4.1"]', '["gpt-4o", "gpt-4.1", "gpt-5", "gpt-5-mini"]'
    assert {role for _, role in roles(tmp_path, {"a.py": f"DEFAULT_MODELS = {few}"})} == {"selects"}
    assert {role for _, role in roles(tmp_path, {"a.py": f"DEFAULT_MODELS = {many}"})} == {"declares"}


def _file(root: Path, text: str) -> Path:
    (root / "a.ts").write_text(text)
    return root / "a.ts"
