"""The last version of a folder with the draft on it, as the board shows it: asked, edited step by step, kept.

Each edit is judged by the rules (`refuse`, `weigh`) on the timetable with all edits before it, and stands in the store
before it is shown. A `Desk` is used by several threads, one at a time. It holds no state that the folder does not have:
after a restart the draft is as it was.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Refused
from planner.board.board import Board
from planner.domain import Problem, Session, SessionId, Timetable
from planner.engine.change.edits import Edit, counted_by_hand, moved_by_hand
from planner.engine.change.repair_model import Place
from planner.folder.by_hand import keep_by_hand
from planner.folder.locking import lock_sessions, unlock_sessions
from planner.folder.reasons import neutral
from planner.folder.scene import AskedSession, Scene, scene_of
from planner.model import Option
from planner.rule import Finding
from planner.store.database import Store, Version
from planner.store.drafts import (
    Draft,
    DraftStep,
    PlanChanged,
    add_step,
    draft_of,
    plan_mark,
    redo_step,
    replace_steps,
    undo_step,
    without_draft,
)
from planner.store.keeping import recall, signed
from planner.store.opening import LastVersion, in_folder
from planner.store.snapshot import from_plain, to_plain
from planner.store.terms import mark_of, published
from planner.why.chains import ChainStep
from planner.why.places import JudgedPlace, PlaceHour, legal_places
from planner.words import say_day


@dataclass(frozen=True)
class Plan:
    """What the board shows at one moment."""

    mark: str
    """What `planner.store.drafts.plan_mark` said when it was read."""
    version: Version
    """The last version of the term."""
    base: Version
    """The version that the draft starts from: the last one, unless another came meanwhile."""
    draft: Draft
    problem: Problem
    before: Timetable
    """The timetable of ``base``."""
    scene: Scene
    """The timetable with the draft, its judge and its locks."""
    told: tuple[Version, Timetable] | None
    """What is published of the term."""

    @property
    def timetable(self) -> Timetable:
        """The timetable with the draft; hours owed are those of ``base``."""
        return self.scene.timetable

    @property
    def behind(self) -> bool:
        """Whether a version came after the one that the draft starts from."""
        return self.base.number != self.version.number


@dataclass(frozen=True)
class Dropped:
    """What came of a session put somewhere: nothing, where ``judged`` has findings."""

    judged: JudgedPlace
    asked: AskedSession


@dataclass(frozen=True)
class KeptDraft:
    """What came of a draft that was to be kept: the number of its version, or the rules that it breaks."""

    number: int | None
    broken: Sequence[Finding] = ()


@dataclass(frozen=True)
class Rebased:
    """Steps of a draft that were put on a newer version, and what is said of those that could not."""

    done: int
    left: Sequence[str] = ()


@dataclass
class Desk:
    """The board of one folder; ``author``: who signs what is changed, by default who is at the machine."""

    folder: Path
    author: str = ""
    _lock: RLock = field(default_factory=RLock)
    _plan: Plan | None = None

    # What is there

    def mark(self) -> str:
        """What changes with everything that anybody changes in the folder; cheap."""
        with in_folder(self.folder, writes=False) as store:
            return plan_mark(store, mark_of(store.version()))

    def plan(self) -> Plan:
        """The plan as it is now."""
        with self._lock, in_folder(self.folder, writes=False) as store:
            return self._now(store)

    def _now(self, store: Store) -> Plan:
        last = store.version()
        term = mark_of(last)
        draft, mark = draft_of(store, term)
        if self._plan is None or self._plan.mark != mark:
            self._plan = self._read(store, last, draft, mark)
        return self._plan

    def _read(self, store: Store, last: Version, draft: Draft, mark: str) -> Plan:
        known = self._plan
        base = store.version(draft.base) if draft.done and draft.base is not None else last
        if known is not None and known.base.number == base.number:
            problem, before = known.problem, known.before
        else:
            problem, before = recall(store, base)
        scene = scene_of(store, problem, self._folded(known, problem, before, draft))
        told = published(store).get(mark_of(last))
        there = (told[0], store.timetable(told[0].number)) if told else None
        if known is not None and known.told and told and known.told[0].number == told[0].number:
            there = known.told
        return Plan(mark, last, base, draft, problem, before, scene, there)

    @staticmethod
    def _folded(known: Plan | None, problem: Problem, before: Timetable, draft: Draft) -> Timetable:
        """The timetable with every step that holds; what is known of the steps before is not made again."""
        found, steps = before, draft.done
        if known is not None and known.before is before and steps[: len(known.draft.done)] == known.draft.done:
            found, steps = known.timetable, steps[len(known.draft.done) :]
        for step in steps:
            found = moved_by_hand(problem, found, edits_of(step))
        return found

    # What is asked

    @contextmanager
    def asking(self, session_id: str) -> Iterator[tuple[Plan, Session]]:
        """The plan and one of its sessions, nobody else asking meanwhile; raises Refused for an unknown one."""
        with self._lock:
            plan = self.plan()
            yield plan, _session(plan, session_id)

    def places(self, session_id: str, week: date | None = None) -> tuple[AskedSession, tuple[JudgedPlace, ...]]:
        """Every hour of a week, by default its own, with what the rules say of a session there; in order of time."""
        with self.asking(session_id) as (plan, session):
            judge, asked = plan.scene.judge, plan.scene.asked(session)
            if week is None or week <= session.day <= date.fromordinal(week.toordinal() + 6):
                return asked, tuple(p for p in legal_places(judge, session.id, every=True) if not _own(session, p.hour))
            hours = judge.hours(session, week)
            with judge.lifting(session.id) as lift:
                there = [Place(Option(*hour, session.trainer_ids), session.room_id) for hour in hours]
                return asked, tuple(judge.judged(lift, place) for place in there)

    def weighed(self, session_id: str) -> dict[str, float]:
        """What each preference counts for the place of a session, weighted; those that count something alone."""
        with self.asking(session_id) as (plan, session):
            judge = plan.scene.judge
            with judge.lifting(session.id) as lift:
                return {key: units for key, units in judge.weighed(lift, lift.place).items() if units}

    def means(self, session_id: str) -> tuple[JudgedPlace, ...]:
        """Other adults and rooms that a session may have at its own hour, with what they cost."""
        with self.asking(session_id) as (plan, session):
            judge = plan.scene.judge
            ways, own = judge.ways(session), (session.day, session.start, session.end)
            with judge.lifting(session.id) as lift:
                found = [p for p in ways.at(own) if p != lift.place and judge.refused(lift, p) is None]
                return tuple(JudgedPlace(place, (), judge.costs(lift, place)) for place in found)

    # What is changed

    def drop(self, seen: str, session_id: str, place: Place) -> Dropped:
        """Put a session at a place, a step of the draft, where every hard rule allows it; else nothing is changed.

        Raises Refused for what does not move, and `PlanChanged` where the plan is not as it was ``seen``.
        """
        with self._writing(seen) as (store, plan):
            session = _session(plan, session_id)
            _must_move(plan, session, place)
            judge, asked = plan.scene.judge, plan.scene.asked(session)
            with judge.lifting(session.id) as lift:
                judged = judge.judged(lift, place)
                step = ChainStep(session, place, lift.others, asked.people)
            if not judged.findings:
                add_step(store, *self._at(plan), to_plain(list(step.edits())), signed(self.author))
            return Dropped(judged, asked)

    def undo(self, seen: str) -> bool:
        """Undo the last step; False where there is none."""
        with self._writing(seen) as (store, plan):
            return undo_step(store, *self._at(plan))

    def redo(self, seen: str) -> bool:
        """Do again what was undone last; False where there is nothing."""
        with self._writing(seen) as (store, plan):
            return redo_step(store, *self._at(plan))

    def abandon(self, seen: str) -> None:
        """Drop the whole draft."""
        with self._writing(seen, behind=True) as (store, plan):
            replace_steps(store, plan.draft.term, plan.mark, plan.version.number, [], signed(self.author))

    def rebase(self, seen: str) -> Rebased:
        """Put the steps of a draft on a version that came meanwhile: those that the rules allow there, one by one."""
        with self._writing(seen, behind=True) as (store, plan):
            problem, found = recall(store, plan.version)
            done, left = [], []
            for step in plan.draft.done:
                edits = edits_of(step)
                why = _against(scene_of(store, problem, found), edits)
                if why:
                    left.append(why)
                elif any(e.changes(found.session[e.session_id]) for e in edits):
                    found = moved_by_hand(problem, found, edits)
                    done.append(step.content)
            replace_steps(store, plan.draft.term, plan.mark, plan.version.number, done, signed(self.author))
            return Rebased(len(done), left)

    def lock(self, seen: str, session_id: str, reason: str, *, lock: bool) -> None:
        """Lock a session as the last version has it, or free it; at once, since no version is made of that."""
        with self._writing(seen, behind=True) as (_store, plan):
            session = _session(plan, session_id)
        if lock and session_id in {e.session_id for e in final_edits(plan)}:
            raise Refused(USAGE, "Le brouillon la déplace : elle sera verrouillée à sa nouvelle place une fois gardé.")
        if lock:
            lock_sessions(self.folder, [session.id], reason, self.author)
        else:
            unlock_sessions(self.folder, [session.id])

    def keep(self, seen: str, reason: str) -> KeptDraft:
        """The draft as a version, where the checker finds nothing that it breaks; as `barrette update --edited`."""
        neutral(reason)
        with self._lock, in_folder(self.folder) as store:
            plan = self._seen(store, seen)
            edits = final_edits(plan)
            if not edits:
                raise Refused(USAGE, "Le brouillon ne change rien : il n’y a rien à garder.")
            timetable, broken = counted_by_hand(plan.problem, plan.before, plan.timetable, RULES)
            if broken:
                return KeptDraft(None, broken)
            last = LastVersion(store, plan.base, plan.problem, plan.before)
            also = without_draft(plan.draft.term, plan.mark)
            why = reason.strip() or "modifié à la main"
            return KeptDraft(keep_by_hand(self.folder, last, timetable, edits, why, self.author, also))

    @contextmanager
    def _writing(self, seen: str, *, behind: bool = False) -> Iterator[tuple[Store, Plan]]:
        with self._lock, in_folder(self.folder, writes=False) as store:
            yield store, self._seen(store, seen, behind=behind)

    def _seen(self, store: Store, seen: str, *, behind: bool = False) -> Plan:
        """The plan, which is as it was seen; ``behind``: also where a version has come meanwhile."""
        plan = self._now(store)
        if plan.mark != seen:
            raise PlanChanged
        if plan.behind and not behind:
            raise Refused(
                USAGE,
                f"Le brouillon part de la version {plan.base.number}, et la version {plan.version.number} est venue "
                "depuis : reprenez-le sur elle, ou abandonnez-le.",
            )
        return plan

    @staticmethod
    def _at(plan: Plan) -> tuple[str, str, int]:
        return plan.draft.term, plan.mark, plan.base.number


def edits_of(step: DraftStep) -> tuple[Edit, ...]:
    """What a step of a draft moves."""
    return tuple(from_plain(one, Edit) for one in step.content)


def final_edits(plan: Plan) -> tuple[Edit, ...]:
    """The sessions that the draft changes, each where it stands in the end."""
    now = plan.timetable.session
    named = dict.fromkeys(e.session_id for step in plan.draft.done for e in edits_of(step))
    found = (now[name] for name in named)
    edits = (Edit(s.id, s.day, s.start, s.end, s.room_id, s.trainer_ids) for s in found)
    return tuple(e for e in edits if e.changes(plan.before.session[e.session_id]))


def _session(plan: Plan, session_id: str) -> Session:
    found = plan.timetable.session.get(SessionId(session_id))
    if found is None:
        raise Refused(USAGE, "Cette séance n’est plus dans l’emploi du temps.")
    return found


def _own(session: Session, hour: PlaceHour) -> bool:
    return hour == (session.day, session.start, session.end)


def _must_move(plan: Plan, session: Session, place: Place) -> None:
    """Raises Refused for a session that does not move, an hour that is announced, and a place that there is not."""
    scene, option, problem = plan.scene, place.option, plan.problem
    if not scene.may_move(session):
        held = scene.asked(session).held
        raise Refused(RULE_BROKEN, f"« {session.label} » ne bouge pas.", *held)
    if option.day < scene.moves:
        raise Refused(RULE_BROKEN, f"Rien ne change d’heure avant le {say_day(scene.moves)} : l’heure est annoncée.")
    if not problem.first <= option.day <= problem.last:
        raise Refused(USAGE, "Ce jour est en dehors de l’emploi du temps.")
    known = place.room is None or place.room in problem.rooms
    if not known or not set(option.team) <= set(problem.trainers):
        raise Refused(USAGE, "Cette salle ou ce formateur n’est pas dans le classeur.")
    week = date.fromordinal(option.day.toordinal() - option.day.weekday())
    if option[:3] not in {*scene.judge.hours(session, week), (session.day, session.start, session.end)}:
        raise Refused(USAGE, "Les horaires du centre ne donnent pas ce début à cette séance.")


def _against(scene: Scene, edits: Sequence[Edit]) -> str:
    """Why a step may not be made on another timetable; empty where it may."""
    board: Board = scene.judge.board
    for edit in edits:
        session = board.sessions.get(edit.session_id)
        if session is None:
            return "une séance qui n’est plus dans l’emploi du temps"
        if not edit.changes(session):
            return ""
        if not scene.may_move(session) or edit.day < scene.moves:
            return f"« {session.label} » : elle ne bouge plus"
    first = edits[0]
    with scene.judge.lifting(first.session_id) as lift:
        place = Place(Option(first.day, first.start, first.end, first.trainer_ids), first.room_id)
        found = scene.judge.refused(lift, place)
    return f"« {lift.session.label} » : {found.clause}" if found else ""
