"""The list of rules, the agreement of each rule with itself, and its limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import constraints
from constraints import RULES
from planner.domain import Problem, Timetable
from planner.rule import Finding, Rule
from tests.rules.agreement import Scenario
from tests.rules.registry import LIMITS, SCENARIOS, Limit

BY_KEY = {rule.key: rule for rule in RULES}
STAGES = ("domain", "room", "master", "week", "rooms", "groups")


def _name(row: Scenario | Limit) -> str:
    stage = row.stage if isinstance(row, Scenario) else "limite"
    return "-".join(part for part in (row.key, stage, row.name) if part)


def _findings(rule: Rule, problem: Problem, timetable: Timetable) -> list[Finding]:
    return [f for f in rule.check(problem, timetable) if not f.to_verify]


def _spoken_to(rule: Rule) -> Iterator[str]:
    return (stage for stage in STAGES if getattr(rule.enforce, stage) is not None)


def test_folder_and_registry_agree() -> None:
    """Every file of the folder is a rule of the list, once, and the other way round."""
    folder = {p.stem for p in Path(constraints.__file__).parent.glob("*.py") if not p.stem.startswith("_")}
    listed = [rule.check.__module__.removeprefix("constraints.") for rule in RULES]
    assert sorted(listed) == sorted(folder)


def test_keys_are_unique_and_written_in_findings() -> None:
    """A key names one rule, and its file."""
    assert len(BY_KEY) == len(RULES)
    for rule in RULES:
        assert rule.check.__module__.startswith(f"constraints.{rule.key.lower()}_")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_statement_is_one_french_sentence(rule: Rule) -> None:
    """A capital letter, a full stop at the end, none before, and no word of the code."""
    text = rule.statement
    assert text[0].isupper()
    assert text.endswith(".")
    assert ". " not in text
    assert not {"constraint", "session", "the", "solver"} & set(text.lower().split())


def test_every_enforced_stage_has_a_scenario() -> None:
    """A rule that speaks to a stage is enumerated there."""
    wanted = {(rule.key, stage) for rule in RULES for stage in _spoken_to(rule)}
    assert wanted - {(s.key, s.stage) for s in SCENARIOS} == set()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=_name)
def test_check_and_enforce_agree(scenario: Scenario) -> None:
    """Over every timetable of the grid: both accept the same ones, and a preference costs what its check counts.

    Where the stage is only necessary for the rule, whatever the check accepts must be accepted.
    """
    rule = BY_KEY[scenario.key]
    exact = scenario.stage not in rule.enforce.relaxed
    verdicts = set()
    for case in scenario.cases(scenario.problem, rule):
        if any(_findings(BY_KEY[key], scenario.problem, case.timetable) for key in scenario.given):
            continue
        found = _findings(rule, scenario.problem, case.timetable)
        what = [(s.id, s.day, s.start, s.room_id, s.trainer_ids) for s in case.timetable.sessions]
        if rule.kind == "soft":
            verdicts.add(bool(case.cost))
            amount = sum(f.amount for f in found)
            assert case.accepted, what
            assert (case.cost == pytest.approx(amount)) if exact else case.cost <= amount + 1e-6, (what, found)
        else:
            verdicts.add(case.accepted)
            assert case.accepted == (not found) if exact else case.accepted or found, (what, found)
    assert verdicts == {True, False}, "the grid must hold timetables of both kinds"


def test_every_strict_rule_has_its_limit() -> None:
    """Hard rules and shortfalls are tested at the limit and one unit beyond."""
    assert {rule.key for rule in RULES if rule.kind != "soft"} - {limit.key for limit in LIMITS} == set()


@pytest.mark.parametrize("limit", LIMITS, ids=_name)
def test_timetable_at_the_limit_is_kept_and_beyond_is_caught(limit: Limit) -> None:
    """At the limit nothing is found; one unit beyond, a sentence says what, with the words asked for."""
    rule = BY_KEY[limit.key]
    assert _findings(rule, limit.problem, limit.kept) == []
    found = _findings(rule, limit.problem, limit.broken)
    assert found
    for finding in found:
        assert finding.key == rule.key
        assert finding.text.endswith(".")
    assert all(any(word in finding.text for finding in found) for word in limit.says)
