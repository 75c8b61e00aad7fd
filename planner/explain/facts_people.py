"""Facts about when trainers and classes are there: presence, absences, most hours, calendars, closed days."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from planner.courses.teams import teams_of
from planner.domain import AM, PM, Absence, ClassId, Problem, Trainer, TrainerId
from planner.explain.facts import (
    Fact,
    absences_of,
    cell,
    days_of,
    halves_away,
    lifting_by,
    say_halves,
    with_absences_of,
)
from planner.explain.question import Question
from planner.words import class_name, room_name, say_all, say_day, say_minutes, say_span, say_week

NO_LIMIT = 7 * 24 * 60
BOTH = AM | PM


def trainers_asked(question: Question) -> tuple[TrainerId, ...]:
    """Trainers who could lead what is asked, in the order of the workbook."""
    problem = question.problem
    named = {t for course in question.courses for team in teams_of(problem, course) for t in team}
    names = {name for kind, name in question.things if kind in ("event", "standing")}
    named |= {t for e in problem.events if e.id in names for t in e.trainer_ids}
    named |= {t for s in problem.standing if str(s.id) in names for t in s.trainer_ids}
    named |= {t for k in problem.locks if k.course_id in {c.id for c in question.courses} for t in k.trainer_ids}
    return tuple(t for t in problem.trainers if t in named)


def classes_asked(question: Question) -> tuple[ClassId, ...]:
    """Classes of what is asked, in the order of the workbook."""
    problem = question.problem
    names = dict.fromkeys(question.things)
    found = {c for course in question.courses for c in course.class_ids}
    found |= {c for b in problem.barrettes.values() if ("barrette", str(b.id)) in names for c in b.class_ids}
    found |= {c for o in problem.open_periods if ("open", str(o.id)) in names for c in o.class_ids}
    found |= {c for e in problem.events if ("event", e.id) in names for c in e.class_ids}
    return tuple(c for c in problem.classes if c in found)


def trainer_facts(question: Question) -> Iterator[Fact]:
    """Presence of every week, each dated absence, most hours of a day and a week, half-days kept free."""
    for trainer_id in trainers_asked(question):
        trainer = question.problem.trainers[trainer_id]
        yield from trainer_limits(question, trainer)
        yield from _presence(question, "trainer", str(trainer_id), trainer.name, trainer.absences)


def _presence(question: Question, kind: str, name: str, shown: str, absences: Sequence[Absence]) -> Iterator[Fact]:
    """Facts of the hard absences of somebody or some place that fall in a question, one for each line."""
    problem, days = question.problem, days_of(question)
    lines: dict[tuple[str, ...], list[Absence]] = {}
    for absence in absences:
        if absence.hard and any(absence.on(day) for day in days):
            # Without a line of its own, it comes from the line of the person.
            own = problem.origins.get(f"absence:{name}:{absence.mark}", "")
            where = (own,) if own else cell(problem, kind, name, "only", "absent", "parity")
            lines.setdefault(where, []).append(absence)
    for where, gone in lines.items():
        left = {id(a) for a in gone}

        def lift(found: Problem, left: set[int] = left) -> Problem:
            now = tuple(a for a in absences_of(found, kind, name) if id(a) not in left)
            return with_absences_of(found, kind, name, now)

        about = {kind: name, "absences": tuple(gone)}
        yield Fact(
            f"{kind}_away", f"{kind}_away:{name}:{where}", _away(problem, shown, gone), lifting_by(lift), where, about
        )


def _away(problem: Problem, shown: str, gone: Sequence[Absence]) -> str:
    """When somebody is not there, in one sentence."""
    weekly = [a for a in gone if a.first is None and a.last is None]
    if len(weekly) == len(gone) and not any(a.parity is not None for a in gone):
        bells = next(iter(problem.bells.values()))
        days = [d for d in range(7) if bells.days[d]]
        halves = {d: halves_away(bells, d, [a for a in weekly if a.weekday in (None, d)]) for d in days}
        here = {d: BOTH & ~mask for d, mask in halves.items()}
        if not any(here.values()):
            return f"{shown} n’est jamais là"
        if any(halves.values()):
            few = sum(bin(m).count("1") for m in here.values()) <= sum(bin(m).count("1") for m in halves.values())
            return f"{shown} n’est là que {say_halves(here)}" if few else f"{shown} n’est pas là {say_halves(halves)}"
    days = [a.weekday for a in gone if a.weekday is not None and a.parity is None]
    one = len({(a.first, a.last, a.start, a.end) for a in gone}) == 1
    if one and len(days) == len(gone) and gone[0].first and gone[0].last not in (None, gone[0].first):
        return f"{shown} n’est pas là {say_halves(dict.fromkeys(days, BOTH))}, {_span(gone[0])}"
    more = "" if len(gone) == 1 else " et une autre fois" if len(gone) == 2 else f" et {len(gone) - 1} autres fois"
    return f"{shown} n’est pas là {_span(gone[0])}{more}"


def _span(absence: Absence) -> str:
    """When one absence is."""
    whole = absence.start <= 0 and absence.end >= 24 * 60
    hours = "" if whole else f", {say_span(absence.start, absence.end)}"
    if absence.parity is not None and absence.weekday is None and absence.first is None:
        return f"les semaines {'im' * absence.parity}paires{hours}"
    if absence.first is None:
        day = {absence.weekday: BOTH} if absence.weekday is not None else {}
        return f"{say_halves({d: m for d, m in day.items() if d is not None})}{hours}".strip(", ")
    if absence.last in (None, absence.first):
        return f"le {say_day(absence.first)}{hours}"
    assert absence.last is not None
    return f"du {say_day(absence.first)} au {say_day(absence.last)}{hours}"


def trainer_limits(question: Question, trainer: Trainer) -> Iterator[Fact]:
    """Most hours of a day and of a week, half-days kept free, the shortest day of one trainer."""
    problem, name = question.problem, str(trainer.id)
    rows = (
        ("max_week", NO_LIMIT, f"{trainer.name} fait au plus {say_minutes(trainer.max_week)} par semaine", "max_week"),
        ("max_day", NO_LIMIT, f"{trainer.name} fait au plus {say_minutes(trainer.max_day)} par jour", "max_day"),
        (
            *("free_half_days", 0),
            f"{trainer.name} garde {trainer.free_half_days} demi-journées libres par semaine",
            "free_halves",
        ),
        ("min_day_hard", False, f"{trainer.name} ne vient pas pour moins de {say_minutes(trainer.min_day)}", "min_day"),
    )
    for what, most, text, column in rows:
        if not getattr(trainer, what) or getattr(trainer, what) == most:
            continue

        def lift(found: Problem, what: str = what, most: object = most) -> Problem:
            changes: dict[str, Any] = {what: most}
            now = replace(found.trainers[trainer.id], **changes)
            return replace(found, trainers={**found.trainers, trainer.id: now})

        where = cell(problem, "trainer", name, column)
        yield Fact("trainer_limit", f"{what}:{name}", text, lifting_by(lift), where, {"trainer": name, "limit": what})
    if trainer.sites and len(problem.site_names) > 1:

        def anywhere(found: Problem) -> Problem:
            return replace(
                found, trainers={**found.trainers, trainer.id: replace(found.trainers[trainer.id], sites=())}
            )

        text = f"{trainer.name} ne travaille que sur {', '.join(problem.site_names.get(s, s) for s in trainer.sites)}"
        where = cell(problem, "trainer", name, "sites")
        yield Fact("trainer_sites", f"sites:{name}", text, lifting_by(anywhere), where, {"trainer": name})


def class_facts(question: Question) -> Iterator[Fact]:
    """The days of each class at the centre, its absences, its first and last hours."""
    problem, days = question.problem, days_of(question)
    for class_id in classes_asked(question):
        group, name = problem.classes[class_id], class_name(problem, class_id)
        days_opened = [d for d in days if problem.open_for(class_id, d)]
        missing = [d for d in days_opened if group.calendar.get(d, 0) != BOTH]
        if missing:
            yield Fact(
                *("class_days", f"calendar:{class_id}", _days_there(question, class_id)),
                lifting_by(partial(_there_on, class_id=class_id, days=tuple(missing))),
                cell(problem, "calendar", str(class_id)),
                {"class": str(class_id), "days": tuple(missing)},
            )
        yield from _presence(question, "class", str(class_id), name, group.absences)
        if group.off_hours:

            def lift(found: Problem, c: ClassId = class_id) -> Problem:
                return replace(found, classes={**found.classes, c: replace(found.classes[c], off_hours=())})

            text = f"{name} a une première arrivée ou un dernier départ"
            yield Fact("class_hours", f"off:{class_id}", text, lifting_by(lift), cell(problem, "class", str(class_id)))


def _days_there(question: Question, class_id: ClassId) -> str:
    """When a class is at the centre in the weeks of a question."""
    problem, name = question.problem, class_name(question.problem, class_id)
    if len(question.weeks) > 1:
        number = sum(1 for d in days_of(question) if problem.class_calendar(class_id).get(d, 0))
        return f"{name} est au CFA {number} jours en tout"
    calendar = problem.class_calendar(class_id)
    here = {d.weekday(): calendar.get(d, 0) for d in days_of(question) if calendar.get(d, 0)}
    when = say_week(question.weeks[0])
    return f"{name} n’est au CFA que {say_halves(here)}, {when}" if here else f"{name} n’est pas au CFA, {when}"


def _there_on(problem: Problem, class_id: ClassId, days: Sequence[date]) -> Problem:
    """A problem in which a class is at the centre on some more days, all of it."""
    group, more = problem.classes[class_id], dict.fromkeys(days, BOTH)
    parts = {part: {**calendar, **more} for part, calendar in group.part_calendars.items()}
    now = replace(group, calendar={**group.calendar, **more}, part_calendars=parts)
    return replace(problem, classes={**problem.classes, class_id: now})


def with_class_day(problem: Problem, class_id: ClassId, day: date, halves: int) -> Problem:
    """A problem in which a class is at the centre on one more half-day or day."""
    group = problem.classes[class_id]
    parts = {p: {**c, day: c.get(day, 0) | halves} for p, c in group.part_calendars.items()}
    calendar = {**group.calendar, day: group.calendar.get(day, 0) | halves}
    return replace(
        problem, classes={**problem.classes, class_id: replace(group, calendar=calendar, part_calendars=parts)}
    )


def closure_facts(question: Question) -> Iterator[Fact]:
    """Days of the question on which the centre, or one site, is closed."""
    problem = question.problem
    asked = {problem.classes[c].site_id for c in classes_asked(question)}
    lines: dict[tuple[str, str], list[date]] = {}
    for day in days_of(question):
        taught = any(bells.days[day.weekday()] for bells in problem.bells.values())
        shut = day in problem.closed or problem.closed_halves.get(day, 0)
        if taught and (shut or any(problem.closed_sites.get((site, day)) for site in asked)):
            row = next((c for c in problem.closures if c.first <= day <= (c.last or c.first)), None)
            name = row.name if row else "jour férié"
            lines.setdefault((str(row.first if row else day), name), []).append(day)
    for (first, name), gone in lines.items():
        days = say_all(f"le {say_day(day)}" for day in gone)
        halves = {problem.closed_halves.get(day, BOTH) for day in gone}
        half = {AM: " matin", PM: " après-midi"}.get(halves.pop(), "") if len(halves) == 1 else ""
        yield Fact(
            *("closure", f"closure:{first}", f"le centre est fermé {days}{half}{f' ({name})' if name else ''}"),
            lifting_by(partial(with_days_open, days=tuple(gone))),
            cell(problem, "closure", first),
            {"days": tuple(gone)},
        )


def with_days_open(problem: Problem, days: Collection[date]) -> Problem:
    """A problem in which the centre, and each of its sites, is open on some days."""
    return replace(
        problem,
        closed=problem.closed - {*days},
        closed_halves={d: m for d, m in problem.closed_halves.items() if d not in days},
        closed_sites={at: m for at, m in problem.closed_sites.items() if at[1] not in days},
    )


def room_absences(question: Question, rooms: Sequence[str]) -> Iterator[Fact]:
    """Facts of the absences of some rooms."""
    for room_id, room in question.problem.rooms.items():
        if str(room_id) in rooms and room.absences:
            yield from _presence(question, "room", str(room_id), room_name(question.problem, room_id), room.absences)
