"""Pre-checks on who leads the groups of a barrette at one common hour: a trainer each, who may lead what is taught.

A matching of groups and trainers at every hour that the classes have in common; the best hour counts, or the fixed one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from planner.check.precheck.alert import Alert, many, origin, some
from planner.check.precheck.case import Case
from planner.check.precheck.parallel import Moment, bound_people, common_moments, largest_group
from planner.domain import Barrette, Course, Period, Problem, Trainer, TrainerId, away, clock, key
from planner.words import DAY_NAMES, class_name, say_all, say_day

Groups = Mapping[str, int]
"""Subject → groups that it needs at one hour."""


def barrette_staff(case: Case) -> Iterator[Alert]:
    """Teaching barrettes at whose best common hour some group has nobody who may lead it."""
    problem = case.problem
    for barrette in problem.barrettes.values():
        if barrette.nature != "teaching" or not carried(problem, barrette):
            continue
        for period in problem.periods:
            if alert := _in_period(problem, barrette, period):
                yield alert
                break


def _in_period(problem: Problem, barrette: Barrette, period: Period) -> Alert | None:
    days = [d for d in problem.days if d in period and all(problem.class_presence(c, d) for c in barrette.class_ids)]
    moments = [moment for day in days for moment in common_moments(problem, barrette, day)]
    if not moments:
        return None
    fewest = min(days, key=lambda day: bound_people(problem, barrette, day))
    groups = groups_needed(problem, barrette, fewest)
    number = sum(groups.values())
    best = max(moments, key=lambda moment: most_led(_able(problem, barrette, groups, moment)))
    led, there = most_led(_able(problem, barrette, groups, best)), _there(problem, barrette, best)
    if led >= number or len(there) < number:  # too few adults are told by their number
        return None
    ways = list(_ways(problem, barrette, groups, best, bound_people(problem, barrette, fewest)))
    able = sorted({t for row in _able(problem, barrette, groups, best) for t in row})
    names = some([problem.trainers[TrainerId(t)].name for t in able]) if able else "personne"
    text = (
        f"{barrette.name}, {period.label} : {many(number, 'groupe')} au même moment "
        f"({', '.join(f'{subject} {n}' for subject, n in groups.items())}), et au mieux {led} peu"
        f"{'vent' if led > 1 else 't'} avoir un formateur qui en a la compétence ({names}) ; il manque "
        f"{many(number - led, 'formateur')}. Solution{', au choix' if ways[1:] else ''} : {' ; ou '.join(ways)}."
    )
    cells = tuple(cell for c in carried(problem, barrette) if (cell := origin(problem, "course", c.id)))
    return Alert("barrette_staff", text, origin(problem, "barrette", barrette.id), blocking=True, cells=cells)


def carried(problem: Problem, barrette: Barrette) -> list[Course]:
    """Courses that a barrette carries, where each of its classes has one of them at most."""
    found = [problem.courses[c] for c in barrette.course_ids if c in problem.courses]
    classes = [c for course in found for c in course.class_ids]
    return found if len(classes) == len(set(classes)) and not any(course.reserved for course in found) else []


def groups_needed(problem: Problem, barrette: Barrette, day: date) -> Groups:
    """Groups of each subject that those who need a seat on a day fill at least."""
    found: dict[str, int] = {}
    people: dict[str, int] = {}
    for course in carried(problem, barrette):
        mine = bound_people(problem, _of(barrette, course), day)
        people[course.subject] = people.get(course.subject, 0) + mine
    for subject, number in people.items():
        if number:
            found[subject] = -(-number // largest_group(problem, barrette))
    return found


def _of(barrette: Barrette, course: Course) -> Barrette:
    """The part of a barrette that is of the classes of one course."""
    classes = tuple(c for c in barrette.class_ids if c in course.class_ids)
    return replace(barrette, class_ids=classes, course_ids=(course.id,))


def _there(problem: Problem, barrette: Barrette, moment: Moment) -> list[Trainer]:
    """Trainers of a barrette (all, where it names none) who are not away at a moment."""
    team = [problem.trainers[t] for t in barrette.trainer_ids if t in problem.trainers]
    return [t for t in team or problem.trainers.values() if not away(t.absences, *moment)]


def _able(problem: Problem, barrette: Barrette, groups: Groups, moment: Moment) -> list[frozenset[str]]:
    """For each group, who may lead it at a moment: whoever gives its course, or has the skill of its subject."""
    there, found = _there(problem, barrette, moment), list[frozenset[str]]()
    for subject, number in groups.items():
        own = {t for c in carried(problem, barrette) if key(c.subject) == key(subject) for row in c.teams for t in row}
        able = frozenset(str(t.id) for t in there if t.id in own or problem.skilled(t, subject, moment[0]))
        found += [able] * number
    return found


def most_led(able: Sequence[frozenset[str]]) -> int:
    """The most groups that have a trainer each, nobody two: a largest matching, one way after another."""
    leads: dict[str, int] = {}

    def place(group: int, seen: set[str]) -> bool:
        for who in sorted(able[group] - seen):
            seen.add(who)
            if who not in leads or place(leads[who], seen):
                leads[who] = group
                return True
        return False

    return sum(place(group, set()) for group in range(len(able)))


def _ways(problem: Problem, barrette: Barrette, groups: Groups, moment: Moment, people: int) -> Iterator[str]:
    """Changes that give every group a trainer, each tried: the skill of colleagues who are there, or larger groups."""
    able, number = _able(problem, barrette, groups, moment), sum(groups.values())
    led = most_led(able)
    subject = max(groups, key=lambda name: groups[name])
    others = [t for t in _there(problem, barrette, moment) if not any(str(t.id) in row for row in able)]
    chosen = others[: number - led]
    more = frozenset(str(t.id) for t in chosen)
    if chosen and most_led([row | more for row in able]) == number:
        yield f"la compétence « {subject} » pour {say_all(t.name for t in chosen)} dans la feuille Compétences"
    if led and len(groups) == 1:
        yield f"« effectif maximal » à {-(-people // led)} dans la feuille Barrettes"
    have = "ont" if number - led > 1 else "a"
    yield f"{many(number - led, 'formateur')} de plus qui {have} cette compétence"


def barrettes_at_once(case: Case) -> Iterator[Alert]:
    """Barrettes fixed at one hour that have a class in common, or not trainers enough for both.

    No timetable is impossible by it: where a fixed hour cannot be kept, a barrette takes place at another one.
    """
    problem = case.problem
    fixed = [b for b in problem.barrettes.values() if b.fixed_weekday is not None and b.fixed_start is not None]
    for one, other in combinations(fixed, 2):
        moment = _at_once(problem, one, other)
        if moment is None:
            continue
        day, start, _end = moment
        place, there = origin(problem, "barrette", one.id), origin(problem, "barrette", other.id)
        cells = (there,) if there else ()
        when = f"le {DAY_NAMES[day.weekday()]} à {clock(start)}"
        both = [class_name(problem, c) for c in one.class_ids if c in other.class_ids]
        if both:
            text = (
                f"{one.name} et {other.name} sont fixées au même moment ({when}), et {some(both)} est dans les deux. "
                f"L'une des deux n'aura pas lieu à cette heure. Solution : {_another_hour(problem, other, [one])}."
            )
            yield Alert("barrettes_at_once", text, place, cells=cells)
        elif lack := _too_few(problem, one, other, moment):
            teaching = one.nature == other.nature == "teaching"
            likely = " ; l'une aura lieu à une autre heure" if teaching else " ; le reste sera en autonomie encadrée"
            text = (
                f"{one.name} et {other.name} sont fixées au même moment ({when}, par exemple le {say_day(day)}), et il "
                f"manque {many(lack, 'formateur')} pour leurs groupes{likely}. Solution, au choix : "
                f"{_another_hour(problem, other, [one])}, ou {many(lack, 'formateur')} de plus dans l'une des équipes."
            )
            yield Alert("barrettes_at_once", text, place, cells=cells)


def _at_once(problem: Problem, one: Barrette, other: Barrette) -> Moment | None:
    """The first moment of the first of two barrettes that overlaps one of the second; None where there is none."""
    if one.fixed_weekday != other.fixed_weekday:
        return None
    for day in (d for d in problem.days if d.weekday() == one.fixed_weekday):
        if all(problem.support_presence(c, day) for c in (*one.class_ids, *other.class_ids)):
            for mine in common_moments(problem, one, day):
                if any(_overlap(mine, theirs) for theirs in common_moments(problem, other, day)):
                    return mine
    return None


def _overlap(one: Moment, other: Moment) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _too_few(problem: Problem, one: Barrette, other: Barrette, moment: Moment) -> int:
    """Trainers whom two barrettes lack at one moment, though each has enough by itself; 0 where none is missing."""
    able = [_needed(problem, barrette, moment) for barrette in (one, other)]
    if any(most_led(rows) < len(rows) for rows in able):
        return 0
    return len(able[0]) + len(able[1]) - most_led([*able[0], *able[1]])


def _needed(problem: Problem, barrette: Barrette, moment: Moment) -> list[frozenset[str]]:
    """For each group that needs a trainer, who may lead it; of a barrette of support with a team: one group."""
    if barrette.nature == "teaching":
        return _able(problem, barrette, groups_needed(problem, barrette, moment[0]), moment)
    team = frozenset(str(t.id) for t in _there(problem, barrette, moment))
    return [team] if barrette.trainer_ids and team else []


def _another_hour(problem: Problem, barrette: Barrette, others: Sequence[Barrette]) -> str:
    """Another hour of a week at which the classes and enough of the team of a barrette are there, beside the others."""
    free = replace(barrette, fixed_weekday=None, fixed_start=None)
    for day in problem.days[:14]:
        taken = [moment for other in others for moment in common_moments(problem, other, day)]
        for moment in common_moments(problem, free, day):
            rows = _needed(problem, barrette, moment)
            if not any(_overlap(moment, one) for one in taken) and most_led(rows) == len(rows):
                return f"{barrette.name} le {DAY_NAMES[day.weekday()]} à {clock(moment[1])}"
    return f"un autre horaire pour {barrette.name}"
