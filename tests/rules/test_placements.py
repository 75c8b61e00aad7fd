"""What a rule says of one more session or person agrees with what its check says of the whole timetable."""

import itertools
from collections.abc import Iterator

import pytest

from constraints import RULES
from planner.board.judging import added, around, by_check, refusals
from planner.rule import Finding, Rule
from planner.words import say_day, say_when
from tests.rules.finished import TimetableBoard
from tests.rules.placements import Case, cases, of_others, of_rule

MOST, MOST_DEFAULT = 40, 6
HARD = tuple(rule for rule in RULES if rule.kind == "hard")
QUICK = tuple(rule for rule in HARD if rule.enforce.refuse is not None)
WEIGHING = tuple(rule for rule in RULES if rule.enforce.weigh is not None)


def _cases(rule: Rule, most: int) -> Iterator[Case]:
    for problem, timetable in itertools.chain(of_rule(rule.key, most), of_others(rule.key)):
        yield from cases(problem, timetable)


def _found(rule: Rule, case: Case) -> list[Finding]:
    """What the check finds in the whole timetable because of the placement."""
    return list(
        added(rule.check(case.problem, case.before), rule.check(case.problem, case.after), case.placement)
    )  # fmt: skip


def _what(case: Case) -> str:
    session = case.placement.session
    who = "" if case.placement.moves else sorted(case.placement.joining)
    return f"{session.id} {session.day} {session.start}-{session.end} {who}"


def _fits_a_sentence(finding: Finding, case: Case) -> bool:
    """Whether the brief words of a finding stand alone: whole, and without the session, its hour and its person."""
    placed, words = case.placement.session, finding.brief
    own = {f"« {placed.label} »", say_when(placed), say_day(placed.day), *finding.people}
    return not words or (words[-1] not in ",:; ." and not any(name in words for name in own))


@pytest.mark.parametrize("rule", QUICK, ids=lambda rule: rule.key)
def test_quick_refusal_agrees_with_the_check(rule: Rule) -> None:
    """A placement is refused exactly when the check finds more with it than without.

    Where the refusal is only a necessary condition, whatever it refuses is something the check finds fault with.
    """
    assert rule.enforce.refuse
    exact, verdicts = "refuse" not in rule.enforce.relaxed, set()
    for case in _cases(rule, MOST):
        said = list(rule.enforce.refuse(case.problem, TimetableBoard(case.before, case.problem), case.placement))
        found = _found(rule, case)
        faults = found if exact else [f for f in rule.check(case.problem, case.after) if not f.to_verify]
        assert bool(said) == bool(found) if exact else faults or not said, (_what(case), said, found)
        assert all(f.key == rule.key and f.text.endswith(".") and not f.to_verify for f in said)
        assert all(_fits_a_sentence(f, case) for f in said)
        verdicts.add(bool(said))
    assert verdicts == {True, False}, "the scenarios must hold placements of both kinds"


@pytest.mark.parametrize("rule", HARD, ids=lambda rule: rule.key)
def test_check_of_the_neighbourhood_agrees_with_the_whole(rule: Rule) -> None:
    """A rule without a quick way refuses, by its check on the sessions around, exactly what the whole tells."""
    for case in _cases(rule, MOST_DEFAULT):
        board = TimetableBoard(case.before, case.problem)
        said = list(by_check(rule, case.problem, *around(case.problem, board, case.placement), case.placement))
        assert bool(said) == bool(_found(rule, case)), (_what(case), said)


@pytest.mark.parametrize("rule", WEIGHING, ids=lambda rule: rule.key)
def test_weight_agrees_with_the_check(rule: Rule) -> None:
    """A placement weighs the difference of what the check counts with it and without it."""
    assert rule.enforce.weigh
    weights = set()
    for case in _cases(rule, MOST):
        counts = [sum(f.amount for f in rule.check(case.problem, t)) for t in (case.before, case.after)]
        weight = rule.enforce.weigh(case.problem, TimetableBoard(case.before, case.problem), case.placement)
        assert weight == pytest.approx(counts[1] - counts[0]), _what(case)
        weights.add(bool(weight))
    assert weights == {True, False}, "the scenarios must hold placements of both kinds"


def test_shortfalls_refuse_nothing() -> None:
    """What is missing is listed; it keeps nothing from standing."""
    for rule in RULES:
        if rule.kind == "shortfall":
            assert rule.enforce.refuse is None
            for case in itertools.islice(_cases(rule, MOST_DEFAULT), 20):
                board = TimetableBoard(case.before, case.problem)
                assert not list(refusals((rule,), case.problem, board, case.placement))
