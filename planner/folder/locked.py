"""Sessions that the planner has locked and that a new version has otherwise: what is said of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from planner.domain import Problem, Session, SessionId, Timetable
from planner.store.database import open_store
from planner.store.group_locks import GroupLock, group_locks, seats_lost, with_seats_locked
from planner.store.locks import KeptLock, lock_of, locks
from planner.store.terms import terms
from planner.words import bulleted, count, learner_name, session_line


def lock_warnings(folder: Path, problem: Problem, timetable: Timetable) -> tuple[str, ...]:
    """What is said of a timetable in which locked sessions are not as they were locked; nothing where all are."""
    with open_store(folder) as store:
        mine = [one for one in locks(store) if one.term == problem.settings.term]
        seats = group_locks(store, problem.settings.term)
    return (*_sessions_otherwise(folder, timetable, mine), *seats_not_kept(problem, timetable, seats))


def _sessions_otherwise(folder: Path, timetable: Timetable, mine: Sequence[KeptLock]) -> tuple[str, ...]:
    found = timetable.session
    other = [k.session_id for k in mine if k.session_id not in found or lock_of(found[k.session_id]) != k.lock]
    if not other:
        return ()
    said = count(len(other), "séance verrouillée n’est pas comme elle", "séances verrouillées ne sont pas comme elles")
    were = "l’était" if len(other) == 1 else "l’étaient"
    return (
        f"{said} {were} (pour changer en les gardant : barrette update ; pour les libérer : "
        f"barrette unlock {folder} SÉANCE…) :",
        *bulleted(other),
    )


def not_as_before(locked: Collection[SessionId], before: Timetable, after: Timetable) -> tuple[str, ...]:
    """What is said of locked sessions that a changed workbook no longer leaves as they were; their hour is kept or
    lost.
    """
    held = [before.session[name] for name in sorted(locked) if name in before.session]
    hit = [s for s in held if (now := after.session.get(s.id)) is None or replace(now, label=s.label) != s]
    head = "Verrouillées, mais le classeur ne permet plus de les laisser telles quelles :"
    return (head, *bulleted([_fate(session, after) for session in hit])) if hit else ()


def _fate(session: Session, after: Timetable) -> str:
    """What becomes of a session that was to stay."""
    return f"{session_line(session)} : {'même heure, autrement' if session.id in after.session else 'non placée'}"


def with_seats_kept(folder: Path, problem: Problem) -> Problem:
    """The problem with a lock on each hour that people have in the groups in which the planner has locked them.

    As the last version of its term has these hours, whatever the barrette's hours become.
    """
    with open_store(folder) as store:
        seats, term = group_locks(store, problem.settings.term), terms(store).get(problem.settings.term)
        if not seats or term is None:
            return problem
        return with_seats_locked(problem, store.timetable(term.version.number), seats, hours=False)


def seats_not_kept(problem: Problem, timetable: Timetable, seats: Iterable[GroupLock]) -> tuple[str, ...]:
    """What is said of people who are not in the group in which they were locked, though they have its barrette."""
    lost = seats_lost(timetable, seats)
    head = "Verrouillés dans un groupe où ils ne sont pas (pour changer : barrette groups) :"
    return (head, *bulleted([_seat(problem, timetable, one) for one in lost])) if lost else ()


def _seat(problem: Problem, timetable: Timetable, one: GroupLock) -> str:
    seat, barrette = one.seat, problem.barrettes.get(one.seat.barrette_id)
    held = next((s.label for s in timetable.sessions if seat.of(s)), str(seat.module_id))
    module = problem.modules.get(seat.module_id)
    period = next((p.label for p in problem.periods if p.id == seat.period_id), str(seat.period_id))
    what = f"{module.label if module else held}, {barrette.name if barrette else seat.barrette_id}"
    return f"{learner_name(problem, seat.apprentice_id)} : {what}, {period}"
