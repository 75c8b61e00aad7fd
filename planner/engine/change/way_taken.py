"""A way out taken: sessions with another adult, in autonomy or cancelled, and the hours owed counted again.

No stage of a re-solve. `barrette replace` (`folder/absence.py`) takes one way out after the other, of those that
`ways_out` found, and counts the hours owed at the end (`settled`, which edits by hand and the regulation ask too).
Timetables go in and come out; a board is made only to count. No hour moves, nothing is placed and `applied` asks no
rule: what is cancelled is listed, and the next update gives it again.

A trainer of a barrette is away: ``autonomy`` keeps the group at its hour with an adult who watches; ``cancel`` drops
it, the others go on; ``cancel_all`` drops all groups of that hour, and their row is the hour as a whole.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from planner.board.board import Board
from planner.board.restore import occurrence_id
from planner.domain import (
    Attendance,
    Cause,
    CourseId,
    Debt,
    Guidance,
    Kind,
    Missing,
    Problem,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    Unplaced,
    Waits,
    in_order,
    missed_hours,
)
from planner.engine.change.due_again import with_time_given
from planner.engine.change.moving import comes_back, study_of
from planner.engine.change.realised import known_lines
from planner.engine.finish import all_rows, counted, strands_missing
from planner.engine.missing import tell
from planner.engine.obstacles import Obstacles
from planner.engine.people.makeup import Made
from planner.hours.missed import SOURCE_MAKEUP, makeup_owed
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.owed import owed as hours_owed
from planner.rule import Rules, active

Way = Literal["colleague", "without", "autonomy", "cancel", "cancel_all"]
"""``without``: the others of a team go on; ``cancel_all``: with every group of the barrette, or the crossed part."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out. ``trainer_id``: who takes or watches it, with the ``minutes`` of that week once it is done."""

    kind: Way
    trainer_id: TrainerId | None = None
    near: bool = False
    """Whether the colleague teaches the class already."""
    minutes: int = 0


def applied(
    problem: Problem, timetable: Timetable, who: TrainerId, sessions: tuple[Session, ...], choice: Choice
) -> Timetable:
    """The timetable with one way out taken; hours owed are not counted again (`settled` does).

    A new value. Sessions keep their hour and room, and what is cancelled is listed as not placed.
    """
    if choice.kind in ("cancel", "cancel_all"):
        gone = sessions if choice.kind == "cancel" else with_others(problem, timetable, sessions)
        return _cancelled(problem, timetable, gone, who)
    new = {s.id: stood_in(s, (who,), choice) for s in sessions}
    return replace(timetable, sessions=tuple(new.get(s.id, s) for s in timetable.sessions))


def stood_in(session: Session, gone: Collection[TrainerId], choice: Choice) -> Session:
    """A session with the adult of a way out in the place of those who are gone.

    In autonomy there is the adult who watches, or nobody; otherwise the others of the team stay. ``gone``: who is
    replaced, or leaves where nobody comes.
    """
    if choice.kind == "autonomy":
        team = (choice.trainer_id,) if choice.trainer_id else ()
        return replace(session, trainer_ids=team, guidance=Guidance.AUTONOMOUS)
    others = tuple(choice.trainer_id if t in gone and choice.trainer_id else t for t in session.trainer_ids)
    return replace(session, trainer_ids=tuple(dict.fromkeys(t for t in others if t not in gone)))


def with_others(problem: Problem, timetable: Timetable, sessions: Sequence[Session]) -> tuple[Session, ...]:
    """Some sessions with those that make no sense without them: groups of one barrette, crossed parts.

    In the order of the timetable, those given included; the same ones where nothing goes with them.
    """
    groups = {(s.barrette_id, s.day, s.start) for s in sessions if s.kind == Kind.BARRETTE}
    crossed = {(other, s.day, s.start) for s in sessions if s.kind == Kind.COURSE for other in _crossed(problem, s)}
    asked = {s.id for s in sessions}
    return tuple(
        s
        for s in timetable.sessions
        if s.id in asked
        or (s.kind == Kind.BARRETTE and (s.barrette_id, s.day, s.start) in groups)
        or (s.kind == Kind.COURSE and (s.course_id, s.day, s.start) in crossed)
    )


def _crossed(problem: Problem, session: Session) -> frozenset[CourseId]:
    """Courses crossed with that of a session, either way.

    Empty for what has no course.
    """
    course = problem.courses.get(session.course_ids[0]) if session.course_ids else None
    if course is None:
        return frozenset()
    back = {c.id for c in problem.courses.values() if c.crossed_with == course.id}
    return frozenset(back | ({course.crossed_with} if course.crossed_with else set()))


