"""What the reports say of versions, decisions of regulation and publications."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from outputs.dossier.model import Line, Said
from outputs.evidence.cycle_hours import cycle_register
from outputs.evidence.person_file import fiches
from outputs.evidence.record import Decided, Record
from outputs.evidence.register import barrettes, regulations
from outputs.evidence.shape import Part
from planner.domain import ApprenticeId, Group, ModuleId, Timetable
from planner.folder.evidence import record_of
from planner.store.opening import in_folder
from planner.store.tables import PUBLICATIONS
from tests.cli.running import barrette
from tests.cli.versions import keep, with_session
from tests.evidence.centre import TODAY, Files, load
from tests.evidence.centre import rows as rows_of_workbook
from tests.whole.tiny import written


@pytest.fixture
def folder(reported: Files, tmp_path: Path) -> Path:
    """A copy of the folder that the test may change."""
    shutil.copytree(reported.folder.parent, tmp_path / "copie")
    return tmp_path / "copie" / "edt"


@pytest.fixture
def record(reported: Files) -> Record:
    """What the reports are made of."""
    with in_folder(reported.folder, writes=False) as store:
        return record_of(store, TODAY)


def rows(parts: list[Part], title: str) -> list[Mapping[str, Any]]:
    """Rows of a table by its headers."""
    found = [t for part in parts for t in part.tables if t.title == title]
    return [dict(zip(t.headers, row, strict=True)) for t in found for row in t.rows]


def person(record: Record, name: str) -> ApprenticeId:
    """The id of somebody."""
    return next(p.id for p in record.people if p.last_name == name)


def of(record: Record, name: str) -> list[Part]:
    """The file of one person."""
    return fiches(record, [p for p in record.people if p.last_name == name])


def test_a_version_that_moves_a_session_is_told_to_those_who_attend(folder: Path) -> None:
    """With its number, reason and author; not to the others; the company hears of the day once it is published."""
    with in_folder(folder, writes=False) as store:
        timetable = store.timetable(1)
    session = max(
        (s for s in timetable.sessions if s.kind == "course" and s.class_ids == ("CAP-CUI-1",)), key=lambda s: s.day
    )
    other = date(2026, 9, 17) if session.day != date(2026, 9, 17) else date(2026, 9, 16)

    def move(found: Timetable) -> Timetable:
        return with_session(found, session.id, day=other, start=13 * 60, end=13 * 60 + session.minutes)

    keep(folder, move, "salle en travaux")
    with in_folder(folder, writes=False) as store:
        record = record_of(store, TODAY)
    (row,) = rows(of(record, "Petit"), "Changements")
    assert (row["Version"], row["Motif"], row["Par"]) == (2, "salle en travaux", "Le planificateur")
    assert row["Ce qui a changé"].startswith("1 séance déplacée (")
    assert not rows(of(record, "Sow"), "Changements")
    versions = rows(regulations(record, record.people), "Versions")
    assert [v["Version"] for v in versions] == [1, 2]
    assert versions[0]["Publiée le"]
    assert not versions[1]["Publiée le"]


def test_the_report_of_an_earlier_version(folder: Path) -> None:
    """It knows nothing of what came later."""
    keep(folder, lambda timetable: timetable, "rien")
    done = barrette("report", folder, "--version", "1", "--only", "regulations", "--json")
    assert '"version": 1' in done.stdout
    assert '"rien"' not in done.stdout


def decided(record: Record, **values: Any) -> Decided:
    """A proposal about one person that was accepted, then carried out by version 1."""
    said = Said("12/09/2026 10:00", "Accepter", "Mme Roux", "conseil du 11", 1)
    line = Line(
        number=3,
        aim="Apprenant",
        name="Hugo Petit",
        group="CAP CUI 1",
        why="littératie : niveau 2 (3 auparavant)",
        what="Littératie : renforcer",
        effect="1 h par semaine",
        state="acceptée : appliquée, version 1",
        decision="Accepter",
        by="Mme Roux",
        reason="conseil du 11",
        when="12/09/2026 10:00",
        key="cle",
        history=(said,),
    )
    period = record.periods[1].id
    values = {"people": frozenset({person(record, "Petit")}), "barrette_id": None} | values
    return Decided(period, line, values["people"], None, values["barrette_id"], values.get("company", False), 1)


def test_decisions_stand_in_the_file_and_the_log(record: Record) -> None:
    """Who decided what, when and why; of the person alone, and of nobody else."""
    changed = replace(record, decided=(decided(record),))
    (row,) = rows(of(changed, "Petit"), "Décisions de régulation")
    assert (row["Décision"], row["Par"], row["Motif"], row["Version"]) == ("Accepter", "Mme Roux", "conseil du 11", 1)
    assert row["Période"] == "P2"
    assert not rows(of(changed, "Sow"), "Décisions de régulation")
    (line,) = rows(regulations(changed, changed.people), "Journal des régulations")
    assert (line["N°"], line["État"]) == (3, "acceptée : appliquée, version 1")
    others = [p for p in changed.people if p.last_name == "Sow"]
    assert not rows(regulations(changed, others), "Journal des régulations")


def test_a_talk_that_regulation_asks_a_company_for_is_told(record: Record) -> None:
    """Among what the company knows."""
    changed = replace(record, decided=(decided(record, company=True),))
    told = rows(of(changed, "Petit"), "Entreprise informée")
    assert any("demande d’un point" in row["Ce que l’entreprise a su"] for row in told)


def swapped(record: Record) -> Record:
    """The record with one person in another module of the barrette in the second period."""
    who, second = person(record, "Petit"), record.periods[1].id
    groups: list[Group] = []
    for group in record.timetable.groups:
        if group.period_id == second and who in group.apprentice_ids:
            groups.append(replace(group, apprentice_ids=tuple(a for a in group.apprentice_ids if a != who)))
            new = {"id": f"{group.id}-autre", "module_id": ModuleId("NUM2"), "apprentice_ids": (who,)}
            groups.append(replace(group, **new))  # type: ignore[arg-type]
        else:
            groups.append(group)
    return replace(record, timetable=replace(record.timetable, groups=tuple(groups)))


def test_who_changed_group_and_why(record: Record) -> None:
    """By the decision where there is one, else by what positioning brought since, else by needs and places."""
    moved = swapped(record)
    (row,) = rows(barrettes(moved, moved.people), "Qui a changé de groupe")
    assert (row["Apprenant"], row["De"], row["À"]) == ("PETIT Hugo", "P1", "P2")
    assert row["Pourquoi"] == "besoins et places de la période"
    (_first, second) = rows(barrettes(moved, moved.people), "Par barrette et période")
    assert second["Changent de groupe"] == 1
    (row,) = rows(barrettes(replace(moved, decided=(decided(moved),)), moved.people), "Qui a changé de groupe")
    assert (row["Pourquoi"], row["Décidé par"]) == ("littératie : niveau 2 (3 auparavant)", "Mme Roux")
    learner = moved.problem.learners[person(moved, "Petit")]
    later = replace(learner.results[0], on=date(2026, 9, 12))
    people = {**moved.problem.learners, learner.id: replace(learner, results=(*learner.results, later))}
    (row,) = rows(barrettes(replace(moved, problem=replace(moved.problem, learners=people)), moved.people),
                  "Qui a changé de groupe")  # fmt: skip
    assert row["Pourquoi"].startswith("positionnement : ")
    assert "(12/09/2026)" in row["Pourquoi"]


def test_a_contract_to_come_is_no_contract_in_force(record: Record) -> None:
    """Of who enters before it begins."""
    learner = record.problem.learners[person(record, "Weber")]
    later = replace(learner, contract_start=date(2026, 9, 14))
    people = {**record.problem.learners, learner.id: later}
    changed = replace(record, problem=replace(record.problem, learners=people))
    found = [(r["Situation"], r["Du"], r["Au"]) for r in rows(fiches(changed, [later]), "Situations")[:2]]
    assert found == [
        ("Entré, contrat à venir", date(2026, 9, 7), date(2026, 9, 13)),
        ("Apprenti, contrat en cours", date(2026, 9, 14), date(2026, 9, 18)),
    ]


def test_periods_of_a_timetable_without_any(record: Record) -> None:
    """The whole timetable is one."""
    bare = replace(record, problem=replace(record.problem, periods=()))
    assert [p.label for p in bare.periods] == ["Toute la période"]
    assert bare.period_of(TODAY) == bare.periods[0]


def test_attendance_typed_since_counts_without_an_update(folder: Path) -> None:
    """With the workbook as it is by now; another term's is refused."""
    typed = rows_of_workbook()
    typed["Présences"].append({"date": date(2026, 9, 10), "classe": "CAP CUI 1", "état": "présent"})
    (folder.parent / "depuis").mkdir()
    book = written(folder.parent / "depuis", typed)
    before, after = (
        load(barrette("report", folder, "--only", "heures", "--json", *more).stdout)
        for more in ((), ("--workbook", book))
    )
    attended = [
        {row[0]: row[12] for row in found["reports"][0]["parts"][0]["tables"][0]["rows"]} for found in (before, after)
    ]
    timetable = [row for row in Files(folder, {}).held() if row[1]["date"] == "2026-09-10"]
    cooks = ("LEROY Zoé", "MARTIN Léa", "PETIT Hugo")
    for name in attended[0]:
        more = sum(int(s["minutes"]) for who, s in timetable if who == name) if name in cooks else 0
        assert attended[1][name] == pytest.approx(attended[0][name] + more / 60)
    assert any(name in cooks for name, _session in timetable)
    setting = next(row for row in typed["Paramètres"] if row["paramètre"] == "fin")
    setting["valeur"] = date(2026, 9, 25)
    typed["Périodes"][1]["au"] = date(2026, 9, 25)
    (folder.parent / "autre").mkdir()
    refused = barrette("report", folder, "--workbook", written(folder.parent / "autre", typed))
    assert refused.exit_code == 3
    assert "n’est pas de la même période" in refused.output


