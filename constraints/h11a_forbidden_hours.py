"""H11a: nobody is expected at the hours, or on the days, that an arrangement keeps free.

Class sessions go on without the person, attendance says so; an item that names people takes none of their free hours.
"""

from collections.abc import Hashable, Iterator

from planner.domain import ApprenticeId, Arrangement, Problem, Session, Timetable, TrainerId
from planner.model import Item, Option
from planner.placement import BoardView, Placement
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


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """People whom the item names."""
    del problem, team
    return item.learners or None


def _spared(problem: Problem, item: Item, option: Option) -> bool:
    return not any(problem.barred(name, option.day, option.start, option.end) for name in item.learners)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The session crosses no free hours nor rest day of those who come to it."""
    del board
    placed = placement.session
    free = problem.once(_free)
    if not free or placed.modality == "remote_async":
        return
    concerned = placement.concerned
    for person in free:
        if person in concerned and problem.barred(person, placed.day, placed.start, placed.end):
            text = f"{learner_name(problem, person)} garde cette heure libre : {say_when(placed)}, « {placed.label} »."
            yield Finding(KEY, text, 1, (placed.id,), (person,), brief="heure à garder libre par aménagement")


def _free(problem: Problem) -> tuple[ApprenticeId, ...]:
    """Those who have hours or days to keep free at some time."""
    rows = (row for row in problem.arrangements if row.effect in ("forbidden", "rest_day"))
    return tuple(dict.fromkeys(row.apprentice_id for row in rows))


RULE = Rule(
    KEY,
    "Personne n'est attendu aux heures ni aux jours que son aménagement laisse libres.",
    "hard",
    check,
    Enforce(domain=_spared, about=_about, refuse=refuse),
)
