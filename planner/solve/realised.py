"""What did not take place as planned: cancelled courses get a session again, missed support falls due again.

Nothing of the past changes: its sessions and their people stay as they were planned, and `Problem.missed` leaves out
what *Réalisé* says wherever hours are counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.domain import ApprenticeId, ModuleId, Owed, Problem, Realised, Session, SessionId, Timetable
from planner.entrants import ENTRY_THEMES
from planner.needs import SOURCE_PROGRAMME
from planner.settle import is_makeup, is_support, pays
from planner.solve.assembly import Assembly
from planner.solve.later import Left
from planner.solve.moving import take_out
from planner.solve.support import paid_so_far


@dataclass(frozen=True)
class TookPlace:
    """What an update has to place again: courses (``left``), and support of each person, session by session."""

    left: tuple[Left, ...] = ()
    missed: Mapping[ApprenticeId, tuple[Session, ...]] = field(default_factory=dict)

    def falls_due(self, problem: Problem, owed: Sequence[Owed], moves: date) -> tuple[Owed, ...]:
        """The hours owed; where some were missed, they may be given until the end of the period that goes on."""
        period = problem.period_of(moves)
        until = period.last if period else problem.last
        return tuple(replace(need, deadline=max(need.deadline, until)) if self.minutes(need) else need for need in owed)

    def minutes(self, need: Owed) -> int:
        """Minutes of support missed that would have paid a need; programme targets have no session of their own."""
        if need.source == SOURCE_PROGRAMME:
            return 0
        rows = self.missed.get(need.apprentice_id, ())
        return sum(s.minutes for s in rows if pays(need, s) and need.opens <= s.day <= need.deadline)


def known_lines(problem: Problem, before: Timetable) -> Problem:
    """The problem with the lines of *Réalisé* that name a session of this timetable, or one taken away earlier."""
    told = set(before.summary.get("realised", ()))
    kept = [row for row in problem.realised if row.session_id in before.session or row.session_id in told]
    return replace(problem, realised=tuple(sorted(kept, key=lambda row: row.session_id)))


def unknown_lines(problem: Problem, before: Timetable, first: date) -> tuple[Realised, ...]:
    """Lines that name no session of the timetable, or one to come that is no course: nothing can be done with them."""
    known = {row.session_id for row in known_lines(problem, before).realised}
    return tuple(row for row in problem.realised if row.session_id not in known or _to_come(row, before, first))


def _to_come(row: Realised, before: Timetable, first: date) -> bool:
    session = before.session.get(row.session_id)
    return session is not None and session.day >= first and not (row.cancelled and session.kind == "course")


def take_stock(assembly: Assembly, before: Timetable, first: date) -> TookPlace:
    """Read *Réalisé*: a course that was cancelled waits for a place under an id of its own, once."""
    left: list[Left] = []
    missed: dict[ApprenticeId, list[Session]] = {}
    listed = {row.session_id for row in before.unplaced}
    for row in assembly.problem.realised:
        session = before.session.get(row.session_id)
        if session is None or _to_come(row, before, first):
            continue
        people = {a.apprentice_id: a.remote for a in before.attendees.get(session.id, ())}
        again = replace(session, id=SessionId(f"{session.id}-r1"))
        if row.cancelled and session.kind == "course" and session.id in assembly.sessions:
            if session.day >= first:
                take_out(assembly, session.id)
            if again.id not in assembly.sessions and again.id not in listed:
                left.append(Left(again, people, renamed=True))
        elif is_support(assembly.problem, session) or is_makeup(session):
            for person in people if row.cancelled else row.absent_ids:
                if person in people and person in assembly.problem.learners:
                    missed.setdefault(person, []).append(session)
    return TookPlace(tuple(left), {person: tuple(rows) for person, rows in missed.items()})


def lacking(
    assembly: Assembly, owed: Sequence[Owed], people: frozenset[ApprenticeId], first: date, stock: TookPlace
) -> list[Owed]:
    """What some people lack of their needs, from a day on; missed hours may be placed at any hour they are free.

    The entry module is given even when it is late.
    """
    mine = [n for n in owed if n.apprentice_id in people and (n.deadline >= first or _entry(assembly.problem, n))]
    later = [replace(n, opens=max(n.opens, first)) for n in mine]
    given, to_come = paid_so_far(assembly, mine), paid_so_far(assembly, later)
    found = []
    for need, todo in zip(mine, later, strict=True):
        at = need.apprentice_id, need.need_id
        lack, missed = max(0, need.minutes - given[at]), stock.minutes(need)
        if missed and not need.personal:
            todo, lack = replace(todo, personal=True), min(lack, missed)
        found.append(replace(todo, minutes=to_come[at] + lack))
    return found


def _entry(problem: Problem, need: Owed) -> bool:
    module = problem.modules.get(ModuleId(need.target))
    return module is not None and module.theme in ENTRY_THEMES
