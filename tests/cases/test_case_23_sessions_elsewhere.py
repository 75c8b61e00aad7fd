"""Case 23: a timetable that exists elsewhere is pasted; barrettes, groups and what is left are built around it."""

import itertools
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

CLASSES = ("BP COI 1", "BP FLE 1")
WEEKS = (date(2026, 9, 7), date(2026, 9, 14))
FRENCH, MATHS, TRADE = "FATOU Français", "MARC Maths", "COLETTE Coiffure"


def existing() -> list[dict[str, object]]:
    """Both weeks alike, with the headings of a usual export; odd lengths, an evening, two parts, an unknown subject."""
    rows: list[dict[str, object]] = []

    def add(day: date, hours: str, classes: str, subject: str, trainer: str, room: str) -> None:
        start, end = hours.split("-")
        rows.append(
            {"Date": day, "Heure début": start, "Heure fin": end, "Promotion": classes, "Matière": subject,
             "Enseignant": trainer, "Salle": room}
        )  # fmt: skip

    for monday in WEEKS:
        tuesday = monday + timedelta(days=1)
        add(monday, "8h05-9h35", "BP COI 1", "Français", "Mme Fatou", "Salle 1")
        add(monday, "8h00-12h00", "BP FLE 1", "Mathématiques", "M. Marc", "Salle 2")
        add(tuesday, "17h30-19h00", "BP COI 1", "Mathématiques", "Marc Maths", "Salle 3")
        add(tuesday, "9h00-12h00", "BP COI 1 Gr A", "Coiffure", "Colette C.", "Salon")
        add(tuesday, "13h00-16h00", "BP COI 1 Gr B", "Coiffure", "Colette C.", "Salon")
        add(tuesday, "14h00-15h00", "BP FLE 1", "Vie de classe", "", "")
    return rows


def rows() -> book.Rows:
    """Two classes, two weeks; French of the second and one hour a week of the first are to be placed."""
    people = [*book.learners("BP COI 1", 8), *book.learners("BP FLE 1", 8)]
    for number, person in enumerate(people):
        person["littératie"] = 1 if number % 2 else 4
        person["partie"] = "AB"[number % 2] if person["classe"] == "BP COI 1" else None
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Coiffure", *CLASSES),
        "Calendrier": book.calendar((37, 38), *CLASSES),
        "Formateurs": book.trainers(FRENCH, MATHS, TRADE, "AUTRE Anne"),
        "Salles": [*book.rooms(3, 20), {"salle": "Salon", "type": "salon", "places": 8}],
        "Cours": [
            {"classes": "BP COI 1", "matière": "Français", "heures": "2,5 h/sem", "formateurs": FRENCH, "code": "FR1"},
            {"classes": "BP COI 1", "matière": "Mathématiques", "heures": "3 h", "formateurs": MATHS, "code": "MA1"},
            {"classes": "BP COI 1", "matière": "Coiffure", "heures": "3 h/sem", "formateurs": TRADE, "code": "CO1",
             "type de salle": "salon", "parties": 2, "durées": "3"},
            {"classes": "BP FLE 1", "matière": "Mathématiques", "heures": "4 h/sem", "formateurs": MATHS,
             "code": "MA2", "durées": "2+2"},
            {"classes": "BP FLE 1", "matière": "Français", "heures": "2 h/sem", "formateurs": FRENCH, "code": "FR2"},
        ],
        "Barrettes": [
            {"barrette": "Barrette A", "classes": " ; ".join(CLASSES), "durée": "1 h", "par semaine": 1,
             "modules": "LIT1", "sans besoin": "autonomie"}
        ],
        "Emploi du temps existant": existing(),
        "Apprenants": people,
    }  # fmt: skip


def when(found: Solved, **cells: str) -> list[tuple[str, str, str]]:
    """Day and hours of sessions."""
    return [(s["date"], s["start"][-5:], s["end"][-5:]) for s in found.of(**cells)]


