"""The same groups from one period to the next: the people of a barrette choose once more, in all periods together.

Last of the barrettes of a first solve. Each period is composed near to the one before, and cannot know the one after:
who has their hour of a strand in the first has nothing but another group in the second. Here the hours of a barrette in
all periods are one question, with the open hours of the same people, where the other half of an exchange often lies.
Groups keep trainer, room and hour, a few open or close, and nobody may be given less of what they are owed.

An answer that loses something after all, once it is on the board, is taken back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from planner.board.board import Board
from planner.board.mark import Mark
from planner.board.paid import Paid, paid_so_far
from planner.board.restore import open_owner
from planner.domain import (
    ApprenticeId,
    BarretteId,
    GroupId,
    Guidance,
    Module,
    ModuleId,
    Owed,
    Period,
    PeriodId,
    RoomId,
    Session,
    SessionId,
    TrainerId,
)
from planner.engine.groups.final import placed_by_barrette
from planner.engine.groups.held import HeldSetup, Hour, People, Seat
from planner.engine.groups.plan import FIRST, pairings, plan_of
from planner.engine.groups.scene import Scene
from planner.engine.groups.seats import Seated, Seating, leave_empty, write_lists
from planner.engine.groups.setup import Setup, least_people, model_of
from planner.engine.solvers.milp import GUARD, Effort, Program
from planner.model import Placed
from planner.model.groups import GroupActivity, GroupsModel, Member, Occasion
from planner.prices import LED_HOUR_LEFT, MOVED_PERSON, SESSION_MORE, TRAINER_MORE
from planner.rule import Rules, active, weights

ASKED_AGAIN = 3
"""How often a barrette is asked: a rule may have kept somebody from their seat, or they would have lost something."""
NEARLY_EXACT = Effort(nodes=20, seconds=GUARD, gap=1e-2)
"""Closer takes a third longer, and gave the same groups in ``medium``."""


def keep_groups(
    board: Board,
    weeks: Mapping[date, Sequence[Placed]],
    rules: Rules,
    owed: Sequence[Owed],
    seed: int,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Fewer people whose modules at a barrette are not those of the period before, where nobody loses anything by it.

    ``weeks``: Monday → what was placed. Hours at which a course is carried stay as they are; so does everything where
    no rule asks for stability. ``stopped``: whether no further barrette is to be asked.
    """
    spoken = tuple(rule for rule in active(rules, board.problem) if rule.key in FIRST)
    if all(rule.key != "P3" for rule in spoken):
        return
    hours = placed_by_barrette(weeks)
    opens = tuple(row for week in sorted(weeks) for row in weeks[week] if row[0].open_id)
    for barrette in board.problem.barrettes:
        placed = [hours.get((barrette, period.id), []) for period in board.problem.periods]
        if sum(map(bool, placed)) > 1 and not stopped():
            classes = set(board.problem.barrettes[barrette].class_ids)
            open_too = (row for row in opens if classes.intersection(row[0].class_ids))
            mine = (*(row for rows in placed for row in rows), *open_too)
            _Barrette(board, spoken, owed, barrette, mine, seed).run()


def modules_changed(board: Board, barrette: BarretteId) -> int:
    """Modules that people take up or leave at a barrette, from one period in which they come to the next.

    What carries a course is left out.
    """
    found: dict[ApprenticeId, dict[PeriodId | None, set[ModuleId]]] = {}
    for session in board.sessions.values():
        if session.barrette_id == barrette and session.module_id and not session.course_ids:
            for person in board.people[session.id]:
                found.setdefault(person, {}).setdefault(session.period_id, set()).add(session.module_id)
    order = [period.id for period in board.problem.periods]
    rows = ([modules[p] for p in order if p in modules] for modules in found.values())
    return sum(len(before ^ after) for mine in rows for before, after in pairwise(mine))


