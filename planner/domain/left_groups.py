"""Who has left a group that goes on: it may then be smaller than the workbook asks, until it is composed anew."""

from collections.abc import Iterable, Mapping

from planner.domain.ids import ApprenticeId
from planner.domain.timetable import Group, Timetable

_LEFT = "left_groups"


def who_left(before: Timetable, groups: Iterable[Group]) -> Mapping[str, Mapping[str, list[str]]]:
    """What the summary says of groups of a timetable that goes on: group → those who were in it and are no more.

    Whoever has come to another group of the same barrette and period was moved, and has not left; a group that they
    had beside this one is none of these. Empty where nobody has left.
    """
    was = {g.id: {*g.apprentice_ids, *left(before, g)} for g in before.groups}
    held = [g for g in groups if g.apprentice_ids]
    moved: dict[object, set[ApprenticeId]] = {}
    for group in held:
        new = set(group.apprentice_ids) - was.get(group.id, set())
        moved.setdefault((group.barrette_id, group.period_id), set()).update(new)
    gone = {g.id: sorted(was.get(g.id, set()) - {*g.apprentice_ids} - moved[g.barrette_id, g.period_id]) for g in held}
    return {_LEFT: {str(key): [str(a) for a in people] for key, people in sorted(gone.items()) if people}}


def left(timetable: Timetable, group: Group) -> frozenset[ApprenticeId]:
    """Those who were in a group of a timetable and have left, as its summary has them."""
    return frozenset(map(ApprenticeId, timetable.summary.get(_LEFT, {}).get(group.id, ())))
