"""One block of the entry module for those who lack it: joined where it is given already, else given at an hour.

A session takes in as many as are free then, one by one by their own days: of the hours at which most can come, the one
that costs the fewest lessons. Whom a rule refuses stays behind, and gets the block at another hour with those who are
left.

A trial changes the board and is taken back (`undo`): the rules judge what stands, and blocks depend on each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.board.board import Board
from planner.board.staff import comes_to, room_for, sites_for, trainer_for
from planner.domain import ApprenticeId, CourseId, Guidance, Kind, Learner, Module, Problem, Session, SessionId
from planner.labels import private
from planner.prices import SUPPORT_MISSED

GIVES_WAY = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT)
"""Kinds of session that somebody is called away from for a block."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who lacks a block, and the days on which they may have it.

    Those who must not do without come first, where not all find a seat.
    """

    learner: Learner
    days: frozenset[date]
    before: tuple[tuple[date, int], ...] = ()
    """(day, minute) at which each block ends that comes before it: it begins after them, unless fewer can come then."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days whose hours are weighed against each other; ``late``: the deadline is past, and each day counts."""

    days: Sequence[date]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A block on the board, and what each of those whom it has called left for it, so that it can be taken back."""

    session: Session
    left: Mapping[ApprenticeId, tuple[SessionId, ...]]


@dataclass(frozen=True, slots=True, order=True)
class _Hour:
    """An hour of a day and how many could come: in order, the hour at which most can, then that which costs least."""

    fewer: int
    """Minus the number of people, at most as many as the block takes."""
    early: int
    """How often it begins before what comes before it, each block of each person counted."""
    wait: int
    """The day's number where the block is late, so that no cheaper hour makes it later still; else 0."""
    missed: int
    day: date
    start: int
    end: int


def join_block(
    board: Board, module: Module, seekers: Sequence[Seeker], when: Stretch, in_time: bool = False
) -> list[Given]:
    """Those who may are called to sessions of a block that stand already, the earliest first; one row for each.

    ``in_time``: to none of safety before which they would lose hours on machines.
    """
    found, waiting, days = list[Given](), list(seekers), set(when.days)
    standing = [s for s in board.blocks() if s.module_id == module.id and s.day in days]
    machines = {s.learner.id: _machines(board, s.learner) for s in seekers if in_time and module.theme == "safety"}
    for session in sorted(standing, key=lambda s: (s.day, s.start, s.id)):
        at = session.day, session.start, session.end
        for seeker in tuple(waiting):
            if _kept_off(machines.get(seeker.learner.id, ()), *at):
                continue
            if board.heads(session.id) < module.max_size and (given := _join(board, module, session.id, seeker)):
                waiting.remove(seeker)
                found.append(given)
    return found


def _join(board: Board, module: Module, key: SessionId, seeker: Seeker) -> Given | None:
    """Somebody in a session that stands, called away from what they had; None where they or a rule cannot."""
    session, learner = board.sessions[key], seeker.learner
    at = session.day, session.start, session.end
    if at[0] not in seeker.days or at[1:] not in block_spans(board.problem, learner, at[0], module.minutes):
        return None
    if _missed(board, learner, *at, module.minutes) is None or not comes_to(board, learner, at[0], session.site_id):
        return None
    left = board.call_away(learner.id, session)
    if not board.allowed(session, [learner])[0]:
        board.call_back(learner.id, left)
        return None
    board.join(key, learner.id)
    return Given(board.sessions[key], {learner.id: left})


def give_block(
    board: Board, module: Module, seekers: Sequence[Seeker], when: Stretch, chosen: list[Session], number: int
) -> Given | None:
    """The block at the hour that takes in most of some people, on the board; they are called away from what they had.

    None, and the board as before, where no hour will do for anybody. ``chosen``: blocks of the cohort so far, whose
    trainers and site of the day are preferred.
    """
    best: Given | None = None
    for hour in sorted(_hours(board, module, seekers, when)):
        if best is not None and -hour.fewer <= len(best.left):
            break
        tried = _try(board, module, seekers, hour, chosen, number)
        if tried is not None and len(tried.left) == -hour.fewer:
            return tried
        if tried is not None:
            undo(board, tried)
            best = tried if best is None or len(tried.left) > len(best.left) else best
    if best is not None:
        for person in best.left:
            board.call_away(person, best.session)
        board.call(best.session, list(best.left))
    return best


def _hours(board: Board, module: Module, seekers: Sequence[Seeker], when: Stretch) -> Iterator[_Hour]:
    """The hours of some days at which somebody can come, with the class minutes that those who can would miss."""
    machines = {s.learner.id: _machines(board, s.learner) for s in seekers if module.theme == "safety"}
    for day in when.days:
        here = [s for s in seekers if day in s.days]
        spans = {span for s in here for span in block_spans(board.problem, s.learner, day, module.minutes)}
        for start, end in sorted(spans):
            can = list(_free(board, module, here, day, start, end))
            missed = sum(m for _, m in can) + sum(
                _kept_off(machines.get(s.learner.id, ()), day, start, end) for s, _ in can
            )
            if can:
                early = sum((day, start) < end_of for s, _ in can for end_of in s.before)
                wait = when.late * day.toordinal()
                yield _Hour(-min(len(can), module.max_size), early, wait, missed, day, start, end)


