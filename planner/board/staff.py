"""Adults and rooms for an hour: who may lead, who is free, which free room holds and suits the people.

Choices that a stage makes for one session at a time: the least loaded adult, the smallest room that does. The weeks do
not come here: they choose times, teams and rooms of many sessions at once.

All of it returns None (or an empty list) where there is nobody or nothing, and never takes anything on the board.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from planner.board.board import Board
from planner.courses.links import nearest
from planner.courses.teams import teams_of
from planner.domain import (
    Course,
    Learner,
    Module,
    Problem,
    Room,
    RoomId,
    Session,
    SiteId,
    TrainerId,
    away,
    key,
)


def site_of(problem: Problem, people: Iterable[Learner], day: date) -> SiteId:
    """Site of the first person's class; empty when nobody has one."""
    return next((problem.classes[m.class_id].site_id for p in people if (m := p.membership(day))), SiteId(""))


def comes_to(board: Board, person: Learner, day: date, site: SiteId) -> bool:
    """Whether a site is that of somebody's class on a day, or one at which they have something then anyway.

    Whoever has no class, or a class without a site, or follows from elsewhere, comes to any.
    """
    home = site_of(board.problem, [person], day)
    return (
        person.remote
        or not (home and site)
        or home == site
        or any(s.site_id == site for s in board.attended(person.id, day))
    )


def sites_for(problem: Problem, people: Iterable[Learner], day: date) -> list[SiteId]:
    """The site of their class; for people without one, every site that has a room. Never empty."""
    own = site_of(problem, people, day)
    return [own] if own else sorted({room.site_id for room in problem.rooms.values()}) or [SiteId("")]


def trainer_for(
    board: Board,
    module: Module,
    day: date,
    start: int,
    end: int,
    site: SiteId,
    prefer: Iterable[TrainerId] = (),
    people: Iterable[Learner] = (),
) -> TrainerId | None:
    """A skilled trainer free at a span: the most often preferred, then the nearest to the people's classes.

    Of those as near, the one with most hours left.

    None where nobody skilled is free. ``prefer``: adults to take first whatever their hours, once for each reason.
    """
    wanted = Counter(prefer)
    far = nearest(board.problem, module, [home.class_id for p in people if (home := p.membership(day))])
    # Outside the bells of the site (another class's bells) the module's own length counts.
    minutes = board.problem.bells_at(site).teaching(day.weekday(), start, end) or module.minutes
    free = [
        t
        for t in board.problem.leaders(module, day)
        if board.usage.trainer_free(t, day, start, end, minutes, site, without=None)
    ]
    return min(free, key=lambda t: (-wanted[t], far(t), -board.usage.capacity(t, day), t), default=None)


def met(board: Board, module: Module, people: Iterable[Learner], day: date) -> list[Session]:
    """Sessions of a module that some people have in the period of a day, once for each of the people."""
    period = board.problem.period_of(day)
    days = [d for d in board.problem.days if period is not None and d in period]
    return [s for p in people for d in days for s in board.attended(p.id, d) if s.module_id == module.id]


def suits(problem: Problem, room: Room, people: Iterable[Learner], day: date) -> bool:
    """Whether a room has what the arrangements of its people ask; true for people who ask for nothing.

    Who follows from elsewhere asks for nothing of it.
    """
    here = (p for p in people if not p.remote)
    asked = {key(a.text) for p in here for a in problem.arranged(p.id, "room_feature", day)}
    return asked <= room.has


def some_room_for(problem: Problem, course: Course, people: Collection[Learner], day: date) -> bool:
    """Whether so many people may be in a course at all: its threshold, and some room of the workbook that has the seats
    and what they ask for, whoever is in it.

    ``people``: those on the spot.
    """
    if course.max_group is not None and len(people) > course.max_group:
        return False
    rooms = (r for r in problem.course_rooms(course) if course.room_types or not problem.special(r))
    return any(room.seats >= len(people) and suits(problem, room, people, day) for room in rooms)


def room_open(problem: Problem, session: Session) -> bool:
    """Whether the room of a session is to be had at its hour, whoever else may want it; False where it has none."""
    room = problem.rooms.get(session.room_id) if session.room_id else None
    return room is not None and not away(room.absences, session.day, session.start, session.end)


def room_for(
    board: Board,
    people: Sequence[Learner],
    day: date,
    start: int,
    end: int,
    site: SiteId,
    module: Module,
    among: Collection[RoomId] | None = None,
    prefer: Iterable[RoomId] = (),
) -> RoomId | None:
    """The smallest free ordinary room (or of the module's types) with enough seats, and what its people ask of it.

    None where there is none. ``among``: the only rooms to choose from, if given; ``prefer``: those to take first, once
    for each reason. Rooms of a type that some course asks for are left to it, unless the module names that type.
    """
    problem = board.problem
    here = [p for p in people if not p.remote]
    # A kitchen that stands empty is no place for an hour of literacy: it is cleaned, dangerous, or about to be used.
    rooms = (problem.rooms[r] for r in board.usage.free_rooms(day, start, end, site))
    found = [r for r in rooms if r.seats >= len(here) and (among is None or r.id in among)]
    found = [r for r in found if suits(problem, r, here, day)]
    found = [r for r in found if board.presence.in_reach(here, day, start, end, r.site_id or site)]
    if module.room_types:
        found = [r for r in found if key(r.type) in {key(t) for t in module.room_types}]
    else:
        found = [r for r in found if not problem.special(r)]
    # A place that several groups may share comes last, for whoever needs to be watched.
    known = Counter(prefer)
    return min(found, key=lambda r: (r.shared > 1, -known[r.id], r.seats, r.id)).id if found else None


def trainer_for_course(board: Board, course: Course, session: Session) -> TrainerId | None:
    """A free trainer of a course at an hour, the one with most hours left: any member of the teams that it names.

    Somebody with the skill where it names nobody. None where nobody is free. An habilitation that ends before the day
    does not count, for the course's own trainers either.
    """
    problem, day, subject = board.problem, session.day, key(course.subject)
    names = {
        t
        for team in teams_of(problem, course)
        for t in team
        if course.teams or problem.skilled(problem.trainers[t], subject, day)
    }
    span = day, session.start, session.end, session.minutes, session.site_id
    until = {t: problem.trainers[t].skill_until.get(subject, day) for t in names}
    free = [t for t in sorted(names) if board.usage.trainer_free(t, *span, without=None) and day <= until[t]]
    return min(free, key=lambda t: (-board.usage.capacity(t, day), t), default=None)


def rooms_for_course(board: Board, course: Course, session: Session, people: Sequence[Learner]) -> list[Room]:
    """Free rooms that a course may have at an hour, with enough seats and what its people ask; in no order."""
    problem, span = board.problem, (session.day, session.start, session.end)
    heads = [p for p in people if not p.remote]
    fit = {room.id for room in problem.course_rooms(course)}
    # A course that asks for no type takes no room that others ask for by its type, as in the weeks.
    if not course.room_types:
        fit = {r for r in fit if not problem.special(problem.rooms[r])}
    rooms = [problem.rooms[r] for r in board.usage.free_rooms(*span, session.site_id) if r in fit]
    rooms = [r for r in rooms if r.seats >= len(heads) and suits(problem, r, heads, session.day)]
    return [r for r in rooms if board.presence.in_reach(heads, *span, r.site_id or session.site_id)]
