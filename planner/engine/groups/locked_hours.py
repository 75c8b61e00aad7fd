"""Locks that keep somebody in a module of a barrette: at which of its hours.

A lock without a day speaks of all of them, one of a day and an hour of that one. One of a day alone speaks of one hour:
of that day where the barrette is there then, else of its period. So whoever is locked for several days of a timetable
keeps as many hours where the hours of the barrette become others.
"""

from collections.abc import Collection, Mapping, Sequence

from planner.domain import ApprenticeId, Lock, ModuleId
from planner.engine.groups.scene import Scene
from planner.model.groups import GroupActivity


def locked_hours(
    scene: Scene, activities: Sequence[GroupActivity], locks: Sequence[Lock], at: Collection[int]
) -> Mapping[int, ModuleId]:
    """Occasion → the module of the first lock that speaks of it; ``at``: those at which somebody can come."""
    found: dict[int, ModuleId] = {}
    locks = [k for k in locks if any(k.module_id == a.module.id for a in activities)]
    for lock in locks:
        for o in at:
            here = scene.occasions[o]
            then = lock.day is None or (lock.day, lock.start) == (here.day, here.start)
            if lock.module_id and then and lock.start in (None, here.start):
                found.setdefault(o, lock.module_id)
    for lock in (k for k in locks if k.start is None and k.day is not None and k.day in scene.period):
        mine = [a for a in activities if a.module.id == lock.module_id]
        left = [o for o in at if o not in found and any(_may_run(a, o) for a in mine)]
        if left and lock.module_id:
            of_day = [o for o in left if scene.occasions[o].day == lock.day]
            found[min(of_day or left)] = lock.module_id
    return found


def locked_ranks(scene: Scene, modules: Sequence[ModuleId]) -> Mapping[ApprenticeId, int]:
    """Of groups that carry a course, by their modules in order: person → number of the one where a lock keeps them."""
    mine = (k for k in scene.problem.locks if k.barrette_id == scene.place.id and k.module_id in modules)
    here = ((k.apprentice_id, k.module_id) for k in mine if k.day is None or k.day in scene.period)
    return {person: modules.index(module) for person, module in here if person and module}


def _may_run(activity: GroupActivity, o: int) -> bool:
    """Whether there is a room for an activity at an occasion, and somebody who may lead it, if it is led."""
    return bool(activity.rooms[o]) and (bool(activity.leaders[o]) or not activity.led)
