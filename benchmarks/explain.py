"""Contradictions put into a sample one by one: whether `barrette explain` names them, and what cures them.

``injected_found``: the facts that were put in are in the sets; ``minimal``: without any one fact of a set all fits;
``cure_works``: with the first cure, whatever the set keeps out has a place, asked anew under another search. Feasible
workbooks: samples as they are planted, on which nothing may be called impossible.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from benchmarks.contradictions import Injected
from benchmarks.contradictions_more import injected, pairs_injected
from benchmarks.record import record
from constraints import RULES
from planner.check.precheck import precheck
from planner.domain import Problem
from planner.engine.solvers.cpsat import Outcome
from planner.explain.clash import FactClash
from planner.explain.clashes import Finder
from planner.explain.cures import TriedCure, cures_of, without_others
from planner.explain.facts import lifted_all
from planner.explain.models import SECOND_LOOK
from planner.explain.question import wanted_of, week_question


def arguments(one: argparse.ArgumentParser) -> None:
    """What is put into the samples."""
    one.add_argument("--kinds", nargs="*", default=[], help="contradictions to put in (all)")
    one.add_argument("--pairs", type=int, default=0, metavar="N", help="N pairs of contradictions instead")
    one.add_argument("--feasible", type=int, default=0, metavar="N", help="N samples as planted, from the seed on")


def measure(
    sample: str, seed: int, problem: Problem, kinds: Sequence[str] = (), plain: bool = False, pairs: int = 0
) -> Iterator[dict[str, Any]]:
    """A record for each contradiction, and one of the sample as it is; ``plain``: that one alone.

    ``pairs``: so many pairs of contradictions instead of each by itself.
    """
    yield as_planted(sample, seed, problem)
    if not plain:
        for name, put in pairs_injected(problem, seed, pairs) if pairs else injected(problem, seed):
            if not kinds or name in kinds:
                yield _one(sample, seed, name, put)


def as_planted(sample: str, seed: int, problem: Problem) -> dict[str, Any]:
    """The record of a sample as it is: it has a timetable, so that nothing may be called impossible, in `check` either.

    ``called_impossible``: clashes that `explain` tells; ``refused``: kinds of alerts of the pre-checks that block.
    """
    begun = time.process_time()
    finder = Finder(problem, RULES)
    called = finder.everything()
    seconds = round(time.process_time() - begun, 2)
    refused = [alert.kind for alert in precheck(problem) if alert.blocking]
    sets = [[fact.key for fact in clash.facts] for clash in called]
    found = {"called_impossible": len(called), "sets": sets, "unproven": len(finder.unknown), "refused": refused}
    return record(sample, seed=seed, kind="feasible", seconds=seconds, **found)


def _one(sample: str, seed: int, name: str, put: Injected) -> dict[str, Any]:
    begun = time.process_time()
    finder = Finder(put.problem, RULES)
    clashes = finder.everything()
    cures = [cures_of(finder, clash, clashes) for clash in clashes]
    seconds = round(time.process_time() - begun, 2)
    keys = [fact.key for clash in clashes for fact in clash.facts]
    missed = [row for row in put.facts if not any(key.startswith(start) for key in keys for start in row)]
    return record(
        sample,
        seed=seed,
        kind=name,
        seconds=seconds,
        sets=[[fact.key for fact in clash.facts] for clash in clashes],
        injected_found=bool(clashes) and not missed,
        missed=missed,
        minimal=bool(clashes) and all(_minimal(finder, clash) for clash in clashes),
        cure_works=bool(clashes)
        and all(_cured(put.problem, c, some, clashes) for c, some in zip(clashes, cures, strict=True)),
        first_cures=[some[0].cure.text if some else None for some in cures],
        cures=[len(some) for some in cures],
    )


def _minimal(finder: Finder, clash: FactClash) -> bool:
    """Whether a set is impossible under another search, and possible without any one of its facts."""
    if finder.oracle.possible(clash.found.question, SECOND_LOOK) is not Outcome.INFEASIBLE:
        return False
    lifted = (lifted_all(clash.found.question, [fact]) for fact in clash.facts)
    return all(finder.oracle.possible(one) is Outcome.FEASIBLE for one in lifted)


def _cured(problem: Problem, clash: FactClash, cures: Sequence[TriedCure], clashes: Sequence[FactClash]) -> bool:
    """Whether with the first cure all that it is told for has a place, under another search; nothing without a cure.

    What other clashes keep out is left aside, as they are: each has cures of its own.
    """
    if not cures:
        return False
    now = cures[0].cure.change(problem)
    finder, wanted = Finder(now, RULES), wanted_of(now)
    if clash.anywhere:
        found = replace(clash.near if cures[0].all_of_it else clash.found.question, problem=now, wanted=wanted)
        return finder.oracle.possible(found, SECOND_LOOK) is Outcome.FEASIBLE
    others = [other for other in clashes if other is not clash]
    for week in clash.weeks:
        asked = week_question(now, wanted, week)
        asked = asked if cures[0].all_of_it else asked.only(clash.found.question.things)
        if finder.oracle.possible(without_others(asked, clash, others, RULES), SECOND_LOOK) is not Outcome.FEASIBLE:
            return False
    return True


def line(found: dict[str, Any]) -> str:
    """One line of a record."""
    head = f"{found['instance']} seed {found['seed']} {found['kind']}: {found['seconds']} s"
    if found["kind"] == "feasible":
        refused = f", refused by check {found['refused']}" if found["refused"] else ""
        return f"{head}, called impossible {found['called_impossible']}, unproven {found['unproven']}{refused}"
    marks = {name: found[name] for name in ("injected_found", "minimal", "cure_works")}
    words = ", ".join(f"{name} {'yes' if value else 'NO'}" for name, value in marks.items())
    return f"{head}, {len(found['sets'])} sets, {words}, cures {found['cures']}"


def describe(records: Sequence[dict[str, Any]]) -> str:
    """Shares and seconds over all records."""
    put = [found for found in records if found["kind"] != "feasible"]
    plain = [found for found in records if found["kind"] == "feasible"]
    wrong = sum(bool(found["called_impossible"] or found["refused"]) for found in plain)
    called = f"{wrong} of {len(plain)} feasible workbooks called impossible"
    if not put:
        open_ones = sum(bool(found["unproven"]) for found in plain)
        return f"{called}, {open_ones} with a week of which nothing is proven"
    seconds = sorted(found["seconds"] for found in put)
    shares = {n: sum(found[n] for found in put) / len(put) for n in ("injected_found", "minimal", "cure_works")}
    words = ", ".join(f"{name} {share:.1%}" for name, share in shares.items())
    late = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    times = f"median {median(seconds)} s, 95 % {late} s"
    return f"{len(put)} contradictions: {words}; {times}; {called}"
