"""What a change took from its hour, at that hour again as soon as nothing speaks against it.

An event leaves the workbook, a room opens, a trainer is back: the courses that had their hour there wait for one since,
and theirs is the one that everybody knows. It may be inside the notice, where no other hour would be given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.domain import Guidance, Kind, Missing, Problem, Session, SessionId, Timetable, Waits
from planner.engine.change.crossed_parts import two_by_two
from planner.engine.change.left import Left
from planner.engine.change.moving import move, take_out
from planner.engine.change.renew import taught_again
from planner.engine.change.repair_model import Place
from planner.engine.change.week_sessions import support_hour
from planner.model import Option
from planner.placement import for_everyone

SUPPORT = (Kind.BARRETTE, Kind.OPEN)
Hours = Mapping[SessionId, Place]
"""Session that waits for an hour, or is only watched, → where it stood and who taught it."""


@dataclass
class GivenBack:
    """What `give_back` did: rows that still wait, and what speaks against their own hour, by session, in words."""

    waiting: list[Left] = field(default_factory=list)
    against: dict[SessionId, str] = field(default_factory=dict)


def hours_known(problem: Problem, summary: Mapping[str, Any], first: date) -> Hours:
    """The hours from ``first`` on that `hours_lost` wrote down, of people and rooms that the workbook still has."""
    rows = {
        SessionId(key): Place(Option(date.fromisoformat(day), start, end, tuple(team)), room)
        for key, (day, start, end, room, team) in summary.get("hours", {}).items()
    }
    return {
        key: place
        for key, place in rows.items()
        if place.option.day >= first
        and (place.room is None or place.room in problem.rooms)
        and all(t in problem.trainers for t in place.option.team)
    }


def hours_lost(board: Board, before: Timetable, rows: Iterable[Missing], known: Hours) -> dict[SessionId, list[Any]]:
    """Where courses stood that have lost their hour or their trainer, for the next update, as plain JSON.

    ``rows``: the list of what is not placed. What did not take place, or was cancelled by hand, has no hour to return
    to.
    """
    missing = tuple(rows)
    lost = [row.session_id for row in missing if row.kind == Kind.COURSE]
    lost += [s.id for s in board.sessions.values() if s.kind == Kind.COURSE and s.guidance != Guidance.LED]
    found = _support_lost(board.problem, before, missing, known)
    for key in lost:
        was = before.session.get(key) or before.session.get(first_id(key))
        if was is None or was.guidance != Guidance.LED:
            if key in known:
                found[key] = known[key]
        elif was.id not in board.problem.called_off and (was.id == key or was.id not in board.sessions):
            found[key] = Place(Option(was.day, was.start, was.end, was.trainer_ids), was.room_id)
    return {key: [o.day.isoformat(), o.start, o.end, room, list(o.team)] for key, (o, room) in _plain(found)}


def _support_lost(problem: Problem, before: Timetable, rows: Sequence[Missing], known: Hours) -> dict[SessionId, Place]:
    """The hours of barrettes and open periods that are gone: their groups are made anew, only the time is kept."""
    lost = {row.session_id for row in rows if row.kind in SUPPORT and row.waits == Waits.OWED}
    found = {key: known[key] for key in sorted(lost & known.keys())}
    for session in before.sessions if lost else ():
        if (key := SessionId(support_hour(problem, session))) in lost:
            found[key] = Place(Option(session.day, session.start, session.end))
    return found


def _plain(hours: Hours) -> list[tuple[SessionId, tuple[Option, Any]]]:
    return [(key, (place.option, place.room)) for key, place in sorted(hours.items())]


def open_again(problem: Problem, row: Missing, place: Place) -> bool:
    """Whether the classes of a session that fell have courses again on the half-day on which it stood."""
    day, start, end = place.option[:3]
    classes = [c for c in row.class_ids if c in problem.classes]
    return bool(classes) and all(
        not problem.bells_of(c).half(day.weekday(), start, end) & ~problem.course_presence(c, day, row.part)
        for c in classes
    )


def give_back(board: Board, left: Sequence[Left], hours: Hours) -> GivenBack:
    """Put what waits at the hour that it had, crossed parts together; nothing else moves for it."""
    done = GivenBack([row for row in left if row.session.id not in hours])
    mine: list[Left] = []
    rows: dict[SessionId, Left] = {}
    for row in (row for row in left if row.session.id in hours):
        mine.append(Left(_at(board, row.session, hours[row.session.id]), {}))
        rows[mine[-1].session.id] = row
    found = two_by_two(board.problem, mine)
    groups = [*found.pairs, *((row,) for row in (*found.lonely, *found.others))]
    for group in sorted(groups, key=lambda g: (g[0].session.day, g[0].session.start, g[0].session.id)):
        said = _put(board, [row.session for row in group])
        if said is not None:
            done.waiting += [rows[row.session.id] for row in group]
            done.against |= {rows[row.session.id].session.id: said for row in group}
    return done


def _at(board: Board, session: Session, place: Place) -> Session:
    """A session at the hour that it had, under the name that it had there."""
    day, start, end, team = place.option
    name = first_id(session.id)
    name = session.id if name in board.sessions else name
    return replace(session, id=name, day=day, start=start, end=end, trainer_ids=team, room_id=place.room)


def _put(board: Board, sessions: Sequence[Session]) -> str | None:
    """Put some sessions at their hours, all or none; what speaks against it, None where they stand now."""
    places = {s.id: Place(Option(s.day, s.start, s.end, s.trainer_ids), s.room_id) for s in sessions}
    # As sessions without an hour: what has its own already would call nobody.
    move(board, places, {s.id: replace(s, start=-1, end=0) for s in sessions})
    for session in sessions:
        said = _against(board, session.id)
        if said is not None:
            for one in sessions:
                take_out(board, one.id)
            return said
    return None


def _against(board: Board, key: SessionId) -> str | None:
    """What a rule says against a session that stands, or that people of it have something of their own meanwhile."""
    session, people = board.sessions[key], board.people[key]
    busy = [
        learner
        for class_id in session.class_ids
        for learner in board.problem.roster(class_id, session.day, session.part)
        if learner.id not in people
        and any(
            s.kind != Kind.FIXED for s in board.presence.clashes(learner.id, session.day, session.start, session.end)
        )
    ]
    if busy:
        return f"{len(busy)} apprenant{'s' * (len(busy) > 1)} y ont autre chose"
    people = board.take(key)
    finding = next(board.judged(for_everyone(session, people)), None)
    board.put(session, people)
    return finding.text.rstrip(".") if finding else None


def led_again(board: Board, hours: Hours) -> None:
    """Courses that are only watched since their trainer could not come are taught again where that is possible."""
    for key, place in hours.items():
        watched = board.sessions.get(key)
        if watched is None or watched.guidance == Guidance.LED or watched.day != place.option.day:
            continue
        people = board.take(key)
        taught = replace(taught_again(board.problem, watched, key), period_id=watched.period_id)
        taught = replace(_at(board, taught, place), id=key)
        stands = next(board.judged(for_everyone(taught, people)), None) is None
        board.put(taught if stands else watched, people)
