"""Hours owed, rule by rule: stays and days of a person, rules of need, explicit needs, balances, missed hours."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain import (
    TOTAL_DONE,
    Attendance,
    ExplicitNeed,
    Learner,
    Lost,
    Missed,
    NeedRule,
    Owed,
    Period,
    PeriodId,
    PersonalPath,
    Problem,
    Programme,
    ProgrammeId,
    Result,
    ScaleBand,
)
from planner.hours.balances import done_minutes, known, school_year, share_left, year_passed
from planner.hours.by_rules import by_rules, holds, personal
from planner.hours.choosing import choice_on, final_days, unchosen
from planner.hours.cycle import cycle_rows
from planner.hours.explicit import explicit, opened
from planner.hours.followed import followed_rows
from planner.hours.missed import alone_allowed, makeup_owed
from planner.hours.person import Person, by_week, off_company, stays_of
from tests.rules import build as b

LAST = b.MONDAY + timedelta(days=27)
FOUR_WEEKS = [b.MONDAY + timedelta(days=7 * n) for n in range(4)]
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, LAST)
ALTERNATING = b.group(calendar={**b.present(), **b.present(FOUR_WEEKS[2], FOUR_WEEKS[2] + timedelta(days=4))})
"""At the centre in the first and third of four weeks."""


def term(*learners: Learner, **changes: object) -> Problem:
    """Four weeks of one period; the class is at the centre in the first and the third."""
    plain = {"last": LAST, "periods": (PERIOD,), "classes": [ALTERNATING], "learners": learners or [b.learner()]}
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def person(problem: Problem) -> Person:
    """The first learner of a term."""
    return Person(problem, next(iter(problem.learners.values())))


# Days of a person


def test_stays_are_runs_of_days_at_the_centre() -> None:
    """Two weeks of five days; a closed Wednesday does not cut a stay, a company week does."""
    problem = term(closed=frozenset({b.WEDNESDAY}))
    assert [len(stay) for stay in stays_of(problem, b.learner())] == [4, 5]
    assert person(problem).starts(PERIOD) == [b.MONDAY, FOUR_WEEKS[2]]


def test_without_a_contract_company_days_are_ones_own() -> None:
    """Personal needs may take the days away from the class; hours with the class may not."""
    alone = person(term(b.learner(contract_start=None, contract_end=None)))
    assert (len(alone.reach(personal=False)), len(alone.reach(personal=True))) == (10, 20)
    apprentice = person(term())
    assert len(apprentice.reach(personal=True)) == 10
    assert not off_company(apprentice.problem, apprentice.learner, FOUR_WEEKS[1])


def test_who_has_no_class_has_weeks_for_stays() -> None:
    """A postulant for modules only: every open day is within reach, a stay begins each week."""
    postulant = person(term(b.learner(memberships=(), contract_start=None, contract_end=None)))
    assert postulant.alone
    assert postulant.starts(PERIOD) == FOUR_WEEKS
    assert [len(days) for days in by_week(postulant.free)] == [5, 5, 5, 5]


# Rules of need

RULE = NeedRule("R1", "LIT1", minutes_per_stay=60)


def given(rule: NeedRule, problem: Problem | None = None) -> list[Owed]:
    """What a rule gives the first learner."""
    return list(by_rules(person(replace(problem or term(), need_rules=(rule,)))))


def test_an_hour_a_stay_is_two_hours_in_a_period_of_two_stays() -> None:
    """By the end of the period, and in its name."""
    (row,) = given(RULE)
    assert (row.minutes, row.deadline, row.need_id, row.period_id) == (120, LAST, "R1-P1", "P1")


def test_an_hour_a_week_counts_weeks_at_the_centre() -> None:
    """Two of four; a personal need of somebody without contract counts every week, each with its own row."""
    rule = NeedRule("R2", "EMPLOI", minutes_per_week=60)
    assert [row.minutes for row in given(rule)] == [120]
    free = term(
        b.learner(contract_start=None, contract_end=None), modules=[b.module("EMPLOI", theme="employer_search")]
    )
    rows = given(rule, free)
    assert [row.minutes for row in rows] == [60] * 4
    assert [row.need_id for row in rows] == ["R2-2026-S37", "R2-2026-S38", "R2-2026-S39", "R2-2026-S40"]


def test_total_falls_due_once_and_what_is_done_is_taken_off() -> None:
    """Four hours over the term, one of them done before."""
    done = term(b.learner(done_minutes={"LIT1": 60}))
    (row,) = given(NeedRule("R3", "LIT1", minutes_total=240), done)
    assert (row.minutes, row.need_id, row.recurrent) == (180, "R3", False)


def test_deadline_counts_from_the_day_the_need_opens() -> None:
    """Ten days after the first day of the term."""
    (row,) = given(NeedRule("R4", "LIT1", minutes_total=60, recurrent=False, deadline_days=10))
    assert (row.opens, row.deadline) == (b.MONDAY, b.MONDAY + timedelta(days=10))


@pytest.mark.parametrize(("value", "owes"), [("3", True), ("15", False), (None, False)])
def test_level_opens_the_need(value: str | None, owes: bool) -> None:
    """Level 1 owes, level 4 does not, nor who was never tested."""
    scale = (ScaleBand("sur 20", "0", "9", 1), ScaleBand("sur 20", "10", "20", 4))
    results = () if value is None else (Result("français", value, "sur 20", date(2026, 9, 1)),)
    problem = term(b.learner(results=results), scales=scale)
    rows = given(replace(RULE, domain="Français", levels=frozenset({1})), problem)
    assert [row.level for row in rows] == ([1] if owes else [])


@pytest.mark.parametrize(
    ("condition", "yes"),
    [
        ({"age_min": 18}, True),
        ({"age_max": 17}, False),
        ({"statuses": frozenset({"APPRENTICE"})}, True),
        ({"statuses": frozenset({"ENROLLED_NO_CONTRACT"})}, False),
        ({"remote": False}, True),
        ({"remote": True}, False),
        ({"programme_levels": frozenset({"cap"})}, True),
        ({"programme_levels": frozenset({"BTS"})}, False),
        ({"years": frozenset({2})}, False),
        ({"final": False}, True),
        ({"choice": "poursuite"}, False),
    ],
)
def test_each_condition_of_a_rule(condition: dict[str, object], yes: bool) -> None:
    """An adult apprentice at the centre, in the first of two years of a CAP, who has chosen nothing."""
    rule = replace(RULE, **condition)  # type: ignore[arg-type]
    assert bool(given(rule)) == yes


def test_rule_stops_when_the_status_does() -> None:
    """The contract is broken in the second week of class: hours of an apprentice are due until that day."""
    ends = b.learner(contract_break=FOUR_WEEKS[2] + timedelta(days=2))
    rule = replace(RULE, statuses=frozenset({"APPRENTICE"}))
    someone = person(term(ends))
    assert [holds(someone, rule, FOUR_WEEKS[2] + timedelta(days=n)) for n in (2, 3)] == [True, False]
    (row,) = given(rule, term(ends))
    assert row.deadline == FOUR_WEEKS[2] + timedelta(days=2)


def test_employer_search_begins_the_day_after_the_breach() -> None:
    """Broken on the Wednesday of the second week of class: hours may be on the two days after it."""
    ends = b.learner(contract_break=FOUR_WEEKS[2] + timedelta(days=2))
    rule = replace(RULE, statuses=frozenset({"CONTRACT_BROKEN"}), minutes_per_stay=0, minutes_per_week=60)
    someone = person(term(ends))
    assert [holds(someone, rule, FOUR_WEEKS[2] + timedelta(days=n)) for n in (1, 2, 3)] == [False, False, True]
    (row,) = given(rule, term(ends))
    assert row.opens == FOUR_WEEKS[2] + timedelta(days=3)


def test_choice_made_in_the_term_shares_the_hours_of_guidance() -> None:
    """Two weeks at the centre, the choice made between them: half of four hours go to the module that was chosen."""
    chosen = term(b.learner(guidance_choice="poursuite", choice_on=FOUR_WEEKS[1]))
    rules = (
        NeedRule("O1", "ORI", choice="poursuite", minutes_total=240),
        NeedRule("O0", "DEUX", choice="à décider", minutes_total=240),
    )
    rows = list(by_rules(person(replace(chosen, need_rules=rules))))
    assert {row.target: row.minutes for row in rows} == {"ORI": 120, "DEUX": 120}


def test_empty_choice_of_a_final_year_is_still_to_be_made() -> None:
    """Nothing written: in the last year what is for the undecided is owed, in the year before it nothing is."""
    cap = Programme(ProgrammeId("CAP"), "CAP", 2, strand_minutes={(2, "GUIDANCE"): 600})
    rules = [
        NeedRule(choice, choice, choice=choice, minutes_total=60) for choice in ("poursuite", "insertion", "à décider")
    ]
    for year, owed in ((2, ["à décider"]), (1, [])):
        mine = replace(ALTERNATING, programme_id=cap.id, year=year)
        problem = term(classes=[mine], programmes={cap.id: cap}, need_rules=tuple(rules))
        assert [row.target for row in by_rules(person(problem))] == owed
        assert [choice_on(problem, b.learner(), day) for day in FOUR_WEEKS[:1]] == [owed[0] if owed else ""]
        assert len(final_days(problem, b.learner())) == (10 if owed else 0)
        assert [x.id for x in unchosen(problem)] == [b.LEARNER] * len(owed)


def test_needs_of_the_company_kind_are_personal() -> None:
    """By the theme of the module; whoever has no class has nothing but personal needs."""
    modules = [b.module("EMPLOI", theme="employer_search"), b.module("LIT1")]
    someone = person(term(modules=modules))
    assert (personal(someone, "EMPLOI"), personal(someone, "LIT1")) == (True, False)
    assert personal(person(term(b.learner(memberships=()))), "LIT1")


# Explicit needs


def asked(need: ExplicitNeed, problem: Problem | None = None) -> list[Owed]:
    """What an explicit need gives the first learner."""
    return list(explicit(person(replace(problem or term(), explicit_needs=(need,)))))


def test_explicit_need_of_a_class_is_of_each_of_its_people() -> None:
    """A total of two hours; of another part of the class, nothing; a note to the company asks for no hour."""
    need = ExplicitNeed("B1", "LIT1", class_id=b.CLASS, minutes_total=120)
    assert [(row.minutes, row.need_id) for row in asked(need)] == [(120, "B1")]
    assert asked(replace(need, part="A"), term(b.learner(part="B"))) == []
    assert asked(replace(need, response="company")) == []


def test_explicit_need_by_stay_counts_the_stays_it_is_open_in() -> None:
    """An hour in each of two stays; opened in the second week, in one of them."""
    need = ExplicitNeed("B1", "LIT1", (b.LEARNER,), minutes_per_stay=60)
    assert [row.minutes for row in asked(need)] == [120]
    assert [row.minutes for row in asked(replace(need, opened=FOUR_WEEKS[1]))] == [60]


def test_need_that_closes_early_keeps_its_share() -> None:
    """Closed after the first of two weeks at the centre: half of four hours, due by then."""
    need = ExplicitNeed("B1", "LIT1", (b.LEARNER,), minutes_total=240, closed=FOUR_WEEKS[1])
    (row,) = asked(need)
    assert (row.minutes, row.deadline) == (120, FOUR_WEEKS[1])
    due = replace(need, opened=b.MONDAY, deadline=b.TUESDAY)
    days = (b.MONDAY - timedelta(days=1), b.MONDAY, b.TUESDAY, b.WEDNESDAY)
    assert [opened(due, day) for day in days] == [False, True, True, False]
    assert len(asked(replace(need, opened=LAST - timedelta(days=9), closed=None))) == 1
    assert asked(replace(need, opened=LAST + timedelta(days=1), closed=None)) == []
    assert asked(replace(need, closed=b.MONDAY - timedelta(days=1))) == []


# Balances


def test_hours_done_before_are_known_by_a_balance_or_by_the_entry() -> None:
    """Without the sheet nobody's are; with it, of whoever has a row or begins in the term."""
    typed, new, old = b.learner(done_minutes={"LIT1": 60}), b.learner(entry=b.TUESDAY), b.learner()
    assert [known(term(has_balances=True), one) for one in (typed, new, old)] == [True, True, False]
    assert not known(term(), typed)


