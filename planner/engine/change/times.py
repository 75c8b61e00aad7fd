"""The times of a re-solve: weeks repaired, what finds no hour in its week given elsewhere, and what must hold together.

Inside the notice no time moves: what cannot stay is watched at its hour, or cancelled, and falls due again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from planner.board.board import Board
from planner.board.restore import occurrence_id
from planner.domain import (
    ApprenticeId,
    BarretteId,
    Cause,
    CourseId,
    Guidance,
    Kind,
    Missing,
    Problem,
    Session,
    SessionId,
    Timetable,
    monday,
)
from planner.engine.change.asked_hours import asked_hours
from planner.engine.change.borne import Budget, budget
from planner.engine.change.bound_anew import newly_against
from planner.engine.change.crossed_courses import crossed_courses
from planner.engine.change.crossed_events import crossed, out_alone
from planner.engine.change.crossed_parts import place_together, twin_course, two_by_two, why_alone
from planner.engine.change.due_again import Cancelled, due_again
from planner.engine.change.elsewhere import Mend
from planner.engine.change.fallen import fallen, fell
from planner.engine.change.given_back import give_back, led_again
from planner.engine.change.joined_classes import Shared
from planner.engine.change.kept_out import Tell, kept_out, limited, refused_at_home, row_of, support_without_room
from planner.engine.change.left import Left, of_classes, renamed
from planner.engine.change.limits import Limits
from planner.engine.change.long_limits import over_long
from planner.engine.change.mended import Mended
from planner.engine.change.moving import free_again, move, take_out
from planner.engine.change.no_seat import stand_without
from planner.engine.change.offer import Offer, with_more
from planner.engine.change.options import UpdateOptions
from planner.engine.change.pasted import settle_pasted
from planner.engine.change.piece import Found
from planner.engine.change.renew import taught_again, too_many
from planner.engine.change.renew_support import NewHours, renew_support
from planner.engine.change.repair import Repair
from planner.engine.change.repair_model import Place
from planner.engine.change.swapped import may_return
from planner.engine.change.touched import beside_events, hour_goes_on, may_less, short_rests, suspects, too_full
from planner.engine.change.ways_out import watch, without_adult
from planner.engine.change.week_sessions import Known, WeekSessions, course_of, unfit, unfit_sessions
from planner.engine.groups.batches import weeks_of
from planner.engine.missing import tell
from planner.engine.solvers.cpsat import Interrupt
from planner.engine.week.tied import ORDER, loose
from planner.rule import Rules

SKILL = "H6a"
PASSES = 2
"""How often what has no hour is tried, all at once."""


@dataclass
class Retime:
    """The times of one re-solve: `weeks`, then `later`."""

    board: Board
    rules: Rules
    limits: Limits
    options: UpdateOptions
    stock: Cancelled
    before: Timetable
    interrupt: Interrupt
    mended: list[Mended] = field(default_factory=list)
    hits: set[SessionId] = field(default_factory=set)
    """Sessions that could not stay as they were."""
    left: list[Left] = field(default_factory=list)
    stuck: list[tuple[BarretteId, date]] = field(default_factory=list)
    """Barrettes that cannot have their new hour in a week, by its Monday, and keep the one they had."""
    offers: dict[int, Offer] = field(default_factory=dict)
    kept: int = 0
    """Changes of the answers that the offers are to be compared with."""
    freed: set[ApprenticeId] = field(default_factory=set)
    """People who had a place in what was given up, or may have one in what is on another day."""
    spare: dict[tuple[CourseId, str], int] = field(default_factory=dict)
    """Minutes of courses that are too many, as `too_many` counts them."""
    fell: list[Missing] = field(default_factory=list)
    """Sessions of days that their class has no more, whose hours are not due again."""
    known: Known = field(default_factory=Known)
    shared: Shared = Shared()
    keep_hour: frozenset[SessionId] = frozenset()
    """Sessions of somebody with too many hours: another hour of the week is none less, another adult or week is.

    And groups beside which others of their hour go on (`hour_goes_on`).
    """
    freely: frozenset[SessionId] = frozenset()
    """Sessions that would have a place if nobody had a limit."""
    why: dict[SessionId, Missing] = field(default_factory=dict)
    """What is said of what has no place, where it is not what its week says."""
    kept_out: Mapping[SessionId, Tell] = field(default_factory=dict)
    """What is to be said of what would have a place if others might move, or days were not announced."""

    @property
    def problem(self) -> Problem:
        """The problem that is solved again."""
        return self.board.problem

    def hours(self, old: Problem) -> None:
        """What the workbook gives another hour goes there: barrettes in each week where all groups can, and locks."""
        for asked in asked_hours(old, self.board, self.limits):
            mend = replace(self._mend(self.rules, asked.limits), keep=lambda _, found: found, goes=lambda _: False)
            mended = mend.own_week(asked.week, asked.hits)
            if not mended.left:
                self._move(mended, asked.hits)
            elif asked.barrette is not None:
                self.stuck.append((asked.barrette, asked.week))

    def support(self, old: Problem) -> NewHours:
        """Hours of barrettes and open periods that the workbook has more of; those it has no more go."""
        done = renew_support(self.board, self.rules, old, self.before, self.limits, self._make_room, self.stock.hours)
        self.freed |= self.stock.lose(done.given_up)
        for session in done.dropped:
            self.freed |= {row.apprentice_id for row in self.before.attendees.get(session.id, ())}
        return done

    def _make_room(self, session: Session) -> Missing | None:
        """An hour of its week for what has none, for which others move; the row of the list where there is none."""
        mend = self._mend(self.rules, self.limits)
        self.mended.append(mend.anywhere([Left(session, {}, renamed=True)]))
        return None if session.id in self.board.sessions else support_without_room(mend, Left(session, {}))

    def give_back(self) -> None:
        """What waits returns to the hour that it had where nothing is against it; what is watched is taught again."""
        led_again(self.board, self.stock.hours)
        returns = may_return(self.board, self.stock.swaps, self.limits, self.budget({}))
        done = give_back(self.board, self.left, self.stock.hours, self.limits, returns)
        then = give_back(self.board, done.waiting, self.stock.second, self.limits, returns)
        self.freed |= self.stock.lose([*done.given_up, *then.given_up])
        self.left[:] = then.waiting
        self.stock.refuse(self.left, done.against)

    def weeks(
        self,
        old: Problem,
        people: frozenset[ApprenticeId],
        events: frozenset[SessionId],
        late: frozenset[SessionId] = frozenset(),
    ) -> None:
        """Repair each week in which something can no longer stand; ``late``: what an earlier update left there."""
        late |= self.shared.sessions
        asked = None if (some := suspects(old, self.board, people)) is None else some | late
        known, first, less = self.board.sessions, self.limits.first, may_less(old, self.problem)
        met = crossed_courses(old, self.board, first) | self.shared.hits
        near, long = {monday(known[k].day) for k in events | met}, over_long(self.board, self.limits, less)
        bound = newly_against(old, self.board, self.rules, self.limits.moves) | short_rests(self.board, events, first)
        for week in sorted(weeks_of(s.day for s in known.values() if s.day >= first)):
            unfit = frozenset(filter(self._hit, unfit_sessions(self.board, self.rules, week, first, asked)))
            unfit |= {k for k in bound if k in known and max(week, first) <= known[k].day <= week + timedelta(days=6)}
            if not unfit and not less and week not in near:
                continue
            held = WeekSessions(self.board, self.rules, week, self.limits, self.known)
            full = too_full(held, less) | (long & held.number.keys())
            busy = frozenset(k for k in beside_events(held, events) | full if known[k].day >= first)
            out = unfit | crossed(held, events, first) | (met & held.number.keys())
            hits, self.keep_hour = settle_pasted(held, out | busy), busy - out | hour_goes_on(held, unfit, out | busy)
            self.hits |= (study := {k for k in hits if known[k].kind == Kind.STUDY})
            hits -= study
            for key in study:
                free_again(self.board, key)
            for key in sorted(out_alone(held, hits).union(k for k in hits if without_adult(self.board, known[k]))):
                self._give_up([Left(known[key], self.board.people[key])])
                hits -= {key}
            alone = frozenset(k for k in hits if known[k].kind == Kind.COURSE and known[k].guidance != Guidance.LED)
            for rules, some in ((self.unskilled, alone), (self.rules, hits - alone)):
                if some:
                    self._settle(week, rules, some, old)

    @cached_property
    def unskilled(self) -> Rules:
        """The rules for a class that works on its own: whoever watches it needs no skill."""
        return tuple(rule for rule in self.rules if rule.key != SKILL)

    def _hit(self, key: SessionId) -> bool:
        """Whether what cannot be led as it stands is more than a class that works on its own already."""
        session = self.board.sessions[key]
        led = session.guidance == Guidance.LED
        return led or without_adult(self.board, session) or unfit(self.board, self.unskilled, session)

    def _mend(self, rules: Rules, limits: Limits) -> Mend:
        return Mend(self.board, rules, limits, self._repair_of, self._kept, self._goes, self.budget, self.known)

    def _repair_of(self, week: WeekSessions, hits: frozenset[SessionId]) -> Repair:
        return Repair(week, hits, self.options.seed, self.options.effort, self.interrupt, keep_hour=self.keep_hour)

    def budget(self, pending: Mapping[SessionId, Place]) -> Budget:
        """What each trainer and apprentice may still bear, given what has changed so far, and what is to change."""
        limits = self.options.most_per_trainer, self.options.most_per_apprentice
        return budget(self.board, self.before, pending, *limits)

    def _goes(self, session: Session) -> bool:
        """Whether a session may go to another week by itself: a course, and none of two crossed parts."""
        course = session.kind == Kind.COURSE and course_of(self.problem, session) is not None
        return (
            course
            and session.guidance == Guidance.LED
            and not self.limits.stays(session)
            and twin_course(self.problem, session) is None
        )

    def _settle(self, week: date, rules: Rules, hits: frozenset[SessionId], old: Problem) -> None:
        """Another place for the sessions hit in a week, or the list of what is not placed."""
        sessions = [self.board.sessions[key] for key in sorted(hits)]
        fallen_too = fallen(old, self.problem, sessions)
        self.fell += [fell(session) for session in sessions if session.id in fallen_too]
        for key in fallen_too | too_many(old, self.problem, sessions, self.spare):
            take_out(self.board, key)
            hits -= {key}
        self.freely |= self._without_limit(week, rules, hits) if self.budget({}) else frozenset()
        mended = self._mend(rules, self.limits).own_week(week, hits)
        aside = [(row, self.board.take(row.session.id)) for row in mended.left]
        self._move(mended, hits)
        together: dict[SessionId, list[Left]] = {}
        for row, people in aside:
            self.board.put(row.session, people)
            if stand_without(self.board, rules, row.session, self.before):
                continue
            alone = row.session.kind != Kind.BARRETTE
            together.setdefault(row.session.id if alone else occurrence_id(row.session), []).append(row)
        for rows in together.values():
            self._give_up(rows)
        self.left += self._crowded(mended.sent.values(), self.limits)

    def _move(self, mended: Mended, hits: frozenset[SessionId]) -> None:
        """Sessions go where their week has a place for them."""
        self.mended.append(mended)
        self.hits |= hits
        before = {key: (self.board.sessions[key], tuple(self.board.people[key])) for key in mended.places}
        move(self.board, mended.places)
        for key, (was, people) in before.items():
            self.freed |= set(self._called_anew(key, was.day))
            if was.kind != Kind.COURSE:
                # Whoever cannot come at the new hour of what is their own has lost it.
                lost = [person for person in people if person not in self.board.people[key]]
                self.stock.loses(was, lost)
                self.freed |= set(lost)

    def _without_limit(self, week: date, rules: Rules, hits: frozenset[SessionId]) -> frozenset[SessionId]:
        """Sessions that their week would keep if nobody had a limit."""
        repair = self._repair_of(WeekSessions(self.board, rules, week, self.limits, self.known), hits)
        found = repair.stand()
        return hits - (repair.ideal(repair.whole()).left if found.left else found.left)

    def _kept(self, repair: Repair, found: Found) -> Found:
        """The answer as it is, or a better one where a few changes more are accepted; what they would buy is noted."""
        kept, offered = with_more(repair, found, self.options.more, self.offers, front=self.options.front)
        self.kept += kept.changes if offered else 0
        return kept

    def _called_anew(self, key: SessionId, before: date) -> list[ApprenticeId]:
        """Members of the classes of a barrette or open period that is on another day: some may come only now."""
        session = self.board.sessions[key]
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        classes = barrette.class_ids if barrette else session.class_ids
        if session.kind not in (Kind.BARRETTE, Kind.OPEN) or session.day == before:
            return []
        return [learner.id for c in classes for learner in self.problem.roster(c, session.day)]

    def _give_up(self, rows: Sequence[Left]) -> None:
        """What has no place: watched work at its hour inside the notice, else another week, else listed.

        The groups of a barrette (``rows``) stay all, or none does: nobody is left without one.
        """
        if not all(self.limits.stays(row.session) and self._watched(row.session) for row in rows):
            for row in rows:
                self.take_out(row)

    def take_out(self, row: Left) -> None:
        """A session without a place: a course waits for another hour, support falls due again."""
        session = row.session
        self.stock.loses(session, tuple(people := take_out(self.board, session.id)))
        if session.kind != Kind.COURSE:
            self.freed |= set(people)
        self.left.append(replace(row, people=people))

    def _watched(self, session: Session) -> bool:
        """The hour stays as supervised autonomy, as `barrette replace` would have it; not without anybody in it."""
        stays = watch(self.board, session) if session.kind != Kind.STUDY and self.board.people[session.id] else None
        if stays is None:
            return False
        self.board.put(stays, self.board.take(session.id))
        return True

    def now(self, missing: Sequence[Missing]) -> Timetable:
        """The timetable as it stands."""
        return self.board.timetable(tell(self.problem, missing))

    def later(self, listed: Sequence[Missing]) -> None:
        """What its week could not take goes to another one; then whatever that leaves where it cannot stay."""
        for _ in range(PASSES):
            if not self.interrupt.asked.is_set():
                self.left = self._elsewhere(self.left, self.limits, self.rules)
            if not self.keep_tied(listed):
                break
        self._say_why()

    def _elsewhere(self, left: Sequence[Left], limits: Limits, rules: Rules) -> list[Left]:
        """Sessions that found no other week either; crossed parts go two by two."""
        before = frozenset(self.board.sessions)
        held = [row for row in left if row.tried or row.session.id in limits.locked]
        found = two_by_two(self.problem, [self._taught(row) for row in left if row not in held])
        courses = [r for r in found.others if course_of(self.problem, r.session) and r.session.kind == Kind.COURSE]
        still = [row for row in found.others if row not in courses]
        mend = self._mend(rules, limits)
        if courses:
            self.mended.append(mend.anywhere(courses))
            still += self.mended[-1].left
        for pair in found.pairs:
            tried = place_together(mend, pair)
            self.mended.append(tried)
            still += tried.left
        self.why |= {r.session.id: why_alone(self.problem, r, self.why.get(r.session.id)) for r in found.lonely}
        lonely = [replace(row, everywhere=True) for row in found.lonely]
        held = [replace(row, locked=row.session.id in limits.locked) for row in held]
        return [*held, *still, *lonely, *self._crowded(frozenset(self.board.sessions) - before, limits)]

    def _say_why(self) -> None:
        """What would have a place if nobody had a limit says so; what would have one inside the notice is noted."""
        mend = self._mend(self.rules, self.limits)
        self.why = {**refused_at_home(self.board, self.left, self.limits.moves), **self.why}
        self.why |= limited(mend, self.left, self.freely, self.options) if self.budget({}) else {}
        self.kept_out = kept_out(mend, self.left, max(self.limits.first, self.options.adds))

    def _taught(self, row: Left) -> Left:
        """What was watched work is taught by the team of its course where it goes to another hour."""
        session = row.session
        if session.kind != Kind.COURSE or session.guidance == Guidance.LED:
            return row
        key = session.id if row.renamed else renamed(self.board, session, self.limits)
        again = Left(taught_again(self.problem, session, key), row.people, renamed=True)
        self.why[key] = again.lost(session.day, Cause.NONE_FOUND)
        return again

    def _crowded(self, new: Collection[SessionId], limits: Limits) -> list[Left]:
        """New sessions whose room does not suit those who come: another room or hour, or none."""
        lost = []
        for key in sorted(new):
            session = self.board.sessions[key]
            if not unfit(self.board, self.rules, session):
                continue
            week = WeekSessions(self.board, self.rules, monday(session.day), limits, self.known)
            repair = self._repair_of(week, frozenset({key}))
            repair.budget = self.budget({})
            found = repair.stand()
            move(self.board, found.places)
            if found.left and not stand_without(self.board, self.rules, session, self.before):
                lost.append(Left(session, take_out(self.board, key), renamed=True))
        return lost

    def keep_tied(self, listed: Sequence[Missing]) -> bool:
        """Each session that the others leave where it cannot stay tries another place, ever later, then is left out.

        Asked again where more has lost its hour. Returns whether some were left out: others may now find an hour.
        """
        known = len(self.left)
        tried: set[tuple[SessionId, date]] = set()
        while found := next(
            loose(self.problem, self.rules, self.now(self.rows(listed)), self.limits.first, self.limits.moves), None
        ):
            rows = []
            for session in found.sessions:
                key = renamed(self.board, session, self.limits)
                people = take_out(self.board, session.id)
                self.freed |= set(people) if session.kind != Kind.COURSE else set()
                self.stock.loses(session, tuple(people))
                again = replace(taught_again(self.problem, session, key), start=-1, end=0)
                rows.append(Left(again, people, renamed=True))
                self.why[key] = rows[-1].lost(session.day, Cause.TIED, found.why)
            stop = self.interrupt.asked.is_set()
            new = [row for row in rows if (row.session.id, found.opens) not in tried and not stop]
            self.left += [row for row in rows if row not in new]
            # a week knows no rank: whatever comes after the session that it follows is in order
            rules = tuple(rule for rule in self.rules if rule.key != ORDER or not found.follows)
            self.left += self._elsewhere(new, replace(self.limits, moves=found.opens), rules)
            tried |= {(row.session.id, found.opens) for row in rows}
        return len(self.left) > known

    def rows(self, listed: Sequence[Missing]) -> list[Missing]:
        """What has no place: what had none before (``listed``), in the words of before, and what lost its own."""
        found = {row.session_id: row for row in (*listed, *self.fell)}
        for left in self.left:
            known, key = self.stock.rows, left.session.id
            row = row_of(self.problem, left, known.get(key), self.why.get(key), self.kept_out.get(key))
            if (kept := row if left.session.kind == Kind.COURSE else due_again(row)) is not None:
                found[kept.session_id] = kept
        return [of_classes(self.board, row) for row in found.values()]
