"""Sessions that their own week can no longer take: another week of the class, or the list of what is not placed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain import ApprenticeId, Problem, Session, SessionId, Unplaced, monday
from planner.rule import Rules
from planner.solve.assembly import Assembly
from planner.solve.lessons import present_minutes, teams_of
from planner.solve.moving import move
from planner.solve.repair import Reach, Repair, Repaired
from planner.solve.repair_items import Limits, WeekSessions, course_of, open_owner
from planner.solve.resume import drop, put

WEEKS = 4
"""Other weeks tried for one session, the emptiest first."""
TRIES = 12
"""Weeks tried in all, so that a closed day that leaves much over does not take minutes."""


@dataclass(frozen=True, slots=True)
class Left:
    """A session that has no place, with the people it had; ``proven``: that no hour of its week could take it."""

    session: Session
    people: Mapping[ApprenticeId, bool]
    proven: bool = False
    everywhere: bool = False
    """Whether every other week of the class was shown to have no room either."""
    renamed: bool = False
    """Whether its id is new already: it was cancelled, and its old id stays with what was cancelled."""
    locked: bool = False
    """Whether the planner locked it, so that it goes to no other hour."""

    def row(self, problem: Problem | None = None) -> Unplaced:
        """The row of the list of what is not placed; one for all classes of an open period."""
        session = self.session
        owner = open_owner(problem, session) if problem is not None and session.kind == "open" else ""
        if problem is not None and owner:
            period = next(o for o in problem.open_periods if o.id == owner)
            key = SessionId(f"{owner}-{session.period_id}-o{session.occurrence}")
            session = replace(session, id=key, class_ids=period.class_ids)
        where = "dans sa semaine ni dans une autre" if self.everywhere else "dans sa semaine"
        how = f"aucune place {where} sans en retirer une autre" if self.proven else f"aucune place trouvée {where}"
        if self.locked:
            how = "verrouillée, elle ne peut plus se tenir à son heure (barrette unlock la libère)"
        what = f"séance du {session.day:%d/%m/%Y} à reprogrammer" if session.start >= 0 else "heures ajoutées"
        reason = f"{what} : {how}"
        return Unplaced(
            session.id, session.kind, session.minutes, reason, session.course_id, session.barrette_id,
            session.class_ids,
        )  # fmt: skip


def place_later(
    assembly: Assembly, rules: Rules, limits: Limits, left: Sequence[Left], seed: int, effort: float
) -> tuple[list[Left], list[Repaired]]:
    """Give each course left over to another week, the longest first; what is still left, and what was changed.

    A week that has the hour free comes first; only then are others moved for it.
    """
    still: list[Left] = []
    answers: list[Repaired] = []
    tries = TRIES
    for row in sorted(left, key=lambda r: (-r.session.minutes, r.session.day, r.session.id)):
        if row.session.id in limits.locked:
            still.append(replace(row, locked=True))
            continue
        if row.session.kind != "course" or course_of(assembly.problem, row.session) is None:
            still.append(row)
            continue
        weeks = _weeks(assembly, row.session, limits)
        found = _first(_try(assembly, rules, limits, row, w, seed, effort, "as it stands") for w in weeks)
        tried = []
        for week in weeks[: 0 if found else min(WEEKS, tries)]:
            tries -= 1
            tried.append(_try(assembly, rules, limits, row, week, seed, effort, "whole"))
            found = _first(tried[-1:])
            if found is not None:
                break
        if found is not None:
            answers.append(found)
        else:
            sure = row.proven and len(tried) == len(weeks) and all(answer.proven for answer in tried)
            still.append(replace(row, everywhere=sure))
    return still, answers


def _first(answers: Iterable[Repaired]) -> Repaired | None:
    """The first answer that leaves nothing out."""
    return next((answer for answer in answers if not answer.left), None)


def _weeks(assembly: Assembly, session: Session, limits: Limits) -> list[date]:
    """Other weeks, not past nor announced, in which every class of the course has so many minutes left."""
    problem = assembly.problem
    found = []
    for week in problem.weeks:
        own = week == monday(session.day) and session.start >= 0 and session.day >= limits.first
        if own or week + timedelta(days=6) < limits.moves:
            continue
        spare = min((_spare(assembly, problem, c, week, session.part) for c in session.class_ids), default=0)
        if spare >= session.minutes and _somebody(assembly, session, week):
            found.append((-spare, week))
    return [week for _spare, week in sorted(found)]


def _somebody(assembly: Assembly, session: Session, week: date) -> bool:
    """Whether the team of a session, or some skilled colleagues, have so many minutes left in a week."""
    problem, course = assembly.problem, course_of(assembly.problem, session)
    teams = [session.trainer_ids, *(teams_of(problem, course) if course else ())]
    teams += [(t.id,) for t in problem.trainers.values() if course and t.teaches and problem.skilled(t, course.subject)]
    return any(all(assembly.usage.capacity(t, week) >= session.minutes for t in team) for team in teams)


def _spare(assembly: Assembly, problem: Problem, class_id: str, week: date, part: str) -> int:
    """Open minutes of a class in a week that nothing of its whole (or of the part) takes."""
    last = week + timedelta(days=6)
    spans = {
        (s.day, s.start, s.end): s.minutes
        for s in assembly.sessions.values()
        if week <= s.day <= last and s.kind in ("course", "barrette", "open", "fixed")
        and class_id in s.class_ids and (not part or s.part in ("", part))
    }  # fmt: skip
    return present_minutes(problem, class_id, week, part) - sum(spans.values())  # type: ignore[arg-type]


def _try(
    assembly: Assembly, rules: Rules, limits: Limits, row: Left, week: date, seed: int, effort: float, reach: Reach
) -> Repaired:
    """One more session in a week: placed with the fewest changes, or nothing at all is done."""
    waiting = replace(
        row.session,
        id=row.session.id if row.renamed else renamed(assembly, row.session, limits),
        day=week + timedelta(days=6),
        start=-1,
        end=0,
    )
    put(assembly, waiting, {})
    held = WeekSessions(assembly, rules, week)
    repair = Repair(held, limits, frozenset({waiting.id}), seed, effort)
    found = repair.run(reach)
    drop(assembly, waiting.id)
    if found.left:
        return found
    move(assembly, found.places, waiting)
    return found


def renamed(assembly: Assembly, session: Session, limits: Limits) -> SessionId:
    """A session keeps its id in another week; one cancelled inside the notice comes back under another."""
    if session.day >= limits.moves:
        return session.id
    number = 1
    while SessionId(f"{session.id}-r{number}") in assembly.sessions:
        number += 1
    return SessionId(f"{session.id}-r{number}")
