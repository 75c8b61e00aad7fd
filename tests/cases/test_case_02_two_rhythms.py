"""Case 2: half of a class follows its companies' calendar; common courses fall where both are, or are given twice."""

from collections.abc import Callable
from pathlib import Path

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

CLASS = "BP CUI 1"
A = {f"BP-CUI-1-{n:02d}" for n in range(1, 5)}
B = {f"BP-CUI-1-{n:02d}" for n in range(5, 9)}
WEEKS = {37: ("2026-09-07", "2026-09-11"), 38: ("2026-09-14", "2026-09-18"), 39: ("2026-09-21", "2026-09-25")}


def rows() -> book.Rows:
    """The class in weeks 37 and 39, its part B in weeks 37 and 38; week 37 is the only common one."""
    people = book.learners(CLASS, 8)
    for person in people:
        if person["code"] in B:
            person["partie"] = "B"
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026"),
        "Classes": book.classes("BP Cuisine", CLASS),
        "Calendrier": [{"qui": CLASS, "S37": "X", "S39": "X"}, {"qui": CLASS, "partie": "B", "S37": "X", "S38": "X"}],
        "Formateurs": book.trainers("Français Fatou", "Cuisine Chloé", "Sport Sami"),
        "Salles": book.rooms(3, 10),
        "Cours": [
            {"classes": CLASS, "matière": "Français", "heures": "4 h/sem", "formateurs": "Français Fatou",
             "durées": "2+2", "parties": 2, "code": "TWICE"},
            {"classes": CLASS, "matière": "Cuisine", "heures": "8 h", "formateurs": "Cuisine Chloé",
             "durées": "4", "code": "COMMON"},
        ],
        "Barrettes": [
            {"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par semaine": 1, "modules": "NUM2",
             "sans besoin": "autonomie", "formateurs": "Sport Sami ; Français Fatou"},
        ],
        "Compétences": [{"formateur": "Sport Sami", "matière ou module": "numératie"}],
        "Besoins": [{"apprenants": " ; ".join(sorted(B)), "cible": "NUM2", "en tout": "1 h"}],
        "Temps d'accompagnement": [{"nom": "Temps A", "classes": CLASS, "durée": "1 h", "par semaine": 1}],
        "Apprenants": people,
    }  # fmt: skip


def _in(week: int, day: str) -> bool:
    first, last = WEEKS[week]
    return first <= day <= last


def test_case_02_common_courses_where_both_are_and_others_given_twice(solved: Callable[[book.Rows], Solved]) -> None:
    """Cooking is in week 37 with everyone; French is taught to each part in each of its own two weeks."""
    found = solved(rows())
    assert found.unplaced == []
    common = found.of(course_id="COMMON")
    assert len(common) == 2
    assert all(_in(37, s["date"]) and found.people(s) == A | B for s in common)
    for part, people, weeks in (("A", A, (37, 39)), ("B", B, (37, 38))):
        mine = found.of(course_id="TWICE", part_id=part)
        assert [sum(_in(week, s["date"]) for s in mine) for week in weeks] == [2, 2]
        assert len(mine) == 4
        assert all(found.people(s) == people for s in mine)
    # what is for the whole class is where everyone is
    for kind in ("barrette", "open"):
        assert all(_in(37, s["date"]) for s in found.of(kind=kind))
        assert {a for s in found.of(kind=kind) for a in found.people(s)} == A | B
    assert all(not _in(39, s["date"]) for who in B for s in found.attended(who))
    assert all(not _in(38, s["date"]) for who in A for s in found.attended(who))
    owed = [d for d in found.debts if d["module_or_strand"] == "NUM2"]
    assert [d["hours_planned"] for d in owed] == ["1"] * 4


def test_case_02_check_says_what_common_days_cannot_hold(tmp_path: Path) -> None:
    """A weekly course of the whole class has half of its weeks; what the common week cannot hold is refused."""
    given = rows()
    given["Cours"][0]["parties"] = None
    write_workbook(tmp_path / "cas.xlsx", given)
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 0
    (line,) = [line for line in said.output.splitlines() if "Français" in line and "commun" in line]
    assert "1 semaine" in line
    assert "« parties »" in line
    given["Cours"][1]["heures"] = "40 h"
    write_workbook(tmp_path / "cas.xlsx", given)
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 1
    (line,) = [line for line in said.output.splitlines() if "Cuisine" in line and "commun" in line]
    assert "20 h" in line


def test_case_02_people_without_a_part_follow_the_class(solved: Callable[[book.Rows], Solved]) -> None:
    """Those whose part is empty are all in the part that follows the row of the class, however many they are."""
    given = rows()
    for person in given["Apprenants"]:
        if person["code"] in B and person["code"] != "BP-CUI-1-08":
            person["partie"] = None
    given["Besoins"] = []
    found = solved(given)
    parts = {s["part_id"]: found.people(s) for s in found.of(course_id="TWICE")}
    assert parts == {"A": A | B - {"BP-CUI-1-08"}, "B": {"BP-CUI-1-08"}}
