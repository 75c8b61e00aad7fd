"""The last stage: what is owed and planned, what is not placed and why, and the summary.

It reads the board, the draft and what the stages returned, and changes none of them. Everything that should exist and
does not is in the list with a cause that is true; sentences are made at the very end. The debts are counted from the
sessions as they stand, by the same ledger as everywhere.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.board.restore import occurrence_id
from planner.domain import (
    MISSED_LISTED,
    STRANDS,
    About,
    Attendance,
    Cause,
    ClassId,
    Debt,
    Kind,
    Missing,
    Owed,
    Problem,
    Session,
    SessionId,
    Timetable,
    Unplaced,
    in_order,
)
from planner.engine.missing import tell
from planner.engine.obstacles import Obstacles
from planner.engine.people.makeup import Made
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences
from planner.engine.untaught import untaught
from planner.hours.cycle import cycle_rows
from planner.hours.followed import followed_rows
from planner.hours.ledger import settle
from planner.hours.missed import missed_rows
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.why import UNASKED, Asked
from planner.model import Placed


@dataclass(frozen=True)
class Beside:
    """What the balance must know beside the board: from when on things were placed, at which hours, and what is told.

    ``first``: no session before it is looked at again. ``weeks``: Monday → hours of barrettes. ``summary``: debts →
    what is said of how the timetable came about.
    """

    first: date
    weeks: Mapping[date, Sequence[Placed]]
    summary: Callable[[Sequence[Debt]], Mapping[str, Any]]


def finish(
    board: Board,
    owed: Sequence[Owed],
    made: Made,
    missing: Sequence[Missing],
    idle: Sequence[Missing],
    beside: Beside,
) -> Timetable:
    """The timetable with its debts, its list of what is not placed, and its summary.

    ``missing``: hours of classes without a place; ``idle``: hours of people without one.
    """
    problem = board.problem
    sessions = in_order(_held(board, beside.first))
    kept = {s.id for s in sessions}
    attendance = tuple(row for row in board.attendance() if row.session_id in kept)
    debts = all_rows(problem, owed, made, sessions, attendance, Obstacles(board, owed))
    listed = [*missing, *_deserted(board, {s.id for s in sessions}, missing)]
    rows = [*listed, *untaught(board, beside.weeks, listed, sessions)]
    unplaced = tell(problem, (*rows, *idle, *board.unwatched, *strands_missing(board)))
    groups = tuple(sorted((g for g in board.groups if g.apprentice_ids), key=lambda g: g.id))
    summary = {**beside.summary(debts), **counted(debts, unplaced), "sizes": sizes_of(problem, sessions, attendance)}
    return Timetable(sessions, attendance, groups, debts, unplaced, summary)


def _held(board: Board, first: date) -> list[Session]:
    """The sessions but those of people's own that nobody attends any more, and empty groups beside others.

    An hour of a barrette that nobody attends stays as long as a group of it has people, who are elsewhere then.
    """
    held, people = board.sessions.values(), board.people
    open_to_all = {m.id for m in board.problem.modules.values() if m.theme == "permanence"}
    taught = {occurrence_id(s) for s in held if s.kind == Kind.BARRETTE and people[s.id]}
    rosters = {(group.id, group.period_id) for group in board.groups if group.apprentice_ids}

    def stays(session: Session) -> bool:
        if session.day < first or people[session.id] or session.module_id in open_to_all:
            return True
        if session.kind == Kind.BARRETTE:
            return occurrence_id(session) not in taught and (session.group_id, session.period_id) in rosters
        return session.kind not in (Kind.SUPPORT, Kind.STUDY, Kind.ONBOARDING, Kind.VISIT)

    return [session for session in held if stays(session)]


def _deserted(board: Board, kept: Collection[SessionId], missing: Sequence[Missing]) -> list[Missing]:
    """A row for each hour of a barrette that is left out since its groups have lost everybody; none that is known."""
    gone: dict[SessionId, Session] = {}
    for session in in_order([s for s in board.sessions.values() if s.kind == Kind.BARRETTE]):
        gone.setdefault(occurrence_id(session), session)
    for known in (occurrence_id(s) for s in board.sessions.values() if s.kind == Kind.BARRETTE and s.id in kept):
        gone.pop(known, None)
    for row in missing:
        gone.pop(row.session_id, None)
    barrettes, found = board.problem.barrettes, list[Missing]()
    for key, session in gone.items():
        barrette = barrettes.get(session.barrette_id) if session.barrette_id else None
        if barrette is not None:
            found.append(
                Missing(
                    key, Kind.BARRETTE, session.minutes, Cause.NOBODY_EXPECTED, class_ids=barrette.class_ids,
                    barrette_id=barrette.id, day=session.day, start=session.start, end=session.end,
                )
            )  # fmt: skip
    return found


def sizes_of(problem: Problem, sessions: Sequence[Session], attendance: Sequence[Attendance]) -> dict[str, Any]:
    """How large a centre and its timetable are, as every summary says it."""
    return {
        "classes": sum(not group.meeting for group in problem.classes.values()),
        "apprentices": len(problem.learners),
        "trainers": len(problem.trainers),
        "rooms": len(problem.rooms),
        "sessions": len(sessions),
        "attendance": len(attendance),
        "kinds": dict(sorted(Counter(s.kind for s in sessions).items())),
    }


def counted(debts: Sequence[Debt], unplaced: Sequence[Unplaced]) -> dict[str, Any]:
    """What every summary says of hours owed, without strand targets, and of what is not placed.

    Strand targets are the same hours as needs, seen from the programme: they would count twice.
    """
    needs = [d for d in debts if d.source != SOURCE_PROGRAMME]
    return {
        "status": "complet" if not unplaced else "incomplet",
        "hours_owed": round(sum(d.due for d in needs) / 60, 2),
        "hours_planned": round(sum(d.planned for d in needs) / 60, 2),
        "unplaced": len(unplaced),
        MISSED_LISTED: True,
    }


def all_rows(
    problem: Problem,
    owed: Sequence[Owed],
    made: Made,
    sessions: Sequence[Session],
    attendance: Sequence[Attendance],
    asked: Asked = UNASKED,
) -> tuple[Debt, ...]:
    """Every row of the hours owed: needs, hours to make up, missed, courses followed elsewhere, minimum of the cycle.

    In this order, needs by learner; rows that are met are there too.
    """
    return (
        *settle(problem, (*owed, *made.owed), sessions, attendance, made.reasons, asked),
        *missed_rows(made.missed),
        *followed_rows(problem, sessions, attendance),
        *cycle_rows(problem, sessions, attendance),
    )


def strands_missing(board: Board) -> list[Missing]:
    """Strands that a class should have and has not, over the horizon.

    One session of one of its people is enough: whether each has the hours is said by the debts. Classes that are never
    there, and programmes that ask for no strands, are left out.
    """
    problem = board.problem
    given: set[tuple[ClassId, str]] = set()
    for session in board.sessions.values():
        here = board.people[session.id] if session.strand else ()
        for person in (p for p in here if not problem.missed(session.id, p)):
            home = problem.learners[person].membership(session.day)
            given |= {(home.class_id, session.strand)} if home else set()
    found = []
    for class_id, group in sorted(problem.classes.items()):
        programme = problem.programmes.get(group.programme_id)
        if programme is None or not programme.three_strands or not problem.class_weeks(class_id):
            continue
        for strand in STRANDS:
            if (class_id, strand) not in given:
                due = programme.strand_minutes.get((group.year, strand), 0)
                cause = _no_strand(board, class_id) if due else Cause.STRAND_WITHOUT_HOURS
                row = Missing(
                    SessionId(f"volet-{class_id}-{strand}"), Kind.SUPPORT, 60, cause, class_ids=(class_id,),
                    about=About.STRAND, strand=strand, number=group.year,
                )  # fmt: skip
                found.append(row)
    return found


def _no_strand(board: Board, class_id: ClassId) -> Cause:
    """Why a class has no session of a strand: no hour for support at all, or no group of it in these hours."""
    problem = board.problem
    has = any(class_id in b.class_ids and barrette_occurrences(problem, b.id) for b in problem.barrettes.values())
    has = has or any(class_id in o.class_ids and open_occurrences(problem, o.id) for o in problem.open_periods)
    return Cause.STRAND_WITHOUT_GROUP if has else Cause.STRAND_WITHOUT_TIME
