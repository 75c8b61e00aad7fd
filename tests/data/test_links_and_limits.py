"""*Liens*, *Limites* and the hours of courses: what they become, and which lines are faults or say nothing."""

from pathlib import Path

import pytest

import data
from data.reading.workbook import Reading
from data.writing.template import write_workbook
from planner.domain import Link, Problem, Relation, RoomId, WeekLimit
from tests.data.rich import Rows, rich

MATHS = "Mathématiques – CAP CUI 1 ; Mathématiques – CAP BOU 1"


def read(folder: Path, **sheets: list[dict[str, object]]) -> Reading:
    """The rich workbook with other lines in some sheets."""
    rows: Rows = rich() | dict(sheets)
    write_workbook(folder / "classeur.xlsx", rows)
    return data.read(folder / "classeur.xlsx")


def problem(reading: Reading) -> Problem:
    """What was read, without a fault."""
    assert reading.problem is not None, [str(fault) for fault in reading.faults]
    return reading.problem


def test_a_line_becomes_a_link(tmp_path: Path) -> None:
    """Courses by their name, days where they are asked, and a wish where the line says so."""
    lines: list[dict[str, object]] = [
        {"lien": "à la suite dans cet ordre", "cours": MATHS},
        {"lien": "jours d'écart", "cours": "EPS", "jours": 2, "impératif": "non"},
    ]
    first, then = problem(read(tmp_path, Liens=lines)).links
    assert (first.relation, len(first.course_ids), first.hard) == (Relation.IN_A_ROW, 2, True)
    assert (then.days, then.hard) == (2, False)
    cells = problem(read(tmp_path, Liens=lines)).origins
    assert (cells["link:0"], cells["link:1"]) == ("Liens!A2", "Liens!C3")


def test_hours_apart_are_a_link_with_their_own_column(tmp_path: Path) -> None:
    """One hour where nothing is said; one course is enough; the cell of the hours is the one that reasons name."""
    lines: list[dict[str, object]] = [
        {"lien": "heures d'écart", "cours": MATHS, "heures": "1 h 30"},
        {"lien": "heures d'écart", "cours": MATHS},
        {"lien": "même heure", "cours": "EPS", "heures": "2 h"},
        {"lien": "heures d'écart", "cours": "EPS"},
    ]
    reading = read(tmp_path, Liens=lines)
    links = problem(reading).links
    assert [link.minutes for link in links][:2] == [90, 60]
    assert (links[2].relation, problem(reading).origins["link:0"]) == (Relation.SAME_HOUR, "Liens!C2")
    notices = [str(note) for note in reading.notices]
    assert any("ne sert qu'à « heures d'écart »" in note for note in notices)
    assert any("n'a qu'une séance par jour" in note for note in notices)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"lien": "même jour", "cours": "EPS"}, "ne nomme qu'un cours"),
        ({"lien": "à la suite", "cours": f"{MATHS} ; EPS"}, "une ligne par paire"),
        ({"lien": "même début", "cours": "TP cuisine ; Mathématiques – CAP CUI 1"}, "nombre de parties"),
        ({"lien": "même jour", "cours": "TP cuisine ; Français"}, "dans une barrette"),
        ({"lien": "même début", "cours": f"{MATHS}"}, "même formateur"),
        ({"lien": "même jour", "cours": "EPS ; Chant"}, "n'est pas un cours"),
        ({"lien": "dans cet ordre", "cours": MATHS, "impératif": "non"}, "toujours impératif"),
        ({"lien": "dans cet ordre", "cours": "Technologie ; Mathématiques – CAP CUI 1"}, "ordre circulaire"),
    ],
)
def test_a_line_that_cannot_be_followed_is_a_fault(tmp_path: Path, line: dict[str, object], says: str) -> None:
    """The sheet, the cell and the cure are named."""
    rows = rich()
    # One trainer for both courses of mathematics, so that they cannot begin together.
    courses = [
        {**row, "formateurs": "Durand Paul"} if row["matière"] == "Mathématiques" else row for row in rows["Cours"]
    ]
    found = [str(fault) for fault in read(tmp_path, Liens=[line], Cours=courses).faults]
    assert any("« Liens »" in fault and says in fault for fault in found), found


def test_links_of_courses_that_never_meet_say_nothing(tmp_path: Path) -> None:
    """Two classes in other weeks: it is said, and no fault."""
    reading = read(tmp_path, Liens=[{"lien": "même jour", "cours": "Gestion ; Mathématiques – CAP CUI 1"}])
    problem(reading)
    assert any("jamais cours dans une même semaine" in note for note in reading.notices)


def test_a_line_bounds_everybody_it_names(tmp_path: Path) -> None:
    """All trainers by three words, a class by its name; durations in minutes."""
    line: dict[str, object] = {
        "qui": "tous les formateurs ; CAP BOU 1",
        "trous par jour": 0,
        "heures d'affilée": "3 h 30",
    }
    (limit,) = problem(read(tmp_path, Limites=[line])).week_limits
    assert (len(limit.trainer_ids), limit.class_ids) == (3, ("CAP-BOU-1",))
    assert limit == WeekLimit(limit.trainer_ids, limit.class_ids, gaps_day=0, run=210)


