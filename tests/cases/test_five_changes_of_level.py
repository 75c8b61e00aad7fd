"""A teaching barrette whose rooms are nearly full: five people change level by two or three, and change places."""

from pathlib import Path

from data.writing.template import write_workbook
from tests.cases import test_case_16_teaching_barrette as taught
from tests.cases import workbooks as book
from tests.cases.conftest import EFFORT, Solved, barrette, read_files

NEW = {0: 4, 4: 3, 2: 1, 3: 1, 7: 2}
"""Five people of the first class, at first of levels 1, 1, 3, 4 and 4, and their new levels."""


def rows() -> book.Rows:
    """Four groups of nine, one a level, in rooms of ten; nobody has a second result yet."""
    return taught.rows() | {"Salles": book.rooms(5, 10), "Résultats": []}


def moved(found: Solved) -> dict[str, tuple[str, ...]]:
    """Person → groups of both periods, for those who have not the same in both."""
    groups = [taught.by_level(found, period) for period in ("P1", "P2")]
    where = [{a: name for name, people in of.items() for a in people} for of in groups]
    return {a: (where[0][a], where[1][a]) for a in where[0] if where[0][a] != where[1][a]}


def test_five_changes_of_level_are_five_changes_of_group(tmp_path: Path) -> None:
    """Nobody moves in the solve; the update regroups the second period, and no one else, hour or room changes."""
    people = [str(person["code"]) for person in rows()["Apprenants"]]
    write_workbook(tmp_path / "cas.xlsx", rows())
    done = barrette("solve", str(tmp_path / "cas.xlsx"), "--out", str(tmp_path / "edt"), "--effort", str(EFFORT))
    assert done.exit_code == 0, done.output
    before = read_files(tmp_path / "edt", "")
    assert moved(before) == {}
    results = [
        {"apprenant": people[n], "domaine": "littératie", "résultat": level, "date": "18/09/2026"}
        for n, level in NEW.items()
    ]
    write_workbook(tmp_path / "après.xlsx", rows() | {"Résultats": results})
    words = ("--workbook", str(tmp_path / "après.xlsx"), "--from", "21/09/2026")
    done = barrette("update", str(tmp_path / "edt"), *words)
    assert done.exit_code == 0, done.output
    after = read_files(tmp_path / "edt", "")
    assert moved(after) == {people[n]: (f"ENS-{n % 4 + 1}", f"ENS-{level}") for n, level in NEW.items()}
    assert after.of() == before.of()
