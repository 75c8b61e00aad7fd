"""The smallest changes of the workbook that repair a shortage, each tried on the same flow before it is said."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from planner.check.precheck.flows.demands import course_asked, parts_of
from planner.check.precheck.flows.transport import Shortage
from planner.courses.standing import SessionsWanted
from planner.domain import (
    ALL_DAY,
    Absence,
    Course,
    CourseId,
    Problem,
    Room,
    RoomId,
    Trainer,
    TrainerId,
    monday,
)
from planner.words import DAY_NAMES, cell_of, class_name, count, course_name, say_day, say_minutes

OtherSessions = Mapping[tuple[CourseId, str], SessionsWanted]
"""Sessions that a change asks for in place of those of the workbook."""
Tried = Callable[[Problem, OtherSessions], bool]
"""Whether a shortage is repaired in a changed problem."""
Trial = tuple[str, Problem, OtherSessions]
LEAST_STEP = 30
"""Minutes by which a limit or a volume is changed."""
MOST_STEPS = 12
MOST_WAYS = 3
AS_ASKED: OtherSessions = {}


@dataclass
class Patience:
    """How many changes are still tried for one workbook; what is left untried is not said."""

    left: int = 250

    def spent(self) -> bool:
        """Take one trial; whether there was none left."""
        self.left -= 1
        return self.left < 0


@dataclass(frozen=True)
class Repairable:
    """A shortage in a problem: its courses, those who could give them, and how a change is tried."""

    problem: Problem
    found: Shortage
    wanted: Callable[[Course, str], SessionsWanted]
    repaired: Tried
    patience: Patience
    people: tuple[TrainerId, ...] = ()
    """Trainers on whose hours it lies."""
    rooms: tuple[Room, ...] = ()
    courses: tuple[Course, ...] = field(default=())

    def works(self, candidate: Trial) -> bool:
        """Whether a change was tried, and repairs it."""
        _said, problem, given = candidate
        return not self.patience.spent() and self.repaired(problem, given)

    def first(self, candidates: Iterator[Trial], most: int = 8) -> str:
        """The first of some changes that repairs it, in words; empty where none of the first does."""
        tried = (one for _number, one in zip(range(most), candidates, strict=False))
        return next((one[0] for one in tried if self.works(one)), "")


def changes_of(repair: Repairable) -> list[str]:
    """Two or three changes of different kinds that repair a shortage; fewer hours always do."""
    ways = [
        repair.first(_other_rooms(repair)) if repair.rooms else "",
        _higher_limit(repair),
        repair.first(_other_trainers(repair)) if repair.people else "",
        repair.first(_presence(repair)),
        repair.first(_more_days(repair)),
    ]
    said = [way for way in ways if way][: MOST_WAYS - 1]
    return [*said, _fewer_hours(repair)]


def _higher_limit(repair: Repairable) -> str:
    """The least higher maximum of one trainer."""
    columns = (("max_week", "max par semaine"), ("max_day", "max par jour"), ("max_month", "max par mois"))
    for trainer in (repair.problem.trainers[t] for t in repair.people[:3] if t in repair.problem.trainers):
        for name, column in columns:
            most = getattr(trainer, name)
            steps = -(-repair.found.missing // LEAST_STEP)
            if most is None or not repair.works(_with_limit(repair, trainer, name, most + steps * LEAST_STEP)):
                continue
            low, high = 0, steps
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (
                    (low, middle)
                    if repair.works(_with_limit(repair, trainer, name, most + middle * LEAST_STEP))
                    else (middle, high)
                )
            where = cell_of(repair.problem, "trainer", trainer.id)
            return (
                f"porter « {column} » de {trainer.name}{where} à {say_minutes(most + high * LEAST_STEP)}, au lieu de "
                f"{say_minutes(most)}"
            )
    return ""


def _with_limit(repair: Repairable, trainer: Trainer, name: str, minutes: int) -> Trial:
    changed: Trainer = replace(trainer, **{name: minutes})  # type: ignore[arg-type]
    return "", replace(repair.problem, trainers={**repair.problem.trainers, trainer.id: changed}), AS_ASKED


def _other_trainers(repair: Repairable) -> Iterator[Trial]:
    """Somebody else with the skill for one of the courses."""
    problem = repair.problem
    for course in repair.courses:
        teams = course.teams or tuple((t.id,) for t in problem.trainers.values() if problem.skilled(t, course.subject))
        for trainer in problem.trainers.values():
            if trainer.id in {t for team in teams for t in team} or not trainer.teaches:
                continue
            if problem.skilled(trainer, course.subject):
                changed = replace(course, teams=(*teams, (trainer.id,)))
                said = (
                    f"écrire « ou {trainer.name} » dans les formateurs de {course_name(problem, course.id)}"
                    f"{cell_of(problem, 'course', course.id)}"
                )
                yield said, replace(problem, courses={**problem.courses, course.id: changed}), AS_ASKED


def _presence(repair: Repairable) -> Iterator[Trial]:
    """One absence of a trainer the less."""
    problem = repair.problem
    named = dict.fromkeys((*repair.people, *(t for c in repair.courses for team in c.teams for t in team)))
    for trainer in (problem.trainers[t] for t in named if t in problem.trainers):
        for absence in dict.fromkeys(a for a in trainer.absences if a.hard and a.parity is None):
            said = _said_absence(trainer, absence)
            if said:
                rest = tuple(a for a in trainer.absences if a != absence)
                people = {**problem.trainers, trainer.id: replace(trainer, absences=rest)}
                yield f"{said}{cell_of(problem, 'trainer', trainer.id)}", replace(problem, trainers=people), AS_ASKED


def _said_absence(trainer: Trainer, absence: Absence) -> str:
    if absence.weekday is not None and absence.first is None and absence.last is None:
        part = (
            "" if absence.start == 0 and absence.end >= 24 * 60 else " matin" if absence.start == 0 else " après-midi"
        )
        return f"une présence de {trainer.name} aussi le {DAY_NAMES[absence.weekday]}{part}"
    if absence.weekday is None and absence.first is not None and absence.last is not None:
        first, last = say_day(absence.first), say_day(absence.last)
        return f"{trainer.name} présent du {first} au {last}" if first != last else f"{trainer.name} présent le {first}"
    return ""


def _more_days(repair: Repairable) -> Iterator[Trial]:
    """One more weekday at the centre for the class of one of the courses, in each of its weeks."""
    problem = repair.problem
    for class_id in dict.fromkeys(c.class_ids[0] for c in repair.courses if len(c.class_ids) == 1):
        group = problem.classes[class_id]
        weeks = {monday(day) for day, mask in group.calendar.items() if mask}
        used = {day.weekday() for day, mask in group.calendar.items() if mask}
        for weekday in (w for w in range(5) if w not in used and not group.part_calendars):
            more = {week + timedelta(days=weekday): ALL_DAY for week in weeks}
            classes = {**problem.classes, class_id: replace(group, calendar={**group.calendar, **more})}
            said = (
                f"{class_name(problem, class_id)} au CFA aussi le {DAY_NAMES[weekday]} (feuille Calendrier)"
                if len(weeks) > 1
                else f"{class_name(problem, class_id)} au CFA aussi le {say_day(min(more))} (feuille Calendrier)"
            )
            yield said, replace(problem, classes=classes), AS_ASKED


def _other_rooms(repair: Repairable) -> Iterator[Trial]:
    """One, two or three more rooms like the largest of those that are too few."""
    largest, rooms = max(repair.rooms, key=lambda room: room.seats), dict(repair.problem.rooms)
    for number in (1, 2, 3):
        twin = replace(largest, id=RoomId(f"{largest.id}+{number}"), absences=(), shared=1)
        rooms[twin.id] = twin
        said = f"{count(number, 'salle')} « {largest.type} » de plus dans la feuille Salles"
        yield said, replace(repair.problem, rooms=dict(rooms)), AS_ASKED


def _fewer_hours(repair: Repairable) -> str:
    """The fewest hours less of one course; of all connected where no single one is enough."""
    for course in repair.courses[:3]:
        if said := repair.first(_volumes(repair, course), MOST_STEPS):
            return said
    return f"demander en tout {say_minutes(repair.found.missing)} de moins pour ces cours"


def _volumes(repair: Repairable, course: Course) -> Iterator[Trial]:
    """Smaller and smaller volumes of a course."""
    step, volume = min(course.lengths, default=LEAST_STEP), course.volume
    typed = volume.weekly if volume.weekly is not None else volume.total
    for less in range(step, (typed or 0), step):
        given = {}
        for part in parts_of(course):
            wanted = repair.wanted(course, part)
            weeks = len({week for week, _minutes in wanted}) if volume.weekly is not None else 1
            given[course.id, part] = ((None, max(0, sum(m for _w, m in wanted) - weeks * less)),)
        unit = " par semaine" if volume.weekly is not None else ""
        said = (
            f"{say_minutes((typed or 0) - less)}{unit} de {course_name(repair.problem, course.id)}"
            f"{cell_of(repair.problem, 'course', course.id)}, au lieu de {say_minutes(typed or 0)}"
        )
        yield said, repair.problem, given


def courses_short(problem: Problem, found: Shortage) -> tuple[Course, ...]:
    """Courses of a shortage, the longest first."""
    minutes: dict[CourseId, int] = {}
    for ask in found.asks:
        minutes[course_asked(ask)] = max(ask.minutes, minutes.get(course_asked(ask), 0))
    ids = sorted((c for c in minutes if c in problem.courses), key=lambda c: -minutes[c])
    return tuple(problem.courses[c] for c in ids)
