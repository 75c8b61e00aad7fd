"""Who attends what was placed: fixed events, the hours kept for support, then courses in order of time.

Where the board begins: it reads what the weeks placed and their rooms, and leaves a board with courses and events, the
hours of barrettes and open periods being kept for their people, adults and rooms. In this order, since an event calls
people away from a course, and a daily limit must spare the support that is to come.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.board.board import Board
from planner.board.called import expected
from planner.board.restore import occurrence_session
from planner.domain import FixedEvent, Kind, Learner, PeriodId, Problem, RoomId, Session, SessionId, away
from planner.engine.people.shorter_days import choose_hours
from planner.labels import event_label
from planner.model import Item, Option, Placed
from planner.rule import Rules, active
from planner.words import course_label


def begin(
    problem: Problem, rules: Rules, weeks: Mapping[date, Sequence[Placed]], rooms: Mapping[SessionId, RoomId]
) -> Board:
    """Courses and fixed events with their people, in order of time; support comes later, its hours are kept.

    ``rooms``: by id of the item; a course without one stands without a room. Who is freed from a course is in
    ``freed``.
    """
    board = Board(problem, active(rules, problem))
    placed = [p for week in sorted(weeks) for p in weeks[week]]
    for item, option in sorted(placed, key=lambda p: (p[0].kind != Kind.FIXED, p[1].day, p[1].start, p[0].id)):
        # All events before any course: what somebody has at an event, the course of the same hour does without.
        if item.kind == Kind.FIXED:
            place_event(board, item, option)
    for item, option in placed:
        if item.kind in (Kind.BARRETTE, Kind.OPEN):
            keep_hour(board, item, option)
    for item, option in sorted(placed, key=lambda p: (p[1].day, p[1].start, p[0].id)):
        if item.kind == Kind.COURSE:
            _course(board, item, option, rooms.get(item.id))
    choose_hours(board, problem.learners, problem.first)
    return board


def place_event(board: Board, item: Item, option: Option) -> None:
    """Add the session of a fixed event, with everyone it calls.

    Adults at their hour, whatever the rules: an event is decided. Those away, off the roll or spared are not called.
    """
    problem = board.problem
    event = problem.event_of[item.id]
    session = Session(
        id=item.id,
        kind=Kind.FIXED,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=event.label,
        public_label=event_label(event),
        part=event.part,
        class_ids=event.class_ids,
        trainer_ids=option.team,
        room_id=event.room_id,
        site_id=item.site_id,
        period_id=period_id(problem, option.day),
    )
    week = date.fromordinal(option.day.toordinal() - option.day.weekday())
    board.call(session, [p for p in expected(problem, item, week) if summons(problem, p, event)])


def summons(problem: Problem, learner: Learner, event: FixedEvent) -> bool:
    """Whether an event calls someone: on the roll, neither away nor spared; of a class, by its calendar.

    Whoever is named by the event is called on company days too, and by no event of the class at that hour.
    """
    span = event.day, event.start, event.end
    if not problem.enrolled(learner, event.day) or away(learner.absences, *span) or problem.barred(learner.id, *span):
        return False
    if event.apprentice_ids:
        return learner.id in event.apprentice_ids
    home = learner.membership(event.day)
    own = home is not None and home.class_id in event.class_ids and event.part in ("", home.part)
    own = own and problem.at_own_event(learner, event) is None
    return own and (learner.calendar is None or problem.here(learner, *span))


def period_id(problem: Problem, day: date) -> PeriodId | None:
    """The id of the formation period of a day; None outside of all periods."""
    period = problem.period_of(day)
    return period.id if period else None


def keep_hour(board: Board, item: Item, option: Option) -> None:
    """Keep the hour of a barrette or open period in each learner's day, so that a daily limit spares it.

    Its adults and rooms are kept too, until its groups are made (`planner.engine.groups.final`).
    """
    span = option.day, option.start, option.end, item.minutes
    roster = (learner for class_id in item.class_ids for learner in board.problem.roster(class_id, option.day))
    people = [learner.id for learner in roster if board.presence.with_class(learner, *span)]
    # Before the courses of the day: whoever has a daily limit loses an hour of a course rather than support.
    board.keep(occurrence_session(item, option), item.fixed_rooms, people)


def _course(board: Board, item: Item, option: Option, room_id: RoomId | None) -> None:
    """Add a session of a course with those who attend it."""
    problem = board.problem
    assert item.course_id is not None
    course = problem.courses[item.course_id]
    room = problem.rooms.get(room_id) if room_id else None
    session = Session(
        id=item.id,
        kind=Kind.COURSE,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=course_label(problem, course, item.class_ids, item.part),
        public_label=course.subject,
        course_ids=(course.id,),
        part=item.part,
        period_id=period_id(problem, option.day),
        class_ids=item.class_ids,
        trainer_ids=option.team,
        room_id=room.id if room else None,
        site_id=room.site_id if room and room.site_id else item.site_id,
        meal=course.meal,
    )
    board.call(session, course_people(board, session))


def course_people(board: Board, session: Session) -> list[Learner]:
    """Who attends a course at its hour: the class as it is that day and those who follow it from elsewhere.

    Whoever is there and freed from it is noted in ``board.freed``, to be given a place to be. Nobody is added here, and
    the rules are not asked: the weeks have kept them. Whoever is kept out of it at home needs no place.
    """
    here, freed = called_to(board, session)
    board.freed += [(session, learner.id) for learner in freed]
    return here


def called_to(board: Board, session: Session, *, busy: bool = False) -> tuple[list[Learner], list[Learner]]:
    """Who would attend a course at its hour, and who is there and freed from it; nothing is noted.

    ``busy``: those too who have something else then, for whoever asks what is in the way.
    """
    problem, presence, day = board.problem, board.presence, session.day
    assert session.course_id is not None
    course, span = problem.courses[session.course_id], (day, session.start, session.end)
    here, freed = list[Learner](), list[Learner]()
    for class_id in session.class_ids:
        for learner in problem.roster(class_id, day, session.part, course):
            if not presence.with_class(learner, *span, session.minutes, busy=busy):
                continue
            # The law, not the workbook: such a minor is in no workshop, exempted or not.
            if problem.freed(learner.id, course, day) or (learner.unauthorised(course, day) and not learner.remote):
                freed.append(learner)
            elif not learner.kept_out(course, day):
                here.append(learner)
    here += [
        learner
        for learner in problem.followers(course.id, day, session.part)
        if not learner.kept_out(course, day) and presence.with_class(learner, *span, session.minutes, busy=busy)
    ]
    return here, freed
