"""Links and limits that a changed workbook adds or takes away: what stands moves, what was kept out returns."""

from dataclasses import replace

import pytest

from constraints import RULES
from planner.domain import Cause, Kind, Link, Missing, Problem, Relation, SessionId, WeekLimit
from planner.domain.recovered import recovered
from planner.engine.change.bound_anew import lifted, newly_against
from planner.engine.missing import told
from tests.planner.engine.change.scene import ANA, BEN, NEXT, board, centre
from tests.planner.engine.change.test_again import BEFORE, LESSONS, again
from tests.rules import build as b

APART = Link(Relation.DAYS_APART, (b.COURSE,), days=3)
ONE_DAY = WeekLimit(class_ids=(b.CLASS,), days=1)
MISSING = Missing(SessionId("cours-09"), Kind.COURSE, 60, Cause.WEEK_FULL, (b.COURSE,), class_ids=(b.CLASS,), week=NEXT)


def against(old: Problem, new: Problem) -> set[str]:
    """Ids of the lessons of two weeks, Monday and Tuesday, that a change of the workbook is against."""
    return {str(key) for key in newly_against(old, board(new, *((s, (ANA, BEN)) for s in LESSONS)), RULES)}


def test_what_a_new_link_or_limit_is_against_is_found() -> None:
    """Two days apart for three, and two days for one; nothing where both workbooks say so, or the rule is off."""
    everything = {str(s.id) for s in LESSONS}
    plain, linked, limited = centre(), centre(links=(APART,)), centre(week_limits=(ONE_DAY,))
    assert against(plain, linked) == against(plain, limited) == everything
    assert against(linked, linked) == against(plain, replace(linked, rules_off=frozenset({"H25"}))) == set()
    assert against(replace(linked, rules_off=frozenset({"H25"})), linked) == everything
    assert against(plain, centre(week_limits=(replace(ONE_DAY, hard=False),))) == set()
    held = board(limited, *((s, (ANA, BEN)) for s in LESSONS))
    assert newly_against(plain, held, RULES, NEXT) == {s.id for s in LESSONS[2:]}, "what is announced keeps its hour"
    assert against(linked, replace(linked, origins={"link:0": "Liens!A2"})) == set()


def test_lessons_that_a_new_link_is_against_move() -> None:
    """Three days apart: of the two lessons of each week one stays, and the other goes to Thursday or Friday."""
    found = again(centre(links=(APART,)))
    days = sorted(s.day for s in found.board.sessions.values())
    assert len(days) == 4
    assert all((then - first).days >= 3 for first, then in (days[:2], days[2:]))
    assert len({s.id for s in found.board.sessions.values() if s in LESSONS}) == 2
    assert found.missing() == []


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        ({"links": (APART,)}, {}, True),
        ({"links": (APART,)}, {"links": (replace(APART, hard=False),)}, True),
        ({"links": (APART,)}, {"links": (APART,), "rules_off": frozenset({"H25"})}, True),
        ({"links": (APART,)}, {"links": (APART,)}, False),
        ({"links": (replace(APART, course_ids=(b.SECOND_COURSE,)),)}, {}, False),
        ({"week_limits": (ONE_DAY,)}, {}, True),
        ({"week_limits": (ONE_DAY,)}, {"week_limits": (replace(ONE_DAY, days=2),)}, True),
        ({"week_limits": (WeekLimit(trainer_ids=(b.TRAINER,), days=1),)}, {}, True),
        ({"week_limits": (WeekLimit(class_ids=(b.OTHER,), days=1),)}, {}, False),
        ({}, {}, False),
    ],
)
def test_what_was_left_out_is_tried_again_where_its_link_or_limit_is_gone(
    old: dict[str, object], new: dict[str, object], back: bool
) -> None:
    """Gone, wished, looser or switched off; not where it is as it was, or of others."""
    two = [b.course(lengths=(60, 60)), b.course(b.SECOND_COURSE, teams=((b.SECOND,),))]
    then, now = centre(courses=two, **old), centre(courses=two, **new)
    row = recovered(told(then, MISSING))
    assert row.week == NEXT
    assert lifted(then, now, row) is back
    assert not lifted(then, now, replace(row, week=None))


def test_what_a_limit_kept_out_comes_back_once_it_is_gone() -> None:
    """A lesson of the second week was left out; it is there under its id, with its class, and nothing is listed."""
    before = replace(
        BEFORE, sessions=LESSONS[:3], unplaced=(told(centre(), replace(MISSING, session_id=LESSONS[3].id)),)
    )
    old = centre(week_limits=(ONE_DAY,))
    found = again(centre(), before, old=old)
    assert found.board.sessions[LESSONS[3].id].day >= NEXT
    assert set(found.board.people[LESSONS[3].id]) == {ANA.id, BEN.id}
    assert found.missing() == []
    kept = again(old, before, old=old)
    assert [row.session_id for row in kept.missing()] == [LESSONS[3].id]
