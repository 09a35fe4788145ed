"""The settings say where pages come from, and cannot be used to carry a key away."""

from __future__ import annotations

import pytest

from modelguard.errors import UsageError
from modelguard.watch.sources import configured

KEY = {"OPENAI_API_KEY": "sk-very-secret"}


def test_every_platform_is_asked_over_https() -> None:
    sources = configured({}, environ={})
    assert {"openai", "anthropic", "gemini", "bedrock"} <= {source.platform for source in sources}
    assert all(source.url.startswith("https://") and not source.private for source in sources)


def test_an_api_is_asked_only_with_its_key() -> None:
    assert not [one for one in configured({}, environ={}) if one.secret]
    asked = [one for one in configured({}, only=("openai",), environ=KEY) if one.secret]
    assert [one.page.key_env for one in asked] == ["OPENAI_API_KEY"]


def test_an_address_in_the_settings_stands_for_the_pages_of_its_platform() -> None:
    sources = configured({"openai": "http://127.0.0.1:8080/p"}, only=("openai",), environ={})
    assert [(one.url, one.private, one.origins) for one in sources] == [
        ("http://127.0.0.1:8080/p", True, frozenset({"http://127.0.0.1:8080"}))
    ]


def test_a_source_can_be_switched_off() -> None:
    assert {one.page.name for one in configured({"openai/deprecations": "off"}, only=("openai",), environ=KEY)} == {
        "models"
    }


def test_a_key_never_goes_to_a_host_that_the_settings_name() -> None:
    settings = {"openai/models": "https://mirror.example.com/v1/models"}
    sources = configured(settings, only=("openai",), environ=KEY)
    assert not [one for one in sources if one.secret]


@pytest.mark.parametrize(
    "address",
    ["http://example.com/p", "http://10.0.0.1/p", "ftp://example.com/p", "file:///etc/passwd", "https://u:p@example.com/",
     "https://", "nonsense", "http://127.0.0.1.example.com/", "https://example.com:99999/"],
)  # fmt: skip
def test_an_address_that_is_not_safe_is_wrong_usage(address: str) -> None:
    with pytest.raises(UsageError):
        configured({"openai": address}, environ={})


def test_a_name_that_is_no_source_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="there is no source 'opnai'"):
        configured({"opnai": "https://example.com"}, environ={})
    with pytest.raises(UsageError, match="no pages of a platform 'opnai'"):
        configured({}, only=("opnai",), environ={})
