"""`barrette verify` and `barrette export`: from the files of a folder and its workbook."""

from collections.abc import Sequence
from pathlib import Path

from constraints import RULES
from outputs.csvfiles import CsvError, read_csv
from planner.cli import show
from planner.cli.files import write_all
from planner.cli.main import BROKEN, DAY, NOTHING, USAGE, WORKBOOK
from planner.cli.papers import paper_day, say_papers
from planner.cli.references import unknown
from planner.cli.solving import with_salt
from planner.cli.workbook import read_or_explain
from planner.domain import Problem, Timetable
from planner.verify import verify


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
    day = paper_day(problem, timetable, folder, when, week) if DAY in formats else None
    if isinstance(day, int):
        return day
    try:
        if others:
            write_all(folder, with_salt(problem, folder), timetable, others)
            show.say(f"Écrit dans {folder} : {', '.join(others)}.")
        if day is not None:
            say_papers(folder, problem, timetable, day, week)
    except OSError as error:
        show.complain(f"Impossible d’écrire dans « {folder} » : {error.strerror or error}.")
        return NOTHING
    return 0


def _open(folder: Path, workbook: Path | None) -> tuple[Problem, Timetable] | int:
    """The problem and the timetable of a folder, or the exit code with the reason said."""
    try:
        timetable = read_csv(folder / "csv")
    except CsvError as error:
        show.complain(f"L’emploi du temps de « {folder} » ne se lit pas :")
        for fault in error.faults:
            show.complain(f"  • {fault}")
        return WORKBOOK
    named = str(timetable.summary.get("workbook") or "")
    file = workbook or (folder / named if named else None)
    if file is None:
        show.complain("Le dossier ne dit pas de quel classeur il vient : le donner avec --workbook.")
        return WORKBOOK
    problem, reading = read_or_explain(file)
    if problem is None:
        return WORKBOOK
    if workbook is None and reading.hash != timetable.summary.get("hash"):
        show.complain(
            f"« {file} » a changé depuis le calcul : relancer barrette solve, ou donner le classeur avec --workbook."
        )
        return WORKBOOK
    strangers = unknown(problem, timetable)
    if strangers:
        show.complain(f"L’emploi du temps de « {folder} » n’est pas celui de « {file} » :")
        for line in strangers:
            show.complain(f"  • {line}")
        return WORKBOOK
    return problem, timetable
