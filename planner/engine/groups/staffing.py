"""Who leads the groups of a period: few trainers for each activity, and for people those whom they know.

Trainers and groups depend on each other: whoever leads two modules leads them at two hours. So who does what is asked
with a price on each trainer of an activity (`ask_few_trainers`), and the answer is then bettered by turns
(`few_trainers`), in questions that are small because half of the answer is held. Last, people choose once more among
the groups that open: the whole question is answered within a gap, which is as wide as many of their moves.
"""

from collections import Counter
from collections.abc import Iterable

from planner.courses.links import nearest
from planner.domain import Problem, TrainerId
from planner.engine.solvers.milp import FEW_NODES, GUARD, Effort, MilpAnswer, Program
from planner.model.groups import GroupsModel
from planner.prices import STRANGER_LEADS, TRAINER_FAR, TRAINER_MORE

LESS = 0.5
"""Cost units by which one answer is better than another: prices are whole, figures of the solver a hair away."""
TURNS = 2
"""How often trainers are chosen for the groups; groups are chosen for the trainers in between."""


def ask_few_trainers(problem: Problem, model: GroupsModel) -> None:
    """A price on each trainer of an activity after the first, and on each hour led by a stranger.

    Adds costs to the model. A stranger is whoever does not lead the module for somebody who has it already. A trainer
    costs more the farther they are from the classes of those who may come.
    """
    users: dict[int, dict[TrainerId, list[int]]] = {}
    for m, trainer, _o, variable in model.leaders():
        users.setdefault(m, {}).setdefault(trainer, []).append(variable)
    for m, found in users.items():
        team = [model.any_of(variables) for variables in found.values()]
        classes = [member.class_id for member in model.members if m in member.may]
        far = nearest(problem, model.activities[m].module, classes)
        for trainer, variable in zip(found, team, strict=True):
            away = round(TRAINER_FAR * far(trainer) / max(1, len(classes)))
            model.penalise("open", [variable], away)
        # The first is free: a price on it would close activities that people had before rather than add a trainer.
        more = model.excess(team, 1, 1, len(team))
        model.continuous.add(more)
        model.penalise("open", [more], TRAINER_MORE)
    for n, member in enumerate(model.members):
        for m in sorted(member.may):
            met = member.known.get(model.activities[m].module.id)
            if met is not None and model.activities[m].led:
                for o in sorted(member.at):
                    _ask_no_stranger(model, n, m, o, sorted(met.trainers))


def _ask_no_stranger(model: GroupsModel, n: int, m: int, o: int, known: Iterable[TrainerId]) -> None:
    """A price on a member in an activity that none of those whom they know leads then."""
    joined = model.joins(n, m, o)
    if joined is not None:
        theirs = [v for trainer in known if (v := model.leads(m, trainer, o)) is not None]
        stranger = model.excess([joined, *theirs], [1] + [-1] * len(theirs), 0, 1)
        model.continuous.add(stranger)
        model.penalise("open", [stranger], STRANGER_LEADS)


def few_trainers(model: GroupsModel, answer: MilpAnswer, worth: int) -> MilpAnswer:
    """A better answer near one: other trainers for the same groups, then other groups for the same trainers, and again.

    At the end other people for the same groups.

    ``worth``: what all hours owed weigh, to which a gap is relative. What is settled of hours owed stays; the bounds of
    the model are at the end what they were.
    """
    low, high = list(model.low), list(model.high)
    for turn in range(TURNS):
        model.keep([v for v in model.joined() if answer.on(v)])
        answer = _cheaper(model, answer, worth)
        model.low[:], model.high[:] = low, high
        if turn == TURNS - 1 or not _changing(model, answer):
            break
        _keep_leaders(model, answer)
        answer = _cheaper(model, answer, worth)
        model.low[:], model.high[:] = low, high
    _keep_groups(model, answer)
    answer = _cheaper(model, answer, worth)
    model.low[:], model.high[:] = low, high
    return answer


def _changing(model: GroupsModel, answer: MilpAnswer) -> bool:
    """Whether some activity has another trainer at another occasion: more of them than groups at once."""
    led = [(m, trainer, o) for m, trainer, o, variable in model.leaders() if answer.on(variable)]
    teams = Counter(m for m, _trainer in {(m, trainer) for m, trainer, _o in led})
    at_once = Counter((m, o) for m, _trainer, o in led)
    return any(count > max(at_once[m, o] for o in range(len(model.occasions))) for m, count in teams.items())


def _keep_leaders(model: GroupsModel, answer: MilpAnswer) -> None:
    """Close activities to all trainers but the one who leads most of their groups; changes bounds of the model."""
    count = Counter((m, trainer) for m, trainer, _o, variable in model.leaders() if answer.on(variable))
    best: dict[int, TrainerId] = {}
    for (m, trainer), _times in sorted(count.items(), key=lambda row: (-row[1], row[0])):
        best.setdefault(m, trainer)
    for m, trainer, _o, variable in model.leaders():
        if best.get(m, trainer) != trainer:
            model.fix(variable, 0)


def _keep_groups(model: GroupsModel, answer: MilpAnswer) -> None:
    """Open no group that an answer does not open; changes bounds of the model."""
    for _m, _trainer, _o, variable in model.leaders():
        if not answer.on(variable):
            model.fix(variable, 0)


def _cheaper(model: GroupsModel, answer: MilpAnswer, worth: int) -> MilpAnswer:
    """The best answer within the bounds of a model, near enough only to less than one trainer; else the one known."""
    found = Program(model, model.continuous).solve(Effort(FEW_NODES, GUARD, TRAINER_MORE / 6 / max(1, worth)))
    return found if found is not None and found.objective < answer.objective - LESS else answer
