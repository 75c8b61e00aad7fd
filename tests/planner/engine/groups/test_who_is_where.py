"""Groups on the board: what there is at an hour, which hours carry courses, where autonomy is, who is called."""

from dataclasses import replace
from datetime import date, timedelta

from constraints import RULES
from planner.board.board import Board
from planner.board.staff import suits
from planner.domain import (
    Absence,
    Arrangement,
    Barrette,
    BarretteId,
    Cause,
    Exemption,
    Guidance,
    Kind,
    Learner,
    ModuleId,
    NeedRule,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Period,
    PeriodId,
    Problem,
    RoomId,
    TrainerId,
    Volume,
)
from planner.engine.groups.all_periods import compose_all
from planner.engine.groups.batches import apart, side_by_side, weeks_of
from planner.engine.groups.carried import teaching_occasions
from planner.engine.groups.catalogue import by_need, study_module
from planner.engine.groups.final import placed_by_barrette
from planner.engine.groups.occasions import barrette_rooms, learners_at, occasion, with_free_half_days
from planner.engine.groups.open_periods import fill_open_periods, settle_place
from planner.engine.groups.read import Run
from planner.engine.groups.rooms import in_list, places
from planner.engine.groups.scene import Scene
from planner.engine.groups.sessions import run_session
from planner.engine.people.attend import begin
from planner.model import Option, Placed
from tests.rules import build as b

NEXT = b.MONDAY + timedelta(days=7)
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, NEXT + timedelta(days=6))
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1)
OPEN = OpenPeriod(OpenPeriodId("O"), "Temps banalisé", (b.CLASS,), room_id=RoomId("CDI"))
LIBRARIAN = TrainerId("documentaliste")
AUTONOMY = b.module("AUTONOMIE", theme="study", guidance=Guidance.AUTONOMOUS, max_size=60)
CDI = b.room("CDI", seats=6, shared=3, supervised_by=LIBRARIAN)
ANA, BEN = b.learner("ana"), b.learner("ben")
MINOR = b.learner("mineure", birth=date(2010, 1, 1))
STAFF = [b.trainer(skills=frozenset({"lit1"})), b.trainer(b.SECOND), b.trainer(LIBRARIAN, role="documentaliste")]


def centre(*learners: Learner, **changes: object) -> Problem:
    """Two weeks of a class with a barrette, a module of literacy, two rooms and a library."""
    plain = {
        "last": PERIOD.last,
        "periods": (PERIOD,),
        "classes": [b.group(calendar=b.present(b.MONDAY, PERIOD.last))],
        "learners": learners or (ANA, BEN),
        "barrettes": [BARRETTE],
        "open_periods": (OPEN,),
        "modules": [b.module(strand="CONSOLIDATION"), AUTONOMY],
        "rooms": [b.room(), b.room(b.SECOND_ROOM), CDI],
        "trainers": STAFF,
    }
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def hour(number: int = 1, day: date = b.MONDAY, **changes: object) -> Placed:
    """An occurrence of the barrette at 8, with the adults and rooms kept for it."""
    item = b.item(
        f"B-P1-o{number}", kind=Kind.BARRETTE, teams=((),), barrette_id=BARRETTE.id, occurrence=number,
        period_id=PERIOD.id,
    )  # fmt: skip
    return replace(item, **changes), Option(day, 480, 540)  # type: ignore[arg-type]


def need(person: Learner) -> Owed:
    """An hour of literacy in the period."""
    return Owed(person.id, f"besoin-{person.id}", "LIT1", 60, PERIOD.last, b.MONDAY, period_id=PERIOD.id, level=1)


# What there is at an hour


