"""What a solution of the groups model says, and a greedy plan for when there is none.

Between the model (`planner.model.groups`, numbers of members, activities and occasions) and the groups (`read`): both
sides speak of a `Plan`. Here stand also the two questions that the composition asks, made of one model: the whole, and
hours owed alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planner.domain import Pairing, RoomId, TrainerId
from planner.engine.solvers.milp import MilpAnswer
from planner.model.groups import GroupsModel, Member, Want

FIRST = frozenset({"P1", "P2", "P3"})
"""Rules that count while hours owed are settled; the weights of the others wait for the offers."""


@dataclass
class Plan:
    """Who does which activity when, who leads, where; by numbers of members, activities and occasions.

    Led activities are in ``leads`` and ``holds``, as many trainers as rooms; places of autonomy in ``holds`` and
    ``watch``.
    """

    joins: dict[tuple[int, int], int] = field(default_factory=dict)
    """(member, occasion) → activity; missing: no place."""
    leads: dict[tuple[int, int], list[TrainerId]] = field(default_factory=dict)
    """(activity, occasion) → trainers of its groups."""
    holds: dict[tuple[int, int], list[RoomId]] = field(default_factory=dict)
    """(activity, occasion) → rooms, as many as groups."""
    watch: dict[tuple[RoomId, int], TrainerId | None] = field(default_factory=dict)
    """(room, occasion) → the adult who watches it."""


Rooms = Mapping[tuple[int, int], Sequence[RoomId]]
"""(activity, occasion) → rooms."""


def plan_of(model: GroupsModel, answer: MilpAnswer, stood: Rooms | None = None) -> Plan:
    """The plan that a solution stands for; ``stood``: rooms as they stand, to be kept where possible.

    The model knows rooms by kind (what they are worth to every activity); which room of a kind is chosen here.
    """
    plan = Plan()
    for n in range(len(model.members)):
        for o in model.members[n].at:
            for m in model.members[n].may:
                if answer.on(model.joins(n, m, o)):
                    plan.joins[n, o] = m
    for m, trainer, o, variable in model.leaders():
        if answer.on(variable):
            plan.leads.setdefault((m, o), []).append(trainer)
    _rooms(model, answer, plan, stood or {})
    for o in range(len(model.occasions)):
        for room in model.occasions[o].rooms:
            for adult in (*model.watchers[o], None):
                if answer.on(model.watches(room, adult, o)):
                    plan.watch[room, o] = adult
    return plan


def _rooms(model: GroupsModel, answer: MilpAnswer, plan: Plan, stood: Rooms) -> None:
    """Rooms of each activity: of the right kind, where it stands, else the ones it has had before if they are free.

    Changes the plan. As many rooms as the model gave of each kind; places of autonomy are rooms of their own in the
    model.
    """
    known: dict[int, list[RoomId]] = {}
    for o in range(len(model.occasions)):
        for k, rooms in enumerate(model.kinds[o]):
            free = list(rooms)
            counts = {m: answer.count(model.holds(m, k, o)) for m in range(len(model.activities))}
            for m, count in counts.items():
                for room in [r for r in stood.get((m, o), ()) if r in free][:count]:
                    _hold(plan, known, free, (m, o), room)
                    counts[m] -= 1
            # Activities that find a room they know choose first, before another one takes it.
            for m in sorted(counts, key=lambda m: not set(known.get(m, [])) & set(free)):
                for _number in range(counts[m]):
                    room = next((r for r in known.get(m, []) if r in free), None) or _unknown(free, known)
                    _hold(plan, known, free, (m, o), room)
        for m, activity in enumerate(model.activities):
            found = [r for r in activity.rooms[o] if answer.on(model.corner(m, r, o))]
            if found:
                plan.holds[m, o] = found


def _hold(plan: Plan, known: dict[int, list[RoomId]], free: list[RoomId], at: tuple[int, int], room: RoomId) -> None:
    """Give a room to an activity at an occasion, and remember it for the occasions after."""
    free.remove(room)
    known.setdefault(at[0], []).append(room)
    plan.holds.setdefault(at, []).append(room)


def _unknown(free: list[RoomId], known: dict[int, list[RoomId]]) -> RoomId:
    """A free room that no activity is used to, if there is one; else the first that is free."""
    usual = {room for rooms in known.values() for room in rooms}
    return next((room for room in free if room not in usual), free[0])


def pairings(asked: Iterable[Pairing], model: GroupsModel) -> None:
    """People to keep together do the same thing; people to keep apart need as many groups as they are.

    Rows of the model. Who then sits in which of several groups is `Split`'s question, which keeps pairings as well.
    """
    for pairing in asked:
        people = sorted(model.numbers[a] for a in pairing.apprentice_ids if a in model.numbers)
        for o in range(len(model.occasions)):
            here = [n for n in people if o in model.members[n].at]
            for m in range(len(model.activities)):
                joined = [v for n in here if (v := model.joins(n, m, o)) is not None]
                if pairing.together:
                    for a, b in pairwise(here):
                        first, second = model.of(a, [m], [o]), model.of(b, [m], [o])
                        model.add([*first, *second], [1] * len(first) + [-1] * len(second), 0, 0)
                elif len(joined) > 1:
                    groups = model.groups(m, o)
                    model.add([*joined, *groups], [1] * len(joined) + [-1] * len(groups), high=0)


def owed_only(model: GroupsModel, *, whole_term: bool = False) -> GroupsModel:
    """The same question with hours owed alone: offers wait, but each class meets the strands it has never had.

    Secondary wishes can so never cost an hour owed; and the two questions together take a tenth of the time of one. A
    group that is too small for hours owed opens where enough others may fill it up. Whose hours owed would take all
    that is left of the term keeps an hour of each strand; with ``whole_term``, of all of it. The model given is not
    changed.
    """
    study = {m for m, activity in enumerate(model.activities) if activity.module.theme == "study"}
    openers = _openers(model)
    shelter = _shelter(model, study)
    members = []
    for n, member in enumerate(model.members):
        wants = tuple(want for want in member.wants if not want.personal)
        useful = {m for want in wants for m in want.pays} | study | set(model.modules(member.forced.values()))
        unmet = _crowded_out(model, member, wants) if whole_term or member.strands_now else frozenset[str]()
        useful |= {m for m in member.may if model.activities[m].module.strand in unmet}
        useful |= openers.get(n, set()) | shelter
        promises = member.promises if member.promise_hard else ()
        # An imperative promise counts here, and any support keeps it.
        may = member.may if promises else member.may & useful
        members.append(replace(member, may=may, wants=wants, strands={}, unmet=unmet, promises=promises))
    return replace(
        model,
        activities=tuple(replace(a, fill=_fill(model, members, m)) for m, a in enumerate(model.activities)),
        members=tuple(members),
        weights={key: weight if key in FIRST else 0 for key, weight in model.weights.items()},
    )


def _crowded_out(model: GroupsModel, member: Member, wants: Sequence[Want]) -> frozenset[str]:
    """Strands of which a member would get nothing where all hours owed were given; the offers see to the others."""
    here = sum(model.occasions[o].minutes for o in member.at)
    owed = sum(want.minutes for want in wants)
    longest = max((model.occasions[o].minutes for o in member.at), default=0)
    return member.unmet if owed + longest * len(member.unmet) > here else frozenset()


def _fill(model: GroupsModel, members: Sequence[Member], m: int) -> tuple[int, ...]:
    """By occasion, how many may do an activity in the whole question and not in that of hours owed (``members``)."""
    offered = [whole.at for whole, owed in zip(model.members, members, strict=True) if m in whole.may - owed.may]
    return tuple(sum(o in at for at in offered) for o in range(len(model.occasions)))


def _shelter(model: GroupsModel, study: set[int]) -> set[int]:
    """The largest activity, for everyone, where autonomy has too few places for those who owe nothing.

    Its number alone, or nothing. Counted at each occasion: seats of the largest rooms, as many as adults who do not
    teach.
    """
    for o in range(len(model.occasions)):
        adults = len(model.watchers[o]) - len(model.teaching & set(model.watchers[o]))
        rooms = {room for m in study for room in model.activities[m].rooms[o]}
        seats = sorted((model.rooms[room].seats for room in rooms), reverse=True)[:adults]
        # Who owes nothing has only autonomy here. Where its places cannot hold them, one large activity is opened for
        # all, or this question would have no solution.
        idle = sum(o in member.at and not member.wants for member in model.members)
        if idle > sum(seats):
            counts = {m: sum(m in member.may for member in model.members) for m in range(len(model.activities))}
            ways = [m for m in counts if m not in study]
            return {max(ways, key=lambda m: (counts[m] * model.activities[m].max_size, -m))} if ways else set()
    return set()


def _openers(model: GroupsModel) -> dict[int, set[int]]:
    """Someone of each class (with the fewest needs) for an activity of each strand that the class has never had.

    Member → activities; a class none of whose people may do the strand here is left out.
    """
    found: dict[int, set[int]] = {}
    for class_id, strand in sorted(model.strands_due):
        ways = [m for m, activity in enumerate(model.activities) if activity.module.strand == strand]
        people = [n for n, p in enumerate(model.members) if p.class_id == class_id and p.may & set(ways)]
        # A class of which nobody may do it at any of these hours: nothing to hold open.
        if not people:
            continue
        # The one who gives up least: fewest needs, most hours.
        one = min(people, key=lambda n: (len(model.members[n].wants), -len(model.members[n].at), n))
        mine = [m for m in ways if m in model.members[one].may]
        best = max(
            mine, key=lambda m: (sum(m in p.may for p in model.members), sum(map(len, model.activities[m].leaders)))
        )
        found.setdefault(one, set()).add(best)
    return found


def settle_owed(model: GroupsModel, owed: GroupsModel, answer: MilpAnswer) -> None:
    """Keep, in the whole question, everyone in what pays them in the answer about hours owed.

    Changes the bounds of ``model``: the caller keeps them, to take this back. Offers and autonomy stay free, and so
    does an hour in a group that pays nothing any more.
    """
    for n, member in enumerate(owed.members):
        for m in sorted({m for want in member.wants for m in want.pays}):
            for o in sorted(member.at):
                variable = model.joins(n, m, o)
                paying = any(answer.values[v] > 0.5 for v in owed.pays_at(n, m, o))
                if variable is not None and paying and answer.on(owed.joins(n, m, o)):
                    model.fix(variable, 1)


def greedy(model: GroupsModel) -> Plan:
    """A plan without proof: at each occasion the group that serves most, again and again; then autonomy.

    For when the search gave nothing (no time at all). It keeps trainers, rooms, sizes and seats apart, pays nobody
    twice, and knows neither pairings nor preferences.
    """
    plan = Plan()
    paid: dict[tuple[int, int], int] = {}
    for o, occasion in enumerate(model.occasions):
        left = {n for n, member in enumerate(model.members) if o in member.at}
        trainers, rooms = set(occasion.trainers), list(occasion.rooms)
        places = {r for m, a in enumerate(model.activities) if not a.led for r in a.rooms[o]}
        while True:
            best = _best(model, o, left, trainers, [r for r in rooms if r not in places] or rooms, paid)
            if best is None:
                break
            m, trainer, room, people = best
            plan.leads.setdefault((m, o), []).append(trainer)
            plan.holds.setdefault((m, o), []).append(room)
            trainers.discard(trainer)
            rooms.remove(room)
            for n in people:
                plan.joins[n, o] = m
                left.discard(n)
                _note(model, n, m, o, paid)
        _rest(model, plan, o, left, trainers, rooms)
    return plan


GroupChoice = tuple[int, TrainerId, RoomId, list[int]]


def _best(
    model: GroupsModel,
    o: int,
    left: set[int],
    trainers: set[TrainerId],
    rooms: list[RoomId],
    paid: dict[tuple[int, int], int],
) -> GroupChoice | None:
    """The led group that serves most people now, with the least busy choice of trainer and room; None where none
    serves.
    """
    found: list[tuple[int, int, GroupChoice]] = []
    for m, activity in enumerate(model.activities):
        if not activity.led:
            continue
        who = sorted(trainers & activity.leaders[o])
        where = sorted((r for r in activity.rooms[o] if r in rooms), key=lambda r: (-model.rooms[r].seats, r))
        people = [n for n in sorted(left) if _serves(model.members[n], m, o, paid, n)]
        if not who or not where or len(people) < max(1, activity.min_size):
            continue
        people = people[: min(activity.max_size, model.rooms[where[0]].seats)]
        found.append((len(people), -m, (m, who[0], where[0], people)))
    return max(found, key=lambda row: row[:2])[2] if found else None


def _serves(member: Member, m: int, o: int, paid: dict[tuple[int, int], int], n: int) -> bool:
    """Whether an activity would pay something owed, or an hour of a strand that is expected.

    Whoever needs a special room is left to the end: this plan does not look for one.
    """
    if m not in member.may or member.rooms is not None:
        return False
    return any(
        m in want.pays and o in want.at and paid.get((n, k), 0) < want.minutes for k, want in enumerate(member.wants)
    )


def _note(model: GroupsModel, n: int, m: int, o: int, paid: dict[tuple[int, int], int]) -> None:
    """Note that an activity pays the first need of a member that it may pay."""
    for k, want in enumerate(model.members[n].wants):
        if m in want.pays and o in want.at and paid.get((n, k), 0) < want.minutes:
            paid[n, k] = paid.get((n, k), 0) + model.occasions[o].minutes
            return


def _rest(
    model: GroupsModel, plan: Plan, o: int, left: set[int], trainers: set[TrainerId], rooms: list[RoomId]
) -> None:
    """Everyone else in watched places of autonomy, as long as there are seats; the plan is changed.

    Those for whom no seat is left have no place, which `Reader` then looks for. A place without an adult is opened too.
    """
    study = next(m for m, activity in enumerate(model.activities) if activity.module.theme == "study")
    adults = [t for t in model.watchers[o] if t in trainers]
    waiting = [n for n in sorted(left) if study in model.members[n].may]
    for room in (r for r in model.activities[study].rooms[o] if r in rooms):
        if not waiting:
            return
        own = model.rooms[room].supervised_by
        adult = own if own in adults else next(iter(adults), None)
        if adult is not None:
            adults.remove(adult)
        plan.watch[room, o] = adult
        plan.holds.setdefault((study, o), []).append(room)
        seats = model.rooms[room].seats
        for n in waiting[:seats]:
            plan.joins[n, o] = study
        waiting = waiting[seats:]
