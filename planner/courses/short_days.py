"""Days too short to be worth coming, read from a finished timetable, for trainers with a minimum and for classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain import ClassId, Kind, Problem, Session, SessionId, Stream, Timetable, TrainerId, streams
from planner.domain.kinds import WITH_CLASS
from planner.words import say_day, say_minutes, stream_name


@dataclass(frozen=True, slots=True)
class ShortDay:
    """A day of ``minutes`` where ``least`` are asked; ``hard``: whether the workbook makes it a rule.

    ``usual``: of a class that states no minimum, for which the least presence of everybody counts.
    """

    name: str
    day: date
    minutes: int
    least: int
    hard: bool
    sessions: tuple[SessionId, ...]
    usual: bool = False
    trainer_id: TrainerId | None = None
    class_id: ClassId | None = None

    @property
    def class_ids(self) -> tuple[ClassId, ...]:
        """The class whose day it is; none of a trainer's."""
        return (self.class_id,) if self.class_id else ()

    @property
    def trainer_ids(self) -> tuple[TrainerId, ...]:
        """The trainer whose day it is; none of a class's."""
        return (self.trainer_id,) if self.trainer_id else ()

    @property
    def text(self) -> str:
        """The day in a sentence."""
        return (
            f"{self.name} a {say_minutes(self.minutes)} pour {say_minutes(self.least)} au moins : {say_day(self.day)}."
        )


def short_days(problem: Problem, timetable: Timetable) -> Iterator[ShortDay]:
    """Every short day of trainers, then of classes (stream by stream).

    What the workbook fixes is nobody's choice, nor is a day on which it puts courses off.
    """
    for trainer in problem.trainers.values():
        days: dict[date, list[Session]] = {}
        for session in timetable.by_trainer.get(trainer.id, ()) if trainer.min_day else ():
            if session.kind != Kind.VISIT and session.modality != "remote_async":
                days.setdefault(session.day, []).append(session)
        for day, held in days.items():
            if (minutes := _minutes(held)) < trainer.min_day and _chosen(problem, held):
                ids = tuple(s.id for s in held)
                least, hard = trainer.min_day, trainer.min_day_hard
                yield ShortDay(trainer.name, day, minutes, least, hard, ids, trainer_id=trainer.id)
    for group in problem.classes.values():
        least = group.min_day or problem.settings.least_presence
        for stream in streams(problem, group.id) if least else ():
            name = stream_name(problem, group.id, stream)
            for day, held in sorted(_class_days(problem, timetable, group.id, stream).items()):
                if _put_off(problem, group.id, day, stream.part):
                    continue
                if (minutes := _minutes(held)) < least and _chosen(problem, held):
                    ids = tuple(s.id for s in held)
                    usual, hard = not group.min_day, group.min_day_hard
                    yield ShortDay(name, day, minutes, least, hard, ids, usual=usual, class_id=group.id)


def _chosen(problem: Problem, sessions: list[Session]) -> bool:
    """Whether the program chose something of a day: neither a fixed event nor a session that stands already."""
    return any(s.kind != Kind.FIXED and s.id not in problem.stands for s in sessions)


def _put_off(problem: Problem, class_id: ClassId, day: date, part: str) -> bool:
    """Whether the workbook puts off the courses of a class at some hour of a day, which makes the day short."""
    return any(not pause.event_id for pause in problem.paused(class_id, day, part))


def _minutes(sessions: list[Session]) -> int:
    """Teaching minutes of a day, what runs at the same time counted once."""
    total = until = 0
    for session in sorted(sessions, key=lambda s: (s.start, -s.end)):
        if session.start >= until:
            total, until = total + session.minutes, session.end
    return total


def _class_days(problem: Problem, timetable: Timetable, class_id: ClassId, stream: Stream) -> dict[date, list[Session]]:
    named = {(e.label, e.day, e.start) for e in problem.events if e.apprentice_ids}
    found: dict[date, list[Session]] = {}
    for session in timetable.sessions:
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        own = class_id in (barrette.class_ids if barrette else session.class_ids)
        own = own and session.part in ("", stream.part) and session.course_id not in stream.without
        if not own or session.kind not in WITH_CLASS or session.modality == "remote_async":
            continue
        if session.kind != Kind.FIXED or (session.label, session.day, session.start) not in named:
            found.setdefault(session.day, []).append(session)
    return found
