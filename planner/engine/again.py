"""A timetable that stands, and what a changed workbook does to it: the hours of classes, changed as little as can be.

Order of wishes: everything due placed, hours owed by priority, fewest changes, quality. Nothing before ``first``
changes; before ``moves`` no time does, but a colleague, supervised autonomy or a cancellation may come in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.board.board import Board
from planner.board.restore import barrette_items
from planner.domain import (
    About,
    ApprenticeId,
    Debt,
    Missing,
    Owed,
    Problem,
    Session,
    Timetable,
    Waits,
    in_order,
)
from planner.domain.left_groups import who_left
from planner.domain.past_rows import with_past_rows
from planner.engine.change.alone import gaps_written, minors_alone, still_alone
from planner.engine.change.attendance import Presences
from planner.engine.change.bound_anew import lifted
from planner.engine.change.course_hours import settle_courses
from planner.engine.change.due_again import lacking, take_stock, with_time_given
from planner.engine.change.fallen import back
from planner.engine.change.fewest import least_changes, needed_of_people
from planner.engine.change.given_back import SECOND, Hours, hours_known, hours_lost, second_hours
from planner.engine.change.group_before import back_in_group, marks, regrouped_known, regrouped_written
from planner.engine.change.home_again import home_again
from planner.engine.change.joined_classes import share_courses
from planner.engine.change.limits import Limits
from planner.engine.change.limits_left import limits_left
from planner.engine.change.made_up import gains, instead_known, instead_written, seats_to_leave, take_back
from planner.engine.change.no_seat import seatless_known, seatless_written
from planner.engine.change.noticed import watched_by_nobody, whom_it_leaves_out
from planner.engine.change.options import UpdateOptions
from planner.engine.change.pasted import renew_pasted
from planner.engine.change.put_off import put_off
from planner.engine.change.realised import known_lines
from planner.engine.change.regulate import (
    MANY,
    OfBarrette,
    composable,
    groups_that_stand,
    hours_of_groups,
    levels_changed,
    regulate,
    without_seat,
)
from planner.engine.change.renew import Events, asked_anew, of_no_part, renew_events
from planner.engine.change.renew_support import without_groups
from planner.engine.change.same_names import with_names_before
from planner.engine.change.seating import Seats
from planner.engine.change.stay import leave_refused
from planner.engine.change.suspended import rejoin, suspended_known, suspended_written
from planner.engine.change.swapped import may_return, swaps_written
from planner.engine.change.taken_hours import taken_written
from planner.engine.change.times import Retime
from planner.engine.change.touched import OF_NEEDS, changed_people, differ, misplaced, owed_by_person
from planner.engine.change.updated import Updated
from planner.engine.finish import Beside
from planner.engine.groups.all_periods import compose_all
from planner.engine.missing import tell
from planner.engine.people.freed_hours import note_cut_short
from planner.engine.people.makeup import drop_makeups
from planner.engine.people.shared import Extra, asked_apart
from planner.engine.stages import Stages
from planner.hours.owed import owed as hours_owed
from planner.report.compare import compare
from planner.rule import Rules, active
from planner.words import session_line

OF_THE_SEARCH = frozenset({"hours_payable", "objective", "bound", "gap", "bounds", "stages", "weeks_cost"})
"""What a first solve says of its own hours: an update has others, and makes no bound."""
ANEW = (About.STRAND, About.VISIT, About.IN_BARRETTE, About.PERMANENCE)
"""Of what a re-solve finds again, by itself, whatever is missing."""


class Again:
    """The start of a re-solve; `hours` and `groups` are called once, in this order.

    A start as `planner.engine.flow.plan` takes it. ``old`` and ``new``: the two workbooks; ``before``: the timetable of
    the old one, which is never changed. Whatever a stage finds is kept here for the next ones, and `told` sums it up.
    """

    def __init__(
        self, old: Problem, new: Problem, before: Timetable, rules: Rules, options: UpdateOptions, stages: Stages
    ) -> None:
        self.old, self.before, self.rules, self.options, self.stages = old, before, rules, options, stages
        self.first, self.moves = options.first, options.moves
        self.adds = max(options.first, options.adds)
        self.limits = Limits(options.first, options.moves, options.locked, displaced=new.settings.displaced)
        asked = with_past_rows(replace(new, before=None), old, options.first)
        self.problem = known_lines(asked, before, options.first)
        self.owed: tuple[Owed, ...] = ()
        self.renewed: frozenset[OfBarrette] = frozenset()

    @property
    def named(self) -> Sequence[Session]:
        """All of the timetable that goes on."""
        return self.before.sessions

    @property
    def known(self) -> Collection[str]:
        """Needs of the sheet that the workbook before had."""
        return {need.id for need in self.old.explicit_needs}

    @property
    def extra(self) -> Sequence[Extra]:
        """Hours that the planner has accepted in common, or asks to be given apart."""
        return (*self.options.decided.extra, *asked_apart(self.problem))

    # The hours of classes

    def hours(self) -> None:
        """What stands, and is still allowed; what is not finds another place, or is listed; what is new comes in."""
        run, first, rules = self.stages.run, self.first, active(self.rules, self.problem)
        self.board = run("reprise", lambda: Board.of(self.problem, self.before, rules))
        may = first, self.options.begun, self.limits.locked, lambda row: lifted(self.old, self.problem, row)
        self.stock = run("réalisé", lambda: take_stock(self.board, self.before, *may))
        self.times = Retime(
            self.board, self.rules, self.limits, self.options, self.stock, self.before, self.stages.interrupt,
            left=self.stock.left,
        )  # fmt: skip
        self.suspended = suspended_known(self.board, self.before, first, self.options.begun)
        self.put_off = put_off(self.problem, rules, self.before, first)
        self._what_is_owed()
        self.events = run("événements", self._renew)
        self.times.shared = share_courses(self.board, self.old, self.limits)
        self.people |= self.events.people | self.times.shared.people | seatless_known(self.board, self.before, first)
        run("classes", self._join_classes)
        run("heures des barrettes", lambda: self.times.hours(self.old))
        # Twice: before others look for hours, and once what may not stand beside them is gone.
        run("heures rendues", self._give_back)
        run("séances touchées", lambda: self.times.weeks(self.old, self.people, self.events.new, self.put_off.sessions))
        run("heures rendues", self._give_back)
        self.added = run("nouvelles heures d’accompagnement", lambda: self.times.support(self.old))
        run("heures des cours", self._courses)
        # After the hours of courses: what is new looks for a week with what has lost its own.
        run("autres semaines", lambda: self.times.later(self.listed))
        # Only now is it known whose hours have moved.
        self.people |= self.times.freed
        run("places", self._seats)
        self.owed = self.stock.falls_due(self.board, self.owed, self.limits)
        run("présence des apprenants", self._attend)

    def _what_is_owed(self) -> None:
        """Hours owed, with the time that was given to those lost before, and whom the change concerns.

        ``people``: those who changed, those who owe otherwise, and those who lost hours. Everyone else keeps the groups
        and support that they have.
        """
        changed = changed_people(self.old, self.problem) | self.put_off.people
        changed |= misplaced(self.old, self.board, self.first)
        self.owed = tuple(hours_owed(self.problem))
        self.needy = frozenset(self._changed_needs(changed))
        self.concerned = self.people = changed | self.needy | self.stock.people
        self.marks = marks(self.old, self.owed_before, changed)
        asked = {need.apprentice_id for need in self.owed_before} | changed
        # those about whom nothing has changed owed then what they owe now
        # The old workbook is asked about as few people as possible: to count needs takes long.
        then = (*self.owed_before, *(need for need in self.owed if need.apprentice_id not in asked))
        self.owed = with_time_given(self.owed, then, self.before.debts)

    def _changed_needs(self, people: frozenset[ApprenticeId]) -> set[ApprenticeId]:
        """Apprentices who owe something else than before (results, rules of need, closed or new needs).

        Only people whose rows differ are counted, unless something on which everyone's needs rest has changed.
        """
        asked = people if not differ(self.old, self.problem, *OF_NEEDS) else None
        self.owed_before = hours_owed(self.old, asked)
        before = owed_by_person(self.owed_before)
        after = owed_by_person(n for n in self.owed if asked is None or n.apprentice_id in asked)
        return {a for a in {*before, *after} if before.get(a) != after.get(a)}

    def _renew(self) -> Events:
        """Events and pasted sessions as the workbook has them now."""
        events = renew_events(self.board, self.old, self.first)
        pasted = renew_pasted(self.board, self.old, self.limits)
        return Events(events.new | pasted.new, events.people | pasted.people)

    def _give_back(self) -> None:
        """What an earlier change took, where it was: hours of classes, and groups of hours that have gone on."""
        self.times.give_back()
        returns = may_return(self.board, self.stock.swaps, self.limits, self.times.budget({}))
        lost = home_again(self.board, self.old, returns, self.stock.hours, self.first)
        self.apart, more = rejoin(self.board, self.suspended, seats_to_leave(self.board, self.before, self.limits))
        self.times.freed |= self.stock.lose([*lost, *more])
        take_back(self.board, instead_known(self.before.summary), self.limits, self.stock.swaps)

    def _join_classes(self) -> None:
        """Before any time is looked for: who is expected with the class, and needs a seat there."""
        Presences(self.board, self.first, self.people).settle_in()
        leave_refused(self.board, self.events.weeks(self.board, self.first), self.events.people)

    def _courses(self) -> None:
        """Hours of courses that the workbook asks for more or less; those without an hour that it still wants.

        ``listed``: what had no place and is not tried again; sessions to be added wait with those that lost their hour.
        """
        self.more, self.listed = settle_courses(self.times, self.old, self._still_missing(), self._taken)

    @property
    def _taken(self) -> Hours:
        """Where sessions stood that earlier workbooks asked for no more."""
        return hours_known(self.problem, self.before.summary, self.first, self.options.begun, "taken")

    def _still_missing(self) -> tuple[Missing, ...]:
        """What was missing before and is not tried again, nor read anew at the end.

        Rows of classes that are gone are dropped, as are those of what the end of the run finds by itself (`ANEW`).
        """
        return tuple(
            row
            for row in self.stock.listed()
            if row.about not in ANEW
            and (row.session_id in self.stock.hours or not back(self.old, self.problem, row))
            and not of_no_part(self.problem, row)
            and not asked_anew(self.old, self.problem, row)
            and not (row.about == About.REST and row.day is not None and row.day >= self.first)
            and row.session_id not in self.board.sessions
            and all(c in self.problem.classes for c in row.class_ids)
        )

    def _seats(self) -> None:
        """Everyone in a group or in a watched place again, where an hour of support lost one or changed its time.

        Groups that their trainer may lead no more: those of a period to come are composed anew with their whole
        barrette, the others get another trainer one by one.
        """
        dropped = frozenset(session.id for session in self.added.dropped)
        seats = self.seats = Seats(
            self.board, self.rules, self.limits, self.before, self.stock, self.options.seed, dropped
        )
        unled = seats.unled(self.old)
        teams = composable(self.board, self.limits) & set(unled.values())
        teams |= levels_changed(self.board, self.old, self.limits)
        self.teams = frozenset(teams) - self.options.decided.kept
        seats.dismiss(key for key, place in unled.items() if place not in self.teams)
        self.people |= seats.displaced()
        Presences(self.board, self.first, self.people).join_class()
        self.times.left[:] = seats.staff(self.owed, self.times.left)

    def _attend(self) -> None:
        """Who is where with the class; the hours of barrettes are kept for those who have no group there yet.

        ``kept``: hours at which somebody is expected and has no seat yet; `groups` gives them back before it seats
        them.
        """
        attendance = Presences(self.board, self.first, self.people)
        attendance.leave()
        attendance.join_class()
        self.new_hours = self.added.kept(self.board)
        self.board.forget_freed()
        self.kept = []
        for hour, people in self.seats.unseated(self.people):
            self.kept.append(hour.id)
            self.board.keep(hour, people=people)
        # Only now are the hours of a new class counted: what people have beside them gives way.
        leave_refused(self.board, attendance.own(), self.people)

    # People

    def entering(self) -> Sequence[Owed]:
        """Entry modules that those of the change have not had; they are given even when they are late."""
        return [n for n in self._lacks() if not self._attended(n.apprentice_id, n.target)]

    def entered(self) -> None:
        """Who lost a part of a lesson needs a place; those that nobody attends any more are told, and stay."""
        note_cut_short(self.board, self.people, self.first)

    def _lacks(self) -> list[Owed]:
        """What those of the change lack of their needs, from the first day on which they may be given it."""
        return lacking(self.board, self.owed, self.people, self.adds, self.stock)

    def _attended(self, person: ApprenticeId, target: str) -> bool:
        """Whether somebody has been, or is to be, in a session of a module; what they missed does not count."""
        return any(
            s.module_id == target and person in self.board.people[s.id] and not self.problem.missed(s.id, person)
            for s in self.board.sessions.values()
        )

    def groups(self) -> None:
        """Those whose situation has changed; the groups of the periods to come where many needs have.

        Hours that are new are composed for everyone, near to the groups as they stand; in the others only those of the
        change choose. Barrettes of periods to come are made anew last, and only where many lack a seat or a team has
        changed.
        """
        for name in self.kept:
            self.board.release(name)
        seed, workers = self.options.seed, self.options.workers
        compose_all(self.board, self.new_hours, self.rules, self.owed, seed, workers, groups_that_stand(self.board))
        self.seats.seat(self.owed, self.people)
        asked = self.board, self.owed, self.owed_before, self.needy, self.first
        # Before people change group and after: only what free places cannot give is worth new groups.
        many = len(without_seat(*asked)) >= MANY
        bears = self.times.budget({}).people
        may = gains(self.board, self.owed, self.before.debts, self.people, self.concerned)
        self.seats.change(self.owed, self.people, bears, may)
        now = marks(self.problem, self.owed, self.concerned)
        back_in_group(self.board, regrouped_known(self.before), now, self.limits)
        short, decided = without_seat(*asked) if many else frozenset[ApprenticeId](), self.options.decided
        if bears:
            long = {key for key, hours in hours_of_groups(self.board).items() if hours > min(bears.values())}
            decided = replace(decided, kept=decided.kept | long)
        self.renewed = regulate(
            self.board, self.rules, self.owed, self.limits, short, self.options.seed, decided=decided,
            teams=self.teams,
        )  # fmt: skip

    def lacking(self) -> Sequence[Owed]:
        """What those of the change lack of their needs, hours lost on any day; what is had again is made up no more."""
        drop_makeups(self.board, self.moves, self.limits.locked)
        self.owed = self.stock.falls_due(self.board, self.owed, self.limits)
        return self._lacks()

    # The balance

    def missing(self) -> list[Missing]:
        """What has no place: what had none before, and what has lost it.

        Sentences are written at the end of the run, from these causes.
        """
        back = self.board.sessions.keys() | self.seats.back
        rows = self.times.rows([r for r in self.listed if r.session_id not in back and still_alone(self.board, r)])
        return [*rows, *self.added.left, *without_groups(self.board, self.new_hours, self.stock.before, rows)]

    def beside(self) -> Beside:
        """The hours of barrettes as they stand, and what the next re-solve must know."""
        weeks = barrette_items(self.problem, in_order(list(self.board.sessions.values())))
        return Beside(self.first, weeks, self._summary)

    def _summary(self, debts: Sequence[Debt]) -> Mapping[str, Any]:
        """What was known before, and what the next re-solve has to know of this one."""
        # hours of today that have begun too: they may be given back that day
        known = {**hours_known(self.problem, self.before.summary, self.first), **self.stock.hours}
        hours = hours_lost(self.board, self.before, self.missing(), known)
        return {
            **{k: v for k, v in self.before.summary.items() if k not in OF_THE_SEARCH},
            "since": self.first.isoformat(),
            "realised": [row.session_id for row in self.problem.realised],
            **self.stock.summary(self.owed, debts),
            "hours": hours,
            SECOND: second_hours(self.before, hours, self.stock.second),
            "suspended": suspended_written(self.board, self.before, self.suspended, self.first, self.renewed),
            "instead": instead_written(self.board, self.before, self.first),
            "taken": taken_written(self.board, self._taken, self.more.taken),
            **seatless_written(self.board, self.first),
            **limits_left(self.board, self.before, self.moves),
            "stood": swaps_written(self.board, self.before, self.stock.swaps, self.stock.hours),
            **who_left(self.before, self.board.groups),
            **gaps_written(self.board, self.before),
            **regrouped_written(self.board, self.before, self.marks, self.first),
            "seconds": dict(self.stages.seconds),
        }

    def told(self, timetable: Timetable) -> Updated:
        """The new timetable beside the one before: what differs, and what is known of the fewest changes."""
        times = self.times
        timetable = with_names_before(self.before, timetable, {*self.old.stands, *self.problem.stands})
        diff = compare(self.before, timetable, self.first)
        waiting = tuple(r for r in times.rows([*self.added.left, *self.more.late]) if r.waits != Waits.FELL)
        counted = {c.session.id for c in diff.counted}
        # what could not stay, and found a place after the weeks were mended, had to change too
        beyond = counted.difference(*(m.touched for m in times.mended)) & times.hits
        bound = min(len(counted), least_changes(times.mended, counted) + len(beyond))
        fell = {r.session_id for r in times.fell}
        alone = minors_alone(self.board, self.before, timetable, self.first, self.moves, fell)
        alone += tuple(watched_by_nobody(self.board, self.before, self.first, alone))
        return Updated(
            timetable=timetable,
            diff=diff,
            bound=bound,
            proven=all(m.proven for m in times.mended) and bound == len(diff.counted),
            fewest=bound + needed_of_people(self.board, self.before, diff, self.first),
            front=tuple(
                replace(o, changes=o.changes + diff.cost - times.kept) for _n, o in sorted(times.offers.items())
            ),
            left=tuple(times.left),
            rows=tell(self.problem, waiting),
            waiting=waiting,
            fell=tuple(times.fell),
            alone=alone,
            elsewhere=self.more.elsewhere(self.board),
            notices=tuple(whom_it_leaves_out(self.board, self.before, self.first)),
            seconds={**self.stages.seconds, "total": round(self.stages.elapsed, 3)},
            work=round(sum(m.work for m in times.mended), 3),
            stuck=tuple(f"{self.problem.barrettes[b].name}, semaine du {w:%d/%m/%Y}" for b, w in times.stuck),
            apart=tuple(f"{session_line(s)} : {said}" for s, said in self.apart),
            renewed=self.renewed,
        )
