"""P11: each strand comes in each period near its share of the year's target.

Cost: for each class, period and strand, the hours between the share and what the learners of the class have on
average. The composition prices the same distance, as if its own barrette or open period gave the whole share.
"""

from collections.abc import Iterator

from planner.domain import (
    STRANDS,
    ApprenticeId,
    ClassGroup,
    ClassId,
    Period,
    PeriodId,
    Problem,
    Programme,
    Timetable,
    monday,
)
from planner.model.groups import GroupsModel
from planner.rule import Enforce, Finding, Rule
from planner.words import say_minutes

KEY = "P11"
NAMES = {
    "CONSOLIDATION": "consolidation des acquis",
    "PERSONAL": "accompagnement personnalisé",
    "GUIDANCE": "accompagnement à l'orientation",
}
YEAR_WEEKS = 13


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Average minutes of each strand for the people of a class, against the share of the period."""
    minutes, people = _attended(problem, timetable)
    for group in problem.classes.values():
        programme = problem.programmes.get(group.programme_id)
        if programme is None or not programme.three_strands:
            continue
        for period in problem.periods:
            heads = len(people.get((group.id, period.id), ()))
            for strand in STRANDS if heads else ():
                target = _target(problem, group, programme, period, strand)
                mean = minutes.get((group.id, period.id, strand), 0) / heads
                if abs(mean - target) >= 1:
                    text = f"{group.name}, {period.label}, {NAMES[strand]} : {say_minutes(mean)} par apprenant, "
                    text = f"{text}{say_minutes(target)} visées."
                    yield Finding(KEY, text, abs(mean - target) / 60, day=period.first, classes=(group.id,))


Minutes = dict[tuple[ClassId, PeriodId, str], int]
People = dict[tuple[ClassId, PeriodId], set[ApprenticeId]]


def _attended(problem: Problem, timetable: Timetable) -> tuple[Minutes, People]:
    """Minutes by class, period and strand; people of each class who attend anything in the period."""
    minutes: Minutes = {}
    people: People = {}
    for person, sessions in timetable.by_apprentice.items():
        learner = problem.learners.get(person)
        for session in sessions if learner else ():
            period, home = problem.period_of(session.day), learner.membership(session.day) if learner else None
            if period is None or home is None:
                continue
            people.setdefault((home.class_id, period.id), set()).add(person)
            if session.strand:
                at = (home.class_id, period.id, session.strand)
                minutes[at] = minutes.get(at, 0) + session.minutes
    return minutes, people


def _target(problem: Problem, group: ClassGroup, programme: Programme, period: Period, strand: str) -> float:
    weeks = len({monday(d) for d in problem.days if d in period and problem.class_presence(group.id, d)})
    year = programme.strand_minutes.get((group.year, strand), 0)
    return year * weeks / programme.weeks_per_year.get(group.year, YEAR_WEEKS)


def _groups(problem: Problem, model: GroupsModel) -> None:
    """Hours between the average of each class in this barrette or open period and the share of its period."""
    period = problem.period_of(model.occasions[0].day) if model.occasions else None
    for class_id in sorted({member.class_id for member in model.members}):
        group = problem.classes[class_id]
        programme = problem.programmes.get(group.programme_id)
        if period is None or programme is None or not programme.three_strands:
            continue
        people = [n for n, member in enumerate(model.members) if member.class_id == class_id]
        weeks = {monday(d) for d in problem.days if d in period and problem.class_presence(class_id, d)}
        share = len(weeks) / programme.weeks_per_year.get(group.year, YEAR_WEEKS)
        for strand in STRANDS:
            _distance(model, people, strand, round(programme.strand_minutes.get((group.year, strand), 0) * share))


def _distance(model: GroupsModel, people: list[int], strand: str, wanted: int) -> None:
    """A variable, in hours, at least the distance of the average of these people to the wanted minutes."""
    activities = [m for m, activity in enumerate(model.activities) if activity.module.strand == strand]
    joined = [
        (v, occasion.minutes)
        for n in people
        for o, occasion in enumerate(model.occasions)
        for v in model.of(n, activities, [o])
    ]
    if not joined:
        return
    variables, minutes, whole = [v for v, _m in joined], [m for _v, m in joined], wanted * len(people)
    hour = 60 * len(people)
    off = model.new_int(0, 1 + max(whole, sum(minutes)) // hour)
    model.continuous.add(off)
    model.add([off, *variables], [hour, *minutes], low=whole)
    model.add([off, *variables], [hour, *(-m for m in minutes)], low=-whole)
    model.penalise(KEY, [off])


RULE = Rule(
    KEY,
    "À chaque période, chaque volet de l'accompagnement est proche de sa part de l'année.",
    "soft",
    check,
    Enforce(groups=_groups, relaxed=frozenset({"groups"})),
    weight=60,
    name="volets loin de leur part",
)