@dataclass
class _Barrette:
    """One barrette in all its periods; ``placed``: its hours, and the open hours of its classes."""

    board: Board
    rules: Rules
    owed: Sequence[Owed]
    barrette: BarretteId
    placed: Sequence[Placed]
    seed: int

    def __post_init__(self) -> None:
        self.needs: dict[ApprenticeId, list[Owed]] = {}
        for need in self.owed:
            self.needs.setdefault(need.apprentice_id, []).append(need)

    def run(self) -> None:
        """Ask about everyone who is in its groups; again as long as that helps, without those who would lose by it."""
        board, out = self.board, set[ApprenticeId]()
        for _turn in range(ASKED_AGAIN):
            mine = (s.id for s in board.sessions.values() if s.barrette_id == self.barrette)
            people = frozenset(a for key in mine for a in board.people[key]) - out
            if not people or not modules_changed(board, self.barrette):
                return
            lost, better = self._asked(people)
            if not (lost or better):
                return
            out |= lost

    def _asked(self, people: People) -> tuple[People, bool]:
        """Ask once: those who would lose by the answer, and whether it is on the board; else that is as it was."""
        board, hours = self.board, self._hours(people)
        before, unwatched = Mark(board), len(board.unwatched)
        held = [key for hour in hours for key in hour.groups if board.people[key]]
        paid, changed = paid_so_far(board, self.owed, people), modules_changed(board, self.barrette)
        _AllPeriods(board, self.rules, self.owed, hours, self.seed, Seated(), paid).run()
        for place in [board.sessions[key] for key in held if not board.people[key]]:
            leave_empty(board, place)
        write_lists(board, people)
        now = paid_so_far(board, self.owed, people)
        lost = frozenset(person for (person, need), minutes in paid.items() if now[person, need] < minutes)
        fewer = modules_changed(board, self.barrette) < changed
        if fewer and not lost and len(board.unwatched) == unwatched:
            return frozenset(), True
        before.restore(board)
        return lost if fewer else frozenset(), False

    def _hours(self, people: People) -> list[Hour]:
        """The hours at which some of the people choose; not those at which a course is carried."""
        found = []
        for placed in self.placed:
            groups = self._at(placed)
            here = frozenset(a for key in groups for a in people & self.board.people[key].keys() if self._free(a, key))
            if here and not any(self.board.sessions[key].course_ids for key in groups):
                found.append(Hour(placed, groups, here))
        return found

    def _free(self, person: ApprenticeId, key: SessionId) -> bool:
        """Whether somebody may leave a session: one of the level beside theirs is all that they could have."""
        session = self.board.sessions[key]
        needs = (n for n in self.needs.get(person, ()) if n.opens <= session.day <= n.deadline)
        return all(session.module_id not in need.neighbours for need in needs)

    def _at(self, placed: Placed) -> tuple[SessionId, ...]:
        """Sessions of an hour: its groups, and the places of those who wait."""
        (item, option), board = placed, self.board
        owner, hour = str(item.barrette_id or item.open_id), (item.period_id, item.occurrence)
        day = {s.id: s for class_id in item.class_ids for s in board.of_class(class_id, option.day)}
        here = (s for s in day.values() if (s.period_id, s.occurrence) == hour)
        return tuple(sorted(s.id for s in here if owner in (s.barrette_id, open_owner(board.problem, s))))


