"""The most hours owed that the timetable as placed could give: a linear relaxation, and days of one's own calendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.compose_setup import Scene, Setup
from planner.compose_teaching import teaching_occasions
from planner.domain import ApprenticeId, Barrette, Learner, OpenPeriod, Owed, Problem, RoomId, Status, TrainerId, monday
from planner.entrants import first_company_day
from planner.milp import solve
from planner.model import LinearModel
from planner.model.groups import Occasion, Want
from planner.needs import SOURCE_PROGRAMME


def payable_minutes(problem: Problem, owed: Sequence[Owed], occasions: Sequence[Occasion]) -> float:
    """Upper bound on the minutes that any composition could plan of what is owed, strand targets aside.

    At the occasions as placed: minutes of a need at most those owed, one activity for a person at an occasion, seats,
    rooms and skilled trainers who are free then, but people and groups may be cut in pieces. Needs that may be met on
    the person's own calendar count as far as days remain before their deadline.
    """
    own = [n for n in owed if n.personal and n.source != SOURCE_PROGRAMME]
    rest = tuple(n for n in owed if not n.personal and n.source != SOURCE_PROGRAMME)
    total = sum(_personal(problem, needs) for needs in _by_person(own).values())
    for scenes in _components(_scenes(problem, rest, occasions)):
        total += Relaxation(scenes).most()
    return total


def _by_person(owed: Iterable[Owed]) -> Mapping[ApprenticeId, list[Owed]]:
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
            most = problem.settings.minor_day if learner.minor(day) else problem.settings.adult_day
            given = min(left, most - used.get(day, 0))
            used[day] = used.get(day, 0) + given
            left -= given
            total += given
    return float(total)


def _may_come(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether a day is one at the centre, or free of the company: no contract in force, or work not begun."""
    if problem.presence(learner, day):
        return True
    status = problem.status(learner, day)
    if status in (Status.ENROLLED_NO_CONTRACT, Status.CONTRACT_BROKEN):
        return True
    begun = first_company_day(problem, learner)
    return status == Status.APPRENTICE and begun is not None and day < begun


def owner_of(problem: Problem, occasion: Occasion) -> Barrette | OpenPeriod | None:
    """The barrette or open period whose id begins the key of an occasion (``<id>-<period>-o<n>``)."""
    places: list[Barrette | OpenPeriod] = [*problem.barrettes.values(), *problem.open_periods]
    found = [place for place in places if occasion.key.startswith(f"{place.id}-")]
    return max(found, key=lambda place: len(place.id), default=None)


def _scenes(problem: Problem, owed: tuple[Owed, ...], occasions: Sequence[Occasion]) -> list[Scene]:
    """One scene for each barrette or open period in each period."""
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
        scene = Scene(problem, period, tuple(rows), owed, {}, barrette, open_period)
        taught = teaching_occasions(scene)
        rest = tuple(occasion for n, occasion in enumerate(rows) if n not in taught)
        if rest:
            scenes.append(replace(scene, occasions=rest))
    return scenes


def _components(scenes: Sequence[Scene]) -> list[list[Scene]]:
    """Scenes that share a learner, together."""
    groups: list[tuple[set[ApprenticeId], list[Scene]]] = []
    for scene in scenes:
        people = {a for occasion in scene.occasions for a in occasion.learners}
        touching = [group for group in groups if group[0] & people]
        merged = (people.union(*(g[0] for g in touching)), [s for g in touching for s in g[1]] + [scene])
        groups = [g for g in groups if g not in touching] + [merged]
    return [found for _people, found in groups]


