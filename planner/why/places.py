"""Where a session may go, by the rules: each place of its week, what the rules say of it and what it would cost.

A place is a day, a start, adults and a room. The places are those that the bells of the session ring, with its own
adults and room first, then with the others that it may have. Only `refuse` and `weigh` of the rules judge: whoever asks
for a place that is not among them (another week, a room of another type) is answered by the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from planner.board.board import Board
from planner.board.judging import costs, refusals
from planner.domain import RoomId, Session, SessionId, TrainerId, days_between, monday
from planner.engine.change.limits import Limits
from planner.engine.change.repair_model import Place
from planner.engine.change.week_sessions import Known, WeekSessions, item_of
from planner.engine.week.item_options import item_spans
from planner.model import Option
from planner.placement import Placement, for_everyone
from planner.rule import Finding, Rule
from planner.why.lifted import Lifted, lifting

PlaceHour = tuple[date, int, int]
"""A day, a start and an end."""
PlaceTeam = tuple[TrainerId, ...]


@dataclass(frozen=True)
class JudgedPlace:
    """A place of a session, and what the rules say of it; nothing where the session may be there.

    ``costs``: what each preference would count more there than where the session stands, weighted; empty where it was
    not asked.
    """

    place: Place
    findings: tuple[Finding, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)

    @property
    def hour(self) -> PlaceHour:
        """Its day, start and end."""
        option = self.place.option
        return option.day, option.start, option.end

    @property
    def cost(self) -> float:
        """What all preferences together would count more there than now."""
        return sum(self.costs.values())


@dataclass(frozen=True)
class Ways:
    """Hour → the teams that no rule refuses there whatever else there is, the session's own first; rooms likewise."""

    teams: Mapping[PlaceHour, Sequence[PlaceTeam]]
    rooms: Sequence[RoomId | None]

    def at(self, hour: PlaceHour) -> Iterator[Place]:
        """The places of an hour, in order of preference: its own adults in each room, then the others."""
        for team in self.teams.get(hour, ()):
            for room in self.rooms:
                yield Place(Option(*hour, team), room)


@dataclass
class Judge:
    """What the rules say of places of the sessions of one board, which stays as it is.

    What is the same for a whole week is looked up once; after a change of the board, a judge is made anew.
    """

    board: Board

    def __post_init__(self) -> None:
        # Whichever rule has refused last is asked first: next to each other, places are refused for the same reason.
        self._hard: list[Rule] = [rule for rule in self.board.rules if rule.kind == "hard"]
        self._weeks: dict[date, WeekSessions] = {}
        self._ways: dict[SessionId, Ways] = {}

    # The places of a session

    def hours(self, session: Session, week: date | None = None) -> list[PlaceHour]:
        """Every hour of a week, its own if none is named, at which the bells let a session of its length begin."""
        first = week or monday(session.day)
        item = item_of(self.board, session)
        days = days_between(first, first + timedelta(days=6))
        return [(day, *span) for day in days for span in item_spans(self.board.problem, item, day)]

    def ways(self, session: Session) -> "Ways":
        """The adults that may lead a session at each hour of its week, as far as it alone tells, and its rooms.

        To be asked before the session is lifted.
        """
        found = self._ways.get(session.id)
        if found is None:
            week = self._week(monday(session.day))
            number = week.number[session.id]
            teams: dict[PlaceHour, list[PlaceTeam]] = {hour: [] for hour in self.hours(session)}
            for option in week.options(number, wide=True):
                teams.setdefault((option.day, option.start, option.end), []).append(option.team)
            for some in teams.values():
                some.sort(key=lambda team: team != session.trainer_ids)
            rooms: tuple[RoomId | None, ...] = week.rooms(number)
            found = self._ways[session.id] = Ways(teams, rooms or (session.room_id,))
        return found

    def _week(self, first: date) -> WeekSessions:
        """A week of the board as items of a model, nothing of it held by a notice or a lock."""
        known = self._weeks.get(first)
        if known is None:
            free = Limits(date.min, date.min)
            known = self._weeks[first] = WeekSessions(self.board, self.board.rules, first, free, self._known)
        return known

    @cached_property
    def _known(self) -> Known:
        return Known()

    # What the rules say

    def judged(self, lift: Lifted, place: Place) -> JudgedPlace:
        """All that the rules say of a place of a session that is lifted, and what the preferences say of it."""
        with put_there(lift, place) as there:
            found = [f for p in there for f in self.board.judged(p)]
        return JudgedPlace(place, tuple(_once(found)), self.costs(lift, place))

    def costs(self, lift: Lifted, place: Place) -> dict[str, float]:
        """What each preference would count more at a place than where the session stands; those that differ alone."""
        there, here = self.weighed(lift, place), self.weighed(lift, lift.place)
        return {key: there[key] - here[key] for key in there if abs(there[key] - here[key]) > LEAST}

    def weighed(self, lift: Lifted, place: Place) -> dict[str, float]:
        """What each preference counts for the sessions at a place, weighted, one put beside those before it."""
        board, total = self.board, dict[str, float]()
        done = []
        for placement in placements(lift, place):
            found = costs(board.rules, board.problem, board, placement)
            total = {key: total.get(key, 0) + units for key, units in found.items()}
            board.put(placement.session, placement.people)
            done.append(placement.session.id)
        for key in done:
            board.take(key)
        return total

    def refused(self, lift: Lifted, place: Place) -> Finding | None:
        """The first thing that some rule says against a place, whichever is found soonest; None: it is allowed."""
        with put_there(lift, place) as there:
            return next((f for p in there if (f := self._refused(p)) is not None), None)

    def refused_there(self, lift: Lifted) -> Finding | None:
        """The same of sessions that stand at a new place already, with whom they have there."""
        board = self.board
        there = (for_everyone(board.sessions[s.id], board.people[s.id]) for s in lift.sessions)
        return next((f for p in there if (f := self._refused(p)) is not None), None)

    def _refused(self, placement: Placement) -> Finding | None:
        for n, rule in enumerate(self._hard):
            found = next(refusals((rule,), self.board.problem, self.board, placement), None)
            if found is not None:
                if n:
                    self._hard.insert(0, self._hard.pop(n))
                return found
        return None

    def open_at(self, lift: Lifted, ways: Ways, hour: PlaceHour) -> Place | None:
        """The first place of an hour that every rule allows; None where there is none."""
        own = (lift.session.trainer_ids, lift.session.room_id)
        if hour == (lift.session.day, lift.session.start, lift.session.end):
            places: Iterator[Place] = (p for p in ways.at(hour) if (p.option.team, p.room) != own)
        else:
            places = ways.at(hour)
        return next((place for place in places if self.refused(lift, place) is None), None)


