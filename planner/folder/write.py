"""Every file that a timetable becomes, format by format."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from datetime import time as clock_time
from pathlib import Path

from planner.domain import Problem, Timetable, Unmet, with_absences
from planner.folder.formats import EXCHANGES, VIEWS
from planner.listener import NOBODY, Listener
from planner.report.wishes import unmet_wishes


def write_all(
    folder: Path,
    problem: Problem,
    timetable: Timetable,
    formats: Iterable[str] = VIEWS,
    listener: Listener = NOBODY,
) -> None:
    """Write the formats asked for, then the CSV, which says that the rest is there.

    Raises OSError where the folder cannot be written; the former files then stay.
    """
    from outputs.csv.files import in_file_order, write_csv

    timetable = in_file_order(timetable)
    problem = with_absences(problem, timetable)
    for name in formats:
        if name == "csv":
            continue
        listener.phase(f"écriture : {WRITTEN[name]}", {})
        WRITERS[name](folder, problem, timetable)
    write_csv(folder / "csv", problem, timetable)


def _ics(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.ics.calendars import write_ics

    saved = problem.settings.saved or problem.first
    stamp = datetime.combine(saved, clock_time(0), UTC)
    write_ics(folder / "ics", problem, timetable, salt=problem.settings.salt, stamp=stamp)


def _xlsx(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.excel.workbooks import write_excel

    write_excel(folder, problem, timetable, _unmet(problem, timetable))


def _html(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.pages.html import write_html
    from outputs.pages.own import write_own_pages
    from outputs.pages.score import Scored, write_score
    from planner.folder.scoring import scored_as_told
    from planner.report.figures import overview

    write_html(folder, problem, timetable, overview(problem, timetable, _unmet(problem, timetable)))
    write_score(folder, Scored(problem, timetable, scored_as_told(problem, timetable)))
    write_own_pages(folder, problem, timetable)


def _unmet(problem: Problem, timetable: Timetable) -> tuple[Unmet, ...]:
    from constraints import RULES

    return unmet_wishes(problem, timetable, RULES)


def _employers(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.employers import write_employers

    write_employers(folder, problem, timetable)


def _exchange(name: str) -> Callable[[Path, Problem, Timetable], None]:
    def write(folder: Path, problem: Problem, timetable: Timetable) -> None:
        from outputs.exchange import write_exchange

        write_exchange(folder, problem, timetable, name)

    return write


WRITERS: Mapping[str, Callable[[Path, Problem, Timetable], None]] = {
    "ics": _ics,
    "xlsx": _xlsx,
    "html": _html,
    "employers": _employers,
    **{name: _exchange(name) for name in EXCHANGES},
}
WRITTEN = {
    "ics": "calendriers",
    "xlsx": "classeurs",
    "html": "pages",
    "employers": "entreprises",
    **{name: f"liste pour {name.removeprefix('csv-').capitalize()}" for name in EXCHANGES},
}
"""What a format is, in words."""
