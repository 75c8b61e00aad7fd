"""Groups of each barrette and period before the weeks are placed, so that their trainers and rooms are kept.

A barrette takes several adults and rooms at one hour. Were it placed with none of them, courses would take them and no
group could open; so its groups are composed first, roughly (``quick``), with those who are free then in the templates.
The weeks keep the teams; after the weeks everything is composed again with who is really free
(`planner.engine.groups.final`).

Hours are counted on a scratch board, which is thrown away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.presence import Presence
from planner.board.usage import Usage
from planner.domain import (
    Barrette,
    BarretteId,
    Group,
    GroupMembership,
    Kind,
    Owed,
    Period,
    Session,
    SessionId,
    TrainerId,
    monday,
)
from planner.engine.groups.batches import apart, side_by_side
from planner.engine.groups.compose import Composition, compose_barrette
from planner.engine.groups.occasions import barrette_rooms, learners_at
from planner.engine.term.occurrences import Occurrence, barrette_occurrences
from planner.engine.week.draft import Draft
from planner.engine.week.items import trainer_pool
from planner.engine.week.solve import WeekAnswer
from planner.model.groups import Occasion
from planner.rule import Rules, active


def precompose(
    draft: Draft,
    rules: Rules,
    templates: Mapping[date, WeekAnswer],
    owed: Sequence[Owed],
    seed: int,
    workers: int = 1,
) -> None:
    """Fill ``draft.compositions`` for every barrette whose time is known, period after period.

    Barrettes that meet in no week are composed side by side; each sees the adults, rooms and minutes of those before
    it. One whose hour is unknown gets an empty composition. Nothing is counted as paid yet: each composition is a guess
    of its own.
    """
    problem = draft.problem
    spoken = active(rules, problem)
    busy = _template_busy(templates)
    scratch = Board(problem)
    usage = Usage(problem, scratch, dated=False)
    _planned_load(draft, scratch)
    previous: dict[BarretteId, Sequence[Group | GroupMembership]] = {
        b: tuple(g for g in problem.last_groups if g.barrette_id == b) for b in problem.barrettes
    }
    for period in problem.periods:
        due = {b: [o for o in barrette_occurrences(problem, b) if o.period_id == period.id] for b in problem.barrettes}
        weeks = {b: frozenset(o.week for o in found) for b, found in due.items() if found}
        for batch in apart(weeks):
            found = {
                b: [
                    made
                    for o in due[b]
                    if (made := _occasion(draft, usage, scratch.presence, problem.barrettes[b], o, busy)) is not None
                ]
                for b in batch
            }

            def compose(
                b: BarretteId, found: Mapping[BarretteId, list[Occasion]] = found, period: Period = period
            ) -> Composition:
                """One barrette in the period, as things stand when its batch begins."""
                barrette = problem.barrettes[b]
                return compose_barrette(
                    problem, barrette, period, found[b], owed, {}, previous[b], rules=spoken, seed=seed, quick=True
                )

            for b, composed in zip(batch, side_by_side(compose, batch, workers), strict=True):
                draft.compositions[b, period.id] = composed
                previous[b] = composed.groups
                _note(scratch, found[b], composed)


def _note(scratch: Board, occasions: Sequence[Occasion], composed: Composition) -> None:
    """Keep the trainers and rooms of a composition for the others.

    On the scratch board only, under ids made of the occasion and the group, so that nothing is kept twice.
    """
    by_key = {o.key: o for o in occasions}
    for run in composed.runs:
        here = by_key[run.occasion_key]
        key = SessionId(f"{here.key}-{run.group_id}")
        held = Session(key, Kind.BARRETTE, here.day, here.start, here.end, here.minutes, "", "")
        scratch.keep(replace(held, trainer_ids=run.trainer_ids), [run.room_id] if run.room_id else [])


def _template_busy(templates: Mapping[date, WeekAnswer]) -> dict[tuple[TrainerId, int], list[tuple[int, int]]]:
    """(trainer, weekday) → spans taught in the template weeks, barrettes aside; a span may be there twice."""
    found: dict[tuple[TrainerId, int], list[tuple[int, int]]] = {}
    for answer in templates.values():
        for item, option in answer.placed:
            if item.kind != Kind.BARRETTE:
                for trainer in option.team:
                    found.setdefault((trainer, option.day.weekday()), []).append((option.start, option.end))
    return found


def _planned_load(draft: Draft, scratch: Board) -> None:
    """Hours of each trainer's courses by week, on no hour in particular: they count in the weekly limit only.

    Without it a barrette would take the hours that the term has promised to courses.
    """
    for week, lessons in draft.lessons.items():
        for lesson in lessons:
            key = SessionId(f"{lesson.course_id}-{lesson.part}-{lesson.ordinal}")
            # On Sunday at midnight: in the week's total, in no hour.
            held = Session(key, Kind.COURSE, week + timedelta(days=6), 0, 0, lesson.minutes, "", "")
            scratch.keep(replace(held, trainer_ids=lesson.team))


def _occasion(
    draft: Draft,
    usage: Usage,
    presence: Presence,
    barrette: Barrette,
    occurrence: Occurrence,
    busy: Mapping[tuple[TrainerId, int], list[tuple[int, int]]],
) -> Occasion | None:
    """The occasion of an occurrence at the barrette's usual time; None where the time or the people are missing.

    Its adults: those of its pool who do not teach at that hour in the templates, where there are two or more, else
    whoever is free; and those who may watch.
    """
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
    # Calm adults only where two are left: a barrette with one adult is worse than a course that moves.
    chosen = (calm if len(calm & pool) >= 2 else here) & (pool | watchers)
    rooms = barrette_rooms(barrette, usage.free_rooms(day, time[1], end, barrette.site_id))
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
        today={t: usage.left_today(t, day) for t in sorted(chosen)},
    )
