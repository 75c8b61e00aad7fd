"""What members of a composition may do because of others: those to be kept together, those who are locked.

Asked by `setup.model_of`, between the members and the model: what each may do by themselves is known by then. Members
come back as new values in the same order, with more in ``may`` and nothing else changed.

Two are to be together, and only one of them may be in writing: both may then be there, if it is for their class.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.domain import Pairing
from planner.model.groups import GroupActivity, Member


def paired(
    pairings: Iterable[Pairing], members: Sequence[Member], mine: Sequence[frozenset[int]]
) -> tuple[Member, ...]:
    """Members to keep together may do whatever any of them may, so that they can follow each other.

    ``mine``: of each member, the activities whose audience they belong to.
    """
    found = list(members)
    for pairing in pairings:
        side = [n for n, member in enumerate(found) if pairing.together and member.id in pairing.apprentice_ids]
        allowed = frozenset[int]().union(*(found[n].may for n in side))
        for n in side:
            found[n] = replace(found[n], may=allowed & mine[n])
    return tuple(found)


def filled(
    activities: Sequence[GroupActivity], members: Sequence[Member], mine: Sequence[frozenset[int]]
) -> Sequence[Member]:
    """Members where the group of somebody who is locked in it has too few who may be there: it then takes others too.

    ``mine``: of each member, the activities whose audience they belong to.
    """
    locked = {module for member in members for module in member.forced.values()}
    for m, activity in enumerate(activities):
        if activity.module.id in locked and sum(m in member.may for member in members) < activity.min_size:
            pairs = zip(members, mine, strict=True)
            members = [replace(member, may=member.may | {m}) if m in own else member for member, own in pairs]
    return members
