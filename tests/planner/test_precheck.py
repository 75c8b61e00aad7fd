"""The pre-checks say what arithmetic alone shows, and nothing about a centre that is in order."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planner.check.precheck import precheck
from planner.domain import (
    Absence,
    ApprenticeId,
    Arrangement,
    Barrette,
    BarretteId,
    Bells,
    CourseId,
    FixedEvent,
    Membership,
    Module,
    ModuleId,
    OpenPeriod,
    OpenPeriodId,
    Programme,
    Room,
    RoomId,
    SiteId,
    Slot,
    Trainer,
    TrainerId,
    Volume,
)
from tests.planner.precheck_centre import BAKERS, CAP, COOKS, MONDAY, centre, course, learner, only

HOURLY = {"": Bells("", (tuple(Slot(h * 60, h * 60 + 60) for h in (8, 9, 10, 11, 13, 14, 15, 16)),) * 5 + ((), ()))}


def test_precheck_centre_in_order() -> None:
    """Eight hours of one course in forty open hours: nothing to say."""
    assert precheck(centre()) == ()


def test_class_hours_above_open_week() -> None:
    """41 h of courses in a week of 5 × 8 h: the sentence gives both numbers."""
    alert = only(centre(courses={CourseId("Cuisine"): course("Cuisine", 41)}), "class_hours")
    assert alert.blocking
    assert "semaine du lundi 7 septembre : 41 h demandées" in alert.text
    assert "40 h possibles" in alert.text


def test_class_hours_minor_at_the_limit() -> None:
    """With a minor the week holds 35 h: 35 pass, 36 do not."""
    people = {ApprenticeId("A"): learner("A", birth=date(2010, 1, 1))}
    at, over = ({CourseId("Cuisine"): course("Cuisine", hours)} for hours in (35, 36))
    kinds = [[a.kind for a in precheck(centre(learners=people, courses=courses))] for courses in (at, over)]
    assert ["class_hours" in found for found in kinds] == [False, True]
    told = only(centre(learners=people, courses={CourseId("Cuisine"): course("Cuisine", 36)}), "class_hours").text
    assert "36 h demandées" in told
    assert "35 h possibles au plus, la semaine d'un mineur" in told


def test_class_hours_counts_barrette_open_period_and_event() -> None:
    """37 h of courses, 1 h of barrette, 1 h of open period and 2 h of exam: 41 h for 40."""
    problem = centre(
        courses={CourseId("Cuisine"): course("Cuisine", 37)},
        barrettes={BarretteId("X"): Barrette(BarretteId("X"), "X", (COOKS,), 60, per_week=1)},
        open_periods=(OpenPeriod(OpenPeriodId("T"), "T", (COOKS,), 60),),
        events=(FixedEvent("E", "Examen", MONDAY, 480, 600, class_ids=(COOKS,)),),
    )
    alert = only(problem, "class_hours")
    assert "sur toute la durée : 39 h demandées" in alert.text
    assert "38 h possibles" in alert.text


def test_trainer_load_above_weekly_maximum() -> None:
    """27 h of courses that only one trainer gives, whose weekly maximum is 26 h; the place is the trainer's row."""
    alert = only(centre(courses={CourseId("Cuisine"): course("Cuisine", 27)}), "trainer_load")
    assert (alert.origin, alert.blocking) == ("Formateurs!A2", True)
    assert "Anne Roux doit assurer 27 h de cours et peut en donner 26 h" in alert.text


def test_trainer_load_with_absences() -> None:
    """Present on Monday morning only, a trainer gives 4 h: 4 pass, 5 do not."""
    away = (Absence(first=MONDAY + timedelta(days=1)), Absence(weekday=0, start=720))
    people = {TrainerId("CHEF"): Trainer(TrainerId("CHEF"), "Anne Roux", absences=away)}
    at, over = (centre(trainers=people, courses={CourseId("C"): course("C", h)}) for h in (4, 5))
    assert precheck(at) == ()
    assert "peut en donner 4 h" in only(over, "trainer_load").text


