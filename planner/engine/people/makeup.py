"""Make-up sessions: small groups of those who missed the same course, when they are at the centre and free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.shelter import place_to_be
from planner.board.staff import suits
from planner.courses.volumes import possible_lengths
from planner.domain import (
    ORDINARY_ROOMS,
    ApprenticeId,
    Course,
    CourseId,
    Guidance,
    Kind,
    Learner,
    Missed,
    ModuleId,
    Owed,
    Problem,
    RoomId,
    Session,
    SessionId,
    TrainerId,
    key,
    missed_hours,
)
from planner.engine.people.attend import period_id
from planner.engine.people.breaks import bearable
from planner.engine.term.plan import teams_of
from planner.hours.missed import alone_allowed, makeup_owed

MANY = 500
"""More sessions of one course than any group of absent people needs."""
A_DAY = 2
"""Make-up sessions of one course on one day at most."""
Reasons = Mapping[tuple[ApprenticeId, str], str]


@dataclass(slots=True)
class Wish:
    """Minutes of a course that one learner still has to make up; ``alone``: without a trainer if need be."""

    learner: Learner
    need: Owed
    left: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What `place_makeups` did: the hours owed, and why some of them could not be placed."""

    owed: tuple[Owed, ...]
    missed: tuple[Missed, ...]
    reasons: Reasons


def place_makeups(board: Board, first: date = date.min) -> Made:
    """Give sessions, from a day on, to everyone who missed hours of course that the workbook wants made up."""
    problem = board.problem
    attended: dict[ApprenticeId, list[Session]] = {}
    for name, people in board.people.items():
        for person in people:
            attended.setdefault(person, []).append(board.sessions[name])
    missed = missed_hours(problem, tuple(board.sessions.values()), attended)
    owed, alone = makeup_owed(problem, missed), alone_allowed(missed)
    waiting: dict[CourseId, list[Wish]] = {}
    for need in owed:
        course_id = CourseId(need.target)
        learner, todo = problem.learners[need.apprentice_id], replace(need, opens=max(need.opens, first))
        there = [s for s in attended.get(learner.id, ()) if not problem.missed(s.id, learner.id)]
        still = need.minutes - _made_up(there, course_id)
        wish = Wish(learner, todo, still, (learner.id, course_id) in alone)
        waiting.setdefault(course_id, []).append(wish)
    for course_id in sorted(waiting):
        _serve(board, problem.courses[course_id], waiting[course_id])
    left = [wish for wishes in waiting.values() for wish in wishes if wish.left > 0]
    return Made(owed, missed, {(w.learner.id, w.need.need_id): _why(board, w) for w in left})


def _made_up(attended: Sequence[Session], course_id: CourseId) -> int:
    """Minutes of make-up sessions of a course that somebody already has."""
    return sum(s.minutes for s in attended if s.kind == Kind.SUPPORT and s.course_id == course_id)


def _serve(board: Board, course: Course, wishes: list[Wish]) -> None:
    """Sessions of one course, those that help most people first, until nobody can be helped any more."""
    begun = last_number(board, "-", f"rattrapage-{course.id}") + 1
    for number in range(begun, begun + MANY):
        found = _best(board, course, [w for w in wishes if w.left > 0], number)
        if found is None:
            return
        session, helped = found
        board.call(session, [wish.learner for wish in helped])
        for wish in helped:
            wish.left -= session.minutes


def _best(board: Board, course: Course, wishes: list[Wish], number: int) -> tuple[Session, list[Wish]] | None:
    """The longest length that somebody lacks and can have; at that length the most people, then the earliest."""
    shortest = min(possible_lengths(board.problem, course), default=0)
    for alone in (False, True):
        able = [wish for wish in wishes if wish.alone or not alone]
        for minutes in _lengths(board.problem, course, able):
            lacking = [w for w in able if w.left >= minutes or minutes == shortest]
            found = _at_length(board, course, lacking, minutes, number, alone)
            if found is not None:
                return found
    return None


def _lengths(problem: Problem, course: Course, wishes: Sequence[Wish]) -> list[int]:
    """Lengths to try, the longest first: none longer than a session of the course or than what somebody lacks."""
    possible = possible_lengths(problem, course)
    if not wishes or not possible:
        return []
    most = min(max(w.left for w in wishes), max(course.lengths, default=120))
    return sorted({m for m in possible if m <= most}, reverse=True) or [min(possible)]


def _at_length(
    board: Board, course: Course, wishes: Sequence[Wish], minutes: int, number: int, alone: bool
) -> tuple[Session, list[Wish]] | None:
    problem = board.problem
    best: tuple[Session, list[Wish]] | None = None
    for day in problem.days:
        here = [w for w in wishes if w.need.opens <= day <= w.need.deadline and _comes(board, w, day, course)]
        if not here or (best is not None and len(here) <= len(best[1])):
            continue
        spans = {span for bells in problem.course_bells(course) for span in bells.placements(day.weekday(), minutes)}
        for start, end in sorted(spans):
            bare = _bare(board, course, day, start, end, minutes, number)
            can = [w for w in here if _can(board, w.learner, bare)]
            while can and (best is None or len(can) > len(best[1])):
                session = _alone(board, bare, can) if alone else _led(board, course, bare, can)
                if session is not None:
                    best = session, can
                    break
                can = can[:-1]
    return best


def _comes(board: Board, wish: Wish, day: date, course: Course) -> bool:
    """A day at the centre, or one free of the company, with few make-up sessions of the course so far."""
    busy = board.attended(wish.learner.id, day)
    if sum(s.kind == Kind.SUPPORT and s.course_id == course.id for s in busy) >= A_DAY:
        return False
    return bool(board.problem.presence(wish.learner, day)) or board.presence.off_company(wish.learner, day)


