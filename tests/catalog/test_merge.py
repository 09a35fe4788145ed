"""A page's rows taken into the catalog: what is newer wins, what is only repeated changes nothing."""

from __future__ import annotations

from datetime import date

from modelguard.catalogmerge import merge
from modelguard.providers import Lifecycle
from modelguard.types import DateKind, Evidence, Model, Pinning, Stage

PAGE = Evidence("https://example.com/page", date(2026, 11, 20))
OLD = Evidence("https://example.com/page", date(2026, 10, 1))
DAY = date(2027, 1, 14)


def row(id: str = "a", **facts: object) -> Lifecycle:
    return Lifecycle("openai", id, **{"date_kind": "exact" if facts.get("retires") else "unknown", **facts})  # type: ignore[arg-type]


def dated(**facts: object) -> Model:
    kept = {"retires": DAY, "date_kind": DateKind.EXACT, "evidence": (OLD,), "context_window": 8, **facts}
    return Model("openai", "a", **kept)  # type: ignore[arg-type]


def test_a_new_day_wins_and_limits_stay() -> None:
    (model,) = merge([dated()], [row(retires=date(2027, 2, 1))], evidence=PAGE)
    assert (model.retires, model.context_window, model.evidence) == (date(2027, 2, 1), 8, (PAGE,))


def test_what_a_page_only_repeats_changes_nothing() -> None:
    assert merge([dated()], [row(retires=DAY)], evidence=PAGE) == (dated(),)


def test_a_day_that_vanished_from_the_page_is_not_kept_alive() -> None:
    (model,) = merge([dated()], [row()], evidence=PAGE)
    assert (model.retires, model.date_kind) == (None, None)


def test_a_model_the_page_does_not_list_stays() -> None:
    found = merge([dated()], [row("b", retires=DAY)], evidence=PAGE)
    assert found[0] == dated()
    assert (found[1].id, found[1].evidence) == ("b", (PAGE,))


def test_of_two_announcements_the_newer_counts() -> None:
    first = row(retires=date(2026, 3, 26), deprecated=date(2025, 9, 26))
    second = row(retires=date(2026, 10, 23), deprecated=date(2026, 4, 22))
    for rows in ([first, second], [second, first]):
        (model,) = merge([], rows, evidence=PAGE)
        assert (model.retires, model.deprecated) == (date(2026, 10, 23), date(2026, 4, 22))


def test_of_two_days_on_one_page_the_earlier_counts_and_both_are_shown() -> None:
    (model,) = merge([], [row(retires=date(2027, 4, 6)), row(retires=date(2026, 9, 21))], evidence=PAGE)
    assert model.retires == date(2026, 9, 21)
    assert "2027-04-06" in (model.note or "")


def test_days_by_region_are_kept_where_they_differ() -> None:
    early = row(retires=date(2026, 9, 10), regions=("us-east-1",))
    late = row(retires=date(2026, 10, 17), regions=("ap-south-1", "ap-south-2"))
    (model,) = merge([], [late, early], evidence=PAGE)
    assert model.retires == date(2026, 9, 10)
    assert model.regions["ap-south-2"] == date(2026, 10, 17)
    (same,) = merge([], [early, row(retires=date(2026, 9, 10), regions=("eu-west-1",))], evidence=PAGE)
    assert same.regions == {}


def test_ids_the_page_joins_are_aliases_with_the_same_day() -> None:
    found = {model.id: model for model in merge([], [row(retires=DAY, aliases=("b",))], evidence=PAGE)}
    assert (found["b"].pinning, found["b"].resolves_to, found["b"].retires) == (Pinning.ALIAS, "a", DAY)


def test_azure_versions_are_models_of_their_own() -> None:
    (model,) = merge([], [Lifecycle("azure", "gpt-4o", version="2024-11-20")], evidence=PAGE)
    assert model.id == "gpt-4o@2024-11-20"


def test_a_floor_stays_a_floor_and_a_stated_stage_needs_no_day() -> None:
    floor = Lifecycle("openai", "a", retires=DAY, date_kind="not_before", status="Active")
    (model,) = merge([], [Lifecycle("openai", "a", retires=DAY, date_kind="not_before")], evidence=PAGE)
    assert (model.date_kind, model.stage(date(2028, 1, 1))) == (DateKind.NOT_BEFORE, Stage.ACTIVE)
    (stated,) = merge([], [row(status="Deprecated")], evidence=PAGE)
    assert stated.stage(date(2026, 1, 1)) is Stage.DEPRECATED
    assert merge([], [floor], evidence=PAGE)[0].status is None


def test_gone_stays_gone_while_the_page_moves_nothing() -> None:
    gone = dated(date_kind=DateKind.NOT_BEFORE, status=Stage.RETIRED)
    same = Lifecycle("openai", "a", retires=DAY, date_kind="not_before", status="stable")
    later = Lifecycle("openai", "a", retires=date(2027, 9, 1), date_kind="not_before", status="stable")
    assert merge([gone], [same], evidence=PAGE)[0].status is Stage.RETIRED
    assert merge([gone], [later], evidence=PAGE)[0].status is None


def test_a_replacement_is_never_the_model_itself() -> None:
    (model,) = merge([], [row(replacement=("a", "b"), rerouted_to="a")], evidence=PAGE)
    assert (model.replacement, model.rerouted_to) == (("b",), None)


def test_a_month_is_a_floor_and_no_day_of_release() -> None:
    june = row(retires=date(2027, 6, 1), precision="month", released=date(2026, 8, 1))
    (model,) = merge([], [june], evidence=PAGE)
    assert (model.retires, model.date_kind, model.released) == (date(2027, 6, 1), DateKind.NOT_BEFORE, None)


def test_the_dated_snapshot_is_what_the_joined_ids_point_to() -> None:
    joined = row("gpt-9", retires=DAY, aliases=("gpt-9-2026-01-02", "gpt-9-completions"))
    found = {model.id: model for model in merge([], [joined], evidence=PAGE)}
    assert found["gpt-9-2026-01-02"].resolves_to is None
    assert {found[id].resolves_to for id in ("gpt-9", "gpt-9-completions")} == {"gpt-9-2026-01-02"}


def test_another_wording_of_a_note_is_no_news() -> None:
    noted = dated(note="Read by a person.")
    assert merge([noted], [row(retires=DAY, note="use b")], evidence=PAGE) == (noted,)


def test_a_live_model_with_a_scheduled_end_is_active_until_then() -> None:
    (model,) = merge([], [row(retires=DAY, status="GA")], evidence=PAGE)
    assert [model.stage(day) for day in (date(2026, 11, 21), DAY)] == [Stage.ACTIVE, Stage.RETIRED]
    (legacy,) = merge([model], [row(retires=DAY, status="Legacy")], evidence=PAGE)
    assert legacy.stage(date(2026, 11, 21)) is Stage.LEGACY
    (silent,) = merge([legacy], [row(retires=date(2027, 2, 1))], evidence=PAGE)
    assert silent.stage(date(2026, 11, 21)) is Stage.LEGACY


def test_a_page_says_when_a_preview_is_one_no_more() -> None:
    (preview,) = merge([], [row(status="Preview")], evidence=PAGE)
    (stable,) = merge([preview], [row(status="GA")], evidence=PAGE)
    assert (preview.preview, stable.preview) == (True, False)
