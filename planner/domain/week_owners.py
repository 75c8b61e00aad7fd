"""Those whose week *Limites* bounds: trainers, and classes part by part; their bells, and when they may begin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.ids import ClassId, TrainerId
from planner.domain.limits import WeekLimit
from planner.domain.problem import Problem
from planner.domain.time import Bells, away


@dataclass(frozen=True, slots=True)
class WeekOwner:
    """A trainer, or a class and one of its parts (empty: it has none)."""

    trainer_id: TrainerId | None = None
    class_id: ClassId | None = None
    part: str = ""


def week_owners(problem: Problem, limit: WeekLimit) -> Iterator[WeekOwner]:
    """Everyone of a limit."""
    yield from (WeekOwner(trainer_id=t) for t in limit.trainer_ids)
    for class_id in limit.class_ids:
        yield from (WeekOwner(class_id=class_id, part=part) for part in problem.parts.get(class_id) or ("",))


def bells_of_owner(problem: Problem, owner: WeekOwner) -> Bells:
    """Bells of the class, or of the trainer's first site."""
    if owner.class_id is not None:
        return problem.bells_of(owner.class_id)
    trainer = problem.trainers.get(owner.trainer_id) if owner.trainer_id else None
    return problem.bells_at(trainer.sites[0] if trainer and trainer.sites else "")


def first_starts(problem: Problem, owner: WeekOwner, day: date) -> tuple[int, ...]:
    """Starts of the first two slots of a day at which they may be here: absences and hours of travel are no choice."""
    slots = bells_of_owner(problem, owner).days[day.weekday()]
    if owner.class_id is not None:
        group = problem.classes[owner.class_id]
        mask = problem.class_presence(owner.class_id, day, owner.part)
        free = [
            s.start
            for s in slots
            if problem.in_halves(owner.class_id, day, s.start, s.end, mask)
            and not away(group.off_hours, day, s.start, s.end)
        ]
    else:
        trainer = problem.trainers[owner.trainer_id or TrainerId("")]
        free = [s.start for s in slots if not away(trainer.absences, day, s.start, s.end)]
    return tuple(free[:2])
