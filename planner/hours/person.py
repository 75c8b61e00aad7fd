"""One learner over the horizon: stays, days within reach, situation by day, programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planner.domain import ApprenticeId, Learner, Period, Problem, Programme, Status, monday

NO_COMPANY = (Status.ENROLLED_NO_CONTRACT, Status.CONTRACT_BROKEN)


def off_company(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether a day away from the class is free of the company: no contract in force, or work not begun."""
    if day not in problem.days_set or problem.presence(learner, day):
        return False
    status = problem.status(learner, day)
    if status in NO_COMPANY:
        return True
    begun = learner.works_from
    return status == Status.APPRENTICE and begun is not None and day < begun


def stays_of(problem: Problem, learner: Learner) -> tuple[tuple[date, ...], ...]:
    """Stays of a learner at the centre: present days, from entry to exit, that no company day interrupts."""
    if problem.learners.get(learner.id) is not learner:
        return _runs(problem, learner)
    known = problem.once(_stays)
    if learner.id not in known:
        known[learner.id] = _runs(problem, learner)
    return known[learner.id]


def _stays(problem: Problem) -> dict[ApprenticeId, tuple[tuple[date, ...], ...]]:
    """Stays of those who were asked about so far."""
    del problem
    return {}


def _runs(problem: Problem, learner: Learner) -> tuple[tuple[date, ...], ...]:
    """Runs of present days, day by day."""
    runs: list[list[date]] = [[]]
    for day in problem.days:
        if problem.presence(learner, day):
            runs[-1].append(day)
        elif runs[-1]:
            runs.append([])
    return tuple(tuple(run) for run in runs if run)


@dataclass(frozen=True)
class Person:
    """A learner with what depends on the calendar computed once."""

    problem: Problem
    learner: Learner

    @cached_property
    def stays(self) -> tuple[tuple[date, ...], ...]:
        """Stays at the centre."""
        return stays_of(self.problem, self.learner)

    @cached_property
    def present(self) -> tuple[date, ...]:
        """Days at the centre."""
        return tuple(day for stay in self.stays for day in stay)

    @cached_property
    def free(self) -> tuple[date, ...]:
        """Days at the centre and days free of the company, in order."""
        mine = frozenset(self.present)
        return tuple(d for d in self.problem.days if d in mine or off_company(self.problem, self.learner, d))

    @cached_property
    def statuses(self) -> frozenset[Status]:
        """Situations met on the open days of the horizon."""
        return frozenset(self.problem.status(self.learner, day) for day in self.problem.days)

    @cached_property
    def programmes(self) -> frozenset[tuple[str, str, int, int]]:
        """(level, id, year, years) of the programme of each class the learner is ever in."""
        found = set()
        for membership in self.learner.memberships:
            group = self.problem.classes.get(membership.class_id)
            programme = self.problem.programmes.get(group.programme_id) if group else None
            if group and programme:
                found.add((programme.level, str(programme.id), group.year, programme.years))
        return frozenset(found)

    @cached_property
    def levels(self) -> dict[tuple[str, date], int | None]:
        """Level that counts in a domain on a day, of the days that were asked about so far (`by_rules`)."""
        return {}

    def reach(self, personal: bool) -> tuple[date, ...]:
        """Days on which hours may be given: those at the centre, or for a personal need those of one's own too.

        Somebody without a class has nothing but days of their own.
        """
        return self.free if personal or self.alone else self.present

    @property
    def alone(self) -> bool:
        """Whether the learner is in no class at any time: modules only."""
        return not self.learner.memberships

    def starts(self, period: Period) -> list[date]:
        """First day of each stay that begins in a period; without a class, of each week."""
        if self.alone:
            return [days[0] for days in by_week(self.free) if days[0] in period]
        return [stay[0] for stay in self.stays if stay[0] in period]

    def programme(self, day: date) -> tuple[Programme, int] | None:
        """Programme and year of the learner's class on a day."""
        membership = self.learner.membership(day)
        if membership is None or membership.class_id not in self.problem.classes:
            return None
        group = self.problem.classes[membership.class_id]
        programme = self.problem.programmes.get(group.programme_id)
        return None if programme is None else (programme, group.year)


def by_week(days: Iterable[date]) -> list[list[date]]:
    """Days in order, week by week."""
    found: dict[date, list[date]] = {}
    for day in days:
        found.setdefault(monday(day), []).append(day)
    return [found[week] for week in sorted(found)]
