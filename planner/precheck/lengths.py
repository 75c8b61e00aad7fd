"""Pre-check on lengths: every session and every volume is a sum of what the bells can give."""

from collections.abc import Iterator, Sequence

from planner.domain import Course, Problem
from planner.precheck.alert import Alert, origin
from planner.volumes import possible_lengths, weekly_minutes
from planner.words import course_name, say_minutes


def session_lengths(problem: Problem) -> Iterator[Alert]:
    """A length that no run of slots gives, or a volume that no sum of lengths gives, with the nearest that do."""
    for course in problem.courses.values():
        possible = possible_lengths(problem, course)
        if not possible:
            text = "aucun créneau commun dans les horaires de ses classes. Solution : revoir la feuille Horaires."
        else:
            text = _wrong_length(course, possible) or _wrong_volume(problem, course, possible)
        if text:
            text = f"{course_name(problem, course.id)} : {text}"
            yield Alert("session_lengths", text, origin(problem, "course", course.id), blocking=True)


def _wrong_length(course: Course, possible: Sequence[int]) -> str:
    wrong = next((length for length in course.lengths if length not in possible), None)
    if wrong is None:
        return ""
    near = _near(possible, wrong)
    return f"les horaires ne permettent pas de séance de {say_minutes(wrong)}. Solution : une durée de {near}."


def _wrong_volume(problem: Problem, course: Course, possible: Sequence[int]) -> str:
    volume = course.volume.total if course.volume.total is not None else weekly_minutes(problem, course)
    lengths = course.lengths or possible
    sums = {0}
    for total in range(5, volume + max(lengths) + 1, 5):
        if any(total - length in sums for length in lengths):
            sums.add(total)
    if course.barrette_id or volume in sums:
        return ""
    near = _near(sorted(sums), volume)
    each = "" if course.volume.total is not None else " par semaine"
    return (
        f"aucune suite de séances ne donne {say_minutes(volume)}{each}. Solution : demander {near}, ou d'autres durées."
    )


def _near(values: Sequence[int], wanted: int) -> str:
    """The nearest value below and the nearest above: ``1 h 30 ou 1 h 45``."""
    below, above = [v for v in values if 0 < v < wanted], [v for v in values if v > wanted]
    return " ou ".join(say_minutes(v) for v in (*below[-1:], *above[:1]))
