"""Every hostile file of the shared folder is a literal at its line, or a problem: never silence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from modelguard.readers import Reader, dotenv, json, toml, typescript, yaml
from modelguard.text import SourceFile

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "hostile"
READERS: dict[str, Reader] = {
    "ts": typescript.READER,
    "yaml": yaml.READER,
    "json": json.READER,
    "toml": toml.READER,
    "env": dotenv.READER,
}


def rows() -> list[dict[str, str]]:
    if not SHARED.is_dir():
        return []
    with (SHARED / "EXPECT.tsv").open(encoding="utf-8", newline="") as handle:
        found = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            row
            for row in found
            if row["path"].partition("/")[0] in READERS
            and "lockfile" not in row["path"]
            and row["subject"].startswith("gpt")
            and (SHARED / row["path"]).is_file()
        ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder with hostile inputs is not here")
@pytest.mark.parametrize("row", rows(), ids=lambda row: row["path"])
def test_a_hostile_file_is_read_or_named(row: dict[str, str]) -> None:
    reader = READERS[row["path"].partition("/")[0]]
    source = SourceFile.of(row["path"], (SHARED / row["path"]).read_bytes())
    reading = reader.read(source, lambda value: "gpt" in value)
    lines = {
        source.position(literal.span.start)[0]
        for literal in reading.literals
        if row["subject"] in literal.value and literal.context.place.value != "comment"
    }
    broken = bool(reading.problems) or source.problem is not None
    if row["outcome"] == "finding":
        assert int(row["line"] or 1) in lines
    elif row["outcome"] == "finding|error":
        assert broken or lines
    elif row["outcome"] == "error":
        assert broken
    elif row["outcome"] == "clean":
        assert not lines
