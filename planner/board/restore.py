"""From a timetable back to the engine's own state: what is placed, who is where, which hours are taken."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from planner.board.board import Assembly
from planner.board.presence import Presence
from planner.board.usage import Usage
from planner.domain import ApprenticeId, Kind, Problem, Session, SessionId, Timetable, in_order, monday
from planner.engine.week.draft import Draft
from planner.model import Item, Option


def resume(problem: Problem, timetable: Timetable) -> Assembly:
    """An assembly that holds a whole timetable; its draft knows no items (`occurrences` makes them)."""
    draft = Draft(problem)
    assembly = Assembly(draft, Usage(problem), Presence(problem))
    for session in in_order(list(timetable.sessions)):
        put(assembly, session, {row.apprentice_id: row.remote for row in timetable.attendees.get(session.id, ())})
    assembly.groups += timetable.groups
    assembly.composed |= {occurrence_id(s) for s in timetable.sessions if s.kind == Kind.BARRETTE}
    return assembly


def put(assembly: Assembly, session: Session, people: dict[ApprenticeId, bool]) -> None:
    """Take a session as it stands, with its people: hours of trainers, rooms and learners."""
    assembly.sessions[session.id] = session
    assembly.people[session.id] = dict(people)
    for trainer in session.trainer_ids:
        assembly.adults.setdefault((trainer, session.day), []).append(session)
    if session.room_id:
        assembly.places.setdefault((session.room_id, session.day), []).append(session)
    for learner in people:
        assembly.presence.take(learner, session)
    rooms = [session.room_id] if session.room_id else []
    assembly.usage.note(
        session.id, session.day, session.start, session.end, session.minutes, session.trainer_ids, rooms,
        session.site_id,
    )  # fmt: skip


def drop(assembly: Assembly, session_id: SessionId) -> dict[ApprenticeId, bool]:
    """Take a session out, and give back its hours; returns its people."""
    session = assembly.sessions.pop(session_id)
    people = assembly.people.pop(session_id)
    for learner in people:
        assembly.presence.leave(learner, session)
    for trainer in session.trainer_ids:
        held = assembly.adults[trainer, session.day]
        held[:] = [s for s in held if s.id != session_id]
    if session.room_id:
        held = assembly.places[session.room_id, session.day]
        held[:] = [s for s in held if s.id != session_id]
        noted = assembly.usage.rooms.get((session.room_id, session.day), [])
        noted[:] = [h for h in noted if h[2] != session_id]
    for trainer in session.trainer_ids:
        hours = assembly.usage.trainers.get((trainer, session.day), [])
        hours[:] = [h for h in hours if h[3] != session_id]
    return people


def join(assembly: Assembly, session_id: SessionId, learner: ApprenticeId) -> None:
    """Add one person to a session."""
    session = assembly.sessions[session_id]
    remote = assembly.problem.learners[learner].remote
    assembly.people[session_id][learner] = remote
    assembly.presence.take(learner, session)
    if remote and session.modality == "on_site":
        rewrite(assembly, replace(session, modality="blended"))


def rewrite(assembly: Assembly, session: Session) -> None:
    """A session whose text changes, not its time, place or adults."""
    people = drop(assembly, session.id)
    put(assembly, session, people)


def occurrence_id(session: Session) -> SessionId:
    """Id of the occurrence of a barrette that a group session belongs to."""
    return SessionId(f"{session.barrette_id}-{session.period_id or 'P'}-o{session.occurrence}")


def barrette_items(problem: Problem, sessions: Collection[Session]) -> dict[date, list[tuple[Item, Option]]]:
    """Monday → the occurrences of barrettes among some sessions, each as the one item that holds all its groups."""
    found: dict[SessionId, list[Session]] = {}
    for session in sessions:
        if session.kind == Kind.BARRETTE:
            found.setdefault(occurrence_id(session), []).append(session)
    weeks: dict[date, list[tuple[Item, Option]]] = {}
    for key, groups in sorted(found.items()):
        first = groups[0]
        barrette = problem.barrettes.get(first.barrette_id) if first.barrette_id else None
        if barrette is None:
            continue
        item = Item(
            id=key,
            kind=Kind.BARRETTE,
            minutes=first.minutes,
            class_ids=barrette.class_ids,
            site_id=first.site_id,
            barrette_id=barrette.id,
            occurrence=first.occurrence,
            period_id=first.period_id,
        )
        weeks.setdefault(monday(first.day), []).append((item, Option(first.day, first.start, first.end)))
    return weeks
