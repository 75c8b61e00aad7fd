"""What waits and would have a place if something else did not forbid it: a limit on changes or on moves, the notice.

`times.Retime` asks once everything that waits has been tried. The search is made again with one thing less forbidden,
rooms only counted; its answer is a cause for the list, and the board stays as it is.

A course that would have an hour if nobody had a limit on changes is listed as kept out by the limit, and not as one for
which no week has room: the planner may then raise the limit.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from planner.board.board import Board
from planner.courses.teams import teams_of
from planner.domain import Cause, Kind, Missing, Problem, Searched, SessionId, Waits, monday
from planner.engine.change.borne import Budget
from planner.engine.change.crossed_parts import twin_course
from planner.engine.change.elsewhere import FEW, Mend
from planner.engine.change.left import Left
from planner.engine.change.mended import Sought
from planner.engine.change.options import UpdateOptions
from planner.engine.change.swapped import share
from planner.engine.change.week_sessions import course_of
from planner.engine.people.attend import called_to
from planner.engine.week.in_the_way import against_free
from planner.engine.week.item_options import with_rooms
from planner.model import Item
from planner.placement import for_everyone
from planner.rule import Finding

Tell = Callable[[Missing], Missing]
"""The row of a session, as it is now known why it is on the list."""


def limited(
    mend: Mend, left: Sequence[Left], freely: Collection[SessionId], options: UpdateOptions
) -> dict[SessionId, Missing]:
    """What would have a place if nobody had a limit, and says so; ``freely``: what is known to have one in its week."""
    free, limits = (
        replace(mend, allowed=lambda _places: Budget()),
        (options.most_per_trainer, options.most_per_apprentice),
    )
    return {
        row.session.id: replace(row.row(), cause=Cause.LIMITED, per_trainer=limits[0], per_apprentice=limits[1])
        for row in _courses(left)
        if row.session.id in freely or free.has_room(row)
    }


def refused_at_home(board: Board, left: Sequence[Left], moves: date = date.min) -> dict[SessionId, Missing]:
    """What has lost its hour though nothing else is there, and which rule is against it: a week that became too long.

    Where its own hour is taken, what a rule says against each free hour of its week from ``moves`` on. Sessions of
    courses, locked ones too; ``board``: once all that waits has been tried.
    """
    found = {}
    for row in left:
        session = row.session
        if session.kind != Kind.COURSE or session.course_id not in board.problem.courses:
            continue
        against = _at_home(board, row)
        if against is not None:
            cause = Cause.NO_PLACE if row.proven and row.everywhere else Cause.HOUR_TAKEN
            crowded = row.row(board.problem)
            at_home = replace(row.row(), cause=cause, said=against.text.rstrip("."))
            # no hour at all would do where no room holds everybody
            found[session.id] = crowded if crowded.cause == Cause.ROOM_TOO_SMALL else at_home
        elif not row.locked and (said := _all_week(board, row, moves)):
            found[session.id] = replace(row.row(), cause=Cause.NONE_FOUND, said=said)
    return found


def _at_home(board: Board, row: Left) -> Finding | None:
    """What a rule says against a session at the hour that it had, if nothing else is there; None: nothing."""
    session = row.session
    if session.start < 0 or row.renamed:
        return None
    if any(s.overlaps(session) and share(s, session) for s in board.sessions.values() if s.day == session.day):
        return None
    coming = {p.id: p.remote for p in called_to(board, session)[0]}
    return next(board.judged(for_everyone(session, coming)), None)


def _all_week(board: Board, row: Left, moves: date) -> str:
    """What a rule says against each free hour of the week of a course; empty where there is one, or it has no week."""
    problem, session = board.problem, row.session
    course, week = course_of(problem, session), monday(session.day) if session.start >= 0 else row.week
    if course is None or week is None or not board.rules:
        return ""
    item = Item(
        *(session.id, Kind.COURSE, session.minutes, session.class_ids, session.part),
        teams=teams_of(problem, course),
        heads=sum(not p.remote for p in called_to(board, session)[0]) if session.start >= 0 else 0,
        site_id=session.site_id,
        bells_ids=tuple(sorted(bells.id for bells in problem.course_bells(course))),
        course_id=course.id,
        meal=session.meal,
        first=moves,
    )
    return against_free(board, board.rules, week, *with_rooms(problem, board.rules, [item]))


def kept_out(mend: Mend, left: Sequence[Left], opens: date) -> dict[SessionId, Tell]:
    """What is to be said of what waits; ``opens``: the first day on which something may be placed, were it not told."""
    limits, found = mend.limits, dict[SessionId, Tell]()
    if limits.displaced is not None:
        known = crowded(mend, left)
        nowhere = {key for key, one in known.items() if one.moves is None and one.sure}
        # Nothing is proven of the others but that too few may move.
        found |= {row.session.id: _not_shown for row in left if row.proven and row.session.id not in nowhere}
        found |= {
            key: partial(many_moves, moves=one.moves, most=limits.displaced)
            for key, one in known.items()
            if one.moves is not None and one.moves > limits.displaced
        }
    return {**found, **dict.fromkeys(announced(mend, left, opens), partial(in_the_notice, moves=limits.moves))}


def crowded(mend: Mend, left: Sequence[Left]) -> dict[SessionId, Sought]:
    """What would have a place if any others might move, and how many would; the first few alone are looked at."""
    return {row.session.id: _seek(mend, row) for row in _first_alone(mend, left)}


def support_without_room(mend: Mend, row: Left) -> Missing:
    """The row of an hour of support that has no place, and why, where more others move than may."""
    most, listed = mend.limits.displaced, row.row()
    if most is None:
        return listed
    number = _seek(mend, row).moves
    return listed if number is None or number <= most else many_moves(listed, number, most)


def _seek(mend: Mend, row: Left) -> Sought:
    """Where something would have a place if any others might move."""
    return replace(mend, limits=replace(mend.limits, displaced=None)).seek(row)


def _not_shown(row: Missing) -> Missing:
    """The row of what has no place, as far as was looked for."""
    if row.cause != Cause.NO_PLACE:
        return row
    return replace(row, cause=Cause.HOUR_TAKEN if row.said else Cause.NONE_FOUND)


def many_moves(row: Missing, moves: int, most: int) -> Missing:
    """The row of what has a place where so many others move, more than may."""
    if row.cause == Cause.TRAINER_AWAY:
        return row
    return replace(row, cause=Cause.TOO_MANY_MOVES, number=moves, most=most, said=_at_its_hour(row))


def announced(mend: Mend, left: Sequence[Left], opens: date) -> frozenset[SessionId]:
    """What would have a place from ``opens`` on, in weeks that the notice closes; the first few alone are looked at."""
    moves = mend.limits.moves
    free = replace(mend, limits=replace(mend.limits, moves=opens))
    asked = _first_alone(mend, left) if opens < moves else ()
    # The week in which the notice ends is asked both ways: it may have room after that.
    return frozenset(r.session.id for r in asked if free.has_room(r, moves) and not mend.has_room(r, moves))


def in_the_notice(row: Missing, moves: date) -> Missing:
    """The row of what has a place before ``moves``, the first day after the notice, and none from then on."""
    if row.cause == Cause.TRAINER_AWAY:
        return replace(row, first=moves)
    return replace(row, cause=Cause.ANNOUNCED, first=moves, said=_at_its_hour(row))


def _at_its_hour(row: Missing) -> str:
    """The words of the rule that is against something at the hour that it had."""
    return row.said if row.cause in (Cause.HOUR_TAKEN, Cause.NO_PLACE) else ""


def row_of(problem: Problem, left: Left, known: Missing | None, now: Missing | None, tell: Tell | None) -> Missing:
    """The row of what has no place: as an earlier update told it (``known``), else as it is known ``now``.

    Where the earlier one says no more than that nothing was found, what a rule says now is told with it.
    """
    row = known or now or left.row(problem)
    if known is not None and now is not None and known.cause == now.cause == Cause.NONE_FOUND:
        row = replace(known, said=now.said)
    if row.cause == Cause.TRAINER_AWAY and row.waits == Waits.AGAIN:
        row = replace(row, searched=Searched.ANYWHERE)
    row = tell(row) if tell is not None else row
    # A link may have lost it to another session, which says so too.
    against = row.said if row.cause == Cause.TIED else _at_its_hour(row)
    return replace(row, cause=Cause.LOCKED, said=against) if left.locked else row


def _first_alone(mend: Mend, left: Sequence[Left]) -> list[Left]:
    """The first few of the courses that no other crosses: each is asked about alone, which takes its time."""
    return [row for row in _courses(left) if twin_course(mend.board.problem, row.session) is None][:FEW]


def _courses(left: Sequence[Left]) -> Iterator[Left]:
    """Those that the search may be asked about: courses that the planner has not locked to their hour."""
    return (row for row in left if row.session.kind == Kind.COURSE and not row.locked)
