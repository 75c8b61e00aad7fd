"""The start of a re-solve: the board that stands, whom the change concerns, and what it hands to the stages after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints import RULES
from planner.domain import (
    Absence,
    Attendance,
    Cause,
    ExplicitNeed,
    Kind,
    Missing,
    NeedRule,
    Problem,
    Result,
    ScaleBand,
    SessionId,
    Timetable,
    Volume,
    Waits,
)
from planner.engine.again import OF_THE_SEARCH, Again
from planner.engine.change.options import UpdateOptions
from planner.engine.missing import tell
from planner.engine.options import Options
from planner.engine.stages import Stages
from tests.planner.engine.change.scene import ANA, BEN, NEXT, centre
from tests.rules import build as b

DAYS = (b.MONDAY, b.TUESDAY, NEXT, NEXT + timedelta(days=1))
LESSONS = tuple(b.session(f"cours-0{n}", day, course_id=b.COURSE) for n, day in enumerate(DAYS, start=1))
"""Two hours a week, Monday and Tuesday at eight."""
BEFORE = Timetable(LESSONS, tuple(Attendance(s.id, p.id) for s in LESSONS for p in (ANA, BEN)))
NEED = ExplicitNeed("besoin", "LIT1", (ANA.id,), minutes_total=60)


def again(
    new: Problem, before: Timetable = BEFORE, first: date = b.MONDAY, old: Problem | None = None, **more: object
) -> Again:
    """The hours of classes of a re-solve of the two weeks."""
    options = UpdateOptions(first, first, effort=0.1, workers=1, **more)  # type: ignore[arg-type]
    found = Again(old or centre(), new, before, RULES, options, Stages(Options(effort=0.1, workers=1)))
    found.hours()
    return found


def test_workbook_that_has_not_changed_leaves_all_as_it_stands() -> None:
    """Four lessons with both learners, nobody concerned, nothing missing."""
    found = again(centre())
    assert dict(found.board.sessions) == {s.id: s for s in LESSONS}
    assert {tuple(sorted(people)) for people in found.board.people.values()} == {("ana", "ben")}
    assert (found.people, found.needy, found.missing(), list(found.entering())) == (frozenset(), frozenset(), [], [])
    assert found.named == LESSONS


def test_lesson_that_lost_its_hour_has_another_of_its_week() -> None:
    """The trainer is away on the first Tuesday: one lesson moves, with its people, and the summary says from when."""
    off = b.trainer(absences=(Absence(first=b.TUESDAY, last=b.TUESDAY),))
    known = replace(BEFORE, summary={**dict.fromkeys(OF_THE_SEARCH, 4.0), "seed": 3})
    found = again(centre(trainers=[off, b.trainer(b.SECOND)]), known)
    moved = [s for s in found.board.sessions.values() if s not in LESSONS]
    assert [s.id for s in moved] == [LESSONS[1].id]
    assert b.MONDAY <= moved[0].day < NEXT
    assert set(found.board.people[moved[0].id]) == {ANA.id, BEN.id}
    assert found.missing() == []
    summary = found.beside().summary([])
    assert (summary["since"], summary["seed"]) == (b.MONDAY.isoformat(), 3)
    # a bound at the hours of a first solve, which are others now
    assert not OF_THE_SEARCH & set(summary)
    assert {"hours_payable", "bound", "gap"} <= OF_THE_SEARCH


def test_lesson_that_no_week_takes_is_missing_with_its_old_day() -> None:
    """The trainer is away both weeks from the first Tuesday on: three lessons have no hour any more."""
    off = b.trainer(absences=(Absence(first=b.TUESDAY, last=NEXT + timedelta(days=6)),))
    full = replace(centre(trainers=[off, b.trainer(b.SECOND)]), first=b.MONDAY)
    found = again(full, first=b.TUESDAY)
    rows = {row.session_id: row for row in found.missing()}
    assert sorted(rows) == [s.id for s in LESSONS[1:]]
    assert {(row.waits, row.day) for row in rows.values()} == {(Waits.AGAIN, day) for day in DAYS[1:]}
    assert dict(found.board.sessions) == {LESSONS[0].id: LESSONS[0]}


def test_only_those_who_owe_otherwise_are_concerned() -> None:
    """Ana has an hour of literacy to come, Ben owes what he owed: she alone lacks something, and it is that hour."""
    found = again(replace(centre(), explicit_needs=(NEED,)))
    assert (found.needy, found.concerned, found.people) == ({ANA.id}, {ANA.id}, {ANA.id})
    assert [(n.apprentice_id, n.target, n.minutes) for n in found.lacking()] == [(ANA.id, "LIT1", 60)]
    assert found.known == set()


def test_rule_of_need_concerns_whoever_now_owes_something() -> None:
    """Nothing has changed in the rows of anybody: Ana is of the level that the new rule speaks of, Ben of none."""
    tested = replace(ANA, results=(Result("littératie", "1", "niveaux", b.MONDAY - timedelta(days=7)),))
    old = centre(tested, BEN, scales=(ScaleBand("niveaux", "1", "1", 1),))
    rule = NeedRule("règle", "LIT1", domain="littératie", levels=frozenset({1}), minutes_total=60)
    found = again(replace(old, need_rules=(rule,)), old=old)
    assert (found.needy, found.concerned) == ({ANA.id}, {ANA.id})


@pytest.mark.parametrize(("adds", "first"), [(date.min, b.MONDAY), (b.TUESDAY, b.TUESDAY)])
def test_what_is_new_comes_from_the_later_of_two_days_on(adds: date, first: date) -> None:
    """From the first day that may change, unless the hours of that day are over."""
    assert again(centre(), adds=adds).adds == first


def test_what_was_missing_before_stays_listed_unless_it_is_there_or_gone() -> None:
    """A row of the class stays as it was; one of a session that stands, or of a class that is gone, is dropped."""
    row = Missing(SessionId("rang"), Kind.SUPPORT, 60, Cause.NO_GROUP, class_ids=(b.CLASS,), day=NEXT)
    rows = (
        row,
        replace(row, session_id=LESSONS[0].id),
        replace(row, session_id=SessionId("parti"), class_ids=(b.OTHER,)),
    )
    found = again(centre(), replace(BEFORE, unplaced=tell(centre(), rows)))
    assert [listed.session_id for listed in found.listed] == ["rang"]
    assert [listed.session_id for listed in found.missing()] == ["rang"]


def test_hours_that_the_course_asks_for_more_come_in() -> None:
    """Three hours a week for two: two more in the two weeks, for both learners, and nothing moves."""
    weekly = b.course(volume=Volume(weekly=180), lengths=(60, 60, 60))
    found = again(centre(courses=[weekly]))
    new = [s for s in found.board.sessions.values() if s not in LESSONS]
    assert [s.minutes for s in new] == [60, 60]
    assert len(found.board.sessions) == len(LESSONS) + 2
    assert all(set(found.board.people[s.id]) == {ANA.id, BEN.id} for s in new)
    assert found.missing() == []
