"""The board: what its verbs do, and that every index says what the sessions say."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.board.board import Board
from planner.board.numbering import last_number
from planner.domain import ApprenticeId, Kind, Problem, RoomId, Session, SessionId, TrainerId
from tests.rules import build as b

PEOPLE = [ApprenticeId(f"apprenant-{n}") for n in range(4)]
FAR = PEOPLE[3]
TRAINERS = [TrainerId("formatrice"), TrainerId("formateur")]
ROOMS = [RoomId("salle"), RoomId("atelier")]


@pytest.fixture
def problem() -> Problem:
    """Four learners of a class, the last of whom follows from elsewhere."""
    learners = [b.learner(id=person, remote=person == FAR) for person in PEOPLE]
    return b.problem(learners=learners, trainers=[b.trainer(id=t) for t in TRAINERS])


def session(name: str, **fields: object) -> Session:
    """A session of Monday, 8:00."""
    return replace(b.session(), **{"id": SessionId(name), **fields})  # type: ignore[arg-type]


def indexes(board: Board) -> dict[str, dict[tuple[str, str], list[str]]]:
    """What every index says, sorted, empty answers left out."""
    names = ("_of_person", "_of_trainer", "_of_room", "_of_class")
    return {
        name: {
            (str(who), str(day)): sorted(str(s) for s in found)
            for (who, day), found in getattr(board, name).items()
            if found
        }
        for name in names
    }


def test_a_session_put_is_found_by_person_trainer_room_and_class(problem: Problem) -> None:
    """Each look-up of its day has it; those of the day after have nothing."""
    board, one = Board(problem), session("s", trainer_ids=(TRAINERS[0],), room_id=ROOMS[0])
    board.put(one, {PEOPLE[0]: False})
    assert list(board.attended(PEOPLE[0], one.day)) == [one]
    assert list(board.led(TRAINERS[0], one.day)) == [one]
    assert list(board.held(ROOMS[0], one.day)) == [one]
    assert [list(board.of_class(c, one.day)) for c in one.class_ids] == [[one]] * len(one.class_ids)
    assert not board.attended(PEOPLE[0], one.day + timedelta(days=1))


def test_take_gives_back_every_hour(problem: Problem) -> None:
    """After `take` the board is as if the session had never been there."""
    board, one = Board(problem), session("s", trainer_ids=(TRAINERS[0],), room_id=ROOMS[0])
    board.put(one, {PEOPLE[0]: False})
    assert board.take(one.id) == {PEOPLE[0]: False}
    assert board == Board(problem)
    assert indexes(board) == indexes(Board(problem))


def test_two_groups_watched_at_once_leave_the_adult_busy_when_one_goes(problem: Problem) -> None:
    """The hours of who watches two groups are those of both: taking one out frees nobody."""
    board = Board(problem)
    for name in ("un", "deux"):
        board.put(session(name, trainer_ids=(TRAINERS[0],), guidance="autonomous"), {})
    one = board.sessions[SessionId("un")]
    assert board.usage.minutes(TRAINERS[0], one.day) == one.minutes
    board.take(SessionId("un"))
    assert not board.usage.trainer_free(
        TRAINERS[0], one.day, one.start, one.end, one.minutes, one.site_id, without=None
    )


def test_who_joins_from_elsewhere_makes_it_blended(problem: Problem) -> None:
    """A session on the spot becomes blended; every index holds the new value."""
    board = Board(problem)
    board.put(session("s", trainer_ids=(TRAINERS[0],)), {PEOPLE[0]: False})
    board.join(SessionId("s"), FAR)
    now = board.sessions[SessionId("s")]
    assert now.modality == "blended"
    assert board.people[now.id] == {PEOPLE[0]: False, FAR: True}
    assert list(board.led(TRAINERS[0], now.day)) == list(board.attended(FAR, now.day)) == [now]
    assert board.heads(now.id) == 1


def test_kept_hours_count_until_they_are_released(problem: Problem) -> None:
    """A barrette whose groups are not composed holds its trainers, rooms and people; nothing of it is a session."""
    board, one = Board(problem), session("barrette", trainer_ids=(TRAINERS[0],))
    board.keep(one, [ROOMS[0]], PEOPLE[:2])
    left = board.call_away(PEOPLE[1], session("autre"))
    assert not board.sessions
    assert [bool(board.attended(p, one.day)) for p in PEOPLE[:2]] == [True, False]
    assert board.held(ROOMS[0], one.day)
    board.call_back(PEOPLE[1], left)
    assert board.attended(PEOPLE[1], one.day)
    board.release(one.id)
    board.release(one.id)
    assert indexes(board) == indexes(Board(problem))


def _put(board: Board, dice: random.Random, name: SessionId) -> None:
    people = {p: p == FAR for p in dice.sample(PEOPLE, dice.randrange(4))}
    day = b.MONDAY + timedelta(days=dice.randrange(3))
    one = session(name, day=day, trainer_ids=tuple(dice.sample(TRAINERS, dice.randrange(3))))
    board.put(replace(one, room_id=dice.choice([None, *ROOMS])), people)


def _call(board: Board, dice: random.Random, name: SessionId) -> None:
    if name not in board.sessions:
        board.call(session(name, kind="support", class_ids=()), dice.sample(PEOPLE, dice.randrange(4)))


def _take(board: Board, _dice: random.Random, name: SessionId) -> None:
    if name in board.sessions:
        board.take(name)


def _join(board: Board, dice: random.Random, name: SessionId) -> None:
    if name in board.sessions:
        board.join(name, *dice.sample(PEOPLE, 2))


def _leave(board: Board, dice: random.Random, name: SessionId) -> None:
    if name in board.sessions:
        board.leave(name, dice.choice(PEOPLE))


VERBS: tuple[Callable[[Board, random.Random, SessionId], None], ...] = (_put, _call, _take, _join, _leave)


@pytest.mark.parametrize("seed", range(20))
def test_any_verbs_leave_a_board_equal_to_the_one_made_of_its_timetable(problem: Problem, seed: int) -> None:
    """Two hundred verbs drawn at random: state and indexes are those of a board made anew."""
    board, dice = Board(problem), random.Random(seed)
    for _ in range(200):
        dice.choice(VERBS)(board, dice, SessionId(f"s{dice.randrange(6)}"))
    again = Board.of(problem, board.timetable())
    assert again == board
    assert indexes(again) == indexes(board)


def test_number_of_what_was_taken_out_is_not_used_again(problem: Problem) -> None:
    """A timetable that goes on: the id of a session that goes would make the next one look like a move of it."""
    board = Board.of(problem, b.timetable(session("EMPLOI-s001"), session("EMPLOI-s002")))
    board.take(SessionId("EMPLOI-s002"))
    assert last_number(board, "-s") == 2


def test_blocks_are_those_of_the_entry_module_that_stand() -> None:
    """Put, replaced by another kind of session, taken: each is known at once; courses are none."""
    board = Board(b.problem())
    block = replace(b.session("bloc"), kind=Kind.ONBOARDING)
    board.put(block, {})
    board.put(b.session("cours"), {})
    assert board.blocks() == [block]
    board.put(replace(block, kind=Kind.SUPPORT), {})
    assert board.blocks() == []
    board.put(block, {})
    board.take(block.id)
    assert board.blocks() == []
