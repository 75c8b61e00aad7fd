"""Absences on the board: the ways out of `barrette replace`, for several days, kept together as one version."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from planner.domain import Kind
from planner.folder.desk import Desk
from planner.store.database import open_store
from tests.cli.running import barrette
from tests.serve.browser import ask, post
from tests.serve.centre import FIRST
from tests.serve.test_desk import moved

WEEK = {"du": FIRST.isoformat(), "au": (FIRST + timedelta(days=4)).isoformat()}


def busiest(desk: Desk) -> str:
    """Who holds most sessions in the first week."""
    held = desk.plan().timetable.by_trainer
    first = {
        t: [s for s in rows if s.day < FIRST + timedelta(days=5) and s.kind != Kind.FIXED] for t, rows in held.items()
    }
    return max(first, key=lambda t: (len(first[t]), t))


def hours_of(browser: TestClient, who: str, **more: str) -> list[dict[str, Any]]:
    """The cards of the first week."""
    found: list[dict[str, Any]] = ask(browser, "absence", formateur=who, **WEEK, **more)["hours"]
    return found


def test_the_ways_of_a_day_are_those_of_the_command(browser: TestClient, desk: Desk, folder: Path) -> None:
    """In the same order and the same words."""
    who = busiest(desk)
    day = hours_of(browser, who)[0]["day"]
    mine = ask(browser, "absence", formateur=who, du=day, au=day)["hours"]
    told = json.loads(barrette("replace", folder, "--trainer", who, "--date", day, "--json").output)
    assert [[way["said"] for way in one["ways"]] for one in mine] == [
        [choice["text"] for choice in one["choices"]] for one in told["sessions"]
    ]
    assert any(one["ways"] for one in mine)


def test_what_is_picked_is_one_version_with_its_reason(browser: TestClient, desk: Desk, folder: Path) -> None:
    """All days at once; the checker finds nothing, and the trainer holds nothing of it any more."""
    who = busiest(desk)
    hours = hours_of(browser, who, premier="oui")
    assert len({one["day"] for one in hours}) > 1
    picks = {str(one["n"]): one["picked"] for one in hours}
    asked = {"mark": desk.mark(), "formateur": who, **WEEK, "choix": picks, "reason": "formation"}
    done = post(browser, "/api/absence-gardee", asked).json()
    assert done["done"], done
    assert done["lines"][0] == "Gardé : version 2."
    with open_store(folder) as store:
        assert [(v.number, v.reason) for v in store.versions()][-1] == (2, "formation")
        assert store.version().settings["last"] == WEEK["au"]
    assert barrette("verify", folder).exit_code == 0
    assert hours_of(browser, who) == []


def test_what_is_not_picked_is_asked_for_and_nothing_is_kept(browser: TestClient, desk: Desk, folder: Path) -> None:
    """Nor is a way out that there is not, nor what was seen before something changed."""
    who = busiest(desk)
    hours = hours_of(browser, who)
    asked = {"mark": desk.mark(), "formateur": who, **WEEK, "reason": ""}
    answer = post(browser, "/api/absence-gardee", {**asked, "choix": {}})
    assert answer.status_code == 422
    assert answer.json()["lines"][0].startswith("Il reste à choisir pour : ")
    wrong = {str(one["n"]): "colleague NOBODY" for one in hours}
    assert post(browser, "/api/absence-gardee", {**asked, "choix": wrong}).status_code == 422
    assert post(browser, "/api/absence-gardee", {**asked, "choix": ["x"]}).status_code == 400
    assert post(browser, "/api/absence-gardee", {**asked, "choix": {}, "formateur": "X"}).status_code == 422
    assert post(browser, "/api/absence-gardee", {**asked, "choix": {}, "du": "2031-01-01"}).status_code == 422
    moved(desk)
    assert post(browser, "/api/absence-gardee", {**asked, "choix": {}}).status_code == 409
    with open_store(folder) as store:
        assert len(list(store.versions())) == 1


def test_a_pick_that_is_no_way_out_is_none(browser: TestClient, desk: Desk) -> None:
    """What is picked is given back as picked, the rest as not; what is no JSON object is refused."""
    who = busiest(desk)
    free = hours_of(browser, who)
    first = free[0]["ways"][0]["way"]
    picked = hours_of(browser, who, choix=json.dumps({"0": first, "1": "colleague NOBODY"}))
    assert [one["picked"] for one in picked] == [first, *[""] * (len(free) - 1)]
    asked = {"formateur": who, **WEEK}
    for text in ("x", "[]", '{"a": "b"}', '{"0": 1}'):
        assert browser.get("/api/absence", params={**asked, "choix": text}).status_code == 400
