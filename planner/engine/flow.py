"""The whole flow: term plan, barrette times, groups, weeks, rooms, people, hours paid: one `Timetable`."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from planner.board.board import begin
from planner.domain import ClassId, Problem, RoomId, Timetable, TrainerId, monday
from planner.engine.finish import Outcome, finish
from planner.engine.groups.final import fill_open_periods, recompose_barrettes
from planner.engine.people.entry import place_entry_modules
from planner.engine.people.freed_hours import keep_off_machines, place_freed_hours, place_urgent_hours
from planner.engine.people.makeup import place_makeups
from planner.engine.people.personal import place_personal_needs
from planner.engine.people.rest_of_class import place_rest_of_classes
from planner.engine.people.shared import place_shared_needs
from planner.engine.people.visits import place_visits
from planner.engine.solvers.cpsat import Interrupt, Search
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences
from planner.engine.term.plan import TermPlan, plan_term
from planner.engine.term.templates import template_weeks
from planner.engine.week.calm_hours import at_calm_hours
from planner.engine.week.draft import Draft, habit
from planner.engine.week.free_half_days import keep_free
from planner.engine.week.items import free_choice, free_team, free_time, trainers_near, week_items
from planner.engine.week.order import keep_order
from planner.engine.week.precompose import precompose
from planner.engine.week.relocate import relocate
from planner.engine.week.rooms import assign_rooms, room_habit
from planner.engine.week.short_days import keep_days_long
from planner.engine.week.solve import WeekAnswer, WeekEffort, solve_week
from planner.hours.owed import owed as hours_owed
from planner.model import Item, Option
from planner.rule import Rules

Progress = Callable[[str, Mapping[str, Any]], None]
T = TypeVar("T")
Loosen = Callable[[Problem, Item, frozenset[TrainerId]], Item]
WAYS: tuple[Loosen, ...] = (free_team, free_time, free_choice)
"""Freedoms given, one after the other, to a week that leaves sessions out."""
PLACE = 4.0
"""Deterministic work allowed to place a week (a fraction of it is enough unless the week is too full)."""
BATCH = 2
"""Weeks solved side by side, whatever the number of workers, so that the result does not depend on it."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: ``effort`` multiplies every deterministic limit; ``seconds`` is a guard on the whole run."""

    effort: float = 1.0
    workers: int = 2
    seed: int = 0
    seconds: float | None = None


def silent(phase: str, figures: Mapping[str, Any]) -> None:
    """No progress shown."""


