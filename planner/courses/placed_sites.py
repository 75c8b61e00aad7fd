"""Where sessions take place: the site of the room, else of the session."""

from planner.domain import Problem, Session, SiteId

THERE = ("on_site", "blended")
"""Modalities for which people come."""


def site_held_at(problem: Problem, session: Session) -> SiteId:
    """Site of the room, else of the session; empty where none is said."""
    room = problem.rooms.get(session.room_id) if session.room_id else None
    return room.site_id if room and room.site_id else session.site_id
