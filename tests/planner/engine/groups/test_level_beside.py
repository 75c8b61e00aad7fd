"""Hours owed that a group of the level beside gives: as second best, and never to those who have their own."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from planner.domain import ModuleId, Owed, Session, Settings
from planner.engine.groups.beside import without_own
from planner.engine.groups.scene import Scene
from planner.hours.ledger import settle
from planner.hours.levels import neighbours
from planner.hours.support import pays
from tests.planner import test_seats as seats
from tests.planner.scenes import AUTONOMY, PERIOD, Tiny, tiny, where
from tests.rules import build as b

LEVELS = {"LIT1": {1}, "LIT2": {2}, "LIT3": {3, 4}}
MODULES = (
    *(
        b.module(m, strand="CONSOLIDATION", domains=frozenset({"Littératie"}), levels=frozenset(levels), min_size=3)
        for m, levels in LEVELS.items()
    ),
    b.module("NUM2", strand="CONSOLIDATION", domains=frozenset({"Numératie"}), levels=frozenset({2})),
    replace(AUTONOMY, id=b.module("AUTONOMIE").id),
)
BASES, MORE = ("a", "b"), ("p", "q", "r", "s", "t", "u")


def scene(bases: Sequence[str], more: Sequence[str], trainers: int = 1, moments: int = 1, *, on: bool = True) -> Tiny:
    """People who owe the first level, others who owe the second, an hour at each moment; trainers who lead both."""
    skills = {f"T{n}": ["LIT1", "LIT2", "LIT3"] for n in range(trainers)}
    needs = {a: ["LIT1"] for a in bases} | {a: ["LIT2"] for a in more}
    found = tiny(
        needs, skills=skills, moments=moments, modules=MODULES, minutes=60 * moments,
        settings=Settings(neighbour_levels=on),
    )  # fmt: skip
    return replace(found, owed=tuple(_levelled(found, need) for need in found.owed))


def _levelled(found: Tiny, need: Owed) -> Owed:
    """A need as a rule of need opens it, for the one level of its module."""
    (own,) = LEVELS[need.target]
    return replace(need, level=own, neighbours=neighbours(found.problem, need.target, "littératie", own))


def test_two_of_the_first_level_join_the_second_and_their_hours_count() -> None:
    """Too few for a group of three: at both moments they are in the group beside, which pays them."""
    tried = scene(BASES, MORE, moments=2)
    found = tried.compose()
    assert {where(found, o)[a] for a in BASES + MORE for o in (1, 2)} == {"LIT2"}
    assert set(tried.paid(found).values()) == {120}


def test_three_have_their_own_group() -> None:
    """Enough people, and a second trainer: nobody is in the level beside."""
    found = where(scene((*BASES, "c"), MORE, trainers=2).compose())
    assert {found[a] for a in (*BASES, "c")} == {"LIT1"}
    assert {found[a] for a in MORE} == {"LIT2"}


def test_without_a_trainer_for_their_own_group_they_join_the_other() -> None:
    """Three of them, one trainer, who leads the six."""
    assert set(where(scene((*BASES, "c"), MORE).compose()).values()) == {"LIT2"}


def test_two_levels_that_are_each_too_few_make_a_group_together() -> None:
    """Two and two: neither opens alone."""
    found = where(scene(BASES, ("p", "q")).compose())
    assert len({found[a] for a in (*BASES, "p", "q")} - {"AUTONOMIE"}) == 1
    assert "AUTONOMIE" not in found.values()


def test_setting_off_leaves_them_without_and_says_so() -> None:
    """They work in autonomy, and the account says that nothing is planned."""
    tried = scene(BASES, MORE, on=False)
    found = tried.compose()
    assert {where(found)[a] for a in BASES} == {"AUTONOMIE"}
    assert {tried.paid(found)[a, f"{a}-LIT1"] for a in BASES} == {0}


def test_composed_again_they_stay_where_they_are() -> None:
    """A group that stands is composed again: the same people in the same group."""
    tried = scene(BASES, MORE, moments=2)
    first = tried.compose()
    moments = {occasion.key: occasion for occasion in tried.occasions}
    standing = {
        (a, run.occasion_key): b.session(
            f"{run.module_id}-{run.occasion_key}", moments[run.occasion_key].day, kind="barrette",
            module_id=run.module_id, strand="CONSOLIDATION", trainer_ids=run.trainer_ids, room_id=run.room_id,
        )
        for run in first.runs
        for a in run.apprentice_ids
    }  # fmt: skip
    again = tried.compose(standing=standing)
    assert [where(again, o) for o in (1, 2)] == [where(first, o) for o in (1, 2)]


def test_one_level_away_in_the_same_domain_and_never_two() -> None:
    """From the first only the second; from the second both sides; none without a level, or where levels do not mix."""
    problem = scene(BASES, MORE).problem
    assert neighbours(problem, "LIT1", "Littératie", 1) == {"LIT2"}
    assert neighbours(problem, "LIT2", "littératie", 2) == {"LIT1", "LIT3"}
    assert not neighbours(problem, "LIT1", "littératie", 0)
    apart = {m: replace(x, mix_levels=m != "LIT2") for m, x in problem.modules.items()}
    assert not neighbours(replace(problem, modules=apart), "LIT1", "littératie", 1)


def lesson(name: str, module: str, start: str = "8", end: str = "9") -> Session:
    """An hour of a group on Monday."""
    return b.session(name, start=start, end=end, kind="barrette", module_id=module, strand="CONSOLIDATION")


@pytest.mark.parametrize(
    ("held", "target", "planned", "said"),
    [
        (("LIT1", "LIT1"), "LIT1", 120, ""),
        (("LIT2", "LIT2"), "LIT2", 120, "donnée avec « LIT2 », groupe du niveau voisin"),
        (("LIT1", "LIT2"), "CONSOLIDATION", 120, "donnée avec « LIT2 », groupe du niveau voisin (1 h)"),
        (("LIT3", "LIT3"), "LIT1", 0, None),
    ],
)
def test_what_the_account_says(held: tuple[str, str], target: str, planned: int, said: str | None) -> None:
    """Own hours under the module; those of the level beside under that one, or both under the strand."""
    problem = scene(BASES, MORE).problem
    need = Owed(b.LEARNER, "n", "LIT1", 120, b.SUNDAY, b.MONDAY, level=1)
    need = replace(need, neighbours=neighbours(problem, "LIT1", "littératie", 1))
    table = b.timetable(*(lesson(f"s{n}", m, str(8 + n), str(9 + n)) for n, m in enumerate(held)))
    problem = replace(problem, learners={b.LEARNER: b.learner()})
    (row,) = settle(problem, [need], table.sessions, table.attendance)
    assert (row.target, row.planned) == (target, planned)
    assert said is None or row.reason == said


def test_who_owes_the_module_itself_is_paid_first() -> None:
    """One hour of the second level, a need of each: it pays the one that it is of, however pressing the other."""
    problem = scene(BASES, MORE).problem
    first = Owed(b.LEARNER, "bases", "LIT1", 60, b.SUNDAY, b.MONDAY, priority=1, level=1)
    first = replace(first, neighbours=neighbours(problem, "LIT1", "littératie", 1))
    second = Owed(b.LEARNER, "renforcer", "LIT2", 60, b.SUNDAY, b.MONDAY, priority=2, level=2)
    table = b.timetable(lesson("s", "LIT2"))
    assert pays(first, table.sessions[0])
    problem = replace(problem, learners={b.LEARNER: b.learner()})
    rows = settle(problem, (first, second), table.sessions, table.attendance)
    assert {row.need_id: row.planned for row in rows} == {"bases": 0, "renforcer": 60}


@pytest.mark.parametrize("beside", ["LIT1", "NUM1"])
def test_who_has_no_group_of_their_own_takes_the_level_beside(beside: str) -> None:
    """Somebody comes who owes a module that no group gives: a group of the level beside; their own once it is there."""
    trainer, room, own = b.trainer("D", skills=frozenset({"ap"})), b.room("salle 4"), {"AP": ("D", "salle 4", "f")}
    staff = [b.trainer(t, skills=frozenset({skill})) for t, skill in seats.SKILLS.items()]
    for groups, found in ((seats.GROUPS, beside), (seats.GROUPS | own, "AP")):
        one = seats.scene(
            {"e": "AP"}, groups=groups, extra="e", trainers=[*staff, trainer, seats.WATCHER],
            rooms=[*(b.room(f"salle {n}") for n in (1, 2, 3)), room, seats.CDI],
        )  # fmt: skip
        one.owed = tuple(replace(need, neighbours=frozenset({ModuleId(beside)})) for need in one.owed)
        one.seat(one.hour(1, "e"), one.hour(2, "e"))
        assert [one.where(n)["e"] for n in (1, 2)] == [seats.name(found, 1), seats.name(found, 2)]


def test_with_all_others_held_it_is_open_to_who_has_nothing_and_no_group() -> None:
    """One has an hour already, the others none; and none of them where their own group stands."""
    tried = scene((*BASES, "c"), ())
    asked = Scene(tried.problem, PERIOD, tried.occasions, tried.owed, {(b.learner("a").id, "a-LIT1"): 60})
    assert {person for person, _need in without_own(asked, {"LIT2"}).beside} == {"b", "c"}
    assert not without_own(asked, {"LIT1"}).beside
