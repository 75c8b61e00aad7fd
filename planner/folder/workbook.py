"""What the planner gives: the workbook of a calculation, a list given back; read, or refused with all its faults."""

import os
from pathlib import Path

import data
from data.fault_lines import fault_lines, plain_fault
from data.faults import Faults
from data.reader import Reading
from planner.answer import USAGE, WORKBOOK, Refused
from planner.domain import Problem
from planner.words import count


def read_workbook(file: Path) -> tuple[Problem, Reading]:
    """What a workbook says; raises Refused with every fault."""
    reading = data.read(file)
    if reading.problem is None:
        head = f"Le classeur a {count(len(reading.faults), 'erreur')} ; rien n’a été écrit."
        raise Refused(WORKBOOK, head, *fault_lines(reading.faults))
    return reading.problem, reading


def refuse_place(file: Path) -> None:
    """Raise Refused where a workbook may not be written: never over an existing file."""
    if file.suffix.lower() != ".xlsx":
        raise Refused(USAGE, f"Le nom du classeur doit finir par .xlsx : « {file.name} ».")
    if os.path.lexists(file):
        raise Refused(
            USAGE, f"« {file} » existe déjà : rien n’a été écrit. Choisir un autre nom, ou déplacer ce fichier."
        )


def refuse_faulty(file: Path, faults: Faults, unchanged: str) -> None:
    """Raise Refused where a list given back has faults; ``unchanged``: what was not done because of them."""
    if faults:
        head = f"« {file} » a {count(len(faults.rows), 'erreur')} ; {unchanged}."
        plain = {"faults": [plain_fault(fault) for fault in faults]}
        raise Refused(WORKBOOK, head, *fault_lines(faults.rows), plain=plain)
