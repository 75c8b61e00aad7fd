"""Days on which an adult would come for autonomy alone: who is spared them, and who is not."""

from dataclasses import replace

import pytest

from planner.board.board import Board
from planner.domain import (
    Attendance,
    Barrette,
    BarretteId,
    Group,
    GroupId,
    Guidance,
    Kind,
    ModuleId,
    Session,
    Timetable,
)
from planner.engine.groups.idle_days import spare_idle_days
from tests.rules import build as b

BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60)
ADULT, MINOR = b.learner(), b.learner("mineure", birth=b.MONDAY.replace(year=2010))
GROUP = b.session(
    "lit", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, module_id=b.module().id, group_id=GroupId("g-lit")
)
ALONE = replace(
    GROUP, id=b.session("autonomie").id, module_id=ModuleId("AUTONOMIE"), group_id=GroupId("g-autonomie"),
    guidance=Guidance.AUTONOMOUS, room_id=b.SECOND_ROOM, trainer_ids=(),
)  # fmt: skip
LESSON = b.session("cours", start="9", end="10")


def there(*sessions: Session, listed: tuple[str, ...] = (), before: tuple[Session, ...] = ()) -> set[str]:
    """Who is in the place of autonomy at the end: of an adult and a minor who are in all of some sessions of the day.

    ``listed``: who is on the list of the led group of the hour; ``before``: what the adult was told.
    """
    board = Board(b.problem(learners=[ADULT, MINOR], barrettes=[BARRETTE], modules=[b.module()]))
    board.put(GROUP, {})
    for session in (ALONE, *sessions):
        board.put(session, {ADULT.id: False, MINOR.id: False})
    for name, people in (("g-lit", listed), ("g-autonomie", (ADULT.id, MINOR.id))):
        row = Group(GroupId(name), BARRETTE.id, b.session().period_id or "P", ModuleId(name), (), None, people)  # type: ignore[arg-type]
        board.groups.append(row)
    told = Timetable(before, tuple(Attendance(s.id, ADULT.id) for s in before))
    spare_idle_days(board, b.MONDAY, told)
    here = set(map(str, board.people[ALONE.id]))
    assert set(board.groups[1].apprentice_ids) == here
    return here


def test_an_adult_is_not_called_to_wait_and_a_minor_stays_with_an_adult() -> None:
    """The day holds an hour of autonomy and nothing else; they leave its list too."""
    assert there() == {MINOR.id}


@pytest.mark.parametrize(
    ("sessions", "listed", "before"),
    [
        ((LESSON,), (), ()),
        ((replace(LESSON, kind=Kind.STUDY, guidance=Guidance.AUTONOMOUS),), (), ()),
        ((), (ADULT.id,), ()),
        ((), (), (ALONE,)),
    ],
    ids=["a lesson", "autonomy that the workbook asks for", "a group of theirs", "told before"],
)
def test_who_has_something_that_day_or_knows_of_it_stays(
    sessions: tuple[Session, ...], listed: tuple[str, ...], before: tuple[Session, ...]
) -> None:
    """Anything else of the day, a seat in a led group of the hour, or a day as it was told."""
    assert there(*sessions, listed=listed, before=before) == {ADULT.id, MINOR.id}


def test_a_day_that_has_lost_its_lesson_is_no_day_that_was_told() -> None:
    """Of the lesson and the hour of autonomy only the hour is left: nobody comes for it."""
    assert there(before=(ALONE, LESSON)) == {MINOR.id}
