"""The server of a page under test: the components as files, and a GraphQL server in memory."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from components.fake import Fake

import amity

COMPONENTS = Path(amity.__file__).parent / "components"

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/amity.css">
<style>
:root { color-scheme: light dark } body { margin: 16px; background: var(--amity-ground) }
</style>
<script type="module">
import * as amity from '/amity.js';
window.amity = amity;
window.heard = [];
// A click can give the window the focus, and with it another reading: only tests do.
window.addEventListener('focus', (event) => event.isTrusted && event.stopImmediatePropagation());
for (const type of ['change', 'error', 'signin', 'manage']) {
  document.addEventListener(type, (event) => heard.push([type, event.detail?.code ?? null]), true);
}
document.addEventListener('error', () => heard.push(['an error that bubbles']));
%(configure)s
</script></head><body><main>%(body)s</main></body></html>"""
CONFIGURE = "amity.configure({ source: amity.graphqlSource(), me: 'id-of-me', ...(%s) });"


class Site(ThreadingHTTPServer):
    daemon_threads = True
    page = ""
    script = ""
    """What is at /example.js."""
    fake: Fake

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        folder, name = COMPONENTS, path[1:]
        if path == "/events":
            self._stream(self.server.fake)
        elif path == "/":
            # With it, a late request of the page before this is not taken for one of this.
            cookie = f"fake={id(self.server.fake)}"
            self._send(self.server.page.encode(), "text/html; charset=utf-8", cookie=cookie)
        elif path == "/example.js":
            self._send(self.server.script.encode(), "text/javascript")
        elif (folder / name).is_file():
            kind, _ = mimetypes.guess_type(name)
            self._send((folder / name).read_bytes(), kind or "text/plain", cache="max-age=3600")
        else:
            self._send(b"", "text/plain", status=HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        fake = self.server.fake
        is_of_this_page = self.headers["cookie"] == f"fake={id(fake)}"
        answer = fake.serve(json.loads(body)) if is_of_this_page else None
        if answer is None:
            self.close_connection = True  # without an answer: the network is lost
        else:
            self._send(json.dumps(answer).encode(), "application/json")

    def _stream(self, fake: Fake) -> None:
        names = ("authorization", "last-event-id")
        fake.streams.append({name: self.headers.get(name) for name in names})
        self.send_response(HTTPStatus.OK)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        while (event := fake.events.get()) is not None:
            self.wfile.write(event.encode())
        self.close_connection = True

    def _send(
        self,
        body: bytes,
        kind: str,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        cache: str = "no-store",
        cookie: str = "",
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", cache)
        if cookie:
            self.send_header("set-cookie", cookie)
        with suppress(ConnectionError):  # the page has gone on to another
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def running() -> Iterator[Site]:
    with Site(("127.0.0.1", 0), _Handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()
