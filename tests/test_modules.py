"""A constant is followed to the call that uses it, whatever files and names lie between."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings
from modelguard.types import Use

USE = 'import OpenAI from "openai";\nconst client = new OpenAI();\n'


def uses(root: Path, files: dict[str, str]) -> list[Use]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return list(engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses)


def reached(found: list[Use], id: str) -> list[str]:
    """Where the uses of ``id`` that select are handed on."""
    return [used.path for use in found if use.ref.id == id and use.role == "selects" for used in use.context.used_at]


CALL = USE + "client.chat.completions.create({ model: %s, messages });"
MODELS = 'export const MODELS = { chat: "gpt-4o", other: "gpt-4.1", third: "o3-mini" } as const;'


@pytest.mark.parametrize(
    ("files", "call"),
    [
        ({"src/config.ts": MODELS}, ('import { MODELS } from "./config";', "MODELS.chat")),
        ({"src/config.ts": MODELS}, ('import { MODELS as M } from "./config.js";', "M['chat']")),
        ({"src/config.ts": MODELS}, ('import * as config from "./config";', "config.MODELS.chat")),
        (
            {"src/config.ts": 'export enum Models { Chat = "gpt-4o" }'},
            ('import { Models } from "@/config";', "Models.Chat"),
        ),
        (
            {"src/config.ts": 'export class A { static MODEL = "gpt-4o"; }'},
            ('import { A } from "./config";', "A.MODEL"),
        ),
        ({"src/config.ts": 'export default { chat: "gpt-4o" };'}, ('import config from "./config";', "config.chat")),
        ({"src/config.ts": 'const M = "gpt-4o";\nexport default M;'}, ('import model from "./config";', "model")),
        ({"src/config.ts": 'export default "gpt-4o";'}, ('import model from "./config";', "model")),
        (
            {"src/config.js": 'module.exports = { MODEL: "gpt-4o" };'},
            ('const { MODEL } = require("./config");', "MODEL"),
        ),
        (
            {"src/config.ts": 'export const getModel = () => "gpt-4o";'},
            ('import { getModel } from "./config";', "getModel()"),
        ),
        (
            {"src/m/chat.ts": MODELS, "src/m/index.ts": "export * from './chat';"},
            ('import { MODELS } from "./m";', "MODELS.chat"),
        ),
        (
            {"src/m/chat.ts": MODELS, "src/m/index.ts": "export { MODELS as ALL } from './chat';"},
            ('import { ALL } from "./m";', "ALL.chat"),
        ),
        (
            {"src/m/chat.ts": MODELS, "src/m/index.ts": "export * as names from './chat';"},
            ('import { names } from "./m";', "names.MODELS.chat"),
        ),
        (
            {"src/m/chat.ts": MODELS, "src/m/index.ts": "import { MODELS } from './chat';\nexport { MODELS };"},
            ('import { MODELS } from "./m";', "MODELS.chat"),
        ),
        (
            {"packages/shared/src/models.ts": MODELS, "packages/shared/src/index.ts": 'export * from "./models";'},
            ('import { MODELS } from "@acme/shared";', "MODELS.chat"),
        ),
        ({"src/lib/models.ts": MODELS}, ('import { MODELS } from "$lib/models";', "MODELS.chat")),
        ({"web/code/ai/models.ts": MODELS}, ('import { MODELS } from "@app/ai/models";', "MODELS.chat")),
    ],
)
def test_a_member_of_another_file_selects_where_it_is_called(
    files: dict[str, str], call: tuple[str, str], tmp_path: Path
) -> None:
    imported, asked = call
    found = uses(tmp_path, {**files, "src/use.ts": imported + "\n" + CALL % asked})
    assert reached(found, "gpt-4o") == ["src/use.ts"]
    assert not reached(found, "gpt-4.1")


def test_an_object_spread_into_a_call_selects_with_its_own_key(tmp_path: Path) -> None:
    base = 'export const modelDefaults = { name: "gpt-4.1", chatModel: "gpt-4o" };'
    call = 'import { modelDefaults } from "./base";\n' + USE + "client.responses.create({ ...modelDefaults });"
    assert reached(uses(tmp_path, {"base.ts": base, "use.ts": call}), "gpt-4o") == ["use.ts"]


def test_a_table_that_is_only_shown_or_priced_selects_nothing(tmp_path: Path) -> None:
    call = 'import { MODELS } from "./config";\nconsole.log(MODELS.chat);\nprice({ label: MODELS.chat });'
    found = uses(tmp_path, {"config.ts": MODELS, "use.ts": call})
    assert [use.role.value for use in found] == ["declares"] * 3


def test_a_parameter_of_the_same_name_is_another_thing(tmp_path: Path) -> None:
    text = 'const config = { chat: "gpt-4o", b: "gpt-4.1", c: "o3-mini" };\nconst f = (config) => ask({ model: config.chat });'
    assert not reached(uses(tmp_path, {"a.ts": text}), "gpt-4o")


def test_files_that_hand_each_other_on_end(tmp_path: Path) -> None:
    files = {
        "a.ts": 'export * from "./b";\nexport const CHAT_MODEL = "gpt-4o";',
        "b.ts": 'export * from "./a";\nexport { NONE as default } from "./a";',
        "use.ts": 'import { NONE, CHAT_MODEL } from "./b";\nask({ model: NONE });\nask({ model: CHAT_MODEL });',
    }
    assert reached(uses(tmp_path, files), "gpt-4o") == ["use.ts"]


def test_a_template_with_a_member_is_folded(tmp_path: Path) -> None:
    text = 'const M = { family: "gpt", chat: "gpt-4o" };\nask({ model: `openai/${M.chat}` });\nask({ model: `${M.none}-gpt-4o` });'
    found = {
        (use.text, use.ref.id, use.dynamic) for use in uses(tmp_path, {"a.ts": text}) if "/" in use.text or use.dynamic
    }
    assert found == {("openai/gpt-4o", "gpt-4o", False), ("{}-gpt-4o", None, True)}
