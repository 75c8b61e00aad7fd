"""The term's master plan: which sessions of each course fall in each week, and which team takes the course.

First stage of a solve. It reads the volumes (`planner.courses`) and what is promised (barrettes, open periods, what
stands) and leaves `Lesson` values, which have a week and a team and no hour. Capacity is counted in minutes: whether
the hours fit together is the week's own question.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.courses.short_weeks import term_sessions
from planner.courses.teams import teams_of
from planner.domain import ClassId, Course, CourseId, Problem, Stream, TrainerId, away, days_between, streams
from planner.engine.solvers.cpsat import Answer, Interrupt, Search
from planner.engine.term.locked_weeks import hold_locked, locked_weeks
from planner.engine.term.open_minutes import present_minutes, trainer_minutes
from planner.engine.term.search import best_plan
from planner.model import Demand, MasterModel
from planner.prices import NEARLY_FULL, OFF_PATTERN, QUARTER_WITHOUT_WEEK, UNEVEN
from planner.rule import Rules, active

CALM = 0.85
"""Share of the hours of a trainer or a class that may be filled at no cost."""
SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One session of a course, given to a week and to a team; its time is not known yet."""

    course_id: CourseId
    part: str
    ordinal: int
    minutes: int
    week: date
    team: tuple[TrainerId, ...]


@dataclass(frozen=True, slots=True)
class TermPlan:
    """Lessons of the term, and what no week could take: (course, part, minutes, number).

    ``work``: deterministic. Lessons are in order of weeks, so that ordinals are.
    """

    lessons: tuple[Lesson, ...]
    missing: tuple[tuple[CourseId, str, int, int], ...]
    work: float
    held: Mapping[tuple[ClassId, date], int] = field(default_factory=dict)
    """Minutes of a class and week that were already taken."""
    reserved: Mapping[tuple[TrainerId, date], int] = field(default_factory=dict)
    """Minutes of a trainer and week that were already promised."""
    uncrossed: frozenset[tuple[CourseId, str, int]] = frozenset()
    """(course, part, minutes) of what is missing since the course crossed with it has no session to swap."""


def plan_term(
    problem: Problem,
    rules: Rules,
    held: Mapping[tuple[ClassId, date], int],
    reserved: Mapping[tuple[TrainerId, date], int],
    search: Search,
    interrupt: Interrupt | None = None,
) -> TermPlan:
    """Give every session of every course a week and a team; `held` and `reserved` are minutes already promised.

    Always a plan: what no week takes is in ``missing``.
    """
    every = dict(term_sessions(problem, held))
    wanted = _crossed_alike(problem, dict(every))
    demands = tuple(d for course in problem.courses.values() for d in _demands(problem, course, wanted))
    model = MasterModel(demands, reserved, held)
    _structure(problem, model, held)
    for rule in active(rules, problem):
        if rule.enforce.master:
            rule.enforce.master(problem, model)
    answer = best_plan(model, search, interrupt)
    plan = _read(problem, model, answer)
    alone = _uncrossed(every, wanted)
    left: Counter[tuple[CourseId, str, int]] = Counter()
    for course_id, part, minutes, number in (*plan.missing, *alone):
        left[course_id, part, minutes] += number
    missing = tuple((*what, number) for what, number in left.items())
    return replace(plan, missing=missing, uncrossed=frozenset(row[:3] for row in alone))


def _uncrossed(
    every: Mapping[tuple[CourseId, str], tuple[tuple[date | None, int], ...]],
    wanted: Mapping[tuple[CourseId, str], tuple[tuple[date | None, int], ...]],
) -> tuple[tuple[CourseId, str, int, int], ...]:
    """Sessions of a part that the course crossed with it gives to no other part: (course, part, minutes, number)."""
    rows = []
    for (course_id, part), sessions in every.items():
        lost = Counter(m for _w, m in sessions) - Counter(m for _w, m in wanted[course_id, part])
        rows += [(course_id, part, minutes, number) for minutes, number in sorted(lost.items())]
    return tuple(rows)


