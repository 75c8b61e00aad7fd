"""Cures about people: another half-day of a trainer, another trainer, more hours, a day more of a class."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from planner.courses.teams import teams_of
from planner.domain import AM, DAY_END, PM, Absence, ClassId, CourseId, Problem, TrainerId, key
from planner.explain.cure import Cure, ProblemChange
from planner.explain.facts import Fact, absences_of, halves_away, say_halves, with_absences_of
from planner.explain.facts_people import with_class_day, with_days_open
from planner.explain.question import Question
from planner.words import class_name, course_name, say_all, say_day, say_minutes, trainer_name

MOST_PAIRS = 8
"""Pairs of half-days that are proposed, where one alone does not do."""
HOURS_MORE = (1, 2, 3, 4, 6, 8, 12, 20)
"""Hours above a limit that are proposed, the fewest first."""
LAWFUL = {"max_week": 48 * 60, "max_day": 10 * 60}
"""Minutes that nobody works more than: no cure asks for it."""
HALVES = {AM: "matin", PM: "après-midi"}


def half_days_more(question: Question, fact: Fact) -> Iterator[Cure]:
    """Half-days of every week on which a trainer would come beside those of today, one or two; else no such absence."""
    problem, name = question.problem, str(fact.about["trainer"])
    shown = trainer_name(problem, TrainerId(name))
    gone = [a for a in absences_of(problem, "trainer", name) if a in _absences(fact)]
    weekly = [a for a in gone if a.first is None and a.last is None and a.parity is None]
    bells = next(iter(problem.bells.values()))
    here = {d.weekday() for course in question.courses for c in course.class_ids for d in _present(question, c)}
    away = [
        (weekday, half)
        for weekday in sorted(here)
        for half in (AM, PM)
        if halves_away(bells, weekday, [a for a in weekly if a.weekday in (None, weekday)]) & half
    ]
    for chosen in _choices(away):
        halves: dict[int, int] = {}
        for weekday, half in chosen:
            halves[weekday] = halves.get(weekday, 0) | half
        text = f"faire venir {shown} {say_halves(halves)} aussi"
        yield Cure("half-day", text, _coming(name, halves), len(chosen), fact.cells)
    left = {id(a) for a in gone}

    def none(found: Problem) -> Problem:
        now = tuple(a for a in absences_of(found, "trainer", name) if id(a) not in left)
        return with_absences_of(found, "trainer", name, now)

    if len(weekly) < len(gone):
        yield Cure("half-day", f"déplacer ou retirer cette absence de {shown}", none, 3.0, fact.cells)


def _choices(away: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Some of the half-days on which somebody is away, few first: one, two of one day, two, whole days, all."""
    yield from ((one,) for one in away)
    days = {weekday: tuple(one for one in away if one[0] == weekday) for weekday, _half in away}
    whole = [halves for halves in days.values() if len(halves) > 1]
    yield from whole
    mixed = ((a, b) for a, b in itertools.combinations(away, 2) if a[0] != b[0])
    yield from itertools.islice(mixed, MOST_PAIRS)
    yield from (sum(whole[:number], ()) for number in range(2, len(whole) + 1))
    yield tuple(away)


def _absences(fact: Fact) -> Sequence[Absence]:
    found = fact.about["absences"]
    assert isinstance(found, tuple)
    return found


def _present(question: Question, class_id: ClassId) -> Iterator[date]:
    for day in question.problem.days:
        inside = any(0 <= (day - week).days < 7 for week in question.weeks)
        if inside and question.problem.class_presence(class_id, day):
            yield day


def _coming(name: str, halves: Mapping[int, int]) -> ProblemChange:
    """A trainer who comes on some half-days of every week."""

    def change(problem: Problem) -> Problem:
        bells = next(iter(problem.bells.values()))
        now: list[Absence] = []
        for absence in absences_of(problem, "trainer", name):
            if not absence.hard or absence.first is not None or absence.last is not None:
                now.append(absence)
                continue
            for weekday in range(7) if absence.weekday is None else (absence.weekday,):
                noon = bells.noon(weekday)
                mask = halves.get(weekday, 0)
                spans = [(0, noon, AM), (noon, DAY_END, PM)]
                for low, high, half in spans:
                    start, end = max(absence.start, low), min(absence.end, high)
                    if start < end and not mask & half:
                        now.append(replace(absence, weekday=weekday, start=start, end=end))
        return with_absences_of(problem, "trainer", name, tuple(now))

    return change


