"""Hours owed: rules of need, explicit needs, strands, promises and entry, all by date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.domain import (
    CONSOLIDATION,
    ExplicitNeed,
    Learner,
    Membership,
    NeedRule,
    Owed,
    Period,
    PeriodId,
    Problem,
    Programme,
    ProgrammeId,
    Result,
    ScaleBand,
)
from planner.hours.owed import first_company_day, is_new_entrant, owed, stays_of
from tests.rules import build as b

FIRST = b.MONDAY
WEEK = timedelta(days=7)
SECOND = FIRST + 6 * WEEK
LAST = FIRST + 12 * WEEK - timedelta(days=1)
PERIODS = (
    Period(PeriodId("P1"), "Période 1", FIRST, SECOND - timedelta(days=1)),
    Period(PeriodId("P2"), "Période 2", SECOND, LAST),
)
LEVELS = tuple(ScaleBand("niveaux", str(n), str(n), n) for n in (1, 2, 3, 4))
LITERACY = NeedRule("LIT1", "LIT1", "littératie", frozenset({1}), minutes_per_week=120, priority=1)


def centre(*learners: Learner, rules: Sequence[NeedRule] = (LITERACY,), **changes: Any) -> Problem:
    """Twelve weeks in two periods; the class is there one week in three: weeks 0, 3, 6 and 9."""
    calendar = {d: 3 for n in (0, 3, 6, 9) for d in b.present(FIRST + n * WEEK, FIRST + n * WEEK + timedelta(days=4))}
    modules = [
        b.module("LIT1"),
        b.module("EMPLOI", theme="employer_search"),
        b.module("ENTREE-SECURITE", theme="safety", minutes=240, order=1),
        b.module("ENTREE-PRO", theme="onboarding", minutes=120, order=2),
    ]
    plain = b.problem(classes=[b.group(calendar=calendar)], modules=modules, learners=learners, last=LAST)
    return replace(plain, periods=PERIODS, scales=LEVELS, need_rules=tuple(rules), **changes)


def old_hand(**changes: Any) -> Learner:
    """Someone who entered last year, so that no entry module is owed."""
    return b.learner(**{"entry": date(2025, 9, 1), "contract_start": date(2025, 9, 1), **changes})


def result(level: int, on: date) -> Result:
    """A result of literacy on a day."""
    return Result("littératie", str(level), "niveaux", on)


def by_id(problem: Problem) -> dict[str, Owed]:
    """Needs of the only learner."""
    return {need.need_id: need for need in owed(problem)}


def test_weekly_rule_counts_the_weeks_at_the_centre() -> None:
    """Two CFA weeks in each period, two hours a week: four hours by the end of each."""
    found = by_id(centre(old_hand(results=(result(1, FIRST - WEEK),))))
    assert {n: need.minutes for n, need in found.items()} == {"LIT1-P1": 240, "LIT1-P2": 240}
    assert found["LIT1-P1"].deadline == SECOND - timedelta(days=1)
    assert found["LIT1-P1"].period_id == "P1"
    assert found["LIT1-P1"].level == 1


def test_new_result_in_a_period_counts_from_the_next_stay() -> None:
    """Level 3 at first and level 1 from the second stay on, or the other way round: each need has its own stays."""
    whole = by_id(centre(old_hand(results=(result(1, FIRST - WEEK),))))
    worse = by_id(centre(old_hand(results=(result(3, FIRST - WEEK), result(1, FIRST)))))
    better = by_id(centre(old_hand(results=(result(1, FIRST - WEEK), result(3, FIRST)))))
    assert (list(worse), list(better)) == (["LIT1-P1", "LIT1-P2"], ["LIT1-P1"])
    assert worse["LIT1-P1"].minutes + better["LIT1-P1"].minutes == whole["LIT1-P1"].minutes
    assert FIRST <= better["LIT1-P1"].deadline < worse["LIT1-P1"].opens


def test_first_result_counts_from_the_next_stay() -> None:
    """Whoever had none before the period does not wait for the next one: hours are due from the stay after the test."""
    found = by_id(centre(old_hand(results=(result(1, FIRST),))))
    whole = by_id(centre(old_hand(results=(result(1, FIRST - WEEK),))))
    assert list(found) == ["LIT1-P1", "LIT1-P2"]
    assert 0 < found["LIT1-P1"].minutes < whole["LIT1-P1"].minutes
    assert found["LIT1-P1"].opens > FIRST
    assert found["LIT1-P2"].minutes == whole["LIT1-P2"].minutes


def test_new_result_closes_a_need_at_the_second_period() -> None:
    """Level 3 from October: nothing is owed in the second period."""
    rows = (result(1, FIRST - WEEK), result(3, SECOND - WEEK))
    assert list(by_id(centre(old_hand(results=rows)))) == ["LIT1-P1"]


def test_entry_in_the_period_counts_only_the_weeks_after_it() -> None:
    """Entered in the second week of the term: the first CFA week is not owed."""
    late = old_hand(entry=FIRST + WEEK, results=(result(1, FIRST - WEEK),), done_minutes={"entry": 360})
    assert by_id(centre(late))["LIT1-P1"].minutes == 120


def test_status_is_read_on_each_stay() -> None:
    """A contract broken between the second and the third stay opens employer search in the two that follow."""
    rule = NeedRule("EMPLOI", "EMPLOI", statuses=frozenset({"CONTRACT_BROKEN"}), minutes_per_stay=60)
    found = by_id(centre(old_hand(contract_break=SECOND - timedelta(days=3)), rules=[rule]))
    assert {n: need.minutes for n, need in found.items()} == {"EMPLOI-P2": 120}
    assert found["EMPLOI-P2"].personal


def test_rights_that_end_close_employer_search() -> None:
    """Without a contract since the first day, rights of 30 days: the stays of weeks 0 and 3, none of 6 and 9."""
    rule = NeedRule("EMPLOI", "EMPLOI", statuses=frozenset({"ENROLLED_NO_CONTRACT"}), minutes_per_stay=60)
    learner = old_hand(entry=FIRST, contract_start=None, contract_end=None, done_minutes={"entry": 360})
    problem = centre(learner, rules=[rule])
    problem = replace(problem, settings=replace(problem.settings, no_contract_days=30))
    assert {n: need.minutes for n, need in by_id(problem).items()} == {"EMPLOI-P1": 120}


def test_temporary_rule_falls_due_once() -> None:
    """Two hours in all, by the end of the horizon, less what is already done."""
    rule = NeedRule("ORI", "LIT1", choice="poursuite", minutes_total=120, recurrent=False)
    learner = old_hand(guidance_choice="Poursuite", done_minutes={"LIT1": 30})
    found = by_id(centre(learner, rules=[rule]))
    assert [(n.need_id, n.minutes, n.deadline, n.period_id) for n in found.values()] == [("ORI", 90, LAST, None)]


def test_need_of_a_class_reaches_each_of_its_learners() -> None:
    """One more hour for the class, closed after two of the four weeks at the centre: half of it, for both learners."""
    closed = FIRST + 4 * WEEK
    need = ExplicitNeed("B1", "LIT1", class_id=b.CLASS, minutes_total=60, closed=closed)
    other = replace(old_hand(), id=b.learner("autre").id)
    rows = owed(centre(old_hand(), other, rules=[], explicit_needs=(need,)))
    assert {(n.apprentice_id, n.need_id, n.minutes, n.deadline) for n in rows} == {
        (b.LEARNER, "B1", 30, closed),
        (other.id, "B1", 30, closed),
    }


def test_strand_target_is_the_share_of_the_weeks_in_the_horizon() -> None:
    """4 CFA weeks of 12: a third of 20 hours, to the quarter of an hour (6 h 45)."""
    programme = Programme(ProgrammeId("CAP"), "CAP", strand_minutes={(1, CONSOLIDATION): 1200}, weeks_per_year={1: 12})
    found = by_id(centre(old_hand(), rules=[], programmes={programme.id: programme}))
    assert found["cible-CONSOLIDATION"].minutes == 405
    assert found["cible-CONSOLIDATION"].source == "programme"


def test_promise_every_second_stay_gives_one_row_for_two() -> None:
    """Four stays, support promised in every second one: two rows, each open during two stays."""
    programme = Programme(ProgrammeId("CAP"), "CAP", promise_every=2)
    problem = centre(old_hand(), rules=[], programmes={programme.id: programme})
    found = by_id(problem)
    stays = stays_of(problem, problem.learners[b.LEARNER])
    assert sorted(found) == ["stay-1", "stay-2"]
    assert (found["stay-1"].opens, found["stay-1"].deadline) == (stays[0][0], stays[1][-1])


def test_promise_follows_the_programme_of_each_stay() -> None:
    """A change of class after two of four stays: one row for the first two, then one for each of the last two."""
    cap = Programme(ProgrammeId("CAP"), "CAP", promise_every=2)
    pro = Programme(ProgrammeId("PRO"), "bac pro", promise_every=1)
    moved = old_hand(memberships=(Membership(b.CLASS, last=SECOND - WEEK), Membership(b.OTHER, first=SECOND)))
    plain = centre(moved, rules=[], programmes={cap.id: cap, pro.id: pro})
    there = b.group(b.OTHER, programme_id=pro.id, calendar=plain.classes[b.CLASS].calendar)
    problem = replace(plain, classes={**plain.classes, b.OTHER: there})
    stays = stays_of(problem, problem.learners[b.LEARNER])
    rows = [(n.opens, n.deadline) for n in owed(problem) if n.need_id.startswith("stay-")]
    assert rows == [(stays[0][0], stays[1][-1]), (stays[2][0], stays[2][-1]), (stays[3][0], stays[3][-1])]


def test_company_begins_on_the_first_working_day_outside_the_centre() -> None:
    """Contract from the Monday of a CFA week: the company begins on the Monday after; a closed day is skipped."""
    learner = b.learner(contract_start=FIRST)
    assert first_company_day(centre(learner), learner) == FIRST + WEEK
    closed = replace(centre(learner), closed=frozenset({FIRST + WEEK}))
    assert first_company_day(closed, learner) == FIRST + WEEK + timedelta(days=1)
    assert first_company_day(centre(learner), b.learner(contract_start=None)) is None


def test_entrant_owes_each_block_before_the_company() -> None:
    """Safety by the fifth CFA day, the rest by the eve of the first company day."""
    learner = b.learner(entry=FIRST, contract_start=FIRST)
    found = by_id(centre(learner, rules=[]))
    eve = FIRST + WEEK - timedelta(days=1)
    rows = [(n.need_id, n.minutes, n.deadline, n.personal) for n in found.values()]
    assert rows == [
        ("entree-ENTREE-SECURITE", 240, FIRST + timedelta(days=4), True),
        ("entree-ENTREE-PRO", 120, eve, True),
    ]


def test_entrant_with_the_module_done_owes_nothing() -> None:
    """The opening balance says six hours of six."""
    learner = b.learner(entry=FIRST, contract_start=FIRST, done_minutes={"entry": 360})
    assert not is_new_entrant(centre(learner), learner)
    assert owed(centre(learner, rules=[])) == ()


def test_need_ids_are_unique_for_a_learner() -> None:
    """Rules, explicit needs, strands, promises and entry never share an id."""
    programme = Programme(ProgrammeId("CAP"), "CAP", strand_minutes={(1, CONSOLIDATION): 1200}, promise_every=1)
    need = ExplicitNeed("B1", "LIT1", class_id=b.CLASS, minutes_per_stay=60)
    learner = b.learner(entry=FIRST, contract_start=FIRST, results=(result(1, FIRST - WEEK),))
    rows = owed(centre(learner, programmes={programme.id: programme}, explicit_needs=(need,)))
    assert len({n.need_id for n in rows}) == len(rows) == 2 + 2 + 1 + 4 + 2


def test_weeks_away_share_a_row_until_their_hours_are_worth_a_journey() -> None:
    """Class there in weeks 0, 3, 6 and 9: a row each; the two weeks between share one of two hours."""
    rule = NeedRule("EMPLOI", "EMPLOI", statuses=frozenset({"ENROLLED_NO_CONTRACT"}), minutes_per_week=60)
    alone = old_hand(contract_start=None, contract_end=None)
    settings = replace(b.problem().settings, least_presence=120, no_contract_days=4000)
    rows = sorted(by_id(centre(alone, rules=(rule,), settings=settings)).values(), key=lambda n: n.opens)
    found = [n for n in rows if n.target == "EMPLOI"]
    assert [n.minutes for n in found] == [60, 120, 60, 120] * 2
    assert found[1].opens >= FIRST + WEEK
    assert found[1].deadline < FIRST + 3 * WEEK
    each = centre(alone, rules=(rule,), settings=replace(settings, least_presence=60))
    assert [n.minutes for n in by_id(each).values() if n.target == "EMPLOI"] == [60] * 12
