"""P4: no empty hour inside the day of a class, and trainers who come for few half-days.

Costs, in minutes: what a class (each stream of it) waits between its first and its last session of a day, meal and
breaks left out; a half-day of a trainer above what the week's hours need counts as ``HALF_DAY``. The model needs H1c
and H1a: sessions of one stream, or of one trainer, that begin together exclude each other; but for events, which the
workbook has at their hours: a course of a class goes on while one of its parts is at an event.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import cast

from planner.courses.fewest_half_days import fewest_half_days, half_days_of
from planner.courses.placed_days import class_sessions, classes_of, in_stream, named, streams_of
from planner.domain import Bells, ClassId, Kind, Problem, Session, Stream, Timetable, TrainerId, monday, streams
from planner.model import Item, Option, WeekModel, waiting
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import count, say_day, say_minutes, say_week, stream_name, trainer_name

KEY = "P4"
KINDS = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN, Kind.FIXED)
HALF_DAY = 20
"""What one half-day too many of a trainer costs, in minutes that a class would wait."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Empty minutes of each stream of a class, day by day; half-days of each trainer above what the week needs."""
    for (class_id, stream, day), spans in _days(problem, timetable).items():
        bells = problem.bells_of(class_id)
        weekday = day.weekday()
        whole = bells.teaching(weekday, min(a for a, _b in spans), max(b for _a, b in spans))
        empty = whole - sum(bells.teaching(weekday, a, b) for a, b in _merged(spans))
        if empty > 0:
            name = stream_name(problem, class_id, stream)
            yield Finding(
                KEY,
                f"{name}, {say_day(day)} : {say_minutes(empty)} d'heures creuses.",
                empty,
                day=day,
                classes=(class_id,),
            )
    for trainer_id, sessions in timetable.by_trainer.items():
        for week in sorted({monday(s.day) for s in sessions}):
            held = _held(sessions, week)
            minutes = sum({(s.day, s.start, s.end): s.minutes for s in held}.values())
            extra = len({half for s in held for half in half_days_of(problem, s)}) - math.ceil(
                minutes / _half_day(problem)
            )
            if extra > 0:
                name = trainer_name(problem, trainer_id)
                more = count(extra, "demi-journée")
                text = f"{name}, {say_week(week)} : {more} de plus que ses heures n'en demandent."
                yield Finding(KEY, text, HALF_DAY * extra, day=week, trainers=(trainer_id,))


def _held(sessions: Sequence[Session], week: date) -> list[Session]:
    """What makes a trainer come in a week."""
    return [s for s in sessions if monday(s.day) == week and s.kind != Kind.VISIT and s.modality != "remote_async"]


def least(problem: Problem, timetable: Timetable) -> float:
    """Half-days of trainers above what their hours need, however their lessons lie in the week; no class need wait."""
    found = 0
    for trainer_id, sessions in timetable.by_trainer.items():
        trainer = problem.trainers.get(trainer_id)
        for week in {monday(s.day) for s in sessions} if trainer else ():
            held = _held(sessions, week)
            needed = math.ceil(sum(s.minutes for s in held) / _half_day(problem))
            found += max(0, fewest_half_days(problem, trainer, week, held) - needed) if trainer else 0
    return HALF_DAY * found


def _days(problem: Problem, timetable: Timetable) -> dict[tuple[ClassId, Stream, date], set[tuple[int, int]]]:
    """Spans of the sessions of each stream of a class, day by day; events of named people aside."""
    named = {(e.label, e.day, e.start) for e in problem.events if e.apprentice_ids}
    found: dict[tuple[ClassId, Stream, date], set[tuple[int, int]]] = {}
    for session in timetable.sessions:
        if session.kind not in KINDS or session.modality == "remote_async":
            continue
        if session.kind == Kind.FIXED and (session.label, session.day, session.start) in named:
            continue
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        for class_id in barrette.class_ids if barrette else session.class_ids:
            for stream in streams(problem, class_id, session.part, session.course_id):
                found.setdefault((class_id, stream, session.day), set()).add((session.start, session.end))
    return found


