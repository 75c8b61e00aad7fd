"""Sessions that a new or moved event crosses: same people, adult or place at the same moment.

`times.Retime.weeks` asks in each week that it looks at; events are those that are new or have changed, and pasted
sessions count as such. Only the week as it stands is read. Returned are ids: the repair then looks for other places, or
for `out_alone` gives the place up at once. Nothing changes here, and no rule is asked: what a session is by itself is a
question for `week_sessions.unfit`.

An outing of a whole class on Tuesday from 10:00 to 12:00 hits the course that it has then. An appointment of three
named people does not: they are only away from the course. It does where it needs the trainer or the room of the course.
"""

from collections.abc import Iterator
from datetime import date

from planner.board.helping import helpers_of
from planner.domain import ApprenticeId, Kind, Session, SessionId, event_session_id
from planner.engine.change.week_sessions import WeekSessions


def crossed(week: WeekSessions, events: frozenset[SessionId], first: date) -> frozenset[SessionId]:
    """Sessions of a week, on ``first`` or later, that cannot stay beside some events of it.

    Never another event: two that cross are for the check to say. Empty where the events share nothing with the rest.
    """
    new = [s for s in week.sessions if s.id in events]
    # Other events stay: the workbook wants both.
    rest = [s for s in week.sessions if s.id not in events and s.day >= first and s.kind != Kind.FIXED]
    return frozenset(s.id for s in rest if any(s.overlaps(event) and _shared(week, s, event) for event in new))


def out_alone(week: WeekSessions, hits: frozenset[SessionId]) -> frozenset[SessionId]:
    """Of some sessions, the places of classes that miss an open hour alone: the others keep theirs, at its time.

    Where all classes of the hour are hit, it may be given at another one.
    """
    places: dict[str, set[SessionId]] = {}
    for item in week.items:
        if item.kind == Kind.OPEN and item.tie:
            places.setdefault(item.tie, set()).add(item.id)
    return frozenset(key for mine in places.values() if not mine <= hits for key in mine & hits)


def _shared(week: WeekSessions, session: Session, event: Session) -> bool:
    """Whether two sessions of one moment need the same adult, helpers among them, the same room or the same people.

    Hours that people have by themselves are not asked about people: whoever is called to the event leaves them, and
    they take place with the others.
    """
    if set(session.trainer_ids) & set(event.trainer_ids) or (session.room_id and session.room_id == event.room_id):
        return True
    if helpers_of(week.problem, week.board, event) & {
        *helpers_of(week.problem, week.board, session, _coming_back(week, session, event)),
        *session.trainer_ids,
    }:
        return True
    if session.kind == Kind.COURSE and _suspended(week, session, event):
        return True
    return session.kind in (Kind.COURSE, Kind.BARRETTE, Kind.OPEN) and _same_people(week, session, event)


def _coming_back(week: WeekSessions, session: Session, event: Session) -> Iterator[ApprenticeId]:
    """Who is there and not in a course of theirs, for something that the event crosses too, or has driven away already.

    Where it takes their helper they have nothing else then, and come back to the course. Nobody where the course keeps
    its hour all the same: a class is not to work on its own for want of one helper.
    """
    problem, board = week.problem, week.board
    free = session.kind == Kind.COURSE and not week.limits.stays(session)
    for person in week.called(week.number[session.id]) if free else ():
        learner, span = problem.learners[person], (session.day, session.start, session.end)
        held = [s for s in board.attended(person, session.day) if s.overlaps(session)]
        if problem.here(learner, *span) and all(s.id != event.id and s.overlaps(event) for s in held):
            yield person


def _suspended(week: WeekSessions, session: Session, event: Session) -> bool:
    """Whether a class has no course while an event of some takes place.

    A pause of another event does not count: it was there before, or is asked about by itself.
    """
    pauses = (p for c in session.class_ids for p in week.problem.paused(c, session.day, session.part))
    mine = (p for p in pauses if event_session_id(p.event_id) == event.id)
    return any(p.start < session.end and session.start < p.end for p in mine)


def _same_people(week: WeekSessions, session: Session, event: Session) -> bool:
    """Whether an event, or what is pasted, takes a whole class or part of a session away; a few named are only absent.

    By classes and part, not by names: a course goes on without the few who are absent.
    """
    known = week.problem.event_of.get(event.id)
    if event.id not in week.problem.stands and (known is None or known.apprentice_ids):
        return False
    one, other = week.items[week.number[session.id]], week.items[week.number[event.id]]
    # a barrette goes on with the classes that are left: theirs is the hour too
    shared = (
        set(one.class_ids) <= set(other.class_ids)
        if session.kind == Kind.BARRETTE
        else bool(set(one.class_ids) & set(other.class_ids))
    )
    return shared and other.part in ("", one.part)
