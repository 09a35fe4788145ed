"""What the bundled catalog says: every row proved, and the facts that naive tools get wrong."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from modelguard import catalogfile
from modelguard.catalog import Catalog
from modelguard.types import DateKind, Model, Pinning, Stage

DAY = date(2026, 11, 21)


def the(bundled: Catalog, platform: str, id: str) -> Model:
    model = bundled.find(platform, id)
    assert model is not None, f"{platform}/{id}"
    return model


def test_every_row_has_evidence_that_was_seen(bundled: Catalog) -> None:
    for model in bundled.models():
        assert model.evidence, model.id
        for fact in model.evidence:
            assert fact.url.startswith("https://"), model.id
            assert date(2025, 1, 1) <= fact.seen <= bundled.date, model.id


def test_the_files_are_as_the_writer_writes_them(bundled: Catalog) -> None:
    folder = Path(__file__).parents[2] / "rules" / "catalog"
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        updated = catalogfile.read(text).updated
        assert catalogfile.write(path.stem, bundled.models(path.stem), updated=updated) == text, path.name


def test_every_platform_of_the_contract_is_there(bundled: Catalog) -> None:
    wanted = "openai anthropic gemini vertex bedrock azure mistral cohere groq xai deepseek perplexity cerebras"
    assert set(wanted.split()) <= set(bundled.platforms)
    assert len(bundled) > 1500


def test_replacements_are_ids_and_known_ones(bundled: Catalog) -> None:
    unknown = {
        (model.platform, id)
        for model in bundled.models()
        for id in (*model.replacement, *filter(None, [model.rerouted_to]))
        if bundled.find(model.platform, id) is None
    }
    named_only_as_replacement = {
        ("azure", "MAI-Transcribe-1.5"), ("azure", "microsoft--phi-4"), ("azure", "TimeGPT-1"),
        ("azure", "TimegGPT-2.1"), ("azure", "mistralai-mistral-small-4-119b-2603"), ("azure", "tsuzumi2"),
    }  # fmt: skip
    assert unknown == named_only_as_replacement


def test_alias_targets_are_known_and_no_alias_themselves_forever(bundled: Catalog) -> None:
    for model in bundled.models():
        if model.resolves_to:
            assert model.pinning is Pinning.ALIAS, model.id
            target = the(bundled, model.platform, model.resolves_to)
            assert target.resolves_to != model.id


def test_days_are_in_order(bundled: Catalog) -> None:
    for model in bundled.models():
        if model.released and model.retires:
            assert model.released < model.retires, model.id
        if model.deprecated and model.retires and not model.regions:
            assert model.deprecated <= model.retires, model.id


def test_azure_ids_carry_their_version(bundled: Catalog) -> None:
    assert the(bundled, "azure", "gpt-4o@2024-11-20").pinning is Pinning.PINNED
    undated = the(bundled, "azure", "gpt-4o")
    assert (undated.pinning, undated.retires) == (Pinning.ALIAS, None)


@pytest.mark.parametrize("id", ["claude-sonnet-4-6", "claude-opus-4-7", "claude-opus-5", "claude-haiku-5-5"])
def test_claude_from_4_6_on_is_pinned_though_undated(bundled: Catalog, id: str) -> None:
    assert the(bundled, "anthropic", id).pinning is Pinning.PINNED


def test_claude_before_4_6_is_an_alias_without_its_date(bundled: Catalog) -> None:
    alias = the(bundled, "anthropic", "claude-sonnet-4-5")
    assert (alias.pinning, alias.resolves_to) == (Pinning.ALIAS, "claude-sonnet-4-5-20250929")


def test_a_floor_in_the_past_is_no_retirement(bundled: Catalog) -> None:
    haiku = the(bundled, "anthropic", "claude-haiku-4-5-20251001")
    assert (haiku.retires, haiku.date_kind) == (date(2026, 10, 15), DateKind.NOT_BEFORE)
    assert haiku.stage(DAY) is Stage.ACTIVE


def test_the_gemini_pages_days_are_floors(bundled: Catalog) -> None:
    lite = the(bundled, "gemini", "gemini-3.1-flash-lite")
    assert (lite.retires, lite.date_kind) == (date(2027, 5, 7), DateKind.NOT_BEFORE)
    assert the(bundled, "gemini", "gemini-2.0-flash").date_kind is DateKind.NOT_BEFORE


def test_what_the_gemini_page_greys_out_is_gone(bundled: Catalog) -> None:
    assert the(bundled, "gemini", "gemini-2.0-flash").stage(DAY) is Stage.RETIRED
    assert the(bundled, "gemini", "gemini-2.5-flash-image").stage(DAY) is not Stage.RETIRED


def test_an_undated_id_has_a_day_only_where_the_provider_says_so(bundled: Catalog) -> None:
    assert the(bundled, "openai", "gpt-5").retires == date(2026, 12, 11)
    assert "2026-12-11" not in str(the(bundled, "openai", "gpt-5.2").retires)
    assert the(bundled, "openai", "gpt-5.2").retires is None


def test_bedrock_days_differ_by_region_and_the_earliest_counts(bundled: Catalog) -> None:
    sonnet = the(bundled, "bedrock", "anthropic.claude-3-5-sonnet-20240620-v1:0")
    assert len(set(sonnet.regions.values())) > 1
    assert sonnet.retires == min(sonnet.regions.values())


def test_the_same_model_has_its_own_days_on_each_platform(bundled: Catalog) -> None:
    assert the(bundled, "anthropic", "claude-sonnet-4-5-20250929").retires == date(2026, 11, 30)
    assert the(bundled, "bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0").retires == date(2027, 4, 8)
    assert the(bundled, "openai", "gpt-4o-2024-11-20").retires == date(2027, 1, 14)
    assert the(bundled, "azure", "gpt-4o@2024-11-20").retires == date(2027, 4, 14)
    assert the(bundled, "vertex", "gemini-2.5-pro").retires == date(2026, 10, 20)
    assert the(bundled, "gemini", "gemini-2.5-pro").retires == date(2026, 12, 1)


def test_where_requests_are_rerouted_it_says_to_what(bundled: Catalog) -> None:
    grok = the(bundled, "xai", "grok-3")
    assert (grok.stage(DAY), grok.after, grok.rerouted_to) == (Stage.RETIRED, "rerouted", "grok-4.3")
    assert the(bundled, "gemini", "gemini-2.5-flash").rerouted_to == "gemini-3.5-flash-lite"


@pytest.mark.parametrize(
    ("platform", "id", "target"),
    [
        ("openai", "gpt-4", "gpt-4-0613"),
        ("openai", "gpt-3.5-turbo", "gpt-3.5-turbo-0125"),
        ("openai", "gpt-4-turbo", "gpt-4-turbo-2024-04-09"),
        ("openai", "gpt-4o", "gpt-4o-2024-08-06"),
        ("mistral", "mistral-large-latest", "mistral-large-2512"),
        ("cohere", "command-r", "command-r-03-2024"),
        ("openai", "chat-latest", None),
        ("gemini", "gemini-flash-latest", None),
    ],
)
def test_aliases_say_what_they_point_to_where_it_is_known(
    bundled: Catalog, platform: str, id: str, target: str | None
) -> None:
    alias = the(bundled, platform, id)
    assert (alias.pinning, alias.resolves_to) == (Pinning.ALIAS, target)


@pytest.mark.parametrize(
    ("platform", "id"),
    [
        ("openai", "text-davinci-003"), ("openai", "gpt-4-0314"), ("openai", "gpt-3.5-turbo-0613"),
        ("anthropic", "claude-2"), ("anthropic", "claude-instant-1"), ("gemini", "gemini-pro"),
        ("vertex", "text-bison@001"), ("bedrock", "anthropic.claude-v2:1"), ("azure", "gpt-35-turbo@0613"),
        ("mistral", "open-mixtral-8x7b"), ("groq", "llama3-70b-8192"), ("cohere", "embed-english-v2.0"),
    ],
)  # fmt: skip
def test_what_old_code_still_calls_is_known_as_gone(bundled: Catalog, platform: str, id: str) -> None:
    assert the(bundled, platform, id).stage(DAY) is Stage.RETIRED


def test_no_row_of_a_stored_page_lost_its_day_or_its_evidence(bundled: Catalog, shared: Path) -> None:
    newer = _announced(shared)
    for path in sorted((shared / "truth").glob("*.tsv")):
        platform = path.name.split(".")[0]
        for row in _rows(path):
            if row["expect"] != "emit" or row["effective"] != "yes":
                continue
            id = _id(platform, row)
            model = the(bundled, platform, id)
            assert model.evidence, id
            if (platform, row["model_id"]) in newer or not row["retirement_date"]:
                continue
            day = date.fromisoformat(row["retirement_date"])
            assert model.retires is not None, (platform, id)
            assert model.retires <= day, (platform, id, "the earlier day counts")
            assert model.retires == day or model.regions or model.note, (platform, id, model.retires, day)


def _rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _id(platform: str, row: dict[str, str]) -> str:
    version = re.search(r"version=([^;]+)", row["variant"])
    named = platform == "azure" and version and version.group(1) != "—"
    return f"{row['model_id']}@{version.group(1)}" if named and version else row["model_id"]


def _announced(shared: Path) -> set[tuple[str, str]]:
    return {(row["platform"], row["model_id"].split(" ")[0]) for row in _rows(shared / "fresh" / "announcements.tsv")}
