"""Pre-checks on the hours of a class: what its courses, barrettes and open periods ask, and what its weeks hold."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.check.precheck.load import ELSEWHERE
from planner.domain import (
    AM,
    PM,
    Barrette,
    ClassId,
    Learner,
    OpenPeriod,
    Problem,
    Stream,
    away,
    days_between,
    monday,
    streams,
)
from planner.words import class_name, say_day, say_minutes, stream_name


def class_never_there(case: Case) -> Iterator[Alert]:
    """Classes whose every day at the centre is closed, or an absence of theirs: nothing of theirs can be placed."""
    problem = case.problem
    called = [c for c in problem.classes if any(problem.classes[c].calendar.get(day) for day in _term(problem))]
    if not called and any(
        not problem.classes[c].meeting for course in problem.courses.values() for c in course.class_ids
    ):
        text = (
            "Toutes les classes : aucun jour au CFA dans la feuille Calendrier ; rien ne peut être placé. Solution : "
        )
        yield Alert("class_never_there", f"{text}un X dans les semaines au CFA de chaque classe.", "", blocking=True)
        return
    shut = [
        c
        for c in called
        if not any(problem.open_for(c, d) & problem.class_calendar(c).get(d, 0) for d in _term(problem))
    ]
    if shut and shut == called:
        yield _nothing(problem, "Toutes les classes", "le centre est fermé", "Fermetures", _longest_closure(problem))
        return
    for class_id in called:
        name, place = class_name(problem, class_id), origin(problem, "class", class_id)
        if class_id in shut:
            yield _nothing(problem, name, "le centre est fermé", "Fermetures", place)
        elif not any(problem.class_presence(class_id, day) for day in _term(problem)):
            yield _nothing(problem, name, "elle est absente", "Indisponibilités", place)


def _term(problem: Problem) -> Iterator[date]:
    """Every day of the horizon, open or not."""
    return days_between(problem.first, problem.last)


def _longest_closure(problem: Problem) -> str:
    """Where the closure of most days stands in the workbook."""
    longest = max(problem.closures, key=lambda c: (c.last or c.first) - c.first, default=None)
    return origin(problem, "closure", str(longest.first)) if longest else ""


def _nothing(problem: Problem, who: str, why: str, sheet: str, place: str) -> Alert:
    text = (
        f"{who} : {why} tous les jours de présence, du {say_day(problem.first)} au {say_day(problem.last)} ; rien ne "
        f"peut être placé. Solution : corriger les dates dans la feuille {sheet}."
    )
    return Alert("class_never_there", text, place, blocking=True)


def class_hours(case: Case) -> Iterator[Alert]:
    """A class that is asked for more hours than its weeks hold, in its worst week or over the horizon.

    A week that only its courses fill is worth a look: what it cannot hold goes to others.
    """
    problem = case.problem
    asked_for = trimmed(case)
    for class_id in problem.classes:
        for stream in streams(problem, class_id):
            part, name = stream.part, stream_name(problem, class_id, stream._replace(part=""))
            weeks = sorted({monday(d) for d in problem.days if problem.class_presence(class_id, d, part)})
            held = {week: _held(problem, class_id, week, part) for week in weeks}
            dated, loose = _asked(asked_for, class_id, stream)
            firm = _never_held(asked_for, class_id, stream, weeks)
            worst = max(held, key=lambda week: dated[week] - held[week], default=None)
            if worst is not None and dated[worst] > held[worst]:
                young = held[worst] == problem.settings.minor_week and _minors(problem, class_id, worst)
                when = f"semaine du {say_day(worst)}"
                yield _too_much(problem, class_id, name, when, dated[worst], held[worst], young, firm=firm)
                break
            if dated.total() + loose > sum(held.values()):
                asked, most = dated.total() + loose, sum(held.values())
                yield _too_much(problem, class_id, name, "sur toute la durée", asked, most, firm=firm)
                break


def _never_held(case: Case, class_id: ClassId, stream: Stream, weeks: Sequence[date]) -> bool:
    """Whether no timetable holds what a class is asked for: its fixed hours in their weeks, its courses beside them."""
    problem = case.problem
    fixed, loose = _support(problem, class_id, stream)
    most = {week: _held(problem, class_id, week, stream.part, bound=True) for week in weeks}
    beside = sum(max(0, most[week] - fixed[week]) for week in weeks)
    return any(fixed[week] > most[week] for week in weeks) or loose + _courses(case, class_id, stream).total() > beside


def trimmed(case: Case) -> Case:
    """The case with the sessions that a calculation asks for: short weeks give up what rounding gave them too much."""
    if not case.trimmed_cases:
        held = {
            (class_id, week): minutes
            for class_id in case.problem.classes
            for week, minutes in _support(case.problem, class_id, Stream())[0].items()
        }
        case.trimmed_cases.append(case.of_the_term(held))
    return case.trimmed_cases[0]


def _too_much(
    problem: Problem, class_id: ClassId, name: str, when: str, asked: int, held: int, young: bool = False, *, firm: bool
) -> Alert:
    """``young``: whether the hours are those of a minor's week; ``firm``: whether other weeks do not hold them."""
    why = ", la semaine d'un mineur" if young else ""
    text = (
        f"{name}, {when} : {say_minutes(asked)} demandées (cours, barrettes, temps "
        f"d'accompagnement), {say_minutes(held)} possibles au plus{why}{'' if firm else ELSEWHERE}. Solution : au "
        f"moins {say_minutes(asked - held)} de moins dans la feuille Cours, ou des jours de plus dans Calendrier."
    )
    place, about = origin(problem, "class", class_id), frozenset({f"class:{class_id}"})
    return Alert("class_hours", text, place, blocking=firm, about=about)


