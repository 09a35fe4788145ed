"""The reader: every fault at its place in one run, no value guessed, nothing of others claimed."""

from __future__ import annotations

import codecs
from datetime import date, timedelta
from pathlib import Path

import pytest

from modelguard.config import Settings
from modelguard.errors import UsageError
from modelguard.manifest import load_manifest

from .reading import HEAD, SHARED, faults, read, speller

FULL = HEAD + (
    "    owner: on\n"
    "    description: 1.10\n"
    "    environments: {no: openai/gpt-5.5-2026-04-23, 12:30: claude-sonnet-5}\n"
    "    retires: 2027-01-14\n"
    "    rollback: {automatic: true, thresholds: {error_rate: 1%, p95_latency: 1800ms, window: 10m}}\n"
    "    evaluation: {min_pass_rate: 0.9, max_age: 30d}\n"
    "    prompts: [{path: p.md, version: 1.10}]\n"
)


def test_no_text_is_changed_by_the_guesses_of_yaml_1_1() -> None:
    result = read(FULL)
    assert result.findings == ()
    assert result.manifest is not None
    spec = result.manifest.entries["chat"].spec
    assert spec.owner == "on"
    assert spec.description == "1.10"
    assert list(spec.environments or {}) == ["no", "12:30"]
    assert spec.retires == date(2027, 1, 14)
    assert spec.prompts is not None
    assert spec.prompts[0].version == "1.10"
    assert spec.rollback is not None
    assert spec.rollback.thresholds is not None
    assert spec.rollback.thresholds.error_rate == 0.01
    assert spec.rollback.thresholds.p95_latency == timedelta(milliseconds=1800)
    assert spec.evaluation is not None
    assert spec.evaluation.max_age == timedelta(days=30)


def test_all_faults_are_shown_in_one_run_with_line_and_column() -> None:
    text = HEAD + (
        "    fallback: [x]\n"
        "    owner: [a]\n"
        "    retires: 2027-02-30\n"
        "    criticality: hgih\n"
        "    rollback: {automatic: yes, thresholds: {error_rate: 5, window: 10}}\n"
        "    model: again\n"
        "    prompts: [{version: 1}]\n"
    )
    found = faults(text)
    assert [(line, column) for line, column, _ in sorted(found)] == [
        (5, 5), (6, 12), (7, 14), (8, 18), (9, 27), (9, 57), (9, 68), (10, 5), (11, 16),
    ]  # fmt: skip
    words = " ".join(message for _, _, message in found)
    for expected in (
        "did you mean `fallbacks`?", "did you mean high?", "write 5% or 0.05", "no calendar has", "write true or false",
        "duplicate key", "`prompts[0].path` is missing", "expected text",
    ):  # fmt: skip
        assert expected in words


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("5%", None), ("0.05", None), ("1", None), ("100%", None), ('"5%"', None), ("0", None),
        ("5", "write 5% or 0.05"), ("90", "write 90% or 0.9"), ("101%", "over 100%"), ("-1%", "no share"),
        ("five", "no share"), ("1e-2", "no share"), ("nan", "no share"), (".inf", "no share"),
        ("[5%]", "a list"),
    ],
)  # fmt: skip
def test_a_share_says_how_to_write_it(value: str, fault: str | None) -> None:
    found = faults(f"{HEAD}    evaluation: {{min_pass_rate: {value}}}\n")
    assert [message for _, _, message in found if fault and fault in message] or (fault is None and not found), found


@pytest.mark.parametrize(
    "day", ["2027-02-30", "2027-13-01", "0000-01-01", "2027-1-4", "10000-01-01", "soon", "20270114"]
)
def test_an_impossible_day_is_a_fault_at_the_day(day: str) -> None:
    assert [(line, column) for line, column, _ in faults(f"{HEAD}    retires: {day}\n")] == [(5, 14)]


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../x", "file:///etc/hosts", "~/x", "C:\\x", "..\\x", "\\\\host\\x"]
)
def test_a_path_out_of_the_repository_is_refused_and_not_shown(path: str) -> None:
    found = faults(f"{HEAD}    prompts: [{{path: '{path}', version: 1}}]\n")
    assert len(found) == 1
    assert "leaves the repository" in found[0][2]
    assert path not in found[0][2]


