"""People who come, go or change class: what they may no longer attend, and what they are expected in with the class.

`again.Again` asks at three points of an update: `settle_in` before any hour is looked for, `join_class` once hours have
moved, `leave` and `join_class` once more when every hour is known. `fewest` asks `may_be_in` alone.

Read are the rolls, statuses, absences, exemptions and paths of the new workbook, and the board from ``first`` on.
Changed are who is in which session and how they follow it, and `Board.freed`: who still needs a place to be. No session
comes, goes or gets another hour, adult or room, and no seat in a group is given.

Somebody who changes class on 12 January leaves the courses of the old one from that day on, and joins those of the new
one at whose hour they have nothing else. Their group in its barrette is chosen later (`seating`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planner.board.board import Board
from planner.domain import (
    ApprenticeId,
    Kind,
    Learner,
    Session,
    Status,
    away,
    in_order,
)
from planner.domain.kinds import OF_CLASSES
from planner.engine.change.no_seat import has_seat
from planner.engine.change.renew import OWN, leave_all_else
from planner.engine.change.stay import ON_SITE, follow_anew, note_freed, shorten_days
from planner.engine.people.attend import summons
from planner.engine.people.freed_hours import safety_told

HOURS_OF_A_DAY = (*OF_CLASSES, Kind.ONBOARDING, Kind.SUPPORT, Kind.STUDY)
"""What makes a day of somebody long."""


@dataclass
class Presences:
    """People whose situation has changed, from a day on, on a board that holds the rest.

    ``people``: their ids; the workbook may know some of them no more. Nobody else joins or leaves anything here, and
    nothing changes its hour.
    """

    board: Board
    first: date
    people: frozenset[ApprenticeId]

    def __post_init__(self) -> None:
        self.problem = self.board.problem
        self.of_class: dict[str, set[ApprenticeId]] = {}
        """Class → people of this change who are of it on some day."""
        for person in self.people & self.problem.learners.keys():
            for home in self.problem.learners[person].memberships:
                self.of_class.setdefault(home.class_id, set()).add(person)

    @cached_property
    def told(self) -> dict[ApprenticeId, tuple[date, int]]:
        """When those who owe the safety block have had it; asked of few, so that it is found when it is asked."""
        return safety_told(self.board)

    def settle_in(self) -> None:
        """Leave what no longer holds, and be where the class is.

        Seats in groups are not given here: they are chosen later, once every hour is known (`Seats`).
        """
        # In this order: what somebody leaves makes room in their day for what they join, and an event is as typed.
        self.leave()
        self.join_events()
        shorten_days(self.board, self._later(HOURS_OF_A_DAY), self.people)
        follow_anew(self.board, self._later(ON_SITE), self.people)
        self.join_class(rooms_change=True)

    def own(self) -> list[Session]:
        """What people have by themselves on the first day or later, but for places of study, in order of time."""
        return self._later([kind for kind in OWN if kind != Kind.STUDY])

    def _later(self, kinds: Collection[Kind]) -> list[Session]:
        """Sessions of some kinds on the first day or later, in order of time; a copy: the board changes meanwhile."""
        return list(in_order([s for s in self.board.sessions.values() if s.day >= self.first and s.kind in kinds]))

    def leave(self) -> None:
        """Sessions that somebody may no longer attend, or has no reason to.

        Sessions stay on the board, empty or not. Whoever stays at the centre without the course that they were in is
        put among the freed, who need a place to be.
        """
        known = self.problem.learners
        for session in self._later(
            (Kind.COURSE, Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT, Kind.STUDY, Kind.ONBOARDING, Kind.VISIT, Kind.FIXED)
        ):
            for person in [p for p in self.board.people[session.id] if p in self.people]:
                if person not in known or not self.may_be_in(known[person], session):
                    self.board.leave(session.id, person)
                    note_freed(self.board, session, person)

    def may_be_in(self, learner: Learner, session: Session) -> bool:
        """Whether somebody may be in a session that stands: on the roll, there then, and of those whom it is for.

        What is done at a distance in one's own time asks for the roll alone. An hour of somebody's own may be on any
        day but one of the company.
        """
        problem = self.problem
        if not problem.enrolled(learner, session.day):
            return False
        if session.modality == "remote_async":
            return True
        span = session.day, session.start, session.end
        if away(learner.absences, *span) or problem.barred(learner.id, *span):
            return False
        if session.kind == Kind.FIXED:
            return True
        if session.kind in OF_CLASSES:
            return problem.here(learner, *span) and self._own(learner, session)
        if session.kind in (Kind.STUDY, Kind.SUPPORT) and self._open_again(learner, session):
            return False
        at_work = problem.status(learner, session.day) is Status.APPRENTICE
        at_work = at_work and not problem.call(learner, session.module_id)
        return problem.here(learner, *span) or not at_work or self.board.presence.off_company(learner, session.day)

    def _own(self, learner: Learner, session: Session) -> bool:
        """Whether a session with the class is of the learner's class and part, not of an exempted subject, nor too far.

        A course of another class that an individual path follows counts as one's own; one from which somebody is freed
        does not. Groups of a barrette are for all of its classes.
        """
        home = learner.membership(session.day)
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        classes = barrette.class_ids if barrette else session.class_ids
        course = self.problem.courses.get(session.course_id) if session.course_id else None
        if course is not None and session.kind == Kind.COURSE and learner.too_far(course):
            return False
        if course is not None and self.problem.followed(learner.id, course.id, session.day, session.part):
            return True
        if home is None or home.class_id not in classes or session.part not in ("", home.part):
            return False
        return course is None or not self._freed(learner, session)

    def _open_again(self, learner: Learner, own: Session) -> bool:
        """Whether a course of the class at the hour of a session of one's own is open to a learner who was not in it.

        An exemption has ended, the work is authorised now and safety has been told, or the class is another one.
        """
        home = learner.membership(own.day)
        rows = self.board.of_class(home.class_id, own.day) if home is not None else ()
        return any(
            s.kind == Kind.COURSE and s.overlaps(own) and self._own(learner, s) and not self._kept_off(learner, s)
            for s in rows
        )

    def _kept_off(self, learner: Learner, session: Session) -> bool:
        """Whether a minor may not yet be at the machines of a course."""
        course = self.problem.courses.get(session.course_id) if session.course_id else None
        if course is None or not course.regulated or not learner.minor(session.day):
            return False
        told = self.told.get(learner.id, (date.min, 0))
        return learner.unauthorised(course, session.day) or (session.day, session.start) < told

    def _freed(self, learner: Learner, session: Session) -> bool:
        """Whether an exemption or a path frees somebody from a course of their class."""
        course = self.problem.courses.get(session.course_id) if session.course_id else None
        home = learner.membership(session.day)
        if course is None or home is None or home.class_id not in session.class_ids:
            return False
        mine = session.part in ("", home.part)
        return mine and self.problem.freed(learner.id, course, session.day) is not None

    def join_events(self) -> None:
        """Events that call somebody who is not there yet, however long the day; all else at their hour is left."""
        known = self.problem.learners
        for session in self._later((Kind.FIXED,)):
            event = self.problem.event_of.get(session.id)
            absent = sorted(self.people & known.keys() - self.board.people[session.id].keys()) if event else []
            new = [person for person in absent if event and summons(self.problem, known[person], event)]
            if new:
                self.board.join(session.id, *new)
                leave_all_else(self.board, session)

    def join_class(self, *, rooms_change: bool = False) -> None:
        """Courses and events of the class at which somebody is expected and is not yet.

        A minor whom the machines are not open to yet is put among the freed instead, as is whoever has no seat there;
        ``rooms_change``: nor in any other room that the course may be given. Barrettes and open periods are not joined
        here: a seat in them is chosen.
        """
        self.join_events()
        # Who follows a course of another class is of none of its classes.
        follow = self.people & {p.apprentice_id for p in self.problem.paths if p.follows}
        for session in self._later((Kind.COURSE,)):
            course = self.problem.courses.get(session.course_id) if session.course_id else None
            # Those of its classes alone: to ask everyone about every session of the term would take long.
            near = follow.union(*(self.of_class.get(c, ()) for c in session.class_ids))
            for learner in self._expected(session, near):
                if course is not None and learner.unauthorised(course, session.day):
                    # At home there is no place to be given.
                    self.board.freed += [] if learner.remote else [(session, learner.id)]
                elif has_seat(self.board, self.board.sessions[session.id], learner, elsewhere=rooms_change):
                    self.board.join(session.id, learner.id)
                elif (session, learner.id) not in self.board.freed:
                    self.board.freed.append((session, learner.id))
            self._note_freed(session, near)

    def _note_freed(self, session: Session, people: frozenset[ApprenticeId]) -> None:
        """Those of some people who are there, freed from a course, and have no other place yet."""
        span = session.day, session.start, session.end, session.minutes
        for person in sorted(people - self.board.people[session.id].keys()):
            learner = self.problem.learners.get(person)
            if learner is None or (session, person) in self.board.freed or not self._freed(learner, session):
                continue
            if self.board.presence.with_class(learner, *span):
                self.board.freed.append((session, person))

    def _expected(self, session: Session, people: Collection[ApprenticeId]) -> list[Learner]:
        """Those of some people who belong in a session of their class and have nothing else then.

        In order of ids, on which the order of everything that follows depends.
        """
        here = self.board.people[session.id]
        found = []
        for person in sorted(people):
            learner = self.problem.learners.get(person)
            if learner is None or person in here or not self._own(learner, session):
                continue
            if self.board.presence.with_class(learner, session.day, session.start, session.end, session.minutes):
                found.append(learner)
        return found
