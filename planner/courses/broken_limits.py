"""What passes a limit of somebody's week (sheet *Limites*), read from their sessions of that week, in order of time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from planner.courses.placed_sites import THERE, site_held_at
from planner.courses.week_holders import fills_week, held_weeks, owner_name, week_around
from planner.domain import (
    Kind,
    Missing,
    Problem,
    Session,
    SessionId,
    Timetable,
    WeekLimit,
    WeekOwner,
    bells_of_owner,
    days_to_come,
    first_starts,
    monday,
    recovered,
    waiting_bells,
    week_owners,
)
from planner.domain.limits import AFTERNOON, DAY_TOO_MANY, LATE_START, SITE_CHANGE
from planner.placement import BoardView, Placement
from planner.words import cell_of, count, say_day, say_minutes, say_some, say_week, say_window

LEFT = "limits_left"
"""Where the summary of a timetable keeps the sentences of what an update has left so."""


class Passed(NamedTuple):
    """What passes a limit: a French sentence, how much of it (minutes, or as many), and the sessions concerned."""

    text: str
    amount: int
    sessions: tuple[SessionId, ...]
    lacks: bool = False
    """Whether it may come of something that has gone: a day that begins late, is short or has gaps, a day less."""
    column: str = ""
    """The field of the limit that is passed."""
    limit: int = 0
    """The number of the line."""
    owner: WeekOwner = WeekOwner()
    mark: str = ""
    """The sentence without the cell of the workbook: by it an update notes what it has left."""


Reading = Callable[[Problem, WeekLimit, WeekOwner, Sequence[Session]], Iterator[Passed]]


def passed(
    problem: Problem, timetable: Timetable, limits: Iterable[WeekLimit], readings: Iterable[Reading]
) -> Iterator[Passed]:
    """Everything that passes some limits, as some readings see it; what an event has left so is noted, and no fault."""
    ways, left = tuple(readings), frozenset(timetable.summary.get(LEFT, ()))
    rows = [(week, row) for row in map(recovered, timetable.unplaced) if (week := _week_of(row)) is not None]
    for limit in limits:
        for owner in week_owners(problem, limit):
            lacking = {week for week, row in rows if _fills(problem, owner, row)}
            for week, held in held_weeks(problem, timetable, owner).items():
                # Days of a week may be too few where something of it is not placed, which is listed as such.
                for reading in (way for way in ways if way is not week_days or week not in lacking):
                    found = _read(problem, reading, limit, owner, held)
                    yield from (one for one in found if one.mark not in left)


def _week_of(row: Missing) -> date | None:
    """The Monday of the week that lacks what is not placed; None where it is of no week in particular."""
    return monday(row.day) if row.day is not None else row.week


def _fills(problem: Problem, owner: WeekOwner, row: Missing) -> bool:
    """Whether what is not placed would fill the time of somebody."""
    courses = (problem.courses[c] for c in row.course_ids if c in problem.courses)
    return owner.class_id in row.class_ids or any(owner.trainer_id in team for c in courses for team in c.teams)


def passed_with(
    problem: Problem, board: BoardView, placement: Placement, limits: Iterable[WeekLimit], readings: Iterable[Reading]
) -> Iterator[Passed]:
    """What passes a limit by more, or by less, with a placement than without it; ``amount``: by how much more."""
    placed, ways = placement.session, tuple(readings)
    for limit in limits if placement.moves else ():
        for owner in (one for one in week_owners(problem, limit) if fills_week(problem, one, placed)):
            rows, after = week_around(problem, board, owner, placement)
            for reading in ways:
                known = list(_read(problem, reading, limit, owner, rows))
                found = list(_read(problem, reading, limit, owner, after))
                more = sum(p.amount for p in found) - sum(p.amount for p in known)
                if more:
                    yield (found or known)[-1]._replace(amount=more)


def _read(
    problem: Problem, reading: Reading, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]
) -> Iterator[Passed]:
    """What passes a limit, with its cell; not what is made of sessions alone that stand already: nobody chose it."""
    number, asked = problem.week_limits.index(limit), set(limit.course_ids)
    counted = [s for s in held if s.course_id in asked and s.kind == Kind.COURSE] if asked else held
    for one in reading(problem, limit, owner, counted):
        if not all(name in problem.stands for name in one.sessions):
            bare = one.text[:-1] + only_of(problem, limit)
            text = f"{bare}{cell_of(problem, 'limit', f'{number}:{one.column}')}."
            yield one._replace(text=text, mark=f"{bare}.", limit=number, owner=owner)


def only_of(problem: Problem, limit: WeekLimit) -> str:
    """`` (Mathématiques, Physique)``: subjects of the only courses that a limit counts; empty where it counts all."""
    subjects = dict.fromkeys(problem.courses[c].subject for c in limit.course_ids if c in problem.courses)
    return f" ({say_some(subjects)})" if subjects else ""


def _days(held: Sequence[Session]) -> dict[date, list[Session]]:
    found: dict[date, list[Session]] = {}
    for session in held:
        found.setdefault(session.day, []).append(session)
    return found


def _has(owner: WeekOwner) -> str:
    """What somebody does on a day with sessions."""
    return "a cours" if owner.room_id is None else "sert"


def _ids(held: Iterable[Session]) -> tuple[SessionId, ...]:
    return tuple(s.id for s in held)


def gaps(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Empty minutes inside days, above those of a day and of a week."""
    bells, name, total = waiting_bells(problem, owner), owner_name(problem, owner), 0
    for day, rows in _days(held).items():
        empty, until = 0, rows[0].end
        for session in rows[1:]:
            empty += bells.teaching(day.weekday(), until, max(until, session.start))
            until = max(until, session.end)
        total += empty
        if limit.gaps_day is not None and empty > limit.gaps_day:
            most = say_minutes(limit.gaps_day)
            text = f"{name} a {say_minutes(empty)} de trous, pour {most} au plus : {say_day(day)}."
            yield Passed(text, empty - limit.gaps_day, _ids(rows), lacks=True, column="gaps_day")
    if limit.gaps_week is not None and total > limit.gaps_week:
        most = say_minutes(limit.gaps_week)
        text = f"{name} a {say_minutes(total)} de trous, pour {most} au plus : {say_week(monday(held[0].day))}."
        yield Passed(text, total - limit.gaps_week, _ids(held), lacks=True, column="gaps_week")