def _merged(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _half_day(problem: Problem) -> int:
    """Teaching minutes of the longest half-day of the centre."""
    sides = [
        minutes
        for bells in problem.bells.values()
        for weekday in range(7)
        for minutes in (
            bells.teaching(weekday, 0, bells.noon(weekday)),
            bells.teaching(weekday, bells.noon(weekday), 24 * 60),
        )
    ]
    return max(sides, default=0) or 240


def _week(problem: Problem, model: WeekModel) -> None:
    units: dict[tuple[ClassId, Stream], list[int]] = {}
    for number, item in enumerate(model.items):
        for class_id in item.class_ids if item.kind in KINDS else ():
            for stream in streams(problem, class_id, item.part, item.course_id):
                units.setdefault((class_id, stream), []).extend(model.of(number))
    for (class_id, _stream), options in units.items():
        for day, today in model.by_day(options).items():
            model.penalise(KEY, *waiting(model, problem.bells_of(class_id), day.weekday(), today))
    _trainers(problem, model)


def _trainers(problem: Problem, model: WeekModel) -> None:
    """A variable for each half-day of a trainer, at least each set of sessions that share a moment of it."""

    def users(item: Item, option: Option) -> Iterator[tuple[TrainerId, bool]]:
        noon = problem.bells_at(item.site_id).noon(option.day.weekday())
        sides = [*([False] if option.start < noon else []), *([True] if option.end > noon else [])]
        yield from ((trainer, side) for trainer in option.team for side in sides)

    worked: dict[TrainerId, dict[tuple[date, bool], int]] = {}
    for owner, day, _minute, together in model.moments(users):
        trainer, side = cast("tuple[TrainerId, bool]", owner)
        halves = worked.setdefault(trainer, {})
        if (day, side) not in halves:
            halves[day, side] = model.new_bool()
        model.add([halves[day, side], *together], [1] + [-1] * len(together), low=0)
    for trainer, halves in worked.items():
        minutes = sum(i.minutes for i in model.items if all(trainer in team for team in i.teams))
        least = -(-minutes // _half_day(problem))
        over = model.excess(list(halves.values()), 1, least, len(halves))
        model.penalise(KEY, [over], HALF_DAY)


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Empty minutes that the session adds to the day of its classes, half-days that it adds to the week of its team."""
    placed = placement.session
    if not placement.moves or placed.modality == "remote_async":
        return 0
    added = _more_waiting(problem, board, placement) if placed.kind in KINDS and not named(problem, placed) else 0
    for trainer_id in placed.trainer_ids if placed.kind != Kind.VISIT else ():
        days = (monday(placed.day) + timedelta(days=n) for n in range(7))
        rows = [s for d in days for s in others(board.led(trainer_id, d), placement)]
        held = [s for s in rows if s.kind != Kind.VISIT and s.modality != "remote_async"]
        added += HALF_DAY * (_too_many(problem, [*held, placed]) - _too_many(problem, held))
    return added


def _more_waiting(problem: Problem, board: BoardView, placement: Placement) -> int:
    placed, added = placement.session, 0
    for class_id in classes_of(problem, placed):
        rows = others(class_sessions(problem, board, class_id, placed.day), placement)
        held = [s for s in rows if s.kind in KINDS and s.modality != "remote_async" and not named(problem, s)]
        for stream in streams_of(problem, class_id, placed):
            spans = [(s.start, s.end) for s in held if in_stream(stream, s)]
            bells, weekday = problem.bells_of(class_id), placed.day.weekday()
            added += _idle(bells, weekday, [*spans, (placed.start, placed.end)]) - _idle(bells, weekday, spans)
    return added


def _idle(bells: Bells, weekday: int, spans: list[tuple[int, int]]) -> int:
    """Teaching minutes between the first start and the last end in which nothing takes place."""
    total, until = 0, min(spans)[0] if spans else 0
    for start, end in sorted(spans):
        if start > until:
            total += bells.teaching(weekday, until, start)
        until = max(until, end)
    return total


def _too_many(problem: Problem, held: list[Session]) -> int:
    """Half-days of a trainer's week above what its hours need, sessions at the same time counted once."""
    longest = problem.once(_longest_half)
    spans = {(s.day, s.start, s.end): s.minutes for s in held}
    halves = set()
    for session in held:
        noon = problem.bells_at(session.site_id).noon(session.day.weekday())
        halves |= {(session.day, False)} if session.start < noon else set()
        halves |= {(session.day, True)} if session.end > noon else set()
    return max(0, len(halves) - math.ceil(sum(spans.values()) / longest))


def _longest_half(problem: Problem) -> int:
    """Teaching minutes of the longest half-day of any bells; four hours where there is none."""
    longest = 0
    for bells in problem.bells.values():
        for weekday in range(7):
            noon = bells.noon(weekday)
            longest = max(longest, bells.teaching(weekday, 0, noon), bells.teaching(weekday, noon, 24 * 60))
    return longest or 240


RULE = Rule(
    KEY,
    "Une classe n'a pas d'heure creuse dans sa journée, et un formateur ne vient pas plus de demi-journées que ses "
    "heures ne le demandent (coût en minutes, une demi-journée de trop en vaut 20).",
    "soft",
    check,
    Enforce(week=_week, weigh=weigh),
    least=least,
    name="heures creuses et demi-journées",
)
