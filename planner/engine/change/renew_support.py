"""Hours of barrettes and open periods that a changed workbook has more of, or fewer, in the weeks to come.

Each is looked at week by week, against what the workbook before asked for: what could not be placed then is listed
already. A new hour is taken where all its classes are free, as many of their people can come as may be, and somebody
can lead; where there is none, courses move for it, as for a course that waits.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.restore import occurrence_id, open_owner
from planner.domain import (
    ApprenticeId,
    Barrette,
    Cause,
    Kind,
    Missing,
    OpenPeriod,
    Problem,
    Session,
    SessionId,
    Timetable,
    Waits,
    monday,
)
from planner.domain.kinds import WITH_CLASS
from planner.engine.change.given_back import GivenUp, Hours, make_way
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.moving import take_out
from planner.engine.change.touched import differ
from planner.engine.change.week_sessions import support_hour
from planner.engine.groups.occasions import learners_at, occasion
from planner.engine.people.attend import keep_hour
from planner.engine.term.occurrences import Occurrence, barrette_occurrences, open_occurrences
from planner.engine.week.draft import Draft
from planner.engine.week.item_options import options_of
from planner.engine.week.items import barrette_item, groups_wanted, open_item, trainer_pool
from planner.model import Item, Option, Placed
from planner.rule import Rules

ASKED = (
    *("barrettes", "open_periods", "classes", "closed", "closed_halves", "closed_sites"),
    *("first", "last", "periods", "pauses"),
)
"""Parts of the problem on which the hours of barrettes and open periods rest."""
Support = Barrette | OpenPeriod
Makes = Callable[[Session], Missing | None]
"""Puts a session without a place at an hour of its week for which others move; what is listed where there is none."""


@dataclass
class NewHours:
    """What `renew_support` did: hours on the board that wait for their groups, those without one, what was dropped."""

    items: dict[SessionId, Item] = field(default_factory=dict)
    left: list[Missing] = field(default_factory=list)
    dropped: list[Session] = field(default_factory=list)
    given_up: list[GivenUp] = field(default_factory=list)

    def kept(self, board: Board) -> dict[date, list[Placed]]:
        """Monday → the new hours, no longer sessions but kept for their people until their groups are composed.

        Under the same ids, for the people who can come; `compose_all` makes their groups, and the hours go once
        these stand.
        """
        weeks: dict[date, list[Placed]] = {}
        for key, item in self.items.items():
            hour = board.sessions[key]
            option = Option(hour.day, hour.start, hour.end)
            board.take(key)
            keep_hour(board, item, option)
            weeks.setdefault(monday(hour.day), []).append((item, option))
        return weeks


def without_groups(
    board: Board, hours: Mapping[date, Sequence[Placed]], before: Iterable[Missing], listed: Iterable[Missing]
) -> list[Missing]:
    """Hours of support that have come, or come back, and at which no group could open; none that is ``listed``.

    ``hours``: as `NewHours.kept` gives them; ``before``: what was not placed before.
    """
    held = {support_hour(board.problem, session) for session in board.sessions.values()}
    known, told = {row.session_id: row for row in before}, {row.session_id for row in listed}
    found = []
    for item, option in (placed for week in hours.values() for placed in week):
        if item.id not in held and item.id not in told:
            bare = Missing(item.id, item.kind, item.minutes, Cause.NO_GROUP, class_ids=item.class_ids)
            row = replace(known.get(item.id, bare), barrette_id=item.barrette_id, cause=Cause.NO_GROUP)
            found.append(replace(row, day=option.day, start=option.start, end=option.end))
    return found


def renew_support(
    board: Board, rules: Rules, old: Problem, before: Timetable, limits: Limits, make_room: Makes, hours: Hours
) -> NewHours:
    """Put the hours that are new on the board, without groups so far; drop those too many.

    ``old``: the workbook of the timetable ``before``. Where neither asks otherwise (`ASKED`) nothing is looked at but
    ``hours``, which an earlier change took: they come back where they were. ``make_room`` is asked last, for an hour
    that nothing free takes; it may move courses of that week. Rows of hours without a place wait for nothing
    (`Waits.NO`).
    """
    done, problem = NewHours(), board.problem
    asked = differ(old, problem, *ASKED)
    offers: list[Support] = [*problem.barrettes.values(), *problem.open_periods] if asked or hours else []
    for thing in offers:
        done.items |= _given_back(board, rules, thing, limits.first, hours, done.given_up)
        if not asked:
            continue
        usual = _usual(board, thing)
        names = {key for key, _s in _of(problem, before.sessions, thing)}
        for week, more in _differences(board, old, thing):
            if more < 0:
                done.dropped += _drop(board, thing, week, -more, limits)
            for occurrence in _new(problem, thing, week, more, names):
                item = _item(problem, thing, occurrence)
                # Nobody is called to an hour of a week that was announced without it.
                if limits.late(week):
                    row = replace(Left(_bare(item, week), {}).row(), cause=Cause.TOO_LATE, waits=Waits.NO, week=week)
                    done.left.append(row)
                    continue
                hour = _hour(board, rules, item, week, limits, usual.get(occurrence.rank))
                if hour.start >= 0:
                    board.put(hour, _coming(board, item, hour))
                elif (missing := make_room(hour)) is not None:
                    done.left.append(replace(missing, waits=Waits.NO))
                    continue
                placed = board.sessions[hour.id]
                # The first hour that a rank gets becomes its habit in the weeks to come.
                usual.setdefault(occurrence.rank, (placed.day.weekday(), placed.start))
                done.items[hour.id] = item
    return done


def _given_back(
    board: Board, rules: Rules, thing: Support, first: date, hours: Hours, given_up: list[GivenUp]
) -> dict[SessionId, Item]:
    """Hours that a change took and that are possible again, inside the notice too, on the board where they were."""
    found = {}
    lost = (o for o in _wanted(board.problem, thing) if o.id in hours) if hours else ()
    for occurrence in lost:
        item, (day, start, end, _team) = _item(board.problem, thing, occurrence), hours[occurrence.id].option
        own = replace(item, pinned=(day, start), first=day, last=day)
        if monday(day) != occurrence.week or any(key == occurrence.id for key, _s in _standing(board, thing)):
            continue
        hour = replace(_bare(item, occurrence.week), day=day, start=start, end=end)
        people = _coming(board, item, hour)
        allowed = any(o.end == end for o in options_of(board.problem, rules, own, occurrence.week))
        if allowed and people and not _met(board, item, hour):
            board.put(hour, people)
            make_way(board, hour.id, first, given_up)
            found[hour.id] = item
    return found


def _wanted(problem: Problem, thing: Support) -> list[Occurrence]:
    """Occurrences that a workbook asks for; none where it does not know the barrette or the period."""
    if isinstance(thing, Barrette):
        return list(barrette_occurrences(problem, thing.id)) if thing.id in problem.barrettes else []
    return list(open_occurrences(problem, thing.id)) if any(o.id == thing.id for o in problem.open_periods) else []


def _differences(board: Board, old: Problem, thing: Support) -> Iterator[tuple[date, int]]:
    """Weeks in which the workbook asks for more hours of something than before, or for fewer.

    (Monday, hours): more than 0 to be added, less than 0 to be dropped. Weeks without a difference are not among them.
    """
    now, was = (Counter(o.week for o in _wanted(p, thing)) for p in (board.problem, old))
    for week in sorted({*now, *was}):
        # By occurrence: groups side by side are one hour.
        stands = len({key for key, _s in _standing(board, thing, week)})
        # Never more than the workbook adds, nor than is lacking: an hour that stands already fills a new one.
        more = min(now[week] - was[week], now[week] - stands)
        fewer = min(was[week] - now[week], stands - now[week])
        if more > 0 or fewer > 0:
            yield week, more if more > 0 else -fewer


def _standing(board: Board, thing: Support, week: date | None = None) -> Iterator[tuple[SessionId, Session]]:
    """Sessions of something that stand, of a week or of all, with the id of their occurrence."""
    held = board.sessions.values()
    return _of(board.problem, [s for s in held if week is None or monday(s.day) == week], thing)


def _of(problem: Problem, sessions: Iterable[Session], thing: Support) -> Iterator[tuple[SessionId, Session]]:
    """Those of some sessions that are of a barrette or an open period, with the id of their occurrence."""
    for session in sessions:
        if isinstance(thing, Barrette):
            if session.kind == Kind.BARRETTE and session.barrette_id == thing.id:
                yield occurrence_id(session), session
        elif session.kind in (Kind.OPEN, Kind.SUPPORT) and open_owner(problem, session) == thing.id:
            yield SessionId(f"{thing.id}-{session.period_id or 'P'}-o{session.occurrence}"), session


def _usual(board: Board, thing: Support) -> dict[int, tuple[int, int]]:
    """Rank in the week → weekday and start that something has most often.

    Minutes after midnight; weekday 0 is Monday. The hour that the workbook fixes, if it does; empty where nothing
    stands.
    """
    if isinstance(thing, Barrette) and thing.fixed_weekday is not None and thing.fixed_start is not None:
        return {0: (thing.fixed_weekday, thing.fixed_start)}
    weeks: dict[date, set[tuple[int, int]]] = {}
    for _key, session in _standing(board, thing):
        weeks.setdefault(monday(session.day), set()).add((session.day.weekday(), session.start))
    ranks: dict[int, Counter[tuple[int, int]]] = {}
    for times in weeks.values():
        for rank, time in enumerate(sorted(times)):
            ranks.setdefault(rank, Counter())[time] += 1
    return {rank: min(found, key=lambda t: (-found[t], t)) for rank, found in ranks.items()}


def _drop(board: Board, thing: Support, week: date, number: int, limits: Limits) -> list[Session]:
    """The least usual hours of a week go, of those the last ones; none that is announced or locked.

    How usual an hour is counts over all weeks, by weekday and start. Fewer go than asked where the others may not;
    every group session that is gone is returned.
    """
    times = {(s.day, s.start) for _key, s in _standing(board, thing)}
    usual = Counter((day.weekday(), start) for day, start in times)
    hours: dict[SessionId, list[Session]] = {}
    for key, session in _standing(board, thing, week):
        hours.setdefault(key, []).append(session)
    free = [mine for mine in hours.values() if not any(limits.stays(s) for s in mine)]
    # The last of those that are equally usual go first.
    free.sort(key=lambda mine: (-usual[mine[0].day.weekday(), mine[0].start], mine[0].day, mine[0].start))
    gone = [session for mine in free[-number:] for session in mine]
    for session in gone:
        take_out(board, session.id)
    return gone


def _new(problem: Problem, thing: Support, week: date, number: int, names: set[SessionId]) -> Iterator[Occurrence]:
    """So many occurrences of a week, the last ones, each under an ordinal that is not among ``names``."""
    for occurrence in [o for o in _wanted(problem, thing) if o.week == week][-number:] if number > 0 else []:
        # An id of the timetable before names nothing else, even where its session is gone.
        while occurrence.id in names:
            occurrence = replace(occurrence, ordinal=occurrence.ordinal + 1)
        names.add(occurrence.id)
        yield occurrence


def _item(problem: Problem, thing: Support, occurrence: Occurrence) -> Item:
    """An occurrence as a first solve would have it."""
    if isinstance(thing, Barrette):
        return barrette_item(Draft(problem), thing, occurrence)
    return open_item(Draft(problem), thing, occurrence)


def _hour(board: Board, rules: Rules, item: Item, week: date, limits: Limits, usual: tuple[int, int] | None) -> Session:
    """The hour at which all classes are free, most people can come, and most groups find somebody to lead them.

    A session without a place, on the last day of the week, where there is none.

    On a day without another occurrence of the same before one with more adults. ``usual``: weekday and start that win
    among equals; the earliest wins after that. Nothing moves for it.
    """
    bare = _bare(item, week)
    taken = {s.day for s in board.sessions.values() if _same(s, item) and monday(s.day) == week}
    best: tuple[tuple[int, bool, int, bool, date, int], Session] | None = None
    for option in options_of(board.problem, rules, replace(item, first=max(week, limits.moves)), week):
        hour = replace(bare, day=option.day, start=option.start, end=option.end)
        if _met(board, item, hour):
            continue
        here = occasion(board, (item, option))
        pool, wanted = here.trainers, 1
        if item.barrette_id:
            barrette = board.problem.barrettes[item.barrette_id]
            pool, wanted = here.trainers & trainer_pool(board.problem, barrette), groups_wanted(board.problem, barrette)
        other = usual is not None and (option.day.weekday(), option.start) != usual
        again = option.day in taken
        rank = (-len(here.learners), again, -min(len(pool), wanted), other, option.day, option.start)
        if here.learners and (best is None or rank < best[0]):
            best = rank, hour
    return best[1] if best else bare


def _met(board: Board, item: Item, hour: Session) -> bool:
    """Whether one of the classes of an hour has something else then."""
    return any(s.overlaps(hour) for c in item.class_ids for s in board.of_class(c, hour.day) if s.kind in WITH_CLASS)


def _same(session: Session, item: Item) -> bool:
    """Whether a session is of the barrette or open period of an item."""
    if item.barrette_id:
        return session.barrette_id == item.barrette_id
    return session.kind == Kind.OPEN and set(session.class_ids) <= set(item.class_ids)


def _coming(board: Board, item: Item, hour: Session) -> dict[ApprenticeId, bool]:
    """Those of the classes who can come at an hour.

    Person → whether they follow from elsewhere.
    """
    span = hour.day, hour.start, hour.end
    here = learners_at(board.problem, board.presence, item.class_ids, *span, hour.minutes)
    return board.ways(hour, here)


def _bare(item: Item, week: date) -> Session:
    """An hour without a place, as a session without groups on the last day of its week."""
    return Session(
        *(item.id, item.kind, week + timedelta(days=6), -1, 0, item.minutes, "", ""),
        barrette_id=item.barrette_id,
        class_ids=item.class_ids,
        occurrence=item.occurrence,
        period_id=item.period_id,
        site_id=item.site_id,
    )
