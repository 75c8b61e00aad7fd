"""A seat in a group that stands, before a session of one's own: whom it takes, and whom it does not."""

from dataclasses import replace

import pytest

from planner.domain import BarretteId, Group, GroupId, Kind, PeriodId
from planner.engine.change.own_trainers import teaches_class
from planner.engine.people.from_afar import settle_blended
from planner.engine.people.joining import join_groups
from planner.engine.people.place import Wish
from tests.planner.engine.people.test_sessions_of_people import ANA, BEN, CHLOE, board, centre
from tests.rules import build as b

LIT = b.module()
STANDS = b.session("groupe", b.TUESDAY, kind=Kind.SUPPORT, module_id=LIT.id, group_id=GroupId("G"))


def wish(minutes: int = 60) -> Wish:
    """Ana lacks so many minutes of the module in the week."""
    return Wish(ANA, b.MONDAY, b.SUNDAY, minutes, "besoin")


def test_whoever_lacks_the_hour_is_in_the_group_and_on_its_list() -> None:
    """Once: what they lack goes down, and a second call adds nothing."""
    found, mine = board(centre(), (STANDS, (BEN,))), wish()
    found.groups.append(Group(GroupId("G"), BarretteId("B"), PeriodId("P1"), LIT.id, (b.TRAINER,), None, (BEN.id,)))
    for _ in range(2):
        join_groups(found, LIT, [mine])
    assert (set(found.people[STANDS.id]), mine.left) == ({ANA.id, BEN.id}, 0)
    assert found.groups[0].apprentice_ids == (ANA.id, BEN.id)


@pytest.mark.parametrize(
    ("changes", "minutes", "whole", "joins"),
    [
        ({}, 30, True, False),
        ({}, 30, False, True),
        ({"max_size": 1}, 60, True, False),
        ({"mix_classes": False}, 60, True, False),
        ({"theme": "interview"}, 60, True, False),
    ],
)
def test_whom_a_group_does_not_take(changes: dict[str, object], minutes: int, whole: bool, joins: bool) -> None:
    """Half an hour is no whole one; a full group, classes kept apart, and talks between two are left alone."""
    module = replace(LIT, **changes)  # type: ignore[arg-type]
    found = board(centre(modules=[module]), (STANDS, (BEN,)))
    join_groups(found, module, [wish(minutes)], whole=whole)
    assert (ANA.id in found.people[STANDS.id]) == joins


def test_group_of_a_barrette_keeps_to_its_classes() -> None:
    """Somebody of another class is not in it; somebody without a class may be."""
    group = replace(STANDS, kind=Kind.BARRETTE)
    for learner, joins in ((b.learner("ana", b.OTHER), False), (replace(ANA, memberships=()), True)):
        free = replace(learner, contract_start=None, contract_end=None)
        found = board(centre(free, BEN, classes=[b.group(), b.group(b.OTHER)]), (group, (BEN,)))
        join_groups(found, LIT, [Wish(free, b.MONDAY, b.SUNDAY, 60)])
        assert (free.id in found.people[group.id]) == joins


def test_who_has_other_bells_does_not_join_off_them() -> None:
    """Somebody of a class whose bells begin at half past eight is in no group of nine; a colleague of the class is."""
    tables = (b.bells((480, 540), (540, 600)), b.bells((510, 570), (570, 630), bells_id="annexe"))
    for home, joins in ((b.CLASS, True), (b.OTHER, False)):
        free = replace(b.learner("ana", home), contract_start=None, contract_end=None)
        classes = [b.group(), b.group(b.OTHER, bells_id="annexe")]
        group = replace(STANDS, start=540, end=600)
        found = board(centre(free, BEN, classes=classes, tables=tables), (group, (BEN,)))
        join_groups(found, LIT, [Wish(free, b.MONDAY, b.SUNDAY, 60)])
        assert (free.id in found.people[group.id]) == joins


def test_day_of_who_learns_in_both_ways_is_all_here_or_all_at_home() -> None:
    """A lesson and a workshop on Monday: on the spot for both; the lesson of Tuesday is followed from home."""
    both = replace(CHLOE, blended=True)
    courses = [b.course(), b.course(b.SECOND_COURSE, room_types=("cuisine",))]
    lessons = [b.session(f"cours-{day}", day, course_id=b.COURSE) for day in (b.MONDAY, b.TUESDAY)]
    workshop = b.session("tp", b.MONDAY, "10", "12", course_id=b.SECOND_COURSE)
    found = board(centre(both, courses=courses), *((s, (both,)) for s in (*lessons, workshop)))
    settle_blended(found, b.MONDAY)
    assert [found.people[s.id][both.id] for s in (*lessons, workshop)] == [False, True, False]


def test_trainers_of_a_class_are_counted_by_their_courses() -> None:
    """Two lessons count, support does not."""
    lessons = [b.session(f"cours-{day}", day, course_id=b.COURSE) for day in (b.MONDAY, b.TUESDAY)]
    found = board(centre(), *((s, (ANA,)) for s in (*lessons, STANDS)))
    assert teaches_class(found) == {(b.TRAINER, b.CLASS): 2}
