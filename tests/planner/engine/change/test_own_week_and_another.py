"""Two lessons that lose their hour, one taken by force in its week and one by another: what leaves takes its study."""

from dataclasses import replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.domain import ALL_DAY, Absence, CourseId, Kind, SessionId, TrainerId, Volume
from planner.engine.change.piece import Found
from planner.engine.change.repair import Repair
from tests.planner.engine.change.scene import ANA, LESSON, NEXT, PERIOD, board, centre, mend
from tests.rules import build as b

LONG, SHORT = SessionId("long-01"), SessionId("court-01")


def two_by_force(
    first: Absence, second: Absence, gone: SessionId, *held: tuple[str, date, int, int]
) -> tuple[Board, frozenset[SessionId]]:
    """Two lessons that lose their hour, the others of a colleague who is always there, and the study of one of them.

    ``first, second``: the only time at which the trainer of the long lesson, of the short one, is there. ``gone``:
    whose study it is. ``held``: id, day, start and end of each lesson.
    """
    long, short, third = b.COURSE, b.SECOND_COURSE, CourseId("autre")
    teams = {long: b.TRAINER, short: b.SECOND, third: TrainerId("collègue")}
    kinds = {"long": (long, b.ROOM), "court": (short, b.ROOM), "autre": (third, b.SECOND_ROOM)}
    days = [b.MONDAY + timedelta(days=n) for n in (0, 1, 2, 7, 8)]
    problem = centre(
        ANA, tables=[b.bells((480, 540), (540, 600))], classes=[b.group(calendar=dict.fromkeys(days, ALL_DAY))],
        trainers=[
            b.trainer(absences=all_but(first)), b.trainer(b.SECOND, absences=all_but(second)), b.trainer(teams[third])
        ],
        courses=[
            b.course(course, volume=Volume(total=120), lengths=(60, 120), teams=((trainer,),))
            for course, trainer in teams.items()
        ],
    )  # fmt: skip
    sessions = []
    for name, day, start, end in held:
        course, room = kinds[name.split("-")[0]]
        plain = replace(LESSON, id=SessionId(name), day=day, start=start, end=end, minutes=end - start, room_id=room)
        sessions.append(replace(plain, course_ids=(course,), trainer_ids=(teams[course],)))
    freed = next(s for s in sessions if s.id == gone)
    study = replace(freed, id=SessionId(f"etude-{gone}"), kind=Kind.STUDY, course_ids=(), trainer_ids=(), room_id=None)
    found = board(problem, (study, ()), *((s, (ANA,)) for s in sessions))
    return found, frozenset(s.id for s in sessions if s.course_ids != (third,))


def all_but(time: Absence) -> tuple[Absence, ...]:
    """Away on all days but one, and outside some hours of it."""
    assert time.first is not None
    day = time.first
    return (
        Absence(first=b.MONDAY, last=day - timedelta(days=1)),
        Absence(first=day, last=day, end=time.start),
        Absence(first=day, last=day, start=time.end),
        Absence(first=day + timedelta(days=1), last=PERIOD.last),
    )


def test_own_week_is_asked_anew_once_something_has_left_it_with_its_study() -> None:
    """The long lesson goes to the next week and takes its study along; then the short one gets its hour, both by force.

    Its trainer has Tuesday at 9 only, where a lesson of another stands; that of the long one the next Monday only.
    """
    found, hits = two_by_force(
        Absence(first=NEXT, start=480, end=600), Absence(first=b.TUESDAY, start=540, end=600), LONG,
        (LONG, b.MONDAY, 480, 600), (SHORT, b.TUESDAY, 480, 540),
        ("autre-01", b.TUESDAY, 540, 600), ("autre-02", NEXT, 480, 540),
    )  # fmt: skip
    done = mend(found).own_week(b.MONDAY, hits)
    assert (done.left, list(done.sent), f"etude-{LONG}" in found.sessions) == ([], [LONG], False)
    places = {key: (place.option.day, place.option.start) for key, place in done.places.items()}
    assert places == {SHORT: (b.TUESDAY, 540), "autre-01": (b.TUESDAY, 480)}


def test_what_a_few_changes_more_would_buy_is_asked_of_the_week_without_what_has_left_it() -> None:
    """The long lesson takes Wednesday by force; then the short one goes to the next week, with its study."""
    found, hits = two_by_force(
        Absence(first=b.WEDNESDAY, start=480, end=600), Absence(first=NEXT, start=480, end=540), SHORT,
        (SHORT, b.MONDAY, 480, 540), (LONG, b.TUESDAY, 480, 600),
        ("autre-01", b.WEDNESDAY, 480, 540), ("autre-02", NEXT, 480, 540),
    )  # fmt: skip
    asked = []

    def keep(repair: Repair, answer: Found) -> Found:
        asked.append({s.id for s in repair.week.sessions})
        return repair.better(answer, 2)

    done = replace(mend(found), keep=keep).own_week(b.MONDAY, hits)
    assert (done.left, list(done.sent), f"etude-{SHORT}" in found.sessions) == ([], [SHORT], False)
    assert done.places[LONG].option.day == b.WEDNESDAY
    assert asked == [{LONG, "autre-01"}]
