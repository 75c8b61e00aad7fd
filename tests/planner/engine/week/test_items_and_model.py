"""The items of a week and its model: what is to be placed, where it may go, and what holds it together."""

from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.domain import (
    AM,
    Absence,
    Barrette,
    BarretteId,
    Cause,
    Exemption,
    FixedEvent,
    Kind,
    Lock,
    OpenPeriod,
    OpenPeriodId,
    Period,
    PeriodId,
    Problem,
    SessionId,
    SiteId,
    StandingSession,
)
from planner.engine.groups.read import Composition, Run
from planner.engine.solvers.cpsat import Search, solve
from planner.engine.term.plan import Lesson
from planner.engine.week.calm_hours import at_calm_hours
from planner.engine.week.draft import Draft, habit, item_classes, missing
from planner.engine.week.item_options import item_spans, options_of, without_room
from planner.engine.week.items import (
    free_choice,
    free_team,
    free_time,
    groups_wanted,
    trainer_pool,
    trainers_near,
    week_items,
)
from planner.engine.week.model import build
from planner.model import Item, WeekModel
from planner.prices import ADULT_LACKING, BARRETTE_OUT, COURSE_HOUR_OUT, FIXED_OUT
from tests.rules import build as b

PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.MONDAY + timedelta(days=41))
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1)
OPEN = OpenPeriod(OpenPeriodId("O"), "Temps banalisé", (b.CLASS,), 60, per_week=1)
NOBODY = frozenset[object]()


def lesson(ordinal: int = 1, part: str = "", minutes: int = 60, course_id: str = b.COURSE) -> Lesson:
    """A session of a course in the week."""
    return Lesson(course_id, part, ordinal, minutes, b.MONDAY, (b.TRAINER,))  # type: ignore[arg-type]


def draft(*lessons: Lesson, **changes: object) -> Draft:
    """A draft of one week, with its lessons."""
    plain = {"courses": [b.course()], "learners": [b.learner()], "periods": (PERIOD,)}
    return Draft(b.problem(**{**plain, **changes}), {b.MONDAY: list(lessons)})  # type: ignore[arg-type]


def items(found: Draft) -> dict[str, Item]:
    """Items of the week by id."""
    return {str(item.id): item for item in week_items(found, RULES, b.MONDAY)}


# What is to be placed


def test_lesson_has_its_team_its_rooms_and_the_price_of_its_length() -> None:
    """Two hours with one learner of the class: a seat, the two rooms, twice the price of an hour."""
    (one,) = items(draft(lesson(minutes=120))).values()
    assert (one.id, one.kind, one.minutes, one.teams, one.heads) == ("cours-01", Kind.COURSE, 120, ((b.TRAINER,),), 1)
    assert one.rooms == (b.ROOM, b.SECOND_ROOM)
    assert one.cost_unplaced == 2 * COURSE_HOUR_OUT


def test_barrette_keeps_its_usual_hour() -> None:
    """Found in the first weeks for Tuesday at 10; the workbook's own hour holds where none was found; a lock first."""
    plain = {"barrettes": [BARRETTE]}
    usual = draft(**plain)
    usual.times["B", 0] = (1, 600)
    fixed = draft(barrettes=[replace(BARRETTE, fixed_weekday=2, fixed_start=480)])
    lock = draft(**plain, locks=(Lock(barrette_id=BARRETTE.id, day=b.FRIDAY, start=840),))
    lock.times["B", 0] = (1, 600)
    pins = [items(one)["B-P1-o1"].pinned for one in (usual, fixed, lock, draft(**plain))]
    assert pins == [(b.TUESDAY, 600), (b.WEDNESDAY, 480), (b.FRIDAY, 840), None]


