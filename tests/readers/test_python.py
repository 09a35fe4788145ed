"""Python: exact places of strings, and what stands around them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from modelguard.readers.python import READER
from modelguard.text import SourceFile
from modelguard.types import Literal, Place, Reading

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "hostile"


def read(code: str, path: str = "app.py") -> Reading:
    return READER.read(SourceFile.of(path, code.encode()), wanted)


def wanted(text: str) -> bool:
    return any(word in text for word in ("gpt", "claude", "gemini"))


def only(code: str) -> Literal:
    (literal,) = read(code).literals
    return literal


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ('x = "gpt-4"', "gpt-4"),
        ("x = '''gpt-4'''", "gpt-4"),
        ("x = r'gpt-4'", "gpt-4"),
        ("x = b'gpt-4'", "gpt-4"),
        ("s = '日本'; x = u'gpt-4'", "gpt-4"),
        ("\tx = 'gpt-4'".lstrip("\t") + "\n\f\ny = 1", "gpt-4"),
        ("if a:\n\tx = 'gpt-4'\r\n", "gpt-4"),
        ("y = 1\rx = 'gpt-4'\r", "gpt-4"),
        ("x = \\\n  'gpt-4'", "gpt-4"),
    ],
)
def test_the_span_is_the_text_between_the_quotes(code: str, value: str) -> None:
    literal = only(code)
    assert literal.value == value
    assert literal.exact
    assert SourceFile.of("app.py", code.encode()).text[literal.span.start : literal.span.end] == value


def test_an_escaped_string_is_not_exact() -> None:
    assert not only(r'x = "gpt\x2d4"').exact


@pytest.mark.parametrize(
    ("code", "place", "name"),
    [
        ('f(model="gpt-4")', Place.ARGUMENT, "model"),
        ('MODEL = "gpt-4"', Place.ASSIGNMENT, "MODEL"),
        ('self.llm.model = "gpt-4"', Place.ASSIGNMENT, "model"),
        ('def f(model="gpt-4"): ...', Place.DEFAULT, "model"),
        ('f = lambda model="gpt-4": model', Place.DEFAULT, "model"),
        ('class A:\n    model: str = Field(default="gpt-4")', Place.DEFAULT, "model"),
        ('class A(Enum):\n    X = "gpt-4"', Place.ENUM_MEMBER, "X"),
        ('M = os.getenv("LLM_MODEL", "gpt-4")', Place.ENV_DEFAULT, "LLM_MODEL"),
        ('p.add_argument("-m", "--llm-model", default="gpt-4")', Place.OPTION_DEFAULT, "llm_model"),
        ('def f(model: str = typer.Option("gpt-4")): ...', Place.OPTION_DEFAULT, "model"),
        ('def f():\n    return "gpt-4"', Place.RETURN, "f"),
        ('f({"model": "gpt-4"})', Place.MAPPING_VALUE, "model"),
        ('f(**{"model": "gpt-4"})', Place.MAPPING_VALUE, "model"),
        ('PRICES = {"gpt-4": 1}', Place.MAPPING_KEY, "PRICES"),
        ('MODELS = ["gpt-4"]', Place.ITEM, "MODELS"),
        ('PRICES["gpt-4"]', Place.SUBSCRIPT, "PRICES"),
        ('PRICES.get("gpt-4")', Place.SUBSCRIPT, "PRICES"),
        ('task.get("model", "gpt-4")', Place.DEFAULT, "model"),
        ('x: Literal["gpt-4"]', Place.TYPE, "x"),
        ('M = Literal["gpt-4"]', Place.TYPE, "M"),
        ('if model == "gpt-4": ...', Place.COMPARISON, "model"),
        ('if "gpt-4" in self.model: ...', Place.COMPARISON, "model"),
        ('if model in ("gpt-4",): ...', Place.COMPARISON, "model"),
        ('model.startswith("gpt-4")', Place.COMPARISON, "model"),
        ('if model.split("-")[0] == "gpt-4": ...', Place.COMPARISON, "model"),
        ('match model:\n    case "gpt-4": ...', Place.COMPARISON, "model"),
        ('"""Uses gpt-4."""', Place.DOCSTRING, None),
        ('print("gpt-4")', Place.TEXT, None),
        ('x = "see https://openai.com/gpt-4"', Place.TEXT, "x"),
        ("# gpt-4", Place.COMMENT, None),
        ('GenerativeModel("gemini-pro")', Place.ARGUMENT, "model_name"),
        ('def g(prompt, model): ...\ng("x", "gpt-4")', Place.ARGUMENT, "model"),
    ],
)
def test_the_place_and_the_nearest_name_are_stated(code: str, place: Place, name: str | None) -> None:
    context = only(code).context
    assert (context.place, context.name) == (place, name)


def test_a_price_table_shows_how_many_siblings_it_has() -> None:
    first, _ = read('P = {"gpt-4": 1, "gpt-4o": 2, "x": 3}').literals
    assert first.context.items == 2


def test_a_sibling_that_names_the_provider_is_a_hint() -> None:
    assert only('C = {"provider": "groq", "model": "gpt-oss"}').context.hint == "provider: groq"


def test_a_deployment_name_is_opaque() -> None:
    assert only('AzureChatOpenAI(azure_deployment="gpt-4")').context.opaque


def test_a_mention_keeps_the_length_of_its_span() -> None:
    literal = only(r'x = "Use\ngpt-4 or\tanything"')
    assert len(literal.value) == literal.span.end - literal.span.start
    assert literal.value.index("gpt-4") == 5


@pytest.mark.parametrize("path", ["tests/a.py", "pkg/test_a.py", "pkg/a_test.py", "conftest.py"])
def test_a_test_file_still_yields_its_strings(path: str) -> None:
    (literal,) = read('f(model="gpt-4")', path).literals
    assert (literal.value, literal.context.name) == ("gpt-4", "model")


def test_a_half_merged_file_is_a_problem_and_still_yields_its_ids() -> None:
    reading = read('<<<<<<< HEAD\nmodel = "gpt-4"\n=======\nmodel = "gpt-4o"\n>>>>>>> x\n')
    assert [literal.value for literal in reading.literals] == ["gpt-4", "gpt-4o"]
    assert reading.problems[0].line == 1


def test_twenty_thousand_calls_are_read() -> None:
    code = "import openai\nclient = openai.OpenAI()\n" + 'client.chat(model="gpt-4")\n' * 20_000
    assert len(read(code).literals) == 20_000


@pytest.mark.parametrize(
    "code",
    ["x" + ".a" * 5_000, "(" * 3_000 + ")" * 3_000, "x = " + "+".join(['"a"'] * 3_000), "x = " + "9" * 5_000],
)
def test_no_depth_and_no_number_stops_the_run(code: str) -> None:
    assert [item.value for item in read(code + '\nmodel = "gpt-4"\n').literals] == ["gpt-4"]


def _expected() -> list[dict[str, str]]:
    if not HOSTILE.is_dir():
        return []
    with (HOSTILE / "EXPECT.tsv").open(encoding="utf-8") as rows:
        return [row for row in csv.DictReader(rows, delimiter="\t") if row["path"].startswith("py/")]


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared hostile files are not here")
@pytest.mark.parametrize("row", _expected(), ids=lambda row: row["path"])
def test_hostile_files_read_as_expected(row: dict[str, str]) -> None:
    source = SourceFile.of(row["path"], (HOSTILE / row["path"]).read_bytes())
    reading = READER.read(source, lambda text: "3.5-turbo" in text)
    lines = {source.position(literal.span.start)[0] for literal in reading.literals}
    if row["outcome"] == "finding":
        assert reading.literals
        assert not row["line"] or int(row["line"]) in lines
    elif row["outcome"] == "finding|error":
        assert reading.literals or reading.problems
    elif row["outcome"] == "clean":
        assert all(literal.context.place is Place.COMMENT for literal in reading.literals)


def test_a_file_of_a_newer_python_still_says_what_is_a_default() -> None:
    text = 'import os\nMODEL_ID = os.environ.get("MODEL_ID", "gpt-4o")\nprint(f"{a["b"]}" f"{(")\n'
    source = SourceFile.of("a.py", text.encode())
    (literal,) = READER.read(source, lambda value: "gpt" in value).literals
    assert (literal.context.place.value, literal.context.name) == ("environment default", "MODEL_ID")
