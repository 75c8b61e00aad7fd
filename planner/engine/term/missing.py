"""Why the plan of the term has no week for some sessions: no common day, class full, trainers full, or few days.

Read by the last stage, from the plan and the workbook. It searches again for nothing: a cause is given only where it
holds in every week whatever else moves; where weeks have different ones, they are counted; where each week alone would
do, the limit over several weeks is named.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from planner.courses.teams import teams_of
from planner.domain import (
    Cause,
    ClassId,
    Course,
    Kind,
    Missing,
    Problem,
    SessionId,
    Stream,
    TrainerId,
    days_between,
    streams,
)
from planner.engine.term.open_minutes import present_minutes, trainer_minutes
from planner.engine.term.plan import TermPlan, course_weeks, meet

CLASS, TRAINER = Cause.CLASS_FULL, Cause.TRAINERS_FULL
TOGETHER, TOO_FEW_DAYS = Cause.NEVER_TOGETHER, Cause.TOO_FEW_DAYS
WEEKS_TAKEN = Cause.WEEKS_TAKEN


class MissingReasons:
    """Answers for the sessions that a plan leaves out, from what the plan gives to each class and trainer.

    Minutes by (class, stream, week) and by (trainer, week), what was promised before included; sessions by (course,
    part, week); the team that each course has.
    """

    def __init__(self, problem: Problem, plan: TermPlan) -> None:
        self.problem, self.plan = problem, plan
        self.classes: Counter[tuple[ClassId, Stream, date]] = Counter()
        self.trainers: Counter[tuple[TrainerId, date]] = Counter(plan.reserved)
        self.sessions: Counter[tuple[str, str, date]] = Counter()
        self.teams: dict[str, tuple[TrainerId, ...]] = {}
        for lesson in plan.lessons:
            self.sessions[lesson.course_id, lesson.part, lesson.week] += 1
            self.teams.setdefault(lesson.course_id, lesson.team)
            for class_id in problem.courses[lesson.course_id].class_ids:
                for stream in streams(problem, class_id, lesson.part, lesson.course_id):
                    self.classes[class_id, stream, lesson.week] += lesson.minutes
            for trainer in lesson.team:
                self.trainers[trainer, lesson.week] += lesson.minutes

    def why(self, course: Course, part: str, minutes: int) -> Missing:
        """What is true of sessions of a length that no week takes; their ids are still to be given.

        The most telling cause first: never together, class full, trainers full, too few days. The last resort is that
        the weeks are taken, which says the least.
        """
        row = Missing(SessionId(""), Kind.COURSE, minutes, WEEKS_TAKEN, (course.id,), None, course.class_ids, part=part)
        if (course.id, part, minutes) in self.plan.uncrossed:
            twin = next((c for c in self.problem.courses.values() if c.crossed_with == course.id), None)
            return replace(row, cause=Cause.UNEVEN_EXCHANGE, other_id=course.crossed_with or (twin or course).id)
        teams = (self.teams[course.id],) if course.id in self.teams else teams_of(self.problem, course)
        weeks = course_weeks(self.problem, course, part)
        if not weeks:
            return replace(row, cause=Cause.NEVER_AT_CENTRE)
        if not teams:
            return replace(row, cause=Cause.NOBODY_TEACHES)
        row = replace(row, trainer_ids=tuple(dict.fromkeys(t for team in teams for t in team)))
        found = {week: self._obstacles(course, part, minutes, week, teams) for week in weeks}
        for cause in (TOGETHER, CLASS, TRAINER, TOO_FEW_DAYS):
            if all(cause in causes for causes in found.values()):
                return replace(row, cause=cause)
        # One cause a week, the first: a week that is told twice would count twice.
        counts = Counter(causes[0] for causes in found.values() if causes)
        if sum(counts.values()) == len(found):
            told = tuple(
                (cause, counts[cause]) for cause in (CLASS, TOO_FEW_DAYS, TOGETHER, TRAINER) if cause in counts
            )
            return replace(row, cause=Cause.WEEKS_DIFFER, causes=told)
        return self._other(row, course)

    def _obstacles(
        self, course: Course, part: str, minutes: int, week: date, teams: tuple[tuple[TrainerId, ...], ...]
    ) -> list[Cause]:
        """What keeps one more session of a length out of a week, whatever else moves; empty where nothing does."""
        found = []
        if any(self._left(class_id, part, course, week) < minutes for class_id in course.class_ids):
            found.append(CLASS)
        if all(any(self._free(t, week) < minutes for t in team) for team in teams):
            found.append(TRAINER)
        # The team with most days speaks for all: if it has none, no team has.
        days = max(self._days(course, part, week, team) for team in teams)
        if not days:
            found.append(TOGETHER)
        if self.sessions[course.id, part, week] >= days * course.max_per_day:
            found.append(TOO_FEW_DAYS)
        return found

    def _left(self, class_id: ClassId, part: str, course: Course, week: date) -> int:
        """Minutes left in a week to those of a class who have a course, to the stream that has fewest.

        Barrettes and what stands are taken off.
        """
        held = self.plan.held.get((class_id, week), 0)
        return min(
            present_minutes(self.problem, class_id, week, stream.part) - held - self.classes[class_id, stream, week]
            for stream in streams(self.problem, class_id, part, course.id)
        )

    def _free(self, trainer: TrainerId, week: date) -> int:
        """Minutes that a trainer could still give in a week, within the maximum of the workbook."""
        here = trainer_minutes(self.problem, trainer, week)
        return min(here, self.problem.trainers[trainer].max_week) - self.trainers[trainer, week]

    def _days(self, course: Course, part: str, week: date, team: tuple[TrainerId, ...]) -> int:
        """Days of a week on which the classes, the whole team and a room are free together for some slot."""
        days = days_between(week, week + timedelta(days=6))
        return sum(meet(self.problem, course, part, team, day) for day in days)

    def _other(self, row: Missing, course: Course) -> Missing:
        """Where each week alone would do: a limit over several weeks, or an order between courses; else it stays as it
        is.
        """
        trainers = [self.problem.trainers[t] for t in row.trainer_ids]
        capped = tuple(t.id for t in trainers if t.max_month is not None or t.year_minutes is not None)
        if capped:
            return replace(row, cause=Cause.MONTH_OR_YEAR_FULL, trainer_ids=capped)
        for first in self.problem.comes_after(course):
            return replace(row, cause=Cause.FIRST_COMES_LATER, other_id=first.id)
        if course.crossed_with:
            return replace(row, cause=Cause.NO_EXCHANGE_LEFT, other_id=course.crossed_with)
        return row


def reasons(problem: Problem, plan: TermPlan) -> Mapping[tuple[str, str, int], Missing]:
    """(course, part, minutes) → why the plan has no week for it; one answer for all sessions that are alike."""
    known = MissingReasons(problem, plan)
    rows = {(course_id, part, minutes) for course_id, part, minutes, _number in plan.missing}
    return {row: known.why(problem.courses[row[0]], row[1], row[2]) for row in sorted(rows)}
