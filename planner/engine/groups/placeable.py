"""The most hours owed that the timetable as placed could give: a linear relaxation, and days of one's own calendar.

Asked once, by `anew.Anew` for the summary of a first solve (``hours_payable``). Groups are made by then and are not
read: only the hours, the people, trainers and rooms that were free, and what is owed. No rule is asked, no board
changes. Of 40 h owed no more than 30 h could be given at the hours as placed: 28 h planned are then nearly all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.board.paid import Paid
from planner.domain import (
    STRANDS,
    ApprenticeId,
    Barrette,
    Learner,
    ModuleId,
    OpenPeriod,
    Owed,
    Problem,
    TrainerId,
    monday,
)
from planner.engine.groups.carried import teaching_occasions
from planner.engine.groups.helpers import without_helpers
from planner.engine.groups.plan import owed_only
from planner.engine.groups.scene import Scene
from planner.engine.groups.setup import scene_model
from planner.engine.solvers.milp import Effort, Program, solve
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.person import off_company
from planner.model import LinearModel, Row
from planner.model.groups import GroupsModel, Occasion
from planner.prices import UNWATCHED_MINORS, minute_owed

WEEK = 7 * 24 * 60
Doing = Mapping[tuple[ApprenticeId, date, int], ModuleId]
"""(learner, day, start) → the module of the group that they are in."""


def payable_minutes(
    problem: Problem, owed: Sequence[Owed], occasions: Sequence[Occasion], in_groups: float | None = None
) -> float:
    """Upper bound on the minutes that any composition could plan of what is owed, strand targets aside.

    At the occasions as placed: minutes of a need at most those owed, everyone in one activity at an occasion, seats,
    rooms and skilled trainers who are free then, but people and groups may be cut in pieces. Smallest sizes do not
    count, nor what offers, stability or the sizes of groups would cost; barrettes and open periods that share people
    are one relaxation, over all periods. Needs that may be met on the person's own calendar (entry module, employer
    search, follow-up) count in full as far as days remain before their deadline, whether trainers and rooms are free or
    not, within the hours that the law leaves in each of these days. Nothing is composed: it is a figure for the
    summary, against which hours planned are read. ``in_groups``: the minutes of groups, where they are known.
    """
    own = [n for n in owed if n.personal and n.source != SOURCE_PROGRAMME]
    total = sum(_personal(problem, needs) for needs in _by_person(own).values())
    return total + (most_in_groups(problem, owed, occasions) if in_groups is None else in_groups)


def most_in_groups(
    problem: Problem, owed: Sequence[Owed], occasions: Sequence[Occasion], paid: Paid | None = None
) -> float:
    """Of that bound, the minutes that groups could give beside those already ``paid``."""
    scenes = scenes_of(problem, for_groups(owed), occasions, paid)
    return sum(Relaxation(some).most() for some in components(scenes))


def for_groups(owed: Sequence[Owed]) -> tuple[Owed, ...]:
    """What only groups give, and the strands of each person, which they see to."""
    return tuple(n for n in owed if not n.personal and (n.source != SOURCE_PROGRAMME or n.target in STRANDS))


def _by_person(owed: Iterable[Owed]) -> Mapping[ApprenticeId, list[Owed]]:
    """Needs by the person who has them, in order."""
    found: dict[ApprenticeId, list[Owed]] = {}
    for need in owed:
        found.setdefault(need.apprentice_id, []).append(need)
    return found


def _personal(problem: Problem, needs: Sequence[Owed]) -> float:
    """Minutes of one person's needs for which days remain, by deadline; a day holds what the law lets it hold."""
    learner = problem.learners[needs[0].apprentice_id]
    used: dict[date, int] = {}
    total = 0
    for need in sorted(needs, key=lambda n: (n.deadline, n.priority, n.need_id)):
        left = need.minutes
        for day in (d for d in problem.days if need.opens <= d <= need.deadline and _may_come(problem, learner, d)):
            most = problem.settings.day_limit(learner.minor(day))
            given = min(left, most - used.get(day, 0))
            used[day] = used.get(day, 0) + given
            left -= given
            total += given
    return float(total)


