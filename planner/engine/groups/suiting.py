"""For whom an activity is, by level: what is known of people on the day of each occasion.

Made by `setup.Setup`, and asked about each member as the model is made. Results of the workbook are read, as they count
on the day (`hours/levels.py`); answers are remembered, and nothing else changes. Levels bind what is offered: who owes
a module may be in it whatever their level.

A module of writing takes levels 1 and 2. Somebody of level 3 whose test in November says 2 may be in it from their next
stay on; somebody without any result may be in it from the start, where it consolidates.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.domain import STRANDS, ApprenticeId, Learner, Module, ModuleId, Owed, Problem
from planner.engine.groups.catalogue import chosen_otherwise, of_choice, open_to_all
from planner.hours.levels import counted_level, suits_level
from planner.model.groups import GroupActivity, GroupsModel, Occasion
from planner.prices import SECOND_LEVEL


@dataclass
class Suiting:
    """The activities of a scene beside the levels of its people.

    ``by_need``: modules that rules of need give, so that nobody else is in them; ``choices``: of guidance, by module;
    ``levels``: what was asked so far.
    """

    problem: Problem
    occasions: Sequence[Occasion]
    activities: Sequence[GroupActivity]
    by_need: Collection[str]
    choices: Mapping[str, Collection[str]]
    levels: dict[tuple[ApprenticeId, str, date], int | None] = field(default_factory=dict)

    def suits(self, learner: Learner, number: int, o: int) -> bool:
        """Whether an activity is for somebody at an occasion: open to all, of their level in one of its domains."""
        module = self.activities[number].module
        levels = [self._level(learner, domain, o) for domain in sorted(module.domains)]
        return suits_level(self.problem, module, levels, open_to_all=self._open(learner, module, o))

    def pays(self, learner: Learner, ways: Collection[str], number: int, at: Collection[int]) -> bool:
        """Whether an activity pays a need: one of its modules, or any of its strand that suits the level."""
        module = self.activities[number].module
        return module.id in ways or (module.strand in ways and any(self.suits(learner, number, o) for o in at))

    def open_to_all(self, module: Module) -> bool:
        """Whether those who owe none of a module may be in it."""
        return open_to_all(module, self.by_need)

    def _open(self, learner: Learner, module: Module, o: int) -> bool:
        """Whether somebody who owes none of a module may be in it: anybody may, or it is that of their choice."""
        return self.open_to_all(module) or of_choice(self.choices, learner, module, self.occasions[o].day)

    def offers(self, learner: Learner, open_ways: Iterable[int], strand: str, at: Collection[int]) -> frozenset[int]:
        """Activities of a strand for somebody who owes hours of it, at some occasion; ``open_ways``: those for all."""
        levelled = (n for n, a in enumerate(self.activities) if a.module.strand == strand and a.module.domains)
        ways = {*open_ways, *(levelled if strand == STRANDS[0] else ())}
        return frozenset(n for n in ways if any(self.suits(learner, n, o) for o in at))

    def never(
        self, learner: Learner, at: Collection[int], may: Iterable[int], asked: Collection[tuple[str, int]]
    ) -> frozenset[tuple[int, int]]:
        """(activity, occasion) where somebody's level is not one that the activity takes.

        It may be known, or change, in the middle of the period. ``asked``: modules that are theirs whatever their
        level, and the occasions at which they are.
        """
        levelled = [(n, self.activities[n].module.id) for n in may if self.activities[n].module.domains]
        closed = ((n, o) for n, name in levelled for o in at if (name, o) not in asked)
        return frozenset((n, o) for n, o in closed if not self.suits(learner, n, o))

    def owed_only(self, learner: Learner, at: Collection[int], may: Iterable[int]) -> Collection[tuple[int, int]]:
        """(activity, occasion) of what is for somebody only while hours of it are owed to them.

        Modules that are not open to all, and those of another level than theirs that day: to fill up the group of
        others is no reason to be in it.
        """
        ways = [(n, self.activities[n].module) for n in may]
        closed = {(n, o) for n, module in ways for o in at if not self._open(learner, module, o)}
        levelled = [n for n, module in ways if module.domains and self.open_to_all(module)]
        return closed.union((n, o) for n in levelled for o in at if not self.suits(learner, n, o))

    def not_chosen(self, learner: Learner, at: Collection[int]) -> frozenset[tuple[int, int]]:
        """(activity, occasion) of guidance that is not of the choice of that day."""
        guided = [(n, a.module) for n, a in enumerate(self.activities) if a.module.id in self.choices]
        days = {o: self.occasions[o].day for o in at} if guided else {}
        closed = (
            (n, o, chosen_otherwise(self.choices, learner, own, day)) for o, day in days.items() for n, own in guided
        )
        return frozenset((n, o) for n, o, otherwise in closed if otherwise)

    def early(
        self, at: Collection[int], may: Iterable[int], owed: Iterable[Owed], but: Collection[str]
    ) -> frozenset[tuple[int, int]]:
        """(activity, occasion) of what only those who owe it may be in, before the first day on which somebody does.

        ``owed``: what they owe; ``but``: modules that a lock names here.
        """
        opens: dict[str, date] = {}
        for need in owed:
            opens[need.target] = min(need.opens, opens.get(need.target, need.opens))
        ways = ((n, self.activities[n].module) for n in may)
        closed = [(n, opens[m.id]) for n, m in ways if m.id in opens and m.id not in but and not self.open_to_all(m)]
        return frozenset((n, o) for n, first in closed for o in at if self.occasions[o].day < first)

    def _level(self, learner: Learner, domain: str, o: int) -> int | None:
        """Level of somebody in a domain that counts at an occasion, asked once; None where it is not known."""
        asked = learner.id, domain, self.occasions[o].day
        if asked not in self.levels:
            self.levels[asked] = counted_level(self.problem, learner, domain, asked[2])
        return self.levels[asked]


def ask_one_level(model: GroupsModel) -> None:
    """A price on each further level of one domain for a person of a scene: without any result, all levels suit.

    Adds costs to the model. A module that somebody has elsewhere in the period already is their level.
    """
    for n, member in enumerate(model.members):
        levels: dict[str, set[ModuleId]] = {}
        for module in (model.activities[m].module for m in member.may):
            for domain in module.domains if module.levels else ():
                levels.setdefault(domain, set()).add(module.id)
        for _domain, found in sorted(levels.items()):
            others = sorted(found - set(member.known))
            taken = [model.any_of(model.of(n, model.modules([module]))) for module in others if len(found) > 1]
            if taken:
                more = model.excess(taken, 1, int(len(others) == len(found)), len(taken))
                model.continuous.add(more)
                model.penalise("open", [more], SECOND_LEVEL)
