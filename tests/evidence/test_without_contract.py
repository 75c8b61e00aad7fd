"""Employer search, aids and exits: every figure counted again from the CSV and the rows of the workbook."""

from collections import Counter
from datetime import date, timedelta

import pytest

from planner.cli.work import report
from tests.cli.running import barrette
from tests.evidence.centre import P1, TODAY, Files, hours, load, over
from tests.whole.tiny import Rows, tiny, written

BROKEN, GONE, BIRTHDAY, PRESENT = date(2026, 9, 8), P1[1], date(2026, 9, 15), date(2026, 9, 10)
LATER = date(2026, 9, 30)
"""After the day of the reports: nothing of it is done."""
NAMES = ("Heures prévues", "Heures données", "Heures suivies")


def rows() -> Rows:
    """Hugo's contract is broken, Awa has none, Zoé leaves, Tom is 17 on the Tuesday of the second week."""
    found = tiny()
    for row in found["Apprenants"]:
        row["module d'entrée déjà fait"] = "14 h"
        if row["nom"] == "Petit":
            row["rupture"] = BROKEN
        elif row["nom"] == "Sow":
            del row["contrat début"], row["contrat fin"]
        elif row["nom"] == "Leroy":
            row["sortie"] = GONE
        elif row["nom"] == "Weber":
            row["naissance"] = date(2009, 9, 15)
    found["Besoins"] = [{"apprenants": "Weber Tom", "cible": "PERMIS", "en tout": "1 h"}]
    found["Présences"] = [{"date": PRESENT, "classe": name, "état": "présent"} for name in ("CAP CUI 1", "CAP BOU 1")]
    found["Actions"] = [
        {"apprenant": "Petit Hugo", "nature": "recherche d'employeur", "date": date(2026, 9, 10), "avec qui": "Bistrot",
         "objet": "Candidature", "résultat": "Entretien le 21"},
        {"apprenant": "Petit Hugo", "nature": "recherche d'employeur", "date": date(2026, 9, 2), "objet": "Avant"},
        {"apprenant": "Martin Léa", "nature": "permis", "informé le": date(2026, 9, 8), "demandé le": PRESENT},
        {"apprenant": "Diallo Ibrahima", "nature": "aide", "objet": "Premier équipement",
         "informé le": date(2026, 9, 7), "demandé le": date(2026, 9, 8), "versé le": date(2026, 9, 15)},
        {"apprenant": "Leroy Zoé", "nature": "sortie", "date": date(2026, 9, 14), "avec qui": "Mission locale",
         "objet": "Réorientation", "résultat": "Suivie par la mission locale"},
        {"apprenant": "Leroy Zoé", "nature": "accompagnement socio-éducatif", "date": GONE, "objet": "Logement"},
        {"apprenant": "Sow Awa", "nature": "recherche d'employeur", "date": LATER, "objet": "Forum",
         "résultat": "salle 3"},
        {"apprenant": "Martin Léa", "nature": "permis", "versé le": LATER},
        {"apprenant": "Sow Awa", "nature": "aide", "objet": "Mobilité", "informé le": LATER},
    ]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The centre solved and reported on; not to be changed."""
    folder = tmp_path_factory.mktemp("sans-contrat")
    done = barrette("solve", written(folder, rows()), "--out", folder / "edt", "--effort", "0.1", "--workers", "1")
    assert done.exit_code == 0, done.output
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "today", lambda: TODAY)
        told = barrette("report", folder / "edt", "--json")
    assert told.exit_code == 0, told.output
    return Files(folder / "edt", load(told.stdout))


def held(files: Files, name: str, *modules: str) -> list[dict[str, str]]:
    """The sessions of somebody in some modules."""
    return [s for who, s in files.held() if who == name and s["module_id"] in modules]


def three(sessions: list[dict[str, str]]) -> tuple[float, float, float | str]:
    """Planned, given, attended; attended is empty where nothing is typed of anything that was given."""
    minutes = [int(s["minutes"]) for s in sessions]
    given = [int(s["minutes"]) for s in sessions if over(s)]
    there = [int(s["minutes"]) for s in sessions if s["date"] == PRESENT.isoformat()]
    return hours(sum(minutes)), hours(sum(given)), hours(sum(there)) if there or not given else ""


def test_who_is_without_contract(without: Files) -> None:
    """Since when, until when, days left, sessions and hours of employer search, actions, what is missing of each."""
    table = {row["Apprenant"]: row for row in without.table("recherche", "Sans contrat et ruptures")}
    assert set(table) == {"PETIT Hugo", "SOW Awa"}
    entry = next(row["entrée"] for row in rows()["Apprenants"] if row["nom"] == "Sow")
    assert isinstance(entry, date)
    for name, since, days, actions in (("PETIT Hugo", BROKEN, 180, 2), ("SOW Awa", entry, 90, 0)):
        row, until = table[name], since + timedelta(days=days)
        assert (row["Depuis le"], row["Maintien au CFA jusqu’au"]) == (since.isoformat(), until.isoformat())
        assert row["Jours restants"] == (until - TODAY).days
        sessions = held(without, name, "EMPLOI")
        assert sessions
        assert row["Séances de recherche"] == len(sessions)
        assert tuple(row[n] for n in NAMES) == three(sessions)
        assert row["Actions"] == actions
        told = [r["Date"] for r in without.table("recherche", "Séances de recherche") if r["Apprenant"] == name]
        assert told == sorted(s["date"] for s in sessions)
    assert "aucune action depuis le 01/09/2026" in table["SOW Awa"]["Ce qui manque"]
    assert "aucune action depuis" not in table["PETIT Hugo"]["Ce qui manque"]
    assert "mission locale" in table["PETIT Hugo"]["Ce qui manque"]
    assert table["PETIT Hugo"]["Dernière action"] == "2026-09-10"
    found = [(r["Le"], r["Avec qui"], r["Résultat"]) for r in without.table("recherche", "Actions de recherche")]
    assert found == [
        ("2026-09-02", "", ""),
        ("2026-09-10", "Bistrot", "Entretien le 21"),
        (LATER.isoformat(), "", "prévue, salle 3"),
    ]


def test_who_may_have_the_licence_and_other_aids(without: Files) -> None:
    """From 17 with a contract; told, asked and paid as typed; who has no contract may have none."""
    typed = {f"{str(row['nom']).upper()} {row['prénom']}": row for row in rows()["Apprenants"]}
    table = {row["Apprenant"]: row for row in without.table("aides", "Permis de conduire")}
    assert set(table) == set(typed)
    for name, row in table.items():
        birth, start = typed[name]["naissance"], typed[name].get("contrat début")
        assert isinstance(birth, date)
        old = birth.replace(year=birth.year + 17)
        assert row["Possible à partir du"] == (max(old, start).isoformat() if isinstance(start, date) else "")
    assert table["WEBER Tom"]["Possible à partir du"] == BIRTHDAY.isoformat()
    sessions = held(without, "WEBER Tom", "PERMIS")
    assert table["WEBER Tom"]["Séance d’information"] == min(s["date"] for s in sessions)
    lea = table["MARTIN Léa"]
    assert (lea["Informé le"], lea["Demandé le"], lea["Versé le"]) == ("2026-09-08", "2026-09-10", "")
    assert lea["Ce qui manque"] == "versement attendu depuis la demande du 10/09/2026 ; versement prévu le 30/09/2026"
    assert {n for n, row in table.items() if row["Ce qui manque"].startswith("à informer")} == {
        "DIALLO Ibrahima",
        *(["WEBER Tom"] if all(not over(s) for s in sessions) else []),
    }
    others = {row["Apprenant"]: row for row in without.table("aides", "Autres aides")}
    coming, paid = others.pop("SOW Awa"), others.pop("DIALLO Ibrahima")
    assert (coming["Informé le"], coming["Ce qui manque"]) == ("", "information prévue le 30/09/2026")
    assert paid["Aide"] == "Premier équipement"
    assert (paid["Demandé le"], paid["Versé le"], paid["Ce qui manque"]) == ("2026-09-08", "2026-09-15", "")
    assert {n: r["Ce qui manque"] for n, r in others.items()} == dict.fromkeys(
        ("MARTIN Léa", "WEBER Tom"), "à informer des aides"
    )


def test_exits(without: Files) -> None:
    """Who left on the Friday: what they had, what was done before and since; social follow-up stands elsewhere."""
    (row,) = without.table("sorties", "Sorties")
    assert (row["Apprenant"], row["Sortie le"], row["Motif"]) == ("LEROY Zoé", GONE.isoformat(), "sortie")
    support = [
        s for n, s in without.held() if n == "LEROY Zoé" and (s["strand"] or (s["module_id"] and not s["course_id"]))
    ]
    assert support
    assert (row["Accompagnement prévu"], row["Accompagnement donné"]) == three(support)[:2]
    assert row["Recherche d’employeur donnée"] == three(held(without, "LEROY Zoé", "EMPLOI"))[1]
    assert row["Suite après interruption donnée"] == three(held(without, "LEROY Zoé", "SUITE"))[1]
    assert (row["Actions avant"], row["Actions depuis"], row["Dernière action"]) == (0, 1, "2026-09-14")
    assert row["Situation connue"] == "Suivie par la mission locale"
    assert row["Ce qui manque"] == ""
    assert Counter(r["Nature"] for r in without.table("sorties", "Ce qui a été fait")) == {"Sortie": 1}
