"""The week: what is to be placed (items), where each may go (options), and the model that chooses."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from planner.domain import (
    ApprenticeId,
    BarretteId,
    ClassId,
    CourseId,
    Kind,
    ModuleId,
    OpenPeriodId,
    PeriodId,
    RoomId,
    SessionId,
    SiteId,
    TrainerId,
    WeekOwner,
)
from planner.model.linear import LinearModel


class Option(NamedTuple):
    """One way to place an item: a day, a start and an end (minutes), and the trainers who take it."""

    day: date
    start: int
    end: int
    team: tuple[TrainerId, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One session to place in a given week. A whole occurrence of a barrette is one item: its groups are parallel.

    ``minutes``: teaching minutes. ``units``: numbers of the audience units of the week; two items that share a unit
    share people. ``rooms``: rooms any one of which it needs (empty: none needed); ``fixed_rooms``: rooms it takes for
    sure (a barrette). ``heads``: seats taken.
    """

    id: SessionId
    kind: Kind
    minutes: int
    class_ids: tuple[ClassId, ...] = ()
    part: str = ""
    learners: tuple[ApprenticeId, ...] = ()
    units: tuple[int, ...] = ()
    day_units: tuple[tuple[date, int], ...] = ()
    """Further units that hold on one day only (an individual path, a change of class)."""
    teams: tuple[tuple[TrainerId, ...], ...] = ((),)
    rooms: tuple[RoomId, ...] = ()
    fixed_rooms: tuple[RoomId, ...] = ()
    heads: int = 0
    site_id: SiteId = SiteId("")
    bells_ids: tuple[str, ...] = ()
    course_id: CourseId | None = None
    module_id: ModuleId | None = None
    barrette_id: BarretteId | None = None
    open_id: OpenPeriodId | None = None
    occurrence: int = 0
    rank: int = 0
    """Place of a barrette's or open period's occurrence in its week, from 0."""
    period_id: PeriodId | None = None
    meal: bool = False
    first: date | None = None
    last: date | None = None
    """Allowed days, inclusive; None: no limit of its own."""
    pinned: tuple[date, int] | None = None
    """The day and start it must have (lock, fixed event, barrette whose time is set)."""
    exact: tuple[int, int] | None = None
    """Start and end of a session that stands already, on the day of ``pinned``, whatever the bells."""
    cost_unplaced: int = 1
    staff: int = 0
    """Trainers still to be chosen out of ``pool`` (a barrette whose team is not composed yet)."""
    pool: frozenset[TrainerId] = frozenset()
    ordinal: int = 0
    """Number of a course session in the term, from 1, in the order of the weeks; 0: not known."""
    tie: str = ""
    """Items with the same tie take place at the same time (crossed parts)."""
    follows: SessionId = SessionId("")
    """Id of the item of the same week that must end before this one starts."""
    usual: tuple[tuple[int, int], ...] = ()
    """Usual (weekday, start) of the same session in other weeks: the habit to keep."""
    losses: tuple[tuple[int, int, int], ...] = ()
    """(weekday, start, price) of the hours that lose something of what its people are owed over the term."""
    leaders: tuple[tuple[TrainerId, int], ...] = ()
    """(adult, price) of those without whom something of it is lost, where they are busy at its hour."""
    adult_lacking: int = 0
    """Price of each trainer whom it lacks of ``staff``; 0: the usual one."""
    apart: bool = False
    """Whether no other occurrence of its barrette or open period may be on its day."""
    most_loss: int | None = None
    """The dearest of ``losses`` that it may take; None: any."""

    def units_on(self, day: date) -> tuple[int, ...]:
        """Numbers of the units that it calls on a day."""
        return (*self.units, *(unit for when, unit in self.day_units if when == day)) if self.day_units else self.units


Placed = tuple[Item, Option]
"""An item and where it is placed."""


class SpanBudget(NamedTuple):
    """Minutes that the days of somebody may span in a week in all, whatever lies inside: a hint for chains.

    What they have to place in the week, and the gaps that they are allowed: the sum of days, from the first start (or
    from ``origin``, where the day must begin there) to the last end, can be no longer. ``spans``: option → day, start
    and end in teaching minutes of the day.
    """

    limit: int
    spans: Mapping[int, tuple[date, int, int]]
    from_origin: bool = False
    least: int = 0
    """A day with anything counts for so many minutes at least; without anything too where ``every_day``."""
    every_day: bool = False


