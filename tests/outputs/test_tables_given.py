"""The internal workbook and page say which hours were given and attended, and what is still to be typed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from outputs.excel.workbooks import write_excel
from outputs.pages.html import write_html
from outputs.summary import figures
from planner.domain import Came, Problem, Realised, RollLine, Timetable, session_reference
from planner.report.figures import overview
from tests.outputs.conftest import COOKS, MINOR, WEEKS


def typed(centre: Problem, timetable: Timetable) -> tuple[Problem, str]:
    """All cooks came on the first day but for one; the reference of a session of theirs."""
    first = next(s for s in sorted(timetable.sessions, key=lambda s: (s.day, s.start)) if COOKS in s.class_ids)
    lines = (
        RollLine(Came.PRESENT, day=first.day, class_id=COOKS),
        RollLine(Came.EXCUSED, first.id, apprentice_ids=(MINOR,)),
    )
    return replace(centre, rolls=lines), session_reference(centre.settings.salt, first.id)


def rows_of(folder: Path, title: str) -> list[tuple[Any, ...]]:
    """Lines of a list of the internal workbook, below its header."""
    book = load_workbook(folder / "interne" / "emploi-du-temps.xlsx")
    return [tuple(cell.value for cell in row) for row in book[title].iter_rows(min_row=4)]


def test_workbook_lists_hours_given_and_attended(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Figures, not texts; given is attended, missed and untold; the person who was excused missed the first session."""
    problem, _reference = typed(centre, finished)
    write_excel(tmp_path, problem, finished)
    found = rows_of(tmp_path, "Heures données")
    assert {row[0] for row in found} == {
        *("Apprenant", "Classe", "Cours", "Volet", "Module", "Formateur", "Heures dues"),
    }
    for row in found:
        assert all(isinstance(value, int | float) for value in row[3:])
        assert abs(row[4] - row[5] - row[6] - row[7]) < 0.02
    people = {row[1]: row for row in found if row[0] == "Apprenant"}
    assert people["AUBRY Camille"][6] > 0
    assert [name for name, row in people.items() if row[6]] == ["AUBRY Camille"]
    load = load_workbook(tmp_path / "interne" / "emploi-du-temps.xlsx")["Heures des formateurs"]
    assert any(str(cell.value).startswith("Données avant le") for cell in load[3])


def test_workbook_lists_the_sheets_that_are_still_to_be_typed(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """Not those that are typed; each with the reference that its sheet bears."""
    problem, reference = typed(centre, finished)
    late = replace(finished, summary={**finished.summary, "since": WEEKS[1].isoformat()})
    write_excel(tmp_path, problem, late)
    found = rows_of(tmp_path, "Présences à saisir")
    assert found
    assert reference not in {row[-1] for row in found}
    known = {session_reference(centre.settings.salt, s.id) for s in finished.sessions if s.day < WEEKS[1]}
    assert {row[-1] for row in found} < known
    (to_type,) = [f for f in figures(late, problem) if f.name == "Présences à saisir"]
    assert to_type.value == str(sum(row[-2] for row in found))


def test_nothing_is_listed_before_anything_is_over(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A first timetable: no list; once *Réalisé* speaks of a session there is one, in which nobody is told to be."""
    write_excel(tmp_path, centre, finished)
    assert "Heures données" not in load_workbook(tmp_path / "interne" / "emploi-du-temps.xlsx").sheetnames
    held = max(finished.sessions, key=lambda s: s.day)
    write_excel(tmp_path, replace(centre, realised=(Realised(held.id, cancelled=True),)), finished)
    found = rows_of(tmp_path, "Heures données")
    assert sum(row[4] for row in found if row[0] == "Formateur") > 0
    assert {row[5] for row in found} == {0}


def test_page_says_the_hours_of_all_learners(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Among the figures of the first page, once attendance is typed; nothing of it is handed out."""
    problem, _reference = typed(centre, finished)
    write_html(tmp_path, problem, finished, overview(problem, finished))
    page = (tmp_path / "interne" / "index.html").read_text("utf-8")
    assert "Heures-apprenants suivies" in page
    for path in (tmp_path / "diffusion").rglob("*.html"):
        assert "Heures-apprenants" not in path.read_text("utf-8")
