"""`barrette export`: the files of a timetable written again, and the papers of a day or a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.reading.parse_time import day as read_day
from outputs.papers.folder import FOLDER, folder_name, write_papers
from planner.answer import NOTHING, USAGE, Done, Refused
from planner.cli.work.typed import a_day, outside
from planner.domain import monday
from planner.folder.formats import DAY
from planner.folder.write import write_all
from planner.folder.written import Written, read_written
from planner.listener import NOBODY, Listener
from planner.store.alone import alone
from planner.store.database import FILE, StoreError, open_store
from planner.store.failures import using
from planner.store.identity import identified
from planner.store.keeping import recall
from planner.store.terms import Span, span_of, terms


@dataclass(frozen=True)
class Exported(Done):
    """What was written; ``papers``: where those of a day are, and ``empty``: why there is none."""

    papers: Path | None
    empty: str


def export_files(
    folder: Path,
    workbook: Path | None,
    formats: Sequence[str],
    when: str | None = None,
    week: bool = False,
    listener: Listener = NOBODY,
) -> Exported:
    """Write the formats asked for; the papers are those of the day ``when``, or of its week."""
    others = [name for name in formats if name != DAY]
    if (when or week) and DAY not in formats:
        raise Refused(USAGE, f"--date et --week choisissent les papiers du jour : ajoutez --format {DAY}.")
    written = read_written(folder, workbook, listener)
    papers = _of_day(folder, written, when, listener) if DAY in formats else written
    day = _paper_day(papers, folder, when, week) if DAY in formats else None
    with using(folder, after="", other=NOTHING), alone(folder):
        if others:
            problem = identified(written.problem, folder, str(written.timetable.summary.get("hash") or ""), listener)
            write_all(folder, problem, written.timetable, others)
            listener.say(f"Écrit dans {folder} : {', '.join(others)}.")
        if day is None:
            return Exported(None, "")
        empty = write_papers(folder, *papers, day, week)
        return Exported(folder / FOLDER / folder_name(day, week), empty)


def _of_day(folder: Path, written: Written, when: str | None, listener: Listener) -> Written:
    """What holds on a day: the files, or where the day is of another term of the folder, what is published of it."""
    try:
        day = read_day(when or "")
        if written.problem.first <= day <= written.problem.last or not (folder / FILE).exists():
            return written
        with open_store(folder) as store:
            for term in terms(store).values():
                version = term.published[0] if term.published else term.version
                if span_of(store, version).meets(Span(day, day)):
                    listener.warn(
                        f"Le {day:%d/%m/%Y} est d’une autre période : papiers de la version {version.number}."
                    )
                    return Written(*recall(store, version))
    except (ValueError, StoreError):
        pass  # the date is asked for again by what follows
    return written


def _paper_day(written: Written, folder: Path, when: str | None, week: bool) -> date:
    """The day asked for; raises Refused, with what to type."""
    problem = written.problem
    days = sorted({s.day for s in written.timetable.sessions})
    example = days[0] if days else problem.first
    typing = f"barrette export {folder} --format {DAY} --date {example}{' --week' if week else ''}"
    if not when:
        raise Refused(USAGE, f"Pour quel jour ? Écrivez par exemple : {typing}")
    typing = f"Écrivez par exemple : {typing}"
    day = a_day(when, "", typing)
    first, last = (monday(day), monday(day) + timedelta(days=6)) if week else (day, day)
    if last < problem.first or first > problem.last:
        raise Refused(USAGE, outside(problem, day, "La semaine du" if week else "Le"), typing)
    return day