def test_trainer_load_two_who_share() -> None:
    """Two trainers of 26 h each, 27 h that either may give and 26 h of the first alone: together 53 h for 52."""
    chef, baker = TrainerId("CHEF"), TrainerId("BAKER")
    people = {t: Trainer(t, str(t), max_day=480) for t in (chef, baker)}
    shared = course("Pain", 27, class_ids=(BAKERS,), teams=((chef,), (baker,)))
    problem = centre(trainers=people, courses={CourseId("C"): course("C", 26), CourseId("Pain"): shared})
    alert = only(problem, "trainer_load")
    assert "CHEF et BAKER doivent à eux seuls assurer 53 h de cours et peuvent en donner 52 h" in alert.text


def test_trainer_load_co_teaching_takes_both() -> None:
    """14 h of co-teaching and 13 h alone make 27 h for one of the two trainers only."""
    chef, baker = TrainerId("CHEF"), TrainerId("BAKER")
    people = {t: Trainer(t, str(t), max_day=480) for t in (chef, baker)}
    both = course("Projet", 14, class_ids=(BAKERS,), teams=((chef, baker),))
    problem = centre(trainers=people, courses={CourseId("C"): course("C", 13), CourseId("Projet"): both})
    assert "CHEF doit assurer 27 h" in only(problem, "trainer_load").text


def test_trainer_load_parts_count_twice() -> None:
    """A course of 14 h in two parts costs its trainer 28 h, and each learner 14 h."""
    alert = only(centre(courses={CourseId("C"): course("C", 14, parts=2)}), "trainer_load")
    assert "28 h de cours" in alert.text


def test_trainer_year_above_what_is_left() -> None:
    """8 h of courses when 7 h of the year are left: a hard rule stands in the way."""
    chef = Trainer(TrainerId("CHEF"), "Anne Roux", year_minutes=600, year_done=180)
    alert = only(centre(trainers={chef.id: chef}), "trainer_year")
    assert alert.blocking
    assert "il lui reste 7 h" in alert.text


def test_course_trainers_nobody_skilled() -> None:
    """A subject that is nobody's skill, with the row of the course."""
    alert = only(centre(courses={CourseId("Cuisine"): course("Cuisine", 8, teams=())}), "course_trainers")
    assert (alert.origin, alert.blocking) == ("Cours!A2", True)
    assert str(alert).startswith("Cours!A2 : Cuisine (CAP CUI) n'a aucun formateur")


def test_course_trainers_skill_is_enough() -> None:
    """A trainer with the skill, whatever case and accents, may take the course."""
    skilled = Trainer(TrainerId("CHEF"), "Anne Roux", skills=frozenset({"cuisine"}))
    assert (
        precheck(centre(trainers={skilled.id: skilled}, courses={CourseId("C"): course("Cuisine", 8, teams=())})) == ()
    )


def test_room_sizes_class_larger_than_kitchen() -> None:
    """Three people for two seats: blocking, with the parts that would do; two parts pass."""
    people = {ApprenticeId(n): learner(n) for n in "ABC"}
    whole, split = (course("Cuisine", 8, room_types=("cuisine",), parts=parts) for parts in (1, 2))
    alert = only(centre(learners=people, courses={whole.id: whole}), "room_sizes")
    assert "réunit 3 apprenants" in alert.text
    assert "en 2 parties" in alert.text
    assert precheck(centre(learners=people, courses={split.id: split})) == ()


def test_room_sizes_distance_learner_takes_no_seat() -> None:
    """Three people of whom one follows at a distance fit in two seats."""
    people = {ApprenticeId(n): learner(n, remote=n == "C") for n in "ABC"}
    assert precheck(centre(learners=people)) == ()


def test_room_features_of_whoever_comes_later() -> None:
    """Step-free access, and the class is hers from the second week on: no room of the course has it, which blocks."""
    weeks = (Membership(BAKERS, last=MONDAY + timedelta(days=6)), Membership(COOKS, first=MONDAY + timedelta(days=7)))
    late = learner("A", memberships=weeks)
    asks = (Arrangement(late.id, "room_feature", text="accessible"),)
    problem = centre(learners={late.id: late}, arrangements=asks, last=MONDAY + timedelta(days=11))
    alert = only(problem, "room_features")
    assert alert.blocking
    assert "demande « accessible »" in alert.text
    rooms = {key: replace(room, accessible=True) for key, room in problem.rooms.items()}
    assert "room_features" not in {one.kind for one in precheck(replace(problem, rooms=rooms))}


