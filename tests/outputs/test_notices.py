"""What people are told of a change, by its own calendar and by who else holds the event."""

from dataclasses import replace
from datetime import date

from outputs.messages.notices import TRAINERS, notices
from planner.domain import Problem, Timetable, TrainerId


def test_what_a_colleague_takes_over_is_not_cancelled(centre: Problem, finished: Timetable) -> None:
    """French goes from one trainer to another: told as given to somebody else; once nobody has it, as cancelled."""
    given = replace(
        finished,
        sessions=tuple(
            replace(s, trainer_ids=(TrainerId("DOC"),)) if s.id == "C-FR#1" else s for s in finished.sessions
        ),
    )
    gone = replace(finished, sessions=tuple(s for s in finished.sessions if s.id != "C-FR#1"))
    told = {}
    for name, after in (("given", given), ("gone", gone)):
        found = [n for n in notices((centre, finished), (centre, after), date(2026, 10, 1)) if n.kind == TRAINERS]
        told[name] = {(n.name, title) for n in found for title, _changes in n.sections}
    assert told["given"] == {("Paul Petit", "Confié à quelqu’un d’autre"), ("Nour Diallo", "Ajouté")}
    assert told["gone"] == {("Paul Petit", "Annulé")}
