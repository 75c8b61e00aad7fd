"""H17c: while an event or an absence suspends the courses of a class, its others have a supervised place.

Those whom the workbook wants in autonomy, and minors who may not leave freely; what finds no place is listed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain import ClassId, Kind, Learner, Problem, Timetable
from planner.rule import Finding, Rule
from planner.words import class_name, count, say_day, say_span

KEY = "H17c"


@dataclass(frozen=True, slots=True)
class _Span:
    """Time without course of a class; ``everybody``: adults too are to be in the place."""

    class_id: ClassId
    day: date
    start: int
    end: int
    everybody: bool


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Slots of such times at which somebody who is there is nowhere, and no row says so."""
    listed = {(str(r.session_id), r.minutes) for r in timetable.unplaced if r.kind == Kind.STUDY}
    for span in _spans(problem):
        said = _said(problem, span, listed)
        for slot in problem.bells_of(span.class_id).days[span.day.weekday()]:
            start, end = max(slot.start, span.start), min(slot.end, span.end)
            idle = _idle(problem, timetable, span, start, end) if start < end and slot.start not in said else []
            if idle:
                text = (
                    f"{class_name(problem, span.class_id)}, {say_day(span.day)} {say_span(start, end)} : "
                    f"{count(len(idle), 'apprenant')} sans cours et sans place encadrée ; rien ne le dit dans la liste."
                )
                yield Finding(KEY, text, people=tuple(p.id for p in idle), day=span.day)


def _said(problem: Problem, span: _Span, listed: set[tuple[str, int]]) -> set[int]:
    """Starts of the slots that rows of what is not placed speak of: from the hour in their id, for their minutes."""
    found: set[int] = set()
    name = f"etude-{span.class_id}-{span.day:%Y%m%d}-"
    for key, minutes in listed:
        clock = key.removeprefix(name)
        if clock == key or not clock.isdigit():
            continue
        begun, left = 60 * int(clock[:2]) + int(clock[2:]), minutes
        for slot in problem.bells_of(span.class_id).days[span.day.weekday()]:
            if slot.end > begun and left > 0:
                found.add(slot.start)
                left -= slot.end - max(slot.start, begun)
    return found


def _spans(problem: Problem) -> Iterator[_Span]:
    for event in problem.events:
        if event.rest == "maintained" or not (event.part or event.apprentice_ids):
            continue
        homes = [problem.learners[a].membership(event.day) for a in event.apprentice_ids if a in problem.learners]
        for class_id in event.class_ids or sorted({home.class_id for home in homes if home}):
            yield _Span(class_id, event.day, event.start, event.end, event.rest == "study")
    for day in problem.days:
        for learner in problem.learners.values():
            home = learner.membership(day)
            for absence in learner.absences if home else ():
                if home and absence.postponed and absence.hard and absence.on(day):
                    yield _Span(home.class_id, day, absence.start, absence.end, False)
        for group in problem.classes.values():
            for absence in group.absences:
                if absence.postponed and absence.hard and absence.on(day):
                    yield _Span(group.id, day, absence.start, absence.end, False)


def _idle(problem: Problem, timetable: Timetable, span: _Span, start: int, end: int) -> list[Learner]:
    found = []
    for learner in problem.roster(span.class_id, span.day):
        leaves = not learner.minor(span.day) or (learner.free_exit is not None and learner.free_exit <= span.day)
        if learner.remote or (leaves and not span.everybody):
            continue
        if not problem.here(learner, span.day, start, end) or problem.barred(learner.id, span.day, start, end):
            continue
        held = timetable.by_apprentice.get(learner.id, ())
        if not any(s.day == span.day and s.start < end and start < s.end for s in held):
            found.append(learner)
    return found


RULE = Rule(
    KEY,
    "Pendant que leurs cours sont suspendus, le reste de la classe mis en autonomie et les mineurs sans sortie libre "
    "ont une place encadrée ; celle qui manque est listée.",
    "shortfall",
    check,
)