def test_an_entry_with_a_fault_does_not_hide_the_others() -> None:
    result = read(HEAD + "  other: {model: claude-sonnet-5, colour: red}\n  third: {model: claude-opus-4-8}\n")
    assert result.manifest is not None
    assert list(result.manifest.entries) == ["chat", "third"]
    assert result.manifest.names == ("chat", "other", "third")
    assert len(result.findings) == 1


EQUAL = {
    "anchors and merge keys": (
        "version: 1\nmodels:\n  a: &a\n    model: &m openai/gpt-5.4-2026-03-05\n    fallbacks: [*m]\n  b:\n    <<: *a\n"
    ),
    "flow": (
        "{version: 1, models: {a: {model: openai/gpt-5.4-2026-03-05, fallbacks: [openai/gpt-5.4-2026-03-05]},"
        " b: {model: openai/gpt-5.4-2026-03-05, fallbacks: [openai/gpt-5.4-2026-03-05]}}}"
    ),
    "JSON": (
        '{"version": 1, "models": {"a": {"model": "openai/gpt-5.4-2026-03-05", "fallbacks": ["openai/gpt-5.4-2026-03-05"]},'
        ' "b": {"model": "openai/gpt-5.4-2026-03-05", "fallbacks": ["openai/gpt-5.4-2026-03-05"]}}}'
    ),
    "override of a merged key": (
        "version: 1\nmodels:\n  a: &a {model: openai/gpt-5.4-2026-03-05, fallbacks: [openai/gpt-5.4-2026-03-05]}\n"
        "  b:\n    <<: [*a, {model: claude-opus-4-8}]\n    model: openai/gpt-5.4-2026-03-05\n"
    ),
}
BLOCK = "version: 1\nmodels:\n" + "".join(
    f"  {name}:\n    model: openai/gpt-5.4-2026-03-05\n    fallbacks:\n      - openai/gpt-5.4-2026-03-05\n"
    for name in "ab"
)


@pytest.mark.parametrize("style", EQUAL)
def test_every_way_to_write_it_means_the_same(style: str) -> None:
    result, plain = read(EQUAL[style]), read(BLOCK)
    assert result.findings == plain.findings == ()
    assert result.manifest
    assert plain.manifest
    specs = {name: entry.spec for name, entry in result.manifest.entries.items()}
    assert specs == {name: entry.spec for name, entry in plain.manifest.entries.items()}


@pytest.mark.parametrize(
    "data",
    [
        BLOCK.encode("utf-8-sig"), BLOCK.replace("\n", "\r\n").encode(), BLOCK.replace("\n", "\r").encode(),
        BLOCK.encode("utf-16"), BLOCK.encode("utf-16-le"), BLOCK.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + BLOCK.encode("utf-32-le"), BLOCK.rstrip("\n").encode(),
    ],
)  # fmt: skip
def test_encoding_and_line_ends_change_no_place(data: bytes) -> None:
    result, plain = read(data), read(BLOCK)
    assert result.findings == ()
    assert result.manifest
    assert plain.manifest
    places = [(item.field, item.location) for item in result.manifest.models()]
    assert places == [(item.field, item.location) for item in plain.manifest.models()]


