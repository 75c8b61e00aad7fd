"""Seats at hours of a barrette and an open period with the rest held: who moves, and that nobody else does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    ApprenticeId,
    Barrette,
    BarretteId,
    Debt,
    Group,
    GroupId,
    Guidance,
    Kind,
    Module,
    ModuleId,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Pairing,
    Period,
    PeriodId,
    Problem,
    Room,
    RoomId,
    Session,
    SessionId,
    Timetable,
    Trainer,
    TrainerId,
)
from planner.engine.change.due_again import Cancelled
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.made_up import gains
from planner.engine.change.seating import Seats
from planner.engine.groups.held import Hour
from planner.engine.groups.seats import Seated, seat
from planner.model import Item, Option
from planner.rule import active
from tests.rules import build as b

PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.SUNDAY)
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=2)
OPEN = OpenPeriod(OpenPeriodId("T"), "Temps", (b.CLASS,), room_id=RoomId("CDI"))
WATCHER = b.trainer("documentaliste", role="documentaliste")
CDI = b.room("CDI", seats=40, shared=4, supervised_by=WATCHER.id)
STUDY = Module(ModuleId("AUTONOMIE"), "Autonomie", theme="study", guidance=Guidance.AUTONOMOUS, max_size=60)
MODULES = (
    b.module("LIT1", domains=frozenset({"littératie"})),
    b.module("NUM1", domains=frozenset({"numératie"})),
    b.module("AP"),
    STUDY,
)
SKILLS = {"A": "lit1", "B": "num1", "C": "lit1"}
GROUPS = {"LIT1": ("A", "salle 1", "ab"), "NUM1": ("B", "salle 2", "cd")}
"""Module → trainer, room and people (a letter each)."""
DAYS = (b.MONDAY, b.TUESDAY)


def people(letters: Iterable[str]) -> frozenset[ApprenticeId]:
    """People named by a letter each."""
    return frozenset(map(ApprenticeId, letters))


@dataclass
class Scene:
    """A board with two hours of a barrette, and what is done with it."""

    board: Board
    owed: tuple[Owed, ...]

    def hour(self, number: int, who: str, lost: Sequence[str] = ()) -> Hour:
        """An hour (from 1) at which some may choose; ``lost``: modules whose group is taken out first."""
        day, item = DAYS[number - 1], Item(
            SessionId(f"B-P1-o{number}"), Kind.BARRETTE, 60, (b.CLASS,), site_id=b.SITE, barrette_id=BARRETTE.id,
            occurrence=number, period_id=PERIOD.id,
        )  # fmt: skip
        gone = {}
        for module in lost:
            session = self.board.sessions[name(module, number)]
            gone[session.id] = (session, frozenset(self.board.take(session.id)))
        held = tuple(s.id for s in self.board.sessions.values() if s.barrette_id and s.occurrence == number)
        return Hour((item, Option(day, 480, 540)), held, people(who), gone)

    def seat(self, *hours: Hour) -> Seated:
        """Compose hours again under every rule."""
        return seat(self.board, RULES, self.owed, hours)

    def where(self, number: int = 1) -> dict[str, str]:
        """Person → session of an hour of the barrette, or of the open period."""
        here = [s for s in self.board.sessions.values() if s.occurrence == number]
        return {str(a): str(s.id) for s in here for a in self.board.people[s.id]}


def name(module: str, number: int) -> SessionId:
    """Id of a group's session at an hour."""
    return SessionId(f"B-P1-{module}-1-o{number}")


def scene(
    needs: Mapping[str, str] | None = None,
    *,
    groups: Mapping[str, tuple[str, str, str]] = GROUPS,
    extra: str = "",
    trainers: Sequence[Trainer] = (),
    rooms: Sequence[Room] = (),
    **changes: Any,
) -> Scene:
    """Groups of two hours; ``needs``: person → module owed, two hours of it; ``extra``: people without a group."""
    letters = "".join(row[2] for row in groups.values()) + extra
    staff = [b.trainer(t, skills=frozenset({skill})) for t, skill in SKILLS.items()]
    problem = b.problem(
        learners=changes.pop("learners", None) or [b.learner(a) for a in letters],
        trainers=trainers or [*staff, WATCHER],
        rooms=rooms or [*(b.room(f"salle {n}") for n in (1, 2, 3)), CDI],
        modules=changes.pop("modules", MODULES),
        barrettes=[BARRETTE],
        periods=(PERIOD,),
        **changes,
    )
    board = Board(problem, active(RULES, problem))
    for module, (trainer, room, who) in groups.items():
        group = GroupId(f"B-P1-{module}-1")
        for number in (1, 2):
            board.put(session(problem, module, trainer, room, number, group), dict.fromkeys(people(who), False))
        made = Group(group, BARRETTE.id, PERIOD.id, ModuleId(module), (TrainerId(trainer),), RoomId(room), ())
        board.groups.append(replace(made, apprentice_ids=tuple(sorted(people(who)))))
    rows = (needs or {}).items()
    owed = tuple(
        Owed(ApprenticeId(a), f"{a}-{m}", m, 120, PERIOD.last, PERIOD.first, period_id=PERIOD.id, level=1)
        for a, m in rows
    )
    return Scene(board, owed)


