"""The re-solve in the middle of a cycle: the same timetable on a changed problem, with as little change as possible.

Order of wishes: everything due placed, hours owed by priority, fewest changes, quality. Nothing before ``first``
changes; before ``moves`` no time does, but a colleague, supervised autonomy or a cancellation may come in.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from planner.board.board import Board
from planner.board.restore import barrette_items, occurrence_id
from planner.domain import (
    About,
    ApprenticeId,
    Kind,
    Missing,
    Owed,
    Problem,
    Session,
    SessionId,
    Timetable,
    Unplaced,
    in_order,
)
from planner.engine.change.attendance import Attendance
from planner.engine.change.due_again import lacking, take_stock, with_time_given
from planner.engine.change.left import Left
from planner.engine.change.realised import known_lines
from planner.engine.change.regulate import MANY, Decided, OfBarrette, composable, regulate, without_seat
from planner.engine.change.renew import no_longer_due, renew_courses, renew_events
from planner.engine.change.seating import Seats
from planner.engine.change.stay import shorten_days
from planner.engine.change.times import Effort, Offer, Retime
from planner.engine.change.touched import OF_NEEDS, changed_people, differ, owed_by_person
from planner.engine.change.week_sessions import Limits
from planner.engine.finish import all_rows, counted, strands_missing
from planner.engine.missing import tell
from planner.engine.people.entry import place_entry_modules
from planner.engine.people.freed_hours import keep_off_machines, place_freed_hours
from planner.engine.people.makeup import place_makeups
from planner.engine.people.personal import place_personal_needs
from planner.engine.people.rest_of_class import place_rest_of_classes
from planner.engine.people.shared import place_extra, place_new_shared_needs
from planner.engine.people.visits import renew_visits
from planner.engine.solvers.cpsat import Interrupt
from planner.engine.untaught import untaught
from planner.hours.owed import owed as hours_owed
from planner.report.compare import Diff, compare
from planner.rule import Rules, active

ANEW = (About.STRAND, About.VISIT, About.IN_BARRETTE)
"""Of what a re-solve finds again, by itself, whatever is missing."""


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

    @property
    def ways(self) -> Effort:
        """What of it the search for times needs."""
        return Effort(self.seed, self.effort, self.most_per_apprentice, self.most_per_trainer, self.more, self.front)


@dataclass(frozen=True)
class Updated:
    """What an update gives: the new timetable, what differs, and what is known about the fewest changes."""

    timetable: Timetable
    diff: Diff
    bound: int
    """Sessions whose time, room or trainer changes at the least, as far as is known."""
    proven: bool
    """Whether no more can be placed, and no fewer sessions change."""
    front: tuple[Offer, ...]
    left: tuple[Left, ...]
    rows: tuple[Unplaced, ...]
    """What of it the planner finds in the list of what is not placed."""
    seconds: Mapping[str, float]
    work: float
    stuck: tuple[str, ...] = ()
    """Barrettes that keep their former hour in a week, the new one being taken, in words."""
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
    owed: tuple[Owed, ...] = ()

    def run(self) -> Updated:
        """Every stage in order; the timetable before is what everything starts from."""
        begun = time.monotonic()
        first = self.options.first
        self.problem = known_lines(replace(self.new, previous=None, frozen_until=None), self.before)
        self.limits = Limits(first, self.options.moves, self.options.locked)
        self.board = self._stage(
            "reprise", lambda: Board.of(self.problem, self.before, active(self.rules, self.problem))
        )
        self.stock = self._stage("réalisé", lambda: take_stock(self.board, self.before, first))
        ways = self.options.ways
        self.times = Retime(
            self.board, self.rules, self.limits, ways, self.stock, self.before, self.interrupt, left=self.stock.left
        )
        self._what_is_owed()
        self.events = self._stage("événements", lambda: renew_events(self.board, self.old, first))
        self.people |= self.events.people
        self._stage("classes", self._join_classes)
        self._stage("heures des barrettes", lambda: self.times.hours(self.old))
        self._stage("séances touchées", lambda: self.times.weeks(self.old, self.people, self.events.new))
        self._stage("heures des cours", self._courses)
        self._stage("autres semaines", lambda: self.times.later(self.listed))
        self.people |= self.times.freed
        self._stage("places", self._seats)
        self.owed = self.stock.falls_due(self.board, self.owed, self.limits)
        self._stage("groupes", self._people)
        self._stage("besoins", self._needs)
        timetable = self._stage("bilan", self._finish)
        self.seconds["total"] = round(time.monotonic() - begun, 3)
        return self._updated(timetable)

    def _updated(self, timetable: Timetable) -> Updated:
        times = self.times
        diff = compare(self.before, timetable, self.options.first)
        beyond = {c.session.id for c in diff.counted}.difference(*(m.touched for m in times.mended))
        # what could not stay, and found a place after the weeks were mended, had to change too
        bound = min(len(diff.counted), sum(m.bound for m in times.mended) + len(beyond & times.hits))
        return Updated(
            timetable=timetable,
            diff=diff,
            bound=bound,
            proven=all(m.proven for m in times.mended) and bound == len(diff.counted),
            front=tuple(
                replace(offer, changes=offer.changes + len(diff.counted) - times.kept)
                for _more, offer in sorted(times.offers.items())
            ),
            left=tuple(times.left),
            rows=tell(self.problem, times.rows([])),
            seconds=dict(self.seconds),
            work=round(sum(m.work for m in times.mended), 3),
            stuck=tuple(f"{self.problem.barrettes[b].name}, semaine du {w:%d/%m/%Y}" for b, w in times.stuck),
            renewed=self.renewed,
        )

    def _what_is_owed(self) -> None:
        """Hours owed, with the time that was given to those lost before, and whom the change concerns."""
        changed = changed_people(self.old, self.problem)
        self.owed = tuple(hours_owed(self.problem))
        self.needy = frozenset(self._changed_needs(changed))
        self.people = changed | self.needy | self.stock.people
        asked = {need.apprentice_id for need in self.owed_before} | changed
        # those about whom nothing has changed owed then what they owe now
        then = (*self.owed_before, *(need for need in self.owed if need.apprentice_id not in asked))
        self.owed = with_time_given(self.owed, then, self.before.debts)

    def _stage(self, name: str, work: Callable[[], Any]) -> Any:
        begun = time.monotonic()
        result = work()
        self.seconds[name] = round(time.monotonic() - begun, 3)
        return result

    def _changed_needs(self, people: frozenset[ApprenticeId]) -> set[ApprenticeId]:
        """Apprentices who owe something else than before (results, rules of need, closed or new needs)."""
        asked = people if not differ(self.old, self.problem, *OF_NEEDS) else None
        self.owed_before = hours_owed(self.old, asked)
        before = owed_by_person(self.owed_before)
        after = owed_by_person(n for n in self.owed if asked is None or n.apprentice_id in asked)
        return {a for a in {*before, *after} if before.get(a) != after.get(a)}

    # Courses

    def _courses(self) -> None:
        """Hours of courses that the workbook asks for more or less; those without an hour that it still wants."""
        waiting = [row.session for row in self.times.left if not row.renamed]
        gone = no_longer_due(self.old, self.problem, waiting, self.times.spare)
        self.times.left[:] = [row for row in self.times.left if row.session.id not in gone]
        self.listed = self._still_missing()
        rows = (*self.listed, *(row.row() for row in self.times.left))
        known = [row.session_id for row in self.before.unplaced]
        added = renew_courses(self.board, self.old, self.limits, rows, known)
        self.times.left += [Left(session, {}) for session in added]

    def _still_missing(self) -> tuple[Missing, ...]:
        """What was missing before and is not tried again, nor read anew at the end."""
        return tuple(
            row
            for row in self.stock.listed()
            if row.about not in ANEW
            and not (row.about == About.REST and row.day is not None and row.day >= self.limits.first)
            and row.session_id not in self.board.sessions
            and all(c in self.problem.classes for c in row.class_ids)
        )

    # People

    def _seats(self) -> None:
        """Everyone in a group or in a watched place again, where an hour of support lost one or changed its time."""
        seats = self.seats = Seats(self.board, self.rules, self.limits, self.before, self.stock, self.options.seed)
        unled = seats.unled(self.old)
        self.teams = frozenset(composable(self.board, self.limits) & set(unled.values())) - self.options.decided.kept
        seats.dismiss(key for key, place in unled.items() if place not in self.teams)
        self.people |= seats.displaced()
        Attendance(self.board, self.limits.first, self.people).join_class()
        self.times.left[:] = seats.staff(self.owed, self.times.left)

    def _join_classes(self) -> None:
        """Before any time is looked for: who is expected with the class, and needs a seat there."""
        Attendance(self.board, self.limits.first, self.people).settle_in()
        shorten_days(self.board, self.events.days(self.board), self.events.people)

    def _people(self) -> None:
        """Those whose situation has changed; the groups of the periods to come where many needs have."""
        place_new_shared_needs(self.board, self.owed, self.old, self.limits.first)
        attendance = Attendance(self.board, self.limits.first, self.people)
        attendance.leave()
        attendance.join_class()
        self.times.left += self.seats.seat(self.owed, self.people)
        asked = self.board, self.owed, self.owed_before, self.needy, self.limits.first
        many = len(without_seat(*asked)) >= MANY
        self.seats.change(self.owed, self.people)
        short, decided = without_seat(*asked) if many else frozenset[ApprenticeId](), self.options.decided
        self.renewed = regulate(
            self.board, self.rules, self.owed, self.limits, short, self.options.seed, decided=decided,
            teams=self.teams,
        )  # fmt: skip
        keep_off_machines(self.board)
        held = self.board.sessions
        self.board.freed = [row for row in self.board.freed if held.get(row[0].id) == row[0]]
        place_freed_hours(self.board, self.owed)
        place_extra(self.board, self.owed, self.options.decided.extra, self.limits.first)

    def _needs(self) -> None:
        """Entry modules, needs on people's own days, hours to make up, the rest of classes that an event frees."""
        self.owed = self.stock.falls_due(self.board, self.owed, self.limits)
        todo = lacking(self.board, self.owed, self.people, self.limits.first, self.stock)
        place_entry_modules(self.board, [n for n in todo if not self._attended(n.apprentice_id, n.target)])
        place_personal_needs(self.board, todo)
        self.idle = place_rest_of_classes(self.board, self.limits.first)
        self.made = place_makeups(self.board, self.limits.first)
        self.idle += renew_visits(self.board, self.limits.first, self.limits.moves)

    def _attended(self, person: ApprenticeId, target: str) -> bool:
        return any(
            s.module_id == target and person in self.board.people[s.id] and not self.problem.missed(s.id, person)
            for s in self.board.sessions.values()
        )

    def _finish(self) -> Timetable:
        """The timetable with what is owed, what is not placed, and its summary."""
        held, people = self.board.sessions.values(), self.board.people
        taught = {occurrence_id(s) for s in held if s.kind == Kind.BARRETTE and people[s.id]}
        sessions = in_order([s for s in held if self._held(s, taught)])
        kept = {s.id for s in sessions}
        attendance = tuple(row for row in self.board.attendance() if row.session_id in kept)
        debts = all_rows(self.problem, self.owed, self.made, sessions, attendance)
        missing = self.times.rows([row for row in self.listed if row.session_id not in kept])
        missing += untaught(self.board, barrette_items(self.problem, sessions), missing)
        unplaced = tell(self.problem, (*missing, *self.idle, *self.board.unwatched, *strands_missing(self.board)))
        summary = {
            **self.before.summary,
            **counted(debts, unplaced),
            "since": self.limits.first.isoformat(),
            "realised": [row.session_id for row in self.problem.realised],
            **self.stock.summary(self.owed, debts),
            "seconds": dict(self.seconds),
        }
        groups = tuple(sorted((g for g in self.board.groups if g.apprentice_ids), key=lambda g: g.id))
        return Timetable(sessions, attendance, groups, debts, unplaced, summary)

    def _held(self, session: Session, taught: Collection[SessionId]) -> bool:
        """Sessions of people's own that nobody attends any more are no sessions, nor are groups beside others."""
        if session.day < self.limits.first or self.board.people[session.id]:
            return True
        if session.kind == Kind.BARRETTE:
            return occurrence_id(session) not in taught
        return session.kind not in (Kind.SUPPORT, Kind.STUDY, Kind.ONBOARDING, Kind.VISIT)


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