def test_barrette_takes_the_team_and_rooms_of_its_groups() -> None:
    """Composed: the adults and rooms of its groups; not yet: so many trainers out of its pool."""
    run = Run("B-P1-o1", "g", (b.SECOND,), b.ROOM, "LIT1")  # type: ignore[arg-type]
    made = draft(barrettes=[BARRETTE])
    made.compositions[BARRETTE.id, PERIOD.id] = Composition(runs=(run,))
    item, bare = items(made)["B-P1-o1"], items(draft(barrettes=[BARRETTE]))["B-P1-o1"]
    assert (item.teams, item.fixed_rooms, item.staff) == (((b.SECOND,),), (b.ROOM,), 0)
    assert (bare.teams, bare.staff, bare.pool) == (((),), 2, {b.TRAINER, b.SECOND})
    assert item.cost_unplaced == BARRETTE_OUT


def test_groups_wanted_of_a_barrette() -> None:
    """A third more than classes, or enough for everybody at the largest size."""
    people = [b.learner(f"a{n:02d}") for n in range(25)]
    problem = b.problem(barrettes=[BARRETTE], learners=people)
    assert groups_wanted(problem, BARRETTE) == 3
    assert groups_wanted(problem, replace(BARRETTE, max_size=5)) == 5
    assert groups_wanted(b.problem(), BARRETTE) == 2
    assert trainer_pool(problem, replace(BARRETTE, trainer_ids=(b.SECOND,))) == {b.SECOND}


def test_open_period_has_a_usual_hour_that_is_only_a_wish() -> None:
    """Thursday at 9 in the weeks solved so far: not pinned, so that it may go elsewhere for once."""
    found = draft(open_periods=(OPEN,))
    found.usual[OPEN.id, "", 60] = {(3, 540): 2}
    item = items(found)["O-P1-o1"]
    assert (item.usual, item.pinned) == (((3, 540),), None)


def test_event_is_at_its_hour_with_those_who_may_come() -> None:
    """One of the two who are named is away: the other is called."""
    away = b.learner("ailleurs", absences=(Absence(),))
    event = FixedEvent("jury", "Jury", b.TUESDAY, 480, 570, apprentice_ids=(b.LEARNER, away.id), room_id=b.ROOM)
    found = draft(events=(event,), learners=[b.learner(), away])
    item = items(found)["fixe-jury"]
    assert (item.pinned, item.learners, item.fixed_rooms) == ((b.TUESDAY, 480), (b.LEARNER,), (b.ROOM,))
    assert (item.minutes, item.cost_unplaced) == (90, FIXED_OUT)
    assert item_spans(found.problem, item, b.TUESDAY) == [(480, 570)]
    assert item_spans(found.problem, item, b.MONDAY) == []


def test_standing_session_keeps_its_own_span() -> None:
    """From 8:10 to 9:25, whatever the bells; its trainer and room where they are said."""
    one = StandingSession(
        SessionId("s"), b.COURSE, b.MONDAY, 490, 565, 60, class_ids=(b.CLASS,), trainer_ids=(b.SECOND,)
    )
    found = draft(standing=(one,))
    item = items(found)["s"]
    assert (item.exact, item.teams, item.pinned) == ((490, 565), ((b.SECOND,),), (b.MONDAY, 490))
    assert [(o.start, o.end) for o in options_of(found.problem, RULES, item, b.MONDAY)] == [(490, 565)]


def test_standing_session_without_trainer_has_one_who_works_on_the_site_of_its_room() -> None:
    """Either may give the course; the first never comes to the annex, where the room is."""
    here, annex = SiteId("ici"), SiteId("annexe")
    one = StandingSession(SessionId("s"), b.COURSE, b.MONDAY, 480, 540, 60, class_ids=(b.CLASS,), room_id=b.ROOM)
    either = b.course(teams=((b.TRAINER,), (b.SECOND,)))
    people = [b.trainer(sites=(here,)), b.trainer(b.SECOND)]
    for site, teams in ((annex, ((b.SECOND,),)), (here, either.teams)):
        found = draft(standing=(one,), courses=[either], trainers=people, rooms=[b.room(site_id=site)])
        assert items(found)["s"].teams == teams


