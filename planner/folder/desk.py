"""The last version of a folder with the draft on it, as the board shows it: asked, edited step by step, kept.

Each edit is judged by the rules (`refuse`, `weigh`) on the timetable with all edits before it, and stands in the store
before it is shown. A `Desk` is used by several threads, one at a time. It holds no state that the folder does not have:
after a restart the draft is as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import RLock
from time import monotonic

from constraints import RULES
from outputs.pages.score import Scored
from outputs.summary import horizon
from planner.answer import RULE_BROKEN, USAGE, Refused
from planner.domain import ApprenticeId, GroupId, Period, Session, TrainerId
from planner.engine.change.edits import Edit, counted_by_hand
from planner.engine.change.group_by_hand import GroupMove
from planner.engine.change.repair_model import Place
from planner.folder.absence import Away, Chooses, Taken, decide, keep_absence, refuse_locked, trainer_away
from planner.folder.by_hand import keep_by_hand
from planner.folder.decided import OpenDossier, decide_shown, dossier_of, open_dossiers
from planner.folder.desk_answers import Dropped, KeptDraft, Rebased
from planner.folder.drafted import (
    BoardPlan,
    after_each_step,
    final_edits,
    group_step,
    is_own,
    made_again,
    opening_of,
    refuse_held,
    seats_of_draft,
    session_of,
)
from planner.folder.grouping import GroupPlace, first_day, judged_move
from planner.folder.history import Restored, restore
from planner.folder.late_files import LateFiles
from planner.folder.locking import lock_seat, lock_sessions, unlock_sessions
from planner.folder.publish import Published, Unfit, publish_version
from planner.folder.reasons import neutral
from planner.folder.scene import AskedSession, first_moves, scene_from
from planner.folder.scoring import scored_as_told
from planner.model import Option
from planner.store.database import Store, Version
from planner.store.drafts import (
    BoardDraft,
    PlanChanged,
    add_step,
    draft_of,
    plan_mark,
    redo_step,
    replace_steps,
    undo_step,
    without_draft,
)
from planner.store.group_locks import group_locks
from planner.store.keeping import recall, signed
from planner.store.opening import LastVersion, in_folder
from planner.store.publishing import PublicationRequest
from planner.store.snapshot import to_plain
from planner.store.terms import mark_of, published
from planner.why.chains import ChainStep, MoveChain
from planner.why.places import JudgedPlace, PlaceHour, legal_places

SEARCH_SECONDS = 1.5
"""Seconds for which moves that open hours are looked for at a time: whoever asks something else waits that long."""


@dataclass
class Desk:
    """The board of one folder; ``author``: who signs what is changed, by default who is at the machine."""

    folder: Path
    author: str = ""
    first: date | None = None
    """The first day that may change; None: today."""
    late: LateFiles | None = None
    """What writes the files of a draft that is kept, once it is answered; None: they are there before."""
    _lock: RLock = field(default_factory=RLock)
    _plan: BoardPlan | None = None

    # What is there

    def mark(self) -> str:
        """What changes with everything that anybody changes in the folder; cheap."""
        with in_folder(self.folder, writes=False) as store:
            return plan_mark(store, mark_of(store.version()))

    def plan(self) -> BoardPlan:
        """The plan as it is now."""
        with self._lock, in_folder(self.folder, writes=False) as store:
            return self._now(store)

    def _now(self, store: Store) -> BoardPlan:
        last = store.version()
        term = mark_of(last)
        draft, mark = draft_of(store, term)
        if self._plan is None or self._plan.mark != mark:
            self._plan = self._read(store, last, draft, mark)
        return self._plan

    def _read(self, store: Store, last: Version, draft: BoardDraft, mark: str) -> BoardPlan:
        known = self._plan
        base = store.version(draft.base) if draft.done and draft.base is not None else last
        if known is not None and known.base.number == base.number:
            problem, before = known.problem, known.before
        else:
            problem, before = recall(store, base)
        stages = after_each_step(known, problem, before, draft)
        scene = scene_from(store, problem, stages[-1], first_moves(store, problem, self.first))
        told = published(store).get(mark_of(last))
        there = known.told if known is not None else None
        if told is None or there is None or there[0].number != told[0].number:
            there = (told[0], store.timetable(told[0].number)) if told else None
        seats = group_locks(store, draft.term)
        return BoardPlan(mark, last, base, draft, problem, before, stages, scene, there, seats).knowing(known)

    # What is asked

    @contextmanager
    def asking(self, session_id: str) -> Iterator[tuple[BoardPlan, Session]]:
        """The plan and one of its sessions, nobody else asking meanwhile; raises Refused for an unknown one."""
        with self._lock:
            plan = self.plan()
            yield plan, session_of(plan, session_id)

    def places(self, session_id: str, week: date | None = None) -> tuple[AskedSession, tuple[JudgedPlace, ...]]:
        """Every hour of a week, by default its own, with what the rules say of a session there; in order of time."""
        with self.asking(session_id) as (plan, session):
            judge, asked = plan.scene.judge, plan.scene.asked(session)
            if week is None or week <= session.day <= date.fromordinal(week.toordinal() + 6):
                found = legal_places(judge, session.id, every=True)
                return asked, tuple(p for p in found if not is_own(session, p.hour))
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

    def openings(
        self, session_id: str, after: int = 0, seconds: float = SEARCH_SECONDS
    ) -> tuple[AskedSession, list[tuple[PlaceHour, MoveChain]], int | None]:
        """Hours of its week that are closed to a session, and moves of others that open them.

        Hours are looked at in order of time from number ``after`` on, for so many seconds; the last value is the number
        to go on from, None where all have been looked at; one at least is looked at.
        """
        end = monotonic() + seconds
        with self.asking(session_id) as (plan, session):
            found: list[tuple[PlaceHour, MoveChain]] = []
            asked, hours = plan.scene.asked(session), sorted(plan.scene.judge.ways(session).teams)
            for number, hour in enumerate(hours[after:], after):
                if number > after and monotonic() > end:
                    return asked, found, number
                chain = opening_of(plan, session, hour)
                found += [(hour, chain)] if chain is not None else []
            return asked, found, None

    def group_places(
        self, person: ApprenticeId, source: GroupId, target: GroupId | None = None
    ) -> tuple[BoardPlan, Sequence[GroupPlace]]:
        """Where somebody may go from a group: every other group at once, or one of them with what it costs."""
        with self._lock:
            plan, first = self.plan(), first_day(self.first)
            if target is None:
                return plan, plan.group_judge.places(person, source, first)
            return plan, [plan.group_judge.judged(GroupMove(person, source, target, first))]

    # What is changed

    def drop(self, seen: str, session_id: str, place: Place) -> Dropped:
        """Put a session at a place, a step of the draft, where every hard rule allows it; else nothing is changed.

        Raises Refused for what does not move, and `PlanChanged` where the plan is not as it was ``seen``.
        """
        with self._writing(seen) as (store, plan):
            session = session_of(plan, session_id)
            refuse_held(plan.scene, session, place)
            judge, asked = plan.scene.judge, plan.scene.asked(session)
            with judge.lifting(session.id) as lift:
                judged = judge.judged(lift, place)
                step = ChainStep(session, place, lift.others, asked.people)
            if not judged.findings:
                add_step(store, *self._at(plan), to_plain(list(step.edits())), signed(self.author))
            return Dropped(judged, asked)

    def drop_with_others(self, seen: str, session_id: str, hour: PlaceHour) -> tuple[AskedSession, MoveChain]:
        """Put a session at an hour that is closed to it, with the moves that open it, all one step of the draft.

        Raises Refused where no moves open it.
        """
        with self._writing(seen) as (store, plan):
            session = session_of(plan, session_id)
            asked = plan.scene.asked(session)
            refuse_held(plan.scene, session, Place(Option(*hour, session.trainer_ids), session.room_id))
            chain = opening_of(plan, session, hour)
            if chain is None:
                raise Refused(RULE_BROKEN, "Plus aucun enchaînement n’ouvre cette heure.")
            add_step(store, *self._at(plan), to_plain(list(chain.edits())), signed(self.author))
            return asked, chain

    def add(self, seen: str, edits: Sequence[Edit]) -> None:
        """Edits that somebody else has found and checked, all one step of the draft."""
        with self._writing(seen) as (store, plan):
            add_step(store, *self._at(plan), to_plain(list(edits)), signed(self.author))

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
                after, why = made_again(store, problem, found, step, plan.scene.moves)
                if why:
                    left.append(why)
                elif after is not found:
                    found = after
                    done.append(step.content)
            replace_steps(store, plan.draft.term, plan.mark, plan.version.number, done, signed(self.author))
            return Rebased(len(done), left)

    def lock(self, seen: str, session_id: str, reason: str, *, lock: bool) -> None:
        """Lock a session as the last version has it, or free it; at once, since no version is made of that."""
        with self._writing(seen, behind=True) as (_store, plan):
            session = session_of(plan, session_id)
        self.settle()
        if lock and session_id in {e.session_id for e in final_edits(plan)}:
            raise Refused(USAGE, "Le brouillon la déplace : elle sera verrouillée à sa nouvelle place une fois gardé.")
        if lock:
            lock_sessions(self.folder, [session.id], reason, self.author)
        else:
            unlock_sessions(self.folder, [session.id])

    def move_person(self, seen: str, person: ApprenticeId, source: GroupId, target: GroupId) -> GroupPlace:
        """Somebody into another group, a step of the draft, where every rule allows it; else nothing is changed."""
        move = GroupMove(person, source, target, first_day(self.first))
        with self._writing(seen) as (store, plan):
            found = judged_move(plan.group_judge, move, plan.seats)
            if found.free:
                add_step(store, *self._at(plan), group_step(move), signed(self.author))
            return found

    def lock_person(self, seen: str, person: str, group: str, reason: str, *, lock: bool) -> None:
        """Lock somebody in a group as the last version has it, or let them go; at once, as sessions are locked."""
        with self._writing(seen, behind=True) as (store, plan):
            lock_seat(store, plan.problem, plan.before, (person, group), reason, self.author, lock=lock)

    def keep(self, seen: str, reason: str) -> KeptDraft:
        """The draft as a version, where the checker finds nothing that it breaks; as `barrette update --edited`."""
        neutral(reason)
        self.settle()
        with self._lock, in_folder(self.folder) as store:
            plan = self._seen(store, seen)
            edits, seats = final_edits(plan), seats_of_draft(plan)
            if not edits and not any(seats):
                raise Refused(USAGE, "Le brouillon ne change rien : il n’y a rien à garder.")
            timetable, broken, report = counted_by_hand(plan.problem, plan.before, plan.timetable, RULES)
            if broken:
                return KeptDraft(None, broken)
            last, why = LastVersion(store, plan.base, plan.problem, plan.before), reason.strip() or "modifié à la main"
            also, write = without_draft(plan.draft.term, plan.mark), self.late.write if self.late else None
            number = keep_by_hand(
                self.folder, last, timetable, edits, why, self.author, also, report=report, write=write, seats=seats
            )
            return KeptDraft(number)

    def settle(self) -> None:
        """Wait for files that are still being written, since whoever writes in the folder has to be alone in it."""
        if self.late is not None:
            self.late.settle()

    def away(self, trainer: str, first: date, last: date) -> Away:
        """What a trainer of the last version holds from a day to another; raises Refused for an unknown one."""
        with self._lock, in_folder(self.folder, writes=False) as store:
            return self._away(store, self._now(store), trainer, first, last)

    @staticmethod
    def _away(store: Store, plan: BoardPlan, trainer: str, first: date, last: date) -> Away:
        newest = plan.base.number == plan.version.number
        problem, before = (plan.problem, plan.before) if newest else recall(store, plan.version)
        if trainer not in problem.trainers:
            raise Refused(USAGE, "Ce formateur n’est pas dans la dernière version : rechargez la page.")
        if last < first or last < problem.first or first > problem.last:
            raise Refused(USAGE, f"Choisissez des jours de l’emploi du temps ({horizon(problem)}), dans l’ordre.")
        return trainer_away(store, problem, before, TrainerId(trainer), first, last)

    def keep_away(self, seen: str, asked: tuple[str, date, date], chooses: Chooses, reason: str) -> Taken:
        """What is chosen for an absence as a version, as `barrette replace` keeps it; a draft stays on its own.

        ``asked``: who, from which day to which.
        """
        neutral(reason)
        self.settle()
        with self._writing(seen, behind=True) as (store, plan):
            gone = self._away(store, plan, *asked)
            refuse_locked(gone, self.folder)
            return keep_absence(self.folder, gone, decide(gone, chooses), reason.strip(), self.author, dry_run=False)

    def score(self, compare: int | None = None) -> tuple[Scored, Scored | None]:
        """The plan with its draft as its preferences judge it, and a version beside it, by default none.

        What the least cost is, is known of a version as it was solved, not of a draft on it.
        """
        with self._lock, in_folder(self.folder, writes=False) as store:
            plan = self._now(store)
            timetable = plan.timetable if plan.draft.done else plan.before
            told = timetable if not plan.draft.done else replace(timetable, summary={})
            name = "brouillon" if plan.draft.done else f"version {plan.base.number}"
            now = Scored(plan.problem, told, scored_as_told(plan.problem, told), name)
            if compare is None:
                return now, None
            problem, before = recall(store, store.version(compare))
            return now, Scored(problem, before, scored_as_told(problem, before), f"version {compare}")

    def dossier(self, period: str = "") -> tuple[list[Period], OpenDossier | None]:
        """The periods with a dossier, and the dossier of one of them, by default the last; None where there is none."""
        with self._lock, in_folder(self.folder, writes=False) as store:
            problem = self._now(store).problem
            periods = open_dossiers(store, problem)
            asked = next((p for p in periods if p.id == period), None) if period else next(reversed(periods), None)
            return periods, dossier_of(store, problem, asked) if asked is not None else None

    def decide(self, period: str, choices: Mapping[str, tuple[bool, str]], reason: str, author: str) -> int:
        """Keep decisions on a dossier as it was read; the next update follows them. Returns how many there are."""
        with self._lock:
            _periods, found = self.dossier(period)
            if found is None or not choices:
                raise Refused(USAGE, "Il n’y a rien à décider : rechargez la page.")
            self.settle()
            with in_folder(self.folder) as store:
                return decide_shown(store, found, choices, reason, author or self.author)

    def publish(self, seen: str, asked: PublicationRequest) -> Published | Unfit:
        """Publish the last version, as `barrette publish` does; the draft is not part of it."""
        self.settle()
        with self._writing(seen, behind=True) as (_store, plan):
            return publish_version(self.folder, replace(asked, number=plan.version.number))

    def restore(self, seen: str, number: int, reason: str) -> Restored:
        """A version equal to an earlier one, as `barrette versions --restore` makes it; a draft stays on its own."""
        self.settle()
        with self._writing(seen, behind=True):
            return restore(self.folder, number, self.author, reason)

    @contextmanager
    def _writing(self, seen: str, *, behind: bool = False) -> Iterator[tuple[Store, BoardPlan]]:
        with self._lock, in_folder(self.folder, writes=False) as store:
            yield store, self._seen(store, seen, behind=behind)

    def _seen(self, store: Store, seen: str, *, behind: bool = False) -> BoardPlan:
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
    def _at(plan: BoardPlan) -> tuple[str, str, int]:
        return plan.draft.term, plan.mark, plan.base.number