class _HeldSeats(HeldSetup):
    """Seats of groups that stand, and new groups of the barrette; people are offered what suits them, and no more."""

    def _opened(self) -> Iterator[Seat]:
        """Led groups that somebody may need, at the hours of the barrette, with whoever is free."""
        wanted = {name for rows in self.rows.values() for need in rows for name in self.scene.ways(need)}
        led = [module for module in self._catalogue() if module.guidance == Guidance.LED]
        found = [a for module in led for a in self._audiences(module) if self._useful(a, wanted)]
        yield from (Seat(replace(activity, leaders=self._at_barrette(activity))) for activity in found)

    def _at_barrette(self, activity: GroupActivity) -> tuple[frozenset[TrainerId], ...]:
        """Who may lead an activity at each hour of the barrette; nobody at the others."""
        rows = zip(activity.leaders, self.hours, strict=True)
        return tuple(team if hour.placed[0].barrette_id else frozenset() for team, hour in rows)

    def member(self, apprentice_id: ApprenticeId) -> Member:
        """One person: where they sit, or what suits them and no rule is against."""
        member = Setup.member(self, apprentice_id)
        own, mine = self.own(member), self.mine(member.class_id)
        may = (member.may & mine) | {m for m, _o in own}
        others = {(m, o) for m in may for o in member.at} - own
        closed = {(m, o) for m, o in others if m not in member.may or (m, o) in member.never}
        closed |= {(m, o) for m, o in others - closed if not self._open_to(self.seats[m], member, o)}
        return replace(member, may=frozenset(may), never=frozenset(closed))

    def own(self, member: Member) -> set[tuple[int, int]]:
        """(seat, occasion) where somebody is."""
        keys = {o: self.scene.standing.get((member.id, self.scene.occasions[o].key)) for o in member.at}
        stood = {o: session.id for o, session in keys.items() if session is not None}
        return {(m, o) for m, seat in enumerate(self.seats) for o, s in seat.sessions.items() if stood.get(o) == s.id}


