"""Hours that fit one by one and not connected: trainers, rooms and classes against half-days, with what repairs it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.check.precheck import precheck
from planner.check.precheck.case import Case
from planner.check.precheck.flows.openings import Openings, day_of, half_of
from planner.check.precheck.flows.transport import Ask, Stock, shortages
from planner.domain import (
    ALL_DAY,
    AM,
    PM,
    Absence,
    ClassGroup,
    Course,
    CourseId,
    FixedEvent,
    Problem,
    Room,
    RoomId,
    Trainer,
    TrainerId,
)
from planner.domain.time import DAY_END
from tests.planner.precheck_centre import BAKERS, CAP, COOKS, MONDAY, centre, course, only

CHEF, BAKER, CLERK = TrainerId("CHEF"), TrainerId("BAKER"), TrainerId("CLERK")
MONDAYS = {MONDAY: ALL_DAY}
AM_HALF, PM_HALF = half_of(MONDAY, AM), half_of(MONDAY, PM)


def anyone(*names: TrainerId, **more: object) -> dict[TrainerId, Trainer]:
    """Trainers of 8 h a day and 26 h a week, named by their ids, or as said."""
    return {t: replace(Trainer(t, str(t).title(), max_day=480), **more) for t in names}


def there(**calendars: dict[date, int]) -> dict[object, ClassGroup]:
    """The two classes, on some days of the week."""
    return {c: ClassGroup(c, f"CAP {c}", CAP, calendar=calendars[str(c)]) for c in (COOKS, BAKERS)}


def of(name: str, hours: int, who: TrainerId, **more: object) -> Course:
    """A course of one trainer."""
    return course(name, hours, **{"teams": ((who,),), **more})


def on_one_day(hours: int) -> Problem:
    """Both classes are there on Monday only; the same trainer has 4 h with one and some with the other."""
    both = (of("Pain", 4, CHEF), of("Pâte", hours, CHEF, class_ids=(BAKERS,)))
    rooms = {RoomId(r): Room(RoomId(r), r, "banalisée", 20) for r in ("S1", "S2")}
    plain = centre(classes=there(CUI=MONDAYS, BOU=MONDAYS), courses={c.id: c for c in both}, rooms=rooms)
    origins = {"course:Pain": "Cours!A2", "course:Pâte": "Cours!A3", "trainer:CHEF": "Formateurs!A2"}
    return replace(plain, origins=origins)


def test_trainer_of_two_classes_on_one_day() -> None:
    """4 h and 5 h on a Monday of 8 h: one hour is missing, told with the three cells; 4 h and 4 h are silent."""
    assert precheck(on_one_day(4)) == ()
    alert = only(on_one_day(5), "trainer_load")
    assert alert.blocking
    assert (alert.origin, alert.cells) == ("Formateurs!A2", ("Cours!A3", "Cours!A2"))
    assert "Le lundi 7 septembre : Anne Roux doit assurer 9 h de cours et peut en donner 8 h" in alert.text
    assert "il manque 1 h" in alert.text


def test_change_that_is_proposed_repairs() -> None:
    """The day more that the alert proposes, written in the calendar, leaves nothing to say; so do the hours less."""
    problem = on_one_day(5)
    text = only(problem, "trainer_load").text
    assert "CAP BOU au CFA aussi le mardi 8 septembre" in text
    more = there(CUI=MONDAYS, BOU={**MONDAYS, MONDAY + timedelta(days=1): ALL_DAY})
    assert precheck(replace(problem, classes=more)) == ()
    assert "4 h 30 par semaine" not in text
    assert "4 h par semaine de Pâte (CAP BOU) (Cours!A3), au lieu de 5 h" in text
    assert precheck(on_one_day(4)) == ()


def triangle(hours: int) -> Problem:
    """Three courses that any two of three trainers may give, each of 10 h at most."""
    pairs = ((CHEF, BAKER), (BAKER, CLERK), (CHEF, CLERK))
    rows = [
        replace(of(f"C{n}", hours, CHEF), teams=((a,), (b,)), class_ids=(COOKS if n else BAKERS,))
        for n, (a, b) in enumerate(pairs)
    ]
    return centre(trainers=anyone(CHEF, BAKER, CLERK, max_week=600), courses={c.id: c for c in rows})


def test_three_trainers_who_share_all() -> None:
    """30 h of three who give 10 h each pass, 33 h do not, though no course and no two trainers show it."""
    assert precheck(triangle(10)) == ()
    text = only(triangle(11), "trainer_load").text
    assert "Chef, Baker et Clerk doivent à eux seuls assurer 33 h de cours et peuvent en donner 30 h" in text
    assert "à 13 h, au lieu de 10 h ; ou 8 h par semaine" in text


def test_trainer_who_is_there_in_the_mornings() -> None:
    """Four mornings are asked for by one class, and one more hour by another, of a trainer there until Thursday."""
    absences = (Absence(weekday=4), Absence(start=720, end=DAY_END))
    people = {CHEF: Trainer(CHEF, "Anne Roux", max_day=480, absences=absences)}
    days = {MONDAY + timedelta(days=n): AM for n in range(4)}

    def problem(hours: int) -> Problem:
        rows = (of("Pain", 15, CHEF), of("Pâte", hours, CHEF, class_ids=(BAKERS,)))
        return centre(trainers=people, classes=there(CUI=days, BOU=days), courses={c.id: c for c in rows})

    assert precheck(problem(1)) == ()
    text = only(problem(2), "trainer_load").text
    assert "Sur 4 jours (matin)" in text
    assert "17 h de cours et peut en donner 16 h" in text


def test_month_of_a_trainer() -> None:
    """20 h a month pass, 21 h do not; the change is the month's maximum."""
    people = {CHEF: Trainer(CHEF, "Anne Roux", max_day=480, max_month=1200)}
    at, over = (centre(trainers=people, courses={CourseId("C"): course("C", h)}) for h in (20, 21))
    assert precheck(at) == ()
    text = only(over, "trainer_load").text
    assert "maximums par jour et par mois" in text
    assert "porter « max par mois » de Anne Roux (Formateurs!A2) à 21 h, au lieu de 20 h" in text


