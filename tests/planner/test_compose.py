"""Groups of a barrette in a period: who gets what, from a few people and one or two trainers."""

import random
from dataclasses import replace

import pytest

from planner.domain import (
    STRANDS,
    ApprenticeId,
    Arrangement,
    GroupMembership,
    Lock,
    ModuleId,
    Owed,
    Pairing,
    RoomId,
    TrainerId,
)
from planner.hours.owed import SOURCE_PROGRAMME
from tests.planner.scenes import BARRETTE, MODULES, PERIOD, PLACE, WATCHER, tiny, where
from tests.rules import build as b

READER, COUNTER = {"lectrice": ["LIT1"]}, {"calculatrice": ["NUM1"]}


def test_everyone_is_in_what_they_owe_when_trainers_allow() -> None:
    """Two needs, two trainers: both groups open; who owes nothing works in the watched place."""
    scene = tiny(READER | COUNTER | {"libre": []}, skills={"A": ["LIT1"], "B": ["NUM1"]})
    found = scene.compose()
    assert where(found) == {"lectrice": "LIT1", "calculatrice": "NUM1", "libre": "AUTONOMIE"}
    autonomy = next(run for run in found.runs if run.module_id == "AUTONOMIE")
    assert (autonomy.trainer_ids, autonomy.room_id) == ((WATCHER,), PLACE)
    assert {run.trainer_ids for run in found.runs if run.module_id == "LIT1"} == {("A",)}


def test_one_trainer_leads_the_group_that_pays_most() -> None:
    """Two people owe LIT1, one NUM1, and only one group can open."""
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"], "c": ["NUM1"]}, skills={"A": ["LIT1", "NUM1"]})
    assert where(scene.compose()) == {"a": "LIT1", "b": "LIT1", "c": "AUTONOMIE"}


def test_priority_decides_between_equal_numbers() -> None:
    """One person each; the need of priority 1 is served."""
    scene = tiny(READER | COUNTER, skills={"A": ["LIT1", "NUM1"]})
    urgent = tuple(replace(n, priority=1 if n.target == "NUM1" else 3) for n in scene.owed)
    assert where(replace(scene, owed=urgent).compose())["calculatrice"] == "NUM1"


def test_two_needs_alternate_between_two_groups_of_the_period() -> None:
    """Two moments: literacy in one and numeracy in the other; the person stands in both rosters."""
    scene = tiny({"a": ["LIT1", "NUM1"]}, skills={"A": ["LIT1", "NUM1"]}, moments=2)
    found = scene.compose()
    assert set(scene.paid(found).values()) == {60}
    rosters = [g.module_id for g in found.groups if ApprenticeId("a") in g.apprentice_ids]
    assert sorted(rosters) == ["LIT1", "NUM1"]


def test_nobody_is_left_with_nothing() -> None:
    """Two places at each of two moments, three people who owe two hours each: nobody has two while another has none."""
    small = [b.module("LIT1", strand="CONSOLIDATION", max_size=2), MODULES[-1]]
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"], "c": ["LIT1"]}, skills={"A": ["LIT1"]}, moments=2, modules=small,
                 minutes=120)  # fmt: skip
    paid = scene.paid(scene.compose())
    assert sum(paid.values()) == 240
    assert min(paid.values()) == 60


def test_group_stops_at_its_largest_size() -> None:
    """Five people owe LIT1, which takes three."""
    small = [b.module("LIT1", strand="CONSOLIDATION", max_size=3), MODULES[-1]]
    scene = tiny({name: ["LIT1"] for name in "abcde"}, skills={"A": ["LIT1"]}, modules=small)
    assert sorted(where(scene.compose()).values()).count("LIT1") == 3


def test_group_stops_at_the_seats_of_its_room() -> None:
    """Five people owe LIT1, whose only room has two seats."""
    lab = [b.module("LIT1", strand="CONSOLIDATION", room_types=("labo",)), MODULES[-1]]
    room = b.room("petit labo", type="labo", seats=2)
    scene = tiny({name: ["LIT1"] for name in "abcde"}, skills={"A": ["LIT1"]}, rooms=[room], modules=lab)
    assert sorted(where(scene.compose()).values()).count("LIT1") == 2


