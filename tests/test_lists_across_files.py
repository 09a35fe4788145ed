"""Lists of a script are followed to the calls that ask their members, also where another file goes through them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings

LISTS = """
export const MODELS = ["gpt-4o", "gpt-4.1"];
export const MODEL_ROWS = [{ id: "o3-mini", label: "a" }, { id: "o4-mini", label: "b" }];
"""


def selected(root: Path, files: dict[str, str]) -> list[str]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    found = engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses
    return [use.text for use in found if use.role.value == "selects"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("for (const model of MODELS) { await client.chat.completions.create({ model }); }", ["gpt-4o", "gpt-4.1"]),
        ("await Promise.all(MODELS.map((m) => askModel(m, prompt)));", ["gpt-4o", "gpt-4.1"]),
        ("MODEL_ROWS.forEach(async (row) => { await complete({ model: row.id }); });", ["o3-mini", "o4-mini"]),
        ("if (MODELS.includes(model)) { stop(); }", []),
        ("const shown = MODELS.map((model) => <Item key={model}>{model}</Item>);", []),
        ("const options = MODEL_ROWS.map((row) => ({ value: row.id, label: row.label }));", []),
    ],
)
def test_a_list_of_another_file_selects_where_its_members_are_asked(
    text: str, asked: list[str], tmp_path: Path
) -> None:
    imported = 'import OpenAI from "openai";\nimport { MODELS, MODEL_ROWS } from "./models";\n'
    assert selected(tmp_path, {"src/models.ts": LISTS, "src/run.tsx": imported + text}) == asked


def test_a_list_that_is_handed_on_by_an_index_is_followed_too(tmp_path: Path) -> None:
    files = {
        "lib/models.ts": LISTS,
        "lib/index.ts": 'export { MODELS } from "./models";\n',
        "run.ts": 'import OpenAI from "openai";\nimport { MODELS } from "./lib";\nfor (const model of MODELS) { await ask({ model }); }\n',
    }
    assert selected(tmp_path, files) == ["gpt-4o", "gpt-4.1"]


def test_a_list_inside_a_function_is_no_other_files(tmp_path: Path) -> None:
    files = {
        "models.ts": 'export function f() { const MODELS = ["gpt-4o", "gpt-4.1"]; return MODELS; }\n',
        "run.ts": 'import { MODELS } from "./models";\nfor (const model of MODELS) { await ask({ model }); }\n',
    }
    assert selected(tmp_path, files) == []
