"""A real HTTP server on loopback that behaves as badly as its paths say. Shared by the watcher's tests."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OK_PAGE = (
    b"""<!DOCTYPE html><html><head><title>Deprecations</title></head><body><h1>Deprecations</h1>
<h3>2026-04-22: Older models</h3><table><thead><tr><th>Shutdown date</th><th>Model / system</th>
<th>Recommended replacement</th></tr></thead><tbody>
"""
    + b"".join(
        b"<tr><td>2026-10-%02d</td><td><code>gpt-4-06%02d</code></td><td><code>gpt-5.6-sol</code></td></tr>\n" % (n, n)
        for n in range(11, 17)
    )
    + b"</tbody></table></body></html>"
)


@dataclass
class Served:
    """What the server was asked, and pages that tests put there: path to (status, headers, body)."""

    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    posted: list[tuple[str, bytes]] = field(default_factory=list)

    def times(self, path: str) -> int:
        return sum(1 for asked, _ in self.asked if asked == path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: Served

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.served.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        with contextlib.suppress(OSError):
            if self.path in self.served.pages:
                self._page(*self.served.pages[self.path])
                return
            name = self.path.strip("/").split("/")[0]
            route: Callable[[], None] = getattr(self, "_" + name.replace("-", "_"), self._not_there)
            route()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.served.posted.append((self.path, body))
        status = 500 if self.path.startswith("/broken") else 200
        self._send(status, {}, b"ok")

    def _page(self, status: int, headers: dict[str, str], body: bytes) -> None:
        tag = headers.get("ETag")
        if tag and self.headers.get("If-None-Match") == tag:
            self._send(304, {"ETag": tag}, b"")
        else:
            self._send(status, headers, body)

    def _send(self, status: int, headers: dict[str, str], body: bytes, *, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", headers.pop("Content-Type", "text/html; charset=utf-8"))
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def _not_there(self) -> None:
        self._send(404, {}, b"no such page")

    def _ok(self) -> None:
        self._send(200, {}, OK_PAGE)

    def _status(self) -> None:
        status = int(self.path.rsplit("/", 1)[1])
        self._send(status, {"Retry-After": "3600"} if status == 429 else {}, b"" if status == 304 else b"no")

    def _flaky(self) -> None:
        """A 503 first, then the page."""
        if self.served.times(self.path) == 1:
            self._send(503, {"Retry-After": "0"}, b"no")
        else:
            self._ok()

    def _redirect_loop(self) -> None:
        self._send(302, {"Location": "/redirect-loop"}, b"")

    def _redirect_chain(self) -> None:
        left = int(self.path.rsplit("/", 1)[1])
        self._send(302, {"Location": f"/redirect-chain/{left - 1}" if left > 1 else "/ok"}, b"")

    def _redirect_private(self) -> None:
        self._send(302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b"")

    def _redirect_localhost(self) -> None:
        port = self.server.server_address[1]
        host = "0x7f000001" if self.path.endswith("hex") else "localhost."
        self._send(302, {"Location": f"http://{host}:{port}/ok"}, b"")

    def _redirect_file(self) -> None:
        self._send(302, {"Location": "file:///etc/passwd"}, b"")

    def _redirect_other_host(self) -> None:
        self._send(302, {"Location": "https://example.com/ok"}, b"")

    def _redirect_no_location(self) -> None:
        self._send(302, {}, b"")

    def _slow_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        for _ in range(600):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.1)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while True:
            self.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    def _gzip_bomb(self) -> None:
        size = 2_000_000 if self.path.endswith("small") else 10 * 1024 * 1024
        self._send(200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * size, 9))

    def _gzip(self) -> None:
        self._send(200, {"Content-Encoding": "gzip"}, gzip.compress(OK_PAGE))

    def _gzip_cut(self) -> None:
        self._send(200, {"Content-Encoding": "gzip"}, gzip.compress(OK_PAGE)[:-20])

    def _br(self) -> None:
        self._send(200, {"Content-Encoding": "br"}, b"\x8b\x02\x80")

    def _short_body(self) -> None:
        self._send(200, {}, OK_PAGE, length=len(OK_PAGE) + 500)

    def _empty_200(self) -> None:
        self._send(200, {}, b"")

    def _wrong_type(self) -> None:
        self._send(200, {"Content-Type": "image/png"}, OK_PAGE)

    def _header_bomb(self) -> None:
        self._send(200, {f"X-Bomb-{n}": "x" for n in range(200)}, OK_PAGE)

    def _charset_header_lies(self) -> None:
        self._send(200, {"Content-Type": "text/html; charset=utf-16"}, OK_PAGE)

    def _latin1(self) -> None:
        body = OK_PAGE.replace(b"Older models", b"Mod\xe8les").replace(b"<head>", b'<head><meta charset="utf-8">')
        self._send(200, {"Content-Type": "text/html; charset=iso-8859-1"}, body)

    def _echo(self) -> None:
        self._send(200, {}, OK_PAGE + (self.headers.get("Authorization") or "").encode())

    def _cookie(self) -> None:
        self._send(200, {"Set-Cookie": "session=1"}, OK_PAGE)

    def _close(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def _login(self) -> None:
        self._send(200, {}, b"<html><title>Sign in</title><body><form>Sign in to continue</form></body></html>")


@contextlib.contextmanager
def serve() -> Iterator[Served]:
    """A server for the time of a test."""
    served = Served()
    handler = type("Handler", (_Handler,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
