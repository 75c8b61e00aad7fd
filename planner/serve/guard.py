"""What a request may be, before anything is read from it: its host, origin, method, size, pace and cookie."""

import asyncio
import json
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planner.serve.door import Door, same

MOST_BYTES = 64 * 1024
"""Bytes of a request."""
MOST_SECONDS = 10.0
"""Seconds in which a request must have come."""
KEY_HEADER = "x-barrette"
"""Header with the key of a browser, which only a script of the board itself can send."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

WORDS = {
    401: "Ce navigateur n’est pas entré. Ouvrez l’adresse que le terminal affiche : elle sert une fois, et une "
    "nouvelle y apparaît chaque fois que l’une a servi.",
    403: "Demande refusée : elle ne vient pas du tableau lui-même. Rechargez la page.",
    405: "Cette demande n’existe pas.",
    408: "La demande est venue trop lentement. Recommencez.",
    413: "La demande est trop grande : rien n’a été lu.",
    415: "La demande n’est pas de la forme attendue : rien n’a été lu.",
    426: "Cette adresse demande https : le serveur web placé devant doit le parler, et le dire (X-Forwarded-Proto).",
    421: "Adresse refusée : le tableau ne répond qu’à l’adresse que le terminal affiche.",
}
"""Why a request is refused, in words."""
PASSWORD_WANTED = "Ce navigateur n’est pas entré : rechargez la page, puis donnez le mot de passe."
"""Instead of what is said of 401, where a password lets in."""


class RequestGuard:
    """Lets through what comes from the board itself, in a browser that is in; everything else is answered here.

    ``hosts``: what the header Host may be; ``open_paths``: what anybody on the machine may read, to come in;
    ``seen``: called at each request that is let through; ``large``: bytes of what may be larger than others, by path;
    ``proxy``: address of the web server in front, alone answered then, with https, and believed as to who asks.
    """

    def __init__(
        self,
        app: ASGIApp,
        door: Door,
        hosts: frozenset[str],
        open_paths: frozenset[str],
        seen: Callable[[], None],
        large: Mapping[str, int],
        proxy: str = "",
    ) -> None:
        self.app, self.door, self.hosts, self.open_paths, self.seen = app, door, hosts, open_paths, seen
        self.large, self.proxy = large, proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on with its whole body."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        code = self._refuses(scope)
        body = b""
        if code is None and scope["method"] == "POST":
            code, body = await _body(Headers(scope=scope), receive, self.large.get(scope["path"], MOST_BYTES))
        if code is not None:
            if code == 401 and self.door.password is not None:
                await _password_wanted(scope)(scope, receive, sending)
                return
            await refusal(scope, code)(scope, receive, sending)
            return
        self.seen()
        await self.app(scope, _replayed(body, receive), sending)

    def _refuses(self, scope: Scope) -> int | None:
        headers, path = Headers(scope=scope), scope["path"]
        host = headers.get("host", "")
        if host not in self.hosts or len(headers.getlist("host")) != 1:
            return 421
        code = self._on_the_way(scope, headers)
        if code is not None:
            return code
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405
        posted = scope["method"] == "POST"
        site = headers.get("sec-fetch-site", "same-origin")
        if posted and (headers.get("origin") != f"{scope['shown']}://{host}" or site != "same-origin"):
            return 403
        if posted and headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return 415
        if path in self.open_paths:
            return None
        key = self.door.key(cookie_of(headers, cookie_name(host)))
        if key is None:
            return 401
        scope["key"] = key
        if posted and not same(headers.get(KEY_HEADER, ""), key):
            return 403
        return None

    def _on_the_way(self, scope: Scope, headers: Headers) -> int | None:
        """Note how the browser came, ``shown``, and from which address, ``who``; or why that is refused."""
        peer = (scope.get("client") or ("", 0))[0]
        scope["shown"], scope["who"] = "http", peer
        if not self.proxy:
            return None
        if not same(peer, self.proxy):
            return 421
        if headers.getlist("x-forwarded-proto") != ["https"]:
            return 426
        scope["shown"] = "https"
        scope["who"] = ",".join(headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
        return None


def cookie_name(host: str) -> str:
    """Name of the cookie: with the port, since a browser sends those of one host to all its ports."""
    return f"barrette-{host.rpartition(':')[2]}"


def cookie_of(headers: Headers, name: str) -> str:
    """A cookie of a request; empty where it has none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


async def _body(headers: Headers, receive: Receive, most: int) -> tuple[int | None, bytes]:
    """The whole body of a request, or why it is refused."""
    told = headers.get("content-length", "0")
    if not told.isdigit() or int(told) > most:
        return 413, b""
    try:
        return await asyncio.wait_for(_read(receive, most), MOST_SECONDS)
    except TimeoutError:
        return 408, b""


async def _read(receive: Receive, most: int) -> tuple[int | None, bytes]:
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return 408, b""
        found += message.get("body", b"")
        if len(found) > most:
            return 413, b""
        if not message.get("more_body"):
            return None, bytes(found)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What was read, once more; then whatever else comes."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


def refusal(scope: Scope, code: int) -> Response:
    """A refusal in words: as JSON for a script of the board, else as a page."""
    text = WORDS[code]
    if scope["path"].startswith("/api/") or scope["method"] == "POST":
        return Json({"lines": [text]}, code)
    return HTMLResponse(PAGE.format(text=text), code)


def _password_wanted(scope: Scope) -> Response:
    """The way to the door for who looks at a page; for a script, what to do."""
    if scope["path"].startswith(("/api/", "/static/")) or scope["method"] == "POST":
        return Json({"lines": [PASSWORD_WANTED]}, 401)
    return RedirectResponse("/entrer", 303)


PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Barrette</title></head>'
    "<body><main><h1>Barrette</h1><p>{text}</p></main></body></html>"
)
"""A page for who may read nothing: it needs no style and no script."""


class Json(JSONResponse):
    """JSON in which French is written as it is, and no figure that JSON does not have."""

    def __init__(self, content: Any, status_code: int = 200) -> None:
        super().__init__(content, status_code)

    def render(self, content: Any) -> bytes:
        """The bytes of an answer; dates are written as ISO 8601."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=str).encode()
