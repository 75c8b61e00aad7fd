"""The workbook of a calculation, read or refused with all its faults."""

import os
from pathlib import Path

import data
from data.reader import Reading
from planner.cli.codes import USAGE, WORKBOOK, Refused
from planner.cli.phrases import count
from planner.cli.work.faults import fault_lines
from planner.domain import Problem


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
