"""Make-up sessions: small groups of those who missed the same course, when they are at the centre and free.

Near the end, when all hours of classes and groups stand: make-up takes free hours only, never anybody's other session.
It reads what was missed from the board itself, so that a re-solve asks again only for what is still lacking.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.board.staff import trainer_for_course
from planner.courses.volumes import possible_lengths
from planner.domain import (
    ApprenticeId,
    Course,
    CourseId,
    Kind,
    Missed,
    ModuleId,
    Owed,
    Problem,
    Session,
    SessionId,
    key,
    missed_hours,
)
from planner.engine.people.kept_away import Lacking, kept_away
from planner.engine.people.modes import by_course, on_their_own
from planner.engine.people.place import Activity, Chosen, Mode, Wish, activity_spans, best, comes, free, take
from planner.hours.missed import alone_allowed, makeup_owed
from planner.hours.support import is_makeup
from planner.words import say_all

MANY_MAKEUPS = 500
"""More sessions of one course than any group of absent people needs."""
A_DAY = 2
"""Make-up sessions of one course on one day at most."""
OF_COURSE = Lacking("formateur du cours", "salle du cours")
MakeupReasons = Mapping[tuple[ApprenticeId, str], str]


@dataclass(frozen=True, slots=True)
class Made:
    """What `place_makeups` did: the hours owed, and why some of them could not be placed.

    ``missed``: every session that somebody missed, to be made up or only listed.
    """

    owed: tuple[Owed, ...]
    missed: tuple[Missed, ...]
    reasons: MakeupReasons


def place_makeups(board: Board, first: date = date.min) -> Made:
    """Give sessions, from a day on, to everyone who missed hours of course that the workbook wants made up.

    What was made up already, in an earlier run too, is taken off. Reasons: (learner, need id) → one French sentence.
    """
    problem, attended = board.problem, _attended(board)
    missed = missed_hours(problem, tuple(board.sessions.values()), attended)
    owed, alone_ok = makeup_owed(problem, missed), alone_allowed(missed)
    waiting: dict[CourseId, list[Wish]] = {}
    for need in owed:
        course_id = CourseId(need.target)
        learner, todo = problem.learners[need.apprentice_id], replace(need, opens=max(need.opens, first))
        # A make-up session that was missed makes up nothing.
        there = [s for s in attended.get(learner.id, ()) if not problem.missed(s.id, learner.id)]
        still = need.minutes - _made_up(there, course_id)
        waiting.setdefault(course_id, []).append(Wish(learner, todo.opens, todo.deadline, still, todo.need_id))
    for course_id in sorted(waiting):
        able = frozenset(person for person, course in alone_ok if course == course_id)
        _serve(board, problem.courses[course_id], waiting[course_id], able)
    left = [(problem.courses[c], wish) for c, wishes in waiting.items() for wish in wishes if wish.left > 0]
    reasons = {(w.learner.id, w.need_id): _why(board, c, w, (w.learner.id, c.id) in alone_ok) for c, w in left}
    return Made(owed, missed, reasons)


def drop_makeups(board: Board, moves: date, locked: Collection[SessionId]) -> None:
    """Who has their hours of course again leaves the sessions that made up for them, the last one first.

    None before ``moves``, the first day that may change its hours, nor among those ``locked``. A session that nobody
    needs any more goes.
    """
    mine = [s for s in board.sessions.values() if is_makeup(s) and s.day >= moves and s.id not in locked]
    if not mine:
        return
    attended = _attended(board)
    owed = makeup_owed(board.problem, missed_hours(board.problem, tuple(board.sessions.values()), attended))
    due = {(need.apprentice_id, need.target): need.minutes for need in owed}
    for session in sorted(mine, key=lambda s: (s.day, s.start, s.id), reverse=True):
        for person in sorted(board.people[session.id]):
            course_id = session.course_ids[0]
            if _made_up(attended[person], course_id) - session.minutes >= due.get((person, course_id), 0):
                board.leave(session.id, person)
                attended[person].remove(session)
        if not board.people[session.id]:
            board.take(session.id)


def _attended(board: Board) -> dict[ApprenticeId, list[Session]]:
    """What each person is in."""
    found: dict[ApprenticeId, list[Session]] = {}
    for name, people in board.people.items():
        for person in people:
            found.setdefault(person, []).append(board.sessions[name])
    return found


def _made_up(attended: Sequence[Session], course_id: CourseId) -> int:
    """Minutes of make-up sessions of a course that somebody already has, whatever run placed them."""
    return sum(s.minutes for s in attended if s.kind == Kind.SUPPORT and s.course_id == course_id)


def _serve(board: Board, course: Course, wishes: Sequence[Wish], able: Collection[ApprenticeId]) -> None:
    """Sessions of one course, those that help most people first; who is ``able`` to works alone where need be.

    Until nobody can be helped. Numbers go on from those of an earlier run, so that no id is used twice.
    """
    # An earlier run may have made some already, which people have in their calendars.
    begun = last_number(board, "-", f"rattrapage-{course.id}") + 1
    for number in range(begun, begun + MANY_MAKEUPS):
        chosen = _best(board, course, [w for w in wishes if w.left > 0], able, number)
        if chosen is None:
            return
        take(board, chosen)


def _best(
    board: Board, course: Course, wishes: Sequence[Wish], able: Collection[ApprenticeId], number: int
) -> Chosen | None:
    """The longest length that somebody lacks and can have; at that length the most people, then the earliest.

    With a trainer first; in autonomy only for those who may work alone. None where nothing can be given any more.
    """
    shortest = min(possible_lengths(board.problem, course), default=0)
    for mode, some in ((by_course(course), wishes), (on_their_own, [w for w in wishes if w.learner.id in able])):
        for minutes in _lengths(board.problem, course, some):
            # Nobody sits through more than they lack, unless no session could be shorter.
            lacking = [w for w in some if w.left >= minutes or minutes == shortest]
            chosen = best(board, _activity(board.problem, course, mode, minutes, number), lacking)
            if chosen is not None:
                return chosen
    return None


def _lengths(problem: Problem, course: Course, wishes: Sequence[Wish]) -> list[int]:
    """Lengths to try, the longest first: none longer than a session of the course or than what somebody lacks.

    The shortest possible one where all are longer than what lacks; nothing where nobody lacks anything.
    """
    possible = possible_lengths(problem, course)
    if not wishes or not possible:
        return []
    most = min(max(w.left for w in wishes), max(course.lengths, default=120))
    return sorted({m for m in possible if m <= most}, reverse=True) or [min(possible)]


def _activity(problem: Problem, course: Course, mode: Mode, minutes: int, number: int) -> Activity:
    """A make-up session of some length; where its place is too small it is for the first of its people.

    It is support of a course: it has no module of the catalogue, and its course marks it
    (`planner.hours.ledger.is_makeup`).
    """
    bare = Session(
        id=SessionId(f"rattrapage-{course.id}-{number:02d}"),
        kind=Kind.SUPPORT,
        day=problem.first,
        start=0,
        end=0,
        minutes=minutes,
        label=f"Rattrapage – {course.subject}",
        public_label=course.subject,
        course_ids=(course.id,),
        module_id=ModuleId(course.id),
        site_id=problem.course_site(course),
    )
    return Activity(bare, mode, lambda _people, _day: problem.course_bells(course), a_day=A_DAY, fewer=True)


def _why(board: Board, course: Course, wish: Wish, alone: bool) -> str:
    """Why hours of one learner could not be made up; asked after the fact, on the board as it stands.

    ``alone``: they might have worked on their own, and why that was nothing either.
    """
    problem, minutes = board.problem, min(possible_lengths(board.problem, course), default=60)
    activity = _activity(problem, course, by_course(course), minutes, 0)
    said = kept_away(board, activity, wish, lambda at, hour: bool(trainer_for_course(at, course, hour)), OF_COURSE)
    days = [d for d in problem.days if wish.first <= d <= wish.last and comes(board, activity, wish.learner, d)]
    hours = (activity.at(problem, d, *span) for d in days for span in activity_spans(activity, [wish], d))
    left = [session for session in hours if free(board, wish.learner, session)] if alone else []
    return f"{said} ; en autonomie non plus : {_not_alone(board, course, wish, left)}" if left else said


def _not_alone(board: Board, course: Course, wish: Wish, hours: Sequence[Session]) -> str:
    """Why somebody cannot work on their own at their free hours: no place, its type, else what the rules say."""
    found = [place for session in hours if (place := on_their_own(board, session, [wish.learner])) is not None]
    if not found:
        return "aucune place encadrée à ces heures"
    rooms, types = board.problem.rooms, {key(t): t for t in course.room_types}
    if course.practical and not any(key(rooms[place.room_id].type) in types for place in found if place.room_id):
        return f"ce cours demande une salle « {say_all(sorted(types.values()))} »"
    said = {text: None for place in found for text in (f.text for f in board.allowed(place, [wish.learner])[1])}
    first = next(iter(said), "").rstrip(".")
    return first or "ces heures sont trop courtes ou trop rapprochées"
