"""Promises every reader but Python's keeps: it ends, raises nothing, and its spans lie in the file."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelguard.readers import Reader
from modelguard.registry import parts
from modelguard.text import SourceFile
from modelguard.types import Reading

READERS: list[Reader] = [
    module.READER for module in parts("modelguard.readers") if module.READER.name not in ("python", "notebook")
]
PIECES = st.sampled_from(
    [
        *"""gpt-4o model : = { } [ ] ( ) ( => -> == === ? ?? || , ; . + ` ${ $ # // /* */ <!-- --> <a </a> /> ' \" ''' \"\"\"
    \\ \\\\ & * | > - --- ... !!python/name:x @ % { {{ }} ~ FROM ENV MODEL= --model case return const new def end =begin
    %w[ r#" <?php ?> <<~X \\u{ \\U00110000 é 𝒳 \u2028 \x85 \x00 \x0b \ufeff import from model" 'gpt' "gpt" `gpt` key:""".split(),
        *("\n", "\r\n", "\r", "\t", " ", "  "),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join)
FAST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def path_of(reader: Reader) -> str:
    return f"src/x{reader.suffixes[0]}" if reader.suffixes else f"src/{reader.filenames[0].replace('*', 'x')}"


def check(source: SourceFile, reading: Reading) -> None:
    for literal in reading.literals:
        assert 0 <= literal.span.start <= literal.span.end <= len(source.text)
        if literal.exact:
            assert source.text[literal.span.start : literal.span.end] == literal.value
        literal.value.encode("utf-8")
    for problem in reading.problems:
        assert problem.message
        assert problem.span is None or 0 <= problem.span.start <= len(source.text)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@FAST
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_to_the_end(reader: Reader, data: bytes) -> None:
    source = SourceFile.of(path_of(reader), data)
    check(source, reader.read(source, lambda value: True))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@FAST
@given(text=TEXTS)
def test_broken_code_is_read_to_the_end(reader: Reader, text: str) -> None:
    source = SourceFile.of(path_of(reader), text.encode("utf-8", "replace"))
    check(source, reader.read(source, lambda value: True))


RUNS = {
    "single quotes": "'" * 40_000,
    "double quotes": '"' * 40_001,
    "triple quotes": '"""' * 14_000,
    "back ticks": "`" * 40_001,
    "escapes": '"' + "\\" * 40_001,
    "holes": "`" + "${`" * 15_000,
    "opening": "[" * 30_000,
    "braces": "{" * 30_000,
    "tags": "<a " * 15_000,
    "comments": "/*" * 20_000,
    "dashes": "<!--" * 15_000,
    "blanks": " " * 100_000 + "x",
    "slashes": "/" * 40_000,
    "commas": "x(" + "'gpt-4o'," * 8_000,
    "joined": "x = " + "'gpt' + " * 8_000,
    "keys": "a: {b: " * 15_000,
    "lines": "model: 'gpt-4o'\n" * 20_000,
    "assignments": "const model = 'gpt-4o';\n" * 10_000,
    "words": "a" * 200_000,
    "options": "--model " * 20_000,
    "equals": "a=" * 40_000,
    "backslashes": "a = \\\n" * 20_000,
    "colons": "? a : " * 15_000,
}


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_time_grows_with_the_file_and_no_faster(reader: Reader, run: str) -> None:
    source = SourceFile.of(path_of(reader), (RUNS[run] + "\nmodel = 'gpt-4o'\n").encode())
    start = time.process_time()
    check(source, reader.read(source, lambda value: "gpt" in value))
    assert time.process_time() - start < 10