def test_changes_of_the_only_site_are_no_limit(tmp_path: Path) -> None:
    """Two sites in the rich workbook; the line says nothing once all rooms are on one of them."""
    line: dict[str, object] = {"qui": "CAP CUI 1", "changements de site par jour": 1}
    reading = read(tmp_path, Limites=[line])
    assert problem(reading).week_limits[0].site_changes_day == 1
    assert not any("un seul site" in str(note) for note in reading.notices)
    one = {sheet: [{k: "Centre" if k == "site" and v else v for k, v in row.items()} for row in rich()[sheet]]
           for sheet in ("Salles", "Classes", "Formateurs", "Horaires") if sheet in rich()}  # fmt: skip
    reading = read(tmp_path, Limites=[line], Sites=[], **one)
    assert any("un seul site : sans effet" in str(note) for note in reading.notices)


def test_a_line_may_count_some_courses_alone(tmp_path: Path) -> None:
    """All courses of a subject by its name, one by its own; what is of all courses is a fault beside it."""
    line: dict[str, object] = {
        "qui": "CAP CUI 1", "pour les cours": "Mathématiques ; EPS", "heures par jour au plus": "2 h"
    }  # fmt: skip
    known = problem(read(tmp_path, Limites=[line]))
    (limit,) = known.week_limits
    assert sorted(known.courses[c].subject for c in limit.course_ids) == ["EPS", "Mathématiques", "Mathématiques"]
    (fault,) = read(tmp_path, Limites=[line | {"trous par jour": "1 h"}]).faults
    assert "ne va pas avec « pour les cours »" in str(fault)
    (fault,) = read(tmp_path, Limites=[line | {"pour les cours": "Chant"}]).faults
    assert "n'est pas un cours" in str(fault)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"qui": "Durand Paul"}, "n'a aucune limite"),
        ({"qui": "Durand Pol", "trous par jour": "1 h"}, "Vouliez-vous dire « Durand Paul »"),
        ({"qui": "CAP CUI 1", "heures par jour au plus": 3, "heures par jour au moins": 4}, "heures par jour au plus"),
        ({"qui": "CAP CUI 1", "plage de": "17h"}, "dites combien de jours"),
        ({"qui": "CAP CUI 1", "jours dans la plage": 2}, "de quelle heure"),
        ({"qui": "CAP CUI 1", "jours dans la plage": 2, "plage de": "17h", "plage à": "9h"}, "avant son début"),
        ({"qui": "CAP CUI 1", "jours par semaine au plus": 3, "jours par semaine au moins": 4}, "semaine au plus"),
    ],
)
def test_a_line_that_bounds_nothing_is_a_fault(tmp_path: Path, line: dict[str, object], says: str) -> None:
    """Nobody, nothing, or what contradicts itself."""
    found = [str(fault) for fault in read(tmp_path, Limites=[line]).faults]
    assert any("« Limites »" in fault and says in fault for fault in found), found


def test_a_cell_that_is_not_understood_is_one_fault(tmp_path: Path) -> None:
    """The line says something, if wrongly: it is not also told that it says nothing."""
    (fault,) = read(tmp_path, Limites=[{"qui": "Durand Paul", "heures d'affilée": "beaucoup"}]).faults
    assert "n'est pas une durée" in str(fault)


def test_hours_and_starts_of_a_course(tmp_path: Path) -> None:
    """Half-days end at noon of the bells; a start on all days is one on each; what leaves no place is a fault."""
    rows = rich()
    gestion = next(row for row in rows["Cours"] if row["matière"] == "Gestion")
    gestion |= {"heures possibles": "lu am ; ma 14:00-17:00", "débuts possibles": "8h ; ma 14h"}
    course = next(c for c in problem(read(tmp_path, Cours=rows["Cours"])).courses.values() if c.subject == "Gestion")
    assert [w for w, *_ in course.hours] == [0, 1]
    assert {(0, 480), (6, 480), (1, 840)} <= set(course.starts)
    kitchen = next(row for row in rows["Cours"] if row["matière"] == "TP cuisine")
    kitchen["heures possibles"] = "lu 8:00-10:00"
    found = [str(fault) for fault in read(tmp_path, Cours=rows["Cours"]).faults]
    assert any("ne laisse aucune place à une séance de 4 h" in fault for fault in found), found


def test_links_of_the_rich_workbook_are_values() -> None:
    """A link is told apart by what it says alone."""
    assert Link(Relation.SAME_DAY, ()) == Link(Relation.SAME_DAY, (), 1, True)


def test_a_line_may_bound_a_room(tmp_path: Path) -> None:
    """A room by its name, all of them by three words."""
    lines: list[dict[str, object]] = [
        {"qui": "Cuisine 1", "jours par semaine au plus": 2, "trous par jour": 0},
        {"qui": "toutes les salles", "jours dans la plage": 0, "plage de": "17h"},
    ]
    known = problem(read(tmp_path, Limites=lines))
    first, every = known.week_limits
    assert first == WeekLimit(room_ids=(RoomId("CUISINE-1"),), days=2, gaps_day=0)
    assert set(every.room_ids) == set(known.rooms)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"qui": "Salle 1", "débuts tardifs": 1}, "ne se dit pas d'une salle"),
        ({"qui": "Durand Paul ; Salle 1", "jours par semaine au moins": 2}, "ne se dit pas d'une salle"),
        ({"qui": "CDR", "trous par jour": 0}, "ne se compte pas dans « CDR »"),
        ({"qui": "toutes les salles", "heures par jour au plus": "6 h"}, "ne se compte pas dans « CDR »"),
    ],
)
def test_what_makes_no_sense_for_a_room_is_a_fault(tmp_path: Path, line: dict[str, object], says: str) -> None:
    """Rooms do not come and go; one that takes several groups at once has no hours one after the other."""
    (fault,) = read(tmp_path, Limites=[line]).faults
    assert says in str(fault)
