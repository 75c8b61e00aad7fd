"""The weeks of the term, one after the other: templates, then all of them, then their rooms.

It reads the lessons of the draft and fills ``weeks``, ``unplaced``, ``times``, ``usual`` and ``rooms`` of it. Weeks are
independent but for habits: a course wants the hour it had before (P6), so each batch begins from those of the batches
before it. Templates come first, since barrettes meet several classes and are hardest to place later.

The result does not depend on the number of workers: a batch is always as large, and its weeks see the same habits.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

from planner.domain import Owed, Problem, RoomId, SessionId, TrainerId
from planner.engine.stages import Stages
from planner.engine.week.calm_hours import at_calm_hours
from planner.engine.week.claimed_rooms import claim_rooms
from planner.engine.week.draft import Draft, habit
from planner.engine.week.items import KEEPS_HOUR, free_choice, free_team, free_time, trainers_near, week_items
from planner.engine.week.losing_hours import with_losses
from planner.engine.week.rooms import assign_rooms, room_habit
from planner.engine.week.solve import WeekAnswer, WeekEffort, solve_week
from planner.engine.week.templates import template_weeks
from planner.model import Item, Option, Placed
from planner.rule import Rules

Loosen = Callable[[Problem, Item, frozenset[TrainerId]], Item]
Usual = dict[tuple[object, ...], dict[RoomId, int]]
"""How often each habit (`room_habit`) has been in each room."""
WAYS: tuple[Loosen, ...] = (free_team, free_time, free_choice)
"""Freedoms given, one after the other, to a week that leaves sessions out."""
PLACE = 4.0
"""Deterministic work allowed to place a week (a fraction of it is enough unless the week is too full)."""
BATCH = 2
"""Weeks solved side by side, whatever the number of workers, so that the result does not depend on it."""


@dataclass
class Weeks:
    """What the weeks need and what they have given so far; the draft keeps what is placed.

    ``answers``: by Monday, the answer as it was last kept; `planner.engine.week.relocate` reads and replaces them.
    ``started``: the clock of the run, for the progress that is told.
    """

    draft: Draft
    rules: Rules
    stages: Stages
    answers: dict[date, WeekAnswer] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """The problem as the draft has it."""
        return self.draft.problem

    def solve(
        self,
        week: date,
        items: tuple[Item, ...],
        effort: WeekEffort,
        start_from: Mapping[str, Option],
        below: int | None = None,
        *,
        rooms: bool = False,
    ) -> WeekAnswer:
        """One week, under the rules and the options of the run."""
        problem, rules, seed, interrupt = self.problem, self.rules, self.stages.options.seed, self.stages.interrupt
        return solve_week(problem, rules, week, items, effort, seed, interrupt, start_from, below, rooms=rooms)

    def templates(self, owed: Sequence[Owed] = ()) -> dict[date, WeekAnswer]:
        """Weeks that show every barrette, solved first: they settle the hours of barrettes and open periods.

        ``owed``: what people are owed, which weighs when the hours are chosen.
        Monday → answer. The draft gets the hours (``times``) and, as habits, where everything was: a later template
        begins there, and each place counts once, however often it was met.
        """
        effort = WeekEffort(PLACE * self.stages.options.effort, 0.003 * self.stages.options.effort)
        found: dict[date, WeekAnswer] = {}
        for week in template_weeks(self.draft):
            items = at_calm_hours(self.problem, week_items(self.draft, self.rules, week))
            items = with_losses(self.problem, owed, items)
            answer = self._template(week, items, effort)
            found[week] = answer
            self._keep_times(answer)
            for item, option in answer.placed:
                slots = self.draft.usual.setdefault(habit(item), {})
                slot = (option.day.weekday(), option.start)
                # Once each: a template is a sketch, and a place that two of them share is not a habit yet.
                slots.setdefault(slot, 1)
        return found

    def _template(self, week: date, items: tuple[Item, ...], effort: WeekEffort) -> WeekAnswer:
        """A template, each occurrence of a barrette on a day of its own and at one of its best hours.

        Both are given up, the hours first, where something has no place for that.
        """
        items = tuple(replace(i, apart=i.kind in KEEPS_HOUR and i.pinned is None) for i in items)
        tries = items, tuple(replace(i, most_loss=None) for i in items), tuple(map(anywhere, items))
        answer = self.solve(week, items, effort, self.habits(items))
        for items in tries[1:]:
            if not answer.unplaced or self.stages.interrupt.asked.is_set():
                break
            again = self.solve(week, items, effort, self.kept(answer, items), below=cost_left(answer))
            answer = again if cost_left(again) < cost_left(answer) else answer
        return answer

    def _keep_times(self, answer: WeekAnswer) -> None:
        """Barrettes and open periods keep, for the term, the time they have in the first week that shows them."""
        known = {owner for owner, _rank in self.draft.times}
        for item, option in answer.placed:
            owner = item.barrette_id or item.open_id
            # The first template that shows a barrette settles all its hours of a week; a later one has other courses
            # around it.
            if owner is not None and str(owner) not in known:
                self.draft.times[str(owner), item.rank] = (option.day.weekday(), option.start)

    def place(self, templates: Mapping[date, WeekAnswer]) -> None:
        """Template weeks first, then the others in order, two at a time; each batch gives habits to the next.

        ``templates``: answers from which those weeks begin, their barrettes having hours and teams by now. Progress is
        told after each batch, and whatever a week leaves out is tried with more freedom at once.
        """
        # Habits of the templates were a guess made without the other weeks; the weeks themselves make their own.
        self.draft.usual.clear()
        # Templates are the fullest weeks: what fits there fits elsewhere, and their habits are the ones that can be
        # kept.
        order = [*templates, *(w for w in self.problem.weeks if w not in templates)]
        effort = WeekEffort(PLACE * self.stages.options.effort, 0.004 * self.stages.options.effort)
        for number in range(0, len(order), BATCH):
            batch = order[number : number + BATCH]
            jobs = [(week, week_items(self.draft, self.rules, week)) for week in batch]
            starts = [_options_of(templates[w]) if w in templates else self.habits(items) for w, items in jobs]
            with ThreadPoolExecutor(max_workers=max(1, self.stages.options.workers)) as pool:
                answers = list(pool.map(lambda job, start: self.solve(job[0], job[1], effort, start), jobs, starts))
            answers = [self.released(a, dict(jobs)[a.week], effort) for a in answers]
            for answer in answers:
                self.answers[answer.week] = answer
                self.draft.remember(answer.week, answer.placed, answer.unplaced)
                self.draft.work += answer.work
            placed = sum(len(p) for p in self.draft.weeks.values())
            left = sum(len(u) for u in self.draft.unplaced.values())
            self.stages.progress(
                "placement des semaines",
                {
                    "elapsed": self.stages.elapsed,
                    "weeks": f"{min(number + BATCH, len(order))}/{len(order)}",
                    "placed": placed,
                    "unplaced": left,
                    "objective": sum(a.objective for a in self.answers.values()),
                },
            )

    def released(self, answer: WeekAnswer, items: tuple[Item, ...], effort: WeekEffort) -> WeekAnswer:
        """A week that leaves sessions out is solved again with more freedom, step by step.

        Barrettes without their team (their groups are composed again afterwards, with those who are free then), then at
        another hour; at last another team for the courses that have a choice. Freedom once given stays given; an answer
        that is no better is dropped. The answer itself comes back where nothing helps or a stop was asked.
        """
        # The first search had its full time: what more freedom brings is found early or not at all.
        short = replace(effort, place=effort.place / 3)
        for loosen in WAYS:
            if not answer.unplaced or self.stages.interrupt.asked.is_set():
                break
            near = trainers_near(self.problem, answer.unplaced)
            items = tuple(loosen(self.problem, item, near) for item in items)
            again = self.solve(answer.week, items, short, self.kept(answer, items), below=cost_left(answer))
            if cost_left(again) < cost_left(answer):
                answer = again
        return answer

    def kept(self, answer: WeekAnswer, items: tuple[Item, ...]) -> dict[str, Option]:
        """Options of an answer, as the items now name them (a barrette may have lost its team).

        By item id; an item that is not asked any more is left out, one whose team is not open to it gets its first
        team.
        """
        teams = {item.id: item.teams for item in items}
        found = {}
        for item, option in answer.placed:
            if item.id not in teams:
                continue
            # The hour is kept even where the team is given back, so that only what needs to moves.
            keeps = option.team in teams[item.id]
            found[str(item.id)] = option if keeps else option._replace(team=teams[item.id][0])
        return found

    def habits(self, items: tuple[Item, ...]) -> dict[str, Option]:
        """Where each item was in the weeks solved so far: one usual slot each, the most used first.

        The second session of a course gets the second usual slot, and so on; those beyond have none. Only the weekday
        and the start of these options mean something.
        """
        found: dict[str, Option] = {}
        used: dict[object, int] = {}
        for item in items:
            slots = self.draft.usual.get(habit(item), {})
            ranked = sorted(slots, key=lambda s: (-slots[s], s))
            number = used.get(habit(item), 0)
            if number < len(ranked):
                weekday, start = ranked[number]
                # Some Monday, or the weekday after it: only weekday and start are read of a habit.
                found[item.id] = Option(date.fromordinal(1 + weekday), start, start)
                used[habit(item)] = number + 1
        return found

    def assign_rooms(self) -> None:
        """A room for every session that needs one; a session for which none is left loses its place.

        Week after week, each class keeping the room where it has been most often. A week in which some have none is
        placed again with rooms held along (`planner.engine.week.needed_rooms`). What loses its place is listed
        without its rooms, so that the reason can be told.
        """
        usual: Usual = {}
        weeks = sorted(self.draft.weeks)
        claimed = claim_rooms(self.problem, (one for week in weeks for one in self.draft.weeks[week]))
        for week in weeks:
            rooms, without = self._rooms_of(self.draft.weeks[week], usual, claimed)
            if without:
                rooms, without = self._along_with_hours(week, rooms, without, usual, claimed)
            placed = self.draft.weeks[week]
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

    def _rooms_of(
        self, placed: Sequence[Placed], usual: Usual, claimed: Mapping[SessionId, RoomId]
    ) -> tuple[dict[SessionId, RoomId], list[SessionId]]:
        """A room for each session of a week, and those for which none is left."""
        options, interrupt = self.stages.options, self.stages.interrupt
        work = 1.0 * options.effort
        return assign_rooms(self.problem, self.rules, placed, usual, work, options.seed, interrupt, claimed)

    def _along_with_hours(
        self,
        week: date,
        rooms: dict[SessionId, RoomId],
        without: list[SessionId],
        usual: Usual,
        claimed: Mapping[SessionId, RoomId],
    ) -> tuple[dict[SessionId, RoomId], list[SessionId]]:
        """The rooms of a week in which some are lacking, placed again from where it is with a room for each hour.

        What it was comes back where that leaves out no less; else the draft has the hours that go with these rooms.
        """
        placed, left = self.draft.weeks[week], self.draft.unplaced[week]
        lost = set(without)
        before = sum(i.cost_unplaced for i in left) + sum(i.cost_unplaced for i, _o in placed if i.id in lost)
        # Those without a room last: the others keep theirs where they can.
        items = (*(i for i, _o in placed if i.id not in lost), *(i for i, _o in placed if i.id in lost), *left)
        effort = WeekEffort(PLACE * self.stages.options.effort, 0.0)
        start: dict[str, Option] = {item.id: option for item, option in placed if item.id not in lost}
        answer = self.solve(week, items, effort, start, rooms=True)
        # A day on which nothing has changed keeps its rooms.
        stood = {(item.id, option) for item, option in placed if item.id not in lost}
        moved = {o.day for _id, o in stood ^ {(i.id, o) for i, o in answer.placed}}
        found, still = self._rooms_of([p for p in answer.placed if p[1].day in moved], usual, claimed)
        found |= {i.id: rooms[i.id] for i, o in answer.placed if o.day not in moved and i.id in rooms}
        after = sum(i.cost_unplaced for i, _o in answer.placed if i.id in set(still)) + cost_left(answer)
        if after >= before:
            return rooms, without
        out = tuple(replace(i, rooms=()) if i.id in lost else i for i in answer.unplaced)
        self.draft.weeks[week], self.draft.unplaced[week] = answer.placed, out
        return found, still


def anywhere(item: Item) -> Item:
    """An item whose hour for the term may be any that the rules allow."""
    return replace(item, apart=False, most_loss=None)


def cost_left(answer: WeekAnswer) -> int:
    """What the sessions left out of a week cost, in the units of `planner.prices`; 0 where nothing is left out."""
    return sum(item.cost_unplaced for item in answer.unplaced)


def _options_of(answer: WeekAnswer) -> dict[str, Option]:
    """Where an answer placed each item, by id."""
    return {item.id: option for item, option in answer.placed}
