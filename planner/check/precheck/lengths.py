"""Pre-check on lengths: every session and every volume is a sum of what the bells can give."""

from collections import Counter
from collections.abc import Iterator, Sequence

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.courses.volumes import possible_lengths, weekly_minutes
from planner.domain import Course, Problem
from planner.words import count, course_name, say_all, say_minutes


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
        look = "" if text else _look(problem, course, possible)
        if text or look:
            said = f"{course_name(problem, course.id)} : {text or look}"
            yield Alert("session_lengths", said, origin(problem, "course", course.id), blocking=bool(text))


def crossed_lengths(case: Case) -> Iterator[Alert]:
    """Crossed courses whose sessions are not as long: some hours of a part have nothing across, and the other waits.

    Silent where the lengths of one of the two are said to be wrong by themselves: the cure is the same.
    """
    problem = case.problem
    for course in problem.courses.values():
        other = problem.courses.get(course.crossed_with) if course.crossed_with else None
        back = other is not None and other.crossed_with == course.id and other.id < course.id
        if other is None or back or course.parts != other.parts or case.underway is not None:
            continue
        if any(_look(problem, one, possible_lengths(problem, one)) for one in (course, other)):
            continue
        mine, theirs = (Counter(minutes for _week, minutes in case.wanted(one, "A")) for one in (course, other))
        if mine != theirs:
            text = (
                f"{course_name(problem, course.id)} et {other.subject} sont croisés, et leurs séances n'ont pas les "
                f"mêmes durées ({_row(mine)} pour l'un, {_row(theirs)} pour l'autre) : une partie de la classe reste "
                "sans cours à ces heures. Solution : les mêmes « heures » et les mêmes « durées » pour les deux."
            )
            yield Alert("crossed_lengths", text, origin(problem, "course", course.id))


def _row(lengths: Counter[int]) -> str:
    """``8 séances de 3 h et 1 séance de 2 h``."""
    longest_first = sorted(lengths.items(), reverse=True)
    return say_all(f"{count(number, 'séance')} de {say_minutes(minutes)}" for minutes, number in longest_first)


def _look(problem: Problem, course: Course, possible: Sequence[int]) -> str:
    """What is to be looked at in the lengths of a course; empty where all is well."""
    return _uneven_weeks(problem, course, possible) or _other_sum(problem, course)


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


def _other_sum(problem: Problem, course: Course) -> str:
    """Lengths of a week that are more, or less, all together, than its hours: some are never given, or again.

    One length alone, even repeated, is that of every session.
    """
    weekly, typed = weekly_minutes(problem, course), sum(course.lengths)
    if not weekly or course.barrette_id or typed == weekly or len(course.lengths) < 2:
        return ""
    if typed < weekly and len({*course.lengths}) == 1:
        return ""
    row = " + ".join(say_minutes(length) for length in course.lengths)
    more = "une partie ne sert pas" if typed > weekly else "d'autres séances de ces durées s'y ajoutent"
    return (
        f"les durées {row} font {say_minutes(typed)}, pour {say_minutes(weekly)} par semaine : {more}. "
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
