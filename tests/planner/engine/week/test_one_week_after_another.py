"""Whole weeks, small: placed, given rooms, kept by habit, freed where they are too full, and read from templates."""

from dataclasses import replace
from datetime import date, timedelta

from constraints import RULES
from planner.domain import (
    Absence,
    Barrette,
    BarretteId,
    Kind,
    Lock,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Period,
    PeriodId,
    Problem,
    Trainer,
    Volume,
)
from planner.engine.options import Options
from planner.engine.solvers.cpsat import Interrupt
from planner.engine.stages import Stages
from planner.engine.term.plan import Lesson
from planner.engine.week.draft import Draft
from planner.engine.week.free_half_days import keep_free
from planner.engine.week.precompose import precompose
from planner.engine.week.relocate import relocate
from planner.engine.week.rooms import assign_rooms, room_habit
from planner.engine.week.solve import WeekAnswer, WeekEffort, solve_week
from planner.engine.week.templates import template_weeks
from planner.engine.week.weeks import Weeks, cost_left
from planner.model import Item, Option
from planner.prices import BARRETTE_ON_HALF_DAY, WISHED_HALF_DAY
from tests.rules import build as b

NEXT = b.MONDAY + timedelta(days=7)
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, NEXT + timedelta(days=6))
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1)
OPEN = OpenPeriod(OpenPeriodId("O"), "Temps", (b.CLASS,), 60, per_week=1)
SMALL = WeekEffort(1.0, 0.001, 0.01)


def lesson(week: date, ordinal: int, course_id: str = b.COURSE, team: tuple[str, ...] = (b.TRAINER,)) -> Lesson:
    """An hour of a course in a week."""
    return Lesson(course_id, "", ordinal, 60, week, team)  # type: ignore[arg-type]


def weeks(*lessons: Lesson, **changes: object) -> Weeks:
    """Two weeks to be placed, with their lessons, at little effort."""
    plain = {
        "last": PERIOD.last,
        "classes": [b.group(calendar=b.present(b.MONDAY, PERIOD.last))],
        "courses": [b.course()],
        "learners": [b.learner()],
        "periods": (PERIOD,),
    }
    problem = b.problem(**{**plain, **changes})  # type: ignore[arg-type]
    draft = Draft(problem)
    for one in lessons:
        draft.lessons.setdefault(one.week, []).append(one)
    return Weeks(draft, RULES, Stages(Options(effort=0.1, workers=1)))


def hours(found: Weeks, week: date) -> dict[str, tuple[int, int]]:
    """(weekday, start) of what is placed in a week, by id."""
    return {str(item.id): (o.day.weekday(), o.start) for item, o in found.draft.weeks[week]}


BOTH = (b.ROOM, b.SECOND_ROOM)


def item(name: str, **changes: object) -> Item:
    """An hour of the course for the class, in either room."""
    return b.item(name, **{"course_id": b.COURSE, "rooms": BOTH, **changes})


# One week


def solved(*items: Item, problem: Problem | None = None, **changes: object) -> WeekAnswer:
    """A week of some items."""
    problem = problem or b.problem(courses=[b.course()])
    return solve_week(problem, RULES, b.MONDAY, items, SMALL, 0, **changes)  # type: ignore[arg-type]


def test_week_places_all_that_fits_and_says_what_never_could() -> None:
    """Two lessons of a class at two hours; a third one whose trainer is away all week has no option."""
    away = b.trainer(b.SECOND, absences=(Absence(),))
    problem = b.problem(trainers=[b.trainer(), away], courses=[b.course()])
    answer = solved(item("a"), item("c"), item("jamais", teams=((b.SECOND,),), course_id=None), problem=problem)
    assert {i.id for i, _o in answer.placed} == {"a", "c"}
    assert len({(o.day, o.start) for _i, o in answer.placed}) == 2
    assert answer.no_option == {"jamais"}
    assert answer.proven


def test_start_is_kept_where_it_is_as_good_as_any() -> None:
    """Wednesday at 14, as last week."""
    start = {"a": b.option(b.WEDNESDAY, "14", "15")}
    ((_item, option),) = solved(item("a"), start_from=start).placed
    assert (option.day, option.start) == (b.WEDNESDAY, 840)


