"""Where sessions stood before an update put them elsewhere: they go back where what an event took is to return.

A version keeps it (``stood`` of its summary) for courses and support, as long as they stand where updates put them:
what a planner has moved since stays where it is, and what several updates moved has its first place as its own.
`home_again` puts them back once the cause is gone. A course that was cancelled inside the notice, and is given at
another hour under an id of its own (``…-r1``), is one of them.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.domain import Guidance, Kind, Problem, Session, SessionId, Timetable, monday
from planner.engine.change.borne import Budget
from planner.engine.change.limits import Limits
from planner.engine.change.moving import same_hour
from planner.engine.change.repair_model import Place
from planner.engine.change.week_sessions import support_hour
from planner.model import Option
from planner.rule import Finding

Swaps = Mapping[SessionId, tuple[Place, Place]]
"""Session → where it stood, and where an update has put it."""
NO_HOURS: Mapping[SessionId, Place] = {}


def place_of(session: Session) -> Place:
    """Where a session stands."""
    return Place(Option(session.day, session.start, session.end, session.trainer_ids), session.room_id)


def at_place(session: Session, place: Place) -> Session:
    """A session at a place."""
    day, start, end, team = place.option
    return replace(session, day=day, start=start, end=end, trainer_ids=team, room_id=place.room)


def written(place: Place) -> list[Any]:
    """A place as plain JSON: day, start, end, room, team."""
    option = place.option
    return [option.day.isoformat(), option.start, option.end, place.room, list(option.team)]


def read_place(row: list[Any]) -> Place:
    """The place that `written` wrote."""
    day, start, end, room, team = row
    return Place(Option(date.fromisoformat(day), start, end, tuple(team)), room)


def known_place(problem: Problem, place: Place) -> bool:
    """Whether a workbook still has the room and everyone of a place."""
    room = place.room is None or place.room in problem.rooms
    return room and all(t in problem.trainers for t in place.option.team)


def swaps_known(summary: Mapping[str, Any], first: date = date.min, begun: int = 0) -> Swaps:
    """What `swaps_written` wrote down, but for hours before ``first``, or before the minute ``begun`` of that day."""
    rows = ((SessionId(key), read_place(was), read_place(now)) for key, (was, now) in summary.get("stood", {}).items())
    return {key: (was, now) for key, was, now in rows if was.option[:2] >= (first, begun)}


def swaps_written(
    board: Board, before: Timetable, known: Swaps, waited: Mapping[SessionId, Place] = NO_HOURS
) -> dict[SessionId, list[list[Any]]]:
    """Where courses and support stood that have another place now, for the next update, as plain JSON; what has gone
    back is not told any more.

    ``waited``: the hours of courses that were without one before.
    """
    found: dict[SessionId, tuple[Place, Place]] = {}
    for key in sorted(board.sessions):
        was, now = before.session.get(key), place_of(board.sessions[key])
        if was is None and (home := _given_again(board, before, waited, key)) is not None:
            found[key] = home, now
        older = known.get(key)
        if was is not None and _given(was, board.sessions[key]) and place_of(was) != now:
            found[key] = home_of(was, known), now
        elif older is not None and older[1] == now:
            found[key] = older
        # It is home again: told once more, it would be sent away from where the planner has seen it return.
        if key in found and older is not None and older[0] == now:
            del found[key]
    return {key: [written(was), written(now)] for key, (was, now) in found.items()}


def home_of(session: Session, swaps: Swaps) -> Place:
    """The place that is a session's own: where it stood first, as long as it is where an update put it; else its own.

    ``swaps``: what is known of the updates before.
    """
    here = place_of(session)
    was, now = swaps.get(session.id, (here, here))
    return was if now == here else here


def _given_again(board: Board, before: Timetable, waited: Mapping[SessionId, Place], key: SessionId) -> Place | None:
    """Where a course stood that is given under another id than then, or at a second hour of its own.

    None for what is not, and what was called off.
    """
    first = first_id(key)
    if first == key and before.session.get(key) is None and key in waited:
        return None if waited[key] == place_of(board.sessions[key]) else waited[key]
    if first in board.sessions or first == key or first in board.problem.called_off:
        return None
    was = before.session.get(first)
    if was is None:
        return waited.get(key)
    return place_of(was) if _given(was, board.sessions[key]) else None


def _given(was: Session, now: Session) -> bool:
    """Whether it is a course, support or an entry module, given as it was: led, or by a group on its own, and as long.

    A group at another hour is one of them, be it that nobody leads it there: it goes with the others of its hour.
    """
    alike = was.guidance == now.guidance and (now.guidance == Guidance.LED or now.kind == Kind.BARRETTE)
    with_hour = now.kind in (Kind.BARRETTE, Kind.OPEN) and (was.day, was.start) != (now.day, now.start)
    given = now.kind in (Kind.COURSE, Kind.BARRETTE, Kind.SUPPORT, Kind.ONBOARDING) and alike
    # One that ends earlier than it did is at home: the workbook asks for no more.
    return with_hour or (given and was.minutes == now.minutes)


@dataclass(frozen=True)
class Returns:
    """Sessions that may go back, by id → where they stood; ``budget``: what everybody may still bear."""

    places: Mapping[SessionId, Place] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)

    def in_the_way(
        self, board: Board, session: Session, finding: Finding, gone: Collection[SessionId]
    ) -> dict[SessionId, Place]:
        """The closest of these that a session may not stand beside, as a finding says: those that it names, else those
        at its hour or at the one that it leaves, else one of its day, or of its week.

        ``gone``: those that go back already. Nothing, too, where somebody would bear more than they may. What goes back
        under another id is none of them.
        """
        near = [board.sessions[key] for key in self.places if key not in gone and first_id(key) == key]
        mine = sorted(
            (s for s in near if s.id != session.id and share(s, session)), key=lambda s: (s.day, s.start, s.id)
        )
        left = board.sessions.get(session.id, session)
        # The nearest reason first: each session that goes back is a change that somebody bears.
        ways = (
            [s for s in mine if s.id in finding.sessions],
            [s for s in mine if s.overlaps(session)],
            [s for s in mine if s.overlaps(left)],
            [s for s in mine if s.day == session.day][:1],
            [s for s in mine if monday(s.day) == monday(session.day)][:1],
        )
        found = next((way for way in ways if way), [])
        hours = {support_hour(board.problem, s) for s in found} - {""}
        found += [s for s in near if s not in found and support_hour(board.problem, s) in hours]
        if not self.borne(board, {*gone, *(s.id for s in found)}):
            return {}
        return {s.id: self.places[s.id] for s in found}

    def borne(self, board: Board, keys: Collection[SessionId]) -> bool:
        """Whether some sessions may change, all of them together, for everyone who is in them."""
        trainers = Counter(t for key in keys for t in board.sessions[key].trainer_ids)
        people = Counter(person for key in keys for person in board.people[key])
        least = [number <= self.budget.trainers.get(t, number) for t, number in trainers.items()]
        return all(least) and all(number <= self.budget.people.get(a, number) for a, number in people.items())


NONE = Returns()
"""Nothing goes back."""


def share(session: Session, other: Session) -> bool:
    """Whether two sessions have a class, a trainer or a room in common."""
    if session.room_id and session.room_id == other.room_id:
        return True
    return not {*session.class_ids, *session.trainer_ids}.isdisjoint((*other.class_ids, *other.trainer_ids))


def may_return(board: Board, swaps: Swaps, limits: Limits, budget: Budget) -> Returns:
    """Those that may go back by what was announced, locked and typed; every rule is asked later, where they stand.

    Inside the notice only a room and a team may be as they were, and a course that was cancelled there may have its
    hour again: everybody knows it. What is at one hour of a barrette or open period goes to its own hour all together,
    with what has come to it since, or not at all.
    """
    homes: dict[SessionId, Place] = {}
    for key, (was, now) in swaps.items():
        session = board.sessions.get(key)
        if session is not None and place_of(session) == now and known_place(board.problem, was):
            homes[key] = was
    found = {key: place for key, place in homes.items() if _free(board.sessions[key], place, limits)}
    held: dict[str, list[Session]] = {}
    for session in board.sessions.values() if homes else ():
        if hour := support_hour(board.problem, session):
            held.setdefault(hour, []).append(session)
    for sessions in held.values():
        found = _together(sessions, homes, found, limits)
    return Returns(dict(sorted(found.items())), budget)


def _free(session: Session, place: Place, limits: Limits) -> bool:
    """Whether a session may go to a place: it is not locked, nor past, and its hour is the same or not announced."""
    told = (session.day,) if first_id(session.id) != session.id else (session.day, place.option.day)
    past = min(session.day, place.option.day) < limits.first or session.id in limits.locked
    return not past and (same_hour(session, place) or min(told) >= limits.moves)


def _together(
    held: Sequence[Session], homes: Mapping[SessionId, Place], found: dict[SessionId, Place], limits: Limits
) -> dict[SessionId, Place]:
    """What may go back, once all that is ``held`` at one hour goes to the hour that most of it had, or stays there.

    What had no place at that hour keeps its team and room.
    """
    hours = Counter(homes[s.id].option[:3] for s in held if s.id in homes and not same_hour(s, homes[s.id]))
    if not hours:
        return found
    hour = min(hours, key=lambda at: (-hours[at], at))
    places = {s.id: Place(Option(*hour, s.trainer_ids), s.room_id) for s in held}
    places |= {s.id: homes[s.id] for s in held if s.id in homes and homes[s.id].option[:3] == hour}
    rest = {key: place for key, place in found.items() if key not in places}
    return rest | places if all(_free(s, places[s.id], limits) for s in held) else rest
