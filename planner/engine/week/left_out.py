"""What a first solve leaves out, with the cause that the engine knows to be true.

Asked by `anew.Anew.missing` at the end of a first solve; an update has rows of its own (`change/left.py`). The draft,
the answers of the weeks, the plan of the term and the board are read, and nothing changes. A row has a cause and facts;
its French sentence is written by `engine/missing.py`.

An item to which the rules leave no hour has ``NO_SLOT``, or a cause of rooms where none of the workbook suits it; one
that had an hour and no room in the end ``NO_ROOM_THEN``; one that a proven search leaves out ``WEEK_FULL``; any other
``NOT_FOUND_IN_TIME``. Those that the plan of the term gives to no week are in no week's answer (`never_planned`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.domain import Cause, Course, Kind, Missing, Problem, SessionId
from planner.engine.term.missing import reasons
from planner.engine.term.plan import TermPlan
from planner.engine.week.draft import Draft, missing
from planner.engine.week.item_options import without_room
from planner.engine.week.solve import WeekAnswer
from planner.model import Item
from planner.model.groups import Occasion


def left_out(draft: Draft, answers: Iterable[WeekAnswer]) -> list[Missing]:
    """Items of the weeks without a place, with the cause that the engine knows to be true.

    Week by week; ``answers`` say how far the search of each went.
    """
    return [
        _of_week(draft.problem, item, answer)
        for answer in sorted(answers, key=lambda a: a.week)
        for item in draft.unplaced[answer.week]
    ]


def never_planned(problem: Problem, plan: TermPlan) -> list[Missing]:
    """Sessions that the plan of the term gives to no week, with the reason.

    One row for each session, under an id of its own (``…-manque-…``).
    """
    found, why = [], reasons(problem, plan)
    for course_id, part, minutes, number in plan.missing:
        stem = f"{problem.session_stem(course_id, part)}-manque-{minutes}"
        row = why[course_id, part, minutes]
        found += [replace(row, session_id=SessionId(f"{stem}-{k}")) for k in range(1, number + 1)]
    return found


def without_group(board: Board, draft: Draft, occasions: Iterable[Occasion]) -> list[Missing]:
    """Occurrences of barrettes that have a time and no group: nobody is there, or nobody can lead.

    They were placed, so that their rows have a day and an hour.
    """
    held = {(s.barrette_id, s.period_id, s.occurrence) for s in board.sessions.values() if s.kind == Kind.BARRETTE}
    attended = {occasion.key for occasion in occasions if occasion.learners}
    found = []
    for placed in draft.weeks.values():
        for item, option in placed:
            if item.barrette_id is None or (item.barrette_id, item.period_id, item.occurrence) in held:
                continue
            cause = Cause.NO_GROUP if item.id in attended else Cause.NOBODY_EXPECTED
            found.append(replace(missing(item, cause), day=option.day, start=option.start, end=option.end))
    return found


def _of_week(problem: Problem, item: Item, answer: WeekAnswer) -> Missing:
    """Why its week has no place for an item."""
    if item.id in answer.no_option and without_room(problem, item, answer.week):
        return _no_room(problem, item, answer.week)
    if item.id in answer.no_option:
        cause = Cause.NO_SLOT
    # It had an hour, and lost it when rooms were given.
    elif any(p.id == item.id for p, _o in answer.placed):
        cause = Cause.NO_ROOM_THEN
    else:
        cause = Cause.WEEK_FULL if answer.proven else Cause.NOT_FOUND_IN_TIME
    return missing(item, cause, answer.week)


def _no_room(problem: Problem, item: Item, week: date) -> Missing:
    """Why no room of the workbook suits a course session, whatever the hour."""
    assert item.course_id is not None
    return in_no_room(problem, missing(item, Cause.NO_ROOM, week), problem.courses[item.course_id], item.heads)


def in_no_room(problem: Problem, row: Missing, course: Course, heads: int) -> Missing:
    """A row of a course without a room, with what its rooms lack for so many people."""
    rooms = [r for r in problem.course_rooms(course) if course.room_types or not problem.special(r)]
    most = max((room.seats for room in rooms), default=0)
    small = Cause.ROOM_TOO_SMALL if most < heads else Cause.NO_ROOM_FOR_ALL
    return replace(row, cause=small if rooms else Cause.NO_ROOM, types=course.room_types, heads=heads, most=most)
