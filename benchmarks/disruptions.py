"""Single disruptions of a published timetable, drawn at random: what happens in a centre between two publications."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain import (
    AM,
    PM,
    Absence,
    ApprenticeId,
    ExplicitNeed,
    Kind,
    Learner,
    Pairing,
    Problem,
    Session,
    Timetable,
    monday,
)

AHEAD = 14
"""Days between the moment a disruption is known and its first day: the notice of the samples is shorter."""


@dataclass(frozen=True, slots=True)
class Disruption:
    """A changed problem; ``known``: the day on which the planner learns of it; ``own``: people it is about.

    What their groups become is what the disruption itself adds and removes.
    """

    kind: str
    problem: Problem
    known: date
    own: frozenset[ApprenticeId] = frozenset()
    named: int = 0
    """Memberships that must differ whatever one does."""


class Draw:
    """Draws disruptions of one timetable; the same seed gives the same ones."""

    def __init__(self, problem: Problem, timetable: Timetable, seed: int) -> None:
        self.problem, self.timetable = problem, timetable
        self.dice = random.Random(seed)
        first, last = problem.first + timedelta(days=21), problem.last - timedelta(days=7)
        led = (s for s in timetable.sessions if s.kind == Kind.COURSE and s.trainer_ids and s.room_id)
        self.sessions = [s for s in led if first <= s.day <= last]

    def next(self, number: int) -> Disruption:
        """The disruption of a number: kinds take turns."""
        kinds = list(KINDS)
        return KINDS[kinds[number % len(kinds)]](self)

    def session(self) -> Session:
        """A course session in the middle of the term."""
        return self.dice.choice(self.sessions)

    def members(self) -> list[ApprenticeId]:
        """People of a class who follow its calendar."""
        return sorted(a for a, x in self.problem.learners.items() if x.memberships and not x.calendar)

    def trainer(self, first: date, last: date, session: Session, kind: str) -> Disruption:
        """A trainer away from one day to another."""
        who = self.problem.trainers[session.trainer_ids[0]]
        away = replace(who, absences=(*who.absences, Absence(first=first, last=last)))
        trainers = {**self.problem.trainers, who.id: away}
        return Disruption(kind, replace(self.problem, trainers=trainers), first - timedelta(days=AHEAD))


def _trainer_day(draw: Draw) -> Disruption:
    session = draw.session()
    return draw.trainer(session.day, session.day, session, "trainer-day")


def _trainer_week(draw: Draw) -> Disruption:
    session = draw.session()
    week = monday(session.day)
    return draw.trainer(week, week + timedelta(days=6), session, "trainer-week")


def _room_day(draw: Draw) -> Disruption:
    session = draw.session()
    room = draw.problem.rooms[session.room_id]  # type: ignore[index]
    closed = replace(room, absences=(*room.absences, Absence(first=session.day, last=session.day)))
    problem = replace(draw.problem, rooms={**draw.problem.rooms, room.id: closed})
    return Disruption("room-day", problem, session.day - timedelta(days=AHEAD))


def _slot(draw: Draw) -> Disruption:
    """A half-day closed for everybody."""
    day = draw.session().day
    half = draw.dice.choice((AM, PM))
    halves = {**draw.problem.closed_halves, day: draw.problem.closed_halves.get(day, 0) | half}
    return Disruption("slot", replace(draw.problem, closed_halves=halves), day - timedelta(days=AHEAD))


def _apart(draw: Draw) -> Disruption:
    """Two members of one group that may not be together any more."""
    last = draw.problem.periods[-1]
    groups = [g for g in draw.timetable.groups if g.period_id == last.id and len(g.apprentice_ids) > 1]
    pair = frozenset(draw.dice.sample(draw.dice.choice(groups).apprentice_ids, 2))
    problem = replace(draw.problem, pairings=(*draw.problem.pairings, Pairing(pair, together=False)))
    return Disruption("incompatibility", problem, last.first, named=1)


def _entrant(draw: Draw) -> Disruption:
    """Somebody who enters a class in the middle of the term, company two weeks later."""
    model = draw.problem.learners[draw.dice.choice(draw.members())]
    return enters(draw.problem, model, draw.session().day)


def enters(problem: Problem, model: Learner, day: date) -> Disruption:
    """Somebody like somebody else enters on a day, without results so far."""
    new = replace(
        model,
        id=ApprenticeId("ENTRANT"),
        last_name="Entrant",
        first_name="Nouvel",
        birth=date(2007, 5, 4),
        entry=day,
        contract_start=day,
        contract_end=None,
        contract_break=None,
        first_company_day=day + timedelta(days=14),
        results=(),
        absences=(),
        calendar=None,
    )
    return Disruption("entrant", replace(problem, learners={**problem.learners, new.id: new}), day, frozenset({new.id}))


def _need(draw: Draw) -> Disruption:
    """Two hours of a module of consolidation for one apprentice."""
    day = draw.session().day
    modules = sorted(m.id for m in draw.problem.modules.values() if m.domains)
    need = ExplicitNeed(
        "NOUVEAU", draw.dice.choice(modules), (draw.dice.choice(draw.members()),), minutes_total=120, opened=day
    )
    problem = replace(draw.problem, explicit_needs=(*draw.problem.explicit_needs, need))
    return Disruption("need", problem, day, named=1)


def _broken(draw: Draw) -> Disruption:
    """A contract broken on the day."""
    day = draw.session().day
    people = sorted(a for a, x in draw.problem.learners.items() if x.contract_start and not x.contract_break)
    who = draw.problem.learners[draw.dice.choice(people)]
    learners = {**draw.problem.learners, who.id: replace(who, contract_break=day)}
    return Disruption("broken-contract", replace(draw.problem, learners=learners), day, frozenset({who.id}))


KINDS: Mapping[str, Callable[[Draw], Disruption]] = {
    "trainer-day": _trainer_day,
    "trainer-week": _trainer_week,
    "room-day": _room_day,
    "slot": _slot,
    "incompatibility": _apart,
    "entrant": _entrant,
    "need": _need,
    "broken-contract": _broken,
}
"""Every kind of single disruption, in the order in which they take turns."""
