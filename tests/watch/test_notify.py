"""A team is told through apprise, and the address of its channel is never shown."""

from __future__ import annotations

import builtins
import importlib
import json

import pytest
from hostile_server import Served
from test_outputs import retirement, watch

from modelguard.errors import UsageError
from modelguard.watch.notify import message, prepare, send, worth_telling


@pytest.fixture
def apprise() -> None:
    pytest.importorskip("apprise")


def test_a_webhook_gets_what_retires_and_where(server: Served, apprise: None) -> None:
    receivers = prepare([server.url.replace("http://", "json://") + "/hook"])
    assert send(receivers, watch(retirement()))
    path, raw = server.posted[0]
    told = json.loads(raw)
    assert path == "/hook"
    assert told["title"] == "Models that retire: 1"
    assert "gpt-4-0613 (openai) retires on 2026-12-05: use gpt-6-sol (in 14 days)" in told["message"]
    assert "src/app.py:4 entry chat, owner team-support" in told["message"]


def test_a_webhook_that_fails_is_known(server: Served, apprise: None, capfd: pytest.CaptureFixture[str]) -> None:
    receivers = prepare([server.url.replace("http://", "json://") + "/broken/secret-token"])
    assert not send(receivers, watch(retirement()))
    shown = capfd.readouterr()
    assert "secret-token" not in shown.out + shown.err


def test_an_address_that_is_none_is_wrong_usage_and_not_shown(apprise: None) -> None:
    with pytest.raises(UsageError) as refused:
        prepare(["nowhere://secret-token"])
    assert "secret-token" not in str(refused.value)
    assert "nowhere" in str(refused.value)


def test_without_apprise_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, *args: object) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UsageError, match=r"pip install 'modelguard-lint\[notify\]'"):
        prepare(["json://localhost"])
    assert builtins is not None


def test_a_quiet_run_tells_nobody() -> None:
    assert not worth_telling(watch())
    assert worth_telling(watch(errors=("openai: could not verify",)))


def test_a_message_fits_a_chat() -> None:
    assert len(message(watch(*(retirement(f"gpt-{n}") for n in range(200))))) < 3_600
