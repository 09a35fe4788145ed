"""What Python code does with a model id, through the whole pipeline: ``role`` of each id, in order."""

from __future__ import annotations

import re
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
    found = engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses
    return [use for use in found if use.role.value != "mentions"]


def roles(root: Path, text: str) -> list[str]:
    return [use.role.value for use in uses(root, {"app.py": text})]


@pytest.mark.parametrize(
    "text",
    [
        'def main():\n    models = ["gpt-4o", "gpt-4.1"]\n    for model in models:\n        for n in x:\n            run(n, model)',
        'names = ["gpt-4o", "gpt-4.1"]\nagents = [make_agent(name) for name in names]',
        'names = ["gpt-4o", "gpt-4.1"]\nfor i, name in enumerate(names):\n    ask(model=name)',
        'PAIRS = [("a", "gpt-4o"), ("b", "gpt-4.1")]\nfor key, name in PAIRS:\n    ask(model=name)',
        'BY = {"a": "gpt-4o", "b": "gpt-4.1"}\nfor key, name in BY.items():\n    ask(model=name)',
        'BY = {"a": "gpt-4o", "b": "gpt-4.1"}\nfor name in BY.values():\n    ask(model=name)',
        'BY = {"a": "gpt-4o", "b": "gpt-4.1"}\nask(model=BY[size])',
        'import random\nNAMES = ["gpt-4o", "gpt-4.1"]\nask(model=random.choice(NAMES))',
        'small, large = "gpt-4o", "gpt-4.1"\nask(model=small)\nask(model=large)',
        'PAIR = ("gpt-4o", "gpt-4.1")\nsmall, large = PAIR\nask(model=small)\nask(model=large)',
        'def pick():\n    for env, name in [("OPENAI_API_KEY", "gpt-4o"), ("X_API_KEY", "gpt-4.1")]:\n        return name',
        'def pick():\n    return "gpt-4o" if x else "gpt-4.1"\nmodel = pick()\nanalytics.track("x", model=model)',
    ],
)
def test_a_member_of_a_container_selects_where_it_is_taken_out_to_be_asked(text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, text) == ["selects", "selects"]


@pytest.mark.parametrize(
    "text",
    [
        'NAMES = ["gpt-4o", "gpt-4.1"]\nst.selectbox("Which", NAMES)',
        'NAMES = ["gpt-4o", "gpt-4.1"]\nfor name in NAMES:\n    table.add_row(name)',
        'NAMES = ["gpt-4o", "gpt-4.1"]\nraise ValueError("one of " + str(NAMES))',
        'NAMES = frozenset({"gpt-4o", "gpt-4.1"})\nSIZES = {lookup_key(model=m): 8 for m in NAMES}',
        'import tiktoken\nNAMES = ["gpt-4o", "gpt-4.1"]\nall = {n: tiktoken.encoding_for_model(n) for n in NAMES}',
        'class Family:\n    GPT_4O = "gpt-4o"\n    GPT_41 = "gpt-4.1"\n    O = 1\n    P = 2',
        'ALIASES = {"openai": "gpt-4o", "x": "gpt-4.1", "y": z, "w": v, "u": t}',
        'pairs = [("gpt-4o", "chat"), ("gpt-4.1", "completions")]\nok = self.model in [pair[0] for pair in pairs]',
        'print_step_costs(response, model="gpt-4o")\ntotal = get_price(model_name="gpt-4.1")',
        'def count_tokens(text, model="gpt-4o"):\n    return SIZES[model]\ndef price(n, model="gpt-4.1"):\n    return n * P[model]',
        'import tiktoken\ndef cut(text, model="gpt-4o", other_model="gpt-4.1"):\n    tiktoken.encoding_for_model(model)\n    tiktoken.encoding_for_model(other_model)',
    ],
)
def test_a_container_that_is_only_shown_declares(text: str, tmp_path: Path) -> None:
    assert "selects" not in roles(tmp_path, text)
    assert len(roles(tmp_path, text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        'ok = name.startswith(("gpt-4o", "gpt-4.1"))',
        'if name in ("gpt-4o", "gpt-4.1"): pass',
        'find(model_filter="gpt-4o")',
        'MODEL_KEYWORDS = ("gpt-4o", "gpt-4.1")\npattern = "|".join(MODEL_KEYWORDS)',
    ],
)
def test_what_only_narrows_models_down_compares(text: str, tmp_path: Path) -> None:
    assert set(roles(tmp_path, text)) == {"compares"}


