"""What a changed workbook says by itself, no choice being left: fixed events, and hours of courses.

Events change on the board before any hour is looked for (`again.Again._renew`). Courses follow once the weeks are
repaired: sessions too many leave the board, those to add are returned without an hour, for `times.Retime.later`.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.board.board import Board
from planner.board.numbering import next_id
from planner.courses.short_weeks import term_sessions
from planner.courses.teams import teams_of
from planner.courses.volumes import cfa_weeks_of, normal_minutes, wanted_minutes
from planner.domain import (
    ApprenticeId,
    Cause,
    ClassId,
    Course,
    CourseId,
    FixedEvent,
    Guidance,
    Kind,
    Missing,
    Problem,
    Session,
    SessionId,
    Waits,
    event_session_id,
    in_order,
    monday,
)
from planner.engine.change.fewer_hours import give_up, given_up_waiting
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.more_hours import lengths_by_week, of_weeks
from planner.engine.change.repair_model import Place
from planner.engine.change.swapped import NO_HOURS
from planner.engine.change.taken_hours import Homes, hour_taken, longer_again, taken_from
from planner.engine.people.attend import place_event
from planner.engine.term.plan import part_names
from planner.engine.week.items import event_item
from planner.model import Option
from planner.words import course_label

OF_HOURS = ("volume", "short_week", "lengths", "parts", "class_ids", "barrette_id")
"""What of a course says how many hours it is to have."""
DIVIDED = ("parts", "class_ids", "barrette_id")
"""What of it says among whom they are shared."""
OWN = (Kind.SUPPORT, Kind.ONBOARDING, Kind.STUDY, Kind.VISIT)
"""Kinds of sessions that people have by themselves, not with their class."""


@dataclass
class Events:
    """Events that a re-solve adds or changes, and whom they concern."""

    new: frozenset[SessionId] = frozenset()
    people: frozenset[ApprenticeId] = frozenset()

    def weeks(self, board: Board, first: date) -> list[Session]:
        """Sessions of people's own in the weeks of the events, from a day on, in order of time.

        Support, entry module, study and visits: beside an event such a day, or week, may be too long.
        """
        weeks = {monday(board.sessions[key].day) for key in self.new}
        own = (s for s in board.sessions.values() if s.kind in OWN and s.day >= first)
        return list(in_order([s for s in own if monday(s.day) in weeks]))


def renew_events(board: Board, old: Problem, first: date) -> Events:
    """Bring the events from ``first`` on in line with the workbook; who is called to one leaves all else for it.

    An event that is the same in both workbooks stays as it stands, unless it does not stand yet: it was typed when its
    day could change no more, and now it can. Nothing past changes. ``new``: those added or changed; ``people``:
    everyone called to one, or who was until now.
    """
    before = {e.id: e for e in old.events}
    after = {e.id: e for e in board.problem.events}
    changed: set[SessionId] = set()
    people: set[ApprenticeId] = set()
    for key in sorted({*before, *after}):
        name = event_session_id(key)
        was, now = before.get(key), after.get(key)
        stays = was == now and name in board.sessions
        if stays or max(e.day for e in (was, now) if e is not None) < first:
            continue
        # An event that is put off from the past leaves what took place where it was.
        if name in board.sessions and board.sessions[name].day >= first:
            people |= set(board.take(name))
        if now is not None and now.day >= first:
            _add(board, now)
            changed.add(name)
            people |= set(board.people[name])
            leave_all_else(board, board.sessions[name])
    return Events(frozenset(changed), frozenset(people))


def leave_all_else(board: Board, event: Session) -> None:
    """Who is called to an event is in no other session at that time.

    Other events excepted, save one of the class where this one names the person: two that both call somebody are for
    the check to say.
    """
    problem = board.problem
    for person in board.people[event.id]:
        for session in tuple(board.attended(person, event.day)):
            other = problem.event_of.get(session.id)
            calls = session.kind == Kind.FIXED and not (other and problem.at_own_event(problem.learners[person], other))
            if session.overlaps(event) and not calls:
                board.leave(session.id, person)


def _add(board: Board, event: FixedEvent) -> None:
    """Put an event on the board with those whom it calls, as a first solve does."""
    item = event_item(board.problem, event)
    place_event(board, item, Option(event.day, event.start, event.end, event.trainer_ids))


@dataclass
class More:
    """What courses ask for more: sessions that look for an hour, and those of weeks that are past or announced."""

    left: list[Left] = field(default_factory=list)
    late: list[Missing] = field(default_factory=list)
    dropped: set[SessionId] = field(default_factory=set)
    """What had no hour, and is asked for no more."""
    taken: dict[SessionId, Place] = field(default_factory=dict)
    """Where sessions stood that are asked for no more, in whole or in part."""
    homes: dict[SessionId, Place] = field(default_factory=dict)
    """What of ``left`` was taken from a course by an earlier update, and where it stood."""

    def elsewhere(self, board: Board) -> dict[SessionId, date]:
        """What stands in another week than its own → the Monday of its own."""
        held = ((row, board.sessions.get(row.session.id)) for row in self.left)
        return {row.session.id: row.week for row, s in held if s and row.week and monday(s.day) != row.week}


def renew_courses(
    board: Board,
    old: Problem,
    limits: Limits,
    listed: Collection[Missing],
    known: Collection[SessionId],
    homes: Homes = NO_HOURS,
) -> More:
    """Bring the hours of courses in line with the workbook: the last sessions too many go, those to add are returned.

    Only courses that ask for other hours, or whose classes have more days, are looked at: hours by the week are those
    of the weeks as they were planned, and a day that closes takes what fell on it, not a share of the other days.
    ``listed``: what has no hour; ``known``: ids that were in use, by sessions or in the list; ``homes``: where sessions
    stood that the workbook asked for no more.

    What is returned is on no board: it has no hour yet (``start`` is -1). What a course asks for more a week is of each
    week (`Left.week`); that of weeks gone, or announced, is listed, and no other week makes up for it.
    """
    problem, more = board.problem, More()
    other = [c for c in problem.courses.values() if asks_otherwise(old, problem, c)]
    longer = [c for c in problem.courses.values() if c not in other and _longer(old, problem, c)]
    if not other and not longer:
        return more
    held = _held(board)
    wanted, wanted_before = term_sessions(problem, held), term_sessions(old, held)
    missing, gone = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in listed:
        (gone if row.waits == Waits.FELL else missing)[str(row.course_id), row.part] += row.minutes
    # Ids of sessions that are gone stay theirs: nobody is to find another one under the same.
    taken = {*board.sessions, *known, *(row.session_id for row in listed)}
    for course in (c for c in problem.courses.values() if c in other or c in longer):
        for part in part_names(course):
            rows, before = wanted.get((course.id, part), ()), wanted_before.get((course.id, part), ())
            asked = [minutes for _week, minutes in rows]
            if course in other:
                longer_again(board, homes, _given(board, course, part), lengths_by_week(rows))
            mine = _given(board, course, part)
            lack = sum(asked) - sum(s.minutes for s in mine) - sum(missing[course.id, of] for of in {"", part})
            if course in longer:
                # What has fallen with its day stays so, whatever else the course has again.
                stood = sum(s.minutes for s in mine if s.id not in known)
                asked_before = sum(minutes for _week, minutes in before)
                lacked = asked_before - stood - sum(missing[course.id, of] for of in {"", part})
                lack -= max(0, min(lacked, sum(gone[course.id, of] for of in {"", part})))
            # Of a course that is divided otherwise it is not known what weeks gone have had.
            late = limits.late if course in other and _divided_alike(old, course) else _never
            lengths = of_weeks(problem, course, rows, before, mine, lack, late)
            # A day that closes takes its own sessions (`fallen`); only a course that asks for less loses others.
            if lack < 0 and course in other:
                waiting = [row for row in listed if row.course_id == course.id and row.part in ("", part)]
                gone_with = given_up_waiting(waiting, rows, mine, -lack)
                more.dropped |= {row.session_id for row in gone_with}
                lack += sum(row.minutes for row in gone_with)
                own = [s for s in mine if s.part == part and s.id not in board.problem.stands]
                lengths = give_up(board, own, rows, before, -lack, limits)
                more.taken |= taken_from(board, own)
            for week, minutes in lengths:
                _ask(problem, more, course, part, (week, minutes), taken, homes, late)
    return more


def _ask(
    problem: Problem,
    more: More,
    course: Course,
    part: str,
    wanted: tuple[date | None, int],
    taken: set[SessionId],
    homes: Homes,
    late: Callable[[date], bool],
) -> None:
    """One more session of a course and part, (Monday or None, minutes): at its home, if it had one, or without an hour.

    ``taken``: ids in use, filled here.
    """
    week, minutes = wanted
    home = hour_taken(problem, homes, course, part, week, minutes)
    session = added_session(problem, course, part, minutes, taken)
    if home is not None and home not in taken:
        session = replace(session, id=next_id(home, {home, *taken}))
        more.homes[session.id] = homes[home]
        taken.add(home)
    taken.add(session.id)
    new = Left(session, {}, renamed=session.id in more.homes, week=week)
    if week is not None and late(week) and session.id not in more.homes:
        more.late.append(replace(new.row(), cause=Cause.TOO_LATE, waits=Waits.NO, week=week))
    else:
        more.left.append(new)


def _never(_week: date) -> bool:
    """No week is late: what it lacks may be given in others."""
    return False


def _divided_alike(old: Problem, course: Course) -> bool:
    """Whether a course is new, or has the classes, parts and barrette that it had."""
    was = old.courses.get(course.id)
    return was is None or all(getattr(was, name) == getattr(course, name) for name in DIVIDED)


def asks_otherwise(old: Problem, new: Problem, course: Course) -> bool:
    """Whether a course is to have other hours, whatever the calendar.

    New courses, other volumes, lengths or parts, other bells, other hours that are pasted. Another team, room or name
    is none of it.
    """
    was = old.courses.get(course.id)
    if was is None or any(getattr(was, name) != getattr(course, name) for name in OF_HOURS):
        return True
    if _pasted(old, course) != _pasted(new, course):
        return True
    return any(c not in old.classes or old.bells_of(c) != new.bells_of(c) for c in course.class_ids)


def _pasted(problem: Problem, course: Course) -> Counter[tuple[str, int]]:
    """How many pasted sessions a course has of each part and length."""
    return Counter((one.part, one.minutes) for one in problem.standing_of(course.id))


def _longer(old: Problem, new: Problem, course: Course) -> bool:
    """Whether some week gives a course more of its hours by the week than before: it is longer, or new, or the rhythm
    of the class is another one, or what the week has lost is due in others.
    """
    if not _other_days(old, new, course):
        return False
    for part in part_names(course):
        before, now = shares(old, course, part), shares(new, course, part)
        due = wanted_minutes(new, course, part) > wanted_minutes(old, course, part)
        if due or any(share > before.get(week, 0.0) for week, share in now.items()):
            return True
    return False


def shares(problem: Problem, course: Course, part: str) -> dict[date, float]:
    """Monday → how much of a normal week of its classes a course may have."""
    weeks = cfa_weeks_of(problem, course, part)
    normal = max(1, normal_minutes(weeks))
    return {week.monday: min(1.0, week.open / normal) for week in weeks}


def _other_days(old: Problem, new: Problem, course: Course) -> bool:
    """Whether the days of a course may have changed.

    A quick look before weeks are counted: it may say yes where nothing comes of it, never no where something does.
    """
    if (old.closed, old.closed_halves, old.closed_sites) != (new.closed, new.closed_halves, new.closed_sites):
        return True
    if any(old.classes.get(c) != new.classes.get(c) for c in course.class_ids):
        return True
    return (old.first, old.last) != (new.first, new.last) or any(
        old.pauses.get(at) != new.pauses.get(at) for at in {*old.pauses, *new.pauses} if at[0] in course.class_ids
    )


def _held(board: Board) -> dict[tuple[ClassId, date], int]:
    """Minutes that barrettes and open periods take of each class and week.

    Groups side by side count once.
    """
    spans: dict[tuple[ClassId, date], set[tuple[date, int, int]]] = {}
    for session in board.sessions.values():
        if session.kind in (Kind.BARRETTE, Kind.OPEN):
            for class_id in session.class_ids:
                at = (class_id, monday(session.day))
                spans.setdefault(at, set()).add((session.day, session.start, session.minutes))
    return {at: sum(m for _d, _s, m in found) for at, found in spans.items()}


def added_session(problem: Problem, course: Course, part: str, minutes: int, taken: Collection[SessionId]) -> Session:
    """A session of a course that has no hour yet, under the first id that is not taken.

    On the last day of the term and without room, until an hour is found or the list says that there is none. ``taken``:
    every id in use; the first team of the workbook leads it.
    """
    stem = problem.session_stem(course.id, part)
    ids = (SessionId(f"{stem}-{ordinal:02d}") for ordinal in itertools.count(1))
    teams = teams_of(problem, course)
    return Session(
        id=next(name for name in ids if name not in taken),
        kind=Kind.COURSE,
        day=problem.last,
        start=-1,
        end=0,
        minutes=minutes,
        label=course_label(problem, course, course.class_ids, part),
        public_label=course.subject,
        course_ids=(course.id,),
        part=part,
        class_ids=course.class_ids,
        trainer_ids=teams[0] if teams else (),
        site_id=problem.course_site(course),
        meal=course.meal,
    )


def taught_again(problem: Problem, session: Session, name: SessionId) -> Session:
    """A session of course that is to be given again: its team leads it, if it was only watched.

    ``name``: its new id. All else is as before where it was led, or where its course is gone.
    """
    course = problem.courses.get(session.course_id) if session.course_id else None
    if session.guidance == Guidance.LED or course is None:
        return replace(session, id=name)
    return replace(added_session(problem, course, session.part, session.minutes, ()), id=name)


def too_many(
    old: Problem, new: Problem, left: Sequence[Session], spare: dict[tuple[CourseId, str], int]
) -> frozenset[SessionId]:
    """Sessions without a place of courses that ask for fewer hours than before, as many as are no longer due.

    ``spare``: minutes of each course and part that are too many, filled and brought up to date here.

    In the order of ``left``: the first that fit are the ones that go.
    """
    found = set()
    for session in left:
        was, now = (p.courses.get(session.course_id) if session.course_id else None for p in (old, new))
        if was is None or now is None or session.kind != Kind.COURSE or not asks_otherwise(old, new, now):
            continue
        at = (now.id, session.part)
        # Counted once, then used up week after week.
        if at not in spare:
            spare[at] = wanted_minutes(old, was, session.part) - wanted_minutes(new, now, session.part)
        if spare[at] >= session.minutes:
            spare[at] -= session.minutes
            found.add(session.id)
    return frozenset(found)


def of_no_part(problem: Problem, row: Session | Missing) -> bool:
    """Whether something without a place is of a part that its course has no more: its parts of now are asked for anew.

    What has fallen with its day is not asked for.
    """
    course = problem.courses.get(row.course_id) if row.course_id and row.kind == Kind.COURSE else None
    fell = isinstance(row, Missing) and row.waits == Waits.FELL
    return course is not None and not fell and row.part not in part_names(course)


def asked_anew(old: Problem, new: Problem, row: Missing) -> bool:
    """Whether hours of weeks that were late are asked for anew, their course having other hours now."""
    course = new.courses.get(row.course_id) if row.course_id and row.cause == Cause.TOO_LATE else None
    return course is not None and asks_otherwise(old, new, course)


def _given(board: Board, course: Course, part: str) -> list[Session]:
    """Sessions of a course and part, or of the whole class, that the program placed, without those that did not take
    place.

    Pasted sessions are not counted: the workbook's volume is what the program is to place beside them.
    """
    apart = {*board.problem.called_off, *board.problem.stands}
    return [
        s
        for s in board.sessions.values()
        if s.kind == Kind.COURSE and s.course_id == course.id and s.part in ("", part) and s.id not in apart
    ]
