"""What the board shows at first, and what its draft counts."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from planner.folder.desk import Desk
from planner.serve import shown
from planner.serve.shown import shown_plan, shown_state
from planner.why.lifted import place_where_it_is
from tests.serve.centre import FIRST

MATHS = "CAP-BOU-1-MATHEMATIQUES-01"


def test_it_opens_on_the_week_of_today(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever day may change first."""
    monkeypatch.setattr(shown, "today", lambda: date(2026, 9, 16))
    assert shown_plan(desk.plan())["opens"] == date(2026, 9, 14)


def test_outside_the_term_it_opens_where_something_may_move(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The week of the first day that may change; the first of all where none is left."""
    monkeypatch.setattr(shown, "today", lambda: date(2027, 5, 3))
    assert shown_plan(Desk(folder, first=date(2026, 9, 14)).plan())["opens"] == date(2026, 9, 14)
    assert shown_plan(Desk(folder, first=date(2027, 5, 3)).plan())["opens"] == FIRST


def test_what_is_moved_and_moved_back_is_no_modification(desk: Desk) -> None:
    """What differs from the version counts, not how often something was moved."""
    home = place_where_it_is(desk.plan().timetable.session[MATHS])
    away = [p.place for p in desk.places(MATHS)[1] if not p.findings][:2]
    for place, left in ((away[0], 1), (away[1], 1), (home, 0)):
        desk.drop(desk.mark(), MATHS, place)
        assert shown_state(desk.plan())["differs"] == left
    assert len(desk.plan().draft.done) == 3


def test_the_list_of_classes_is_named(browser: TestClient) -> None:
    """After what is chosen in it."""
    assert '<span class="hidden-text" id="owner-sort">Classe</span>' in browser.get("/semaine").text
