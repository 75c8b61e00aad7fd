"""Hours owed that a timetable does not give: what is said to plan them is done, and does; else nothing is said to.

Each solution is written as the planner would write it, a row of *Besoins* and a skill more, one need at a time; the
re-solve then gives as many minutes of the need more as were announced, and the checker has nothing new to say.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.record import record
from benchmarks.resolve import published
from constraints import RULES
from planner.check.verify import Report, broken_since, verify
from planner.domain import ExplicitNeed, Problem, Timetable
from planner.engine.change.options import UpdateOptions
from planner.engine.flow import update
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.owed import owed as hours_owed
from planner.why.hours_due import HourSeeker, HoursSought, with_skill


def measure(sample: str, seed: int, count: int, folder: Path | None = None) -> Iterator[dict[str, Any]]:
    """One record of a sample: its missing hours, what plans them, and whether it does; ``count``: re-solves at most."""
    problem, timetable = published(sample, seed, folder)
    begun = time.process_time()
    found = list(sought(problem, timetable))
    seconds = time.process_time() - begun
    # What takes more than an hour beside the barrettes first: it has more to go wrong.
    tried = sorted((f for f in found if f.solutions), key=lambda f: all(s.kind == "apart" for s in f.solutions))[:count]
    begun = time.process_time()
    known = verify(problem, RULES, timetable)
    failed = [text for one in tried if (text := fails(problem, timetable, known, one))]
    yield record(
        sample,
        seed=seed,
        workers=1,
        seconds=round(seconds, 2),
        needs=len(found),
        hours=sum(one.left for one in found) / 60,
        whole=sum(one.given >= one.left for one in found),
        partly=sum(0 < one.given < one.left for one in found),
        none=sum(not one.given for one in found),
        unexplained=sum(one.given < one.left and not one.none for one in found),
        hours_given=sum(one.given for one in found) / 60,
        kinds=dict(sorted(Counter(s.kind for one in found for s in one.solutions).items())),
        applied=len(tried),
        cure_works=len(tried) - len(failed),
        failed=failed,
        applied_seconds=round(time.process_time() - begun, 2),
    )


def sought(problem: Problem, timetable: Timetable) -> Iterator[HoursSought]:
    """What is said of each need that is not planned whole; volumes of programmes and lost lessons apart."""
    owed = hours_owed(problem)
    seeker = HourSeeker(problem, timetable, RULES, owed)
    needs = {(need.apprentice_id, need.need_id): need for need in owed}
    for debt in timetable.debts:
        need = needs.get((debt.apprentice_id, debt.need_id))
        if need is not None and debt.source != SOURCE_PROGRAMME and debt.planned < debt.due:
            yield seeker.sought(need)


def asked_for(problem: Problem, found: HoursSought) -> Problem:
    """The problem with what the planner writes to have the solutions of a need."""
    need, module = found.need, found.solutions[0].module
    for solution in found.solutions:
        problem = with_skill(problem, module, solution.trainer_id) if solution.trainer_id else problem
    row = ExplicitNeed(
        "A-PART", module.id, (need.apprentice_id,), response="apart", opened=need.opens, deadline=need.deadline
    )
    return replace(problem, explicit_needs=(*problem.explicit_needs, row))


def fails(problem: Problem, timetable: Timetable, known: Report, found: HoursSought) -> str:
    """What goes wrong when the solutions of a need are asked for; empty where they do what was said."""
    new, need = asked_for(problem, found), found.need
    options = UpdateOptions(problem.first, problem.first, workers=1, front=False)
    after = update(problem, new, timetable, RULES, options).timetable
    same = need.apprentice_id, need.need_id
    had, has = (
        next((d.planned for d in one.debts if (d.apprentice_id, d.need_id) == same), 0) for one in (timetable, after)
    )
    broken = broken_since(known, verify(new, RULES, after))
    if broken:
        return f"{need.apprentice_id} {need.need_id}: {broken[0].text}"
    return (
        "" if has - had >= found.given else f"{need.apprentice_id} {need.need_id}: {has - had} of {found.given} minutes"
    )


def line(found: dict[str, Any]) -> str:
    """One line of a record, and one of each solution that does not do what was said."""
    f = found
    head = (
        f"{f['instance']} seed {f['seed']}: {f['hours']} h missing of {f['needs']} needs; solutions for {f['whole']} "
        f"whole, {f['partly']} in part, none for {f['none']} ({f['unexplained']} without a reason); {f['cure_works']} "
        f"of {f['applied']} do what was said"
    )
    return "\n".join([head, *(f"  {text}" for text in found["failed"])])
