"""Where who learns in both ways (*hybride*) is on each day: on the spot when something practical calls, else at home.

A whole day in one place: nobody comes for the workshop and goes home for the lesson after. Until then they have a seat
everywhere, so that they may come; what is known of the day once all is placed decides.

A contact by video (`Module.call`) has no room. It is placed on a day at home, where there is one (`comes_in`); on a day
on the spot it becomes a talk between two in a free room, where one is free.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.staff import room_for, site_of
from planner.domain import ApprenticeId, Kind, Learner, Problem, RoomId, Session
from planner.placement import for_everyone


def settle_blended(board: Board, first: date) -> None:
    """On each day, from ``first`` on, all or nothing of what somebody attends is followed from elsewhere."""
    for learner in board.problem.learners.values():
        for day in board.problem.days if learner.blended else ():
            held = [s for s in board.attended(learner.id, day) if s.kind != Kind.VISIT] if day >= first else []
            far = bool(held) and not comes_in(board, learner, day)
            _follow(board, learner, [s for s in held if not _is_contact(board.problem, s)], far)
            for session in (s for s in held if _is_contact(board.problem, s)):
                _hold(board, learner, session, far)


def comes_in(board: Board, learner: Learner, day: date) -> bool:
    """Whether what somebody attends on a day so far brings them to the centre.

    Of who learns in both ways, whatever cannot be followed from elsewhere; of others, what they do not follow so.
    """
    held = [s for s in board.attended(learner.id, day) if s.kind != Kind.VISIT]
    held = [s for s in held if not _is_contact(board.problem, s)]
    if learner.blended:
        return any(not _from_afar(board.problem, s) for s in held)
    return any(s.modality in ("on_site", "blended") and not board.people[s.id][learner.id] for s in held)


def _is_contact(problem: Problem, session: Session) -> bool:
    """Whether a session is a contact that is meant to be by video."""
    module = problem.modules.get(session.module_id) if session.module_id else None
    return module is not None and module.call


def _from_afar(problem: Problem, session: Session) -> bool:
    """Whether a session may be followed by video: no event on the spot, no block of entry, nothing practical."""
    module = problem.modules.get(session.module_id) if session.module_id else None
    courses = [problem.courses[c] for c in session.course_ids if c in problem.courses]
    if (
        not problem.at_a_distance(session)
        or session.kind == Kind.ONBOARDING
        or (module is not None and module.room_types)
    ):
        return False
    return all(course.from_afar for course in courses)


def _follow(board: Board, learner: Learner, held: Sequence[Session], far: bool) -> None:
    """One day of one person; a session that nobody follows from elsewhere any more is on the spot again."""
    for session in tuple(held):
        people = {**board.people[session.id], learner.id: far}
        if session.modality not in ("on_site", "blended") or people == board.people[session.id]:
            continue
        module = board.problem.modules.get(session.module_id) if session.module_id else None
        both = any(people.values()) or (module is not None and module.modality == "blended")
        board.put(replace(session, modality="blended" if both else "on_site"), people)


def _hold(board: Board, learner: Learner, session: Session, far: bool) -> None:
    """A contact of one person: from home on a day at home, in a room of the centre on the others where one is free.

    By video, as it is meant to be, where nobody is on the spot or the rules are against a place there.
    """
    known = board.people[session.id]
    away = {**known, learner.id: True}
    here = {**known, learner.id: False}
    placed = None if far else _on_the_spot(board, session, here)
    if placed is not None and not any(board.judged(for_everyone(placed, here))):
        board.put(placed, here)
        return
    plain = replace(session, room_id=None, modality="remote_sync") if all(away.values()) else session
    if (plain, away) != (session, known):
        board.put(plain, away)


def _on_the_spot(board: Board, session: Session, people: Mapping[ApprenticeId, bool]) -> Session | None:
    """A contact in the room that it has, or a free one; None where there is none."""
    room: RoomId | None = session.room_id
    if room is None and session.module_id:
        coming = [board.problem.learners[p] for p, away in people.items() if not away]
        site, span = site_of(board.problem, coming, session.day), (session.day, session.start, session.end)
        room = room_for(board, coming, *span, site, board.problem.modules[session.module_id])
    modality = "blended" if any(people.values()) else "on_site"
    return replace(session, room_id=room, modality=modality) if room else None
