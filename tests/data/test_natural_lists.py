"""What planners naturally type: lists, hours, renamed and hidden sheets."""

from pathlib import Path

import openpyxl
import pytest

import data
from data.reading.listed import listed
from data.reading.parse_time import days, lengths, volume, windows
from data.writing.template import write_workbook
from planner.domain import Problem
from tests.data.rich import rich
from tests.data.test_faults import Change, cell, reading_of
from tests.data.test_no_effect import read


def same_as(change: Change, plain: Change) -> tuple[Problem, Problem]:
    """The problems of two changes of a sound workbook, the second as the guide has it."""
    found = []
    for one in (change, plain):
        rows = rich()
        one(rows)
        found.append(read(rows)[0])
    return found[0], found[1]


@pytest.mark.parametrize("between", [", ", " / ", " et ", " & ", "/"])
@pytest.mark.parametrize("sheet", ["Cours", "Barrettes"])
def test_list_with_another_separator_is_the_list(sheet: str, between: str) -> None:
    """Names that the workbook knows, each of them: read as with a semicolon, ids included."""
    first, second = (str(row["classe"]) for row in rich()["Classes"][:2])

    def both(between: str) -> Change:
        line = {**rich()[sheet][0], "classes": f"{first}{between}{second}", "code": "NEUF"}
        return lambda rows: rows[sheet].append(
            line | {"Cours": {"matière": "Philosophie"}, "Barrettes": {"barrette": "Barrette Z"}}[sheet]
        )

    typed, plain = same_as(both(between), both(" ; "))
    assert (typed.courses, typed.barrettes) == (plain.courses, plain.barrettes)
    found = {**typed.courses, **typed.barrettes}
    assert sorted(len(thing.class_ids) for key, thing in found.items() if key == "NEUF") == [2]


def test_types_of_room_joined_by_or_are_two() -> None:
    """« A ou B » of types of room is either of them."""
    types = list(dict.fromkeys(str(row["type"]) for row in rich()["Salles"]))[:2]
    typed, plain = same_as(
        cell("Cours", 0, "type de salle", " ou ".join(types)), cell("Cours", 0, "type de salle", " ; ".join(types))
    )
    assert typed.courses == plain.courses


def test_skills_with_commas_are_several() -> None:
    """Subjects and modules in one cell."""
    typed, plain = same_as(
        cell("Compétences", 0, "matière ou module", "Français, Mathématiques et LIT1"),
        cell("Compétences", 0, "matière ou module", "Français ; Mathématiques ; LIT1"),
    )
    assert {t: p.skills for t, p in typed.trainers.items()} == {t: p.skills for t, p in plain.trainers.items()}


def test_name_with_and_in_it_stays_one() -> None:
    """What is known as a whole, or not in each of its pieces, is left alone."""
    known = {"Santé et sécurité", "Santé", "sécurité", "A"}
    assert listed("Santé et sécurité", known.__contains__) == ("Santé et sécurité",)
    assert listed("A et C", known.__contains__) == ("A et C",)


@pytest.mark.parametrize(("sheet", "column", "words"), [
    ("Cours", "formateurs", "Plusieurs formateurs se séparent par « ou » (l'un d'eux) ou par « + » (tous ensemble)."),
    ("Barrettes", "formateurs", "Plusieurs noms se séparent par un point-virgule. « Inconnue Eva » est inconnu."),
])  # fmt: skip
def test_list_that_cannot_be_read_names_its_separator(sheet: str, column: str, words: str, tmp_path: Path) -> None:
    """Trainers of a course may be together or one of them; a name that nobody has is told apart from the others."""
    rows = rich()
    names = [str(row["nom"]) for row in rows["Formateurs"][:2]]
    rows[sheet][0][column] = ", ".join([*names, *(["Inconnue Eva"] if sheet == "Barrettes" else [])])
    (fault,) = reading_of(rows, tmp_path).faults
    assert fault.message.endswith(words)


@pytest.mark.parametrize("typed", ["2 heures hebdo", "2h hebdo.", "2 h hebdomadaires", "2 h chaque semaine", "2 h/sem"])
def test_hours_by_the_week_in_words(typed: str) -> None:
    """As people say them."""
    assert volume(typed) == ("weekly", 120)


def test_volume_that_is_not_understood_shows_the_week() -> None:
    """The cure is not only hours in all."""
    with pytest.raises(ValueError, match="2 h/sem"):
        volume("2 h la semaine")


