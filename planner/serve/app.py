"""Which address of the board answers what: pages, their files, and JSON for the scripts of the pages."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import date
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
from planner.answer import Refused
from planner.domain import RoomId, TrainerId
from planner.engine.change.repair_model import Place
from planner.folder.desk import Desk
from planner.model import Option
from planner.serve.door import Door, TooManyTries
from planner.serve.guard import Json, RequestGuard, cookie_name
from planner.serve.judged import (
    shown_chain,
    shown_drop,
    shown_kept,
    shown_openings,
    shown_place,
    shown_places,
    shown_why,
)
from planner.serve.shown import shown_costs, shown_plan, shown_session, shown_state, shown_week
from planner.serve.versions import shown_changes, shown_history, shown_publication, shown_restored
from planner.store.drafts import PlanChanged

HERE = Path(__file__).parent
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
STATIC = {path.name: path for path in sorted((HERE / "static").iterdir()) if path.suffix in TYPES}
"""Files that may be asked for, by name: nothing else is ever read for a request."""
OPEN_PATHS = frozenset({"/entrer", "/static/entrer.js", "/static/board.css", "/static/icon.svg"})
"""What whoever is not in yet may read."""
CHANGED_CODE, REFUSED_CODE, WRONG_CODE, WAIT_CODE, BUG_CODE = 409, 422, 400, 429, 500

LOG = logging.getLogger("barrette.serve")

Query = Mapping[str, Any]


class WrongRequest(Exception):
    """What a script of the board would not send."""


def board(desk: Desk, door: Door, hosts: frozenset[str], seen: Callable[[], None] = lambda: None) -> Starlette:
    """The application: the board of one folder behind its door; ``hosts``: what it may be called."""
    ask, change = _asking(desk), _changing(desk)
    routes = [
        Route("/", lambda _request: RedirectResponse("/semaine", 303)),
        Route("/entrer", _enter(door), methods=["GET", "POST"]),
        Route("/semaine", lambda request: _page("semaine.html.j2", request)),
        Route("/versions", lambda request: _page("versions.html.j2", request)),
        Route("/static/{name}", _static),
        Route("/api/etat", ask(lambda _asked: {"mark": desk.mark()})),
        Route("/api/plan", ask(lambda _asked: shown_plan(desk.plan()))),
        Route("/api/semaine", ask(lambda asked: shown_week(desk.plan(), _day(asked, "lundi")))),
        Route("/api/seance", ask(lambda asked: _one_session(desk, asked))),
        Route("/api/places", ask(lambda asked: _places(desk, asked))),
        Route("/api/pourquoi", ask(lambda asked: _why(desk, asked))),
        Route("/api/ouvertures", ask(lambda asked: _openings(desk, asked))),
        Route("/api/moyens", ask(lambda asked: _means(desk, asked))),
        Route("/api/deposer", change(lambda asked: _drop(desk, asked)), methods=["POST"]),
        Route("/api/enchainer", change(lambda asked: _drop_with_others(desk, asked)), methods=["POST"]),
        Route("/api/annuler", change(lambda asked: {"done": desk.undo(_text(asked, "mark"))}), methods=["POST"]),
        Route("/api/retablir", change(lambda asked: {"done": desk.redo(_text(asked, "mark"))}), methods=["POST"]),
        Route("/api/abandonner", change(lambda asked: _abandon(desk, asked)), methods=["POST"]),
        Route("/api/reprendre", change(lambda asked: _rebase(desk, asked)), methods=["POST"]),
        Route("/api/garder", change(lambda asked: _keep(desk, asked)), methods=["POST"]),
        Route("/api/versions", ask(lambda _asked: _history(desk))),
        Route("/api/changements", ask(lambda asked: _changes(desk, asked))),
        Route("/api/publier", change(lambda asked: _publish(desk, asked)), methods=["POST"]),
        Route("/api/refaire", change(lambda asked: _restore(desk, asked)), methods=["POST"]),
        Route("/api/verrou", change(lambda asked: _lock(desk, asked)), methods=["POST"]),
    ]
    guard = Middleware(RequestGuard, door=door, hosts=hosts, open_paths=OPEN_PATHS, seen=seen)
    return Starlette(routes=routes, middleware=[guard], exception_handlers={404: _nothing, 405: _nothing})


# Pages


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(name: str, request: Request) -> Response:
    text = _pages().get_template(name).render(key=request.scope.get("key", ""))
    return Response(text, media_type="text/html; charset=utf-8")


def _static(request: Request) -> Response:
    path = STATIC.get(request.path_params["name"])
    if path is None:
        return _nothing(request, None)
    text = path.read_text(encoding="utf-8")
    if path.name == "board.css":
        text = _shared_css() + text
    return Response(text, media_type=TYPES[path.suffix])


@cache
def _shared_css() -> str:
    """Colours and hues as on every other page."""
    return "".join(templates().get_template(name).render() for name in ("style.css.j2", "families.css.j2"))


def _nothing(request: Request, _error: object) -> Response:
    return Json({"lines": ["Il n’y a rien à cette adresse."]}, 404)


def _enter(door: Door) -> Callable[[Request], Any]:
    """The page that hands over the token of its address, which stands behind ``#`` and so in no log; then the cookie.

    Reading the page uses nothing up: only the script of the page does.
    """

    async def enter(request: Request) -> Response:
        if request.method != "POST":
            return _page("entrer.html.j2", request)
        try:
            cookie = door.enter(_text(_read(await request.body()), "token"))
        except TooManyTries:
            return Json({"lines": ["Trop d’essais : attendez une minute."]}, WAIT_CODE)
        except WrongRequest:
            cookie = None
        if cookie is None:
            used = "Cette adresse a déjà servi, ou n’est pas entière : prenez la dernière que le terminal affiche."
            return Json({"lines": [used]}, 403)
        answer = Json({"done": True})
        name = cookie_name(request.headers["host"])
        answer.set_cookie(name, cookie, httponly=True, samesite="strict", path="/")
        return answer

    return enter


# Questions and changes


def _answered(work: Callable[[], Any]) -> Response:
    """What came of a piece of work, or why nothing did, in words; never a traceback."""
    try:
        return Json(work())
    except PlanChanged as changed:
        return Json({"lines": changed.lines, "changed": True}, CHANGED_CODE)
    except Refused as refused:
        return Json({"lines": refused.lines}, REFUSED_CODE)
    except WrongRequest:
        return Json({"lines": ["Cette demande n’est pas comprise : rechargez la page."]}, WRONG_CODE)
    except Exception:
        LOG.exception("board")
        text = "Erreur imprévue de Barrette : rien n’a été modifié. Rechargez la page ; le terminal en dit plus."
        return Json({"lines": [text]}, BUG_CODE)


def _asking(desk: Desk) -> Callable[[Callable[[Query], Any]], Callable[[Request], Response]]:
    """Endpoints that only read; each runs in a thread of its own."""

    def declare(work: Callable[[Query], Any]) -> Callable[[Request], Response]:
        return lambda request: _answered(lambda: work(dict(request.query_params)))

    return declare


def _changing(desk: Desk) -> Callable[[Callable[[Query], Any]], Callable[[Request], Any]]:
    """Endpoints that change something; with what came of it, each answers how the plan stands then."""

    def declare(work: Callable[[Query], Any]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()

            def done() -> Any:
                found = work(_read(body))
                return {**found, "state": shown_state(desk.plan())}

            return await run_in_threadpool(_answered, done)

        return endpoint

    return declare


def _one_session(desk: Desk, asked: Query) -> Any:
    with desk.asking(_text(asked, "id")) as (plan, session):
        return {"mark": plan.mark, **shown_session(plan, session, plan.scene.asked(session))}


def _places(desk: Desk, asked: Query) -> Any:
    week = _day(asked, "lundi") if asked.get("lundi") else None
    with desk.asking(_text(asked, "id")) as (plan, session):
        about, places = desk.places(session.id, week)
        return shown_places(plan, about, places)


def _openings(desk: Desk, asked: Query) -> Any:
    after = _text(asked, "after") if "after" in asked else "0"
    if not after.isdecimal():
        raise WrongRequest
    with desk.asking(_text(asked, "id")) as (plan, session):
        _about, found, rest = desk.openings(session.id, int(after))
        return shown_openings(plan, found, rest)


def _why(desk: Desk, asked: Query) -> Any:
    """What the place of a session costs, and the other hours that are open to it, the cheapest first."""
    with desk.asking(_text(asked, "id")) as (plan, session):
        about, places = desk.places(session.id)
        return shown_why(plan, about, desk.weighed(session.id), places)


def _means(desk: Desk, asked: Query) -> Any:
    """Other rooms and adults of a session at its hour."""
    with desk.asking(_text(asked, "id")) as (plan, session):
        about = plan.scene.asked(session)
        return {"mark": plan.mark, "places": [shown_place(plan, about, p) for p in desk.means(session.id)]}


def _drop(desk: Desk, asked: Query) -> Any:
    team = asked.get("team")
    room = asked.get("room")
    if not isinstance(team, list) or not all(isinstance(t, str) for t in team) or not isinstance(room, str | None):
        raise WrongRequest
    hour = _day(asked, "day"), _number(asked, "start"), _number(asked, "end")
    place = Place(Option(*hour, tuple(TrainerId(t) for t in team)), RoomId(room) if room else None)
    with desk.asking(_text(asked, "session")) as (plan, session):
        done = desk.drop(_text(asked, "mark"), session.id, place)
        return {**shown_drop(plan, done), "costs": shown_costs(plan.costs, desk.plan().costs)}


def _drop_with_others(desk: Desk, asked: Query) -> Any:
    hour = _day(asked, "day"), _number(asked, "start"), _number(asked, "end")
    with desk.asking(_text(asked, "session")) as (plan, session):
        _about, chain = desk.drop_with_others(_text(asked, "mark"), session.id, hour)
        place = {"free": True, "why": [], "costs": [], **shown_chain(plan, chain)}
        return {"done": True, "place": place, "costs": shown_costs(plan.costs, desk.plan().costs)}


def _abandon(desk: Desk, asked: Query) -> Any:
    desk.abandon(_text(asked, "mark"))
    return {"done": True}


def _rebase(desk: Desk, asked: Query) -> Any:
    done = desk.rebase(_text(asked, "mark"))
    return {"done": done.done, "left": done.left}


def _keep(desk: Desk, asked: Query) -> Any:
    return shown_kept(desk.keep(_text(asked, "mark"), _text(asked, "reason")))


def _history(desk: Desk) -> Any:
    return {"mark": desk.mark(), "centre": desk.plan().problem.settings.name, **shown_history(desk.folder)}


def _changes(desk: Desk, asked: Query) -> Any:
    number = _text(asked, "version")
    if not number.isdecimal():
        raise WrongRequest
    return shown_changes(desk.folder, int(number), None)


PASTS = {"": (False, False), "keep": (True, False), "rewrite": (False, True)}
"""What becomes of days gone that the version has otherwise: it is asked, they stay, they follow."""


def _publish(desk: Desk, asked: Query) -> Any:
    past = _text(asked, "past")
    if past not in PASTS:
        raise WrongRequest
    keep, rewrite = PASTS[past]
    done = desk.publish(_text(asked, "mark"), _text(asked, "reason"), keep_past=keep, rewrite_past=rewrite)
    return shown_publication(done)


def _restore(desk: Desk, asked: Query) -> Any:
    done = desk.restore(_text(asked, "mark"), _number(asked, "version"), _text(asked, "reason"))
    return shown_restored(done)


def _lock(desk: Desk, asked: Query) -> Any:
    desk.lock(_text(asked, "mark"), _text(asked, "session"), _text(asked, "reason"), lock=asked.get("lock") is True)
    return {"done": True}


# What a request holds


def _read(body: bytes) -> Query:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise WrongRequest from error
    if not isinstance(found, dict):
        raise WrongRequest
    return found


MOST_LETTERS = 500


def _text(asked: Query, name: str) -> str:
    found = asked.get(name)
    if not isinstance(found, str) or len(found) > MOST_LETTERS:
        raise WrongRequest
    return found


def _number(asked: Query, name: str) -> int:
    found = asked.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise WrongRequest
    return found


def _day(asked: Query, name: str) -> date:
    try:
        return date.fromisoformat(_text(asked, name))
    except ValueError as error:
        raise WrongRequest from error
