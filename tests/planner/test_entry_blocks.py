"""When the blocks of the entry module are given."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints import RULES
from planner.board import paid
from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import Absence, ApprenticeId, Owed, Problem, SessionId
from planner.engine.people.entry import place_entry_modules
from planner.engine.people.entry_block import Seeker, Stretch, give_block, join_block
from planner.hours.owed import SOURCE_ENTRY
from planner.hours.owed import owed as hours_owed
from tests.rules import build as b

SAFETY = b.module("ENTREE-SECURITE", theme="safety", order=1)
TOOLS = b.module("ENTREE-OUTILS", theme="onboarding", order=4)
FRIDAY = b.MONDAY + timedelta(days=4)


def owed(module_id: str, deadline: date) -> Owed:
    """An hour of a block, by a day."""
    person = ApprenticeId(b.LEARNER)
    return Owed(person, module_id, module_id, 60, deadline, b.MONDAY, source=SOURCE_ENTRY, personal=True)


def placed(*needs: Owed, first_free: int) -> Board:
    """The blocks of one learner with a trainer who is there from a day of the week on."""
    leader = b.trainer(skills=frozenset({"entree-securite", "entree-outils"}))
    lesson_days = [b.MONDAY + timedelta(days=n) for n in range(first_free)]
    problem = b.problem(learners=[b.learner()], trainers=[leader], modules=[SAFETY, TOOLS])
    board = Board(problem)
    for day in lesson_days:
        busy = replace(b.session(), id=SessionId(f"{day}"), day=day, start=0, end=24 * 60, minutes=0)
        board.keep(replace(busy, trainer_ids=(leader.id,)))
    place_entry_modules(board, needs)
    return board


def days(board: Board) -> dict[str, date]:
    """Day of each block."""
    return {str(s.module_id): s.day for s in board.sessions.values()}


def test_blocks_due_first_are_given_by_their_own_deadline() -> None:
    """Safety is due on Wednesday and tools on Friday: the later deadline does not make safety late."""
    needs = [owed("ENTREE-OUTILS", FRIDAY), owed("ENTREE-SECURITE", b.MONDAY + timedelta(days=2))]
    board = placed(*needs, first_free=2)
    assert days(board)["ENTREE-SECURITE"] == b.MONDAY + timedelta(days=2)
    assert set(paid_so_far(board, needs).values()) == {60}


def test_blocks_due_later_come_after_those_due_first() -> None:
    """Tools, due on Friday, wait for the end of safety, due on Wednesday, even when the trainer is free before."""
    needs = [owed("ENTREE-OUTILS", FRIDAY), owed("ENTREE-SECURITE", b.MONDAY + timedelta(days=2))]
    sessions = {str(s.module_id): s for s in placed(*needs, first_free=0).sessions.values()}
    safety, tools = sessions["ENTREE-SECURITE"], sessions["ENTREE-OUTILS"]
    assert (safety.day, safety.end) <= (tools.day, tools.start)


def entering(*names: str, **changes: Any) -> Problem:
    """Learners whose class is there on Thursday and Friday, and whose company begins the Monday after."""
    leader = b.trainer(skills=frozenset({"entree-securite", "entree-outils"}))
    soon = FRIDAY + timedelta(days=3)
    people = [b.learner(n, entry=b.MONDAY, contract_start=soon, first_company_day=soon) for n in names]
    classes = [b.group(calendar=b.present(first=b.THURSDAY))]
    return b.problem(classes=classes, learners=people, trainers=[leader], modules=[SAFETY, TOOLS], **changes)


def test_all_blocks_come_before_lessons_in_one_cohort() -> None:
    """Safety is due on Friday, tools on Sunday: all are given on Monday, which neither class nor company takes."""
    problem = entering("une", "autre")
    board = Board(problem)
    place_entry_modules(board, hours_owed(problem))
    assert {(s.module_id, s.day, len(board.people[s.id])) for s in board.sessions.values()} == {
        (SAFETY.id, b.MONDAY, 2),
        (TOOLS.id, b.MONDAY, 2),
    }


def test_a_cohort_is_as_large_as_the_catalogue_says() -> None:
    """Twenty people enter together: one cohort where the blocks take thirty, two where one of them takes twelve."""
    names = [f"entrante {n:02d}" for n in range(20)]
    for largest, sizes in ((30, [20, 20]), (12, [8, 8, 12, 12])):
        modules = [replace(SAFETY, max_size=30), replace(TOOLS, max_size=largest)]
        problem = replace(entering(*names), modules={m.id: m for m in modules})
        board = Board(problem)
        place_entry_modules(board, hours_owed(problem))
        assert sorted(len(board.people[key]) for key in board.sessions) == sizes


def test_who_enters_later_does_not_draw_the_others_into_lessons() -> None:
    """One has Monday to Wednesday, the other enters with the class: two cohorts rather than one on Thursday."""
    problem = entering("une", "autre")
    late = replace(problem.learners[ApprenticeId("autre")], entry=b.THURSDAY)
    board = Board(replace(problem, learners={**problem.learners, late.id: late}))
    place_entry_modules(board, hours_owed(board.problem))
    assert {s.day for s in board.sessions.values()} == {b.MONDAY, b.THURSDAY}


def test_block_takes_in_as_many_as_are_free_at_one_hour() -> None:
    """No hour suits all four: three have it together, and the fourth on the only day that is theirs."""
    problem = entering("un", "deux", "trois", "quatre")
    away = {
        "trois": Absence(first=FRIDAY, last=FRIDAY),
        "quatre": Absence(first=b.MONDAY, last=b.THURSDAY),
    }
    learners = {k: replace(one, absences=(away[k],) if k in away else ()) for k, one in problem.learners.items()}
    board = Board(replace(problem, learners=learners, modules={SAFETY.id: SAFETY}))
    place_entry_modules(board, hours_owed(board.problem))
    found = sorted((s.day, sorted(board.people[s.id])) for s in board.sessions.values())
    assert [people for _, people in found] == [["deux", "trois", "un"], ["quatre"]]


def test_other_blocks_come_after_safety_where_as_many_can_come() -> None:
    """Safety is on Wednesday, when its trainer comes: tools, free from Monday on and due later, wait for it."""
    away = Absence(first=b.MONDAY, last=b.MONDAY + timedelta(days=1))
    leaders = [
        b.trainer(skills=frozenset({"entree-securite"}), absences=(away,)),
        b.trainer(b.SECOND, skills=frozenset({"entree-outils"})),
    ]
    board = Board(b.problem(learners=[b.learner()], trainers=leaders, modules=[SAFETY, TOOLS]))
    place_entry_modules(board, [owed("ENTREE-OUTILS", FRIDAY), owed("ENTREE-SECURITE", b.THURSDAY)])
    assert days(board) == dict.fromkeys(("ENTREE-SECURITE", "ENTREE-OUTILS"), b.MONDAY + timedelta(days=2))


def test_who_is_late_joins_what_others_have_in_the_week() -> None:
    """Tools are given on Tuesday; somebody whose deadline was before they entered sits with the others, not alone."""
    away = Absence(first=b.MONDAY, last=b.MONDAY)
    leader = b.trainer(skills=frozenset({"entree-outils"}), absences=(away,))
    board = Board(b.problem(learners=[b.learner(), b.learner("tard")], trainers=[leader], modules=[TOOLS]), RULES)
    late = replace(owed("ENTREE-OUTILS", b.MONDAY - timedelta(days=1)), apprentice_id=ApprenticeId("tard"))
    place_entry_modules(board, [late, owed("ENTREE-OUTILS", FRIDAY)])
    assert [sorted(people) for people in board.people.values()] == [[b.LEARNER, "tard"]]


@pytest.mark.parametrize(("day", "machines", "beside"), [(2, 2, True), (2, 1, False), (4, 4, False)])
def test_who_comes_by_an_update_sits_beside_those_who_have_it_then(day: int, machines: int, beside: bool) -> None:
    """Safety stands on Wednesday: joined, but for one whose workshop is on Tuesday, and not on Friday, past its date.

    Monday is free for both: they would be told there, alone.
    """
    leader = b.trainer(skills=frozenset({"entree-securite"}))
    people = [b.learner("une"), b.learner("autre", birth=date(2010, 1, 1))]
    problem = b.problem(
        courses=[b.course(regulated=True)], learners=people, trainers=[leader, b.trainer(b.SECOND)], modules=[SAFETY]
    )
    board, when = Board(problem), [b.MONDAY + timedelta(days=n) for n in (day, machines)]
    stands = b.session("avant", when[0], "8", "9", kind="onboarding", module_id="ENTREE-SECURITE")
    board.call(stands, people[:1])
    board.call(b.session("atelier", when[1], "8", "12", course_id=b.COURSE, trainer_ids=(b.SECOND,)), people[1:])
    needs = [replace(owed("ENTREE-SECURITE", b.THURSDAY), apprentice_id=person.id) for person in people[1:]]
    place_entry_modules(board, needs)
    assert sorted(len(board.people[s.id]) for s in board.sessions.values() if s.module_id) == (
        [2] if beside else [1, 1]
    )


def test_support_of_an_earlier_version_keeps_nobody_from_a_block() -> None:
    """An hour of support stands at the hour of the safety block that others have: it is left for the block."""
    leader = b.trainer(skills=frozenset({"entree-securite"}))
    people = [b.learner("une"), b.learner("autre")]
    problem = b.problem(learners=people, trainers=[leader, b.trainer(b.SECOND)], modules=[SAFETY, b.module()])
    board = Board(problem)
    stands = b.session("avant", b.MONDAY, "8", "9", kind="onboarding", module_id="ENTREE-SECURITE")
    support = b.session("suivi", b.MONDAY, "8", "9", kind="support", module_id=b.module().id, trainer_ids=(b.SECOND,))
    board.call(stands, people[:1])
    board.call(support, people)
    board.leave(support.id, people[0].id)
    place_entry_modules(board, [replace(owed("ENTREE-SECURITE", b.MONDAY), apprentice_id=people[1].id)])
    assert set(board.people[stands.id]) == {people[0].id, people[1].id}
    assert not board.people[support.id]


def test_block_without_an_hour_before_its_deadline_comes_right_after_it_minors_first() -> None:
    """The trainer comes on the first day in the company, to a room for one: the minor is told of safety first."""
    away = Absence(first=b.MONDAY, last=b.THURSDAY - timedelta(days=1))
    leader = b.trainer(skills=frozenset({"entree-securite"}), absences=(away,))
    born = {"adulte": date(2000, 1, 1), "mineure": date(2010, 1, 1)}
    people = [b.learner(n, entry=b.MONDAY, first_company_day=b.THURSDAY, birth=day) for n, day in born.items()]
    problem = b.problem(learners=people, trainers=[leader], modules=[SAFETY], rooms=[b.room(seats=1)])
    board = Board(problem, RULES)
    place_entry_modules(board, hours_owed(problem))
    found = sorted((s.day, s.start, *board.people[s.id]) for s in board.sessions.values())
    assert [(day, *who) for day, _, *who in found] == [(b.THURSDAY, "mineure"), (b.THURSDAY, "adulte")]


def test_block_over_lessons_takes_the_fewest_minutes() -> None:
    """Four hours of lessons on Monday, one on Tuesday at eight: the hour of Tuesday, whatever was tried before."""
    leader = b.trainer(skills=frozenset({"entree-outils"}), absences=(Absence(start=b.hour("13")),))
    both = [leader, b.trainer(b.SECOND)]
    problem = b.problem(courses=[b.course()], learners=[b.learner()], trainers=both, modules=[TOOLS])
    board = Board(problem)
    for name, day, end in (("long", b.MONDAY, "12"), ("court", b.TUESDAY, "9"), ("autre", b.TUESDAY, "12")):
        start = "9" if name == "autre" else "8"
        lesson = b.session(name, day, start, end, course_id=b.COURSE, trainer_ids=(b.SECOND,))
        board.call(lesson, [b.learner()])
    place_entry_modules(board, [owed("ENTREE-OUTILS", b.TUESDAY)])
    (block,) = (s for s in board.sessions.values() if s.kind == "onboarding")
    assert (block.day, block.start) == (b.TUESDAY, b.hour("8"))


@pytest.mark.parametrize(
    ("modality", "room", "adults"),
    [
        ("on_site", b.ROOM, 1),
        ("blended", b.ROOM, 1),
        ("remote_sync", None, 1),
        ("remote_async", None, 0),
    ],
)
def test_block_takes_what_its_modality_asks_for(modality: str, room: str | None, adults: int) -> None:
    """A room where somebody comes to it, an adult where it is live."""
    block = replace(SAFETY, modality=modality)
    problem = b.problem(
        learners=[b.learner()], trainers=[b.trainer(skills=frozenset({"entree-securite"}))], modules=[block]
    )
    board = Board(problem, RULES)
    place_entry_modules(board, [owed("ENTREE-SECURITE", FRIDAY)])
    (found,) = board.sessions.values()
    assert (found.modality, found.room_id, len(found.trainer_ids)) == (modality, room, adults)


def test_hours_paid_are_counted_for_the_people_named_only() -> None:
    """Someone else's hours are not looked at."""
    needs = [owed("ENTREE-SECURITE", FRIDAY)]
    other = replace(needs[0], apprentice_id=ApprenticeId("autre"))
    board = placed(*needs, first_free=0)
    assert paid_so_far(board, [*needs, other], [needs[0].apprentice_id]) == {(b.LEARNER, "ENTREE-SECURITE"): 60}


