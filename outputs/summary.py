"""The few figures that stand above everything else, and the dates of a timetable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outputs.labels import french_date
from planner.domain import Problem, Timetable
from planner.hours.given import hours_so_far, sum_of_rows
from planner.words import say_share


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure as a planner reads it."""

    name: str
    value: str
    alert: bool = False
    """Whether it asks for attention."""
    exact: int | float | None = None
    """The same as a number: how many, or hours (a float); None where it is said in words."""


def horizon(problem: Problem) -> str:
    """``du 7 septembre au 27 novembre 2026``."""
    one_year = problem.first.year == problem.last.year
    first = french_date(problem.first, weekday=False, year=not one_year)
    return f"du {first} au {french_date(problem.last, weekday=False)}"


def figures(timetable: Timetable, problem: Problem) -> tuple[Figure, ...]:
    """What is placed and what is not; hours of needs without those of programmes, which may be the same ones.

    Once attendance is typed: the hours of all learners that were given and attended, and what is still to be typed.
    """
    needs = [d for d in timetable.debts if d.source != "programme"]
    due = sum(d.due for d in needs)
    planned = sum(min(d.planned, d.due) for d in needs)
    missing = len(timetable.unplaced)
    people = len({row.apprentice_id for row in timetable.attendance})
    return (
        Figure("Séances placées", number(len(timetable.sessions)), exact=len(timetable.sessions)),
        Figure("Non placées", number(missing), missing > 0, missing),
        Figure("Apprenants", number(people), exact=people),
        _hours("Heures dues", due),
        _hours("Heures prévues", planned),
        _hours("Reste à placer", due - planned, planned < due),
        *_proof(timetable.summary),
        *_given(problem, timetable),
    )


def _given(problem: Problem, timetable: Timetable) -> Iterator[Figure]:
    given = hours_so_far(problem, timetable) if problem.rolls else None
    if given is not None:
        sums = sum_of_rows(given.rows)
        yield _hours(f"Heures-apprenants données avant le {given.day:%d/%m}", sums.given)
        yield _hours("Heures-apprenants suivies", sums.attended)
        yield Figure("Présences à saisir", number(sums.missing), sums.missing > 0, sums.missing)


def _hours(name: str, minutes: int, alert: bool = False) -> Figure:
    return Figure(name, hours_text(minutes), alert, round(minutes / 60, 2))


def _proof(summary: Mapping[str, Any]) -> Iterator[Figure]:
    """What the checks and the calculation say of themselves, when they have said it."""
    if isinstance(payable := summary.get("hours_payable"), int | float):
        yield _hours("Réalisables aux heures retenues", round(payable * 60))
    if isinstance(broken := summary.get("hard_violations"), Mapping):
        count = sum(broken.values())
        yield Figure("Règles non respectées", number(count), count > 0, count)
    if "gap" in summary:
        gap = summary["gap"]
        if gap is None:
            yield Figure("Optimum", "non démontré")
        else:
            yield Figure("Écart au meilleur possible", f"{say_share(gap)} au plus" if gap else "aucun, c’est démontré")


def number(value: int) -> str:
    """``12 345``, with narrow spaces."""
    return f"{value:,}".replace(",", "\u202f")


def hours_text(minutes: int) -> str:
    """``1 234 h 30``, ``45 min``."""
    if 0 < minutes < 60:
        return f"{minutes}\u00a0min"
    rest = f"\u00a0{minutes % 60:02d}" if minutes % 60 else ""
    return f"{number(minutes // 60)}\u00a0h{rest}"
