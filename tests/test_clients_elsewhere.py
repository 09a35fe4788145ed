"""A client made in one file serves the calls of another: the platform follows it, and never a guess."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings

CALL = '.chat.completions.create(model="gpt-4o")\n'
SCRIPT_CALL = '.chat.completions.create({ model: "gpt-4o" });\n'


def platforms(root: Path, files: dict[str, str], *paths: str) -> list[str | None]:
    """The platform of each use that selects, in order."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    asked = [root / path for path in paths] or [root]
    found = engine.inventory(asked, settings=Settings(root=root), as_of=date(2026, 11, 21)).uses
    return [use.ref.platform for use in found if use.role.value == "selects"]


AZURE = "from openai import AzureOpenAI\n"


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        (AZURE + "client = AzureOpenAI()\n", f"from app.llm import client\nclient{CALL}"),
        (AZURE + "client = AzureOpenAI()\n", f"from .llm import client as c\nc{CALL}"),
        (AZURE + "client = AzureOpenAI()\n", f"from . import llm\nllm.client{CALL}"),
        (AZURE + "client = AzureOpenAI()\n", f"import app.llm as llm\nllm.client{CALL}"),
        (AZURE + "client = AzureOpenAI()\n", 'from app.llm import client\nMODEL = "gpt-4o"\nclient.responses.create(model=MODEL)\n'),
        (AZURE + "def get():\n    return AzureOpenAI()\n", f"from app.llm import get\nget(){CALL}"),
        (AZURE + "def get():\n    client = AzureOpenAI()\n    return client\n", f"from app.llm import get\nc = get()\nc{CALL}"),
        (AZURE + "async def get():\n    return AzureOpenAI()\n", f"from app.llm import get\nasync def f():\n    c = await get()\n    c{CALL}"),
        (AZURE + "class Mine(AzureOpenAI):\n    pass\n", f"from app.llm import Mine\nMine(){CALL}"),
        (AZURE + "class Mine(AzureOpenAI):\n    pass\n", f"from app.llm import Mine\nclass A:\n    def __init__(self):\n        self.c = Mine()\n    def f(self):\n        self.c{CALL}"),
    ],
)  # fmt: skip
def test_a_python_client_of_another_module_says_who_serves_the_call(made: str, asked: str, tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/llm.py": made, "app/main.py": asked}
    assert platforms(tmp_path, files) == ["azure"]


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        ("export const client = new AzureOpenAI({});", f'import {{ client }} from "./llm";\nawait client{SCRIPT_CALL}'),
        ("const x = new AzureOpenAI({});\nexport default x;", f'import client from "./llm";\nawait client{SCRIPT_CALL}'),
        ("export function get() { return new AzureOpenAI({}); }", f'import {{ get }} from "./llm";\nget(){SCRIPT_CALL}'),
        ("export const get = () => new AzureOpenAI({});", f'import {{ get }} from "./llm";\nconst c = get();\nc{SCRIPT_CALL}'),
        (
            "export const get = async (key: string): Promise<AzureOpenAI> => {\n  const c = new AzureOpenAI({ key });\n  return c;\n};",
            f'import * as llm from "./llm";\nconst c = await llm.get("k");\nc{SCRIPT_CALL}',
        ),
        ("export const client = new AzureOpenAI({});", f'import {{ client }} from "@/app/llm";\nawait client{SCRIPT_CALL}'),
    ],
)  # fmt: skip
def test_a_script_client_of_another_file_says_who_serves_the_call(made: str, asked: str, tmp_path: Path) -> None:
    files = {"app/llm.ts": f'import {{ AzureOpenAI }} from "openai";\n{made}\n', "app/main.ts": asked}
    assert platforms(tmp_path, files) == ["azure"]


def test_a_function_of_the_same_script_says_who_serves_the_call(tmp_path: Path) -> None:
    text = 'import { AzureOpenAI } from "openai";\nfunction get() { return new AzureOpenAI({}); }\nconst c = get();\n'
    assert platforms(tmp_path, {"main.ts": f"{text}c{SCRIPT_CALL}get(){SCRIPT_CALL}"}) == ["azure", "azure"]


def test_a_client_is_followed_through_the_files_that_hand_it_on(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/base.py": AZURE + "client = AzureOpenAI()\n",
        "app/llm/__init__.py": "from app.base import client\n",
        "app/main.py": f"from app.llm import client\nclient{CALL}",
    }
    assert platforms(tmp_path, files) == ["azure"]


def test_the_address_of_a_client_is_followed_too(tmp_path: Path) -> None:
    files = {
        "llm.py": 'from openai import OpenAI\nhere = OpenAI(base_url="https://api.groq.com/openai/v1")\n'
        'import os\nsomewhere = OpenAI(base_url=os.environ["URL"])\n',
        "main.py": f"from llm import here, somewhere\nhere{CALL.replace('gpt-4o', 'llama-3.1-8b-instant')}somewhere{CALL}",
    }
    assert platforms(tmp_path, files) == ["groq", "openai"]  # as where a client is made beside the call


def test_one_file_given_to_a_hook_is_judged_as_in_the_whole(tmp_path: Path) -> None:
    files = {"llm.py": AZURE + "client = AzureOpenAI()\n", "main.py": f"from llm import client\nclient{CALL}"}
    assert platforms(tmp_path, files, "main.py") == ["azure"]


@pytest.mark.parametrize(
    "made",
    [
        "from openai import AzureOpenAI, OpenAI\ndef client(azure):\n    return AzureOpenAI() if azure else OpenAI()\n",
        "from openai import AzureOpenAI, OpenAI\ndef client(azure):\n    if azure:\n        return AzureOpenAI()\n    return OpenAI()\n",
        "from main import client\n",
        "def client(:\n",
        "client = build()\n",
        "",
    ],
)
def test_a_name_that_leads_to_no_one_client_changes_nothing(made: str, tmp_path: Path) -> None:
    assert platforms(tmp_path, {"llm.py": made, "main.py": f"from llm import client\nclient(){CALL}"}) == ["openai"]


def test_clients_that_differ_in_name_only_are_one(tmp_path: Path) -> None:
    made = "from openai import AsyncAzureOpenAI, AzureOpenAI\ndef get(a):\n    if a:\n        return AsyncAzureOpenAI()\n    return AzureOpenAI()\n"
    assert platforms(tmp_path, {"llm.py": made, "main.py": f"from llm import get\nget(1){CALL}"}) == ["azure"]


def test_a_changed_client_is_seen_in_files_that_did_not_change(tmp_path: Path) -> None:
    main = f"from llm import client\nclient{CALL}"
    assert platforms(tmp_path, {"llm.py": AZURE + "client = AzureOpenAI()\n", "main.py": main}) == ["azure"]
    assert platforms(tmp_path, {"llm.py": "from openai import OpenAI\nclient = OpenAI()\n"}) == ["openai"]
