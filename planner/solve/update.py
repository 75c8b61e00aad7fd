"""The re-solve in the middle of a cycle: the same timetable on a changed problem, with as little change as possible.

Order of wishes: everything due placed, hours owed by priority, fewest changes, quality. Nothing before ``first``
changes; before ``moves`` no time does, but a colleague, supervised autonomy or a cancellation may come in.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from planner.compare import Diff, compare
from planner.domain import (
    ApprenticeId,
    Problem,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    Unplaced,
    in_order,
    monday,
)
from planner.needs import SOURCE_PROGRAMME
from planner.needs import owed as hours_owed
from planner.rule import Rules
from planner.solve.batches import weeks_of
from planner.solve.cpsat import Interrupt
from planner.solve.crossing import crossed
from planner.solve.entrants import place_entry_modules
from planner.solve.finish import all_rows, strands_missing
from planner.solve.later import Left, place_later
from planner.solve.makeup import place_makeups
from planner.solve.moving import free_again, move, take_out
from planner.solve.personal import place_personal_needs
from planner.solve.realised import known_lines, lacking, take_stock
from planner.solve.regulate import Decided, OfBarrette, regulate, without_seat
from planner.solve.renew import called_off, no_longer_due, renew_courses, renew_events
from planner.solve.repair import Repair, Repaired
from planner.solve.repair_items import Limits, WeekSessions, unfit_sessions
from planner.solve.reseat import Reseat, changed_people, owed_by_person
from planner.solve.rest import place_rest_of_classes
from planner.solve.resume import drop, put, resume
from planner.solve.shared import place_extra, place_new_shared_needs
from planner.solve.standin import watch
from planner.solve.study import keep_off_machines, place_freed_hours

Progress = Callable[[str, Mapping[str, Any]], None]
OF_NEEDS = (
    *("first", "last", "closed", "closed_halves", "periods", "programmes", "classes", "modules", "need_rules"),
    *("scales", "settings", "barrettes", "has_balances"),
)
"""Parts of the problem on which everyone's hours owed rest."""
OF_TIMES = (
    *("first", "last", "bells", "closed", "closed_halves", "travel", "classes", "courses", "modules", "programmes"),
    *("barrettes", "open_periods", "settings", "locks", "rules_off"),
)
"""Parts of the problem on which any session may rest."""
FRONT = (0, 2, 5)
"""Changes more than the fewest that the planner is offered, with what each buys."""


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """From when on things may change (``first``), and from when on times may (``moves``); limits on moves."""

    first: date
    moves: date
    locked: frozenset[SessionId] = frozenset()
    """Sessions that keep their time whatever happens, or are listed as not placed."""
    seed: int = 0
    effort: float = 1.0
    workers: int = 2
    most_per_apprentice: int | None = None
    most_per_trainer: int | None = None
    more: int = 0
    """Changes more than the fewest that are accepted, for quality."""
    front: bool = True
    """Whether answers with a few changes more are looked for."""
    decided: Decided = Decided()


@dataclass(frozen=True, slots=True)
class Offer:
    """One point of the front: changes, and the cost of the preferences in the weeks concerned."""

    changes: int
    cost: int


@dataclass(frozen=True)
class Updated:
    """What an update gives: the new timetable, what differs, and what is known about the fewest changes."""

    timetable: Timetable
    diff: Diff
    changes: int
    bound: int
    proven: bool
    front: tuple[Offer, ...]
    left: tuple[Left, ...]
    seconds: Mapping[str, float]
    work: float
    renewed: frozenset[OfBarrette] = frozenset()
    """Barrettes and periods whose groups were composed anew."""