def test_remote_person_takes_no_seat() -> None:
    """Two seats and three people, one of them at a distance: all three are in the group."""
    learners = [b.learner("a"), b.learner("b"), b.learner("c", remote=True)]
    scene = tiny(
        {name: ["LIT1"] for name in "abc"}, skills={"A": ["LIT1"]}, rooms=[b.room("petite", seats=2)], learners=learners
    )
    assert set(where(scene.compose()).values()) == {"LIT1"}


def test_trainer_gives_no_more_hours_than_are_left_in_the_week() -> None:
    """An hour left in the week, two moments in the same week: one group only."""
    scene = tiny({"a": ["LIT1"]}, skills={"A": ["LIT1"]}, moments=2, minutes=120, capacity=60)
    same_week = tuple(replace(o, day=b.MONDAY if n == 0 else b.TUESDAY) for n, o in enumerate(scene.occasions))
    scene = replace(scene, occasions=same_week)
    assert [run.module_id for run in scene.compose().runs].count("LIT1") == 1


def test_trainer_away_at_a_moment_leads_nothing_then() -> None:
    """A is away at the second moment; the need of two hours is half paid."""
    scene = tiny({"a": ["LIT1"]}, skills={"A": ["LIT1"]}, moments=2, minutes=120, away={1: ["A"]})
    assert set(scene.paid(scene.compose()).values()) == {60}


def test_absent_person_is_in_no_group_then() -> None:
    """Whoever is not in the occasion is in none of its runs."""
    found = tiny(READER, skills={"A": ["LIT1"]}, moments=2, absent={0: ["lectrice"]}).compose()
    assert where(found, 1) == {}
    assert where(found, 2) == {"lectrice": "LIT1"}


def test_people_kept_apart_are_in_two_groups() -> None:
    """Both owe LIT1 and two trainers can lead it: one group each."""
    apart = Pairing(frozenset({ApprenticeId("a"), ApprenticeId("b")}), together=False)
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"]}, skills={"A": ["LIT1"], "B": ["LIT1"]}, pairings=(apart,))
    runs = [run for run in scene.compose().runs if run.module_id == "LIT1"]
    assert sorted(run.apprentice_ids for run in runs) == [("a",), ("b",)]


def test_people_kept_together_do_the_same_thing() -> None:
    """One owes LIT1, the other nothing: the second comes along."""
    pair = Pairing(frozenset({ApprenticeId("a"), ApprenticeId("b")}), together=True)
    scene = tiny({"a": ["LIT1"], "b": []}, skills={"A": ["LIT1"]}, pairings=(pair,))
    assert where(scene.compose()) == {"a": "LIT1", "b": "LIT1"}


def test_locked_person_stays_in_the_module() -> None:
    """A lock beats what is owed."""
    lock = Lock(barrette_id=BARRETTE.id, apprentice_id=ApprenticeId("a"), module_id=ModuleId("NUM1"))
    scene = tiny({"a": ["LIT1"]} | COUNTER, skills={"A": ["LIT1"], "B": ["NUM1"]}, locks=(lock,))
    assert where(scene.compose())["a"] == "NUM1"


def test_module_of_one_class_does_not_mix_classes() -> None:
    """One trainer, two classes that the module does not mix: one of the two people is served."""
    alone = [b.module("LIT1", strand="CONSOLIDATION", mix_classes=False), MODULES[-1]]
    scene = tiny(
        {"a": ["LIT1"], "z": ["LIT1"]},
        skills={"A": ["LIT1"]},
        modules=alone,
        classes=[b.group(), b.group(b.OTHER)],
        learners=[b.learner("a"), b.learner("z", b.OTHER)],
        barrette=replace(BARRETTE, class_ids=(b.CLASS, b.OTHER)),
    )
    assert sorted(where(scene.compose()).values()) == ["AUTONOMIE", "LIT1"]


