"""Placements drawn from the timetables of the scenarios, each with the board that is left without it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from constraints import RULES
from planner.domain import ApprenticeId, Problem, Session, Timetable
from planner.placement import Placement, for_everyone, horizon
from tests.rules.registry import LIMITS, SCENARIOS

BY_KEY = {rule.key: rule for rule in RULES}


class Case(NamedTuple):
    """A placement, the timetable without it (its board) and the timetable with it."""

    problem: Problem
    placement: Placement
    before: Timetable
    after: Timetable


def bare(timetable: Timetable) -> Timetable:
    """Sessions and people only: what is listed is not on a board."""
    return Timetable(timetable.sessions, timetable.attendance)


@cache
def timetables(number: int, most: int) -> tuple[tuple[Problem, Timetable], ...]:
    """Some timetables of a scenario, from the fullest on, at regular intervals; those beyond the horizon aside."""
    scenario = SCENARIOS[number]
    days = set(horizon(scenario.problem))
    found = (bare(case.timetable) for case in scenario.cases(scenario.problem, BY_KEY[scenario.key]))
    inside = [t for t in found if days.issuperset(s.day for s in t.sessions)]
    full = sorted(inside, key=lambda t: -len(t.sessions))
    step = max(1, len(full) // most)
    return tuple((scenario.problem, t) for t in full[::step][:most])


def of_rule(key: str, most: int) -> Iterator[tuple[Problem, Timetable]]:
    """Timetables made for a rule: those of its scenarios and of its limits."""
    for number, scenario in enumerate(SCENARIOS):
        if scenario.key == key:
            yield from timetables(number, most)
    for limit in LIMITS:
        if limit.key == key:
            yield from ((limit.problem, bare(t)) for t in (limit.kept, limit.broken))


def of_others(key: str) -> Iterator[tuple[Problem, Timetable]]:
    """One timetable of each limit that was made for another rule: what is broken there is none of this rule's."""
    for limit in LIMITS:
        if limit.key != key:
            yield limit.problem, bare(limit.broken)


def cases(problem: Problem, timetable: Timetable) -> Iterator[Case]:
    """Each session of a timetable as the one to place; each of its people as the one who joins it."""
    for session in timetable.sessions:
        yield _session(problem, timetable, session)
        yield from _people(problem, timetable, session)


def _session(problem: Problem, timetable: Timetable, session: Session) -> Case:
    people = _there(timetable, session)
    before = Timetable(
        tuple(s for s in timetable.sessions if s.id != session.id),
        tuple(a for a in timetable.attendance if a.session_id != session.id),
    )
    return Case(problem, for_everyone(session, people), before, timetable)


def _people(problem: Problem, timetable: Timetable, session: Session) -> Iterator[Case]:
    people = _there(timetable, session)
    for person in people:
        rest = tuple(a for a in timetable.attendance if (a.session_id, a.apprentice_id) != (session.id, person))
        placement = Placement(session, people, frozenset({person}), moves=False)
        yield Case(problem, placement, replace(timetable, attendance=rest), timetable)


def _there(timetable: Timetable, session: Session) -> dict[ApprenticeId, bool]:
    return {a.apprentice_id: a.remote for a in timetable.attendees.get(session.id, ())}
