"""What is answered to whoever asks for a published file: it, that it has not changed, or that there is none."""

import re
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from planner.serve.feeds.shelf import NothingPublished, PublishedFile, Shelf

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

ASKED_FILE = re.compile(r"/ics/([a-z]+)/([0-9a-f]{32}\.(?:ics|html))")
"""What may be asked for, as it stands in the request: nothing of it is decoded, so nothing can hide in it."""
TYPES_SENT = {".ics": "text/calendar; charset=utf-8", ".html": "text/html; charset=utf-8"}
ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OF_FILES = {
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Encoding",
    "Content-Disposition": 'inline; filename="emploi-du-temps{sort}"',
}
"""A subscriber may keep a file, and asks each time whether it has changed; nothing on the way keeps it."""
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For pages; each page allows no style but its own, which is stricter than this."""
WORDS_SENT = {
    404: "Il n’y a rien à cette adresse. Vérifiez-la lettre par lettre, ou demandez-la au CFA.",
    405: "Cette adresse se lit, et rien d’autre.",
    500: "Erreur imprévue : réessayez plus tard.",
    503: "Les emplois du temps ne peuvent pas être lus pour l’instant : réessayez dans une minute.",
}
NOTICE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="robots" content="noindex"><title>Emploi du temps</title></head>'
    "<body><main><h1>Emploi du temps</h1><p>{}</p></main></body></html>"
)
ROBOTS = b"User-agent: *\nDisallow: /\n"


class FeedsSite:
    """The application. ``told``: called with a line for each request, which holds no secret and no address of anybody.

    ``answered``: how many answers of each code were given.
    """

    def __init__(self, shelf: Shelf, told: Callable[[str], None] = lambda line: None) -> None:
        self.shelf, self.told = shelf, told
        self.answered: Counter[int] = Counter()

    async def __call__(self, scope: Message, _receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        """Answer a request; its body, if it has one, is never read."""
        if scope["type"] != "http":
            return
        code, headers, body, what = self._answer(scope)
        self.answered[code] += 1
        self.told(f"{scope['method'] if code != 405 else '–'} {what} {code} {len(body)} o")
        if any(name in (b"content-length", b"transfer-encoding") for name, _value in scope["headers"]):
            headers = {**headers, "Connection": "close"}
        raw = [(name.lower().encode(), value.encode()) for name, value in (ALWAYS | headers).items()]
        if code != 304:
            raw.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": code, "headers": raw})
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})

    def _answer(self, scope: Message) -> tuple[int, dict[str, str], bytes, str]:
        """Code, headers, body, and what was asked for, without its name."""
        if scope["method"] not in ("GET", "HEAD"):
            return 405, {"Allow": "GET, HEAD", **_PAGE}, _said(405), "–"
        path = scope["raw_path"].decode("latin-1")
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain; charset=utf-8"}, ROBOTS, "robots.txt"
        asked = ASKED_FILE.fullmatch(path)
        if asked is None:
            return 404, _PAGE, _said(404), "–"
        try:
            found = self.shelf.find(*asked.groups())
        except (NothingPublished, OSError):
            return 503, {"Retry-After": "60", **_PAGE}, _said(503), "–"
        except Exception as fault:  # nobody reads a traceback, and the next request is answered again
            return 500, _PAGE, _said(500), _where(fault)
        if found is None:
            return 404, _PAGE, _said(404), "–"
        return *_file_sent(found, scope["headers"]), f"{asked[1]}/…{found.sort}"


_PAGE = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": PAGE_POLICY,
}


def _where(fault: Exception) -> str:
    """The kind of a fault and the line that raised it, for the log; not what it says, which may hold a secret name."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} ({Path(last.filename).name}, l. {last.lineno})"


def _said(code: int) -> bytes:
    return NOTICE.format(WORDS_SENT[code]).encode()


def _file_sent(found: PublishedFile, asked: list[tuple[bytes, bytes]]) -> tuple[int, dict[str, str], bytes]:
    """A file in the form that was asked for, or that the form at hand is still right."""
    packed = takes_gzip(_joined(asked, b"accept-encoding"))
    tag = f'"{found.tag}-gz"' if packed else f'"{found.tag}"'
    headers = {"ETag": tag, **OF_FILES}
    headers["Content-Disposition"] = headers["Content-Disposition"].format(sort=found.sort)
    if unchanged(_joined(asked, b"if-none-match"), found.tag):
        del headers["Content-Disposition"]
        return 304, headers, b""
    headers["Content-Type"] = TYPES_SENT[found.sort]
    if found.sort == ".html":
        headers["Content-Security-Policy"] = PAGE_POLICY
    if packed:
        headers["Content-Encoding"] = "gzip"
    return 200, headers, found.packed if packed else found.plain


def _joined(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    return ",".join(value.decode("latin-1") for key, value in headers if key == name)


def takes_gzip(asked: str) -> bool:
    """Whether a header Accept-Encoding allows gzip: by its name or by ``*``, and not with the weight 0."""
    weights = {}
    for part in asked.lower().split(","):
        name, *options = (word.strip() for word in part.split(";"))
        weight = next((option[2:].strip() for option in options if option.startswith("q=")), "1")
        weights[name] = weight.strip("0.") != ""
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def unchanged(known: str, tag: str) -> bool:
    """Whether a header If-None-Match names the content, compressed or not, weakly or not."""
    names = {one.strip().removeprefix("W/").strip('"') for one in known.split(",")}
    return "*" in names or not names.isdisjoint((tag, f"{tag}-gz"))
