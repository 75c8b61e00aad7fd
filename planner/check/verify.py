"""The independent checker: every rule's own check on a finished timetable, whoever made it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from planner.domain import Problem, SessionId, Timetable, with_absences
from planner.rule import Finding, Rules, active, weights


@dataclass(frozen=True)
class Report:
    """What the checks found, by strength. ``costs``: units of each soft rule, unweighted."""

    hard: tuple[Finding, ...]
    shortfalls: tuple[Finding, ...]
    """Things that are missing and that the timetable does not list."""
    to_verify: tuple[Finding, ...]
    costs: Mapping[str, float]
    weighted: float
    soft: tuple[Finding, ...] = ()
    past: tuple[Finding, ...] = ()
    """What only days before the last update break, by the workbook as it is now: nothing can be done about it."""

    @property
    def passed(self) -> bool:
        """Whether the timetable may be published."""
        return not self.hard and not self.shortfalls

    @cached_property
    def by_rule(self) -> Mapping[str, int]:
        """Number of rules not respected, by key."""
        return dict(sorted(Counter(f.key for f in (*self.hard, *self.shortfalls)).items()))

    def figures(self) -> dict[str, Any]:
        """Plain values for ``summary.json``."""
        return {
            "hard_violations": dict(self.by_rule),
            "soft_penalties": {k: round(v, 4) for k, v in sorted(self.costs.items())},
            "soft_cost": round(self.weighted, 4),
            "to_verify": sorted({f.key for f in self.to_verify}),
            "verified": self.passed,
        }


def as_held(problem: Problem, timetable: Timetable) -> Timetable:
    """The timetable without the sessions that were cancelled nor the people who were absent, by *Réalisé*
    and *Présences*.

    Only what the timetable itself says it has taken into account: ids of sessions are used again by a solve anew.
    """
    known = set(timetable.summary.get("realised", ()))
    rows = [row for row in with_absences(problem, timetable).realised if row.session_id in known]
    if not rows:
        return timetable
    gone = {row.session_id for row in rows if row.cancelled}
    away = {(row.session_id, person) for row in rows for person in row.absent_ids}
    return replace(
        timetable,
        sessions=tuple(s for s in timetable.sessions if s.id not in gone),
        attendance=tuple(
            row
            for row in timetable.attendance
            if row.session_id not in gone and (row.session_id, row.apprentice_id) not in away
        ),
    )


def verify(problem: Problem, rules: Rules, timetable: Timetable) -> Report:
    """Run every active rule's check; nothing of the engine is used."""
    hard: list[Finding] = []
    shortfalls: list[Finding] = []
    doubts: list[Finding] = []
    soft: list[Finding] = []
    costs: dict[str, float] = {}
    held = as_held(problem, timetable)
    for rule in active(rules, problem):
        found = list(rule.check(problem, held if rule.held else timetable))
        doubts += [f for f in found if f.to_verify]
        sure = [f for f in found if not f.to_verify]
        if rule.kind == "hard":
            hard += sure
        elif rule.kind == "shortfall":
            shortfalls += sure
        else:
            soft += sure
            costs[rule.key] = sum(f.amount for f in sure)
    factor = weights(rules, problem)
    weighted = sum(factor.get(key, 1) * amount for key, amount in costs.items())
    past = _of_the_past(problem, rules, timetable) if hard else frozenset()
    given = _before(timetable)
    gone = [f for f in hard if (f.key, f.text) in past]
    gone += [f for f in shortfalls if (f.sessions and given.issuperset(f.sessions)) or _gone(f.day, timetable)]
    kept = tuple(f for f in hard if f not in gone)
    lacking = tuple(f for f in shortfalls if f not in gone)
    return Report(kept, lacking, tuple(doubts), costs, weighted, tuple(soft), tuple(gone))


def preference_costs(problem: Problem, rules: Rules, timetable: Timetable) -> dict[str, float]:
    """What each preference counts, weighted, as `verify` counts it; no other rule is asked."""
    factor = weights(rules, problem)
    return {
        rule.key: factor.get(rule.key, 1) * sum(f.amount for f in rule.check(problem, timetable) if not f.to_verify)
        for rule in active(rules, problem)
        if rule.kind == "soft"
    }


def _before(timetable: Timetable) -> frozenset[SessionId]:
    """Sessions of the days before the last update."""
    since = str(timetable.summary.get("since") or "")
    return frozenset(s.id for s in timetable.sessions if s.day.isoformat() < since)


def _gone(day: date | None, timetable: Timetable) -> bool:
    """Whether a day comes before the last update: nothing that is missing then can still be given."""
    return day is not None and day.isoformat() < str(timetable.summary.get("since") or "")


def _of_the_past(problem: Problem, rules: Rules, timetable: Timetable) -> frozenset[tuple[str, str]]:
    """What the sessions before the day of the last update break by themselves; what is asked later is not missing.

    What a re-solve may not change is never of the past: such a finding tells that the past has been changed.
    """
    since = str(timetable.summary.get("since") or "")
    if not since:
        return frozenset()
    known = _before(timetable)
    before = replace(
        timetable,
        sessions=tuple(s for s in timetable.sessions if s.id in known),
        attendance=tuple(row for row in timetable.attendance if row.session_id in known),
    )
    then = replace(
        problem,
        before=None,
        locks=tuple(lock for lock in problem.locks if lock.day is None or lock.day.isoformat() < since),
        standing=tuple(one for one in problem.standing if one.day.isoformat() < since),
        events=tuple(one for one in problem.events if one.day.isoformat() < since),
    )
    hard = (rule for rule in active(rules, problem) if rule.kind == "hard")
    return frozenset((f.key, f.text) for rule in hard for f in rule.check(then, before))


def broken_since(before: Report, after: Report) -> tuple[Finding, ...]:
    """What the new timetable breaks and the old one did not."""
    known = [f.text for f in (*before.hard, *before.shortfalls)]
    found = []
    for finding in (*after.hard, *after.shortfalls):
        if finding.text in known:
            known.remove(finding.text)
        else:
            found.append(finding)
    return tuple(found)