def _crossed_alike(
    problem: Problem, wanted: dict[tuple[CourseId, str], tuple[tuple[date | None, int], ...]]
) -> dict[tuple[CourseId, str], tuple[tuple[date | None, int], ...]]:
    """Crossed courses swap their parts session by session: all follow the part that wants fewest sessions."""
    for course in problem.courses.values():
        other = problem.courses.get(course.crossed_with) if course.crossed_with else None
        if other is None or course.parts < 2 or other.parts != course.parts:
            continue
        keys = [(c.id, part) for c in (course, other) for part in part_names(c)]
        lengths = [sorted({m for _w, m in wanted.get(k, ())}) for k in keys]
        if all(found == lengths[0] for found in lengths):
            # The shortest of all: a session without a partner cannot be swapped. What is more is told as missing.
            least = min((wanted[k] for k in keys), key=lambda rows: (sum(m for _w, m in rows), rows[:0]))
            wanted |= dict.fromkeys(keys, least)
    return wanted


def part_names(course: Course) -> tuple[str, ...]:
    """Letters of the parts of a split course; one empty name for a whole class."""
    return tuple("ABCDEFGH"[: course.parts]) if course.parts > 1 else ("",)


def course_weeks(problem: Problem, course: Course, part: str) -> dict[date, int]:
    """Monday → days on which every class of the course (or the part) is at the centre for half a day or more.

    Weeks without such a day are missing. Trainers and rooms are not looked at.
    """
    return dict(problem.recall(_days_together, course.class_ids, part))


def _days_together(problem: Problem, class_ids: tuple[ClassId, ...], part: str) -> dict[date, int]:
    found: Counter[date] = Counter()
    for week in problem.weeks:
        for day in days_between(week, week.fromordinal(week.toordinal() + 6)):
            if all(problem.course_presence(c, day, part) for c in class_ids):
                found[week] += 1
    return dict(found)


def _demands(
    problem: Problem,
    course: Course,
    term: Mapping[tuple[CourseId, str], tuple[tuple[date | None, int], ...]],
) -> list[Demand]:
    """Demands of a course, part by part and length by length; dated ones are for their own weeks only."""
    teams = teams_of(problem, course)
    found = []
    for part in part_names(course):
        wanted = term.get((course.id, part), ())
        days = course_weeks(problem, course, part)
        for minutes in sorted({m for _week, m in wanted}, reverse=True):
            dated = Counter(week for week, m in wanted if m == minutes and week is not None)
            count = sum(1 for _week, m in wanted if m == minutes)
            weeks = {w: min(count, n * course.max_per_day) for w, n in days.items()}
            # Every session belongs to a week of its own: no other week is asked, which keeps the model small.
            if sum(dated.values()) == count:
                weeks = {w: n for w, n in weeks.items() if w in dated}
            found.append(Demand(course.id, part, minutes, count, course.class_ids, teams, weeks, dict(dated)))
    return found


def _structure(problem: Problem, model: MasterModel, held: Mapping[tuple[ClassId, date], int]) -> None:
    """Rows that make the plan a plan, and its costs by variable: the only ones that its search looks at."""
    costs: dict[int, int] = {}
    for d, demand in enumerate(model.demands):
        model.add([*model.all(d), model.missing[d]], 1, demand.count, demand.count)
        costs[model.missing[d]] = QUARTER_WITHOUT_WEEK * demand.minutes // 15
        _rhythm(problem, model, d, costs)
    _team_days(problem, model)
    _one_team(model)
    _swapped(problem, model)
    _class_capacity(problem, model, held)
    _balance(problem, model, costs)
    hold_locked(model, costs, locked_weeks(problem))
    model.penalise("term", list(costs), list(costs.values()))


