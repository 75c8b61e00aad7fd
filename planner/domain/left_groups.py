"""Who has left a group that goes on: it may then be smaller than the workbook asks, until it is composed anew."""

from collections.abc import Iterable, Mapping

from planner.domain.ids import ApprenticeId
from planner.domain.timetable import Group, Timetable

_LEFT = "left_groups"


def who_left(before: Timetable, groups: Iterable[Group]) -> Mapping[str, Mapping[str, list[str]]]:
    """What the summary says of groups of a timetable that goes on: group → those who were in it and are in none now.

    Whoever is in another group of the same barrette and period was moved, and has not left. Empty where nobody has.
    """
    was = {g.id: {*g.apprentice_ids, *left(before, g)} for g in before.groups}
    held = [g for g in groups if g.apprentice_ids]
    now: dict[object, set[ApprenticeId]] = {}
    for group in held:
        now.setdefault((group.barrette_id, group.period_id), set()).update(group.apprentice_ids)
    gone = {g.id: sorted(was.get(g.id, set()) - now[g.barrette_id, g.period_id]) for g in held}
    return {_LEFT: {str(key): [str(a) for a in people] for key, people in sorted(gone.items()) if people}}


def left(timetable: Timetable, group: Group) -> frozenset[ApprenticeId]:
    """Those who were in a group of a timetable and have left, as its summary has them."""
    return frozenset(map(ApprenticeId, timetable.summary.get(_LEFT, {}).get(group.id, ())))
