"""Groups made anew from groups that stand: everyone stays where they are, unless a move pays hours owed.

The composition of a re-solve: the same model, with a price on whatever is not as it stands. Prices are low against
hours owed and high against offers and comfort, so that people move for the one and not for the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain import GroupId, ModuleId, RoomId, TrainerId
from planner.engine.groups.scene import Scene
from planner.engine.solvers.milp import FEW_NODES, GUARD, Effort, MilpAnswer, Program
from planner.model.groups import GroupsModel
from planner.prices import MOVED_PERSON, OTHER_KIND_OF_ROOM, OTHER_TRAINER

# Both less than an hour owed (720 at the lowest priority): no gap can cost one.
STANDS_NEAR, NEAR_ENOUGH = 120, 600
"""How far from the best an answer may be, and may be when only the whole question is left to ask, in units of cost."""


@dataclass(frozen=True)
class Stood:
    """Groups as they stand, by the numbers of a model's activities and occasions.

    What a reader of the plan needs to keep rooms and names; who sits where is in the costs of the model.
    """

    teams: Mapping[tuple[int, int], frozenset[TrainerId]] = field(default_factory=dict)
    """(activity, occasion) → trainers."""
    rooms: Mapping[tuple[int, int], tuple[RoomId, ...]] = field(default_factory=dict)
    """(activity, occasion) → rooms."""
    places: Mapping[tuple[str, str], RoomId] = field(default_factory=dict)
    """(key of an occasion, trainer) → the room where the trainer is."""
    names: Mapping[tuple[ModuleId, str], GroupId] = field(default_factory=dict)
    """(module, trainer or room) → the group."""


def stood(scene: Scene, model: GroupsModel) -> Stood:
    """What stands at the occasions of a scene; empty where nothing does.

    Modules that the model has no more, and sessions at other occasions, are left out.
    """
    numbers = {occasion.key: o for o, occasion in enumerate(scene.occasions)}
    teams: dict[tuple[int, int], frozenset[TrainerId]] = {}
    rooms: dict[tuple[int, int], tuple[RoomId, ...]] = {}
    places: dict[tuple[str, str], RoomId] = {}
    names: dict[tuple[ModuleId, str], GroupId] = {}
    # Once a session, however many people are in it.
    here = {(s.id, key): s for (_person, key), s in scene.standing.items() if key in numbers and s.module_id}
    for (_id, key), session in sorted(here.items()):
        room, module = session.room_id, session.module_id or ModuleId("")
        for slot in (*session.trainer_ids, *((room,) if room else ())):
            if session.group_id:
                names.setdefault((module, str(slot)), session.group_id)
        for m in model.modules([module]):
            at = m, numbers[key]
            teams[at] = teams.get(at, frozenset()) | set(session.trainer_ids)
            rooms[at] = (*rooms.get(at, ()), *((room,) if room else ()))
        places |= {(key, str(t)): room for t in session.trainer_ids if room}
    return Stood(teams, rooms, places, names)


def hold(scene: Scene, model: GroupsModel, stands: Stood) -> None:
    """A price on everything that is not as it stands; nothing where nothing does. Adds costs to the model."""
    if not scene.standing:
        return
    for o, occasion in enumerate(scene.occasions):
        for n, member in enumerate(model.members):
            session = scene.standing.get((member.id, occasion.key))
            # By module, not by group: who sits in which of two groups of a module is cheapest_standing afterwards.
            kept = set(model.of(n, model.modules([session.module_id]), [o])) if session and session.module_id else None
            if kept:
                model.penalise("open", [v for v in model.of(n, member.may, [o]) if v not in kept], MOVED_PERSON)
        _hold_watchers(model, stands, o)
        for m in range(len(model.activities)):
            for k, rooms in enumerate(model.kinds[o]):
                held = model.holds(m, k, o)
                if held is not None and not set(rooms) & set(stands.rooms.get((m, o), ())):
                    model.penalise("open", [held], OTHER_KIND_OF_ROOM)
    for m, trainer, o, variable in model.leaders():
        if trainer not in stands.teams.get((m, o), ()):
            model.penalise("open", [variable], OTHER_TRAINER)


def _hold_watchers(model: GroupsModel, stands: Stood, o: int) -> None:
    """A place of autonomy keeps the adult who watches it; nobody in their place is no cheaper than another one."""
    key = model.occasions[o].key
    for room in model.occasions[o].rooms:
        for adult in (*sorted(model.watchers[o]), None):
            variable = model.watches(room, adult, o)
            if variable is not None and stands.places.get((key, str(adult))) != room:
                model.penalise("open", [variable], OTHER_TRAINER)


def cheapest_standing(model: GroupsModel, worth: int) -> MilpAnswer | None:
    """The cheapest way; ``worth``: what all hours owed weigh, to which a gap is relative.

    None where no answer was found. Gaps are in units of cost (`STANDS_NEAR`, `NEAR_ENOUGH`): less than an hour owed in
    either case.
    """
    effort = Effort(FEW_NODES, GUARD, STANDS_NEAR / max(1, worth), NEAR_ENOUGH / max(1, worth))
    return Program(model, model.continuous).near(frozenset(model.joined()), effort)
