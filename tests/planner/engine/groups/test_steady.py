"""The same groups in two periods: who changes back, and what keeps somebody where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.board.restore import barrette_items
from planner.domain import (
    Barrette,
    BarretteId,
    Group,
    GroupId,
    Guidance,
    Kind,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Period,
    PeriodId,
    SessionId,
)
from planner.engine.groups import steady
from planner.engine.groups.steady import keep_groups, modules_changed
from planner.hours.owed import SOURCE_PROGRAMME
from tests.rules import build as b

WEEK = timedelta(days=7)
FIRST = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.SUNDAY)
SECOND = Period(PeriodId("P2"), "Période 2", b.MONDAY + WEEK, b.SUNDAY + WEEK)
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60)
MODULES = {"LIT1": b.TRAINER, "NUM1": b.SECOND}
ROOMS = {"LIT1": b.ROOM, "NUM1": b.SECOND_ROOM}
HOURS = {1: (FIRST, b.MONDAY), 2: (FIRST, b.TUESDAY), 3: (SECOND, b.MONDAY + WEEK), 4: (SECOND, b.TUESDAY + WEEK)}
ME = "moi"
WRITES, COUNTS = ("lit a", "lit b", "lit c"), ("num a", "num b", "num c")
STRAND = Owed(b.learner(ME).id, "R", "CONSOLIDATION", 60, SECOND.last, FIRST.first, source=SOURCE_PROGRAMME)
COUNTING = Owed(b.learner(ME).id, "N", "NUM1", 60, SECOND.last, SECOND.first, period_id=SECOND.id)
WRITING = replace(
    COUNTING, need_id="L", target="LIT1", minutes=120, period_id=FIRST.id, opens=FIRST.first, deadline=FIRST.last
)


def board_of(mine: Mapping[int, str], least: int = 1, counts: Sequence[str] = COUNTS) -> Board:
    """Two groups at four hours, and where somebody is at each; ``least``: people of a group of counting."""
    modules = [b.module("LIT1", strand="CONSOLIDATION"), b.module("NUM1", strand="CONSOLIDATION", min_size=least)]
    learners = [b.learner(name) for name in (ME, *WRITES, *counts)]
    staff = [b.trainer(trainer, skills=frozenset({name.lower()})) for name, trainer in MODULES.items()]
    problem = b.problem(
        learners=learners, trainers=staff, rooms=[b.room(room) for room in ROOMS.values()], modules=modules,
        barrettes=[BARRETTE], periods=(FIRST, SECOND), last=SECOND.last,
        classes=[b.group(calendar=b.present(last=b.FRIDAY + WEEK))],
    )  # fmt: skip
    board = Board(problem, RULES)
    for module, here in (("LIT1", WRITES), ("NUM1", tuple(counts))):
        for number, (period, day) in HOURS.items():
            people = [*here, *([ME] if mine[number] == module else [])]
            group = GroupId(f"B-{period.id}-{module}-1")
            session = b.session(
                f"{group}-o{number}", day, kind=Kind.BARRETTE, barrette_id=BARRETTE.id, period_id=period.id,
                module_id=b.module(module).id, group_id=group, occurrence=number, strand="CONSOLIDATION",
                trainer_ids=(MODULES[module],), room_id=ROOMS[module], guidance=Guidance.LED,
            )  # fmt: skip
            board.put(session, {b.learner(name).id: False for name in people})
        for period in (FIRST, SECOND):
            hours = [n for n, (its, _day) in HOURS.items() if its == period and mine[n] == module]
            names = sorted(b.learner(name).id for name in (*here, *([ME] if hours else [])))
            group = GroupId(f"B-{period.id}-{module}-1")
            board.groups.append(
                Group(group, BARRETTE.id, period.id, b.module(module).id, (MODULES[module],), None, tuple(names))
            )
    return board


def kept(board: Board, owed: Sequence[Owed] = (STRAND,)) -> list[str]:
    """Where somebody is at the four hours once everyone may choose again."""
    keep_groups(board, barrette_items(board.problem, list(board.sessions.values())), RULES, owed, 0)
    mine = {s.occurrence: str(s.module_id) for s in board.sessions.values() if b.learner(ME).id in board.people[s.id]}
    return [mine[number] for number in sorted(mine)]


ONCE = {1: "LIT1", 2: "LIT1", 3: "LIT1", 4: "NUM1"}


def test_who_takes_up_a_module_for_nothing_that_is_owed_stays_in_theirs() -> None:
    """The group of the first period has a seat for them at the hour; lists follow, and nobody else moves."""
    board = board_of(ONCE)
    assert modules_changed(board, BARRETTE.id) == 1
    assert kept(board, [STRAND, WRITING]) == ["LIT1"] * 4
    assert modules_changed(board, BARRETTE.id) == 0
    assert [ME in map(str, g.apprentice_ids) for g in board.groups if g.period_id == SECOND.id] == [True, False]
    assert all(len(board.people[SessionId(f"B-P2-NUM1-1-o{n}")]) == len(COUNTS) for n in (3, 4))


def test_no_barrette_is_asked_once_a_stop_is_asked() -> None:
    """What could be better stays as it is: the planner waits for the timetable."""
    board = board_of(ONCE)
    weeks = barrette_items(board.problem, list(board.sessions.values()))
    keep_groups(board, weeks, RULES, [STRAND, WRITING], 0, lambda: True)
    assert modules_changed(board, BARRETTE.id) == 1


def test_the_first_period_gives_way_too() -> None:
    """Counting is owed in the second: the hour of writing that nobody owes is the one that goes, and no hour owed."""
    board = board_of({1: "LIT1", 2: "NUM1", 3: "NUM1", 4: "NUM1"})
    assert kept(board, [STRAND, replace(COUNTING, minutes=120)]) == ["NUM1"] * 4


@pytest.mark.parametrize(
    ("owed", "least", "counts"),
    [
        ((STRAND, COUNTING, WRITING), 1, COUNTS),
        ((STRAND, WRITING), 3, COUNTS[:2]),
    ],
    ids=["an hour owed in each", "a group that would be too small"],
)
def test_a_change_that_something_asks_for_stays(owed: Sequence[Owed], least: int, counts: Sequence[str]) -> None:
    """No hour owed is lost for a group that lasts, and no group is left below its size."""
    assert kept(board_of(ONCE, least, counts), owed)[3] == "NUM1"


def test_what_loses_an_hour_after_all_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the question to forget what is owed, the board would be as it was before it was asked."""
    monkeypatch.setattr(steady._AllPeriods, "_keep_minutes", lambda *_args: None)
    monkeypatch.setattr(steady, "FIRST", frozenset({"P3"}))
    board = board_of(ONCE)
    before = dict(board.sessions), {key: dict(people) for key, people in board.people.items()}, list(board.groups)
    assert kept(board, [COUNTING]) == list(ONCE.values())
    assert (board.sessions, board.people, board.groups) == before


