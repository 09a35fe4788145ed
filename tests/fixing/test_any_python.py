"""A literal planted in arbitrary valid Python is fixed, and nothing else is."""

from __future__ import annotations

import ast
import os
import tempfile
from pathlib import Path

import hypothesmith
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from modelguard import fixing
from modelguard.types import Edit, Span
from tests.fixing.fixer import fix

PLANTS = st.sampled_from([
    "model = {}\n", "client.responses.create(model={})\n", "def ask(model={}): pass\n", "x = [1, {}, (2,)]\n",
    "if model == {}: pass\n", "class Settings:\n    model: str = {}\n", "async def f():\n\treturn {}\n",
    "model = (  # why\n  {}\n)\n", "a = 1; model = {}; b = 2\n", "@option(default={})\ndef g(): pass\n",
])  # fmt: skip
QUOTES = st.sampled_from(['"@"', "'@'", '"""@"""', "'''@'''", "r'@'", 'b"@"', "u'@'", "Rb'@'"])
OLD, NEW = "gpt-4o", "gpt-4o-2024-08-06"
TIMES = int(os.environ.get("MODELGUARD_EXAMPLES", "1"))
"""How many times the usual number of examples to try."""


def renewed(tree: ast.AST) -> str:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in (OLD, OLD.encode()):
            node.value = NEW if isinstance(node.value, str) else NEW.encode()
    return ast.dump(tree)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=60 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(hypothesmith.from_grammar(), PLANTS, QUOTES, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_a_planted_literal_is_fixed_and_the_rest_is_as_it_was(
    code: str, plant: str, quotes: str, first: bool, end: str
) -> None:
    assume(OLD not in code and "\r" not in code)
    planted = plant.format(quotes.replace("@", OLD))
    text = (planted + code if first else code.rstrip("\\\n") + "\n" + planted).replace("\n", end)
    try:
        data = text.encode()
        before = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, UnicodeEncodeError):
        return
    start = text.index(OLD)
    assume(not data.startswith(b"\xef\xbb\xbf"))
    wanted = fixing.Wanted(Edit(Span(start, start + len(OLD)), NEW, (1, 1), (1, 1)), OLD)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "app.py").write_bytes(data)
        (done,) = fixing.write([fixing.edited("app.py", [wanted], folder)], folder)
        assert not done.refusals, done.refusals
        after = (folder / "app.py").read_bytes()
        assert after == data.replace(OLD.encode(), NEW.encode())
        assert ast.dump(ast.parse(after)) == renewed(before)
        assert not fixing.edited("app.py", [wanted], folder).applied or after.count(NEW.encode()) == 1


SELECTING = st.sampled_from([
    "CHAT_MODEL = {}\n", "import openai\nopenai.OpenAI().responses.create(model={})\n",
    "def ask(question, model={}): pass\n", "class Settings:\n    llm_model: str = {}\n",
    "async def f():\n\tchat_model = {}\n\treturn chat_model\n", "llm = (\n  # why\n  ChatOpenAI(model={})\n)\n",
])  # fmt: skip


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=30 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(hypothesmith.from_grammar(), SELECTING, st.sampled_from(['"@"', "'@'", '"""@"""', "r'@'"]), st.booleans())
def test_the_command_finds_and_fixes_it_once(code: str, plant: str, quotes: str, first: bool) -> None:
    assume(OLD not in code and "\r" not in code and "\f" not in code)
    planted = plant.format(quotes.replace("@", OLD))
    text = planted + code if first else code.rstrip("\\\n") + "\n" + planted
    try:
        data = text.encode()
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, UnicodeEncodeError):
        return
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "app.py").write_bytes(data)
        fix(Path(name), "-q")
        once = (Path(name) / "app.py").read_bytes()
        assert once == data.replace(OLD.encode(), NEW.encode())
        fix(Path(name), "-q")
        assert (Path(name) / "app.py").read_bytes() == once