def _bare(board: Board, course: Course, day: date, start: int, end: int, minutes: int, number: int) -> Session:
    """A make-up session without its people, trainer and place."""
    return Session(
        id=SessionId(f"rattrapage-{course.id}-{number:02d}"),
        kind=Kind.SUPPORT,
        day=day,
        start=start,
        end=end,
        minutes=minutes,
        label=f"Rattrapage – {course.subject}",
        public_label=course.subject,
        course_ids=(course.id,),
        module_id=ModuleId(course.id),
        period_id=period_id(board.problem, day),
        site_id=board.problem.course_site(course),
    )


def _can(board: Board, learner: Learner, session: Session) -> bool:
    """Whether a learner is there, free and fit for one more session."""
    problem, presence, day = board.problem, board.presence, session.day
    span = day, session.start, session.end
    held = presence.busy(learner.id, day)
    return (
        not presence.clashes(learner.id, *span)
        and presence.allowed(learner, *span, session.minutes)
        and presence.in_week(learner, day, session.minutes)
        and (problem.here(learner, *span) or presence.off_company(learner, day))
        and bearable(problem, learner, held, session)
    )


def _led(board: Board, course: Course, bare: Session, can: Sequence[Wish]) -> Session | None:
    """The session with a trainer of the course and a room for it, where both are free."""
    people = [wish.learner for wish in can]
    adult = _trainer(board, course, bare)
    if adult is None:
        return None
    if all(p.remote for p in people):
        return _with(bare, adult, None, Guidance.LED, "remote_sync")
    room = _room(board, course, bare, people)
    return _with(bare, adult, room, Guidance.LED, "on_site") if room else None


def _alone(board: Board, bare: Session, can: Sequence[Wish]) -> Session | None:
    """Work that the trainer gives, in a supervised place."""
    room, adult = place_to_be(board, [w.learner for w in can], bare.day, bare.start, bare.end)
    return _with(bare, adult, room, Guidance.AUTONOMOUS, "on_site") if room and adult else None


def _with(bare: Session, adult: TrainerId, room: RoomId | None, guidance: Guidance, modality: str) -> Session:
    return replace(bare, trainer_ids=(adult,), room_id=room, guidance=guidance, modality=modality)


def _trainer(board: Board, course: Course, bare: Session) -> TrainerId | None:
    """A free trainer of the course, the one with most hours left; any other with the skill after those."""
    problem = board.problem
    own = {t for team in teams_of(problem, course) for t in team}
    names = own | {
        t.id for t in problem.trainers.values() if t.teaches and problem.skilled(t, course.subject, bare.day)
    }
    span = bare.day, bare.start, bare.end, bare.minutes, bare.site_id
    free = [
        t
        for t in sorted(names)
        if board.usage.trainer_free(t, *span, without=None) and _valid(problem, t, course, bare.day)
    ]
    return min(free, key=lambda t: (t not in own, -board.usage.capacity(t, bare.day), t), default=None)


def _valid(problem: Problem, trainer: TrainerId, course: Course, day: date) -> bool:
    until = problem.trainers[trainer].skill_until.get(key(course.subject))
    return until is None or day <= until


def _room(board: Board, course: Course, bare: Session, people: Sequence[Learner]) -> RoomId | None:
    """The smallest free room that the course may have, with enough seats and what its people ask."""
    problem = board.problem
    heads = [p for p in people if not p.remote]
    fit = {room.id for room in problem.course_rooms(course)}
    if not course.room_types:
        taken = {key(t) for c in problem.courses.values() for t in c.room_types}
        fit = {r for r in fit if key(problem.rooms[r].type) not in taken - ORDINARY_ROOMS}
    rooms = [
        problem.rooms[r]
        for r in board.usage.free_rooms(bare.day, bare.start, bare.end, bare.site_id)
        if r in fit and problem.rooms[r].seats >= len(heads) and suits(problem, problem.rooms[r], heads, bare.day)
    ]
    near = (bare.day, bare.start, bare.end)
    rooms = [r for r in rooms if board.presence.in_reach(heads, *near, r.site_id or bare.site_id)]
    return min(rooms, key=lambda r: (r.shared > 1, r.seats, r.id)).id if rooms else None


def _why(board: Board, wish: Wish) -> str:
    """Why hours of one learner could not be made up: no day, no free hour, no trainer, or no room."""
    problem, need = board.problem, wish.need
    course = problem.courses[CourseId(need.target)]
    days = [d for d in problem.days if need.opens <= d <= need.deadline and _comes(board, wish, d, course)]
    days = [d for d in days if not _away_all_day(problem, wish.learner, d)]
    if not days:
        return "aucun jour au centre après les heures manquées et avant l'échéance"
    minutes = min(possible_lengths(problem, course), default=60)
    free = [
        bare
        for day in days
        for bells in problem.course_bells(course)
        for start, end in bells.placements(day.weekday(), minutes)
        if _can(board, wish.learner, bare := _bare(board, course, day, start, end, minutes, 0))
    ]
    if not free:
        return f"aucune heure libre de cette personne pendant ses {len(days)} jours au centre avant l'échéance"
    if not any(_trainer(board, course, bare) for bare in free):
        return "aucun formateur du cours libre aux heures libres de cette personne"
    return "aucune salle du cours libre quand cette personne et un formateur le sont"


def _away_all_day(problem: Problem, learner: Learner, day: date) -> bool:
    return any(a.hard and a.on(day) and a.start == 0 and a.end >= 24 * 60 for a in learner.absences)
