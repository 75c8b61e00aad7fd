"""Pre-check on lengths: every session and every volume is a sum of what the bells can give."""

from collections.abc import Iterator, Sequence

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.courses.volumes import possible_lengths, weekly_minutes
from planner.domain import Course, Problem
from planner.words import course_name, say_minutes


def session_lengths(case: Case) -> Iterator[Alert]:
    """A length that no run of slots gives, or a volume that no sum of lengths gives, with the nearest that do.

    To be looked at: weeks that cannot be alike, and lengths that are more than a week holds.
    """
    problem = case.problem
    for course in problem.courses.values():
        possible = possible_lengths(problem, course)
        if not possible:
            text = "aucun créneau commun dans les horaires de ses classes. Solution : revoir la feuille Horaires."
        else:
            text = _wrong_length(course, possible) or _wrong_total(course, possible)
        look = "" if text else _uneven_weeks(problem, course, possible) or _too_long(problem, course)
        if text or look:
            said = f"{course_name(problem, course.id)} : {text or look}"
            yield Alert("session_lengths", said, origin(problem, "course", course.id), blocking=bool(text))


def _wrong_length(course: Course, possible: Sequence[int]) -> str:
    wrong = next((length for length in course.lengths if length not in possible), None)
    if wrong is None:
        return ""
    near = _near(possible, wrong)
    return f"les horaires ne permettent pas de séance de {say_minutes(wrong)}. Solution : une durée de {near}."


def _wrong_total(course: Course, possible: Sequence[int]) -> str:
    total, sums = course.volume.total, _sums(course, possible, course.volume.total or 0)
    if total is None or course.barrette_id or total in sums:
        return ""
    near = _near(sorted(sums), total)
    return f"aucune suite de séances ne donne {say_minutes(total)}. Solution : demander {near}, ou d'autres durées."


def _uneven_weeks(problem: Problem, course: Course, possible: Sequence[int]) -> str:
    """A weekly volume that only unequal weeks can give: the rest is carried from one week to the next."""
    weekly = weekly_minutes(problem, course)
    sums = _sums(course, possible, weekly)
    if not weekly or course.barrette_id or weekly in sums:
        return ""
    near = _near(sorted(sums), weekly)
    return f"{say_minutes(weekly)} par semaine ne se découpent pas en séances : ce sera {near} selon les semaines."


def _too_long(problem: Problem, course: Course) -> str:
    """Lengths of a week that are more, all together, than the hours of a week: some of them are never given."""
    weekly, typed = weekly_minutes(problem, course), sum(course.lengths)
    if not weekly or course.barrette_id or typed <= weekly or len(course.lengths) == 1:
        return ""
    row = " + ".join(say_minutes(length) for length in course.lengths)
    return (
        f"les durées {row} font {say_minutes(typed)}, pour {say_minutes(weekly)} par semaine : une partie ne sert pas. "
        "Solution : corriger « durées », ou « heures »."
    )


def _sums(course: Course, possible: Sequence[int], wanted: int) -> set[int]:
    """Every sum of lengths, repeated at will, up to the first above what is wanted."""
    lengths, sums = course.lengths or possible, {0}
    for total in range(5, wanted + max(lengths) + 1, 5):
        if any(total - length in sums for length in lengths):
            sums.add(total)
    return sums


def _near(values: Sequence[int], wanted: int) -> str:
    """The nearest value below and the nearest above: ``1 h 30 ou 1 h 45``."""
    below, above = [v for v in values if 0 < v < wanted], [v for v in values if v > wanted]
    return " ou ".join(say_minutes(v) for v in (*below[-1:], *above[:1]))
