"""Text from input is made safe to show, and stays what it was where a machine reads it."""

from __future__ import annotations

import json
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelguard.reports._escape import dumps, uri, visible
from modelguard.reports._paint import cells, wrapped

ANY = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gpt-4o, naïve 模型", "gpt-4o, naïve 模型"),
        ("a\u200bb", "a\\u200bb"),
        ("a\u202eb", "a\\u202eb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\r\t", "a\\nb\\r\\t"),
        ("a\u00a0b", "a\\xa0b"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("caf\udce9", "caf\\xe9"),
        ("\u3164x\ufe0f", "\\u3164x\\ufe0f"),
    ],
)
def test_what_hides_or_reorders_is_written_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(ANY)
def test_what_is_shown_is_printable_encodable_and_shown_once(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    shown.encode("utf-8")
    assert visible(shown) == shown
    assert visible(text, ascii=True).isascii()


@given(st.dictionaries(st.text(max_size=5), ANY))
def test_json_gives_back_every_text_that_is_unicode(value: dict[str, str]) -> None:
    written = dumps(value)
    assert {char for char in written if not char.isprintable()} == set()
    read = json.loads(written)
    for key, text in value.items():
        if not any("\ud800" <= char <= "\udfff" for char in text):
            assert read[key] == text


@given(st.binary(min_size=1))
def test_a_uri_gives_back_the_bytes_of_a_path(raw: bytes) -> None:
    assert unquote_to_bytes(uri(raw.decode("utf-8", "surrogateescape"))) == raw


def test_wide_and_combining_characters_are_counted_in_cells() -> None:
    assert [cells(text) for text in ("abc", "模型", "e\u0301")] == [3, 4, 1]


def test_an_id_is_never_broken_over_lines() -> None:
    lines = wrapped("move to us.anthropic.claude-sonnet-4-5-20250929-v1:0 now", width=24, indent="  ").split("\n")
    assert "  us.anthropic.claude-sonnet-4-5-20250929-v1:0" in lines


@pytest.mark.parametrize("path", ["a/\ud800.py", "\udfff", "\ud83d.ts"])
def test_half_a_letter_in_a_path_is_no_fault(path: str) -> None:
    assert unquote_to_bytes(uri(path)).decode("utf-8", "surrogatepass") == path
