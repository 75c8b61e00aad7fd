"""One cause is told once: over the weeks, over courses of many classes, over what keeps a course out that asks much."""

from dataclasses import replace
from datetime import date

from constraints import RULES
from data.sheets.cures_priced import CURE_WORDS
from planner.domain import (
    Absence,
    Barrette,
    BarretteId,
    CurePrice,
    FixedEvent,
    Link,
    Relation,
    Volume,
)
from planner.explain.clash import FactClash, facts_of, things_tied
from planner.explain.clashes import Finder
from planner.explain.cure import CURE_PRICES
from planner.explain.cures import cures_of, without_others
from planner.explain.facts import Fact, lifted_all
from planner.explain.facts_asked import class_courses
from planner.explain.question import week_question
from planner.explain.shrink import smallest_set
from planner.explain.told import reason_told
from tests.planner.explain.test_clashes import LOCK, SHORT, SIX, centre, found, kinds
from tests.rules.build import (
    CLASS,
    COURSE,
    MONDAY,
    OTHER,
    SECOND,
    SECOND_COURSE,
    bells,
    course,
    group,
    hour,
    learner,
    present,
    room,
    trainer,
)

NEXT = date(2026, 9, 14)
LAST = date(2026, 9, 18)
TWO_WEEKS = present(last=LAST)


def test_a_course_that_asks_too_much_in_many_ways_is_set_aside_after_two() -> None:
    """Forty hours of a trainer of few hours a day, a week, and few days: two sets, and hours that do fit as a cure."""
    much = course(volume=Volume(weekly=40 * 60), lengths=(240,), max_per_day=4)
    busy = trainer(max_day=360, max_week=9 * 60, absences=(Absence(0), Absence(1)))
    asked = centre(much, trainers=(busy, trainer(SECOND)), classes=(group(calendar=TWO_WEEKS),), last=LAST)
    clashes = found(asked)
    assert len(clashes) == 2
    assert all(clash.aside == {("course", COURSE)} and clash.weeks == (MONDAY, NEXT) for clash in clashes)
    finder = Finder(asked, RULES)
    for clash in clashes:
        first = cures_of(finder, clash, clashes)[0].cure
        assert not Finder(first.change(asked), RULES).everything(), first.text


def test_one_cause_over_weeks_of_different_classes_is_told_once() -> None:
    """A trainer who never comes, and two classes that take turns: one set, both weeks, both courses in its family."""
    turns = (group(calendar=present()), group(OTHER, calendar=present(NEXT, LAST)))
    other = course(SECOND_COURSE, class_ids=(OTHER,))
    asked = centre(SIX, other, classes=turns, trainers=(trainer(absences=(Absence(),)), trainer(SECOND)), last=LAST)
    (clash,) = found(asked)
    assert clash.weeks == (MONDAY, NEXT)
    assert clash.family == {("course", COURSE), ("course", SECOND_COURSE)}


def test_another_cause_in_a_later_week_is_another_set() -> None:
    """The trainer of one class never comes; that of the other, in its week, has half an hour."""
    turns = (group(calendar=present()), group(OTHER, calendar=present(NEXT, LAST)))
    other = course(SECOND_COURSE, class_ids=(OTHER,), teams=((SECOND,),))
    people = (trainer(absences=(Absence(),)), trainer(SECOND, max_week=30))
    asked = centre(SIX, other, classes=turns, trainers=people, last=LAST)
    assert [sorted(kinds(clash) - {"course"}) for clash in found(asked)] == [["trainer_away"], ["trainer_limit"]]


def test_a_clash_behind_another_with_which_it_shares_a_fact_is_told() -> None:
    """A barrette on Monday at 8:00, against a course that has only that hour and, a week later, against a lock too."""
    barrette = Barrette(BarretteId("B"), "B", (CLASS,), 60, per_week=1, fixed_weekday=0, fixed_start=hour("8"))
    narrow = replace(SHORT, lengths=(60, 60), starts=((0, hour("8")), (1, hour("8"))))
    lock = replace(LOCK, day=NEXT)
    weeks = (group(calendar=TWO_WEEKS),)
    asked = centre(SIX, narrow, barrettes=(barrette,), locks=(lock,), classes=weeks, last=LAST)
    clashes = found(asked)
    assert [sorted(kinds(c) & {"only_hours", "lock"}) for c in clashes] == [["only_hours"], ["lock"]]
    assert clashes[0].weeks == (MONDAY, NEXT)
    hour_alone = without_others(week_question(asked, Finder(asked, RULES).wanted, NEXT), clashes[1], clashes[:1], RULES)
    assert ("course", SECOND_COURSE) in hour_alone.things, "both keep it out"
    lock_alone = without_others(week_question(asked, Finder(asked, RULES).wanted, NEXT), clashes[0], clashes[1:], RULES)
    assert not lock_alone.problem.locks
    assert cures_of(Finder(asked, RULES), clashes[1], clashes)[0].cure.kind == "lock moved"


