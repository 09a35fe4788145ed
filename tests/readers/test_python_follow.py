"""Python: computed ids, constants followed to their calls, clients, and the links between files."""

from __future__ import annotations

import pytest

from modelguard.readers.python import READER
from modelguard.text import SourceFile
from modelguard.types import Literal, Reading


def read(code: str) -> Reading:
    return READER.read(SourceFile.of("app.py", code.encode()), lambda text: any(w in text for w in ("gpt", "claude")))


def only(code: str) -> Literal:
    (literal,) = read(code).literals
    return literal


@pytest.mark.parametrize(
    "expression",
    [
        '"gpt-4o" "-mini"',
        '"gpt-4o" + "-mini"',
        '"gpt-%s" % "4o-mini"',
        '"gpt-%(size)s" % {"size": "4o-mini"}',
        '"gpt-{}".format("4o-mini")',
        '"gpt-{size}".format(size="4o-mini")',
        '"-".join(["gpt", "4o", "mini"])',
        "f\"gpt-{'4o'}-mini\"",
        '" gpt-4o-mini ".strip()',
        '"gpt-4o-MINI".lower()',
        '"gpt-" + SIZE',
        'f"gpt-{SIZE}"',
        '("gpt-" + PARTS["size"])',
        'f"gpt-{size}"',
    ],
)
def test_known_parts_are_folded(expression: str) -> None:
    code = f'SIZE = "4o-mini"\nPARTS = {{"size": "4o-mini"}}\nsize = SIZE\nf(model={expression})'
    literal = only(code)
    assert (literal.value, literal.dynamic) == ("gpt-4o-mini", False)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('f"gpt-{x}"', "gpt-{}"),
        ('"gpt-%s" % x', "gpt-{}"),
        ('"gpt-" + x', "gpt-{}"),
        ('"gpt-{}".format(x)', "gpt-{}"),
        ('f"gpt-4{x:>3}"', "gpt-4{}"),
        ('"gpt-" + str(x)', "gpt-{}"),
    ],
)
def test_an_unknown_part_makes_the_value_dynamic(expression: str, value: str) -> None:
    literal = only(f"def g(x):\n    f(model={expression})")
    assert (literal.value, literal.dynamic) == (value, True)


def test_each_branch_is_a_value() -> None:
    assert [item.value for item in read('m = "gpt-4" if x else "gpt-4o"').literals] == ["gpt-4", "gpt-4o"]


def test_a_constant_that_is_only_a_part_is_no_id_of_its_own() -> None:
    literal = only('BASE = "gpt-4o"\nf(model=BASE + "-2024-05-13")')
    assert literal.value == "gpt-4o-2024-05-13"


def test_a_prefix_put_before_a_constant_is_a_hint() -> None:
    literal = only('NAME = "gpt-4"\nf(model=f"azure/{NAME}")')
    assert (literal.value, literal.context.hint) == ("gpt-4", "prefix: azure")


CLIENT = "from openai import AzureOpenAI, OpenAI\nclient = OpenAI()\n"


@pytest.mark.parametrize(
    "code",
    [
        'M = "gpt-4"\nclient.go(model=M)',
        'M = os.getenv("M", "gpt-4")\nclient.go(model=M)',
        'M = x or "gpt-4"\nclient.go(model=M)',
        'C = {"model": "gpt-4"}\nclient.go(model=C["model"])',
        'C = {"model": "gpt-4"}\nclient.go(model=C.get("model"))',
        'C = dict(model="gpt-4")\nclient.go(**C)',
        'def f(m="gpt-4"):\n    client.go(model=m)',
        'def f(m):\n    client.go(model=m)\nf("gpt-4")',
        'def f():\n    return "gpt-4"\nclient.go(model=f())',
        'class A:\n    m = "gpt-4"\n    def f(self):\n        client.go(model=self.m)',
        'class A:\n    def __init__(self):\n        self.m = "gpt-4"\n    def f(self):\n        client.go(model=self.m)',
        'class S(BaseSettings):\n    m: str = "gpt-4"\ns = S()\nclient.go(model=s.m)',
        'class E(Enum):\n    A = "gpt-4"\nclient.go(model=E.A.value)',
        'p.add_argument("--m", default="gpt-4")\nargs = p.parse_args()\nclient.go(model=args.m)',
        '@click.option("--m", default="gpt-4")\ndef f(m):\n    client.go(model=m)',
        'a, m = 1, "gpt-4"\nclient.go(model=m)',
        'for m in ["gpt-4"]:\n    client.go(model=m)',
        'if (m := "gpt-4"):\n    client.go(model=m)',
    ],
)
def test_a_constant_is_followed_to_its_call(code: str) -> None:
    context = only(CLIENT + code).context
    assert [(use.call, use.client) for use in context.used_at] == [("client.go", "openai.OpenAI")]
    assert context.client == "openai.OpenAI"


