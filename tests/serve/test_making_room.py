"""« Faites de la place »: `barrette move` as a version and in the draft, and asked of the board; refused in words."""

import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from constraints import RULES
from planner.check.verify import verify
from planner.domain import SessionId, clock
from planner.folder.desk import Desk
from planner.folder.drafted import edits_of
from planner.store.database import open_store
from planner.store.locks import locked_sessions
from planner.why.places import JudgedPlace
from tests.cli.running import barrette
from tests.serve.browser import ask, post
from tests.serve.centre import FIRST

KITCHEN, MOVABLE = "CAP-CUI-1-TP-CUISINE-02", 780
"""A session, and the minute of the day before which others of its class can leave a day to it."""


def taken(desk: Desk) -> JudgedPlace:
    """An hour of the week that is forbidden to the session because its class has something else."""
    places = desk.places(KITCHEN)[1]
    return next(p for p in places if any(f.key == "H1c" for f in p.findings) and p.hour[1] < MOVABLE)


def typed(place: JudgedPlace) -> list[str]:
    """The options that say where."""
    day, start, _end = place.hour
    return ["--date", day.isoformat(), "--start", clock(start), "--from", FIRST.isoformat()]


def stands(desk: Desk) -> tuple[object, ...]:
    """Day, start and end of the session on the board."""
    one = desk.plan().timetable.session[SessionId(KITCHEN)]
    return one.day, one.start, one.end


def test_room_is_made_in_the_draft(desk: Desk, folder: Path) -> None:
    """One step of it, which breaks no rule, with what had the hour; undone at once; no version is made."""
    place, before = taken(desk), stands(desk)
    done = barrette("move", folder, "--session", KITCHEN, *typed(place), "--draft")
    assert done.exit_code == 0, done.output
    assert "une modification du brouillon" in done.stdout
    plan = desk.plan()
    assert stands(desk) == place.hour
    (step,) = plan.draft.done
    assert len(edits_of(step)) > 1
    assert verify(plan.problem, RULES, plan.timetable).passed
    assert plan.version.number == 1
    assert desk.undo(plan.mark)
    assert stands(desk) == before


def test_room_is_made_in_a_version(desk: Desk, folder: Path) -> None:
    """Kept with its locks, as edits by hand are; without --yes nothing is."""
    place = taken(desk)
    asked = ["move", folder, "--session", KITCHEN, *typed(place)]
    for more in (["--dry-run"], []):
        tried = barrette(*asked, *more)
        assert tried.exit_code == 0, tried.output
        assert "autre séance change" in tried.stdout.replace("autres séances changent", "autre séance change")
        assert desk.plan().version.number == 1
    done = barrette(*asked, "--yes", "--reason", "conseil de classe")
    assert done.exit_code == 0, done.output
    assert stands(desk) == place.hour
    with open_store(folder) as store:
        assert store.version().reason == "conseil de classe"
        assert KITCHEN in locked_sessions(store, desk.plan().problem.settings)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--at", "mardi 8:00", "--date", "2026-09-08"], "pas les deux"),
        (["--at", "jamais"], "n’est pas compris"),
        (["--at", "mardi 8:17"], "ne donnent pas ce début"),
        (["--date", "2031-01-01", "--start", "8:00"], "hors de l’emploi du temps"),
        (["--at", "mardi 8:00", "--from", "2031-01-01"], "hors de l’emploi du temps"),
        (["--at", "mardi 8:00", "--room", "la lune"], "La salle « la lune » n’existe pas"),
        ([], "déjà à cette place"),
    ],
)
@pytest.mark.parametrize("draft", [True, False])
def test_what_cannot_be_asked_is_refused_in_words(
    folder: Path, desk: Desk, more: list[str], said: str, draft: bool
) -> None:
    """And nothing is changed."""
    first = [] if "--from" in more else ["--from", FIRST.isoformat()]
    mark = desk.mark()
    done = barrette("move", folder, "--session", KITCHEN, *more, *first, *(["--draft"] if draft else []))
    assert done.exit_code != 0
    assert said in done.output
    assert desk.mark() == mark


def test_what_is_locked_does_not_leave_its_hour(desk: Desk, folder: Path) -> None:
    """It is named, and nothing is changed."""
    place = taken(desk)
    day, start, end = place.hour
    now = desk.plan().timetable.sessions
    there = [s for s in now if s.day == day and s.start < end and start < s.end and "CAP-CUI-1" in s.class_ids]
    assert barrette("lock", folder, *(s.id for s in there)).exit_code == 0
    mark = desk.mark()
    done = barrette("move", folder, "--session", KITCHEN, *typed(place), "--draft")
    assert done.exit_code == 1
    assert "Ne peut pas être déplacé de cette heure" in done.output
    assert there[0].label in done.output
    assert desk.mark() == mark


MOST_SECONDS = 120


def followed(browser: TestClient) -> Any:
    """What a calculation came to."""
    end = time.monotonic() + MOST_SECONDS
    while (found := ask(browser, "calcul"))["state"] == "running":
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return found


def wanted(desk: Desk, place: JudgedPlace) -> dict[str, object]:
    """What the page asks."""
    return {"mark": desk.mark(), "session": KITCHEN, "day": place.hour[0].isoformat(), "start": place.hour[1]}


def test_the_board_asks_for_it_beside_itself(browser: TestClient, desk: Desk) -> None:
    """Followed as any calculation; the plan has another mark then; one calculation at a time."""
    place = taken(desk)
    asked = wanted(desk, place)
    assert post(browser, "/api/faire-place", asked).status_code == 200
    again = post(browser, "/api/faire-place", asked)
    assert again.status_code == 422
    assert "Un calcul est déjà en cours" in again.json()["lines"][0]
    found = followed(browser)
    assert (found["state"], found["what"]) == ("done", "move"), found
    assert any("Préférences" in line for line in found["lines"])
    assert stands(desk) == place.hour
    assert ask(browser, "plan")["undo"]


def test_what_was_cancelled_changes_nothing(browser: TestClient, desk: Desk) -> None:
    """The search is ended at once."""
    mark = desk.mark()
    assert post(browser, "/api/faire-place", wanted(desk, taken(desk))).status_code == 200
    assert post(browser, "/api/renoncer", {}).status_code == 200
    assert followed(browser)["state"] == "cancelled"
    assert desk.mark() == mark


def test_an_older_plan_is_told_so(browser: TestClient, desk: Desk) -> None:
    """Nothing is begun for a tab that shows another plan."""
    answer = post(browser, "/api/faire-place", {**wanted(desk, taken(desk)), "mark": "ancien"})
    assert answer.status_code == 409
    assert ask(browser, "calcul")["state"] == "none"