def test_case_23_existing_sessions_stay_and_the_rest_is_built_around(solved: Callable[[book.Rows], Solved]) -> None:
    """Every pasted session is where it was; an hour of French a week is added, the rest fits around."""
    found = solved(rows())
    assert found.unplaced == []
    mondays, tuesdays = ("2026-09-07", "2026-09-14"), ("2026-09-08", "2026-09-15")
    # hours outside the bells (8:05, 17:30–19:00) and lengths that the course does not have (4 h for 2 + 2)
    assert when(found, course_id="MA1") == [(day, "17:30", "19:00") for day in tuesdays]
    assert when(found, course_id="MA2") == [(day, "08:00", "12:00") for day in mondays]
    assert {(s["room_id"], s["trainer_ids"]) for s in found.of(course_id="MA2")} == {("SALLE-2", "MARC-MATHS")}
    # parts told by the name of the group, each with its own people
    for part, hours in (("A", ("09:00", "12:00")), ("B", ("13:00", "16:00"))):
        assert when(found, course_id="CO1", part_id=part) == [(day, *hours) for day in tuesdays]
        people = {p for s in found.of(course_id="CO1", part_id=part) for p in found.people(s)}
        assert len(people) == 4
    # 2 h 30 a week of French: 1 h 30 stands, one hour is added each week at an hour of the bells
    french = found.of(course_id="FR1")
    assert sorted(int(s["minutes"]) for s in french) == [60, 60, 90, 90]
    assert [t for t in when(found, course_id="FR1") if t[1] == "08:05"] == [(d, "08:05", "09:35") for d in mondays]
    # a subject that is no course: an event of the class, its hour is taken
    assert when(found, kind="fixed") == [(day, "14:00", "15:00") for day in tuesdays]
    assert {len(found.people(s)) for s in found.of(kind="fixed")} == {8}
    assert sum(int(s["minutes"]) for s in found.of(course_id="FR2")) == 4 * 60
    assert len({s["occurrence"] for s in found.of(kind="barrette")}) == 2
    owed = [d for d in found.debts if d["source"] != "programme"]
    assert owed
    assert all(float(d["hours_planned"]) > 0 for d in owed)


def test_case_23_same_paste_same_ids(solved: Callable[[book.Rows], Solved]) -> None:
    """Ids say the course and the rank, never the date."""
    found = solved(rows())
    assert [s["session_id"] for s in found.of(course_id="MA2")] == ["MA2-EX01", "MA2-EX02"]
    assert [s["session_id"] for s in found.of(course_id="CO1")][:2] == ["CO1-A-EX01", "CO1-B-EX01"]


def test_case_23_a_whole_timetable_leaves_only_the_barrette(solved: Callable[[book.Rows], Solved]) -> None:
    """Courses have all their hours already (one even more): nothing is added but two occurrences of the barrette.

    The first week is free on Thursday at 10:00 too; only Friday at 9:00 is free for both classes in both weeks.
    """
    slots = [f"{h}h00-{h + 1}h00" for h in (8, 9, 10, 11, 13, 14, 15, 16)]
    lines: list[dict[str, object]] = []
    for week, monday in enumerate(WEEKS):
        free = {(4, "9h00-10h00")} | ({(3, "10h00-11h00")} if week == 0 else set())
        for day, hours in itertools.product(range(5), slots):
            if (day, hours) in free:
                continue
            for name, trainer, room in (("BP COI 1", FRENCH, "Salle 1"), ("BP FLE 1", MATHS, "Salle 2")):
                start, end = hours.split("-")
                lines.append(
                    {"date": monday + timedelta(days=day), "début": start, "fin": end, "classe": name,
                     "matière": "Enseignement", "formateur": trainer, "salle": room}
                )  # fmt: skip
    full = {
        **rows(),
        "Formateurs": [{**t, "max par semaine": 40, "max par jour": 8} for t in book.trainers(FRENCH, MATHS, "Anne")],
        "Salles": book.rooms(4, 20),
        "Cours": [
            {"classes": "BP COI 1", "matière": "Enseignement", "heures": "70 h", "formateurs": FRENCH, "code": "E1"},
            {"classes": "BP FLE 1", "matière": "Enseignement", "heures": "77 h", "formateurs": MATHS, "code": "E2"},
        ],
        "Séances existantes": lines,
    }
    del full["Emploi du temps existant"]
    for person in full["Apprenants"]:
        person["partie"] = None
    found = solved(full)
    assert found.unplaced == []
    assert {s["session_id"].rsplit("-", 1)[1][:2] for s in found.of(kind="course")} == {"EX"}
    assert len(found.of(kind="course")) == len(lines)
    assert sorted(set(when(found, kind="barrette"))) == [
        ("2026-09-11", "09:00", "10:00"),
        ("2026-09-18", "09:00", "10:00"),
    ]


def test_case_23_a_lock_with_its_end_is_kept_as_it_is(solved: Callable[[book.Rows], Solved]) -> None:
    """A session locked from 12:05 to 12:50, at noon and shorter than any slot, is one of the two hours of the week."""
    locked = rows()
    del locked["Emploi du temps existant"]
    locked["Verrous"] = [
        {"cours": "FR2", "date": day, "heure": "12h05", "fin": "12h50", "salle": "Salle 3", "formateurs": FRENCH}
        for day in (WEEKS[0], WEEKS[1])
    ]
    found = solved(locked)
    assert found.unplaced == []
    french = found.of(course_id="FR2")
    kept = [s for s in french if s["room_id"] == "SALLE-3" and s["start"][-5:] == "12:05"]
    assert [(s["date"], s["end"][-5:], s["minutes"]) for s in kept] == [
        ("2026-09-07", "12:50", "45"),
        ("2026-09-14", "12:50", "45"),
    ]
    # 4 h in all: an hour and a half stands, the rest is cut into whole hours, less than one of them too much or missing
    assert 3.5 * 60 < sum(int(s["minutes"]) for s in french) < 5 * 60


