"""H4c: no learner has more hours in a day than the law allows at that age (8 h for minors, 10 h for adults)."""

from collections.abc import Iterator
from datetime import date

from planner.domain import Problem, Timetable
from planner.model import WeekModel, audiences, open_minutes
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Teaching minutes of each learner's day beyond the limit of the age."""
    for learner_id, sessions in timetable.by_apprentice.items():
        learner = problem.learners.get(learner_id)
        days: dict[date, int] = {}
        for session in sessions:
            if session.modality != "remote_async":
                days[session.day] = days.get(session.day, 0) + session.minutes
        for day, minutes in days.items():
            minor = learner is not None and learner.minor(day)
            limit = problem.settings.minor_day if minor else problem.settings.adult_day
            if minutes > limit:
                text = (
                    f"{learner_name(problem, learner_id)}{', moins de 18 ans,' if minor else ''} a "
                    f"{say_minutes(minutes)} le "
                    f"{say_day(day)}, pour {say_minutes(limit)} au plus."
                )
                yield Finding("H4c", text, amount=minutes - limit, people=(learner_id,))


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Minutes of each day of those who attend the same options, where the day is long enough to pass the limit."""
    settings = problem.settings
    longest = max(open_minutes(problem, model, range(len(model.options))).values(), default=0)
    if longest <= min(settings.minor_day, settings.adult_day):
        return
    days = sorted({option.day for _item, option in model.options})
    for learner, variables in audiences(problem, model, lambda one: tuple(one.minor(day) for day in days)):
        most = open_minutes(problem, model, variables)
        for day, ids in model.by_day(variables).items():
            limit = settings.minor_day if learner.minor(day) else settings.adult_day
            if most[day] > limit:
                model.add(ids, [model.items[model.options[k][0]].minutes for k in ids], high=limit)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, nobody has more hours that day than their age allows."""
    placed, settings = placement.session, problem.settings
    if placed.modality == "remote_async":
        return
    day, least = placed.day, min(settings.minor_day, settings.adult_day)
    for person in placement.concerned:
        minutes = placed.minutes
        for session in board.attended(person, day):
            if session.id != placed.id and session.modality != "remote_async":
                minutes += session.minutes
        if minutes <= least:
            continue
        learner = problem.learners.get(person)
        minor = learner is not None and learner.minor(day)
        limit = settings.minor_day if minor else settings.adult_day
        if minutes > limit:
            text = (
                f"{learner_name(problem, person)}{', moins de 18 ans,' if minor else ''} aurait "
                f"{say_minutes(minutes)} le "
                f"{say_day(day)} avec « {placed.label} », pour {say_minutes(limit)} au plus."
            )
            brief = f"journée pleine à {say_minutes(limit)}"
            yield Finding("H4c", text, minutes - limit, (placed.id,), (person,), brief=brief)


RULE = Rule(
    key="H4c",
    statement="Un apprenant n'a pas plus de 8 h par jour s'il est mineur, de 10 h s'il est majeur.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse),
)
