"""From the question about groups to a plan: hours owed alone, a plan without proof, pairings; teaching groups."""

from dataclasses import replace

from planner.domain import (
    Barrette,
    BarretteId,
    Group,
    GroupId,
    ModuleId,
    Pairing,
    PeriodId,
    RoomId,
    TrainerId,
    Volume,
)
from planner.engine.groups.plan import Plan, greedy, owed_only, pairings, plan_of, settle_owed
from planner.engine.groups.same_rooms import SameRooms
from planner.engine.groups.scene import Scene
from planner.engine.groups.setup import scene_model
from planner.engine.groups.teaching import LARGEST, SMALLEST, Teaching
from planner.engine.solvers.milp import MilpAnswer, solve
from planner.model.groups import GroupsModel
from tests.planner.scenes import BARRETTE, PERIOD, PLACE, WATCHER, Tiny, tiny
from tests.rules import build as b


def model(scene: Tiny, **changes: object) -> GroupsModel:
    """The model of the barrette of a scene, before any rule has spoken."""
    barrette = scene.problem.barrettes[BARRETTE.id]
    made = Scene(scene.problem, PERIOD, scene.occasions, scene.owed, barrette=barrette, **changes)  # type: ignore[arg-type]
    return scene_model(made, {})


def number(made: GroupsModel, module: str) -> int:
    """The activity of a module."""
    return made.modules([ModuleId(module)])[0]


READERS = tiny({"lectrice": ["LIT1"], "lecteur": ["LIT1"], "libre": []}, skills={"A": ["LIT1"], "B": ["NUM1"]})


# Without proof


def test_greedy_plan_serves_who_owes_and_watches_the_others() -> None:
    """Two owe literacy: a group of both with its trainer; the third is in the library with who watches it."""
    made = model(READERS)
    plan, names = greedy(made), [m.id for m in made.members]
    literacy, study = number(made, "LIT1"), number(made, "AUTONOMIE")
    assert {names[n]: m for (n, _o), m in plan.joins.items()} == {
        "lectrice": literacy, "lecteur": literacy, "libre": study,
    }  # fmt: skip
    assert plan.leads[literacy, 0] == ["A"]
    assert plan.watch == {(PLACE, 0): WATCHER}


def test_greedy_plan_pays_a_need_once() -> None:
    """An hour is owed and there are two moments: the second one is autonomy."""
    made = model(tiny({"lectrice": ["LIT1"]}, skills={"A": ["LIT1"]}, moments=2))
    plan = greedy(made)
    assert [plan.joins[0, o] == number(made, "LIT1") for o in (0, 1)] == [True, False]


def test_greedy_plan_opens_nothing_under_the_smallest_size() -> None:
    """A module of three people at least, two of whom owe it."""
    few = (b.module("LIT1", strand="CONSOLIDATION", min_size=3), *READERS.problem.modules.values())
    made = model(tiny({"a": ["LIT1"], "b": ["LIT1"]}, skills={"A": ["LIT1"]}, modules=(few[0], few[-1])))
    assert not greedy(made).leads


# Hours owed alone


def test_question_about_hours_owed_leaves_the_rest_out() -> None:
    """Who owes literacy may do it or work alone, and nothing else; who might fill the group is counted beside."""
    large = b.module("LIT1", strand="CONSOLIDATION", min_size=3)
    modules = (large, *(m for m in READERS.problem.modules.values() if m.id != "LIT1"))
    made = model(tiny({"lectrice": ["LIT1"], "libre": []}, skills={"A": ["LIT1"], "B": ["NUM1"]}, modules=modules))
    alone = owed_only(made)
    may = {m.id: {alone.activities[a].module.id for a in m.may} for m in alone.members}
    assert may["lectrice"] == {"LIT1", "AUTONOMIE"}
    assert may["libre"] == {"AUTONOMIE"}
    assert {a.module.id: a.fill for a in alone.activities}["LIT1"] == (0,)
    assert {a.module.id: a.min_size for a in made.activities}["LIT1"] == 3


def answered(made: GroupsModel) -> MilpAnswer:
    """A solution of the hours owed, each minute unpaid costing one."""
    for variable in made.unmet.values():
        made.penalise("offer", [variable])
    answer = solve(made, continuous=made.continuous)
    assert answer is not None
    return answer


def test_what_pays_hours_owed_is_settled_in_the_whole_question() -> None:
    """The two readers are in literacy in the answer: nobody may take them out of it again."""
    made, alone = model(READERS), owed_only(model(READERS))
    answer = answered(alone)
    settle_owed(made, alone, answer)
    literacy = number(made, "LIT1")
    joined = {member.id: made.joins(n, literacy, 0) for n, member in enumerate(made.members)}
    assert [made.low[joined[name] or 0] for name in ("lectrice", "lecteur")] == [1, 1]


def test_hour_in_a_group_that_pays_nothing_more_stays_free() -> None:
    """An hour is owed and she is in literacy at both moments: one of them is settled, the other left to choose."""
    scene = tiny({"lectrice": ["LIT1"]}, skills={"A": ["LIT1"]}, moments=2)
    made, alone = model(scene), owed_only(model(scene))
    literacy = number(alone, "LIT1")
    for o in (0, 1):
        alone.fix(alone.joins(0, literacy, o) or 0, 1)
    settle_owed(made, alone, answered(alone))
    assert sorted(made.low[made.joins(0, literacy, o) or 0] for o in (0, 1)) == [0, 1]


