"""Standing in for a trainer: what is counted again is what was counted before."""

from dataclasses import replace

import pytest

import data
from constraints import RULES
from planner.domain import Problem, Timetable, TrainerId
from planner.engine.change.edits import Edit, apply_edits
from planner.engine.change.way_taken import owed_more, settled
from planner.engine.change.ways_out import held, slot, with_absence
from planner.engine.flow import solve
from planner.engine.options import Options
from tests.whole.tiny import written


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """The tiny centre with its timetable."""
    problem = data.read(written(tmp_path_factory.mktemp("centre"))).problem
    assert problem is not None
    return problem, solve(problem, RULES, Options(effort=0.1, workers=1))


def test_standin_counts_the_same_hours_again(solved: tuple[Problem, Timetable]) -> None:
    """Nothing has changed: the same debts, the same list of what is missing, the same hours."""
    problem, timetable = solved
    again = settled(problem, timetable, RULES)
    assert sorted(map(repr, again.debts)) == sorted(map(repr, timetable.debts))
    assert again.unplaced == timetable.unplaced
    assert {k: again.summary[k] for k in ("hours_owed", "hours_planned")} == {
        k: timetable.summary[k] for k in ("hours_owed", "hours_planned")
    }
    assert owed_more(timetable.debts, again.debts) == (0, 0)


def test_standin_offers_nothing_that_breaks_a_rule(solved: tuple[Problem, Timetable]) -> None:
    """A group of a barrette is never cancelled alone, since its people would be in no group at all."""
    problem, timetable = solved
    led = [s for s in timetable.sessions if s.kind == "barrette" and s.guidance == "led"]
    young = [s for s in led if any(problem.learners[a.apprentice_id].minor(s.day) for a in timetable.attendees[s.id])]
    group = next(s for s in young if sum((o.day, o.start) == (s.day, s.start) for o in led) > 1)
    who: TrainerId = group.trainer_ids[0]
    absent = with_absence(problem, who, group.day)
    todo = [sessions for sessions in held(timetable, who, group.day) if group in sessions]
    (sessions,) = todo
    kinds = [choice.kind for choice in slot(absent, timetable, who, sessions, RULES).choices]
    assert "cancel" not in kinds
    assert "cancel_all" in kinds


def test_edit_to_an_hour_when_nobody_can_come_clashes(solved: tuple[Problem, Timetable]) -> None:
    """A support session of the bakers is put on their lesson of mathematics: nobody is left, and that is said."""
    problem, timetable = solved
    lesson = next(s for s in timetable.sessions if s.course_id == "CAP-BOU-1-MATHEMATIQUES")
    bakers = {row.apprentice_id for row in timetable.attendees[lesson.id]}
    called = (s for s in timetable.sessions if s.kind == "support")
    support = next(s for s in called if any(row.apprentice_id in bakers for row in timetable.attendees[s.id]))
    few = replace(
        timetable,
        attendance=tuple(r for r in timetable.attendance if r.session_id != support.id or r.apprentice_id in bakers),
    )
    edit = Edit(support.id, lesson.day, lesson.start, lesson.end, support.room_id, support.trainer_ids)
    _after, clashes = apply_edits(problem, few, [edit], RULES)
    assert any("n'est libre" in finding.text for finding in clashes)