def test_what_is_tied_goes_together() -> None:
    """A course crossed with another, one linked to that: the three are asked about together, the fourth is not."""
    names = ("a", "b", "c", "d")
    a, b, c, d = (course(name, parts=2 if name in "ab" else 1) for name in names)
    a, b = replace(a, crossed_with=b.id), replace(b, crossed_with=a.id)
    asked = centre(a, b, c, d, links=(Link(Relation.SAME_DAY, (b.id, c.id)),))
    question = week_question(asked, Finder(asked, RULES).wanted, MONDAY)
    assert things_tied(question, frozenset({("course", "a")})) == {("course", n) for n in "abc"}
    assert things_tied(question, frozenset({("course", "d")})) == {("course", "d")}


def test_courses_of_a_class_are_one_fact() -> None:
    """With its hours and all its cells; lifted, none of them is asked for."""
    origins = {"course.volume:cours": "Cours!C2", "course.volume:autre cours": "Cours!C3"}
    asked = centre(SIX, SHORT, origins=origins)
    question = week_question(asked, Finder(asked, RULES).wanted, MONDAY)
    single = [fact for fact in facts_of(question, RULES) if fact.kind == "course"]
    (fact,) = class_courses(question, single)
    assert fact.text == "2 cours de classe : 8 h cette semaine"
    assert fact.cells == ("Cours!C2", "Cours!C3")
    assert not lifted_all(question, [fact]).courses


def test_many_courses_that_share_a_room_are_told_class_by_class() -> None:
    """Forty hours in a room, twenty-eight of each of three classes: the room and two classes, not one course less."""
    names = (CLASS, OTHER, "classe de plus")
    two_hours = {"volume": Volume(weekly=120), "lengths": (120,), "room_types": ("labo",)}
    own = [
        course(f"{name}{n}", class_ids=(name,), subject=f"{name}{n}", teams=((f"{name}{n}",),), **two_hours)
        for name in names for n in range(14)
    ]  # fmt: skip
    asked = centre(
        *own,
        classes=[group(name) for name in names],
        trainers=[trainer(one.id) for one in own],
        rooms=(room(type="labo"), room("autre")),
    )
    finder = Finder(asked, RULES)
    question = week_question(asked, finder.wanted, MONDAY)
    small = smallest_set(finder.oracle, question, facts_of(question, RULES))
    assert small.minimal
    assert [fact.kind for fact in small.facts] == ["rooms", "courses", "courses"]
    assert small.facts[-1].text.startswith("14 cours de")
    clash = FactClash(small, (MONDAY,), question, small.question.things)
    assert len(clash.courses) == 28
    assert "one room more" in {t.cure.kind for t in cures_of(finder, clash)}


def test_all_rooms_of_a_kind_are_enlarged_where_one_is_not_enough() -> None:
    """Two classes at once all week, in two rooms of one seat: two rooms of more."""
    full = {"volume": Volume(weekly=40 * 60), "lengths": (240,), "max_per_day": 2}
    two = (course(**full), course(SECOND_COURSE, class_ids=(OTHER,), teams=((SECOND,),), **full))
    people = (learner(), learner("b"), learner("c", OTHER), learner("d", OTHER))
    rooms = (room(seats=1), room("salle 2", seats=1))
    asked = centre(*two, classes=(group(), group(OTHER)), learners=people, rooms=rooms)
    clashes = Finder(asked, RULES).everything()
    told = [t.cure.text for c in clashes for t in cures_of(Finder(asked, RULES), c, clashes)]
    assert "2 salles de 3 places (salle 1 et salle 2)" in told


