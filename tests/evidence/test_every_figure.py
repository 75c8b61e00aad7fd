"""Figures of single sessions, groups, projections and the audit, counted again; none is left uncounted."""

import shutil
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from outputs.evidence.aids import licence_from
from outputs.evidence.cycle_hours import cycle_register
from outputs.evidence.person_file import fiches
from outputs.evidence.record import Record
from planner.domain import TOTAL_DONE, Debt
from planner.folder.evidence import record_of
from planner.store.opening import in_folder
from planner.words import say_minutes
from tests.cli.running import barrette
from tests.evidence.centre import CYCLE, P1, P2, TODAY, Files, came, days, hours, load, over, rows
from tests.evidence.test_figures import NAMES, PEOPLE, period, three
from tests.evidence.test_history import rows as rows_of_parts

DONE = 100
"""Hours before the timetable."""
SINGLE = (
    ("fiches", "Séances d’accompagnement"),
    ("recherche", "Séances de recherche"),
    ("entrants", "Blocs du module"),
)
"""Tables of one session a row."""
COUNTED = {
    "fiches": "Niveau Durée Rattrapage Heures Séances Personnes Version Reste",
    "volets": "Apprenants Heures Données Suivies Repère Part Sans Consolidation Accompagnement Total",
    "barrettes": "Séances Heures Groupes Apprenants Changent Effectif",
    "regulations": "Version",
    "recherche": "Jours Séances Heures Actions",
    "entrants": "Heures Dont",
    "amenagements": "Concernés Respectés Exceptions",
    "heures": "Minimum Cycle Durée Faites Heures Données À Écart Sur Module Total Part Seuil",
    "aides": "",
    "entreprises": "N° Version",
    "sorties": "Accompagnement Recherche Suite Actions",
}
"""Report → first words of the columns of figures that the tests of this folder count again."""


@pytest.fixture(scope="module")
def record(reported: Files) -> Record:
    """What the reports are made of."""
    with in_folder(reported.folder, writes=False) as store:
        return record_of(store, TODAY)


def test_no_report_has_a_figure_that_no_test_counts(reported: Files) -> None:
    """A column of figures that is added is noticed here."""
    for report in reported.reports["reports"]:
        known = COUNTED[report["key"]].split()
        for table in (table for part in report["parts"] for table in part["tables"]):
            for n, header in enumerate(table["headers"]):
                if any(isinstance(row[n], int | float) for row in table["rows"]):
                    assert header.split()[0] in known, f"{report['key']}, {table['title']}: {header}"


@pytest.mark.parametrize(("key", "title"), SINGLE, ids=[key for key, _title in SINGLE])
def test_hours_of_single_sessions(reported: Files, key: str, title: str) -> None:
    """Each row is a session of the person, by its day and hour, with its length, and whether it was given."""
    held = defaultdict(list)
    for name, session in reported.held():
        held[name, session["date"], session["start"]].append(session)
    heads = Counter(row["session_id"] for row in reported.csv("attendance"))
    told = []
    for name in PEOPLE:
        own = reported.table(key, title, name) if key == "fiches" else reported.table(key, title)
        told += [(name, row) for row in own if key == "fiches" or row["Apprenant"] == name]
    assert told or key == "recherche"
    for name, row in told:
        hour, _, minute = row["Horaire"].replace("\u00a0", " ").split(" – ")[0].partition(" h")
        (session,) = held[name, row["Date"], f"{int(hour):02}:{minute.strip() or '00'}"]
        assert tuple(row[n] for n in NAMES) == three([(name, session)])
        assert row.get("Personnes", heads[session["session_id"]]) == heads[session["session_id"]]


def test_groups_and_hours_of_the_register(reported: Files) -> None:
    """Sessions and hours of each group; groups and people of each hour."""
    sessions = [s for s in reported.csv("sessions") if s["kind"] == "barrette"]
    people: dict[str, set[str]] = defaultdict(set)
    for row in reported.csv("attendance"):
        people[row["session_id"]].add(row["apprentice_id"])
    rosters: dict[str, set[str]] = defaultdict(set)
    for row in reported.csv("groups"):
        rosters[row["group_id"]].add(row["apprentice_id"])
    expected = []
    for group, roster in rosters.items():
        own = [s for s in sessions if s["group_id"] == group]
        expected.append((period(own[0]), len(roster), len(own), hours(sum(int(s["minutes"]) for s in own))))
    told = reported.table("barrettes", "Groupes")
    assert sorted((r["Période"], r["Effectif"], r["Séances"], r["Heures"]) for r in told) == sorted(expected)
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for session in sessions:
        at[session["date"], session["start"]].append(session["session_id"])
    found = sorted(
        (r["Date"], r["Groupes"], r["Apprenants"]) for r in reported.table("barrettes", "Heures de barrette")
    )
    assert found == sorted(
        (day, len(own), len(set().union(*(people[s] for s in own)))) for (day, _start), own in at.items()
    )


