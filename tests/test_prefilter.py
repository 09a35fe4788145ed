"""The prefilter may say yes too often, and never no where an id is."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelguard import engine, prefilter
from modelguard.config import Settings
from modelguard.readers._python_tokens import hits


@pytest.fixture(params=["fast", "plain"])
def sieve(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> prefilter.Prefilter:
    if request.param == "fast":
        pytest.importorskip("ahocorasick_rs")
    else:
        monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    return engine.make_prefilter(Settings())


def test_every_stem_is_found_wherever_it_stands(sieve: prefilter.Prefilter) -> None:
    for stem in sieve.stems:
        for text in (stem, f"x {stem}", f'"{stem.upper()}-2"', f"é{stem}\n"):
            assert sieve.may_hold(text.encode()), text
            assert sieve.wanted(text), text
            assert sieve.spots(text), text


def test_an_ordinary_word_counts_as_a_whole_value_only(sieve: prefilter.Prefilter) -> None:
    for word in sieve.words:
        assert sieve.may_hold(f"model={word}\n".encode())
        assert sieve.may_hold(f'create(model="{word}")'.encode())
        assert hits(f'create(model="{word}")', sieve) == [(13, 15 + len(word))]
        assert not sieve.may_hold(f"the {word} we mean".encode())
        assert not sieve.may_hold(f'{{"{word}": "key"}}'.encode())


def test_a_text_without_stems_is_left_alone(sieve: prefilter.Prefilter) -> None:
    assert not sieve.may_hold(b"import os\n\n\ndef main() -> None:\n    print(os.name)\n")
    assert sieve.spots("import os") == []


def test_own_ids_are_looked_for_in_bytes_and_text() -> None:
    own = prefilter.build([], [], [r"^acme-\d+$"])
    assert own.may_hold(b'x = "acme-7"')
    assert own.wanted("acme-7")
    assert hits('x = "acme-7", "beta"', own) == [(4, 12)]
    assert not own.may_hold(b"beta")


@given(st.text(alphabet="gptoclaude-35 \"'\n#éK", max_size=60))
def test_both_engines_and_a_plain_search_agree(text: str) -> None:
    stems = ["gpt-", "claude", "o3-"]
    sieve = prefilter.build(stems)
    expected = [match.start() for match in re.finditer("gpt-|claude|o3-", text.lower())]
    assert sieve.spots(text) in (expected, None)
    assert sieve.wanted(text) == bool(expected)
    assert sieve.may_hold(text.encode()) == bool(expected)


@given(st.sets(st.text(alphabet="abcde-.", min_size=1, max_size=6), min_size=1, max_size=12), st.text("abcde-."))
def test_looking_by_the_rarest_letter_finds_what_a_plain_search_finds(stems: set[str], text: str) -> None:
    assert bool(prefilter.any_of(stems).search(text)) == any(stem in text for stem in stems)
