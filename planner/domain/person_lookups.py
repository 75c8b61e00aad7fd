"""Look-ups of the problem about one person: arrangements, exemptions, individual paths, events that name them."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from planner.domain.course_lookups import CourseLookups
from planner.domain.ids import ApprenticeId, CourseId
from planner.domain.offer import Course, FixedEvent
from planner.domain.people import NOT_TAKEN, Arrangement, Exemption, Learner, PersonalPath
from planner.domain.settings import Settings
from planner.domain.text import key
from planner.domain.time import away


class PersonLookups(CourseLookups):
    """Base of `planner.domain.Problem`, whose fields it reads."""

    settings: Settings
    arrangements: tuple[Arrangement, ...]
    exemptions: tuple[Exemption, ...]
    paths: tuple[PersonalPath, ...]

    @cached_property
    def _arrangements_of(self) -> Mapping[ApprenticeId, tuple[Arrangement, ...]]:
        found: dict[ApprenticeId, tuple[Arrangement, ...]] = {}
        for row in self.arrangements:
            found[row.apprentice_id] = (*found.get(row.apprentice_id, ()), row)
        return found

    @cached_property
    def _exemptions_of(self) -> Mapping[ApprenticeId, tuple[Exemption, ...]]:
        found: dict[ApprenticeId, tuple[Exemption, ...]] = {}
        for row in self.exemptions:
            found[row.apprentice_id] = (*found.get(row.apprentice_id, ()), row)
        return found

    def arranged(self, learner_id: ApprenticeId, effect: str, day: date) -> tuple[Arrangement, ...]:
        """Arrangements of one effect that hold for a learner on a day."""
        return tuple(a for a in self._arrangements_of.get(learner_id, ()) if a.effect == effect and a.on(day))

    def least_presence(self, learner_id: ApprenticeId, day: date) -> int:
        """Minutes for which a learner is made to come on a day: their own (*Aménagements*), else the usual ones."""
        own = [a.minutes for a in self.arranged(learner_id, "least_presence", day)]
        return max(own, default=self.settings.least_presence)

    def longest_day(self, learner: Learner, day: date) -> int:
        """Minutes that a learner may have on a day: those of their age, or fewer where an arrangement says so."""
        asked = [a.minutes for a in self.arranged(learner.id, "max_day", day)]
        return min([*asked, self.settings.day_limit(learner.minor(day))])

    def barred(self, learner_id: ApprenticeId, day: date, start: int, end: int) -> bool:
        """Whether an arrangement (forbidden hours, rest day) keeps a learner away during a span."""
        return bool(self.barring(learner_id, day, start, end))

    def barring(self, learner_id: ApprenticeId, day: date, start: int, end: int) -> tuple[Arrangement, ...]:
        """The arrangements (forbidden hours, rest day) that keep a learner away during a span."""
        if learner_id not in self._arrangements_of:
            return ()
        hours = self.arranged(learner_id, "forbidden", day)
        rest = self.arranged(learner_id, "rest_day", day)
        return (
            *(a for a in hours if a.window is not None and a.window.hits(day, start, end)),
            *(a for a in rest if a.window is not None and a.window.on(day)),
        )

    def exempted(self, learner_id: ApprenticeId, subject: str, day: date) -> Exemption | None:
        """The exemption of a learner from a subject on a day, if any."""
        rows = self._exemptions_of.get(learner_id, ())
        return next((e for e in rows if key(e.subject) == key(subject) and e.on(day)), None)

    @cached_property
    def _paths_of(self) -> Mapping[ApprenticeId, tuple[PersonalPath, ...]]:
        found: dict[ApprenticeId, tuple[PersonalPath, ...]] = {}
        for row in self.paths:
            found[row.apprentice_id] = (*found.get(row.apprentice_id, ()), row)
        return found

    def paths_of(self, learner_id: ApprenticeId) -> tuple[PersonalPath, ...]:
        """Individual paths of a learner, whatever the day."""
        return self._paths_of.get(learner_id, ())

    def freed(self, learner_id: ApprenticeId, course: Course, day: date) -> Exemption | PersonalPath | None:
        """What frees a learner of the class from a course on a day: an individual path, else an exemption.

        A course that is reserved to others frees them too (`NOT_TAKEN`): it is nothing that they miss.
        """
        if course.reserved and not self.takes(self.learners[learner_id], course.id):
            return PersonalPath(learner_id, course.id, instead=NOT_TAKEN)
        path = next((p for p in self.paths_of(learner_id) if p.leaves == course.id and p.on(day)), None)
        return path or self.exempted(learner_id, course.subject, day)

    def takes(self, learner: Learner, course_id: CourseId | None) -> bool:
        """Whether a course, if it is one, is for somebody of its classes (`Course.reserved`)."""
        course = self.courses.get(course_id) if course_id else None
        return course is None or learner.takes(course)

    def at_own_event(self, learner: Learner, event: FixedEvent) -> FixedEvent | None:
        """The event that names a learner at an hour of an event of the class: that one is attended, the other is not.

        None where there is none, or where an absence or an arrangement keeps the learner from it.
        """
        for own in () if event.apprentice_ids else self._naming.get((learner.id, event.day), ()):
            meets = own.start < event.end and event.start < own.end
            span = own.day, own.start, own.end
            if meets and not away(learner.absences, *span) and not self.barred(learner.id, *span):
                return own
        return None

    @cached_property
    def _naming(self) -> Mapping[tuple[ApprenticeId, date], tuple[FixedEvent, ...]]:
        found: dict[tuple[ApprenticeId, date], tuple[FixedEvent, ...]] = {}
        for event in self.events:
            for person in event.apprentice_ids:
                found[person, event.day] = (*found.get((person, event.day), ()), event)
        return found

    def followed(self, learner_id: ApprenticeId, course_id: CourseId, day: date, part: str = "") -> bool:
        """Whether a learner follows, by an individual path, a course (or that part of it) of another class on a day."""
        return any(p.follows == course_id and part in ("", p.part) and p.on(day) for p in self.paths_of(learner_id))
