"""`barrette export --format day`: which day is asked for, and what was written for it."""

from datetime import date, timedelta
from pathlib import Path

from data.parse_time import day as read_day
from outputs.papers import FOLDER, folder_name, write_papers
from outputs.summary import horizon
from planner.cli import show
from planner.cli.main import DAY, USAGE
from planner.domain import Problem, Timetable, monday


def paper_day(problem: Problem, timetable: Timetable, folder: Path, when: str | None, week: bool) -> date | int:
    """The day asked for, or the exit code with what to type said."""
    days = sorted({s.day for s in timetable.sessions})
    example = days[0] if days else problem.first
    typing = f"barrette export {folder} --format {DAY} --date {example}{' --week' if week else ''}"
    if not when:
        show.complain(f"Pour quel jour ? Taper par exemple : {typing}")
        return USAGE
    try:
        day = read_day(when)
    except ValueError as error:
        show.complain(f"« {when} » {error}")
        show.complain(f"Taper par exemple : {typing}")
        return USAGE
    first, last = (monday(day), monday(day) + timedelta(days=6)) if week else (day, day)
    if last < problem.first or first > problem.last:
        show.complain(
            f"{'La semaine du' if week else 'Le'} {day:%d/%m/%Y} est hors de l’emploi du temps ({horizon(problem)})."
        )
        show.complain(f"Taper par exemple : {typing}")
        return USAGE
    return day


def say_papers(folder: Path, problem: Problem, timetable: Timetable, day: date, week: bool) -> None:
    """Write the papers and say where they are, or why there is none."""
    empty = write_papers(folder, problem, timetable, day, week)
    place = folder / FOLDER / folder_name(day, week)
    show.say(
        f"{empty} Aucun papier à préparer ; {place / 'index.html'} le dit."
        if empty
        else f"Papiers écrits dans {place}."
    )
