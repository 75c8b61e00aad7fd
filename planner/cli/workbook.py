"""`barrette new` and `barrette check`."""

import os
import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import data
from data.build_done import TOLD
from data.reader import Reading, read_whole
from data.samples import NAMES
from planner.check.precheck.alert import Alert
from planner.cli import show
from planner.cli.faulty import alert_json, fault_json, marks_of, notice_json, tell_faults
from planner.cli.main import BROKEN, NOTHING, WORKBOOK
from planner.domain import Problem

NOBODY = ("aucun", "aucune", "personne")
"""Defaults that change nothing: their sheets are named in one line."""


def make_new(file: Path, sample: str | None, seed: int, *, asked: bool = False) -> int:
    """Write an empty template or a fictional centre; never over an existing file. ``asked``: dates were given."""
    refused = refused_file(file)
    if asked:
        refused = "--from et --to vont avec --after : les dates d’un classeur vide se remplissent dans « Paramètres »."
    if refused:
        show.complain(refused)
        return 2
    if sample is not None and sample not in NAMES:
        show.complain(f"L’exemple « {sample} » n’existe pas encore : choisir {_either(NAMES)}.")
        return 2
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, sample, seed)
    except OSError as error:
        show.complain(f"Impossible d’écrire « {file} » : {show.why(error)}.")
        return NOTHING
    show.say(f"{file} est écrit.")
    if sample is None:
        show.say("La feuille « Lisez-moi » dit dans quel ordre le remplir ; ensuite : barrette check, barrette solve.")
    return 0


def _either(names: Sequence[str]) -> str:
    return " ou ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def refused_file(file: Path) -> str:
    """Why a workbook may not be written there; empty when it may."""
    if file.suffix.lower() != ".xlsx":
        return f"Le nom du classeur doit finir par .xlsx : « {file.name} »."
    if os.path.lexists(file):
        return f"« {file} » existe déjà : rien n’a été écrit. Choisir un autre nom, ou déplacer ce fichier."
    return ""


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
        tell_faults(reading.faults)
    return reading.problem, reading


def say_unused(problem: Problem) -> None:
    """Before a calculation anew: what the workbook holds for another command."""
    if problem.realised:
        show.say(TOLD)


def run_check(file: Path, as_json: bool, marked: Path | None = None) -> int:
    """Every fault of the workbook at once, then the feasibility pre-checks; ``marked``: a copy that shows them."""
    from planner.check.precheck import precheck

    refused = refused_file(marked) if marked is not None else ""
    if refused:
        show.complain(refused)
        return 2
    reading, raw, used = read_whole(file)
    alerts = precheck(reading.problem) if reading.problem is not None else ()
    found: dict[str, Any] = {}
    if marked is not None and raw is not None:
        from data.book import Book
        from data.marked import lost, write_marked

        try:
            marked.parent.mkdir(parents=True, exist_ok=True)
            write_marked(marked, raw, used, marks_of(reading, alerts), Book(reading.saved))
        except OSError as error:
            show.complain(f"Impossible d’écrire « {marked} » : {show.why(error)}.")
            return NOTHING
        found = {"marked": str(marked), "lost": lost(raw)}
    if as_json:
        found |= {"faults": list(map(fault_json, reading.faults)), "alerts": list(map(alert_json, alerts))}
        show.as_json(found | {"notices": notice_json(reading), "defaults": dict(reading.defaults)})
    else:
        _tell(reading, alerts)
        _tell_copy(marked, found.get("lost", ""), reading)
    if reading.problem is None:
        return WORKBOOK
    return BROKEN if any(alert.blocking for alert in alerts) else 0


def _tell(reading: Reading, alerts: Sequence[Alert]) -> None:
    """The result of a check on the screen: faults, or counts, alerts and defaults."""
    problem = reading.problem
    if problem is None:
        show.complain(f"Le classeur a {show.count(len(reading.faults), 'erreur')} :")
        tell_faults(reading.faults)
        return
    show.say(
        f"{show.count(len(problem.classes), 'classe')}, {show.count(len(problem.learners), 'apprenant')}, "
        f"{show.count(len(problem.trainers), 'formateur')}, {show.count(len(problem.rooms), 'salle')}, "
        f"{show.count(len(problem.courses), 'cours', 'cours')} : le classeur se lit sans erreur."
    )
    nothing = [sheet for sheet, stands_in in reading.defaults.items() if stands_in in NOBODY]
    usual = [f"{sheet} : {stands_in}" for sheet, stands_in in reading.defaults.items() if sheet not in nothing]
    usual += [f"rien dans : {', '.join(nothing)}"] if nothing else []
    for title, lines in (
        ("À corriger avant le calcul", [str(a) for a in alerts if a.blocking]),
        ("À regarder", [str(a) for a in alerts if not a.blocking]),
        ("Remarques", [str(n["text"]) for n in notice_json(reading)]),
        (f"Feuilles absentes ou vides ({len(reading.defaults)}), et ce qui en tient lieu", usual),
    ):
        if lines:
            show.say(f"{title} :" if lines is usual else f"{title} ({len(lines)}) :")
            show.listing(lines, 100)


def _tell_copy(marked: Path | None, left: str, reading: Reading) -> None:
    """Say where the marked copy is and what it has lost; or that there is none."""
    if marked is None:
        return
    say = show.say if reading.problem is not None else show.complain
    if not left:
        say("Aucune copie n’a été écrite : le fichier ne se lit pas comme un classeur.")
        return
    say(f"Copie annotée : {marked}. Première feuille : la liste, avec des liens vers les cellules.")
    say(f"Elle ne reprend que les valeurs lues ; restent dans votre classeur : {left}.")
