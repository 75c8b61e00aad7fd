"""Sheets on people over time: dated classes, individual paths, calendars of parts."""

from datetime import date

import pytest

from data.faults import Faults
from data.reading.workbook import understand
from planner.domain import Membership, Problem
from tests.data.rich import Rows, rich
from tests.data.test_faults import grids_of
from tests.data.test_reading_rules import notices_of, problem_of, small

LINE = {"apprenant": "Sow Awa", "classe": "CAP CUI 1"}


def classes_of(*lines: dict[str, object]) -> list[tuple[str, date | None, date | None]]:
    """Classes of the learner with their dates, from lines of *Affectations*."""
    found = problem_of(small() | {"Affectations": list(lines)}).learners["A3"]
    return [(m.class_id, m.first, m.last) for m in found.memberships]


def faults_of(sheet: str, *lines: dict[str, object], rows: Rows | None = None) -> list[tuple[str, str]]:
    """(cell, message) of every fault of a sheet with these lines only."""
    faults = Faults()
    understand(grids_of({**(rows or rich()), sheet: list(lines)}), faults)
    return [(fault.cell, fault.message) for fault in faults if fault.sheet == sheet]


def test_usual_class_holds_before_between_and_after_dated_ones() -> None:
    """Two stays with the cooks: the bakers keep the days around them."""
    first, second = LINE | {"du": "14/09/2026", "au": "18/09/2026"}, LINE | {"du": "05/10/2026", "au": "09/10/2026"}
    assert classes_of(second, first) == [
        ("CAP-BOU-1", None, date(2026, 9, 13)),
        ("CAP-CUI-1", date(2026, 9, 14), date(2026, 9, 18)),
        ("CAP-BOU-1", date(2026, 9, 19), date(2026, 10, 4)),
        ("CAP-CUI-1", date(2026, 10, 5), date(2026, 10, 9)),
        ("CAP-BOU-1", date(2026, 10, 10), None),
    ]
    assert classes_of(LINE | {"du": "16/11/2026"})[-1] == ("CAP-CUI-1", date(2026, 11, 16), None)
    assert classes_of(LINE) == [("CAP-CUI-1", None, None)]


def test_membership_of_a_split_class_has_a_part() -> None:
    """The class of the cooks is split: its new member is in the smaller part, or in the one typed."""
    rows = small() | {"Affectations": [LINE | {"du": "16/11/2026", "partie": "b"}]}
    assert problem_of(rows).learners["A3"].memberships[-1] == Membership(
        problem_of(rows).learners["MARTIN-LEA"].memberships[0].class_id, "B", date(2026, 11, 16)
    )


@pytest.mark.parametrize(
    ("lines", "cell", "words"),
    [
        ([LINE | {"du": "16/11/2026"}, LINE | {"du": "20/11/2026"}], "C3", "chevauche la ligne 2"),
        ([LINE, LINE], "A3", "chevauche la ligne 2"),
        ([LINE | {"du": "16/11/2026", "au": "10/11/2026"}], "D2", "vient avant « du »"),
        ([LINE | {"du": "01/08/2026"}], "C2", "vient avant l'entrée (07/09/2026)"),
        ([LINE | {"classe": "CAP CUI 9"}], "B2", "Vouliez-vous dire « CAP CUI 1 »"),
    ],
)
def test_faults_of_memberships(lines: list[dict[str, object]], cell: str, words: str) -> None:
    """Overlaps, dates in the wrong order or before the entry, a class that nobody knows."""
    found = dict(faults_of("Affectations", *lines))
    assert words in found[cell]


def test_hole_between_two_classes_is_a_fault_without_a_usual_class() -> None:
    """Nobody knows where the person is from 12 to 15 November; a weekend is no hole."""
    rows = rich()
    rows["Apprenants"][2]["classe"] = None
    before = LINE | {"du": "07/09/2026", "au": "11/11/2026"}
    ((cell, message),) = faults_of("Affectations", before, LINE | {"du": "16/11/2026"}, rows=rows)
    assert (cell, "du 12/11/2026 au 14/11/2026" in message) == ("C3", True)
    before["au"] = "15/11/2026"
    assert faults_of("Affectations", before, LINE | {"du": "16/11/2026"}, rows=rows) == []