def test_occasion_has_who_is_there_and_who_is_free() -> None:
    """A trainer teaches elsewhere, Ben is away, the first room is taken: the rest is there."""
    away = replace(BEN, absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
    board = Board(centre(ANA, away))
    board.call(b.session("cours", class_ids=()), [])
    found = occasion(board, hour())
    assert found.learners == ("ana",)
    assert found.trainers == {b.SECOND, LIBRARIAN}
    assert found.rooms == (b.SECOND_ROOM, CDI.id)
    assert found.capacity[b.SECOND] == 7 * 24 * 60


def test_own_hours_of_an_occurrence_do_not_count_against_it() -> None:
    """What is kept for the barrette itself leaves its adults and rooms to it."""
    board = Board(centre())
    board.keep(b.session("B-P1-o1", class_ids=()), [b.ROOM])
    found = occasion(board, hour())
    assert b.TRAINER in found.trainers
    assert b.ROOM in found.rooms


def test_free_half_days_are_counted_over_the_occasions() -> None:
    """A trainer who keeps nine half-days of ten free may lead at the first hour, and not at one of another half-day."""
    few = [replace(STAFF[0], free_half_days=9), *STAFF[1:]]
    board = Board(centre(trainers=few))
    found = with_free_half_days(board, [hour(), hour(2, b.TUESDAY), hour(3, NEXT)])
    assert [b.TRAINER in one.trainers for one in found] == [True, False, True]
    assert not board.kept


def test_people_and_rooms_of_a_barrette() -> None:
    """Those of its classes who are there; of its own list of rooms, if it has one."""
    problem = centre(ANA, replace(BEN, entry=b.TUESDAY))
    here = learners_at(problem, Board(problem).presence, (b.CLASS,), b.MONDAY, 480, 540, 60)
    assert [p.id for p in here] == ["ana"]
    rooms = (b.ROOM, CDI.id)
    assert barrette_rooms(BARRETTE, rooms) == rooms
    assert barrette_rooms(replace(BARRETTE, room_ids=(CDI.id,)), rooms) == (CDI.id,)


# Which are composed side by side


def test_barrettes_that_meet_in_a_week_are_composed_one_after_the_other() -> None:
    """A and C never meet, B meets both; the results come in the order of the keys."""
    weeks = {"A": weeks_of([b.TUESDAY]), "B": weeks_of([b.FRIDAY, NEXT]), "C": weeks_of([NEXT])}
    assert apart(weeks) == [["A", "C"], ["B"]]
    assert side_by_side(str.lower, ["C", "A"], 2) == side_by_side(str.lower, ["C", "A"], 1) == ["c", "a"]


# What is carried, what may be joined


def carried(nature: str = "teaching") -> frozenset[int]:
    """Of four hours in two weeks, those that carry the course, an hour a week."""
    barrette = replace(BARRETTE, nature=nature, course_ids=(b.COURSE,))
    problem = centre(courses=[b.course(volume=Volume(weekly=60))], barrettes=[barrette])
    board = Board(problem)
    hours = [occasion(board, hour(n, day)) for n, day in enumerate((b.MONDAY, b.TUESDAY, NEXT, NEXT), 1)]
    return teaching_occasions(Scene(problem, PERIOD, tuple(hours), (), {}, barrette=barrette))


def test_hours_that_carry_a_course() -> None:
    """All of a teaching barrette; as many as the volume asks, spread out, of one that does both; none of support."""
    assert carried() == {0, 1, 2, 3}
    assert carried("both") == {0, 2}
    assert carried("support") == frozenset()


def test_modules_for_those_who_owe_them_alone() -> None:
    """A module for a status, at a distance or after a choice; not one that follows from a level."""
    rules = (
        NeedRule("1", "EMPLOI", statuses=frozenset({"CONTRACT_BROKEN"})),
        NeedRule("2", "FOAD", remote=True),
        NeedRule("3", "ORI", choice="poursuite"),
        NeedRule("4", "LIT1", domain="français"),
        NeedRule("5", "CHOIX", choice="À décider"),
    )
    assert by_need(centre(need_rules=rules)) == {"EMPLOI", "FOAD", "ORI"}
    assert study_module(centre()).theme == "study"
    own = b.module("AUTONOMIE", theme="study", max_size=15)
    assert study_module(centre(modules=[own])) == own


# Rooms of autonomy


def names(rooms: object) -> list[str]:
    """Ids of some rooms."""
    return [str(room.id) for room in rooms]  # type: ignore[attr-defined]


def test_watched_rooms_come_first_then_large_ones() -> None:
    """The library, then the largest rooms of the barrette up to three, then others until all have a seat."""
    rooms = [b.room(f"r{n}", seats=n) for n in (10, 30, 20, 5)]
    problem = centre(rooms=[*rooms, CDI])
    assert names(places(problem, BARRETTE, problem.rooms.values(), 5, 0)) == ["CDI", "r30", "r20"]
    own = replace(BARRETTE, room_ids=(RoomId("r10"),))
    assert names(places(problem, own, problem.rooms.values(), 5, 0)) == ["r10"]
    assert names(places(problem, own, problem.rooms.values(), 12, 0)) == ["r10", "CDI"]
    assert in_list(None, CDI)
    assert not in_list(own, CDI)


def test_workshop_holds_autonomy_last_and_a_dangerous_one_never() -> None:
    """A kitchen that a course asks for is taken only when seats lack; a workshop of regulated work not even then."""
    rooms = [b.room(seats=4), b.room("cuisine", type="cuisine"), b.room("atelier", type="atelier")]
    courses = [b.course(room_types=("cuisine",)), b.course(b.SECOND_COURSE, room_types=("atelier",), regulated=True)]
    problem = centre(rooms=rooms, courses=courses)
    found = [names(places(problem, None, problem.rooms.values(), heads, 0)) for heads in (4, 5, 50)]
    assert found == [[b.ROOM], [b.ROOM, "cuisine"], [b.ROOM, "cuisine"]]


def test_somebody_who_needs_a_room_has_one_among_them() -> None:
    """An accessible room is added to the three, and only it suits."""
    problem = centre(
        rooms=[*(b.room(f"r{n}", seats=30) for n in range(3)), b.room("plain-pied", seats=5, accessible=True)],
        arrangements=(Arrangement(ANA.id, "room_feature", text="PMR"),),
    )
    special = frozenset({RoomId("plain-pied")})
    assert names(places(problem, None, problem.rooms.values(), 5, 0, [special]))[-1] == "plain-pied"
    fit = [r.id for r in problem.rooms.values() if suits(problem, r, [ANA], b.MONDAY)]
    assert fit == ["plain-pied"]
    assert suits(problem, problem.rooms[RoomId("r1")], [BEN], b.MONDAY)


# Sessions


def test_session_of_a_group_has_a_neutral_public_label() -> None:
    """The planner reads the module, everyone else a colour, drawn later; a group that carries a course its subject."""
    problem = centre(courses=[b.course()])
    run = Run("B-P1-o1", "B-P1-LIT1-1", (b.TRAINER,), b.ROOM, ModuleId("LIT1"), (), (ANA.id,))  # type: ignore[arg-type]
    item, option = hour()
    found = run_session(problem, run, item, option, Kind.BARRETTE)
    assert (found.id, found.label, found.public_label) == ("B-P1-LIT1-1-o1", "LIT1", "Accompagnement")
    assert (found.class_ids, found.strand, found.group_id) == ((b.CLASS,), "CONSOLIDATION", "B-P1-LIT1-1")
    lesson = replace(run, course_ids=(b.COURSE,), module_id=ModuleId("ENS-2"))
    carried_ = run_session(problem, lesson, item, option, Kind.BARRETTE)
    assert (carried_.label, carried_.public_label) == ("matière – groupe 2", "matière")


# Final groups


def begun(problem: Problem, *placed: Placed) -> tuple[Board, dict[date, list[Placed]]]:
    """A board on which the hours of support are kept, and the weeks."""
    weeks: dict[date, list[Placed]] = {}
    for item, option in placed:
        weeks.setdefault(option.day - timedelta(days=option.day.weekday()), []).append((item, option))
    return begin(problem, RULES, weeks, {}), weeks


def where(board: Board) -> dict[str, list[str]]:
    """People of each session on the board."""
    return {str(key): sorted(people) for key, people in board.people.items()}


def test_groups_are_put_on_the_board_at_the_hour_of_their_occurrence() -> None:
    """Ana owes literacy and has it with the trainer who leads it; everybody is somewhere, nothing is kept any more."""
    board, weeks = begun(centre(), hour(), hour(2, NEXT))
    occasions, _opens = compose_all(board, weeks, RULES, [need(ANA)], 0)
    assert {key: [o.key for o in rows] for key, rows in occasions.items()} == {(BARRETTE.id, PERIOD.id): [
        "B-P1-o1", "B-P1-o2",
    ]}  # fmt: skip
    led = [s for s in board.sessions.values() if s.module_id == "LIT1"]
    assert led
    assert all(s.trainer_ids == (b.TRAINER,) for s in led)
    assert any("ana" in board.people[s.id] for s in led)
    for day in (b.MONDAY, NEXT):
        assert all(len(board.attended(p.id, day)) == 1 for p in (ANA, BEN))
    assert not board.kept
    assert {g.module_id for g in board.groups} >= {"LIT1"}


def test_minor_of_a_group_that_nobody_watches_is_listed() -> None:
    """No adult is free at the hour: she is in no session, and the line names the occurrence."""
    away = [replace(t, absences=(Absence(),)) for t in STAFF]
    board, weeks = begun(centre(MINOR, trainers=away, rooms=[b.room()]), hour())
    compose_all(board, weeks, RULES, [], 0)
    assert not any("mineure" in people for people in board.people.values())
    assert [(row.cause, row.apprentice_ids) for row in board.unwatched] == [(Cause.NOBODY_TO_WATCH, ("mineure",))]


def test_exempted_from_a_carried_course_is_noted_as_freed() -> None:
    """She is in no group of the teaching barrette, and has the hour of the course to spend."""
    teaching = replace(BARRETTE, nature="teaching", course_ids=(b.COURSE,), min_size=1)
    problem = centre(
        courses=[b.course(volume=Volume(weekly=60), barrette_id=BARRETTE.id)],
        barrettes=[teaching],
        exemptions=(Exemption(ANA.id, "matière"),),
    )
    board, weeks = begun(problem, hour())
    compose_all(board, weeks, RULES, [], 0)
    assert [(s.course_ids, person) for s, person in board.freed] == [((b.COURSE,), "ana")]
    assert [sorted(people) for people in board.people.values()] == [["ben"]]


def test_occurrences_by_barrette_and_period() -> None:
    """In order of time; what is no barrette is left out."""
    weeks = {NEXT: [hour(2, NEXT)], b.MONDAY: [(b.item(), b.option()), hour(1, b.TUESDAY)]}
    found = placed_by_barrette(weeks)
    assert {key: [i.id for i, _o in rows] for key, rows in found.items()} == {
        (BARRETTE.id, PERIOD.id): ["B-P1-o1", "B-P1-o2"]
    }


# Open periods


def open_hour() -> Placed:
    """The hour of the open period, Monday at 8."""
    item = b.item("O-P1-o1", kind=Kind.OPEN, teams=((),), open_id=OPEN.id, occurrence=1, period_id=PERIOD.id)
    return item, Option(b.MONDAY, 480, 540)


def filled(problem: Problem, *owed: Owed) -> Board:
    """The board once the open period has its people."""
    board, weeks = begun(problem, open_hour())
    fill_open_periods(board, weeks, PERIOD, RULES, owed, 0)
    return board


def test_those_who_owe_are_called_and_the_others_are_in_the_library() -> None:
    """Ana has literacy, Ben the place of the period with its librarian."""
    board = filled(centre(), need(ANA))
    kinds = {s.kind: s for s in board.sessions.values()}
    assert where(board)[kinds[Kind.SUPPORT].id] == ["ana"]
    rest = kinds[Kind.OPEN]
    assert (rest.room_id, rest.trainer_ids, where(board)[rest.id]) == (CDI.id, (LIBRARIAN,), ["ben"])


def test_the_place_is_a_room_for_a_group_where_everybody_is_called() -> None:
    """Both owe literacy, and a workshop is all that is free: the place holds nobody, so that the group is in it."""
    workshop = b.room(type="cuisine")
    course = b.course(class_ids=(b.OTHER,), room_types=("cuisine",))
    board = filled(centre(rooms=[workshop, CDI], courses=[course]), need(ANA), need(BEN))
    kinds = {s.kind: s for s in board.sessions.values()}
    rest, group = kinds[Kind.OPEN], kinds[Kind.SUPPORT]
    assert (rest.room_id, rest.trainer_ids, where(board)[rest.id]) == (None, (), [])
    assert (group.room_id, where(board)[group.id]) == (CDI.id, ["ana", "ben"])


def test_adults_are_free_where_the_centre_says_so() -> None:
    """The minor stays in the library, the adult has the hour."""
    board = filled(centre(ANA, MINOR, open_periods=(replace(OPEN, adults_free=True),)))
    assert list(where(board).values()) == [["mineure"]]


def test_minor_without_a_watched_place_is_listed() -> None:
    """Nobody is there: the hour of the class takes place without her, and says so."""
    away = [replace(t, absences=(Absence(),)) for t in STAFF]
    board = filled(centre(ANA, MINOR, trainers=away, rooms=[b.room()]))
    assert list(where(board).values()) == [["ana"]]
    assert [row.apprentice_ids for row in board.unwatched] == [("mineure",)]


def test_who_may_not_stay_in_the_place_of_a_class_is_listed() -> None:
    """The minor has a session of her own at the hour: she does not join the place that stands."""
    board = filled(centre(ANA, MINOR))
    place = next(s for s in board.sessions.values() if s.kind == Kind.OPEN)
    board.leave(place.id, MINOR.id)
    board.call(b.session("suivi", kind=Kind.SUPPORT, class_ids=()), [MINOR])
    settle_place(board, OPEN, place, [MINOR])
    assert where(board)[place.id] == ["ana"]
    assert [row.apprentice_ids for row in board.unwatched] == [("mineure",)]


def test_empty_place_gets_an_adult_for_whoever_comes() -> None:
    """All were called elsewhere, so that the place stands without room or adult: the minor who enters has both."""
    board = filled(centre(ANA, MINOR))
    place = next(s for s in board.sessions.values() if s.kind == Kind.OPEN)
    board.take(place.id)
    bare = replace(place, room_id=None, trainer_ids=())
    board.call(bare, ())
    settle_place(board, OPEN, bare, [MINOR])
    now = board.sessions[place.id]
    assert where(board)[place.id] == ["mineure"]
    assert now.room_id == place.room_id
    assert now.trainer_ids
    assert board.unwatched == []
