"""Files that are none of FET, or none that can be read: one French sentence each, with what to do."""

from pathlib import Path

import pytest

from data.fet.file import Unreadable, read_fet
from tests.fet_school import activity, school, write_school

GOOD = school()
BAD = {
    "empty": ("", "est vide"),
    "blank": (" \n", "est vide"),
    "text": ("nom;classe", "n’est pas un fichier de FET"),
    "broken": (GOOD[:-20], "est endommagé ou incomplet, à la ligne"),
    "other": ("<timetable version='6'><Days/></timetable>", "d’un autre logiciel (« timetable »)"),
    "future": (school(version="7.2.0"), "est de la version « 7.2.0 » de FET"),
    "unversioned": (GOOD.replace(' version="6.1.5"', ""), "ne dit pas de quelle version"),
    "entities": (GOOD.replace("<fet", "<!DOCTYPE fet [<!ENTITY a 'b'>]><fet", 1), "définit des entités"),
    "terms": (GOOD.replace("Official", "Terms"), "mode « par trimestres »"),
    "two weeks": (school(days=[f"D{n}" for n in range(10)]), "a 10 jours"),
    "no days": (school(days=[]), "ne contient pas de jours"),
    "no hours": (school(hours=[]), "ne contient pas d’heures"),
    "no activities": (GOOD.replace("<Active>true", "<Active>false"), "ne contient pas d’activités actives"),
    "strangers": (school(activities=activity(1, "Z", 1)), "donne l’activité 1 à « Z »"),
    "same number": (school(activities=activity(1, "A", 1) * 2), "deux activités du même numéro (« 1 »)"),
    "odd number": (GOOD.replace("<Id>2", "<Id>2;x"), "une activité dont le numéro n’en est pas un (« 2;x »)"),
    "no number": (GOOD.replace("<Duration>2", "<Duration>deux"), "contient « deux » à la place d’un nombre"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_file_of_fet_is_said(tmp_path: Path, name: str) -> None:
    """Each has its own sentence."""
    text, said = BAD[name]
    with pytest.raises(Unreadable, match=said.replace("(", r"\(").replace(")", r"\)")):
        read_fet(write_school(tmp_path, text))


def test_a_folder_or_nothing_at_all_is_said(tmp_path: Path) -> None:
    """Neither is a fault of the program."""
    with pytest.raises(Unreadable, match="est un dossier"):
        read_fet(tmp_path)
    with pytest.raises(Unreadable, match="n’existe pas"):
        read_fet(tmp_path / "rien.fet")


@pytest.mark.parametrize("version", ["5.41.0", "6.8.5", "5.27.3-algeria"])
def test_days_and_hours_of_both_versions_are_read(tmp_path: Path, version: str) -> None:
    """FET 5 names days in the list itself, FET 6 in an element each."""
    text = school(version=version)
    if version.startswith("5"):
        text = text.replace("<Day><Name>", "<Name>").replace("</Name></Day>", "</Name>")
        text = text.replace("<Hour><Name>", "<Name>").replace("</Name></Hour>", "</Name>")
    file = read_fet(write_school(tmp_path, text))
    assert (file.days, file.hours, len(file.activities)) == (("Mo", "Tu"), ("0", "1", "2", "3"), 4)


def test_a_group_that_is_under_two_years_is_one(tmp_path: Path) -> None:
    """The smallest sets of each year hold it."""
    shared = "".join(f"<Year><Name>{y}</Name><Group><Name>G</Name></Group></Year>" for y in "XY")
    file = read_fet(write_school(tmp_path, school(students=shared, activities=activity(1, "X", 1))))
    assert file.subgroups == {"G": ("G",), "X": ("G",), "Y": ("G",)}
