"""Adults and rooms for an hour: who is free, who leads, which room, and where somebody watches."""

from dataclasses import replace

import pytest

from planner.board.board import Board
from planner.board.shelter import place_to_be, seat_left
from planner.board.staff import room_for, rooms_for_course, sites_for, trainer_for, trainer_for_course
from planner.board.usage import Usage
from planner.domain import Absence, Arrangement, Guidance, RoomId, Session, SessionId, SiteId, TrainerId
from tests.rules import build as b

FAR_SITE = SiteId("annexe")
LIBRARY, LIBRARIAN = RoomId("CDI"), TrainerId("documentaliste")
EIGHT = (b.MONDAY, b.hour("8"), b.hour("9"))
NINE = (b.MONDAY, b.hour("9"), b.hour("10"))


def put(board: Board, session: Session, *people: str) -> Session:
    """A session on the board, with some people of the problem."""
    board.call(session, [board.problem.learners[p] for p in people])  # type: ignore[index]
    return board.sessions[session.id]


def free(board: Board, trainer: str, span: tuple[object, int, int], site: SiteId = b.SITE) -> bool:
    """Whether an adult may take an hour more."""
    day, start, end = span
    usage: Usage = board.usage
    return usage.trainer_free(TrainerId(trainer), day, start, end, 60, site, without=None)  # type: ignore[arg-type]


# Hours of adults


def test_adult_needs_the_way_between_two_sites() -> None:
    """Thirty minutes away: not free at 9 elsewhere after 8–9 here, free at 10."""
    problem = b.problem(travel={(b.SITE, FAR_SITE): 30, (FAR_SITE, b.SITE): 30})
    board = Board(problem)
    put(board, b.session())
    assert free(board, b.TRAINER, NINE)
    assert not free(board, b.TRAINER, NINE, FAR_SITE)
    assert free(board, b.TRAINER, (b.MONDAY, b.hour("10"), b.hour("11")), FAR_SITE)


@pytest.mark.parametrize(
    ("limits", "monday", "tuesday"),
    [
        ({"max_day": 90}, False, True),
        ({"max_week": 90}, False, False),
        ({"max_month": 90}, False, False),
        ({"max_day": 120, "max_week": 120}, True, True),
    ],
)
def test_limits_of_day_week_and_month(limits: dict[str, int], monday: bool, tuesday: bool) -> None:
    """An hour given on Monday: what an hour more does that day and the next."""
    board = Board(b.problem(trainers=[b.trainer(**limits)]))
    put(board, b.session())
    assert free(board, b.TRAINER, NINE) == monday
    assert free(board, b.TRAINER, (b.TUESDAY, b.hour("9"), b.hour("10"))) == tuesday


def test_two_groups_watched_at_once_are_one_hour() -> None:
    """Who watches two groups in the same hour has given one."""
    board = Board(b.problem())
    for name in ("un", "deux"):
        put(board, b.session(name, guidance=Guidance.AUTONOMOUS))
    put(board, b.session("plus tard", start="9", end="10"))
    assert board.usage.minutes(b.TRAINER, b.MONDAY) == 120
    assert board.usage.minutes_of_week(b.TRAINER, b.FRIDAY) == 120
    assert board.usage.left_today(b.TRAINER, b.MONDAY) == 24 * 60 - 120


def test_free_half_days_of_the_week_are_kept() -> None:
    """Nine half-days of ten may hold sessions: with all nine taken, the tenth is not, another hour of a taken one is.

    Friday afternoon is the one left free.
    """
    board = Board(b.problem(trainers=[b.trainer(free_half_days=1)]))
    halves = [(d, h) for d in (b.MONDAY, b.TUESDAY, b.WEDNESDAY, b.THURSDAY, b.FRIDAY) for h in ("8", "13")][:-1]
    for number, (day, start) in enumerate(halves):
        put(board, b.session(f"s{number}", day, start, str(int(start) + 1)))
    assert not free(board, b.TRAINER, (b.FRIDAY, b.hour("13"), b.hour("14")))
    assert free(board, b.TRAINER, (b.FRIDAY, b.hour("9"), b.hour("10")))


def test_hard_minimum_of_a_day_binds_once_hours_are_known() -> None:
    """An hour alone is not worth coming for two; while courses have no hour yet, nobody can tell."""
    board = Board(b.problem(trainers=[b.trainer(min_day=120, min_day_hard=True)]))
    assert not free(board, b.TRAINER, EIGHT)
    board.usage.dated = False
    assert free(board, b.TRAINER, EIGHT)


