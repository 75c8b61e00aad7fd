"""Why somebody has no support at an hour of theirs that nothing takes: tried on the board, each rule asked.

Read by the last stage, for the hours owed that are not planned. It answers for the board as it stands at the end: hours
in autonomy are none that somebody must keep, so that they are thought away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from planner.board.apart import Apart
from planner.board.board import Board
from planner.board.judging import refusals
from planner.board.paid import paid_so_far
from planner.board.restore import open_owner
from planner.board.staff import room_for, sites_for, trainer_for
from planner.domain import (
    ApprenticeId,
    Barrette,
    ClassId,
    Guidance,
    Kind,
    Learner,
    Module,
    ModuleId,
    Owed,
    Problem,
    RoomId,
    Session,
    SessionId,
    TrainerId,
)
from planner.engine.groups.catalogue import STUDY, by_need, choices, chosen_otherwise, of_choice, open_to_all
from planner.engine.groups.setup import least_people
from planner.engine.people.entry_kept import entry_kept_away
from planner.engine.people.kept_away import kept_away
from planner.engine.people.modes import module_activity
from planner.engine.people.personal import module_of
from planner.engine.people.place import Wish
from planner.hours.entry import ENTRY_THEMES
from planner.hours.levels import of_level
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME
from planner.hours.support import pays_as_urgent
from planner.placement import Placement, for_everyone
from planner.words import room_name, say_some, trainer_name


@dataclass(frozen=True)
class Obstacles:
    """What is in the way of a need at an hour; one French clause without a full stop."""

    board: Board
    owed: Sequence[Owed]

    def of(self, need: Owed, moment: Session) -> str:
        """What keeps somebody from support at the hour of ``moment``; empty where it is no more than their other group.

        A seat, or a whole group, that they could have had while they only wait is said.
        """
        board, learner = self.board, self.board.problem.learners[need.apprentice_id]
        mine = [s for s in board.attended(learner.id, moment.day) if s.overlaps(moment)]
        held = [s for s in mine if not self._gives_way(s)]
        if held:
            return f"heure prise par « {held[0].label} »"
        away = [s for s in mine if board.problem.missed(s.id, learner.id)]
        if away:
            return f"absence à « {away[0].label} »"
        groups = self.groups_for(need, moment)
        # Left on the board, autonomy would clash with every group and be the reason for everything.
        view = Apart(board, learner.id, frozenset(s.id for s in mine))
        said = {self._refusal(view, session, learner): session for session in groups}
        waits = all(map(self.waits, mine))
        text = min(said, key=bool) if said else self._no_group(need, moment, view, yielding=not waits)
        # Who is in another group has the hour for that; who only waits could have been in this one.
        if text or not waits:
            return text
        label = f"« {said[''].label} » a encore une place" if said else "un groupe reste possible"
        more = said and need.source == SOURCE_PROGRAMME and not self.has(learner.id, said[""])
        return f"{label} le {moment.day:%d/%m/%Y}{', mais ce serait un groupe de plus' if more else ''}"

    def has(self, person: ApprenticeId, group: Session) -> bool:
        """Whether somebody has the module of a group in its barrette and period, or nothing of its strand.

        It is then no group more for them.
        """
        held = [s for day in self.board.problem.days for s in self.board.attended(person, day) if s.strand]
        mine = {(s.module_id, s.period_id, s.barrette_id) for s in held}
        return (group.module_id, group.period_id, group.barrette_id) in mine or all(
            s.strand != group.strand for s in held
        )

    def groups_for(self, need: Owed, moment: Session) -> list[Session]:
        """The groups of an hour that give what a need asks for and are for the person, full or not."""
        learner, day = self.board.problem.learners[need.apprentice_id], moment.day
        given = self._given.get((day, need.target), ())
        return [s for s in given if s.overlaps(moment) and self._fits(s.module_id, need, learner, day)]

    def own(self, need: Owed) -> str:
        """What keeps hours of a person's own away, on any of their days; empty for what only groups give."""
        board, problem = self.board, self.board.problem
        module = module_of(problem, need) if need.personal else None
        if need.source == SOURCE_ENTRY:
            return entry_kept_away(board, need, problem.modules[ModuleId(need.target)])
        if module is None or module.theme in ENTRY_THEMES:
            return ""
        activity = module_activity(problem, module, SessionId(f"{module.id}-s"))
        wish = Wish(problem.learners[need.apprentice_id], need.opens, need.deadline, need.minutes)

        def led(at: Board, hour: Session) -> bool:
            sites = sites_for(problem, [wish.learner], hour.day)
            return any(trainer_for(at, module, hour.day, hour.start, hour.end, site) for site in sites)

        return kept_away(board, activity, wish, led if module.guidance == Guidance.LED else lambda _at, _hour: True)

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
        """Whether a module is for somebody: the one they owe, else of their choice and of their level that day."""
        module = self.board.problem.modules.get(module_id) if module_id else None
        if module is None or need.target == module.id:
            return True
        if chosen_otherwise(self._choices, learner, module, day):
            return False
        for_all = open_to_all(module, self._owed_only) or of_choice(self._choices, learner, module, day)
        return of_level(self.board.problem, learner, module, day, open_to_all=for_all)

    @cached_property
    def _choices(self) -> Mapping[str, frozenset[str]]:
        """Modules that are for some choices of guidance only."""
        return choices(self.board.problem)

    @cached_property
    def _owed_only(self) -> frozenset[str]:
        """Modules that are for those who owe them."""
        return by_need(self.board.problem)

    def _refusal(self, view: Apart, session: Session, learner: Learner) -> str:
        """The first thing that a rule says against somebody in a session that stands; empty where it may be.

        Where the group could be in a free room with them, its room is no more than what it happens to have: that is
        said instead.
        """
        board, problem, new = self.board, self.board.problem, self.board.ways(session, [learner])
        people = {**board.people_of(session.id), **new}
        joined = board.joined(session, new)

        def said(placed: Session, moves: bool) -> str:
            placement = Placement(placed, people, frozenset(new), moves=moves)
            return next((f.clause for f in refusals(board.rules, problem, view, placement)), "")

        text = said(joined, False)
        module = problem.modules.get(session.module_id) if text and session.room_id and session.module_id else None
        if module is None or session.room_id is None:
            return text
        everyone = [problem.learners[a] for a in people]
        room = room_for(board, everyone, session.day, session.start, session.end, session.site_id, module)
        if room is None or said(replace(joined, room_id=room), True):
            return text
        return f"{room_name(problem, session.room_id)} ne suffit pas, {room_name(problem, room)} est libre"

    def _no_group(self, need: Owed, moment: Session, view: Apart, *, yielding: bool) -> str:
        """What a group of the module would lack at an hour: the module itself, people, an adult or a room.

        ``yielding``: somebody in a group that pays only what comes after such a need could be in this one as well.
        """
        problem, learner = self.board.problem, self.board.problem.learners[view.person]
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
            team = barrette is not None and barrette.trainer_ids
            return "aucun formateur compétent" + (" dans l'équipe de la barrette" if team else "")
        crews = [self._crew(need, module, moment, learner, yielding=yielding) for module in led]
        # People before adults and rooms: freeing a trainer opens nothing for somebody who is alone to wait.
        enough = [crew for crew in crews if len(crew.free) >= crew.least]
        if not enough:
            return max(crews, key=lambda crew: (len(crew.free) - crew.least, len(crew.waiting))).few()
        lacks = [self._lacks(crew, moment, view) for crew in enough]
        # A strand has several modules: one that lacks nothing was only not chosen.
        return next((text for text in lacks if not text), lacks[0])

    def _able(self, module: Module, moment: Session) -> set[TrainerId]:
        """Who may lead a module at an hour, free or not: those with the skill in the team of the barrette."""
        barrette = self.board.problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
        able = set(self.board.problem.leaders(module, moment.day))
        return able & {*barrette.trainer_ids} if barrette and barrette.trainer_ids else able

    def _lacks(self, crew: "_Crew", moment: Session, view: Apart) -> str:
        """An adult, a room, or both; else what a rule says against somebody in such a group. Empty where nothing is."""
        module, people = crew.module, [self.board.problem.learners[a] for a in sorted(crew.free)]
        adults, room = self._idle(module, moment), self._room(module, moment, people[: crew.least])
        remote = all(p.remote for p in people)
        adult = "" if adults or module.guidance != Guidance.LED else self._no_adult(module, moment)
        if not (room or remote):
            return f"{adult}, et aucune salle n'est libre" if adult else "aucune salle libre"
        if adult:
            return adult
        teams: list[tuple[TrainerId, ...]] = [(adult,) for adult in adults] or [()]
        said = [self._against(module, moment, view, team, room) for team in teams]
        return next((text for text in said if not text), said[0])

    def _idle(self, module: Module, moment: Session) -> list[TrainerId]:
        """Who may lead a module and does nothing else at an hour, their hours of the day and week apart."""
        if module.guidance != Guidance.LED:
            return []
        span, usage = (moment.day, moment.start, moment.end), self.board.boundless().usage
        able = sorted(self._able(module, moment))
        return [t for t in able if usage.trainer_free(t, *span, moment.minutes, moment.site_id, without=None)]

    def _no_adult(self, module: Module, moment: Session) -> str:
        """Why nobody could lead a module at an hour: who may, and what keeps them."""
        able = sorted(self._able(module, moment))
        names = say_some(trainer_name(self.board.problem, t) for t in able)
        held = {t: [s for s in self.board.led(t, moment.day) if s.overlaps(moment)] for t in able}
        given = [s for rows in held.values() for s in rows if self._gives_way(s)]
        alone = len(able) == 1
        if given:
            watch = all(map(self.waits, given))
            does = ("surveille" if alone else "surveillent") + " l'autonomie" if watch else "anime un autre groupe"
            does = does if alone or watch else "animent d'autres groupes ou sont pris"
        elif any(held.values()):
            does = "fait cours alors" if alone else "font cours alors ou ne sont pas là"
        else:
            does = "n'est pas là" if alone else "ne sont pas là"
        return f"{names}, {'seul formateur compétent' if alone else 'seuls formateurs compétents'}, {does}"

    def _room(self, module: Module, moment: Session, people: Sequence[Learner]) -> RoomId | None:
        """A free room of a barrette's own, or any, where some people could have a module."""
        barrette = self.board.problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
        own = barrette.room_ids if barrette and barrette.room_ids else None
        span = moment.day, moment.start, moment.end
        return room_for(self.board, people, *span, moment.site_id, module, among=own)

    def _against(
        self, module: Module, moment: Session, view: Apart, team: tuple[TrainerId, ...], room: RoomId | None
    ) -> str:
        """The first rule against somebody in a group of a module at an hour, with its adult and room."""
        board, learner = self.board, self.board.problem.learners[view.person]
        bare = module_activity(board.problem, module, SessionId(f"{module.id}-?")).bare
        placed = replace(
            bare,
            day=moment.day,
            start=moment.start,
            end=moment.end,
            minutes=moment.minutes,
            trainer_ids=team,
            room_id=None if learner.remote else room,
            site_id=moment.site_id,
            modality="remote_sync" if learner.remote else bare.modality,
            period_id=moment.period_id,
        )
        placement = for_everyone(placed, board.ways(placed, [learner]))
        return next((f.clause for f in refusals(board.rules, board.problem, view, placement)), "")

    def _crew(self, need: Owed, module: Module, moment: Session, learner: Learner, *, yielding: bool) -> "_Crew":
        """Who of an hour lacks hours of the same module or strand, in a group that somebody may be in."""
        problem, day = self.board.problem, moment.day
        barrette = problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
        classes = _with_whom(problem, module, moment, learner)
        waiting = {learner.id} | {
            n.apprentice_id
            for n in self._lacking.get(need.target, ())
            if n.opens <= day <= n.deadline
            and _is_there(problem, problem.learners[n.apprentice_id], moment, classes)
            and self._fits(module.id, n, problem.learners[n.apprentice_id], day)
        }
        asked = self._asked_by_name(module, barrette, classes, moment)
        lesser = need if yielding else None
        free = {a for a in waiting if a == learner.id or not self._in_a_group(a, moment, lesser)}
        return _Crew(module, frozenset(waiting), frozenset(free), least_people(module, barrette, asked=asked))

    def _asked_by_name(
        self, module: Module, barrette: Barrette | None, classes: Sequence[ClassId], moment: Session
    ) -> bool:
        """Whether *Besoins* or a lock names a module for somebody of an hour: one person is then a group."""
        problem = self.board.problem
        names = {n.apprentice_id for n in self.owed if n.target == module.id and self._explicit(n)}
        place = barrette.id if barrette else ""
        locks = (k for k in problem.locks if (k.barrette_id, k.module_id) == (place, module.id))
        names |= {k.apprentice_id for k in locks if k.apprentice_id}
        return any(_is_there(problem, problem.learners[a], moment, classes) for a in names)

    def _explicit(self, need: Owed) -> bool:
        return any(row.target == need.target and row.owns(need.need_id) for row in self.board.problem.explicit_needs)

    def _in_a_group(self, person: ApprenticeId, moment: Session, need: Owed | None) -> bool:
        """Whether somebody has something else at an hour than a place to wait, or than what pays less than a need."""
        held = [s for s in self.board.attended(person, moment.day) if s.overlaps(moment) and not self.waits(s)]
        if need is None:
            return bool(held)
        mine = self._needs.get(person, ())
        return any(not self._gives_way(s) or pays_as_urgent(mine, s, need) for s in held)

    @cached_property
    def _needs(self) -> Mapping[ApprenticeId, list[Owed]]:
        """Learner → what they owe, planned or not."""
        found: dict[ApprenticeId, list[Owed]] = {}
        for need in self.owed:
            found.setdefault(need.apprentice_id, []).append(need)
        return found

    def waits(self, session: Session) -> bool:
        """Whether a session is supervised autonomy, or the place of an open period."""
        module = self.board.problem.modules.get(session.module_id) if session.module_id else None
        study = session.module_id == STUDY or (module is not None and module.theme == "study")
        return study or session.kind == Kind.OPEN

    @cached_property
    def _lacking(self) -> Mapping[str, list[Owed]]:
        """Module or strand → needs of it that are not all planned, of everybody."""
        paid = paid_so_far(self.board, self.owed, self.board.problem.learners)
        found: dict[str, list[Owed]] = {}
        for need in self.owed:
            if need.target and paid.get((need.apprentice_id, need.need_id), 0) < need.minutes:
                found.setdefault(need.target, []).append(need)
        return found


