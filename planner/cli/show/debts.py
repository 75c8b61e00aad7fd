"""What is left to be placed of the hours owed, and of it what a change asks for anew and finds no place for."""

from collections.abc import Iterator

from outputs.lists.tables import debt_name, left
from planner.domain import ApprenticeId, Debt, Problem, Timetable, clock
from planner.hours.owed import SOURCE_PROGRAMME
from planner.words import learner_name, say_minutes, say_some


def debt_title(before: Timetable, after: Timetable) -> str:
    """How many hours owed are left, and how many more or less that is; empty where it is the same."""
    was, now = (sum(d.due - d.planned for d in _needs(t)) for t in (before, after))
    word = "de moins" if now < was else "de plus"
    return f"Heures dues restant à placer : {clock(now)} ({clock(abs(now - was))} {word})" if was != now else ""


def debt_lines(problem: Problem, before: Timetable, after: Timetable) -> list[str]:
    """A line for each module and reason: whose need is new, or larger, and has no place yet.

    Hours that are lost are told where they are (`people.notice_lines`).
    """
    known = {(d.apprentice_id, d.need_id): d for d in _needs(before)}
    found: dict[tuple[str, str], dict[ApprenticeId, int]] = {}
    for debt in _needs(after):
        was = known.get((debt.apprentice_id, debt.need_id))
        more = left(debt) - (left(was) if was else 0)
        if more > 0 and (was is None or debt.due > was.due):
            people = found.setdefault((debt_name(problem, debt), debt.told), {})
            people[debt.apprentice_id] = people.get(debt.apprentice_id, 0) + more
    return [
        f"{say_some(learner_name(problem, p) for p in people)} : {say_minutes(sum(people.values()))} sans place "
        f"({what}){f' ; motif : {why}' if why else ''}"
        for (what, why), people in found.items()
    ]


def _needs(timetable: Timetable) -> Iterator[Debt]:
    """Rows that stand for hours owed to somebody; those of the programme may be the same hours."""
    return (d for d in timetable.debts if d.source != SOURCE_PROGRAMME)