def test_room_that_is_used_or_closed_is_not_free() -> None:
    """The first room is taken, the second closed in the morning."""
    closed = b.room(b.SECOND_ROOM, absences=(Absence(end=b.hour("12")),))
    board = Board(b.problem(rooms=[b.room(), closed]))
    one = put(board, b.session())
    assert board.usage.free_rooms(*EIGHT, b.SITE) == ()
    assert board.usage.free_rooms(*EIGHT, b.SITE, without=one.id) == (b.ROOM,)
    assert board.usage.free_rooms(b.MONDAY, b.hour("13"), b.hour("14"), b.SITE) == (b.ROOM, b.SECOND_ROOM)


# Who leads


def test_module_is_led_by_its_own_list_else_by_its_subject() -> None:
    """The list of the module is final; without one, the skill in its subject or in one of its domains counts."""
    staff = [b.trainer(skills=frozenset({"francais"})), b.trainer(b.SECOND, skills=frozenset({"lecture"}))]
    problem = b.problem(trainers=staff)
    module = b.module(subject="Français", domains=frozenset({"Lecture"}))
    assert problem.leaders(module, b.MONDAY) == (b.TRAINER, b.SECOND)
    assert problem.leaders(replace(module, trainer_ids=(b.SECOND,)), b.MONDAY) == (b.SECOND,)
    assert problem.leaders(b.module("NUM1"), b.MONDAY) == ()


def test_the_trainer_with_most_hours_left_leads() -> None:
    """Unless one who is preferred (there already that day) is free; nobody where all are busy."""
    module = b.module(trainer_ids=(b.TRAINER, b.SECOND))
    board = Board(b.problem())
    put(board, b.session())
    assert trainer_for(board, module, *NINE, b.SITE) == b.SECOND
    assert trainer_for(board, module, *NINE, b.SITE, prefer=[b.TRAINER]) == b.TRAINER
    assert trainer_for(board, module, *EIGHT, b.SITE, prefer=[b.TRAINER]) == b.SECOND
    put(board, b.session("autre", trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM))
    assert trainer_for(board, module, *EIGHT, b.SITE) is None


def test_a_course_is_made_up_by_those_whom_it_names() -> None:
    """The team is busy at 8: the colleague with the skill does not take it; any member of a team does."""
    other = b.trainer(b.SECOND, skills=frozenset({"matiere"}))
    board = Board(b.problem(trainers=[b.trainer(), other], courses=[b.course()]))
    course = board.problem.courses[b.COURSE]
    assert trainer_for_course(board, course, b.session()) == b.TRAINER
    put(board, b.session())
    assert trainer_for_course(board, course, b.session("plus")) is None
    both = replace(course, teams=((b.TRAINER, b.SECOND),))
    assert trainer_for_course(board, both, b.session("plus")) == b.SECOND


def test_a_course_that_names_nobody_is_made_up_by_whoever_is_skilled() -> None:
    """Until the habilitation ends."""
    until = {"matiere": b.MONDAY}
    other = b.trainer(b.SECOND, skills=frozenset({"matiere"}), skill_until=until)
    board = Board(b.problem(trainers=[b.trainer(), other], courses=[replace(b.course(), teams=())]))
    course = board.problem.courses[b.COURSE]
    assert trainer_for_course(board, course, b.session()) == b.SECOND
    assert trainer_for_course(board, course, b.session("plus", b.TUESDAY)) is None


# Which room


def test_smallest_ordinary_room_that_holds_everybody() -> None:
    """Not the kitchen, which a course asks for; a shared place only when nothing else is left."""
    rooms = [b.room("cuisine", type="cuisine", seats=6), b.room("CDI", seats=6, shared=4), b.room(), b.room("grande")]
    kitchen = b.course(room_types=("cuisine",))
    board = Board(b.problem(rooms=rooms, courses=[kitchen], learners=[b.learner("a"), b.learner("b")]))
    people = list(board.problem.learners.values())
    assert room_for(board, people, *EIGHT, b.SITE, b.module()) == "grande"
    assert room_for(board, people, *EIGHT, b.SITE, b.module(room_types=("Cuisine",))) == "cuisine"
    assert room_for(board, people, *EIGHT, b.SITE, b.module(), among=["CDI"]) == "CDI"  # type: ignore[list-item]
    assert room_for(board, people * 11, *EIGHT, b.SITE, b.module()) is None


def test_room_has_what_its_people_need() -> None:
    """Somebody who needs an accessible room gets the only one, though it is larger; at a distance none is asked."""
    need = Arrangement(b.LEARNER, "room_feature", text="Accessible")
    rooms = [b.room(seats=5), b.room(b.SECOND_ROOM, accessible=True)]
    problem = b.problem(rooms=rooms, learners=[b.learner()], arrangements=(need,))
    board = Board(problem)
    assert room_for(board, [b.learner()], *EIGHT, b.SITE, b.module()) == b.SECOND_ROOM
    assert room_for(board, [b.learner(remote=True)], *EIGHT, b.SITE, b.module()) == b.ROOM