def test_stopped_week_places_what_it_can_at_once() -> None:
    """A stop asked before the start: no improvement, but a week."""
    stop = Interrupt()
    stop.stop()
    assert len(solved(item("a"), item("c"), interrupt=stop).placed) == 2


# Rooms


TWO = b.problem(classes=[b.group(), b.group(b.OTHER)], courses=[b.course()])


def roomed(
    *placed: tuple[Item, Option], problem: Problem | None = None, **usual: int
) -> tuple[dict[str, str], list[str]]:
    """Rooms of some placed items by id, and those without."""
    rooms, without = assign_rooms(problem or TWO, RULES, placed, {}, 1.0, 0)
    return {str(k): str(v) for k, v in rooms.items()}, [str(name) for name in without]


def test_two_sessions_at_once_have_two_rooms() -> None:
    """One of them fits only the first room, so the other takes the second."""
    one = b.item("a", rooms=BOTH), b.option()
    two = b.item("c", rooms=(b.ROOM,), class_ids=(b.OTHER,), teams=((b.SECOND,),)), b.option(team=(b.SECOND,))
    assert roomed(one, two)[0] == {"a": b.SECOND_ROOM, "c": b.ROOM}


def test_session_whose_room_is_too_small_gets_another() -> None:
    """Four people: not the room of two seats."""
    problem = b.problem(rooms=[b.room(seats=2), b.room(b.SECOND_ROOM)])
    assert roomed((b.item("a", rooms=BOTH, heads=4), b.option()), problem=problem)[0] == {"a": b.SECOND_ROOM}


def test_session_of_a_course_has_its_room_whatever_its_code() -> None:
    """The workbook may call a course « TP#2 », beside a barrette that holds another room."""
    barrette = b.item("B-P1-o1", kind=Kind.BARRETTE, fixed_rooms=(b.SECOND_ROOM,), class_ids=(b.OTHER,)), b.option()
    assert roomed((b.item("TP#2-01", rooms=BOTH), b.option()), barrette) == ({"TP#2-01": b.ROOM}, [])


def test_session_without_a_room_is_named() -> None:
    """Two sessions for the one room that suits both; a barrette gives its room up to a course."""
    same = {"rooms": (b.ROOM,)}
    one = b.item("a", **same), b.option()
    two = b.item("c", class_ids=(b.OTHER,), **same), b.option(team=(b.SECOND,))
    rooms, without = roomed(one, two)
    assert len(rooms) == len(without) == 1
    barrette = b.item("B-P1-o1", kind=Kind.BARRETTE, fixed_rooms=(b.ROOM,), class_ids=(b.OTHER,)), b.option()
    assert roomed(one, barrette) == ({"a": b.ROOM}, [])
    assert room_habit(one[0]) == ((b.CLASS,), "", (b.ROOM,))


def test_standing_session_keeps_its_room() -> None:
    """It is not asked again, and no other session is put there at that hour."""
    stands = b.item("déjà", exact=(480, 540), fixed_rooms=(b.ROOM,), class_ids=(b.OTHER,)), b.option()
    assert roomed(stands)[0] == {"déjà": b.ROOM}


# All weeks


def test_habit_of_the_first_week_holds_in_the_next() -> None:
    """The same course at the same hour: nothing speaks against it."""
    found = weeks(lesson(b.MONDAY, 1), lesson(NEXT, 2))
    found.place({})
    first, second = hours(found, b.MONDAY)["cours-01"], hours(found, NEXT)["cours-02"]
    assert len(found.answers) == 2
    assert found.draft.usual[b.COURSE, "", 60] == ({first: 2} if first == second else {first: 1, second: 1})
    habits = found.habits((b.item("cours-03", course_id=b.COURSE),))
    assert (habits["cours-03"].day.weekday(), habits["cours-03"].start) == max({first, second} and [min(first, second)])


def test_barrette_keeps_for_the_term_the_hour_of_its_template() -> None:
    """Its hour is found among the courses of the fullest week, and is then the same in both weeks."""
    few = {"tables": [b.bells((480, 540), (540, 600), days=3)]}
    found = weeks(lesson(b.MONDAY, 1), lesson(NEXT, 2), lesson(NEXT, 3), barrettes=[BARRETTE], **few)
    templates = found.templates()
    assert list(templates) == [NEXT]
    found.place(templates)
    usual = found.draft.times["B", 0]
    assert [hours(found, week)[f"B-P1-o{n}"] for n, week in ((1, b.MONDAY), (2, NEXT))] == [usual, usual]


