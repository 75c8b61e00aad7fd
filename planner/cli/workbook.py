"""`barrette new` and `barrette check`."""

import secrets
from datetime import date
from pathlib import Path

import data
from data.faults import Fault
from data.reader import Reading
from data.samples import NAMES
from planner.cli import show
from planner.cli.main import BROKEN, NOTHING, WORKBOOK
from planner.domain import Problem


def make_new(file: Path, sample: str | None, seed: int) -> int:
    """Write an empty template or a fictional centre; never over an existing file."""
    if file.suffix.lower() != ".xlsx":
        show.complain(f"Le nom du classeur doit finir par .xlsx : « {file.name} ».")
        return 2
    if file.exists():
        show.complain(f"« {file} » existe déjà : rien n’a été écrit. Choisir un autre nom, ou déplacer ce fichier.")
        return 2
    if sample is not None and sample not in NAMES:
        show.complain(f"L’exemple « {sample} » n’existe pas encore : choisir {' ou '.join(NAMES)}.")
        return 2
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, sample, seed)
    except OSError as error:
        show.complain(f"Impossible d’écrire « {file} » : {error.strerror or error}.")
        return NOTHING
    show.say(f"{file} est écrit.")
    if sample is None:
        show.say("La feuille « Lisez-moi » dit dans quel ordre le remplir ; ensuite : barrette check, barrette solve.")
    return 0


def _write(file: Path, sample: str | None, seed: int) -> None:
    if sample is None:
        from data.template import write_template

        today = date.today()
        year = today.year if today.month >= 3 else today.year - 1
        write_template(file, salt=secrets.token_hex(16), school_year=year, saved=today)
    else:
        from data.samples import write

        write(file, sample, seed)


def read_or_explain(file: Path) -> tuple[Problem | None, Reading]:
    """Read a workbook; its faults are shown, all of them, when there are some."""
    reading = data.read(file)
    if reading.faults:
        number = len(reading.faults)
        show.complain(f"Le classeur a {show.count(number, 'erreur')} ; rien n’a été écrit.")
        for fault in reading.faults:
            show.complain(f"  • {fault}")
    return reading.problem, reading


def run_check(file: Path, as_json: bool) -> int:
    """Every fault of the workbook at once, then the feasibility pre-checks."""
    from planner.precheck import precheck

    reading = data.read(file)
    if reading.problem is None:
        if as_json:
            show.as_json({"faults": [_fault(f) for f in reading.faults], "alerts": [], "notices": []})
        else:
            show.complain(f"Le classeur a {show.count(len(reading.faults), 'erreur')} :")
            for fault in reading.faults:
                show.complain(f"  • {fault}")
        return WORKBOOK
    alerts = precheck(reading.problem)
    blocking = [a for a in alerts if a.blocking]
    if as_json:
        show.as_json(
            {
                "faults": [],
                "alerts": [
                    {"kind": a.kind, "text": a.text, "origin": a.origin, "blocking": a.blocking} for a in alerts
                ],
                "notices": list(reading.notices),
            }
        )
        return BROKEN if blocking else 0
    problem = reading.problem
    show.say(
        f"{show.count(len(problem.classes), 'classe')}, {show.count(len(problem.learners), 'apprenant')}, "
        f"{show.count(len(problem.trainers), 'formateur')}, {show.count(len(problem.rooms), 'salle')}, "
        f"{show.count(len(problem.courses), 'cours', 'cours')} : le classeur se lit sans erreur."
    )
    for title, lines in (
        ("À corriger avant le calcul :", [str(a) for a in blocking]),
        ("À regarder :", [str(a) for a in alerts if not a.blocking]),
        ("Valeurs par défaut et remarques :", list(reading.notices)),
    ):
        if lines:
            show.say(title)
            show.listing(lines, 100)
    return BROKEN if blocking else 0


def _fault(fault: Fault) -> dict[str, str]:
    return {"sheet": fault.sheet, "cell": fault.cell, "value": fault.value, "message": fault.message}