def test_other_period_keeps_people_where_nothing_changed() -> None:
    """Both owe both modules; each stays in the module of the period before."""
    before = (
        GroupMembership(BARRETTE.id, ApprenticeId("a"), ModuleId("NUM1"), ("B",)),
        GroupMembership(BARRETTE.id, ApprenticeId("b"), ModuleId("LIT1"), ("A",)),
    )
    scene = tiny({"a": ["LIT1", "NUM1"], "b": ["LIT1", "NUM1"]}, skills={"A": ["LIT1"], "B": ["NUM1"]})
    assert where(scene.compose(previous=before)) == {"a": "NUM1", "b": "LIT1"}


def test_usual_trainer_keeps_the_group() -> None:
    """Two trainers can lead LIT1; the one of the period before does."""
    before = (GroupMembership(BARRETTE.id, ApprenticeId("lectrice"), ModuleId("LIT1"), ("B",)),)
    scene = tiny(READER, skills={"A": ["LIT1"], "B": ["LIT1"]})
    groups = [g for g in scene.compose(previous=before).groups if g.module_id == "LIT1"]
    assert [g.trainer_ids for g in groups] == [("B",)]


def test_hours_already_paid_elsewhere_are_not_given_again() -> None:
    """The hour of LIT1 is planned in an open period: NUM1 gets the only trainer."""
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"]} | COUNTER, skills={"A": ["LIT1", "NUM1"]})
    paid = {(ApprenticeId(a), f"{a}-LIT1"): 60 for a in "ab"}
    assert where(scene.compose(paid=paid))["calculatrice"] == "NUM1"


def test_arrangement_puts_the_group_in_a_room_with_the_feature() -> None:
    """Only one room has a screen, and the person needs one."""
    screen = Arrangement(ApprenticeId("lectrice"), "room_feature", text="Écran")
    rooms = [b.room("sans"), b.room("avec", features=frozenset({"écran"}))]
    scene = tiny(READER, skills={"A": ["LIT1"]}, rooms=rooms, arrangements=(screen,))
    assert [run.room_id for run in scene.compose().runs if run.module_id == "LIT1"] == ["avec"]


@pytest.mark.parametrize("seed", range(6))
def test_composition_is_whole_and_repeats_itself(seed: int) -> None:
    """Random needs: everyone in one run at each moment, no trainer or room twice, rosters hold, same answer again."""
    rng = random.Random(seed)
    needs = {f"p{n}": rng.sample(["LIT1", "NUM1"], rng.randint(0, 2)) for n in range(9)}
    scene = tiny(needs, skills={"A": ["LIT1"], "B": ["LIT1", "NUM1"]}, moments=2, absent={0: ["p0"]})
    found = scene.compose()
    assert found == scene.compose()
    rosters = {g.id: set(g.apprentice_ids) for g in found.groups}
    for occasion in scene.occasions:
        runs = [run for run in found.runs if run.occasion_key == occasion.key]
        assert sorted(a for run in runs for a in run.apprentice_ids) == sorted(occasion.learners)
        busy = [t for run in runs for t in run.trainer_ids]
        assert len(busy) == len(set(busy))
        assert len({run.room_id for run in runs}) == len(runs)
        assert all(set(run.apprentice_ids) <= rosters[run.group_id] for run in runs)


def test_trainer_leads_no_more_than_the_hours_left_that_day() -> None:
    """Two moments of one day, an hour left that day: the only trainer leads one of them."""
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"]}, skills={"A": ["LIT1"]}, moments=2, minutes=120)
    first, second = scene.occasions
    today = {TrainerId("A"): 60}
    moments = (replace(first, today=today), replace(second, day=first.day, start=600, end=660, today=today))
    composed = replace(scene, occasions=moments).compose()
    assert [run.module_id for run in composed.runs].count(ModuleId("LIT1")) == 1


def test_autonomy_finds_another_room_when_the_barrette_has_none_left() -> None:
    """None of the barrette's own rooms is free: everyone is in the watched place all the same."""
    barrette = replace(BARRETTE, room_ids=(RoomId("salle 9"),))
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"]}, skills={}, barrette=barrette)
    composed = scene.compose()
    assert [(run.module_id, run.room_id) for run in composed.runs] == [("AUTONOMIE", PLACE)]


