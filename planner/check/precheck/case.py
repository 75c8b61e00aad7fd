"""A problem with what several checks ask of it, computed once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.courses.short_weeks import term_sessions
from planner.courses.standing import SessionsWanted
from planner.courses.volumes import cfa_weeks_of, sessions_wanted
from planner.domain import ClassId, Course, CourseId, Problem

Wanted = Mapping[tuple[CourseId, str], SessionsWanted]
"""Course and part → the sessions wanted of it."""


@dataclass(frozen=True)
class Underway:
    """A timetable that an update goes on from: nothing changes before ``first``, the rest may go to any other week."""

    first: date
    given: Mapping[tuple[CourseId, str], Mapping[date, int]]
    """Course and part → minutes of each day that stand, or took place."""


@dataclass(frozen=True)
class Case:
    """A problem being checked before any calculation."""

    problem: Problem
    given: Wanted = field(default_factory=dict)
    """Sessions that are known otherwise than from volumes."""
    _wanted: dict[tuple[CourseId, str], SessionsWanted] = field(default_factory=dict)
    _weeks: dict[tuple[tuple[ClassId, ...], str], frozenset[date]] = field(default_factory=dict)
    underway: Underway | None = None
    trimmed_cases: list["Case"] = field(default_factory=list)
    """The case with what a calculation asks for, once it is reckoned (`planner.check.precheck.classes.trimmed`)."""

    def wanted(self, course: Course, part: str) -> SessionsWanted:
        """Sessions wanted of a course, for one part of it."""
        if (course.id, part) in self.given:
            return self.given[course.id, part]
        if (course.id, part) not in self._wanted:
            self._wanted[course.id, part] = sessions_wanted(self.problem, course, part)
        return self._wanted[course.id, part]

    def of_the_term(self, held: Mapping[tuple[ClassId, date], int]) -> "Case":
        """The case with the sessions that a term asks for where minutes of its classes and weeks are held already.

        What is known otherwise than from volumes stays as it is.
        """
        return replace(self, given={**term_sessions(self.problem, held), **self.given}, _wanted={}, trimmed_cases=[])

    def open_weeks(self, course: Course, part: str) -> frozenset[date]:
        """Mondays of the weeks in which the course may take place."""
        name = course.class_ids, part
        if name not in self._weeks:
            weeks = cfa_weeks_of(self.problem, course, part)
            self._weeks[name] = frozenset(week.monday for week in weeks if week.open)
        return self._weeks[name]