def test_room_sizes_unknown_type() -> None:
    """A room type that no room has."""
    odd = course("Cuisine", 8, room_types=("fournil",))
    assert "demande une salle « fournil »" in only(centre(courses={odd.id: odd}), "room_sizes").text


def test_room_load_two_classes_in_one_kitchen() -> None:
    """Two classes of 21 h each for a kitchen open 40 h; 20 h each pass."""
    pairs = (
        {
            c: course(f"C{c}", hours, class_ids=(c,), teams=((TrainerId(c),),), room_types=("cuisine",))
            for c in (COOKS, BAKERS)
        }
        for hours in (20, 21)
    )
    people = {TrainerId(c): Trainer(TrainerId(c), str(c), max_day=480) for c in (COOKS, BAKERS)}
    at, over = (centre(trainers=people, courses={c.id: c for c in pair.values()}) for pair in pairs)
    assert precheck(at) == ()
    alert = only(over, "room_load")
    assert alert.blocking
    assert "42 h de cours demandent Cuisine (cuisine), pour 40 h possibles au plus ; il manque 2 h" in alert.text


def test_room_load_shared_room() -> None:
    """A kitchen that takes two groups at once holds twice the hours."""
    both = {
        CourseId(f"C{c}"): course(f"C{c}", 21, class_ids=(c,), teams=((TrainerId(c),),), room_types=("cuisine",))
        for c in (COOKS, BAKERS)
    }
    people = {TrainerId(c): Trainer(TrainerId(c), str(c), max_day=480) for c in (COOKS, BAKERS)}
    room = Room(RoomId("K"), "Cuisine", "cuisine", 4, shared=2)
    assert precheck(centre(trainers=people, courses=both, rooms={room.id: room})) == ()


def test_session_lengths_not_in_bells() -> None:
    """Slots of 1 h 45 and 1 h 30 give no session of 1 h: the nearest are named."""
    bells = Bells("", ((Slot(510, 615), Slot(630, 720), Slot(780, 870), Slot(885, 990)),) * 5 + ((), ()))
    alert = only(centre(bells={"": bells}, courses={CourseId("C"): course("C", 8)}), "session_lengths")
    assert alert.blocking
    assert "pas de séance de 1 h. Solution : une durée de 1 h 30." in alert.text


def test_session_lengths_total_without_sum() -> None:
    """Sessions of 1 h 30 or 1 h 45 give 1 h 45 or 3 h, never 2 h in all."""
    bells = Bells("", ((Slot(510, 615), Slot(780, 870)),) * 5 + ((), ()))
    total = course("C", 0, volume=Volume(total=120), lengths=())
    alert = only(centre(bells={"": bells}, courses={total.id: total}), "session_lengths")
    assert alert.blocking
    assert "aucune suite de séances ne donne 2 h. Solution : demander 1 h 45 ou 3 h" in alert.text


@pytest.mark.parametrize(
    ("lengths", "said"), [((60, 60), False), ((60, 60, 60), True), ((60,), False), ((120,), False)]
)
def test_session_lengths_more_than_a_week_holds(lengths: tuple[int, ...], said: bool) -> None:
    """Two hours a week: 1 + 1 is the week, 1 + 1 + 1 is an hour more than it; one length is repeated as needed."""
    problem = centre(bells=HOURLY, courses={CourseId("Cuisine"): course("Cuisine", 2, lengths=lengths)})
    found = [alert for alert in precheck(problem) if alert.kind == "session_lengths"]
    assert [(alert.origin, alert.blocking) for alert in found] == [("Cours!A2", False)] * said
    assert all("les durées 1 h + 1 h + 1 h font 3 h, pour 2 h par semaine" in alert.text for alert in found)