def test_a_block_leaves_behind_whom_it_has_no_seat_for_and_is_then_joined() -> None:
    """Two lack it and its room has one seat: one is called, nobody joins; with two seats the other does, once."""
    for seats, joined in ((1, 0), (2, 1)):
        leader = b.trainer(skills=frozenset({"entree-outils"}))
        people = [b.learner("une"), b.learner("autre")]
        problem = b.problem(learners=people, trainers=[leader], modules=[TOOLS], rooms=[b.room(seats=seats)])
        board, when = Board(problem, RULES), Stretch((b.MONDAY,))
        first, second = (Seeker(person, frozenset({b.MONDAY})) for person in people)
        given = give_block(board, TOOLS, [first], when, [], 1)
        assert given is not None
        assert set(given.left) == {"une"}
        assert [len(join_block(board, TOOLS, [second], when)) for _ in range(2)] == [joined, 0]
        assert len(board.people[given.session.id]) == 1 + joined


def test_sessions_of_others_are_not_asked_about_for_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sessions stand, one of them somebody else's: whether it is support is asked of the other alone."""
    needs = [owed("ENTREE-SECURITE", FRIDAY)]
    board, asked = placed(*needs, first_free=0), list[SessionId]()
    (own,) = board.sessions.values()
    board.put(replace(own, id=SessionId("une autre"), day=own.day + timedelta(days=1)), {ApprenticeId("autre"): False})
    monkeypatch.setattr(paid, "is_support", lambda _problem, session: not asked.append(session.id))
    assert paid_so_far(board, needs, [b.LEARNER]) == {(b.LEARNER, "ENTREE-SECURITE"): 60}
    assert asked == [own.id]