@pytest.mark.parametrize("typed", ["4, 4", "4/4", "4 et 4"])
def test_lengths_name_their_separator(typed: str) -> None:
    """Not a duration among others."""
    with pytest.raises(ValueError, match=r"séparez-les par « \+ »"):
        lengths(typed)


@pytest.mark.parametrize(
    "typed", ["lu 8h-10h 14h-16h", "lu 8h-10h et 14h-16h", "lu de 8h à 10h, de 14h à 16h", "lu 8h-10h ; 14h-16h"]
)
def test_third_and_fourth_time_of_a_day_count(typed: str) -> None:
    """Two spans of one day."""
    assert windows(typed) == ((0, 3, 480, 600), (0, 3, 840, 960))


@pytest.mark.parametrize("typed", ["lu 8h-10h-12h", "lu 8h-12h 13h30"])
def test_third_time_alone_is_named(typed: str) -> None:
    """Hours go by two."""
    with pytest.raises(ValueError, match="deux à deux"):
        windows(typed)


def test_hours_among_days_name_the_sheet_of_hours() -> None:
    """A cell of days takes none, and says where they go."""
    with pytest.raises(ValueError, match="Indisponibilités"):
        days("lu 8h-12h 13h30")


@pytest.mark.parametrize("sheet", ["Classes", "Cours", "Formateurs", "Salles", "Apprenants"])
def test_renamed_sheet_is_one_fault_with_its_new_name(sheet: str, tmp_path: Path) -> None:
    """Not one for each line that names what stands in it."""
    path = tmp_path / "c.xlsx"
    write_workbook(path, rich())
    book = openpyxl.load_workbook(path)
    book[sheet].title = "Onglet 4"
    book.save(path)
    (fault,) = data.read(path).faults
    assert f"il manque la feuille « {sheet} »" in str(fault)
    assert "Si c'est « Onglet 4 », redonnez-lui ce nom." in str(fault)


def test_hidden_sheets_are_one_remark(tmp_path: Path) -> None:
    """All of them in one line."""
    path = tmp_path / "c.xlsx"
    write_workbook(path, rich())
    book = openpyxl.load_workbook(path)
    for sheet in ("Cours", "Salles", "Formateurs"):
        book[sheet].sheet_state = "hidden"
    book.save(path)
    (said,) = [text for text in data.read(path).notices if "masquée" in text]
    assert all(f"{sheet} (" in said for sheet in ("Cours", "Salles", "Formateurs"))


def test_trainers_of_whom_only_the_name_is_known_are_one_remark() -> None:
    """Centres list adults to spare: they are read, and a heading among them is found."""
    rows = rich()
    rows["Formateurs"] += [{"nom": "Vacataires du bâtiment B"}, {"nom": "Dupont Jean"}]
    problem, faults = read(rows)
    (said,) = [text for text in faults.notices if "seuls sur leur ligne" in text]
    assert "« Vacataires du bâtiment B et Dupont Jean »" in said
    assert {"Vacataires du bâtiment B", "Dupont Jean"} <= {t.name for t in problem.trainers.values()}


@pytest.mark.parametrize(("typed", "said"), [("2 h", True), ("2 heures", True), ("3 h", False), ("2 h/sem", False)])
def test_hours_in_all_among_weekly_ones_are_questioned(typed: str, said: bool) -> None:
    """Two hours for the whole term, in a class whose other courses are weekly; a project of more is not."""
    rows = rich()
    for row in rows["Cours"]:
        row["heures"] = "2 h/sem"
    rows["Cours"][0]["heures"] = typed
    found = [text for text in read(rows)[1].notices if "Par semaine, écrivez « 2 h/sem »" in text]
    assert len(found) == said


def test_crossing_with_a_course_of_another_class_names_that_class(tmp_path: Path) -> None:
    """« Croisé avec » is in one class: who has that course is said."""
    rows = rich()
    mine = str(rows["Cours"][0]["classes"])
    other = next(str(row["classe"]) for row in rows["Classes"] if str(row["classe"]) not in mine)
    rows["Cours"].append(
        {**rows["Cours"][0], "classes": other, "matière": "Philosophie", "code": "PHI", "croisé avec": ""}
    )
    rows["Cours"][0]["croisé avec"] = "Philosophie"
    (fault,) = [f for f in reading_of(rows, tmp_path).faults if f.value == "Philosophie"]
    assert f"n'est pas un cours de cette classe, mais de {other} :" in fault.message
