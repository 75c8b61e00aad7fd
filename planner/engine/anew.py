"""A whole term on an empty board: the hours of classes, from the volumes of the workbook to dated sessions with rooms.

The term says how many sessions of each course a week has; a few weeks that show every barrette settle its usual hour;
its groups are composed a first time, so that their trainers and rooms are kept; then every week is placed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planner.board.board import Board
from planner.board.mark import Mark
from planner.board.paid import paid_so_far
from planner.domain import (
    STRANDS_GIVEN,
    BarretteId,
    Debt,
    Missing,
    Owed,
    PeriodId,
    Problem,
    Session,
    SessionId,
    Timetable,
)
from planner.engine.finish import Beside
from planner.engine.free_seats import take_free_seats
from planner.engine.groups.all_periods import compose_all
from planner.engine.groups.placeable import most_in_groups, payable_minutes
from planner.engine.groups.portions import UNDIVIDED, Portions, doing, planned_minutes, portions
from planner.engine.groups.seats import leave_empty
from planner.engine.groups.steady import keep_groups
from planner.engine.missing import tell
from planner.engine.people.attend import begin
from planner.engine.people.emptied import move_emptied, to_another_hour
from planner.engine.people.freed_hours import keep_off_machines, note_cut_short
from planner.engine.people.leaving import leave
from planner.engine.people.shared import Extra, asked_apart
from planner.engine.people.shorter_days import make_room
from planner.engine.solvers.cpsat import Search
from planner.engine.stages import Stages
from planner.engine.term.plan import TermPlan, plan_term
from planner.engine.term.promised import promised
from planner.engine.week.draft import Draft
from planner.engine.week.free_half_days import keep_free
from planner.engine.week.in_the_way import explained, in_the_way
from planner.engine.week.left_out import left_out, never_planned, without_group
from planner.engine.week.precompose import precompose
from planner.engine.week.relocate import relocate
from planner.engine.week.tied import loose
from planner.engine.week.weeks import Weeks
from planner.hours.missed import SOURCE_MAKEUP
from planner.hours.owed import SOURCE_PROGRAMME
from planner.hours.owed import owed as hours_owed
from planner.model.groups import Occasion
from planner.rule import Rules

WORTH_DIVIDING = 2 * 60
"""Minutes owed that must be lost before groups are composed a second time: it takes as long as the first."""
ENDED_BY_EFFORT, ENDED_BY_TIME = "effort demandé atteint", "arrêt demandé ou durée atteinte"
"""Why the search ended, as the summary says it."""


class Anew:
    """The start of a first solve; `hours` and `groups` are called once, in this order.

    A start as `planner.engine.flow.plan` takes it, on an empty board: nothing is known before, and every day may
    change. ``draft``: what is decided until people are present; ``board``: the timetable from then on.
    """

    first = adds = date.min
    moves = date.min
    before = Timetable()
    named: Sequence[Session] = ()
    known: Collection[str] = ()

    def __init__(self, problem: Problem, rules: Rules, stages: Stages) -> None:
        self.extra: Sequence[Extra] = asked_apart(problem)
        self.rules, self.stages = rules, stages
        self.draft = Draft(replace(problem, realised=()))
        self.weeks = Weeks(self.draft, rules, stages)
        self.occasions: Mapping[tuple[BarretteId, PeriodId | None], tuple[Occasion, ...]] = {}
        self.opens: Sequence[Occasion] = ()
        self.tied: list[Missing] = []
        self.against: Mapping[SessionId, str] = {}
        self.most_in_groups: float | None = None
        """Minutes that groups could give at most at their occasions, where that is known already."""

    def hours(self) -> None:
        """Courses and events with their people; the hours of barrettes and open periods are kept."""
        draft, weeks, rules, run = self.draft, self.weeks, self.rules, self.stages.run
        seed, workers = self.stages.options.seed, self.stages.options.workers
        self.plan = run("répartition des cours sur les semaines", self.plan_lessons)
        self.owed: tuple[Owed, ...] = tuple(hours_owed(draft.problem))
        templates = run("horaires des barrettes", lambda: weeks.templates(self.owed))
        draft.problem = keep_free(draft, templates.values())
        run("composition des groupes", lambda: precompose(draft, rules, templates, self.owed, seed, workers))
        run("placement des semaines", lambda: weeks.place(templates))
        run("séances à reporter", lambda: relocate(weeks))
        run("attribution des salles", weeks.assign_rooms)
        self.board: Board = run(
            "présence des apprenants", lambda: begin(draft.problem, rules, draft.weeks, draft.rooms)
        )
        self.against = in_the_way(self.board, rules, draft)
        # At the end: whether a session may stay is known once every other has its hour and its room.
        self._untie()

    def _untie(self, *, grouped: bool = False) -> None:
        """What weeks, rooms and groups have left where it cannot stay is listed: too early, too short a day.

        One finding after the other, since a session that goes may put others in order, or leave a day too short. Once
        the groups are made (``grouped``), a lesson goes to another hour before it is listed.
        """
        board, moved = self.board, set[SessionId]()
        while True:
            now = board.timetable(tell(board.problem, self.missing()), kept=True)
            found = next(loose(board.problem, self.rules, now, grouped=grouped), None)
            if found is None:
                break
            for session in found.sessions:
                if grouped and session.id not in moved and to_another_hour(board, session):
                    moved.add(session.id)
                else:
                    self.tied += [row for row in leave(board, session, found.why) if row not in self.tied]
        board.forget_freed()

    def plan_lessons(self) -> TermPlan:
        """Lessons of each course, week by week, noted in the draft; hours of barrettes and open periods come first."""
        held, reserved = promised(self.draft.problem)
        search = Search(2.0 * self.stages.options.effort, self.stages.options.seed)
        plan = plan_term(self.draft.problem, self.rules, held, reserved, search, self.stages.interrupt)
        for lesson in plan.lessons:
            self.draft.lessons.setdefault(lesson.week, []).append(lesson)
        return plan

    def entering(self) -> Sequence[Owed]:
        """Everything owed."""
        return self.owed

    def entered(self) -> None:
        """Lessons that have lost everybody go to another hour; then who lost a part of one needs a place."""
        self.stages.run("cours sans apprenant", lambda: move_emptied(self.board))
        note_cut_short(self.board, self.board.problem.learners, self.board.problem.first)

    def groups(self) -> None:
        """Every group of every barrette, then the calls at every open hour."""
        board = self.board
        self._compose()
        stopped = self.stages.interrupt.asked.is_set
        keep_groups(board, self.draft.weeks, self.rules, self.owed, self.stages.options.seed, stopped)
        # A barrette in which no group opens leaves a day shorter than the weeks have made it.
        self._untie(grouped=True)
        keep_off_machines(board)
        take_free_seats(board, self.owed)
        for place in make_room(board, self.owed):
            leave_empty(board, place)

    def _compose(self) -> None:
        """The groups; where they leave hours that all hours together could give, once more with portions.

        The second answer is kept where more is planned by it; none is sought once a stop is asked.
        """
        board, options = self.board, self.stages.options

        def compose(split: Portions) -> float:
            """Minutes planned by the groups."""
            self.occasions, self.opens = compose_all(
                board, self.draft.weeks, self.rules, self.owed, options.seed, options.workers, split=split
            )
            return planned_minutes(self.owed, paid_so_far(board, self.owed))

        start, before = Mark(board), paid_so_far(board, self.owed)
        planned = compose(UNDIVIDED)
        if self.stages.interrupt.asked.is_set():
            return
        here = [*(o for found in self.occasions.values() for o in found), *self.opens]
        most = most_in_groups(board.problem, self.owed, here, before)
        if planned_minutes(self.owed, before) + most < planned + WORTH_DIVIDING:
            # Nothing was planned beside the groups: the summary asks the same again.
            self.most_in_groups = None if any(before.values()) else most
            return
        first, occasions, opens = Mark(board), self.occasions, self.opens
        split = portions(board.problem, here, self.owed, before, doing(board))
        start.restore(board)
        if compose(split) <= planned:
            first.restore(board)
            self.occasions, self.opens = occasions, opens

    def lacking(self) -> Sequence[Owed]:
        """Everything owed."""
        return self.owed

    def missing(self) -> list[Missing]:
        """What no week could take, hours of barrettes without any group, what the term has no room for.

        Sentences are written at the end of the run, from these causes.
        """
        occasions = [o for found in self.occasions.values() for o in found]
        gone = {row.session_id for row in self.tied}
        return [
            *(explained(row, self.against) for row in left_out(self.draft, self.weeks.answers.values())),
            *self.tied,
            *(row for row in without_group(self.board, self.draft, occasions) if row.session_id not in gone),
            *never_planned(self.board.problem, self.plan),
        ]

    def beside(self) -> Beside:
        """The hours of barrettes, and how the search went."""
        return Beside(self.first, self.draft.weeks, self._summary)

    def _summary(self, debts: Sequence[Debt]) -> Mapping[str, Any]:
        """Figures of the search; what the whole costs, and at the least, is known once it is judged."""
        answers = self.weeks.answers.values()
        return {
            "hours_payable": round(self._payable(debts) / 60, 2),
            "weeks_cost": sum(a.objective for a in answers),
            "deterministic_time": round(sum(a.work for a in answers) + self.plan.work, 3),
            "seconds": dict(self.stages.seconds),
            "ended": ENDED_BY_TIME if self.stages.interrupt.asked.is_set() else ENDED_BY_EFFORT,
            STRANDS_GIVEN: True,
        }

    def _payable(self, debts: Sequence[Debt]) -> float:
        """Minutes owed that could be given at best, as far as is known: no more than what is owed.

        Hours made up count as they were placed: each of them is an hour lost, which no occasion offers.
        """
        needs = [d for d in debts if d.source != SOURCE_PROGRAMME]
        occasions = [o for found in self.occasions.values() for o in found]
        most = payable_minutes(self.board.problem, self.owed, [*occasions, *self.opens], self.most_in_groups)
        most += self.board.extra_support
        # The occasions may offer more than anybody owes.
        most = min(most, sum(d.due for d in needs if d.source != SOURCE_MAKEUP))
        most += sum(d.planned for d in needs if d.source == SOURCE_MAKEUP)
        # What days of one's own give (a call in a week in the company) no occasion offers either.
        return max(most, sum(d.planned for d in needs))
