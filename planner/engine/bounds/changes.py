"""Changes of group that no composition can spare, person by person: each chooses alone at the hours of a frame.

Everybody may be in any module that has people and an adult for a group at an hour; no group is full. They have as much
of each need as here, and the strands that they have here. What somebody changes at the least alone, they change at the
least among others. `planner.engine.bounds` says what is fixed.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil

from planner.domain import ApprenticeId, BarretteId, Module, ModuleId, Owed, Period, Problem, Timetable, away
from planner.engine.bounds.frame import Frame, SupportHour, needs_adult
from planner.engine.solvers.milp import Effort, Program
from planner.hours.support import pays
from planner.model.support_hours import ModulesOfOne
from planner.rule import Rule

ONE_PERSON = Effort(nodes=200, gap=0.0)
"""A person has a dozen hours: most are proven at the root."""
HAIR = 1e-6
"""What a bound of the solver may be from a whole number of units."""
PeriodsCompared = Sequence[Sequence[Sequence[SupportHour]]]
"""By barrette, hours of its periods in a row."""


def least_of_changes(problem: Problem, timetable: Timetable, rule: Rule) -> float:
    """Units that a rule with a price on changes of module costs at the least, its other prices left out."""
    return sum(Changes(Frame(problem, timetable)).least(rule).values())


class Changes:
    """Reads a frame; `least` asks about each person who changes module here."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.needs = frame.needs()
        self._opens: dict[tuple[SupportHour, ModuleId], bool] = {}
        self._here: dict[SupportHour, list[ApprenticeId]] = {}
        for person, rows in frame.at.items():
            for hour in rows:
                self._here.setdefault(hour, []).append(person)
        self._lists: dict[tuple[ApprenticeId, str, str], set[ModuleId]] = {}
        for group in frame.timetable.groups:
            for person in group.apprentice_ids:
                at = person, str(group.barrette_id), str(group.period_id)
                self._lists.setdefault(at, set()).add(group.module_id)
        self._hours: dict[str, dict[str, list[SupportHour]]] = {}
        for hour in frame.sessions:
            periods = self._hours.setdefault(hour.place, {})
            periods.setdefault(str(frame.period(hour)), []).append(hour)
        self._grouped = {(group.barrette_id, group.period_id) for group in frame.timetable.groups}
        self._kept: dict[ApprenticeId, list[str]] = {}
        for person, strand in frame.strands_kept():
            self._kept.setdefault(person, []).append(strand)

    def least(self, rule: Rule) -> Mapping[ApprenticeId, float]:
        """Units that each person costs at the least; only who costs something."""
        found, price = dict[ApprenticeId, float](), rule.enforce.alone
        for person in self.frame.at if price is not None else ():
            places = {hour.place for hour in self.frame.at[person]}
            mine = (b for b in self.frame.problem.barrettes if b in places)
            spans = tuple(filter(None, (list(self._compared(person, b)) for b in mine)))
            if price is not None and spans and self._changes(person, spans):
                model = self._model(person, spans)
                price(model)
                answer = Program(model).solve(ONE_PERSON)
                least = ceil(answer.bound - HAIR) if answer is not None else 0
                found |= {person: float(least)} if least > 0 else {}
        return found

    def _compared(self, person: ApprenticeId, barrette: BarretteId) -> Iterator[Sequence[SupportHour]]:
        """The longest run of periods of a barrette in which nothing is on somebody's lists but what they do here.

        Absences leave somebody on the list of a group that they never see, and courses have groups of their own.
        """
        hours = self._hours[barrette]
        periods = [p for p in self.frame.problem.periods if self._in_turn(barrette, p)]
        runs: list[list[Sequence[SupportHour]]] = [[]]
        for period in periods:
            found = hours.get(period.id, [])
            mine = [hour for hour in found if hour in self.frame.at[person]]
            if mine and self._all_known(person, found, (person, str(barrette), period.id)):
                runs[-1].append(mine)
            else:
                runs.append([])
        longest = max(runs, key=len)
        yield from longest if len(longest) > 1 else ()

    def _in_turn(self, barrette: BarretteId, period: Period) -> bool:
        """Whether a barrette has groups in a period."""
        return (barrette, period.id) in self._grouped

    def _all_known(self, person: ApprenticeId, hours: Sequence[SupportHour], at: tuple[ApprenticeId, str, str]) -> bool:
        """Whether somebody's lists of a period are what they do at its hours, none of which is lost to an absence."""
        rows, learner = self.frame.at[person], self.frame.problem.learners[person]
        lost = (hour not in rows and away(learner.absences, hour.day, hour.start, hour.end) for hour in hours)
        return self._lists.get(at) == {rows[h].module_id for h in hours if h in rows} and not any(lost)

    def _changes(self, person: ApprenticeId, spans: PeriodsCompared) -> bool:
        """Whether somebody has not the same modules in two periods in a row: what costs nothing has no bound."""
        rows = self.frame.at[person]
        sets = [[{rows[hour].module_id for hour in hours} for hours in periods] for periods in spans]
        return any(before != after for periods in sets for before, after in pairwise(periods))

    # The question of one person

    def _model(self, person: ApprenticeId, spans: PeriodsCompared) -> ModulesOfOne:
        """What somebody may do at each hour, with as much of each need, and the strands, that they have here."""
        model, needs = ModulesOfOne(), self.needs.get(person, [])
        does: dict[tuple[SupportHour, ModuleId], int] = {}
        paid: dict[str, list[tuple[int, int]]] = {}
        strands: dict[str, list[int]] = {}
        for hour, session in self.frame.at[person].items():
            for module in self.frame.problem.modules.values():
                pays_here = [n for n in needs if self.frame.pays(n, module, hour)]
                if module.id != session.module_id and not self._may(person, module, hour, pays_here):
                    continue
                variable = does[hour, module.id] = model.new_bool()
                strands.setdefault(module.strand, []).append(variable)
                shares = [model.new_bool() for _need in pays_here]
                model.add([*shares, variable], [1] * len(shares) + [-1], high=0)
                for need, share in zip(pays_here, shares, strict=True):
                    paid.setdefault(need.need_id, []).append((share, session.minutes))
            model.add([v for (h, _m), v in does.items() if h == hour], 1, 1, 1)
        self._own(model, person, needs, paid)
        for need in needs:
            ways, given = paid.get(need.need_id, []), self.frame.given[person, need.need_id]
            model.add([v for v, _minutes in ways], [minutes for _v, minutes in ways], low=min(given, need.minutes))
        for strand in self._kept.get(person, ()):
            model.add(strands.get(strand, []), 1, low=1)
        for periods in spans:
            model.spans.append([self._has(model, does, hours) for hours in periods])
        return model

    @staticmethod
    def _has(
        model: ModulesOfOne, does: Mapping[tuple[SupportHour, ModuleId], int], hours: Sequence[SupportHour]
    ) -> Mapping[ModuleId, int]:
        """Variables of having a module at some of these hours."""
        ways: dict[ModuleId, list[int]] = {}
        for (hour, module), variable in does.items():
            if hour in hours:
                ways.setdefault(module, []).append(variable)
        found = {module: model.new_bool() for module in ways}
        for module, has in found.items():
            model.add([*ways[module], has], [1] * len(ways[module]) + [-1], low=0)
            for variable in ways[module]:
                model.add([has, variable], [1, -1], low=0)
        return found

    def _own(
        self, model: ModulesOfOne, person: ApprenticeId, needs: Sequence[Owed], paid: dict[str, list[tuple[int, int]]]
    ) -> None:
        """Sessions beside these hours pay what they may, one need each; ``paid`` is added to."""
        for session in self.frame.own.get(person, ()):
            ways = []
            for need in (n for n in needs if pays(n, session) and n.opens <= session.day <= n.deadline):
                ways.append(model.new_bool())
                paid.setdefault(need.need_id, []).append((ways[-1], session.minutes))
            model.at_most_one(ways)

    def _may(self, person: ApprenticeId, module: Module, hour: SupportHour, owed: Sequence[Owed]) -> bool:
        """Whether somebody may be in a module at an hour: autonomy, what pays them, what is open to them."""
        if module.theme == "study":
            return True
        if module.id not in self.frame.modules or not (owed or self.frame.is_for(person, module, hour)):
            return False
        if (hour, module.id) not in self._opens:
            self._opens[hour, module.id] = self._group_opens(module, hour)
        return self._opens[hour, module.id]

    def _group_opens(self, module: Module, hour: SupportHour) -> bool:
        """Whether a group of a module may open at an hour: somebody leads it, and it is for people enough."""
        if not needs_adult(module):
            return True
        least, _most = self.frame.sizes(hour, module)
        people = (
            a
            for a in self._here[hour]
            if self.frame.is_for(a, module, hour)
            or any(self.frame.pays(need, module, hour) for need in self.needs.get(a, ()))
        )
        return bool(self.frame.leaders(hour, module)) and sum(1 for _a in people) >= least