def test_a_finding_begins_at_the_first_character_of_the_id() -> None:
    result = read('version: 1\nmodels:\n  ä: {model: "claude-sonnet-5"} \x85 \n'.replace(" \x85", ""))
    assert result.manifest
    (named,) = result.manifest.models()
    assert (named.location.line, named.location.column, named.location.end_column) == (3, 15, 30)
    assert named.exact


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "empty"), ("# nothing\n", 1, "empty"), ("---\n", 1, "empty"), ("null\n", 1, "empty"),
        ("version: 1\nmodels:\n\tchat: {}\n", 3, "tab"),
        ("version: 1\nmodels:\n  chat: {model: @x}\n", 3, "quotes"),
        ("version: 1\nmodels:\n  chat: [\n", 4, "not YAML"),
        ("version: 1\nmodels:\n  chat: {model: a\x01b}\n", 3, "U+0001"),
        ("version: 1\nmodels: {}\n---\nversion: 1\n", 3, "second YAML document"),
        ("version: 1\nmodels:\n  a: *nowhere\n", 3, "anchor"),
        ("version: 1\nmodels: &m\n  a: *m\n", 3, "never end"),
        ("version: 1\nmodels:\n  a: {model: !!python/name:os.system x}\n", 3, "tag"),
        ("version: 1\nmodels:\n  a: {model: !!binary x}\n", 3, "tag"),
        ("version: 1\nmodels:\n  ? [a, b]\n  : {model: x}\n", 3, "key must be text"),
        ("version: 2\nmodels: {}\n", 1, "version"),
        ("version: 1\nmodels:\n  a: b\n  c: {model: d}\n", 3, "expected a mapping"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_why(text: str, line: int, word: str) -> None:
    found = faults(text, claimed=True)
    assert found
    assert any(place == line and word in message for place, _, message in found), found


def test_bytes_that_are_no_text_are_a_fault() -> None:
    assert [line for line, _, _ in faults("version: 1\nmodels: {a: {model: ü}}".encode("latin-1"))] == [2]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "a: " + "{a: " * 100_000, "\n".join(" " * n + "a:" for n in range(300))]
)
def test_depth_is_a_limit_with_a_name(text: str) -> None:
    (found,) = read(text).findings
    assert found.rule == "MG901"
    assert "200 levels" in found.message


def test_aliases_are_a_limit_with_a_name() -> None:
    many = "version: 1\nx: &x a\nmodels:\n" + "  - *x\n" * 1_001
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    for text, word in ((many, "1,000 YAML aliases"), (bomb, "1,000,000 values")):
        found = read(text).findings
        assert [item.rule for item in found] == ["MG901"]
        assert word in found[0].message


def _repo(root: Path, name: str, text: str) -> Path:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    return root


@pytest.mark.parametrize("name", ["models.yaml", "models.yml", "config/models.yaml", "modelguard.yaml"])
def test_it_is_found_by_its_names(tmp_path: Path, name: str) -> None:
    result = load_manifest(_repo(tmp_path, name, HEAD), Settings(root=tmp_path), speller())
    assert result.path == name
    assert result.manifest


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared samples are not beside the repository")
def test_other_peoples_files_are_left_alone_with_one_note(tmp_path: Path) -> None:
    files = [*(SHARED / "samples/models_yaml").iterdir(), SHARED / "samples/renovate/models.yaml"]
    assert len(files) > 8
    for file in files:
        _repo(tmp_path, "models.yaml", file.read_text())
        result = load_manifest(tmp_path, Settings(root=tmp_path), speller())
        assert (result.path, result.manifest, result.findings) == (None, None, ()), file.name
        assert result.note, file.name
        assert "left alone" in result.note
        named = load_manifest(tmp_path, Settings(root=tmp_path, manifest="models.yaml"), speller())
        assert {item.rule for item in named.findings} == {"MG201"}, file.name


def test_a_named_manifest_has_to_be_there_and_inside(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    _repo(tmp_path, "outside.yaml", HEAD)
    for name in ("gone.yaml", "../outside.yaml", str(tmp_path / "outside.yaml")):
        with pytest.raises(UsageError):
            load_manifest(tmp_path / "repo", None, speller(), named=name)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared hostile inputs are not beside the repository")
def test_hostile_files_are_a_finding_or_a_note_and_never_a_crash() -> None:
    files = [*(SHARED / "hostile/yaml").glob("*.yaml"), *(SHARED / "hostile/yaml/models").iterdir()]
    assert len(files) > 30
    for file in files:
        for claimed in (False, True):
            result = read(file.read_bytes(), claimed=claimed)
            assert result.findings or result.note, file.name
            for item in result.findings:
                assert item.location.line >= 1
                assert len(item.message) < 500, file.name
                assert item.message.isprintable(), file.name
                assert "passwd" not in item.message


def test_a_file_over_a_megabyte_is_not_read(tmp_path: Path) -> None:
    _repo(tmp_path, "models.yaml", HEAD + "# " + "x" * 1_000_000)
    result = load_manifest(tmp_path, Settings(root=tmp_path), speller())
    assert [(item.rule, "1 MB" in item.message) for item in result.findings] == [("MG901", True)]


def test_somebody_elses_file_of_many_documents_is_left_alone() -> None:
    result = read("kind: Model\nname: a\n---\nkind: Model\n")
    assert (result.findings, result.path) == ((), None)
    assert result.note
