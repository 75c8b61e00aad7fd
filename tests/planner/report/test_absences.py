"""Absences that differ: new, gone, or shorter, with the days that this gives back."""

from dataclasses import replace
from datetime import date

from planner.domain import Absence
from planner.report.absences import CLOSED, absences_changed
from planner.report.changes import changes
from tests.rules import build as b

WEEKS = Absence(first=date(2026, 10, 12), last=date(2026, 10, 23))
ONE = replace(WEEKS, last=date(2026, 10, 16))
REST = replace(WEEKS, first=date(2026, 10, 17))


def test_trainer_who_is_back_earlier_is_told_so() -> None:
    """Two weeks become one: the second one is given back, and nothing is taken."""
    old, new = (b.problem(trainers=[b.trainer(absences=rows)]) for rows in ((WEEKS,), (ONE,)))
    (told,) = changes(old, new)
    assert told.text == (
        f"{b.TRAINER}, disponibilités : absence écourtée, du 12/10/2026 au 16/10/2026 (du 12/10/2026 au 23/10/2026 "
        "auparavant)."
    )
    assert told.name == f"{b.TRAINER}, absence écourtée (là du 17/10/2026 au 23/10/2026)"
    assert (told.back, told.reach.when) == (True, (REST,))


def test_longer_absence_takes_hours_and_a_later_one_gives_its_first_days_back() -> None:
    """The other way round it is new; from both ends two spans are given back, and the whole sentence tells them."""
    longer = absences_changed([ONE], [WEEKS])
    assert (longer.added, longer.back, longer.reach) == ((WEEKS,), False, (WEEKS,))
    assert longer.title("Ana") == "Ana, absence du 12/10/2026 au 23/10/2026"
    inside = replace(WEEKS, first=date(2026, 10, 13), last=date(2026, 10, 22))
    both = absences_changed([WEEKS], [inside])
    assert [(a.first, a.last) for a in both.freed] == [(WEEKS.first,) * 2, (WEEKS.last,) * 2]
    assert both.title("Salle 3", CLOSED) == ""
    assert both.text(CLOSED).startswith("fermeture écourtée, du 13/10/2026 au 22/10/2026")


def test_other_hours_or_other_days_are_another_absence() -> None:
    """Mornings only, the week after, or each week: one is gone and one is new."""
    for other in (replace(ONE, end=720), replace(ONE, first=REST.first, last=date(2026, 10, 30)), Absence(weekday=1)):
        found = absences_changed([WEEKS], [other])
        assert (found.added, found.gone, found.shorter) == ((other,), (WEEKS,), ())
    gone = absences_changed([WEEKS], [])
    assert (gone.text(), gone.title("Ana"), gone.back, gone.reach) == (
        "plus d’absence du 12/10/2026 au 23/10/2026", "", True, (WEEKS,)
    )  # fmt: skip
