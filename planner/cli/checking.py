"""`barrette verify` and `barrette export`: from the files of a folder and its workbook."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from constraints import RULES
from data.parse_time import day as read_day
from outputs.csvfiles import CsvError, read_csv
from planner.check.verify import verify
from planner.cli import show
from planner.cli.files import write_all
from planner.cli.main import BROKEN, DAY, NOTHING, USAGE, WORKBOOK
from planner.cli.papers import paper_day, say_papers
from planner.cli.references import unknown
from planner.cli.solving import with_salt, with_term
from planner.cli.workbook import read_or_explain
from planner.domain import Problem, Timetable
from planner.store.alone import alone
from planner.store.database import FILE, StoreError, open_store
from planner.store.keeping import recall
from planner.store.terms import Span, mark_for, mark_of, span_of, terms


def run_verify(folder: Path, workbook: Path | None, as_json: bool) -> int:
    """Check what is on disk, rule by rule."""
    opened = _open(folder, workbook)
    if isinstance(opened, int):
        return opened
    problem, timetable = opened
    report = verify(problem, RULES, timetable)
    if as_json:
        texts = [{"rule": f.key, "text": f.text} for f in (*report.hard, *report.shortfalls)]
        show.as_json({**report.figures(), "findings": texts})
        return BROKEN if not report.passed else 0
    show.say(
        f"{show.count(len(timetable.sessions), 'séance')}, {len(timetable.by_apprentice)} apprenants, "
        f"{len(RULES)} règles vérifiées."
    )
    if report.passed:
        show.say("Toutes les règles impératives sont respectées, et tout ce qui manque est listé.")
    else:
        show.say("Règles non respectées :")
        show.findings([*report.hard, *report.shortfalls], RULES)
    if report.to_verify:
        show.say(f"À vérifier : {show.doubts(report.to_verify)}.")
        show.findings(report.to_verify, RULES)
    show.say("Coût des préférences : " + ", ".join(f"{k} {v:g}" for k, v in sorted(report.costs.items())) + ".")
    return 0 if report.passed else BROKEN


def run_export(
    folder: Path, workbook: Path | None, formats: Sequence[str], when: str | None = None, week: bool = False
) -> int:
    """Write the files of a timetable again, and the papers of a day where asked."""
    others = [name for name in formats if name != DAY]
    if (when or week) and DAY not in formats:
        show.complain(f"--date et --week choisissent les papiers du jour : ajouter --format {DAY}.")
        return USAGE
    opened = _open(folder, workbook)
    if isinstance(opened, int):
        return opened
    problem, timetable = opened
    papers = _of_day(folder, opened, when) if DAY in formats else opened
    day = paper_day(*papers, folder, when, week) if DAY in formats else None
    if isinstance(day, int):
        return day
    try:
        with alone(folder):
            if others:
                write_all(folder, _identified(problem, folder, timetable), timetable, others)
                show.say(f"Écrit dans {folder} : {', '.join(others)}.")
            if day is not None:
                say_papers(folder, *papers, day, week)
    except StoreError as error:
        show.complain(str(error))
        return NOTHING
    except OSError as error:
        show.complain(f"Impossible d’écrire dans « {folder} » : {show.why(error)}.")
        return NOTHING
    return 0


def _of_day(folder: Path, opened: tuple[Problem, Timetable], when: str | None) -> tuple[Problem, Timetable]:
    """What holds on a day: the files, or where the day is of another term of the folder, what is published of it."""
    try:
        day = read_day(when or "")
        if opened[0].first <= day <= opened[0].last or not (folder / FILE).exists():
            return opened
        with open_store(folder) as store:
            for term in terms(store).values():
                version = term.published[0] if term.published else term.version
                if span_of(store, version).meets(Span(day, day)):
                    show.complain(
                        f"Le {day:%d/%m/%Y} est d’une autre période : papiers de la version {version.number}."
                    )
                    return recall(store, version)
    except (ValueError, StoreError):
        pass  # the date is asked for again by what follows
    return opened


def _identified(problem: Problem, folder: Path, timetable: Timetable) -> Problem:
    """The problem with what names of events rest on: the salt, and the mark of the version that the files show."""
    problem = with_salt(problem, folder)
    if not (folder / FILE).exists():
        return replace(problem, settings=replace(problem.settings, term=mark_for(problem, {})))
    with open_store(folder) as store:
        known = str(timetable.summary.get("hash") or "")
        version = next((v for v in reversed(store.versions()) if v.workbook_hash == known), None)
        if version is None:
            return with_term(problem, store)
    return replace(problem, settings=replace(problem.settings, term=mark_of(version)))


def _open(folder: Path, workbook: Path | None) -> tuple[Problem, Timetable] | int:
    """The problem and the timetable of a folder, or the exit code with the reason said."""
    try:
        timetable = read_csv(folder / "csv")
    except CsvError as error:
        show.complain(f"L’emploi du temps de « {folder} » ne se lit pas :")
        for fault in error.faults:
            show.complain(f"  • {fault}")
        return WORKBOOK
    problem = _problem(folder, timetable, workbook)
    if problem is None:
        return WORKBOOK
    strangers = unknown(problem, timetable)
    if strangers:
        source = workbook or folder / str(timetable.summary.get("workbook") or "")
        show.complain(f"L’emploi du temps de « {folder} » n’est pas celui de « {source} » :")
        for line in strangers:
            show.complain(f"  • {line}")
        return WORKBOOK
    return problem, timetable


def _problem(folder: Path, timetable: Timetable, workbook: Path | None) -> Problem | None:
    """What the workbook says, else what the history kept of it; None with the reason said."""
    if workbook is not None:
        return read_or_explain(workbook)[0]
    named, known = (str(timetable.summary.get(name) or "") for name in ("workbook", "hash"))
    file = folder / named if named else None
    try:
        same = file is not None and sha256(file.read_bytes()).hexdigest() == known
    except OSError:
        same = False
    if not same and known:
        kept = _kept(folder, known, file)
        if kept is not None:
            return kept
    if file is None:
        show.complain("Le dossier ne dit pas de quel classeur il vient : le donner avec --workbook.")
        return None
    problem, reading = read_or_explain(file)
    if problem is not None and reading.hash != known:
        show.complain(
            f"« {file} » a changé depuis le calcul : relancer barrette solve, ou donner le classeur avec --workbook."
        )
        return None
    return problem


def _kept(folder: Path, known: str, file: Path | None) -> Problem | None:
    """What the history kept of the workbook with this hash; says so, since it is not what stands in the workbook."""
    if not (folder / FILE).exists():
        return None
    try:
        with open_store(folder) as store:
            version = next((v for v in reversed(store.versions()) if v.workbook_hash == known), None)
            if version is None:
                return None
            problem, _timetable = recall(store, version)
    except StoreError as error:
        show.complain(str(error))
        return None
    absent = file is None or not file.exists()
    show.complain(
        f"« {file or folder} » {'n’est plus là' if absent else 'a changé depuis le calcul'} : ce qui suit s’appuie sur "
        f"ce que l’historique en a gardé (version {version.number})."
    )
    return problem
