"""Sessions that the workbook pastes (*Séances existantes*): their hour stays, what they do not say may change."""

from collections.abc import Iterator
from dataclasses import replace

from planner.courses.teams import teams_of
from planner.domain import Session, SessionId
from planner.engine.change.week_sessions import WeekSessions
from planner.placement import for_everyone


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
