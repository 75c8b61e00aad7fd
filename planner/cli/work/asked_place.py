"""The place that is asked for of a session, as it is typed: a day and an hour, a room, an adult."""

from dataclasses import dataclass

from planner.answer import USAGE, Refused
from planner.cli.work.moment import TypedMoment, read_moment
from planner.cli.work.typed import a_day, by_name, outside
from planner.domain import Problem, RoomId, Session, TrainerId, monday
from planner.folder.scene import AskedScene
from planner.why.places import PlaceHour


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """A place as it is asked for; None where the session keeps what it has."""

    hour: PlaceHour
    room: RoomId | None
    trainer: TrainerId | None

    def is_own(self, session: Session) -> bool:
        """Whether the session is there already."""
        same = self.room in (None, session.room_id) and (self.trainer is None or self.trainer in session.trainer_ids)
        return same and self.hour == (session.day, session.start, session.end)


def asked_place(
    scene: AskedScene, session: Session, moment: tuple[str, str, str], room: str, trainer: str
) -> AskedPlace:
    """What ``--at``, ``--date`` and ``--start`` (``moment``), ``--room`` and ``--trainer`` say; empty: not said.

    Raises Refused for what is no moment, none of the timetable, and for unknown names.
    """
    problem = scene.problem
    said = _moment(problem, *moment)
    day = said.date_in(session.day) or session.day
    if not problem.first <= day <= problem.last:
        raise Refused(USAGE, outside(problem, day))
    start = session.start if said.start is None else said.start
    rooms = {str(r.id): r.name for r in problem.rooms.values()}
    names = {str(t.id): t.name for t in problem.trainers.values()}
    asked_room = by_name(room, rooms, "La salle", "Donnez son nom ou son code, feuille « Salles ».") if room else None
    adult = "Donnez son nom ou son code, feuille « Formateurs »."
    who = by_name(trainer, names, "Le formateur", adult) if trainer else None
    ends = {h[2] for h in scene.judge.hours(session, monday(day)) if h[:2] == (day, start)}
    end = min(ends, default=start + session.end - session.start)
    if (day, start) == (session.day, session.start):
        end = session.end
    return AskedPlace((day, start, end), RoomId(asked_room) if asked_room else None, TrainerId(who) if who else None)


def _moment(problem: Problem, at: str, day: str, start: str) -> TypedMoment:
    """Day and start, from ``--at`` or from ``--date`` and ``--start``."""
    if at and (day or start):
        raise Refused(USAGE, "Donnez --at, ou --date et --start, mais pas les deux.")
    if at:
        found = read_moment(problem, at)
        if found is None:
            raise Refused(USAGE, f"--at : « {at} » n’est pas compris ; écrivez par exemple « mardi 10:00 ».")
        return found
    hour = read_moment(problem, start) if start else TypedMoment()
    if hour is None or hour.date_in(problem.first) is not None:
        raise Refused(USAGE, f"--start : « {start} » n’est pas une heure ; écrivez par exemple 10:00.")
    return TypedMoment(day=a_day(day, "--date") if day else None, start=hour.start)
