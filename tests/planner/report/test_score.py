"""The score card: what each preference costs, its dearest cases, and who bears it."""

from datetime import timedelta

import pytest

from constraints import RULES
from planner.domain import ApprenticeId, ClassId, TrainerId
from planner.report.score import WORST, score_card
from planner.rule import Finding
from tests.rules import build as b

OTHER = ClassId("BOU")


def test_every_preference_has_a_short_name() -> None:
    """Each that counts, and no other."""
    assert all(bool(rule.name) == (rule.kind == "soft") for rule in RULES)


def test_card_weighs_what_was_found_and_keeps_the_dearest_cases() -> None:
    """Twelve cases of one rule: ten are told, the dearest first, then by day; all of them are counted."""
    problem = b.problem(rule_weights={"P10": 5})
    days = [b.MONDAY + timedelta(days=7 * n) for n in range(12)]
    found = [Finding("P10", f"cas {n:02d}", 1 + (n == 7), day=day, classes=(b.CLASS,)) for n, day in enumerate(days)]
    card = score_card(problem, b.timetable(), RULES, found, {"P10": 20.0})
    dearest = card.rules[0]
    assert (dearest.key, dearest.cost, dearest.number, dearest.weight, dearest.bound) == ("P10", 65, 12, 5, 20)
    assert len(dearest.worst) == WORST
    assert [case.text for case in dearest.worst[:3]] == ["cas 07", "cas 00", "cas 01"]
    assert (card.cost, card.bound) == (65, 20)
    assert {rule.cost for rule in card.rules[1:]} == {0}


def test_cost_is_of_those_whom_it_names() -> None:
    """A trainer's is no class's; a learner's is of their class too; of two classes, each bears half."""
    problem = b.problem(learners=[b.learner()], rule_weights={"P4": 1, "P15b": 1, "P8": 10})
    learner = b.LEARNER
    shared = b.session("partagée", class_ids=(b.CLASS, OTHER))
    found = [
        Finding("P4", "formateur", 40, sessions=(shared.id,), trainers=(TrainerId("T"),)),
        Finding("P15b", "apprenant", 30, people=(learner,)),
        Finding("P8", "deux classes", 1, sessions=(shared.id,)),
    ]
    card = score_card(problem, b.timetable(shared), RULES, found, {})
    assert {h.id: h.cost for h in card.trainers} == {"T": 40}
    assert {h.id: h.cost for h in card.apprentices} == {learner: 30}
    assert {h.id: h.cost for h in card.classes} == {b.CLASS: 35, OTHER: 5}
    assert dict(card.classes[0].rules) == {"P15b": 30, "P8": 5}
    (case,) = next(rule.worst for rule in card.rules if rule.key == "P8")
    assert case.day == shared.day


def test_bound_is_unknown_where_one_rule_with_a_cost_has_none() -> None:
    """What costs nothing costs no less; a rule without a bound leaves the sum unknown."""
    found = [Finding("P4", "x", 40), Finding("P6", "y", 1)]
    assert score_card(b.problem(), b.timetable(), RULES, found, {"P4": 0.0}).bound is None
    whole = score_card(b.problem(), b.timetable(), RULES, found, {"P4": 10.0, "P6": 0.0})
    assert whole.bound == 10


def test_rule_that_is_off_or_weighs_nothing_is_left_out() -> None:
    """The card says what counts."""
    problem = b.problem(rules_off=frozenset({"P4"}), rule_weights={"P6": 0})
    card = score_card(problem, b.timetable(), RULES, [Finding("P4", "x", 40), Finding("P6", "y", 1)], {})
    assert not {"P4", "P6"} & {rule.key for rule in card.rules}
    assert card.cost == 0


@pytest.mark.parametrize("person", [ApprenticeId("inconnu"), ApprenticeId("")])
def test_somebody_who_is_not_known_has_no_class(person: ApprenticeId) -> None:
    """A code that the workbook no longer has."""
    card = score_card(b.problem(), b.timetable(), RULES, [Finding("P3", "x", 5, people=(person,))], {})
    assert card.classes == ()
    assert card.apprentices[0].id == person
