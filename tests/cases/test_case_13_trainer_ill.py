"""Case 13: a trainer is ill at 7:30 today. The hour stays; a colleague of the class takes it, or it is watched."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved, barrette

CLASSES = ("CAP Bois 1", "CAP Métal 1")
ILL, OWN, OTHER, WATCHER = "MALADE-MAELLE", "CLASSE-CLARA", "AILLEURS-ALAN", "VIE-VERA"


def rows(*, own_free: bool = True, other_free: bool = True) -> book.Rows:
    """Maths by the ill trainer; two colleagues may lead maths, the one who teaches French to the class first."""
    away = [name for name, free in (("Classe Clara", own_free), ("Ailleurs Alan", other_free)) if not free]
    return {
        "Paramètres": book.settings("07/09/2026", "11/09/2026"),
        "Classes": book.classes("CAP Menuisier", *CLASSES),
        "Calendrier": book.calendar((37,), *CLASSES),
        "Formateurs": [
            *book.trainers("Malade Maëlle", "Classe Clara", "Ailleurs Alan"),
            {"nom": "Vie Véra", "rôle": "vie scolaire"},
        ],
        "Salles": book.rooms(3, 16),
        "Cours": [
            {"classes": "CAP Bois 1", "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Malade Maëlle"},
            {"classes": "CAP Bois 1", "matière": "Français", "heures": "1 h/sem", "formateurs": "Classe Clara"},
            {"classes": "CAP Métal 1", "matière": "Français", "heures": "1 h/sem", "formateurs": "Ailleurs Alan"},
        ],
        "Compétences": [
            {"formateur": name, "matière ou module": "Mathématiques"}
            for name in ("Malade Maëlle", "Classe Clara", "Ailleurs Alan")
            if name not in away
        ],
        "Apprenants": [*book.learners("CAP Bois 1", 4), *book.learners("CAP Métal 1", 4)],
    }  # fmt: skip


def maths(found: Solved) -> Row:
    """The ill trainer's first session."""
    return found.of(course_id="CAP-BOIS-1-MATHEMATIQUES")[0]


def events(folder: Path, audience: str, name: str) -> set[tuple[str, str]]:
    """Day and hour (UTC), and title, of the events of a calendar; none where there is no file."""
    path = folder / "ics" / audience / f"{name}.ics"
    if not path.exists():
        return set()
    calendar = Calendar.from_ical(path.read_bytes())
    return {(str(e.decoded("DTSTART")), str(e["SUMMARY"])) for e in calendar.walk("VEVENT")}


def replaced(found: Solved, *words: str) -> Row:
    """The session after the command."""
    day = maths(found)["date"]
    said = barrette("replace", str(found.folder), "--trainer", "Malade Maëlle", "--date", day, *words)
    assert said.exit_code == 0, said.output
    return session(found.folder, maths(found)["session_id"])


def session(folder: Path, name: str) -> Row:
    """A session as it stands in a folder."""
    with (folder / "csv" / "sessions.csv").open(encoding="utf-8", newline="") as stream:
        return next(row for row in csv.DictReader(stream) if row["session_id"] == name)


def test_case_13_a_colleague_of_the_class_takes_the_hour(solved: Callable[[book.Rows], Solved]) -> None:
    """Clara, who teaches the class, comes before Alan; day, hour and room stay, and the calendars say it."""
    found = solved(rows())
    before = maths(found)
    told = barrette("replace", str(found.folder), "--trainer", ILL, "--date", before["date"]).stdout
    assert told.index("Classe Clara, qui connaît la classe") < told.index("Ailleurs Alan, qui ne connaît pas")
    assert told.index("Ailleurs Alan") < told.index("autonomie") < told.index("annuler")
    apprentice = events(found.folder, "apprentices", "CAP-Bois-1-01")
    hours = {at for at in events(found.folder, "trainers", ILL) if at[0].startswith(before["date"])}
    assert hours
    after = replaced(found, "--best")
    assert after["trainer_ids"] == OWN
    assert [after[c] for c in ("date", "start", "end", "room_id")] == [
        before[c] for c in ("date", "start", "end", "room_id")
    ]
    assert {at for at, _title in hours} <= {at for at, _title in events(found.folder, "trainers", OWN)}
    assert not {at for at in events(found.folder, "trainers", ILL) if at[0].startswith(before["date"])}
    assert events(found.folder, "apprentices", "CAP-Bois-1-01") == apprentice  # same hours, same titles
    assert barrette("verify", str(found.folder)).exit_code == 0
    differs = barrette("diff", str(found.folder)).stdout
    assert "absence d’un formateur" in differs
    assert "Formateur changé" in differs


def test_case_13_nobody_may_lead_it(solved: Callable[[book.Rows], Solved]) -> None:
    """No colleague is skilled: the class works in its room, watched by whoever does not teach; the hours count."""
    found = solved(rows(own_free=False, other_free=False))
    before = maths(found)
    after = replaced(found, "--best")
    assert (after["guidance"], after["trainer_ids"], after["room_id"]) == ("autonomous", WATCHER, before["room_id"])
    assert (after["start"], after["end"]) == (before["start"], before["end"])
    verified = barrette("verify", str(found.folder))
    assert verified.exit_code == 0, verified.output


@pytest.mark.parametrize("watcher", [WATCHER, OWN], ids=["vie scolaire", "de la classe"])
def test_case_13_update_takes_the_same_adult(solved: Callable[[book.Rows], Solved], watcher: str) -> None:
    """The same absence typed in the workbook: `update` gives the class the adult that `replace` would."""
    workbook = rows(own_free=False, other_free=False)
    if watcher == OWN:  # nobody but teachers: the one who knows the class
        workbook["Formateurs"] = [row for row in workbook["Formateurs"] if row["nom"] != "Vie Véra"]
    found = solved(workbook)
    before = maths(found)
    again = shutil.copytree(found.folder, found.folder.parent / "encore")
    replaced(found, "--best")
    workbook["Indisponibilités"] = [{"qui": "Malade Maëlle", "du": before["date"], "au": before["date"]}]
    write_workbook(found.folder.parent / "apres.xlsx", workbook)
    words = ("--workbook", str(found.folder.parent / "apres.xlsx"), "--from", before["date"])
    said = barrette("update", str(again), *words)
    assert said.exit_code == 0, said.output
    after = session(again, before["session_id"])
    assert (after["guidance"], after["trainer_ids"]) == ("autonomous", watcher)
    assert after == session(found.folder, before["session_id"])
    assert barrette("verify", str(again)).exit_code == 0


def test_case_13_the_hour_is_cancelled(solved: Callable[[book.Rows], Solved]) -> None:
    """Cancelled, the session leaves every calendar and its two hours are listed as to be given again."""
    found = solved(rows())
    before = maths(found)
    number = str(len([s for s in found.of(trainer_ids=ILL) if s["date"] == before["date"]]))
    choose = ";".join(f"{n}=annuler" for n in range(1, int(number) + 1))
    said = barrette("replace", str(found.folder), "--trainer", ILL, "--date", before["date"], "--choose", choose)
    assert said.exit_code == 0, said.output
    left = (found.folder / "csv" / "unplaced.csv").read_text("utf-8")
    assert before["session_id"] in left
    assert "absence de Malade Maëlle" in left
    assert not {at for at in events(found.folder, "classes", "CAP-BOIS-1") if at[1] == "Mathématiques"
                and at[0].startswith(before["date"])}  # fmt: skip
    assert barrette("verify", str(found.folder)).exit_code == 0
