"""The papers of a day or of a week, as pages to print and as workbooks: ``DIR/papiers/2026-09-07/``.

What is handed out stands in the folder itself; what names more than lists may, or belongs to the office, is under
``interne/``, headed « Document interne ».
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from outputs.folders import replacing
from outputs.papers.excel import write_book
from outputs.papers.free import free_papers
from outputs.papers.halves import half_day_papers
from outputs.papers.html import contents_page, paper_page
from outputs.papers.model import Paper, Today
from outputs.papers.office import office_papers
from outputs.papers.presence import presence_papers
from outputs.papers.sessions import session_papers
from planner.domain import AM, PM, Problem, Timetable, monday

FOLDER, INTERNAL = "papiers", "interne"
BOOK, INTERNAL_BOOK = "papiers.xlsx", "document-interne.xlsx"


def write_papers(folder: Path, problem: Problem, timetable: Timetable, day: date, week: bool) -> str:
    """Write the papers of a day, or of the days of its week; why there is none is said in their place and returned."""
    days = days_of(problem, timetable, day, week)
    empty = "" if any(today.sessions for today in days) else nothing(problem, day, week)
    papers = () if empty else papers_of(days)
    name = folder_name(day, week)
    with replacing(folder / FOLDER / name, lambda path: path.suffix in (".html", ".xlsx")) as fresh:
        (fresh / "index.html").write_bytes(contents_page(problem, title_of(day, week), papers, empty).encode("utf-8"))
        for paper in papers:
            place = fresh / INTERNAL if paper.internal else fresh
            place.mkdir(exist_ok=True)
            (place / f"{paper.file}.html").write_bytes(paper_page(problem, paper).encode("utf-8"))
        if papers:
            title = f"{title_of(day, week)} – {problem.settings.name}"
            write_book(fresh / BOOK, problem, title, [p for p in papers if not p.internal])
            write_book(fresh / INTERNAL / INTERNAL_BOOK, problem, title, [p for p in papers if p.internal])
    return empty


def folder_name(day: date, week: bool) -> str:
    """``2026-09-07``, or ``2026-S37``."""
    year, number, _ = day.isocalendar()
    return f"{year}-S{number:02d}" if week else day.isoformat()


def title_of(day: date, week: bool) -> str:
    """``Papiers du lundi 7 septembre 2026``, ``Papiers de la semaine 37 …``."""
    from outputs.grid import week_label
    from outputs.labels import french_date

    first = monday(day)
    return (
        f"Papiers, {week_label(first, first + timedelta(days=4)).lower()}" if week else f"Papiers du {french_date(day)}"
    )


def days_of(problem: Problem, timetable: Timetable, day: date, week: bool) -> tuple[Today, ...]:
    """The day, or the days of its week that have a session (the first of them where none has)."""
    if not week:
        return (Today(problem, timetable, day),)
    first = monday(day)
    found = [Today(problem, timetable, first + timedelta(days=n)) for n in range(7)]
    return tuple(today for today in found if today.sessions) or (found[0],)


def nothing(problem: Problem, day: date, week: bool) -> str:
    """Why a day or a week has no paper."""
    from outputs.labels import french_date

    if week:
        first = monday(day)
        opened = any(problem.open_mask(first + timedelta(days=n)) for n in range(7))
        reason = "aucune séance n’est prévue." if opened else "le centre est fermé."
        return f"Semaine {day.isocalendar().week} : {reason}"
    mask = problem.open_mask(day)
    reason = {0: "le centre est fermé.", AM | PM: "aucune séance n’est prévue."}.get(
        mask, "aucune séance n’est prévue."
    )
    return f"{french_date(day).capitalize()} : {reason}"


def papers_of(days: tuple[Today, ...]) -> tuple[Paper, ...]:
    """Every paper of some days, those without a page left out, what is handed out first."""
    found: Iterable[Paper] = (
        *presence_papers(days),
        *session_papers(days),
        *half_day_papers(days),
        *free_papers(days),
        *office_papers(days),
    )
    kept = [paper for paper in found if paper.pages]
    return tuple(sorted(kept, key=lambda paper: paper.internal))
