"""What the names of calendar events rest on: the salt of a centre, and the mark of a term."""

import secrets
from dataclasses import replace
from pathlib import Path

from planner.domain import Problem
from planner.listener import Listener
from planner.store.database import FILE, SALT, Store, Version, open_store
from planner.store.terms import OtherTerm, mark_for, mark_of, terms

SALT_FILE = "sel.txt"


def with_mark(problem: Problem, store: Store) -> Problem:
    """The problem with the mark of its term; raises OtherTerm where its days or mark are of another."""
    return _marked(problem, mark_for(problem, terms(store)))


def _marked(problem: Problem, mark: str) -> Problem:
    return replace(problem, settings=replace(problem.settings, term=mark))


def salted(problem: Problem, salt: str) -> Problem:
    """The problem with the salt of its workbook, else with this one."""
    return replace(problem, settings=replace(problem.settings, salt=problem.settings.salt or salt))


def with_salt_before(problem: Problem, file: Path) -> Problem:
    """The problem with the salt of the term before, where the workbook names its folder; raises OtherTerm for another.

    Names of events rest on the salt: with another one, the next term would rename those of the term before.
    """
    before = file.parent / problem.settings.after
    if not problem.settings.after or not (before / FILE).exists():
        return problem
    salt = _salt_of(before)
    if salt and problem.settings.salt not in ("", salt):
        raise OtherTerm(
            f"Feuille « Paramètres » : le sel n’est pas celui de « {problem.settings.after} », dont ce classeur est la "
            "suite : remettez le sel de son classeur, pour que les calendriers gardent leurs rendez-vous."
        )
    return salted(problem, salt)


def with_salt(problem: Problem, folder: Path, listener: Listener) -> Problem:
    """The salt of the workbook, else the one kept in the folder or its history, made by the first run."""
    if problem.settings.salt:
        return problem
    kept = folder / SALT_FILE
    if not kept.exists():
        if known := salt_kept(folder):
            return salted(problem, known)
        kept.write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
        listener.say(
            f"Le classeur n’a pas de sel : un sel est gardé dans {kept}. Le coller dans « Paramètres », ligne "
            "« sel », pour que les adresses des calendriers restent les mêmes."
        )
    return salted(problem, kept.read_text(encoding="utf-8").strip())


def salt_kept(folder: Path) -> str:
    """The salt that a folder or its history keeps; empty where neither has one."""
    if (kept := folder / SALT_FILE).exists():
        return kept.read_text(encoding="utf-8").strip()
    return _salt_of(folder) if (folder / FILE).exists() else ""


def _salt_of(folder: Path) -> str:
    with open_store(folder) as store:
        return store.about(SALT)


def identified(problem: Problem, folder: Path, known: str, listener: Listener) -> Problem:
    """The problem with its salt, and the mark of the version made from the workbook with the hash ``known``."""
    problem = with_salt(problem, folder, listener)
    if not (folder / FILE).exists():
        return _marked(problem, mark_for(problem, {}))
    with open_store(folder) as store:
        version = made_from(store, known)
        return with_mark(problem, store) if version is None else _marked(problem, mark_of(version))


def made_from(store: Store, known: str) -> Version | None:
    """The last version made from the workbook with this hash."""
    return next((v for v in reversed(store.versions()) if v.workbook_hash == known), None)