def test_people_over_the_seats_of_autonomy_join_a_led_group() -> None:
    """Rooms of three and two seats, five people of whom one is led: nobody is left without a room."""
    scene = tiny(
        {"a": ["LIT1"], "b": [], "c": [], "d": [], "e": []},
        skills={"A": ["LIT1"]},
        rooms=[b.room("salle 0", seats=3)],
    )
    rooms = {**scene.problem.rooms, PLACE: replace(scene.problem.rooms[PLACE], seats=2)}
    composed = replace(scene, problem=replace(scene.problem, rooms=rooms)).compose()
    assert all(run.room_id is not None for run in composed.runs)
    assert sorted(len(run.apprentice_ids) for run in composed.runs) == [2, 3]


def test_support_is_in_a_special_room_only_where_no_other_is_left() -> None:
    """A kitchen that a course asks for stays empty while two other rooms hold two groups; without one, it is used."""
    rooms, asked = [b.room("A cuisine", type="cuisine"), b.room("classe")], b.course(room_types=("cuisine",))
    needs, skills = READER | COUNTER, {"A": ["LIT1"], "B": ["NUM1"]}
    free = tiny(needs, skills=skills, rooms=rooms, courses=[asked]).compose()
    assert {run.room_id for run in free.runs} == {"classe", PLACE}
    full = tiny(needs, skills=skills, rooms=rooms[:1], courses=[asked]).compose()
    assert where(full) == {"lectrice": "LIT1", "calculatrice": "NUM1"}
    assert {run.room_id for run in full.runs} == {"A cuisine", PLACE}


def test_a_group_keeps_its_room_and_its_trainer_over_the_period() -> None:
    """Three weeks, two trainers with the same skill, rooms taken in turn: one trainer, and one room but where it is
    taken.
    """
    scene = tiny(READER, skills={"A": ["LIT1"], "B": ["LIT1"]}, moments=3, minutes=180)
    third = tuple(replace(o, rooms=o.rooms[n % 2 :]) for n, o in enumerate(scene.occasions))
    runs = [r for r in replace(scene, occasions=third).compose().runs if r.module_id == "LIT1"]
    assert len(runs) == 3
    assert len({run.trainer_ids for run in runs}) == 1
    assert len({run.room_id for run in runs}) == 1


def test_an_hour_of_each_strand_before_hours_owed_take_the_term() -> None:
    """Three moments, three hours of literacy owed: one goes to each other strand."""
    strands = zip(("LIT1", "AP", "ORI"), STRANDS, strict=True)
    modules = [*(b.module(name, strand=strand) for name, strand in strands), MODULES[-1]]
    scene = tiny(READER, skills={"A": ["LIT1", "AP", "ORI"]}, modules=modules, moments=3, minutes=180)
    targets = tuple(
        Owed(ApprenticeId("lectrice"), f"volet-{s}", s, 60, PERIOD.last, PERIOD.first, source=SOURCE_PROGRAMME)
        for s in STRANDS
    )
    found = replace(scene, owed=(*scene.owed, *targets)).compose()
    assert sorted(where(found, n)["lectrice"] for n in (1, 2, 3)) == ["AP", "LIT1", "ORI"]
    assert sorted(where(scene.compose(), n)["lectrice"] for n in (1, 2, 3)) == ["LIT1"] * 3


@pytest.mark.parametrize(("minutes", "hours"), [((60, 60, 120), (1, 1, 1)), ((60, 120, 120), (2, 2, 2))])
def test_nobody_fills_up_a_group_for_one_person(minutes: tuple[int, ...], hours: tuple[int, ...]) -> None:
    """Three make a group. Whoever has had their hour comes again so that two others have theirs, not for one.

    The module is for those who owe it: an hour in it that pays nothing is not for them.
    """
    licence = [b.module("PERMIS", theme="licence", min_size=3), MODULES[-1]]
    scene = tiny({name: ["PERMIS"] for name in "abc"}, skills={"A": ["PERMIS"]}, moments=2, modules=licence)
    due = dict(zip("abc", minutes, strict=True))
    scene = replace(scene, owed=tuple(replace(n, minutes=due[n.apprentice_id]) for n in scene.owed))
    runs = [run for run in scene.compose().runs if run.module_id == "PERMIS"]
    assert tuple(sum(name in run.apprentice_ids for run in runs) for name in "abc") == hours
