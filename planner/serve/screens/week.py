"""The screen « Semaine »: the grid, the panel of a session, what is dragged, and the draft."""

from typing import Any

from starlette.routing import Route

from planner.domain import RoomId, TrainerId
from planner.engine.change.repair_model import Place
from planner.folder.desk import Desk
from planner.model import Option
from planner.serve.asked import Query, WrongRequest, ask, change, day, text, whole_number
from planner.serve.calculation import Calculation
from planner.serve.judged import (
    shown_chain,
    shown_drop,
    shown_kept,
    shown_openings,
    shown_place,
    shown_places,
    shown_why,
)
from planner.serve.screen import Screen
from planner.serve.shown import shown_costs, shown_plan, shown_session, shown_week
from planner.store.drafts import PlanChanged


def week_screen(desk: Desk, calculation: Calculation) -> Screen:
    """The grid of a week of one folder, and what its page asks and changes."""
    return Screen("semaine", "Semaine", _routes(desk, calculation))


def _routes(desk: Desk, calculation: Calculation) -> list[Route]:
    return [
        ask("etat", lambda _asked: {"mark": desk.mark(), "said": desk.late.said if desk.late else ()}),
        ask("plan", lambda _asked: shown_plan(desk.plan())),
        ask("semaine", lambda asked: shown_week(desk.plan(), day(asked, "lundi"))),
        ask("seance", lambda asked: _one_session(desk, asked)),
        ask("places", lambda asked: _places(desk, asked)),
        ask("pourquoi", lambda asked: _why(desk, asked)),
        ask("ouvertures", lambda asked: _openings(desk, asked)),
        ask("moyens", lambda asked: _means(desk, asked)),
        change("deposer", desk, lambda asked: _drop(desk, asked)),
        change("enchainer", desk, lambda asked: _drop_with_others(desk, asked)),
        change("faire-place", desk, lambda asked: _make_room(desk, calculation, asked)),
        change("annuler", desk, lambda asked: {"done": desk.undo(text(asked, "mark"))}),
        change("retablir", desk, lambda asked: {"done": desk.redo(text(asked, "mark"))}),
        change("abandonner", desk, lambda asked: _abandon(desk, asked)),
        change("reprendre", desk, lambda asked: _rebase(desk, asked)),
        change("garder", desk, lambda asked: _keep(desk, asked)),
        change("verrou", desk, lambda asked: _lock(desk, asked)),
    ]


def _one_session(desk: Desk, asked: Query) -> Any:
    with desk.asking(text(asked, "id")) as (plan, session):
        return {"mark": plan.mark, **shown_session(plan, session, plan.scene.asked(session))}


def _places(desk: Desk, asked: Query) -> Any:
    week = day(asked, "lundi") if asked.get("lundi") else None
    with desk.asking(text(asked, "id")) as (plan, session):
        about, places = desk.places(session.id, week)
        return shown_places(plan, about, places)


def _openings(desk: Desk, asked: Query) -> Any:
    after = text(asked, "after") if "after" in asked else "0"
    if not after.isdecimal():
        raise WrongRequest
    with desk.asking(text(asked, "id")) as (plan, session):
        _about, found, rest = desk.openings(session.id, int(after))
        return shown_openings(plan, found, rest)


def _why(desk: Desk, asked: Query) -> Any:
    """What the place of a session costs, and the other hours that are open to it, the cheapest first."""
    with desk.asking(text(asked, "id")) as (plan, session):
        about, places = desk.places(session.id)
        return shown_why(plan, about, desk.weighed(session.id), places)


def _means(desk: Desk, asked: Query) -> Any:
    """Other rooms and adults of a session at its hour."""
    with desk.asking(text(asked, "id")) as (plan, session):
        about = plan.scene.asked(session)
        return {"mark": plan.mark, "places": [shown_place(plan, about, p) for p in desk.means(session.id)]}


def _drop(desk: Desk, asked: Query) -> Any:
    team = asked.get("team")
    room = asked.get("room")
    if not isinstance(team, list) or not all(isinstance(t, str) for t in team) or not isinstance(room, str | None):
        raise WrongRequest
    hour = day(asked, "day"), whole_number(asked, "start"), whole_number(asked, "end")
    place = Place(Option(*hour, tuple(TrainerId(t) for t in team)), RoomId(room) if room else None)
    with desk.asking(text(asked, "session")) as (plan, session):
        done = desk.drop(text(asked, "mark"), session.id, place)
        return {**shown_drop(plan, done), "costs": shown_costs(plan.costs, desk.plan().costs)}


def _drop_with_others(desk: Desk, asked: Query) -> Any:
    hour = day(asked, "day"), whole_number(asked, "start"), whole_number(asked, "end")
    with desk.asking(text(asked, "session")) as (plan, session):
        _about, chain = desk.drop_with_others(text(asked, "mark"), session.id, hour)
        place = {"free": True, "why": [], "costs": [], **shown_chain(plan, chain)}
        return {"done": True, "place": place, "costs": shown_costs(plan.costs, desk.plan().costs)}


def _make_room(desk: Desk, calculation: Calculation, asked: Query) -> Any:
    """Begin `barrette move --draft`, which is followed at ``/api/calcul`` as any calculation."""
    where, start = day(asked, "day"), whole_number(asked, "start")
    with desk.asking(text(asked, "session")) as (plan, session):
        if plan.mark != text(asked, "mark"):
            raise PlanChanged
        words = [f"--session={session.id}", f"--date={where}", f"--start={start // 60:02}:{start % 60:02}"]
        words += [f"--from={desk.first}"] if desk.first is not None else []
        told = ["move", str(desk.folder.resolve()), *words, "--draft", f"--author={desk.author}"]
        calculation.start("move", told, plan.version.number)
    return {"done": True}


def _abandon(desk: Desk, asked: Query) -> Any:
    desk.abandon(text(asked, "mark"))
    return {"done": True}


def _rebase(desk: Desk, asked: Query) -> Any:
    done = desk.rebase(text(asked, "mark"))
    return {"done": done.done, "left": done.left}


def _keep(desk: Desk, asked: Query) -> Any:
    return shown_kept(desk.keep(text(asked, "mark"), text(asked, "reason")))


def _lock(desk: Desk, asked: Query) -> Any:
    desk.lock(text(asked, "mark"), text(asked, "session"), text(asked, "reason"), lock=asked.get("lock") is True)
    return {"done": True}