@dataclass
class Relaxation:
    """The linear relaxation of some scenes that share learners."""

    scenes: Sequence[Scene]
    model: LinearModel = field(default_factory=LinearModel)
    paid: dict[tuple[ApprenticeId, str], tuple[int, list[int]]] = field(default_factory=dict)
    """(learner, need) → minutes owed, and the variables that pay it."""
    weeks: dict[tuple[TrainerId, date], tuple[int, list[int], list[int]]] = field(default_factory=dict)
    """(trainer, week) → minutes left at most, variables of groups led, their minutes."""

    def most(self) -> float:
        """The most minutes paid."""
        for scene in self.scenes:
            self._scene(scene)
        for minutes, variables in self.paid.values():
            self.model.add(variables, 1, high=minutes)
            self.model.penalise("paid", variables, -1)
        for limit, variables, minutes_each in self.weeks.values():
            if variables and limit < sum(minutes_each):
                self.model.add(variables, minutes_each, high=limit)
        if not self.paid:
            return 0.0
        answer = solve(self.model, relaxed=True)
        return 0.0 if answer is None else -answer.objective

    def _scene(self, scene: Scene) -> None:
        setup = Setup(scene)
        members = [(a, setup.member(a)) for a in setup.people]
        for o, occasion in enumerate(scene.occasions):
            joined: dict[int, list[tuple[int, bool]]] = {}
            for apprentice, member in members:
                wants = [w for w in member.wants if o in w.at]
                mine = {m: self._number() for m in sorted({m for w in wants for m in w.pays})}
                mine = {m: v for m, v in mine.items() if setup.activities[m].rooms[o]}
                if not mine:
                    continue
                self.model.at_most_one(list(mine.values()))
                for m, variable in mine.items():
                    joined.setdefault(m, []).append((variable, member.remote))
                self._pay(apprentice, wants, mine, occasion.minutes)
            self._groups(setup, o, joined)

    def _number(self) -> int:
        return self.model.new_bool()

    def _pay(self, apprentice: ApprenticeId, wants: Sequence[Want], mine: Mapping[int, int], minutes: int) -> None:
        """A minute pays one need; needs whose activities lie inside another's share its minutes."""
        pays = {}
        for want in wants:
            if want.pays & mine.keys():
                pays[want.need_id] = self.model.new_int(0, min(minutes, want.minutes))
                _due, variables = self.paid.setdefault((apprentice, want.need_id), (want.minutes, []))
                variables.append(pays[want.need_id])
        for want in wants:
            inside = [pays[w.need_id] for w in wants if w.need_id in pays and w.pays <= want.pays]
            ways = [v for m, v in mine.items() if m in want.pays]
            if inside and ways:
                self.model.add([*inside, *ways], [1] * len(inside) + [-minutes] * len(ways), high=0)

    def _groups(self, setup: Setup, o: int, joined: Mapping[int, list[tuple[int, bool]]]) -> None:
        """Trainers and rooms of the groups at one occasion, each used once."""
        occasion = setup.scene.occasions[o]
        busy: dict[TrainerId, list[int]] = {}
        held: dict[RoomId, list[int]] = {}
        for m, people in joined.items():
            activity = setup.activities[m]
            if not activity.led:
                continue
            lead = {t: self._number() for t in sorted(activity.leaders[o])}
            hold = {r: self._number() for r in activity.rooms[o]}
            self.model.add([*lead.values(), *hold.values()], [1] * len(lead) + [-1] * len(hold), 0, 0)
            for variable, _remote in people:
                self.model.add([variable, *lead.values()], [1] + [-1] * len(lead), high=0)
            here = [variable for variable, remote in people if not remote]
            seats = [min(activity.max_size, setup.problem.rooms[r].seats) for r in hold]
            self.model.add([*here, *hold.values()], [1] * len(here) + [-s for s in seats], high=0)
            for t, variable in lead.items():
                busy.setdefault(t, []).append(variable)
            for r, variable in hold.items():
                held.setdefault(r, []).append(variable)
        for variables in [*busy.values(), *held.values()]:
            self.model.at_most_one(variables)
        for t, variables in busy.items():
            self._week(t, occasion, variables)

    def _week(self, trainer: TrainerId, occasion: Occasion, variables: Sequence[int]) -> None:
        """The hours a trainer had left before the first occasion of the week."""
        key = (trainer, monday(occasion.day))
        left = occasion.capacity.get(trainer, 7 * 24 * 60)
        limit, known, minutes = self.weeks.get(key, (0, [], []))
        self.weeks[key] = (max(limit, left), [*known, *variables], [*minutes, *[occasion.minutes] * len(variables)])
