"""Company visits that the workbook asks to be dated, placed in half-days that their visitor has free.

Last of all: a visit needs a half-day of its visitor with no session in it, and nothing else changes for it. Visits of
one company or sector go to one half-day, as far as it holds them. In a re-solve, those that do not fit any more go
first, and what lacks is placed from a day on.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.numbering import first_id, next_id
from planner.domain import (
    About,
    ApprenticeId,
    Cause,
    HalfDay,
    Kind,
    Missing,
    Problem,
    Session,
    SessionId,
    Trainer,
    VisitDue,
    days_between,
)
from planner.domain.visits import free_halves, half_span, possible_halves
from planner.engine.people.attend import period_id

Around = dict[tuple[str, HalfDay], Counter[str]]
"""(trainer, half-day) → employers and sectors visited then."""


def renew_visits(board: Board, first: date, moves: date, adds: date = date.min) -> list[Missing]:
    """Visits to come that the workbook does not ask for any more, or not then, go; those that lack are placed.

    One that was announced already (before ``moves``) is cancelled: what takes its place has an id of its own. Nothing
    before ``first`` is touched, and nothing is placed before ``adds``. Returns the lines of those without a place.
    """
    problem = board.problem
    asked = {visit_id(v): v for v in problem.visits_due if v.dated}
    cancelled = set()
    for session in [s for s in board.sessions.values() if s.kind == Kind.VISIT and s.day >= first]:
        visit = asked.get(first_id(session.id))
        kept = visit is not None and visit.trainer_id in session.trainer_ids and board.people[session.id]
        if not kept or visit is None or not _fits(problem, visit, session):
            board.take(session.id)
            cancelled |= {session.id} if session.day < moves else set()
    return place_visits(board, max(first, adds), frozenset(cancelled))


def _fits(problem: Problem, visit: VisitDue, session: Session) -> bool:
    """Whether a visit is on a half-day on which it may be: of its window, in the company, its visitor at work."""
    trainer = problem.trainers[session.trainer_ids[0]]
    spans = [half_span(problem, trainer, *half) for half in possible_halves(problem, visit) if half[0] == session.day]
    return any(span is not None and span[0] <= session.start and session.end <= span[1] for span in spans)


def place_visits(board: Board, first: date = date.min, cancelled: frozenset[SessionId] = frozenset()) -> list[Missing]:
    """Add the visits to date, those with least choice first; what finds no half-day is returned with its reason.

    In a re-solve, those that are lacking, from a day on; no id of what was cancelled is used again. Visits that the
    workbook does not ask to be dated are left to people.
    """
    problem = board.problem
    held = {first_id(s.id) for s in board.sessions.values() if s.kind == Kind.VISIT}
    asked = [v for v in problem.visits_due if v.dated and visit_id(v) not in held]
    # Least choice first, then the window that closes first: whoever may be visited any day waits.
    asked.sort(key=lambda v: (len(possible_halves(problem, v)), v.last, v.apprentice_id, v.ordinal))
    around: Around = {}
    missing = []
    for visit in asked:
        session = next(_places(board, visit, around, first), None)
        if session is None:
            missing.append(_missing(problem, visit))
            continue
        session = replace(session, id=next_id(session.id, cancelled))
        board.call(session, [visit.apprentice_id])
    return missing


def visit_id(visit: VisitDue) -> SessionId:
    """The id of a visit: whose, and which one. It outlives a change of day."""
    return SessionId(f"visite-{visit.apprentice_id}-{visit.ordinal}")


def _places(board: Board, visit: VisitDue, around: Around, first: date) -> Iterator[Session]:
    """The sessions that a visit may be: beside one of the same company or sector first, then the earliest.

    Lazy: the caller takes the first one, and only then is the half-day counted as used. None without a visitor.
    """
    problem = board.problem
    trainer = problem.trainers.get(visit.trainer_id) if visit.trainer_id else None
    if trainer is None:
        return
    learner = problem.learners[visit.apprentice_id]
    busy = [
        (day, s.start, s.end)
        for day in days_between(problem.first, problem.last)
        for s in board.led(trainer.id, day)
        if s.kind != Kind.VISIT
    ]

    def near(half: HalfDay) -> tuple[int, HalfDay]:
        """Employer before sector, then the earliest half-day."""
        there = around.get((trainer.id, half), Counter())
        return -2 * there[f"e:{learner.employer}"] - there[f"s:{learner.sector}"], half

    for half in sorted((h for h in free_halves(problem, visit, busy) if h[0] >= first), key=near):
        there = around.setdefault((trainer.id, half), Counter())
        start = _start(problem, trainer, half, there["visits"])
        if start is None or not _free(board, visit.apprentice_id, half, start):
            continue
        session = _session(problem, visit, trainer, half, start)
        if not board.allowed(session, [learner])[0]:
            continue
        there.update(["visits"])
        there.update([f"e:{learner.employer}"] if learner.employer else [])
        there.update([f"s:{learner.sector}"] if learner.sector else [])
        yield session


def _start(problem: Problem, trainer: Trainer, half: HalfDay, number: int) -> int | None:
    """When the next visit of a half-day begins; None when it is full, by number or by time."""
    span = half_span(problem, trainer, *half)
    length = problem.settings.visit_minutes
    if span is None or number >= max(1, problem.settings.visits_per_half):
        return None
    start = span[0] + number * length
    return start if start + length <= span[1] else None


def _free(board: Board, learner: ApprenticeId, half: HalfDay, start: int) -> bool:
    """Whether the learner has nothing at the centre during a visit."""
    end = start + board.problem.settings.visit_minutes
    return not board.presence.clashes(learner, half[0], start, end)


def _session(problem: Problem, visit: VisitDue, trainer: Trainer, half: HalfDay, start: int) -> Session:
    """The session of a visit: it has no room, and its minutes are those of *Paramètres*."""
    learner = problem.learners[visit.apprentice_id]
    minutes = problem.settings.visit_minutes
    where = f" ({learner.employer})" if learner.employer else ""
    return Session(
        id=visit_id(visit),
        kind=Kind.VISIT,
        day=half[0],
        start=start,
        end=start + minutes,
        minutes=minutes,
        label=f"Visite en entreprise – {learner.name}{where}",
        public_label="Visite en entreprise",
        period_id=period_id(problem, half[0]),
        trainer_ids=(trainer.id,),
    )


def _missing(problem: Problem, visit: VisitDue) -> Missing:
    """The line of a visit without a place: no visitor, no half-day that would do, or none that is free."""
    if visit.trainer_id is None:
        cause = Cause.NO_VISITOR
    elif not possible_halves(problem, visit):
        cause = Cause.NO_HALF_DAY
    else:
        cause = Cause.NO_FREE_HALF_DAY
    learner = problem.learners[visit.apprentice_id]
    return Missing(
        visit_id(visit),
        Kind.VISIT,
        problem.settings.visit_minutes,
        cause,
        class_ids=tuple(sorted({m.class_id for m in learner.memberships})),
        about=About.VISIT,
        first=visit.first,
        last=visit.last,
    )