def test_kitchen_of_two_classes_on_one_day() -> None:
    """Sessions of 3 h: a day of two half-days holds two of them, not three, though 9 h are but one more than 8 h."""
    people = anyone(CHEF, BAKER)
    kitchen = {"room_types": ("cuisine",), "lengths": (180,)}

    def problem(hours: int) -> Problem:
        rows = (of("Pain", hours, CHEF, **kitchen), of("Pâte", 3, BAKER, class_ids=(BAKERS,), **kitchen))
        classes = there(CUI=MONDAYS, BOU=MONDAYS)
        return centre(trainers=people, classes=classes, courses={c.id: c for c in rows})

    assert precheck(problem(3)) == ()
    alert = only(problem(6), "room_load")
    assert "9 h de cours demandent Cuisine (cuisine), pour 6 h possibles au plus (par séances entières de 3 h)" in (
        alert.text
    )
    assert "1 salle « cuisine » de plus" in alert.text


def test_only_classroom_of_two_classes() -> None:
    """Courses that ask for no type share the only ordinary room; a second one leaves nothing to say."""
    people, rows = anyone(CHEF, BAKER), (of("Pain", 6, CHEF), of("Pâte", 4, BAKER, class_ids=(BAKERS,)))
    room = {RoomId("S"): Room(RoomId("S"), "Salle 1", "banalisée", 20)}
    plain = centre(
        trainers=people, classes=there(CUI=MONDAYS, BOU=MONDAYS), courses={c.id: c for c in rows}, rooms=room
    )
    assert "10 h de cours demandent Salle 1 (banalisée), pour 8 h possibles" in only(plain, "room_load").text
    twin = {RoomId("T"): Room(RoomId("T"), "Salle 2", "banalisée", 20)}
    assert precheck(replace(plain, rooms={**room, **twin})) == ()


def test_class_whose_trainers_come_on_one_day() -> None:
    """Two trainers there on Monday only: 5 h and 4 h do not go in the 8 h of the class; another day of one cures it."""
    monday = (Absence(weekday=1), Absence(weekday=2), Absence(weekday=3), Absence(weekday=4))
    people = anyone(CHEF, BAKER, absences=monday)

    def problem(hours: int) -> Problem:
        rows = (of("Pain", 4, CHEF), of("Pâte", hours, BAKER))
        return centre(trainers=people, courses={c.id: c for c in rows})

    assert precheck(problem(4)) == ()
    alert = only(problem(5), "class_days")
    assert alert.blocking
    assert "9 h à placer, possibles seulement le lundi 7 septembre" in alert.text
    assert "une présence de Baker aussi le mardi" in alert.text


def test_pasted_session_and_event_take_hours() -> None:
    """An event of 2 h of the trainer leaves 6 h of a Monday of 8 h."""
    event = FixedEvent("E", "Réunion", MONDAY, 480, 600, trainer_ids=(CHEF,))
    problem = replace(on_one_day(2), events=(event,))
    assert precheck(problem) == ()
    assert "7 h de cours et peut en donner 6 h" in only(replace(on_one_day(3), events=(event,)), "trainer_load").text


def test_nothing_is_proven_where_a_rule_is_off() -> None:
    """Without the rule that nobody is in two places at once, the same hours are said by no flow."""
    problem = replace(on_one_day(5), rules_off=frozenset({"H1a"}))
    assert [alert for alert in precheck(problem) if alert.blocking] == []


@pytest.mark.parametrize(("minutes", "missing"), [(240, 0), (300, 60)])
def test_flow_of_plain_values(minutes: int, missing: int) -> None:
    """4 h in the morning and 4 h in all for the other ask: of 8 h and 9 h, 8 h have a place."""
    asks = [
        Ask("morning", 240, {AM_HALF: 240}, 480, ("A",)),
        Ask("any", minutes, {AM_HALF: 240, PM_HALF: 240}, 480, ("A",)),
    ]
    stock = Stock({"A": {AM_HALF: 240, PM_HALF: 240}})
    found = list(shortages(asks, stock))
    assert [one.missing for one in found] == ([missing] if missing else [])
    assert day_of(AM_HALF) == MONDAY


def test_flow_says_two_days_apart() -> None:
    """Too much on Monday and too much on Tuesday are two shortages, each with its own asks."""
    tuesday = half_of(MONDAY + timedelta(days=1), AM)
    asks = [Ask(f"{half}{n}", 180, {half: 240}, 480, ("A",)) for half in (AM_HALF, tuesday) for n in (1, 2)]
    found = list(shortages(asks, Stock({"A": {AM_HALF: 240, tuesday: 240}})))
    assert sorted((len(one.asks), one.missing) for one in found) == [(2, 120), (2, 120)]


def test_openings_of_a_class_and_a_trainer() -> None:
    """A half-day of the class is 4 h; of a trainer away from ten o'clock, 2 h."""
    people = {CHEF: Trainer(CHEF, "Anne Roux", absences=(Absence(weekday=0, start=600, end=720),))}
    openings = Openings(Case(centre(trainers=people)))
    assert openings.of_class(COOKS)[AM_HALF] == 240
    assert openings.trainer(CHEF)[AM_HALF] == 120