def test_session_lengths_less_than_a_week_holds() -> None:
    """Six hours a week as 3 + 2: another session is added, by turns, which nobody has asked for."""
    problem = centre(bells=HOURLY, courses={CourseId("Cuisine"): course("Cuisine", 6, lengths=(180, 120))})
    alert = only(problem, "session_lengths")
    assert not alert.blocking
    assert "les durées 3 h + 2 h font 5 h, pour 6 h par semaine" in alert.text


@pytest.mark.parametrize(("lengths", "said"), [((180, 180), False), ((120, 120, 120), True), ((240, 120), True)])
def test_crossed_lengths_that_differ(lengths: tuple[int, ...], said: bool) -> None:
    """Two crossed courses of 6 h: 3 + 3 beside 3 + 3 is well; beside 2 + 2 + 2, or 4 + 2, a part has nobody across."""
    courses = {
        CourseId(name): replace(course(name, 6, lengths=row, parts=2), crossed_with=CourseId(other))
        for name, row, other in (("Cuisine", lengths, "Service"), ("Service", (180, 180), "Cuisine"))
    }
    found = [alert for alert in precheck(centre(bells=HOURLY, courses=courses)) if alert.kind == "crossed_lengths"]
    assert [alert.blocking for alert in found] == [False] * said
    assert all("Cuisine (CAP CUI) et Service sont croisés" in alert.text for alert in found)


def test_session_lengths_weekly_by_turns() -> None:
    """2 h a week are 1 h 45 in some weeks and 3 h in others: said, nothing stands in the way."""
    bells = Bells("", ((Slot(510, 615), Slot(780, 870)),) * 5 + ((), ()))
    alert = only(centre(bells={"": bells}, courses={CourseId("C"): course("C", 2, lengths=())}), "session_lengths")
    assert not alert.blocking
    assert "ce sera 1 h 45 ou 3 h selon les semaines" in alert.text


@pytest.mark.parametrize(("nature", "blocking"), [("support", False), ("teaching", True)])
def test_barrette_places_too_few_adults(nature: str, blocking: bool) -> None:
    """Three people in groups of one need three adults and rooms: there is one of each."""
    people = {ApprenticeId(n): learner(n) for n in "ABC"}
    barrette = Barrette(BarretteId("X"), "Barrette X", (COOKS,), 60, per_week=1, nature=nature, max_size=1)
    rooms = {RoomId("K"): Room(RoomId("K"), "Cuisine", "cuisine", 3)}
    alert = only(centre(learners=people, rooms=rooms, barrettes={barrette.id: barrette}), "barrette_places")
    assert alert.blocking == blocking
    assert "3 apprenants pour 3 groupes, et il y a au mieux 1 adulte et 1 salle au" in alert.text


def test_barrette_places_no_common_time() -> None:
    """A barrette of 9 h has no moment; one fixed on Saturday takes place on another day, and blocks nothing."""
    long = Barrette(BarretteId("X"), "Barrette X", (COOKS, BAKERS), 540, per_week=1)
    alert = only(centre(barrettes={long.id: long}), "barrette_places")
    assert alert.blocking
    assert "aucun moment de 9 h" in alert.text
    saturday = replace(long, minutes=60, fixed_weekday=5)
    assert not only(centre(barrettes={saturday.id: saturday}), "barrette_places").blocking