def test_templates_show_every_barrette_and_every_choice_at_their_fullest() -> None:
    """The barrette is there in both weeks, the course with a choice in the first alone: that one shows both."""
    choice = b.course(teams=((b.TRAINER,), (b.SECOND,)))
    found = weeks(lesson(b.MONDAY, 1), barrettes=[BARRETTE], courses=[choice])
    assert template_weeks(found.draft) == (b.MONDAY,)
    assert template_weeks(weeks(lesson(b.MONDAY, 1)).draft) == ()
    twice = replace(BARRETTE, id=BarretteId("C"), class_ids=(b.OTHER,))
    classes = [b.group(calendar=b.present(b.MONDAY, b.FRIDAY)), b.group(b.OTHER, calendar=b.present(NEXT, PERIOD.last))]
    assert set(template_weeks(weeks(barrettes=[BARRETTE, twice], classes=classes).draft)) == {b.MONDAY, NEXT}


def test_template_shows_a_barrette_at_its_fullest() -> None:
    """Twice a week, but one shared day only in the first week: the second week is the template."""
    calendar = {b.MONDAY: 3, **b.present(NEXT, PERIOD.last)}
    found = weeks(lesson(b.MONDAY, 1), barrettes=[replace(BARRETTE, per_week=2)], classes=[b.group(calendar=calendar)])
    assert template_weeks(found.draft) == (NEXT,)


def test_occurrences_of_a_week_are_on_different_days() -> None:
    """Twice a week, of a barrette or of an open period without one: a morning of two hours each, and never the same."""
    few = {"tables": [b.bells((480, 540), (540, 600), days=2)]}
    for changes in ({"barrettes": [replace(BARRETTE, per_week=2)]}, {"open_periods": (replace(OPEN, per_week=2),)}):
        found = weeks(**few, **changes)
        found.place(found.templates())
        first, second = (list(hours(found, week).values()) for week in (b.MONDAY, NEXT))
        assert {weekday for weekday, _start in first} == {0, 1}
        assert sorted(first) == sorted(second)


def test_two_on_one_day_rather_than_an_hour_left_out() -> None:
    """Four hours a week; the trainer of the course is there on Tuesday only, so that Monday is left to the barrette."""
    few = {"tables": [b.bells((480, 540), (540, 600), days=2)], "courses": [b.course(max_per_day=2)]}
    tuesdays = b.trainer(absences=tuple(Absence(first=d, last=d) for d in (b.MONDAY, NEXT)))
    lessons = [lesson(week, n) for week, n in ((b.MONDAY, 1), (b.MONDAY, 2), (NEXT, 3), (NEXT, 4))]
    found = weeks(*lessons, **few, trainers=[tuesdays], barrettes=[replace(BARRETTE, per_week=2)])
    found.place(found.templates())
    assert sorted(found.draft.times.values()) == [(0, 480), (0, 540)]
    assert not any(found.draft.unplaced.values())


def test_options_are_kept_as_the_items_now_name_them() -> None:
    """The barrette has lost its team and keeps its hour; the course is as it was; what is gone is gone."""
    barrette = b.item("B-P1-o1", kind=Kind.BARRETTE, teams=((b.SECOND,),))
    placed = ((item("a"), b.option()), (barrette, b.option(b.TUESDAY, team=(b.SECOND,))), (item("parti"), b.option()))
    answer = WeekAnswer(b.MONDAY, placed, (), 0, 0, 0.0)
    kept = weeks().kept(answer, (item("a"), replace(barrette, teams=((),))))
    assert kept == {"a": b.option(), "B-P1-o1": b.option(b.TUESDAY, team=())}


def test_more_freedom_that_brings_nothing_is_not_used() -> None:
    """The course can be nowhere: the barrette keeps its team."""
    found = weeks(trainers=[b.trainer(), b.trainer(b.SECOND, absences=(Absence(),))], barrettes=[BARRETTE])
    barrette = b.item("B-P1-o1", kind=Kind.BARRETTE, barrette_id=BARRETTE.id)
    items = (item("jamais", teams=((b.SECOND,),)), barrette)
    answer = solve_week(found.problem, RULES, b.MONDAY, items, SMALL, 0)
    assert found.released(answer, items, SMALL) == answer


