"""The whole centre on one internal page: a week of everybody, alternation, barrettes, what is free, who is where."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from outputs.families import FAMILIES, family
from outputs.labels import public_label
from outputs.pages.html_data import Words, placed_data
from planner.domain import Absence, Kind, Problem, Session, Timetable, days_between, in_order

CLOSED = 4
"""Beside the half-days of presence of a class: nobody of it could be at the centre at all."""
FAMILY_OF_KIND = {Kind.VISIT: "other", Kind.FIXED: "other", Kind.COURSE: ""}
"""Families of kinds that no subject tells; the kinds that are not named here are of support."""


def centre_data(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """What the page shows; the scripts of the page say which number stands where."""
    words = Words()
    days = list(days_between(problem.first, problem.last))
    numbers = {name: number for number, name in enumerate(FAMILIES)}
    return {
        **placed_data(problem, timetable, words),
        "families": list(FAMILIES.items()),
        "hues": [numbers[session_family(problem, timetable, s)] for s in in_order(list(timetable.sessions))],
        "periods": [[p.label, (p.first - problem.first).days, (p.last - problem.first).days] for p in problem.periods],
        "sites": [bells or "Centre" for bells in problem.bells],
        "closed": [words("".join("01"[not problem.open_for(c, d)] for d in days)) for c in problem.classes],
        "off": {
            "f": [_away(problem.first, t.absences) for t in problem.trainers.values()],
            "s": [_away(problem.first, r.absences) for r in problem.rooms.values()],
        },
        "words": list(words.found),
    }


def session_family(problem: Problem, timetable: Timetable, session: Session) -> str:
    """The family of a session, which gives it its hue: from its kind, else from its public title."""
    of_kind = FAMILY_OF_KIND.get(session.kind, "support")
    return of_kind or family(public_label(problem, timetable, session))


def _away(first: date, absences: Iterable[Absence]) -> list[list[int]]:
    """Weekday, parity of the ISO week, first and last day, start and end; -1 where any will do."""
    return [
        [
            -1 if a.weekday is None else a.weekday,
            -1 if a.parity is None else a.parity,
            -1 if a.first is None else max(0, (a.first - first).days),
            -1 if a.last is None else (a.last - first).days,
            a.start,
            a.end,
        ]
        for a in absences
        if a.hard and (a.last is None or a.last >= first)
    ]
