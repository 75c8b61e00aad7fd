"""What is well written by itself, and beside the other sheets has no effect or no sense."""

import re
from collections.abc import Mapping

from data.building.context import Context
from data.reading.table import Row
from planner.domain import ClassId, CourseId, Problem, Slot, clock, key, monday
from planner.words import DAY_NAMES, count, did_you_mean, say_all, say_minutes


def check_across(context: Context, problem: Problem) -> None:
    """Every check of this file."""
    _say_idle_results(context, problem)
    _say_idle_rules(context, problem)
    _say_small_volumes(context, problem)
    _check_journeys(context, problem)
    _check_unled(context, problem)


def _check_unled(context: Context, problem: Problem) -> None:
    """Courses that nobody leads: none in a barrette, whose groups have an adult; minors in one are said."""
    carried = {course for barrette in problem.barrettes.values() for course in barrette.course_ids}
    for row in context.rows("courses"):
        course = problem.courses.get(CourseId(context.id_of(row)))
        if course is None or not course.unled:
            continue
        if course.id in carried:
            message = (
                "ne va pas avec une barrette, dont chaque groupe a un formateur : nommez-en un, ou retirez le cours."
            )
            context.fault(row, "teams", message)
        days = [max(week, problem.first) for week in problem.weeks]
        roll = ((p, day) for c in course.class_ids for day in days for p in problem.roster(c, day, "", course))
        young = {p.id for p, day in roll if p.minor(day)}
        if young:
            message = f"laisse {count(len(young), 'mineur')} sans adulte du classeur : prévoyez qui les surveille."
            context.notice(row, "teams", message)


def _say_idle_results(context: Context, problem: Problem) -> None:
    """Results in a domain that no module, no rule of need and no course of a barrette asks for."""
    asked = _domains(problem)
    taught = {key(course.subject) for course in problem.courses.values() if course.barrette_id is not None}
    idle: dict[str, list[Row]] = {}
    for row in context.rows("results"):
        if row["domain"] and key(row["domain"]) not in {*asked, *taught}:
            idle.setdefault(key(row["domain"]), []).append(row)
    for rows in idle.values():
        near = did_you_mean(rows[0]["domain"], asked.values())
        context.notice(
            rows[0],
            "domain",
            f"n'est le domaine d'aucun module ni d'aucune règle de besoins : {count(len(rows), 'résultat')} sans effet."
            f"{near} Domaines : {', '.join(asked.values())}.",
        )


def _say_idle_rules(context: Context, problem: Problem) -> None:
    """Rules of need on a domain that no module serves and in which nobody has a result."""
    names = {d for m in problem.modules.values() for d in m.domains}
    names |= {result.domain for learner in problem.learners.values() for result in learner.results}
    for row in context.rows("need_rules"):
        if row["domain"] and key(row["domain"]) not in {key(name) for name in names}:
            near = did_you_mean(row["domain"], sorted(names))
            context.notice(
                row, "domain", f"n'est le domaine d'aucun module ni d'aucun résultat : cette règle ne donne rien.{near}"
            )


def _say_small_volumes(context: Context, problem: Problem) -> None:
    """Hours of a course, less than one for each week of its class, among weekly ones: mostly hours by the week.

    A bare number is always said; hours with their unit up to half an hour a week, where most other courses are weekly.
    """
    for row in context.rows("courses"):
        course = problem.courses.get(CourseId(context.id_of(row)))
        typed = re.fullmatch(r"(\d+(?:[.,]\d+)?)(\s*h(?:eures?)?)?", row.text("volume").lower())
        if course is None or not typed or course.volume.total is None:
            continue
        others = [c for c in problem.courses.values() if c is not course and {*c.class_ids} & {*course.class_ids}]
        if typed[2] and 2 * sum(c.volume.total is None for c in others) <= len(others):
            continue
        weeks = {monday(day) for c in course.class_ids for day in problem.days if problem.class_presence(c, day)}
        if course.volume.total < 60 * len(weeks) and not (typed[2] and course.volume.total > 30 * len(weeks)):
            context.notice(
                row,
                "volume",
                f"est lu comme {say_minutes(course.volume.total)} en tout, pour {count(len(weeks), 'semaine')} au CFA. "
                f"Par semaine, écrivez « {typed[1]} h/sem ».",
            )


def _domains(problem: Problem) -> Mapping[str, str]:
    """Domains that modules serve and that rules of need ask for, folded → as typed, in order."""
    names = {d for m in problem.modules.values() for d in m.domains} | {r.domain for r in problem.need_rules}
    return {key(name): name for name in sorted(filter(None, names))}


def _check_journeys(context: Context, problem: Problem) -> None:
    """A last departure before the first slot of its day, or a first arrival after the last: nobody could come."""
    for sheet in ("classes", "learners"):
        for row in context.rows(sheet):
            slots = _slots(context, problem, row, sheet)
            for column in ("arrival", "departure"):
                wrong = _out_of_day(dict(row.get(column, ())), slots, column) if slots else ""
                if wrong:
                    context.fault(row, column, f"{wrong} : corrigez l'heure ou le jour.")


def _slots(context: Context, problem: Problem, row: Row, sheet: str) -> tuple[tuple[Slot, ...], ...]:
    """Slots of each weekday of the class of a line; none without a class."""
    name = context.id_of(row) if sheet == "classes" else context.names("classes").find(row.get("class", ""))
    class_id = ClassId(name if isinstance(name, str) else min(name, default=""))
    return problem.bells_of(class_id).days if class_id in problem.classes else ()


def _out_of_day(moments: Mapping[int, int], slots: tuple[tuple[Slot, ...], ...], column: str) -> str:
    """What is out of sense in the hours of a cell, by weekday; empty where nothing is.

    An hour that is said of several days is out of sense where it is on each of them: some days may be short.
    """
    for moment in dict.fromkeys(moments.values()):
        weekdays = [weekday for weekday in moments if moments[weekday] == moment]
        days = [slots[weekday] for weekday in weekdays if slots[weekday]]
        first, last = min((d[0].start for d in days), default=0), max((d[-1].end for d in days), default=0)
        if not days:
            return f"porte sur un jour sans créneau ({say_all(DAY_NAMES[weekday] for weekday in weekdays)})"
        if column == "departure" and moment <= first:
            return f"vient avant le premier créneau ({clock(first)})"
        if column == "arrival" and moment >= last:
            return f"vient après le dernier créneau ({clock(last)})"
    return ""
