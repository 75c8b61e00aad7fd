"""An hour that a contact of the centre keeps each week for whoever wants to come: a permanence.

Nobody is called to it. It stands at the hour of the week at which most people are there and free of lessons, those who
have an arrangement (*Aménagements*) first, and at the same hour as the week before where that serves as many. Before
the groups, which can do with other adults and rooms; once all else stands, again: who is called at an open hour is not
free then.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.staff import sites_for
from planner.domain import (
    About,
    Cause,
    Guidance,
    Kind,
    Learner,
    Missing,
    Module,
    Problem,
    Session,
    SessionId,
    SiteId,
)
from planner.engine.people.attend import period_id
from planner.engine.people.modes import at_site
from planner.labels import PERMANENCE_LABEL, public_label
from planner.placement import for_everyone

PAUSE = 30
"""Minutes that somebody waits for a permanence before what they come for, or after it; more is no hour to drop in."""
_Usual = tuple[int, int]
"""Weekday (0: Monday) and start, in minutes after midnight."""
_Hour = tuple[date, SiteId, int, int]


def place_permanences(board: Board, first: date) -> list[Missing]:
    """Each permanence of the catalogue in each week in which somebody is at the centre; returns those without an hour.

    Nothing is placed before ``first``; what stands stays.
    """
    return [row for module in _permanences(board.problem) for row in _place(board, module, first)]


def settle_permanences(board: Board, first: date, stood: Collection[SessionId]) -> None:
    """Each permanence at the best hour of its week as everybody is called now; where none is better, at its own.

    ``stood``: those that were there before this run, which stay; nothing is placed before ``first``.
    """
    for module in _permanences(board.problem):
        habit: _Usual | None = None
        for week in board.problem.weeks:
            name = _name(module, week)
            held = board.sessions.get(name)
            if held is not None and name not in stood:
                board.take(name)
                days = {d: people for d, people in _present(board.problem, week).items() if d >= first}
                held = Chance(board, module, days, habit or _usual(held)).best(name) or held
                board.put(held, {})
            habit = _usual(held) if held else habit


def _permanences(problem: Problem) -> list[Module]:
    return sorted((m for m in problem.modules.values() if m.theme == "permanence"), key=lambda m: m.id)


def _name(module: Module, week: date) -> SessionId:
    return SessionId(f"permanence-{module.id}-{week:%Y%m%d}")


def _usual(session: Session) -> _Usual:
    return session.day.weekday(), session.start


def _place(board: Board, module: Module, first: date) -> Iterator[Missing]:
    """One permanence over the weeks."""
    habit: _Usual | None = None
    for week in board.problem.weeks:
        name = _name(module, week)
        days = _present(board.problem, week)
        held = board.sessions.get(name)
        if held is None and days:
            # Nobody is called to it: only who could drop in tells one hour from another.
            chance = Chance(board, module, {d: people for d, people in days.items() if d >= first}, habit)
            held = chance.best(name)
            if held is None:
                late = max(days) < first
                yield _missing(board.problem, module, name, week, Cause.TOO_LATE if late else None)
            else:
                board.put(held, {})
        habit = _usual(held) if held else habit


def _present(problem: Problem, week: date) -> dict[date, list[Learner]]:
    """Days of a week → who is at the centre; days on which nobody is are left out."""
    days = (week + timedelta(days=n) for n in range(7))
    found = {d: [p for p in problem.learners.values() if problem.presence(p, d)] for d in days if d in problem.days_set}
    return {day: people for day, people in found.items() if people}


@dataclass(frozen=True)
class Chance:
    """The hours of a week for a permanence. ``days``: those on which people are there, and who."""

    board: Board
    module: Module
    days: dict[date, list[Learner]]
    habit: _Usual | None

    def best(self, name: SessionId) -> Session | None:
        """The hour at which most people are free, of those that adult, room and rules allow; None where none is."""
        hours = sorted(self._hours(), key=lambda hour: (*(-n for n in self._free(hour)), not self._usual(hour), hour))
        return next((found for hour in hours if (found := self._led(name, hour)) is not None), None)

    def _hours(self) -> Iterator[_Hour]:
        """Every hour that the bells of a site give on one of the days, whoever is free then."""
        problem = self.board.problem
        for day in self.days:
            for site in sites_for(problem, (), day):
                for start, end in problem.bells_at(site).placements(day.weekday(), self.module.minutes):
                    yield day, site, start, end

    def _free(self, hour: _Hour) -> tuple[int, int, int]:
        """People of the site at an hour: those with an arrangement who may drop in, all who may, who is there."""
        problem, (day, site, start, end) = self.board.problem, hour
        there = [p for p in self._of_site(day, site) if problem.here(p, day, start, end)]
        free = [p for p in there if self._drops_in(p, day, start, end)]
        arranged = {row.apprentice_id for row in problem.arrangements if row.on(day)}
        return sum(p.id in arranged for p in free), len(free), len(there)

    def _drops_in(self, learner: Learner, day: date, start: int, end: int) -> bool:
        """Whether somebody is free of lessons beside what they come for; at an open hour (temps banalisé) they may."""
        held = self.board.attended(learner.id, day)
        if any(s.kind != Kind.OPEN for s in self.board.presence.clashes(learner.id, day, start, end)):
            return False
        return any(s.start <= end + PAUSE for s in held) and any(start <= s.end + PAUSE for s in held)

    def _of_site(self, day: date, site: SiteId) -> Sequence[Learner]:
        """Those there on a day whose class is of a site, or of none."""
        known = self.board.problem.classes
        homes = ((p, p.membership(day)) for p in self.days[day])
        return [p for p, home in homes if home is None or known[home.class_id].site_id in ("", site)]

    def _usual(self, hour: _Hour) -> bool:
        """Whether it has the weekday and the start of the permanence before it."""
        return (hour[0].weekday(), hour[2]) == self.habit

    def _led(self, name: SessionId, hour: _Hour) -> Session | None:
        """The session with its adult and place; None where there is none, or a rule is against it."""
        board, module, (day, site, start, end) = self.board, self.module, hour
        bare = Session(
            *(name, Kind.SUPPORT, day, start, end, module.minutes, module.label),
            public_label=public_label(module, PERMANENCE_LABEL),
            module_id=module.id,
            period_id=period_id(board.problem, day),
            site_id=site,
        )
        # A contact is there in any case, whatever the module says of its guidance.
        held = at_site(board, replace(module, guidance=Guidance.LED), bare, ())
        return None if held is None or next(board.judged(for_everyone(held, {})), None) else held


def _missing(problem: Problem, module: Module, name: SessionId, week: date, cause: Cause | None) -> Missing:
    """The row of a permanence without an hour: too late for it, nobody who holds it, or no hour that is free."""
    who = problem.leaders(module, week)
    return Missing(
        name,
        Kind.SUPPORT,
        module.minutes,
        cause or (Cause.NO_FREE_HOUR if who else Cause.NO_CONTACT),
        about=About.PERMANENCE,
        week=week,
        trainer_ids=who,
        title=module.label,
    )