def _asked(case: Case, class_id: ClassId, stream: Stream) -> tuple[Counter[date], int]:
    """Minutes of one learner of a stream of the class: by week, and those that may fall in any week."""
    dated, loose = _support(case.problem, class_id, stream)
    courses = _courses(case, class_id, stream)
    loose += courses.pop(None, 0)
    dated.update({week: minutes for week, minutes in courses.items() if week is not None})
    return dated, loose


def _courses(case: Case, class_id: ClassId, stream: Stream) -> Counter[date | None]:
    """Minutes of courses of one learner of the class, by week; None: in any week."""
    found: Counter[date | None] = Counter()
    part = stream.part
    for course in (c for c in case.problem.courses.values() if c.id not in stream.without):
        if class_id in course.class_ids and (course.parts == 1 or part in "ABCDEFGH"[: course.parts]):
            for week, minutes in case.wanted(course, part if course.parts > 1 else ""):
                found[week] += minutes
    return found


def _support(problem: Problem, class_id: ClassId, stream: Stream) -> tuple[Counter[date], int]:
    """Minutes of what stands, of barrettes and open periods: by week, and those that may fall in any week."""
    dated: Counter[date] = Counter()
    loose = 0
    for one in problem.standing:
        if class_id in one.class_ids and one.part in ("", stream.part) and one.course_id not in stream.without:
            dated[monday(one.day)] += problem.bells_of(class_id).teaching(one.day.weekday(), one.start, one.end)
    shared: list[Barrette | OpenPeriod] = [*problem.barrettes.values(), *problem.open_periods]
    for thing in shared:
        if class_id in thing.class_ids:
            days = Counter(
                monday(d) for d in problem.days if all(problem.class_presence(c, d) for c in thing.class_ids)
            )
            dated.update({week: thing.minutes * min(thing.per_week, count) for week, count in days.items()})
            loose += 0 if thing.per_week or not days else thing.minutes * thing.per_stay * len(problem.stays(class_id))
    return dated, loose


def _minors(problem: Problem, class_id: ClassId, week: date) -> bool:
    """Whether somebody of a class is a minor on a day of a week."""
    days = (day for day in problem.days if monday(day) == week)
    return any(learner.minor(day) for day in days for learner in problem.roster(class_id, day))


def _held(problem: Problem, class_id: ClassId, week: date, part: str, bound: bool = False) -> int:
    """Minutes that a class or part can have in a week: its presence less its events, within the limits of its age.

    ``bound``: of those minors alone who follow every hour of their class; it may go on without the others.
    """
    settings, days = problem.settings, [day for day in problem.days if monday(day) == week]
    young = [problem.recall(_young, class_id, part, day, bound) for day in days]
    held = (
        min(_day(problem, class_id, day, part), settings.day_limit(minor))
        for day, minor in zip(days, young, strict=True)
    )
    return min(sum(held), settings.week_limit(any(young)))


def _young(problem: Problem, class_id: ClassId, part: str, day: date, bound: bool) -> bool:
    """Whether a class has a minor on a day; ``bound``: one who follows every hour of it."""
    here = (learner for learner in problem.roster(class_id, day) if learner.minor(day))
    return any(not bound or _follows_all(problem, learner, class_id, part, day) for learner in here)


def day_limit_of(problem: Problem, class_id: ClassId, part: str, day: date) -> int:
    """Most minutes of a day of those who follow every hour of a class."""
    return problem.settings.day_limit(problem.recall(_young, class_id, part, day, True))


def week_limit_of(problem: Problem, class_id: ClassId, part: str, week: date) -> int:
    """Most minutes of a week of those who follow every hour of a class."""
    days = (day for day in problem.days if monday(day) == week)
    return problem.settings.week_limit(any(problem.recall(_young, class_id, part, day, True) for day in days))


def _follows_all(problem: Problem, learner: Learner, class_id: ClassId, part: str, day: date) -> bool:
    """Whether nothing keeps somebody from any hour of their class, or of that part of it, on a day."""
    home = learner.membership(day)
    if home is None or (part and home.part not in ("", part)):
        return False
    apart = learner.calendar is not None or learner.remote or away(learner.absences, day, 0, 24 * 60)
    rows = [r.apprentice_id for some in (problem.arrangements, problem.exemptions, problem.paths) for r in some]
    spared = learner.id in rows
    named = any(learner.id in event.apprentice_ids for event in problem.events)
    courses = [course for course in problem.courses.values() if class_id in course.class_ids]
    spared |= not all(learner.takes(course) for course in courses)
    return not (apart or spared or named or any(learner.unauthorised(course, day) for course in courses))


def _day(problem: Problem, class_id: ClassId, day: date, part: str) -> int:
    bells, weekday, mask = problem.bells_of(class_id), day.weekday(), problem.class_presence(class_id, day, part)
    noon = bells.noon(weekday)
    here = (bells.teaching(weekday, 0, noon) if mask & AM else 0) + (
        bells.teaching(weekday, noon, 24 * 60) if mask & PM else 0
    )
    off = [a for a in problem.classes[class_id].off_hours if a.on(day)]
    late = min((a.start for a in off if a.start), default=24 * 60)
    early = max((a.end for a in off if not a.start), default=0)
    if off:
        here = (bells.teaching(weekday, early, min(noon, late)) if mask & AM else 0) + (
            bells.teaching(weekday, max(noon, early), late) if mask & PM else 0
        )
    events = [e for e in problem.events if e.day == day and class_id in e.class_ids and not e.part]
    return here - sum(bells.teaching(weekday, event.start, event.end) for event in events)
