"""Fetch pages: the only module that opens a socket.

Every answer is a value: :class:`Fetched`, :class:`NotModified` or :class:`Failed` with a reason. A page
comes over https from a listed origin, within limits of bytes, headers, hops and time; each hop of a
redirect is checked like the first. No reason ever repeats what a server or a header said, so that
neither a key nor a page's text can reach an output by way of an error.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from modelguard import __version__
from modelguard._http import Decoder, HopError, check_address, check_peer, check_url, origin_of, transcoded
from modelguard._http import wait_asked_for as _wait_asked_for
from modelguard._outcomes import Failed, Fetched, Limits, NotModified, Outcome, Request

if TYPE_CHECKING:
    import httpx

__all__ = ["Failed", "Fetched", "Limits", "NotModified", "Outcome", "Request", "fetch_all"]

USER_AGENT = f"modelguard/{__version__} (+https://pypi.org/project/modelguard-lint/)"
ACCEPT = "text/markdown, text/html;q=0.9, application/json;q=0.9, text/plain;q=0.8"
_TYPES = (
    "text/html",
    "text/markdown",
    "text/x-markdown",
    "text/plain",
    "application/xhtml+xml",
    "application/json",
)
_REDIRECTS = (301, 302, 303, 307, 308)
_RETRIED = (429, 500, 502, 503, 504)
_MEANING = {
    401: "the key is missing or not accepted", 403: "the server forbids it", 404: "the page is not there",
    410: "the page is gone", 429: "too many requests",
}  # fmt: skip


class _AttemptError(Exception):
    """One attempt failed. ``retry``: whether another may succeed; ``wait``: seconds the server asks for."""

    def __init__(self, reason: str, *, retry: bool = False, wait: float | None = None) -> None:
        super().__init__(reason)
        self.retry = retry
        self.wait = wait


def fetch_all(
    requests: Sequence[Request],
    *,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    progress: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Fetch all of them at once; outcomes in the order of ``requests``. Never raises for what a server does.

    ``progress`` is called with the number of pages that have an outcome.
    """
    import stamina.instrumentation as instrumentation

    hooks = instrumentation.get_on_retry_hooks()
    instrumentation.set_on_retry_hooks(())
    try:
        return asyncio.run(_fetch_all(requests, limits, progress))
    finally:
        instrumentation.set_on_retry_hooks(hooks)


async def _fetch_all(
    requests: Sequence[Request], limits: Limits, progress: Callable[[int], None] | None
) -> list[Outcome]:
    import contextlib

    gate = asyncio.Semaphore(limits.concurrency)
    hosts = {_host(request): asyncio.Semaphore(limits.per_host) for request in requests}
    done = 0

    async def one(request: Request) -> Outcome:
        nonlocal done
        async with hosts[_host(request)], gate:
            outcome = await _within_deadline(clients[request.url.startswith("http:")], request, limits)
        done += 1
        if progress:
            progress(done)
        return outcome

    async with contextlib.AsyncExitStack() as stack:
        clients: dict[bool, httpx.AsyncClient] = {}
        for plain in {request.url.startswith("http:") for request in requests}:
            try:
                clients[plain] = await stack.enter_async_context(_client(limits, plain=plain))
            except (ImportError, ValueError):
                return [Failed("the proxy or certificate setting of the environment cannot be used")] * len(requests)
        return list(await asyncio.gather(*(one(request) for request in requests)))


def _host(request: Request) -> str:
    return request.url.split("/", 3)[2] if request.url.count("/") >= 2 else request.url


