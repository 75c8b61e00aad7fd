"""Sessions that lose their place once every week is solved: out of order, alone, or on a day too short to come for."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.domain import (
    Cause,
    Course,
    FixedEvent,
    Kind,
    Link,
    Lock,
    Missing,
    Problem,
    Relation,
    Session,
    StandingSession,
)
from planner.engine.missing import tell
from planner.engine.week.tied import Loose, loose
from tests.rules import build as b

THEORY, PRACTICE = b.course(), b.course(b.SECOND_COURSE, after=b.COURSE, subject="pratique")
FIRST = b.session("théorie", course_id=b.COURSE)
SECOND = b.session("pratique", course_id=b.SECOND_COURSE, trainer_ids=(b.SECOND,))


def centre(**changes: object) -> Problem:
    """A week of a class with a course, and one that follows it."""
    return b.problem(**{"courses": [THEORY, PRACTICE], **changes})  # type: ignore[arg-type]


def at(session: Session, day: date, start: str = "8") -> Session:
    """A session of an hour somewhere else."""
    return replace(session, day=day, start=b.hour(start), end=b.hour(start) + 60)


def pasted(session: Session) -> StandingSession:
    """A session that stood before the program began."""
    return StandingSession(
        session.id, session.course_ids[0], session.day, session.start, session.end, session.minutes, session.part,
        session.class_ids, session.trainer_ids,
    )  # fmt: skip


def left(problem: Problem, *sessions: Session, missing: tuple[Missing, ...] = ()) -> list[list[str]]:
    """Ids of what cannot stay, finding by finding."""
    return [sorted(str(s.id) for s in one.sessions) for one in found(problem, *sessions, missing=missing)]


def found(problem: Problem, *sessions: Session, missing: tuple[Missing, ...] = ()) -> list[Loose]:
    """What the rules find in a timetable made by hand, every day of which may change."""
    return list(loose(problem, RULES, b.timetable(*sessions, who={}, unplaced=tell(problem, missing))))


# Courses that a link ties


def test_session_that_has_lost_its_own_of_a_link_is_left_out() -> None:
    """The practice right after the theory, by *Liens*; the theory has gone to another day."""
    link = Link(Relation.IN_A_ROW, (b.COURSE, b.SECOND_COURSE))
    problem = centre(courses=[THEORY, replace(PRACTICE, after=None)], links=(link,))
    assert left(problem, FIRST, at(SECOND, b.MONDAY, "9")) == []
    (one,) = found(problem, at(FIRST, b.TUESDAY), SECOND)
    assert [s.id for s in one.sessions] == ["théorie"]
    assert "aucune séance de « pratique »" in one.why


def test_the_shorter_of_two_that_a_link_ties_is_left_out() -> None:
    """Two hours and one, on the same day by *Liens*: the hour goes, whichever the link names first; of several short
    ones for a long one, no single one would help.
    """
    long = replace(FIRST, end=b.hour("10"), minutes=120)
    short_one = at(SECOND, b.TUESDAY)
    for courses in ((b.COURSE, b.SECOND_COURSE), (b.SECOND_COURSE, b.COURSE)):
        link = Link(Relation.SAME_DAY, courses)
        problem = centre(courses=[THEORY, replace(PRACTICE, after=None)], links=(link,))
        assert left(problem, long, short_one) == [["pratique"]]
        more = at(replace(SECOND, id=b.session("pratique-2").id), b.WEDNESDAY)
        assert left(problem, long, short_one, more) == [["théorie"]]


# A course that follows another


def test_practice_before_its_theory_is_left_out_with_the_reason() -> None:
    """Monday at 8, the theory being on Tuesday: the words name the first session of the theory and its day."""
    (one,) = found(centre(), at(FIRST, b.TUESDAY), SECOND)
    assert [s.id for s in one.sessions] == ["pratique"]
    assert (one.opens, one.follows) == (b.WEDNESDAY, True)
    assert "vient avant la séance 1 de matière" in one.why
    assert "mardi 8 septembre" in one.why
    assert not one.why.endswith(".")


def test_order_that_is_kept_or_switched_off_changes_nothing() -> None:
    """The theory ends when the practice begins; or the rule is off in the workbook."""
    assert left(centre(), FIRST, at(SECOND, b.MONDAY, "9")) == []
    assert left(centre(), FIRST, SECOND) == [["pratique"]]
    assert left(centre(rules_off=frozenset({"H14"})), at(FIRST, b.TUESDAY), SECOND) == []


def test_practice_leaves_a_theory_that_is_pasted_and_a_pasted_one_stays() -> None:
    """What stands is never taken out: the program's own practice goes, one that stands too early stays."""
    theory = at(FIRST, b.TUESDAY)
    assert left(centre(standing=(pasted(theory),)), theory, SECOND) == [["pratique"]]
    assert left(centre(standing=(pasted(SECOND),)), theory, SECOND) == []
    assert left(centre(standing=(pasted(theory), pasted(SECOND))), theory, SECOND) == []


def test_nothing_before_a_day_leaves_its_place() -> None:
    """The practice of Monday is over on Tuesday; what goes is given again after its theory, from a day on."""
    timetable = b.timetable(at(FIRST, b.TUESDAY), SECOND, who={})
    assert list(loose(centre(), RULES, timetable, b.TUESDAY)) == []
    opens = [next(loose(centre(), RULES, timetable, b.MONDAY, day)).opens for day in (b.MONDAY, b.FRIDAY)]
    assert opens == [b.WEDNESDAY, b.FRIDAY]