def test_a_name_bound_again_is_another_value() -> None:
    first, second = read(CLIENT + 'm = "gpt-4"\nm = "gpt-5"\nclient.go(model=m)').literals
    assert (first.context.used_at, len(second.context.used_at)) == ((), 1)


def test_a_name_bound_again_on_one_path_keeps_both_values() -> None:
    literals = read(CLIENT + 'm = "gpt-4"\nif x:\n    m = "gpt-5"\nclient.go(model=m)').literals
    assert [len(item.context.used_at) for item in literals] == [1, 1]


def test_a_local_name_shadows_the_outer_one() -> None:
    outer, inner = read(CLIENT + 'M = "gpt-4"\ndef f():\n    M = "gpt-5"\n    client.go(model=M)').literals
    assert (len(outer.context.used_at), len(inner.context.used_at)) == (0, 1)


@pytest.mark.parametrize(
    ("code", "client", "url"),
    [
        ('import openai as o\no.OpenAI().go(model="gpt-4")', "openai.OpenAI", None),
        ('def f(c: AzureOpenAI):\n    c.chat.go(model="gpt-4")', "openai.AzureOpenAI", None),
        (
            "class A:\n    def __init__(self):\n        self.c = AzureOpenAI()\n"
            '    def f(self):\n        self.c.go(model="gpt-4")',
            "openai.AzureOpenAI",
            None,
        ),
        (
            'import boto3\nb = boto3.client("bedrock-runtime")\nb.go(modelId="claude")',
            "boto3.client:bedrock-runtime",
            None,
        ),
        (
            'from google import genai\ng = genai.Client(vertexai=True)\ng.models.go(model="claude")',
            "google.genai.Client:vertexai",
            None,
        ),
        ('import litellm\nlitellm.completion(model="gpt-4")', "litellm.completion", None),
        (
            'U = "https://api.groq.com"\nc = OpenAI(base_url=U)\nc.go(model="gpt-4")',
            "openai.OpenAI",
            "https://api.groq.com",
        ),
        (
            'import instructor\nc = instructor.from_openai(AzureOpenAI())\nc.go(model="gpt-4")',
            "openai.AzureOpenAI",
            None,
        ),
        ('def make():\n    return AzureOpenAI()\nmake().go(model="gpt-4")', "openai.AzureOpenAI", None),
        ('class L(OpenAI): ...\nL(model="gpt-4")', "openai.OpenAI", None),
        ('async def f():\n    async with AzureOpenAI() as c:\n        c.go(model="gpt-4")', "openai.AzureOpenAI", None),
    ],
)
def test_the_client_is_resolved(code: str, client: str, url: str | None) -> None:
    context = only("from openai import AzureOpenAI, OpenAI\n" + code).context
    assert (context.client, context.base_url) == (client, url)


def test_module_constants_are_exported() -> None:
    reading = read('M = "gpt-4"\nclass S:\n    model: str = "gpt-4o"\nsettings = S()\ndef f():\n    X = "gpt-4"')
    assert [export.name for export in reading.exports] == ["M", "S.model", "settings.model"]


def test_imported_constants_in_a_model_position_are_references() -> None:
    code = "from .config import MODEL, settings\nimport conf\nf(model=MODEL)\nf(model=settings.llm_model)\nf(model=conf.MODEL)"
    found = [(item.module, item.name, item.context.name) for item in read(code).references]
    assert found == [
        (".config", "MODEL", "model"),
        (".config", "settings.llm_model", "model"),
        ("conf", "MODEL", "model"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        'import modelguard.runtime\nmodelguard.runtime.load()["chat"]',
        'from modelguard.runtime import load\nmodels = load("x.yaml")\nmodels["chat"].model',
        'import yaml\nyaml.safe_load(open("models.yaml"))["models"]["chat"]',
        'import yaml\nwith open("config/models.yaml") as f:\n    c = yaml.safe_load(f)\nx = c["models"]\nx["chat"]',
    ],
)
def test_a_manifest_lookup_names_its_entry(code: str) -> None:
    (lookup,) = read(code).lookups
    assert lookup.entry == "chat"
    assert code[lookup.span.start : lookup.span.end] == "chat"
