from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

import data
from constraints import RULES
from outputs.csvfiles import in_file_order, read_csv, write_csv
from planner.domain import Problem, Timetable
from planner.solve.engine import Options, solve
from planner.verify import verify
from tests.whole.tiny import Rows, tiny, written

MONDAY = date(2026, 9, 7)
PROGRAMMES = ("CAP Cuisine", "CAP Boulanger", "BP Arts de la cuisine", "Bac pro Cuisine")
SUBJECTS = ("Mathématiques", "Français", "TP cuisine", "Anglais", "EPS")
ADULTS = ("Durand Paul", "Roux Anne", "Noir Eva", "Blanc Luc")
INSTEAD = ("accompagnement", "autonomie", "entreprise", "libre")
FAMILY, FIRST = ("Martin", "Petit", "Sow", "Diallo", "Leroy"), ("Léa", "Hugo", "Awa")


@st.composite
def centres(draw: st.DrawFn) -> Rows:
    """Rows of a small centre: two or three classes, one to three weeks, a dozen people, and whatever may vary."""
    weeks = draw(st.integers(1, 3))
    classes = [f"Classe {n}" for n in range(1, 1 + draw(st.integers(2, 3)))]
    rows: Rows = {
        "Paramètres": [
            {"paramètre": "établissement", "valeur": "CFA tiré au sort"},
            {"paramètre": "zone", "valeur": "B"},
            {"paramètre": "début", "valeur": MONDAY},
            {"paramètre": "fin", "valeur": MONDAY + timedelta(days=7 * weeks - 3)},
            {"paramètre": "sel", "valeur": "sel"},
        ],
        "Classes": [
            {"classe": name, "formation": draw(st.sampled_from(PROGRAMMES)), "année": draw(st.integers(1, 2))}
            for name in classes
        ],
        "Calendrier": [
            {"qui": name} | {f"S{37 + n}": draw(st.sampled_from(["X", "X", "lu-me", "lu-ma"])) for n in range(weeks)}
            for name in classes
        ],
        "Formateurs": [
            {"nom": name, "jours absents": draw(st.sampled_from([None, None, "me", "ve pm"])),
             "max par semaine": draw(st.sampled_from([None, "18 h"]))}
            for name in ADULTS
        ],
        "Salles": [
            {"salle": "Cuisine", "type": "cuisine", "places": draw(st.integers(3, 12))},
            {"salle": "Salle 1", "type": "banalisée", "places": draw(st.integers(4, 12))},
            {"salle": "Salle 2", "type": "banalisée", "places": 12},
            {"salle": "CDR", "type": "ressources", "places": 30, "groupes simultanés": 3},
        ],
        "Cours": [_course(draw, name, subject) for name in classes for subject in _some(draw, SUBJECTS)],
        "Apprenants": [
            _learner(draw, number, draw(st.sampled_from(classes))) for number in range(draw(st.integers(4, 12)))
        ],
        "Compétences": [
            {"formateur": name, "matière ou module": " ; ".join(_some(draw, ("littératie", "numératie", "AP-METHODE")))}
            for name in ADULTS
        ],
    }  # fmt: skip
    return rows | _support(draw, classes) | _cases(draw, rows)


def _some(draw: st.DrawFn, values: tuple[str, ...]) -> list[str]:
    return draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))


def _course(draw: st.DrawFn, name: str, subject: str) -> dict[str, object]:
    workshop = subject.startswith("TP")
    return {
        "classes": name,
        "matière": subject,
        "heures": "4 h/sem" if workshop else draw(st.sampled_from(["2 h/sem", "4 h/sem", "6 h/sem"])),
        "formateurs": " ou ".join(_some(draw, ADULTS[:3])[:2]),
        "durées": "4" if workshop else None,
        "type de salle": "cuisine" if workshop else None,
        "parties": draw(st.sampled_from([None, 2])) if workshop else None,
    }


