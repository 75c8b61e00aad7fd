"""The tiny centre with something of every report, as rows of a workbook; and its files read back by other means."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.whole.tiny import Rows, tiny

TODAY = date(2026, 9, 16)
"""The Wednesday of the second week: what is before it is over."""
P1, P2 = (date(2026, 9, 7), date(2026, 9, 11)), (date(2026, 9, 12), date(2026, 9, 18))
STRANDS = {
    "CONSOLIDATION": "Consolidation des acquis",
    "PERSONAL": "Accompagnement personnalisé",
    "GUIDANCE": "Accompagnement au choix d’orientation",
}
TARGETS = {"CONSOLIDATION": 60, "PERSONAL": 30, "GUIDANCE": 13}
"""Hours of a year of each volet, of 13 weeks."""
HERE, GONE = date(2026, 9, 8), date(2026, 9, 9)
"""Days on which everybody is said to be there, and on which one is absent."""
CLASSES = ("CAP CUI 1", "CAP BOU 1")
CYCLE = 800
ENTRANT_COMPANY = date(2026, 9, 16)


def rows() -> Rows:
    """The rows of the workbook."""
    found = tiny()
    found["Périodes"] = [
        {"période": "P1", "du": P1[0], "au": P1[1]},
        {"période": "P2", "du": P2[0], "au": P2[1]},
    ]
    found["Diplômes"] = [
        {
            "formation": name,
            "diplôme": "CAP",
            "années": 2,
            "consolidation": "60 ; 60",
            "accompagnement personnalisé": "30 ; 30",
            "orientation": "13 ; 13",
            "semaines par an": "13 ; 13",
            "heures du cycle": f"{CYCLE} h",
        }
        for name in ("CAP Cuisine", "CAP Boulanger")
    ]
    for row in found["Apprenants"]:
        row |= {"entreprise": f"Maison {row['nom']}", "formateur référent": "Noir Eva"}
        if row["nom"] == "Weber":
            row |= {"entrée": P1[0], "contrat début": P1[0], "contrat fin": date(2027, 9, 6)}
            row |= {"premier jour en entreprise": ENTRANT_COMPANY}
        else:
            row |= {"module d'entrée déjà fait": "14 h"}
    found["Aménagements"] = [
        {"apprenant": "Martin Léa", "effet": "max par jour", "durée": "6 h"},
        {"apprenant": "Sow Awa", "effet": "créneau interdit", "jours": "lu", "de": "8h", "à": "10h"},
    ]
    found["Besoins"] = [
        {"apprenants": "Petit Hugo", "cible": "AP-METHODE", "en tout": "1 h", "décidé par": "Roux Anne",
         "ouvert le": P1[0]},
    ]  # fmt: skip
    found["Présences"] = [
        *({"date": day, "classe": name, "état": "présent"} for day in (HERE, GONE) for name in CLASSES),
        {"date": GONE, "apprenants": "Diallo Ibrahima", "état": "absent"},
    ]
    found["Actions"] = [
        {"apprenant": "Petit Hugo", "nature": "entreprise", "date": HERE, "avec qui": "Mme Martel", "objet": "Bilan",
         "résultat": "Objectifs revus"},
        {"apprenant": "Petit Hugo", "nature": "accompagnement socio-éducatif", "date": GONE, "objet": "Logement"},
    ]  # fmt: skip
    found["Visites"] = [{"apprenant": "Leroy Zoé", "nombre": 1, "du": P1[0], "au": P2[1]}]
    return found


@dataclass(frozen=True)
class Files:
    """The CSV of a folder, and what the reports say as JSON."""

    folder: Path
    reports: Mapping[str, Any]

    def csv(self, name: str) -> list[dict[str, str]]:
        """The rows of a file."""
        with (self.folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def table(self, report: str, title: str, name: str = "") -> list[dict[str, Any]]:
        """The rows of a table of a report, by its headers; of one person where the report has a part for each."""
        found = next(r for r in self.reports["reports"] if r["key"] == report)
        tables = [t for part in found["parts"] if part["name"] == name for t in part["tables"] if t["title"] == title]
        assert tables, f"{report}: no table « {title} » for « {name} »"
        return [dict(zip(t["headers"], row, strict=True)) for t in tables for row in t["rows"]]

    def names(self) -> dict[str, str]:
        """Id of each person → ``MARTIN Léa``; ids are made of the names of the workbook."""
        known = {row["nom"]: f"{str(row['nom']).upper()} {row['prénom']}" for row in rows()["Apprenants"]}
        ids = sorted({row["apprentice_id"] for row in self.csv("attendance")})
        found = {}
        for one in ids:
            plain = one.replace("-", " ").casefold()
            found[one] = next(said for last, said in known.items() if plain.startswith(str(last).casefold()))
        return found

    def held(self) -> Iterator[tuple[str, dict[str, str]]]:
        """(person as the reports say them, session) of everybody, visits aside."""
        sessions = {row["session_id"]: row for row in self.csv("sessions")}
        names = self.names()
        for row in self.csv("attendance"):
            session = sessions[row["session_id"]]
            if session["kind"] != "visit":
                yield names[row["apprentice_id"]], session


def hours(minutes: float) -> float:
    """Minutes as the reports say them."""
    return round(minutes / 60, 2)


def over(session: Mapping[str, str]) -> bool:
    """Whether a session is over on the day of the reports."""
    return session["date"] < TODAY.isoformat()


def came(name: str, session: Mapping[str, str]) -> bool:
    """Whether *Présences* says that somebody was in a session."""
    if session["date"] not in (HERE.isoformat(), GONE.isoformat()):
        return False
    return not (name == "DIALLO Ibrahima" and session["date"] == GONE.isoformat())


def days(first: date, last: date) -> int:
    """Days from one to another, both counted."""
    return (last - first + timedelta(days=1)).days


def load(text: str) -> Mapping[str, Any]:
    """JSON that a command printed."""
    found: Mapping[str, Any] = json.loads(text)
    return found