def test_theory_that_is_missing_shifts_the_order() -> None:
    """A session of theory is listed as not placed: the first practice is then not held against the first theory."""
    lacking = (Missing(b.session("théorie-2").id, Kind.COURSE, 60, Cause.WEEK_FULL, (b.COURSE,), week=b.MONDAY),)
    assert left(centre(), at(FIRST, b.TUESDAY), SECOND, missing=lacking) == []
    later = at(replace(SECOND, id=b.session("pratique-2").id), b.TUESDAY)
    assert left(centre(), at(FIRST, b.WEDNESDAY), SECOND, later, missing=lacking) == [["pratique-2"]]


# Crossed parts


def crossed() -> tuple[Course, Course]:
    """The practice and a third course, whose parts swap."""
    third = b.course("troisième cours", parts=2, crossed_with=b.SECOND_COURSE)
    return replace(PRACTICE, parts=2, crossed_with=third.id), third


def test_tied_session_of_the_same_hour_goes_too() -> None:
    """The practice is crossed with a part that stands at the same hour: the two leave together."""
    practice, third = crossed()
    tied = replace(SECOND, part="A")
    twin = b.session("croisée", course_id=third.id, part="B")
    elsewhere = at(replace(twin, id=b.session("ailleurs").id), b.FRIDAY)
    problem = centre(courses=[THEORY, practice, third], rules_off=frozenset({"H3d"}))
    assert left(problem, at(FIRST, b.TUESDAY), tied, twin, elsewhere) == [["croisée", "pratique"]]


def test_part_without_its_counterpart_leaves_its_place() -> None:
    """The two parts stand at different hours: each is alone, and its words name the other course."""
    practice, third = crossed()
    parts = (replace(SECOND, part="A"), b.session("croisée", start="9", end="10", course_id=third.id, part="B"))
    problem = centre(courses=[THEORY, practice, third])
    assert sorted({tuple(ids) for ids in left(problem, *parts)}) == [("croisée",), ("pratique",)]
    assert "aucune autre partie n’est en matière" in found(problem, *parts)[0].why
    assert left(replace(problem, rules_off=frozenset({"H3d"})), *parts) == []


# Short days

HARD = b.trainer(min_day=120, min_day_hard=True)


def short(**changes: object) -> Problem:
    """A trainer who does not come for an hour, and one who does."""
    return centre(**{"trainers": [HARD, b.trainer(b.SECOND)], **changes})


def test_hour_alone_is_left_out_under_a_hard_minimum() -> None:
    """An hour where two are asked; the words say whose day, how long and how long it should be."""
    (one,) = found(short(), FIRST)
    assert [s.id for s in one.sessions] == ["théorie"]
    assert not one.follows
    assert one.why == f"{b.TRAINER} a 1 h pour 2 h au moins, lundi 7 septembre"


def test_day_that_is_long_enough_or_not_bound_stays() -> None:
    """Two hours are enough; a minimum that is only a wish, or whose rule is off, says nothing."""
    assert left(short(), FIRST, b.session("encore", start="9", end="10")) == []
    assert left(short(trainers=[replace(HARD, min_day_hard=False), b.trainer(b.SECOND)]), FIRST) == []
    assert left(short(rules_off=frozenset({"H6f"})), FIRST) == []


def test_day_that_a_barrette_needs_stays() -> None:
    """A group of a barrette brings the trainer anyway, at an hour that is not given up for a minimum."""
    longer = short(trainers=[replace(HARD, min_day=180), b.trainer(b.SECOND)])
    barrette = b.session("groupe", start="9", end="10", kind=Kind.BARRETTE)
    assert left(longer, FIRST, barrette) == []
    assert left(longer, FIRST, at(barrette, b.TUESDAY)) == [["théorie"]]


def test_event_stays_where_it_is() -> None:
    """An event alone brings the trainer; the course beside it, still too short with it, goes without it."""
    event = b.session("jury", start="10", end="11", kind=Kind.FIXED, label="jury")
    longer = short(
        trainers=[replace(HARD, min_day=180), b.trainer(b.SECOND)],
        events=(FixedEvent("1", "jury", b.MONDAY, 600, 660, trainer_ids=(b.TRAINER,)),),
    )
    assert left(longer, event) == []
    assert left(longer, FIRST, event) == [["théorie"]]
    assert left(longer, FIRST, event, b.session("encore", start="9", end="10")) == []


def test_session_that_stands_is_not_taken_from_a_short_day() -> None:
    """A pasted hour brings the trainer; the program's own hour beside it goes, the day being too short all the same."""
    assert left(short(standing=(pasted(FIRST),)), FIRST) == []
    more = b.session("encore", start="9", end="10", course_id=b.COURSE)
    longer = short(trainers=[replace(HARD, min_day=180), b.trainer(b.SECOND)], standing=(pasted(FIRST),))
    assert left(longer, FIRST, more) == [["encore"]]


def test_session_that_is_locked_is_not_taken_from_a_short_day() -> None:
    """The planner asked for that very hour: it brings the trainer."""
    lock = Lock(b.COURSE, day=b.MONDAY, start=480)
    assert left(short(locks=(lock,)), FIRST) == []


@pytest.mark.parametrize(("second", "lost"), [("8", [["pratique", "théorie"]]), ("9", [])])
def test_short_day_of_a_class_counts_parallel_hours_once(second: str, lost: list[list[str]]) -> None:
    """Two sessions of the class at the same hour are one hour of its day: both go; one after the other, none does."""
    problem = centre(classes=[b.group(min_day=120, min_day_hard=True)], rules_off=frozenset({"H14"}))
    sessions = (FIRST, at(SECOND, b.MONDAY, second))
    assert left(problem, *sessions) == lost
    assert all(one.why == f"{b.CLASS} a 1 h pour 2 h au moins, lundi 7 septembre" for one in found(problem, *sessions))
