"""A timetable of a folder that is asked about: its judge, and what may not move of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from constraints import RULES
from planner.board.board import Board
from planner.check.verify import Report, verify
from planner.domain import ApprenticeId, Kind, Problem, Session, SessionId, Timetable
from planner.engine.change.edits import apply_edits
from planner.engine.change.options import notice
from planner.rule import active
from planner.store.database import Store, today
from planner.store.locks import KeptLock, locks
from planner.store.terms import published
from planner.why.chains import MoveChain
from planner.why.held import holders
from planner.why.lifted import lifting
from planner.why.places import Judge
from planner.words import say_day


@dataclass(frozen=True)
class AskedSession:
    """The session that a question is about, with what holds it."""

    problem: Problem
    timetable: Timetable
    session: Session
    others: tuple[Session, ...]
    """What changes hour with it."""
    people: frozenset[ApprenticeId]
    """Everybody in them."""
    held: tuple[str, ...]
    """What holds it, in sentences: the planner's own lock, the notice, the workbook."""


@dataclass
class AskedScene:
    """A timetable that is asked about, with its judge."""

    problem: Problem
    timetable: Timetable
    kept: Mapping[SessionId, KeptLock]
    moves: date
    """The first day whose hours are not announced yet."""
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.judge = Judge(Board.of(self.problem, self.timetable, active(RULES, self.problem)), self.moves)

    def may_move(self, session: Session) -> bool:
        """Whether neither a lock nor the notice holds a session, nor the workbook as an event or as it stands."""
        held = session.kind == Kind.FIXED or session.id in self.kept or session.id in self.problem.stands
        return not held and session.day >= self.moves

    def holds(self, chain: MoveChain) -> bool:
        """Whether the checker has nothing new to say of a chain that is made."""
        return not apply_edits(self.problem, self.timetable, chain.edits(), RULES, self._known)[1]

    @cached_property
    def _known(self) -> Report:
        return verify(self.problem, RULES, self.timetable)

    def asked(self, session: Session) -> AskedSession:
        """The session with what holds it."""
        board = self.judge.board
        with lifting(board, session.id) as lift:
            people = frozenset(a for s in lift.sessions for a in lift.people[s.id])
            others = lift.others
        held = (*self._held(session), *holders(board, session, others))
        return AskedSession(self.problem, self.timetable, session, others, people, held)

    def _held(self, session: Session) -> list[str]:
        found = []
        lock = self.kept.get(session.id)
        if lock is not None:
            why = f" : {lock.reason}" if lock.reason else ""
            found.append(f"Elle est verrouillée ({lock.author}, {lock.made:%d/%m/%Y}){why}.")
        if session.day < min(self.moves, today()):
            found.append("Elle est passée : ce qui est passé ne bouge pas.")
        elif session.day < self.moves:
            found.append(f"Son heure est annoncée : rien ne change d’heure avant le {say_day(self.moves)}.")
        return found


def scene_of(store: Store, problem: Problem, timetable: Timetable) -> AskedScene:
    """A timetable of a term with the locks that it has, and the first day whose hours are not announced yet."""
    told = problem.settings.term in published(store)
    return scene_from(store, problem, timetable, notice(problem, today()) if told else date.min)


def scene_from(store: Store, problem: Problem, timetable: Timetable, moves: date) -> AskedScene:
    """The same with a first day that may change."""
    kept = {one.session_id: one for one in locks(store) if one.term == problem.settings.term}
    return AskedScene(problem, timetable, kept, moves)


def first_moves(store: Store, problem: Problem, first: date | None = None) -> date:
    """The first day whose hours may be changed by hand: after the notice where the term is published, else ``first``.

    ``first``: by default today; what is over stays as it was.
    """
    day = first or today()
    return notice(problem, day) if problem.settings.term in published(store) else day