@dataclass
class Update:
    """One update, stage after stage; `run` is called once."""

    old: Problem
    new: Problem
    before: Timetable
    rules: Rules
    options: UpdateOptions
    interrupt: Interrupt = field(default_factory=Interrupt)
    seconds: dict[str, float] = field(default_factory=dict)
    repaired: list[Repaired] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    offers: dict[int, Offer] = field(default_factory=dict)

    def run(self) -> Updated:
        """Every stage in order; the timetable before is what everything starts from."""
        begun = time.monotonic()
        self.problem = known_lines(replace(self.new, previous=None, frozen_until=None), self.before)
        self.limits = Limits(self.options.first, self.options.moves, self.options.locked)
        self.assembly = self._stage("reprise", lambda: resume(self.problem, self.before))
        self.stock = self._stage("réalisé", lambda: take_stock(self.assembly, self.before, self.limits.first))
        self.left += self.stock.left
        self.again = called_off(self.assembly, self.before)
        self.left += [Left(session, {}, renamed=True) for session, _row in self.again.values()]
        self.owed = hours_owed(self.problem)
        self.people = changed_people(self.old, self.problem)
        self.needy = frozenset(self._changed_needs(self.people))
        self.people |= self.needy | frozenset(self.stock.missed)
        self.owed = self.stock.falls_due(self.problem, self.owed, self.limits.moves)
        events = self._stage("événements", lambda: renew_events(self.assembly, self.old, self.limits.first))
        self._stage("classes", self._join_classes)
        self._stage("séances touchées", lambda: self._weeks(events))
        added = self._stage("heures des cours", self._courses)
        self.left += [Left(session, {}) for session in added]
        self._stage("autres semaines", self._later)
        self._stage("groupes", self._people)
        self._stage("besoins", self._needs)
        timetable = self._stage("bilan", self._finish)
        diff = compare(self.before, timetable, self.options.first)
        changes = sum(r.changes for r in self.repaired)
        bound = sum(r.bound for r in self.repaired)
        self.seconds["total"] = round(time.monotonic() - begun, 3)
        proven = all(r.proven for r in self.repaired)
        front = tuple(self.offers[more] for more in sorted(self.offers))
        work = sum(r.work for r in self.repaired)
        seconds, left = dict(self.seconds), tuple(self.left)
        return Updated(timetable, diff, changes, bound, proven, front, left, seconds, round(work, 3), self.renewed)

    def _stage(self, name: str, work: Callable[[], Any]) -> Any:
        begun = time.monotonic()
        result = work()
        self.seconds[name] = round(time.monotonic() - begun, 3)
        return result

    def _changed_needs(self, people: frozenset[ApprenticeId]) -> set[ApprenticeId]:
        """Apprentices who owe something else than before (results, rules of need, closed or new needs)."""
        asked = people if not self._differ(*OF_NEEDS) else None
        self.owed_before = hours_owed(self.old, asked)
        before = owed_by_person(self.owed_before)
        after = owed_by_person(n for n in self.owed if asked is None or n.apprentice_id in asked)
        return {a for a in {*before, *after} if before.get(a) != after.get(a)}

    def _differ(self, *fields: str) -> bool:
        return any(getattr(self.old, name) != getattr(self.problem, name) for name in fields)

    def _suspects(self) -> frozenset[SessionId] | None:
        """Sessions that a change may have made impossible; None where any session may be."""
        if self._differ(*OF_TIMES):
            return None
        old, new = self.old, self.problem
        trainers = {t for t in {*old.trainers, *new.trainers} if old.trainers.get(t) != new.trainers.get(t)}
        rooms = {r for r in {*old.rooms, *new.rooms} if old.rooms.get(r) != new.rooms.get(r)}
        return frozenset(
            s.id
            for s in self.assembly.sessions.values()
            if s.room_id in rooms
            or not trainers.isdisjoint(s.trainer_ids)
            or not self.people.isdisjoint(self.assembly.people[s.id])
        )

    # Times

    def _weeks(self, events: frozenset[SessionId]) -> None:
        """Repair each week in which something can no longer stand."""
        suspects = self._suspects()
        known = self.assembly.sessions
        later = [s for s in known.values() if s.day >= self.limits.first]
        near = {monday(known[k].day) for k in events}
        for week in sorted(weeks_of(s.day for s in later)):
            unfit = unfit_sessions(self.assembly, self.rules, week, self.limits.first, suspects)
            if not unfit and week not in near:
                continue
            held = WeekSessions(self.assembly, self.rules, week)
            hits = unfit | crossed(held, events, self.limits.first)
            study = {k for k in hits if self.assembly.sessions[k].kind == "study"}
            for key in study:
                free_again(self.assembly, key)
            hits -= study
            if hits:
                held = WeekSessions(self.assembly, self.rules, week) if study else held
                self._repair(held, hits)

    def _repair(self, week: WeekSessions, hits: frozenset[SessionId]) -> None:
        repair = Repair(
            week,
            self.limits,
            hits,
            self.options.seed,
            self.options.effort,
            self.interrupt,
            most=self._most(week),
            most_person=self.options.most_per_apprentice,
        )
        found = repair.run()
        for more in FRONT if self.options.front and found.places else ():
            self._offer(more, repair.better(more))
        if self.options.more and found.places:
            better = repair.better(self.options.more)
            found = better if not set(better.left) - set(found.left) else found
        self.repaired.append(found)
        for key in found.left:
            self._give_up(key, found)
        move(self.assembly, found.places)

    def _offer(self, more: int, answer: Repaired) -> None:
        known = self.offers.get(more, Offer(0, 0))
        self.offers[more] = Offer(known.changes + answer.changes, known.cost + answer.cost)

    def _most(self, week: WeekSessions) -> Mapping[TrainerId, int]:
        if self.options.most_per_trainer is None:
            return {}
        return {t: self.options.most_per_trainer for s in week.sessions for t in s.trainer_ids}

    def _give_up(self, key: SessionId, found: Repaired) -> None:
        """What its week cannot take: watched work at its hour inside the notice, else another week, else listed."""
        session = self.assembly.sessions[key]
        if self.limits.stays(session) and self._watched(session):
            return
        people = take_out(self.assembly, key)
        if session.kind in ("barrette", "support"):
            self.people |= set(people)
        self.left.append(Left(session, people, found.proven))

    def _watched(self, session: Session) -> bool:
        """The hour stays as supervised autonomy, as `barrette replace` would have it."""
        if session.kind == "study":
            return False
        sessions = in_order(list(self.assembly.sessions.values()))
        now = Timetable(sessions, self.assembly.attendance(), tuple(self.assembly.groups))
        stays = watch(self.problem, now, session, self.rules)
        if stays is None:
            return False
        put(self.assembly, stays, drop(self.assembly, session.id))
        return True

    def _courses(self) -> list[Session]:
        listed = (*self._listed(), *(row.row() for row in self.left))
        return renew_courses(self.assembly, self.old, self.limits, listed)

    def _listed(self) -> tuple[Unplaced, ...]:
        """What was not placed before, without what is tried again."""
        tried = {row.session_id for _session, row in self.again.values()}
        return tuple(row for row in self.before.unplaced if row.session_id not in tried)

    def _later(self) -> None:
        """What its week could not take goes to another one, if one has room and it is still wanted."""
        gone = no_longer_due(self.old, self.problem, [row.session for row in self.left if not row.renamed])
        self.left = [row for row in self.left if row.session.id not in gone]
        if not self.interrupt.asked.is_set():
            self.left, answers = place_later(
                self.assembly, self.rules, self.limits, self.left, self.options.seed, self.options.effort
            )
            self.repaired += answers

    # People

    def _join_classes(self) -> None:
        """Before any time is looked for: who is expected with the class, and needs a seat there."""
        Reseat(self.assembly, self.owed, self.limits.first, self.people).settle_in()

    def _people(self) -> None:
        """Those whose situation has changed; the groups of the periods to come where many needs have."""
        place_new_shared_needs(self.assembly, self.owed, self.old, self.limits.first)
        seats = Reseat(self.assembly, self.owed, self.limits.first, self.people)
        seats.leave()
        seats.join_groups()
        seats.separate()
        short = without_seat(self.assembly, self.owed, self.owed_before, self.needy, self.limits.first)
        decided, seed = self.options.decided, self.options.seed
        self.renewed = regulate(self.assembly, self.rules, self.owed, self.limits, short, seed, decided=decided)
        seats = Reseat(self.assembly, self.owed, self.limits.first, self.people)
        if not self.renewed:
            seats.change_groups()
            seats.write_rosters()
        keep_off_machines(self.assembly)
        held = self.assembly.sessions
        self.assembly.exempted = [row for row in self.assembly.exempted if held.get(row[0].id) == row[0]]
        place_freed_hours(self.assembly, self.owed)
        place_extra(self.assembly, self.owed, self.options.decided.extra, self.limits.first)

    def _needs(self) -> None:
        """Entry modules, needs on people's own days, hours to make up, the rest of classes that an event frees."""
        todo = lacking(self.assembly, self.owed, self.people, self.limits.first, self.stock)
        place_entry_modules(self.assembly, [n for n in todo if not self._attended(n.apprentice_id, n.target)])
        place_personal_needs(self.assembly, todo)
        place_rest_of_classes(self.assembly, self.limits.first)
        self.made = place_makeups(self.assembly, self.limits.first)

    def _attended(self, person: ApprenticeId, target: str) -> bool:
        return any(
            s.module_id == target and person in self.assembly.people[s.id] and not self.problem.missed(s.id, person)
            for s in self.assembly.sessions.values()
        )

    def _finish(self) -> Timetable:
        """The timetable with what is owed, what is not placed, and its summary."""
        sessions = in_order([s for s in self.assembly.sessions.values() if self._held(s)])
        kept = {s.id for s in sessions}
        attendance = tuple(row for row in self.assembly.attendance() if row.session_id in kept)
        debts = all_rows(self.problem, self.owed, self.made, sessions, attendance)
        rows = {row.session_id: row for row in self._rows_left()}
        unplaced = (*self._still_missing(kept), *rows.values(), *self.assembly.unwatched)
        listed = {row.session_id for row in unplaced}
        unplaced += tuple(row for row in strands_missing(self.assembly) if row.session_id not in listed)
        needs = [d for d in debts if d.source != SOURCE_PROGRAMME]
        summary = {
            **self.before.summary,
            "status": "complet" if not unplaced else "incomplet",
            "hours_owed": round(sum(d.due for d in needs) / 60, 2),
            "hours_planned": round(sum(d.planned for d in needs) / 60, 2),
            "unplaced": len(unplaced),
            "since": self.limits.first.isoformat(),
            "realised": [row.session_id for row in self.problem.realised],
            "seconds": dict(self.seconds),
        }
        groups = tuple(sorted((g for g in self.assembly.groups if g.apprentice_ids), key=lambda g: g.id))
        return Timetable(sessions, attendance, groups, debts, unplaced, summary)

    def _rows_left(self) -> Iterator[Unplaced]:
        """What has no place, in the words of the list before where it stood there already."""
        for left in self.left:
            yield self.again[left.session.id][1] if left.session.id in self.again else left.row(self.problem)

    def _held(self, session: Session) -> bool:
        """Sessions of people's own that nobody attends any more are no sessions."""
        if session.kind in ("support", "study", "onboarding", "visit") and session.day >= self.limits.first:
            return bool(self.assembly.people[session.id])
        return True

    def _still_missing(self, kept: set[SessionId]) -> list[Unplaced]:
        """What was missing before and still is."""
        return [
            row
            for row in self._listed()
            if row.session_id not in kept and not row.session_id.startswith("volet-")
            and all(c in self.problem.classes for c in row.class_ids)
        ]  # fmt: skip


def update(
    old: Problem,
    new: Problem,
    before: Timetable,
    rules: Rules,
    options: UpdateOptions,
    interrupt: Interrupt | None = None,
) -> Updated:
    """The timetable of the old problem, carried over to the new one with as little change as possible."""
    return Update(old, new, before, rules, options, interrupt or Interrupt()).run()


def notice(problem: Problem, first: date, days: int | None = None) -> date:
    """First day on which times may change: the notice of the workbook, or of the command, after ``first``."""
    return first + timedelta(days=problem.settings.notice_days if days is None else days)