def test_year_goes_from_september_to_july() -> None:
    """The summer after 10 July belongs to the next year."""
    assert school_year(date(2026, 7, 10)) == (date(2025, 9, 1), date(2026, 7, 10))
    assert school_year(date(2026, 7, 11)) == (date(2026, 9, 1), date(2027, 7, 10))
    assert year_passed(term()) == pytest.approx(6 / 312)


def test_what_is_left_of_a_target_is_spread_over_the_weeks_left() -> None:
    """Ten hours a year, four done, of ten weeks: six are left; of who is unknown, the plain share of the year."""
    someone = b.learner(done_minutes={"GUIDANCE": 240})
    left, share = share_left(term(has_balances=True), someone, "GUIDANCE", 600, 2, 10)
    assert (left, share) == (360, pytest.approx(2 / (10 * (1 - 6 / 312))))
    assert share_left(term(), someone, "GUIDANCE", 600, 2, 10) == (600, 0.2)
    assert share_left(term(has_balances=True), someone, "GUIDANCE", 600, 12, 10)[1] == 1.0


def test_hours_done_are_the_typed_total_else_their_sum_without_repeats() -> None:
    """Hours of a module are part of those of its strand: the larger of the two counts."""
    problem = term(modules=[b.module(strand="CONSOLIDATION")], courses=[b.course()])
    assert done_minutes(problem, b.learner(done_minutes={TOTAL_DONE: 5, b.COURSE: 600})) == 5
    done = {b.COURSE: 600, "LIT1": 60, "CONSOLIDATION": 90}
    assert done_minutes(problem, b.learner(done_minutes=done)) == 690


