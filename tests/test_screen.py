"""The screen is only a faster way to the same answer: what it sets aside holds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard import catalog, engine, platforms, reading, scanning
from modelguard.config import Settings
from modelguard.discover import discover
from modelguard.reading import Desk
from modelguard.screen import screen
from modelguard.spelling import Speller

SIEVE = engine.make_prefilter(Settings())
SPELLER = Speller(catalog.load(), platforms.load())
NOTHING = screen(SIEVE, scanning.WORTH_READING)


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
    assert not (nothing(data) and (SIEVE.may_hold(data) or any(word in data for word in scanning.WORTH_READING)))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_have_an_answer(data: bytes) -> None:
    assert nothing(data) in (True, False)


def test_own_patterns_are_left_to_the_prefilter() -> None:
    assert screen(engine.make_prefilter(Settings(ids=("acme-.*",))), ()) is None


def test_many_files_give_what_few_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        text = f'client.create(model="gpt-4o")  # {number}\n' if number % 3 else "print(1)\n"
        (tmp_path / f"f{number}.py").write_text(text, "utf-8")
    found = list(discover([tmp_path], root=tmp_path))
    desk = Desk(tmp_path, SIEVE, SPELLER)
    plain = reading.read_all(found, desk)
    monkeypatch.setattr(reading, "SCREEN_FROM", 1)
    monkeypatch.setattr(reading, "SCREEN_FROM_IF_FAST", 1)
    assert reading.read_all(found, desk) == plain
    assert sum(len(facts.uses) for facts in plain) == 26
