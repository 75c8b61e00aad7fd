"""A session that changes place, with its people: those who can come at its new hour.

The verbs of a re-solve, one step above those of the board. Whoever has found a place asks `move` (`times`, `elsewhere`,
`given_back`, `edits`), whoever gives a session up asks `take_out`. They change the board at once; no rule is asked, no
place is looked for, and what others have at the new hour stays there.

A course that goes from Tuesday to Thursday calls its class as it is on Thursday, without those who are away or busy
then. The supervised study beside it is taken out, and who is freed from the course is noted in `Board.freed` anew.
Where only its room or trainer changes, everybody stays in it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.staff import some_room_for
from planner.domain import ApprenticeId, Kind, Learner, Problem, Session, SessionId
from planner.domain.kinds import OF_CLASSES, WITH_CLASS
from planner.engine.change.repair_model import Place
from planner.engine.people.attend import course_people, period_id


def move(board: Board, places: Mapping[SessionId, Place], new: Mapping[SessionId, Session] | None = None) -> None:
    """Put sessions, and some that are new, at their places, all at once; at its own hour a session keeps its people.

    ``places``: session → its option and room; ``new``: sessions that the board does not hold yet, by the same ids. All
    leave before any arrives, so that two may change places. No rule is asked. The study of those freed from a course
    goes where the course changes its hour.
    """
    before = {key: board.sessions[key] for key in places if key in board.sessions}
    before |= new or {}
    stays = {key for key, session in before.items() if same_hour(session, places[key])}
    # whoever is freed from a session keeps a place to be as long as its hour stays
    people = {key: board.take(key) if key in stays else take_out(board, key) for key in before if key in board.sessions}
    moved: list[Session] = []
    for key, session in before.items():
        option = places[key].option
        after = replace(
            session,
            day=option.day,
            start=option.start,
            end=option.end,
            trainer_ids=option.team,
            room_id=places[key].room,
            # An occurrence of a barrette is of its period wherever it goes; anything else is of that of its day.
            period_id=session.period_id if session.barrette_id else period_id(board.problem, option.day),
        )
        board.put(after, people.get(key, {}) if key in stays else {})
        moved += [] if key in stays else [after]
    # In order of time, whatever that of ``places``: of two sessions at one moment the first in this order has its
    # people.
    for after in sorted(moved, key=lambda s: (s.day, s.start, s.id)):
        _gather(board, after, people.get(after.id, {}))


def same_hour(session: Session, place: Place) -> bool:
    """Whether day, start and end stay, whatever becomes of the team and the room."""
    option = place.option
    return (option.day, option.start, option.end) == (session.day, session.start, session.end)


def _gather(board: Board, session: Session, people: Mapping[ApprenticeId, bool]) -> None:
    """A course calls its class as it is that day; anything else the people it had, where they are there and free.

    Who has something else, is away, or has had all the minutes of the day does not come. An hour of somebody's own may
    be on a day that the company leaves free, a contact by video on any.
    """
    problem, span = board.problem, (session.day, session.start, session.end)
    if session.kind == Kind.COURSE and session.course_id in problem.courses:
        coming = [learner.id for learner in course_people(board, session)]
    else:
        coming = list(people)
    here = []
    for name in coming:
        learner = problem.learners.get(name)
        if learner is None or board.presence.clashes(name, *span):
            continue
        own = session.kind not in OF_CLASSES and board.presence.off_company(learner, session.day)
        own = own or (problem.enrolled(learner, session.day) and problem.call(learner, session.module_id))
        if not own and not problem.here(learner, *span):
            continue
        if board.presence.allowed(learner, *span, session.minutes):
            here.append(learner)
    board.join(session.id, *(learner.id for learner in _seated(board, session, here, people)))


def _seated(
    board: Board, session: Session, here: Sequence[Learner], had: Collection[ApprenticeId]
) -> Sequence[Learner]:
    """Those of some people for whom a room of the workbook has a seat in a course, whichever room it is given.

    Whoever came last is freed instead: those who were in it (``had``) keep their seat, then who was first in the class.
    """
    problem, day = board.problem, session.day
    course = problem.courses.get(session.course_id) if session.course_id and session.kind == Kind.COURSE else None
    on_site = [p for p in here if not problem.follows_from_afar(p, session)]
    if course is None or some_room_for(problem, course, on_site, day):
        return here
    seated: list[Learner] = []
    for learner in in_order_of_seats(on_site, had, day):
        seated += [learner] if some_room_for(problem, course, [*seated, learner], day) else []
    if not seated:
        return here
    board.freed += [(session, p.id) for p in on_site if p not in seated]
    return [p for p in here if p in seated or p not in on_site]


def in_order_of_seats(people: Iterable[Learner], had: Collection[ApprenticeId], day: date) -> list[Learner]:
    """Those of a course in the order in which they keep their seat: those who were in it (``had``), then who was first
    in the class.
    """
    return sorted(people, key=lambda p: (p.id not in had, _since(p, day), p.id))


def _since(learner: Learner, day: date) -> date:
    """Since when somebody is in the class of a day; always, where nothing says since when."""
    home = learner.membership(day)
    return (home.first if home else None) or learner.entry or date.min


def comes_back(problem: Problem, learner: Learner, gone: Session, course: Session, busy: Iterable[Session]) -> bool:
    """Whether somebody whom a session called away from a course of their class is expected in it, now that it is gone.

    Where they are at the centre, not freed from that course, and have nothing else meanwhile (``busy``: their day).
    """
    home = learner.membership(gone.day)
    known = problem.courses.get(course.course_id) if course.course_id and course.kind == Kind.COURSE else None
    if home is None or known is None or course.part not in ("", home.part) or not course.overlaps(gone):
        return False
    if any(s.overlaps(course) for s in busy) or learner.kept_out(known, course.day):
        return False
    here = problem.here(learner, course.day, course.start, course.end)
    return here and not problem.freed(learner.id, known, course.day)


def returning(board: Board, gone: Session, people: Iterable[ApprenticeId]) -> Iterator[tuple[SessionId, ApprenticeId]]:
    """Who is expected again in a course, now that a session that they had is not there any more: (course, person)."""
    if gone.kind in WITH_CLASS:
        return
    for person in people:
        learner = board.problem.learners.get(person)
        home = learner.membership(gone.day) if learner else None
        if learner is None or home is None:
            continue
        busy = [s for s in board.attended(person, gone.day) if s.modality != "remote_async"]
        for course in board.of_class(home.class_id, gone.day):
            if comes_back(board.problem, learner, gone, course, busy):
                yield course.id, person


def take_out(board: Board, session_id: SessionId) -> dict[ApprenticeId, bool]:
    """Drop a session, with the study of those who were freed from it; returns its people.

    Raises ``KeyError`` where the board has no such session.
    """
    for key in [k for k, s in board.sessions.items() if s.kind == Kind.STUDY and study_of(k, session_id)]:
        board.take(key)
    return board.take(session_id)


def study_of(key: SessionId, course_session: SessionId) -> bool:
    """Whether a session of study is that of the people who are freed from a session of course.

    By name alone: ``etude-``, the id of the session, and a number where there are several.
    """
    stem = f"etude-{course_session}"
    return key == stem or (key.startswith(f"{stem}-") and key[len(stem) + 1 :].isdigit())


def studies(board: Board) -> dict[SessionId, list[SessionId]]:
    """Session of course → the supervised study of those who are freed from it, which moves with it.

    Courses that have none have no entry. The session need not be on the board.
    """
    found: dict[SessionId, list[SessionId]] = {}
    for key, session in board.sessions.items():
        if session.kind == Kind.STUDY:
            stem = key.removeprefix("etude-")
            owner = SessionId(stem if stem in board.sessions else stem.rpartition("-")[0])
            found.setdefault(owner, []).append(key)
    return found


def free_again(board: Board, session_id: SessionId) -> None:
    """Take out a session of supervised study; those who are freed from a course still need another place.

    They are put among those freed. Where the course is gone, nobody is: there is nothing to be freed from.
    """
    session = board.sessions[session_id]
    people = board.take(session_id)
    course = next((s for k, s in board.sessions.items() if s.kind == Kind.COURSE and study_of(session.id, k)), None)
    if course is not None:
        board.freed += [(course, person) for person in people]