def legal_places(
    judge: Judge, session_id: SessionId, *, every: bool = False, priced: bool = True
) -> tuple[JudgedPlace, ...]:
    """The places of the week of a session, one for each hour that is open to it, with what they cost; in order of time.

    ``every``: hours that are not open as well, as the session stands, with all that the rules say against them. The
    hour at which it stands is among them where it could have another room or team. The board is as it was afterwards;
    raises ``KeyError`` where it has no such session.
    """
    session = judge.board.sessions[session_id]
    ways, found = judge.ways(session), list[JudgedPlace]()
    with lifting(judge.board, session_id) as lift:
        for hour in sorted(ways.teams):
            place = judge.open_at(lift, ways, hour)
            if place is not None:
                found.append(JudgedPlace(place, (), judge.costs(lift, place) if priced else {}))
            elif every:
                found.append(judge.judged(lift, Place(Option(*hour, session.trainer_ids), session.room_id)))
    return tuple(found)


LEAST = 1e-9
"""What two costs differ by at least."""


@contextmanager
def put_there(lift: Lifted, place: Place) -> Iterator[list[Placement]]:
    """What is lifted, on the board at a place while it is asked about: each beside the others."""
    board, found = lift.board, placements(lift, place)
    for one in found:
        board.put(one.session, one.people)
    try:
        yield found
    finally:
        for one in found:
            board.take(one.session.id)


def placements(lift: Lifted, place: Place) -> list[Placement]:
    """Where all that is lifted would stand: the session at a place, the others at its hour as they are."""
    option = place.option
    same = (option.day, option.start) == (lift.session.day, lift.session.start)
    found = [lift.at(lift.session, place)]
    for other in lift.others:
        end = other.end if same else option.end
        its = Option(option.day, option.start, end, other.trainer_ids)
        found.append(lift.at(other, Place(its, other.room_id)))
    return found


def _once(found: Sequence[Finding]) -> Iterator[Finding]:
    """Each sentence once: what groups of one hour share is said of each of them."""
    said = set()
    for finding in found:
        if (finding.key, finding.text) not in said:
            said.add((finding.key, finding.text))
            yield finding
