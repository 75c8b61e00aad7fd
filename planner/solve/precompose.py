"""Groups of each barrette and period before the weeks are placed, so that their trainers and rooms are kept."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from planner.compose import compose_barrette
from planner.domain import (
    Barrette,
    BarretteId,
    Group,
    GroupMembership,
    Owed,
    PeriodId,
    Problem,
    RoomId,
    SiteId,
    TrainerId,
    monday,
)
from planner.model.groups import Occasion
from planner.rule import Rules, active
from planner.solve.draft import Draft
from planner.solve.items import trainer_pool
from planner.solve.occasions import Usage, barrette_rooms, learners_at
from planner.solve.occurrences import Occurrence, barrette_occurrences
from planner.solve.presence import Presence
from planner.solve.week import WeekAnswer

Taken = dict[tuple[date, int], tuple[set[TrainerId], set[RoomId], int]]


def precompose(
    draft: Draft, rules: Rules, templates: Mapping[date, WeekAnswer], owed: Sequence[Owed], seed: int
) -> None:
    """Fill ``draft.compositions`` for every barrette whose time is known, period after period."""
    problem = draft.problem
    busy = _template_busy(templates)
    usage = Usage(problem)
    _planned_load(draft, usage)
    presence = Presence(problem)
    previous: dict[BarretteId, Sequence[Group | GroupMembership]] = {
        b: tuple(g for g in problem.last_groups if g.barrette_id == b) for b in problem.barrettes
    }
    for period_id in _periods(problem):
        for barrette in problem.barrettes.values():
            due = [o for o in barrette_occurrences(problem, barrette.id) if o.period_id == period_id]
            found = [made for o in due if (made := _occasion(draft, usage, presence, barrette, o, busy)) is not None]
            if not found:
                continue
            period = next(p for p in problem.periods if p.id == period_id)
            composed = compose_barrette(
                problem,
                barrette,
                period,
                found,
                owed,
                {},
                previous[barrette.id],
                rules=active(rules, problem),
                seed=seed,
            )
            draft.compositions[barrette.id, period_id] = composed
            previous[barrette.id] = composed.groups
            for run in composed.runs:
                here = next(o for o in found if o.key == run.occasion_key)
                rooms = [run.room_id] if run.room_id else []
                usage.note(here.key, here.day, here.start, here.end, here.minutes, run.trainer_ids, rooms)  # type: ignore[arg-type]


def _periods(problem: Problem) -> list[PeriodId]:
    return [p.id for p in problem.periods]


def _template_busy(templates: Mapping[date, WeekAnswer]) -> dict[tuple[TrainerId, int], list[tuple[int, int]]]:
    """(trainer, weekday) → spans taught in the template weeks, barrettes aside."""
    found: dict[tuple[TrainerId, int], list[tuple[int, int]]] = {}
    for answer in templates.values():
        for item, option in answer.placed:
            if item.kind != "barrette":
                for trainer in option.team:
                    found.setdefault((trainer, option.day.weekday()), []).append((option.start, option.end))
    return found


def _planned_load(draft: Draft, usage: Usage) -> None:
    """Hours of each trainer's courses by week, on no hour in particular: they count in the weekly limit only."""
    for week, lessons in draft.lessons.items():
        for lesson in lessons:
            for trainer in lesson.team:
                held = usage.trainers.setdefault((trainer, week + timedelta(days=6)), [])
                held.append((0, 0, lesson.minutes, f"{lesson.course_id}-{lesson.ordinal}", SiteId("")))  # type: ignore[arg-type]


def _occasion(
    draft: Draft,
    usage: Usage,
    presence: Presence,
    barrette: Barrette,
    occurrence: Occurrence,
    busy: Mapping[tuple[TrainerId, int], list[tuple[int, int]]],
) -> Occasion | None:
    """The occasion of an occurrence at the barrette's usual time; None where the time or the people are missing."""
    problem = draft.problem
    time = draft.times.get((str(barrette.id), occurrence.rank))
    if time is None:
        return None
    day = occurrence.week + timedelta(days=time[0])
    bells = problem.bells_of(barrette.class_ids[0])
    end = next((e for s, e in bells.placements(day.weekday(), barrette.minutes) if s == time[1]), None)
    if end is None or not all(problem.class_presence(c, day) for c in barrette.class_ids):
        return None
    people = learners_at(problem, presence, barrette.class_ids, day, time[1], end, barrette.minutes)
    here = usage.free_trainers(day, time[1], end, barrette.minutes, barrette.site_id)
    calm = frozenset(t for t in here if all(b <= time[1] or a >= end for a, b in busy.get((t, day.weekday()), ())))
    pool = trainer_pool(problem, barrette)
    watchers = frozenset(t for t in here if not problem.trainers[t].teaches)
    chosen = (calm if len(calm & pool) >= 2 else here) & (pool | watchers)
    rooms = barrette_rooms(problem, barrette, usage.free_rooms(day, time[1], end, barrette.site_id))
    return Occasion(
        key=occurrence.id,
        day=day,
        start=time[1],
        end=end,
        minutes=barrette.minutes,
        learners=tuple(p.id for p in people),
        trainers=chosen,
        rooms=rooms,
        capacity={t: usage.capacity(t, monday(day)) for t in sorted(chosen)},
    )
