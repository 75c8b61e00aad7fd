"""Pre-checks on the hour and the day of events: night hours with minors, days on which the centre is closed."""

from collections.abc import Iterator

from planner.check.precheck.alert import Alert, origin, some
from planner.check.precheck.case import Case
from planner.domain import FixedEvent, Problem, away
from planner.words import class_name, say_day, say_some, say_span

NIGHT_ENDS, NIGHT_BEGINS = 6 * 60, 22 * 60
"""Between them, in minutes after midnight, minors may have something; outside it their rest would be broken."""


def night_events(case: Case) -> Iterator[Alert]:
    """Events at night that call minors."""
    problem = case.problem
    for event in problem.events:
        if not problem.first <= event.day <= problem.last or NIGHT_ENDS <= event.start < event.end <= NIGHT_BEGINS:
            continue
        named = [problem.learners[a] for a in event.apprentice_ids if a in problem.learners]
        called = named or [p for c in event.class_ids for p in problem.roster(c, event.day, event.part)]
        minors = [p.name for p in called if p.minor(event.day)]
        if minors:
            text = (
                f"« {event.label} », {say_day(event.day)} {say_span(event.start, event.end)}, est la nuit (de 22 h à "
                f"6 h) et appelle des mineurs : {some(minors)}. Solution : corriger l'heure."
            )
            yield Alert("night_events", text, origin(problem, "event", event.id), blocking=True)


def closed_events(case: Case) -> Iterator[Alert]:
    """Events on a day on which the centre is closed: allowed, and mostly a slip in the date."""
    problem = case.problem
    for event in problem.events:
        inside = problem.first <= event.day <= problem.last
        if inside and not problem.open_mask(event.day):
            text = (
                f"« {event.label} » est le {say_day(event.day)}, un jour où le centre est fermé. Solution, si ce n'est "
                f"pas voulu : corriger la date{_nearest(problem, event)}."
            )
            yield Alert("closed_events", text, origin(problem, "event", event.id))


def _nearest(problem: Problem, event: FixedEvent) -> str:
    """The nearest open day on which the classes of an event are there; empty where there is none."""
    days = (d for d in problem.days if all(problem.class_presence(c, d, event.part) for c in event.class_ids))
    best = min(days, key=lambda day: (abs((day - event.day).days), day), default=None)
    return f" (le plus proche : {say_day(best)})" if best else ""


def absent_at_events(case: Case) -> Iterator[Alert]:
    """Events at an hour at which a class of theirs or somebody named is not at the centre, or an adult is away."""
    problem = case.problem
    for event in problem.events:
        if not problem.first <= event.day <= problem.last or not problem.open_mask(event.day):
            continue
        span = event.day, event.start, event.end
        team = [problem.trainers[t] for t in event.trainer_ids if t in problem.trainers]
        gone = [trainer.name for trainer in team if away(trainer.absences, *span)]
        here = [c for c in event.class_ids if problem.class_presence(c, event.day, event.part)]
        if not here and not event.apprentice_ids:
            gone = [*(class_name(problem, c) for c in event.class_ids), *gone]
        named = [problem.learners[a] for a in event.apprentice_ids if a in problem.learners]
        gone = [*(p.name for p in named if not problem.here(p, *span)), *gone]
        if gone:
            text = (
                f"« {event.label} », {say_day(event.day)} {say_span(event.start, event.end)} : {say_some(gone)} "
                f"{'ne sont pas là' if len(gone) > 1 else 'n’est pas là'} à ce moment. Solution, si ce n'est pas "
                "voulu : corriger la date, ou qui est concerné."
            )
            yield Alert("absent_at_events", text, origin(problem, "event", event.id))
