"""A page is believed or refused as a whole, and what was believed last is kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import TODAY
from hostile_server import OK_PAGE, Served
from small_pages import MARKDOWN, OLD, page

from modelguard.fetch import Limits
from modelguard.pagecache import PageCache
from modelguard.watch import Reading, SourceState
from modelguard.watch.refresh import Asking, refresh
from modelguard.watch.sources import configured

QUICK = Limits(deadline=2.0, backoff=0.01)
LOGIN = b"<html><title>Sign in</title><body><form>Sign in to continue</form></body></html>"


def read(server: Served, cache: Path, path: str = "/page", *, day: date = TODAY, **asking: object) -> Reading:
    sources = configured({"openai": server.url + path}, only=("openai",), environ={})
    made = Asking(limits=QUICK, **asking)  # type: ignore[arg-type]
    return refresh(sources, day=day, cache=PageCache(cache), asking=made)[0]


def put(server: Served, body: bytes, *, tag: str = "", kind: dict[str, str] = MARKDOWN) -> None:
    server.pages["/page"] = (200, {**kind, **({"ETag": f'"{tag}"'} if tag else {})}, body)


@pytest.mark.parametrize("path", ["/ok", "/redirect-chain/2", "/charset-header-lies"])
def test_a_good_page_gives_its_six_rows(server: Served, tmp_path: Path, path: str) -> None:
    reading = read(server, tmp_path, path)
    assert reading.state is SourceState.FETCHED
    assert len(reading.rows) == 6


@pytest.mark.parametrize(
    "path",
    [
        "/login", "/redirect-loop", "/redirect-chain/30", "/redirect-private", "/redirect-localhost/hex",
        "/redirect-file", "/redirect-other-host", "/redirect-no-location", "/gzip-bomb", "/short-body",
        "/status/304", "/status/403", "/status/404", "/status/429", "/status/500", "/empty-200", "/wrong-type",
        "/header-bomb", "/close", "/slow-drip", "/endless",
    ],
)  # fmt: skip
def test_a_bad_answer_keeps_the_last_good_rows_and_says_why(server: Served, tmp_path: Path, path: str) -> None:
    sources = configured({"openai": server.url + path}, only=("openai",), environ={})
    server.pages[path] = (200, dict(MARKDOWN), page())
    good = refresh(sources, day=TODAY, cache=PageCache(tmp_path), asking=Asking(limits=QUICK))[0]
    del server.pages[path]
    bad = refresh(
        sources, day=TODAY + timedelta(days=1), cache=PageCache(tmp_path),
        asking=Asking(limits=Limits(deadline=0.7, backoff=0.01)),
    )[0]  # fmt: skip
    assert bad.failed
    assert bad.reason
    assert bad.rows == good.rows
    assert bad.seen == TODAY


def test_an_unchanged_page_is_not_read_again(server: Served, tmp_path: Path) -> None:
    put(server, page(), tag="one")
    first = read(server, tmp_path)
    again = read(server, tmp_path, day=TODAY + timedelta(days=3))
    assert again.state is SourceState.NOT_MODIFIED
    assert again.rows == first.rows
    assert again.seen == TODAY + timedelta(days=3)


def test_offline_asks_nobody(server: Served, tmp_path: Path) -> None:
    put(server, page())
    online = read(server, tmp_path)
    asked = len(server.asked)
    offline = read(server, tmp_path, day=TODAY + timedelta(days=9), offline=True)
    assert len(server.asked) == asked
    assert (offline.state, offline.rows, offline.seen) == (SourceState.STORED, online.rows, TODAY)


def test_a_page_that_lost_most_of_its_rows_is_refused(server: Served, tmp_path: Path) -> None:
    put(server, page())
    read(server, tmp_path)
    put(server, page(OLD[:1]))
    reading = read(server, tmp_path)
    assert reading.state is SourceState.REFUSED
    assert len(reading.rows) == 6


def test_a_person_can_accept_what_the_guards_refuse(server: Served, tmp_path: Path) -> None:
    put(server, page())
    read(server, tmp_path)
    put(server, page(OLD[:1]))
    reading = read(server, tmp_path, trusted=frozenset({"openai"}))
    assert reading.state is SourceState.FETCHED
    assert len(reading.rows) == 1


def test_a_refused_page_is_asked_for_anew_next_time(server: Served, tmp_path: Path) -> None:
    put(server, page(), tag="good")
    read(server, tmp_path)
    put(server, LOGIN, tag="login", kind={"Content-Type": "text/html"})
    assert read(server, tmp_path).state is SourceState.REFUSED
    assert read(server, tmp_path).state is SourceState.REFUSED
    put(server, page(), tag="good")
    assert read(server, tmp_path).state is SourceState.NOT_MODIFIED


def test_other_parsers_read_the_stored_page_anew(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from modelguard.watch import refresh as module

    put(server, page(), tag="one")
    first = read(server, tmp_path)
    monkeypatch.setattr(module, "parsers", lambda: "other")
    assert read(server, tmp_path).rows == first.rows


@pytest.mark.parametrize("folder", ["html"])
def test_every_stored_hostile_page_is_read_or_refused_and_never_raises(
    server: Served, tmp_path: Path, shared: Path, folder: str
) -> None:
    for number, file in enumerate(sorted((shared / "hostile" / folder).iterdir())):
        kind = {"Content-Type": "text/markdown" if file.suffix == ".md" else "text/html"}
        put(server, file.read_bytes(), kind=kind)
        reading = read(server, tmp_path / str(number))
        assert reading.state is SourceState.FETCHED or reading.reason, file.name


def test_a_key_is_in_no_reading_and_in_no_file(server: Served, tmp_path: Path) -> None:
    import json

    answer = {"object": "list", "data": [{"id": "gpt-4-0613", "object": "model", "shutdown_date": "2026-12-01"}]}
    server.pages["/v1"] = (200, {"Content-Type": "application/json"}, json.dumps(answer).encode())
    sources = configured(
        {"openai": "off", "openai/models": server.url + "/v1"}, only=("openai",),
        environ={"OPENAI_API_KEY": "sk-very-secret"},
    )  # fmt: skip
    readings = refresh(sources, day=TODAY, cache=PageCache(tmp_path), asking=Asking(limits=QUICK))
    reading = next(one for one in readings if one.api)
    assert reading.state is SourceState.FETCHED
    assert server.asked[-1][1]["authorization"] == "Bearer sk-very-secret"
    assert "sk-very-secret" not in repr(readings)
    assert all(b"sk-very-secret" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_the_control_page_is_what_the_server_sends() -> None:
    assert OK_PAGE.count(b"<code>gpt-4") == 6
