"""The groups of a barrette in a period: who is in which, where somebody may go instead, what that pays and breaks.

The board and ``barrette groups`` ask it alike. What is changed becomes a version by `planner/folder/by_hand.py`, which
locks whoever has changed in the new group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Refused
from planner.board.board import Board
from planner.check.verify import preference_costs
from planner.domain import (
    ApprenticeId,
    BarretteId,
    Debt,
    Group,
    GroupId,
    Guidance,
    Kind,
    PeriodId,
    Problem,
    RoomId,
    Session,
    Timetable,
    TrainerId,
)
from planner.engine.change.group_by_hand import GroupMove, MovedHours, hours_of_move, refused_move, with_group_move
from planner.engine.groups.catalogue import STUDY, study_module
from planner.rule import Finding, active
from planner.store.database import today
from planner.store.group_locks import GroupLock, GroupSeat
from planner.words import learner_name


@dataclass(frozen=True)
class HeldGroup:
    """A group of a barrette in a period, with its sessions in order of time."""

    group: Group
    name: str
    sessions: tuple[Session, ...]

    @property
    def led(self) -> bool:
        """Whether somebody leads it at any hour."""
        return any(s.guidance == Guidance.LED for s in self.sessions)

    @property
    def trainers(self) -> tuple[TrainerId, ...]:
        """Whoever leads or watches it at some hour."""
        return tuple(dict.fromkeys(t for s in self.sessions for t in s.trainer_ids))

    @property
    def rooms(self) -> tuple[RoomId, ...]:
        """The rooms that it has at some hour."""
        return tuple(dict.fromkeys(s.room_id for s in self.sessions if s.room_id))


@dataclass(frozen=True)
class BarretteGroups:
    """The groups of a barrette in a period, and who is in them; ``minutes``: person → group → what they have in it."""

    barrette_id: BarretteId
    period_id: PeriodId
    groups: tuple[HeldGroup, ...]
    minutes: Mapping[ApprenticeId, Mapping[GroupId, int]]

    def one(self, name: str) -> HeldGroup:
        """A group by its code; raises Refused for an unknown one."""
        found = next((g for g in self.groups if g.group.id == name), None)
        if found is None:
            raise Refused(USAGE, "Ce groupe n’est plus dans l’emploi du temps.")
        return found


@dataclass(frozen=True)
class GroupPlace:
    """A group in which somebody may be instead of another, or why not.

    ``after``: the timetable with the move, where no rule is against it; ``costs``: what each preference then counts
    more or less, weighted.
    """

    move: GroupMove
    to: HeldGroup
    hours: MovedHours
    findings: tuple[Finding, ...] = ()
    after: Timetable | None = None
    costs: Mapping[str, float] | None = None
    owed: tuple[tuple[Debt, int], ...] = ()
    """Rows of hours due of which other minutes are planned then, as they were, with these minutes."""

    @property
    def open(self) -> bool:
        """Whether nothing speaks against joining the group."""
        return bool(self.hours) and not self.findings

    @property
    def free(self) -> bool:
        """Whether the move may be made, all rules asked."""
        return self.after is not None

    @property
    def cost(self) -> float:
        """What all preferences count more or less."""
        return sum((self.costs or {}).values())


def barrettes_of(problem: Problem, timetable: Timetable) -> dict[BarretteId, list[PeriodId]]:
    """Barrettes that have groups, with the periods in which they have some, in the order of the workbook."""
    held = {(g.barrette_id, g.period_id) for g in timetable.groups if g.apprentice_ids}
    found = {b: [p.id for p in problem.periods if (b, p.id) in held] for b in problem.barrettes}
    return {b: periods for b, periods in found.items() if periods}


def period_from(problem: Problem, periods: Sequence[PeriodId], day: date) -> PeriodId:
    """The first of some periods that is not over on a day, else the last of them."""
    mine = [p for p in problem.periods if p.id in periods]
    return next((p.id for p in mine if p.last >= day), mine[-1].id)


def barrette_groups(problem: Problem, timetable: Timetable, barrette: BarretteId, period: PeriodId) -> BarretteGroups:
    """The groups of a barrette in a period: those that are led first, by name."""
    mine = [g for g in timetable.groups if (g.barrette_id, g.period_id) == (barrette, period)]
    sessions: dict[GroupId, list[Session]] = {g.id: [] for g in mine}
    for session in timetable.sessions:
        if session.kind == Kind.BARRETTE and session.group_id in sessions:
            sessions[session.group_id].append(session)
    many = [g.module_id for g in mine if sessions[g.id]]
    held = [
        HeldGroup(g, group_name(problem, timetable, g, alone=many.count(g.module_id) == 1), tuple(sessions[g.id]))
        for g in mine
        if sessions[g.id]
    ]
    minutes: dict[ApprenticeId, dict[GroupId, int]] = {}
    for one in held:
        for session in one.sessions:
            for row in timetable.attendees.get(session.id, ()):
                hours = minutes.setdefault(row.apprentice_id, {})
                hours[one.group.id] = hours.get(one.group.id, 0) + session.minutes
    return BarretteGroups(barrette, period, tuple(sorted(held, key=lambda g: (not g.led, g.name))), minutes)


def group_name(problem: Problem, timetable: Timetable, group: Group, *, alone: bool = True) -> str:
    """The module of a group, or what its sessions are called; not ``alone`` of its module: with its number."""
    module = problem.modules.get(group.module_id) or (study_module(problem) if group.module_id == STUDY else None)
    if module is None:
        return next((s.label for s in timetable.sessions if s.group_id == group.id), str(group.module_id))
    return module.label if alone else f"{module.label} ({str(group.id).rpartition('-')[2]})"


def first_day(first: date | None) -> date:
    """From which day on people may change group: by default tomorrow, as today's hours may be over."""
    return first or today() + timedelta(days=1)


