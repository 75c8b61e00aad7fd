"""Which address of the board answers what: pages, their files, and JSON for the scripts of the pages."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from outputs.pages.html import templates
from planner.folder.desk import Desk
from planner.serve.asked import WrongRequest, read, text
from planner.serve.calculation import Calculation
from planner.serve.door import Door, TooManyTries
from planner.serve.guard import Json, RequestGuard, cookie_name
from planner.serve.screen import Screen
from planner.serve.screens import screens_of

OWN_FOLDER = Path(__file__).parent
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
STATIC = {path.name: path for path in sorted((OWN_FOLDER / "static").iterdir()) if path.suffix in TYPES}
"""Files that may be asked for, by name: nothing else is ever read for a request."""
OPEN_PATHS = frozenset({"/entrer", "/static/entrer.js", "/static/board.css", "/static/icon.svg"})
"""What whoever is not in yet may read."""
WAIT_CODE = 429
WRONG_PASSWORD = "Ce mot de passe n’est pas le bon."


def board(
    desk: Desk, door: Door, hosts: frozenset[str], seen: Callable[[], None] = lambda: None, proxy: str = ""
) -> Starlette:
    """The application: the board of one folder behind its door; ``hosts``: what it may be called.

    ``proxy``: address of the web server in front of it, if there is one.

    ``state.calculation``: what may go on beside it.
    """
    calculation = Calculation()
    screens = screens_of(desk, calculation)
    routes = [
        Route("/", lambda _request: RedirectResponse(f"/{screens[0].name}", 303)),
        Route("/entrer", _enter(door), methods=["GET", "POST"]),
        Route("/static/{name}", _static),
        *(Route(f"/{screen.name}", _screen(screen, screens)) for screen in screens),
        *(route for screen in screens for route in screen.routes),
    ]
    large = {path: most for screen in screens for path, most in screen.large.items()}
    guard = Middleware(RequestGuard, door=door, hosts=hosts, open_paths=OPEN_PATHS, seen=seen, large=large, proxy=proxy)
    app = Starlette(routes=routes, middleware=[guard], exception_handlers={404: _nothing, 405: _nothing})
    app.state.calculation = calculation
    return app


# Pages


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(OWN_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _screen(shown: Screen, screens: Sequence[Screen]) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return _page(f"{shown.name}.html.j2", key=request.scope.get("key", ""), shown=shown, screens=screens)

    return endpoint


def _page(name: str, **values: object) -> Response:
    return Response(_pages().get_template(name).render(**values), media_type="text/html; charset=utf-8")


def _static(request: Request) -> Response:
    path = STATIC.get(request.path_params["name"])
    if path is None:
        return _nothing(request, None)
    code = path.read_text(encoding="utf-8")
    if path.name == "board.css":
        code = _shared_css() + code
    return Response(code, media_type=TYPES[path.suffix])


@cache
def _shared_css() -> str:
    """Colours and hues as on every other page."""
    return "".join(templates().get_template(name).render() for name in ("style.css.j2", "families.css.j2"))


def _nothing(request: Request, _error: object) -> Response:
    return Json({"lines": ["Il n’y a rien à cette adresse."]}, 404)


def _enter(door: Door) -> Callable[[Request], Any]:
    """The page that hands over the token of its address, which stands behind ``#`` and so in no log; then the cookie.

    Where a password lets in, it asks for that. Reading the page uses nothing up: only the script of the page does.
    """

    async def enter(request: Request) -> Response:
        if request.method != "POST":
            return _page("entrer.html.j2", password=door.password is not None)
        try:
            said = text(read(await request.body()), "token")
            cookie = await run_in_threadpool(door.enter, said, request.scope["who"])
        except TooManyTries:
            return Json({"lines": ["Trop d’essais : attendez une minute."]}, WAIT_CODE)
        except WrongRequest:
            cookie = None
        if cookie is None:
            used = "Cette adresse a déjà servi, ou n’est pas entière : prenez la dernière que le terminal affiche."
            return Json({"lines": [WRONG_PASSWORD if door.password is not None else used]}, 403)
        answer = Json({"done": True})
        name = cookie_name(request.headers["host"])
        secure = request.scope["shown"] == "https"
        answer.set_cookie(name, cookie, httponly=True, samesite="strict", path="/", secure=secure)
        return answer

    return enter
