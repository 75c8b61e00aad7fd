"""Sites in the model of a week: where an item takes place, and how often somebody changes from one to another."""

from collections.abc import Mapping, Sequence

from planner.domain import Problem, SiteId
from planner.domain.limits import SITE_CHANGE
from planner.model.limits import WeekTime
from planner.model.week import Item, WeekModel


def site_of_item(problem: Problem, item: Item) -> SiteId:
    """Site of the rooms that an item may have, its own when they are on several or on none."""
    places = {problem.rooms[r].site_id for r in item.rooms or item.fixed_rooms if r in problem.rooms} - {""}
    return places.pop() if len(places) == 1 else item.site_id


def keep_site_changes(problem: Problem, held: WeekTime, each_day: int | None, each_week: int | None) -> None:
    """Changes of site between what follows one another in a day, at most a day and a week."""
    if (each_day, each_week) == (None, None) or not isinstance(held.model, WeekModel):
        return
    whole: list[int] = []
    for options in held.days.values():
        sites: dict[SiteId, list[int]] = {}
        for k in options:
            place = site_of_item(problem, held.model.items[held.model.options[k][0]])
            if place:
                sites.setdefault(place, []).append(k)
        changes = _changes(held, sites) if len(sites) > 1 else []
        whole += changes
        if each_day is None or not changes:
            continue
        held.most(changes, 1, each_day, SITE_CHANGE)
        if not held.wish and len(sites) > each_day + 1:
            # The same in what the chains see: no more sites than changes leave.
            held.most([held.used(found) for found in sites.values()], 1, each_day + 1)
    if each_week is not None and whole:
        held.most(whole, 1, each_week, SITE_CHANGE)


def _changes(held: WeekTime, sites: Mapping[SiteId, Sequence[int]]) -> list[int]:
    """A variable for each moment at which something of a day may begin: whether it is elsewhere than what precedes."""
    model, before, changes = held.model, dict[SiteId, int](), list[int]()
    starts = sorted({model.options[k][1].start for found in sites.values() for k in found})
    for start in starts:
        now = {site: model.new_bool() for site in sites}
        model.add(list(now.values()), 1, low=1, high=1)
        for site, found in sites.items():
            for k in (k for k in found if model.options[k][1].start == start):
                model.add([k, now[site]], [1, -1], high=0)
        if before:
            changes.append(change := model.new_bool())
            for site, here in now.items():
                model.add([here, before[site], change], [1, -1, -1], high=0)
        before = now
    return changes
