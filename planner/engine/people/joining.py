"""Groups that stand already, for those who lack hours of their module: a seat there before a session of one's own.

A postulant, or somebody of another class, comes to the hour of a group that others have: nobody is taught alone beside
it. The groups keep hour, adult and room; only people are added.
"""

from collections.abc import Sequence
from dataclasses import replace

from planner.board.board import Board
from planner.board.shelter import seat_left
from planner.board.staff import comes_to
from planner.domain import MEETINGS, ApprenticeId, Kind, Learner, Module, Session, in_order
from planner.engine.people.modes import module_activity
from planner.engine.people.place import Wish, comes, free, near

GROUPS = frozenset({Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT})


def join_groups(
    board: Board, module: Module, wishes: Sequence[Wish], *, whole: bool = True, waiting: bool = False
) -> None:
    """Give those who lack hours of a module a seat in the groups that have one, in order of time.

    Only where the rules allow it, on a day on which they come. ``whole``: for hours that they lack whole; else for
    those that they lack in part, too. ``waiting``: also where they wait long for it. ``left`` of the wishes goes
    down. A module that keeps classes apart, or meets people one by one, is left alone.
    """
    if not module.mix_classes or module.theme in MEETINGS:
        return
    held = [s for s in board.sessions.values() if s.module_id == module.id and s.kind in GROUPS and not s.course_ids]
    for session in in_order(held):
        activity = module_activity(board.problem, replace(module, minutes=session.minutes), session.id)
        for wish in wishes:
            person = wish.learner
            due = wish.left >= (session.minutes if whole else 1) and wish.first <= session.day <= wish.last
            if not due or person.id in board.people_of(session.id) or not _open_to(session, person):
                continue
            if not comes(board, activity, person, session.day) or not (waiting or near(board, person, session)):
                continue
            far = session.modality.startswith("remote")
            if not (far or comes_to(board, person, session.day, session.site_id)):
                continue
            # Read again: whoever joined just before has changed its people, its classes and the way it is held.
            now = board.sessions[session.id]
            seat = now.room_id is None or seat_left(board, now, [person])
            if seat and free(board, person, now) and board.allowed(now, [person])[0]:
                board.join(now.id, person.id)
                _enlist(board, now, person.id)
                wish.left -= now.minutes


def _open_to(session: Session, person: Learner) -> bool:
    """Whether a group takes somebody of that class, or of none: one of a barrette keeps to its classes."""
    home = person.membership(session.day)
    return session.kind == Kind.SUPPORT or home is None or home.class_id in session.class_ids


def _enlist(board: Board, session: Session, person: ApprenticeId) -> None:
    """Somebody on the list of the group of a session, where it has one."""
    for n, group in enumerate(board.groups):
        if group.id == session.group_id and person not in group.apprentice_ids:
            board.groups[n] = replace(group, apprentice_ids=tuple(sorted({*group.apprentice_ids, person})))
