"""What did not or will not take place, whatever says so, and what falls due again for it.

A line of *Réalisé* leaves the session of the past where it was; `barrette replace` takes it out and lists it; so does
a re-solve that finds no hour for it. In each case a course waits for an hour, under an id of its own (``…-r1``), and
those who were to have support are owed the hours again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from planner.board.board import Board
from planner.board.numbering import next_id
from planner.board.paid import paid_so_far
from planner.domain import (
    ApprenticeId,
    Cause,
    Debt,
    Kind,
    Missing,
    ModuleId,
    Owed,
    Problem,
    Realised,
    Searched,
    Session,
    SessionId,
    Timetable,
    Waits,
    recovered,
)
from planner.engine.change.given_back import SECOND, GivenUp, Hours, hours_known, open_again
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.moving import take_out
from planner.engine.change.realised import to_come
from planner.engine.change.renew import added_session, taught_again
from planner.engine.change.swapped import Swaps, swaps_known
from planner.hours.entry import ENTRY_THEMES
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.support import is_makeup, is_support, pays


@dataclass
class Cancelled:
    """Courses to be placed again, and what each person has lost.

    Filled by `take_stock`, then by whatever takes a session out (`loses`) or gives it back (`gives`); `falls_due` reads
    it once hours are settled. All amounts are minutes.
    """

    problem: Problem
    before: tuple[Missing, ...] = ()
    """What was not placed before."""
    left: list[Left] = field(default_factory=list)
    rows: dict[SessionId, Missing] = field(default_factory=dict)
    """Session that waits for an hour → the row that lists it so far."""
    seen: dict[SessionId, Missing | None] = field(default_factory=dict)
    """Row of support that was cancelled → what it says now; None where nothing of it stays to be listed."""
    hours: Hours = field(default_factory=dict)
    """Where what waits stood before it lost its hour, as far as it may be given back."""
    second: Hours = field(default_factory=dict)
    """Where an update had put it since, which it lost too: asked where its own hour is not to be had."""
    swaps: Swaps = field(default_factory=dict)
    """Where others stood before a change put them elsewhere, that may be in the way of these hours."""
    missed: dict[ApprenticeId, list[Session]] = field(default_factory=dict)
    unnamed: dict[ApprenticeId, int] = field(default_factory=dict)
    """Minutes lost by members of a class in sessions that are gone, so that nobody knows who was in them."""

    told: set[tuple[SessionId, ApprenticeId]] = field(default_factory=set)
    """Support that *Réalisé* says somebody missed, of this update and of those before."""
    waiting: Mapping[ApprenticeId, Mapping[str, int]] = field(default_factory=dict)
    """Minutes lost before, by need, that could not be given again so far."""

    again: dict[tuple[ApprenticeId, str], int] = field(default_factory=dict)
    """Minutes that fall due again, by person and need."""
    given: dict[tuple[ApprenticeId, str], int] = field(default_factory=dict)
    """Minutes that a need had once they were lost, before any was given again."""

    @property
    def people(self) -> frozenset[ApprenticeId]:
        """Everyone who may have lost hours of support."""
        return frozenset({*self.missed, *self.unnamed, *self.waiting} & set(self.problem.learners))

    def loses(self, session: Session, people: Sequence[ApprenticeId]) -> None:
        """Note that some people did not or will not have a session.

        Support and hours made up are owed again; a course waits for another hour instead. Nobody whom the workbook has
        no more.
        """
        if is_support(self.problem, session) or is_makeup(session):
            for person in people:
                if person in self.problem.learners:
                    self.missed.setdefault(person, []).append(session)

    def lose(self, given_up: Iterable[GivenUp]) -> set[ApprenticeId]:
        """The same for support that gave way to the class; whom it concerns."""
        people = set()
        for session, person in given_up:
            self.loses(session, (person,))
            people.add(person)
        return people

    def refuse(self, left: Iterable[Left], against: Mapping[SessionId, str]) -> None:
        """What waits says why it cannot return to the hour that it had, instead of what was said of it before."""
        for row in left:
            key = row.session.id
            if key in against:
                lost = row.lost(self.hours[key].option.day, Cause.HOUR_TAKEN, against[key])
                self.rows[key] = replace(lost, session_id=self.rows.get(key, lost).session_id)

    def gives(self, session: Session, people: Iterable[ApprenticeId]) -> None:
        """Note that some people have a session after all that was lost.

        Nothing happens where it was not lost, or is only watched now.
        """
        for person in people if is_support(self.problem, session) or is_makeup(session) else ():
            rows = self.missed.get(person, [])
            rows[:] = [s for s in rows if s.id != session.id]

    def minutes(self, need: Owed) -> int:
        """Minutes of a need that fall due again, as `falls_due` has shared out what was lost."""
        return self.again.get((need.apprentice_id, need.need_id), 0)

    def _named(self, need: Owed) -> int:
        """Minutes lost that would have paid a need, of sessions that are known."""
        rows = self.missed.get(need.apprentice_id, ())
        named = sum(s.minutes for s in rows if pays(need, s) and need.opens <= s.day <= need.deadline)
        return named + self.waiting.get(need.apprentice_id, {}).get(need.need_id, 0)

    def summary(self, owed: Sequence[Owed], debts: Sequence[Debt]) -> dict[str, Any]:
        """What the next update must know: what *Réalisé* has told, and what is still to be given again.

        ``missed``: pairs of session and person; ``again``: person → need → minutes. ``debts``: the account of the
        finished timetable.
        """
        planned = {(d.apprentice_id, d.need_id): d.planned for d in debts}
        again: dict[str, dict[str, int]] = {}
        for need in (n for n in owed if self.minutes(n)):
            at = need.apprentice_id, need.need_id
            have = planned.get(at, need.minutes)
            still = self.minutes(need) - max(0, have - self.given.get(at, 0))
            if (minutes := min(need.minutes - have, still)) > 0:
                again.setdefault(str(need.apprentice_id), {})[need.need_id] = minutes
        return {"missed": [list(pair) for pair in sorted(self.told)], "again": again}

    def falls_due(self, board: Board, owed: Sequence[Owed], limits: Limits) -> tuple[Owed, ...]:
        """The hours owed; where some were lost, they may be given until the end of the period that goes on.

        What somebody lost in sessions that nobody can name any more is shared among the needs to come, the most
        pressing first. Programme targets have no session of their own, and an entry module is late.
        """
        mine = [n for n in owed if n.apprentice_id in self.people and n.source != SOURCE_PROGRAMME]
        mine = [n for n in mine if not _entry(self.problem, n)]
        given, rest = paid_so_far(board, mine), dict(self.unnamed)
        for need in sorted(mine, key=lambda n: (n.apprentice_id, n.priority, n.deadline, n.need_id)):
            at, who = (need.apprentice_id, need.need_id), need.apprentice_id
            lack, named = max(0, need.minutes - given[at]), self._named(need)
            self.given.setdefault(at, given[at])
            # Of what nobody can name, no more than a need lacks beyond the sessions that are known.
            more = min(max(0, lack - named), rest.get(who, 0)) if need.deadline >= limits.first else 0
            rest[who] = rest.get(who, 0) - more
            if named + more:
                self.again[at] = named + more
        period = self.problem.period_of(limits.moves)
        until = period.last if period else self.problem.last
        return tuple(replace(need, deadline=max(need.deadline, until)) if self.minutes(need) else need for need in owed)

    def listed(self) -> tuple[Missing, ...]:
        """What was not placed before, without what is tried again; cancelled support is owed again."""
        tried = {row.session_id for row in self.rows.values()}
        rows = (self.seen.get(row.session_id, row) for row in self.before if row.session_id not in tried)
        return tuple(row for row in rows if row is not None)


def take_stock(
    board: Board,
    before: Timetable,
    first: date,
    begun: int = 0,
    locked: Collection[SessionId] = frozenset(),
    anew: Callable[[Missing], bool] = lambda _row: False,
) -> Cancelled:
    """Everything that was cancelled or missed so far, by *Réalisé* and by `barrette replace`.

    ``before``: the timetable that is changed, with its list and its summary; ``first``: the first day that may change;
    ``begun``: the minute of that day before which no hour is given back; ``locked``: sessions that wait for the hour
    that they had, and for no other; ``anew``: whether what no week took is tried again, nothing being against it now.
    A course to come that *Réalisé* cancels leaves the board, while the past stays as it was planned. Lines that name
    nothing known are passed over.
    """
    rows = tuple(map(recovered, before.unplaced))
    hours, swaps = (
        hours_known(board.problem, before.summary, first, begun),
        swaps_known(before.summary, first, begun),
    )
    second = hours_known(board.problem, before.summary, first, begun, SECOND)
    waiting = before.summary.get("again", {})
    stock = Cancelled(board.problem, rows, hours=hours, second=second, swaps=swaps, waiting=waiting)
    known = {(SessionId(key), ApprenticeId(person)) for key, person in before.summary.get("missed", ())}
    for line in board.problem.realised:
        session = before.session.get(line.session_id)
        if session is not None and not to_come(line, before, first):
            _of_line(board, before, first, stock, line, session, known)
    told = {row.session_id for row in stock.rows.values()}
    for row in rows:
        waits = row.waits in (Waits.ADDED, Waits.AGAIN)
        if row.waits == Waits.FELL and row.session_id in hours:
            waits = open_again(board.problem, row, hours[row.session_id])
        if waits and row.session_id not in told:
            _of_row(board, stock, row, locked)
        elif row.week is not None and row.week + timedelta(days=6) >= first and anew(row):
            _of_week(board, stock, row)
    return stock


def _of_line(
    board: Board,
    before: Timetable,
    first: date,
    stock: Cancelled,
    line: Realised,
    session: Session,
    known: Collection[tuple[SessionId, ApprenticeId]],
) -> None:
    """A line of *Réalisé*: the session again where it was a course; else what its people have missed; both once."""
    problem, rows = board.problem, before.attendees.get(session.id, ())
    people = {row.apprentice_id: row.remote for row in rows}
    people |= board.ways(session, (problem.learners[a] for a in people if a in problem.learners))
    # Under another id: the old one is that of the session that did not take place.
    again = taught_again(problem, session, SessionId(f"{session.id}-r1"))
    if line.cancelled and session.kind == Kind.COURSE and session.id in board.sessions:
        if session.day >= first:
            take_out(board, session.id)
        if again.id not in board.sessions:
            stock.left.append(Left(again, people, renamed=True))
            listed = next((row for row in stock.before if row.session_id == again.id), None)
            if listed is not None:
                stock.rows[again.id] = listed
    else:
        missed = [p for p in people if line.cancelled or p in line.absent_ids]
        # Told once for good: the next update reads it in the summary, and owes nothing a second time.
        stock.told |= {(session.id, p) for p in missed}
        stock.loses(session, [p for p in missed if (session.id, p) not in known])


def _of_row(board: Board, stock: Cancelled, row: Missing, locked: Collection[SessionId]) -> None:
    """A row of the list of what is not placed, whose session had an hour.

    A course is asked for again under a free id, as is one that fell with a day that its classes have again. Support is
    gone with the names of its people: its minutes are shared out later among everyone of its classes who still owes
    some.
    """
    problem = board.problem
    course = problem.courses.get(row.course_id) if row.course_id else None
    if row.kind == Kind.COURSE and course is not None:
        session = added_session(problem, course, row.part, row.minutes, ())
        taken = {row.session_id, *board.sessions, *(other.session.id for other in stock.left)}
        # What is locked has its own hour or none: nobody reads its id at another one.
        keeps = row.waits == Waits.ADDED or (row.session_id in locked and row.session_id in stock.hours)
        name = row.session_id if keeps else next_id(row.session_id, taken)
        again = replace(session, id=name)
        stock.left.append(Left(again, {}, renamed=True))
        if row.session_id in stock.hours:
            stock.hours = {**stock.hours, again.id: stock.hours[row.session_id]}
        if row.session_id in stock.second:
            stock.second = {**stock.second, again.id: stock.second[row.session_id]}
        if row.waits == Waits.FELL:
            stock.seen[row.session_id] = None  # due again, with its day: no longer a session that fell
        else:
            stock.rows[again.id] = row
    else:
        stock.seen[row.session_id] = due_again(row)
        for person, learner in problem.learners.items():
            if any(m.class_id in row.class_ids for m in learner.memberships):
                stock.unnamed[person] = stock.unnamed.get(person, 0) + row.minutes


def _of_week(board: Board, stock: Cancelled, row: Missing) -> None:
    """A row of a course that its week left out: it looks for an hour under its own id, in that week before others.

    Where it finds none, what was against it is no longer the reason.
    """
    problem, course = board.problem, board.problem.courses.get(row.course_id) if row.course_id else None
    if course is None or row.session_id in board.sessions:
        return
    session = replace(added_session(problem, course, row.part, row.minutes, ()), id=row.session_id)
    stock.left.append(Left(session, {}, renamed=True, week=row.week))
    stock.rows[session.id] = replace(row, cause=Cause.NONE_FOUND, searched=Searched.CLASS_WEEKS, said="")


def due_again(row: Missing) -> Missing | None:
    """The row of an hour of support that is owed to its people again; None where nothing stays in the list.

    What stays is the hour of a class, at a barrette or an open period: other support is owed to each of its people.
    """
    if row.kind not in (Kind.BARRETTE, Kind.OPEN):
        return None
    return replace(row, waits=Waits.OWED) if row.waits == Waits.AGAIN else row


def with_time_given(owed: Sequence[Owed], known: Sequence[Owed], debts: Sequence[Debt]) -> tuple[Owed, ...]:
    """The hours owed with the later deadlines that hours lost were given before (``debts``, against ``known``).

    Never an earlier deadline than usual. ``known``: what was owed then, by which a later deadline is told from the
    usual one.
    """
    usual = {(n.apprentice_id, n.need_id): n.deadline for n in known}
    given = {
        at: d.deadline
        for d in debts
        if (at := (d.apprentice_id, d.need_id)) in usual and d.deadline > usual[at]
    }  # fmt: skip
    return tuple(
        replace(n, deadline=max(n.deadline, given.get((n.apprentice_id, n.need_id), n.deadline))) for n in owed
    )


def lacking(
    board: Board, owed: Sequence[Owed], people: frozenset[ApprenticeId], first: date, stock: Cancelled
) -> list[Owed]:
    """What some people lack of their needs, from a day on; missed hours may be placed at any hour they are free.

    The entry module is given even when it is late.

    ``minutes`` of a row are what is planned from ``first`` on and what lacks, as the stages that place them count both.
    What lacks nothing is among the rows too.
    """
    mine = [n for n in owed if n.apprentice_id in people and (n.deadline >= first or _entry(board.problem, n))]
    later = [replace(n, opens=max(n.opens, first)) for n in mine]
    given, to_come = paid_so_far(board, mine), paid_so_far(board, later)
    found = []
    for need, todo in zip(mine, later, strict=True):
        at = need.apprentice_id, need.need_id
        lack, missed = max(0, need.minutes - given[at]), stock.minutes(need)
        # What was lost may be given on any day on which they are free, not in their group only.
        if missed and not need.personal:
            todo, lack = replace(todo, personal=True), min(lack, missed)
        found.append(replace(todo, minutes=to_come[at] + lack))
    return found


def _entry(problem: Problem, need: Owed) -> bool:
    """Whether a need is of the entry module, which is given however late."""
    module = problem.modules.get(ModuleId(need.target))
    return module is not None and module.theme in ENTRY_THEMES
