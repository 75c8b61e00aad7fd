"""P11: each strand comes in each period near its share of the year's target.

Cost: for each class, period and strand, the hours between the share and what the learners of the class have on
average. Which activities open is decided by the composition, through the hours owed of each strand.
"""

from collections.abc import Iterator

from planner.domain import STRANDS, ApprenticeId, ClassGroup, ClassId, Period, PeriodId, Problem, Programme, Timetable
from planner.domain import monday as monday_of
from planner.rule import Finding, Rule
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
                    yield Finding(KEY, f"{text}{say_minutes(target)} visées.", abs(mean - target) / 60)


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
    weeks = len({monday_of(d) for d in problem.days if d in period and problem.class_presence(group.id, d)})
    year = programme.strand_minutes.get((group.year, strand), 0)
    return year * weeks / programme.weeks_per_year.get(group.year, YEAR_WEEKS)


RULE = Rule(
    KEY,
    "À chaque période, chaque volet de l'accompagnement est proche de sa part de l'année.",
    "soft",
    check,
    weight=10,
)