@pytest.mark.parametrize(
    ("barrette", "module", "said"),
    [
        ({"min_size": 2}, {}, ""),
        ({"min_size": 3}, {}, "Barrette X : des groupes de 3 au moins, et 2 apprenants dans ses classes"),
        ({"min_size": 2, "room_ids": (RoomId("S"),)}, {}, "sa plus grande salle a 1 place"),
        ({"min_size": 2}, {"max_size": 1}, "un effectif maximal plus petit, donc n'ouvriront pas : Maths."),
        ({}, {"min_size": 3}, "Maths : des groupes de 3 au moins, pour 2 apprenants au plus"),
        (
            {},
            {"min_size": 2, "room_types": ("s",)},
            "des groupes de 2 au moins, et sa plus grande salle a 1 place",
        ),
        ({}, {"min_size": 2, "mix_classes": False}, "Maths : des groupes de 2 au moins, pour 1 apprenant au plus"),
    ],
)
def test_group_minimums_that_nothing_can_fill(barrette: dict[str, Any], module: dict[str, Any], said: str) -> None:
    """Two people in two classes: a group needs no more than there are, than it may have, or than there are seats."""
    maths = Module(ModuleId("NUM"), "Maths", strand="CONSOLIDATION", **module)
    held = Barrette(BarretteId("X"), "Barrette X", (COOKS, BAKERS), 60, per_week=1, **barrette)
    problem = centre(
        modules={maths.id: maths},
        barrettes={held.id: held},
        rooms={RoomId("K"): Room(RoomId("K"), "Cuisine", "cuisine", 2), RoomId("S"): Room(RoomId("S"), "S", "s", 1)},
        origins={"barrette:X": "Barrettes!A2", "module:NUM": "Modules!A2"},
    )
    if not said:
        assert "group_minimums" not in {alert.kind for alert in precheck(problem)}
        return
    alert = only(problem, "group_minimums")
    assert said in alert.text
    assert alert.origin == ("Barrettes!A2" if "min_size" in barrette else "Modules!A2")
    assert not alert.blocking


def test_strands_without_place_lists_classes() -> None:
    """Two CAP classes owe the strands and one has a barrette: the other is named."""
    strands = {CAP: Programme(CAP, "CAP", strand_minutes={(1, "CONSOLIDATION"): 600})}
    barrette = Barrette(BarretteId("X"), "X", (COOKS,), 60, per_week=1)
    alert = only(centre(programmes=strands, barrettes={barrette.id: barrette}), "strands_without_place")
    assert "aucune place pour CAP BOU." in alert.text
    assert not alert.blocking


def test_modules_over_are_named() -> None:
    """A deadline on the eve of the first day: the module is given to nobody; on the first day it is."""
    eve, first = (Module(ModuleId("ORI"), "Vœux", deadline=MONDAY - timedelta(days=n)) for n in (1, 0))
    alert = only(centre(modules={eve.id: eve}), "modules_over")
    assert "Vœux : échéance le" in alert.text
    assert precheck(centre(modules={first.id: first})) == ()


def test_long_events_are_said_of_whom_they_keep_too_long() -> None:
    """Two hours of event for somebody who has one hour a day: they leave it, and the planner knows before."""
    short = Arrangement(ApprenticeId("A"), "max_day", 60)
    event = FixedEvent("E", "Sortie", MONDAY, 480, 600, class_ids=(COOKS,))
    people = {ApprenticeId(name): learner(name) for name in "AB"}
    alert = only(centre(learners=people, events=(event,), arrangements=(short,)), "long_events")
    assert "« Sortie », lundi" in alert.text
    assert "Camille A a 1 h au plus" in alert.text
    assert not alert.blocking


def test_precheck_blocking_first() -> None:
    """What blocks is read first, and long lists of names are cut."""
    people = {ApprenticeId(f"A{n}"): learner(f"A{n}", birth=None) for n in range(9)}
    kinds = [(alert.kind, alert.blocking) for alert in precheck(centre(learners=people))]
    assert kinds == [("room_sizes", True), ("unknown_ages", False)]
    assert "et 4 autres" in only(centre(learners=people), "unknown_ages").text


@pytest.mark.parametrize(("works", "said"), [("SUD", True), ("NORD", False), ("", False)])
def test_trainer_of_the_other_site_is_named(works: str, said: bool) -> None:
    """A kitchen and a class of the north with a cook who works in the south only; whoever works anywhere may come."""
    plain = centre()
    chef = replace(plain.trainers[TrainerId("CHEF")], sites=(SiteId(works),) if works else ())
    problem = replace(
        plain,
        trainers={chef.id: chef},
        rooms={key: replace(room, site_id=SiteId("NORD")) for key, room in plain.rooms.items()},
        classes={key: replace(group, site_id=SiteId("NORD")) for key, group in plain.classes.items()},
    )
    found = [alert.text for alert in precheck(problem) if alert.kind == "course_sites"]
    assert len(found) == said
    assert all("site NORD" in text and "(Anne Roux)" in text for text in found)