@pytest.mark.parametrize(
    ("change", "words"), [({"fin": "11h"}, "vient avant le début"), ({"heure": None}, "va avec un cours, une date")]
)
def test_case_23_faulty_lock_is_named(tmp_path: Path, change: dict[str, object], words: str) -> None:
    """An end before the start, or without a start: exit 3 with the cell."""
    broken = rows()
    line = {"cours": "FR2", "date": WEEKS[0], "heure": "12h05", "fin": "12h50"}
    broken["Verrous"] = [{**line, **change}]
    write_workbook(tmp_path / "cas.xlsx", broken)
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 3, said.output
    assert words in said.output


CLASHES: dict[str, tuple[dict[str, object], str]] = {
    "class": ({"Promotion": "BP COI 1", "Heure début": "9h00", "Heure fin": "10h00"}, "La classe BP COI 1"),
    "trainer": ({"Enseignant": "Marc Maths", "Matière": "Atelier", "Heure début": "11h"}, "MARC Maths a deux séances"),
    "room": ({"Salle": "Salle 2", "Matière": "Atelier", "Enseignant": "Autre Anne"}, "Salle 2 a deux séances"),
    "closed": ({"Date": "11/11/2026"}, "le centre est fermé"),
}


@pytest.mark.parametrize("name", CLASHES)
def test_case_23_what_contradicts_itself_is_said_by_check(tmp_path: Path, name: str) -> None:
    """Two sessions at once, or one on a closed day: `check` names both lines and ends with 1."""
    changes, words = CLASHES[name]
    line = {
        "Date": WEEKS[0], "Heure début": "8h30", "Heure fin": "12h00", "Promotion": "BP COI 1", "Matière": "Français",
        "Enseignant": "", "Salle": "",
    }  # fmt: skip
    broken = rows()
    if name != "class":
        line["Promotion"] = "BP FLE 1" if name == "closed" else "BP NEU 1"
    broken["Classes"] = [*broken["Classes"], *book.classes("BP Coiffure", "BP NEU 1")]
    broken["Calendrier"] = book.calendar((37, 38, 46), *CLASSES, "BP NEU 1")
    broken["Paramètres"] = book.settings("07/09/2026", "13/11/2026")
    broken["Emploi du temps existant"] = [*existing(), {**line, **changes}]
    write_workbook(tmp_path / "cas.xlsx", broken)
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 1, said.output
    assert words in said.output
    assert "Emploi du temps existant!A14" in said.output


FAULTS: dict[str, tuple[dict[str, object], str, str]] = {
    "class": (
        {"Promotion": "BP INCONNU"},
        "D2",
        "« BP INCONNU » n'existe pas dans la feuille « Classes » (et 1 autre)",
    ),
    "trainer": ({"Enseignant": "M. Personne"}, "F2", "« M. Personne » n'existe pas dans la feuille « Formateurs »"),
    "room": ({"Salle": "Salle 99"}, "G2", "« Salle 99 » n'existe pas dans la feuille « Salles »"),
    "order": ({"Heure fin": "7h00"}, "C2", "« 7h00 » vient avant le début"),
    "no end": ({"Heure fin": None}, "C2", "indiquez l'heure de fin, ou la durée"),
    "no class": ({"Promotion": None}, "D2", "indiquez la classe"),
    "far away": ({"Date": "07/09/2036"}, "A2", "est loin de l'emploi du temps"),
    "hour": ({"Heure début": "26h"}, "B2", "n'est pas une heure"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_case_23_faulty_lines_are_named_once(tmp_path: Path, name: str) -> None:
    """The same wrong value on two lines: exit 3, one message with sheet, cell, value and cure."""
    changes, cell, words = FAULTS[name]
    broken = rows()
    lines = existing()
    wrong = [{**lines[0], **changes}, {**lines[0], **changes, "Date": changes.get("Date", "09/09/2026")}]
    broken["Emploi du temps existant"] = [*wrong, *lines[1:]]
    write_workbook(tmp_path / "cas.xlsx", broken)
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 3, said.output
    assert re.search(f"Feuille « Emploi du temps existant », cellules? {cell}", said.output)
    assert words in said.output
