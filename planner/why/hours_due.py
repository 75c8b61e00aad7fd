"""What would plan hours that somebody still waits for: each solution is made on the board before it is told.

Asked of one need at a time, on the timetable as it stands, where nothing else moves. First sessions beside the
barrettes with who may lead them already; then with one adult more who may; the rest has no solution of these sorts, and
the reason is that of every hour of the person's days at the centre, whoever leads.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.staff import sites_for, trainer_for
from planner.check.verify import Report, broken_since, verify
from planner.domain import Guidance, Module, Owed, Problem, Session, SessionId, Timetable, TrainerId, in_order, key
from planner.engine.change.way_taken import settled
from planner.engine.people.kept_away import kept_away
from planner.engine.people.modes import module_activity
from planner.engine.people.personal import module_of
from planner.engine.people.place import Wish
from planner.engine.people.shared import Extra, not_waiting, place_extra
from planner.hours.support import is_support
from planner.rule import Finding, Rules, active

TRIAL_STEM = "essai"
"""Names the sessions that are tried."""
MOST_TRAINERS = 3
"""Adults who are tried with a skill more."""
SolutionKind = Literal["apart", "instead", "skill"]


@dataclass(frozen=True, slots=True)
class HourSolution:
    """Sessions that give hours of a need; ``trainer_id``: whose skill it takes, None where nobody's does."""

    kind: SolutionKind
    module: Module
    minutes: int
    """Of the need, beside what is planned and what the solution before it gives."""
    sessions: tuple[Session, ...]
    trainer_id: TrainerId | None = None
    left: tuple[Session, ...] = ()
    """Of ``instead``: support that the person leaves for it, which the programme alone promises."""


@dataclass(frozen=True, slots=True)
class HoursSought:
    """A need with ``left`` minutes not planned, what gives them, and why nothing gives the rest."""

    need: Owed
    left: int
    solutions: tuple[HourSolution, ...]
    none: str = ""
    """Why nothing gives what the solutions leave, in a French clause; empty where they leave nothing."""

    @property
    def given(self) -> int:
        """Minutes that the solutions give."""
        return sum(solution.minutes for solution in self.solutions)


