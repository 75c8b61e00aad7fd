"""Pre-checks on barrettes: a common time, adults and rooms enough for the groups, and a place for each strand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from planner.check.precheck.alert import Alert, many, origin
from planner.check.precheck.case import Case
from planner.domain import Barrette, Course, Guidance, Learner, Period, Problem, Room, Trainer, away, clock
from planner.words import DAY_NAMES, say_minutes

Moment = tuple[date, int, int]


def barrette_places(case: Case) -> Iterator[Alert]:
    """A barrette without common time in a period, or whose best common time has too few adults or rooms."""
    problem = case.problem
    for barrette in problem.barrettes.values():
        for period in problem.periods:
            days = [
                d for d in problem.days if d in period and all(problem.class_presence(c, d) for c in barrette.class_ids)
            ]
            if days:
                yield from _in_period(problem, barrette, period, days)


def _in_period(problem: Problem, barrette: Barrette, period: Period, days: list[date]) -> Iterator[Alert]:
    place = origin(problem, "barrette", barrette.id)
    moments = [moment for day in days for moment in common_moments(problem, barrette, day)]
    if not moments and (other := _unfixed(problem, barrette, days)):
        yield Alert("barrette_places", f"{barrette.name}, {period.label} : {other}", place)
        return
    if not moments:
        text = (
            f"{barrette.name}, {period.label} : aucun moment de {say_minutes(barrette.minutes)} où ses classes sont "
            "toutes là. Solution : une autre durée, un autre horaire fixé, ou moins de classes dans la barrette."
        )
        yield Alert("barrette_places", text, place, blocking=True)
        return
    learners = max(sum(len(problem.roster(c, day)) for c in barrette.class_ids) for day in days)
    groups = -(-learners // largest_group(problem, barrette))
    best = max(min(_adults(problem, barrette, m), _rooms(problem, barrette, m)) for m in moments)
    if best < groups:
        adults = max(_adults(problem, barrette, m) for m in moments)
        rooms = max(_rooms(problem, barrette, m) for m in moments)
        teaching = barrette.nature == "teaching"
        rest = "" if teaching else " ; les autres apprenants seront en autonomie encadrée"
        text = (
            f"{barrette.name}, {period.label} : {many(learners, 'apprenant')} pour {many(groups, 'groupe')}, et il y a "
            f"au mieux {many(adults, 'adulte')} et {many(rooms, 'salle')} au même moment{rest}. Solution : d'autres "
            "formateurs ou salles dans la feuille Barrettes, des groupes plus grands, ou moins de classes."
        )
        fewest = min(bound_people(problem, barrette, day) for day in days)
        yield Alert(
            "barrette_places", text, place, blocking=teaching and best < -(-fewest // largest_group(problem, barrette))
        )


def _unfixed(problem: Problem, barrette: Barrette, days: list[date]) -> str:
    """What becomes of a barrette whose classes are never all there at its fixed hour: another one, where there is."""
    free = replace(barrette, fixed_weekday=None, fixed_start=None)
    moment = next((moment for day in days for moment in common_moments(problem, free, day)), None)
    if moment is None or barrette.fixed_weekday is None:
        return ""
    at = f" à {clock(barrette.fixed_start)}" if barrette.fixed_start is not None else ""
    return (
        f"ses classes ne sont jamais toutes là le {DAY_NAMES[barrette.fixed_weekday]}{at}, l'horaire fixé ; elle aura "
        f"lieu à une autre heure. Solution : un horaire où elles y sont ({DAY_NAMES[moment[0].weekday()]} à "
        f"{clock(moment[1])}, par exemple), ou vider « jour » et « heure »."
    )


def bound_people(problem: Problem, barrette: Barrette, day: date) -> int:
    """People who need a seat in a group of a barrette on a day: neither away, at a distance, nor spared all of it."""
    courses = [problem.courses[c] for c in barrette.course_ids if c in problem.courses]
    people = [p for c in barrette.class_ids for p in problem.roster(c, day) if not (p.remote or p.blended)]
    people = [p for p in people if p.calendar is None and not away(p.absences, day, 0, 24 * 60)]
    return sum(not _spared(problem, learner, courses, day) for learner in people)


def _spared(problem: Problem, learner: Learner, courses: Sequence[Course], day: date) -> bool:
    """Whether somebody follows none of some courses that their class has on a day."""
    home = learner.membership(day)
    mine = [course for course in courses if home is not None and home.class_id in course.class_ids]
    return bool(mine) and all(problem.freed(learner.id, course, day) is not None for course in mine)


def common_moments(problem: Problem, barrette: Barrette, day: date) -> Iterator[Moment]:
    """Times of a day at which every class of the barrette is there, as its fixed day and hour allow."""
    weekday = day.weekday()
    if barrette.fixed_weekday is not None and weekday != barrette.fixed_weekday:
        return
    common = [set(problem.bells_of(c).placements(weekday, barrette.minutes)) for c in barrette.class_ids]
    for start, end in sorted(set.intersection(*common)) if common else ():
        halves = ((c, problem.class_presence(c, day)) for c in barrette.class_ids)
        here = all(problem.in_halves(c, day, start, end, mask) for c, mask in halves)
        if here and barrette.fixed_start in (None, start):
            yield day, start, end


def largest_group(problem: Problem, barrette: Barrette) -> int:
    """Largest group: the barrette's, else the largest of its modules."""
    modules = [problem.modules[m] for m in barrette.module_ids if m in problem.modules] or list(
        problem.modules.values()
    )
    return max(1, barrette.max_size or max((m.max_size for m in modules if m.guidance == Guidance.LED), default=12))


def _adults(problem: Problem, barrette: Barrette, moment: Moment) -> int:
    day, start, end = moment
    people = [problem.trainers[t] for t in barrette.trainer_ids if t in problem.trainers]
    people = people or [trainer for trainer in problem.trainers.values() if _may_lead(problem, barrette, trainer)]
    return sum(1 for trainer in people if not away(trainer.absences, day, start, end))


def _may_lead(problem: Problem, barrette: Barrette, trainer: Trainer) -> bool:
    return not (trainer.sites and barrette.site_id) or barrette.site_id in trainer.sites


def _rooms(problem: Problem, barrette: Barrette, moment: Moment) -> int:
    """Rooms, each as many times as it takes groups at once."""
    day, start, end = moment
    rooms: list[Room] = [problem.rooms[r] for r in barrette.room_ids if r in problem.rooms]
    rooms = rooms or [
        r
        for r in problem.rooms.values()
        if not r.joins and (not (r.site_id and barrette.site_id) or r.site_id == barrette.site_id)
    ]
    return sum(room.shared for room in rooms if not away(room.absences, day, start, end))
