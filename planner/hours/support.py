"""Which sessions give support or make up for a course, and which of the hours owed they pay."""

from collections.abc import Iterable

from planner.domain import Kind, Owed, Problem, Session
from planner.domain.watched import only_watched
from planner.hours.missed import SOURCE_MAKEUP

OWED_TO_PEOPLE = (Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT)
"""Kinds whose hours are owed to people, so that what is lost of them falls due again."""


def is_support(problem: Problem, session: Session) -> bool:
    """Whether a session gives support: it has a strand, or a module that is more than supervised autonomy.

    A group whose trainer is gone, and that an adult only watches, gives none; a module that is autonomy by itself does.
    """
    module = problem.modules.get(session.module_id) if session.module_id else None
    gives = bool(session.strand) or (module is not None and module.theme != "study")
    return gives and not only_watched(problem, session)


def is_makeup(session: Session) -> bool:
    """Whether a session gives back hours of a course to people who missed them: the course stands as its module."""
    return (
        session.kind == Kind.SUPPORT and session.course_id is not None and str(session.module_id) == session.course_id
    )


def pays_any(problem: Problem, needs: Iterable[Owed], session: Session) -> bool:
    """Whether a session, as it is led, gives hours of some of these needs."""
    gives = is_support(problem, session) or is_makeup(session)
    return gives and any(pays(need, session) for need in needs)


def pays(need: Owed, session: Session) -> bool:
    """Whether a session gives hours of a need: its own, or as second best those of the level beside."""
    return pays_itself(need, session) or session.module_id in need.neighbours


def pays_as_urgent(mine: Iterable[Owed], session: Session, need: Owed) -> bool:
    """Whether a session pays one of somebody's needs that comes no later than another; the support promised aside."""
    return any(pays(rival, session) for rival in mine if rival.target and rival.priority <= need.priority)


def pays_itself(need: Owed, session: Session) -> bool:
    """Whether a session is of the module, strand or course of a need; a promise is kept by what is support."""
    if is_makeup(session):
        return need.source == SOURCE_MAKEUP and need.target == session.course_id
    if not need.target:
        return session.module_id not in need.besides
    return need.target in (session.module_id, session.strand)