def test_what_a_company_was_sent_is_told_apart_from_what_waits(folder: Path) -> None:
    """Dates that changed with a second publication wait until `barrette sent` says that their message has gone."""
    with in_folder(folder, writes=False) as store:
        timetable, learner = (
            store.timetable(1),
            next(p for p in record_of(store, TODAY).people if p.last_name == "Petit"),
        )
    gone = {r.session_id for r in timetable.attendance if r.apprentice_id == learner.id}
    day = max(s.day for s in timetable.sessions if s.id in gone)
    lost = {s.id for s in timetable.sessions if s.id in gone and s.day == day}

    def take(found: Timetable) -> Timetable:
        kept = (r for r in found.attendance if r.apprentice_id != learner.id or r.session_id not in lost)
        return replace(found, attendance=tuple(kept))

    keep(folder, take, "convention")
    row = {"number": 2, "version": 2, "since": datetime(2026, 9, 1, 8), "author": "", "reason": ""}
    with in_folder(folder) as store, store.writing() as connection:
        connection.execute(insert(PUBLICATIONS).values(row))

    def sent() -> list[str]:
        with in_folder(folder, writes=False) as store:
            found = rows(of(record_of(store, day), "Petit"), "Entreprise informée")
        return [row["Envoi"] for row in found]

    assert sent() == ["page et calendrier", "message pas encore envoyé"]
    done = barrette("sent", folder, "Maison Petit")
    assert done.exit_code == 0, done.output
    (_first, second) = sent()
    assert second.startswith("message envoyé le ")


def test_who_is_there_is_on_site_though_others_follow_from_elsewhere(record: Record) -> None:
    """Hugo follows a lesson from elsewhere: it is his hour at a distance, and an hour on site of all the others."""
    hugo, lea = person(record, "Petit"), person(record, "Martin")
    lesson = next(s for s in record.held(hugo) if s in record.held(lea) and s.kind == "course")
    mixed = with_session(record.timetable, lesson.id, modality="blended")
    rows_of = (
        replace(row, remote=row.session_id == lesson.id and row.apprentice_id == hugo) for row in mixed.attendance
    )
    seen = replace(record, timetable=replace(mixed, attendance=tuple(rows_of)))
    table = {row["Apprenant"]: row for row in rows(cycle_register(seen, seen.people), "Heures par modalité")}
    assert table["PETIT Hugo"]["À distance, en direct"] == lesson.minutes / 60
    assert table["MARTIN Léa"]["Sur place"] == table["MARTIN Léa"]["Total prévu"] > 0
    assert table["PETIT Hugo"]["Module hybride"] == table["MARTIN Léa"]["Module hybride"] == 0
