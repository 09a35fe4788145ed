"""The screen is only a faster way to the same answer: what it sets aside holds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard import catalog, engine, platforms, reading, worth
from modelguard.config import Settings
from modelguard.discover import discover
from modelguard.linking import link
from modelguard.reading import Desk
from modelguard.scanning import FileFacts
from modelguard.screen import screen
from modelguard.spelling import Speller
from modelguard.types import Role

SIEVE = engine.make_prefilter(Settings())
SPELLER = Speller(catalog.load(), platforms.load())
NOTHING = screen(SIEVE, worth.WORDS)


def nothing(data: bytes) -> bool:
    assert NOTHING is not None
    return NOTHING(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_no_id_is_set_aside_in_any_encoding(encoding: str) -> None:
    texts = {name: f'é model = "{name}"'.encode(encoding) for name in SPELLER.catalog.names()}
    assert [name for name, data in texts.items() if SIEVE.may_hold(data) and nothing(data)] == []


@given(st.text(alphabet=st.sampled_from("gptGPTcladeoO4135-_./:@ \"'`=model\n"), max_size=60))
@settings(deadline=None)
def test_what_it_sets_aside_the_prefilter_would_have_stopped(text: str) -> None:
    data = text.encode()
    assert not (nothing(data) and (SIEVE.may_hold(data) or SIEVE.look(data)[1]))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_have_an_answer(data: bytes) -> None:
    assert nothing(data) in (True, False)


def test_own_patterns_are_left_to_the_prefilter() -> None:
    assert screen(engine.make_prefilter(Settings(ids=("acme-.*",))), ()) is None


@pytest.fixture
def always_screened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SCREEN_FROM", 1)
    monkeypatch.setattr(reading, "SCREEN_FROM_IF_FAST", 1)


def facts_of(root: Path) -> tuple[FileFacts, ...]:
    return reading.read_all(list(discover([root], root=root)), Desk(root, SIEVE, SPELLER))


def test_many_files_give_what_few_do(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for number in range(40):
        text = f'client.create(model="gpt-4o")  # {number}\n' if number % 3 else "print(1)\n"
        (tmp_path / f"f{number}.py").write_text(text, "utf-8")
    plain = facts_of(tmp_path)
    request.getfixturevalue("always_screened")
    assert facts_of(tmp_path) == plain
    assert sum(len(facts.uses) for facts in plain) == 26


BESIDE = {
    "lib/index.ts": 'export * from "./names";\n',
    "app/barrel.ts": 'export * from "../lib";\n',
    "app/chat.ts": 'import { FAST } from "./barrel";\nexport const call = () => run({ model: FAST });\n',
    "infra/main.tf": 'resource "azurerm_cognitive_deployment" "d" {\n  model {\n    name = var.name\n'
    "    version = var.model_version\n  }\n}\n",
    "infra/variables.tf": 'variable "model_version" {\n  default = "2024-07-18"\n}\n',
}
"""Files without an id and without a word of any maker: they say what becomes of one in another file."""


@pytest.mark.usefixtures("always_screened")
@pytest.mark.parametrize("path", BESIDE)
def test_a_file_that_stands_beside_an_id_is_read_among_many(path: str, tmp_path: Path) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(BESIDE[path], "utf-8")
    assert nothing(BESIDE[path].encode())
    (facts,) = facts_of(tmp_path)
    assert facts.exports or facts.references


@pytest.mark.usefixtures("always_screened")
def test_an_imported_constant_is_followed_among_many_files(tmp_path: Path) -> None:
    texts = {**BESIDE, "lib/names.ts": 'export const FAST = "gpt-4o-mini";\n'}
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    uses = [use for facts in link(facts_of(tmp_path), SPELLER, tmp_path) for use in facts.uses]
    assert [(use.location.path, use.role) for use in uses] == [("lib/names.ts", Role.SELECTS)]
