"""Minimal change of published timetables (ITC-2007): one disruption, the product's own re-solve, lectures that move.

``python -m benchmarks perturb FILE.ctt SOLUTION.sol… --kind room-day --seeds N``. The instance is said in rows of a
workbook as `benchmarks.cbctt` says it, the solution becomes the timetable that stands, and the disruption is a change
of rows. What comes out is judged by the product's checker and by the scorer of the files, which knows neither; a
result that either refuses counts as none.

Seats cost in the competition, and bind in the product. So the fewest moved lectures are those of a workbook in which
every course may have every room. For the timetables with the fewest and with 2 and 5 more, that workbook is taken in
which rooms lack as few seats as so many changes allow (`SHORT`), as a planner would who has no room left. One room for
each course is not said, as in `benchmarks.cbctt`.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.cbctt import MONDAY, WEEKDAYS, lectures_of, parts, room_name, rooms_of, rows_of, slot, teacher_name
from benchmarks.cbctt_files import Instance, Lecture, Period, costs, read, read_solution, violations
from benchmarks.outside import Limits, UnknownError, guarded, hour
from benchmarks.random_rows import Cells, Rows, problem_of
from benchmarks.record import record
from constraints import RULES
from planner.check.verify import verify
from planner.domain import Before, CourseId, Kind, Problem, Session, SessionId, Timetable
from planner.engine.change.offer import FRONT
from planner.engine.change.options import UpdateOptions
from planner.engine.change.updated import Updated
from planner.engine.flow import update

SHORT = (0, 20, 40, 60, 80, 100, 10_000)
"""Seats that a room may lack for a course, as one workbook after the other allows; in the last one every room will do.