@dataclass
class HourSeeker:
    """Looks for solutions on one timetable, which stays as it is."""

    problem: Problem
    timetable: Timetable
    rules: Rules
    owed: Sequence[Owed]
    first: date = date.min
    """Nothing is placed before: what is over, or announced."""
    instead: bool = True
    """Whether hours of strands that the programme alone promises may be left."""

    def sought(self, need: Owed) -> HoursSought:
        """What would plan the hours of a need that are not."""
        need = replace(need, opens=max(need.opens, self.first, self.problem.first))
        module = module_of(self.problem, need)
        board = self._board(self.problem)
        left = need.minutes - self._planned(board, need)
        if module is None or left <= 0:
            return HoursSought(need, max(0, left), (), "" if left <= 0 else "aucun module ne les donne")
        if need.deadline < need.opens:
            return HoursSought(need, left, (), "plus aucun jour à venir avant l’échéance")
        found = list(self._apart(board, need, module, left))
        rest = left - sum(solution.minutes for solution in found)
        if rest > 0 and self.instead:
            found += self._apart(board, need, module, rest, instead=True)
            rest = left - sum(solution.minutes for solution in found)
        if rest > 0:
            found += self._skilled(board, need, module, rest)
            rest = left - sum(solution.minutes for solution in found)
        none = self._none(board, need, module, found) if rest > 0 else ""
        return HoursSought(need, left, tuple(found), none)

    def made(self, found: HoursSought) -> tuple[Timetable, tuple[Finding, ...]]:
        """The timetable with all solutions of a need, hours owed counted again, and what the checker says is new."""
        problem, person = self.problem, found.need.apprentice_id
        for solution in found.solutions:
            problem = with_skill(problem, solution.module, solution.trainer_id) if solution.trainer_id else problem
        board = self._board(problem)
        for session in (s for solution in found.solutions for s in solution.sessions):
            board.call_away(person, session)
            board.call(session, [problem.learners[person]])
        made = board.timetable()
        after = replace(self.timetable, sessions=made.sessions, attendance=made.attendance)
        after = settled(problem, after, self.rules)
        return after, broken_since(self._known, verify(problem, self.rules, after))

    @cached_property
    def _known(self) -> Report:
        return verify(self.problem, self.rules, self.timetable)

    def _board(self, problem: Problem) -> Board:
        return Board.of(problem, self.timetable, active(self.rules, problem))

    def _planned(self, board: Board, need: Owed) -> int:
        """Minutes of a need that a board gives, whenever it has been looked at from."""
        return paid_so_far(board, self.owed, [need.apprentice_id])[need.apprentice_id, need.need_id]

    def _apart(
        self,
        board: Board,
        need: Owed,
        module: Module,
        left: int,
        trainer: TrainerId | None = None,
        *,
        instead: bool = False,
    ) -> Iterator[HourSolution]:
        """Sessions beside the barrettes, put on the board."""
        before, known, had = self._planned(board, need), set(board.sessions), self._support(board, need)
        extra = Extra(TRIAL_STEM, module.id, (need.apprentice_id,), need.opens, need.deadline, instead)
        place_extra(board, self.owed, [extra], need.opens)
        made = in_order([s for name, s in board.sessions.items() if name not in known])
        gained = min(left, self._planned(board, need) - before)
        if gained > 0:
            lost = tuple(s for s in had if need.apprentice_id not in board.people.get(s.id, {}))
            kind: SolutionKind = "skill" if trainer else "instead" if instead else "apart"
            yield HourSolution(kind, module, gained, tuple(made), trainer, lost)

    def _support(self, board: Board, need: Owed) -> list[Session]:
        """What gives somebody support on the days of a need."""
        days = (d for d in board.problem.days if need.opens <= d <= need.deadline)
        held = (s for day in days for s in board.attended(need.apprentice_id, day))
        return list(in_order([s for s in held if is_support(board.problem, s)]))

    def _skilled(self, board: Board, need: Owed, module: Module, left: int) -> list[HourSolution]:
        """The same with one adult more who may lead the module: the one who gives most of those who are free."""
        best = list[HourSolution]()
        for trainer in self._who_could(board, need, module, left):
            trial = self._on(board, with_skill(self.problem, module, trainer))
            found = list(self._apart(trial, need, module, left, trainer))
            if sum(s.minutes for s in found) > sum(s.minutes for s in best):
                best = found
        return best

    def _who_could(self, board: Board, need: Owed, module: Module, left: int) -> list[TrainerId]:
        """Adults who would lead it if all trainers could, those of most hours first."""
        trial = self._on(board, with_skills(self.problem, module, self._without(module)))
        found = self._apart(trial, need, module, left)
        used = Counter(t for solution in found for s in solution.sessions for t in s.trainer_ids)
        able = set(self.problem.leaders(module))
        return [t for t, _times in used.most_common() if t not in able][:MOST_TRAINERS]

    def _without(self, module: Module) -> list[TrainerId]:
        able = set(self.problem.leaders(module))
        return [t.id for t in self.problem.trainers.values() if t.teaches and t.id not in able]

    def _on(self, board: Board, problem: Problem) -> Board:
        """What stands on a board, under another problem."""
        made = board.timetable()
        return Board.of(problem, replace(self.timetable, sessions=made.sessions, attendance=made.attendance),
                        active(self.rules, problem))  # fmt: skip

    def _none(self, board: Board, need: Owed, module: Module, found: Iterable[HourSolution]) -> str:
        """Why no hour is left, whoever leads: every hour of the person's days has been asked."""
        problem = with_skills(self.problem, module, self._without(module))
        trial = self._on(board, problem)
        for session in (s for one in found if one.kind == "skill" for s in one.sessions):
            trial.call(session, [problem.learners[need.apprentice_id]])
        wish = Wish(problem.learners[need.apprentice_id], need.opens, need.deadline, need.minutes)

        def led(at: Board, hour: Session) -> bool:
            sites = sites_for(problem, [wish.learner], hour.day)
            return any(trainer_for(at, module, hour.day, hour.start, hour.end, site) for site in sites)

        activity = replace(module_activity(problem, module, SessionId(f"{module.id}-{TRIAL_STEM}")), a_day=2)
        how = led if module.guidance == Guidance.LED else lambda _at, _hour: True
        with not_waiting(trial, [wish.learner.id], wish.first, wish.last):
            return kept_away(trial, activity, wish, how)


def with_skill(problem: Problem, module: Module, trainer: TrainerId) -> Problem:
    """The problem in which one adult more may lead a module."""
    return with_skills(problem, module, [trainer])


def with_skills(problem: Problem, module: Module, trainers: Sequence[TrainerId]) -> Problem:
    """The problem in which some adults more may lead a module, by their skills and by its own list."""
    name = key(module.id)
    known = {t: replace(problem.trainers[t], skills=problem.trainers[t].skills | {name}) for t in trainers}
    led = replace(module, trainer_ids=(*module.trainer_ids, *trainers)) if module.trainer_ids else module
    return replace(
        problem, trainers={**problem.trainers, **known}, modules={**problem.modules, module.id: led}
    )  # fmt: skip
