"""Islands: which sites are planned by themselves, what joins them, and that apart they lose nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from constraints import RULES
from planner.check.verify import verify
from planner.domain import (
    ApprenticeId,
    Arrangement,
    Barrette,
    BarretteId,
    Course,
    CourseId,
    ExplicitNeed,
    FixedEvent,
    Kind,
    Link,
    Module,
    ModuleId,
    OpenPeriod,
    OpenPeriodId,
    Pairing,
    PersonalPath,
    Problem,
    Relation,
    SiteId,
    Timetable,
    TrainerId,
    VisitRule,
    Volume,
    WeekLimit,
)
from planner.engine.flow import solve
from planner.engine.islands import by_island, islands_of, joined
from planner.engine.machines.interface import Here
from planner.engine.machines.processes import Processes
from planner.engine.options import Options, Progress, silent
from planner.engine.solvers.cpsat import Interrupt
from tests.planner.engine.machines_work import alone, planned
from tests.rules import build as b

THERE = SiteId("annexe")
FAR_LEARNER, FAR_COURSE = ApprenticeId("apprenti de l'annexe"), CourseId("cours de l'annexe")
BOTH = (b.CLASS, b.OTHER)


def centre(**changes: Any) -> Problem:
    """A class, a room, a trainer, a course and a learner at each of two sites, which share nothing."""
    plain = b.problem(
        classes=[b.group(), b.group(b.OTHER, site_id=THERE)],
        rooms=[b.room(), b.room(b.SECOND_ROOM, site_id=THERE)],
        trainers=[b.trainer(sites=(b.SITE,)), b.trainer(b.SECOND, sites=(THERE,))],
        courses=[b.course(), b.course(FAR_COURSE, class_ids=(b.OTHER,), teams=((b.SECOND,),))],
        learners=[b.learner(), b.learner(FAR_LEARNER, b.OTHER)],
        tables=[b.bells(), b.bells(bells_id=THERE)],
    )
    return replace(plain, **changes)


def test_sites_that_share_nothing_are_islands() -> None:
    """Each has its own class, people, rooms and courses, and a limit that names both trainers holds at each."""
    limit = WeekLimit(trainer_ids=(b.TRAINER, b.SECOND), days=3)
    first, second = islands_of(centre(week_limits=(limit,)))
    assert (*first.classes, *second.classes) == BOTH
    assert (*first.trainers, *second.trainers) == (b.TRAINER, b.SECOND)
    assert (*first.rooms, *second.rooms) == (b.ROOM, b.SECOND_ROOM)
    assert (*first.courses, *second.courses) == (b.COURSE, FAR_COURSE)
    assert (*first.learners, *second.learners) == (b.LEARNER, FAR_LEARNER)
    assert [one.week_limits[0].trainer_ids for one in (first, second)] == [(b.TRAINER,), (b.SECOND,)]


def test_limit_of_rooms_holds_at_each_island() -> None:
    """A line that names both rooms is one line at each, of its own room."""
    limit = WeekLimit(room_ids=(b.ROOM, b.SECOND_ROOM), days=3)
    first, second = islands_of(centre(week_limits=(limit,)))
    assert [one.week_limits[0].room_ids for one in (first, second)] == [(b.ROOM,), (b.SECOND_ROOM,)]


COMMON = Course(CourseId("en commun"), BOTH, "matière", Volume(weekly=60))
JOINED: dict[str, Problem] = {
    "a trainer of both": centre(trainers={b.TRAINER: b.trainer(sites=(b.SITE, THERE)), b.SECOND: b.trainer(b.SECOND)}),
    "a trainer without a site": centre(trainers={**centre().trainers, TrainerId("x"): b.trainer("x")}),
    "a room without a site": centre(rooms={b.ROOM: b.room(), b.SECOND_ROOM: b.room(b.SECOND_ROOM, site_id=SiteId(""))}),
    "a course of both classes": centre(courses={**centre().courses, COMMON.id: COMMON}),
    "a trainer of the other site in a course": centre(courses={b.COURSE: b.course(teams=((b.TRAINER, b.SECOND),))}),
    "a barrette": centre(barrettes={BarretteId("x"): Barrette(BarretteId("x"), "x", BOTH, per_week=1)}),
    "a room of a barrette": centre(
        barrettes={BarretteId("x"): Barrette(BarretteId("x"), "x", (b.CLASS,), per_week=1, room_ids=(b.SECOND_ROOM,))}
    ),
    "an open period": centre(open_periods=(OpenPeriod(OpenPeriodId("x"), "x", BOTH),)),
    "a supervised room": centre(
        rooms={b.ROOM: b.room(), b.SECOND_ROOM: b.room(b.SECOND_ROOM, site_id=THERE, supervised_by=b.TRAINER)}
    ),
    "an event": centre(events=(FixedEvent("x", "x", b.MONDAY, 480, 540, trainer_ids=(b.TRAINER, b.SECOND)),)),
    "a pairing": centre(pairings=(Pairing(frozenset([b.LEARNER, FAR_LEARNER]), together=True),)),
    "a path": centre(paths=(PersonalPath(b.LEARNER, follows=FAR_COURSE),)),
    "a helper": centre(arrangements=(Arrangement(b.LEARNER, "helper", text=b.SECOND),)),
    "a visitor": centre(visits=(VisitRule(b.LEARNER, trainer_id=b.SECOND),)),
    "a referent": centre(learners={**centre().learners, b.LEARNER: b.learner(ref_trainer=b.SECOND)}),
    "a link": centre(links=(Link(Relation.SAME_DAY, (b.COURSE, FAR_COURSE)),)),
    "a need": centre(explicit_needs=(ExplicitNeed("x", "LIT1", (b.LEARNER, FAR_LEARNER), together=True),)),
    "a permanence": centre(modules={ModuleId("P"): Module(ModuleId("P"), "P", theme="permanence")}),
}


@pytest.mark.parametrize("what", JOINED)
def test_whatever_belongs_to_two_sites_joins_them(what: str) -> None:
    """The problem itself comes back."""
    problem = JOINED[what]
    assert islands_of(problem) == (problem,)


def test_centre_of_one_site_is_planned_as_it_is() -> None:
    """The very same value, so that nothing is reckoned anew."""
    problem = b.problem(courses=[b.course()])
    assert islands_of(problem)[0] is problem


def test_islands_are_told_of_in_order_and_have_the_seconds_that_are_left() -> None:
    """Both sessions have the same id by themselves: the second gets the next number once they are joined."""
    left: list[float] = []
    told: list[tuple[str, bool]] = []

    def one(_island: Problem, options: Options, progress: Progress, _stop: Interrupt) -> Timetable:
        left.append(options.seconds or 0)
        progress("placement", {"elapsed": 1.0})
        return alone("séance-s001")

    def note(name: str, figures: Mapping[str, Any]) -> None:
        told.append((name, figures["elapsed"] >= 1.0))

    found = by_island(centre(), Options(seconds=9.0), note, Interrupt(), one, Here())
    assert 0 < left[1] <= left[0] <= 9.0
    assert told == [("sites 1/2 : placement", True), ("sites 2/2 : placement", True)]
    assert (found.summary["weeks_cost"], found.summary["seconds"]) == (4, {"placement": 3.0})
    assert [session.id for session in found.sessions] == ["séance-s001", "séance-s002"]
    assert found.summary["sizes"]["sessions"] == 2


def test_one_timetable_stays_as_it_is() -> None:
    """There is nothing to join."""
    found = alone("séance")
    assert joined(centre(), [found]) is found


def entrants() -> Problem:
    """Both sites with newcomers, who have their entry module apart."""
    new = {"entry": b.MONDAY, "contract_start": b.MONDAY, "first_company_day": b.FRIDAY}
    module = b.module("ENTREE", theme="safety", whole_class=True, trainer_ids=())
    people = {b.LEARNER: b.learner(**new), FAR_LEARNER: b.learner(FAR_LEARNER, b.OTHER, **new)}
    skilled = {t: replace(one, skills=frozenset(["entree"])) for t, one in centre().trainers.items()}
    return centre(learners=people, modules={module.id: module}, trainers=skilled)


def test_islands_lose_nothing_and_clash_in_nothing() -> None:
    """Newcomers at both sites have their entry module apart, under ids of their own; the whole passes the checker.

    Each site places together with the other what it places alone.
    """
    problem, options = entrants(), Options(workers=1)
    together = solve(problem, RULES, options, silent)
    apart = [solve(island, RULES, options, silent) for island in islands_of(problem)]
    blocks = [s for s in together.sessions if s.kind == Kind.ONBOARDING]
    assert sorted(s.id for s in blocks) == ["ENTREE-c01", "ENTREE-c02"]
    assert len(together.sessions) == sum(len(one.sessions) for one in apart)
    assert not verify(problem, RULES, together).hard


def test_side_by_side_islands_are_what_they_are_one_after_the_other() -> None:
    """The same sessions under the same ids, people, groups, hours owed and reasons; only seconds differ."""
    problem = entrants()
    one = by_island(problem, Options(), silent, Interrupt(), planned, Here())
    other = by_island(problem, Options(), silent, Interrupt(), planned, Processes(2))
    assert replace(other, summary={}) == replace(one, summary={})
    assert {**other.summary, "seconds": 0} == {**one.summary, "seconds": 0}
