"""What a change took from its hour, at that hour again as soon as nothing speaks against it.

An event leaves the workbook, a room opens, a trainer is back: the courses that had their hour there wait for one since,
and theirs is the one that everybody knows. It may be inside the notice, where no other hour would be given.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.domain import (
    ApprenticeId,
    Guidance,
    Kind,
    Learner,
    Missing,
    Problem,
    Session,
    SessionId,
    Timetable,
    Waits,
    monday,
)
from planner.engine.change.crossed_parts import two_by_two
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.moving import move, same_hour, take_out
from planner.engine.change.renew import taught_again
from planner.engine.change.repair_model import Place
from planner.engine.change.swapped import (
    NONE,
    Returns,
    Swaps,
    at_place,
    home_of,
    known_place,
    place_of,
    read_place,
    swaps_known,
    written,
)
from planner.engine.change.week_sessions import support_hour
from planner.model import Option
from planner.placement import for_everyone
from planner.rule import Finding

OF_BARRETTES = (Kind.BARRETTE, Kind.OPEN)
SECOND = "second_hours"
"""Where a summary keeps the hours that `second_hours` tells."""
Hours = Mapping[SessionId, Place]
"""Session that waits for an hour, or is only watched, → where it stood and who taught it."""
GivenUp = tuple[Session, ApprenticeId]
"""Support that somebody has no more, for their class has its hour again."""


@dataclass
class GivenBack:
    """What `give_back` did: rows that still wait, and what speaks against their own hour, by session, in words."""

    waiting: list[Left] = field(default_factory=list)
    against: dict[SessionId, str] = field(default_factory=dict)
    given_up: list[GivenUp] = field(default_factory=list)


def hours_known(
    problem: Problem, summary: Mapping[str, Any], first: date, begun: int = 0, name: str = "hours"
) -> Hours:
    """The hours that `hours_lost` wrote down, of people and rooms that the workbook still has; or others like them.

    None before ``first``, nor before the minute ``begun`` of that day. ``name``: where the summary has them.
    """
    rows = {SessionId(key): read_place(row) for key, row in summary.get(name, {}).items()}
    later = {key: place for key, place in rows.items() if place.option[:2] >= (first, begun)}
    return {key: place for key, place in later.items() if known_place(problem, place)}


def hours_lost(board: Board, before: Timetable, rows: Iterable[Missing], known: Hours) -> dict[SessionId, list[Any]]:
    """Where courses stood that have lost their hour or their trainer, for the next update, as plain JSON.

    ``rows``: the list of what is not placed. What did not take place, or was cancelled by hand, has no hour to return
    to.
    """
    missing = tuple(rows)
    lost = [row.session_id for row in missing if row.kind == Kind.COURSE]
    lost += [s.id for s in board.sessions.values() if s.kind == Kind.COURSE and s.guidance != Guidance.LED]
    found = _support_lost(board.problem, before, missing, known, swaps_known(before.summary))
    for key in lost:
        was = before.session.get(key) or before.session.get(first_id(key))
        if was is None or was.guidance != Guidance.LED:
            if key in known:
                found[key] = known[key]
        elif was.id not in board.problem.called_off and (was.id == key or was.id not in board.sessions):
            found[key] = home_of(was, swaps_known(before.summary))
    return {key: written(place) for key, place in sorted(found.items())}


def second_hours(before: Timetable, lost: Collection[SessionId], known: Hours) -> dict[SessionId, list[Any]]:
    """Where an earlier update had put courses that have lost that hour too, as plain JSON: asked after their own.

    ``lost``: the courses whose own hours `hours_lost` wrote down; ``known``: those that an update before wrote down.
    """
    swaps, found = swaps_known(before.summary), dict[SessionId, Place]()
    for key in lost:
        was = before.session.get(key) or before.session.get(first_id(key))
        if was is None and key in known:
            found[key] = known[key]
        elif was is not None and was.kind == Kind.COURSE and home_of(was, swaps) != place_of(was):
            found[key] = place_of(was)
    return {key: written(place) for key, place in sorted(found.items())}


def _support_lost(
    problem: Problem, before: Timetable, rows: Sequence[Missing], known: Hours, swaps: Swaps
) -> dict[SessionId, Place]:
    """The hours of barrettes and open periods that are gone: their groups are made anew, only the time is kept."""
    lost = {row.session_id for row in rows if row.kind in OF_BARRETTES and row.waits == Waits.OWED}
    found: dict[SessionId, Place] = {}
    for session in before.sessions if lost else ():
        if (key := SessionId(support_hour(problem, session))) in lost:
            found[key] = Place(Option(*home_of(session, swaps).option[:3]))
    # What has lost a part of its classes has moved with the others since: its own hour is the first.
    return {**found, **{key: known[key] for key in sorted(lost & known.keys())}}


def open_again(problem: Problem, row: Missing, place: Place) -> bool:
    """Whether the classes of a session that fell have courses again on the half-day on which it stood."""
    day, start, end = place.option[:3]
    classes = [c for c in row.class_ids if c in problem.classes]
    return bool(classes) and all(
        problem.in_halves(c, day, start, end, problem.course_presence(c, day, row.part)) for c in classes
    )


def give_back(board: Board, left: Sequence[Left], hours: Hours, limits: Limits, returns: Returns = NONE) -> GivenBack:
    """Put what waits at the hour that it had, what is locked first, crossed parts together.

    What an earlier change put in the way goes back to where it stood (``returns``), all of it or nothing; no other
    course moves. Support that its people have been given since gives way: it is owed to them again.
    """
    done = GivenBack([row for row in left if row.session.id not in hours])
    rows: dict[SessionId, Left] = {}
    mine: list[Left] = []
    for row in (row for row in left if row.session.id in hours):
        name = first_id(row.session.id)
        name = row.session.id if name in board.sessions or name in rows else name
        mine.append(Left(replace(at_place(row.session, hours[row.session.id]), id=name), {}))
        rows[name] = row
    refused: dict[date, list[tuple[list[Session], str]]] = {}
    for sessions in crossed_together(board.problem, mine, limits.locked):
        said = _put(board, sessions, done, limits.first, returns)
        if said is not None:
            refused.setdefault(sessions[0].day, []).append((sessions, said))
    for same_day in refused.values():
        # Each alone may leave a day too short, or without what has to come before it.
        everything = [session for sessions, _said in same_day for session in sessions]
        if len(same_day) > 1 and _put(board, everything, done, limits.first, returns) is None:
            continue
        for sessions, said in same_day:
            done.waiting += [rows[s.id] for s in sessions]
            done.against |= {rows[s.id].session.id: said for s in sessions}
    return done


def crossed_together(problem: Problem, rows: Sequence[Left], locked: Collection[SessionId] = ()) -> list[list[Session]]:
    """Locked sessions first, then in order of time; crossed parts of one hour together."""
    pairs = [pair for pair in two_by_two(problem, rows).pairs if _when(pair[0].session) == _when(pair[1].session)]
    paired = {row.session.id for pair in pairs for row in pair}
    groups = [*pairs, *((row,) for row in rows if row.session.id not in paired)]
    found = [[row.session for row in group] for group in groups]
    return sorted(found, key=lambda own: (all(s.id not in locked for s in own), *_when(own[0]), own[0].id))


def _when(session: Session) -> tuple[date, int]:
    return session.day, session.start


def _put(board: Board, sessions: Sequence[Session], done: GivenBack, first: date, returns: Returns) -> str | None:
    """Put some sessions at their hours, all or none; what speaks against it, None where they stand now."""
    aside: list[GivenUp] = []
    found = stand(board, sessions, {}, first, aside)
    if found is not None:
        for one in sessions:
            take_out(board, one.id)
        for own, person in reversed(aside):
            board.join(own.id, person)
        beside = _making_way(board, sessions, found, first, returns)
        if not beside:
            return found[1].text.rstrip(".")
        aside = []
        stand(board, sessions, beside, first, aside)
    done.given_up += aside
    return None


def stand(
    board: Board, sessions: Sequence[Session], beside: Hours, first: date, aside: list[GivenUp]
) -> tuple[Session, Finding] | None:
    """Put some sessions at their hours while others go back to theirs; the first that may not stand, and why.

    ``beside``: where the others go; at its own hour nobody comes who is not in it. Support that gives way goes to
    ``aside``. What was done is not undone.
    """
    same = {key for key, place in beside.items() if same_hour(board.sessions[key], place)}
    # As sessions without an hour: what has its own already would call nobody.
    move(
        board,
        {**{s.id: place_of(s) for s in sessions}, **beside},
        {s.id: replace(s, start=-1, end=0) for s in sessions},
    )
    for key in [*(s.id for s in sessions), *beside]:
        found = make_way(board, key, first, aside) if key in same else _against(board, key, first, aside)
        if found:
            return board.sessions[key], found[0]
    return None


def _making_way(
    board: Board, sessions: Sequence[Session], found: tuple[Session, Finding], first: date, returns: Returns
) -> Hours:
    """What has to go back to where it stood for some sessions to have their hours; nothing where that is no help.

    ``found``: what may not stand, and why. What is in the way of what goes back goes back too. Tried on other boards.
    """
    beside: dict[SessionId, Place] = {}
    against: tuple[Session, Finding] | None = found
    while against is not None:
        more = returns.in_the_way(board, *against, beside)
        if not more:
            return {}
        beside |= more
        trial = Board.of(board.problem, board.timetable(), board.rules)
        against = stand(trial, sessions, beside, first, [])
    return beside


def _against(board: Board, key: SessionId, first: date, aside: list[GivenUp]) -> list[Finding]:
    """What speaks against a session that stands; support of its people goes to ``aside`` where that is what does."""
    session = board.sessions[key]
    for learner in _busy(board, session):
        while support := last_support(board, learner.id, [session.day], first, session):
            board.leave(support.id, learner.id)
            aside.append((support, learner.id))
        if board.presence.with_class(learner, session.day, session.start, session.end, session.minutes):
            board.join(key, learner.id)
    return make_way(board, key, first, aside)


def make_way(board: Board, key: SessionId, first: date, aside: list[GivenUp]) -> list[Finding]:
    """Whom a session of their class leaves with too much leave their support of that week; what is still against it.

    The last support first, none before ``first``; what is left goes to ``aside``.
    """
    session = board.sessions[key]
    week = [monday(session.day) + timedelta(days=n) for n in range(7)]
    while True:
        people = board.take(key)
        found = list(board.judged(for_everyone(session, people)))
        board.put(session, people)
        asked = sorted({person for finding in found for person in finding.people})
        own = {p: held for p in asked if (held := last_support(board, p, week, first)) is not None}
        if not own:
            return found
        for person, held in own.items():
            board.leave(held.id, person)
            aside.append((held, person))


def _busy(board: Board, session: Session) -> list[Learner]:
    """Those whom a course calls, and who have support at its hour."""
    problem, course = board.problem, board.problem.courses.get(session.course_id) if session.course_id else None
    found = []
    for learner in (p for c in session.class_ids for p in problem.roster(c, session.day, session.part)):
        if course is None or learner.id in board.people[session.id]:
            continue
        if learner.kept_out(course, session.day) or problem.freed(learner.id, course, session.day):
            continue
        clashes = board.presence.clashes(learner.id, session.day, session.start, session.end)
        if clashes and all(s.kind == Kind.SUPPORT for s in clashes):
            found.append(learner)
    return found


def last_support(
    board: Board, person: ApprenticeId, days: Sequence[date], first: date, beside: Session | None = None
) -> Session | None:
    """The last session of support that somebody has on some days, or at the hour of another session; none: None.

    What is at the hour of an open period comes after all that is not: the class has its hour there.
    """
    mine = [s for day in days for s in board.attended(person, day) if s.kind == Kind.SUPPORT and day >= first]
    mine = [s for s in mine if beside is None or s.overlaps(beside)]
    return max(mine, key=lambda s: (not support_hour(board.problem, s), s.day, s.start, s.id), default=None)


def led_again(board: Board, hours: Hours) -> None:
    """Courses that are only watched since their trainer could not come are taught again where that is possible."""
    for key, place in hours.items():
        watched = board.sessions.get(key)
        if watched is None or watched.guidance == Guidance.LED or watched.day != place.option.day:
            continue
        people = board.take(key)
        taught = replace(taught_again(board.problem, watched, key), period_id=watched.period_id)
        taught = at_place(taught, place)
        stands = next(board.judged(for_everyone(taught, people)), None) is None
        board.put(taught if stands else watched, people)