class FillBudget(NamedTuple):
    """What the days of somebody may lack together: no more than what is left of ``whole`` minutes. A hint for chains.

    A day with anything lacks what it is short of ``least``, or what its gaps have above ``gaps`` (None: any).
    ``spans``: option → day, start and end in teaching minutes of the day.
    """

    least: int
    whole: int
    spans: Mapping[int, tuple[date, int, int]]
    gaps: int | None = None
    first: int = 0
    """Length of the first slot, which a day lacks that does not begin at it; 0: days begin when they like."""


@dataclass
class WeekModel(LinearModel):
    """Which option each item of one week takes. Variable ``k`` is option ``k``; ``unplaced[i]`` is item ``i``'s.

    Built by the engine after the rules' ``domain`` predicates have removed the options that are never allowed.
    """

    items: tuple[Item, ...]
    options: tuple[tuple[int, Option], ...]
    """(index of the item, option), grouped by item."""
    weights: dict[str, int] = field(default_factory=dict)
    outside: Mapping[tuple[TrainerId, date], int] = field(default_factory=dict)
    """Minutes of adults on days of other weeks, for limits of a month or a year; empty where the plan of the term sees
    to these."""

    def __post_init__(self) -> None:
        LinearModel.__init__(self, self.weights)
        self.new_bools(len(self.options))
        self.unplaced = [int(v) for v in self.new_bools(len(self.items))]
        self._of: list[list[int]] = [[] for _ in self.items]
        for number, (item, _option) in enumerate(self.options):
            self._of[item].append(number)
        if any(item.exact for item in self.items):
            self.given = {k[0] for n, item in enumerate(self.items) if item.exact and len(k := self._of[n]) == 1}
        self._calling: dict[ClassId, list[int]] = {}
        self.sessions_of: dict[CourseId, list[int]] = {}
        """Numbers of the items that are sessions of a course, in order."""
        for number, one in enumerate(self.items):
            if one.course_id is not None and one.kind == Kind.COURSE:
                self.sessions_of.setdefault(one.course_id, []).append(number)
            for class_id in () if one.learners else one.class_ids:
                self._calling.setdefault(class_id, []).append(number)
        self.spans: list[SpanBudget] = []
        self.fills: list[FillBudget] = []
        self.paired: list[tuple[int, int]] = []
        """Items that begin together, whatever else: the chains move them as one."""
        self.owned: dict[WeekOwner, list[int]] = {}
        """Options that fill the time of trainers and classes; `limits` fills it."""
        self.days_of_owners: dict[WeekOwner, dict[date, list[int]]] = {}
        """The same by day, without those that are as they are; `limits` fills it."""
        self.named = frozenset(name for item in self.items for name in item.learners)
        self.attended: dict[Hashable, list[int]] = {}
        """Variables of the options that somebody attends, by who is alike; `audiences` fills it."""
        self.spared: Mapping[ApprenticeId, frozenset[int]] = {}
        """Variables of the options that call somebody who does not attend them; empty where nothing stands yet."""
        self.own_time: Mapping[ApprenticeId, int] = {}
        """Minutes of the week that somebody has beside the items, at a distance."""
        self.timed: frozenset[int] = frozenset()
        """Items that keep the hour they have, whichever their room and their adult."""
        self.excluded: dict[Hashable, dict[Any, Any]] = {}
        """Which places do not go together, by relation; `links` fills it."""
        self._places: dict[int, tuple[Option, ...]] = {}
        self._alike: dict[tuple[Option, ...], tuple[Option, ...]] = {}
        self._index = {item.id: number for number, item in enumerate(self.items)}
        for number in range(len(self.items)):
            self.exactly_one([*self._of[number], self.unplaced[number]])

    @cached_property
    def fixed_options(self) -> frozenset[int]:
        """Variables of the options of events and of what stands."""
        fixed = (n for n, item in enumerate(self.items) if item.kind == Kind.FIXED or item.exact is not None)
        return frozenset(k for n in fixed for k in self._of[n])

    def of(self, item: int) -> list[int]:
        """Variables of the options of an item."""
        return self._of[item]

    def places(self, item: int) -> tuple[Option, ...]:
        """Places of the options of an item, without their teams, in order; the very same value for items alike."""
        found = self._places.get(item)
        if found is None:
            whole = tuple(Option(*self.options[k][1][:3]) for k in self._of[item])
            found = self._places[item] = self._alike.setdefault(whole, whole)
        return found

    def near(
        self, class_ids: Iterable[ClassId], apprentice_id: ApprenticeId, followed: Collection[CourseId]
    ) -> list[int]:
        """Numbers of the items that name an apprentice, else that call some of these classes or give these courses."""
        found = {n for class_id in class_ids for n in self._calling.get(class_id, ())}
        if followed:
            found |= {n for n, item in enumerate(self.items) if item.course_id in followed and not item.learners}
        if apprentice_id in self.named:
            found |= {n for n, item in enumerate(self.items) if apprentice_id in item.learners}
        return sorted(found)

    def index(self, session_id: SessionId) -> int | None:
        """Number of an item by its id."""
        return self._index.get(session_id)

    def where(self, test: Callable[[Item, Option], bool]) -> list[int]:
        """Variables of the options that pass a test."""
        return [k for k, (i, option) in enumerate(self.options) if test(self.items[i], option)]

    def moments(
        self, users: Callable[[Item, Option], Iterable[Hashable]], among: Iterable[int] | None = None
    ) -> Iterator[tuple[Hashable, date, int, list[int]]]:
        """For each resource that ``users`` names, its maximal sets of options that share a moment.

        Yields (resource, day, minute, variables); every two overlapping options of a resource are in some set.
        ``among``: options that may use one, in order; None: all.
        """
        held: dict[tuple[Hashable, date], dict[tuple[int, int], list[int]]] = {}
        for k in range(len(self.options)) if among is None else among:
            i, option = self.options[k]
            day, start, end, _team = option
            for resource in users(self.items[i], option):
                spans = held.setdefault((resource, day), {})
                spans.setdefault((start, end), []).append(k)
        yield from _shared(held)

    def moments_of(
        self, users: Callable[[Item, tuple[TrainerId, ...]], Iterable[Hashable]], among: Iterable[int] | None = None
    ) -> Iterator[tuple[Hashable, date, int, list[int]]]:
        """The same as `moments` for resources that an item and a team use, wherever they are: faster.

        ``among``: numbers of the items that use any, in order; None: whichever.
        """
        held: dict[tuple[Hashable, date], dict[tuple[int, int], list[int]]] = {}
        of: tuple[int, tuple[TrainerId, ...]] | None = None
        mine: list[Hashable] = []
        for k in range(len(self.options)) if among is None else (k for n in among for k in self._of[n]):
            i, (day, start, end, team) = self.options[k]
            # Options of an item stand together, mostly of one team.
            if of != (i, team):
                of, mine = (i, team), list(users(self.items[i], team))
            for resource in mine:
                spans = held.get((resource, day))
                if spans is None:
                    spans = held[resource, day] = {}
                if (start, end) in spans:
                    spans[start, end].append(k)
                else:
                    spans[start, end] = [k]
        yield from _shared(held)

    def by_day(self, variables: Iterable[int]) -> Mapping[date, list[int]]:
        """Variables of options, by day."""
        found: dict[date, list[int]] = {}
        for k in variables:
            found.setdefault(self.options[k][1].day, []).append(k)
        return found


def _shared(
    held: Mapping[tuple[Hashable, date], Mapping[tuple[int, int], list[int]]],
) -> Iterator[tuple[Hashable, date, int, list[int]]]:
    """Maximal sets of options that share a moment: one at each start that no earlier set contains.

    ``held``: resource and day → span → its options, in order. An interval graph has no other maximal cliques.
    """
    for (resource, day), by_span in held.items():
        spans = sorted(by_span)
        starts = sorted({start for start, _end in spans})
        for number, minute in enumerate(starts):
            together = [span for span in spans if span[0] <= minute < span[1]]
            if number + 1 == len(starts) or min(end for _start, end in together) <= starts[number + 1]:
                yield resource, day, minute, [k for span in together for k in by_span[span]]