MOST_WEIGHED = 30
"""Moves of which what was said is kept."""


@dataclass(frozen=True)
class GroupJudge:
    """A timetable in which moves are judged, each by itself; what holds of it as it is is asked once.

    What was said of the last `MOST_WEIGHED` moves is kept: whoever drops what they have seen does not wait again.
    """

    problem: Problem
    timetable: Timetable
    board: Board
    _weighed: dict[GroupMove, GroupPlace] = field(default_factory=dict, compare=False)

    def places(self, person: ApprenticeId, source: GroupId, first: date) -> tuple[GroupPlace, ...]:
        """Every other group of the same barrette and period, with what speaks against joining it, at once.

        Raises Refused for who is in no such group.
        """
        group = self._left(person, source)
        held = barrette_groups(self.problem, self.timetable, group.barrette_id, group.period_id)
        moves = [(GroupMove(person, source, g.group.id, first), g) for g in held.groups if g.group.id != source]
        return tuple(self._joined(move, to) for move, to in moves)

    def judged(self, move: GroupMove) -> GroupPlace:
        """A move with all that the rules say, then with what it costs; raises Refused as `places` does."""
        if move not in self._weighed:
            if len(self._weighed) >= MOST_WEIGHED:
                self._weighed.clear()
            self._weighed[move] = self._judged(move)
        return self._weighed[move]

    def _judged(self, move: GroupMove) -> GroupPlace:
        group = self._left(move.apprentice_id, move.from_id)
        found = self._joined(
            move, barrette_groups(self.problem, self.timetable, group.barrette_id, group.period_id).one(move.to_id)
        )
        if not found.open:
            return found
        after = with_group_move(self.problem, self.timetable, move)
        if missed := tuple(f for f in self._asked(after) if f.text not in self._known):
            return replace(found, findings=missed)
        now, before = preference_costs(self.problem, RULES, after), self._costs
        costs = {key: now[key] - before.get(key, 0) for key in now if now[key] != before.get(key, 0)}
        planned = {(d.apprentice_id, d.need_id): d.planned for d in after.debts}
        owed = [(d, planned.get((d.apprentice_id, d.need_id), d.planned)) for d in self.timetable.debts]
        return replace(found, after=after, costs=costs, owed=tuple(row for row in owed if row[1] != row[0].planned))

    def _left(self, person: ApprenticeId, source: GroupId) -> Group:
        group = next((g for g in self.timetable.groups if g.id == source), None)
        if group is None or person not in self.problem.learners:
            raise Refused(USAGE, "Cette personne n’est plus dans ce groupe.")
        return group

    def _joined(self, move: GroupMove, to: HeldGroup) -> GroupPlace:
        hours = hours_of_move(self.timetable, move)
        return GroupPlace(move, to, hours, tuple(refused_move(self.board, move, hours)))

    def _asked(self, timetable: Timetable) -> list[Finding]:
        """What rules that ask for people say: somebody who leaves a group may break them."""
        rules = (rule for rule in active(RULES, self.problem) if rule.asks_people)
        return [f for rule in rules for f in rule.check(self.problem, timetable) if not f.to_verify]

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(f.text for f in self._asked(self.timetable))

    @cached_property
    def _costs(self) -> Mapping[str, float]:
        return preference_costs(self.problem, RULES, self.timetable)


def judged_move(judge: GroupJudge, move: GroupMove, locks: Iterable[GroupLock]) -> GroupPlace:
    """One move as `GroupJudge.judged` says; raises Refused for whom a lock holds too."""
    group = next((g for g in judge.timetable.groups if g.id == move.from_id), None)
    if group is not None:
        refuse_locked_seat(judge.problem, seat_of(group, move.apprentice_id), locks)
    return judge.judged(move)


def seat_of(group: Group, person: ApprenticeId) -> GroupSeat:
    """Somebody's seat in a group."""
    return GroupSeat(group.barrette_id, group.period_id, person, group.module_id)


def refuse_locked_seat(problem: Problem, seat: GroupSeat, locks: Iterable[GroupLock]) -> None:
    """Raises Refused for somebody who is locked in the group that they would leave."""
    lock = next((one for one in locks if one.seat == seat), None)
    if lock is not None:
        why = f" : {lock.reason}" if lock.reason else ""
        raise Refused(
            RULE_BROKEN,
            f"{learner_name(problem, seat.apprentice_id)} a sa place verrouillée dans ce groupe ({lock.author}, "
            f"{lock.made:%d/%m/%Y}){why}. Déverrouillez-la d’abord.",
        )


def seats_changed(
    before: Timetable, after: Timetable, moves: Sequence[GroupMove]
) -> tuple[list[GroupSeat], list[GroupSeat]]:
    """Of some moves one after the other, the seats that people have now and had not, and those that they have left."""
    groups = {g.id: g for g in (*before.groups, *after.groups)}
    names = dict.fromkeys(
        seat_of(groups[g], m.apprentice_id) for m in moves for g in (m.from_id, m.to_id) if g in groups
    )

    def hours(timetable: Timetable, seat: GroupSeat) -> list[str]:
        return [s.id for s in timetable.by_apprentice.get(seat.apprentice_id, ()) if seat.of(s)]

    was = {seat: set(hours(before, seat)) for seat in names}
    now = {seat: set(hours(after, seat)) for seat in names}
    return [s for s in names if now[s] - was[s]], [s for s in names if not now[s] and was[s]]
