"""Every file that a timetable becomes, format by format."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path

from planner.cli.formats import VIEWS
from planner.cli.work.done import NOBODY, Listener
from planner.domain import Problem, Timetable, Unmet
from planner.rule import active


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
    from outputs.csvfiles import in_file_order, write_csv

    timetable = in_file_order(timetable)
    for name in formats:
        if name == "csv":
            continue
        listener.phase(f"écriture ({name})", {})
        WRITERS[name](folder, problem, timetable)
    write_csv(folder / "csv", problem, timetable)


def _ics(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.ics import write_ics

    saved = problem.settings.saved or problem.first
    stamp = datetime.combine(saved, clock_time(0), UTC)
    write_ics(folder / "ics", problem, timetable, salt=problem.settings.salt, stamp=stamp)


WISHES: Mapping[str, str] = {
    "P16": "Souhait d’indisponibilité",
    "P10b": "Heures de trajet",
    "P17": "Pause supplémentaire",
    "P4b": "Minimum par jour",
    "P13": "Demi-journées pour les visites",
}
"""Preferences that somebody asked for by name, and what to call them; the others are only counted."""


def unmet_wishes(problem: Problem, timetable: Timetable) -> tuple[Unmet, ...]:
    """What a timetable does not keep of them, by sort and day."""
    from constraints import RULES

    found = [
        Unmet(
            rule.key,
            WISHES[rule.key],
            finding.text,
            min((timetable.session[s].day for s in finding.sessions), default=None),
            next(iter(finding.people), None),
        )
        for rule in active(RULES, problem)
        if rule.key in WISHES
        for finding in rule.check(problem, timetable)
        if not finding.to_verify
    ]
    order = list(WISHES)
    return tuple(sorted(found, key=lambda row: (order.index(row.rule), row.day or date.min, row.text)))


def _xlsx(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.excel import write_excel

    write_excel(folder, problem, timetable, unmet_wishes(problem, timetable))


def _html(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.html import write_html
    from planner.report.figures import overview

    write_html(folder, problem, timetable, overview(problem, timetable, unmet_wishes(problem, timetable)))


def _employers(folder: Path, problem: Problem, timetable: Timetable) -> None:
    from outputs.employers import write_employers

    write_employers(folder, problem, timetable)


WRITERS: Mapping[str, Callable[[Path, Problem, Timetable], None]] = {
    "ics": _ics,
    "xlsx": _xlsx,
    "html": _html,
    "employers": _employers,
}
