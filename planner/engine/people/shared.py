"""Extra sessions decided for a class, or for people who are to be together: placed beside the timetable.

Before the groups of barrettes, since a decision comes before a choice of the program; what it gives is no longer owed
there. A re-solve adds only what the problem before did not have, and what a proposal asks (`Extra`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.paid import paid_so_far
from planner.domain import (
    ApprenticeId,
    ExplicitNeed,
    Kind,
    Learner,
    Membership,
    Module,
    ModuleId,
    Owed,
    Problem,
    Session,
    SessionId,
)
from planner.engine.people.modes import module_activity
from planner.engine.people.personal import module_of
from planner.engine.people.place import Mode, Wish, best, take
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.support import is_support, pays

MOST_IN_WINDOW = 50
"""Sessions of one need in one window at most."""


@dataclass(frozen=True, slots=True)
class Window:
    """The minutes that each person of a shared need lacks between two days, both included."""

    need: ExplicitNeed
    module: Module
    first: date
    last: date
    minutes: Mapping[ApprenticeId, int]


def place_shared_needs(board: Board, owed: Sequence[Owed], first: date = date.min, known: Collection[str] = ()) -> None:
    """One session for all at a time when they have nothing else, again until what is owed is given.

    Who is busy, away or in the company at the best time is served at another one; a group larger than the module
    allows is cut in equal ones. What finds no hour stays owed, so a barrette may still give it. Nothing is placed
    before ``first``, nor for the needs that are ``known``: they had their sessions before.
    """
    problem = board.problem
    for need in problem.explicit_needs:
        if not need.together or need.id in known:
            continue
        mine = [row for row in owed if need.owns(row.need_id) and row.deadline >= first]
        rows = [replace(row, opens=max(row.opens, first)) for row in mine]
        module = module_of(problem, rows[0]) if rows else None
        number = 0
        for window in _windows(problem, need, module, rows) if module else ():
            for people in _cut(window):
                number = _serve(board, window, people, number)


@dataclass(frozen=True, slots=True)
class Extra:
    """Hours in common for people who lack hours that they are owed already; ``id`` names its sessions.

    What a proposal asks in the middle of a term, or a row of *Besoins*: for one module, between two days.
    """

    id: str
    module_id: ModuleId
    apprentice_ids: tuple[ApprenticeId, ...]
    first: date
    last: date
    instead: bool = False
    """Whether they may take, as a last resort, hours of strands that the programme alone promises."""


def asked_apart(problem: Problem) -> tuple[Extra, ...]:
    """What *Besoins* asks to be given beside the barrettes, of hours that are owed already: a row each."""
    found = []
    for need in problem.explicit_needs:
        if need.response == "apart":
            people = need.apprentice_ids or tuple(
                a for a, p in problem.learners.items() if any(_inside(m, need) for m in p.memberships)
            )
            last = min(day for day in (need.closed, need.deadline, problem.last) if day is not None)
            found.append(
                Extra(need.id, ModuleId(need.target), people, need.opened or problem.first, last, instead=True)
            )
    return tuple(found)


def _inside(home: Membership, need: ExplicitNeed) -> bool:
    return home.class_id == need.class_id and need.part in ("", home.part)


def place_extra(board: Board, owed: Sequence[Owed], asked: Sequence[Extra], first: date) -> None:
    """Sessions for what each of some people still lacks of a module, when they have nothing else.

    Only what is owed: an extra session for somebody who lacks nothing is not given. From ``first`` on, whatever the
    window.
    """
    waits = partial(_waits, board.problem)
    promised = _promised(board.problem, owed)
    for extra in asked:
        _place_extra(board, owed, extra, first, None)
        _place_extra(board, owed, extra, first, waits)
        if extra.instead:
            _place_extra(board, owed, extra, first, lambda session, person: waits(session) or promised(session, person))


MayLeave = Callable[[Session, ApprenticeId], bool]
"""Whether somebody may leave a session for an hour that is owed."""


def _promised(problem: Problem, owed: Sequence[Owed]) -> Callable[[Session, ApprenticeId], bool]:
    """Whether a session gives somebody support that answers no need of theirs: the programme alone promises it."""
    needs: dict[ApprenticeId, list[Owed]] = {}
    for need in owed:
        if need.source != SOURCE_PROGRAMME:
            needs.setdefault(need.apprentice_id, []).append(need)

    def promised(session: Session, person: ApprenticeId) -> bool:
        gives = session.kind in (Kind.BARRETTE, Kind.SUPPORT) and bool(session.strand) and not session.course_ids
        return gives and is_support(problem, session) and not any(pays(n, session) for n in needs.get(person, ()))

    return promised


def _place_extra(board: Board, owed: Sequence[Owed], extra: Extra, first: date, leaves: MayLeave | None) -> None:
    """Sessions at the hours that people have free, or else at those of what they leave for it."""
    problem = board.problem
    module = problem.modules.get(extra.module_id)
    people = [a for a in extra.apprentice_ids if a in problem.learners]
    paid = paid_so_far(board, owed, people) if module else {}
    left: dict[ApprenticeId, int] = {}
    for need in owed:
        mine = need.apprentice_id in people and need.source != SOURCE_PROGRAMME
        mine = mine and need.opens <= extra.last and need.deadline >= extra.first
        if module and mine and need.target in (module.id, module.strand):
            lacking = need.minutes - paid.get((need.apprentice_id, need.need_id), 0)
            left[need.apprentice_id] = left.get(need.apprentice_id, 0) + max(0, lacking)
    left = {person: minutes for person, minutes in left.items() if minutes > 0}
    if module is None or not left:
        return
    need_row = ExplicitNeed(extra.id, module.id, tuple(sorted(left)))
    window = Window(need_row, module, max(first, extra.first), extra.last, left)
    number = last_number(board, "-", _stem(problem, window))
    with leaving_for(board, window.minutes, window.first, window.last, leaves or (lambda _s, _p: False)) as left_for_it:
        hours = None if leaves is None else left_for_it
        for group in _cut(window):
            # Twice on one day rather than not at all.
            number = _serve(board, window, group, number, (1, 2), hours)


@contextmanager
def not_waiting(board: Board, people: Iterable[ApprenticeId], first: date, last: date) -> Iterator[None]:
    """Some people out of the autonomy of barrettes and the place of open periods, between two days.

    Whoever has something else there at the end has left them; the others are in them again.
    """
    with leaving_for(board, people, first, last, partial(_waits, board.problem)):
        yield


@contextmanager
def leaving_for(
    board: Board, people: Iterable[ApprenticeId], first: date, last: date, leaves: MayLeave
) -> Iterator[list[tuple[Session, ApprenticeId]]]:
    """The same of whatever they may leave; gives what each has left."""
    left = list[tuple[Session, ApprenticeId]]()
    for person in people:
        for day in (d for d in board.problem.days if first <= d <= last):
            for session in [s for s in board.attended(person, day) if s.id in board.sessions and leaves(s, person)]:
                board.leave(session.id, person)
                left.append((session, person))
    try:
        yield left
    finally:
        for session, person in left:
            if not board.presence.clashes(person, session.day, session.start, session.end):
                board.join(session.id, person)


def _waits(problem: Problem, session: Session, _person: ApprenticeId | None = None) -> bool:
    """Whether a session is supervised autonomy, which no module of the workbook need be, or the place of those
    who are called to nothing.
    """
    module = problem.modules.get(session.module_id) if session.module_id else None
    study = bool(session.module_id) and (module is None or module.theme == "study")
    return session.kind == Kind.OPEN or (session.kind == Kind.BARRETTE and study and not session.course_ids)


def _windows(problem: Problem, need: ExplicitNeed, module: Module, rows: Sequence[Owed]) -> Iterator[Window]:
    """The whole of a temporary need; each stay of a recurrent one.

    ``rows``: what is owed of the need. Stays are those of its class, or of the first class that one of its people has.
    """
    first, last = min(row.opens for row in rows), max(row.deadline for row in rows)
    people = dict.fromkeys((row.apprentice_id for row in rows), 0)
    # A temporary need has one window; a recurrent one begins again with each stay.
    if need.minutes_total:
        yield Window(need, module, first, last, {row.apprentice_id: row.minutes for row in rows})
        return
    homes = (m.class_id for a in people for m in problem.learners[a].memberships)
    class_id = need.class_id or next(homes, None)
    for stay in problem.stays(class_id) if class_id else ():
        if first <= stay[-1] and stay[0] <= last:
            yield Window(
                need, module, max(first, stay[0]), min(last, stay[-1]), dict.fromkeys(people, need.minutes_per_stay)
            )


def _cut(window: Window) -> list[list[ApprenticeId]]:
    """People in groups as equal as can be, none larger than the module allows; in a fixed order."""
    people = sorted(window.minutes)
    number = -(-len(people) // max(1, window.module.max_size))
    # Dealt out in turn: sizes differ by one at most.
    return [people[n::number] for n in range(number)]


def _stem(problem: Problem, window: Window) -> str:
    """What the ids of the sessions of a window begin with; those of no course do."""
    stem = f"{window.module.id}-{window.need.id}"
    return f"{stem}-commun" if stem in problem.session_stems else stem


def _serve(
    board: Board,
    window: Window,
    people: Sequence[ApprenticeId],
    number: int,
    a_day: Sequence[int] = (1,),
    hours: Sequence[tuple[Session, ApprenticeId]] | None = None,
) -> int:
    """Sessions for some people until nobody lacks anything, or no hour is left; returns the last number used.

    Each gets what is left of their own minutes: who has more left comes again, with fewer people. What is given counts
    as extra support, up to what each lacked. ``a_day``: how many of them a day may hold, one answer after the other.
    ``hours``: what people have left, where only these hours are theirs: then their days are no longer than before.
    """
    known, minutes = board.problem.learners, window.minutes
    wishes = [Wish(known[person], window.first, window.last, minutes[person]) for person in people]
    for most in a_day:
        for _ in range(MOST_IN_WINDOW):
            # Two needs of two modules may have one stem: AP and X-1, AP-X and 1.
            while (name := SessionId(f"{_stem(board.problem, window)}-{number + 1:02d}")) in board.sessions:
                number += 1
            activity = replace(module_activity(board.problem, window.module, name), apart=False, a_day=most)
            if hours is not None:
                activity = replace(activity, mode=_at_their_hours(activity.mode, hours))
            chosen = best(board, activity, [w for w in wishes if w.left > 0])
            if chosen is None:
                break
            number += 1
            board.extra_support += sum(min(chosen.session.minutes, wish.left) for wish in chosen.wishes)
            take(board, chosen)
    return number


def _at_their_hours(mode: Mode, hours: Sequence[tuple[Session, ApprenticeId]]) -> Mode:
    """A mode that knows no hour but those at which each of its people has left something of at least that length."""

    def at_hours(board: Board, session: Session, people: Sequence[Learner]) -> Session | None:
        there = {a for s, a in hours if s.overlaps(session) and s.minutes >= session.minutes}
        return mode(board, session, people) if all(p.id in there for p in people) else None

    return at_hours