@pytest.mark.parametrize(
    "text",
    [
        's3_prefix = "deepseek-r1-distill-llama-8b"',
        'SERVICE_NAME = "gemma-3-1b"',
        'tune(tuned_model_display_name="gemini-2.5-flash-tuned")',
        'def upload(task_name="text-embedding-model-uploader"): ...',
        'new_model = "llama-2-7b-boolq"\ntrainer.save(new_model)',
        'custom_model_name = f"llama31-8B-finetune-{now}"\nclient.create_job(customModelName=custom_model_name)',
    ],
)
def test_the_name_of_another_thing_or_of_a_model_of_ones_own_is_no_use(text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, text) == []


@pytest.mark.parametrize(
    "call",
    [
        'HuggingFaceEmbedding(model_name="BAAI/bge-small-en-v1.5")',
        'SentenceTransformer("all-MiniLM-L6-v2")',
        'Model(model_id="thenlper/gte-small")',
        'Model(model_id="HuggingFaceTB/SmolLM2-1.7B-Instruct")',
        'LM(model="openai/meta-llama/Meta-Llama-3-70b-Instruct")',
        'client.messages.count_tokens(model="claude-sonnet-4-5", messages=m)',
    ],
)
def test_an_open_model_by_any_hub_name_selects_where_a_model_is_asked_for(call: str, tmp_path: Path) -> None:
    assert roles(tmp_path, call) == ["selects"]


CALL = "from groq import Groq\nGroq().chat.completions.create(model={})\n"


@pytest.mark.parametrize(
    ("config", "imported", "expression"),
    [
        ('NAME = "gpt-4o"', "from pkg import NAME", "NAME"),
        ('NAME = "gpt-4o"', "from pkg import config", "config.NAME"),
        ('NAME = "gpt-4o"', "import pkg.config as c", "c.NAME"),
        ('NAME = "gpt-4o"', "from pkg.config import NAME\nchosen = NAME", "chosen"),
        ('class C:\n    name = "gpt-4o"', "from pkg.config import C", "C.name"),
        ('class C:\n    name: str = "gpt-4o"\nc = C()', "from pkg.config import c", "c.name"),
        ('class Config:\n    name: str = "gpt-4o"', "from pkg.config import Config\nconf = Config()", "conf.name"),
        (
            'class C:\n    name: str = "gpt-4o"\ndef get_config(): return C()',
            "from pkg import get_config",
            "get_config().name",
        ),
        (
            'class C:\n    name: str = "gpt-4o"\n@cache\ndef get_config() -> C: ...',
            "from pkg.config import get_config\nconf = get_config()",
            "conf.name",
        ),
        (
            'class L:\n    name: str = "gpt-4o"\nclass C:\n    llm: L = L()\nsettings = C()',
            "from pkg.config import settings",
            "settings.llm.name",
        ),
        ('CONF = {"chat": {"name": "gpt-4o"}}', "from pkg.config import CONF", 'CONF["chat"]["name"]'),
        ('PAIR = ("x", "gpt-4o")', "from pkg.config import PAIR", "PAIR[1]"),
        (
            'class C:\n    def __init__(self):\n        self.name = "gpt-4o"\nc = C()',
            "from pkg.config import c",
            "c.name",
        ),
    ],
)
def test_a_constant_of_another_file_is_told_the_call_it_reaches(
    config: str, imported: str, expression: str, tmp_path: Path
) -> None:
    files = {
        "pkg/__init__.py": "from .config import *\n",
        "pkg/config.py": config + "\n",
        "app.py": imported + "\n" + CALL.format(expression),
    }
    (use,) = uses(tmp_path, files)
    assert (use.location.path, use.role.value) == ("pkg/config.py", "selects")
    assert [(at.path, at.client) for at in use.context.used_at] == [("app.py", "groq.Groq")]


