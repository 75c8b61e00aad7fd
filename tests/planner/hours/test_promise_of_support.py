"""What keeps a promise of support in each stay: no talk with a referent, nor information on aid or a licence."""

from dataclasses import replace

import pytest

from constraints.h9a_support_each_stay import RULE
from planner.domain import Attendance, Kind, Module, ModuleId, Programme, ProgrammeId, Timetable
from planner.hours.ledger import settle
from planner.hours.owed import owed
from tests.planner.engine.change.scene import ANA, centre
from tests.rules import build as b


@pytest.mark.parametrize(("theme", "keeps"), [("support", True), ("next_path", True), *(
    (theme, False) for theme in ("study", "interview", "social", "aid", "licence")
)])  # fmt: skip
def test_what_keeps_the_promise_of_a_stay(theme: str, keeps: bool) -> None:
    """One hour in each of the two weeks, which are one stay: listed as missing, and a violation where it is not."""
    module = Module(ModuleId("M"), "M", theme=theme)
    cap = Programme(ProgrammeId("CAP"), "CAP", promise_every=1)
    problem = centre(ANA, modules=[module], programmes={cap.id: cap})
    problem = replace(problem, classes={c: replace(g, programme_id=cap.id) for c, g in problem.classes.items()})
    hour = b.session("heure", kind=Kind.SUPPORT, module_id=module.id)
    rows = (Attendance(hour.id, ANA.id),)
    promised = [need for need in owed(problem) if not need.target]
    assert promised
    missing = [debt for debt in settle(problem, promised[:1], (hour,), rows) if debt.planned < debt.due]
    assert bool(missing) != keeps
    first = [f for f in RULE.check(problem, Timetable((hour,), rows)) if "7 septembre" in f.text]
    assert bool(first) != keeps
