"""`barrette groups`: who is in which group of a barrette, somebody put into another one, or locked where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Done, Refused
from planner.board.board import Board
from planner.cli.work.typed import a_day, by_name, outside
from planner.domain import ApprenticeId, BarretteId, PeriodId, Problem, Timetable
from planner.engine.change.edits import counted_by_hand
from planner.engine.change.group_by_hand import GroupMove
from planner.folder.by_hand import keep_by_hand
from planner.folder.grouping import (
    BarretteGroups,
    GroupJudge,
    GroupPlace,
    HeldGroup,
    barrette_groups,
    barrettes_of,
    first_day,
    judged_move,
    period_from,
    seats_changed,
)
from planner.folder.locking import lock_seat
from planner.folder.reasons import neutral
from planner.rule import Finding, active
from planner.store.group_locks import GroupLock, group_locks
from planner.store.opening import LastVersion, at_last_version
from planner.words import say_all


@dataclass(frozen=True, slots=True)
class GroupsRequest:
    """A barrette, a period and a person, and what is to become of them, as typed."""

    place: str = ""
    period: str = ""
    person: str = ""
    move: str = ""
    lock: str = ""
    unlock: str = ""
    first: str = ""
    dry_run: bool = False
    reason: str = ""
    author: str = ""


@dataclass(frozen=True)
class GroupsTold(Done):
    """The groups of some barrettes in a period, with who is locked in them."""

    problem: Problem
    timetable: Timetable
    barrettes: Sequence[BarretteGroups]
    locks: Sequence[GroupLock]


@dataclass(frozen=True)
class GroupsOfOne(Done):
    """Where somebody is in a barrette, and where they may go from each of their groups."""

    problem: Problem
    timetable: Timetable
    held: BarretteGroups
    person: ApprenticeId
    places: Sequence[tuple[HeldGroup, Sequence[GroupPlace]]]


@dataclass(frozen=True)
class GroupChanged(Done):
    """A move with what came of it; ``number`` None: nothing is kept, by what is ``broken``, or as it is only tried."""

    problem: Problem
    timetable: Timetable
    place: GroupPlace
    broken: Sequence[Finding]
    number: int | None


@dataclass(frozen=True)
class SeatLocked(Done):
    """Somebody who is locked in a group now, or is not any more."""

    problem: Problem
    person: ApprenticeId
    group: HeldGroup
    locked: bool


GroupsDone = GroupsTold | GroupsOfOne | GroupChanged | SeatLocked


def work_on_groups(folder: Path, asked: GroupsRequest) -> GroupsDone:
    """Show groups, or change where somebody is."""
    neutral(asked.reason)
    first = first_day(a_day(asked.first, "--from") if asked.first else None)
    changes = bool(asked.move or asked.lock or asked.unlock) and not asked.dry_run
    with at_last_version(folder, first if asked.first else None, writes=changes) as last:
        if asked.first and not last.problem.first <= first <= last.problem.last:
            raise Refused(USAGE, f"--from : {outside(last.problem, first, 'le')}")
        return _answer(folder, last, asked, first)


def _answer(folder: Path, last: LastVersion, asked: GroupsRequest, first: date) -> GroupsDone:
    store, _version, problem, before = last
    person = _person(problem, asked.person) if asked.person else None
    held = _held(problem, before, asked, person, first)
    locks = group_locks(store, problem.settings.term)
    if person is None:
        return GroupsTold(problem, before, held, locks)
    (one,) = held
    judge = GroupJudge(problem, before, Board.of(problem, before, active(RULES, problem)))
    if asked.move:
        source, target = _two_groups(problem, one, asked.move)
        move = GroupMove(person, source.group.id, target.group.id, first)
        return _moved(folder, last, judge, move, locks, asked)
    if asked.lock or asked.unlock:
        group = _group(problem, one, asked.lock or asked.unlock)
        if not asked.dry_run:
            wanted = str(person), str(group.group.id)
            lock_seat(store, problem, before, wanted, asked.reason, asked.author, lock=bool(asked.lock))
        return SeatLocked(problem, person, group, bool(asked.lock))
    mine = [g for g in one.groups if g.group.id in one.minutes[person]]
    return GroupsOfOne(problem, before, one, person, [(g, _places(judge, person, g, first)) for g in mine])


def _places(judge: GroupJudge, person: ApprenticeId, group: HeldGroup, first: date) -> list[GroupPlace]:
    """Every other group, the free ones first, the cheapest first; those never held at once last."""
    found = [judge.judged(p.move) for p in judge.places(person, group.group.id, first)]
    return sorted(found, key=lambda p: (not p.hours, not p.free, p.cost, p.to.name))


def _moved(
    folder: Path,
    last: LastVersion,
    judge: GroupJudge,
    move: GroupMove,
    locks: Sequence[GroupLock],
    asked: GroupsRequest,
) -> GroupChanged:
    problem, before = last.problem, last.timetable
    place = judged_move(judge, move, locks)
    if place.after is None:
        return GroupChanged(problem, before, place, place.findings, None, code=RULE_BROKEN)
    timetable, broken, report = counted_by_hand(problem, before, place.after, RULES)
    if broken or asked.dry_run:
        return GroupChanged(problem, before, place, broken, None, code=RULE_BROKEN if broken else 0)
    seats = seats_changed(before, timetable, [move])
    why = asked.reason.strip() or "changement de groupe"
    number = keep_by_hand(folder, last, timetable, (), why, asked.author, report=report, seats=seats)
    return GroupChanged(problem, before, place, (), number)


# What is typed


def _person(problem: Problem, text: str) -> ApprenticeId:
    names = {str(a.id): a.name for a in problem.learners.values()}
    return ApprenticeId(by_name(text, names, "L’apprenant", "Donnez son nom ou son code, feuille « Apprenants »."))


def _held(
    problem: Problem, timetable: Timetable, asked: GroupsRequest, person: ApprenticeId | None, first: date
) -> list[BarretteGroups]:
    """The barrettes that are meant, in the period that is meant; one alone where a person is named."""
    every = barrettes_of(problem, timetable)
    if not every:
        raise Refused(USAGE, "Aucune barrette n’a de groupes dans cet emploi du temps.")
    chosen = list(every)
    if asked.place:
        names = {str(b): problem.barrettes[b].name for b in every}
        chosen = [BarretteId(by_name(asked.place, names, "La barrette", "Donnez son nom ou son code."))]
    found = [barrette_groups(problem, timetable, b, _period(problem, every[b], asked.period, first)) for b in chosen]
    if person is None:
        return found
    mine = [held for held in found if person in held.minutes]
    name = problem.learners[person].name
    if not mine:
        raise Refused(USAGE, f"{name} n’est dans aucun groupe de barrette à cette période.")
    if len(mine) > 1:
        barrettes = say_all(problem.barrettes[held.barrette_id].name for held in mine)
        raise Refused(USAGE, f"{name} est dans plusieurs barrettes ({barrettes}) : précisez avec --barrette.")
    return mine


def _period(problem: Problem, held: Sequence[PeriodId], text: str, first: date) -> PeriodId:
    """The period that is typed, else the first that is not over, else the last."""
    if text:
        names = {str(p.id): p.label for p in problem.periods if p.id in held}
        return PeriodId(by_name(text, names, "La période", "Donnez son nom ou son code, feuille « Périodes »."))
    return period_from(problem, held, first)


def _group(problem: Problem, held: BarretteGroups, text: str) -> HeldGroup:
    """A group by its name, its module or its code."""
    alone = [g for g in held.groups if sum(o.group.module_id == g.group.module_id for o in held.groups) == 1]
    by_module = {str(g.group.module_id): g for g in alone}
    if text.strip().upper() in by_module:
        return by_module[text.strip().upper()]
    names = {str(g.group.id): g.name for g in held.groups}
    barrette = problem.barrettes[held.barrette_id].name
    cure = f"Ceux de « {barrette} » : {say_all(g.name for g in held.groups)}."
    return held.one(by_name(text, names, "Le groupe", cure))


def _two_groups(problem: Problem, held: BarretteGroups, text: str) -> tuple[HeldGroup, HeldGroup]:
    source, sign, target = text.partition("=")
    if not sign or not source.strip() or not target.strip():
        raise Refused(USAGE, f"--move : « {text} » n’est pas compris : écrivez GROUPE=GROUPE, par exemple LIT1=LIT2.")
    return _group(problem, held, source), _group(problem, held, target)
