"""The score card of a timetable as it stands in a folder: the checks of the rules, and what they can cost at least."""

from constraints import RULES
from planner.check.verify import verify
from planner.domain import Problem, ScoreCard, Timetable
from planner.engine.bounds.least import bounded
from planner.report.score import score_card
from planner.rule import active


def scored(problem: Problem, timetable: Timetable) -> ScoreCard:
    """The card, every rule checked; bounds that the summary does not tell are looked for, which takes seconds."""
    report = verify(problem, RULES, timetable)
    bounds = bounds_told(timetable)
    if not bounds and report.passed:
        bounds = {key: one.bound for key, one in bounded(problem, RULES, timetable, report.costs).items()}
    return score_card(problem, timetable, RULES, report.soft, bounds, report.by_rule)


def scored_as_told(problem: Problem, timetable: Timetable) -> ScoreCard:
    """The same with what the summary tells of binding rules and bounds, preferences alone being checked: at once."""
    soft = (rule for rule in active(RULES, problem) if rule.kind == "soft")
    found = [finding for rule in soft for finding in rule.check(problem, timetable) if not finding.to_verify]
    broken = timetable.summary.get("hard_violations") or {}
    return score_card(problem, timetable, RULES, found, bounds_told(timetable), broken)


def bounds_told(timetable: Timetable) -> dict[str, float]:
    """What each preference costs at the least, as the summary of a solve keeps it; nothing after an update."""
    return {key: float(row["bound"]) for key, row in (timetable.summary.get("bounds") or {}).items()}