@dataclass
class _AllPeriods(Seating):
    """The question about all hours of a barrette; ``before``: what its people had been paid."""

    before: Paid

    def _compose(self) -> None:
        """One question and its answer on the board; nothing where nobody can come."""
        hours, occasions = self._coming()
        if not hours:
            return
        scene = self._scene(occasions)
        held = _HeldSeats(scene, self.board, hours, frozenset(self.refused))
        model = model_of(held, weights(self.rules, self.problem))
        model.spans = self._spans(hours)
        pairings(scene.pairings, model)
        for rule in self.rules:
            if rule.enforce.groups is not None:
                rule.enforce.groups(self.problem, model)
        self._ask(held, model)
        answer = Program(model, model.continuous).solve(NEARLY_EXACT)
        if answer is not None:
            self._apply(held, model.members, plan_of(model, answer))

    def _spans(self, hours: Sequence[Hour]) -> tuple[frozenset[int], ...]:
        """Hours of the barrette by period."""
        items = [hour.placed[0] for hour in hours]
        periods = (p.id for p in self.problem.periods)
        rows = (frozenset(o for o, i in enumerate(items) if i.barrette_id and i.period_id == p) for p in periods)
        return tuple(filter(None, rows))

    def _scene(self, occasions: Sequence[Occasion]) -> Scene:
        """The scene of one period that lasts from the first to the last."""
        ids = {hour.placed[0].period_id for hour in self.hours}
        periods = [p for p in self.problem.periods if p.id in ids]
        whole = Period(periods[0].id, periods[0].label, periods[0].first, periods[-1].last)
        scene = super()._scene(occasions)
        # When a need is open is said by its days; its period would keep out what falls on the others.
        owed = tuple(replace(need, period_id=None) for need in scene.owed)
        # Everybody has left their seat: that they have nothing meanwhile is no reason for the level beside.
        return replace(scene, period=whole, owed=owed, previous=(), beside=frozenset())

    def _ask(self, held: _HeldSeats, model: GroupsModel) -> None:
        """Prices of what is not as it stands, and rows that nobody loses and no group becomes too small."""
        for n, member in enumerate(model.members):
            held.beside_friends(model, n)
            own = held.own(member)
            seats = [(m, o) for m in sorted(member.may) for o in sorted(member.at) if (m, o) not in own]
            model.penalise("open", [v for m, o in seats for v in model.of(n, [m], [o])], MOVED_PERSON)
            self._keep_minutes(held, model, n, own)
            self._one_group(model, n)
        for m, seat in enumerate(held.seats):
            for o in range(len(held.hours)):
                if not seat.stands:
                    model.penalise("open", model.groups(m, o), SESSION_MORE)
                elif o in seat.sessions and seat.sessions[o].guidance == Guidance.LED:
                    self._keep_size(held, model, m, o)
        teams: dict[tuple[int, TrainerId], list[int]] = {}
        for m, trainer, _o, variable in model.leaders():
            teams.setdefault((m, trainer), []).append(variable)
        for variables in teams.values():
            model.penalise("open", [model.any_of(variables)], TRAINER_MORE)

    def _keep_minutes(self, held: _HeldSeats, model: GroupsModel, n: int, own: set[tuple[int, int]]) -> None:
        """Somebody has as much of each need, and of each strand that is expected, as they had; an hour led is dear."""
        member, minutes = model.members[n], [occasion.minutes for occasion in model.occasions]
        for k, want in enumerate(member.wants):
            at = member.id, want.need_id
            had = sum(minutes[o] for m, o in own if m in want.pays and o in want.at)
            least = min(want.minutes, had, self.before.get(at, 0) - held.scene.paid.get(at, 0))
            if least > 0:
                model.add(model.pays(n, k), 1, low=least)
        for strand, left in sorted(member.strands.items()):
            ways = [m for m in sorted(member.may) if model.activities[m].module.strand == strand]
            least = min(left, sum(minutes[o] for m, o in own if m in ways))
            rows = [(v, minutes[o]) for o in range(len(minutes)) for v in model.of(n, ways, [o])]
            if least > 0:
                model.add([v for v, _minutes in rows], [times for _v, times in rows], low=least)
        led = [m for m in sorted(member.may) if model.activities[m].led]
        fewer = model.new_int(0, len(member.at))
        model.continuous.add(fewer)
        model.add([*model.of(n, led), fewer], 1, low=sum(m in led for m, _o in own))
        model.penalise("open", [fewer], LED_HOUR_LEFT)

    def _keep_size(self, held: _HeldSeats, model: GroupsModel, m: int, o: int) -> None:
        """A led group has as many as it takes, or as it had; or nobody, where all who are in it may leave."""
        session, coming = held.seats[m].sessions[o], model.attending(m, o)
        stay = len(self.board.people[session.id])
        had = stay + sum(was.id == session.id for was in self.own.values())
        barrette = held.scene.barrette if session.barrette_id else None
        least = least_people(held.seats[m].activity.module, barrette, asked=session.module_id in held.decided)
        short = min(least, had) - stay
        if short > 0 and coming:
            goes_on = model.new_int(int(stay > 0), 1)
            model.add([*coming, goes_on], [1] * len(coming) + [-short], low=0)
            for variable in coming:
                model.add([variable, goes_on], [1, -1], high=0)

    def _one_group(self, model: GroupsModel, n: int) -> None:
        """A price on each further group, and so trainer, of one module in a period."""
        led = [m for m in sorted(model.members[n].may) if model.activities[m].led]
        for span in model.spans:
            groups: dict[ModuleId, list[int]] = {}
            for m in led:
                if found := model.of(n, [m], sorted(span)):
                    groups.setdefault(model.activities[m].module.id, []).append(model.any_of(found))
            for taken in (taken for taken in groups.values() if len(taken) > 1):
                model.penalise("open", [model.excess(taken, 1, 1, len(taken))], TRAINER_MORE)

    def _new(self, hour: Hour, module: Module, team: tuple[TrainerId, ...], room: RoomId | None) -> Session:
        """A session of the group that the trainers have in the module already, else of a new one."""
        session, names = super()._new(hour, module, team, room), {group.id for group in self.board.groups}
        same = session.barrette_id, session.period_id, module.id, team
        theirs = [g.id for g in self.board.groups if (g.barrette_id, g.period_id, g.module_id, g.trainer_ids) == same]
        stem, number = f"{session.barrette_id}-{session.period_id}-{module.id}", 1
        while GroupId(f"{stem}-{number}") in names:
            number += 1
        name = next((name for name in theirs if self._session(name, session) not in self.board.sessions), None)
        name = name or GroupId(f"{stem}-{number}")
        return replace(session, id=self._session(name, session), group_id=name)

    @staticmethod
    def _session(group: GroupId, session: Session) -> SessionId:
        return SessionId(f"{group}-o{session.occurrence}")