PATH: dict[str, object] = {"apprenant": "Martin Léa", "cours quitté": "Mathématiques", "cours suivi": "Gestion"}


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"cours quitté": None, "cours suivi": None}, "cours quitté", "indiquez le cours quitté"),
        ({"cours quitté": "Maths"}, "cours quitté", "Vouliez-vous dire « Mathématiques »"),
        ({"cours quitté": "Gestion"}, "cours quitté", "n'est pas un cours de la classe"),
        ({"cours suivi": "Mathématiques"}, "cours suivi", "désigne plusieurs cours"),
        ({"cours suivi": "Technologie"}, "cours suivi", "est déjà un cours de la classe"),
        ({"cours suivi": None, "à la place": "autre cours"}, "à la place", "demande un cours suivi"),
        ({"à la place": "dormir"}, "à la place", "n'est pas un choix possible"),
        ({"apprenant": "Libre Sam", "cours quitté": None}, "apprenant", "n'a pas de classe"),
    ],
)
def test_faults_of_paths(changes: dict[str, object], column: str, words: str) -> None:
    """Each wrong cell is named with what to do."""
    line = {"apprenant": None, "cours quitté": None, "cours suivi": None, "à la place": None} | PATH | changes
    found = dict(faults_of("Parcours individuels", line))
    assert words in found[f"{'ABCD'[list(line).index(column)]}2"]


def test_same_course_left_twice_is_a_fault_unless_dates_differ() -> None:
    """Two lines for one course need dates apart."""
    again = PATH | {"cours suivi": None}
    assert "est déjà à la ligne 2" in faults_of("Parcours individuels", PATH, again)[0][1]
    dated = [PATH | {"du": None, "au": "30/09/2026"}, again | {"du": "01/10/2026", "au": None}]
    assert faults_of("Parcours individuels", *dated) == []


def _presence(problem: Problem, name: str, *days: date) -> list[int]:
    return [problem.presence(problem.learners[name], day) for day in days]


def test_part_without_a_row_follows_the_class_and_takes_people_without_a_part() -> None:
    """Part B has its row: the others follow the class, which is whole on common days only."""
    rows = small()
    rows["Calendrier"][0] = {"qui": "CAP CUI 1", "S37": "X", "S40": "X"}
    rows["Calendrier"].append({"qui": "CAP CUI 1", "partie": "B", "S37": "lu-ma", "S43": "X"})
    rows["Calendrier"] = [line for line in rows["Calendrier"] if line["qui"] != "Petit Hugo"]
    problem = problem_of(rows)
    common, later = date(2026, 9, 7), date(2026, 9, 28)
    assert problem.learners["MARTIN-LEA"].memberships[0].part == "A"
    assert _presence(problem, "MARTIN-LEA", common, later, date(2026, 10, 19)) == [3, 3, 0]
    assert _presence(problem, "PETIT-HUGO", common, later, date(2026, 10, 19)) == [3, 0, 3]
    group = problem.classes["CAP-CUI-1"]
    assert [d for d, half in group.calendar.items() if half] == [date(2026, 9, 7), date(2026, 9, 8)]


def test_people_without_a_part_are_said_where_every_part_has_its_row() -> None:
    """They are shared out, which may be wrong: a remark says so."""
    rows = small()
    rows["Calendrier"][0] = {"qui": "CAP CUI 1", "partie": "A", "S37": "X", "S40": "X"}
    rows["Calendrier"].append({"qui": "CAP CUI 1 partie B", "S37": "lu-ma"})
    assert "1 personne n'a pas de partie" in notices_of(rows)


def test_letter_that_is_no_part_is_a_fault() -> None:
    """Parts are named A to H."""
    rows = rich()
    rows["Calendrier"].append({"qui": "CAP CUI 1", "partie": "Z", "S37": "X"})
    faults = Faults()
    understand(grids_of(rows), faults)
    assert [fault.message for fault in faults] == ["n'est pas une lettre de partie : écrivez A à H."]
