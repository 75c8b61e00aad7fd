"""Those whose week *Limites* bounds: trainers, classes part by part, rooms; their bells, and when they may begin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.ids import ClassId, CourseId, RoomId, SiteId, TrainerId
from planner.domain.limits import WeekLimit
from planner.domain.problem import Problem
from planner.domain.streams import streams
from planner.domain.time import Absence, Bells, Slot, away, monday


@dataclass(frozen=True, slots=True)
class WeekOwner:
    """A trainer, a room, or a class and one of its streams (`planner.domain.streams`)."""

    trainer_id: TrainerId | None = None
    class_id: ClassId | None = None
    part: str = ""
    without: frozenset[CourseId] = frozenset()
    room_id: RoomId | None = None


def week_owners(problem: Problem, limit: WeekLimit) -> Iterator[WeekOwner]:
    """Everyone of a limit."""
    yield from (WeekOwner(trainer_id=t) for t in limit.trainer_ids)
    for class_id in limit.class_ids:
        yield from (WeekOwner(class_id=class_id, part=s.part, without=s.without) for s in streams(problem, class_id))
    yield from (WeekOwner(room_id=r) for r in limit.room_ids)


def bells_of_owner(problem: Problem, owner: WeekOwner) -> Bells:
    """Bells of the class, of the room's site, or of the trainer's first one."""
    if owner.class_id is not None:
        return problem.bells_of(owner.class_id)
    if owner.room_id is not None:
        return problem.bells_at(problem.rooms[owner.room_id].site_id if owner.room_id in problem.rooms else SiteId(""))
    trainer = problem.trainers.get(owner.trainer_id) if owner.trainer_id else None
    return problem.bells_at(trainer.sites[0] if trainer and trainer.sites else "")


def days_to_come(problem: Problem, owner: WeekOwner, day: date) -> tuple[date, ...]:
    """Days of a week, that of ``day``, on which they may have something: those with a slot at which they may begin."""
    first = monday(day)
    return tuple(d for n in range(7) for d in [first + timedelta(days=n)] if first_starts(problem, owner, d))


def waiting_bells(problem: Problem, owner: WeekOwner) -> Bells:
    """The slots in which they may wait between two sessions: not those at which they are away every week."""
    known = problem.once(_waiting_bells)
    if owner not in known:
        bells = bells_of_owner(problem, owner)
        if owner.class_id is not None:
            group = problem.classes[owner.class_id]
            rows: tuple[Absence, ...] = (*group.absences_of(owner.part), *group.off_hours)
        else:
            rows = _absences(problem, owner)
        often = [a for a in rows if a.hard and a.first is None and a.last is None and a.parity is None]
        known[owner] = _without(bells, often) if often else bells
    return known[owner]


def _absences(problem: Problem, owner: WeekOwner) -> tuple[Absence, ...]:
    """When a trainer is away, or a room is not to be had."""
    if owner.room_id is not None:
        return problem.rooms[owner.room_id].absences if owner.room_id in problem.rooms else ()
    trainer = problem.trainers.get(owner.trainer_id) if owner.trainer_id else None
    return trainer.absences if trainer else ()


def _waiting_bells(problem: Problem) -> dict[WeekOwner, Bells]:
    """Those that were asked for so far."""
    del problem
    return {}


def _without(bells: Bells, absences: list[Absence]) -> Bells:
    """Bells without the slots that some absences of every week touch."""

    def free(weekday: int, slot: Slot) -> bool:
        here = (a for a in absences if a.weekday in (None, weekday))
        return not any(slot.start < a.end and a.start < slot.end for a in here)

    days = tuple(tuple(s for s in slots if free(weekday, s)) for weekday, slots in enumerate(bells.days))
    return Bells(bells.id, days)


def first_starts(problem: Problem, owner: WeekOwner, day: date) -> tuple[int, ...]:
    """Starts of the first two slots of a day at which they may be here: absences and hours of travel are no choice."""
    return tuple(slot.start for slot in slots_to_come(problem, owner, day)[:2])


def slots_to_come(problem: Problem, owner: WeekOwner, day: date) -> tuple[Slot, ...]:
    """Slots of a day at which they may be here, or be used."""
    slots = bells_of_owner(problem, owner).days[day.weekday()]
    if owner.class_id is not None:
        group = problem.classes[owner.class_id]
        mask = problem.class_presence(owner.class_id, day, owner.part)
        return tuple(
            s
            for s in slots
            if problem.in_halves(owner.class_id, day, s.start, s.end, mask)
            and not away(group.off_hours, day, s.start, s.end)
        )
    absences = _absences(problem, owner)
    bells, mask = bells_of_owner(problem, owner), problem.open_mask(day)
    here = (s for s in slots if not bells.half(day.weekday(), s.start, s.end) & ~mask)
    return tuple(s for s in here if not away(absences, day, s.start, s.end))
