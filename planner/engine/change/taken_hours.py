"""Hours that a course gave up because the workbook asked for fewer: they are had again where they were.

Three hours a week become two, and the hour of Wednesday goes; three again, and Wednesday is when everybody knows it. A
version keeps it (``taken`` of its summary) as long as the course has not had it again. `renew.renew_courses` asks for
what fits, `given_back` puts it there where nothing is against it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.domain import Course, Problem, Session, SessionId, monday
from planner.engine.change.repair_model import Place
from planner.engine.change.swapped import place_of, written
from planner.placement import for_everyone

Homes = Mapping[SessionId, Place]
"""Session that the workbook asked for no more, in whole or in part, → where it stood."""


def taken_from(board: Board, before: Iterable[Session]) -> dict[SessionId, Place]:
    """Of sessions as they were, those that are gone from a board or shorter on it."""
    held = {s.id: board.sessions[s.id].minutes if s.id in board.sessions else 0 for s in before}
    return {s.id: place_of(s) for s in before if held[s.id] < s.minutes}


def hour_taken(
    problem: Problem, homes: Homes, course: Course, part: str, week: date | None, minutes: int
) -> SessionId | None:
    """The first session of a course and part that was taken from a week (None: from any), of a length."""
    stem, bells = f"{problem.session_stem(course.id, part)}-", problem.bells_of(course.class_ids[0])
    for key, place in sorted(homes.items()):
        day, start, end = place.option[:3]
        mine = key.startswith(stem) and first_id(key)[len(stem) :].isdigit()
        if mine and week in (None, monday(day)) and bells.teaching(day.weekday(), start, end) == minutes:
            return key
    return None


def longer_again(board: Board, homes: Homes, mine: Sequence[Session], asked: Mapping[date, Sequence[int]]) -> None:
    """Sessions that end earlier than they did are as long again where their week (Monday → lengths) asks for it."""
    for session in (s for s in mine if s.id in homes):
        day, start, end = homes[session.id].option[:3]
        more = board.problem.bells_of(session.class_ids[0]).teaching(day.weekday(), start, end) - session.minutes
        had = sum(s.minutes for s in mine if monday(s.day) == monday(day))
        if (session.day, session.start) != (day, start) or not 0 < more <= sum(asked.get(monday(day), ())) - had:
            continue
        people, whole = board.take(session.id), replace(session, end=end, minutes=session.minutes + more)
        stands = next(board.judged(for_everyone(whole, people)), None) is None
        board.put(whole if stands else session, people)


def taken_written(board: Board, known: Homes, taken: Homes) -> dict[SessionId, list[Any]]:
    """What was taken, by this update and by those before (``known``), and is not had again, as plain JSON."""
    again = {first_id(key) for key in board.sessions}
    found = {
        key: place
        for key, place in {**taken, **known}.items()
        if key not in again or (key in board.sessions and place_of(board.sessions[key]).option[:3] != place.option[:3])
    }
    return {key: written(place) for key, place in sorted(found.items())}
