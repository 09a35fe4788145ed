"""A catalog file is refused for the first thing that is wrong in it, by line, in one sentence."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelguard import catalogfile
from modelguard.catalogfile import CatalogFileError
from modelguard.types import DateKind, Evidence, Model, Pinning, Stage

HEAD = "platform: openai\nupdated: 2026-11-21\nmodels:\n"
SEEN = "  evidence: [{url: https://example.com/page, seen: 2026-11-20}]\n"


def row(*lines: str, seen: str = SEEN) -> str:
    return HEAD + "- id: gpt-x\n" + "".join(f"  {line}\n" for line in lines) + seen


REFUSED = {
    "a row without evidence": (row(seen=""), 4, '"evidence" is missing of gpt-x'),
    "empty evidence": (row(seen="  evidence: []\n"), 5, '"evidence" is missing of gpt-x'),
    "evidence that is no page": (row(seen="  evidence: [{url: a page, seen: 2026-11-20}]\n"), 5, '"url"'),
    "evidence on a day that does not exist": (
        row(seen="  evidence: [{url: https://example.com, seen: 2026-02-30}]\n"),
        5,
        "there is no day 2026-02-30",
    ),
    "an unknown key": (row("retirez: 2026-12-01"), 5, 'unknown key "retirez" of gpt-x: did you mean "retires"?'),
    "an unknown key at the top": (row() + "extra: 1\n", 6, 'unknown key "extra"'),
    "a replacement that is its own id": (row("replacement: [gpt-y, gpt-x]"), 4, "replacement of gpt-x is its own id"),
    "a day that does not exist": (row("retires: 2026-02-30", "date_kind: exact"), 5, "there is no day 2026-02-30"),
    "a day in another form": (row("released: 1 May 2026"), 5, "written YYYY-MM-DD"),
    "an alias of itself": (row("resolves_to: gpt-x"), 4, "resolves_to of gpt-x is its own id"),
    "its own id among its aliases": (row("aliases: [gpt-x]"), 4, "aliases of gpt-x is its own id"),
    "a day without its kind": (row("retires: 2026-12-01"), 4, "needs both retires and date_kind"),
    "a kind without a day": (row("date_kind: exact"), 4, "needs both retires and date_kind"),
    "a kind that is none": (row("retires: 2026-12-01", "date_kind: maybe"), 6, '"date_kind" of gpt-x is wrong'),
    "a pinned alias": (row("resolves_to: gpt-y", "pinning: pinned"), 4, "so its pinning is alias"),
    "a region before the earliest day": (
        row("retires: 2026-12-01", "date_kind: exact", "regions: {us-east-1: 2026-11-01}"),
        4,
        "not the earliest day of its regions",
    ),
    "a reroute to itself": (row("after: {rerouted_to: gpt-x}"), 4, "reroutes to its own id"),
    "an id twice": (row() + "- id: gpt-x\n" + SEEN, 6, 'the id "gpt-x" stands there twice'),
    "an alias that is another row": (row("aliases: [gpt-y]") + "- id: gpt-y\n" + SEEN, 7, '"gpt-y" stands there twice'),
    "a key twice": (row("pinning: alias", "pinning: alias"), 6, 'the key "pinning" stands there twice'),
    "an id with a space": (HEAD + "- id: gpt x\n" + SEEN, 4, '"id" of gpt x is wrong'),
    "a negative price": (row("input_price: -1"), 5, '"input_price" of gpt-x is wrong'),
    "a platform that is no name": (row().replace("openai", "Open AI"), 1, '"platform" is wrong'),
    "no day of update": (row().replace("updated: 2026-11-21\n", ""), 1, '"updated" is missing'),
    "text that is not YAML": (HEAD + "- id: [", 4, "it is not YAML"),
    "a YAML alias": (row("replacement: &r [gpt-y]", "aliases: *r"), 6, "YAML alias"),
    "a list for a file": ("- a\n", 1, "no mapping"),
    "an empty file": ("", 1, "no mapping"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused(name: str) -> None:
    text, line, words = REFUSED[name]
    with pytest.raises(CatalogFileError) as refused:
        catalogfile.read(text)
    assert words in str(refused.value)
    assert refused.value.line == line
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("deep", ["[" * 200_000, "{a: " * 200_000, "- " * 200_000, "models: " + "[" * 60 + "]" * 60])
def test_no_depth_brings_the_process_down(deep: str) -> None:
    with pytest.raises(CatalogFileError, match="nested deeper than 50 levels"):
        catalogfile.read(deep)


def test_all_faults_are_counted() -> None:
    with pytest.raises(CatalogFileError, match=r"\(1 more\)"):
        catalogfile.read(row("one: 1", "two: 2"))


def test_no_value_is_changed_by_yaml() -> None:
    found = catalogfile.read(HEAD + '- id: 12:30\n  family: on\n  vendor: "1e3"\n' + SEEN)
    assert (found.models[0].id, found.models[0].family, found.models[0].vendor) == ("12:30", "on", "1e3")


def test_after_is_fails_or_a_reroute() -> None:
    for after in ("{rerouted_to: gpt-y}", '"rerouted_to: gpt-y"'):
        assert catalogfile.read(row(f"after: {after}")).rows()["gpt-x"]["after"] == {"rerouted_to": "gpt-y"}
    assert catalogfile.read(row("after: fails")).rows()["gpt-x"]["after"] == "fails"


ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:/@#+-]{0,20}", fullmatch=True)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def models(draw: st.DrawFn) -> Model:
    id = draw(ids)
    other = draw(ids.filter(lambda name: name != id))
    retires = draw(st.none() | days)
    return Model(
        "openai",
        id,
        pinning=draw(st.none() | st.sampled_from(Pinning)),
        preview=draw(st.booleans()),
        vendor=draw(st.none() | st.text(min_size=1).filter(_is_yaml_text)),
        deprecated=draw(st.none() | days),
        retires=retires,
        date_kind=draw(st.sampled_from(DateKind)) if retires else None,
        status=draw(st.none() | st.sampled_from([Stage.LEGACY, Stage.DEPRECATED, Stage.RETIRED])),
        replacement=draw(st.sampled_from([(), (other,)])),
        note=draw(st.none() | st.text(min_size=1, max_size=80).filter(_is_yaml_text)),
        context_window=draw(st.none() | st.integers(1, 10**7)),
        capabilities=draw(st.frozensets(st.sampled_from(["tools", "vision"]))),
        input_price=draw(st.none() | st.integers(1, 10**6).map(lambda n: n / 1000)),
        evidence=(Evidence("https://example.com/a?b=c#d", draw(days)),),
    )


def _is_yaml_text(text: str) -> bool:
    return all(char.isprintable() for char in text)


@given(st.lists(models(), max_size=4, unique_by=lambda model: model.id))
def test_what_is_written_reads_back_the_same(found: list[Model]) -> None:
    from modelguard.catalog import _made

    text = catalogfile.write("openai", found, updated=date(2026, 11, 21))
    rows = catalogfile.read(text).rows()
    assert [_made("openai", id, rows[id]) for id in sorted(rows)] == sorted(found, key=lambda model: model.id)
    assert catalogfile.write("openai", reversed(found), updated=date(2026, 11, 21)) == text


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(CatalogFileError):
        catalogfile.read(text)


def test_the_schema_file_is_the_models_own() -> None:
    import json
    from pathlib import Path

    stored = Path(__file__).parents[2] / "rules" / "schema" / "catalog.schema.json"
    assert json.loads(stored.read_text()) == catalogfile.json_schema()
