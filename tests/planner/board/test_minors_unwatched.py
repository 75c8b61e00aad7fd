"""Minors without an adult: they are taken out of what nobody watches, and a line says for whom."""

from datetime import date

from planner.board.board import Board
from planner.board.unwatched import left_alone, list_left_alone, list_uncalled, list_unwatched, unwatched
from planner.domain import BarretteId, Cause, Guidance, Kind, Learner, PeriodId, Session
from planner.rule import Finding
from tests.rules import build as b

MINOR = b.learner("mineure", birth=date(2010, 1, 1))
FREE = b.learner("libre", birth=date(2010, 1, 1), free_exit=b.MONDAY)
ADULT = b.learner("adulte")
GROUP = b.session(
    "groupe", kind=Kind.BARRETTE, guidance=Guidance.AUTONOMOUS, trainer_ids=(), barrette_id=BarretteId("B"),
    period_id=PeriodId("P1"), occurrence=2,
)  # fmt: skip


def board(session: Session, *people: Learner, **room: object) -> Board:
    """A board with a session and its people."""
    found = Board(b.problem(learners=[MINOR, FREE, ADULT], rooms=[b.room(**room), b.room(b.SECOND_ROOM)]))
    found.call(session, people)
    return found


def test_group_by_itself_is_unwatched_unless_its_room_is() -> None:
    """An adult of its own, or one who watches the room, is enough; a led group is never by itself."""
    problem = b.problem(rooms=[b.room(), b.room(b.SECOND_ROOM, supervised_by=b.SECOND)])
    assert unwatched(problem, GROUP)
    assert not unwatched(problem, b.session(guidance=Guidance.AUTONOMOUS))
    assert not unwatched(problem, b.session(guidance=Guidance.AUTONOMOUS, trainer_ids=(), room_id=b.SECOND_ROOM))
    assert not unwatched(problem, b.session(trainer_ids=()))


def test_minors_are_not_called_to_a_group_that_nobody_watches() -> None:
    """The adult and the one who may leave freely are; the line names the occurrence and the minor."""
    found = board(b.session())
    minors = left_alone(found.problem, GROUP, [MINOR, FREE, ADULT])
    assert minors == [MINOR]
    list_left_alone(found, GROUP, minors)
    (row,) = found.unwatched
    assert (row.session_id, row.cause, row.apprentice_ids) == (
        "encadrement-B-P1-o2",
        Cause.NOBODY_TO_WATCH,
        ("mineure",),
    )
    assert (row.day, row.start, row.end, row.meanwhile) == (GROUP.day, GROUP.start, GROUP.end, "B-P1-o2")


def test_nobody_is_alone_in_a_watched_group() -> None:
    """An adult watches its room: the minor may be called, and there is no line."""
    watched = board(b.session(), supervised_by=b.SECOND)
    assert not left_alone(watched.problem, GROUP, [MINOR])
    list_left_alone(watched, GROUP, [])
    assert not watched.unwatched


def test_line_says_the_rule_that_is_against_more_hours() -> None:
    """A finding about the minor gives the reason; one about somebody else does not."""
    found = board(b.session(), MINOR)
    own = Finding("H4d", "Mineure a 36 h.", people=(MINOR.id,))
    list_unwatched(found, b.session(label="anglais"), [MINOR], [Finding("H4d", "Adulte a 41 h.", people=(ADULT.id,))])
    list_unwatched(found, b.session(label="anglais"), [MINOR], [own])
    list_unwatched(found, b.session(), [], [own])
    assert [(row.cause, row.said, row.title) for row in found.unwatched] == [
        (Cause.NOBODY_TO_WATCH, "", "anglais"),
        (Cause.NO_MORE_HOURS, "Mineure a 36 h", "anglais"),
    ]


def test_line_says_the_names_once() -> None:
    """A rule with brief words gives those, since the line names everybody that it is about."""
    found = board(b.session(), MINOR)
    said = Finding("H4d", "Mineure aurait 36 h.", people=(MINOR.id,), brief="semaine pleine à 35 h")
    list_unwatched(found, b.session(label="anglais"), [MINOR], [said])
    assert [row.said for row in found.unwatched] == ["semaine pleine à 35 h"]


def test_open_period_without_an_adult_is_listed_for_its_class() -> None:
    """The line is of the class whose minors are not called; without minors there is none."""
    found = board(b.session(), MINOR)
    list_uncalled(found, b.session("ouvert", label="Temps banalisé"), b.OTHER, [MINOR])
    list_uncalled(found, b.session("ouvert"), b.CLASS, [])
    (row,) = found.unwatched
    assert (row.kind, row.class_ids, row.title) == (Kind.OPEN, (b.OTHER,), "Temps banalisé")
    # The lack of an adult is no reason of its own; a week that is full is, whoever watches.
    said = [Finding("H8b", "Sans adulte.", people=(MINOR.id,)), Finding("H4d", "36 h.", people=(MINOR.id,))]
    for known in (said[:1], said):
        list_uncalled(found, b.session("ouvert"), b.CLASS, [MINOR], known)
    assert [(row.cause, row.said) for row in found.unwatched[1:]] == [
        (Cause.NOBODY_TO_WATCH, ""),
        (Cause.NO_MORE_HOURS, "36 h"),
    ]
