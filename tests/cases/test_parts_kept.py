"""Parts of a class when its roll changes: who is there already keeps the part that they have."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import EFFORT, Solved, barrette, read_again, read_files
from tests.cases.test_case_18_crossed_parts import rows as crossed

CLASS, OTHER = "BP CUI 1", "BP CUI 2"
ENTRANT, LEAVER, MOVER = "AAA", "BP-CUI-1-01", "BP-CUI-2-01"


def centre() -> book.Rows:
    """Nine cooks in two crossed parts, and a class that has no course in parts."""
    rows = crossed()
    rows["Cours"][0]["parties"] = 2
    rows["Classes"] += book.classes("BP Arts de la cuisine", OTHER)
    rows["Calendrier"] = book.calendar((37, 38), CLASS, OTHER)
    rows["Cours"].append({"classes": OTHER, "matière": "Gestion", "heures": "2 h/sem", "formateurs": "Techno Paul"})
    rows["Apprenants"] = [
        line | {"module d'entrée déjà fait": "14 h"} for line in book.learners(CLASS, 9) + book.learners(OTHER, 2)
    ]
    return rows


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the centre, solved once."""
    place = tmp_path_factory.mktemp("parties")
    write_workbook(place / "avant.xlsx", centre())
    words = ("--out", str(place / "resultat"), "--workers", "1", "--effort", str(EFFORT))
    assert barrette("solve", str(place / "avant.xlsx"), *words).exit_code == 0
    return place / "resultat"


def enter(rows: book.Rows) -> None:
    """Somebody enters in the second week, first in order of names."""
    (line,) = book.learners(CLASS, 1, "14/09/2026")
    rows["Apprenants"].insert(0, line | {"nom": "Aa", "code": ENTRANT, "module d'entrée déjà fait": "14 h"})


def leave(rows: book.Rows) -> None:
    """The first in order of names leaves before the second week."""
    rows["Apprenants"][0]["sortie"] = "11/09/2026"


def change_class(rows: book.Rows) -> None:
    """One of the other class joins in the second week."""
    rows["Affectations"] = [{"apprenant": MOVER, "classe": CLASS, "du": "14/09/2026"}]


def apart(found: Solved, *, but: str) -> dict[str, list[str]]:
    """Sessions of everybody but one."""
    people = {row["apprentice_id"] for row in found.attendance} - {but}
    return {person: [s["session_id"] for s in found.attended(person)] for person in people}


@pytest.mark.parametrize(("change", "who"), [(enter, ENTRANT), (leave, LEAVER), (change_class, MOVER)])
def test_whoever_comes_or_goes_swaps_nobody_elses_part(
    begun: Path, tmp_path: Path, change: Callable[[book.Rows], None], who: str
) -> None:
    """By names alone the parts would be shared anew: all but the one concerned keep every session that they have."""
    rows = centre()
    change(rows)
    write_workbook(tmp_path / "apres.xlsx", rows)
    folder = shutil.copytree(begun, tmp_path / "resultat")
    before = read_files(folder, "")
    done = barrette("update", str(folder), "--workbook", str(tmp_path / "apres.xlsx"), "--from", "2026-09-07")
    assert done.exit_code == 0, done.output
    after = read_files(folder, "")
    assert apart(after, but=who) == apart(before, but=who)
    assert after.attended(who) != before.attended(who)
    assert barrette("verify", str(folder)).exit_code == 0
    read_again(folder)
