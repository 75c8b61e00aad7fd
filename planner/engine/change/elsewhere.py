"""Sessions that can no longer stand where they are: another place, in their week or another one, fewest changes first.

Where nothing else has to move, one model of all the weeks concerned says who goes where. Where something has to, each
week says what it could take at best, its rooms counted; the best one is settled, and so on with what remains.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.domain import Session, SessionId, monday
from planner.engine.change.borne import Budget
from planner.engine.change.joint_weeks import place_among
from planner.engine.change.left import Left, renamed, weeks_for
from planner.engine.change.limits import Limits
from planner.engine.change.mended import Mended, Sought
from planner.engine.change.moving import move, take_out
from planner.engine.change.piece import Found
from planner.engine.change.repair import Repair
from planner.engine.change.repair_model import Place
from planner.engine.change.taking_weeks import TakingWeek, Waiting
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.rule import Rules

FEW = 8
"""Sessions without a place up to which one model shares them out among the weeks."""
WEEKS = 6
"""Weeks, beside their own, in which others are moved for sessions without a place."""


@dataclass
class Mend:
    """The weeks of a board. ``make``: the repair of a week with some sessions hit; ``keep``: the answer to keep;
    ``goes``: whether a session may go to another week; ``allowed``: what everybody may still bear beside some places
    that are not taken yet.
    """

    board: Board
    rules: Rules
    limits: Limits
    make: Callable[[WeekSessions, frozenset[SessionId]], Repair]
    keep: Callable[[Repair, Found], Found]
    goes: Callable[[Session], bool]
    allowed: Callable[[Mapping[SessionId, Place]], Budget]
    known: Known
    pending: Mapping[SessionId, Place] = field(default_factory=dict)
    """What the own week of the sessions hit gives so far."""

    def own_week(self, week: date, hits: frozenset[SessionId]) -> Mended:
        """Sessions of a week that cannot stand: in it, or in another that takes them with fewer changes.

        ``hits``: sessions that may not stay. What goes to another week is moved at once; places in the own week are
        only returned (`Mended.places`), since what has none must be taken out first.
        """
        done = Mended()
        own, found = self._own(done, week, hits)
        waiting = self._going(hits)
        if not found.left.isdisjoint(waiting):
            # Before anything moves in the own week: a free hour of another one disturbs fewer people.
            gone = self._spread(done, own, waiting)
            if gone:
                # What has gone may leave its hour to those that stay.
                own, found = self._own(done, week, hits - gone)
        extra = done.extra + own.extra(found)
        done.needed = min(extra, 1)
        if not found.left and not done.extra and extra > 1:
            done.needed = self._least(done, own)
        if found.left:
            self._force(done, own, {k: w for k, w in waiting.items() if k in found.left})
        self._keep_own(done, own)
        return done

    def _least(self, done: Mended, own: TakingWeek) -> int:
        """How many others change at the least where all have a place; fewer do, if others may move, where that helps.

        A study moves with its course: to move one other session may leave the hours of two.
        """
        assert own.found is not None
        best = own.repair.ideal(own.repair.whole())
        done.work += best.work
        if best.changes < own.found.changes:
            own.found = min(own.found, own.repair.settle(best), key=lambda one: one.rank)
            self.pending = own.found.places
        return min(own.extra(best), own.extra(own.found)) if best.optimal else 1

    def anywhere(self, rows: Sequence[Left]) -> Mended:
        """Sessions that have no place at all yet.

        ``rows``: sessions that the board does not hold. Whatever has a place is moved at once, and what stands for it
        too.
        """
        done = Mended()
        waiting = {row.session.id: self._waiting(row) for row in rows}
        # An hour more in each week goes to each week, before the emptiest one is asked for all of them.
        gone = self._spread(done, None, {k: w for k, w in waiting.items() if w.row.week}, planned=True)
        gone |= self._spread(done, None, {k: w for k, w in waiting.items() if k not in gone})
        done.needed = min(done.extra, 1)
        self._force(done, None, {k: w for k, w in waiting.items() if k not in gone})
        for row in rows:
            if row.session.id not in done.sent:
                own = row.proven or row.renamed or row.session.start < 0  # its own week is out of the question
                done.left.append(replace(row, proven=own and done.sure, everywhere=own and done.sure))
        return done

    def has_room(self, row: Left, before: date = date.max) -> bool:
        """Whether the week of a session that is left over, or another one, could take it; none from ``before`` on."""
        return self.seek(row, before).moves is not None

    def seek(self, row: Left, before: date = date.max) -> Sought:
        """How many others move in the first week, before a day, that takes a session that is left over.

        Their rooms are only counted. Nothing changes.
        """
        session = row.session
        own = [monday(session.day)] if session.start >= 0 else []
        weeks = [week for week in weeks_for(self.board, session, self.limits) if week < before]
        sure = len(weeks) <= WEEKS
        for week in dict.fromkeys([*(week for week in own if week < before), *weeks[:WEEKS]]):
            waiting = {session.id: Waiting(row, session.id, counted=True)}
            with self._copied(week, waiting) as target:
                found = target.repair.ideal(target.repair.whole())
                if not found.left:
                    return Sought(target.extra(found), sure=True)
                sure &= found.optimal
        return Sought(None, sure)

    def take_together(self, done: Mended, week: date, rows: Sequence[Left], *, others: bool) -> bool:
        """Give some sessions the hours of a week, all of them or none; whether it does; ``others`` may move for it."""
        waiting = {row.session.id: self._waiting(row) for row in rows}
        with self._copied(week, waiting) as target:
            if others:
                self._look(done, target)
                found = target.repair.settle(target.best) if not target.best.left else target.best
                done.sure &= bool(target.best.left)
            else:
                found = target.repair.stand()
                done.work += found.work
        if found.left:
            return False
        self._send(done, target, found, waiting)
        done.needed = min(done.extra, 1)
        return True

    def _own(self, done: Mended, week: date, hits: frozenset[SessionId]) -> tuple[TakingWeek, Found]:
        """The repair of a week and its answer where the hits alone move; its places are pending from then on."""
        repair = self._read(week, hits)
        repair.budget = self.allowed({})
        found = repair.stand()
        self.pending = found.places
        done.work += found.work
        done.sure &= found.optimal
        return TakingWeek(week, repair, {k: k for k in hits}, found), found

    def _read(self, week: date, hits: frozenset[SessionId]) -> Repair:
        """The repair of a week as the board has it now."""
        return self.make(WeekSessions(self.board, self.rules, week, self.limits, self.known), hits)

    def _without(self, repair: Repair, found: Found, gone: frozenset[SessionId]) -> tuple[Repair, Found]:
        """A repair and its answer once some hits have left the week, with their study; both as given if none has."""
        if not gone:
            return repair, found
        again = self._read(repair.week.week, repair.hits - gone)

        def renumbered(numbers: frozenset[int]) -> frozenset[int]:
            ids = (repair.week.items[n].id for n in numbers)
            return frozenset(again.week.number[key] for key in ids if key in again.week.number)

        again.lacking, again.kept = renumbered(repair.lacking), renumbered(repair.kept)
        return again, replace(found, left=found.left - gone, free=renumbered(found.free))

    def _keep_own(self, done: Mended, own: TakingWeek) -> None:
        """Count what the own week gives, and list what neither it nor another week took."""
        assert own.found is not None
        repair, found = self._without(own.repair, own.found, own.repair.hits & done.sent.keys())
        repair.budget = self.allowed({})
        found = self.keep(repair, found)
        done.changes += found.changes
        done.extra += own.extra(found)
        done.places = found.places
        done.touched |= found.places.keys()
        for key in sorted(found.left - done.sent.keys()):
            session = self.board.sessions[key]
            done.left.append(Left(session, {}, done.sure, done.sure and self.goes(session), tried=self.goes(session)))

    def _going(self, hits: frozenset[SessionId]) -> dict[SessionId, Waiting]:
        """Those of the hits that may go to another week, by id."""
        sessions = [self.board.sessions[k] for k in sorted(hits)]
        return {s.id: self._waiting(Left(s, {})) for s in sessions if self.goes(s)}

    def _waiting(self, row: Left) -> Waiting:
        """A session and the id that it will have; it is a change only if it has an hour now."""
        name = row.session.id if row.renamed else renamed(self.board, row.session, self.limits)
        return Waiting(row, name, row.session.id in self.board.sessions)

    @contextmanager
    def _copied(self, week: date, waiting: Mapping[SessionId, Waiting]) -> Iterator[TakingWeek]:
        """A week with copies of sessions that it might take, as long as its models are made."""
        copies = {key: SessionId(f"{one.name}@{week}") for key, one in waiting.items()}
        for key, copy in copies.items():
            session = waiting[key].row.session
            # On the last day and at no hour: it is of the week, and in nobody's way.
            self.board.put(replace(session, id=copy, day=week + timedelta(days=6), start=-1, end=0), {})
        try:
            repair = self._read(week, frozenset(copies.values()))
            repair.budget = self.allowed(self.pending)
            # The study that goes with a session counts as a change of its copy too.
            repair.study |= {copy: repair.study.get(key, []) for key, copy in copies.items()}
            yield TakingWeek(week, repair, copies)
        finally:
            for copy in copies.values():
                self.board.take(copy)

    def _wanted(self, waiting: Mapping[SessionId, Waiting], planned: bool) -> dict[date, dict[SessionId, Waiting]]:
        """Other weeks that have the hours, the emptiest first, each with the sessions that it might take."""
        found: dict[date, dict[SessionId, Waiting]] = {}
        for key, one in waiting.items():
            for week in weeks_for(self.board, one.row.session, self.limits):
                if not planned or week == one.row.week:
                    found.setdefault(week, {})[key] = one
        return found

    def _send(
        self, done: Mended, week: TakingWeek, found: Found, waiting: Mapping[SessionId, Waiting]
    ) -> set[SessionId]:
        """Sessions go to another week, and what moves there for them; which ones went. Their copies are gone."""
        taken = sorted(week.takes(found))
        names = {week.copies[k]: waiting[k].name for k in taken}
        new = {waiting[k].name: replace(waiting[k].row.session, id=waiting[k].name, start=-1) for k in taken}
        for key in taken:
            if key in self.board.sessions:
                take_out(self.board, key)
        if taken:
            places = {names.get(k, k): place for k, place in found.places.items()}
            move(self.board, places, new)
            done.touched |= places.keys()
            extra = week.extra(found)
            done.changes += extra + sum(waiting[k].counted for k in taken)
            done.extra += extra
            done.sent |= {k: waiting[k].name for k in taken}
        return set(taken)

    # Nothing else moves

    def _spread(
        self, done: Mended, own: TakingWeek | None, waiting: Mapping[SessionId, Waiting], planned: bool = False
    ) -> set[SessionId]:
        """Send sessions to other weeks that take them without moving anything; which ones went.

        ``planned``: only to the week whose hour each is.
        """
        pending, self.pending = self.pending, {}  # the own week is one of those that share what may be borne
        with ExitStack() as held:
            wanted = self._wanted(waiting, planned).items()
            others = [held.enter_context(self._copied(week, mine)) for week, mine in wanted]
            if not others:
                self.pending = pending
                return set()
            weeks = [*([own] if own else []), *others]
            answers = place_among([week.repair for week in weeks], self._where(weeks, waiting))
        done.work += answers[0].work
        done.sure &= answers[0].optimal
        gone: set[SessionId] = set()
        for week, answer in zip(others, answers[-len(others) :], strict=True):
            gone |= self._send(done, week, answer, waiting)
        self.pending = {} if gone else pending
        return gone

    # Something else has to move

    def _where(
        self, weeks: Sequence[TakingWeek], waiting: Collection[SessionId]
    ) -> dict[SessionId, list[tuple[int, int]]]:
        """The items of each session that waits: index of the week, number in it."""
        found: dict[SessionId, list[tuple[int, int]]] = {}
        for n, week in enumerate(weeks):
            for key, copy in week.copies.items():
                if key in waiting:
                    found.setdefault(key, []).append((n, week.repair.week.number[copy]))
        return found

    def _force(self, done: Mended, own: TakingWeek | None, waiting: dict[SessionId, Waiting]) -> None:
        """The weeks that can take something do, with the fewest others moved; those that take most come first.

        Few sessions are shared out by one model of these weeks. Many go to one week after the other: where each takes
        all that it could take alone, at the same cost, no other way is better.
        """
        one = len(own.found.left if own and own.found else waiting) == 1
        able = self._able(done, own, waiting)
        shared = len(able) > 1 and len(waiting) <= FEW and self._share(done, able, waiting)
        exact, extra, placed, sure = True, min(done.extra, 1), set[SessionId](), done.sure
        for week in able:
            wish = week.gain
            # What has gone from the own week took its study along.
            if (placed and week is own) or (not shared and not placed.isdisjoint(week.takes(week.best))):
                self._again(done, week, week is own, {k: waiting[k] for k in week.copies if k in waiting})
                # A week that is asked again may give less than it promised: then the promises prove nothing.
                exact &= week.gain == wish
            if week.gain[0] < 0:
                extra += 0 if week is own else week.extra(week.best)
                placed |= self._settle(done, week, week is own, waiting)
                waiting = {k: w for k, w in waiting.items() if k not in placed}
        extra += own.extra(own.best) if own else 0
        done.sure &= exact or not waiting
        done.needed = extra if sure and (exact or one) else min(extra, 1)

    def _share(self, done: Mended, weeks: Sequence[TakingWeek], waiting: Collection[SessionId]) -> bool:
        """The best of some weeks together, which becomes that of each; whether it could be proven."""
        pieces = [week.piece for week in weeks if week.piece]
        answers = place_among([week.repair for week in weeks], self._where(weeks, waiting), pieces)
        done.work += answers[0].work
        if answers[0].optimal:
            for week, answer in zip(weeks, answers, strict=True):
                week.ideal = answer
        return answers[0].optimal

    def _able(self, done: Mended, own: TakingWeek | None, waiting: Mapping[SessionId, Waiting]) -> list[TakingWeek]:
        """Weeks whose best takes something; the own one alone where nothing could be better than that."""
        found = []
        if own:
            self._look(done, own, thorough=True)
            # All placed with one other session moved at most: no other week does better than that.
            if not own.best.left and own.extra(own.best) <= 1:
                return [own]
            found.append(own)
        wanted = self._wanted(waiting, planned=False)
        # A week that is not asked might have had room.
        done.sure &= len(wanted) <= WEEKS
        for week, mine in list(wanted.items())[:WEEKS]:
            with self._copied(week, mine) as other:
                self._look(done, other)
            found.append(other)
        return sorted((week for week in found if week.gain[0] < 0), key=lambda week: week.gain)

    def _look(self, done: Mended, week: TakingWeek, *, thorough: bool = False) -> None:
        """The best of a whole week, its rooms counted, kept with the model that gave it."""
        week.piece = week.repair.whole()
        week.ideal = week.repair.ideal(week.piece, thorough=thorough)
        done.work += week.ideal.work
        done.sure &= week.ideal.optimal

    def _again(self, done: Mended, week: TakingWeek, mine: bool, waiting: Mapping[SessionId, Waiting]) -> None:
        """What a week can do at best for what still waits; ``mine``: whether it is that of the sessions hit."""
        if mine:
            own, _found = self._own(done, week.monday, week.repair.hits - done.sent.keys())
            week.repair, week.copies, week.found = own.repair, own.copies, own.found
            self._look(done, week, thorough=True)
            return
        with self._copied(week.monday, waiting) as other:
            week.repair, week.copies = other.repair, other.copies
            self._look(done, week)

    def _settle(
        self, done: Mended, week: TakingWeek, mine: bool, waiting: Mapping[SessionId, Waiting]
    ) -> frozenset[SessionId]:
        """Give a week what its best promises, with rooms; which of those that wait have a place then."""
        if mine:
            week.repair.budget = self.allowed({})
            found = week.repair.settle(week.best)
            week.found = min(found, week.found or found, key=lambda one: one.rank)
            self.pending = week.found.places
            gone = waiting.keys() - week.found.left
        else:
            with self._copied(week.monday, {k: waiting[k] for k in week.copies if k in waiting}) as again:
                found = again.repair.settle(week.best)
            # what has gone elsewhere meanwhile has no copy any more
            gone = self._send(done, again, found, waiting)
        done.work += found.work
        done.sure &= found.left_cost == week.best.left_cost
        return frozenset(gone)