def session(problem: Problem, module: str, trainer: str, room: str, number: int, group: GroupId) -> Session:
    """A group at an hour."""
    found = problem.modules[ModuleId(module)]
    made = b.session(name(module, number), DAYS[number - 1], kind=Kind.BARRETTE, module_id=found.id, occurrence=number)
    return replace(
        made,
        course_ids=(),
        group_id=group,
        barrette_id=BARRETTE.id,
        period_id=PERIOD.id,
        trainer_ids=(TrainerId(trainer),),
        room_id=RoomId(room),
        guidance=found.guidance,
        strand=found.strand,
        site_id=b.SITE,
    )


def test_nothing_changes_where_nobody_is_concerned() -> None:
    """No hour, no change: sessions, people and groups are the same values."""
    one = scene({"a": "LIT1"})
    before = one.board.timetable()
    assert one.seat() == Seated()
    assert one.board.timetable() == before


def test_who_may_choose_and_gains_nothing_stays() -> None:
    """Everyone of both hours may choose: nobody leaves what pays, nor what is as good."""
    one = scene({"a": "LIT1", "b": "LIT1", "c": "NUM1", "d": "NUM1"})
    before = one.board.timetable()
    one.seat(one.hour(1, "abcd"), one.hour(2, "abcd"))
    assert one.board.timetable() == before


def test_an_entrant_takes_the_seat_that_pays() -> None:
    """Numeracy is owed: the same group at both hours, with the entrant on its list; the others stay."""
    one = scene({"e": "NUM1"}, extra="e")
    before = one.where()
    one.seat(one.hour(1, "e"), one.hour(2, "e"))
    assert one.where(1) == {**before, "e": name("NUM1", 1)}
    assert one.where(2)["e"] == name("NUM1", 2)
    assert [g.apprentice_ids for g in one.board.groups] == [tuple("ab"), tuple("cde")]


def test_an_entrant_to_be_kept_apart_is_not_in_the_group_that_pays() -> None:
    """The numeracy group has somebody from whom the entrant is kept apart: autonomy, with an adult."""
    apart = (Pairing(people("ce"), together=False),)
    one = scene({"e": "NUM1"}, extra="e", pairings=apart)
    one.seat(one.hour(1, "e"))
    session = one.board.sessions[SessionId(one.where()["e"])]
    assert session.module_id != ModuleId("NUM1")
    assert session.trainer_ids


def test_an_entrant_to_be_kept_with_somebody_follows() -> None:
    """Literacy pays, but the friend is in numeracy."""
    together = (Pairing(people("ce"), together=True),)
    one = scene({"e": "LIT1"}, extra="e", pairings=together)
    one.seat(one.hour(1, "e"))
    assert one.where()["e"] == name("NUM1", 1)


def test_a_full_group_takes_nobody() -> None:
    """Two of three entrants find a chair in the room of two more; the third is in autonomy."""
    small = [b.room("salle 1", seats=4), b.room("salle 2"), b.room("salle 3"), CDI]
    one = scene(dict.fromkeys("efg", "LIT1"), extra="efg", rooms=small)
    one.seat(one.hour(1, "efg"))
    seats = [one.where()[a] for a in "efg"]
    assert sorted(seats)[1:] == [name("LIT1", 1)] * 2
    assert one.board.sessions[SessionId(min(seats))].module_id == STUDY.id


def test_another_trainer_leads_a_group_that_lost_its_own() -> None:
    """The trainer is away on Monday: same group, room and people with another who may; Tuesday is untouched."""
    one = scene({"a": "LIT1", "b": "LIT1"}, trainers=away("A"))
    before, groups = dict(one.board.sessions), list(one.board.groups)
    found = one.seat(one.hour(1, "ab", ["LIT1"]))
    lost = before[name("LIT1", 1)]
    assert one.board.sessions == {**before, lost.id: replace(lost, trainer_ids=(TrainerId("C"),))}
    assert [(s.id, who) for s, who in found.again] == [(lost.id, people("ab"))]
    assert one.board.groups == groups


def test_people_of_a_lost_group_take_seats_that_pay() -> None:
    """Nobody else may lead it; one of the two owes what the other group gives, the other works with an adult."""
    one = scene({"a": "NUM1"}, trainers=away("A", "C"))
    one.seat(one.hour(1, "ab", ["LIT1"]))
    assert one.where()["a"] == name("NUM1", 1)
    alone = one.board.sessions[SessionId(one.where()["b"])]
    assert (alone.guidance, alone.trainer_ids) == (Guidance.AUTONOMOUS, (WATCHER.id,))


