"""The plan of the board: the last version of a term with a draft on it, read and never written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice, takewhile
from typing import Any

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Refused
from planner.board.board import Board
from planner.check.verify import preference_costs
from planner.domain import Problem, Session, SessionId, Timetable, monday
from planner.engine.change.edits import Edit, moved_by_hand
from planner.engine.change.group_by_hand import GroupMove, with_group_move
from planner.engine.change.repair_model import Place
from planner.folder.group_words import no_common_hour
from planner.folder.grouping import GroupJudge, judged_move, seats_changed
from planner.folder.scene import AskedScene, scene_from
from planner.model import Option
from planner.rule import active
from planner.store.database import Store, Version
from planner.store.drafts import BoardDraft, DraftStep
from planner.store.group_locks import GroupLock, GroupSeat, group_locks
from planner.store.snapshot import from_plain, to_plain
from planner.why.chains import ChainStep, MoveChain, chains
from planner.why.places import PlaceHour
from planner.words import learner_name, say_day

CHAINS_OF_AN_HOUR = 3
"""Chains of an hour that are looked at."""


@dataclass(frozen=True)
class BoardPlan:
    """What the board shows at one moment."""

    mark: str
    """What `planner.store.drafts.plan_mark` said when it was read."""
    version: Version
    """The last version of the term."""
    base: Version
    """The version that the draft starts from: the last one, unless another came meanwhile."""
    draft: BoardDraft
    problem: Problem
    before: Timetable
    """The timetable of ``base``."""
    stages: tuple[Timetable, ...]
    """The timetable after each step that holds, ``before`` first."""
    scene: AskedScene
    """The timetable with the draft, its judge and its locks."""
    told: tuple[Version, Timetable] | None
    """What is published of the term."""
    seats: tuple[GroupLock, ...] = ()
    """People who are locked in groups."""

    @property
    def timetable(self) -> Timetable:
        """The timetable with the draft; hours owed are those of ``base``."""
        return self.scene.timetable

    @cached_property
    def group_judge(self) -> GroupJudge:
        """Whoever asks where people may go in their barrettes asks it."""
        return GroupJudge(self.problem, self.timetable, self.scene.judge.board)

    @cached_property
    def costs(self) -> Mapping[str, float]:
        """What each preference counts for the timetable with the draft, weighted, as the checker counts it."""
        return preference_costs(self.problem, RULES, self.timetable)

    @cached_property
    def costs_before(self) -> Mapping[str, float]:
        """The same of the version that the draft starts from."""
        return self.costs if self.timetable is self.before else preference_costs(self.problem, RULES, self.before)

    def knowing(self, known: "BoardPlan | None") -> "BoardPlan":
        """The same, with what another plan has counted of the version that both start from."""
        if known is not None and known.before is self.before:
            counted = known.__dict__.get("costs_before")
            if counted is None and known.timetable is known.before:
                counted = known.__dict__.get("costs")
            if counted is not None:
                self.__dict__["costs_before"] = counted
        return self

    @property
    def behind(self) -> bool:
        """Whether a version came after the one that the draft starts from."""
        return self.base.number != self.version.number


def after_each_step(
    known: BoardPlan | None, problem: Problem, before: Timetable, draft: BoardDraft
) -> tuple[Timetable, ...]:
    """The timetable after each step that holds, from the version on; what is known of steps is not made again."""
    found, steps = [before], draft.done
    if known is not None and known.before is before:
        same = takewhile(lambda pair: pair[0] == pair[1], zip(known.draft.done, steps, strict=False))
        found = list(known.stages[: 1 + sum(1 for _pair in same)])
    for step in steps[len(found) - 1 :]:
        found.append(_after(problem, found[-1], step))
    return tuple(found)


def _after(problem: Problem, found: Timetable, step: DraftStep) -> Timetable:
    move = group_move_of(step)
    return moved_by_hand(problem, found, edits_of(step)) if move is None else with_group_move(problem, found, move)


def edits_of(step: DraftStep) -> tuple[Edit, ...]:
    """The sessions that a step of a draft moves."""
    return () if isinstance(step.content, dict) else tuple(from_plain(one, Edit) for one in step.content)


def group_move_of(step: DraftStep) -> GroupMove | None:
    """Whom a step puts into another group; None where it moves sessions."""
    return from_plain(step.content["group"], GroupMove) if isinstance(step.content, dict) else None


def group_step(move: GroupMove) -> dict[str, Any]:
    """What a step holds that puts somebody into another group."""
    return {"group": to_plain(move)}


def group_moves(plan: BoardPlan) -> list[GroupMove]:
    """The steps of a draft that put people into other groups, in order."""
    return [move for step in plan.draft.done if (move := group_move_of(step)) is not None]


def seats_of_draft(plan: BoardPlan) -> tuple[list[GroupSeat], list[GroupSeat]]:
    """Seats in groups that the draft gives to people, and those that it takes."""
    return seats_changed(plan.before, plan.timetable, group_moves(plan))


def final_edits(plan: BoardPlan) -> tuple[Edit, ...]:
    """The sessions that the draft changes, each where it stands in the end."""
    now = plan.timetable.session
    named = dict.fromkeys(e.session_id for step in plan.draft.done for e in edits_of(step))
    found = (now[name] for name in named)
    edits = (Edit(s.id, s.day, s.start, s.end, s.room_id, s.trainer_ids) for s in found)
    return tuple(e for e in edits if e.changes(plan.before.session[e.session_id]))


def session_of(plan: BoardPlan, session_id: str) -> Session:
    """A session of the plan; raises Refused for an unknown one."""
    found = plan.timetable.session.get(SessionId(session_id))
    if found is None:
        raise Refused(USAGE, "Cette séance n’est plus dans l’emploi du temps.")
    return found


def is_own(session: Session, hour: PlaceHour) -> bool:
    """Whether an hour is the one at which a session stands."""
    return hour == (session.day, session.start, session.end)


def refuse_held(scene: AskedScene, session: Session, place: Place) -> None:
    """Raises Refused for a session that does not move, an hour that is announced, and a place that there is not."""
    option, problem = place.option, scene.problem
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
    if option[:3] not in {*scene.judge.hours(session, monday(option.day)), (session.day, session.start, session.end)}:
        raise Refused(USAGE, "Les horaires du centre ne donnent pas ce début à cette séance.")


def opening_of(plan: BoardPlan, session: Session, hour: PlaceHour) -> MoveChain | None:
    """The first chain of moves that opens an hour to a session, none of which comes before what is announced."""
    scene, ways = plan.scene, plan.scene.judge.ways(session)
    if hour[0] < scene.moves or not scene.may_move(session) or is_own(session, hour):
        return None
    found = islice(chains(scene.judge, session.id, list(ways.at(hour)), scene.may_move), CHAINS_OF_AN_HOUR)
    return next((c for c in found if all(e.day >= scene.moves for e in c.edits())), None)


def made_again(store: Store, problem: Problem, found: Timetable, step: DraftStep, moves: date) -> tuple[Timetable, str]:
    """A timetable with a step, its edits one after the other, or why the rules do not allow one of them there.

    The very timetable that is given where nothing changes.
    """
    if (move := group_move_of(step)) is not None:
        return _moved_again(store, problem, found, move)
    now = found
    for edit in edits_of(step):
        session = now.session.get(edit.session_id)
        if session is None:
            return found, "une séance qui n’est plus dans l’emploi du temps"
        if not edit.changes(session):
            continue
        scene = scene_from(store, problem, now, moves)
        if not scene.may_move(session) or edit.day < scene.moves:
            return found, f"« {session.label} » : elle ne bouge plus"
        with scene.judge.lifting(session.id) as lift:
            place = Place(Option(edit.day, edit.start, edit.end, edit.trainer_ids), edit.room_id)
            against = scene.judge.refused(lift, place)
            together = ChainStep(session, place, lift.others)
        if against is not None:
            return found, f"« {session.label} » : {against.clause}"
        now = moved_by_hand(problem, now, tuple(together.edits()))
    return now, ""


def _moved_again(store: Store, problem: Problem, found: Timetable, move: GroupMove) -> tuple[Timetable, str]:
    """The same of somebody in another group, where both groups are still there."""
    board = Board.of(problem, found, active(RULES, problem))
    try:
        place = judged_move(GroupJudge(problem, found, board), move, group_locks(store, problem.settings.term))
        if not place.hours:
            return found, no_common_hour(problem, found, place)
    except Refused as refused:
        return found, refused.lines[0]
    why = place.findings[0].clause if place.findings else ""
    return place.after or found, f"« {learner_name(problem, move.apprentice_id)} » : {why}" if why else ""
