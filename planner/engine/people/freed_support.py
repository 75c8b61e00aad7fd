"""Support in freed hours: those who are exempted from a course have what they owe while it is not followed.

A path of reinforced support: at the hour of the course, with whoever else owes the same module then. Part of
`planner.engine.people.freed_hours`, which gives study to those who get nothing here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import ApprenticeId, Learner, Module, ModuleId, Owed, Session, SessionId
from planner.engine.people.modes import module_activity
from planner.engine.people.place import Wish, free, led, take
from planner.hours.entry import ENTRY_THEMES
from planner.hours.owed import SOURCE_PROGRAMME


@dataclass
class Helped:
    """What those with freed hours still lack, kept up to date as support is given.

    ``needs``: by person, the most pressing first; ``left``: (person, need id) → minutes, which may end below 0.
    """

    board: Board
    needs: dict[ApprenticeId, list[Owed]]
    left: dict[tuple[ApprenticeId, str], int]

    @classmethod
    def of(cls, board: Board, owed: Sequence[Owed], people: Iterable[ApprenticeId]) -> "Helped":
        """Needs of some people, the most pressing first, less what is already planned.

        Targets of the programme are no needs, and so are not among them.
        """
        wanted = frozenset(people)
        rows = [n for n in owed if n.apprentice_id in wanted and n.source != SOURCE_PROGRAMME]
        paid = paid_so_far(board, rows, wanted)
        needs: dict[ApprenticeId, list[Owed]] = {}
        for need in sorted(rows, key=lambda n: (n.priority, n.deadline, n.need_id)):
            needs.setdefault(need.apprentice_id, []).append(need)
        left = {(n.apprentice_id, n.need_id): n.minutes - paid.get((n.apprentice_id, n.need_id), 0) for n in rows}
        return cls(board, needs, left)

    def give(self, course: Session, people: Sequence[Learner]) -> None:
        """Sessions of support one after the other within a course session, each for those who owe the same module.

        From the start of the course on, slot by slot; a slot at which nothing can be given is left for study.
        """
        bells = self.board.problem.bells_of(course.class_ids[0])
        at = course.start
        while at < course.end:
            session = None
            for module, wishes in self._by_module(course, people):
                spans = bells.placements(course.day.weekday(), module.minutes)
                span = next(((a, b) for a, b in spans if a == at and b <= course.end), None)
                session = self._session(course, module, wishes, span) if span else None
                if session is not None:
                    break
            # Nothing begins here: the next slot of the bells is tried.
            later = [s.start for s in bells.days[course.day.weekday()] if s.start > at]
            at = session.end if session is not None else min(later, default=course.end)

    def _by_module(self, course: Session, people: Sequence[Learner]) -> list[tuple[Module, list[tuple[Learner, Owed]]]]:
        """Modules still owed that day, the one that most people owe first, each with its people and their need.

        One need a person: the most pressing that may be given then.
        """
        found: dict[ModuleId, list[tuple[Learner, Owed]]] = {}
        for person in people:
            need = next((n for n in self.needs.get(person.id, ()) if self._open(n, course)), None)
            if need is not None:
                found.setdefault(ModuleId(need.target), []).append((person, need))
        modules = self.board.problem.modules
        return sorted(((modules[m], rows) for m, rows in found.items()), key=lambda row: (-len(row[1]), row[0].id))

    def _open(self, need: Owed, course: Session) -> bool:
        """Whether a need may be given in support that day: a module that is led as such, still lacking, and in time."""
        module = self.board.problem.modules.get(ModuleId(need.target))
        if module is None or module.theme in ENTRY_THEMES or module.theme == "study":
            return False
        return self.left[need.apprentice_id, need.need_id] > 0 and need.opens <= course.day <= need.deadline

    def _session(
        self, course: Session, module: Module, wishes: Sequence[tuple[Learner, Owed]], span: tuple[int, int]
    ) -> Session | None:
        """One session of a module for those who are free then, where the rules let it be led; None where not.

        It is on the board then, and what it gives no longer lacks.
        """
        problem, key = self.board.problem, SessionId(f"{module.id}-{course.id}-{span[0]}")
        activity = module_activity(problem, module, key)
        bare = activity.at(problem, course.day, *span)
        coming = [self._wish(need, one) for one, need in wishes if free(self.board, one, bare)]
        chosen = led(self.board, activity, bare, tuple(coming[: activity.most]), 1)
        if chosen is None:
            return None
        take(self.board, chosen)
        for wish in chosen.wishes:
            self.left[wish.learner.id, wish.need_id] = wish.left
        self.board.extra_support += module.minutes * len(chosen.wishes)
        return chosen.session

    def _wish(self, need: Owed, learner: Learner) -> Wish:
        """What somebody still lacks of a need."""
        return Wish(learner, need.opens, need.deadline, self.left[learner.id, need.need_id], need.need_id)
