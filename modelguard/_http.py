"""What :mod:`modelguard.fetch` checks of an address and does to a body. Opens no connection itself."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

_RATIO_MATTERS_FROM = 1_000_000
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,100}")


class HopError(Exception):
    """An address, or an answer, that is not taken: the message says why in one clause."""


def origin_of(url: httpx.URL) -> str:
    """``scheme://host[:port]`` in lower case, without the scheme's own port."""
    host = url.host.lower()
    host = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{host}{f':{url.port}' if url.port else ''}"


def check_url(url: httpx.URL, origins: frozenset[str]) -> None:
    """Refuse every address that is not at one of ``origins``."""
    if url.scheme not in ("http", "https"):
        raise HopError("it leads to an address that is not https")
    if url.userinfo:
        raise HopError("it leads to an address with a user name in it")
    if origin_of(url) in origins:
        return
    host = url.host if _PLAIN_HOST.fullmatch(url.host) else "?"
    if url.scheme == "http" and f"https://{url.host.lower()}" in origins:
        raise HopError(f"it leads to {host} over http: only https is taken")
    raise HopError(f"it leads to {host}, which is not a listed host of this platform")


async def check_address(url: httpx.URL, *, private: bool) -> bool:
    """Resolve the host and refuse addresses of the inside; True where a proxy of the environment goes there.

    A proxy resolves names itself, often on networks that have no name server of their own.
    """
    if url.scheme == "https" and _has_proxy(url.host) and not _is_literal(url.host):
        return True
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            url.host, url.port or {"https": 443}.get(url.scheme, 80), type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        raise HopError("the host has no address: is there a network?") from error
    for *_, place in found:
        _check_ip(str(place[0]), private=private)
    return False


def check_peer(response: httpx.Response, *, private: bool, proxied: bool) -> None:
    """The machine that really answered: a name may resolve differently the second time."""
    stream: Any = response.extensions.get("network_stream")
    place = None if proxied or stream is None else stream.get_extra_info("server_addr")
    if isinstance(place, tuple) and not _has_proxy(response.url.host):
        _check_ip(str(place[0]), private=private)


def _check_ip(text: str, *, private: bool) -> None:
    address: Any = ipaddress.ip_address(text.split("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    never = address.is_link_local or address.is_multicast or address.is_unspecified
    if never or not (private or address.is_global):
        raise HopError("it leads to a private or local address")


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _has_proxy(host: str) -> bool:
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    return bool(proxies.get("https") or proxies.get("all")) and not proxy_bypass(host)


class Decoder:
    """Unpack a body piece by piece; never holds more than ``limit`` unpacked bytes."""

    def __init__(self, encoding: str, limit: int, ratio: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip"):
            raise HopError("it is packed in a way that was not asked for")
        self._limit, self._ratio = limit, ratio
        self._gzip: Any = zlib.decompressobj(31) if "gzip" in name else None
        self._packed = 0
        self._body = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next piece. Raises HopError where a limit is passed."""
        self._packed += len(chunk)
        while chunk:
            room = self._limit - len(self._body) + 1
            piece, chunk = (chunk, b"") if self._gzip is None else self._unpacked(chunk, room)
            self._body += piece
            self._check_size()

    def finish(self) -> bytes:
        """The whole body. Raises HopError where a packed one has no end."""
        if self._gzip is not None and not self._gzip.eof and self._packed:
            raise HopError("it is truncated: the packed body has no end")
        return bytes(self._body)

    def _unpacked(self, chunk: bytes, room: int) -> tuple[bytes, bytes]:
        if self._gzip.eof:  # gzip files may follow each other
            self._gzip = zlib.decompressobj(31)
        try:
            piece = self._gzip.decompress(chunk, room)
        except zlib.error as error:
            raise HopError("it says it is gzip and is not") from error
        return piece, self._gzip.unconsumed_tail or self._gzip.unused_data

    def _check_size(self) -> None:
        size = len(self._body)
        if size > self._limit:
            raise HopError(f"it is larger than {self._limit // 1_000_000} MB")
        if self._gzip is not None and size > _RATIO_MATTERS_FROM and size > self._packed * self._ratio:
            raise HopError(f"it unpacks to more than {self._ratio} times its size")


def transcoded(body: bytes, charset: str | None) -> bytes:
    """``body`` as UTF-8 where it is not and the header's charset fits; a header that lies changes nothing.

    What was transcoded gets a byte-order mark, so that a ``meta`` element cannot contradict it.
    """
    if charset is None or body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return body
    try:
        body.decode("utf-8")
        return body
    except UnicodeDecodeError:
        pass
    try:
        return b"\xef\xbb\xbf" + body.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return body


def wait_asked_for(header: str | None) -> float | None:
    """Seconds of a ``Retry-After`` header: a number or a date; ``None`` where it says neither."""
    text = (header or "").strip()
    if text.isdecimal() and len(text) < 10:
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