def _learner(draw: st.DrawFn, number: int, group: str) -> dict[str, object]:
    signed = draw(st.sampled_from([None, date(2026, 9, 1), date(2026, 9, 14)]))
    return {
        "nom": FAMILY[number % len(FAMILY)],
        "prénom": FIRST[number // len(FAMILY)],
        "naissance": date(draw(st.integers(2000, 2010)), 5, 6),
        "classe": group,
        "entrée": draw(st.sampled_from([date(2026, 9, 1), MONDAY, date(2026, 9, 9)])),
        "contrat début": signed,
        "contrat fin": signed and date(2028, 8, 31),
        "littératie": draw(st.sampled_from([None, 1, 2, 3, 4])),
        "numératie": draw(st.sampled_from([None, 1, 2, 3, 4])),
    }


def _support(draw: st.DrawFn, classes: list[str]) -> Rows:
    """A barrette, an open period, both or none, for some of the classes."""
    rows: Rows = {}
    together = " ; ".join(classes[: draw(st.integers(1, len(classes)))])
    if draw(st.booleans()):
        rows["Barrettes"] = [
            {"barrette": "Barrette A", "classes": together, "durée": "2 h", "par semaine": 1,
             "politique": draw(st.sampled_from([None, "mixte"])), "formateurs": " ; ".join(ADULTS[:3])}
        ]  # fmt: skip
    if draw(st.booleans()):
        rows["Temps d'accompagnement"] = [
            {"nom": "Temps A", "classes": together, "durée": "2 h", "lieu encadré": "CDR"}
        ]
    return rows


def _cases(draw: st.DrawFn, rows: Rows) -> Rows:
    """Arrangements, exemptions and absences of some of the people."""
    people = [f"{p['nom']} {p['prénom']}" for p in rows["Apprenants"]]
    subject = rows["Cours"][0]["matière"]
    found: Rows = {}
    if draw(st.booleans()):
        effect = draw(
            st.sampled_from(
                [{"effet": "max par jour", "durée": "6 h"}, {"effet": "créneau interdit", "jours": "lu", "de": "8h",
                 "à": "10h"}, {"effet": "jour de repos", "jours": "ma"}]
            )
        )  # fmt: skip
        found["Aménagements"] = [{"apprenant": people[0], **effect}]
    if draw(st.booleans()):
        found["Indisponibilités"] = [
            {"qui": people[-1], "du": MONDAY + timedelta(days=draw(st.integers(0, 4)))},
            {"qui": ADULTS[1], "jours": "je"},
        ]
    if draw(st.booleans()):
        found["Dispenses"] = [
            {"apprenant": people[1], "matière": subject, "à la place": draw(st.sampled_from(INSTEAD))}
        ]
    return found | _paths(draw, rows, people)


def _paths(draw: st.DrawFn, rows: Rows, people: list[str]) -> Rows:
    """A change of class, and somebody who follows a course of another class."""
    found: Rows = {}
    classes = [str(row["classe"]) for row in rows["Classes"]]
    if draw(st.booleans()):
        found["Affectations"] = [
            {"apprenant": people[2], "classe": draw(st.sampled_from(classes)),
             "du": MONDAY + timedelta(days=draw(st.integers(2, 9)))}
        ]  # fmt: skip
    if draw(st.booleans()):
        home = str(rows["Apprenants"][3]["classe"])
        mine = [row for row in rows["Cours"] if row["classes"] == home]
        others = [row for row in rows["Cours"] if row["classes"] != home]
        other = draw(st.sampled_from(others))
        found["Parcours individuels"] = [
            {"apprenant": people[3], "cours quitté": f"{draw(st.sampled_from(mine))['matière']} – {home}",
             "cours suivi": f"{other['matière']} – {other['classes']}",
             "à la place": draw(st.sampled_from((None, *INSTEAD)))}
        ]  # fmt: skip
    return found


@contextmanager
def drawn(rows: Rows) -> Iterator[tuple[Path, Problem]]:
    """A folder and the problem that the rows tell; a drawn centre has no fault."""
    with TemporaryDirectory() as name:
        reading = data.read(written(Path(name), rows))
        assert reading.problem is not None, [str(fault) for fault in reading.faults]
        yield Path(name), reading.problem


def accounted(timetable: Timetable) -> Counter[str]:
    """Minutes of each course, placed in any of its parts or listed as unplaced."""
    found: Counter[str] = Counter()
    for session in timetable.sessions:
        if session.kind == "course":
            found[str(session.course_id)] += session.minutes
    for row in timetable.unplaced:
        if row.course_id:
            found[str(row.course_id)] += row.minutes
    return found


def asked(rows: Rows, problem: Problem) -> dict[str, int]:
    """Minutes asked in the workbook for the courses of classes that are there all of every week."""
    full = {row["qui"] for row in rows["Calendrier"] if {v for h, v in row.items() if h != "qui"} == {"X"}}
    weeks = len(problem.weeks)
    return {
        str(course.id): int(str(row["heures"]).split()[0]) * 60 * weeks * int(str(row["parties"] or 1))
        for course, row in zip(problem.courses.values(), rows["Cours"], strict=True)
        if row["classes"] in full
    }


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(centres())
def test_random_centre_is_solved_within_the_rules(rows: Rows) -> None:
    """Whatever the centre: no rule is broken, all that is missing is listed, and the files tell the same."""
    with drawn(rows) as (folder, problem):
        timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
        report = verify(problem, RULES, timetable)
        note(str(timetable.unplaced))
        assert report.hard == ()
        assert report.shortfalls == ()
        assert {a.apprentice_id for a in timetable.attendance} <= set(problem.learners)
        assert {a.session_id for a in timetable.attendance} <= {s.id for s in timetable.sessions}
        found = accounted(timetable)
        assert set(found) == set(map(str, problem.courses))
        expected = asked(rows, problem)
        assert {course: found[course] for course in expected} == expected
        write_csv(folder / "csv", problem, timetable)
        assert read_csv(folder / "csv") == in_file_order(timetable)


def test_barrette_at_which_nobody_is_expected_is_listed() -> None:
    """Found by drawing: everyone enters after the only days of the first week; its barrette is listed with why."""
    rows = tiny()
    rows["Calendrier"] = [{"qui": name, "S37": "lu-ma", "S38": "X"} for name in ("CAP CUI 1", "CAP BOU 1")]
    for learner in rows["Apprenants"]:
        learner["entrée"] = date(2026, 9, 9)
    with drawn(rows) as (_folder, problem):
        timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
        (listed,) = [row for row in timetable.unplaced if row.kind == "barrette"]
        assert "aucun apprenant n’est attendu" in listed.reason
        assert verify(problem, RULES, timetable).passed