def test_lock_takes_the_first_session_of_its_course() -> None:
    """Wednesday at 14 in the second room: the other session stays free."""
    lock = Lock(b.COURSE, day=b.WEDNESDAY, start=840, room_id=b.SECOND_ROOM)
    found = items(draft(lesson(1), lesson(2), locks=(lock,)))
    assert [(i.pinned, i.rooms) for i in found.values()] == [
        ((b.WEDNESDAY, 840), (b.SECOND_ROOM,)),
        (None, (b.ROOM, b.SECOND_ROOM)),
    ]


def test_crossed_parts_are_tied_crosswise() -> None:
    """Part A of one course and part B of the other share a tie, and the other two another one."""
    courses = [b.course(parts=2, crossed_with=b.SECOND_COURSE), b.course(b.SECOND_COURSE, parts=2)]
    lessons = [lesson(1, part, course_id=c) for c in (b.COURSE, b.SECOND_COURSE) for part in "AB"]
    ties = [i.tie for i in items(draft(*lessons, courses=courses)).values()]
    assert ties[0] == ties[3] != ties[1] == ties[2] != ""
    three = [b.course(parts=3, crossed_with=b.SECOND_COURSE), b.course(b.SECOND_COURSE, parts=3)]
    lessons = [lesson(1, part, course_id=c) for c in (b.COURSE, b.SECOND_COURSE) for part in "ABC"]
    ties = [i.tie for i in items(draft(*lessons, courses=three)).values()]
    assert (ties[0], ties[1], ties[2]) == (ties[4], ties[5], ties[3])
    assert next(iter(items(draft(lesson())).values())).tie == ""


# Where it may go


def test_rooms_that_are_too_small_are_no_rooms() -> None:
    """Two learners, a room of one seat and one of two."""
    rooms = [b.room(seats=1), b.room(b.SECOND_ROOM, seats=2)]
    found = items(draft(lesson(), rooms=rooms, learners=[b.learner("a"), b.learner("b")]))
    assert [i.rooms for i in found.values()] == [(b.SECOND_ROOM,)]


def test_no_room_leaves_no_option_unless_all_are_at_a_distance() -> None:
    """A course of the kitchen in a centre without one; whoever follows from elsewhere needs none."""
    kitchen = [b.course(room_types=("cuisine",))]
    here, far = draft(lesson(), courses=kitchen), draft(
        lesson(), courses=kitchen, learners=[b.learner(remote=True)]
    )  # fmt: skip
    for found, without in ((here, True), (far, False)):
        (item,) = items(found).values()
        assert without_room(found.problem, item, b.MONDAY) == without
        assert bool(options_of(found.problem, RULES, item, b.MONDAY)) != without


def test_options_are_those_that_bells_and_rules_allow() -> None:
    """The trainer is away but on Monday, the class comes in the morning only: four hours of one day."""
    away = b.trainer(absences=(Absence(first=b.TUESDAY),))
    found = draft(lesson(), trainers=[away], classes=[b.group(calendar=b.present(mask=AM))])
    (item,) = items(found).values()
    options = options_of(found.problem, RULES, item, b.MONDAY)
    assert [(o.day, o.start) for o in options] == [(b.MONDAY, hour * 60) for hour in (8, 9, 10, 11)]
    later = replace(item, first=b.TUESDAY)
    assert options_of(found.problem, RULES, later, b.MONDAY) == []


# More freedom


def test_barrette_may_be_freed_of_its_team_then_of_its_hour() -> None:
    """Without its team it needs so many of its pool; its hour becomes a wish, unless the workbook fixes it."""
    problem = b.problem(barrettes=[BARRETTE])
    item = b.item(
        "B-P1-o1", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, pinned=(b.TUESDAY, 600), fixed_rooms=(b.ROOM,)
    )
    freed = free_team(problem, item, NOBODY)  # type: ignore[arg-type]
    assert (freed.teams, freed.fixed_rooms, freed.staff) == (((),), (), 2)
    loose = free_time(problem, item, NOBODY)  # type: ignore[arg-type]
    assert (loose.pinned, loose.usual) == (None, ((1, 600),))
    fixed = b.problem(barrettes=[replace(BARRETTE, fixed_start=600, fixed_weekday=1)])
    assert free_time(fixed, item, NOBODY) == item  # type: ignore[arg-type]
    assert free_team(problem, b.item(), NOBODY) == b.item()  # type: ignore[arg-type]


