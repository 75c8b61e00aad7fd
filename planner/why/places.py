"""Where a session may go, by the rules: each place of its week, what the rules say of it and what it would cost.

A place is a day, a start, adults and a room. The places are those that the bells of the session ring, with its own
adults and room first, then with the others that it may have. Only `refuse` and `weigh` of the rules judge: whoever asks
for a place that is not among them (another week, a room of another type) is answered by the same.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from planner.board.board import CALLS_BY_CLASS, Board
from planner.board.judging import costs, refusals
from planner.domain import ApprenticeId, RoomId, Session, SessionId, TrainerId, days_between, monday
from planner.engine.change.limits import Limits
from planner.engine.change.moving import returning
from planner.engine.change.repair_model import Place
from planner.engine.change.week_sessions import Known, WeekSessions, item_of
from planner.engine.week.item_options import item_spans
from planner.model import Option
from planner.placement import Placement, for_everyone
from planner.rule import Finding, Rule
from planner.why.held import freed_from
from planner.why.lifted import Lifted, lifting, site_of_room, with_means

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
    first: date = date.min
    """No place before is one: what is over, or announced."""

    def __post_init__(self) -> None:
        # Whichever rule has refused last is asked first: next to each other, places are refused for the same reason.
        self._hard: list[Rule] = [rule for rule in self.board.rules if rule.kind == "hard"]
        self._weeks: dict[date, WeekSessions] = {}
        self._ways: dict[SessionId, Ways] = {}
        self._by_key = {rule.key: rule for rule in self._hard}
        self._of_day: dict[date, list[SessionId]] = {}
        for session in self.board.sessions.values():
            self._of_day.setdefault(session.day, []).append(session.id)

    def lifting(self, session_id: SessionId) -> AbstractContextManager[Lifted]:
        """A session off the board while it is asked about; see `planner.why.lifted.lifting`."""
        return lifting(self.board, session_id, self._of_day.get(self.board.sessions[session_id].day))

    # The places of a session

    def hours(self, session: Session, week: date | None = None) -> list[PlaceHour]:
        """Every hour of a week, its own if none is named, at which the bells let a session of its length begin.

        The study of who is freed from a course has the hour of that course, and no other.
        """
        if freed_from(self.board, session) is not None:
            return [(session.day, session.start, session.end)] if session.day >= self.first else []
        first = week or monday(session.day)
        item = item_of(self.board, session)
        days = days_between(max(first, self.first), first + timedelta(days=6))
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
                if (at := (option.day, option.start, option.end)) in teams:
                    teams[at].append(option.team)
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

    def prepare(self, sessions: Iterable[Session]) -> None:
        """Look up the adults and rooms of some sessions, so that each is answered at once."""
        for session in sessions:
            self.ways(session)

    # What the rules say

    def judged(self, lift: Lifted, place: Place) -> JudgedPlace:
        """All that the rules say of a place of a session that is lifted, and what the preferences say of it."""
        with put_there(lift, place) as there:
            found = [f for p in (*there, *self.coming_back(lift, place)) for f in self.board.judged(p)]
        return JudgedPlace(place, tuple(_once(found)), self.costs(lift, place))

    def costs(self, lift: Lifted, place: Place) -> dict[str, float]:
        """What each preference would count more at a place than where the session stands; those that differ alone."""
        there, here = self.weighed(lift, place), self.weighed(lift, lift.place)
        return {key: there[key] - here[key] for key in there if abs(there[key] - here[key]) > LEAST_DIFFERENCE}

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
            asked = itertools.chain(there, self.coming_back(lift, place))
            return next((f for p in asked if (f := self._refused(p)) is not None), None)

    def coming_back(self, lift: Lifted, place: Place) -> Iterator[Placement]:
        """Courses that people had left for what is lifted, and are expected in again when it is at another hour."""
        # Asked with all that is lifted at its new place.
        if lift.same_hour(place):
            return
        board, found = self.board, dict[SessionId, list[ApprenticeId]]()
        for session in lift.sessions:
            for course, person in returning(board, session, lift.people[session.id]):
                found.setdefault(course, []).append(person)
        for course, people in found.items():
            new = board.ways(board.sessions[course], (board.problem.learners[p] for p in people))
            joined = board.joined(board.sessions[course], new)
            yield Placement(joined, {**board.people_of(course), **new}, frozenset(new), moves=False)

    def refused_there(self, lift: Lifted) -> Finding | None:
        """The same of sessions that stand at a new place already, with whom they have there."""
        board = self.board
        there = (for_everyone(board.sessions[s.id], board.people[s.id]) for s in lift.sessions)
        return next((f for p in there if (f := self._refused(p)) is not None), None)

    def _refused(self, placement: Placement) -> Finding | None:
        for n, rule in enumerate(self._hard):
            found = self._says(rule, placement)
            if found is not None:
                if n:
                    self._hard.insert(0, self._hard.pop(n))
                return found
        return None

    def open_at(self, lift: Lifted, ways: Ways, hour: PlaceHour) -> Place | None:
        """The first place of an hour that every rule allows, another than its own; None where there is none."""
        own = lift.place
        first = next((place for place in ways.at(hour) if place != own), None)
        if first is None or (there := self._unless_taken(lift, first)) is None:
            return None
        with standing_at(self.board, there):
            # Whom it would have does not depend on adults and rooms: they are looked up once an hour.
            against = next((f for one in there[1:] if (f := self._refused(one)) is not None), None)
            if against is None and any(self._refused(one) for one in self.coming_back(lift, first)):
                return None
            if against is None:
                return self._first_allowed(there[0], [place for place in ways.at(hour) if place != own])
        # Another room may be all that those beside it ask of the session itself.
        if lift.session.id not in against.sessions:
            return None
        return next((p for p in ways.at(hour) if p != own and self.refused(lift, p) is None), None)

    def _first_allowed(self, first: Placement, places: Sequence[Place]) -> Place | None:
        """The first of some places of one hour that is allowed; ``first``: the session at one of them."""
        sites = {site_of_room(self.board.problem, first.session, place.room) for place in places}
        useless: set[PlaceTeam] = set()
        for place in places:
            team = place.option.team
            if team in useless:
                continue
            found = self._refused(with_means(self.board.problem, first, team, place.room))
            if found is None:
                return place
            if len(sites) > 1:
                continue
            if self._says_so(found, with_means(self.board.problem, first, (), None)):
                return None
            if self._says_so(found, with_means(self.board.problem, first, team, None)):
                useless.add(team)
        return None

    def _says_so(self, finding: Finding, placement: Placement) -> bool:
        """Whether a rule says the very same of another placement: then what differs between the two is not why."""
        rule = self._by_key[finding.key]
        return any(f.text == finding.text for f in refusals((rule,), self.board.problem, self.board, placement))

    def _unless_taken(self, lift: Lifted, place: Place) -> list[Placement] | None:
        """What is lifted at a place; None where a class or somebody has something else then.

        That is what most hours are refused for, so it is asked first: what a class has tells enough where a session
        takes all of it, before it is looked up who would come.
        """
        rule = self._by_key.get(ONE_PLACE)
        if rule is None or lift.same_hour(place):
            return placements(lift, place)
        day, start, end, _team = place.option
        whole = (s for s in lift.sessions if s.kind in CALLS_BY_CLASS)
        bare = (for_everyone(replace(s, day=day, start=start, end=end), {}) for s in whole)
        if any(self._says(rule, one) for one in bare):
            return None
        found = []
        for one in each_placement(lift, place):
            if self._says(rule, one):
                return None
            found.append(one)
        return found

    def _says(self, rule: Rule, placement: Placement) -> Finding | None:
        """The first thing that a rule says against a placement."""
        return next(refusals((rule,), self.board.problem, self.board, placement), None)


ONE_PLACE = "H1c"
"""The rule that nobody, and no class, is at two places at once."""


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
    with judge.lifting(session_id) as lift:
        for hour in sorted(ways.teams):
            place = judge.open_at(lift, ways, hour)
            if place is not None:
                found.append(JudgedPlace(place, (), judge.costs(lift, place) if priced else {}))
            elif every:
                found.append(judge.judged(lift, Place(Option(*hour, session.trainer_ids), session.room_id)))
    return tuple(found)


LEAST_DIFFERENCE = 1e-9
"""What two costs differ by at least."""


@contextmanager
def put_there(lift: Lifted, place: Place) -> Iterator[list[Placement]]:
    """What is lifted, on the board at a place while it is asked about: each beside the others."""
    found = placements(lift, place)
    with standing_at(lift.board, found):
        yield found


@contextmanager
def standing_at(board: Board, found: Sequence[Placement]) -> Iterator[None]:
    """Some placements on the board for a while."""
    for one in found:
        board.put(one.session, one.people)
    try:
        yield
    finally:
        for one in found:
            board.take(one.session.id)


def placements(lift: Lifted, place: Place) -> list[Placement]:
    """Where all that is lifted would stand: the session at a place, the others at its hour as they are."""
    return list(each_placement(lift, place))


def each_placement(lift: Lifted, place: Place) -> Iterator[Placement]:
    """The same one after the other, each looked up as it is asked for."""
    option = place.option
    same = (option.day, option.start) == (lift.session.day, lift.session.start)
    yield lift.at(lift.session, place)
    for other in lift.others:
        end = other.end if same else option.end
        its = Option(option.day, option.start, end, other.trainer_ids)
        yield lift.at(other, Place(its, other.room_id))


def _once(found: Sequence[Finding]) -> Iterator[Finding]:
    """Each sentence once: what groups of one hour share is said of each of them."""
    said = set()
    for finding in found:
        if (finding.key, finding.text) not in said:
            said.add((finding.key, finding.text))
            yield finding
