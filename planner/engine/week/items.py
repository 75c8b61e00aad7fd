"""The items of one week: lessons, barrettes, open periods and fixed events, with their audience, teams and rooms.

First step of a week. It reads the draft (lessons that the term gave to the week, hours of barrettes found in the
templates, groups composed for them) and the workbook (locks, events, sessions that stand), and leaves values: what is
to be placed, with every way that is worth asking. Nothing is placed here and no search is run.

The second half says where an item may go: `options_of` asks the rules' ``domain`` predicates, so that what can never be
is in no model. The last part is the freedom given to a week that is too full (`free_team`, `free_time`, `free_choice`),
which a week asks only after it has failed without.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.board.called import with_units
from planner.courses.teams import teams_of
from planner.domain import (
    ApprenticeId,
    Barrette,
    ClassId,
    Course,
    CourseId,
    FixedEvent,
    Kind,
    Lock,
    OpenPeriod,
    Problem,
    RoomId,
    SessionId,
    SiteId,
    StandingSession,
    TrainerId,
    away,
    event_session_id,
)
from planner.engine.term.occurrences import Occurrence, barrette_occurrences, open_occurrences
from planner.engine.term.plan import Lesson
from planner.engine.week.draft import Draft, habit
from planner.engine.week.item_options import with_rooms
from planner.model import Item
from planner.prices import BARRETTE_OUT, COURSE_HOUR_OUT, FIXED_OUT, OPEN_OUT
from planner.rule import Rules

TrainerTeam = tuple[TrainerId, ...]
KEEPS_HOUR = (Kind.BARRETTE, Kind.OPEN)
"""What keeps one hour for the term, and may leave it in a week where that is impossible."""


def week_items(draft: Draft, rules: Rules, week: date) -> tuple[Item, ...]:
    """Everything to place in a week, with audience units and eligible rooms.

    In the order of the workbook: lessons, barrettes, open periods, events, then sessions that stand, which are not
    locked again. ``usual``: the hours that the same thing had in the weeks solved so far.
    """
    problem = draft.problem
    found = with_rooms(problem, rules, with_units(problem, week, bare_items(draft, week)))
    usual = (tuple(sorted(draft.usual.get(habit(item), ()))) for item in found)
    return tuple(i if slots == i.usual else replace(i, usual=slots) for i, slots in zip(found, usual, strict=True))


def bare_items(draft: Draft, week: date) -> list[Item]:
    """The same without people, rooms and habits: each looked at for itself, so that some of them may be left aside."""
    problem = draft.problem
    items = [_lesson(problem, lesson) for lesson in draft.lessons.get(week, [])]
    items += [
        barrette_item(draft, problem.barrettes[b], o)
        for b in problem.barrettes
        for o in barrette_occurrences(problem, b)
        if o.week == week
    ]
    items += [
        open_item(draft, p, o) for p in problem.open_periods for o in open_occurrences(problem, p.id) if o.week == week
    ]
    items += [event_item(problem, event) for event in problem.events if week <= event.day < week + timedelta(days=7)]
    # Sessions that stand come after the locks: a lock on the same course is for another session.
    items = _locked(problem, week, items)
    return [*items, *(_standing(problem, one) for one in problem.standing_in.get(week, ()))]


def _lesson(problem: Problem, lesson: Lesson) -> Item:
    """A session of a course: one team, that of the term; any room that the rules allow; the price of its length."""
    course = problem.courses[lesson.course_id]
    return Item(
        id=SessionId(f"{problem.session_stem(lesson.course_id, lesson.part)}-{lesson.ordinal:02d}"),
        kind=Kind.COURSE,
        minutes=lesson.minutes,
        class_ids=course.class_ids,
        part=lesson.part,
        teams=(lesson.team,),
        site_id=problem.course_site(course),
        bells_ids=tuple(sorted(bells.id for bells in problem.course_bells(course))),
        course_id=course.id,
        meal=course.meal,
        cost_unplaced=COURSE_HOUR_OUT * lesson.minutes // 60,
        ordinal=lesson.ordinal,
        tie=_tie(problem, lesson),
    )


def _tie(problem: Problem, lesson: Lesson) -> str:
    """Crossed parts: part A of one course and part B of the other share a tie, session by session."""
    course = problem.courses[lesson.course_id]
    other = problem.courses.get(course.crossed_with) if course.crossed_with else None
    # The workbook says it once, on either of the two courses.
    other = other or problem.once(_crossing).get(course.id)
    if other is None or not lesson.part or other.parts != course.parts:
        return ""
    first = min(course.id, other.id)
    letters = "ABCDEFGH"[: course.parts]
    # Part A of the first with part B of the other, B with C … and the last with A: each part has both courses.
    shift = letters.index(lesson.part) if course.id == first else (letters.index(lesson.part) + 1) % course.parts
    return f"{first}:{lesson.week}:{shift}:{lesson.minutes}"


def _crossing(problem: Problem) -> dict[CourseId, Course]:
    """Courses that others name as crossed with them, and the first course that does."""
    return {c.crossed_with: c for c in [*problem.courses.values()][::-1] if c.crossed_with}


def _site(problem: Problem, class_ids: tuple[ClassId, ...]) -> SiteId:
    """The site of the first class; empty without one."""
    return problem.classes[class_ids[0]].site_id if class_ids else SiteId("")


def _bells(problem: Problem, class_ids: Iterable[ClassId]) -> tuple[str, ...]:
    """Ids of the bells that some classes keep; an hour must be in the tables of all of them."""
    return tuple(sorted({problem.bells_of(c).id for c in class_ids}))


def barrette_item(draft: Draft, barrette: Barrette, occurrence: Occurrence) -> Item:
    """The item of an occurrence: at its usual hour and with its team, where these are known."""
    problem = draft.problem
    # None before the groups are composed (templates); an empty composition is one all the same.
    composed = draft.compositions.get((barrette.id, occurrence.period_id))
    runs = [r for r in composed.runs if r.occasion_key == occurrence.id] if composed else []
    team = tuple(dict.fromkeys(t for r in runs for t in r.trainer_ids))
    rooms = tuple(dict.fromkeys(r.room_id for r in runs if r.room_id))
    time = _locked_time(problem, occurrence, barrette) or draft.times.get((str(barrette.id), occurrence.rank))
    if time is None and barrette.fixed_weekday is not None and barrette.fixed_start is not None:
        time = (barrette.fixed_weekday, barrette.fixed_start)
    return Item(
        id=occurrence.id,
        kind=Kind.BARRETTE,
        minutes=occurrence.minutes,
        class_ids=barrette.class_ids,
        teams=(team,),
        fixed_rooms=rooms,
        site_id=barrette.site_id or _site(problem, barrette.class_ids),
        bells_ids=_bells(problem, barrette.class_ids),
        barrette_id=barrette.id,
        occurrence=occurrence.ordinal,
        rank=occurrence.rank,
        period_id=occurrence.period_id,
        pinned=(occurrence.week + timedelta(days=time[0]), time[1]) if time else None,
        cost_unplaced=BARRETTE_OUT,
        staff=0 if composed else groups_wanted(problem, barrette),
        pool=frozenset() if composed else trainer_pool(problem, barrette),
    )


def _locked_time(problem: Problem, occurrence: Occurrence, barrette: Barrette) -> tuple[int, int] | None:
    """(weekday, start) that the locks of a week give to an occurrence, by its rank in the week.

    None where there are fewer locks than occurrences. Locks of a person in a group have no hour of the barrette.
    """
    week = (occurrence.week, occurrence.week + timedelta(days=6))
    times = sorted(
        (lock.day.weekday(), lock.start)
        for lock in problem.locks
        if lock.barrette_id == barrette.id and lock.start is not None and not lock.apprentice_id
        if lock.day is not None and week[0] <= lock.day <= week[1]
    )
    return times[occurrence.rank] if occurrence.rank < len(times) else None


def groups_wanted(problem: Problem, barrette: Barrette) -> int:
    """Taught groups to staff: a third more than classes, and enough for the people at the largest group size.

    A guess, needed only until the groups are composed; 0 for a barrette without classes.
    """
    people = sum(len(problem.roster(c, problem.first)) for c in barrette.class_ids)
    largest = barrette.max_size or 12
    return max(-(-4 * len(barrette.class_ids) // 3), -(-people // largest)) if barrette.class_ids else 0


def free_team(problem: Problem, item: Item, near: frozenset[TrainerId]) -> Item:
    """A barrette whose team is given back: enough people of its pool will do."""
    del near
    if item.barrette_id is None:
        return item
    barrette = problem.barrettes[item.barrette_id]
    staff = groups_wanted(problem, barrette)
    return replace(item, teams=((),), fixed_rooms=(), staff=staff, pool=trainer_pool(problem, barrette))


def free_time(problem: Problem, item: Item, near: frozenset[TrainerId]) -> Item:
    """A barrette or open period that may leave its usual hour for once, unless the workbook fixes it."""
    del near
    fixed = item.barrette_id is not None and problem.barrettes[item.barrette_id].fixed_start is not None
    return item if fixed or item.pinned is None or item.kind not in KEEPS_HOUR else off_its_hour(item)


def off_its_hour(item: Item) -> Item:
    """The same item at any hour, the one that it had being a wish."""
    return replace(item, pinned=None, usual=((item.pinned[0].weekday(), item.pinned[1]),)) if item.pinned else item


def free_choice(problem: Problem, item: Item, near: frozenset[TrainerId]) -> Item:
    """A course that may be given to another of its teams for a week, where that can help the sessions left out.

    ``near``: trainers who could take what is left out. A course without a choice, or whose trainers are none of them,
    is returned as it is.
    """
    if item.course_id is None or item.kind != Kind.COURSE or item.exact:
        return item
    teams = teams_of(problem, problem.courses[item.course_id])
    # Only then: another team for a course that is nobody's neighbour would be a change for nothing.
    helps = any(trainer in near for team in teams for trainer in team)
    return replace(item, teams=teams) if len(teams) > 1 and helps else item


def trainers_near(problem: Problem, left_out: tuple[Item, ...]) -> frozenset[TrainerId]:
    """Trainers of every team that could take the sessions left out."""
    courses = [problem.courses[item.course_id] for item in left_out if item.course_id is not None]
    return frozenset(t for course in courses for team in teams_of(problem, course) for t in team)


def trainer_pool(problem: Problem, barrette: Barrette) -> frozenset[TrainerId]:
    """Adults who may stand in a barrette: its own list, else whoever teaches."""
    return frozenset(barrette.trainer_ids) or frozenset(t.id for t in problem.trainers.values() if t.teaches)


def open_item(draft: Draft, period: OpenPeriod, occurrence: Occurrence) -> Item:
    """The item of an occurrence of an open period: at its usual hour, where it is known."""
    problem = draft.problem
    time = draft.times.get((str(period.id), occurrence.rank))
    return Item(
        id=occurrence.id,
        kind=Kind.OPEN,
        minutes=occurrence.minutes,
        class_ids=period.class_ids,
        site_id=period.site_id or _site(problem, period.class_ids),
        bells_ids=_bells(problem, period.class_ids),
        open_id=period.id,
        occurrence=occurrence.ordinal,
        rank=occurrence.rank,
        period_id=occurrence.period_id,
        pinned=(occurrence.week + timedelta(days=time[0]), time[1]) if time else None,
        cost_unplaced=OPEN_OUT,
    )


def event_item(problem: Problem, event: FixedEvent) -> Item:
    """The item of a fixed event, at its hour and nowhere else; of the people whom it names, those who may come."""
    site = _site(problem, event.class_ids)
    return Item(
        id=event_session_id(event.id),
        kind=Kind.FIXED,
        minutes=problem.event_minutes(event),
        class_ids=event.class_ids if not event.apprentice_ids else (),
        part=event.part,
        learners=_who_comes(problem, event),
        teams=(event.trainer_ids,),
        fixed_rooms=(event.room_id,) if event.room_id else (),
        site_id=site,
        bells_ids=_bells(problem, event.class_ids),
        pinned=(event.day, event.start),
        cost_unplaced=FIXED_OUT,
    )


def _who_comes(problem: Problem, event: FixedEvent) -> tuple[ApprenticeId, ...]:
    """Those whom an event names and who may come: it takes place without the others."""
    span = event.day, event.start, event.end

    def free(person: ApprenticeId) -> bool:
        learner = problem.learners[person]
        gone = not problem.enrolled(learner, event.day) or away(learner.absences, *span)
        return not gone and not problem.barred(person, *span)

    return tuple(a for a in event.apprentice_ids if free(a))


def _standing(problem: Problem, one: StandingSession) -> Item:
    """A session that stands already: its own span, trainers and room; what it does not say is chosen."""
    course = problem.courses[one.course_id]
    site = _site_of(problem, one.room_id, problem.course_site(course))
    return Item(
        id=one.id,
        kind=Kind.COURSE,
        minutes=one.minutes,
        class_ids=one.class_ids,
        part=one.part,
        teams=(one.trainer_ids,)
        if one.trainer_ids
        else _teams_then(problem, teams_of(problem, course), one.day, one.start, one.end, site),
        fixed_rooms=(one.room_id,) if one.room_id else (),
        site_id=problem.course_site(course),
        bells_ids=_bells(problem, one.class_ids),
        course_id=course.id,
        meal=course.meal,
        pinned=(one.day, one.start),
        exact=(one.start, one.end),
        cost_unplaced=FIXED_OUT,
    )


def _site_of(problem: Problem, room_id: RoomId | None, site: SiteId) -> SiteId:
    """The site of a room; ``site`` where no room is said, or it says none."""
    room = problem.rooms.get(room_id) if room_id else None
    return room.site_id if room and room.site_id else site


def _teams_then(
    problem: Problem, teams: Sequence[TrainerTeam], day: date, start: int, end: int, site: SiteId
) -> tuple[TrainerTeam, ...]:
    """Those of some teams of whom nobody is away, kept by events during a span or never on its site.

    The first one where none is left.
    """

    def taken(trainer: TrainerId) -> bool:
        known = problem.trainers[trainer]
        elsewhere = bool(site and known.sites) and site not in known.sites
        gone = away(known.absences, day, start, end)
        return elsewhere or gone or problem.kept_by_events(trainer, day, start, end)

    there = tuple(team for team in teams if not any(taken(t) for t in team))
    return there or tuple(teams[:1]) or ((),)


def _locked(problem: Problem, week: date, items: list[Item]) -> list[Item]:
    """Locks on sessions: the first session of the course with room for it takes the locked time, room and team.

    A lock for which the week has no session left is not obeyed here: the rule H15 says it.
    """
    for lock in problem.locks:
        if lock.course_id is None or lock.day is None or not week <= lock.day < week + timedelta(days=7):
            continue
        number = next((n for n, item in enumerate(items) if _fits(item, lock)), None)
        if number is not None:
            item = items[number]
            items[number] = as_locked(replace(item, teams=_teams_at(problem, item, lock)), lock)
    return items


def as_locked(item: Item, lock: Lock) -> Item:
    """An item at the day of a lock, and at its hour, in its room and with its team where it names them."""
    assert lock.day is not None
    return replace(
        item,
        pinned=(lock.day, lock.start) if lock.start is not None else item.pinned,
        first=lock.day,
        last=lock.day,
        rooms=(lock.room_id,) if lock.room_id else item.rooms,
        teams=(lock.trainer_ids,) if lock.trainer_ids else item.teams,
    )


def _teams_at(problem: Problem, item: Item, lock: Lock) -> tuple[TrainerTeam, ...]:
    """The team that the term gives to a session; where it cannot be there at the hour of a lock, any other one."""
    if lock.day is None or lock.start is None or item.course_id is None:
        return item.teams
    span = lock.day, lock.start, lock.start + item.minutes
    teams = [*item.teams, *(t for t in teams_of(problem, problem.courses[item.course_id]) if t not in item.teams)]
    found = _teams_then(problem, teams, *span, _site_of(problem, lock.room_id, item.site_id))
    return item.teams if found[0] in item.teams else found


def _fits(item: Item, lock: Lock) -> bool:
    """Whether a session may take a lock: of its course and part, and not taken by another one."""
    return item.course_id == lock.course_id and item.part == lock.part and item.pinned is None and item.first is None
