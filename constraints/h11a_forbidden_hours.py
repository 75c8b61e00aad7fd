"""H11a: nobody is expected at the hours, or on the days, that an arrangement keeps free.

Class sessions go on without the person, attendance says so; an item that names people takes none of their free hours.
"""

from collections.abc import Iterator

from planner.domain import ApprenticeId, Arrangement, Problem, Session, Timetable
from planner.model import Item, Option
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_when

KEY = "H11a"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Attendance against the forbidden hours and rest days of each person."""
    kept: dict[ApprenticeId, list[Arrangement]] = {}
    for row in problem.arrangements:
        if row.effect in ("forbidden", "rest_day") and row.window is not None:
            kept.setdefault(row.apprentice_id, []).append(row)
    for person, rows in kept.items():
        for session in timetable.by_apprentice.get(person, ()):
            if session.modality != "remote_async" and any(_hit(row, session) for row in rows):
                text = (
                    f"{learner_name(problem, person)} est attendu {say_when(session)}, à une heure qu'il garde libre."
                )
                yield Finding(KEY, text, 1, (session.id,), (person,))


def _hit(row: Arrangement, session: Session) -> bool:
    if row.window is None or not row.on(session.day):
        return False
    if row.effect == "rest_day":
        return row.window.on(session.day)
    return row.window.hits(session.day, session.start, session.end)


def _spared(problem: Problem, item: Item, option: Option) -> bool:
    return not any(problem.barred(name, option.day, option.start, option.end) for name in item.learners)


RULE = Rule(
    KEY,
    "Personne n'est attendu aux heures ni aux jours que son aménagement laisse libres.",
    "hard",
    check,
    Enforce(domain=_spared),
)
