"""Hours of course that learners miss while their class has them, each with its cause.

Every session of a course that somebody of the class does not attend is here, but for the courses that an exemption or
an individual path replaces: attended, replaced and missed make up the hours of the class.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.ids import ApprenticeId, BarretteId, CourseId, SessionId
from planner.domain.kinds import WITH_CLASS, Kind
from planner.domain.offer import Course, FixedEvent, event_session_id
from planner.domain.pauses import covered
from planner.domain.people import Learner, Membership
from planner.domain.problem import Problem
from planner.domain.text import key
from planner.domain.time import away, monday
from planner.domain.timetable import Session

MISSED_LISTED = "missed_listed"
"""In the summary of a timetable whose hours due list every hour missed, those that nobody makes up included."""
STRENGTH = ("", "study", "led")
"""What may be asked for hours missed, the strongest last."""


class Lost(StrEnum):
    """Why an hour of course is missed, in the words of the lists; of an event and of a clash its own label stands."""

    ABSENCE = "absence"
    EVENT = "événement"
    CALENDAR = "calendrier personnel"
    NOT_AUTHORISED = "travaux réglementés, pas encore d'autorisation"
    AT_A_DISTANCE = "cours pratique, impossible à distance"
    BEFORE_SAFETY = "travaux réglementés, avant le module de sécurité"
    ENTRY = "module d'entrée en entreprise"
    FORBIDDEN = "horaire à garder libre (aménagement)"
    DAY_CAP = "durée maximale du jour (aménagement)"
    LONGEST_DAY = "durée maximale du jour"
    LONGEST_WEEK = "durée maximale de la semaine"
    NO_SEAT = "plus de place dans la salle"
    NOT_SUITED = "salle sans ce que demande un aménagement"
    CLASH = "autre séance à la même heure"
    UNTOLD = "pas attendu ce jour-là"
    """Nothing in the workbook as it is now says why: a day that was over before it changed."""


@dataclass(frozen=True, slots=True)
class Missed:
    """One session of a course that one learner of the class does not attend.

    ``makeup``: what the workbook asks for these hours (`Absence.makeup`); ``why``: in French, for the planner.
    """

    apprentice_id: ApprenticeId
    course_id: CourseId
    session: Session
    makeup: str
    cause: Lost
    why: str


Reason = tuple[str, Lost, str]
"""(what is asked, cause, why)."""


def missed_for_good(course_id: CourseId) -> str:
    """Id of the row of hours due that lists what somebody misses of a course, where nothing is to be made up."""
    return f"manque-{course_id}"


def missed_hours(
    problem: Problem, sessions: Sequence[Session], attended: Mapping[ApprenticeId, Collection[Session]]
) -> tuple[Missed, ...]:
    """Every session missed, by learner and time. What an exemption or a path replaces is not missed."""
    days = _by_day(attended)
    look = _Look(
        problem, days, {event_session_id(e.id): e for e in problem.events if e.partial}, _heads(problem, attended)
    )
    there = {person: {row.id for row in rows} for person, rows in attended.items()}
    found = []
    for course, part, session in _lessons(problem, sessions):
        for class_id in course.class_ids:
            for learner in problem.roster(class_id, session.day, part):
                if session.id in there.get(learner.id, ()):
                    continue
                held = [s for s in days.get((learner.id, session.day), ()) if s.overlaps(session)]
                if any(_same(s, session) for s in held) or problem.freed(learner.id, course, session.day):
                    continue
                found.append(Missed(learner.id, course.id, session, *look.reason(learner, course, session, held)))
    return tuple(sorted(found, key=lambda m: (m.apprentice_id, m.session.day, m.session.start, m.session.id)))


def why_elsewhere(
    problem: Problem, person: ApprenticeId, session: Session, attended: Mapping[ApprenticeId, Collection[Session]]
) -> str:
    """What keeps somebody from an hour of support, in French for the planner; empty where nothing is known to.

    An absence, something else at that hour, an arrangement, a day or a week that would be too long.
    """
    days, learner = _by_day({person: attended.get(person, ())}), problem.learners[person]
    look = _Look(problem, days, {event_session_id(e.id): e for e in problem.events if e.partial})
    held = [s for s in days.get((person, session.day), ()) if s.overlaps(session)]
    found = look.away(learner, session, held) or look.elsewhere(held) or look.arranged(learner, session, held)
    _asked, _cause, why = found or look.full(learner, session, held) or ("", Lost.UNTOLD, "")
    return why


def _by_day(attended: Mapping[ApprenticeId, Collection[Session]]) -> dict[tuple[ApprenticeId, date], list[Session]]:
    """(person, day) → what they attend."""
    days: dict[tuple[ApprenticeId, date], list[Session]] = {}
    for person, rows in attended.items():
        for row in rows:
            days.setdefault((person, row.day), []).append(row)
    return days


def _heads(problem: Problem, attended: Mapping[ApprenticeId, Collection[Session]]) -> Counter[SessionId]:
    """Seats that the people of each course take."""
    known = problem.learners
    return Counter(
        row.id
        for person, rows in attended.items()
        for row in rows
        if row.kind == Kind.COURSE and person in known and not problem.follows_from_afar(known[person], row)
    )


def _same(one: Session, other: Session) -> bool:
    if other.kind == Kind.BARRETTE:
        return one.barrette_id == other.barrette_id
    return one.id == other.id


def _lessons(problem: Problem, sessions: Iterable[Session]) -> Iterator[tuple[Course, str, Session]]:
    """(course, part, session) of all that counts as hours of a course; an occurrence of a barrette once a course."""
    seen: set[tuple[BarretteId | None, date, int, CourseId]] = set()
    for session in sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        if session.kind == Kind.COURSE and course is not None:
            yield course, session.part, session
        elif session.kind == Kind.BARRETTE and session.course_ids and barrette is not None:
            for course_id in barrette.course_ids:
                at = (session.barrette_id, session.day, session.start, course_id)
                if at not in seen and course_id in problem.courses:
                    seen.add(at)
                    yield problem.courses[course_id], "", session


@dataclass(frozen=True)
class _Look:
    """Whoever asks why somebody is not in a session, with what each attends and the events of some people."""

    problem: Problem
    days: Mapping[tuple[ApprenticeId, date], Sequence[Session]]
    events: Mapping[str, FixedEvent]
    heads: Mapping[SessionId, int] = field(default_factory=dict)
    """Seats that are taken in each course."""

    def reason(self, learner: Learner, course: Course, session: Session, held: Sequence[Session]) -> Reason:
        """The first of the causes that is true, those that would keep the learner out whatever else there is first."""
        if learner.too_far(course):
            return "", Lost.AT_A_DISTANCE, Lost.AT_A_DISTANCE
        if learner.unauthorised(course, session.day):
            return "", Lost.NOT_AUTHORISED, Lost.NOT_AUTHORISED
        young = course.regulated and learner.minor(session.day)
        return (
            self.away(learner, session, held)
            or self._own_calendar(learner, course, session, held)
            or self._entering(held)
            or self.arranged(learner, session, held)
            or self._without_seat(learner, course, session, held)
            # Who is kept off a machine has something else because of that.
            or (None if young else self.elsewhere(held))
            or self.full(learner, session, held)
            # Authorised, and not in the workshop: what is lacking is the block of safety.
            or ("", *((Lost.BEFORE_SAFETY,) * 2 if young else (Lost.UNTOLD,) * 2))
        )

    def away(self, learner: Learner, session: Session, held: Sequence[Session]) -> Reason | None:
        """An absence, or an event of some people; where there are several, the one of which most is asked."""
        span = session.day, session.start, session.end
        found = [(a.makeup, Lost.ABSENCE, str(Lost.ABSENCE)) for a in learner.absences if a.hard and a.hits(*span)]
        home = learner.membership(session.day)
        if home is not None and home.class_id in self.problem.classes and home.part:
            rows = (a for a in self.problem.classes[home.class_id].absences if a.part == home.part)
            found += [(a.makeup, Lost.ABSENCE, str(Lost.ABSENCE)) for a in rows if a.hard and a.hits(*span)]
        found += [(e.makeup, Lost.EVENT, e.label) for s in held if (e := self.events.get(s.id)) is not None]
        return max(found, key=lambda row: STRENGTH.index(row[0]), default=None)

    def _own_calendar(
        self, learner: Learner, course: Course, session: Session, held: Sequence[Session]
    ) -> Reason | None:
        """A calendar of one's own that is not at the centre then; what is asked holds where nothing replaces it."""
        if learner.calendar is None or away(learner.absences, session.day, session.start, session.end):
            return None
        half = self.problem.bells_of(course.class_ids[0]).half(session.day.weekday(), session.start, session.end)
        if not half & ~self.problem.presence(learner, session.day):
            return None
        # Hours of one's own on such a day are no course of the class: what is made up then is missed all the same.
        with_class = any(s.kind in WITH_CLASS for s in held)
        return "" if with_class else learner.makeup, Lost.CALENDAR, Lost.CALENDAR

    def _entering(self, held: Sequence[Session]) -> Reason | None:
        """A block of the entry module at the same hour."""
        if not any(s.kind == Kind.ONBOARDING for s in held):
            return None
        return self.problem.settings.entry_makeup, Lost.ENTRY, Lost.ENTRY

    def _without_seat(
        self, learner: Learner, course: Course, session: Session, held: Sequence[Session]
    ) -> Reason | None:
        """A room, or a course, that takes no more people, or that has not what somebody asks of it.

        Whoever has anything but a watched place then is elsewhere for its own sake.
        """
        room = self.problem.rooms.get(session.room_id) if session.room_id else None
        if room is None or any(s.kind != Kind.STUDY for s in held):
            return None
        if self.heads.get(session.id, 0) >= min(room.seats, course.max_group or room.seats):
            return "", Lost.NO_SEAT, Lost.NO_SEAT
        asked = {key(a.text) for a in self.problem.arranged(learner.id, "room_feature", session.day)}
        if not asked <= room.has:
            return "", Lost.NOT_SUITED, Lost.NOT_SUITED
        return None

    def elsewhere(self, held: Sequence[Session]) -> Reason | None:
        """Something else at the same hour."""
        return ("", Lost.CLASH, f"« {held[0].label} » à la même heure") if held else None

    def arranged(self, learner: Learner, session: Session, held: Sequence[Session]) -> Reason | None:
        """Hours that an arrangement keeps free, or a day that it makes shorter than it would be with the session."""
        problem, day = self.problem, session.day
        barring = problem.barring(learner.id, day, session.start, session.end)
        minutes = self._with(learner, day, session, held)
        short = [a for a in problem.arranged(learner.id, "max_day", day) if minutes > a.minutes]
        for cause, rows in ((Lost.FORBIDDEN, barring), (Lost.DAY_CAP, short)):
            if rows:
                return max((a.makeup for a in rows), key=STRENGTH.index), cause, cause
        return None

    def full(self, learner: Learner, session: Session, held: Sequence[Session]) -> Reason | None:
        """A day or a week that would be longer than the law, or the centre, allows."""
        settings, day = self.problem.settings, session.day
        minor = learner.minor(day)
        if self._with(learner, day, session, held) > settings.day_limit(minor):
            return "", Lost.LONGEST_DAY, Lost.LONGEST_DAY
        others = sum(self._minutes(learner, d) for n in range(7) if (d := monday(day) + timedelta(days=n)) != day)
        if others + self._with(learner, day, session, held) > settings.week_limit(minor):
            return "", Lost.LONGEST_WEEK, Lost.LONGEST_WEEK
        return None

    def _with(self, learner: Learner, day: date, session: Session, held: Sequence[Session]) -> int:
        """Teaching minutes of a learner's day with a session instead of what is held at its hour."""
        instead = sum(s.minutes for s in held if s.modality != "remote_async")
        return self._minutes(learner, day) + session.minutes - instead

    def _minutes(self, learner: Learner, day: date) -> int:
        """Teaching minutes of a learner on a day; what is done at a distance in one's own time apart."""
        return sum(s.minutes for s in self.days.get((learner.id, day), ()) if s.modality != "remote_async")


def taken_up(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether absences and events of a learner take every slot of a day at the centre (exams, mobility, revisions)."""
    home = learner.membership(day)
    if home is None:
        return False
    bells, mask = problem.bells_of(home.class_id), problem.presence(learner, day)
    spans = [(a.start, a.end) for a in learner.absences if a.hard and a.on(day)]
    spans += [(e.start, e.end) for e in problem.events if e.day == day and _calls(e, learner, home)]
    return bool(spans and mask) and mask & ~covered(bells, day, spans) == 0


def _calls(event: FixedEvent, learner: Learner, home: Membership) -> bool:
    if event.apprentice_ids:
        return learner.id in event.apprentice_ids
    return home.class_id in event.class_ids and event.part in ("", home.part)
