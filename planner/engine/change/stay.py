"""Sessions that people stay in, otherwise than before: shorter days, and the way in which they follow.

`attendance.Presences.settle_in` asks for the people of a change, before any hour is looked for; `again.Again` asks
`leave_refused` for the weeks of a new event and, at the end, for what people have beside the hours of their class. They
change who is in a session, how it is followed and `Board.freed`; sessions stay at their hour, empty or not, and nobody
is put anywhere else.

An arrangement limits the day of somebody to 5 h, who has 7 h of courses on Tuesday: the courses that are worth least to
them are left until 5 h remain, and they go home meanwhile. Where it is the law that shortens the day, they are noted as
freed: a place is looked for, or a line says that there is none.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from planner.board.board import Board
from planner.domain import ApprenticeId, Kind, Session
from planner.engine.people.shorter_days import least_valuable
from planner.placement import Placement

ON_SITE = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT, Kind.ONBOARDING, Kind.FIXED, Kind.VISIT)
"""Kinds of sessions that somebody may follow from elsewhere instead; events and visits as the workbook says."""
LONGEST_DAY = ("H4c", "H11b")
"""Rules of the longest day of somebody, by the law and by an arrangement."""


def shorten_days(board: Board, sessions: Sequence[Session], people: Collection[ApprenticeId]) -> None:
    """A day that has become too long for somebody has fewer sessions: the courses that are worth least, support last.

    ``sessions``: those that may go, in order of time. Anything but a course goes only where no course is left on that
    day, from the end. Whoever leaves a course by the law needs a place to be, or a line that says why there is none.
    Minutes are those at the centre.
    """
    presence, problem = board.presence, board.problem
    for person, day in sorted({(p, s.day) for s in sessions for p in board.people[s.id] if p in people}):
        most = problem.longest_day(problem.learners[person], day)
        mine = [s for s in sessions if s.day == day and person in board.people[s.id]]
        if not any(_refused(board, s, person, LONGEST_DAY) for s in mine):
            continue
        others = presence.day_minutes(person, day) - sum(s.minutes for s in mine if s.modality != "remote_async")
        for session in least_valuable(problem, mine, most - others):
            board.leave(session.id, person)
            if not problem.arranged(person, "max_day", day):
                # The class goes on; whose day an arrangement shortens goes home instead.
                board.freed.append((session, person))
        for session in reversed(mine):
            # From the end: what is left of the day is in one piece.
            if session.kind != Kind.COURSE and presence.day_minutes(person, day) > most:
                board.leave(session.id, person)


def leave_refused(board: Board, sessions: Sequence[Session], people: Collection[ApprenticeId]) -> None:
    """Who may not be in a session that stands, by the hard rules, leaves it: the last one of a day or week first.

    ``sessions``: what people have by themselves, in order of time, read once from the last one back. Some of ``people``
    may be unknown to the workbook: nothing is asked about them.
    """
    for session in reversed(sessions):
        for person in [p for p in board.people[session.id] if p in people and p in board.problem.learners]:
            if _refused(board, session, person):
                board.leave(session.id, person)


def _refused(board: Board, session: Session, person: ApprenticeId, keys: Collection[str] | None = None) -> bool:
    """Whether a hard rule, of some keys if given, is against somebody in a session in which they are."""
    alone = Placement(session, board.people_of(session.id), frozenset({person}), moves=False)
    return any(person in finding.people for finding in board.judged(alone, keys))


def follow_anew(board: Board, sessions: Sequence[Session], people: Collection[ApprenticeId]) -> None:
    """Who goes on at a distance, or comes back from it, follows the sessions to come in the new way.

    ``sessions``: of the kinds of `ON_SITE`. Only those held on site, in whole or in part, are looked at, and events and
    visits in any case; a blended one whose people are all on the spot is on site again, unless its module is meant to
    be blended.
    """
    for session in sessions:
        here = board.people[session.id]
        now_far = board.ways(session, (board.problem.learners[p] for p in here if p in people))
        other = [p for p, far in now_far.items() if here[p] != far]
        if other and session.kind in (Kind.FIXED, Kind.VISIT):
            # Called anew: they are on the spot by themselves, and at a distance only for the people of the day.
            board.call(replace(session, modality="on_site"), here)
            continue
        for person in other if session.modality in ("on_site", "blended") else ():
            # Out and in again: joining reads how they follow now, and blends the session where that is needed.
            board.leave(session.id, person)
            board.join(session.id, person)
        now = board.sessions[session.id]
        module = board.problem.modules.get(now.module_id) if now.module_id else None
        if module is not None and module.modality == "blended":
            continue
        if other and now.modality == "blended" and not any(board.people[session.id].values()):
            board.put(replace(now, modality="on_site"), board.people[now.id])


def note_freed(board: Board, session: Session, person: ApprenticeId) -> None:
    """Who is there and need not follow a course of the class any more must have a place to be.

    Nothing is noted for somebody who is not at the centre then, who is not freed, whose course it is no more (it is
    reserved to others), or whom the workbook does not know.
    """
    problem, learner = board.problem, board.problem.learners.get(person)
    course = problem.courses.get(session.course_id) if session.course_id and session.kind == Kind.COURSE else None
    if learner is None or course is None or not problem.here(learner, session.day, session.start, session.end):
        return
    if learner.takes(course) and problem.freed(person, course, session.day) is not None:
        board.freed.append((session, person))
