"""What courses ask of trainers, of rooms and of the time of each class, half-day by half-day."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from datetime import date

from planner.check.precheck.classes import day_limit_of, week_limit_of
from planner.check.precheck.flows.openings import Openings, day_of, half_of, own_lengths
from planner.check.precheck.flows.transport import Ask, HalfNumber, Halves, Stock
from planner.courses.half_days import most_minutes
from planner.courses.teams import rests_of, teams_of
from planner.domain import (
    AM,
    PM,
    Barrette,
    ClassId,
    Course,
    CourseId,
    OpenPeriod,
    Problem,
    Stream,
    Trainer,
    TrainerId,
    monday,
    streams,
)
from planner.domain.time import DAY_END

AsksAndStock = tuple[list[Ask], Stock]
Only = frozenset[CourseId] | None
"""Courses to which a demand is limited; None: all of them."""
LETTERS = "ABCDEFGH"


def _some(problem: Problem, only: Only) -> Iterator[Course]:
    return (course for course in problem.courses.values() if only is None or course.id in only)


def parts_of(course: Course) -> tuple[str, ...]:
    """Letters of the parts that a course is given to; one empty text: the whole class."""
    return tuple(LETTERS[: course.parts]) if course.parts > 1 else ("",)


def course_asked(ask: Ask) -> CourseId:
    """The course that an ask is of; empty where it is of a barrette or an open period."""
    return CourseId(ask.name.partition("|")[0])


def week_of(half: HalfNumber) -> int:
    """The number of the week of a half-day: ordinals of days begin on a Monday."""
    return (half // 2 - 1) // 7


def month_of(half: HalfNumber) -> date:
    """First day of the month of a half-day."""
    return day_of(half).replace(day=1)


def asked_of(openings: Openings, course: Course, part: str, name: str, who: tuple[str, ...]) -> Ask:
    """Minutes of a course and part, no more than it could have by itself: what is more is told elsewhere."""
    minutes = sum(length for _week, length in openings.case.wanted(course, part))
    halves, per_day = openings.of_course(course, part), openings.longest_day(course)
    ask = Ask(name, minutes, halves, per_day, who, own_lengths(course))
    return ask if minutes <= ask.alone else Ask(name, ask.alone, halves, per_day, who, ask.lengths)


def asked_of_trainers(openings: Openings, monthly: bool = False, only: Only = None) -> AsksAndStock:
    """Hours that trainers have to give; ``monthly``: against their months in place of their weeks."""
    problem, asks = openings.problem, list[Ask]()
    for course in _some(problem, only):
        choices = [frozenset(team) for team in (*teams_of(problem, course), *rests_of(problem, course))]
        if not choices or not all(choices):
            continue
        fixed = frozenset.intersection(*choices)
        others = [choice - fixed for choice in choices]
        groups: list[tuple[TrainerId, ...]] = [(t,) for t in sorted(fixed)]
        groups += [tuple(sorted(frozenset().union(*others)))] if all(others) else []
        for part in parts_of(course):
            for who in groups:
                asks.append(asked_of(openings, course, part, f"{course.id}|{part}|{who[0]}", tuple(map(str, who))))
    asks = [ask for ask in asks if ask.minutes]
    names = {name for ask in asks for name in ask.who}
    people = [t for t in problem.trainers.values() if t.id in names]
    return asks, _trainer_stock(openings, people, monthly)


def _trainer_stock(openings: Openings, people: list[Trainer], monthly: bool) -> Stock:
    problem = openings.problem
    halves = {str(t.id): openings.trainer(t.id) for t in people}
    bound = "H6c" not in problem.rules_off
    taken, of_week, of_month = Counter[tuple[str, date]](), Counter[tuple[str, date]](), Counter[tuple[str, date]]()
    for who, day, minutes in _decided(problem):
        taken[who, day] += minutes
        of_week[who, monday(day)] += minutes
        of_month[who, day.replace(day=1)] += minutes
    days, spans = dict[str, Mapping[Hashable, int]](), dict[str, Mapping[Hashable, int]]()
    for t in people if bound else ():
        name, here = str(t.id), {half // 2 for half in halves[str(t.id)]}
        dates = {number: date.fromordinal(number) for number in here}
        days[name] = {number: max(0, t.max_day - taken[name, day]) for number, day in dates.items()}
        if monthly and t.max_month is not None:
            months = {day.replace(day=1) for day in dates.values()}
            spans[name] = {month: max(0, t.max_month - of_month[name, month]) for month in months}
        elif not monthly:
            weeks = {(number - 1) // 7: monday(day) for number, day in dates.items()}
            spans[name] = {n: _week(problem, t, week, of_week[name, week]) for n, week in weeks.items()}
    return Stock(halves, days, spans, month_of if monthly else week_of, frozenset(halves))


def _week(problem: Problem, trainer: Trainer, week: date, taken: int) -> int:
    """Minutes of a week, what is decided already taken off, free half-days kept."""
    left = max(0, trainer.max_week - taken)
    most = most_minutes(problem, trainer, week) if "H6e" not in problem.rules_off else None
    return left if most is None else min(left, most)


def _decided(problem: Problem) -> Iterator[tuple[str, date, int]]:
    """(trainer, day, minutes) of events and of sessions that stand."""
    for event in problem.events:
        yield from ((str(t), event.day, problem.event_minutes(event)) for t in event.trainer_ids)
    for one in problem.standing:
        yield from ((str(t), one.day, one.minutes) for t in one.trainer_ids)


def asked_of_rooms(openings: Openings, only: Only = None) -> AsksAndStock:
    """Hours that courses have to be in rooms of their type."""
    problem, asks = openings.problem, list[Ask]()
    for course in _some(problem, only):
        rooms = openings.rooms_of(course)
        if rooms and not _all_remote(problem, course):
            who = tuple(str(room.id) for room in rooms)
            asks += [asked_of(openings, course, part, f"{course.id}|{part}", who) for part in parts_of(course)]
    asks = [ask for ask in asks if ask.minutes]
    named = {name for ask in asks for name in ask.who}
    used = [room for room in problem.rooms.values() if room.id in named]
    halves = {str(room.id): openings.room(room) for room in used}
    return asks, Stock(halves, whole=frozenset(str(room.id) for room in used if room.shared <= 1))


def _all_remote(problem: Problem, course: Course) -> bool:
    """Whether everybody of some class of a course learns at a distance, so that it may need no room."""
    return not problem.once(_far_classes).isdisjoint(course.class_ids)


def _far_classes(problem: Problem) -> frozenset[ClassId]:
    """Classes of which nobody comes to the centre every day."""
    homes = [(m.class_id, p.remote or p.blended) for p in problem.learners.values() for m in p.memberships]
    return frozenset(c for c, _far in homes) - frozenset(c for c, far in homes if not far)


def asked_of_classes(openings: Openings) -> Iterator[tuple[ClassId, Stream, AsksAndStock]]:
    """Hours of courses, barrettes and open periods against the half-days of each stream of a class."""
    problem = openings.problem
    for class_id in problem.classes:
        for stream in streams(problem, class_id):
            yield class_id, stream, asked_of_stream(openings, class_id, stream)


def asked_of_stream(openings: Openings, class_id: ClassId, stream: Stream) -> AsksAndStock:
    """The same of one stream of a class."""
    problem, asks = openings.problem, list[Ask]()
    name = str(class_id)
    for course in problem.courses.values():
        if class_id not in course.class_ids or course.id in stream.without:
            continue
        if course.parts == 1 or stream.part in LETTERS[: course.parts]:
            part = stream.part if course.parts > 1 else ""
            asks.append(asked_of(openings, course, part, f"{course.id}|{part}", (name,)))
    asks += _shared_times(openings, class_id)
    halves = openings.of_class(class_id, stream.part, support=True)
    numbers = {half // 2 for half in halves}
    days: dict[Hashable, int] = {n: day_limit_of(problem, class_id, stream.part, date.fromordinal(n)) for n in numbers}
    mondays = {(n - 1) // 7: monday(date.fromordinal(n)) for n in numbers}
    weeks: dict[Hashable, int] = {n: week_limit_of(problem, class_id, stream.part, week) for n, week in mondays.items()}
    return [a for a in asks if a.minutes], Stock(
        {name: halves}, {name: days}, {name: weeks}, week_of, frozenset({name})
    )


def _shared_times(openings: Openings, class_id: ClassId) -> Iterator[Ask]:
    """Barrettes and open periods of each week of a class, on days that hold one; those of a stay are left aside."""
    problem = openings.problem
    things: list[Barrette | OpenPeriod] = [*problem.barrettes.values(), *problem.open_periods]
    for thing in things:
        if class_id not in thing.class_ids:
            continue
        days = [d for d in problem.days if all(problem.support_presence(c, d) for c in thing.class_ids)]
        there = [openings.of_class(c, support=True) for c in thing.class_ids]
        weeks: dict[date, list[date]] = {}
        for day in days:
            weeks.setdefault(monday(day), []).append(day)
        for week, some in weeks.items() if thing.per_week else ():
            halves = _long_enough(there, some, thing.minutes)
            number = min(thing.per_week, len({half // 2 for half in halves}))
            yield Ask(f"|{thing.id}|{week}", thing.minutes * number, halves, DAY_END, (str(class_id),))


def _long_enough(there: list[Halves], days: list[date], minutes: int) -> Halves:
    """Minutes of half-days in which all are there for so many minutes at least."""
    halves = (half_of(day, mask) for day in days for mask in (AM, PM))
    most = {half: min(one.get(half, 0) for one in there) for half in halves}
    return {half: held for half, held in most.items() if held >= minutes}
