"""The second look saves work and hides nothing: whatever can be an id, or become one, opens the gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard import catalog, engine, languages, platforms, scanning
from modelguard.config import Settings
from modelguard.gate import hands_on
from modelguard.spelling import Speller
from modelguard.text import SourceFile

SPELLER = Speller(catalog.load(), platforms.load())
SIEVE = engine.make_prefilter(Settings())
IDS = sorted(SPELLER.catalog.names())


def opens(text: str, *, computes: bool = True) -> bool:
    spots = SIEVE.spots(text)
    assert spots is not None
    return SPELLER.gate.opens(text, spots, computes=computes) or SIEVE.assigned(text.encode())


@pytest.mark.parametrize(
    "form", ['{"model": "%s"}', "model: %s\n", "MODEL=%s", "x = '%s'", "${MODEL:-%s}", "see `%s`."]
)
def test_every_id_of_the_catalog_opens_it(form: str) -> None:
    asked = IDS if "model" in form.lower() else [id for id in IDS if not id.isalpha()]
    shut = [id for id in asked if SIEVE.may_hold((form % id).encode()) and not opens(form % id, computes=False)]
    assert shut == []


@pytest.mark.parametrize(
    "text",
    [
        '"claude-code"', "npm install @anthropic-ai/claude-code", "see CLAUDE.md", "new JSONArray()",
        "CLAUDE_PLUGIN_ROOT", "org.json.JSONArray", "gpt-tokenizer", "print('chatgpt-ui')", ".gpt-icon { }",
        '{"command": "npx", "name": "sonar"}', 'subprocess.run("command")',
        "ready for deployment. gpt", 'import { M } from "./llms/mistral"', 'Path.home() / ".claude"',
        'import { Credential } from "@azure/identity"',
    ],
)  # fmt: skip
def test_words_that_only_look_alike_leave_it_shut(text: str) -> None:
    assert not opens(text)


@pytest.mark.parametrize(
    "text",
    [
        '"gpt-" + version', 'f"claude-{v}"', '"claude-3-%s-20240229" % size', "`gemini-${v}`", 'model = "-".join(["gpt", "4o"])',
        'model.startswith("claude")', 'f"{base}-gpt"', 'model = "claude" if fast else x', 'AzureOpenAI().create(model="my-gpt")',
        "deployment_name: our-gpt", '{"deployment": "chat"}', 'os.environ["AZURE_DEPLOYMENT"]', "x/deployments/chat/y",
        "name: `ollama/${model}`", r'"Use\ntext-davinci-003 now"', r'"the \u201ctext-davinci-003"',
        "${REGION}:inference-profile/us.anthropic.claude-3-haiku",
        "{project}/publishers/google/models/gemini-1.5-pro-002", "https://api.example.com/v1/models/gpt-4o:generate", 'r"^gpt-4o"',
    ],
)  # fmt: skip
def test_parts_of_computed_ids_and_names_of_deployments_open_it(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize(
    "text", ['model = "gpt-${var.version}"', "model: gpt-{{ .Values.version }}", "gpt-%VERSION%", "${LLM-llama2}"]
)
def test_holes_open_it_where_a_language_joins_nothing(text: str) -> None:
    assert opens(text, computes=False)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("gptcladeon4o351-_./:@ \"'`{}$%\n"), max_size=60))
def test_no_text_that_the_gate_shuts_out_has_a_use(text: str) -> None:
    reader = languages.reader_for("x.ts")
    assert reader is not None
    data = text.encode()
    shown = scanning.examine("x.ts", data, reader=reader, prefilter=SIEVE, speller=SPELLER)
    source = SourceFile.of("x.ts", data)
    whole = scanning._read(source, reader, SIEVE, SPELLER, mentions=True)
    assert shown.uses == whole.uses or not SIEVE.may_hold(data)


@pytest.mark.parametrize("suffix", ["py", "ts", "go", "yaml", "json", "tf"])
def test_a_file_behind_the_gate_says_nothing_and_is_no_problem(suffix: str, tmp_path: Path) -> None:
    reader = languages.reader_for(f"x.{suffix}")
    assert reader is not None
    data = b'{"tool": "claude-code", "see": "CLAUDE.md"}\n'
    facts = scanning.examine(f"x.{suffix}", data, reader=reader, prefilter=SIEVE, speller=SPELLER)
    assert (facts.uses, facts.problems) == ((), ())


HANDED_ON = [
    ("a.py", "from config import CHAT_MODEL\nclient.create(CHAT_MODEL)\n"),
    ("a.py", "from config import DEFAULT\nclient.create(model=DEFAULT)\n"),
    ("a.py", "from config import (\n    A,\n    DEFAULT as D,\n)\nclient.create(model=os.getenv('X') or D)\n"),
    ("a.py", "import config\nclient.create(model=config.DEFAULT)\n"),
    ("a.py", "from app import settings\nclient.create(settings.chat.model)\n"),
    ("a.py", "from config import DEFAULT\nparams = {'model': DEFAULT}\n"),
    ("a.py", "from config import DEFAULT\nchosen = DEFAULT\nclient.create(model=chosen)\n"),
    ("a.py", "from config import Config\nconf = Config()\nclient.create(model=conf.chat)\n"),
    ("a.py", "from config import get_settings\nclient.create(model=get_settings().chat)\n"),
    ("a.py", "from config import Settings\ndef f(s: Settings):\n    client.create(model=s.chat)\n"),
    ("a.ts", "import { DEFAULT } from './config';\nclient.create({ model: DEFAULT });\n"),
    ("a.ts", "import { A, DEFAULT as D } from './config';\nclient.create({ model: process.env.X ?? D });\n"),
    ("a.ts", "import config from './config';\nopenai(config.chatModel);\n"),
    ("a.js", "const { CHAT_MODEL } = require('./config');\nopenai(CHAT_MODEL);\n"),
    ("a.ts", "import { Models } from './config';\nclient.create({ model: Models.chat });\n"),
]


@pytest.mark.parametrize(("path", "text"), HANDED_ON, ids=[text.splitlines()[-1] for _, text in HANDED_ON])
def test_an_imported_constant_that_may_be_a_model_is_read(path: str, text: str) -> None:
    assert may_hand_on(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "from prompts import SYSTEM\nclient.create(model=model, system=SYSTEM)\n"),
        ("a.py", "from factory import LlmFactory\nself.llm = LlmFactory.create(self.config)\n"),
        ("a.py", "import os\nclient.create(model=self.model)\n"),
        ("a.ts", "import { Backend } from './base';\nconst a: Backend = make({ model: this.model });\n"),
    ],
)
def test_other_imports_are_not(path: str, text: str) -> None:
    assert not may_hand_on(path, text)


def may_hand_on(path: str, text: str) -> bool:
    reader = languages.reader_for(path)
    assert reader is not None
    assert reader.imported is not None
    return hands_on(text, reader.imported(text))