def test_course_with_a_choice_may_change_its_team_where_that_helps() -> None:
    """Its other team could take what is left out, or not."""
    problem = b.problem(courses=[b.course(teams=((b.TRAINER,), (b.SECOND,))), b.course(b.SECOND_COURSE)])
    item = b.item(course_id=b.COURSE)
    near = trainers_near(problem, (b.item(course_id=b.SECOND_COURSE),))
    assert near == {b.TRAINER}
    assert free_choice(problem, item, near).teams == ((b.TRAINER,), (b.SECOND,))
    assert free_choice(problem, item, frozenset()) == item


# Calm hours


def test_barrette_looks_for_hours_that_meet_nothing() -> None:
    """A session stands on Monday at 8 and an event on Tuesday at 9: every other hour is calm."""
    one = StandingSession(SessionId("s"), b.COURSE, b.MONDAY, 480, 540, 60, class_ids=(b.CLASS,))
    event = FixedEvent("1", "sortie", b.TUESDAY, 540, 600, class_ids=(b.CLASS,))
    problem = b.problem(standing=(one,), events=(event,))
    item = b.item("B-P1-o1", kind=Kind.BARRETTE)
    (calm,) = at_calm_hours(problem, (item,))
    assert len(calm.usual) == 5 * 8 - 2
    assert not {(0, 480), (1, 540)} & set(calm.usual)
    kept = (replace(item, usual=((0, 480),)), b.item(), replace(item, pinned=(b.MONDAY, 480)))
    assert at_calm_hours(problem, kept) == kept
    assert at_calm_hours(b.problem(), (item,)) == (item,)


# The draft


def test_draft_remembers_the_hours_that_were_used() -> None:
    """Twice Monday at 8 and once at 9, by course, part and length."""
    found, item = Draft(b.problem()), b.item(course_id=b.COURSE)
    for week, start in enumerate(("8", "8", "9")):
        found.remember(b.MONDAY + timedelta(days=7 * week), ((item, b.option(start=start, end="10")),), ())
    assert found.usual[habit(item)] == {(0, 480): 2, (0, 540): 1}
    row = missing(item, Cause.WEEK_FULL, b.MONDAY)
    assert (row.course_ids, row.minutes, row.week) == ((b.COURSE,), 60, b.MONDAY)
    assert item_classes(b.item(class_ids=(b.OTHER, b.CLASS))) == (b.OTHER, b.CLASS)


# The model


def model(*found: Item, problem: Problem | None = None) -> WeekModel:
    """The model of a week of some items, under every rule."""
    return build(problem or b.problem(courses=[b.course()]), RULES, b.MONDAY, found)


def test_model_keeps_an_item_without_an_option() -> None:
    """It is in the model, and left out for sure."""
    away = b.problem(trainers=[b.trainer(absences=(Absence(),))])
    built = model(b.item(), problem=away)
    assert [len(built.of(0)), len(built.items)] == [0, 1]


def placeable(built: WeekModel, chosen: dict[int, int]) -> bool:
    """Whether a week with these options taken (item → which of its own) and nothing else holds every row."""
    fixed = {built.of(n)[k]: 1 for n, k in chosen.items()}
    fixed |= {built.unplaced[n]: 1 for n in range(len(built.items)) if n not in chosen}
    return solve(built, Search(1.0), fixed=fixed).found


def test_entry_blocks_keep_their_order() -> None:
    """The second follows the first: it may not begin before the first has ended, and may stand without it."""
    first = b.item("un", learners=(b.LEARNER,), class_ids=(), kind=Kind.ONBOARDING, pinned=(b.MONDAY, 540))
    second = replace(first, id=SessionId("deux"), follows=first.id, pinned=(b.MONDAY, 480))
    later = replace(second, pinned=(b.MONDAY, 600))
    problem = b.problem(learners=[b.learner()], modules=[b.module()])
    rules = tuple(rule for rule in RULES if rule.key == "H1c")
    built = [build(problem, rules, b.MONDAY, (first, other)) for other in (second, later)]
    assert [placeable(one, {0: 0, 1: 0}) for one in built] == [False, True]
    assert placeable(built[0], {1: 0})