def test_full_week_frees_its_barrette_for_a_course() -> None:
    """The course's trainer is in the barrette's team at its only hour: two others of the pool take the barrette."""
    found = weeks(
        lesson(b.MONDAY, 1),
        tables=[b.bells((480, 540), days=1)],
        classes=list(TWO.classes.values()),
        trainers=[b.trainer(name) for name in (b.TRAINER, b.SECOND, "troisième")],
        barrettes=[replace(BARRETTE, class_ids=(b.OTHER,))],
    )
    other = {"class_ids": (b.OTHER,), "units": (1,), "barrette_id": BARRETTE.id, "cost_unplaced": 9}
    items = (item("cours-01"), b.item("B-P1-o1", kind=Kind.BARRETTE, **other))
    answer = solve_week(found.problem, RULES, b.MONDAY, items, SMALL, 0)
    assert [i.id for i in answer.unplaced] == ["cours-01"]
    assert cost_left(answer) == items[0].cost_unplaced
    freed = found.released(answer, items, SMALL)
    assert not freed.unplaced
    assert next(o.team for i, o in freed.placed if i.kind == Kind.BARRETTE) == ()


def test_session_without_a_room_goes_to_an_hour_that_has_one() -> None:
    """Two classes at one hour, and one room for both: one of them moves, since the week has other hours."""
    found = weeks(classes=list(TWO.classes.values()))
    same = {"rooms": (b.ROOM,)}
    placed = [(b.item("a", **same), b.option()), (b.item("c", class_ids=(b.OTHER,), **same), b.option())]
    found.draft.remember(b.MONDAY, tuple(placed), ())
    found.assign_rooms()
    assert not found.draft.unplaced[b.MONDAY]
    assert found.draft.rooms == {"a": b.ROOM, "c": b.ROOM}
    assert len({option[:2] for _item, option in found.draft.weeks[b.MONDAY]}) == 2


def test_session_without_a_room_loses_its_place() -> None:
    """Two classes, one room, one hour in the week: a session is left out of the draft, and its room list with it."""
    found = weeks(classes=list(TWO.classes.values()))
    same = {"rooms": (b.ROOM,), "pinned": b.option()[:2]}
    placed = [(b.item("a", **same), b.option()), (b.item("c", class_ids=(b.OTHER,), **same), b.option())]
    found.draft.remember(b.MONDAY, tuple(placed), ())
    found.assign_rooms()
    assert len(found.draft.weeks[b.MONDAY]) == len(found.draft.unplaced[b.MONDAY]) == 1
    assert found.draft.unplaced[b.MONDAY][0].rooms == ()
    assert list(found.draft.rooms.values()) == [b.ROOM]


# Another week


def lacking(*teams: tuple[str, ...], trainer: Trainer | None = None, **course: object) -> Weeks:
    """An hour that the first week cannot take: its trainer is away then."""
    away = trainer or b.trainer(absences=(Absence(first=b.MONDAY, last=b.SUNDAY),))
    own = b.course(teams=teams or ((b.TRAINER,),), **course)
    found = weeks(lesson(b.MONDAY, 1), trainers=[away, b.trainer(b.SECOND)], courses=[own])
    found.place({})
    assert [i.id for i in found.draft.unplaced[b.MONDAY]] == ["cours-01"]
    return found


def test_session_of_a_total_goes_to_a_week_that_takes_it() -> None:
    """The second week has room; the lesson is of that week from then on."""
    found = lacking(volume=Volume(total=60))
    relocate(found)
    assert not found.draft.unplaced[b.MONDAY]
    assert list(hours(found, NEXT)) == ["cours-01"]
    assert [one.week for one in found.draft.lessons[NEXT]] == [NEXT]


def test_weekly_session_stays_left_out_in_its_week() -> None:
    """A weekly volume is not made up in another week: nothing changes."""
    found = lacking()
    relocate(found)
    assert [i.id for i in found.draft.unplaced[b.MONDAY]] == ["cours-01"]
    assert not hours(found, NEXT)