def other_trainers(question: Question, fact: Fact) -> Iterator[Cure]:
    """Another trainer with the skill for a course; then one who would have to be given it."""
    problem, course = question.problem, question.problem.courses[CourseId(str(fact.about["course"]))]
    known, name = set(teams_of(problem, course)), course_name(problem, course.id)
    able = [t for t in problem.trainers.values() if t.teaches and (t.id,) not in known]
    skilled = [t for t in able if problem.skilled(t, course.subject)]
    if course.teams and not course.unled:
        for trainer in skilled:
            text = f"confier {name} aussi à {trainer.name}, qui en a la compétence"
            yield Cure("other trainer", text, _with_team(course.id, trainer.id), 1.0, fact.cells)
    busy = {t for other in question.courses for team in other.teams for t in team}
    for trainer in sorted((t for t in able if t not in skilled), key=lambda t: t.id in busy)[:6]:

        def change(found: Problem, who: TrainerId = trainer.id) -> Problem:
            now = replace(found.trainers[who], skills=found.trainers[who].skills | {key(course.subject)})
            after = replace(found, trainers={**found.trainers, who: now})
            return _with_team(course.id, who)(after) if course.teams else after

        text = f"confier {name} aussi à {trainer.name}, avec la compétence qu’il lui faut"
        yield Cure("skill", text, change, 1.0, fact.cells)


def _with_team(course_id: CourseId, trainer_id: TrainerId) -> ProblemChange:
    def change(problem: Problem) -> Problem:
        course = problem.courses[course_id]
        return replace(
            problem, courses={**problem.courses, course_id: replace(course, teams=(*course.teams, (trainer_id,)))}
        )

    return change


def trainer_hours(question: Question, fact: Fact) -> Iterator[Cure]:
    """A limit of a trainer raised by as little as does, or given up."""
    name, what = TrainerId(str(fact.about["trainer"])), str(fact.about["limit"])
    trainer = question.problem.trainers[name]
    words = {"max_week": "par semaine", "max_day": "par jour"}
    for more in HOURS_MORE if what in words else ():
        most = getattr(trainer, what) + 60 * more
        if most > LAWFUL[what]:
            break
        text = f"permettre {say_minutes(most)} {words[what]} à {trainer.name}"
        yield Cure("trainer's hours", text, _limit(name, what, most), more, fact.cells)
    for fewer in range(trainer.free_half_days - 1, -1, -1) if what == "free_half_days" else ():
        text = f"laisser {fewer or 'aucune'} demi-journée libre à {trainer.name}"
        yield Cure("half-day", text, _limit(name, what, fewer), trainer.free_half_days - fewer, fact.cells)
    if what == "min_day_hard":
        yield Cure(
            "trainer's hours",
            f"admettre des journées courtes pour {trainer.name}",
            _limit(name, what, False),
            1.0,
            fact.cells,
        )


def _limit(trainer_id: TrainerId, what: str, value: object) -> ProblemChange:
    def change(problem: Problem) -> Problem:
        fields: dict[str, Any] = {what: value}
        now = replace(problem.trainers[trainer_id], **fields)
        return replace(problem, trainers={**problem.trainers, trainer_id: now})

    return change


def class_days(question: Question, fact: Fact) -> Iterator[Cure]:
    """A class at the centre on one or two days more."""
    class_id = ClassId(str(fact.about["class"]))
    missing = fact.about["days"]
    assert isinstance(missing, tuple)
    name = class_name(question.problem, class_id)
    for number in (1, 2):
        for days in itertools.islice(itertools.combinations(missing, number), MOST_PAIRS):

            def change(found: Problem, days: tuple[date, ...] = days) -> Problem:
                for day in days:
                    found = with_class_day(found, class_id, day, AM | PM)
                return found

            when = say_all(f"le {say_day(day)}" for day in days)
            yield Cure("class day", f"faire venir {name} {when}", change, number, fact.cells, counts=True)


def days_opened(question: Question, fact: Fact) -> Iterator[Cure]:
    """The centre open on a day on which it is closed."""
    del question
    days = fact.about["days"]
    assert isinstance(days, tuple)
    for number in range(1, len(days) + 1):
        some = days[:number]
        when = say_all(f"le {say_day(day)}" for day in some)
        yield Cure(
            "closure", f"ouvrir le centre {when}", partial(with_days_open, days=some), number, fact.cells, counts=True
        )
