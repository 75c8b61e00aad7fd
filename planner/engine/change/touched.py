"""What a changed workbook may touch: people's hours owed, and sessions that may not stand any more.

The first look of an update at its change: what it may free, and whom it concerns. `again.Again` asks about people
(`changed_people`, `misplaced`, `owed_by_person`), `times.Retime` about sessions (`new_hours`, `suspects`, `may_less`,
`too_full`, `beside_events`, `short_rests`, `hour_goes_on`). Both workbooks and the board are read, ids are returned,
and nothing changes: to be looked at is not yet to move, which `week_sessions.unfit` and `repair` decide.

A room that closes on a Friday makes suspects of the sessions in it, on any day; other bells, a closed day or a rule
switched on, of all sessions. A result typed for one person concerns that person alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import inf

from planner.board.board import Board
from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    ClassGroup,
    ClassId,
    Guidance,
    Kind,
    Learner,
    Owed,
    Problem,
    Session,
    SessionId,
    Trainer,
    TrainerId,
    as_planned,
    monday,
)
from planner.engine.change.limits import Limits, fewest_sessions
from planner.engine.change.long_limits import HOURS
from planner.engine.change.week_sessions import WeekSessions, support_hour
from planner.hours.owed import SOURCE_PROGRAMME
from planner.placement import ONE, for_everyone

LONGEST_WEEK, NIGHT_REST = "H4d", "H4f"
OF_NEEDS = (
    *("first", "last", "closed", "closed_halves", "closed_sites", "periods", "programmes", "classes", "modules"),
    *("need_rules", "scales", "settings", "barrettes", "has_balances"),
)
"""Parts of the problem on which everyone's hours owed rest."""
OF_TIMES = (
    *("first", "last", "bells", "closed", "closed_halves", "closed_sites", "travel", "classes", "courses", "modules"),
    *("programmes", "barrettes", "open_periods", "settings", "locks", "rules_off"),
)
"""Parts of the problem on which any session may rest."""


def differ(old: Problem, new: Problem, *fields: str) -> bool:
    """Whether one of some parts of the problem has changed.

    ``fields``: names of fields of `Problem`, compared by value; rows in another order differ where they are a tuple.
    """
    return any(getattr(old, name) != getattr(new, name) for name in fields)


def _other(before: Learner | Trainer | None, after: Learner | Trainer | None) -> bool:
    """Whether something has changed of somebody that a session may depend on; an address is nothing of the sort."""
    return before != after and as_planned(before) != as_planned(after)


def suspects(old: Problem, board: Board, people: frozenset[ApprenticeId]) -> frozenset[SessionId] | None:
    """Sessions that a change may have made impossible; None where any session may be.

    ``people``: those whose own rows have changed. The answer is generous: a suspect is judged later (`unfit_sessions`),
    while what is none is not judged again.
    """
    new = board.problem
    # Bells, closed days or a rule that is switched on may be against any session: to look at a few would miss some.
    if differ(old, new, *OF_TIMES):
        return None
    trainers = {t for t in {*old.trainers, *new.trainers} if _other(old.trainers.get(t), new.trainers.get(t))}
    rooms = {r for r in {*old.rooms, *new.rooms} if old.rooms.get(r) != new.rooms.get(r)}
    return frozenset(
        s.id
        for s in board.sessions.values()
        if s.room_id in rooms
        or not trainers.isdisjoint(s.trainer_ids)
        or not people.isdisjoint(board.people[s.id])
        or any(old.pauses.get((c, s.day)) != new.pauses.get((c, s.day)) for c in s.class_ids)
        # Whoever lacks may be back.
        or _incomplete(new, s)
    )


def may_less(old: Problem, new: Problem) -> frozenset[TrainerId]:
    """Adults who may now work less than before on a day, in a week, a month or the year; all, once their rule is on."""
    known = {t: (old.trainers[t], now) for t, now in new.trainers.items() if t in old.trainers}
    if HOURS in old.rules_off:
        return frozenset(known)
    return frozenset(
        t for t, (was, now) in known.items() if any(a < b for a, b in zip(_most(now), _most(was), strict=True))
    )