def _may_come(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether a day is one at the centre, or free of the company: no contract in force, or work not begun.

    Absences are not looked at: this is a bound from above.
    """
    return bool(problem.presence(learner, day)) or off_company(problem, learner, day)


def owner_of(problem: Problem, occasion: Occasion) -> Barrette | OpenPeriod | None:
    """The barrette or open period whose id begins the key of an occasion (``<id>-<period>-o<n>``); None if unknown.

    The longest id that fits, since one id may begin another.
    """
    places: list[Barrette | OpenPeriod] = [*problem.barrettes.values(), *problem.open_periods]
    found = [place for place in places if occasion.key.startswith(f"{place.id}-")]
    return max(found, key=lambda place: len(place.id), default=None)


def scenes_of(
    problem: Problem, owed: tuple[Owed, ...], occasions: Sequence[Occasion], paid: Paid | None = None
) -> list[Scene]:
    """One scene for each barrette or open period in each period; hours that carry courses are not for needs.

    ``paid``: minutes planned already, for all of them; nothing by default.
    """
    found: dict[tuple[str, str], list[Occasion]] = {}
    for occasion in occasions:
        place, period = owner_of(problem, occasion), problem.period_of(occasion.day)
        if place is not None and period is not None and occasion.learners:
            found.setdefault((place.id, period.id), []).append(occasion)
    places: dict[str, Barrette | OpenPeriod] = {b.id: b for b in problem.barrettes.values()}
    places |= {o.id: o for o in problem.open_periods}
    scenes = []
    for (place_id, period_id), rows in sorted(found.items()):
        place = places[place_id]
        period = next(p for p in problem.periods if p.id == period_id)
        barrette = place if isinstance(place, Barrette) else None
        open_period = place if isinstance(place, OpenPeriod) else None
        scene = Scene(problem, period, without_helpers(problem, rows), owed, paid or {}, barrette, open_period)
        taught = teaching_occasions(scene)
        rest = tuple(occasion for n, occasion in enumerate(scene.occasions) if n not in taught)
        if rest:
            scenes.append(replace(scene, occasions=rest))
    return scenes


def components(scenes: Sequence[Scene]) -> list[list[Scene]]:
    """Scenes that share a learner, together: each lot is a question of its own, small enough to be solved at once."""
    groups: list[tuple[set[ApprenticeId], list[Scene]]] = []
    for scene in scenes:
        people = {a for occasion in scene.occasions for a in occasion.learners}
        touching = [group for group in groups if group[0] & people]
        merged = (people.union(*(g[0] for g in touching)), [s for g in touching for s in g[1]] + [scene])
        groups = [g for g in groups if g not in touching] + [merged]
    return [found for _people, found in groups]


STAYS = 1
"""What it is worth to keep somebody in what they do at an hour: as much as a quarter of a minute owed."""
WHOLE_DAY = 24 * 60
"""Minutes: more than any one activity pays."""


@dataclass
class Relaxation:
    """The models of some scenes that share learners side by side, with the needs they share.

    One linear program for all of them: a need that two barrettes could pay is paid once.
    """

    scenes: Sequence[Scene]
    near: Doing | None = None
    """What people do already: of plans that pay as much by the priorities of P1, one near to it. None: none is sought,
    and every minute counts alike."""
    model: LinearModel = field(default_factory=LinearModel)
    paid: dict[tuple[ApprenticeId, str], tuple[int, list[int]]] = field(default_factory=dict)
    """(learner, need) → minutes owed, and the variables that pay it."""
    joined: list[int] = field(default_factory=list)
    """Variables of somebody doing something."""
    parts: list[Mapping[tuple[ApprenticeId, str], list[int]]] = field(default_factory=list)
    """By scene: the variables of ``paid`` that are its own."""
    worth: dict[int, int] = field(default_factory=dict)
    """Variable of ``paid`` → what a minute of it is worth."""
    strands: dict[tuple[ApprenticeId, str], list[int]] = field(default_factory=dict)
    """(learner, strand) → the variables of having some of it, for those whose hours owed would take its place."""
    weeks: dict[tuple[TrainerId, date], tuple[int, list[int], list[int]]] = field(default_factory=dict)
    """(trainer, week) → minutes left at most, variables of groups led, their minutes."""

    def __post_init__(self) -> None:
        for scene in self.scenes:
            self._add(owed_only(scene_model(scene, {}), whole_term=True))
        # An hour of each strand for each person comes before hours owed.
        for ways in filter(None, self.strands.values()):
            missed = self.model.new_int(0, 1)
            self.model.add([*ways, missed], 1, low=1)
            self.model.penalise("strand", [missed], WHOLE_DAY)
        for minutes, variables in self.paid.values():
            self.model.add(variables, 1, high=minutes)
            self.model.penalise("paid", variables, [-self.worth[v] for v in variables])
        for limit, variables, lengths in self.weeks.values():
            if limit < sum(lengths):
                self.model.add(variables, lengths, high=limit)

    def most(self) -> float:
        """The most minutes paid, everyone having a place; 0 where nothing is owed or the model has no solution."""
        answer = solve(self.model, relaxed=True) if self.paid else None
        return 0.0 if answer is None else float(sum(answer.values[v] for _m, row in self.paid.values() for v in row))

    def split(self, effort: Effort) -> list[Mapping[tuple[ApprenticeId, str], int]]:
        """By scene, the minutes of each (learner, need) that it pays when all pay the most together; whole people.

        Empty where no answer was found. What is 0 is left out.
        """
        answer = Program(self.model).near(frozenset(self.joined), effort) if self.paid else None
        if answer is None:
            return []
        values = [{key: round(sum(answer.values[v] for v in row)) for key, row in own.items()} for own in self.parts]
        return [{key: minutes for key, minutes in own.items() if minutes} for own in values]

    def _add(self, part: GroupsModel) -> None:
        """Copy the rows of one scene's model; only a missing place has a price.

        Variables keep their order, shifted; needs that several scenes may pay share one row, trainers one a week.
        """
        first = len(self.model.low)
        self.model.low += part.low
        self.model.high += part.high
        for row in part.rows:
            self.model.rows.append(Row(tuple(first + v for v in row.ids), row.coefs, row.low, row.high))
        self.model.cliques += [tuple(first + v for v in clique) for clique in part.cliques]
        # Only what no composition may do: nobody nowhere, no minor alone. Who watches best is no matter of hours owed.
        prices = {v: price for v, price in part.costs.get("place", {}).items() if price >= UNWATCHED_MINORS}
        self.model.penalise("place", [first + v for v in prices], list(prices.values()))
        self.joined += (first + v for v in part.joined())
        if self.near is not None:
            stays = [first + v for v in _stays(part, self.near)]
            self.model.penalise("stays", stays, -STAYS)
        own: dict[tuple[ApprenticeId, str], list[int]] = {}
        self.parts.append(own)
        for n, member in enumerate(part.members):
            for strand in sorted(member.unmet):
                ways = (m for m, activity in enumerate(part.activities) if activity.module.strand == strand)
                self.strands.setdefault((member.id, strand), []).extend(first + v for v in part.of(n, ways))
            for k, want in enumerate(member.wants):
                own[member.id, want.need_id] = variables = [first + v for v in part.pays(n, k)]
                _due, known = self.paid.setdefault((member.id, want.need_id), (want.minutes, []))
                known += variables
                self.worth |= dict.fromkeys(variables, 1 if self.near is None else minute_owed(want.priority))
        for _m, trainer, o, variable in part.leaders():
            self._lead(trainer, part.occasions[o], first + variable)

    def _lead(self, trainer: TrainerId, occasion: Occasion, variable: int) -> None:
        """The hours a trainer had left before the first occasion of the week.

        Later occasions count what the earlier ones took; the largest figure is therefore the one before any of them.
        """
        key = (trainer, monday(occasion.day))
        limit, known, lengths = self.weeks.get(key, (0, [], []))
        left = occasion.capacity.get(trainer, WEEK)
        self.weeks[key] = (max(limit, left), [*known, variable], [*lengths, occasion.minutes])


def _stays(part: GroupsModel, doing: Doing) -> Iterable[int]:
    """The variables of everybody who may do at an occasion what they do there already."""
    for n, member in enumerate(part.members):
        for o in member.at:
            here = part.occasions[o]
            module = doing.get((member.id, here.day, here.start))
            for m in member.may if module is not None else ():
                variable = part.joins(n, m, o) if part.activities[m].module.id == module else None
                if variable is not None:
                    yield variable
