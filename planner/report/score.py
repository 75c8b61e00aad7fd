"""The score card of a timetable: what its preferences cost, case by case, and for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.courses.placed_days import classes_of
from planner.domain import ApprenticeId, ClassId, CostCase, HolderCost, Problem, RuleCost, ScoreCard, Session, Timetable
from planner.rule import Finding, Rules, active, weights

WORST = 10
"""Cases that are told of each rule."""
LEAST_COST = 0.005
"""What is less is no cost."""


def score_card(
    problem: Problem,
    timetable: Timetable,
    rules: Rules,
    found: Iterable[Finding],
    bounds: Mapping[str, float],
    broken: Mapping[str, int] | None = None,
) -> ScoreCard:
    """The card of what the checks of the preferences found; ``bounds``: weighted, by rule, as far as they are known.

    Rules without a weight count for nothing and are left out.
    """
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.key, []).append(finding)
    factor, teller = weights(rules, problem), _Teller(problem, timetable)
    rows, cases = list[RuleCost](), dict[str, list[CostCase]]()
    for rule in active(rules, problem):
        weight = factor.get(rule.key, 0)
        if not weight:
            continue
        mine = [teller.case(finding, weight) for finding in by_rule.get(rule.key, ())]
        cases[rule.key] = mine = sorted((c for c in mine if c.cost > LEAST_COST), key=_dearest)
        cost = sum(case.cost for case in mine)
        bound = bounds.get(rule.key, None if cost else 0.0)
        rows.append(
            RuleCost(
                rule.key,
                rule.name,
                rule.statement,
                weight,
                cost,
                len(mine),
                tuple(mine[:WORST]),
                bound,
            )
        )
    return ScoreCard(
        tuple(sorted(rows, key=lambda row: -row.cost)),
        _holders(cases, "class_ids"),
        _holders(cases, "trainer_ids"),
        _holders(cases, "apprentice_ids"),
        dict(broken or {}),
    )


def _dearest(case: CostCase) -> tuple[float, int, str]:
    return -case.cost, case.day.toordinal() if case.day else 0, case.text


def _holders(cases: Mapping[str, Sequence[CostCase]], whose: str) -> tuple[HolderCost, ...]:
    """Those who bear some cost, the dearest first."""
    found: dict[str, dict[str, float]] = {}
    for key, rows in cases.items():
        for case in rows:
            names = getattr(case, whose)
            for name in names:
                mine = found.setdefault(name, {})
                mine[key] = mine.get(key, 0.0) + case.cost / len(names)
    holders = (
        HolderCost(name, sum(rules.values()), dict(sorted(rules.items(), key=lambda row: -row[1])))
        for name, rules in found.items()
    )
    return tuple(sorted(holders, key=lambda holder: (-holder.cost, holder.id)))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says whose a finding is."""

    problem: Problem
    timetable: Timetable

    def case(self, finding: Finding, weight: int) -> CostCase:
        """A finding with its cost, its first day and those whom it concerns."""
        held = [self.timetable.session[s] for s in finding.sessions if s in self.timetable.session]
        day = finding.day or min((s.day for s in held), default=None)
        return CostCase(
            finding.text,
            weight * finding.amount,
            day,
            self._classes(finding, held),
            finding.trainers,
            finding.people,
        )

    def _classes(self, finding: Finding, held: Sequence[Session]) -> tuple[ClassId, ...]:
        """The classes that a cost is of: those it names, else those of its people, else those of its sessions.

        None of what is an adult's.
        """
        if finding.classes or finding.trainers:
            return finding.classes
        if finding.people:
            return tuple(dict.fromkeys(home for p in finding.people if (home := self._home(p, finding)) is not None))
        return tuple(dict.fromkeys(c for session in held for c in classes_of(self.problem, session)))

    def _home(self, person: ApprenticeId, finding: Finding) -> ClassId | None:
        """The class of somebody on the day of a finding, else the last that they have."""
        learner = self.problem.learners.get(person)
        if learner is None or not learner.memberships:
            return None
        known = learner.membership(finding.day) if finding.day else None
        return (known or learner.memberships[-1]).class_id