def test_a_session_that_no_day_holds_is_cut_or_has_fewer_hours() -> None:
    """Nine hours at once: three sessions of three hours where the trainer has nine hours, else fewer hours."""
    long = course(volume=Volume(weekly=9 * 60), lengths=(9 * 60,))
    asked = centre(long)
    (clash,) = found(asked)
    assert [t.cure.kind for t in cures_of(Finder(asked, RULES), clash)] == ["shorter sessions", "hours"]
    few = centre(long, trainers=(trainer(max_week=5 * 60), trainer(SECOND)))
    (clash,) = Finder(few, RULES).everything()
    (tried,) = cures_of(Finder(few, RULES), clash)
    assert tried.cure.text.startswith("demander 5 h par semaine") or "sans en dire" in tried.cure.text


def test_the_workbook_says_what_cures_cost_and_which_it_does_not_want() -> None:
    """A trainer who comes on Monday only: sessions a day, then half-days; the other way round, or without the first."""
    asked = centre(trainers=(trainer(absences=tuple(Absence(day) for day in (1, 2, 3, 4))), trainer(SECOND)))

    def told(*rows: CurePrice) -> list[tuple[str, float]]:
        now = replace(asked, cure_prices=rows)
        (clash,) = Finder(now, RULES).everything()
        return [(tried.cure.kind, tried.price) for tried in cures_of(Finder(now, RULES), clash)]

    assert told() == [("sessions a day", 4), ("half-day", 8), ("skill", 9)]
    assert told(CurePrice("half-day", price=1)) == [("half-day", 2), ("sessions a day", 4), ("skill", 9)]
    assert told(CurePrice("sessions a day", proposed=False))[:2] == [("half-day", 8), ("skill", 9)]


def test_the_line_of_a_session_says_facts_and_what_was_tried_and_no_arrangement() -> None:
    """Four facts, the others counted; the first cure, or that none does; a person's arrangement without the person."""
    (clash,) = Finder(asked := centre(trainers=(trainer(absences=(Absence(),)), trainer(SECOND))), RULES).everything()
    cures = cures_of(Finder(asked, RULES), clash)
    reason = reason_told(clash, cures)
    assert reason.startswith("ne tiennent pas ensemble : formatrice n’est jamais là ; ")
    assert reason.endswith(f" ; solution essayée : {cures[0].cure.text}")
    private = Fact("arrangement", "a", "un aménagement de Léa compte pour toute la classe", lambda question: question)
    many = replace(clash, found=replace(clash.found, facts=(private, *clash.facts * 3)))
    assert "Léa" not in reason_told(many, [])
    assert reason_told(many, []).endswith(" ; et 3 autres faits ; aucun changement simple essayé ne suffit")


def test_the_line_of_a_session_says_of_an_event_what_everybody_may_read() -> None:
    """A lock at the hour of an event: its public name, and a cure that does not name it."""
    event = FixedEvent("E1", "Commission", MONDAY, hour("8"), hour("10"), class_ids=(CLASS,), public_label="Réunion")
    (clash,) = Finder(asked := centre(locks=(LOCK,), events=(event,)), RULES).everything()
    reason = reason_told(clash, cures_of(Finder(asked, RULES), clash))
    assert "« Réunion » a lieu" in reason
    assert "Commission" not in reason


def test_each_cure_has_a_price_and_a_word() -> None:
    """What *Solutions* lets choose is all that may be proposed, and nothing else."""
    assert {*CURE_WORDS.values()} == {*CURE_PRICES}


def test_nobody_is_asked_to_work_more_than_the_law_has_it() -> None:
    """Twelve hours on the only day that there is: not a day of twelve hours, whatever else is proposed."""
    one_day = group(calendar={MONDAY: 3})
    long = course(volume=Volume(weekly=12 * 60), lengths=(240,), max_per_day=3)
    tables = (bells(*((h * 60, h * 60 + 60) for h in range(6, 20))),)
    asked = centre(long, classes=(one_day,), trainers=(trainer(max_day=7 * 60), trainer(SECOND)), tables=tables)
    clashes = Finder(asked, RULES).everything()
    told = [t.cure.text for c in clashes for t in cures_of(Finder(asked, RULES), c, clashes)]
    assert not [text for text in told if "par jour à" in text]