def _team_days(problem: Problem, model: MasterModel) -> None:
    """In a week, a team gives a course no more sessions than it shares days with the classes."""
    known: dict[object, int] = {}
    groups: dict[tuple[CourseId, str], list[int]] = {}
    for d, demand in enumerate(model.demands):
        groups.setdefault((demand.course_id, demand.part), []).append(d)
    for (course_id, part), found in groups.items():
        course = problem.courses[course_id]
        for week in sorted({w for d in found for w in model.demands[d].weeks}):
            for t, team in enumerate(model.demands[found[0]].teams):
                asked = course.class_ids, course.room_types, course.room_features, part, team, week
                if asked not in known:
                    known[asked] = sum(
                        meet(problem, course, part, team, day) for day in days_between(week, week + SUNDAY)
                    )
                days = known[asked]
                ids = [model.sessions(d, week, t) for d in found if week in model.demands[d].weeks]
                model.add(ids, 1, high=days * course.max_per_day)


def meet(problem: Problem, course: Course, part: str, team: tuple[TrainerId, ...], day: date) -> bool:
    """Whether the classes, the whole team and some room of the course are free together for some slot."""
    mask = problem.open_mask(day)
    for class_id in course.class_ids:
        # Half-days as bits: what is left is where everybody is.
        mask &= problem.course_presence(class_id, day, part)
    bells = problem.course_bells(course)[0]
    rooms = problem.course_rooms(course) if course.room_types else ()
    return any(
        bells.half(day.weekday(), slot.start, slot.end) & mask
        and not any(away(problem.trainers[t].absences, day, slot.start, slot.end) for t in team)
        and (not rooms or not all(away(r.absences, day, slot.start, slot.start + 1) for r in rooms))
        for slot in bells.days[day.weekday()]
    )


def _swapped(problem: Problem, model: MasterModel) -> None:
    """Crossed courses have as many sessions of a length in each week, part by part, so that they can swap."""
    number = {(d.course_id, d.part, d.minutes): n for n, d in enumerate(model.demands)}
    for (course_id, part, minutes), d in number.items():
        course = problem.courses[course_id]
        other = problem.courses.get(course.crossed_with) if course.crossed_with else None
        if other is None or not part or other.parts != course.parts:
            continue
        letters = part_names(other)
        twin = number.get((other.id, letters[(letters.index(part) + 1) % len(letters)], minutes))
        for week in model.demands[d].weeks if twin is not None else ():
            here, there = model.in_week(d, week), model.in_week(twin or 0, week)
            model.add([*here, *there], [1] * len(here) + [-1] * len(there), 0, 0)


