"""P7: during an open period, a share of the trainers of its classes are free to take people.

Cost: the trainers who are missing to the share at the worst moment of the period. Those who lead the support of the
period itself count as free. A barrette whose team is not composed yet takes nobody in the model of the week.
"""

import math
from collections.abc import Iterator

from planner.domain import ClassId, Kind, OpenPeriod, Problem, Session, Timetable, TrainerId, away
from planner.model import Option, WeekModel
from planner.rule import Enforce, Finding, Rule
from planner.words import say_when

KEY = "P7"
BUSY = (Kind.COURSE, Kind.BARRETTE, Kind.FIXED, Kind.ONBOARDING, Kind.VISIT)


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Trainers of the classes who are neither away nor busy, at each moment of each open session."""
    for period, session in _occurrences(problem, timetable):
        team = _team(problem, period.class_ids)
        wanted = math.ceil(period.free_share * len(team))
        here = {t for t in team if not _away(problem, t, session)}
        others = [s for s in timetable.sessions if s.kind in BUSY and s.overlaps(session)]
        moments = {session.start, *(s.start for s in others if s.start > session.start)}
        busy = max(
            len({t for s in others if s.start <= minute < s.end for t in s.trainer_ids} & here) for minute in moments
        )
        missing = wanted - (len(here) - busy)
        if missing > 0:
            free = f"{len(here) - busy} formateur(s) libre(s) pour {wanted} voulu(s)"
            text = f"{session.label}, {say_when(session)} : {free}."
            yield Finding(KEY, text, missing, (session.id,))


def _occurrences(problem: Problem, timetable: Timetable) -> Iterator[tuple[OpenPeriod, Session]]:
    """One session for each occurrence, which several may share out by class."""
    seen = set()
    for session in timetable.sessions:
        classes = set(session.class_ids)
        for period in problem.open_periods if session.kind == Kind.OPEN else ():
            if classes <= set(period.class_ids) and (period.id, session.day, session.start) not in seen:
                seen.add((period.id, session.day, session.start))
                yield period, session
                break


def _team(problem: Problem, class_ids: tuple[ClassId, ...]) -> set[TrainerId]:
    """Everyone who may teach one of the classes, as the courses say."""
    courses = [c for c in problem.courses.values() if set(c.class_ids) & set(class_ids)]
    return {trainer for course in courses for team in course.teams for trainer in team if trainer in problem.trainers}


def _away(problem: Problem, trainer: TrainerId, session: Session) -> bool:
    return away(problem.trainers[trainer].absences, session.day, session.start, session.end)


def _week(problem: Problem, model: WeekModel) -> None:
    periods = {p.id: p for p in problem.open_periods}
    for number, item in enumerate(model.items):
        period = periods.get(item.open_id) if item.open_id else None
        if period is None:
            continue
        classes = set(period.class_ids)
        everyone = {
            t
            for course in problem.courses.values()
            if not classes.isdisjoint(course.class_ids)
            for team in course.teams
            for t in team
            if t in problem.trainers
        }
        wanted = math.ceil(period.free_share * len(everyone))
        missing = model.new_int(0, wanted)
        model.penalise(KEY, [missing])
        for k in model.of(number):
            _spare(problem, model, k, frozenset(everyone), wanted, missing)


def _spare(
    problem: Problem, model: WeekModel, k: int, everyone: frozenset[TrainerId], wanted: int, missing: int
) -> None:
    """If the period is at this option, trainers busy at each moment of it leave enough of those who are here."""
    chosen = model.options[k][1]
    here = {t for t in everyone if not away(problem.trainers[t].absences, chosen.day, chosen.start, chosen.end)}
    others = [
        (j, option)
        for j, (i, option) in enumerate(model.options)
        if option.day == chosen.day
        and option.start < chosen.end
        and chosen.start < option.end
        and model.items[i].kind in BUSY
        and not here.isdisjoint(option.team)
    ]
    for minute in sorted({chosen.start, *(o.start for _j, o in others if o.start > chosen.start)}):
        at = [(j, _count(o, here)) for j, o in others if o.start <= minute < o.end]
        model.add([k, missing, *(j for j, _n in at)], [wanted, -1, *(n for _j, n in at)], high=len(here))


def _count(option: Option, here: set[TrainerId]) -> int:
    return len(here.intersection(option.team))


RULE = Rule(
    KEY,
    "Pendant un temps d'accompagnement, la part demandée des formateurs de ses classes est libre.",
    "soft",
    check,
    Enforce(week=_week),
    weight=20,
)