# Free half-days


def test_half_day_with_the_least_to_move_is_kept_free() -> None:
    """One half-day the same every week: all but two are taught, of which one has a barrette: the other is chosen.

    A wish counts an hour and a half: it wins over the barrette.
    """
    who = b.trainer(free_half_days=1, same_free=True)
    found = weeks(trainers=[who], barrettes=[BARRETTE])
    found.draft.times["B", 0] = (4, 480)
    taught = [
        (b.item(f"s{d}{h}"), b.option(b.MONDAY + timedelta(days=d), h, str(int(h) + 1)))
        for d in range(5)
        for h in ("8", "13")
    ]
    answer = WeekAnswer(b.MONDAY, tuple(taught[:-2]), (), 0, 0, 0.0)
    (absence,) = keep_free(found.draft, [answer]).trainers[b.TRAINER].absences
    assert (absence.weekday, absence.start) == (4, 12 * 60 + 30)
    wish = Absence(4, start=480, end=720, hard=False)
    found.draft.problem = replace(found.problem, trainers={b.TRAINER: replace(who, absences=(wish,))})
    assert keep_free(found.draft, [answer]).trainers[b.TRAINER].absences[1].start == 0
    assert WISHED_HALF_DAY > BARRETTE_ON_HALF_DAY


def test_lock_makes_a_half_day_the_last_choice() -> None:
    """Nothing is taught anywhere; a lock on the last afternoon: Friday morning is free instead."""
    who = b.trainer(free_half_days=1, same_free=True)
    lock = Lock(b.COURSE, day=b.FRIDAY, start=840, trainer_ids=(b.TRAINER,))
    (absence,) = keep_free(weeks(trainers=[who], locks=(lock,)).draft, []).trainers[b.TRAINER].absences
    assert (absence.weekday, absence.start) == (4, 0)
    plain = weeks()
    assert keep_free(plain.draft, []) is plain.problem


# Groups before the weeks


def precomposed(busy: tuple[str, ...], **changes: object) -> dict[str, tuple[str, ...]]:
    """Who leads literacy at each occurrence of a barrette of Tuesday at 8; at these starts the first trainer teaches.

    The second trainer teaches at 9, the third has another skill.
    """
    staff = [b.trainer(t, skills=frozenset({"lit1"})) for t in (b.TRAINER, b.SECOND)]
    found = weeks(barrettes=[BARRETTE], trainers=[*staff, b.trainer("troisième")], modules=[b.module()], **changes)
    found.draft.times["B", 0] = (1, 480)
    placed = [(b.item(), b.option(b.TUESDAY, h, str(int(h) + 1))) for h in busy]
    placed.append((b.item(), b.option(b.TUESDAY, "9", "10", (b.SECOND,))))
    need = Owed(b.LEARNER, "n", "LIT1", 120, PERIOD.last, b.MONDAY, period_id=PERIOD.id, level=1)
    template = WeekAnswer(b.MONDAY, tuple(placed), (), 0, 0, 0.0)
    precompose(found.draft, RULES, {b.MONDAY: template}, [need], 0)
    (composed,) = found.draft.compositions.values()
    return {run.occasion_key: run.trainer_ids for run in composed.runs if run.module_id == "LIT1"}


def test_groups_are_made_before_the_weeks_with_those_who_do_not_teach_then() -> None:
    """Where the first trainer teaches at 8 in the template, the second one leads, though busy right afterwards."""
    assert precomposed(("8",)) == {"B-P1-o1": (b.SECOND,), "B-P1-o2": (b.SECOND,)}


def test_groups_are_made_for_hours_at_which_the_class_is_there() -> None:
    """The second Tuesday is the company's: an occurrence is due that week, but not at the usual hour."""
    calendar = b.present(b.MONDAY, PERIOD.last, skip=[NEXT + timedelta(days=1)])
    assert list(precomposed(("8",), classes=[b.group(calendar=calendar)])) == ["B-P1-o1"]


def test_barrette_without_an_hour_is_not_composed() -> None:
    """No hour was found in the first weeks: the composition is empty."""
    found = weeks(barrettes=[BARRETTE])
    precompose(found.draft, RULES, {}, [], 0)
    assert [composed.runs for composed in found.draft.compositions.values()] == [()]