In all of them a course may have the rooms that it has in the solution, and those of `rooms_of`.
"""


@dataclass(frozen=True)
class Disturbed:
    """What a disruption leaves: the instance to be scored, the rows of its workbook, lectures that may not be."""

    what: str
    instance: Instance
    rows: Rows
    forbidden: Callable[[Lecture], bool] = lambda _: False


@dataclass(frozen=True)
class Standing:
    """A published solution, as the product has it; ``rooms``: those that each course may have."""

    instance: Instance
    solution: tuple[Lecture, ...]
    rooms: Mapping[str, Sequence[str]]
    problem: Problem
    timetable: Timetable

    @classmethod
    def of(cls, instance: Instance, solution: Sequence[Lecture], short: int) -> "Standing":
        """Read by the product through rows; `UnknownError` where the checker or the scorer refuses it as it stands.

        ``short``: seats that a room may lack for a course.
        """
        other = [one for one in solution if one.course not in instance.courses or one.room not in instance.rooms]
        if other:
            raise UnknownError(f"{instance.name}: no solution of it, {other[0].course} in {other[0].room} is unknown")
        rooms = {}
        for course, found in rooms_of(instance).items():
            own = {one.room for one in solution if one.course == course}
            wide = {r for r, seats in instance.rooms.items() if seats + short >= instance.courses[course].students}
            rooms[course] = (*found, *sorted((own | wide).difference(found)))
        problem = _problem(rows_of(instance, rooms))
        timetable = Timetable(sessions=tuple(_sessions(instance, solution, problem)), summary={"status": "published"})
        report = verify(problem, RULES, timetable)
        missing = sum(c.lectures for c in instance.courses.values()) - len(solution)
        if missing or report.hard or violations(instance, solution):
            why = [*violations(instance, solution), *(str(one) for one in report.hard[:3])]
            raise UnknownError(f"{instance.name}: no timetable that stands, {missing} lectures missing; {why}")
        return cls(instance, tuple(solution), rooms, problem, timetable)

    def rows(self, instance: Instance) -> Rows:
        """The workbook of the instance as a disruption leaves it."""
        return rows_of(instance, self.rooms)


def _problem(rows: Rows) -> Problem:
    problem, faults = problem_of(rows)
    if problem is None:
        raise SystemExit("\n".join(faults))
    return problem


def _sessions(instance: Instance, solution: Sequence[Lecture], problem: Problem) -> Iterator[Session]:
    """Each lecture as a session of a course of the workbook; first those that want days of their own."""
    rooms = {room.name: key for key, room in problem.rooms.items()}
    period = problem.periods[0].id if problem.periods else None
    for course in instance.courses.values():
        first = dict[int, Lecture]()
        held = sorted((one for one in solution if one.course == course.id), key=lambda one: one.at)
        for one in held:
            first.setdefault(one.at.day, one)
        days = list(first.values())[: parts(course)[0]]
        # Where the solution has fewer days than are wanted, some of the lectures of the first part share one.
        days += [one for one in held if one not in days][: parts(course)[0] - len(days)]
        places = [(f"{course.id}.0", number, one) for number, one in enumerate(days, 1)]
        others = [one for one in held if one not in days]
        places += [(f"{course.id}.{number}", 1, one) for number, one in enumerate(others, 1)]
        for name, number, one in places:
            known = problem.courses[CourseId(name)]
            day, (start, end) = problem.first.fromordinal(MONDAY.toordinal() + one.at.day), slot(one.at.period)
            yield Session(
                SessionId(f"{name}-{number:02d}"), Kind.COURSE, day, start, end, end - start, name, name, (known.id,),
                period_id=period, class_ids=known.class_ids, trainer_ids=known.teams[0],
                room_id=rooms[room_name(one.room)],
            )  # fmt: skip


def _room_day(standing: Standing, dice: random.Random) -> Disturbed:
    """A room that is used on a day is closed on it."""
    room, day = dice.choice(sorted({(one.room, one.at.day) for one in standing.solution}))
    rows = standing.rows(standing.instance)
    rows["Indisponibilités"].append(_away(room_name(room), "salle", day))
    what = f"room {room} closed on day {day}"
    return Disturbed(what, standing.instance, rows, lambda one: (one.room, one.at.day) == (room, day))


def _slot(standing: Standing, dice: random.Random) -> Disturbed:
    """A slot of the week that is used is closed."""
    at = dice.choice(sorted({one.at for one in standing.solution}))
    rows, (start, _end) = standing.rows(standing.instance), slot(at.period)
    for row in rows["Horaires"]:
        if row["début"] == hour(start):
            days = str(row["jours"]).split(" ; ")
            row["jours"] = " ; ".join(day for day in days if day != WEEKDAYS[at.day])
    rows["Horaires"] = [row for row in rows["Horaires"] if row["jours"]]
    return Disturbed(f"slot {at.day} {at.period} closed", standing.instance, rows, lambda one: one.at == at)


def _assignment(standing: Standing, dice: random.Random) -> Disturbed:
    """The teacher of a lecture is not available at its time."""
    hit, instance = dice.choice(standing.solution), standing.instance
    teacher = instance.courses[hit.course].teacher
    mine = [course.id for course in instance.courses.values() if course.teacher == teacher]
    unavailable = {**instance.unavailable}
    for course in mine:
        unavailable[course] = unavailable.get(course, frozenset()) | {hit.at}
    rows = standing.rows(instance)
    rows["Indisponibilités"].append(_away(teacher_name(teacher), "formateur", hit.at.day, hit.at))
    what = f"teacher {teacher} of {hit.course} away at {hit.at.day} {hit.at.period}"
    return Disturbed(what, replace(instance, unavailable=unavailable), rows)


def _curriculum(standing: Standing, dice: random.Random) -> Disturbed:
    """A curriculum gets a course more, which has a lecture at an hour of one of its own, and room for all."""
    instance, taken = standing.instance, dict[str, set[Period]]()
    for one in standing.solution:
        taken.setdefault(one.course, set()).add(one.at)
    found = []
    for name, courses in instance.curricula.items():
        hours = set[Period]().union(*(taken[course] for course in courses))
        number = sum(instance.courses[course].lectures for course in courses)
        for course in sorted(set(instance.courses) - set(courses)):
            fits = number + instance.courses[course].lectures <= instance.days * instance.periods
            if fits and not hours.isdisjoint(taken[course]):
                found.append((name, course))
    if not found:
        raise UnknownError(f"{instance.name}: no course would hit a curriculum")
    name, course = dice.choice(found)
    more = replace(instance, curricula={**instance.curricula, name: (*instance.curricula[name], course)})
    return Disturbed(f"curriculum {name} gets {course}", more, standing.rows(more))


KINDS: Mapping[str, Callable[[Standing, random.Random], Disturbed]] = {
    "room-day": _room_day,
    "slot": _slot,
    "assignment": _assignment,
    "curriculum": _curriculum,
}
"""Kinds of disruption; the same seed draws the same one."""


def _away(who: str, kind: str, day: int, at: Period | None = None) -> Cells:
    """A line of *Indisponibilités*: a whole day, or a period of it."""
    cells: Cells = {"qui": who, "nature de qui": kind, "jours": WEEKDAYS[day]}
    if at is not None:
        start, end = slot(at.period)
        cells |= {"de": hour(start), "à": hour(end)}
    return cells


def measure(
    file: Path, solutions: Sequence[Path], kinds: Sequence[str], seeds: Sequence[int], limits: Limits
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each solution, kind and seed: the line to print and the record."""
    instance = read(file)
    for path in solutions:
        solution = read_solution(path)
        known = [Standing.of(instance, solution, short) for short in SHORT]
        for kind in kinds:
            for seed in seeds:
                found = one(f"{path.stem}/{kind}/{seed}", kind, seed, known, limits)
                yield line(found), found