def test_a_lost_group_works_by_itself_before_an_adult() -> None:
    """No other group gives what its people owe: they keep their session, in the watched room, and still owe it."""
    one = scene({"a": "LIT1", "b": "LIT1"}, trainers=away("A", "C"))
    one.seat(one.hour(1, "ab", ["LIT1"]))
    session = one.board.sessions[name("LIT1", 1)]
    assert set(one.board.people[session.id]) == people("ab")
    assert (session.guidance, session.trainer_ids) == (Guidance.AUTONOMOUS, (WATCHER.id,))


def test_a_place_of_autonomy_keeps_its_people_at_another_hour() -> None:
    """It lost its hour: who worked by themselves before is as they were, and no seat of a group beside is better."""
    groups = {"AP": ("D", "salle 1", "ab"), "AUTONOMIE": (str(WATCHER.id), "CDI", "cd")}
    one = scene(groups=groups, trainers=[b.trainer("D", skills=frozenset({"ap"})), WATCHER])
    before = one.where()
    one.seat(one.hour(1, "cd", lost=["AUTONOMIE"]))
    assert one.where() == before


def test_a_minor_without_an_adult_is_listed() -> None:
    """No adult is left and no seat either: the grown-up is in a room, the minor on the list of what is missing."""
    who = [b.learner(a, birth=b.MONDAY.replace(year=2010) if a == "a" else b.MONDAY.replace(year=2000)) for a in "abcd"]
    rooms = [b.room("salle 1"), b.room("salle 2", seats=2)]
    one = scene(learners=who, rooms=rooms, trainers=away("A", "C", "documentaliste"))
    one.seat(one.hour(1, "ab", ["LIT1"]))
    assert "a" not in one.where()
    assert one.where()["b"].startswith("B-P1-AUTONOMIE")
    assert [row.apprentice_ids for row in one.board.unwatched] == [(ApprenticeId("a"),)]


def test_a_late_result_changes_the_group() -> None:
    """Who owes numeracy now and may choose goes there, and leaves the list of the group that pays nothing."""
    one = scene({"a": "NUM1", "b": "LIT1"})
    one.seat(one.hour(1, "a"), one.hour(2, "a"))
    assert one.where(1) == {"a": name("NUM1", 1), "b": name("LIT1", 1), "c": name("NUM1", 1), "d": name("NUM1", 1)}
    assert [g.apprentice_ids for g in one.board.groups] == [("b",), tuple("acd")]


def away(*names: str) -> list[Trainer]:
    """Everyone, some of them away on Monday."""
    gone = (Absence(first=b.MONDAY, last=b.MONDAY),)
    staff = [*(b.trainer(t, skills=frozenset({skill})) for t, skill in SKILLS.items()), WATCHER]
    return [replace(t, absences=gone) if t.id in names else t for t in staff]


@pytest.mark.parametrize("owes", ["LIT1", ""])
def test_an_open_hour_calls_who_owes_hours(owes: str) -> None:
    """Support is opened for one person who owes it; the other one stays in the place of the class."""
    one = scene({"a": owes} if owes else {}, groups={}, extra="ab")
    place = replace(b.session("T-P1-o1-classe", kind=Kind.OPEN, occurrence=1), period_id=PERIOD.id)
    place = replace(place, course_ids=(), trainer_ids=(WATCHER.id,), room_id=CDI.id, guidance=Guidance.AUTONOMOUS)
    problem = replace(one.board.problem, open_periods=(OPEN,))
    board = Board(problem, one.board.rules)
    board.put(place, dict.fromkeys(people("ab"), False))
    before = board.timetable()
    item = Item(
        SessionId("T-P1-o1"), Kind.OPEN, 60, (b.CLASS,), site_id=b.SITE, open_id=OPEN.id, occurrence=1,
        period_id=PERIOD.id,
    )  # fmt: skip
    hour = Hour((item, Option(b.MONDAY, 480, 540)), (place.id,), people("a"))
    seat(board, RULES, one.owed, [hour])
    where = Scene(board, one.owed).where()
    if owes:
        assert where["a"].startswith("T-P1-LIT1")
        assert where["b"] == place.id
    else:
        assert board.timetable() == before


def seats(one: Scene, locked: Iterable[str] = (), before: Timetable | None = None) -> Seats:
    """What finds the hours of a change from Monday on; ``before``: the timetable that was published."""
    limits = Limits(b.MONDAY, b.MONDAY, frozenset(map(SessionId, locked)))
    return Seats(one.board, RULES, limits, before or one.board.timetable(), Cancelled(one.board.problem))


