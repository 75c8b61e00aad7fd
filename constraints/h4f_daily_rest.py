"""H4f: learners rest from one day to the next, and minors have no night work.

14 hours under 16, 12 under 18, else 11.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain import Learner, Problem, Session, Timetable
from planner.model import WeekModel, audiences
from planner.placement import BoardView, Placement, nights
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes, say_when

MORNING, EVENING_UNDER_16, EVENING_MINOR = 6 * 60, 20 * 60, 22 * 60
"""Night lasts until 6:00, from 20:00 under 16 and from 22:00 under 18."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Nights that are too short, and sessions of minors at night."""
    for learner_id, sessions in timetable.by_apprentice.items():
        name, learner = learner_name(problem, learner_id), problem.learners.get(learner_id)
        ends: dict[date, int] = {}
        begins: dict[date, Session] = {}
        for session in sessions:
            if session.modality == "remote_async":
                continue
            ends[session.day] = max(ends.get(session.day, 0), session.end)
            begins.setdefault(session.day, session)
            evening = _evening(learner, session.day) if learner else None
            if evening and (session.end > evening or session.start < MORNING):
                text = f"{name}, moins de 18 ans, ne peut pas être en séance la nuit : « {session.label} », "
                text += f"{say_when(session)}."
                yield Finding("H4f", text, sessions=(session.id,), people=(learner_id,))
        for day, session in begins.items():
            if (before := ends.get(day - timedelta(days=1))) is None:
                continue
            rest, least = session.start + 24 * 60 - before, _least(problem, learner, day)
            if rest < least:
                text = (
                    f"{name} n'a que {say_minutes(rest)} de repos avant le {say_day(day)}, "
                    f"pour {say_minutes(least)} au moins."
                )
                yield Finding("H4f", text, sessions=(session.id,), people=(learner_id,))


def _evening(learner: Learner, day: date) -> int | None:
    age = learner.age(day)
    if age is None or age >= 18:
        return None
    return EVENING_UNDER_16 if age < 16 else EVENING_MINOR


def _least(problem: Problem, learner: Learner | None, day: date) -> int:
    age = learner.age(day) if learner else None
    if age is None or age >= 18:
        return problem.settings.rest_adult
    return problem.settings.rest_under_16 if age < 16 else problem.settings.rest_minor


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """No option at night for minors; a late one and an early one the next day exclude each other."""
    settings, spans = problem.settings, [option for _item, option in model.options]
    if not spans:
        return
    first, last = min(o.start for o in spans), max(o.end for o in spans)
    longest = max(settings.rest_under_16, settings.rest_minor, settings.rest_adult)
    if first >= 6 * 60 and last <= 20 * 60 and first + 24 * 60 - last >= longest:
        return
    days = sorted({option.day for option in spans})
    for learner, variables in audiences(problem, model, lambda one: tuple(min(18, one.age(d) or 18) for d in days)):
        by_day = model.by_day(variables)
        for day, ids in by_day.items():
            age = learner.age(day)
            under = age is not None and age < 18
            night = 20 * 60 if under and (age or 0) < 16 else 22 * 60
            if under:
                model.forbid(k for k in ids if model.options[k][1].end > night or model.options[k][1].start < 6 * 60)
            eve = by_day.get(day - timedelta(days=1), [])
            young = settings.rest_under_16 if (age or 0) < 16 else settings.rest_minor
            _rested(model, eve, ids, young if under else settings.rest_adult)


def _rested(model: WeekModel, eve: list[int], ids: list[int], least: int) -> None:
    for late in eve:
        earliest = model.options[late][1].end + least - 24 * 60
        for k in ids:
            if model.options[k][1].start < earliest:
                model.at_most_one([late, k])


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Nobody is there at night who may not be, nor has less rest the night before or after than the age asks."""
    placed = placement.session
    if placed.modality == "remote_async":
        return
    for person in placement.concerned:
        learner = problem.learners.get(person)
        night = _night(learner.age(placed.day)) if learner else None
        if night and (placed.end > night or placed.start < 6 * 60):
            text = (
                f"{learner_name(problem, person)}, moins de 18 ans, ne peut pas être en séance la nuit : "
                f"« {placed.label} », "
                f"{say_when(placed)}."
            )
            yield Finding("H4f", text, sessions=(placed.id,), people=(person,), brief="séance de nuit d'un mineur")
        for day, rest in nights(lambda d, p=person: board.attended(p, d), placement):  # type: ignore[misc]
            wanted = _rest(problem, learner.age(day) if learner else None)
            if rest < wanted:
                text = (
                    f"{learner_name(problem, person)} n'aurait que {say_minutes(rest)} de repos avant le "
                    f"{say_day(day)}, avec « {placed.label} », pour {say_minutes(wanted)} au moins."
                )
                brief = f"moins de {say_minutes(wanted)} de repos la nuit"
                yield Finding("H4f", text, sessions=(placed.id,), people=(person,), brief=brief)


def _night(age: int | None) -> int | None:
    """From when it is night at an age; None for adults."""
    return None if age is None or age >= 18 else 20 * 60 if age < 16 else 22 * 60


def _rest(problem: Problem, age: int | None) -> int:
    """Minutes between two days at an age; an unknown one is an adult's."""
    if age is None or age >= 18:
        return problem.settings.rest_adult
    return problem.settings.rest_under_16 if age < 16 else problem.settings.rest_minor


RULE = Rule(
    key="H4f",
    statement="Un apprenant a 14 h, 12 h ou 11 h de repos entre deux jours, selon l'âge ; un mineur n'a rien la nuit.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse, late=True),
)
