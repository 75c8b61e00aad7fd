"""Sessions that the workbook pastes (*Séances existantes*): their hour is said, what they do not say may change.

Two points of an update. `renew_pasted` runs with the events, before any hour is looked for: rows that are gone or other
leave the board, those of now are put on it without people, a new one in the place of a session of its course.
`settle_pasted` runs as each week is looked at (`times.Retime.weeks`): a pasted session that cannot stand gets another
room or team, and the other hits are returned, to be repaired. Never changed are its day and start, nor a room or a team
that the row names. `renew_pasted` asks no rule, `settle_pasted` every hard one.

A new row says mathematics on Tuesday at 10:00 and no room: the session of mathematics nearest to it leaves the board,
the row takes the room that the fewest others have then, and what the class had at 10:00 finds another hour.
"""

from collections.abc import Iterator
from dataclasses import replace

from planner.board.board import Board
from planner.courses.teams import teams_of
from planner.domain import (
    ApprenticeId,
    Kind,
    Learner,
    Problem,
    RoomId,
    Session,
    SessionId,
    StandingSession,
    TrainerId,
    away,
)
from planner.engine.change.limits import Limits
from planner.engine.change.renew import Events, added_session
from planner.engine.change.week_sessions import WeekSessions
from planner.engine.people.attend import period_id
from planner.placement import for_everyone


def renew_pasted(board: Board, old: Problem, limits: Limits) -> Events:
    """Bring the pasted sessions to come in line with the workbook: new rows, other ones, rows that are gone.

    They have nobody yet: whoever comes joins once what stands at their hour has given way. Each takes the place of a
    session of its course, since its hours are of those that the course asks for. ``new``: those added or changed;
    ``people``: everyone of their classes, and who was in them until now. A row that is the same in both workbooks is
    left alone, whatever became of it.
    """
    changed: set[SessionId] = set()
    people: set[ApprenticeId] = set()
    for key in sorted({*old.stands, *board.problem.stands}):
        was, now = old.stands.get(key), board.problem.stands.get(key)
        if was == now or max(one.day for one in (was, now) if one is not None) < limits.first:
            continue
        if key in board.sessions and board.sessions[key].day >= limits.first:
            people |= set(board.take(key))
        if now is not None and now.day >= limits.first:
            same = _same(board, now, limits) if was is None else None
            people |= set(board.take(same.id)) if same is not None else set()
            board.put(_new(board, now), {})
            changed.add(key)
            people |= {p.id for p in _called(board.problem, now)}
    return Events(frozenset(changed), frozenset(people))


def _same(board: Board, said: StandingSession, limits: Limits) -> Session | None:
    """The session of its course and part that a pasted one may be: that of its day, else the nearest that is as long.

    Never one that is locked, or over.
    """
    apart = {*board.problem.stands, *limits.locked}
    rows = (s for s in board.sessions.values() if s.kind == Kind.COURSE and s.course_id == said.course_id)
    mine = [s for s in rows if s.part == said.part and s.day >= limits.first and s.id not in apart]
    near = [s for s in mine if s.day == said.day or s.minutes == said.minutes]

    def far(s: Session) -> tuple[int, bool, int, str]:
        return abs((s.day - said.day).days), s.minutes != said.minutes, abs(s.start - said.start), s.id

    return min(near, key=far, default=None)


def _new(board: Board, said: StandingSession) -> Session:
    """A pasted session with the team and the room that it names, else with those that hinder the fewest others."""
    problem, course = board.problem, board.problem.courses[said.course_id]
    plain = added_session(problem, course, said.part, said.minutes, ())
    plain = replace(plain, id=said.id, class_ids=said.class_ids, period_id=period_id(problem, said.day))
    session = replace(plain, day=said.day, start=said.start, end=said.end)
    beside = [s for s in board.sessions.values() if s.overlaps(session)]
    # What the class has then gives way to the session, whatever it takes.
    beside = [s for s in beside if s.kind == Kind.FIXED or not set(s.class_ids) & set(said.class_ids)]

    def hindered(team: tuple[TrainerId, ...]) -> int:
        gone = sum(away(problem.trainers[t].absences, said.day, said.start, said.end) for t in team)
        return (len(beside) + 1) * gone + sum(not set(team).isdisjoint(s.trainer_ids) for s in beside)

    teams = [said.trainer_ids] if said.trainer_ids else teams_of(problem, course)
    rooms = [said.room_id] if said.room_id else _rooms(problem, said)
    room = min(rooms, key=lambda r: sum(s.room_id == r for s in beside), default=None)
    site = problem.rooms[room].site_id if room is not None and room in problem.rooms else session.site_id
    return replace(
        session, trainer_ids=min(teams, key=hindered, default=()), room_id=room, site_id=site or session.site_id
    )


def _rooms(problem: Problem, said: StandingSession) -> list[RoomId]:
    """Rooms of the course of a pasted session that are open then and have a seat for everyone of its classes."""
    course = problem.courses[said.course_id]
    heads = sum(not p.remote for p in _called(problem, said))
    rooms = [r for r in problem.course_rooms(course) if not away(r.absences, said.day, said.start, said.end)]
    return [r.id for r in rooms if r.seats >= heads and r.site_id in ("", problem.course_site(course))]


def _called(problem: Problem, said: StandingSession) -> list[Learner]:
    """Everyone of the classes of a pasted session, or of its part, who has its course."""
    course = problem.courses[said.course_id]
    return [p for c in said.class_ids for p in problem.roster(c, said.day, said.part, course)]


def settle_pasted(week: WeekSessions, hits: frozenset[SessionId]) -> frozenset[SessionId]:
    """Give pasted sessions among some another room or team at their hour; the sessions that are not pasted.

    Only what the line of the workbook leaves open is chosen. Where that finds nothing, they stay as they are: what the
    workbook says stands already is its own affair, and is said by `check`.
    """
    board = week.board
    for key in sorted(hits & board.problem.stands.keys()):
        people = board.people[key]
        found = (one for one in _elsewhere(week, key) if not any(board.judged(for_everyone(one, people))))
        if (session := next(found, None)) is not None:
            board.put(session, people)
    return hits.difference(board.problem.stands)


def _elsewhere(week: WeekSessions, key: SessionId) -> Iterator[Session]:
    """A pasted session with the teams and rooms that it may have, its own first."""
    problem, session = week.problem, week.board.sessions[key]
    said, course = problem.stands[key], problem.courses[problem.stands[key].course_id]
    teams = [said.trainer_ids] if said.trainer_ids else [session.trainer_ids, *teams_of(problem, course)]
    rooms = [said.room_id] if said.room_id else [*week.rooms(week.number[key])]
    for team in dict.fromkeys(teams):
        for room in rooms:
            site = problem.rooms[room].site_id if room in problem.rooms else session.site_id
            yield replace(session, trainer_ids=team, room_id=room, site_id=site or session.site_id)