def one(name: str, kind: str, seed: int, known: Sequence[Standing], limits: Limits) -> dict[str, Any]:
    """The fewest moved lectures after one disruption, and what a few more of them buy; ``known``: as `SHORT` has it."""
    draws = [KINDS[kind](standing, random.Random(f"{kind} {seed}")) for standing in known]
    fewest = [Result.of(standing, disturbed, limits, 0) for standing, disturbed in zip(known, draws, strict=True)]
    standing, disturbed, least = known[-1], draws[-1], fewest[-1]
    results, short = {}, {}
    for more in FRONT:
        most = least.moved + more
        n = next((n for n, found in enumerate(fewest) if found.good and found.moved <= most), len(known) - 1)
        spare, short[more] = most - fewest[n].moved, SHORT[n]
        results[more] = Result.of(known[n], draws[n], limits, spare) if spare and least.good else fewest[n]
    bound = min(least.update.bound, least.moved)
    return record(
        name,
        seed=seed,
        workers=limits.workers,
        kind=kind,
        disruption=disturbed.what,
        sizes={"lectures": len(standing.solution), "hit": _hit(standing, disturbed)},
        seconds=least.seconds,
        seconds_cpu=least.processor,
        seconds_phases={name: spent for name, spent in least.update.seconds.items() if spent >= 0.01},
        deterministic_time=least.update.work,
        unplaced=len(standing.solution) - len(least.solution),
        hard_violations=sum(least.broken.values()),
        broken=least.broken,
        verified=least.good,
        objective=least.moved if least.good else None,
        bound=bound,
        gap=round((least.moved - bound) / least.moved, 4) if least.moved else 0.0,
        proven=least.good and least.update.proven and bound == least.moved,
        components=results[0].cost,
        ud2={more: sum(result.cost.values()) if result.good else None for more, result in results.items()},
        ud2_parts={more: result.cost for more, result in results.items()},
        moved={more: result.moved for more, result in results.items() if result.good},
        seats_short=short,
        fewest_by_seats={n: found.moved if found.good else None for n, found in zip(SHORT, fewest, strict=True)},
        seconds_more={more: result.processor for more, result in results.items()},
        reference={"UD2 before": sum(costs(standing.instance, standing.solution).values())},
        dropped={"room stability": len(standing.instance.courses)},
    )


def _hit(standing: Standing, disturbed: Disturbed) -> int:
    """Lectures that may not stay where they are, whatever the others do; of two that clash neither is counted."""
    away = disturbed.instance.unavailable
    return sum(disturbed.forbidden(one) or one.at in away.get(one.course, ()) for one in standing.solution)