def test_a_name_that_two_files_of_a_package_offer_is_not_guessed(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/a.py": 'NAME = "gpt-4o"\n',
        "pkg/b.py": 'NAME = "gpt-4.1"\n',
        "app.py": "from pkg import NAME\n" + CALL.format("NAME"),
    }
    assert [use.context.used_at for use in uses(tmp_path, files)] == [(), ()]


@pytest.mark.parametrize(
    "code",
    [
        'from functools import partial\nask = partial(client.chat.completions.create, model="gpt-4o")',
        'create = client.chat.completions.create\ncreate(model="gpt-4o")',
        'p = {"model": "gpt-4o", "n": 1}\nclient.chat.completions.create(**p)',
        'p = dict(model="gpt-4o", n=1)\nclient.chat.completions.create(**p)',
        'p = {}\np["model"] = "gpt-4o"\nclient.chat.completions.create(**p)',
        'p = {"model": "gpt-4o"}\nq = {**p, "n": 1}\nclient.chat.completions.create(**q)',
        'client.chat.completions.create(**{"model": "gpt-4o", "n": 1})',
        'from enum import Enum\nclass M(Enum):\n    A = "gpt-4o"\nclient.chat.completions.create(model=M.A.value)',
        'BY = {"a": "gpt-4o"}\nclient.chat.completions.create(model=BY.get(kind))',
        'match x:\n    case 1:\n        m = "gpt-4o"\n    case _:\n        m = y\nclient.chat.completions.create(model=m)',
    ],
)
def test_a_model_is_told_its_client_however_it_is_handed_on(code: str, tmp_path: Path) -> None:
    (use,) = uses(tmp_path, {"app.py": "from groq import Groq\nclient = Groq()\n" + code})
    clients = {use.context.client, *(at.client for at in use.context.used_at)} - {None}
    assert (use.role.value, clients) == ("selects", {"groq.Groq"})


def test_a_file_of_constants_that_are_named_after_models_declares_those_that_nobody_uses(tmp_path: Path) -> None:
    names = ["gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini"]
    text = "".join(f'{re.sub(r"[-.]", "_", name).upper()}_MODEL = "{name}"\n' for name in names)
    assert roles(tmp_path, text) == ["declares"] * 4
    assert roles(tmp_path, text + "ask(model=GPT_4_1_MODEL)\n") == ["declares", "declares", "selects", "declares"]
    assert roles(tmp_path, 'GPT_4O_MODEL = "gpt-4o"\nOTHER_MODEL = "gpt-4.1"\n') == ["selects", "selects"]


@pytest.mark.parametrize(
    "text",
    [
        'def count_tokens(text, model="claude-sonnet-4-5"):\n    return client.messages.count_tokens(model=model)',
        'def ask(text, model="gpt-4o"):\n    n = tiktoken.encoding_for_model(model)\n    client.chat.completions.create(model=model)',
        'class Settings(BaseSettings):\n    model: str = "gpt-4o"\nn = tiktoken.encoding_for_model(Settings.model)',
        'low_cost_agent(model="gpt-4o")',
    ],
)
def test_a_model_that_is_asked_selects_though_its_tokens_are_counted_too(text: str, tmp_path: Path) -> None:
    assert roles(tmp_path, text) == ["selects"]


def test_a_name_that_stands_in_a_file_a_thousand_times_is_followed_as_any_other(tmp_path: Path) -> None:
    calls = "ask(model=Models.BIG.value)\n" * 1_500
    enum = 'from enum import Enum\n\nclass Models(Enum):\n    BIG = "gpt-4o"\n    SMALL = "gpt-4.1"\n\n'
    assert roles(tmp_path, enum + calls) == ["selects", "declares"]
    client = "from openai import OpenAI\nclient = OpenAI()\n" + "client.api.ask()\n" * 1_500
    assert roles(tmp_path, client + 'client.chat.completions.create(model="gpt-4o")\n') == ["selects"]


def test_an_import_binds_a_name_that_stands_in_a_file_a_thousand_times(tmp_path: Path) -> None:
    text = (
        "import anthropic.types\n"
        + "anthropic.run()\n" * 1_500
        + 'anthropic.Client().messages.create(model="claude-3-opus")\n'
    )
    (use,) = uses(tmp_path, {"app.py": text})
    assert use.ref.platform == "anthropic"