def _client(limits: Limits, *, plain: bool) -> httpx.AsyncClient:
    """A client without cookies. ``plain`` is for loopback: no proxy of the environment, no certificates."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Language": "en", "Accept-Encoding": "gzip"}
    return httpx.AsyncClient(
        headers=headers,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        trust_env=not plain,
        verify=not plain,  # plain clients only ever speak http to this machine
        timeout=httpx.Timeout(limits.deadline, connect=limits.connect),
    )


async def _within_deadline(client: httpx.AsyncClient, request: Request, limits: Limits) -> Outcome:
    """The outcome of one page; past the deadline it is a failure, whatever was going on."""
    import httpx
    import stamina

    ends = asyncio.get_running_loop().time() + limits.deadline

    def backoff(error: Exception) -> bool | float:
        if not isinstance(error, _AttemptError) or not error.retry:
            return False
        if error.wait is None:
            return True
        return error.wait if error.wait < ends - asyncio.get_running_loop().time() else False

    attempts = stamina.retry_context(
        on=backoff, attempts=limits.retries + 1, timeout=None, wait_initial=limits.backoff, wait_max=5.0,
        wait_jitter=limits.backoff,
    )  # fmt: skip
    try:
        async with asyncio.timeout(limits.deadline):
            async for attempt in attempts:
                with attempt:
                    return await _follow(client, request, limits)
    except (_AttemptError, HopError) as failure:
        return Failed(str(failure))
    except (TimeoutError, httpx.TimeoutException):
        return Failed(f"no whole answer within {limits.deadline:g} s")
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError, OSError):
        return Failed("the request could not be made as HTTP asks for it")
    return Failed("no answer")


async def _follow(client: httpx.AsyncClient, request: Request, limits: Limits) -> Outcome:
    """Ask, and follow redirects by hand, each hop checked before a byte is sent to it."""
    import httpx

    url = httpx.URL(request.url)
    first = origin_of(url)
    for _ in range(limits.max_hops + 1):
        check_url(url, request.origins)
        proxied = await check_address(url, private=request.private)
        headers = dict(request.secret) if origin_of(url) == first else {}
        headers |= _validators(request, str(url))
        try:
            async with client.stream("GET", url, headers=headers) as response:
                check_peer(response, private=request.private, proxied=proxied)
                if response.status_code not in _REDIRECTS:
                    return await _answer(response, request, limits)
                url = _target(url, response)
        except httpx.TimeoutException as error:
            raise _AttemptError(f"no answer within {limits.connect:g} s", retry=True) from error
        except httpx.TransportError as error:
            raise _AttemptError(_network_reason(error), retry=True) from error
    raise _AttemptError(f"too many redirects (more than {limits.max_hops})")


def _validators(request: Request, url: str) -> dict[str, str]:
    """Conditional headers, only where the stored copy came from this very address."""
    if request.stored_from != url:
        return {}
    pairs = {"If-None-Match": request.etag, "If-Modified-Since": request.modified}
    return {name: value for name, value in pairs.items() if value}


def _target(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    import httpx

    location = response.headers.get("location")
    if not location:
        raise _AttemptError(f"HTTP {response.status_code} redirects without saying where to")
    try:
        return url.join(location)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise _AttemptError(f"HTTP {response.status_code} redirects to something that is no address") from error


async def _answer(response: httpx.Response, request: Request, limits: Limits) -> Outcome:
    """The outcome of the last hop: its status, its headers, its body."""
    size = sum(len(name) + len(value) for name, value in response.headers.raw)
    if len(response.headers.raw) > limits.max_headers or size > limits.max_header_bytes:
        raise _AttemptError("the answer has more headers than any page needs")
    status = response.status_code
    if status == 304:
        if not _validators(request, str(response.url)):
            raise _AttemptError("HTTP 304 (not modified), but nothing is stored")
        return NotModified(str(response.url))
    if status != 200:
        raise _status_failure(response)
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _TYPES and not (kind.startswith("application/") and kind.endswith("+json")):
        raise _AttemptError("it is neither HTML, Markdown, JSON nor text by its content type")
    body = await _body(response, limits)
    if not body.strip():
        raise _AttemptError("the page is empty")
    if any(value and value.encode() in body for value in request.secret.values()):
        raise _AttemptError("the answer repeats the key")
    body = transcoded(body, response.charset_encoding)
    return Fetched(str(response.url), body, _header(response, "etag"), _header(response, "last-modified"))


def _status_failure(response: httpx.Response) -> _AttemptError:
    status = response.status_code
    wait = _wait_asked_for(response.headers.get("retry-after")) if status in (429, 503) else None
    meaning = _MEANING.get(status, "the server has a fault" if status >= 500 else "not a page")
    if wait:
        meaning += f", it asks to wait {wait:,.0f} s"
    return _AttemptError(f"HTTP {status} ({meaning})", retry=status in _RETRIED, wait=wait)


async def _body(response: httpx.Response, limits: Limits) -> bytes:
    """The unpacked body, read until its end or until a limit. Less than was announced is truncated."""
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limits.max_bytes:
        raise _AttemptError(f"it is larger than {limits.max_bytes // 1_000_000} MB")
    decoder = Decoder(response.headers.get("content-encoding", ""), limits.max_bytes, limits.max_ratio)
    received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        decoder.feed(chunk)
    if announced.isdecimal() and int(announced) != received:
        raise _AttemptError("it is truncated: fewer bytes came than were announced", retry=True)
    return decoder.finish()


def _header(response: httpx.Response, name: str) -> str | None:
    """A validator worth keeping: short and printable."""
    value: Any = response.headers.get(name)
    return value if isinstance(value, str) and len(value) <= 200 and value.isascii() and value.isprintable() else None


def _network_reason(error: Exception) -> str:
    """What went wrong on the wire, in our words: a library's message may hold a header."""
    import httpx

    if isinstance(error, httpx.ProxyError):
        return "the proxy refuses"
    if isinstance(error, httpx.ConnectError):
        cause = str(error).lower()
        return "the certificate is not valid" if "certificate" in cause else "no connection to the server"
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return "the connection ended before the whole page came"
    return "the connection broke"
