"""A result that is withdrawn: the group that somebody had before it is theirs again, and is told as withdrawn."""

from dataclasses import replace

import pytest

from planner.board.board import Board
from planner.domain import (
    Attendance,
    Barrette,
    BarretteId,
    Group,
    Kind,
    Lock,
    Owed,
    PeriodId,
    Problem,
    Result,
    Timetable,
)
from planner.engine.change.group_before import Regrouped, back_in_group, marks, regrouped_known, regrouped_written
from planner.engine.change.limits import Limits
from planner.report.changes import changes
from tests.planner.engine.change.scene import ANA, BEN, LIMITS, PERIOD, board, centre
from tests.rules import build as b

DAN, EVE = b.learner("dan"), b.learner("eve")
BARRETTE = Barrette(BarretteId("B"), "B", (b.CLASS,), 60, 1)
ONE = b.session("g1-o1", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, occurrence=1, group_id="g1", period_id=PERIOD.id)
TWO = replace(ONE, id=b.session("g2-o1").id, group_id="g2", room_id=b.SECOND_ROOM, trainer_ids=(b.SECOND,))
BEFORE = Timetable((ONE, TWO), tuple(Attendance(s.id, p.id) for s, p in ((ONE, ANA), (ONE, BEN), (TWO, DAN))))
RESULT = Result("numératie", "0", "test", b.MONDAY)
NEED = Owed(ANA.id, "besoin", "NUM1", 60, PERIOD.last, b.MONDAY)
MARK = {ANA.id: "avant"}


def with_groups(*in_two: str) -> Board:
    """Ana and Ben have left the first group for the second, or some of them; Dan is in it."""
    people = (ANA, BEN, DAN)
    problem = centre(*people, barrettes=[BARRETTE])
    here = tuple(p for p in people if p.id in in_two)
    held = board(problem, (ONE, tuple(p for p in people if p not in here)), (TWO, here))
    for name, session in (("g1", ONE), ("g2", TWO)):
        names = tuple(held.people[session.id])
        group = Group(name, BARRETTE.id, PeriodId(PERIOD.id), "LIT1", session.trainer_ids, session.room_id, names)  # type: ignore[arg-type]
        held.groups.append(group)
    return held


def test_group_of_then_is_kept_with_a_mark_of_what_was_owed() -> None:
    """Ana is in the second group since: her own is the first, through one more change; nothing of Dan, who stayed."""
    held = with_groups("ana", "dan")
    written = regrouped_written(held, BEFORE, {**MARK, DAN.id: "dan"}, b.MONDAY)
    assert written == {"groups_before": [["ana", "g1-o1", "g2-o1", "avant"]]}
    now = replace(held.timetable(), summary=written)
    assert regrouped_known(now) == (Regrouped(ANA.id, ONE.id, TWO.id, "avant"),)
    assert regrouped_written(held, now, {}, b.MONDAY) == written
    assert regrouped_written(with_groups("dan"), now, {ANA.id: "après"}, b.MONDAY) == {"groups_before": []}
    assert regrouped_written(held, now, {}, b.TUESDAY) == {"groups_before": []}


@pytest.mark.parametrize(
    ("why", "back"),
    [("", True), ("owes something else", False), ("announced", False), ("locked", False), ("locked in person", False)],
)
def test_group_before_is_had_again_once_the_same_is_owed(why: str, back: bool) -> None:
    """Not as long as Ana owes something else, nor where the hour was announced, or is locked."""
    held = with_groups("ana", "dan")
    limits = Limits(b.MONDAY, b.TUESDAY) if why == "announced" else LIMITS
    limits = replace(limits, locked=frozenset({TWO.id})) if why == "locked" else limits
    if why == "locked in person":
        mine = Lock(
            barrette_id=BARRETTE.id, apprentice_id=ANA.id, module_id=TWO.module_id, day=TWO.day, start=TWO.start
        )
        held.problem = replace(held.problem, locks=(mine,))
    now = {ANA.id: "autre"} if why == "owes something else" else MARK
    back_in_group(held, [Regrouped(ANA.id, ONE.id, TWO.id, "avant")], now, limits)
    assert (ANA.id in held.people[ONE.id], ANA.id in held.people[TWO.id]) == (back, not back)
    assert [ANA.id in group.apprentice_ids for group in held.groups] == [back, not back]


def test_last_of_a_group_stays_in_it() -> None:
    """Nobody else is in the second group: it is not left empty."""
    held = with_groups("ana")
    back_in_group(held, [Regrouped(ANA.id, ONE.id, TWO.id, "avant")], MARK, LIMITS)
    assert ANA.id in held.people[TWO.id]


def test_mark_is_of_the_hours_owed_and_the_results() -> None:
    """The same for the same; another one for a result, or for an hour more; a deadline is no matter."""
    plain, known = centre(ANA), centre(replace(ANA, results=(RESULT,)))

    def mark(problem: Problem, *owed: Owed) -> str:
        return marks(problem, owed, [ANA.id])[ANA.id]

    assert mark(plain, NEED) == mark(plain, replace(NEED, deadline=b.MONDAY))
    assert len({mark(plain), mark(plain, NEED), mark(plain, replace(NEED, minutes=120)), mark(known, NEED)}) == 4
    assert marks(plain, (), [EVE.id]) == {}


def test_results_are_told_as_new_withdrawn_or_changed() -> None:
    """One that goes is no new one."""
    other = replace(RESULT, value="9")
    told = []
    for was, now in (((), (RESULT,)), ((RESULT,), ()), ((RESULT, other), ()), ((RESULT,), (other,))):
        old, new = (centre(replace(ANA, results=rows)) for rows in (was, now))
        told += [change.text for change in changes(old, new)]
    assert [text.partition(" : ")[2] for text in told] == [
        "nouveaux résultats de positionnement pédagogique.",
        "résultat de positionnement pédagogique retiré.",
        "résultats de positionnement pédagogique retirés.",
        "résultats de positionnement pédagogique modifiés.",
    ]