def _cancelled(problem: Problem, timetable: Timetable, sessions: Sequence[Session], who: TrainerId) -> Timetable:
    """Without some sessions and the study of those freed from them; each is listed as not placed.

    Whoever was called away from a course for one of them is expected there again.
    """
    gone = {s.id for s in sessions}
    # Nobody is freed any more from what does not take place.
    gone |= {s.id for s in timetable.sessions if s.kind == Kind.STUDY and any(study_of(s.id, k) for k in gone)}
    rows = _rows(problem, timetable, sessions, who)
    listed = {row.session_id for row in rows}
    left = replace(
        timetable,
        sessions=tuple(s for s in timetable.sessions if s.id not in gone),
        attendance=tuple(row for row in timetable.attendance if row.session_id not in gone),
        unplaced=(*(u for u in timetable.unplaced if u.session_id not in listed), *rows),
    )
    back = tuple(_back_in_class(problem, timetable, left, sessions))
    return replace(left, attendance=tuple(sorted((*left.attendance, *back), key=_order))) if back else left


def _order(row: Attendance) -> tuple[str, str]:
    """Rows by session, then by person, as a timetable keeps them."""
    return row.session_id, row.apprentice_id


def _back_in_class(
    problem: Problem, before: Timetable, left: Timetable, sessions: Sequence[Session]
) -> Iterator[Attendance]:
    """Who was called away from a course by a session that is cancelled is expected in the course again.

    Where they are at the centre, not freed from that course, and have nothing else meanwhile.
    """
    for session in sessions:
        for row in before.attendees.get(session.id, ()):
            learner = problem.learners.get(row.apprentice_id)
            home = learner.membership(session.day) if learner else None
            if learner is None or home is None:
                continue
            # As things are now: what is cancelled holds nobody any more.
            busy = [s for s in left.by_apprentice.get(learner.id, ()) if s.day == session.day]
            for course in left.by_class.get(home.class_id, ()):
                if comes_back(problem, learner, session, course, busy):
                    yield Attendance(course.id, learner.id, problem.follows_from_afar(learner, course))


def _rows(problem: Problem, timetable: Timetable, sessions: Sequence[Session], who: TrainerId) -> tuple[Unplaced, ...]:
    """What is no longer placed: an occurrence of a barrette that goes as a whole is one line."""
    gone = {s.id for s in sessions}
    found: dict[SessionId, Missing] = {}
    for session in in_order(list(sessions)):
        row = _row(session, who)
        # Where only some groups go the hour takes place, and each that goes is a line of its own.
        if session.kind == Kind.BARRETTE and all(s.id in gone for s in with_others(problem, timetable, (session,))):
            barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
            classes = barrette.class_ids if barrette else session.class_ids
            row = replace(row, session_id=occurrence_id(session), class_ids=classes)
        found[row.session_id] = row
    return tell(problem, found.values())


def _row(session: Session, who: TrainerId) -> Missing:
    """The row of a session that waits for another hour, with the absence that took it."""
    # Under its old id: the next re-solve finds it in the list, and gives it again under another one.
    return Missing(
        session.id,
        session.kind,
        session.minutes,
        Cause.TRAINER_AWAY,
        session.course_ids,
        session.barrette_id,
        session.class_ids,
        waits=Waits.AGAIN,
        part=session.part,
        day=session.day,
        trainer_ids=(who,),
    )


def settled(problem: Problem, timetable: Timetable, rules: Rules) -> Timetable:
    """The timetable with its hours owed counted again, the strands that are now missing, and its summary.

    ``rules``: those that are asked why hours owed are not planned.

    What fell due again at an update keeps the deadline that it was given.

    Nothing is placed: sessions and people are the same.
    """
    problem = known_lines(problem, timetable)
    missed = missed_hours(problem, timetable.sessions, timetable.by_apprentice)
    reasons = {
        (d.apprentice_id, d.need_id): d.reason for d in timetable.debts if d.source == SOURCE_MAKEUP and d.reason
    }
    made = Made(makeup_owed(problem, missed), missed, reasons)
    usual = hours_owed(problem)
    # Counted anew, hours lost earlier would have their first deadline again.
    owed = with_time_given(usual, usual, timetable.debts)
    board = Board.of(problem, timetable, active(rules, problem))
    debts = all_rows(problem, owed, made, timetable.sessions, timetable.attendance, Obstacles(board, owed))
    listed = {row.session_id for row in timetable.unplaced}
    strands = tell(problem, strands_missing(board))
    unplaced = (*timetable.unplaced, *(row for row in strands if row.session_id not in listed))
    summary = {**timetable.summary, **counted(debts, unplaced)}
    return replace(timetable, debts=debts, unplaced=unplaced, summary=summary)


def owed_more(before: Sequence[Debt], after: Sequence[Debt]) -> tuple[int, int]:
    """Minutes that remain to be placed once more, and for how many people; what a programme asks is not counted.

    Minutes that one need has gained do not make up for those that another has lost.
    """
    left: dict[tuple[str, str], int] = {}
    for debts, sign in ((before, -1), (after, 1)):
        for d in debts:
            if d.source != SOURCE_PROGRAMME:
                at = (d.apprentice_id, d.need_id)
                left[at] = left.get(at, 0) + sign * max(0, d.due - d.planned)
    more = {person: minutes for (person, _need), minutes in left.items() if minutes > 0}
    return sum(m for m in left.values() if m > 0), len(more)
