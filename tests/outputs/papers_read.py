"""Reading papers in tests: by file, their rows without blank lines, sessions added to a timetable."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from outputs.papers.folder import days_of, papers_of
from outputs.papers.model import Page, Paper
from planner.domain import Attendance, Problem, Session, SessionId, Timetable
from tests.outputs.conftest import COOK_TRAINER, COOKS, KITCHEN, MONDAY, NAMES, SITE

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in range(1, 5))


def papers(problem: Problem, timetable: Timetable, day: date, week: bool = False) -> dict[str, Paper]:
    """Every paper of a day, by its file."""
    return {paper.file: paper for paper in papers_of(days_of(problem, timetable, day, week))}


def rows(paper: Paper) -> list[tuple[Any, ...]]:
    """Rows of all pages of a paper, blank lines left out."""
    return [row for page in paper.pages for row in page.table.rows if any(row)]


def named(page: Page) -> list[str]:
    """Names of a list, in order."""
    return [str(row[1]) for row in page.table.rows if row[1]]


def shown(who: Any) -> str:
    """``AUBRY Camille``."""
    first, last = NAMES[who]
    return f"{last.upper()} {first}"


def made(identifier: str, day: Any, start: int, end: int, **more: Any) -> Session:
    """A course of the cooks, or what is said."""
    given = {"class_ids": (COOKS,), "room_id": KITCHEN, "site_id": SITE, "trainer_ids": (COOK_TRAINER,)} | more
    return Session(SessionId(identifier), "course", day, start, end, end - start, "Cours", "Cours", **given)


def added(timetable: Timetable, *placed: tuple[Session, tuple[Any, ...]]) -> Timetable:
    """The timetable with more sessions and who attends them."""
    attendance = tuple(Attendance(s.id, who) for s, people in placed for who in people)
    sessions = (*timetable.sessions, *(s for s, _ in placed))
    return replace(timetable, sessions=sessions, attendance=(*timetable.attendance, *attendance))
