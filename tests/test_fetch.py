"""Promises of the fetcher, held against a real server on loopback that misbehaves."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelguard.fetch import Failed, Fetched, Limits, NotModified, Outcome, Request, fetch_all

sys.path.insert(0, str(Path(__file__).parent / "watch"))
from hostile_server import OK_PAGE, Served, serve

QUICK = Limits(deadline=3.0, backoff=0.01)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serve() as served:
        yield served


def get(server: Served, path: str, *, limits: Limits = QUICK, **more: object) -> Outcome:
    request = Request(server.url + path, frozenset({server.url}), private=True, **more)  # type: ignore[arg-type]
    return fetch_all([request], limits=limits)[0]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/redirect-loop", "too many redirects"),
        ("/redirect-chain/30", "too many redirects"),
        ("/redirect-private", "not a listed host"),
        ("/redirect-localhost/hex", "not a listed host"),
        ("/redirect-localhost/dot", "not a listed host"),
        ("/redirect-file", "not https"),
        ("/redirect-other-host", "not a listed host"),
        ("/redirect-no-location", "without saying where"),
        ("/endless", "larger than 10 MB"),
        ("/gzip-bomb", "larger than 10 MB|200 times"),
        ("/gzip-bomb/small", "200 times"),
        ("/gzip-cut", "truncated"),
        ("/br", "not asked for"),
        ("/short-body", "before the whole page came"),
        ("/status/304", "nothing is stored"),
        ("/status/403", "HTTP 403"),
        ("/status/404", "HTTP 404"),
        ("/status/429", "HTTP 429.*3,600 s"),
        ("/status/500", "HTTP 500"),
        ("/empty-200", "empty"),
        ("/wrong-type", "content type"),
        ("/header-bomb", "more headers"),
        ("/close", "connection ended"),
    ],
)
def test_a_bad_answer_is_a_named_failure(server: Served, path: str, why: str) -> None:
    import re

    outcome = get(server, path)
    assert isinstance(outcome, Failed)
    assert re.search(why, outcome.reason)


@pytest.mark.parametrize("path", ["/ok", "/redirect-chain/2", "/redirect-chain/5", "/charset-header-lies", "/gzip"])
def test_a_whole_page_arrives_byte_by_byte(server: Served, path: str) -> None:
    outcome = get(server, path)
    assert isinstance(outcome, Fetched)
    assert outcome.body == OK_PAGE


def test_a_slow_drip_ends_at_the_deadline(server: Served) -> None:
    started = time.monotonic()
    outcome = get(server, "/slow-drip", limits=Limits(deadline=0.6))
    assert outcome == Failed("no whole answer within 0.6 s")
    assert time.monotonic() - started < 2


def test_a_fault_is_retried_twice_and_no_more(server: Served) -> None:
    before = server.times("/status/500")
    get(server, "/status/500")
    assert server.times("/status/500") - before == 3


def test_a_refusal_is_not_retried(server: Served) -> None:
    before = server.times("/status/403")
    get(server, "/status/403")
    assert server.times("/status/403") - before == 1


def test_a_long_wait_asked_for_is_not_waited_out(server: Served) -> None:
    before = server.times("/status/429")
    get(server, "/status/429")
    assert server.times("/status/429") - before == 1


def test_a_short_fault_is_overcome(server: Served) -> None:
    assert isinstance(get(server, "/flaky/1"), Fetched)


def test_a_short_wait_asked_for_is_waited_out(server: Served) -> None:
    server.pages["/busy"] = (429, {"Retry-After": "1"}, b"no")
    started = time.monotonic()
    get(server, "/busy", limits=Limits(deadline=1.5, backoff=0.01))
    assert server.times("/busy") == 2
    assert time.monotonic() - started >= 1


def test_a_charset_in_the_header_counts_where_the_bytes_are_not_utf8(server: Served) -> None:
    outcome = get(server, "/latin1")
    assert isinstance(outcome, Fetched)
    assert "Modèles" in outcome.body.decode("utf-8-sig")
    assert outcome.body.startswith(b"\xef\xbb\xbf")


def test_a_stored_copy_is_asked_for_with_its_validators(server: Served) -> None:
    server.pages["/tagged"] = (200, {"ETag": '"one"'}, OK_PAGE)
    first = get(server, "/tagged")
    assert isinstance(first, Fetched)
    assert first.etag == '"one"'
    again = get(server, "/tagged", etag=first.etag, stored_from=first.url)
    assert again == NotModified(server.url + "/tagged")


def test_validators_of_another_address_are_not_sent(server: Served) -> None:
    server.pages["/moved"] = (200, {"ETag": '"one"'}, OK_PAGE)
    outcome = get(server, "/moved", etag='"one"', stored_from=server.url + "/before")
    assert isinstance(outcome, Fetched)


def test_every_request_says_who_asks_and_for_english(server: Served) -> None:
    get(server, "/ok")
    headers = server.asked[-1][1]
    assert headers["user-agent"].startswith("modelguard/")
    assert headers["accept-language"] == "en"
    assert headers["accept-encoding"] == "gzip"


def test_cookies_are_never_sent_back(server: Served) -> None:
    requests = [Request(server.url + "/cookie", frozenset({server.url}), private=True)] * 3
    fetch_all(requests, limits=Limits(concurrency=1))
    assert "cookie" not in server.asked[-1][1]


def test_an_answer_that_repeats_the_key_is_refused(server: Served) -> None:
    outcome = get(server, "/echo", secret={"Authorization": "Bearer sk-very-secret"})
    assert outcome == Failed("the answer repeats the key")


def test_a_key_that_no_header_may_hold_is_not_shown(server: Served) -> None:
    outcome = get(server, "/ok", secret={"Authorization": "Bearer sk-very\nsecret"})
    assert isinstance(outcome, Failed)
    assert "secret" not in outcome.reason


def test_a_local_address_needs_the_settings_to_name_it(server: Served) -> None:
    outcome = fetch_all([Request(server.url + "/ok", frozenset({server.url}))], limits=QUICK)[0]
    assert outcome == Failed("it leads to a private or local address")


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "224.0.0.1"])
def test_some_addresses_are_refused_even_where_they_are_named(host: str) -> None:
    origin = f"http://{host}"
    outcome = fetch_all([Request(origin + "/", frozenset({origin}), private=True)], limits=QUICK)[0]
    assert outcome == Failed("it leads to a private or local address")


def test_a_server_that_is_not_there_is_a_failure() -> None:
    import socket

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"
    outcome = fetch_all([Request(origin, frozenset({origin}), private=True)], limits=QUICK)[0]
    assert outcome == Failed("no connection to the server")


def test_a_proxy_setting_that_cannot_be_used_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks9://nowhere")
    outcome = fetch_all([Request("https://example.com/", frozenset({"https://example.com"}))], limits=QUICK)[0]
    assert isinstance(outcome, Failed)


def test_many_pages_are_fetched_at_once(server: Served) -> None:
    counts: list[int] = []
    requests = [Request(f"{server.url}/ok?{n}", frozenset({server.url}), private=True) for n in range(30)]
    server.pages |= {f"/ok?{n}": (200, {}, OK_PAGE) for n in range(30)}
    outcomes = fetch_all(requests, limits=QUICK, progress=counts.append)
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert counts == list(range(1, 31))
