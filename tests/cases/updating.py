"""A centre in the middle of its term, and what a changed workbook makes of its timetable."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import data
from constraints import RULES
from data.writing.template import write_workbook
from outputs.csv.files import in_file_order
from planner.check.verify import verify
from planner.domain import ApprenticeId, Problem, Session, SessionId, Timetable, TrainerId
from planner.engine.change.options import UpdateOptions, notice
from planner.engine.change.updated import Updated
from planner.engine.flow import solve as compute
from planner.engine.flow import update
from planner.engine.options import Options
from tests.cases import workbooks as book

COOKS, BAKERS = "CAP CUI 1", "CAP BOU 1"
STAYS = (37, 40, 43, 46)
"""Weeks at the centre of both classes."""
Change = Callable[[book.Rows], None]


def centre() -> book.Rows:
    """Ten weeks, two classes there every third week, a barrette twice a week, an hour of support kept open a stay."""
    teachers = ("Cuisine Carole", "Pain Paul", "Français Fatou", "Maths Marc", "Anglais Anne", "Soutien Sam")
    return {
        "Paramètres": book.settings(
            "07/09/2026", "13/11/2026", **{"délai de prévenance": 7, "présence minimale": "1 h", "niveau non connu": 3}
        ),
        "Classes": book.classes("CAP Cuisine", COOKS) + book.classes("CAP Boulanger", BAKERS),
        "Calendrier": book.calendar(STAYS, COOKS, BAKERS),
        "Périodes": [
            {"période": "P1", "du": "07/09/2026", "au": "11/10/2026"},
            {"période": "P2", "du": "12/10/2026", "au": "13/11/2026"},
        ],
        "Formateurs": [*book.trainers(*teachers), {"nom": "Doc Denise", "rôle": "documentaliste"}],
        "Salles": [
            *book.rooms(4, 24),
            {"salle": "Cuisine", "type": "cuisine", "places": 12},
            {"salle": "Fournil", "type": "fournil", "places": 12},
            {"salle": "CDR", "type": "cdr", "places": 24, "groupes simultanés": 3, "encadrée par": "Doc Denise"},
        ],
        "Cours": [
            course(COOKS, "Cuisine", "8 h/sem", "Cuisine Carole", "4", **{"type de salle": "cuisine"}),
            course(BAKERS, "Boulangerie", "8 h/sem", "Pain Paul", "4", **{"type de salle": "fournil"}),
            *[course(c, "Français", "4 h/sem", "Français Fatou", "2") for c in (COOKS, BAKERS)],
            *[course(c, "Mathématiques", "4 h/sem", "Maths Marc", "2") for c in (COOKS, BAKERS)],
            *[course(c, "Anglais", "2 h/sem", "Anglais Anne", "1") for c in (COOKS, BAKERS)],
        ],
        "Compétences": [
            {"formateur": "Soutien Sam", "matière ou module": "LIT1 ; LIT2 ; NUM1 ; NUM2"},
            {"formateur": "Soutien Sam", "matière ou module": "AP-METHODE ; ORI-DECOUVERTE"},
            {"formateur": "Soutien Sam", "matière ou module": "Français ; Mathématiques ; Anglais ; EMPLOI"},
            {"formateur": "Français Fatou", "matière ou module": "LIT1 ; LIT2 ; Français ; littératie"},
            {"formateur": "Maths Marc", "matière ou module": "NUM1 ; NUM2 ; Mathématiques ; numératie"},
        ],
        "Modules": book.for_one("LIT1", "LIT2", "LIT3", "NUM1", "NUM2", "NUM3", "AP-METHODE", "ORI-DECOUVERTE"),
        "Barrettes": [
            {"barrette": "Barrette A", "classes": f"{COOKS} ; {BAKERS}", "durée": "1 h", "par semaine": 2,
             "salles": "Salle 1 ; Salle 2 ; Salle 3 ; CDR"},
        ],
        "Temps d'accompagnement": [
            {"nom": "Temps A", "classes": f"{COOKS} ; {BAKERS}", "durée": "1 h", "par séjour": 1,
             "lieu encadré": "CDR"},
        ],
        "Résultats": [
            {"apprenant": f"{name.replace(' ', '-')}-{n:02d}", "domaine": "littératie", "résultat": level,
             "date": "31/08/2026"}
            for name in (COOKS, BAKERS) for n, level in ((1, 1), (2, 1), (3, 1), (4, 2), (5, 3))
        ],
        "Apprenants": [line | {"module d'entrée déjà fait": "14 h"}
                       for name in (COOKS, BAKERS) for line in book.learners(name, 8)],
    }  # fmt: skip


def course(class_name: str, subject: str, hours: str, team: str, length: str, **cells: object) -> dict[str, object]:
    """A line of *Cours*."""
    return {"classes": class_name, "matière": subject, "heures": hours, "formateurs": team, "durées": length, **cells}


def newcomer(name: str, class_name: str, entry: str, **cells: object) -> dict[str, object]:
    """A line of *Apprenants* for an adult who enters in the middle of the term."""
    return {"nom": name, "prénom": "Camille", "naissance": date(2006, 5, 1), "classe": class_name, "entrée": entry,
            "contrat début": entry, "contrat fin": "31/08/2028", "code": name.upper(), **cells}  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """The timetable before a change and after it, with what both know."""

    old: Problem
    new: Problem
    before: Timetable
    after: Timetable
    result: Updated
    first: date
    moves: date

    def attended(self, person: str, timetable: Timetable | None = None) -> tuple[Session, ...]:
        """Sessions of one person in the timetable after the change, or in another."""
        return (timetable or self.after).by_apprentice.get(ApprenticeId(person), ())

    def people(self, session: str) -> set[str]:
        """Who is expected in a session after the change."""
        return {row.apprentice_id for row in self.after.attendees.get(SessionId(session), ())}

    def planned(self, person: str, target: str, timetable: Timetable | None = None) -> int:
        """Minutes planned of what somebody is owed in a module."""
        rows = (timetable or self.after).debts
        return sum(d.planned for d in rows if d.apprentice_id == person and d.target == target)


def begin(rows: book.Rows, folder: Path) -> tuple[Problem, Timetable]:
    """The timetable published before the change."""
    problem = read(rows, folder / "avant.xlsx")
    timetable = in_file_order(compute(problem, RULES, Options(seed=1, workers=1)))
    report = verify(problem, RULES, timetable)
    assert report.passed, [f.text for f in (*report.hard, *report.shortfalls)]
    return problem, timetable


def read(rows: book.Rows, path: Path) -> Problem:
    """The problem of some rows, once written as a workbook."""
    write_workbook(path, rows)
    reading = data.read(path)
    assert reading.problem is not None, [str(f) for f in reading.faults]
    return reading.problem


def carry(
    begun: tuple[Problem, Timetable],
    rows: book.Rows,
    change: Change,
    first: date,
    folder: Path,
    days: int | None = None,
    locked: frozenset[SessionId] = frozenset(),
) -> Carried:
    """Change the workbook on a day, bring the timetable in line, and check what always holds."""
    rows = deepcopy(rows)
    change(rows)
    new = read(rows, folder / "apres.xlsx")
    old, before = begun
    moves = notice(new, first, days)
    result = update(old, new, before, RULES, UpdateOptions(first, moves, locked=locked, seed=1, workers=1))
    after = in_file_order(result.timetable)
    found = Carried(old, new, before, after, result, first, moves)
    report = verify(new, RULES, after)
    assert report.passed, [f.text for f in (*report.hard, *report.shortfalls)]
    same_past(found)
    return found


def same_past(found: Carried) -> None:
    """Nothing before the day changes, and no time before the notice has run out."""
    for timetable, other in ((found.before, found.after), (found.after, found.before)):
        for session in timetable.sessions:
            if session.day < found.first:
                assert other.session[session.id] == session
                people = [{r.apprentice_id for r in t.attendees.get(session.id, ())} for t in (timetable, other)]
                assert people[0] == people[1]
    times = when(found.after)
    for key, span in when(found.before).items():
        if span[0] < found.moves and key in times:
            assert times[key] == span, key


def when(timetable: Timetable) -> Mapping[SessionId, tuple[date, int, int]]:
    """Day, start and end of each session."""
    return {s.id: (s.day, s.start, s.end) for s in timetable.sessions}


def moved(found: Carried) -> set[str]:
    """Sessions of both timetables whose day or hour differs."""
    after = when(found.after)
    return {key for key, span in when(found.before).items() if key in after and after[key] != span}


def line(rows: book.Rows, sheet: str, **cells: object) -> dict[str, object]:
    """The first line of a sheet with these cells (spaces of headings written as underscores)."""
    wanted = {name.replace("_", " "): value for name, value in cells.items()}
    return next(row for row in rows[sheet] if all(row.get(name) == value for name, value in wanted.items()))


def fullest_days(days: list[date]) -> tuple[str, str]:
    """The day of the last two weeks on which most of some sessions are, as a workbook has it."""
    weeks = sorted({day.isocalendar().week for day in days})[-2:]
    fullest = [max((day for day in days if day.isocalendar().week == number), key=days.count) for number in weeks]
    return f"{fullest[0]:%d/%m/%Y}", f"{fullest[1]:%d/%m/%Y}"


def week(day: date) -> int:
    """Number of the week of a day."""
    return day.isocalendar().week


def id_of(problem: Problem, name: str) -> TrainerId:
    """Id of a trainer by name."""
    return next(t.id for t in problem.trainers.values() if t.name == name)
