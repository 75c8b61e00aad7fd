"""Pre-checks on hours that fit one by one and not together: of trainers, of rooms, of the half-days of a class."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from planner.check.precheck.alert import Alert, some
from planner.check.precheck.case import Case
from planner.check.precheck.classes import trimmed
from planner.check.precheck.flows.changes import OtherSessions, Patience, Repairable, changes_of, courses_short
from planner.check.precheck.flows.demands import (
    AsksAndStock,
    Only,
    asked_of_classes,
    asked_of_rooms,
    asked_of_stream,
    asked_of_trainers,
    course_asked,
    parts_of,
)
from planner.check.precheck.flows.openings import Openings
from planner.check.precheck.flows.transport import Ask, Shortage, connected, shortages
from planner.check.precheck.flows.wording import capital, sessions_said, when_said
from planner.domain import ClassId, Course, CourseId, Problem, Stream, TrainerId
from planner.words import course_name, say_minutes, stream_name

DemandOf = Callable[[Openings, Only], AsksAndStock]
"""What some courses ask of one kind of resource."""


@dataclass(frozen=True)
class _Finding:
    """A shortage of one kind: what is said of it, and of whom (``trainer:<id>``)."""

    kind: str
    found: Shortage
    asks: Sequence[Ask]
    demand: DemandOf
    text: str
    whose: tuple[str, ...]

    @property
    def courses(self) -> frozenset[CourseId]:
        """Courses of which not all hours have a place."""
        return frozenset(course_asked(ask) for ask in self.found.asks)


def joint_hours(case: Case, told: frozenset[ClassId]) -> Iterator[Alert]:
    """Classes, trainers and rooms whose courses fit one by one, and not together.

    ``told``: classes that are said to be asked for too much already.
    """
    openings, patience = Openings(trimmed(case)), Patience()
    groups: dict[frozenset[CourseId], list[_Finding]] = {}
    for one in (*_classes(openings, told), *_trainers(openings), *_rooms(openings)):
        groups.setdefault(one.courses, []).append(one)
    for rows in groups.values():
        most = max(rows, key=lambda one: one.found.missing)
        # A class that cannot be in two places explains the rest: its trainers and rooms are asked for no more.
        for one in (most,) if most.kind == "class_days" else [one for one in rows if one.kind != "class_days"]:
            yield _alert(openings, one, rows, patience)


def _classes(openings: Openings, told: frozenset[ClassId]) -> Iterator[_Finding]:
    """Classes whose courses do not go in the half-days on which their trainers and rooms are there."""
    problem, seen = openings.problem, set(told)
    for class_id, stream, (asks, stock) in asked_of_classes(openings):
        for found in shortages(asks, stock) if class_id not in seen else ():
            seen.add(class_id)
            shared = sorted({_shared_name(problem, ask.name) for ask in found.asks} - {""})
            what = ", ".join(filter(None, (_named(problem, found), *shared)))
            text = (
                f"{stream_name(problem, class_id, stream)} : {say_minutes(found.asked)} à placer, possibles seulement "
                f"{when_said(found)}, quand leurs formateurs et leurs salles sont là, et {say_minutes(found.possible)} "
                f"de présence au plus ; il manque {say_minutes(found.missing)} : {what}."
            )
            demand = partial(_of_stream, class_id, stream)
            yield _Finding("class_days", found, asks, demand, text, (f"class:{class_id}",))


def _of_stream(class_id: ClassId, stream: Stream, openings: Openings, only: Only) -> AsksAndStock:
    """All that a stream of a class is asked for."""
    del only
    return asked_of_stream(openings, class_id, stream)


def _trainers(openings: Openings) -> Iterator[_Finding]:
    """Trainers who are asked for more hours than they can give in their days, weeks and months."""
    problem, seen = openings.problem, set[str]()
    for monthly in _spans(problem):
        asks, stock = asked_of_trainers(openings, monthly)
        for found in shortages([ask for ask in asks if seen.isdisjoint(ask.who)], stock):
            seen.update(found.who)
            people = [trainer for trainer in problem.trainers.values() if trainer.id in found.who]
            must, can = ("doit", "peut") if len(people) == 1 else ("doivent à eux seuls", "peuvent")
            text = (
                f"{capital(when_said(found))} : {some([p.name for p in people])} {must} assurer "
                f"{say_minutes(found.asked)} de cours et {can} en donner {say_minutes(found.possible)} au plus (jours "
                f"de ces classes, absences, événements, maximums par jour et par {'mois' if monthly else 'semaine'}) ; "
                f"il manque {say_minutes(found.missing)} : {_named(problem, found)}."
            )
            demand, whose = partial(_of_trainers, monthly), tuple(f"trainer:{p.id}" for p in people)
            yield _Finding("trainer_load", found, asks, demand, text, whose)


def _of_trainers(monthly: bool, openings: Openings, only: Only) -> AsksAndStock:
    """What some courses ask of trainers."""
    return asked_of_trainers(openings, monthly, only)


def _spans(problem: Problem) -> tuple[bool, ...]:
    """Against weeks, and against months where somebody has a maximum of a month."""
    return (False, True) if any(t.max_month is not None for t in problem.trainers.values()) else (False,)


def _rooms(openings: Openings) -> Iterator[_Finding]:
    """Rooms that are asked for more hours than they have on the days of the classes."""
    problem = openings.problem
    asks, stock = asked_of_rooms(openings)
    for found in shortages(asks, stock):
        rooms = [room for room in problem.rooms.values() if room.id in found.who]
        text = (
            f"{capital(when_said(found))} : {say_minutes(found.asked)} de cours demandent "
            f"{some([room.name for room in rooms])} ({some(sorted({room.type for room in rooms}))}), pour "
            f"{say_minutes(found.possible)} possibles au plus{sessions_said(found)} ; il manque "
            f"{say_minutes(found.missing)} : {_named(problem, found)}."
        )
        yield _Finding("room_load", found, asks, asked_of_rooms, text, tuple(f"room:{room.id}" for room in rooms))


def _shared_name(problem: Problem, name: str) -> str:
    """The name of a barrette or an open period that an ask is of; empty for a course."""
    course, _mark, rest = name.partition("|")
    things = {str(b.id): b.name for b in problem.barrettes.values()}
    things |= {str(period.id): period.name for period in problem.open_periods}
    return "" if course else things.get(rest.partition("|")[0], "")


def _named(problem: Problem, found: Shortage) -> str:
    """Courses of a shortage, the longest first."""
    return some([course_name(problem, course.id) for course in courses_short(problem, found)], 4)


def _alert(openings: Openings, one: _Finding, rows: Sequence[_Finding], patience: Patience) -> Alert:
    """The alert of a shortage, with the changes that were tried and repair it, and all that is said of its courses."""
    problem, found = openings.problem, one.found
    courses = courses_short(problem, found)
    people = tuple(TrainerId(name) for name in found.who if one.kind == "trainer_load")
    rooms = tuple(r for r in problem.rooms.values() if one.kind == "room_load" and r.id in found.who)
    tried = _trial(openings, one, {row.kind for row in rows}, courses)
    ways = changes_of(Repairable(problem, found, openings.case.wanted, tried, patience, people, rooms, courses))
    about = [
        *(name for row in ((one, *rows) if one.kind == "class_days" else (one,)) for name in row.whose),
        *(f"course:{course.id}" for course in courses),
    ]
    first, *others = dict.fromkeys(cell for name in about if (cell := problem.origins.get(name, ""))) or ("",)
    text = f"{one.text} Solution{', au choix' if ways[1:] else ''} : {' ; ou '.join(ways)}."
    return Alert(one.kind, text, first, blocking=True, cells=tuple(others), about=frozenset(about))


def _trial(
    openings: Openings, one: _Finding, kinds: set[str], courses: Sequence[Course]
) -> Callable[[Problem, OtherSessions], bool]:
    """Whether with a changed workbook some courses have all their hours, of some kinds, and miss no more of others.

    Of what hangs together with them, in sessions that stay the same but for those that the change says.
    """
    problem, mine = openings.problem, {course.id for course in courses}

    def missing(changed: Problem, instead: OtherSessions) -> Counter[str]:
        teams = [team for c in mine for team in changed.courses[c].teams]
        names = {*one.found.who, *(str(t) for team in teams for t in team)}
        groups = connected(one.asks)
        near = [ask for group in groups for ask in group if any(not names.isdisjoint(a.who) for a in group)]
        only = frozenset(course_asked(ask) for ask in near) & problem.courses.keys() | mine
        wanted = {
            (c, part): openings.case.wanted(problem.courses[c], part)
            for c in only
            for part in parts_of(problem.courses[c])
        }
        there = Openings(Case(changed, {**wanted, **instead}))
        found = Counter[str]()
        for kind, demand in _every(one, courses):
            found[kind] += _missing(demand, there, only, mine)
        return found

    before = missing(problem, {})

    def repaired(changed: Problem, instead: OtherSessions) -> bool:
        return all(
            number <= (0 if kind in kinds else before[kind]) for kind, number in missing(changed, instead).items()
        )

    return repaired


def _every(one: _Finding, courses: Sequence[Course]) -> Iterator[tuple[str, DemandOf]]:
    """Every kind of demand of some courses, that of the finding as it is."""
    yield one.kind, one.demand
    if one.kind != "trainer_load":
        yield "trainer_load", partial(_of_trainers, False)
    if one.kind != "room_load":
        yield "room_load", asked_of_rooms
    if one.kind != "class_days":
        for class_id in dict.fromkeys(c for course in courses for c in course.class_ids):
            yield "class_days", partial(_of_courses, class_id)


def _of_courses(class_id: ClassId, openings: Openings, only: Only) -> AsksAndStock:
    """What some courses ask of a class, whoever of it has them."""
    del only
    return asked_of_stream(openings, class_id, Stream())


def _missing(demand: DemandOf, openings: Openings, only: Only, mine: set[CourseId]) -> int:
    """Minutes that are missing of some courses."""
    found = shortages(*demand(openings, only))
    return sum(one.missing for one in found if not mine.isdisjoint(course_asked(ask) for ask in one.asks))