def _free(
    board: Board, module: Module, seekers: Iterable[Seeker], day: date, start: int, end: int
) -> Iterator[tuple[Seeker, int]]:
    """Who of some people can come at an hour, with the class minutes that they would miss."""
    for seeker in seekers:
        if day in seeker.days and (start, end) in block_spans(board.problem, seeker.learner, day, module.minutes):
            missed = _missed(board, seeker.learner, day, start, end, module.minutes)
            if missed is not None:
                yield seeker, missed


def _try(
    board: Board, module: Module, seekers: Sequence[Seeker], hour: _Hour, chosen: list[Session], number: int
) -> Given | None:
    """The block at an hour with all for whom an adult and a room are free and no rule refuses it; None for nobody."""
    at = hour.day, hour.start, hour.end
    people = [s.learner for s, _ in _free(board, module, seekers, *at)][: module.max_size]
    session = block_session(board, module, people, *at, chosen, number)
    # The last ones stay behind where no room has a seat for them.
    while session is None and len(people) > 1 and module.modality not in ("remote_sync", "remote_async"):
        people = people[:-1]
        session = block_session(board, module, people, *at, chosen, number)
    return _give(board, session, people) if session is not None else None


def _machines(board: Board, learner: Learner) -> list[Session]:
    """Sessions on regulated equipment that a minor has."""
    courses, found = board.problem.courses, []
    for day in board.problem.days if learner.minor(board.problem.first) else ():
        rows = (s for s in board.attended(learner.id, day) if learner.minor(day) and s.course_id)
        found += [s for s in rows if (course := courses.get(CourseId(s.course_id or ""))) and course.regulated]
    return found


def _kept_off(machines: Iterable[Session], day: date, start: int, end: int) -> int:
    """Minutes on machines that somebody loses who hears of safety only then; those at the same hour are not counted."""
    before = [s for s in machines if (s.day, s.start) < (day, start)]
    return sum(s.minutes for s in before if s.day != day or s.end <= start or end <= s.start)


def _give(board: Board, session: Session, people: list[Learner]) -> Given | None:
    """The session on the board with those whom no rule refuses, called away from what they had; None where all are.

    The board is as before where the answer is None.
    """
    left = {person.id: board.call_away(person.id, session) for person in people}
    coming = {person.id for person in board.allowed(session, people)[0]}
    for person in [p for p in left if p not in coming]:
        board.call_back(person, left.pop(person))
    if left:
        board.call(session, list(left))
    return Given(session, left) if left else None


def undo(board: Board, block: Given) -> None:
    """The board as it was before a new block: taken out, and its people back in what they left."""
    board.take(block.session.id)
    for person, left in block.left.items():
        board.call_back(person, left)


def block_spans(problem: Problem, learner: Learner, day: date, minutes: int) -> frozenset[tuple[int, int]]:
    """Spans of a day that somebody's bells allow."""
    home = learner.membership(day)
    bells = problem.bells_of(home.class_id) if home is not None else problem.bells_at("")
    return frozenset(bells.placements(day.weekday(), minutes))


def _missed(board: Board, person: Learner, day: date, start: int, end: int, minutes: int) -> int | None:
    """Class minutes that somebody would miss, those of support counted for more; None when they cannot come.

    Somebody cannot come who has anything but a class hour or support then, or no minute left in the day or the week.
    Support of an earlier version, which is owed again, is to keep nobody from what comes first.
    """
    clashes = board.presence.clashes(person.id, day, start, end)
    # An event or another block is nothing to be called away from.
    if any(s.kind not in GIVES_WAY for s in clashes):
        return None
    more = minutes - sum(s.minutes for s in clashes)
    fits = board.presence.allowed(person, day, start, end, more) and board.presence.in_week(person, day, more)
    if not fits or not board.presence.may_come(person, day, start, end):
        return None
    return sum(s.minutes * (1 if s.kind == Kind.COURSE else SUPPORT_MISSED) for s in clashes)


def block_session(
    board: Board,
    module: Module,
    people: list[Learner],
    day: date,
    start: int,
    end: int,
    chosen: list[Session],
    number: int,
) -> Session | None:
    """The session with the least loaded skilled trainer and the smallest room that holds everybody.

    On the site of the blocks of that day, else of the class; None where no site has both. No room at a distance, and
    no trainer for what is done there in one's own time.
    """
    problem = board.problem
    same_day = {t for s in chosen if s.day == day for t in s.trainer_ids}
    sites = list(dict.fromkeys(s.site_id for s in chosen if s.day == day)) or sites_for(problem, people, day)
    far, alone = module.modality.startswith("remote"), module.modality == "remote_async"
    for site in sites:
        team = None if alone else trainer_for(board, module, day, start, end, site, prefer=same_day)
        room = None if far else room_for(board, people, day, start, end, site, module)
        if (far or room is not None) and (alone or team is not None or module.guidance != Guidance.LED):
            break
    else:
        return None
    return Session(
        id=SessionId(f"{module.id}-c{number + 1:02d}"),
        kind=Kind.ONBOARDING,
        day=day,
        start=start,
        end=end,
        minutes=module.minutes,
        label=module.label,
        public_label=_public(module),
        module_id=module.id,
        strand=module.strand,
        period_id=getattr(problem.period_of(day), "id", None),
        trainer_ids=(team,) if team else (),
        room_id=room,
        site_id=site or (problem.rooms[room].site_id if room else site),
        modality=module.modality,
        guidance=module.guidance,
    )


def _public(module: Module) -> str:
    """The public label of a block; a neutral one where the workbook's would tell something private."""
    own = module.public_label
    return own if own and not private(own) else "Accueil des nouveaux entrants"
