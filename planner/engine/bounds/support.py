"""Hours owed that no composition can plan at the hours of support of a timetable: a linear relaxation.

People and groups may be cut in pieces; rooms, the hours of trainers in a week and who is kept apart do not count. A
need is paid once, also by sessions that somebody has beside these hours. `planner.engine.bounds` says what is fixed.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.domain import ApprenticeId, Module, ModuleId, Owed, Problem, Timetable, TrainerId
from planner.engine.bounds.frame import Frame, SupportHour, needs_adult
from planner.engine.solvers.milp import solve
from planner.hours.support import pays
from planner.model.support_hours import NeedOf, SupportModel
from planner.rule import Rule

PRECISION = 1e-6
"""How far, as a share, an optimum of the solver may be from the true one."""

HourShares = list[int]
"""Variables: shares of an hour."""


def least_of_support(problem: Problem, timetable: Timetable, rule: Rule) -> float:
    """Units that a rule with a price on hours owed costs at the least; 0 where nothing is owed or proven."""
    model = HoursOwed(Frame(problem, timetable)).model
    if rule.enforce.support is not None:
        rule.enforce.support(problem, model)
    answer = solve(model, relaxed=True) if model.costs and model.needs else None
    # A hair below: it is proven to the precision of the solver.
    return max(0.0, answer.bound * (1 - PRECISION)) if answer is not None and answer.exact else 0.0


class HoursOwed:
    """Reads a frame and makes the model, which is whole once this is made."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.needs = frame.needs()
        rows: dict[NeedOf, Owed] = {(a, need.need_id): need for a, needs in self.needs.items() for need in needs}
        self.model = SupportModel(rows, {})
        self.paid: dict[NeedOf, list[tuple[int, int]]] = {key: [] for key in rows}
        """(learner, need) → (variable, minutes that the whole of it pays)."""
        self.spent: dict[tuple[ApprenticeId, SupportHour], HourShares] = {}
        """What somebody does at an hour."""
        self.strands: dict[tuple[ApprenticeId, str], HourShares] = {}
        self.teaching: dict[tuple[TrainerId, date, int, int], HourShares] = {}
        for hour in frame.sessions:
            self._hour(hour)
        for group in self.teaching.values():
            self.model.at_most_one(group)
        self._own()
        self._strands()
        for shares in self.spent.values():
            self.model.at_most_one(shares)
        for key, need in rows.items():
            # Nobody has less of anything than here.
            self.model.high[self.model.unmet[key]] = max(0, need.minutes - frame.given[key])
            ways = self.paid[key]
            self.model.add(
                [self.model.unmet[key], *(v for v, _m in ways)], [1, *(m for _v, m in ways)], low=need.minutes
            )

    def _hour(self, hour: SupportHour) -> None:
        """Every module that pays somebody at an hour."""
        here = [person for person, rows in self.frame.at.items() if hour in rows]
        for module in self.frame.modules.values():
            payable = {a: rows for a in here if (rows := self._payable(a, module, hour))}
            if payable:
                self._module(hour, module, payable, here)

    def _payable(self, person: ApprenticeId, module: Module, hour: SupportHour) -> list[Owed]:
        return [need for need in self.needs.get(person, ()) if self.frame.pays(need, module, hour)]

    def _module(
        self,
        hour: SupportHour,
        module: Module,
        payable: Mapping[ApprenticeId, Sequence[Owed]],
        here: Sequence[ApprenticeId],
    ) -> None:
        """HourShares of an hour in one module, within the groups that its adults may lead."""
        led = needs_adult(module)
        leaders = self.frame.leaders(hour, module) if led else ()
        least, most = self.frame.sizes(hour, module)
        others = sum(a not in payable and self.frame.is_for(a, module, hour) for a in here) if led else 0
        if led and (not leaders or len(payable) + others < least):
            return
        groups = [self.model.new_bool() for _leader in leaders]
        for leader, group in zip(leaders, groups, strict=True):
            if leader is not None:
                self.teaching.setdefault((leader, hour.day, hour.start, hour.end), []).append(group)
        everyone: HourShares = []
        for person, needs in payable.items():
            shares = [self._share(person, need, hour, module.id) for need in needs]
            if others < least:
                # Who is not paid by it may be in it all the same, to fill it up.
                shares.append(self._spend(person, hour))
                self.strands.setdefault((person, module.strand), []).append(shares[-1])
            if led:
                self.model.add([*shares, *groups], [1] * len(shares) + [-1] * len(groups), high=0)
            everyone += shares
        if led:
            ones = [1] * len(everyone)
            self.model.add([*everyone, *groups], ones + [-most] * len(groups), high=0)
            if others < least:
                self.model.add([*everyone, *groups], ones + [others - least] * len(groups), low=0)

    def _share(self, person: ApprenticeId, need: Owed, hour: SupportHour, module: ModuleId) -> int:
        share = self._spend(person, hour)
        self.paid[person, need.need_id].append((share, self.frame.at[person][hour].minutes))
        strand = self.frame.modules[module].strand
        self.strands.setdefault((person, strand), []).append(share)
        return share

    def _spend(self, person: ApprenticeId, hour: SupportHour) -> int:
        share = self.model.new_bool()
        self.spent.setdefault((person, hour), []).append(share)
        return share

    def _own(self) -> None:
        """Sessions beside these hours, each of which pays as many minutes as it has."""
        for person, sessions in self.frame.own.items():
            for session in sessions:
                needs = [n for n in self.needs.get(person, ()) if pays(n, session)]
                given = []
                for need in (n for n in needs if n.opens <= session.day <= n.deadline):
                    given.append(self.model.new_bool())
                    self.paid[person, need.need_id].append((given[-1], session.minutes))
                self.model.at_most_one(given)

    def _strands(self) -> None:
        """An hour of each strand that somebody has here, in whatever gives it; who owes nothing has room for it."""
        for person, strand in ((a, strand) for a, strand in self.frame.strands_kept() if a in self.needs):
            free = [self._spend(person, hour) for hour in self.frame.at[person]]
            self.model.add([*self.strands.get((person, strand), ()), *free], 1, low=1)