def _most(trainer: Trainer) -> tuple[float, ...]:
    """Minutes that an adult may work on a day, in a week, a month and in what is left of the year."""
    left = inf if trainer.year_minutes is None else trainer.year_minutes - trainer.year_done
    return trainer.max_day, trainer.max_week, inf if trainer.max_month is None else trainer.max_month, left


def too_full(week: WeekSessions, adults: frozenset[TrainerId]) -> frozenset[SessionId]:
    """Sessions of a week of some adults, on days or in a week that hold more than they may, by the rule of their hours.

    All of them, on the first day that may change or later: whoever repairs the week keeps what fits. Never an event.
    """
    found: set[SessionId] = set()
    mine = {s.id: s for s in week.sessions if not adults.isdisjoint(s.trainer_ids)}
    free = {key for key, s in mine.items() if s.kind != Kind.FIXED and s.day >= week.limits.first}
    for key in sorted(free):
        for finding in week.board.judged(for_everyone(mine[key], week.board.people[key]), (HOURS,)):
            # Of a month or a year the fewest go (`over_long`), whichever their weeks.
            if mine.keys() >= {*finding.sessions}:
                found |= free.intersection(finding.sessions)
    return frozenset(found)


def _incomplete(problem: Problem, session: Session) -> bool:
    """Whether a session of a course has some of a team, and no whole one."""
    teams = [set(team) for c in session.course_ids if c in problem.courses for team in problem.courses[c].teams]
    there = set(session.trainer_ids)
    return any(there < team for team in teams) and not any(team <= there for team in teams)


def new_hours(old: Problem, board: Board, limits: Limits) -> dict[date, dict[BarretteId, frozenset[SessionId]]]:
    """Monday → barrettes whose hour the workbook has changed, with their groups that still stand at another one.

    Barrettes that meet several times a week have no such hour; what is announced or locked stays where it is.

    Empty where no hour has changed. A barrette that is new, or gone, is not here: `renew_support` sees to its hours.
    """
    found: dict[date, dict[BarretteId, set[SessionId]]] = {}
    new = board.problem
    changed = {
        b
        for b, barrette in new.barrettes.items()
        if barrette.fixed_weekday is not None and barrette.fixed_start is not None and barrette.per_week <= 1
        if b in old.barrettes and _hour(old.barrettes[b]) != _hour(barrette)
    }
    for session in board.sessions.values():
        if session.barrette_id not in changed or session.kind != Kind.BARRETTE or limits.stays(session):
            continue
        if (session.day.weekday(), session.start) != _hour(new.barrettes[session.barrette_id]):
            found.setdefault(monday(session.day), {}).setdefault(session.barrette_id, set()).add(session.id)
    return {week: {b: frozenset(keys) for b, keys in rows.items()} for week, rows in sorted(found.items())}


def _hour(barrette: Barrette) -> tuple[int | None, int | None]:
    """Weekday (0: Monday) and start, in minutes after midnight, that the workbook fixes; None where it fixes none."""
    return barrette.fixed_weekday, barrette.fixed_start


def short_rests(board: Board, events: Iterable[SessionId], first: date) -> frozenset[SessionId]:
    """Sessions from a day on that begin too early after a new event, or end too late before it, for its people.

    Of the day before or after, by the rule of the rest at night; never another event.
    """
    found: set[SessionId] = set()
    for event in (board.sessions[key] for key in events):
        here = board.people[event.id].keys()
        near = (event.day - ONE, event.day + ONE)
        beside = {s.id: s for p in here for day in near for s in board.attended(p, day)}
        for session in beside.values():
            if session.kind == Kind.FIXED or session.day < first:
                continue
            judged = board.judged(for_everyone(session, board.people[session.id]), (NIGHT_REST,))
            if any(not here.isdisjoint(finding.people) for finding in judged):
                found.add(session.id)
    return frozenset(found)


