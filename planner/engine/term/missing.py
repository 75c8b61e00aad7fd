"""Why the plan of the term has no week for some sessions: no common day, class full, trainers full, or few days."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from planner.courses.teams import teams_of
from planner.domain import ClassId, Course, Problem, TrainerId, days_between
from planner.engine.term.plan import TermPlan, course_weeks, meet, present_minutes, trainer_minutes
from planner.words import class_name, course_name, say_all, say_minutes, trainer_name

CLASS, TRAINER, TOGETHER, DAYS = "class", "trainer", "together", "days"


class Reasons:
    """Answers for the sessions that a plan leaves out, from what the plan gives to each class and trainer."""

    def __init__(self, problem: Problem, plan: TermPlan) -> None:
        self.problem, self.plan = problem, plan
        self.classes: Counter[tuple[ClassId, str, date]] = Counter()
        self.trainers: Counter[tuple[TrainerId, date]] = Counter(plan.reserved)
        self.sessions: Counter[tuple[str, str, date]] = Counter()
        self.teams: dict[str, tuple[TrainerId, ...]] = {}
        for lesson in plan.lessons:
            self.sessions[lesson.course_id, lesson.part, lesson.week] += 1
            self.teams.setdefault(lesson.course_id, lesson.team)
            for class_id in problem.courses[lesson.course_id].class_ids:
                self.classes[class_id, lesson.part, lesson.week] += lesson.minutes
            for trainer in lesson.team:
                self.trainers[trainer, lesson.week] += lesson.minutes

    def why(self, course: Course, part: str, minutes: int) -> str:
        """One true sentence for sessions of a length that no week takes."""
        if (course.id, part, minutes) in self.plan.uncrossed:
            twin = next((c for c in self.problem.courses.values() if c.crossed_with == course.id), None)
            other = course_name(self.problem, course.crossed_with or (twin or course).id)
            return f"{other}, croisé avec ce cours, n’a pas autant de séances à échanger entre les parties"
        teams = (self.teams[course.id],) if course.id in self.teams else teams_of(self.problem, course)
        weeks = course_weeks(self.problem, course, part)
        if not weeks:
            return "la classe n’est jamais au CFA dans la période d’emploi du temps (feuille Calendrier)"
        if not teams:
            return f"aucun formateur n’enseigne {course.subject} (feuilles Cours et Compétences)"
        found = {week: self._obstacles(course, part, minutes, week, teams) for week in weeks}
        for name in (TOGETHER, CLASS, TRAINER, DAYS):
            if all(name in names for names in found.values()):
                return self._say(name, course, minutes, teams)
        counts = Counter(names[0] for names in found.values() if names)
        if sum(counts.values()) == len(found):
            parts = (f"{self._say(name, course, minutes, teams)} ({n} sem.)" for name, n in sorted(counts.items()))
            return " ; ".join(parts)
        return self._other(course, teams)

    def _obstacles(
        self, course: Course, part: str, minutes: int, week: date, teams: tuple[tuple[TrainerId, ...], ...]
    ) -> list[str]:
        """What keeps one more session of a length out of a week, whatever else moves."""
        found = []
        if any(self._left(class_id, part, week) < minutes for class_id in course.class_ids):
            found.append(CLASS)
        if all(any(self._free(t, week) < minutes for t in team) for team in teams):
            found.append(TRAINER)
        days = max(self._days(course, part, week, team) for team in teams)
        if not days:
            found.append(TOGETHER)
        if self.sessions[course.id, part, week] >= days * course.max_per_day:
            found.append(DAYS)
        return found

    def _left(self, class_id: ClassId, part: str, week: date) -> int:
        """Minutes left to a class, or to the part that has fewest, in a week."""
        parts = (part,) if part else self.problem.parts[class_id] or ("",)
        held = self.plan.held.get((class_id, week), 0)
        return min(
            present_minutes(self.problem, class_id, week, p)
            - held
            - sum(self.classes[class_id, q, week] for q in {"", p})
            for p in parts
        )

    def _free(self, trainer: TrainerId, week: date) -> int:
        here = trainer_minutes(self.problem, trainer, week)
        return min(here, self.problem.trainers[trainer].max_week) - self.trainers[trainer, week]

    def _days(self, course: Course, part: str, week: date, team: tuple[TrainerId, ...]) -> int:
        days = days_between(week, week + timedelta(days=6))
        return sum(meet(self.problem, course, part, team, day) for day in days)

    def _say(self, name: str, course: Course, minutes: int, teams: tuple[tuple[TrainerId, ...], ...]) -> str:
        classes = say_all(class_name(self.problem, c) for c in course.class_ids)
        have = "n’ont" if len(course.class_ids) > 1 else "n’a"
        people = say_all(dict.fromkeys(trainer_name(self.problem, t) for team in teams for t in team))
        return {
            CLASS: f"{classes} {have} plus {say_minutes(minutes)} libres dans les semaines au CFA",
            TRAINER: f"{people} : il ne reste pas {say_minutes(minutes)} "
            "(présences, maximum par semaine, autres cours)",
            TOGETHER: f"{people} et {classes} ne sont jamais là le même jour",
            DAYS: f"trop peu de jours où {people} et {classes} sont là ensemble, à {course.max_per_day} séance"
            f"{'s' * (course.max_per_day > 1)} par jour",
        }[name]

    def _other(self, course: Course, teams: tuple[tuple[TrainerId, ...], ...]) -> str:
        """Where each week alone would do: a limit over several weeks, or an order between courses."""
        trainers = [self.problem.trainers[t] for team in teams for t in team]
        capped = [t.name for t in trainers if t.max_month is not None or t.year_minutes is not None]
        if capped:
            return f"{say_all(dict.fromkeys(capped))} : maximum du mois ou de l’année atteint"
        first = self.problem.courses.get(course.after) if course.after else None
        if first is not None:
            return f"{course_name(self.problem, first.id)}, que ce cours doit suivre, n’a pas de séance plus tôt"
        if course.crossed_with:
            other = course_name(self.problem, course.crossed_with)
            return f"{other}, croisé avec ce cours, n’a pas de séance à échanger dans les semaines qui restent"
        return "les semaines qui conviendraient sont prises par des cours qui n’en ont pas d’autre"


def reasons(problem: Problem, plan: TermPlan) -> Mapping[tuple[str, str, int], str]:
    """(course, part, minutes) → why the plan has no week for it."""
    known = Reasons(problem, plan)
    rows = {(course_id, part, minutes) for course_id, part, minutes, _number in plan.missing}
    return {row: known.why(problem.courses[row[0]], row[1], row[2]) for row in sorted(rows)}