def test_hours_missed_and_made_up(record: Record) -> None:
    """Hugo is not called to a lesson of his class, half an hour of which is made up: its length, and that half hour."""
    hugo = next(p for p in record.people if p.last_name == "Petit")
    lesson = next(s for s in record.held(hugo.id) if s.kind == "course")
    attendance = (r for r in record.timetable.attendance if (r.session_id, r.apprentice_id) != (lesson.id, hugo.id))
    debt = Debt(hugo.id, "r", str(lesson.course_ids[0]), lesson.minutes, 30, P2[1], 1, "rattrapage")
    timetable = replace(record.timetable, attendance=tuple(attendance), debts=(*record.timetable.debts, debt))
    (row,) = rows_of_parts(fiches(replace(record, timetable=timetable), [hugo]), "Heures manquées et rattrapage")
    assert (row["Date"], row["Durée (h)"]) == (lesson.day, lesson.minutes / 60)
    assert row["Rattrapage prévu (h), matière"] == 0.5


def test_hours_given_of_entrants(reported: Files) -> None:
    """The three figures of the module of whoever enters."""
    blocks = [(n, s) for n, s in reported.held() if n == "WEBER Tom" and s["kind"] == "onboarding"]
    (row,) = reported.table("entrants", "Entrants")
    assert tuple(row[n] for n in NAMES) == three(blocks)


def test_what_the_contract_comes_to_at_this_rhythm(record: Record, reported: Files) -> None:
    """Hours before, and those of the timetable without what was missed, as often as it goes into the contract."""
    learners = {k: replace(p, done_minutes={TOTAL_DONE: DONE * 60}) for k, p in record.problem.learners.items()}
    seen = replace(record, problem=replace(record.problem, learners=learners, has_balances=True))
    table = {row["Apprenant"]: row for row in rows_of_parts(cycle_register(seen, seen.people), "Heures du cycle")}
    kept: Counter[str] = Counter()
    for name, session in reported.held():
        told = over(session) and session["date"] in ("2026-09-08", "2026-09-09")
        kept[name] += 0 if told and not came(name, session) else int(session["minutes"])
    for typed in rows()["Apprenants"]:
        name = f"{str(typed['nom']).upper()} {typed['prénom']}"
        begins, ends = typed["contrat début"], typed["contrat fin"]
        terms = 1 + (days(P2[1], ends) - 1) / days(P1[0], P2[1])  # type: ignore[arg-type]
        coming = DONE + kept[name] / 60 * terms
        least = CYCLE * min(1, days(begins, ends) / (365.25 / 12) / 24)  # type: ignore[arg-type]
        row = table[name]
        assert row["Faites avant"] == DONE
        assert row["Cycle (mois)"] == 24
        assert row["À la fin du contrat, à ce rythme"] == pytest.approx(coming, abs=0.02)
        assert row["Écart au minimum au prorata"] == pytest.approx(coming - least, abs=0.04)


def test_a_contract_from_before_the_entry_gives_the_licence(record: Record) -> None:
    """Who is of age and under contract before they enter may have it since then, as long as the contract lasts."""
    birth, late = date(2008, 1, 1), P1[0] + timedelta(days=2)
    tom = replace(
        next(p for p in record.people if p.last_name == "Weber"), birth=birth, contract_start=P1[0], entry=late
    )
    assert licence_from(record, tom) == P1[0]
    assert licence_from(record, replace(tom, contract_end=P1[0] + timedelta(days=1))) is None


def test_the_audit_says_the_same_hours(reported: Files, tmp_path: Path) -> None:
    """Given, attended and missed of each who is followed, as the CSV and *Présences* have them."""
    copy = Path(shutil.copytree(reported.folder, tmp_path / "edt"))
    told = load(barrette("report", copy, "--audit", "Diallo Ibrahima", "--audit", "Petit Hugo", "--json").stdout)
    page = (Path(told["folder"]) / "synthese.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    for name in ("DIALLO Ibrahima", "PETIT Hugo"):
        given = [s for n, s in reported.held() if n == name and over(s)]
        typed = [s for s in given if s["date"] in ("2026-09-08", "2026-09-09")]
        there = sum(int(s["minutes"]) for s in typed if came(name, s))
        missed = sum(int(s["minutes"]) for s in typed) - there
        whole = sum(int(s["minutes"]) for s in given)
        three = ((whole, "donnée"), (there, "suivie"), (missed, "manquée"))
        said = ", ".join(f"{say_minutes(minutes)} {what}s" if minutes else f"aucune {what}" for minutes, what in three)
        assert said in page
