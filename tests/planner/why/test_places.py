"""Where a session may go: what the rules leave to it, what shares its hour, and a board that stays as it was."""

from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.board.board import Board
from planner.domain import Absence, Barrette, BarretteId, Kind, ModuleId, Problem, SessionId, Timetable
from planner.engine.change.repair_model import Place
from planner.model import Option
from planner.rule import active
from planner.why.held import holders
from planner.why.lifted import lifting
from planner.why.places import Judge, legal_places
from tests.rules.build import (
    COURSE,
    LEARNER,
    MONDAY,
    OTHER,
    ROOM,
    SECOND,
    SECOND_COURSE,
    SECOND_ROOM,
    TRAINER,
    TUESDAY,
    course,
    group,
    hour,
    learner,
    module,
    problem,
    session,
    timetable,
    trainer,
)

ASKED = session("demandée", start="9", end="10", course_id=COURSE)
BESIDE = session("voisine", start="8", end="9", course_id=SECOND_COURSE, trainer_ids=(SECOND,))
LONG = course(SECOND_COURSE, teams=((SECOND,),))


def centre(**changes: object) -> Problem:
    """One class with two courses of an hour, each with a trainer."""
    plain = problem(courses=(course(lengths=(60,)), replace(LONG, lengths=(60,))), learners=(learner(),))
    return replace(plain, **changes)  # type: ignore[arg-type]


def judge(centre_: Problem, found: Timetable) -> Judge:
    """A judge of a whole timetable, every rule on."""
    return Judge(Board.of(centre_, found, active(RULES, centre_)))


def test_hours_that_are_open_and_hours_that_are_not() -> None:
    """Monday at 8:00 the class is elsewhere, on Tuesday the trainer is away; other hours are open, at a cost."""
    away = trainer(absences=(Absence(first=TUESDAY, last=TUESDAY),))
    centre_ = centre(trainers={TRAINER: away, SECOND: trainer(SECOND)})
    asks = judge(centre_, timetable(ASKED, BESIDE))
    before = asks.board.timetable()
    found = {place.hour[:2]: place for place in legal_places(asks, ASKED.id)}
    assert (MONDAY, hour("8")) not in found
    assert all(day != TUESDAY for day, _start in found)
    assert (MONDAY, hour("10")) in found
    assert found[MONDAY, hour("10")].place == Place(Option(MONDAY, hour("10"), hour("11"), (TRAINER,)), ROOM)
    # A free hour between two lessons costs what P4 says.
    assert found[MONDAY, hour("11")].costs["P4"] > 0
    assert asks.board.timetable() == before


def test_every_hour_says_why_not_where_it_is_asked() -> None:
    """What is not open comes with all that is against it: the class and its trainer both."""
    busy = session("ailleurs", start="8", end="9", class_ids=(OTHER,))
    centre_ = centre(classes={c.id: c for c in (group(), group(OTHER))})
    asks = judge(centre_, timetable(ASKED, BESIDE, busy, who={ASKED.id: (LEARNER,), BESIDE.id: (LEARNER,)}))
    found = {place.hour[:2]: place for place in legal_places(asks, ASKED.id, every=True)}
    keys = [f.key for f in found[MONDAY, hour("8")].findings]
    assert {"H1a", "H1b", "H1c"} <= set(keys)


def test_another_room_where_its_own_is_taken() -> None:
    """At 10:00 somebody else has its room: the other one will do."""
    taken = session("occupée", start="10", end="11", class_ids=(OTHER,), trainer_ids=(SECOND,))
    centre_ = centre(classes={c.id: c for c in (group(), group(OTHER))})
    asks = judge(centre_, timetable(ASKED, taken, who={ASKED.id: (LEARNER,)}))
    found = {place.hour[:2]: place for place in legal_places(asks, ASKED.id)}
    assert found[MONDAY, hour("10")].place.room == SECOND_ROOM
    # At its own hour, the other room is another place.
    assert found[MONDAY, hour("9")].place.room == SECOND_ROOM


