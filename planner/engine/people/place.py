"""One session for some people: the one loop over days, spans, who can come, and how it may be led.

Every sort of session of people (personal needs, sessions in common, make-up) is an `Activity` and a list of `Wish`; the
stages differ in these and in the order in which they ask. `best` finds, `take` puts on the board: nothing else here
changes it.

The loop asks the cheap questions first (somebody's day, the hour, the break), then the mode for an adult and a room,
and only then the rules, which have the last word.

Why somebody was not given Tuesday at 10:00 is asked in this order: `comes` (is it a day for it), `free` (is the hour
theirs), the mode (who leads, in which room), `Board.allowed` (which rule is against it, in words). Where all of them
say yes, `best` had a reason: another day on which more people can come, or an hour that the preferences like better.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from planner.board.board import Board
from planner.board.breaks import bearable
from planner.board.staff import site_of, sites_for
from planner.domain import Bells, Learner, Problem, Session, SiteId
from planner.engine.people.from_afar import comes_in

LONGEST_WAIT = 150
"""Minutes between two sessions of a day, lunch included, that somebody is made to wait for one more."""
StartEnd = tuple[int, int]
"""Of a session, in minutes after midnight."""
Mode = Callable[[Board, Session, Sequence[Learner]], Session | None]
"""A session at an hour and those who would come → the session with its adult and place; None where it has none."""


@dataclass(slots=True)
class Wish:
    """Minutes that one learner still lacks of something, and the first and last day on which they may be given.

    ``left`` goes down as sessions are taken (`take`), and may end below 0 where a session is longer than what lacked.
    """

    learner: Learner
    first: date
    last: date
    left: int
    need_id: str = ""


class Chosen(NamedTuple):
    """A session that has a place, and whose wishes it serves."""

    session: Session
    wishes: tuple[Wish, ...]

    @property
    def people(self) -> tuple[Learner, ...]:
        """Who comes."""
        return tuple(wish.learner for wish in self.wishes)


@dataclass(frozen=True)
class Activity:
    """What is to be placed for some people: what it is, how long, whom it may call, and how it may be led.

    ``bare``: a session without day, hour, adult and place. ``most``: people in it at most. ``a_day``: sessions of the
    same module or course that one person may have on a day. ``fewer``: whether a mode is asked again without the last
    of the people where it has no place for all. ``apart``: whether people of two classes never come together.
    ``at_home``: whether a contact by video keeps to days on which nothing else brings its people to the centre.
    ``waiting``: whether people may wait longer than `LONGEST_WAIT` for it.
    """

    bare: Session
    mode: Mode
    bells: Callable[[Sequence[Learner], date], Iterable[Bells]]
    most: int = 1_000
    a_day: int = 1
    fewer: bool = False
    apart: bool = False
    at_home: bool = False
    waiting: bool = False

    def alike(self, session: Session) -> bool:
        """Whether a session gives the same thing."""
        if self.bare.course_id:
            return session.kind == self.bare.kind and session.course_id == self.bare.course_id
        return session.module_id == self.bare.module_id

    def at(self, problem: Problem, day: date, start: int, end: int) -> Session:
        """The session at an hour, still without adult and place; its period is that of the day."""
        period = problem.period_of(day)
        return replace(self.bare, day=day, start=start, end=end, period_id=period.id if period else None)


def best(board: Board, activity: Activity, wishes: Sequence[Wish]) -> Chosen | None:
    """The day on which most people can come, the first of those, at the hour that the preferences like best.

    None where nobody can come, nobody leads, or a rule is against it. Several wishes of one learner count once. The
    board is not changed.
    """
    found: Chosen | None = None
    for day in board.problem.days:
        here = _each_once(w for w in wishes if w.first <= day <= w.last and comes(board, activity, w.learner, day))
        # A later day must bring more people: between days of as many, the first one is right.
        if len(here) <= (len(found.wishes) if found else 0):
            continue
        found = _on_day(board, activity, here, day, len(found.wishes) if found else 0) or found
    return found


def _on_day(board: Board, activity: Activity, here: Sequence[Wish], day: date, known: int) -> Chosen | None:
    """The hour of a day at which most people can come, more than ``known``: of those the one that costs least.

    None where no more than ``known`` can. Each hour is asked of the mode and the rules with those who are free then.
    """
    most: list[Chosen] = []
    rung = {w.learner.id: frozenset(activity_spans(activity, [w], day)) for w in here}
    for span in sorted(frozenset[StartEnd]().union(*rung.values())):
        session = activity.at(board.problem, day, *span)
        can = [w for w in here if span in rung[w.learner.id] and free(board, w.learner, session)]
        if not activity.waiting:
            can = [w for w in can if near(board, w.learner, session)]
        for some in _apart(board.problem, activity, can, day):
            least = max(known + 1, len(most[0].wishes) if most else 0)
            chosen = led(board, activity, session, tuple(some[: activity.most]), least)
            if chosen is not None:
                most = [c for c in most if len(c.wishes) == len(chosen.wishes)] + [chosen]
    if len(most) < 2:
        return most[0] if most else None
    # Preferences choose among hours of as many people only: to help one more comes before comfort.
    return min(most, key=lambda chosen: board.cost(chosen.session, chosen.people))


def led(board: Board, activity: Activity, session: Session, can: tuple[Wish, ...], least: int = 1) -> Chosen | None:
    """The session with an adult and a place, for ``least`` people or more; whom a rule refuses does not come.

    None where fewer are left. Each turn has fewer people, so that it ends.
    """
    while len(can) >= least:
        placed = activity.mode(board, session, [w.learner for w in can])
        coming = board.allowed(placed, [w.learner for w in can])[0] if placed is not None else []
        if placed is not None and len(coming) == len(can):
            return Chosen(placed, can)
        if not coming and not activity.fewer:
            return None
        # Who is refused stays away and the rest is asked again, adult and room included, since fewer people fit more
        # rooms.
        can = tuple(w for w in can if w.learner in coming) if coming else can[:-1]
    return None


def _apart(problem: Problem, activity: Activity, can: list[Wish], day: date) -> list[list[Wish]]:
    """Wishes of people who may be together: of one class where that is asked, else of one site, or by video."""
    if activity.apart:
        return _by_class(can, day)
    return [can] if activity.bare.modality.startswith("remote") else _by_site(problem, can, day)


def _by_class(wishes: Iterable[Wish], day: date) -> list[list[Wish]]:
    """Wishes of people of one class, those without a class on their own."""
    found: dict[object, list[Wish]] = {}
    for wish in wishes:
        home = wish.learner.membership(day)
        found.setdefault(home.class_id if home else wish.learner.id, []).append(wish)
    return list(found.values())


def _by_site(problem: Problem, wishes: Iterable[Wish], day: date) -> list[list[Wish]]:
    """Wishes of people whose classes are at one site; those without a class come to any, here to the first."""
    found: dict[SiteId, list[Wish]] = {}
    anywhere = list[Wish]()
    for wish in wishes:
        home = site_of(problem, [wish.learner], day)
        (found.setdefault(home, []) if home else anywhere).append(wish)
    first, *others = found.values() or [[]]
    # In the order given, which says who comes first where not all can.
    kept = {id(wish) for wish in (*first, *anywhere)}
    return [[w for w in wishes if id(w) in kept], *others]


def _each_once(wishes: Iterable[Wish]) -> list[Wish]:
    """The first wish of each learner, in the order given."""
    found: dict[str, Wish] = {}
    for wish in wishes:
        found.setdefault(wish.learner.id, wish)
    return list(found.values())


def activity_spans(activity: Activity, here: Sequence[Wish], day: date) -> list[StartEnd]:
    """Starts and ends that the bells of a day give for some people, each once, in order of time.

    Those of any of their classes: who has other bells is looked at person by person. What is done at a distance in
    one's own time has the whole day for a window.
    """
    tables = activity.bells([w.learner for w in here], day)
    if activity.bare.modality == "remote_async":
        return sorted({(rows[0].start, rows[-1].end) for bells in tables if (rows := bells.days[day.weekday()])})
    return sorted({span for bells in tables for span in bells.placements(day.weekday(), activity.bare.minutes)})


def comes(board: Board, activity: Activity, learner: Learner, day: date) -> bool:
    """A day at the centre, or one free of the company, with few sessions of the same so far, and worth the journey.

    False where the day holds ``a_day`` sessions of the same thing already, so that nobody has them in a row.
    """
    return not full(board, activity, learner, day) and possible_day(board, activity, learner, day)


def full(board: Board, activity: Activity, learner: Learner, day: date) -> bool:
    """Whether a day of somebody holds as many sessions of the same as it may."""
    return sum(activity.alike(s) for s in board.attended(learner.id, day)) >= activity.a_day


def possible_day(board: Board, activity: Activity, learner: Learner, day: date) -> bool:
    """A day at the centre, or one free of the company and worth the journey, whatever it holds already."""
    held = board.attended(learner.id, day)
    if activity.bare.modality == "remote_async" or board.problem.call(learner, activity.bare.module_id):
        return board.problem.enrolled(learner, day) and not (activity.at_home and comes_in(board, learner, day))
    if not _worth_coming(board, activity, learner, day, held):
        return False
    return bool(board.problem.presence(learner, day)) or board.presence.off_company(learner, day)


def _worth_coming(board: Board, activity: Activity, learner: Learner, day: date, held: Sequence[Session]) -> bool:
    """Whether somebody is there anyway, comes for long enough, or need not come."""
    if learner.remote or activity.bare.modality.startswith("remote"):
        return True
    there = any(s.modality in ("on_site", "blended") for s in held)
    return there or activity.bare.minutes >= board.problem.least_presence(learner.id, day)


def near(board: Board, learner: Learner, session: Session) -> bool:
    """Whether nobody waits too long between a session and the rest of the day; one worth a journey may stand apart."""
    if session.modality.startswith("remote") or session.minutes >= board.problem.least_presence(
        learner.id, session.day
    ):
        return True
    here = [s for s in board.attended(learner.id, session.day) if not s.modality.startswith("remote")]
    waits = (max(s.start - session.end, session.start - s.end) for s in here)
    return min(waits, default=0) <= LONGEST_WAIT


def free(board: Board, learner: Learner, session: Session) -> bool:
    """Whether a learner is there or may come, has nothing else, and is fit for one more session.

    A quick answer without the rules: presence, limits of the day and the week, lunch and breaks; no adult, no room.
    What is done at a distance in one's own time takes no hour: always.
    """
    if session.modality == "remote_async":
        return True
    presence, span = board.presence, (session.day, session.start, session.end)
    return (
        not presence.clashes(learner.id, *span)
        and presence.allowed(learner, *span, session.minutes)
        and presence.in_week(learner, session.day, session.minutes)
        and (presence.reaches(learner, *span) or board.problem.call(learner, session.module_id))
        and (not presence.limited or bearable(board.problem, learner, presence.busy(learner.id, session.day), session))
    )


def of_their_classes(problem: Problem) -> Callable[[Sequence[Learner], date], Iterator[Bells]]:
    """The bells of people's classes on a day; those of every site that has a room for who has no class."""

    def bells(people: Sequence[Learner], day: date) -> Iterator[Bells]:
        """The tables of the classes that the people have on a day, each once."""
        for home in dict.fromkeys(m.class_id if (m := p.membership(day)) else None for p in people):
            if home is not None:
                yield problem.bells_of(home)
            else:
                yield from (problem.bells_at(site) for site in sites_for(problem, (), day))

    return bells


def take(board: Board, chosen: Chosen) -> None:
    """Put a session on the board; what it gives is no longer lacking.

    Chosen just before, on the same board: it is not judged again.
    """
    board.call(chosen.session, chosen.people)
    for wish in chosen.wishes:
        wish.left -= chosen.session.minutes
