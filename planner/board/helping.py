"""Who helps whom (*Aménagements*), and what of the board keeps a helper busy."""

from collections.abc import Iterable
from datetime import date

from planner.domain import ApprenticeId, Problem, Session, SessionId, TrainerId
from planner.placement import BoardView


def helped(problem: Problem) -> dict[TrainerId, list[ApprenticeId]]:
    """Whom each helper helps, at some time; for `planner.domain.Problem.once`.

    People in the order of the sheet, each once; adults who help nobody have no entry.
    """
    found: dict[TrainerId, dict[ApprenticeId, bool]] = {}
    for row in problem.arrangements:
        if row.effect == "helper":
            found.setdefault(TrainerId(row.text), {})[row.apprentice_id] = True
    return {helper: list(people) for helper, people in found.items()}


def helpers_of(
    problem: Problem, board: BoardView, session: Session, awaited: Iterable[ApprenticeId] = ()
) -> frozenset[TrainerId]:
    """Adults who are to be beside somebody who attends a session on the spot, or is awaited there."""
    if not problem.once(helped):
        return frozenset()
    here = [*awaited, *(person for person, far in board.people_of(session.id).items() if not far)]
    rows = (row for person in here for row in problem.arranged(person, "helper", session.day))
    return frozenset(TrainerId(row.text) for row in rows)


def with_helper(
    problem: Problem, board: BoardView, helper: TrainerId, person: ApprenticeId, day: date
) -> list[Session]:
    """Sessions that somebody attends on site with a helper on a day.

    None on days on which the helper is not theirs; what they follow from elsewhere needs nobody beside them.
    """
    if not any(row.text == helper for row in problem.arranged(person, "helper", day)):
        return []
    sessions = [s for s in board.attended(person, day) if s.modality in ("on_site", "blended")]
    return [s for s in sessions if not board.people_of(s.id).get(person)]


def helping(
    problem: Problem, board: BoardView, who: TrainerId, day: date, start: int, end: int, without: SessionId | None
) -> bool:
    """Whether an adult helps somebody during a span, in a session other than ``without``.

    ``start`` and ``end``: minutes after midnight; what only touches the span does not count. ``without`` None: every
    session counts.
    """
    people = problem.once(helped).get(who, ())
    held = (s for person in people for s in with_helper(problem, board, who, person, day))
    return any(s.start < end and start < s.end and s.id != without for s in held)