def test_a_change_that_concerns_nobody_changes_nothing() -> None:
    """Nothing lost, nobody named: the board stays the same value at every stage."""
    one = scene({"a": "LIT1"})
    before = one.board.timetable()
    found = seats(one)
    assert (found.staff(one.owed, []), found.seat(one.owed, people("")), found.change(one.owed, people(""))) == (
        [],
        None,
        None,
    )
    assert one.board.timetable() == before


def test_a_group_taken_out_comes_back_with_another_trainer() -> None:
    """The repair found no trainer for Monday: the group is staffed at the hour of the others and is left no more."""
    one = scene({"a": "LIT1"}, trainers=away("A"))
    before = one.board.timetable()
    lost = one.board.sessions[name("LIT1", 1)]
    row = Left(lost, one.board.take(lost.id))
    assert seats(one, before=before).staff(one.owed, [row]) == []
    assert one.board.sessions[lost.id].trainer_ids == (TrainerId("C"),)
    assert set(one.board.people[lost.id]) == people("ab")


def test_a_locked_group_that_was_lost_stays_lost() -> None:
    """Its people are in autonomy, under another session."""
    one = scene({"a": "LIT1"}, trainers=away("A"))
    before = one.board.timetable()
    one.board.take(name("LIT1", 1))
    seats(one, [name("LIT1", 1)], before).staff(one.owed, [])
    assert name("LIT1", 1) not in one.board.sessions
    assert {one.where()[a] for a in "ab"} == {"B-P1-AUTONOMIE-1-o1"}


@pytest.mark.parametrize("locked", [False, True])
def test_a_late_result_moves_nobody_out_of_a_locked_group(locked: bool) -> None:
    """Numeracy is owed: the group changes at both hours, or at the one that is not locked."""
    one = scene({"a": "NUM1", "b": "LIT1"})
    seats(one, [name("LIT1", 1)] if locked else []).change(one.owed, people("ab"))
    assert one.where(1)["a"] == name("LIT1" if locked else "NUM1", 1)
    assert one.where(2)["a"] == name("NUM1", 2)
    assert one.where(2)["b"] == name("LIT1", 2)


@pytest.mark.parametrize(("planned", "changed", "moves"), [(0, "", False), (60, "", True), (0, "a", True)])
def test_who_is_only_called_to_an_event_keeps_a_group_that_it_takes_nothing_from(
    planned: int, changed: str, moves: bool
) -> None:
    """Numeracy was lacking before: an outing that took none of it moves nobody, one that took an hour does."""
    one = scene({"a": "NUM1", "b": "LIT1"})
    debts = [Debt(n.apprentice_id, n.need_id, n.target, n.minutes, planned, n.deadline, 1, n.source) for n in one.owed]
    may = gains(one.board, one.owed, debts[:1], people("ab"), people(changed))
    seats(one).change(one.owed, people("ab"), gains=may)
    assert one.where(1)["a"] == name("NUM1" if moves else "LIT1", 1)
    assert one.where(1)["b"] == name("LIT1", 1)


def test_people_who_are_now_to_be_apart_are_separated() -> None:
    """Two of the literacy group may no longer meet: the second leaves it, and only that one."""
    one = scene(pairings=(Pairing(people("ab"), together=False),))
    before = one.where()
    seats(one).seat(one.owed, people(""))
    assert one.where()["b"] != before["b"]
    assert {a: s for a, s in one.where().items() if a != "b"} == {a: s for a, s in before.items() if a != "b"}


def test_a_minor_is_listed_once() -> None:
    """Asked twice, the same minor without an adult has one line."""
    who = [b.learner(a, birth=b.MONDAY.replace(year=2010)) for a in "abcde"]
    rooms = [b.room("salle 1", seats=2), b.room("salle 2", seats=2), b.room("salle 3")]
    one = scene(learners=who, rooms=rooms, extra="e", trainers=away("C", "documentaliste"))
    hours = seats(one)
    hours.seat(one.owed, people("e"))
    hours.seat(one.owed, people("e"))
    monday = [row for row in one.board.unwatched if row.day == b.MONDAY]
    assert [row.apprentice_ids for row in monday] == [(ApprenticeId("e"),)]


def test_an_entrant_at_a_distance_takes_the_seat_that_pays() -> None:
    """Who follows from elsewhere takes no chair: the full room is no matter, and the session is blended."""
    small = [b.room("salle 1", seats=2), b.room("salle 2"), b.room("salle 3"), CDI]
    who = [b.learner(a, remote=a == "e") for a in "abcde"]
    one = scene({"e": "LIT1"}, extra="e", rooms=small, learners=who)
    one.seat(one.hour(1, "e"))
    assert one.where()["e"] == name("LIT1", 1)
    assert one.board.sessions[name("LIT1", 1)].modality == "blended"