@dataclass(frozen=True)
class Result:
    """What one re-solve gives, scored."""

    update: Updated
    solution: tuple[Lecture, ...]
    moved: int
    """Lectures that are at another hour or in another room; two of one course are the same."""
    cost: Mapping[str, int]
    broken: Mapping[str, int]
    seconds: float
    processor: float

    @property
    def good(self) -> bool:
        """Whether every lecture has a place, and both checkers accept it."""
        return not self.broken

    @classmethod
    def of(cls, standing: Standing, disturbed: Disturbed, limits: Limits, more: int) -> "Result":
        """Re-solve with so many changes more than the fewest, and have it checked."""
        problem = _problem(disturbed.rows)
        options = UpdateOptions(
            MONDAY, MONDAY, seed=limits.seed, effort=limits.effort, workers=limits.workers, more=more, front=False
        )
        wall, used = time.perf_counter(), time.process_time()
        with guarded(limits) as interrupt:
            found = update(standing.problem, problem, standing.timetable, RULES, options, interrupt)
        seconds, processor = round(time.perf_counter() - wall, 2), round(time.process_time() - used, 2)
        before = Before(standing.timetable, MONDAY.fromordinal(MONDAY.toordinal() - 1), MONDAY)
        report = verify(replace(problem, before=before), RULES, found.timetable)
        solution = tuple(lectures_of(standing.instance, problem, found.timetable.sessions))
        broken = Counter(report.by_rule) + Counter(violations(disturbed.instance, solution))
        broken["disruption"] = sum(map(disturbed.forbidden, solution))
        broken["unplaced"] = len(standing.solution) - len(solution)
        moved = Counter(standing.solution) - Counter(solution)
        cost = costs(disturbed.instance, solution)
        return cls(found, solution, moved.total(), cost, dict(+broken), seconds, processor)


def line(found: Mapping[str, Any]) -> str:
    """One record for a reader."""
    if not found["verified"]:
        return f"{found['instance']}: {found['disruption']}: none, {found['broken']}, {found['seconds_cpu']} s"
    proof = "proven" if found["proven"] else f"bound {found['bound']}"
    front = ", ".join(f"+{more} {'none' if cost is None else cost}" for more, cost in found["ud2"].items())
    return (
        f"{found['instance']}: {found['disruption']}: {found['objective']} moved ({proof}), "
        f"{found['seconds_cpu']} s of processor, UD2 {found['reference']['UD2 before']} before, then {front}"
    )


def describe(records: Sequence[Mapping[str, Any]]) -> str:
    """The table of a run, kind by kind, then all; of what has a result."""
    lines = [f"{'kind':12} {'n':>4} {'none':>5} {'proven':>7} {'moved':>6} {'s':>6} {'UD2 +0':>7} {'+2':>7} {'+5':>7}"]
    for kind in [*dict.fromkeys(row["kind"] for row in records), ""]:
        rows = [row for row in records if kind in ("", row["kind"])]
        good = [row for row in rows if row["verified"]]
        more = " ".join(f"{_mean([row['ud2'][n] for row in good]):7.1f}" for n in FRONT)
        seconds = _mean([row["seconds_cpu"] for row in rows])
        lines.append(
            f"{kind or 'all':12} {len(rows):4} {len(rows) - len(good):5} {sum(row['proven'] for row in rows):7} "
            f"{_mean([row['objective'] for row in good]):6.2f} {seconds:6.2f} {more}"
        )
    return "\n".join(lines)


def _mean(values: Sequence[float | None]) -> float:
    """The mean of what is there; 0 of nothing."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def arguments(one: argparse.ArgumentParser) -> None:
    """What may be asked of this benchmark."""
    one.add_argument("file", type=Path, help="an instance (.ctt)")
    one.add_argument("solutions", nargs="+", type=Path, help="solutions of it (.sol): published, or ours")
    one.add_argument("--kind", nargs="+", choices=list(KINDS), default=list(KINDS), help="disruptions (all)")
    one.add_argument("--seeds", type=int, default=1, metavar="N", help="disruptions of each kind: seeds 1 to N")
