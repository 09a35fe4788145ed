"""The second look saves work and hides nothing: whatever can be an id, or become one, opens the gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard import catalog, engine, platforms, scanning
from modelguard.config import Settings
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
    ],
)  # fmt: skip
def test_words_that_only_look_alike_leave_it_shut(text: str) -> None:
    assert not opens(text)


@pytest.mark.parametrize(
    "text",
    [
        '"gpt-" + version', 'f"claude-{v}"', '"claude-3-%s-20240229" % size', "`gemini-${v}`", 'model = "-".join(["gpt", "4o"])',
        'model.startswith("claude")', 'f"{base}-gpt"', 'model = "claude" if fast else x', 'client = AzureOpenAI()  # my-gpt',
        "deployment_name: our-gpt", "https://api.example.com/v1/models/gpt-4o:generate", 'r"^gpt-4o"',
    ],
)  # fmt: skip
def test_parts_of_computed_ids_and_names_of_deployments_open_it(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize("text", ['model = "gpt-${var.version}"', "model: gpt-{{ .Values.version }}", "gpt-%VERSION%"])
def test_holes_open_it_where_a_language_joins_nothing(text: str) -> None:
    assert opens(text, computes=False)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("gptcladeon4o351-_./:@ \"'`{}$%\n"), max_size=60))
def test_no_text_that_the_gate_shuts_out_has_a_use(text: str) -> None:
    reader = scanning.reader_for("x.ts")
    assert reader is not None
    data = text.encode()
    shown = scanning.examine("x.ts", data, reader=reader, prefilter=SIEVE, speller=SPELLER)
    source = SourceFile.of("x.ts", data)
    whole = scanning._read(source, reader, SIEVE, SPELLER, mentions=True)
    assert shown.uses == whole.uses or not SIEVE.may_hold(data)


@pytest.mark.parametrize("suffix", ["py", "ts", "go", "yaml", "json", "tf"])
def test_a_file_behind_the_gate_says_nothing_and_is_no_problem(suffix: str, tmp_path: Path) -> None:
    reader = scanning.reader_for(f"x.{suffix}")
    assert reader is not None
    data = b'{"tool": "claude-code", "see": "CLAUDE.md"}\n'
    facts = scanning.examine(f"x.{suffix}", data, reader=reader, prefilter=SIEVE, speller=SPELLER)
    assert (facts.uses, facts.problems) == ((), ())
