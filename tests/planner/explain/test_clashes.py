"""Sets of facts that clash, on one class in one week: each as small as can be, each with cures that work."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints import RULES
from planner.domain import (
    Absence,
    Barrette,
    BarretteId,
    FixedEvent,
    Link,
    Lock,
    Problem,
    Relation,
    Volume,
    WeekLimit,
)
from planner.engine.solvers.cpsat import Outcome, Search, clashing
from planner.explain.clash import FactClash, facts_of
from planner.explain.clashes import Finder
from planner.explain.cures import cures_of
from planner.explain.facts import lifted_all, say_halves
from planner.explain.models import SECOND_LOOK
from planner.explain.question import everything, week_question
from planner.explain.told import heading, weeks_told
from planner.model import LinearModel
from planner.words import of_name
from tests.rules.build import (
    CLASS,
    COURSE,
    FRIDAY,
    MONDAY,
    ROOM,
    SECOND,
    SECOND_COURSE,
    TRAINER,
    TUESDAY,
    WEDNESDAY,
    course,
    group,
    hour,
    learner,
    present,
    problem,
    room,
    trainer,
)

SIX = course(volume=Volume(weekly=6 * 60), lengths=(120, 120, 120), teams=((TRAINER,),))
MONDAY_ALONE = tuple(Absence(day) for day in (1, 2, 3, 4))


def centre(*courses: Any, **changes: Any) -> Problem:
    """One class with a course of six hours a week, one trainer."""
    given = {"learners": (learner(),), "trainers": (trainer(), trainer(SECOND)), **changes}
    return problem(courses=courses or (SIX,), **given)


def found(asked: Problem) -> list[FactClash]:
    """All clashes of a workbook, each proven, each without a fact too many."""
    finder = Finder(asked, RULES)
    clashes = finder.everything()
    for clash in clashes:
        assert clash.found.minimal
        assert clash.found.proven
        asks = clash.found.question
        assert finder.oracle.possible(asks, SECOND_LOOK) is Outcome.INFEASIBLE
        for fact in clash.facts:
            assert finder.oracle.possible(lifted_all(asks, [fact])) is Outcome.FEASIBLE
    return clashes


def kinds(clash: FactClash) -> set[str]:
    """Kinds of the facts of a clash."""
    return {fact.kind for fact in clash.facts}


def cured(asked: Problem) -> list[str]:
    """Kinds of the cures of the only clash of a workbook; with each, nothing clashes any more."""
    finder = Finder(asked, RULES)
    (clash,) = finder.everything()
    cures = cures_of(finder, clash, [clash])
    for tried in (one for one in cures if one.all_of_it):
        assert not Finder(tried.cure.change(asked), RULES).everything(), tried.cure.text
    return [tried.cure.kind for tried in cures]


def test_nothing_clashes_where_everything_fits() -> None:
    """Six hours in three sessions, a trainer who is there all week."""
    assert found(centre()) == []


def test_a_trainer_who_is_there_too_little() -> None:
    """Three sessions on different days, a trainer who comes on Monday: course, most a day, presence."""
    asked = centre(trainers=(trainer(absences=MONDAY_ALONE), trainer(SECOND)))
    (clash,) = found(asked)
    assert kinds(clash) == {"course", "max_day", "trainer_away"}
    assert clash.nowhere
    assert "n’est là que le lundi" in next(f.text for f in clash.facts if f.kind == "trainer_away")
    assert cured(asked) == ["sessions a day", "half-day", "skill"]


def test_what_one_cause_keeps_out_is_told_once() -> None:
    """A trainer of two courses who is never there: one clash, both courses in its family, cures for both."""
    other = course(SECOND_COURSE, volume=Volume(weekly=120), lengths=(120,), teams=((TRAINER,),))
    asked = centre(SIX, other, trainers=(trainer(absences=(Absence(),)), trainer(SECOND)))
    (clash,) = found(asked)
    assert clash.family == {("course", COURSE), ("course", SECOND_COURSE)}
    (named,) = clash.courses
    assert Finder(asked, RULES).lacking(clash) == {COURSE: 3, SECOND_COURSE: 1}[named], "of the course of the heading"
    assert "half-day" in cured(asked)


def test_a_kind_of_room_that_there_is_not() -> None:
    """Three courses without a room: one cause, which keeps all three out; a proof under presolve names too few."""
    names = ("a", "b", "c")
    courses = (course(name, lengths=(60,), subject=name, room_types=("fournil",)) for name in names)
    (clash,) = found(centre(*courses))
    assert kinds(clash) == {"course", "rooms"}
    assert {name for _kind, name in clash.family} == {*names}


def test_two_causes_are_two_sets() -> None:
    """One trainer away, another course in a type of room that there is not."""
    other = course(SECOND_COURSE, lengths=(60,), teams=((SECOND,),), room_types=("fournil",))
    clashes = found(centre(SIX, other, trainers=(trainer(absences=(Absence(),)), trainer(SECOND))))
    assert [kinds(clash) for clash in clashes] == [{"course", "trainer_away"}, {"course", "rooms"}] or [
        kinds(clash) for clash in clashes
    ] == [{"course", "rooms"}, {"course", "trainer_away"}]


def test_weeks_with_one_cause_are_told_together() -> None:
    """Two weeks in which the trainer has too few hours."""
    later = present(last=date(2026, 9, 18))
    few = trainer(max_week=60)
    asked = centre(classes=(group(calendar=later),), trainers=(few, trainer(SECOND)), last=date(2026, 9, 18))
    (clash,) = found(asked)
    assert clash.weeks == (MONDAY, date(2026, 9, 14))
    assert weeks_told(clash) == "semaine du 14 septembre"
    assert kinds(clash) == {"course", "trainer_limit"}


LOCK = Lock(course_id=COURSE, day=MONDAY, start=hour("8"), origin="Verrous!A2")
EVENT = FixedEvent("E1", "Forum", MONDAY, hour("8"), hour("10"), class_ids=(CLASS,))
SHORT = course(SECOND_COURSE, volume=Volume(weekly=120), lengths=(120,), teams=((SECOND,),))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (centre(locks=(LOCK,), events=(EVENT,)), {"lock", "event"}),
        (centre(locks=(LOCK,), closed=frozenset({MONDAY})), {"lock", "closure"}),
        (
            centre(locks=(LOCK,), trainers=(trainer(absences=(Absence(0),)), trainer(SECOND))),
            {"lock", "trainer_away"},
        ),
        (
            centre(SIX, SHORT, locks=(LOCK, replace(LOCK, course_id=SECOND_COURSE, origin="Verrous!A3"))),
            {"lock"},
        ),
        (centre(SIX, SHORT, links=(Link(Relation.SAME_START, (COURSE, SECOND_COURSE)),)), {"link"}),
        (centre(week_limits=(WeekLimit(trainer_ids=(TRAINER,), days=1),)), {"limit", "max_day"}),
        (centre(replace(SIX, starts=((0, hour("8")),))), {"only_hours"}),
        (centre(replace(SIX, max_group=1), learners=(learner(), learner("autre"))), {"max_group"}),
        (centre(replace(SIX, room_types=("fournil",))), {"rooms"}),
        (
            centre(rooms=(room(seats=1),), learners=(learner(), learner("autre"))),
            {"seats"},
        ),
        (centre(rooms=(room(absences=(Absence(),)),)), {"room_away"}),
        (centre(replace(SIX, lengths=(), volume=Volume(weekly=41 * 60), max_per_day=4)), set()),
        (centre(replace(SIX, teams=(), subject="calligraphie")), set()),
        (centre(replace(SIX, teams=((TRAINER, SECOND),), all_needed=True), trainers=(
            trainer(absences=MONDAY_ALONE), trainer(SECOND, absences=(Absence(0),)))), {"together", "trainer_away"}),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else "",
)  # fmt: skip
def test_each_kind_of_contradiction_is_named(asked: Problem, expected: set[str]) -> None:
    """The facts that were put in are those that are told."""
    clashes = found(asked)
    assert clashes
    told = set().union(*(kinds(clash) for clash in clashes))
    assert expected <= told
    finder = Finder(asked, RULES)
    assert all(cures_of(finder, clash, clashes) for clash in clashes)


def test_a_lock_is_moved_before_it_is_given_up() -> None:
    """To the nearest hour that an event leaves, tried: the workbook with it has nothing to explain."""
    asked = centre(locks=(LOCK,), events=(EVENT,))
    finder = Finder(asked, RULES)
    (clash,) = finder.everything()
    moved = next(tried.cure for tried in cures_of(finder, clash) if tried.cure.kind == "lock moved")
    assert moved.text.startswith("écrire ce verrou le lundi 7 septembre à 10 h : ")
    assert moved.cells == ("Verrous!A2",)
    assert [(one.day, one.start) for one in moved.change(asked).locks] == [(MONDAY, hour("10"))]
    assert not Finder(moved.change(asked), RULES).everything()


def test_a_barrette_and_a_lock_at_one_hour() -> None:
    """A barrette fixed on Monday at 8:00, and a session of the class locked there."""
    barrette = Barrette(BarretteId("B"), "B", (CLASS,), 60, per_week=1, fixed_weekday=0, fixed_start=hour("8"))
    (clash,) = found(centre(barrettes=(barrette,), locks=(LOCK,)))
    assert {"lock", "fixed_hour"} <= kinds(clash)


def test_more_hours_over_the_term_than_its_days_hold() -> None:
    """Ten hours in all, one hour a day, one week of five days: no week has them, and it is told of the whole term."""
    long = course(volume=Volume(total=600), lengths=(60,), teams=((TRAINER,),))
    (clash,) = found(centre(long))
    assert clash.anywhere
    assert {"course", "max_day"} <= kinds(clash)
    assert heading(clash.near.problem, clash, 0).endswith("dans l’emploi du temps.")


def test_facts_stand_in_their_cells() -> None:
    """The cell of a column where it is filled, else the line; the row of *Indisponibilités* for what it says."""
    away = Absence(first=TUESDAY, last=WEDNESDAY)
    origins = {
        "course:cours": "Cours!A2",
        "course.volume:cours": "Cours!C2",
        f"trainer:{TRAINER}": "Formateurs!A2",
        f"absence:{TRAINER}:{away.mark}": "Indisponibilités!A5",
        f"room:{ROOM}": "Salles!A2",
    }
    asked = centre(trainers=(trainer(absences=(away,)), trainer(SECOND)), origins=origins)
    finder = Finder(asked, RULES)
    facts = facts_of(week_question(asked, finder.wanted, MONDAY), RULES)
    cells = {fact.kind: fact.cells for fact in facts}
    assert cells["course"] == ("Cours!C2",)
    assert cells["max_day"] == ("Cours!A2",)
    assert cells["trainer_away"] == ("Indisponibilités!A5",)
    assert cells["rooms"] == ("Salles!A2",)


def test_lifting_a_fact_asks_for_no_more() -> None:
    """What is wanted is counted once: an open day more gives no more sessions to place."""
    asked = centre(closed=frozenset({FRIDAY}))
    finder = Finder(asked, RULES)
    question = week_question(asked, finder.wanted, MONDAY)
    facts = facts_of(question, RULES)
    assert lifted_all(question, [f for f in facts if f.kind == "closure"]).wanted is question.wanted
    assert question.things == everything(asked, MONDAY)


def test_a_core_names_what_clashes() -> None:
    """Two of three demands for one place: those two, or any two of them, never the one beside."""
    model = LinearModel()
    lacks = model.new_bools(3).tolist()
    model.add([lacks[0], lacks[1]], 1, low=1)
    outcome, named = clashing(model, lacks, Search(1.0))
    assert outcome is Outcome.INFEASIBLE
    assert named == {lacks[0], lacks[1]}
    assert clashing(model, lacks[1:], Search(1.0))[1] == frozenset()


def test_half_days_are_said_in_words() -> None:
    """Morning, afternoon, both."""
    assert say_halves({0: 3, 1: 1, 3: 2, 4: 0}) == "le lundi, le mardi matin et le jeudi après-midi"


def test_names_are_elided_where_they_begin_with_a_vowel() -> None:
    """« d’Anglais », « d’Histoire », yet « de Hongrois »."""
    assert [of_name(name) for name in ("Anglais", "Histoire-géographie", "Hongrois", "Français")] == [
        "d’Anglais", "d’Histoire-géographie", "de Hongrois", "de Français",
    ]  # fmt: skip
    asked = centre(replace(SIX, subject="Histoire"), trainers=(trainer(absences=(Absence(),)),))
    (clash,) = found(asked)
    assert "séances d’Histoire" in heading(asked, clash, 3)


def test_no_hours_at_all_is_no_cure_and_a_row_says_its_days() -> None:
    """One session a week, locked where the trainer is away on two days of a span: « le lundi et le mardi, du … »."""
    gone = tuple(Absence(day, first=MONDAY, last=FRIDAY) for day in (0, 1))
    one = course(volume=Volume(weekly=120), lengths=(120,), teams=((TRAINER,),))
    asked = centre(one, locks=(LOCK,), trainers=(trainer(absences=gone), trainer(SECOND)))
    (clash,) = found(asked)
    assert any("n’est pas là le lundi et le mardi, du lundi 7" in fact.text for fact in clash.facts)
    assert "hours" not in cured(asked)


def test_what_fails_without_the_cause_too_is_not_said_to_have_it() -> None:
    """A lock on a day off of its trainer for each of two courses of one class: neither has the cause of the other."""
    both = (LOCK, replace(LOCK, course_id=SECOND_COURSE, start=hour("10"), origin="Verrous!A3"))
    away = (trainer(absences=(Absence(0),)), trainer(SECOND, absences=(Absence(0),)))
    clashes = found(centre(SIX, SHORT, locks=both, trainers=away))
    assert sorted(sorted(name for _kind, name in clash.family) for clash in clashes) == sorted(
        [[COURSE], [SECOND_COURSE]]
    )


def test_a_lock_of_a_week_that_wants_no_session() -> None:
    """Two locks on a course of one session a week clash; one of them alone does not."""
    one = course(volume=Volume(weekly=120), lengths=(120,), teams=((TRAINER,),))
    both = (LOCK, replace(LOCK, day=TUESDAY, origin="Verrous!A3"))
    (clash,) = found(centre(one, locks=both))
    assert sorted(fact.kind for fact in clash.facts) == ["course", "lock", "lock"]
    assert "lock" in cured(centre(one, locks=both))
    assert found(centre(one, locks=both[:1])) == []
