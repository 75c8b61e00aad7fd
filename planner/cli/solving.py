"""`barrette solve`: read, compute, verify, keep as a version, write its files."""

import os
import secrets
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any

from constraints import RULES
from data.reader import Reading
from planner.check.verify import Report, verify
from planner.cli import show
from planner.cli.changing import Refused, neutral, say_kept
from planner.cli.files import VIEWS, write_all
from planner.cli.main import BROKEN, NOTHING, WORKBOOK
from planner.cli.workbook import read_or_explain, say_unused
from planner.domain import Problem, Timetable
from planner.engine.flow import solve as compute
from planner.engine.options import Options
from planner.engine.solvers.cpsat import Interrupt
from planner.store.alone import alone
from planner.store.database import FILE, SALT, Store, StoreError, open_store
from planner.store.keeping import keep_version
from planner.store.terms import OtherTerm, mark_for, terms

SALT_FILE = "sel.txt"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of a run beside the calculation."""

    export: bool = True
    as_json: bool = False
    author: str = ""
    reason: str = ""


def run_solve(file: Path, out: Path | None, options: Options, asked: Asked) -> int:
    """The whole command; returns the exit code."""
    try:
        neutral(asked.reason)
    except Refused as error:
        show.complain(str(error))
        return error.code
    problem, reading = read_or_explain(file)
    if problem is None:
        return WORKBOOK
    if not asked.as_json:
        say_unused(problem)
    folder = out or file.with_name(f"{file.stem}-emploi-du-temps")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            # a history that cannot be used is said before anything is computed
            with open_store(folder, create=True) as store:
                with store.writing():
                    pass
                problem = with_term(problem, store)
            problem = _with_salt_before(problem, file)
            problem = with_salt(problem, folder, quiet=asked.as_json)
            return _run(file, folder, problem, reading, options, asked)
    except OtherTerm as error:
        show.complain(str(error))
        return WORKBOOK
    except StoreError as error:
        show.complain(str(error))
    except OSError as error:
        show.complain(f"Impossible d’écrire dans « {folder} » : {show.why(error)}.")
    return NOTHING


def _run(file: Path, folder: Path, problem: Problem, reading: Reading, options: Options, asked: Asked) -> int:
    """Compute, verify, keep a version, write its files; raises StoreError when the version cannot be kept."""
    progress = show.Progress(quiet=asked.as_json)
    interrupt = Interrupt()
    with stopping(interrupt), limited(options.seconds, interrupt), show.silence():
        timetable = compute(problem, RULES, options, progress, interrupt)
    progress("vérification", {})
    report = verify(problem, RULES, timetable)
    timetable = with_summary(timetable, file, folder, reading, options, report, interrupt)
    version, new = keep_version(folder, problem, timetable, "solve", asked.reason, author=asked.author)
    try:
        begun = time.monotonic()
        write_all(folder, problem, timetable, VIEWS if asked.export else (), progress=progress)
        progress.done()
    except OSError as error:
        show.complain(f"Impossible d’écrire dans « {folder} » : {show.why(error)}. L’ancien contenu est gardé.")
        say_kept(folder, version.number)
        return NOTHING
    if asked.as_json:
        figures = {**timetable.summary, "seconds_export": round(time.monotonic() - begun, 2)}
        show.as_json({**figures, "version": version.number})
    else:
        _tell(problem, timetable, report, folder)
        show.say(f"Version {version.number}" + ("." if new else " : rien n’a changé depuis."))
    return 0 if report.passed else BROKEN


@contextmanager
def stopping(interrupt: Interrupt) -> Iterator[None]:
    """Ctrl-C asks the search to end with the best it has; a second one stops at once."""

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if interrupt.asked.is_set():
            raise KeyboardInterrupt
        show.complain(
            "\nArrêt demandé : le meilleur emploi du temps trouvé est gardé (Ctrl-C à nouveau pour tout arrêter)."
        )
        interrupt.stop()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def limited(seconds: float | None, interrupt: Interrupt) -> Iterator[None]:
    """Ask the search to end after some seconds, also in the middle of a phase; None: never."""
    timer = threading.Timer(seconds or 0, interrupt.stop)
    timer.daemon = True
    if seconds is not None:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def with_term(problem: Problem, store: Store) -> Problem:
    """The problem with the mark of its term: what the events of all its versions are named after."""
    return replace(problem, settings=replace(problem.settings, term=mark_for(problem, terms(store))))


def _with_salt_before(problem: Problem, file: Path) -> Problem:
    """The problem with the salt of the term before, where the workbook names its folder; raises OtherTerm for another.

    Names of events rest on the salt: with another one, the next term would rename those of the term before.
    """
    before = file.parent / problem.settings.after
    if not problem.settings.after or not (before / FILE).exists():
        return problem
    with open_store(before) as store:
        salt = store.about(SALT)
    if salt and problem.settings.salt not in ("", salt):
        raise OtherTerm(
            f"Feuille « Paramètres » : le sel n’est pas celui de « {problem.settings.after} », dont ce classeur est la "
            "suite : remettre le sel de son classeur, pour que les calendriers gardent leurs rendez-vous."
        )
    return replace(problem, settings=replace(problem.settings, salt=salt or problem.settings.salt))


def with_salt(problem: Problem, folder: Path, *, quiet: bool = False) -> Problem:
    """The salt of the workbook, else the one kept in the folder or its history, made by the first run."""
    if problem.settings.salt:
        return problem
    kept = folder / SALT_FILE
    if not kept.exists() and (folder / FILE).exists():
        with open_store(folder) as store:
            known = store.about(SALT)
        if known:
            return replace(problem, settings=replace(problem.settings, salt=known))
    if not kept.exists():
        kept.write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
        if not quiet:
            show.say(
                f"Le classeur n’a pas de sel : un sel est gardé dans {kept}. Le coller dans « Paramètres », ligne "
                "« sel », pour que les adresses des calendriers restent les mêmes."
            )
    salt = kept.read_text(encoding="utf-8").strip()
    return replace(problem, settings=replace(problem.settings, salt=salt))


def with_summary(
    timetable: Timetable,
    file: Path,
    folder: Path,
    reading: Reading,
    options: Options,
    report: Report,
    interrupt: Interrupt,
) -> Timetable:
    """The timetable with its whole summary: workbook, hash, versions, options, what the checker says."""
    figures: dict[str, Any] = {
        **timetable.summary,
        **report.figures(),
        "workbook": way(file.resolve(), folder.resolve()),
        "hash": reading.hash,
        "versions": {"barrette": version("barrette"), "ortools": version("ortools")},
        "seed": options.seed,
        "workers": options.workers,
        "effort": options.effort,
        "interrupted": interrupt.asked.is_set(),
    }
    return replace(timetable, summary=figures)


def way(file: Path, folder: Path) -> str:
    """The path of a file as seen from a folder; the whole path where no way leads there (another drive)."""
    return os.path.relpath(file, folder) if file.anchor == folder.anchor else str(file)


def unplaced_lines(problem: Problem, timetable: Timetable) -> list[str]:
    """What is not placed; the same thing for the same reason is one line that names all its classes."""
    from outputs.summary import hours_text
    from outputs.tables import class_names, unplaced_rows

    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for class_ids, what, minutes, reason in unplaced_rows(problem, timetable):
        found.setdefault((what, reason), []).append((class_names(problem, class_ids), minutes))
    lines = []
    for (what, reason), rows in found.items():
        names = ", ".join(dict.fromkeys(name for name, _minutes in rows if name))
        total = hours_text(sum(minutes for _name, minutes in rows))
        lines.append(f"{what}{f' ({names})' if names else ''}, {total} : {reason}")
    return lines


def _tell(problem: Problem, timetable: Timetable, report: Report, folder: Path) -> None:
    """The outcome in a few lines."""
    summary = timetable.summary
    owed, payable, planned = summary["hours_owed"], summary["hours_payable"], summary["hours_planned"]
    share = f" ({100 * planned / payable:.1f} % des heures plaçables)" if payable else ""
    show.say(
        f"{show.count(len(timetable.sessions), 'séance placée', 'séances placées')}, "
        f"{len(timetable.unplaced)} non {'placée' if len(timetable.unplaced) < 2 else 'placées'} ; "
        f"{len(timetable.by_apprentice)} apprenants ont leur emploi du temps."
    )
    show.say(f"Heures dues : {owed:g} h, plaçables : {payable:g} h, prévues : {planned:g} h{share}.")
    if timetable.unplaced:
        show.say("Non placé :")
        show.listing(unplaced_lines(problem, timetable))
    if report.passed:
        show.say("Vérification indépendante : toutes les règles impératives sont respectées.")
    else:
        show.say("Vérification indépendante : des règles ne sont pas respectées.")
        show.findings([*report.hard, *report.shortfalls], RULES)
    if report.to_verify:
        show.say(f"À vérifier : {show.doubts(report.to_verify)}.")
    show.say(f"Résultats dans {folder}")
