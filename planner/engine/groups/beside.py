"""Hours owed that a group of the level beside gives to those who get nothing of them from their own module.

Second best, so that it is asked second, by `compose`: the composition is made as if there were no neighbours, and
whoever has then nothing of a need, for want of people or of a trainer, chooses once more, everybody else being held.
They join a group one level away that stands, or make one that their own levels are too few for. Where all others are
held (`seats`), a module that no group gives is had by nobody.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from planner.board.board import Board
from planner.domain import ApprenticeId, Owed, Session
from planner.engine.groups.scene import Scene
from planner.engine.solvers.milp import MilpAnswer
from planner.hours.support import pays_itself
from planner.model.groups import GroupsModel
from planner.prices import LEVEL_BESIDE

LearnerNeeds = frozenset[tuple[ApprenticeId, str]]
SOME = 1
"""Minutes from which somebody has some of a need: figures of the solver are a hair away from whole ones."""


def where_they_stand(scene: Scene) -> Scene:
    """The scene with the level beside open to those who are in such a group already."""
    stands = {(person, session.module_id) for (person, _key), session in scene.standing.items()}
    found = (n for n in scene.owed if any((n.apprentice_id, m) in stands for m in n.neighbours))
    return _open(scene, found)


def in_level_beside(board: Board, owed: Iterable[Owed], people: Collection[ApprenticeId]) -> LearnerNeeds:
    """(learner, need) of which some people have hours of the level beside on a board, and none of its own module.

    They have the rest of it there too: whoever gets none of their own gets all that they can of the second best.
    """
    found = set[tuple[ApprenticeId, str]]()
    held: dict[ApprenticeId, list[Session]] = {a: [] for a in people}
    for session in (s for s in board.sessions.values() if s.module_id):
        for person in board.people[session.id].keys() & held.keys():
            held[person].append(session)
    for need in (n for n in owed if n.neighbours and n.apprentice_id in held):
        rows = [s for s in held[need.apprentice_id] if need.opens <= s.day <= need.deadline]
        if any(s.module_id in need.neighbours for s in rows) and not any(pays_itself(need, s) for s in rows):
            found.add((need.apprentice_id, need.need_id))
    return frozenset(found)


def without_own(scene: Scene, given: Collection[str]) -> Scene:
    """The scene, all others held, with the level beside open to those who have nothing and no group of their own.

    ``given``: modules of the groups that stand. Who owes one of these leaves the level beside for it.
    """
    without = replace(scene, owed=tuple(n for n in scene.owed if n.target not in given))
    nothing = (n for n in without.owed if not scene.paid.get((n.apprentice_id, n.need_id)))
    return replace(scene, beside=_open(where_they_stand(without), nothing).beside)


def own_first(owed: Iterable[Owed], given: Collection[str]) -> list[Owed]:
    """The same needs; no level beside pays what a group of its own module (``given``) may have a seat for."""
    return [replace(n, neighbours=frozenset()) if n.target in given and n.neighbours else n for n in owed]


def with_neighbours(scene: Scene, model: GroupsModel, answer: MilpAnswer) -> Scene | None:
    """The scene with the level beside open to those who get nothing of a need; None where that is nobody new."""
    wants = {(p.id, w.need_id): (n, k) for n, p in enumerate(model.members) for k, w in enumerate(p.wants)}

    def nothing(need: Owed) -> bool:
        at = need.apprentice_id, need.need_id
        if need.apprentice_id not in model.numbers or not need.neighbours or scene.paid.get(at) or at in scene.beside:
            return False
        given = sum(answer.values[v] for v in model.pays(*wants[at])) if at in wants else 0
        return given < SOME and any(
            need.apprentice_id in o.learners and need.opens <= o.day <= need.deadline for o in scene.occasions
        )

    here = (n for n in scene.owed if n.period_id in (None, scene.period.id))
    found = _open(scene, (n for n in here if nothing(n)))
    return found if found.beside != scene.beside else None


def _open(scene: Scene, needs: Iterable[Owed]) -> Scene:
    return replace(scene, beside=scene.beside | {(n.apprentice_id, n.need_id) for n in needs})


def price_neighbours(scene: Scene, model: GroupsModel) -> None:
    """A price on each hour in the level beside. Adds costs to the model."""
    for _person, n, m in _neighbours(scene, model):
        model.penalise("open", model.of(n, [m]), LEVEL_BESIDE)


def hold_others(scene: Scene, model: GroupsModel, known: GroupsModel, answer: MilpAnswer) -> None:
    """Keep everybody but the few where an answer to the question before has them.

    Changes bounds of the model. ``scene``: that of the model, with the level beside open to the few.
    """
    numbers = {(a.module.id, a.audience): m for m, a in enumerate(model.activities)}
    few = {person for person, _n, _m in _neighbours(scene, model)}
    for n, member in enumerate(known.members):
        for m in sorted(member.may if member.id not in few else ()):
            activity = known.activities[m].module.id, known.activities[m].audience
            for o in sorted(member.at):
                variable = model.joins(model.numbers[member.id], numbers[activity], o)
                if variable is not None and answer.on(known.joins(n, m, o)):
                    model.fix(variable, 1)


def taken(scene: Scene, model: GroupsModel, answer: MilpAnswer) -> bool:
    """Whether somebody is in a group of the level beside in an answer."""
    return any(answer.on(v) for _person, n, m in _neighbours(scene, model) for v in model.of(n, [m]))


def _neighbours(scene: Scene, model: GroupsModel) -> list[tuple[ApprenticeId, int, int]]:
    """(person, member, activity) of the level beside, for those to whom it is open."""
    needs = [n for n in scene.owed if (n.apprentice_id, n.need_id) in scene.beside and n.apprentice_id in model.numbers]
    found = {(n.apprentice_id, str(name)) for n in needs for name in n.neighbours}
    modules = [(m, str(activity.module.id)) for m, activity in enumerate(model.activities)]
    rows = [
        (person, m) for person in {n.apprentice_id for n in needs} for m, name in modules if (person, name) in found
    ]
    return sorted((person, model.numbers[person], m) for person, m in rows)
