"""What waits and would have a place but for a limit on changes, or for the notice; nothing is placed to find out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.board.board import Board
from planner.domain import ALL_DAY, Absence, Cause, Kind, Missing, Problem, SessionId, Volume, Waits
from planner.engine.change.borne import Budget
from planner.engine.change.kept_out import (
    announced,
    crowded,
    in_the_notice,
    kept_out,
    limited,
    refused_at_home,
    row_of,
    support_without_room,
)
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.mended import Sought
from planner.engine.change.options import UpdateOptions
from planner.engine.missing import sentence
from tests.planner.engine.change.scene import ANA, LESSON, LIMITS, NEXT, PERIOD, WEEKLY, board, centre, mend, waiting
from tests.rules import build as b

OPTIONS = UpdateOptions(b.MONDAY, b.MONDAY, most_per_trainer=2, most_per_apprentice=3)
NEVER = b.trainer(absences=(Absence(first=b.MONDAY, last=PERIOD.last),))


def small() -> Problem:
    """A class that comes on two Mondays and the Wednesday between them, for an hour each time."""
    calendar = dict.fromkeys((b.MONDAY, b.WEDNESDAY, NEXT), ALL_DAY)
    return centre(ANA, courses=WEEKLY, classes=[b.group(calendar=calendar)], tables=[b.bells((480, 540))])


def test_course_that_has_room_without_limits_is_listed_with_them() -> None:
    """Nobody may have another change: it would be free to go. The two limits are those of the command."""
    found = board(centre(courses=WEEKLY))
    (row,) = limited(mend(found, budget=Budget({b.TRAINER: 0}, {ANA.id: 0})), [waiting()], (), OPTIONS).values()
    assert (row.cause, row.per_trainer, row.per_apprentice) == (Cause.LIMITED, 2, 3)
    assert not found.sessions


def test_course_without_room_is_not_said_to_be_limited() -> None:
    """Its trainer is always away; what is known to have an hour in its own week is believed without a search."""
    found = board(centre(courses=WEEKLY, trainers=[NEVER]))
    assert limited(mend(found), [waiting()], (), OPTIONS) == {}
    assert set(limited(mend(found), [waiting()], ["cours-02"], OPTIONS)) == {"cours-02"}


def test_hour_that_is_free_and_refused_names_the_rule() -> None:
    """The week is too long for Ana since a day of it is: the lesson says so at its hour, or of the free hours of
    its week where the class has something else then; not where it never had a week, nor once nothing is against it.
    """
    long = [b.session(f"autre-{n}", b.MONDAY + timedelta(days=n), "8", "18", kind=Kind.SUPPORT) for n in range(1, 5)]
    free = [replace(s, minutes=600, class_ids=(), trainer_ids=(b.SECOND,)) for s in long]
    full, quiet = board(centre(), *((s, (ANA,)) for s in free)), board(centre())
    taken = board(centre(), *((s, (ANA,)) for s in (*free, replace(LESSON, id=SessionId("cours-09")))))
    row = Left(LESSON, {ANA.id: False})
    (found,) = refused_at_home(full, [row]).values()
    assert (found.cause, found.waits, found.day) == (Cause.HOUR_TAKEN, Waits.AGAIN, LESSON.day)
    assert "41 h" in found.said
    (beside,) = refused_at_home(taken, [row]).values()
    assert (beside.cause, beside.waits) == (Cause.NONE_FOUND, Waits.AGAIN)
    assert "42 h" in beside.said
    assert "aux heures libres de sa semaine : " in sentence(taken.problem, beside)
    assert refused_at_home(quiet, [row]) == refused_at_home(taken, [row], NEXT) == {}
    unplaced = replace(row, session=replace(LESSON, start=-1))
    assert refused_at_home(full, [unplaced]) == {}
    assert "41 h" in refused_at_home(full, [replace(unplaced, week=b.MONDAY)])[LESSON.id].said
    assert refused_at_home(full, [replace(row, locked=True)])[LESSON.id].said == found.said


def test_row_of_what_is_locked_names_what_is_against_it() -> None:
    """A link has lost it to another session, or a rule is against its hour; what else is known of it is not said."""
    problem, left = centre(), Left(LESSON, {}, locked=True)
    for cause, said in ((Cause.TIED, "un lien"), (Cause.HOUR_TAKEN, "une limite"), (Cause.TOLD_BEFORE, "")):
        row = row_of(problem, left, None, replace(left.row(), cause=cause, said=said or "autre chose"), None)
        assert (row.cause, row.said) == (Cause.LOCKED, said)
        assert sentence(problem, row).endswith(f" : {said}" if said else "(barrette unlock la libère)")
    known = replace(left.row(), cause=Cause.NONE_FOUND)
    free = replace(left, locked=False)
    assert row_of(problem, free, known, replace(known, said="une règle"), None).said == "une règle"
    assert row_of(problem, free, replace(known, cause=Cause.TOLD_BEFORE), known, None).cause == Cause.TOLD_BEFORE
    assert row_of(problem, free, None, None, None) == free.row(problem)


@pytest.mark.parametrize("changes", [{"locked": True}, {"kind": Kind.SUPPORT}])
def test_only_courses_that_may_move_are_asked_about(changes: dict[str, object]) -> None:
    """What the planner has locked goes nowhere whatever the limit, and no other week is searched for support."""
    row = waiting()
    held = replace(row, locked=True) if "locked" in changes else replace(row, session=replace(row.session, **changes))
    assert limited(mend(board(centre(courses=WEEKLY))), [held], [held.session.id], OPTIONS) == {}


@pytest.mark.parametrize(
    ("moves", "found"), [(NEXT, True), (b.THURSDAY, True), (b.WEDNESDAY, False), (b.MONDAY, False)]
)
def test_course_has_a_place_in_the_days_that_the_notice_closes(moves: date, found: bool) -> None:
    """The first Monday and Wednesday are free, the second Monday is taken: is there a place before the notice ends?

    Up to Thursday the notice closes both free days. From Wednesday on there is an open one, and it is no news.
    """
    held = replace(LESSON, day=NEXT)
    stood = board(small(), (held, (ANA,)))
    limits = Limits(b.MONDAY, moves)
    assert announced(mend(stood, limits), [waiting()], b.MONDAY) == ({"cours-02"} if found else set())
    assert set(stood.sessions) == {held.id}


def test_course_without_a_place_in_the_closed_days_waits_for_another_reason() -> None:
    """Both days of the closed week are taken, and the second Monday is free: it is not the notice that keeps it out."""
    held = [replace(LESSON, id=SessionId(f"cours-1{n}"), day=day) for n, day in enumerate((b.MONDAY, b.WEDNESDAY))]
    stood = board(small(), *((s, (ANA,)) for s in held))
    assert announced(mend(stood, Limits(b.MONDAY, NEXT)), [waiting()], b.MONDAY) == set()


def _two_in_the_way() -> tuple[Left, Board]:
    """Two hours with a trainer of Mondays, on which the class has two hours with another, who has other days too."""
    courses = [b.course(volume=Volume(total=120), lengths=(120,)), b.course(b.SECOND_COURSE, teams=((b.SECOND,),))]
    trainers = [b.trainer(absences=(Absence(first=b.TUESDAY, last=PERIOD.last),)), b.trainer(b.SECOND)]
    calendar = dict.fromkeys((b.MONDAY, b.TUESDAY, b.WEDNESDAY), ALL_DAY)
    problem = centre(
        ANA, courses=courses, trainers=trainers, classes=[b.group(calendar=calendar)],
        tables=[b.bells((480, 540), (540, 600))],
    )  # fmt: skip
    held = [
        replace(
            *(LESSON,), id=SessionId(f"autre-{n}"), course_ids=(b.SECOND_COURSE,), trainer_ids=(b.SECOND,), start=start,
            end=start + 60,
        )
        for n, start in enumerate((480, 540))
    ]  # fmt: skip
    row = waiting()
    return replace(row, session=replace(row.session, minutes=120)), board(problem, *((s, (ANA,)) for s in held))


@pytest.mark.parametrize(("most", "placed"), [(None, True), (2, True), (1, False)])
def test_no_more_others_move_for_a_session_than_may(most: int | None, placed: bool) -> None:
    """Both have to leave Monday for it; where that is one too many, it waits, and the list says how many."""
    row, stood = _two_in_the_way()
    before = dict(stood.sessions)
    found = mend(stood, replace(LIMITS, displaced=most))
    done = found.anywhere([row])
    assert (not done.left, row.session.id in stood.sessions) == (placed, placed)
    if not placed:
        assert stood.sessions == before
        assert crowded(found, [row]) == {row.session.id: Sought(2, sure=True)}
        tell = kept_out(found, done.left, b.MONDAY)[row.session.id]
        told = tell(replace(done.left[0].row(), cause=Cause.HOUR_TAKEN, said="une règle"))
        assert (told.cause, told.number, told.most, told.said) == (Cause.TOO_MANY_MOVES, 2, 1, "une règle")
        assert support_without_room(found, row).number == 2
        assert tell(replace(told, cause=Cause.TRAINER_AWAY)).cause == Cause.TRAINER_AWAY


def test_what_was_not_asked_about_is_not_said_to_be_impossible() -> None:
    """Others might have moved for it: all that is known is that no place was found."""
    row, stood = _two_in_the_way()
    support = replace(row, session=replace(row.session, kind=Kind.BARRETTE), proven=True)
    tell = kept_out(mend(stood, replace(LIMITS, displaced=1)), [support], b.MONDAY)[row.session.id]
    assert [tell(r).cause for r in (support.row(), replace(support.row(), cause=Cause.LOCKED))] == [
        Cause.NONE_FOUND,
        Cause.LOCKED,
    ]


def test_row_of_what_the_notice_keeps_out_names_its_first_day() -> None:
    """A trainer who is away stays the cause; the words of a rule stay where somebody took the hour, and only there."""
    row = Missing(SessionId("cours-02"), Kind.COURSE, 60, Cause.NONE_FOUND, said="une règle")
    found = in_the_notice(row, NEXT)
    assert (found.cause, found.first, found.said) == (Cause.ANNOUNCED, NEXT, "")
    taken = in_the_notice(replace(row, cause=Cause.HOUR_TAKEN), NEXT)
    assert (taken.cause, taken.first, taken.said) == (Cause.ANNOUNCED, NEXT, "une règle")
    away = in_the_notice(replace(row, cause=Cause.TRAINER_AWAY), NEXT)
    assert (away.cause, away.first, away.said) == (Cause.TRAINER_AWAY, NEXT, "une règle")
