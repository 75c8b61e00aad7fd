"""A centre at the end of a formation period, and what is asked of it there."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from click.testing import Result
from openpyxl import load_workbook

from data.writing.template import write_workbook
from tests.cases import updating as mid
from tests.cases import workbooks as book
from tests.cases.conftest import barrette, read_files

FROM = ("--from", "09/10/2026")
NEEDY = ("CAP-CUI-1-06", "CAP-CUI-1-07", "CAP-CUI-1-08", "CAP-BOU-1-06")
"""Whom the new results concern: groups of the barrette are made anew."""
COMPANY = "Maison Blanc"


def rows_before() -> book.Rows:
    """The centre with three periods: a stay for each of the last two."""
    rows = deepcopy(mid.centre())
    rows["Périodes"] = [
        {"période": "P1", "du": "07/09/2026", "au": "11/10/2026"},
        {"période": "P2", "du": "12/10/2026", "au": "01/11/2026"},
        {"période": "P3", "du": "02/11/2026", "au": "13/11/2026"},
    ]
    return rows


def end_of_period(rows: book.Rows) -> None:
    """Four people need help from now on; an hour in common is decided for a class, a word for a company."""
    rows["Résultats"] += [result(NEEDY[3], "littératie"), *(result(a, "numératie") for a in NEEDY[:3])]
    rows["Besoins"] = [
        {"classe": mid.BAKERS, "cible": "AP-METHODE", "en tout": "1 h", "ouvert le": "12/10/2026", "code": "COMMUN"},
        {"apprenants": "CAP-BOU-1-07", "réponse": "entreprise", "ouvert le": "12/10/2026", "code": "MOT"},
    ]
    rows["Apprenants"] = [row | {"employeur": COMPANY} for row in rows["Apprenants"]]


def more_than_there_is(rows: book.Rows) -> None:
    """Four people of a class need two modules, for which their hours of barrette are too few."""
    rows["Résultats"] += [result(f"CAP-CUI-1-{n:02d}", "numératie") for n in (1, 2, 3)]
    rows["Résultats"] += [result("CAP-CUI-1-04", domain) for domain in ("littératie", "numératie")]


def result(person: str, domain: str) -> dict[str, object]:
    """An urgent need found just before the end of the period."""
    return {"apprenant": person, "domaine": domain, "résultat": 1, "date": "08/10/2026"}


def write(folder: Path, change: Callable[[book.Rows], None]) -> None:
    """The workbook as it is now."""
    rows = rows_before()
    change(rows)
    write_workbook(folder / "apres.xlsx", rows)


def regulate(centre: Path, *words: str) -> Result:
    """Run the command on the folder."""
    return barrette("regulate", str(centre / "edt"), *words)


def look(centre: Path, *words: str) -> list[dict[str, Any]]:
    """Look at the workbook, and give the proposals."""
    done = regulate(centre, "--workbook", str(centre / "apres.xlsx"), *FROM, "--json", *words)
    assert done.exit_code == 0, done.output
    return list(json.loads(done.stdout)["proposals"])


def proposals(centre: Path) -> list[dict[str, Any]]:
    """The proposals as the dossier holds them."""
    return list(json.loads(regulate(centre, "--json").stdout)["proposals"])


def update(centre: Path) -> str:
    """Update from the workbook; what was said. No hard rule may be broken, or nothing is kept."""
    done = barrette("update", str(centre / "edt"), "--workbook", str(centre / "apres.xlsx"), *FROM)
    assert done.exit_code == 0, done.output
    return done.output


def states(centre: Path) -> dict[int, str]:
    """What the dossier says of each proposal."""
    return {one["number"]: one["state"] for one in proposals(centre)}


def modules(centre: Path, person: str) -> list[tuple[str, str]]:
    """When and in which module somebody is in a group of the second period."""
    found = read_files(centre / "edt", "")
    return [(s["start"], s["module_id"]) for s in found.attended(person) if s["period_id"] == "P2" and s["group_id"]]


def dossier(centre: Path) -> Path:
    """The workbook in which proposals are decided."""
    return centre / "edt" / "interne" / "regulation" / "P2" / "dossier.xlsx"


def number(found: list[dict[str, Any]], **cells: object) -> int:
    """Number of the first proposal with these values."""
    return int(next(p["number"] for p in found if all(p[name] == value for name, value in cells.items())))


def groups(centre: Path) -> dict[str, set[tuple[str, str, str]]]:
    """Groups of each period, with module and trainer."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for row in read_files(centre / "edt", "").groups:
        found.setdefault(row["period_id"], set()).add((row["group_id"], row["module_id"], row["trainer_ids"]))
    return found


def fill(centre: Path, change: Callable[[Any], None]) -> Path:
    """The dossier as somebody filled it."""
    filled = load_workbook(dossier(centre))
    change(filled["Propositions"])
    filled.save(centre / "rempli.xlsx")
    return centre / "rempli.xlsx"
