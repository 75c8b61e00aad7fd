"""The screen « Absences »: a trainer and days → each session with its ways out, chosen one by one and kept together."""

import json
from datetime import date
from typing import Any

from starlette.routing import Route

from planner.answer import USAGE, Refused
from planner.domain import Timetable
from planner.engine.change.way_taken import Choice
from planner.engine.change.ways_out import AbsentHour
from planner.folder.desk import Desk
from planner.folder.ways import title
from planner.serve.absences import Picked, shown_absence, shown_choosers, shown_taken, way_of
from planner.serve.asked import Query, WrongRequest, ask, change, day, text
from planner.serve.screen import Screen


def absences_screen(desk: Desk) -> Screen:
    """What to do while a trainer is away, and what its page asks and changes."""
    return Screen("absences", "Absences", _routes(desk))


def _routes(desk: Desk) -> list[Route]:
    return [
        ask("absents", lambda _asked: shown_choosers(desk.plan())),
        ask("absence", lambda asked: _absence(desk, asked)),
        change("absence-gardee", desk, lambda asked: _keep(desk, asked)),
    ]


def _absence(desk: Desk, asked: Query) -> Any:
    """Each session with what may be done, given what is picked for those before it."""
    mark = desk.mark()
    gone = desk.away(*_asked_for(asked))
    return {"mark": mark, **shown_absence(gone, _picked(_typed(asked)), first=asked.get("premier") == "oui")}


def _keep(desk: Desk, asked: Query) -> Any:
    picks = _picked(asked.get("choix"))

    def chooses(n: int, one: AbsentHour, _now: Timetable) -> Choice | None:
        wanted = picks.get(n)
        if wanted is None:
            raise Refused(USAGE, f"Il reste à choisir pour : {title(one.first)}.")
        return next((choice for choice in one.choices if way_of(choice) == wanted), None)

    return shown_taken(desk.keep_away(text(asked, "mark"), _asked_for(asked), chooses, text(asked, "reason")))


def _asked_for(asked: Query) -> tuple[str, date, date]:
    return text(asked, "formateur"), day(asked, "du"), day(asked, "au")


def _typed(asked: Query) -> Any:
    try:
        return json.loads(asked.get("choix") or "{}")
    except ValueError as error:
        raise WrongRequest from error


def _picked(typed: object) -> Picked:
    """Place of a session → its way out, as the page has it."""
    if not isinstance(typed, dict) or not all(isinstance(way, str) and n.isdecimal() for n, way in typed.items()):
        raise WrongRequest
    return {int(n): way for n, way in typed.items()}
