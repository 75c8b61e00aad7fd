"""What the groups of a barrette are made from: its moments, what may be done there, the people and their needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain import ApprenticeId, ClassId, Guidance, Module, ModuleId, RoomId, TrainerId


@dataclass(frozen=True, slots=True)
class Occasion:
    """One dated moment of a barrette or open period, with what is there: people, free adults, free rooms."""

    key: str
    day: date
    start: int
    end: int
    minutes: int
    learners: tuple[ApprenticeId, ...]
    trainers: frozenset[TrainerId]
    rooms: tuple[RoomId, ...]
    capacity: Mapping[TrainerId, int] = field(default_factory=dict)
    """Minutes each may still give in that week; missing: no limit."""
    today: Mapping[TrainerId, int] = field(default_factory=dict)
    """Minutes each may still give that day; missing: no limit."""


@dataclass(frozen=True, slots=True)
class GroupActivity:
    """A module as it may run here, for one audience (a class or a year) where it does not mix them.

    ``leaders`` and ``rooms`` by number of the occasion; an activity that is not led works in a watched place. One that
    stands already has its trainer and room: it is no more than the places left in it.
    """

    module: Module
    audience: str = ""
    min_size: int = 1
    max_size: int = 12
    leaders: tuple[frozenset[TrainerId], ...] = ()
    rooms: tuple[tuple[RoomId, ...], ...] = ()
    fill: tuple[int, ...] = ()
    """By occasion: people beside the members who could come to make the smallest size; empty: nobody."""
    left: Mapping[int, int] | None = None
    """By occasion at which it stands: how many more may come on the spot; None for what does not stand."""

    @property
    def led(self) -> bool:
        """Whether each of its groups needs a trainer and a room of its own."""
        return self.module.guidance == Guidance.LED


@dataclass(frozen=True, slots=True)
class Want:
    """Minutes still owed to a member, by which activities and at which occasions they may be given."""

    need_id: str
    minutes: int
    priority: int
    pays: frozenset[int]
    at: frozenset[int]
    level: int = 0
    personal: bool = False
    """May be met on the person's own days too, so it waits until other needs are served."""


@dataclass(frozen=True, slots=True)
class Met:
    """Whom and where a person meets for a module in a period."""

    trainers: frozenset[TrainerId] = frozenset()
    rooms: frozenset[RoomId] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the barrette. ``at``: occasions they are at; ``may``: activities they may do."""

    id: ApprenticeId
    class_id: ClassId
    year: int
    at: frozenset[int]
    may: frozenset[int]
    wants: tuple[Want, ...] = ()
    strands: Mapping[str, int] = field(default_factory=dict)
    """Minutes of each strand that the programme still expects."""
    unmet: frozenset[str] = frozenset()
    """Strands of the programme of which they have had nothing yet."""
    strands_now: bool = True
    """Whether an hour of those comes before hours owed: later hours may not give it, they are too few or owed too."""
    strands_wait: bool = False
    """Whether they are not even offered here: hours are owed at a barrette, and open periods follow."""
    promises: tuple[frozenset[int], ...] = ()
    """Sets of occasions in one of which support is promised."""
    promise_hard: bool = False
    """Whether the promise comes before every hour owed."""
    remote: bool = False
    minor: bool = False
    fresh: bool = True
    """Nothing owed has been planned yet."""
    previous: frozenset[ModuleId] = frozenset()
    """Modules of the earlier period."""
    known: Mapping[ModuleId, Met] = field(default_factory=dict)
    """Who leads a module for them in the period already, elsewhere, and where."""
    forced: Mapping[int, ModuleId] = field(default_factory=dict)
    """The module that a lock asks for, by occasion."""
    may_leave: bool = False
    """An adult who is free when not called (open periods of a centre that says so)."""
    rooms: frozenset[RoomId] | None = None
    """The only rooms that suit an arrangement; None: any."""
    never: frozenset[tuple[int, int]] = frozenset()
    """(activity, occasion) closed to the person then, such as the module that was not chosen."""
    pays_only: frozenset[tuple[int, int]] = frozenset()
    """(activity, occasion) that are for the person only while they pay hours owed; else they fill up a group."""