def test_course_goes_to_one_team_in_a_week() -> None:
    """Two sessions of a course that two trainers may take: both with the first or both with the second."""
    teams = ((b.TRAINER,), (b.SECOND,))
    same = {"course_id": b.COURSE, "teams": teams, "rooms": (b.ROOM,)}
    pins = [b.item(f"s{n}", pinned=(b.MONDAY, 480 + 60 * n), **same) for n in range(2)]
    built = build(b.problem(courses=[b.course(teams=teams)]), (), b.MONDAY, pins)
    found = {(a, c): placeable(built, {0: a, 1: c}) for a in (0, 1) for c in (0, 1)}
    assert found == {(0, 0): True, (1, 1): True, (0, 1): False, (1, 0): False}


def test_barrette_without_a_team_costs_what_its_pool_lacks() -> None:
    """Two adults wanted, one of two teaches at that hour: a price is paid there, and none at another hour."""
    barrette = b.item("B-P1-o1", kind=Kind.BARRETTE, teams=((),), staff=2, pool=frozenset({b.TRAINER, b.SECOND}))
    lesson_ = b.item("cours", class_ids=(b.OTHER,), pinned=(b.MONDAY, 480), rooms=(b.ROOM,))
    problem = b.problem(classes=[b.group(), b.group(b.OTHER)])
    costs = []
    for start in (480, 540):
        built = build(problem, (), b.MONDAY, (replace(barrette, pinned=(b.MONDAY, start)), lesson_))
        fixed = {built.of(0)[0]: 1, built.of(1)[0]: 1}
        costs.append(solve(built, Search(1.0), fixed=fixed).objective)
    assert costs == [ADULT_LACKING, 0]


def test_barrettes_with_other_adults_wait_for_nobody_of_one_another() -> None:
    """Two of one adult each, at one hour: with the same adult one lacks theirs; of two sites, neither does."""
    one = b.item(
        "B-P1-o1", kind=Kind.BARRETTE, teams=((),), staff=1, pool=frozenset({b.TRAINER}), pinned=(b.MONDAY, 480)
    )
    problem = b.problem(classes=[b.group(), b.group(b.OTHER)])
    costs = []
    for pool in (b.TRAINER, b.SECOND):
        two = replace(one, id=SessionId("C-P1-o1"), class_ids=(b.OTHER,), units=(1,), pool=frozenset({pool}))
        built = build(problem, (), b.MONDAY, (one, two))
        fixed = {built.of(0)[0]: 1, built.of(1)[0]: 1}
        costs.append(solve(built, Search(1.0), fixed=fixed).objective)
    assert costs == [2 * ADULT_LACKING, 0]


def test_barrette_whose_hour_is_impossible_looks_for_another() -> None:
    """Its usual Tuesday at 10 falls on a holiday: the hour becomes a wish."""
    item = b.item("B-P1-o1", kind=Kind.BARRETTE, teams=((),), pinned=(b.TUESDAY, 600))
    built = model(item, problem=b.problem(closed=frozenset({b.TUESDAY})))
    assert built.items[0].usual == ((1, 600),)
    assert built.of(0)


def test_exempted_learner_takes_no_seat() -> None:
    """The course calls nobody, so that the room needs no seat."""
    found = draft(lesson())
    found.problem = replace(found.problem, exemptions=(Exemption(b.LEARNER, "matière"),))
    assert next(iter(items(found).values())).heads == 0


def test_waiting_is_stated_as_a_sum_that_is_never_negative() -> None:
    """What CP-SAT sees of P4 cannot go below 0, so that it knows a day without waiting for the best there is."""
    found = draft(lesson(1), lesson(2))
    costs = build(found.problem, RULES, b.MONDAY, week_items(found, RULES, b.MONDAY)).costs["P4"]
    assert costs
    assert min(costs.values()) >= 0