def beside_events(week: WeekSessions, events: frozenset[SessionId]) -> frozenset[SessionId]:
    """Courses that a new event of the week may have no room for, by the hours of a day or of the week.

    Those of an adult who would have more than they may, which stay as far as the event leaves the hours; and as few of
    a class as may be, where the week is then too long by law for one of its people.

    Never an event. Limits are in minutes; a week that is too full for an adult gives all their sessions of it, a day
    those of that day, and whoever repairs the week keeps what fits.
    """
    usage, problem = week.board.usage, week.problem
    found: set[SessionId] = set()
    for event in (s for s in week.sessions if s.id in events):
        for who in event.trainer_ids:
            # An event stays where the workbook says: only the rest of the adult's hours can go.
            led = [s for s in week.sessions if who in s.trainer_ids]
            new = [s for s in led if s.id in events]
            mine = [s for s in led if s.kind != Kind.FIXED]
            # What it crosses leaves its hour anyway, and comes back only where the hours are left for it. What is
            # pasted is no event and stays at its hour all the same.
            gone = [s for s in mine if s not in new and any(s.overlaps(one) for one in new)]
            away = sum(s.minutes for s in gone)
            if usage.minutes_of_week(who, event.day) - away > problem.trainers[who].max_week:
                found |= {s.id for s in mine}
            away = sum(s.minutes for s in gone if s.day == event.day)
            if usage.minutes(who, event.day) - away > problem.trainers[who].max_day:
                found |= {s.id for s in mine if s.day == event.day}
        for class_id, minutes in _too_long(week.board, event).items():
            found |= _to_give_up(week, event, class_id, minutes)
    return frozenset(found)


def _too_long(board: Board, event: Session) -> dict[ClassId, int]:
    """Class → minutes that the rule of the longest week finds too many for one of its people, beside an event."""
    known, found = board.problem.learners, dict[ClassId, int]()
    for finding in board.judged(for_everyone(event, board.people[event.id]), (LONGEST_WEEK,)):
        for person in finding.people:
            home = known[person].membership(event.day)
            if home is not None:
                found[home.class_id] = max(found.get(home.class_id, 0), round(finding.amount))
    return found


def _to_give_up(week: WeekSessions, event: Session, class_id: ClassId, minutes: int) -> set[SessionId]:
    """The fewest courses of a whole class that give so many minutes back, beside those that the event crosses.

    Each time the shortest that is enough, else the longest, of those alike the last of the week; those that are
    announced, and those of the day of the event, only where the others are not enough.
    """
    mine = [
        s
        for s in week.sessions
        if s.kind == Kind.COURSE and class_id in s.class_ids and not s.part and not s.overlaps(event)
        if s.day >= week.limits.first and s.id not in week.limits.locked
    ]
    spare = (lambda s: s.day != event.day, lambda s: not week.limits.stays(s))
    return fewest_sessions(mine, minutes, spare)


def hour_goes_on(week: WeekSessions, unfit: frozenset[SessionId], out: frozenset[SessionId]) -> frozenset[SessionId]:
    """Groups that have lost their trainer or room while another one of their hour may be led as before.

    Their barrette keeps its hour: its other groups do not move for one. ``out``: all that cannot stay.
    """
    led = (s for s in week.sessions if s.kind == Kind.BARRETTE and s.guidance == Guidance.LED and s.id not in out)
    held = {support_hour(week.problem, s) for s in led}
    lost = (s for s in week.sessions if s.kind == Kind.BARRETTE and s.id in unfit)
    return frozenset(s.id for s in lost if support_hour(week.problem, s) in held)


