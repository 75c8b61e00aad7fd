"""Hours of a course that its teaching barrette should have given and has not, with the reason that is true.

A course that a barrette carries has no lessons of its own, so that nothing else would notice what is missing. Read by
the last stage, from the board and what the weeks placed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.courses.volumes import wanted_minutes
from planner.domain import (
    About,
    Barrette,
    Cause,
    Course,
    Kind,
    Missing,
    Problem,
    Session,
    SessionId,
    TrainerId,
    away,
    key,
)
from planner.model import Item, Option, Placed

PlacedByWeek = Mapping[date, Sequence[Placed]]


def untaught(
    board: Board, weeks: PlacedByWeek, listed: Sequence[Missing], sessions: Collection[Session]
) -> list[Missing]:
    """One line for each course carried by a barrette that lacks a session or more, what is listed taken off.

    ``weeks``: Monday → what was placed, occurrences of barrettes among it. ``listed``: lines that are known already;
    they explain their minutes. ``sessions``: those of the board that take place; a group that its last member has left
    gives no hours. Less than the shortest session is no lack, since volumes are rounded.
    """
    problem = board.problem
    held = [s for s in sessions if s.id not in problem.called_off]
    found = []
    for course in problem.courses.values():
        barrette = problem.barrettes.get(course.barrette_id) if course.barrette_id else None
        if barrette is None or barrette.nature == "support":
            continue
        said = sum(r.minutes for r in listed if r.course_id == course.id or r.barrette_id == barrette.id)
        # The class that has least: what another class had helps it nothing.
        given = min(_given(held, course).values(), default=0)
        lack = wanted_minutes(problem, course) - given - said
        if lack >= _session(problem, course):
            found.append(_why(board, weeks, course, barrette, lack, held))
    return found


def _given(held: Iterable[Session], course: Course) -> dict[str, int]:
    """Minutes of a course that each of its classes has: groups of one occurrence count once, make-up not at all."""
    spans: dict[str, dict[tuple[object, int], int]] = {str(c): {} for c in course.class_ids}
    for session in held:
        if session.kind != Kind.SUPPORT and course.id in session.course_ids:
            for class_id in session.class_ids:
                if str(class_id) in spans:
                    spans[str(class_id)][session.day, session.start] = session.minutes
    return {class_id: sum(found.values()) for class_id, found in spans.items()}


def _session(problem: Problem, course: Course) -> int:
    """Minutes of the shortest session that could give what is missing: of the course's own lengths, else an hour or a
    slot.
    """
    slots = [s.end - s.start for day in problem.bells_of(course.class_ids[0]).days for s in day if not s.inside]
    return min([*course.lengths, *([] if course.lengths else [60, *slots])])


def _why(
    board: Board, weeks: PlacedByWeek, course: Course, barrette: Barrette, lack: int, held: Sequence[Session]
) -> Missing:
    """At which of the barrette's hours nobody taught the course, and what stood in the way at the first."""
    row = Missing(
        SessionId(f"{course.id}-barrette"),
        Kind.COURSE,
        lack,
        Cause.BARRETTE_TOO_SHORT,
        (course.id,),
        class_ids=course.class_ids,
        about=About.IN_BARRETTE,
        amount=lack,
    )
    alone = [placed for placed in _placed(weeks, barrette) if not _taught(held, course, *placed)]
    if not alone:
        return row
    item, option = alone[0]
    cause, people = _obstacle(board, course, barrette, item, option)
    at = replace(row, day=option.day, start=option.start, end=option.end)
    return replace(at, cause=cause, trainer_ids=tuple(people), number=len(alone) - 1)


def _placed(weeks: PlacedByWeek, barrette: Barrette) -> list[tuple[Item, Option]]:
    """What was placed of a barrette, in order of time."""
    rows = [p for week in weeks.values() for p in week if p[0].barrette_id == barrette.id]
    return sorted(rows, key=lambda p: (p[1].day, p[1].start))


def _taught(held: Iterable[Session], course: Course, item: Item, option: Option) -> bool:
    """Whether some group taught a course at an occurrence."""

    def same(session: Session) -> bool:
        at = (session.barrette_id, session.day, session.start) == (item.barrette_id, option.day, option.start)
        return at and course.id in session.course_ids

    return any(same(session) for session in held)


def _obstacle(
    board: Board, course: Course, barrette: Barrette, item: Item, option: Option
) -> tuple[Cause, list[TrainerId]]:
    """Why nobody taught then, and who could not: called off, no skilled trainer, all away, all taken, else no room.

    Trainers of the course, or with its skill, within the team of the barrette where it has one. What the occurrence
    itself holds does not count against them.
    """
    problem, span = board.problem, (option.day, option.start, option.end)
    off = [s for k in problem.called_off if (s := board.sessions.get(k)) and (s.day, s.start) == span[:2]]
    if any(s.barrette_id == barrette.id and course.id in s.course_ids for s in off):
        return Cause.CALLED_OFF, []
    own = {t for team in course.teams for t in team}
    able = [
        t
        for t in problem.trainers.values()
        if (not barrette.trainer_ids or t.id in barrette.trainer_ids)
        and (t.id in own or problem.skilled(t, key(course.subject), option.day))
    ]
    if not able:
        return Cause.NOBODY_SKILLED, []
    here = [t.id for t in able if not away(t.absences, *span)]
    if not here:
        return Cause.SKILLED_AWAY, [t.id for t in able]
    minutes, site = item.minutes, item.site_id
    free = [t for t in here if board.usage.trainer_free(t, *span, minutes, site, without=item.id)]
    if not free:
        return Cause.SKILLED_TAKEN, here
    return Cause.NO_ROOM_OR_NOBODY, []