def test_plan_of_an_answer_has_people_adults_and_rooms() -> None:
    """Each person does one thing, each led group has as many rooms as trainers; a room that stands is kept."""
    alone = owed_only(model(READERS))
    answer = answered(alone)
    literacy = number(alone, "LIT1")
    plan = plan_of(alone, answer)
    assert len(plan.joins) == 3
    assert plan.leads[literacy, 0] == ["A"]
    assert len(plan.holds[literacy, 0]) == 1
    alike = next(rooms for rooms in alone.kinds[0] if plan.holds[literacy, 0][0] in rooms)
    other = next(room for room in alike if room not in plan.holds[literacy, 0])
    assert plan_of(alone, answer, {(literacy, 0): [other]}).holds[literacy, 0] == [other]


# Pairings


def paired(together: bool) -> tuple[GroupsModel, list[int]]:
    """A model with a pairing of the two readers, and their variables of literacy."""
    rows = (Pairing(frozenset({"lectrice", "lecteur"}), together),)  # type: ignore[arg-type]
    made = model(replace(READERS, problem=replace(READERS.problem, pairings=rows)))
    pairings(rows, made)
    literacy = number(made, "LIT1")
    names = {m.id: n for n, m in enumerate(made.members)}
    found = [made.joins(names[a], literacy, 0) for a in ("lectrice", "lecteur")]  # type: ignore[index]
    return made, [v for v in found if v is not None]


def test_people_to_keep_together_do_the_same_thing() -> None:
    """One in literacy and the other not is no solution; both are."""
    made, (one, other) = paired(together=True)
    made.fix(one, 1)
    answer = solve(made, continuous=made.continuous)
    assert answer is not None
    assert answer.on(other)


def test_people_to_keep_apart_are_not_in_one_group() -> None:
    """One trainer of literacy, so one group: the two cannot both be in it."""
    made, (one, other) = paired(together=False)
    made.fix(one, 1)
    made.fix(other, 1)
    assert solve(made, continuous=made.continuous) is None


# Teaching groups

FRENCH = Barrette(
    BarretteId("B"), "Français", (b.CLASS,), 60, per_week=1, nature="teaching", course_ids=(b.COURSE,)
)  # fmt: skip


def taught(people: int, staff: int = 3, previous: tuple[Group, ...] = (), **changes: object) -> Teaching:
    """A teaching barrette of one class, composed."""
    course = b.course(volume=Volume(weekly=60), teams=(("T0",),), subject="Français", **changes)
    scene = tiny(
        {}, skills={f"T{n}": ["francais"] for n in range(staff)}, moments=2, courses=[course],
        learners=[b.learner(f"p{n:02d}") for n in range(people)], barrette=FRENCH,
    )  # fmt: skip
    made = Scene(scene.problem, PERIOD, scene.occasions, (), barrette=FRENCH, previous=previous)
    found = Teaching(made)
    found.compose()
    return found


def test_as_many_groups_as_the_smallest_size_allows() -> None:
    """Fifteen people are one group of eight or more, sixteen are two."""
    assert SMALLEST == 8
    assert [len(taught(n).groups) for n in (2 * SMALLEST - 1, 2 * SMALLEST)] == [1, 2]
    assert LARGEST >= 2 * SMALLEST


def test_group_keeps_its_trainer_from_one_moment_to_the_next() -> None:
    """Two groups, two moments: one trainer each, and another one who leads nothing."""
    found = taught(16)
    assert [len(group.trainer_ids) for group in found.groups] == [1, 1]
    assert all(run.course_ids == (b.COURSE,) for run in found.runs)


def test_group_keeps_the_trainer_of_the_period_before() -> None:
    """The first group was led by the third trainer: it is again."""
    before = Group(GroupId("g"), FRENCH.id, PeriodId("P0"), ModuleId("ENS-1"), ("T2",), None, ())  # type: ignore[arg-type]
    assert taught(16, previous=(before,)).groups[0].trainer_ids == ("T2",)


def test_threshold_of_the_course_is_kept() -> None:
    """Ten people in a group at most (*seuil*): of sixteen in two groups, none has more."""
    assert max(len(g.apprentice_ids) for g in taught(16, max_group=10).groups) <= 10


# Rooms


def test_a_group_is_in_an_ordinary_room_that_holds_all_who_are_ever_in_it() -> None:
    """Five readers, three of whom come to the first hour: the classroom, not the office that they fill or a kitchen."""
    people = {f"lecteur {n}": ["LIT1"] for n in range(5)}
    rooms = [b.room("cuisine", type="cuisine", seats=3), b.room("bureau", seats=3), b.room("salle", seats=20)]
    kitchen = b.course(room_types=("cuisine",))
    scene = tiny(people, skills={"A": ["LIT1"]}, moments=2, rooms=rooms, absent={0: [*people][:2]}, courses=[kitchen])
    made = model(scene)
    literacy = number(made, "LIT1")
    plan = Plan(
        joins={(n, o): literacy for n, member in enumerate(made.members) for o in member.at},
        leads={(literacy, o): [TrainerId("A")] for o in (0, 1)},
        holds={(literacy, 0): [RoomId("cuisine")], (literacy, 1): [RoomId("salle")]},
    )
    SameRooms(made, plan).run()
    assert plan.holds == {(literacy, 0): ["salle"], (literacy, 1): ["salle"]}