def _rhythm(problem: Problem, model: MasterModel, d: int, costs: dict[int, int]) -> None:
    """Weekly patterns are kept; the sessions of a term volume follow the open hours of each week."""
    demand = model.demands[d]
    loose = demand.count - sum(demand.wanted.values())
    opens = {w: present_minutes(problem, demand.class_ids[0], w, demand.part) for w in demand.weeks}
    total = max(1, sum(opens.values()))
    for week in demand.weeks:
        ids = model.in_week(d, week)
        pattern = demand.wanted.get(week, 0)
        share = max(0, loose) * opens[week]
        over = model.excess(ids, 1, pattern - (-share // total), demand.count)
        under = model.new_int(0, demand.count)
        model.add([*ids, under], 1, low=pattern + share // total)
        costs[over] = costs[under] = OFF_PATTERN if not loose else UNEVEN


def _one_team(model: MasterModel) -> None:
    """A course with a choice of teams has one for the whole term, whatever its parts and lengths."""
    seen: set[CourseId] = set()
    for d, demand in enumerate(model.demands):
        teams = len(demand.teams)
        if teams < 2:
            continue
        if demand.course_id not in seen:
            seen.add(demand.course_id)
            model.exactly_one([model.takes(demand.course_id, t) for t in range(teams)])
        for week in demand.weeks:
            for t in range(teams):
                model.add([model.sessions(d, week, t), model.takes(demand.course_id, t)], [1, -demand.count], high=0)


def _class_capacity(problem: Problem, model: MasterModel, held: Mapping[tuple[ClassId, date], int]) -> None:
    """Hours of a class (of each stream of it) in a week fit in its open hours, what is held deducted."""
    units: dict[tuple[ClassId, Stream], list[int]] = {}
    for d, demand in enumerate(model.demands):
        for class_id in demand.class_ids:
            for stream in streams(problem, class_id, demand.part, demand.course_id):
                units.setdefault((class_id, stream), []).append(d)
    for (class_id, stream), found in units.items():
        for week in sorted({w for d in found for w in model.demands[d].weeks}):
            open_minutes = present_minutes(problem, class_id, week, stream.part)
            ids = [(v, model.demands[d].minutes) for d in found for v in model.in_week(d, week)]
            left = max(0, open_minutes - held.get((class_id, week), 0))
            model.add([v for v, _ in ids], [m for _, m in ids], high=left)


def _balance(problem: Problem, model: MasterModel, costs: dict[int, int]) -> None:
    """Hours of a trainer fit in the hours of presence; those near the limit, of a trainer or a class, cost."""
    loads: dict[tuple[TrainerId, date], list[tuple[int, int]]] = {}
    classes: dict[tuple[ClassId, date], list[tuple[int, int]]] = {}
    for d, demand in enumerate(model.demands):
        for week in demand.weeks:
            for t, team in enumerate(demand.teams):
                for trainer in team:
                    loads.setdefault((trainer, week), []).append((model.sessions(d, week, t), demand.minutes))
            for class_id in demand.class_ids if demand.part in ("", "A") else ():
                found = classes.setdefault((class_id, week), [])
                found += [(v, demand.minutes) for v in model.in_week(d, week)]
    for (trainer, week), terms in loads.items():
        here = trainer_minutes(problem, trainer, week)
        here = max(0, here - model.reserved.get((trainer, week), 0))
        limit = min(problem.trainers[trainer].max_week - model.reserved.get((trainer, week), 0), here)
        model.add([v for v, _ in terms], [m for _, m in terms], high=here)
        _price(model, costs, terms, limit)
    for (class_id, week), terms in classes.items():
        _price(model, costs, terms, present_minutes(problem, class_id, week, "A") - model.held.get((class_id, week), 0))


def _price(model: MasterModel, costs: dict[int, int], terms: list[tuple[int, int]], limit: int) -> None:
    """A cost for each quarter of an hour above most of a limit."""
    over = model.excess(
        [v for v, _ in terms], [m // 15 for _, m in terms], max(0, int(limit * CALM) // 15), 10 * max(limit, 60)
    )
    costs[over] = NEARLY_FULL


def _read(problem: Problem, model: MasterModel, answer: Answer) -> TermPlan:
    """The plan that an answer says; without one, everything is missing."""
    lessons: list[Lesson] = []
    missing = []
    ordinals: Counter[tuple[CourseId, str]] = Counter()
    values = answer.values or (0,) * len(model.low)
    for week in problem.weeks:
        for d, demand in enumerate(model.demands):
            for t in range(max(1, len(demand.teams))):
                if week not in demand.weeks:
                    continue
                for _ in range(values[model.sessions(d, week, t)]):
                    ordinals[demand.course_id, demand.part] += 1
                    lessons.append(
                        Lesson(
                            demand.course_id,
                            demand.part,
                            ordinals[demand.course_id, demand.part],
                            demand.minutes,
                            week,
                            demand.teams[t] if demand.teams else (),
                        )
                    )
    for d, demand in enumerate(model.demands):
        left = values[model.missing[d]] if answer.found else demand.count
        if left:
            missing.append((demand.course_id, demand.part, demand.minutes, left))
    return TermPlan(tuple(lessons), tuple(missing), answer.work, model.held, model.reserved)
