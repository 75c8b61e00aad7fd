"""What the scripts of the pages ask and change: JSON that is read with care, and answered in words."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner.answer import Refused
from planner.folder.desk import Desk
from planner.serve.guard import Json
from planner.serve.shown import shown_state
from planner.store.drafts import PlanChanged

CHANGED_CODE, REFUSED_CODE, WRONG_CODE, BUG_CODE = 409, 422, 400, 500
MOST_LETTERS = 500

LOG = logging.getLogger("barrette.serve")

Query = Mapping[str, Any]


class WrongRequest(Exception):
    """What a script of the board would not send."""


# Questions and changes


def ask(name: str, work: Callable[[Query], Any]) -> Route:
    """The address ``/api/name``, which only reads; each question runs in a thread of its own."""

    def endpoint(request: Request) -> Response:
        return answered(lambda: work(dict(request.query_params)))

    return Route(f"/api/{name}", endpoint)


def change(name: str, desk: Desk, work: Callable[[Query], Any]) -> Route:
    """The address ``/api/name``, which changes something; with what came of it, it says how the plan stands then."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()

        def done() -> Any:
            found = work(read(body))
            return {**found, "state": shown_state(desk.plan())}

        return await run_in_threadpool(answered, done)

    return Route(f"/api/{name}", endpoint, methods=["POST"])


def answered(work: Callable[[], Any]) -> Response:
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


# What a request holds


def read(body: bytes) -> Query:
    """The JSON object of a request. Raises :class:`WrongRequest` where it is none."""
    try:
        found = json.loads(body)
    except ValueError as error:
        raise WrongRequest from error
    if not isinstance(found, dict):
        raise WrongRequest
    return found


def text(asked: Query, name: str) -> str:
    """A text of at most :data:`MOST_LETTERS` letters. Raises :class:`WrongRequest`."""
    found = asked.get(name)
    if not isinstance(found, str) or len(found) > MOST_LETTERS:
        raise WrongRequest
    return found


def whole_number(asked: Query, name: str) -> int:
    """A whole number. Raises :class:`WrongRequest`."""
    found = asked.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise WrongRequest
    return found


def day(asked: Query, name: str) -> date:
    """A date written as in ISO 8601. Raises :class:`WrongRequest`."""
    try:
        return date.fromisoformat(text(asked, name))
    except ValueError as error:
        raise WrongRequest from error