def test_quick_answer_is_that_of_all_rules() -> None:
    """An hour is open exactly where some adults and room of it have nothing said against them."""
    centre_ = centre(classes={c.id: c for c in (group(), group(OTHER))}, trainers={
        TRAINER: trainer(absences=(Absence(weekday=2),)), SECOND: trainer(SECOND, max_day=60)
    })  # fmt: skip
    taken = session("occupée", start="10", end="11", class_ids=(OTHER,), trainer_ids=(SECOND,))
    asks = judge(centre_, timetable(ASKED, BESIDE, taken, who={ASKED.id: (LEARNER,), BESIDE.id: (LEARNER,)}))
    for asked in (ASKED, BESIDE):
        ways = asks.ways(asked)
        with asks.lifting(asked.id) as lift:
            for at in ways.teams:
                own = Place(Option(*at, asked.trainer_ids), asked.room_id)
                places = [p for p in (*ways.at(at), own) if p != lift.place]
                slow = [p for p in places if not asks.judged(lift, p).findings]
                assert (asks.open_at(lift, ways, at) is not None) == bool(slow), at


def test_groups_of_a_barrette_go_together() -> None:
    """Of two groups at one hour, one is asked about: an hour at which the other's trainer is away is not open."""
    barrette = Barrette(BarretteId("B"), "B", ASKED.class_ids, 60, per_week=1, module_ids=(ModuleId("LIT1"),))
    one, other = (
        session(f"groupe {name}", start="9", end="10", kind=Kind.BARRETTE, barrette_id=barrette.id, occurrence=1,
                module_id=ModuleId("LIT1"), trainer_ids=(who,), room_id=place, group_id=f"groupe {name}")
        for name, who, place in (("un", TRAINER, ROOM), ("deux", SECOND, SECOND_ROOM))
    )  # fmt: skip
    away = trainer(SECOND, skills=frozenset({"lit1"}), absences=(Absence(first=TUESDAY, last=TUESDAY),))
    centre_ = problem(
        trainers=(trainer(skills=frozenset({"lit1"})), away),
        learners=(learner(), learner("seconde")),
        modules=(module("LIT1"),),
        barrettes=(barrette,),
    )
    found = timetable(one, other, who={one.id: (LEARNER,), other.id: ("seconde",)})
    asks = judge(centre_, found)
    with lifting(asks.board, one.id) as lift:
        assert lift.others == (other,)
        assert one.id not in asks.board.sessions
    assert asks.board.timetable() == Board.of(centre_, found).timetable()
    ways = asks.ways(one)
    with asks.lifting(one.id) as lift:
        at = Place(Option(TUESDAY, hour("9"), hour("10"), (TRAINER,)), ROOM)
        assert [f.key for f in asks.judged(lift, at).findings] == ["H6b"]
        assert asks.open_at(lift, ways, (TUESDAY, hour("9"), hour("10"))) is None
    assert "bougent ensemble" in " ".join(holders(asks.board, one, (other,)))


def test_board_is_back_whatever_happens() -> None:
    """A question that fails leaves the session where it was."""
    asks = judge(centre(), timetable(ASKED, BESIDE))
    before = asks.board.timetable()
    try:
        with lifting(asks.board, SessionId("demandée")):
            raise ValueError
    except ValueError:
        pass
    assert asks.board.timetable() == before


def test_what_a_class_says_is_not_said_again_of_each_of_its_people() -> None:
    """Two people of the class are in its other lesson: the class has it, once; somebody elsewhere is named."""
    centre_ = centre(learners={LEARNER: learner(), "second": learner("second")})
    own = session("rendez-vous", start="8", end="9", kind="support", class_ids=(), trainer_ids=(), room_id=None)
    board = judge(centre_, timetable(ASKED, BESIDE, own, who={ASKED.id: [LEARNER, "second"]}))
    board.board.put(board.board.sessions[BESIDE.id], {LEARNER: False, "second": False})
    board.board.put(board.board.sessions[own.id], {"second": False})
    with lifting(board.board, ASKED.id) as lift:
        place = Place(Option(MONDAY, hour("8"), hour("9"), (TRAINER,)), ROOM)
        found = [f for f in board.judged(lift, place).findings if f.key == "H1c"]
    assert [f.people for f in found] == [(), ("second",)]
    assert "rendez-vous" in found[1].text


def test_no_place_is_before_the_first_day_that_may_change() -> None:
    """What is over, or announced, is no place: the week begins on its Tuesday, and hours of Monday are not asked."""
    centre_ = centre()
    board = Board.of(centre_, timetable(ASKED, BESIDE), active(RULES, centre_))
    late = Judge(board, TUESDAY)
    found = legal_places(late, ASKED.id, every=True)
    assert found
    assert min(place.hour[0] for place in found) == TUESDAY
    assert legal_places(Judge(board, MONDAY + timedelta(days=7)), ASKED.id) == ()
