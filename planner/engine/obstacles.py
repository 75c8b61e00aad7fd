"""Why somebody has no support at an hour of theirs that nothing takes: tried on the board, each rule asked.

Read by the last stage, for the hours owed that are not planned. It answers for the board as it stands at the end: hours
in autonomy are none that somebody must keep, so that they are thought away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from planner.board.board import Board
from planner.board.judging import refusals
from planner.board.paid import paid_so_far
from planner.board.staff import room_for
from planner.domain import (
    ApprenticeId,
    ClassId,
    Guidance,
    Kind,
    Learner,
    Module,
    ModuleId,
    Owed,
    RoomId,
    Session,
    SessionId,
    TrainerId,
)
from planner.engine.groups.catalogue import by_need, open_to_all
from planner.engine.groups.setup import least_people
from planner.hours.levels import of_level
from planner.hours.why import offered
from planner.placement import Placement
from planner.words import room_name, say_when


@dataclass(frozen=True)
class Obstacles:
    """What is in the way of a need at an hour; one French clause without a full stop."""

    board: Board
    owed: Sequence[Owed]

    def of(self, need: Owed, moment: Session) -> str:
        """What keeps somebody from support at the hour of ``moment``; empty where nothing is found to."""
        board, learner = self.board, self.board.problem.learners[need.apprentice_id]
        mine = [s for s in board.attended(learner.id, moment.day) if s.overlaps(moment)]
        held = [s for s in mine if not self._gives_way(s)]
        if held:
            return f"heure prise par « {held[0].label} »"
        groups = [
            s
            for s in self._given.get((moment.day, need.target), ())
            if s.overlaps(moment) and self._fits(s.module_id, need, learner, moment.day)
        ]
        # Left on the board, autonomy would clash with every group and be the reason for everything.
        view = _Apart(board, learner.id, frozenset(s.id for s in mine))
        refused = [self._refusal(view, session, learner) for session in groups]
        if refused:
            return next((text for text in refused if not text), refused[0])
        return self._no_group(need, moment, learner)

    @cached_property
    def _given(self) -> Mapping[tuple[date, str], list[Session]]:
        """Day, and module or strand → sessions that give it."""
        found: dict[tuple[date, str], list[Session]] = {}
        for session in self.board.sessions.values():
            for target in filter(None, {str(session.module_id or ""), session.strand}):
                found.setdefault((session.day, target), []).append(session)
        return found

    def _gives_way(self, session: Session) -> bool:
        """Whether a session is support or autonomy, which somebody may leave for support that comes before it.

        So is the place of an open period, where those wait who are called to nothing.
        """
        return (bool(session.module_id) or session.kind == Kind.OPEN) and not session.course_ids

    def _fits(self, module_id: ModuleId | None, need: Owed, learner: Learner, day: date) -> bool:
        """Whether a module is for somebody: the one they owe, else of their level that day in one of its domains."""
        module = self.board.problem.modules.get(module_id) if module_id else None
        if module is None or need.target == module.id:
            return True
        for_all = open_to_all(module, self._owed_only)
        return of_level(self.board.problem, learner, module, day, open_to_all=for_all)

    @cached_property
    def _owed_only(self) -> frozenset[str]:
        """Modules that are for those who owe them."""
        return by_need(self.board.problem)

    def _refusal(self, view: "_Apart", session: Session, learner: Learner) -> str:
        """The first thing that a rule says against somebody in a session that stands; empty where it may be.

        Where the group could be in a free room with them, its room is no more than what it happens to have: that is
        said instead.
        """
        board, problem, new = self.board, self.board.problem, self.board.ways(session, [learner])
        people = {**board.people_of(session.id), **new}
        joined = board.joined(session, new)

        def said(placed: Session, moves: bool) -> str:
            placement = Placement(placed, people, frozenset(new), moves=moves)
            return next((f.text for f in refusals(board.rules, problem, view, placement)), "")

        text = said(joined, False)
        module = problem.modules.get(session.module_id) if text and session.room_id and session.module_id else None
        if module is None or session.room_id is None:
            return _brief(text, session)
        everyone = [problem.learners[a] for a in people]
        room = room_for(board, everyone, session.day, session.start, session.end, session.site_id, module)
        if room is None or said(replace(joined, room_id=room), True):
            return _brief(text, session)
        return f"{room_name(problem, session.room_id)} ne suffit pas, {room_name(problem, room)} est libre"

    def _no_group(self, need: Owed, moment: Session, learner: Learner) -> str:
        """What a group of the module would lack at an hour: the module itself, people, an adult or a room."""
        problem = self.board.problem
        barrette = problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
        modules = [m for m in problem.modules.values() if need.target in (m.id, m.strand)]
        modules = [m for m in modules if self._fits(m.id, need, learner, moment.day)]
        if not modules:
            return "aucun module de son niveau"
        if barrette is not None and barrette.module_ids:
            modules = [m for m in modules if m.id in {*barrette.module_ids, barrette.otherwise}]
            if not modules:
                return "module absent de cette barrette"
        led = [m for m in modules if m.guidance != Guidance.LED or self._able(m, moment)]
        if not led:
            return "aucun formateur compétent"
        # People before adults and rooms: freeing a trainer opens nothing for somebody who is alone to wait.
        few = self._too_few(need, led, moment)
        if few:
            return few
        lacks = [self._lacks(module, moment, learner) for module in led]
        # A strand has several modules: one that lacks nothing was only not chosen.
        return next((text for text in lacks if not text), lacks[0]) or "formateurs et salles pris par d'autres groupes"

    def _able(self, module: Module, moment: Session) -> set[TrainerId]:
        """Who may lead a module at an hour, free or not: those with the skill in the team of the barrette."""
        barrette = self.board.problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
        able = set(self.board.problem.leaders(module, moment.day))
        return able & {*barrette.trainer_ids} if barrette and barrette.trainer_ids else able

    def _lacks(self, module: Module, moment: Session, learner: Learner) -> str:
        """An adult, a room, or both; empty where nothing is lacking."""
        return " et ".join(filter(None, (self._no_adult(module, moment), self._no_place(module, moment, learner))))

    def _no_adult(self, module: Module, moment: Session) -> str:
        """Why nobody could lead a module at an hour; empty where somebody could."""
        board, span = self.board, (moment.day, moment.start, moment.end)
        if module.guidance == Guidance.LED:
            able, site = self._able(module, moment), moment.site_id
            if not any(board.usage.trainer_free(t, *span, moment.minutes, site, without=None) for t in able):
                held = [s for t in able for s in board.led(t, moment.day) if s.overlaps(moment)]
                given = any(self._gives_way(s) for s in held)
                return "le formateur compétent anime un autre groupe" if given else "aucun formateur compétent libre"
        return ""

    def _no_place(self, module: Module, moment: Session, learner: Learner) -> str:
        """Where somebody could have no room for a module at an hour; empty where they could, or learn at a distance."""
        board, span = self.board, (moment.day, moment.start, moment.end)
        if not learner.remote and room_for(board, [learner], *span, moment.site_id, module) is None:
            return "aucune salle libre"
        return ""

    def _too_few(self, need: Owed, modules: Sequence[Module], moment: Session) -> str:
        """How many people of the hour lack hours of the same module or strand; empty where they are enough."""
        problem = self.board.problem
        barrette = problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
        least = min(least_people(module, barrette, asked=False) for module in modules)
        waiting = {
            n.apprentice_id
            for n in self._lacking.get(need.target, ())
            if n.opens <= moment.day <= n.deadline and offered(problem, moment, problem.learners[n.apprentice_id])
        }
        if len(waiting) >= least:
            return ""
        who = "une seule personne en a" if len(waiting) < 2 else f"{len(waiting)} personnes en ont"
        return f"{who} besoin, pour un groupe de {least} au moins"

    @cached_property
    def _lacking(self) -> Mapping[str, list[Owed]]:
        """Module or strand → needs of it that are not all planned, of everybody."""
        paid = paid_so_far(self.board, self.owed, self.board.problem.learners)
        found: dict[str, list[Owed]] = {}
        for need in self.owed:
            if need.target and paid.get((need.apprentice_id, need.need_id), 0) < need.minutes:
                found.setdefault(need.target, []).append(need)
        return found


def _brief(text: str, session: Session) -> str:
    """A rule's sentence as a clause, without the session and the hour: the row that it goes into is about these."""
    when, name = say_when(session), f"« {session.label} »"
    full = f" : {when}, {name}", f"{session.label}, {when} : "
    for words in (*full, f" ({name})", f", avec {name}", f" avec {name}", f", {when}", f" {when}"):
        text = text.replace(words, "")
    return text.rstrip(".")


@dataclass(frozen=True)
class _Apart:
    """A board on which somebody does not attend some sessions."""

    board: Board
    person: ApprenticeId
    left: frozenset[SessionId]

    def attended(self, person: ApprenticeId, day: date) -> Sequence[Session]:
        """As the board says, without what is left."""
        held = self.board.attended(person, day)
        return [s for s in held if s.id not in self.left] if person == self.person else held

    def led(self, trainer: TrainerId, day: date) -> Sequence[Session]:
        """As the board says."""
        return self.board.led(trainer, day)

    def held(self, room: RoomId, day: date) -> Sequence[Session]:
        """As the board says."""
        return self.board.held(room, day)

    def of_class(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """As the board says."""
        return self.board.of_class(class_id, day)

    def people_of(self, key: SessionId) -> Mapping[ApprenticeId, bool]:
        """As the board says, without what is left."""
        people = self.board.people_of(key)
        return {a: far for a, far in people.items() if a != self.person} if key in self.left else people
