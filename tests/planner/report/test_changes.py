"""What is said of a change of the workbook: each of them by name, and what it gives back."""

from dataclasses import replace
from datetime import date

from planner.domain import Problem
from planner.report.changes import changes
from planner.report.reason import plain_reason
from tests.rules import build as b

ANA = replace(b.learner("ana"), last_name="Telle", first_name="Anouk")


def centre(leaves: date | None) -> Problem:
    """A class with one learner, who may leave."""
    return b.problem(learners=[replace(ANA, exit=leaves)])


def test_departure_that_is_put_off_is_said_by_name() -> None:
    """The cell is empty again: who does not leave any more, and when they were to; another day is that day."""
    (one,) = changes(centre(date(2026, 10, 9)), centre(None))
    assert one.text == "Anouk Telle : ne sort plus le 09/10/2026."
    assert one.back
    assert one.reach.apprentice_ids == {ANA.id}
    assert plain_reason([one]) == "départs annulés (1 apprenant)"
    (other,) = changes(centre(date(2026, 10, 9)), centre(date(2026, 10, 16)))
    assert (other.text, other.back) == ("Anouk Telle : sort le 16/10/2026.", False)
