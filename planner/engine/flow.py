"""The whole flow: term plan, barrette times, groups, weeks, rooms, people, hours paid: one `Timetable`.

The order of the stages is here and nowhere else. Until the rooms are known, stages write the draft; then the board
begins with courses and events, and each stage adds to it, always what is harder to place before what is easier: entry
modules and minors before the groups of barrettes, these before open periods, make-up near the end, visits last.

A stop is obeyed between and within the stages: the timetable is complete in form, and what has no place is listed.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from planner.domain import Problem, Timetable
from planner.engine.finish import Outcome, finish
from planner.engine.groups.final import recompose_barrettes
from planner.engine.groups.open_periods import fill_open_periods
from planner.engine.options import Options, Progress, silent
from planner.engine.people.attend import begin
from planner.engine.people.entry import place_entry_modules
from planner.engine.people.freed_hours import keep_off_machines, place_freed_hours, place_urgent_hours
from planner.engine.people.makeup import place_makeups
from planner.engine.people.personal import place_personal_needs
from planner.engine.people.rest_of_class import place_rest_of_classes
from planner.engine.people.shared import place_shared_needs
from planner.engine.people.visits import place_visits
from planner.engine.solvers.cpsat import Interrupt, Search
from planner.engine.term.plan import TermPlan, plan_term
from planner.engine.term.promised import promised
from planner.engine.week.draft import Draft
from planner.engine.week.free_half_days import keep_free
from planner.engine.week.order import keep_order
from planner.engine.week.precompose import precompose
from planner.engine.week.relocate import relocate
from planner.engine.week.short_days import keep_days_long
from planner.engine.week.weeks import Weeks
from planner.hours.owed import owed as hours_owed
from planner.rule import Rules

T = TypeVar("T")


@dataclass
class Run:
    """One run of the engine, stage after stage. `solve` is called once.

    ``seconds``: by phase, filled on the way. The interrupt is shared with whoever may ask for a stop.
    """

    problem: Problem
    rules: Rules
    options: Options = field(default_factory=Options)
    progress: Progress = silent
    interrupt: Interrupt = field(default_factory=Interrupt)
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.started = time.monotonic()
        self.draft = Draft(replace(self.problem, realised=()))
        self.weeks = Weeks(self.draft, self.rules, self.options, self.progress, self.interrupt, self.started)

    def solve(self) -> Timetable:
        """Every stage in order; always a timetable, with what is missing listed.

        What *Réalisé* says is dropped: a solve anew plans a term, it does not go on with one.
        """
        rules, seed, workers = self.rules, self.options.seed, self.options.workers
        draft, weeks = self.draft, self.weeks
        plan = self._phase("répartition des cours sur les semaines", self._plan)
        templates = self._phase("horaires des barrettes", weeks.templates)
        # From here on, half-days that are always free are absences, for every stage alike.
        problem = draft.problem = keep_free(draft, templates.values())
        owed = hours_owed(problem)
        self._phase("composition des groupes", lambda: precompose(draft, rules, templates, owed, seed, workers))
        self._phase("placement des semaines", lambda: weeks.place(templates))
        self._phase("séances à reporter", lambda: relocate(weeks))
        # Before rooms: what leaves for its order frees a room.
        keep_order(draft, plan)
        self._phase("attribution des salles", weeks.assign_rooms)
        # After rooms: only then it is known which days have become too short.
        keep_days_long(draft)
        board = self._phase("présence des apprenants", lambda: begin(problem, rules, draft.weeks, draft.rooms))
        self._phase("modules d’entrée", lambda: place_entry_modules(board, owed))
        # After the entry modules, which say until when a newcomer keeps off.
        keep_off_machines(board)
        self._phase("séances en plus", lambda: place_shared_needs(board, owed))
        # Minors first, and support that the workbook asks for: they need adults whom barrettes would take.
        self._phase("heures libérées à encadrer", lambda: place_urgent_hours(board, owed))
        occasions = self._phase(
            "groupes définitifs", lambda: recompose_barrettes(board, draft.weeks, rules, owed, seed, workers)
        )
        opens = self._phase("temps d’accompagnement", lambda: fill_open_periods(board, draft.weeks, rules, owed, seed))
        self._phase("heures libérées", lambda: place_freed_hours(board, owed))
        idle = self._phase("reste des classes", lambda: place_rest_of_classes(board))
        self._phase("besoins personnels", lambda: place_personal_needs(board, owed))
        made = self._phase("rattrapages", lambda: place_makeups(board))
        idle = [*idle, *self._phase("visites en entreprise", lambda: place_visits(board))]
        answers = tuple(weeks.answers.values())
        outcome = Outcome(draft, plan, answers, occasions, tuple(opens), tuple(idle), made, self.seconds)
        return self._phase("bilan", lambda: finish(board, owed, outcome))

    def _phase(self, name: str, work: Callable[[], T]) -> T:
        """One stage, told before it begins, its seconds noted.

        The guard on the whole run is looked at here: once it is over, every search is asked to stop.
        """
        begun = time.monotonic()
        self.progress(name, {"elapsed": begun - self.started})
        if self.options.seconds is not None and begun - self.started > self.options.seconds:
            self.interrupt.stop()
        result = work()
        self.seconds[name] = round(time.monotonic() - begun, 3)
        return result

    def _plan(self) -> TermPlan:
        """The term: its lessons are put into the draft, week by week."""
        held, reserved = promised(self.draft.problem)
        search = Search(2.0 * self.options.effort, self.options.seed)
        plan = plan_term(self.draft.problem, self.rules, held, reserved, search, self.interrupt)
        for lesson in plan.lessons:
            self.draft.lessons.setdefault(lesson.week, []).append(lesson)
        return plan


def solve(
    problem: Problem,
    rules: Rules,
    options: Options | None = None,
    progress: Progress = silent,
    interrupt: Interrupt | None = None,
) -> Timetable:
    """A complete timetable of the problem under the rules, with what could not be placed listed and explained.

    Same problem, options and seed: same timetable, whatever the machine and the number of workers, unless a stop or the
    guard of seconds cuts it short. The rules are those given; the workbook's switches are obeyed.
    """
    return Run(problem, rules, options or Options(), progress, interrupt or Interrupt()).solve()