def test_nothing_moves_where_no_rule_asks_for_stability() -> None:
    """*Règles* has P3 off."""
    board = board_of(ONCE)
    assert kept(board_of(ONCE), [STRAND, WRITING]) != list(ONCE.values())
    weeks = barrette_items(board.problem, list(board.sessions.values()))
    keep_groups(board, weeks, tuple(rule for rule in RULES if rule.key != "P3"), [STRAND, WRITING], 0)
    assert modules_changed(board, BARRETTE.id) == 1


def test_an_hour_at_which_a_course_is_carried_stays_as_it_is() -> None:
    """Its groups are those of a lesson."""
    board = board_of(ONCE)
    for key, session in list(board.sessions.items()):
        if session.occurrence == 4:
            board.put(replace(session, course_ids=(b.COURSE,)), board.people_of(key))
    assert kept(board, [STRAND, WRITING])[3] == "NUM1"


def test_an_hour_owed_that_an_open_hour_can_give_leaves_the_barrette() -> None:
    """They count at the open hour, where they wrote, and write at the barrette as in the period before."""
    board = board_of(ONCE)
    board.problem = replace(board.problem, open_periods=(OpenPeriod(OpenPeriodId("T"), "Temps", (b.CLASS,)),))
    for module, here in (("LIT1", (ME, *WRITES)), ("NUM1", COUNTS)):
        session = replace(
            board.sessions[SessionId(f"B-P2-{module}-1-o4")], id=SessionId(f"T-P2-{module}-1-o1"), kind=Kind.SUPPORT,
            start=b.hour("10"), end=b.hour("11"), barrette_id=None, group_id=None, occurrence=1,
        )  # fmt: skip
        board.put(session, {b.learner(name).id: False for name in here})
    weeks = barrette_items(board.problem, list(board.sessions.values()))
    item, option = weeks[SECOND.first][1]
    asked = replace(item, id=SessionId("T-P2-o1"), kind=Kind.OPEN, barrette_id=None, open_id=OpenPeriodId("T"))
    hour = option._replace(start=b.hour("10"), end=b.hour("11"))
    weeks[SECOND.first].append((replace(asked, occurrence=1), hour))
    keep_groups(board, weeks, RULES, [STRAND, WRITING, COUNTING], 0)
    me = b.learner(ME).id
    assert me in board.people[SessionId("B-P2-LIT1-1-o4")]
    assert me in board.people[SessionId("T-P2-NUM1-1-o1")]
    assert modules_changed(board, BARRETTE.id) == 0
