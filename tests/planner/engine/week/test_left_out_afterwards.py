"""Sessions that lose their place once every week is solved: out of order, or on a day too short to come for."""

from dataclasses import replace
from datetime import timedelta

from planner.engine.week.order import keep_order
from planner.engine.week.short_days import keep_days_long

from planner.domain import Cause, Kind
from planner.engine.term.plan import TermPlan
from planner.engine.week.draft import Draft
from planner.model import Placed
from tests.rules import build as b

NEXT = b.MONDAY + timedelta(days=7)
THEORY, PRACTICE = b.course(), b.course(b.SECOND_COURSE, after=b.COURSE)
NOTHING = TermPlan((), (), 0.0)


def draft(*placed: Placed, **changes: object) -> Draft:
    """A draft whose weeks are solved: what is placed, by the week of its day."""
    plain = {"courses": [THEORY, PRACTICE], "last": NEXT + timedelta(days=6)}
    found = Draft(b.problem(**{**plain, **changes}))  # type: ignore[arg-type]
    for week in (b.MONDAY, NEXT):
        here = tuple((i, o) for i, o in placed if week <= o.day < week + timedelta(days=7))
        found.remember(week, here, ())
    return found


def left(found: Draft) -> list[str]:
    """Ids of what is left out."""
    return [str(item.id) for items in found.unplaced.values() for item in items]


FIRST = b.item("théorie", course_id=b.COURSE)
SECOND = b.item("pratique", course_id=b.SECOND_COURSE)


def test_practice_before_its_theory_is_left_out_with_the_reason() -> None:
    """Monday at 8, the theory being on Tuesday: the row names the first session of the theory and its day."""
    found = draft((FIRST, b.option(b.TUESDAY)), (SECOND, b.option()))
    keep_order(found, NOTHING)
    assert left(found) == ["pratique"]
    row = found.why[SECOND.id]
    assert (row.cause, row.other_id, row.number, row.day) == (Cause.OUT_OF_ORDER, b.COURSE, 1, b.TUESDAY)


def test_order_that_is_kept_or_switched_off_changes_nothing() -> None:
    """The theory ends when the practice begins; or the rule is off in the workbook."""
    kept = draft((FIRST, b.option()), (SECOND, b.option(start="9", end="10")))
    off = draft((FIRST, b.option(b.TUESDAY)), (SECOND, b.option()), rules_off=frozenset({"H14"}))
    for found in (kept, off):
        keep_order(found, NOTHING)
        assert not left(found)


def test_tied_session_of_the_same_hour_goes_too() -> None:
    """The practice is crossed with a part that stands at the same hour: the two leave together."""
    tied = replace(SECOND, tie="T")
    twin = b.item("croisée", tie="T", class_ids=(b.OTHER,))
    found = draft((FIRST, b.option(b.TUESDAY)), (tied, b.option()), (twin, b.option()))
    keep_order(found, NOTHING)
    assert sorted(left(found)) == ["croisée", "pratique"]


def test_theory_that_is_missing_shifts_the_order() -> None:
    """The plan left a session of theory out: the first practice is then not held against the first theory."""
    found = draft((FIRST, b.option(b.TUESDAY)), (SECOND, b.option()))
    lacking = replace(NOTHING, missing=((b.COURSE, "", 60, 1),))
    keep_order(found, lacking)
    assert not left(found)
    later = b.item("pratique-2", course_id=b.SECOND_COURSE)
    found = draft((FIRST, b.option(b.WEDNESDAY)), (SECOND, b.option()), (later, b.option(b.TUESDAY)))
    keep_order(found, lacking)
    assert left(found) == ["pratique-2"]


HARD = b.trainer(min_day=120, min_day_hard=True)


def test_hour_alone_is_left_out_under_a_hard_minimum() -> None:
    """An hour where two are asked; the row says whose day, how long and how long it should be."""
    found = draft((FIRST, b.option()), trainers=[HARD, b.trainer(b.SECOND)])
    keep_days_long(found)
    assert left(found) == ["théorie"]
    row = found.why[FIRST.id]
    assert (row.cause, row.title, row.amount, row.least, row.day) == (Cause.SHORT_DAY, b.TRAINER, 60, 120, b.MONDAY)


def test_day_that_holds_something_else_stays() -> None:
    """Two hours are enough; a barrette or a locked session brings the trainer anyway."""
    more = (SECOND, b.option(start="9", end="10"))
    barrette = (b.item("B", kind=Kind.BARRETTE), b.option(start="9", end="10"))
    locked = (replace(FIRST, pinned=(b.MONDAY, 480)), b.option())
    for placed in ([(FIRST, b.option()), more], [(FIRST, b.option()), barrette], [locked]):
        found = draft(
            *placed, trainers=[replace(HARD, min_day=121 if placed[-1] is barrette else 120), b.trainer(b.SECOND)]
        )
        keep_days_long(found)
        assert not left(found)
    off = draft((FIRST, b.option()), trainers=[HARD], rules_off=frozenset({"H6f"}))
    keep_days_long(off)
    assert not left(off)


def test_short_day_of_a_class_counts_parallel_hours_once() -> None:
    """Two sessions of the class at the same hour are one hour of its day: both go."""
    classes = [b.group(min_day=120, min_day_hard=True)]
    found = draft((FIRST, b.option()), (SECOND, b.option(team=(b.SECOND,))), classes=classes)
    keep_days_long(found)
    assert sorted(left(found)) == ["pratique", "théorie"]
    assert found.why[FIRST.id].title == f"la classe {b.CLASS}"