def changed_people(old: Problem, new: Problem) -> frozenset[ApprenticeId]:
    """Apprentices about whom something has changed, days and hours of their class included; those who are gone too.

    A class counts where it is new, gone, or has other days, other absences or other hours. A need of the sheet concerns
    those it names and everyone of its class, whatever the day.
    """
    found = {a for a in {*old.learners, *new.learners} if _other(old.learners.get(a), new.learners.get(a))}
    for rows in ("arrangements", "exemptions", "paths"):
        before, after = set(getattr(old, rows)), set(getattr(new, rows))
        # A row that is new, gone or different is in one of the two sets only.
        found |= {row.apprentice_id for row in before ^ after}
    for need in set(old.explicit_needs) ^ set(new.explicit_needs):
        found |= set(need.apprentice_ids)
        found |= {a for a, x in new.learners.items() if any(m.class_id == need.class_id for m in x.memberships)}
    moved = {
        c
        for c in {*old.classes, *new.classes}
        if c not in old.classes or c not in new.classes or _when(old.classes[c]) != _when(new.classes[c])
    }
    found |= {a for a, x in new.learners.items() if any(m.class_id in moved for m in x.memberships)}
    return frozenset(found | _other_audience(old, new))


def _other_audience(old: Problem, new: Problem) -> set[ApprenticeId]:
    """Those for whom a course of their class is, or is no more, since it is reserved otherwise (*Cours*)."""
    found: set[ApprenticeId] = set()
    for course in (c for c in new.courses.values() if c.id in old.courses and c.reserved != old.courses[c.id].reserved):
        for a, x in new.learners.items():
            mine = a in old.learners and any(m.class_id in course.class_ids for m in x.memberships)
            if mine and x.takes(course) != old.learners[a].takes(old.courses[course.id]):
                found.add(a)
    return found


def misplaced(old: Problem, board: Board, first: date) -> frozenset[ApprenticeId]:
    """Those at a distance whom a course is closed to, or open to again, though nothing in their own rows has changed.

    And those who are expected at an event, or a visit, otherwise than they follow it. ``first``: the first day that may
    change; only sessions of it or later count.
    """
    new, found = board.problem, set[ApprenticeId]()
    far = {a: learner for a, learner in new.learners.items() if learner.remote}
    for session in board.sessions.values() if far else ():
        here = board.people[session.id]
        if session.day < first:
            continue
        if session.kind in (Kind.FIXED, Kind.VISIT):
            found |= {a for a in far if a in here and here[a] != new.follows_from_afar(far[a], session)}
        course = new.courses.get(session.course_id) if session.course_id and session.kind == Kind.COURSE else None
        if course is None:
            continue
        was = old.courses.get(course.id, course)
        found |= {a for a, learner in far.items() if a in here and learner.too_far(course)}
        if course.from_afar and not was.from_afar:
            called = (p for c in session.class_ids for p in new.roster(c, session.day, session.part))
            found |= {p.id for p in (*called, *new.followers(course.id, session.day, session.part)) if p.remote}
    return frozenset(found)


def _when(group: ClassGroup) -> tuple[object, ...]:
    """What says when the people of a class are there."""
    return group.calendar, group.part_calendars, group.absences, group.off_hours


def owed_by_person(owed: Iterable[Owed]) -> Mapping[ApprenticeId, tuple[tuple[object, ...], ...]]:
    """What each person owes, in a form that can be compared.

    Person → rows of need, target, minutes, period and deadline, sorted. What a programme asks is left out: it is the
    same for a whole class. Who owes nothing else has no entry.
    """
    found: dict[ApprenticeId, list[tuple[object, ...]]] = {}
    for need in owed:
        if need.source != SOURCE_PROGRAMME:
            row = (need.need_id, need.target, need.minutes, str(need.period_id), need.deadline)
            found.setdefault(need.apprentice_id, []).append(row)
    # Sorted as text: a period or a target may be missing, and None has no order.
    return {person: tuple(sorted(rows, key=str)) for person, rows in found.items()}
