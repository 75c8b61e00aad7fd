"""The bound of a timetable against timetables of the same frame: whatever the centre, none of them costs less."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from constraints import RULES
from planner.check.verify import verify
from planner.domain import Kind, Problem, Timetable, monday
from planner.engine.bounds.least import Bounded, bound_figures, bounded
from planner.engine.flow import solve
from planner.engine.options import Options
from planner.hours.ledger import settle
from planner.hours.owed import owed
from tests.whole.centres import centres
from tests.whole.test_random_centres import drawn
from tests.whole.tiny import Rows

HAIR = 1e-6


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(centres(), st.integers(0, 99))
def test_bound_is_below_every_cost_of_the_frame(rows: Rows, seed: int) -> None:
    """Below the cost that is reached, and below those with a lesson elsewhere in its week or two people swapped."""
    with drawn(rows) as (_folder, problem):
        timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
        report = verify(problem, RULES, timetable)
        assume(not report.hard)
        found = bounded(problem, RULES, timetable, report.costs)
        assert below(found, {key: one.cost for key, one in found.items()})
        weight = {key: one.cost / report.costs[key] for key, one in found.items() if report.costs[key]}
        for other in frame_of(problem, timetable, random.Random(seed)):
            again = verify(problem, RULES, other)
            if not again.hard:
                # What cost nothing had no bound to speak of.
                assert below(found, {key: factor * again.costs[key] for key, factor in weight.items()})


@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(centres())
def test_bound_does_not_depend_on_the_workers(rows: Rows) -> None:
    """One worker or two: the same timetable, and the same figures."""
    with drawn(rows) as (_folder, problem):
        said = []
        for workers in (1, 2):
            timetable = solve(problem, RULES, Options(effort=0.05, workers=workers))
            report = verify(problem, RULES, timetable)
            said.append(bound_figures(bounded(problem, RULES, timetable, report.costs)))
        assert said[0] == said[1]


def below(found: Mapping[str, Bounded], costs: Mapping[str, float]) -> bool:
    """Whether no cost is less than its bound."""
    return all(found[key].bound <= cost + HAIR for key, cost in costs.items())


def frame_of(problem: Problem, timetable: Timetable, dice: random.Random) -> Iterator[Timetable]:
    """Some timetables of the same frame, whether the rules allow them or not."""
    lessons = [n for n, s in enumerate(timetable.sessions) if s.kind == Kind.COURSE and s.id not in problem.stands]
    for n in dice.sample(lessons, min(12, len(lessons))):
        session = timetable.sessions[n]
        day = monday(session.day) + timedelta(days=dice.randrange(5))
        bells = problem.bells_at(session.site_id)
        if places := bells.placements(day.weekday(), session.minutes, session.meal):
            start, end = dice.choice(places)
            moved = replace(session, day=day, start=start, end=end)
            yield replace(timetable, sessions=(*timetable.sessions[:n], moved, *timetable.sessions[n + 1 :]))
    hours: dict[object, list[int]] = {}
    for n, row in enumerate(timetable.attendance):
        session = timetable.session[row.session_id]
        if session.kind == Kind.BARRETTE:
            hours.setdefault((session.barrette_id, session.day, session.start), []).append(n)
    for here in [rows for rows in hours.values() if len(rows) > 1][:12]:
        one, other = dice.sample(here, 2)
        attendance = list(timetable.attendance)
        first, second = attendance[one], attendance[other]
        attendance[one] = replace(first, session_id=second.session_id)
        attendance[other] = replace(second, session_id=first.session_id)
        debts = settle(problem, owed(problem), timetable.sessions, attendance)
        yield replace(timetable, attendance=tuple(attendance), debts=debts)