def days(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Days and afternoons with sessions, above what is allowed."""
    name, bells = owner_name(problem, owner), bells_of_owner(problem, owner)
    used = {s.day for s in held}
    late = {s.day for s in held if s.end > bells.noon(s.day.weekday())}
    for found, most, what, unit in ((used, limit.days, "jour", DAY_TOO_MANY), (late, limit.afternoons, "", AFTERNOON)):
        if most is not None and len(found) > most:
            said = count(len(found), what) if what else f"{len(found)} après-midi"
            text = f"{name} {_has(owner)} {said}, pour {most} au plus : {say_week(monday(held[0].day))}."
            column = "days" if what else "afternoons"
            yield Passed(text, unit * (len(found) - most), _ids(held), column=column)


def window_days(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Days with sessions in a window of the day, above what is allowed."""
    inside = [s for s in held if s.start < limit.window_to and limit.window_from < s.end]
    number = len({s.day for s in inside})
    if limit.window_days is not None and number > limit.window_days:
        said = f"{count(number, 'jour')} {say_window(limit.window_from, limit.window_to)}"
        text = (
            f"{owner_name(problem, owner)} {_has(owner)} {said}, pour {limit.window_days} au plus : "
            f"{say_week(monday(held[0].day))}."
        )
        yield Passed(text, AFTERNOON * (number - limit.window_days), _ids(inside), column="window_days")


def week_days(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Days with sessions, below what is asked, or below as many as they may come."""
    name, used = owner_name(problem, owner), {s.day for s in held}
    least = min(limit.least_days or 0, len(days_to_come(problem, owner, held[0].day))) if held else 0
    if len(used) < least:
        text = f"{name} a cours {count(len(used), 'jour')}, pour {least} au moins : {say_week(monday(held[0].day))}."
        yield Passed(text, DAY_TOO_MANY * (least - len(used)), _ids(held), lacks=True, column="least_days")


def runs(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Hours on end above what is allowed: lunch ends them, and a slot in which nothing takes place."""
    if limit.run is None:
        return
    bells, name_of = bells_of_owner(problem, owner), owner_name(problem, owner)
    for day, rows in _days(held).items():
        weekday = day.weekday()
        lunch = bells.lunch(weekday) or (0, 0)
        runs: list[list[tuple[int, int, SessionId]]] = [[]]
        for start, end, name in sorted(part for session in rows for part in _around_lunch(session, lunch)):
            until = max((done for _start, done, _name in runs[-1]), default=start)
            eaten = until <= lunch[0] and start >= lunch[1] > 0
            if eaten or bells.teaching(weekday, until, start):
                runs.append([])
            runs[-1].append((start, end, name))
        for run in runs:
            minutes = bells.teaching(weekday, run[0][0], max(end for _start, end, _name in run)) if run else 0
            if minutes > limit.run:
                most = say_minutes(limit.run)
                text = f"{name_of} a {say_minutes(minutes)} d'affilée, pour {most} au plus : {say_day(day)}."
                names = tuple(dict.fromkeys(name for _start, _end, name in run))
                yield Passed(text, minutes - limit.run, names, column="run")


def _around_lunch(session: Session, lunch: tuple[int, int]) -> Iterator[tuple[int, int, SessionId]]:
    """What a session is before lunch and after it, where it holds the meal: whoever eats has a rest."""
    if session.start < lunch[0] < lunch[1] < session.end:
        yield session.start, lunch[0], session.id
        yield lunch[1], session.end, session.id
    else:
        yield session.start, session.end, session.id


def day_hours(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Days longer or shorter than allowed; what runs at the same time counts once."""
    name = owner_name(problem, owner)
    for day, rows in _days(held).items():
        minutes = until = 0
        for session in rows:
            if session.start >= until:
                minutes, until = minutes + session.minutes, session.end
        if limit.most_day is not None and minutes > limit.most_day:
            text = f"{name} a {say_minutes(minutes)}, pour {say_minutes(limit.most_day)} au plus : {say_day(day)}."
            yield Passed(text, minutes - limit.most_day, _ids(rows), column="most_day")
        if limit.least_day is not None and minutes < limit.least_day:
            text = f"{name} a {say_minutes(minutes)}, pour {say_minutes(limit.least_day)} au moins : {say_day(day)}."
            yield Passed(text, limit.least_day - minutes, _ids(rows), lacks=True, column="least_day")


def late_starts(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Days that begin after the second slot, and those that begin at it above what is allowed."""
    if limit.late_starts is None:
        return
    name, late = owner_name(problem, owner), []
    for day, rows in _days(held).items():
        starts = first_starts(problem, owner, day)
        if not starts or rows[0].start <= starts[0]:
            continue
        if rows[0].start > starts[-1]:
            text = f"{name} commence après le deuxième créneau : {say_day(day)}."
            yield Passed(text, LATE_START, _ids(rows), lacks=True, column="late_starts")
        late.append(day)
    if len(late) > limit.late_starts:
        said = f"{count(len(late), 'jour')} après le premier créneau"
        text = f"{name} commence {said}, pour {limit.late_starts} au plus : {say_week(monday(held[0].day))}."
        names = _ids(s for s in held if s.day in late)
        more = LATE_START * (len(late) - limit.late_starts)
        yield Passed(text, more, names, lacks=True, column="late_starts")


def site_changes(problem: Problem, limit: WeekLimit, owner: WeekOwner, held: Sequence[Session]) -> Iterator[Passed]:
    """Changes of site from one session to the next of a day, above those of a day and of a week."""
    name, total = owner_name(problem, owner), 0
    for day, rows in _days(held).items():
        sites = [(site, s.id) for s in rows if s.modality in THERE and (site := site_held_at(problem, s))]
        changes = sum(one != other for (one, _a), (other, _b) in pairwise(sites))
        total += changes
        if limit.site_changes_day is not None and changes > limit.site_changes_day:
            said = f"change {changes} fois de site, pour {limit.site_changes_day} au plus"
            more = SITE_CHANGE * (changes - limit.site_changes_day)
            yield Passed(f"{name} {said} : {say_day(day)}.", more, _ids(rows), column="site_changes_day")
    if limit.site_changes_week is not None and total > limit.site_changes_week:
        said = f"change {total} fois de site, pour {limit.site_changes_week} au plus"
        more = SITE_CHANGE * (total - limit.site_changes_week)
        text = f"{name} {said} : {say_week(monday(held[0].day))}."
        yield Passed(text, more, _ids(held), column="site_changes_week")


ALL: tuple[Reading, ...] = (gaps, days, window_days, week_days, runs, day_hours, late_starts, site_changes)
LACKING: tuple[Reading, ...] = (gaps, week_days, day_hours, late_starts)
"""Readings of what somebody has too little of, or in the wrong place, once something has gone."""
