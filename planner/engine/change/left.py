"""Sessions that their own week can no longer take: another week of the class, or the list of what is not placed.

A `Left` is what the steps of an update hand on while a session has no hour. It is made where a week gives a session up
(`times`), where a course asks for more (`again`), and where something cancelled is due again (`due_again`);
`given_back`, `elsewhere` and `seating` look for a place for it; what is one at the end becomes a row of the list
(`Left.row`). `weeks_for` says which weeks are worth asking, by their minutes alone. Boards are read, never changed.

A session cancelled inside the notice and given two weeks later comes back as ``…-r1``; one that moves outside the
notice keeps its id. `given_again` finds such pairs for whoever tells what an update does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.numbering import first_id
from planner.board.restore import occurrence_id, open_owner
from planner.courses.teams import teams_of
from planner.domain import ApprenticeId, Cause, Kind, Missing, Problem, Searched, Session, SessionId, Waits, monday
from planner.engine.change.limits import Limits
from planner.engine.change.week_sessions import course_of
from planner.engine.term.open_minutes import present_minutes
from planner.engine.week.left_out import in_no_room
from planner.report.compare import Diff


@dataclass(frozen=True, slots=True)
class Left:
    """A session that has no place, with the people it had; ``proven``: that no hour of its week could take it."""

    session: Session
    people: Mapping[ApprenticeId, bool]
    proven: bool = False
    everywhere: bool = False
    """Whether every other week of the class was shown to have no room either."""
    renamed: bool = False
    """Whether its id is new already: it was cancelled, and its old id stays with what was cancelled."""
    tried: bool = False
    """Whether other weeks were asked already."""
    locked: bool = False
    """Whether the planner locked it, so that it goes to no other hour."""
    week: date | None = None
    """The Monday of the week whose hour it is, where it never had one: another week is asked after it."""

    def row(self, problem: Problem | None = None) -> Missing:
        """The row of the list of what is not placed; one for all classes of an open period (see `of_classes`).

        Without ``problem`` each class of an open period has a row of its own. What had an hour waits for another one;
        what is new waits for its first.
        """
        session = self.session
        owner = open_owner(problem, session) if problem is not None and session.kind == Kind.OPEN else ""
        if problem is not None and owner:
            period = next(o for o in problem.open_periods if o.id == owner)
            key = SessionId(f"{owner}-{session.period_id}-o{session.occurrence}")
            session = replace(session, id=key, class_ids=period.class_ids)
        had = session.start >= 0
        where = Searched.EVERY_WEEK if self.everywhere else Searched.OWN_WEEK
        cause = Cause.NO_PLACE if self.proven else Cause.NONE_FOUND
        row = Missing(
            session.id,
            session.kind,
            session.minutes,
            Cause.LOCKED if self.locked else cause,
            session.course_ids,
            session.barrette_id,
            session.class_ids,
            waits=Waits.AGAIN if had else Waits.ADDED,
            part=session.part,
            day=session.day if had else None,
            searched=where if had else Searched.CLASS_WEEKS,
        )
        return row if problem is None or self.locked else self._crowded(problem, row)

    def _crowded(self, problem: Problem, row: Missing) -> Missing:
        """The row of a course whose people no room of the workbook holds: that is the reason, at every hour."""
        course, heads = course_of(problem, self.session), sum(not far for far in self.people.values())
        if course is None or self.session.kind != Kind.COURSE or self.session.room_id is None:
            return row
        crowded = in_no_room(problem, row, course, heads)
        return crowded if crowded.cause == Cause.ROOM_TOO_SMALL else row

    def lost(self, day: date, cause: Cause, said: str = "") -> Missing:
        """The row of a session that had an hour on a day, and lost it.

        ``said``: the words of the rule that keeps it from its hour. Every week counts as searched, as it is tried in
        them afterwards.
        """
        row = replace(self.row(), cause=cause, waits=Waits.AGAIN, day=day, said=said)
        return replace(row, searched=Searched.ANYWHERE)


def of_classes(board: Board, row: Missing) -> Missing:
    """The row of an hour of an open period with the classes that have no place of it on a board; any other as it is."""
    periods = board.problem.open_periods if row.kind == Kind.OPEN else ()
    mine = (
        o.class_ids for o in periods if row.session_id.startswith(f"{o.id}-") and {*row.class_ids} <= {*o.class_ids}
    )
    lack = [c for c in next(mine, ()) if f"{row.session_id}-{c}" not in board.sessions]
    return replace(row, class_ids=tuple(lack)) if lack else row


def whole(left: Iterable[Left]) -> list[Left]:
    """The list with one row for all groups of an occurrence, as a planner counts.

    The row of an hour has the people of all its groups. Rows of other sessions are the same values.
    """
    found: dict[SessionId, Left] = {}
    for row in left:
        session = row.session
        if session.kind != Kind.BARRETTE or row.renamed:
            found[session.id] = row
            continue
        key = occurrence_id(session)
        one = found.get(key, replace(row, session=replace(session, id=key, group_id=None, course_ids=()), people={}))
        found[key] = replace(one, people={**one.people, **row.people})
    return list(found.values())


def weeks_for(board: Board, session: Session, limits: Limits) -> list[date]:
    """Other weeks, not past nor announced, in which every class has so many minutes left.

    Mondays, the week with most minutes left first. An hour of support has its own week only. Minutes alone are counted:
    a week may still have no hour for it.
    """
    problem = board.problem
    found = []
    # an hour of support is that of its week; a course may be given in another
    for week in problem.weeks if session.kind == Kind.COURSE else [monday(session.day)]:
        # Its own week had its turn, unless the session never had an hour, is past or announced: then no day of it had.
        own = week == monday(session.day) and session.start >= 0 and session.day >= limits.moves
        if own or limits.late(week):
            continue
        spare = min((_spare(board, problem, c, week, session.part) for c in session.class_ids), default=0)
        if spare >= session.minutes and _somebody(board, session, week):
            found.append((-spare, week))
    return [week for _spare, week in sorted(found)]


def _somebody(board: Board, session: Session, week: date) -> bool:
    """Whether the team of a session, or some skilled colleagues, have so many minutes left in a week.

    Minutes only: whether the people of a team are free together is for the model of the week to find.
    """
    problem, course = board.problem, course_of(board.problem, session)
    teams = [session.trainer_ids, *(teams_of(problem, course) if course else ())]
    teams += [(t.id,) for t in problem.trainers.values() if course and t.teaches and problem.skilled(t, course.subject)]
    return any(all(board.usage.capacity(t, week) >= session.minutes for t in team) for team in teams)


def _spare(board: Board, problem: Problem, class_id: str, week: date, part: str) -> int:
    """Open minutes of a class in a week that nothing of its whole (or of the part) takes.

    Groups side by side count once; less than 0 where the class has more than it may.
    """
    last = week + timedelta(days=6)
    # By hour, so that groups side by side count once.
    spans = {
        (s.day, s.start, s.end): s.minutes
        for s in board.sessions.values()
        if week <= s.day <= last and s.kind in (Kind.COURSE, Kind.BARRETTE, Kind.OPEN, Kind.FIXED)
        and class_id in s.class_ids and (not part or s.part in ("", part))
    }  # fmt: skip
    return present_minutes(problem, class_id, week, part) - sum(spans.values())  # type: ignore[arg-type]


def given_again(diff: Diff) -> dict[SessionId, SessionId]:
    """Session that is cancelled → the one that is added in its place, under an id of its own."""
    gone = {c.session.id for c in diff.sessions if c.what == "cancelled"}
    added = sorted(c.session.id for c in diff.sessions if c.what == "added")
    return {first: key for key in added if (first := first_id(key)) in gone}


def renamed(board: Board, session: Session, limits: Limits) -> SessionId:
    """A session keeps its id in another week; one cancelled inside the notice comes back under another.

    ``…-r1``, ``…-r2``: who was told of the first must not read the second under the same name.
    """
    if session.day >= limits.moves:
        return session.id
    number = 1
    while SessionId(f"{session.id}-r{number}") in board.sessions:
        number += 1
    return SessionId(f"{session.id}-r{number}")