def test_course_without_a_type_does_not_take_a_special_room() -> None:
    """The kitchen of another course is left to it; a course of the kitchen has nothing else."""
    rooms = [b.room(), b.room("cuisine", type="cuisine")]
    kitchen = b.course(b.SECOND_COURSE, room_types=("cuisine",))
    board = Board(b.problem(rooms=rooms, courses=[b.course(), kitchen], learners=[b.learner()]))
    people = list(board.problem.learners.values())
    names = [[r.id for r in rooms_for_course(board, c, b.session("plus"), people)] for c in (b.course(), kitchen)]
    assert names == [[b.ROOM], ["cuisine"]]


def test_site_is_that_of_the_class_else_any() -> None:
    """Somebody without a class may go to every site that has a room."""
    problem = b.problem(rooms=[b.room(), b.room("là-bas", site_id=FAR_SITE)])
    assert sites_for(problem, [b.learner()], b.MONDAY) == [b.SITE]
    assert sites_for(problem, [b.learner(memberships=())], b.MONDAY) == [FAR_SITE, b.SITE]


# A supervised place


def library(**changes: object) -> Board:
    """A library of four seats that its librarian watches, for two groups at once; two rooms and two trainers beside."""
    place = replace(b.room(LIBRARY, seats=4, shared=2, supervised_by=LIBRARIAN), **changes)
    staff = [b.trainer(), b.trainer(LIBRARIAN, role="documentaliste")]
    people = [b.learner(f"apprenant-{n}") for n in range(6)]
    return Board(b.problem(rooms=[b.room(), place], trainers=staff, learners=people))


def place(board: Board, count: int = 1, span: tuple[object, int, int] = EIGHT) -> tuple[str | None, str | None]:
    """Where some people may be at an hour, and who watches."""
    return place_to_be(board, list(board.problem.learners.values())[:count], *span)  # type: ignore[arg-type]


def test_a_watched_place_comes_before_a_room_of_ones_own() -> None:
    """The library while it has seats; beyond, a free room with an adult who does not teach, rather than a trainer."""
    board = library()
    assert place(board, 4) == (LIBRARY, LIBRARIAN)
    assert place(board, 5) == (b.ROOM, LIBRARIAN)
    put(board, b.session("étude", guidance=Guidance.AUTONOMOUS, room_id=LIBRARY, trainer_ids=(LIBRARIAN,)))
    assert place(board, 5) == (b.ROOM, b.TRAINER)


def test_seats_of_a_place_are_counted_over_its_groups() -> None:
    """Three are in it: one more may come, two may not, nor anybody once two groups are in it or a lesson."""
    board = library()
    names = [f"apprenant-{n}" for n in range(3)]
    alone = b.session("étude", guidance=Guidance.AUTONOMOUS, room_id=LIBRARY, trainer_ids=(LIBRARIAN,))
    put(board, alone, *names)
    assert place(board, 1) == (LIBRARY, LIBRARIAN)
    assert place(board, 2) == (b.ROOM, b.TRAINER)
    put(board, replace(alone, id=SessionId("deux")))
    assert place(board, 1) == (b.ROOM, b.TRAINER)
    lesson = library()
    put(lesson, b.session("cours", room_id=LIBRARY))
    assert place(lesson) == (b.ROOM, LIBRARIAN)


def test_nobody_watches_while_away_or_leading() -> None:
    """The librarian is away in the morning, the trainer teaches: there is no place at 8, though rooms are free."""
    board = library()
    away = replace(board.problem.trainers[LIBRARIAN], absences=(Absence(end=b.hour("12")),))
    board.problem = replace(board.problem, trainers={**board.problem.trainers, LIBRARIAN: away})
    board.usage.problem = board.problem
    put(board, b.session("cours", room_id=None))
    assert place(board) == (None, None)
    assert place(board, span=(b.MONDAY, b.hour("13"), b.hour("14"))) == (LIBRARY, LIBRARIAN)


def test_seat_left_in_the_room_of_a_session() -> None:
    """Two of four seats are taken: two more fit, three do not; what has no room has no seat."""
    board = library()
    study = b.session("étude", guidance=Guidance.AUTONOMOUS, room_id=LIBRARY, trainer_ids=(LIBRARIAN,))
    one = put(board, study, "apprenant-0", "apprenant-1")
    people = list(board.problem.learners.values())
    assert seat_left(board, one, people[2:4])
    assert not seat_left(board, one, people[2:5])
    assert not seat_left(board, replace(one, room_id=None), people[2:3])
