"""Which sources a run asks: the providers' own, or what the settings put in their place.

``sources`` in the settings maps ``platform`` or ``platform/page`` to an address (``""`` or ``off``: not
at all). An https address allows its own host, on one's own network too; http is only taken for this very
machine. A key goes to the provider's own host or to this machine, never to a host from the settings.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from modelguard.errors import UsageError
from modelguard.providers import Lifecycle, Page, Provider
from modelguard.types import record

_OFF = ("", "off", "false")
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


@record
class Source:
    """One page of one platform and where it is to be had. ``key`` names it in the cache."""

    platform: str
    page: Page
    url: str
    origins: frozenset[str]
    private: bool = False
    secret: Mapping[str, str] | None = None

    @property
    def key(self) -> str:
        """The same page from another address is another copy."""
        return f"{self.platform}/{self.page.name} {self.url}"


def configured(
    settings: Mapping[str, str],
    *,
    only: tuple[str, ...] = (),
    lenient: bool = False,
    environ: Mapping[str, str] | None = None,
) -> tuple[Source, ...]:
    """Every source to ask, in the order of the platforms. Raises UsageError for a bad setting.

    ``lenient``: names in ``only`` may be platforms that have no pages.
    """
    from modelguard.providers._read import providers

    known = providers()
    _refuse_unknown(settings, known, () if lenient else only)
    found = []
    for name in sorted(known):
        if not only or name in only:
            found += list(_of(known[name], settings, os.environ if environ is None else environ))
    return tuple(found)


def _of(provider: Provider, settings: Mapping[str, str], environ: Mapping[str, str]) -> Iterator[Source]:
    """The sources of one platform. A models API is asked only where its key is in the environment.

    An address for the platform as a whole stands for all of its pages, not for its API.
    """
    hosts = frozenset(f"https://{host}" for host in provider.hosts)
    if (general := settings.get(provider.platform)) is not None and not _is_off(general):
        origin = frozenset({_origin(general, f"sources.{provider.platform}")})
        yield Source(provider.platform, _any_page(provider, general), general, origin, private=True)
    for page in provider.pages:
        key = environ.get(page.key_env, "").strip() if page.key_env else ""
        named = settings.get(f"{provider.platform}/{page.name}")
        replaced = named is None and (general is not None or not page.url) and page.key_env is None
        if replaced or (page.key_env and not key) or (named is not None and _is_off(named)):
            continue
        url = named or page.url
        origin_ = _origin(url, f"sources.{provider.platform}/{page.name}")
        origins = frozenset({origin_}) if named else hosts | {origin_}
        secret = _secret(page, key, origin_ if named else None)
        yield Source(provider.platform, page, url, origins, named is not None, secret)


def _is_off(address: str) -> bool:
    return address.strip().lower() in _OFF


def _any_page(provider: Provider, url: str) -> Page:
    """What stands at a platform's address in the settings: whichever of its pages it turns out to be."""

    def read(body: bytes, day: date) -> tuple[Lifecycle, ...]:
        from modelguard.providers._read import read_page

        return read_page(provider, body, day)[1]

    return Page("page", url, read)


def _secret(page: Page, key: str, named_origin: str | None) -> Mapping[str, str] | None:
    if not key or page.headers is None:
        return None
    own = urlsplit(page.url)
    if named_origin not in (None, f"https://{own.netloc}") and not _is_this_machine(named_origin or ""):
        return None
    return page.headers(key)


def _origin(url: str, where: str) -> str:
    """The origin of an address; http only on this machine. Raises UsageError."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise UsageError(f"{where}: the address is not valid: write https://host/path") from None
    if not host or parts.username is not None or parts.scheme not in ("http", "https"):
        raise UsageError(f"{where}: the address is not valid: write https://host/path")
    if parts.scheme == "http" and host not in _THIS_MACHINE:
        raise UsageError(f"{where}: http is only taken on this machine (127.0.0.1): write https://")
    default = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{f':{port}' if port and port != default else ''}"


def _is_this_machine(origin: str) -> bool:
    return (urlsplit(origin).hostname or "") in _THIS_MACHINE


def _refuse_unknown(settings: Mapping[str, str], known: Mapping[str, Provider], only: tuple[str, ...]) -> None:
    """A name that is no platform, or no page of one, is a typing error and never silently nothing."""
    names = set(known) | {f"{item.platform}/{page.name}" for item in known.values() for page in item.pages}
    for name in settings:
        if name not in names:
            raise UsageError(f"sources: there is no source '{name[:60]}': known are {', '.join(sorted(names))}")
    for name in only:
        if name not in known:
            raise UsageError(f"there are no pages of a platform '{name[:60]}': known are {', '.join(sorted(known))}")