def test_cycle_says_who_will_not_reach_the_minimum() -> None:
    """Ten hours of a cycle, one done and two in a term of four weeks; the contract ends with it: seven hours lack."""
    programmes = {ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP", cycle_minutes=600)}
    someone = b.learner(contract_end=LAST, done_minutes={TOTAL_DONE: 60})
    problem = term(someone, programmes=programmes, has_balances=True)
    sessions = [b.session(end="10")]
    (row,) = cycle_rows(problem, sessions, [Attendance(sessions[0].id, someone.id)])
    assert (row.due, row.planned) == (120 + 420, 120)
    assert "il manquera 7 h sur 10 h" in row.reason
    longer = replace(problem, learners={someone.id: replace(someone, contract_end=LAST + timedelta(days=28 * 4))})
    assert not list(cycle_rows(longer, sessions, [Attendance(sessions[0].id, someone.id)]))


# Hours missed, courses followed elsewhere


def missed(day: date, makeup: str, course_id: str = b.COURSE) -> Missed:
    """An hour of a course missed."""
    session = b.session(f"s{day}", day, course_id=course_id)
    return Missed(b.LEARNER, course_id, session, makeup, Lost.ABSENCE, "absence")  # type: ignore[arg-type]


def test_missed_hours_are_owed_by_course_from_the_first_on() -> None:
    """Two hours of one course, none of another that is only listed."""
    rows = [missed(b.TUESDAY, "led"), missed(b.MONDAY, "led"), missed(b.MONDAY, "", b.SECOND_COURSE)]
    (need,) = makeup_owed(term(), rows)
    assert (need.minutes, need.opens, need.deadline, need.target) == (120, b.MONDAY, LAST, b.COURSE)


def test_work_alone_is_allowed_where_all_hours_of_a_course_allow_it() -> None:
    """One hour that asks for a trainer makes all of the course ask."""
    assert alone_allowed([missed(b.MONDAY, "study")]) == {(b.LEARNER, b.COURSE)}
    assert not alone_allowed([missed(b.MONDAY, "study"), missed(b.TUESDAY, "led")])


def test_course_followed_elsewhere_says_what_is_missed_and_why() -> None:
    """Three sessions: one attended, one on a company day, one at the same hour as another lesson."""
    path = PersonalPath(b.LEARNER, None, b.SECOND_COURSE)
    problem = term(
        paths=(path,), courses=[b.course(), b.course(b.SECOND_COURSE, class_ids=(b.OTHER,))],
        classes=[ALTERNATING, b.group(b.OTHER)],
    )  # fmt: skip
    days = (b.MONDAY, b.TUESDAY, FOUR_WEEKS[1])
    held = [b.session(f"s{n}", day, course_id=b.SECOND_COURSE) for n, day in enumerate(days)]
    own = b.session("anglais", b.TUESDAY, "8", "9", course_id=b.COURSE)
    rows = [Attendance(held[0].id, b.LEARNER), Attendance(own.id, b.LEARNER)]
    (row,) = followed_rows(problem, [*held, own], rows)
    assert (row.due, row.planned) == (180, 60)
    assert row.reason == (
        "2 séances sur 3 non suivies : à la même heure que « anglais » (08/09/2026) ; jour en entreprise (14/09/2026)"
    )
    assert followed_rows(replace(problem, paths=()), held, rows) == ()


def test_course_followed_elsewhere_counts_the_days_of_the_path_and_of_the_roll() -> None:
    """Two rows of the path are one course; it ends on Tuesday, the day after which the learner has left."""
    paths = (
        PersonalPath(b.LEARNER, None, b.SECOND_COURSE, last=b.MONDAY),
        PersonalPath(b.LEARNER, None, b.SECOND_COURSE, first=b.TUESDAY),
    )
    problem = term(
        b.learner(exit=b.TUESDAY), paths=paths, classes=[ALTERNATING, b.group(b.OTHER)],
        courses=[b.course(b.SECOND_COURSE, class_ids=(b.OTHER,))],
    )  # fmt: skip
    days = (b.MONDAY, b.TUESDAY, b.WEDNESDAY)
    held = [b.session(f"s{n}", day, course_id=b.SECOND_COURSE) for n, day in enumerate(days)]
    (row,) = followed_rows(problem, held, [Attendance(held[0].id, b.LEARNER)])
    assert (row.due, row.planned, row.deadline) == (120, 60, b.TUESDAY)
