"""The last stage: what is owed and planned, what is not placed and why, and the summary.

It reads the board, the draft and what the stages returned, and changes none of them. Everything that should exist and
does not is in the list with a cause that is true; sentences are made at the very end. The debts are counted from the
sessions as they stand, by the same ledger as everywhere.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.domain import (
    ORDINARY_ROOMS,
    STRANDS,
    About,
    Attendance,
    BarretteId,
    Cause,
    ClassId,
    Debt,
    Kind,
    Missing,
    Owed,
    PeriodId,
    Problem,
    Session,
    SessionId,
    Timetable,
    Unplaced,
    in_order,
    key,
)
from planner.engine.groups.placeable import payable_minutes
from planner.engine.missing import tell
from planner.engine.people.makeup import Made
from planner.engine.term.missing import reasons
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences
from planner.engine.term.plan import TermPlan
from planner.engine.untaught import untaught
from planner.engine.week.draft import Draft, missing
from planner.engine.week.items import without_room
from planner.engine.week.solve import WeekAnswer
from planner.hours.cycle import cycle_rows
from planner.hours.followed import followed_rows
from planner.hours.ledger import settle
from planner.hours.missed import SOURCE_MAKEUP
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model import Item
from planner.model.groups import Occasion


@dataclass(frozen=True)
class Outcome:
    """What the stages left for the summary.

    ``weeks``: every week's last answer; ``occasions`` and ``opens``: what barrettes and open periods had at their
    hours, for the hours payable; ``seconds``: by phase, of this machine. Everything else of a run is on the board.
    """

    draft: Draft
    plan: TermPlan
    weeks: tuple[WeekAnswer, ...]
    occasions: Mapping[tuple[BarretteId, PeriodId | None], tuple[Occasion, ...]]
    opens: tuple[Occasion, ...]
    idle: tuple[Missing, ...]
    """Hours that the rest of a class should spend in a supervised place, and for which there is none."""
    made: Made
    seconds: Mapping[str, float]


def finish(board: Board, owed: Sequence[Owed], outcome: Outcome) -> Timetable:
    """The timetable with its debts, its list of what is not placed, and its summary.

    ``summary``: plain JSON values, hours with two decimals. Hours payable: what a relaxation says could be planned at
    best at the occasions as they were placed, and what was given beside them; never more than what is owed.
    """
    problem = board.problem
    sessions = in_order(list(board.sessions.values()))
    attendance = board.attendance()
    debts = all_rows(problem, owed, outcome.made, sessions, attendance)
    left = _left_out(board, outcome)
    # After what is listed: hours of a barrette that has no place are told once.
    left += untaught(board, outcome.draft.weeks, left)
    unplaced = tell(problem, (*left, *outcome.idle, *board.unwatched, *strands_missing(board)))
    needs = [d for d in debts if d.source != SOURCE_PROGRAMME]
    occasions = [o for found in outcome.occasions.values() for o in found]
    payable = payable_minutes(problem, owed, [*occasions, *outcome.opens]) + board.extra_support
    # The relaxation and what was given beside the occasions may both count the same hours.
    payable = min(payable, sum(d.due for d in needs if d.source != SOURCE_MAKEUP))
    payable += sum(d.planned for d in needs if d.source == SOURCE_MAKEUP)
    counts = counted(debts, unplaced)
    summary = {
        "status": counts["status"],
        "hours_owed": counts["hours_owed"],
        "hours_payable": round(payable / 60, 2),
        "hours_planned": counts["hours_planned"],
        "objective": sum(a.objective for a in outcome.weeks),
        "bound": None,
        "gap": None,
        "deterministic_time": round(sum(a.work for a in outcome.weeks) + outcome.plan.work, 3),
        "sizes": {
            "classes": len(problem.classes),
            "apprentices": len(problem.learners),
            "trainers": len(problem.trainers),
            "rooms": len(problem.rooms),
            "sessions": len(sessions),
            "attendance": len(attendance),
            "kinds": dict(sorted(Counter(s.kind for s in sessions).items())),
        },
        "unplaced": counts["unplaced"],
        "seconds": dict(outcome.seconds),
    }
    groups = tuple(sorted(board.groups, key=lambda g: g.id))
    return Timetable(sessions, attendance, groups, debts, unplaced, summary)


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
    }


def all_rows(
    problem: Problem, owed: Sequence[Owed], made: Made, sessions: Sequence[Session], attendance: Sequence[Attendance]
) -> tuple[Debt, ...]:
    """Every row of the hours owed: needs, hours to make up, courses followed elsewhere, minimum of the cycle.

    In this order, needs by learner; rows that are met are there too.
    """
    return (
        *settle(problem, (*owed, *made.owed), sessions, attendance, made.reasons),
        *followed_rows(problem, sessions, attendance),
        *cycle_rows(problem, sessions, attendance),
    )


def _left_out(board: Board, outcome: Outcome) -> list[Missing]:
    """Items without a place, with the cause that the engine knows to be true.

    In this order: weeks, occurrences without a group, sessions that no week of the term took. A cause noted by a stage
    (``draft.why``) comes before what the week's own answer tells.
    """
    found = []
    for answer in sorted(outcome.weeks, key=lambda a: a.week):
        for item in outcome.draft.unplaced[answer.week]:
            found.append(outcome.draft.why.get(item.id) or _of_week(outcome.draft.problem, item, answer))
    found += _without_group(board, outcome)
    why = reasons(board.problem, outcome.plan)
    for course_id, part, minutes, number in outcome.plan.missing:
        stem = f"{course_id}{part and '-' + part}-manque-{minutes}"
        row = why[course_id, part, minutes]
        found += [replace(row, session_id=SessionId(f"{stem}-{k}")) for k in range(1, number + 1)]
    return found


def _without_group(board: Board, outcome: Outcome) -> list[Missing]:
    """Occurrences of barrettes that have a time and no group: nobody is there, or nobody can lead."""
    held = {(s.barrette_id, s.period_id, s.occurrence) for s in board.sessions.values() if s.kind == Kind.BARRETTE}
    # Whether anybody was expected there decides between the two reasons.
    attended = {o.key for found in outcome.occasions.values() for o in found if o.learners}
    found = []
    for placed in outcome.draft.weeks.values():
        for item, option in placed:
            if item.barrette_id is None or (item.barrette_id, item.period_id, item.occurrence) in held:
                continue
            cause = Cause.NO_GROUP if item.id in attended else Cause.NOBODY_EXPECTED
            found.append(replace(missing(item, cause), day=option.day, start=option.start, end=option.end))
    return found


def _of_week(problem: Problem, item: Item, answer: WeekAnswer) -> Missing:
    """Why its week has no place for an item.

    No room in the workbook, no hour that week, no room at the hour found, or no place among the others: shown to be so,
    or not found in the time given.
    """
    if item.id in answer.no_option and without_room(problem, item, answer.week):
        return _no_room(problem, item, answer.week)
    if item.id in answer.no_option:
        cause = Cause.NO_SLOT
    elif any(p.id == item.id for p, _o in answer.placed):
        cause = Cause.NO_ROOM_THEN
    else:
        cause = Cause.WEEK_FULL if answer.proven else Cause.NOT_FOUND_IN_TIME
    return missing(item, cause, answer.week)


def _no_room(problem: Problem, item: Item, week: date) -> Missing:
    """Why no room of the workbook suits a course session, whatever the hour: none of the type, too small, or not for
    all.
    """
    assert item.course_id is not None
    course = problem.courses[item.course_id]
    special = {key(t) for c in problem.courses.values() for t in c.room_types} - ORDINARY_ROOMS
    rooms = [r for r in problem.course_rooms(course) if course.room_types or key(r.type) not in special]
    most = max((room.seats for room in rooms), default=0)
    small = Cause.ROOM_TOO_SMALL if most < item.heads else Cause.NO_ROOM_FOR_ALL
    row = missing(item, small if rooms else Cause.NO_ROOM, week)
    return replace(row, types=course.room_types, heads=item.heads, most=most)


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
