"""`barrette why --trainer`, `--room` or `--class`: what fills a week, its free hours, and what could leave."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.answer import USAGE, Done, Refused
from planner.cli.work.typed import a_day, by_name, outside
from planner.domain import Bells, ClassId, Problem, RoomId, Session, Timetable, TrainerId, monday, sessions_beside
from planner.why.filled import FilledDay, MayLeave, filled_days, may_leave
from planner.why.places import Judge

Holder = Literal["trainer", "room", "class"]


@dataclass(frozen=True)
class FilledWeek(Done):
    """A week of a trainer, a room or a class: its days, and the sessions that could be elsewhere."""

    problem: Problem
    kind: Holder
    name: str
    week: date
    """Its Monday."""
    days: Sequence[FilledDay]
    leaving: Sequence[MayLeave]
    held: int
    """Sessions that a lock, the notice or the workbook holds."""
    most: int | None = None
    """Minutes of a week at most, of a trainer."""
    chosen: bool = False
    """Whether the week was asked for; else it is the fullest."""

    @property
    def minutes(self) -> int:
        """Teaching minutes of the week; what goes on side by side counts once for whoever leads it."""
        spans = {(s.day, s.start, s.end): s.minutes for day in self.days for s in day.sessions}
        return sum(spans.values())


def filled_week(
    judge: Judge,
    timetable: Timetable,
    asked: Mapping[Holder, str],
    typed_day: str,
    may_move: Callable[[Session], bool],
) -> FilledWeek:
    """What fills the week of the one that is named in ``asked``; raises Refused for none, or several."""
    named = [(kind, text) for kind, text in asked.items() if text]
    if len(named) != 1:
        raise Refused(
            USAGE,
            "Nommez une séance (--session pour savoir pourquoi elle est là, --places pour ses autres places), ou bien "
            "un formateur (--trainer), une salle (--room) ou une classe (--class).",
        )
    problem = judge.board.problem
    kind, name, sessions, bells = _held(problem, timetable, *named[0])
    week = monday(a_day(typed_day, "--date")) if typed_day else _fullest(sessions, problem.first)
    if typed_day and not problem.first <= a_day(typed_day) <= problem.last:
        raise Refused(USAGE, outside(problem, a_day(typed_day)))
    days = filled_days([s for s in sessions if monday(s.day) == week], week, bells)
    every = [s for day in days for s in day.sessions]
    free = [s for s in every if may_move(s)]
    movable = [FilledDay(d.day, tuple(s for s in d.sessions if s in free), d.holes) for d in days]
    leaving = may_leave(judge, movable, room=kind == "room")
    most = _most(problem, named[0]) if kind == "trainer" else None
    return FilledWeek(problem, kind, name, week, days, leaving, len(every) - len(free), most, bool(typed_day))


def _held(
    problem: Problem, timetable: Timetable, kind: Holder, text: str
) -> tuple[Holder, str, Sequence[Session], Bells]:
    """The name, the sessions and the bells of what is asked about."""
    if kind == "trainer":
        trainer = problem.trainers[_trainer(problem, text)]
        sites = trainer.sites or tuple(room.site_id for room in problem.rooms.values())
        return kind, trainer.name, timetable.by_trainer.get(trainer.id, ()), problem.bells_at(next(iter(sites), ""))
    if kind == "room":
        names = {str(r.id): r.name for r in problem.rooms.values()}
        room = problem.rooms[
            RoomId(by_name(text, names, "La salle", "Donnez son nom ou son code, feuille « Salles »."))
        ]
        return kind, room.name, sessions_beside(problem, timetable, room.id), problem.bells_at(room.site_id)
    names = {str(c.id): c.name for c in problem.classes.values()}
    group = problem.classes[
        ClassId(by_name(text, names, "La classe", "Donnez son nom ou son code, feuille « Classes »."))
    ]
    return kind, group.name, timetable.by_class.get(group.id, ()), problem.bells_of(group.id)


def _trainer(problem: Problem, text: str) -> TrainerId:
    names = {str(t.id): t.name for t in problem.trainers.values()}
    return TrainerId(by_name(text, names, "Le formateur", "Donnez son nom ou son code, feuille « Formateurs »."))


def _most(problem: Problem, named: tuple[Holder, str]) -> int:
    return problem.trainers[_trainer(problem, named[1])].max_week


def _fullest(sessions: Sequence[Session], first: date) -> date:
    """The week with most minutes; the first one of the timetable where there is no session."""
    minutes = Counter[date]()
    for session in sessions:
        minutes[monday(session.day)] += session.minutes
    return max(minutes, key=lambda week: (minutes[week], -week.toordinal()), default=monday(first))
