"""What the planner gives: the workbook of a calculation, a list given back; read, or refused with all its faults."""

import os
from collections.abc import Collection
from pathlib import Path

import data
from data.fault_lines import fault_lines, plain_fault
from data.faults import Faults
from data.reading.workbook import Reading
from planner.answer import USAGE, WORKBOOK, Refused
from planner.domain import ApprenticeId, ClassId, CourseId, Problem
from planner.listener import Listener
from planner.words import bulleted, count


def read_workbook(file: Path, before: Problem | None = None) -> tuple[Problem, Reading]:
    """What a workbook says; raises Refused with every fault.

    ``before``: what stood before, whose shares of the split classes are kept.
    """
    reading = data.read(file, before)
    if reading.problem is None:
        head = f"Le classeur a {count(len(reading.faults), 'erreur')} ; rien n’a été écrit."
        raise Refused(WORKBOOK, head, *fault_lines(reading.faults))
    return reading.problem, reading


def tell_outside(reading: Reading, listener: Listener, known: Collection[str] = ()) -> None:
    """Warn of lines that lie outside the timetable by their dates.

    ``known``: what was said at the last update (kept with its version), which is not said again.
    """
    new = [line for line in reading.outside if line not in known]
    if new:
        listener.warn("Ces lignes ne changent rien :")
    for line in bulleted(new):
        listener.warn(line)


def read_after(file: Path, before: Problem, read: tuple[Problem, Reading] | None = None) -> tuple[Problem, Reading]:
    """What a workbook says, the shares of split classes being those of before; raises Refused with every fault.

    ``read``: the same file read without them, which is enough where nobody of before is in another part.
    """
    read = read or read_workbook(file)
    was, now = _shares(before), _shares(read[0])
    return read if all(was[key] == now[key] for key in was.keys() & now.keys()) else read_workbook(file, before)


def _shares(problem: Problem) -> dict[tuple[ApprenticeId, ClassId | CourseId], str]:
    """The part of each learner in each class of theirs, and in each course of another class that they follow."""
    found: dict[tuple[ApprenticeId, ClassId | CourseId], str] = {
        (learner.id, m.class_id): m.part for learner in problem.learners.values() for m in learner.memberships
    }
    return found | {(p.apprentice_id, p.follows): p.part for p in problem.paths if p.follows}


def refuse_place(file: Path) -> None:
    """Raise Refused where a workbook may not be written: never over an existing file."""
    if file.suffix.lower() != ".xlsx":
        raise Refused(USAGE, f"Le nom du classeur doit finir par .xlsx : « {file.name} ».")
    if os.path.lexists(file):
        raise Refused(
            USAGE, f"« {file} » existe déjà : rien n’a été écrit. Choisissez un autre nom, ou déplacez ce fichier."
        )


def refuse_faulty(file: Path, faults: Faults, unchanged: str) -> None:
    """Raise Refused where a list given back has faults; ``unchanged``: what was not done because of them."""
    if faults:
        head = f"« {file} » a {count(len(faults.rows), 'erreur')} ; {unchanged}."
        plain = {"faults": [plain_fault(fault) for fault in faults]}
        raise Refused(WORKBOOK, head, *fault_lines(faults.rows), plain=plain)
