"""The end of a formation period: proposals for the next, decided one by one, and what the update makes of them."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from data.writing.template import write_workbook
from planner.labels import private
from planner.store.alone import alone
from planner.store.tables import FORMAT
from tests.cases import workbooks as book
from tests.cases.conftest import barrette, read_again, read_files
from tests.cases.regulating import (
    FROM,
    NEEDY,
    dossier,
    end_of_period,
    fill,
    groups,
    look,
    modules,
    more_than_there_is,
    number,
    proposals,
    regulate,
    result,
    rows_before,
    states,
    update,
    write,
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the centre's timetable."""
    folder = tmp_path_factory.mktemp("centre")
    write_workbook(folder / "centre.xlsx", rows_before())
    done = barrette(
        "solve",
        str(folder / "centre.xlsx"),
        "--out",
        str(folder / "edt"),
        "--workers",
        "1",
        "--no-export",
        "--effort",
        "0.2",
    )
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def seen(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the workbook of the end of the first period, once it has been looked at."""
    folder = tmp_path_factory.mktemp("vu") / "centre"
    shutil.copytree(published, folder)
    write(folder, end_of_period)
    look(folder)
    return folder


@pytest.fixture
def centre(seen: Path, tmp_path: Path) -> Path:
    """A copy of it that the test may change."""
    shutil.copytree(seen, tmp_path / "centre")
    return tmp_path / "centre"


def test_a_look_proposes_and_changes_nothing(centre: Path) -> None:
    """Every aim has its proposals, the same numbers each time; the timetable and its history stay."""
    before = read_files(centre / "edt", "").sessions
    found = look(centre)
    assert [p["number"] for p in found] == list(range(1, len(found) + 1))
    # an hour in common for what one class has asked; everybody has guidance without giving up an hour for it
    assert [p["aim"] for p in found] == ["learner"] * 4 + ["class"] + ["centre", "centre", "company"]
    assert [p["key"] for p in look(centre)] == [p["key"] for p in found]
    assert found[0]["why"] == "numératie : niveau 1 (résultat du 08/10/2026)"
    # two hours of barrette in the stay of each of the two periods to come
    assert found[0]["effect"].endswith("4 h dues, 4 h prévues")
    assert read_files(centre / "edt", "").sessions == before
    assert len(json.loads(barrette("versions", str(centre / "edt"), "--json").stdout)["versions"]) == 1
    page = dossier(centre).with_name("dossier.html").read_text("utf-8")
    assert "Document interne" in page
    assert "Prénom06 Nom06 CAP CUI 1" in page


def test_what_is_refused_is_not_done(centre: Path) -> None:
    """Somebody stays in each of their groups though the others are made anew; the class gets no hour in common."""
    found, before = proposals(centre), modules(centre, NEEDY[0])
    person, shared = number(found, name="Prénom06 Nom06 CAP CUI 1"), number(found, kind="shared")
    said = regulate(centre, "--refuse", str(person), "--refuse", str(shared), "--why", "vu en conseil", "--by", "Anne")
    assert "refusée par Anne ; motif : vu en conseil" in said.output
    assert "2 refusées, 6 sans décision" in update(centre)
    assert modules(centre, NEEDY[0]) == before
    assert [module for _when, module in modules(centre, NEEDY[1])] == ["NUM1"] * 2
    after = read_files(centre / "edt", "")
    assert not after.of(kind="support", module_id="AP-METHODE")
    owed = [d for d in after.debts if d["apprentice_id"] == NEEDY[0] and d["module_or_strand"] == "NUM1"]
    refused = ("2", "0", "refusé à la régulation (P2)")
    assert [(d["hours_due"], d["hours_planned"], d["reason_unpaid"]) for d in owed] == [refused] * 2
    checked = barrette("verify", str(centre / "edt"))
    assert checked.exit_code == 0, checked.output
    read_again(centre / "edt")
    told = states(centre)
    assert told[person] == told[shared] == "refusée : pas appliquée, version 2"
    # guidance comes before the last of the four hours
    assert told[2] == "sans décision : appliquée, version 2"
    history = barrette("versions", str(centre / "edt")).output
    assert "Régulation : 6 propositions appliquées, 2 refusées" in history
    lines = json.loads(barrette("diff", str(centre / "edt"), "--json").stdout)["lines"]
    why = {line["code"]: line["reason"] for line in lines if line["what"] == "group"}
    assert why[NEEDY[1]] == "numératie : niveau 1 (résultat du 08/10/2026)"
    assert NEEDY[0] not in why
    # nothing more to do, and the refusal holds
    assert "Rien ne change dans l’emploi du temps" in update(centre)
    assert modules(centre, NEEDY[0]) == before


def test_a_new_decision_takes_the_place_of_the_old(centre: Path) -> None:
    """Refused, then accepted: the next update serves the need, and both decisions stand in the dossier."""
    person = str(number(proposals(centre), name="Prénom06 Nom06 CAP CUI 1"))
    regulate(centre, "--refuse", person, "--by", "Anne")
    update(centre)
    assert not any(module == "NUM1" for _when, module in modules(centre, NEEDY[0]))
    regulate(centre, "--accept", person, "--by", "Paul", "--why", "revu")
    update(centre)
    assert [module for _when, module in modules(centre, NEEDY[0])] == ["NUM1"] * 2
    rows = list(load_workbook(dossier(centre))["Décisions"].iter_rows(min_row=4, values_only=True))
    assert [(row[3], row[4], row[6]) for row in rows] == [("Refuser", "Anne", 2), ("Accepter", "Paul", 3)]
    # what is done is no longer refused: the timetable would not follow
    late = regulate(centre, "--refuse", person)
    assert late.exit_code == 2
    assert "déjà appliqué" in late.output
    barrette("versions", str(centre / "edt"), "--restore", "1")
    assert regulate(centre, "--refuse", person).exit_code == 0


def test_refused_groups_stay_as_they_are(centre: Path) -> None:
    """The barrette keeps its groups of the second period, each with its trainer; those of the third are made anew."""
    before = groups(centre)
    regulate(centre, "--refuse", str(number(proposals(centre), kind="groups")))
    update(centre)
    assert groups(centre)["P2"] <= before["P2"]
    assert not groups(centre)["P3"] <= before["P3"]


def test_hours_in_common_are_given_when_accepted(centre: Path) -> None:
    """Four lack a module: an hour of their own is proposed with what it gives, and only made once accepted."""
    write(centre, more_than_there_is)
    found = look(centre)
    way = next(p for p in found if p["kind"] == "session")
    assert way["on_request"]
    update(centre)
    assert not [s for s in read_files(centre / "edt", "").of(kind="support") if way["key"] in s["session_id"]]
    assert states(centre)[way["number"]] == "sans décision : non appliquée sans accord"
    regulate(centre, "--accept", str(way["number"]))
    done = update(centre)
    after = read_files(centre / "edt", "")
    made = [s for s in after.of(kind="support") if way["key"] in s["session_id"]]
    assert made
    # what was announced: the minutes of these hours, for as many people
    assert sum(60 * len(after.people(s)) for s in made) == way["minutes"]
    assert states(centre)[way["number"]] == "acceptée : appliquée, version 3"
    assert "de moins" in done
    # once
    assert "ajoutée" not in update(centre)


def test_what_found_no_hour_is_not_called_carried_out(centre: Path) -> None:
    """An accepted need without an hour says so, one that gets a part of its hours how many; both in the history."""
    dates = {"ouvert le": "12/10/2026", "échéance": "30/10/2026"}
    needs = [
        {"apprenants": "CAP-BOU-1-05 ; CAP-BOU-1-07 ; CAP-BOU-1-08", "cible": "NUM1", "en tout": "40 h", "code": "LONG",
         "séance commune": "non", **dates},
        {"apprenants": "CAP-BOU-1-06", "cible": "ALLEMAND", "en tout": "4 h", "code": "PERSONNE", **dates},
    ]  # fmt: skip

    def change(rows: book.Rows) -> None:
        rows["Besoins"] = needs
        rows["Modules"] = [
            *rows.get("Modules", []),
            {"module": "ALLEMAND", "libellé": "Allemand", "composante": "consolidation", "matière liée": "Allemand"},
        ]

    write(centre, change)
    found = look(centre)
    none = next(p for p in found if "4 h dues, aucune prévue : " in p["effect"])
    assert none["effect"].endswith("aucun formateur compétent")
    part = next(p for p in found if "40 h dues, " in p["effect"])
    hours = part["effect"].partition("40 h dues, ")[2].partition(" prévue")[0]
    regulate(centre, "--accept", str(none["number"]))
    update(centre)
    assert states(centre)[none["number"]] == "acceptée : suivie, sans heure prévue (4 h dues), version 2"
    assert states(centre)[part["number"]] == f"sans décision : appliquée en partie ({hours} sur 40 h), version 2"
    history = barrette("versions", str(centre / "edt")).output
    empty = [said for said in states(centre).values() if "sans heure prévue" in said]
    assert f"{len(empty)} sans heure prévue" in history


def test_a_note_to_a_company_says_nothing_of_the_need(centre: Path) -> None:
    """It is written when accepted, or by the update where nothing is decided, never when refused."""
    notes = dossier(centre).parent / "entreprises"
    which = str(number(proposals(centre), aim="company"))
    assert not notes.exists()
    regulate(centre, "--accept", which)
    text = (notes / "CAP-BOU-1-07.txt").read_text("utf-8")
    page = (notes / "CAP-BOU-1-07.html").read_text("utf-8")
    assert text.startswith("Objet : point sur la formation de Prénom07 Nom07 CAP BOU 1")
    for line in (text, page):
        assert not private(line)
        assert not any(word in line for word in ("niveau", "MOT", "numératie", "littératie", "besoin"))
    regulate(centre, "--refuse", which)
    update(centre)
    assert not notes.exists()
    regulate(centre, "--accept", which)
    assert (notes / "CAP-BOU-1-07.txt").exists()


def test_a_filled_dossier_is_given_back(centre: Path) -> None:
    """Decision, author and reason of each line are kept; given twice, they are kept once."""
    sheet = load_workbook(dossier(centre))["Propositions"]
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["I4:I11"]

    def decide(sheet: Any) -> None:
        sheet["I4"], sheet["J4"], sheet["K4"] = "Refuser", "Anne Durand", "conseil du 8"
        sheet["I9"] = "accepté"

    file = fill(centre, decide)
    assert "2 décisions gardées" in regulate(centre, "--decisions", str(file), "--by", "Paul").output
    found = proposals(centre)
    decided = {p["number"]: p["decisions"] for p in found if p["decisions"]}
    assert sorted(decided) == [1, 6]
    assert (decided[1][0]["accepted"], decided[1][0]["author"], decided[1][0]["reason"]) == (
        False, "Anne Durand", "conseil du 8",
    )  # fmt: skip
    assert (decided[6][0]["accepted"], decided[6][0]["author"]) == (True, "Paul")
    assert "0 décision gardée" in regulate(centre, "--decisions", str(file)).output


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sheet: sheet.move_range("I3:I13", cols=6), "« Décision »"),
        (lambda sheet: sheet.delete_rows(5), "proposition 2"),
        (lambda sheet: sheet.__setitem__("I6", "peut-être"), "peut-être"),
        (lambda sheet: sheet.__setitem__("M6", "abc"), "« abc »"),
        (lambda sheet: (sheet.__setitem__("I6", "Refuser"), sheet.__setitem__("K6", "malade")), "« malade »"),
    ],
    ids=["moved header", "deleted row", "strange word", "strange key", "telling reason"],
)
def test_a_filled_dossier_with_a_fault_decides_nothing(centre: Path, change: Any, words: str) -> None:
    """The cell is named, and no line of the file is kept."""

    def both(sheet: Any) -> None:
        sheet["I4"] = "Refuser"
        change(sheet)

    done = regulate(centre, "--decisions", str(fill(centre, both)))
    assert done.exit_code == 3
    assert words in done.output
    assert not any(p["decisions"] for p in proposals(centre))


def test_decisions_that_were_typed_and_not_given_are_kept_aside(centre: Path) -> None:
    """The dossier is written again by the next look: what somebody had filled in stays in a copy."""
    shutil.copy(fill(centre, lambda sheet: sheet.__setitem__("I4", "Refuser")), dossier(centre))
    done = regulate(centre, "--workbook", str(centre / "apres.xlsx"), *FROM)
    assert "dossier-rempli.xlsx" in done.output
    kept = load_workbook(dossier(centre).with_name("dossier-rempli.xlsx"))["Propositions"]
    assert kept["I4"].value == "Refuser"


def test_bad_requests_are_refused_with_what_to_do(centre: Path, tmp_path: Path) -> None:
    """One message, the exit codes of every command, and nothing decided."""
    words = ("--workbook", str(centre / "apres.xlsx"))
    for asked, said in (
        (("--accept", "99"), "n’est pas dans le dossier de P2 : elles vont de 1 à 8"),
        (("--accept", "1", "--refuse", "1"), "à la fois"),
        (("--refuse", "1", "--why", "hospitalisée"), "absence"),
        ((*words, *FROM, "--period", "P4"), "Les périodes : P1, P2"),
        ((*words, *FROM, "--period", "P1"), "P1 a commencé le 07/09/2026"),
        ((*words, "--from", "03/11/2026"), "Aucune période ne commence"),
        ((*words, "--from", "demain"), "demain"),
    ):
        done = regulate(centre, *asked)
        assert done.exit_code == 2, (asked, done.output)
        assert said in done.output
    with alone(centre / "edt"):
        assert "Une autre commande écrit" in regulate(centre, "--accept", "1").output
        assert regulate(centre).exit_code == 0
    (tmp_path / "vide").mkdir()
    empty = barrette("regulate", str(tmp_path / "vide"), "--accept", "1")
    assert (empty.exit_code, "pas d’historique" in empty.output) == (4, True)
    assert not any(p["decisions"] for p in proposals(centre))


def test_a_number_that_was_not_shown_is_not_decided_on(centre: Path) -> None:
    """Looked at and decided in one command, a ninth proposal is read by nobody: refused."""
    write(centre, lambda rows: (end_of_period(rows), rows["Résultats"].append(result("CAP-BOU-1-05", "numératie"))))
    words = ("--workbook", str(centre / "apres.xlsx"), *FROM)
    blind = regulate(centre, *words, "--accept", "9")
    assert blind.exit_code == 2
    assert "Un numéro veut dire ce qui a été montré" in blind.output
    assert "9. Prénom05 Nom05 CAP BOU 1" in blind.output
    assert not any(p["decisions"] for p in proposals(centre))
    assert regulate(centre, *words, "--accept", "9").exit_code == 0


def test_a_store_of_before_gets_its_tables_when_it_is_written(centre: Path) -> None:
    """A store of the first form is read as it is, and raised by the first look; nothing else changes."""
    file = centre / "edt" / "plan.sqlite"
    with sqlite3.connect(file) as connection:
        for table in ("regulation_proposals", "regulation_decisions"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE about SET value = '1' WHERE name = 'format'")
    nothing = regulate(centre)
    assert (nothing.exit_code, "--workbook" in nothing.output) == (2, True)
    assert barrette("diff", str(centre / "edt")).exit_code == 0
    assert look(centre)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT value FROM about WHERE name = 'format'").fetchone() == (str(FORMAT),)


def test_a_refusal_ends_with_its_period(centre: Path) -> None:
    """In the dossier of the period after, the need is proposed again."""
    write(centre, lambda rows: rows["Résultats"].append(result(NEEDY[0], "numératie")))
    regulate(centre, "--refuse", str(number(look(centre), aim="learner")))
    update(centre)
    words = ("--workbook", str(centre / "apres.xlsx"), "--from", "30/10/2026", "--json")
    again = json.loads(regulate(centre, *words).stdout)
    assert again["period"] == "P3"
    assert [p["state"] for p in again["proposals"] if p["aim"] == "learner"] == ["sans décision"]


def test_a_trainer_more_for_a_barrette_is_proposed_with_its_cell(tmp_path: Path) -> None:
    """One trainer cannot lead two groups: who could is named, and once in the workbook the groups are made anew."""

    def team(names: str) -> Callable[[book.Rows], None]:
        def change(rows: book.Rows) -> None:
            rows["Barrettes"][0]["formateurs"] = names
            rows["Résultats"] += [result(f"CAP-BOU-1-{n:02d}", "numératie") for n in (5, 6, 7, 8)]

        return change

    rows = rows_before()
    rows["Barrettes"][0]["formateurs"] = "Soutien Sam"
    write_workbook(tmp_path / "centre.xlsx", rows)
    solve = ("solve", str(tmp_path / "centre.xlsx"), "--out", str(tmp_path / "edt"), "--workers", "1", "--no-export")
    assert barrette(*solve, "--effort", "0.2").exit_code == 0
    write(tmp_path, team("Soutien Sam"))
    way = next(p for p in look(tmp_path) if p["kind"] == "team")
    assert way["what"].startswith(
        "Ajouter Maths Marc à l’équipe (feuille « Barrettes », ligne 2, colonne « formateurs »)"
    )
    # both hours of the stay of the period, for four people
    assert way["minutes"] == 4 * 2 * 60
    regulate(tmp_path, "--accept", str(way["number"]))
    assert states(tmp_path)[way["number"]] == "acceptée : à écrire dans le classeur"
    write(tmp_path, team("Soutien Sam ; Maths Marc"))
    update(tmp_path)
    assert states(tmp_path)[way["number"]] == "acceptée : appliquée, version 2"
    assert sorted(module for _when, module in modules(tmp_path, "CAP-BOU-1-05")) == ["NUM1", "NUM1"]