@dataclass
class Run:
    """One run of the engine, stage after stage. `solve` is called once."""

    problem: Problem
    rules: Rules
    options: Options = field(default_factory=Options)
    progress: Progress = silent
    interrupt: Interrupt = field(default_factory=Interrupt)
    seconds: dict[str, float] = field(default_factory=dict)
    answers: dict[date, WeekAnswer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.problem = replace(self.problem, realised=())
        self.draft = Draft(self.problem)
        self.started = time.monotonic()

    def solve(self) -> Timetable:
        """Every stage in order; always a timetable, with what is missing listed."""
        seed = self.options.seed
        plan = self._phase("répartition des cours sur les semaines", self._plan)
        templates = self._phase("horaires des barrettes", self._templates)
        self.problem = self.draft.problem = keep_free(self.draft, templates.values())
        owed = hours_owed(self.problem)
        workers = self.options.workers
        self._phase(
            "composition des groupes", lambda: precompose(self.draft, self.rules, templates, owed, seed, workers)
        )
        self._phase("placement des semaines", lambda: self._weeks(templates))
        self._phase("séances à reporter", lambda: relocate(self))
        keep_order(self.draft, plan)
        self._phase("attribution des salles", self._rooms)
        keep_days_long(self.draft)
        assembly = self._phase("présence des apprenants", lambda: begin(self.draft))
        self._phase("modules d’entrée", lambda: place_entry_modules(assembly, owed))
        keep_off_machines(assembly)
        self._phase("séances en plus", lambda: place_shared_needs(assembly, owed))
        self._phase("heures libérées à encadrer", lambda: place_urgent_hours(assembly, owed))
        occasions = self._phase(
            "groupes définitifs", lambda: recompose_barrettes(assembly, self.rules, owed, seed, workers)
        )
        opens = self._phase("temps d’accompagnement", lambda: fill_open_periods(assembly, self.rules, owed, seed))
        self._phase("heures libérées", lambda: place_freed_hours(assembly, owed))
        idle = self._phase("reste des classes", lambda: place_rest_of_classes(assembly))
        self._phase("besoins personnels", lambda: place_personal_needs(assembly, owed))
        made = self._phase("rattrapages", lambda: place_makeups(assembly))
        idle = [*idle, *self._phase("visites en entreprise", lambda: place_visits(assembly))]
        outcome = Outcome(plan, tuple(self.answers.values()), occasions, tuple(opens), tuple(idle), made, self.seconds)
        return self._phase("bilan", lambda: finish(assembly, owed, outcome))

    def _phase(self, name: str, work: Callable[[], T]) -> T:
        begun = time.monotonic()
        self.progress(name, {"elapsed": begun - self.started})
        if self.options.seconds is not None and begun - self.started > self.options.seconds:
            self.interrupt.stop()
        result = work()
        self.seconds[name] = round(time.monotonic() - begun, 3)
        return result

    def _plan(self) -> TermPlan:
        held: dict[tuple[ClassId, date], int] = {}
        owners = [(b.class_ids, barrette_occurrences(self.problem, b.id)) for b in self.problem.barrettes.values()]
        owners += [(o.class_ids, open_occurrences(self.problem, o.id)) for o in self.problem.open_periods]
        for class_ids, occurrences in owners:
            for occurrence in occurrences:
                for class_id in class_ids:
                    held[class_id, occurrence.week] = held.get((class_id, occurrence.week), 0) + occurrence.minutes
        reserved: dict[tuple[TrainerId, date], int] = {}
        for one in self.problem.standing:
            week = monday(one.day)
            for class_id in one.class_ids:
                shares = len(self.problem.parts[class_id]) if one.part else 1
                held[class_id, week] = held.get((class_id, week), 0) + one.minutes // max(1, shares)
            for trainer in one.trainer_ids:
                reserved[trainer, week] = reserved.get((trainer, week), 0) + one.minutes
        search = Search(2.0 * self.options.effort, self.options.seed)
        plan = plan_term(self.problem, self.rules, held, reserved, search, self.interrupt)
        for lesson in plan.lessons:
            self.draft.lessons.setdefault(lesson.week, []).append(lesson)
        return plan

    def _templates(self) -> dict[date, WeekAnswer]:
        effort = WeekEffort(PLACE * self.options.effort, 0.003 * self.options.effort)
        found: dict[date, WeekAnswer] = {}
        for week in template_weeks(self.draft):
            items = at_calm_hours(self.problem, week_items(self.draft, self.rules, week))
            answer = solve_week(
                self.problem, self.rules, week, items, effort, self.options.seed, self.interrupt, self.habits(items)
            )
            found[week] = answer
            self._keep_times(answer)
            for item, option in answer.placed:
                slots = self.draft.usual.setdefault(habit(item), {})
                slot = (option.day.weekday(), option.start)
                slots.setdefault(slot, 1)
        return found

    def _keep_times(self, answer: WeekAnswer) -> None:
        """Barrettes and open periods keep, for the term, the time they have in the first week that shows them."""
        known = {owner for owner, _rank in self.draft.times}
        for item, option in answer.placed:
            owner = item.barrette_id or item.open_id
            if owner is not None and str(owner) not in known:
                self.draft.times[str(owner), item.rank] = (option.day.weekday(), option.start)

    def _weeks(self, templates: Mapping[date, WeekAnswer]) -> None:
        """Template weeks first, then the others in order, two at a time; each batch gives habits to the next."""
        self.draft.usual.clear()
        order = [*templates, *(w for w in self.problem.weeks if w not in templates)]
        effort = WeekEffort(PLACE * self.options.effort, 0.004 * self.options.effort)
        for number in range(0, len(order), BATCH):
            batch = order[number : number + BATCH]
            jobs = [(week, week_items(self.draft, self.rules, week)) for week in batch]
            starts = [_options_of(templates[w]) if w in templates else self.habits(items) for w, items in jobs]
            with ThreadPoolExecutor(max_workers=max(1, self.options.workers)) as pool:
                answers = list(
                    pool.map(
                        lambda job, start: solve_week(
                            self.problem, self.rules, job[0], job[1], effort, self.options.seed, self.interrupt, start
                        ),
                        jobs,
                        starts,
                    )
                )
            answers = [self._released(a, dict(jobs)[a.week], effort) for a in answers]
            for answer in answers:
                self.answers[answer.week] = answer
                self.draft.remember(answer.week, answer.placed, answer.unplaced)
                self.draft.work += answer.work
            placed = sum(len(p) for p in self.draft.weeks.values())
            left = sum(len(u) for u in self.draft.unplaced.values())
            self.progress(
                "placement des semaines",
                {
                    "elapsed": time.monotonic() - self.started,
                    "weeks": f"{min(number + BATCH, len(order))}/{len(order)}",
                    "placed": placed,
                    "unplaced": left,
                    "objective": sum(a.objective for a in self.answers.values()),
                },
            )

    def _released(self, answer: WeekAnswer, items: tuple[Item, ...], effort: WeekEffort) -> WeekAnswer:
        """A week that leaves sessions out is solved again with more freedom, step by step.

        Barrettes without their team (their groups are composed again afterwards, with those who are free then), then at
        another hour; at last another team for the courses that have a choice.
        """
        short = replace(effort, place=effort.place / 3)
        for loosen in WAYS:
            if not answer.unplaced or self.interrupt.asked.is_set():
                break
            near = trainers_near(self.problem, answer.unplaced)
            items = tuple(loosen(self.problem, item, near) for item in items)
            again = solve_week(
                self.problem,
                self.rules,
                answer.week,
                items,
                short,
                self.options.seed,
                self.interrupt,
                self.kept(answer, items),
                below=cost_left(answer),
            )
            if cost_left(again) < cost_left(answer):
                answer = again
        return answer

    def kept(self, answer: WeekAnswer, items: tuple[Item, ...]) -> dict[str, Option]:
        """Options of an answer, as the items now name them (a barrette may have lost its team)."""
        teams = {item.id: item.teams for item in items}
        found = {}
        for item, option in answer.placed:
            if item.id not in teams:
                continue
            keeps = option.team in teams[item.id]
            found[str(item.id)] = option if keeps else option._replace(team=teams[item.id][0])
        return found

    def habits(self, items: tuple[Item, ...]) -> dict[str, Option]:
        """Where each item was in the weeks solved so far: one usual slot each, the most used first."""
        found: dict[str, Option] = {}
        used: dict[object, int] = {}
        for item in items:
            slots = self.draft.usual.get(habit(item), {})
            ranked = sorted(slots, key=lambda s: (-slots[s], s))
            number = used.get(habit(item), 0)
            if number < len(ranked):
                weekday, start = ranked[number]
                found[item.id] = Option(date.fromordinal(1 + weekday), start, start)
                used[habit(item)] = number + 1
        return found

    def _rooms(self) -> None:
        usual: dict[tuple[object, ...], dict[RoomId, int]] = {}
        for week in sorted(self.draft.weeks):
            placed = self.draft.weeks[week]
            rooms, without = assign_rooms(
                self.problem, self.rules, placed, usual, 1.0 * self.options.effort, self.options.seed, self.interrupt
            )
            self.draft.rooms |= rooms
            for item, _option in placed:
                if item.id in rooms:
                    counts = usual.setdefault(room_habit(item), {})
                    counts[rooms[item.id]] = counts.get(rooms[item.id], 0) + 1
            if without:
                lost = set(without)
                self.draft.weeks[week] = tuple(p for p in placed if p[0].id not in lost)
                self.draft.unplaced[week] = (
                    *self.draft.unplaced[week],
                    *(replace(item, rooms=()) for item, _o in placed if item.id in lost),
                )


def cost_left(answer: WeekAnswer) -> int:
    """What the sessions left out of a week cost."""
    return sum(item.cost_unplaced for item in answer.unplaced)


def _options_of(answer: WeekAnswer) -> dict[str, Option]:
    return {item.id: option for item, option in answer.placed}


def solve(
    problem: Problem,
    rules: Rules,
    options: Options | None = None,
    progress: Progress = silent,
    interrupt: Interrupt | None = None,
) -> Timetable:
    """A complete timetable of the problem under the rules, with what could not be placed listed and explained."""
    return Run(problem, rules, options or Options(), progress, interrupt or Interrupt()).solve()
