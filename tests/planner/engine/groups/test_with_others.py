"""What members may do because of others: those to be kept together, and those whose locked group is too small."""

from dataclasses import replace

import pytest

from planner.domain import ApprenticeId, Learner, ModuleId, Pairing
from planner.engine.groups.with_others import filled, paired
from planner.model.groups import GroupActivity, Member
from tests.rules import build as b

ANA, BEN, CHLOE = (b.learner(name) for name in ("ana", "ben", "chloe"))
ALL = frozenset({0, 1, 2})


def member(who: Learner, *may: int, forced: str = "") -> Member:
    """Somebody who is at the one occasion, with what they may do by themselves."""
    locks = {0: ModuleId(forced)} if forced else {}
    return Member(ApprenticeId(who.id), b.CLASS, 1, frozenset({0}), frozenset(may), forced=locks)


def may(members: object) -> list[set[int]]:
    """What each may do, in their order."""
    return [set(one.may) for one in members]  # type: ignore[attr-defined]


def test_two_to_be_together_may_both_do_what_either_may() -> None:
    """Ana may write, Ben count: both may do both. Chloé is of no pairing and keeps her own."""
    members = [member(ANA, 0), member(BEN, 1), member(CHLOE, 2)]
    found = paired([Pairing(frozenset({ANA.id, BEN.id}), together=True)], members, [ALL] * 3)
    assert may(found) == [{0, 1}, {0, 1}, {2}]
    assert [one.id for one in found] == [ANA.id, BEN.id, CHLOE.id]


def test_nobody_follows_into_what_is_not_for_their_class() -> None:
    """Writing is for the class of Ana alone: Ben follows her nowhere, and she may follow him."""
    members = [member(ANA, 0), member(BEN, 1)]
    assert may(paired([Pairing(frozenset({ANA.id, BEN.id}), together=True)], members, [ALL, frozenset({1, 2})])) == [
        {0, 1},
        {1},
    ]


def test_pairing_that_keeps_apart_opens_nothing() -> None:
    """Nor does one whose other half is not at this barrette."""
    members = [member(ANA, 0), member(BEN, 1)]
    for pairing in (
        Pairing(frozenset({ANA.id, BEN.id}), together=False),
        Pairing(frozenset({ANA.id, CHLOE.id}), together=True),
    ):
        assert may(paired([pairing], members, [ALL] * 2)) == [{0}, {1}]


@pytest.mark.parametrize(("smallest", "others"), [(1, False), (2, True), (3, True)])
def test_group_of_somebody_locked_takes_others_where_it_is_too_small(smallest: int, others: bool) -> None:
    """Ana alone may be in it: enough for one, too few for two; then all may come for whom it is, so not Chloé."""
    activities = [GroupActivity(b.module("LIT1"), min_size=smallest), GroupActivity(b.module("NUM1"), min_size=9)]
    members = [member(ANA, 0, forced="LIT1"), member(BEN, 1), member(CHLOE, 1)]
    found = filled(activities, members, [ALL, ALL, frozenset({1})])
    assert may(found) == [{0}, {0, 1} if others else {1}, {1}]
    assert found[0].forced == members[0].forced


def test_group_that_nobody_is_locked_in_takes_nobody_more() -> None:
    """The module asks for nine people, and no lock asks for it: it is simply not opened."""
    members = [member(ANA, 0), member(BEN, 1)]
    assert filled([replace(GroupActivity(b.module("LIT1")), min_size=9)], members, [ALL] * 2) == members