@dataclass(frozen=True, slots=True)
class _Crew:
    """Those of an hour who lack a module, those of them who only wait then, and how many a group takes."""

    module: Module
    waiting: frozenset[ApprenticeId]
    free: frozenset[ApprenticeId]
    least: int

    def few(self) -> str:
        """That they are too few: « une seule personne en a besoin, pour un groupe de 3 au moins »."""
        total, busy = len(self.waiting), len(self.waiting - self.free)
        who = "une seule personne en a" if total < 2 else f"{total} personnes en ont"
        elsewhere = f", dont {busy} alors dans un autre groupe" if total >= self.least else ""
        return f"{who} besoin{elsewhere}, pour un groupe de {self.least} au moins"


def _classes_of(problem: Problem, moment: Session) -> tuple[ClassId, ...]:
    """Every class of an hour of support: of an open period, each class has a session of its own."""
    barrette = problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
    if barrette is not None:
        return barrette.class_ids
    owner = open_owner(problem, moment)
    return next((o.class_ids for o in problem.open_periods if o.id == owner), moment.class_ids)


def _with_whom(problem: Problem, module: Module, moment: Session, learner: Learner) -> tuple[ClassId, ...]:
    """Classes of an hour whose people somebody may be with in a module: all of them, of one year, or their own."""
    barrette = problem.barrettes.get(moment.barrette_id) if moment.barrette_id else None
    home, found = learner.membership(moment.day), _classes_of(problem, moment)
    if home is None or (module.mix_classes and module.mix_levels and (barrette is None or barrette.mix_levels)):
        return found
    if not module.mix_classes:
        return (home.class_id,)
    return tuple(c for c in found if problem.classes[c].year == problem.classes[home.class_id].year)


def _is_there(problem: Problem, learner: Learner, moment: Session, classes: Sequence[ClassId]) -> bool:
    """Whether an hour of support of some classes is somebody's."""
    home = learner.membership(moment.day)
    return home is not None and home.class_id in classes and problem.here(learner, moment.day, moment.start, moment.end)
