"""Groups of an hour that goes on, which a change took from it or from some of their people: back as they were.

An outing takes one class from an hour that stays for the others; whoever led its groups does so again once the outing
is gone, under the same names. A version keeps such groups, with the people who have nothing instead, until they are
back (``suspended`` of its summary).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from planner.board.board import Board
from planner.board.restore import open_owner
from planner.domain import (
    ApprenticeId,
    Barrette,
    Group,
    Guidance,
    Kind,
    Learner,
    ModuleId,
    OpenPeriod,
    Problem,
    Session,
    SessionId,
    Timetable,
)
from planner.engine.change.given_back import GivenUp, last_support
from planner.engine.change.moving import same_hour
from planner.engine.change.regulate import OfBarrette
from planner.engine.change.swapped import at_place, home_of, known_place, place_of, swaps_known
from planner.engine.change.week_sessions import support_hour
from planner.engine.groups.seats import write_lists
from planner.placement import for_everyone

IDS = ("course_ids", "class_ids", "trainer_ids")


@dataclass(frozen=True)
class Suspended:
    """A session of a group as it was, and those of its people who have nothing in its place."""

    session: Session
    people: tuple[ApprenticeId, ...]


def suspended_known(board: Board, before: Timetable, first: date, begun: int = 0) -> list[Suspended]:
    """What `suspended_written` wrote down, as far as the group is not another one, with its trainer and its room.

    In order of time; nothing before ``first``, nor before the minute ``begun`` of that day.
    """
    modules: dict[str | None, ModuleId | None] = {group.id: group.module_id for group in board.groups}
    rows = [Suspended(_read(session), tuple(people)) for session, people in before.summary.get("suspended", ())]
    return [
        row
        for row in rows
        if (row.session.day, row.session.start) >= (first, begun)
        and modules.get(row.session.group_id, row.session.module_id) == row.session.module_id
        and known_place(board.problem, place_of(row.session))
    ]


def suspended_written(
    board: Board, before: Timetable, known: Iterable[Suspended], first: date, renewed: Collection[OfBarrette]
) -> list[list[Any]]:
    """Groups that are without their trainer or some people, as they were, as plain JSON.

    For the next update. Who has another seat at their hour is not waited for, nor is a group of those composed
    anew (``renewed``). Who is not of its classes any more, for they leave the centre, is: a departure may be put off. A
    group at another hour waits for whoever is not in it.
    """
    rows = {_at(row): row for row in _of_before(board.problem, before)}
    had = {row.session.id: row.people for row in rows.values()}
    for row in known:
        rows[_at(row)] = replace(row, people=(*had.get(row.session.id, ()), *row.people))
    found = []
    for session, people in ((row.session, row.people) for row in rows.values() if row.session.day >= first):
        now = board.sessions.get(session.id)
        if (session.barrette_id, session.period_id) in renewed:
            continue
        members = [person for person in dict.fromkeys(people) if person in board.problem.learners]
        if now is not None and (now.day, now.start) != (session.day, session.start):
            # Another group there was for that hour only: at its own it has them again.
            lost = [person for person in members if person not in board.people[now.id]]
        else:
            lost = [person for person in members if not _seated(board, person, session)]
        if lost or (now is not None and _unled(session, now)):
            found.append(Suspended(session, tuple(sorted(lost))))
    found.sort(key=lambda row: (row.session.day, row.session.start, row.session.id))
    return [[{**asdict(row.session), "day": row.session.day.isoformat()}, list(row.people)] for row in found]


def _of_before(problem: Problem, before: Timetable) -> Iterator[Suspended]:
    """Every group of a timetable where it stood, and at its own hour too where an update had put it elsewhere."""
    swaps = swaps_known(before.summary)
    for session in before.sessions:
        if support_hour(problem, session):
            people, home = _had(before, session.id), home_of(session, swaps)
            yield Suspended(session, people)
            if not same_hour(session, home):
                yield Suspended(at_place(session, home), people)


def _at(row: Suspended) -> tuple[SessionId, date, int]:
    return row.session.id, row.session.day, row.session.start


def _had(before: Timetable, key: SessionId) -> tuple[ApprenticeId, ...]:
    """Who was in a session before; nobody where it was not there."""
    return tuple(row.apprentice_id for row in before.attendees.get(key, ()))


def _read(row: Mapping[str, Any]) -> Session:
    """A session of plain JSON."""
    typed = {"day": date.fromisoformat(row["day"]), "kind": Kind(row["kind"]), "guidance": Guidance(row["guidance"])}
    return Session(**{**row, **typed, **{name: tuple(row[name]) for name in IDS}})


def _members(problem: Problem, session: Session, people: Iterable[ApprenticeId]) -> Iterator[Learner]:
    """Those of some people who are of the classes of a barrette, or open period, on the day of one of its groups."""
    place: Barrette | OpenPeriod | None = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    owner = open_owner(problem, session)
    place = place or next((o for o in problem.open_periods if o.id == owner), None)
    for person in dict.fromkeys(people):
        learner = problem.learners.get(person)
        home = learner.membership(session.day) if learner and problem.enrolled(learner, session.day) else None
        if learner and home and place and home.class_id in place.class_ids:
            yield learner


def _seated(board: Board, person: ApprenticeId, session: Session) -> bool:
    """Whether somebody has anything but an event at the hour of a session."""
    return any(s.overlaps(session) and s.kind != Kind.FIXED for s in board.attended(person, session.day))


def _unled(session: Session, now: Session) -> bool:
    """Whether a group that had a trainer works on its own now."""
    return session.guidance == Guidance.LED and now.guidance != Guidance.LED


def rejoin(
    board: Board, rows: Sequence[Suspended], instead: Sequence[tuple[ApprenticeId, SessionId, SessionId]] = ()
) -> tuple[list[tuple[Session, str]], list[GivenUp]]:
    """Groups that were suspended stand again at their hour where it goes on, with their people, as far as rules allow.

    Those that do not, though their people are there, and what is against it in words; and support that gives way. A
    group whose people are still away, or whose trainer is, stays as it is. Who came to another group of the hour
    meanwhile leaves it for their own.

    ``instead``: person, group, and the seat that they have for it: it does not keep them from the group. Nor does other
    support that follows in their week: nobody is without a place at a barrette.
    """
    problem, held = board.problem, board.sessions.values()
    hours = {(support_hour(problem, s), s.day, s.start) for s in held if s.kind != Kind.BARRETTE or s.group_id}
    against: list[tuple[Session, str]] = []
    given_up: list[GivenUp] = []
    back: set[ApprenticeId] = set()
    for session, people in ((row.session, row.people) for row in rows):
        if (support_hour(problem, session), session.day, session.start) not in hours:
            continue
        if session.id in board.sessions:
            _lead_again(board, session)
            session = board.sessions[session.id]
        mine = list(_members(problem, session, people))
        aside = [(seat, person) for person, lost, seat in instead if lost == session.id and person in people]
        aside = [(seat, person) for seat, person in aside if person in board.people.get(seat, ())]
        beside = [(s.id, p.id) for p in mine for s in _beside(board, p.id, session)]
        for seat, person in (*aside, *beside):
            board.leave(seat, person)
        coming, said = _call(board, session, mine)
        if session.kind == Kind.BARRETTE:
            coming |= _in_the_place_of_support(board, session, [p for p in mine if p.id not in coming], given_up)
        for seat, person in aside:
            board.join(seat, person)
        for seat, person in beside:
            if person not in coming:
                board.join(seat, person)
        for seat in {seat for seat, _person in beside}:
            if not board.people[seat] and board.sessions[seat].kind != Kind.OPEN:
                board.take(seat)
        if said and session.id not in board.sessions:
            against.append((session, said))
        back |= {*coming, *(person for _seat, person in beside)}
    write_lists(board, frozenset(back))
    return against, given_up


def _beside(board: Board, person: ApprenticeId, session: Session) -> list[Session]:
    """Other groups of the hour of a group in which somebody is."""
    hour, mine = support_hour(board.problem, session), board.attended(person, session.day)
    return [s for s in mine if s.id != session.id and support_hour(board.problem, s) == hour and s.overlaps(session)]


def _call(board: Board, session: Session, people: Iterable[Learner]) -> tuple[set[ApprenticeId], str]:
    """Who of some people come to a group at its hour, and what is against a group that does not stand for it."""
    span = session.day, session.start, session.end, session.minutes
    here = [p for p in people if board.presence.with_class(p, *span)]
    if not here:
        return set(), ""
    stands = session.id in board.sessions
    asked = session if stands or session.kind == Kind.OPEN else replace(session, class_ids=())
    coming, said = board.allowed(asked, here)
    if coming and stands:
        board.join(session.id, *(p.id for p in coming))
    elif coming:
        board.call(asked, coming)
        _with_group(board, session)
    return {p.id for p in coming}, said[0].text.rstrip(".") if said and not coming and not stands else ""


def _in_the_place_of_support(
    board: Board, session: Session, people: Iterable[Learner], given_up: list[GivenUp]
) -> set[ApprenticeId]:
    """Who of some people come to a group once support that follows in their week gives way, the last one first."""
    week = [session.day + timedelta(days=n) for n in range(7 - session.day.weekday())]
    came: set[ApprenticeId] = set()
    for person in people:
        aside: list[GivenUp] = []
        while person.id not in came and (own := last_support(board, person.id, week, session.day)) is not None:
            board.leave(own.id, person.id)
            aside.append((own, person.id))
            came |= _call(board, session, [person])[0]
        if person.id in came:
            given_up += aside
            continue
        for own, name in aside:
            board.join(own.id, name)
    return came


def _with_group(board: Board, session: Session) -> None:
    """The group of a session, without people so far, where none of its sessions was left."""
    group, barrette, period, module = session.group_id, session.barrette_id, session.period_id, session.module_id
    if group and barrette and period and module and all(known.id != group for known in board.groups):
        board.groups.append(Group(group, barrette, period, module, session.trainer_ids, session.room_id, ()))


def _lead_again(board: Board, session: Session) -> None:
    """A group that works on its own since its trainer could not come has him again where no rule is against it."""
    now = board.sessions[session.id]
    if _unled(session, now):
        people = board.take(session.id)
        led = replace(session, class_ids=now.class_ids, modality=now.modality)
        stands = next(board.judged(for_everyone(led, people)), None) is None
        board.put(led if stands else now, people)
