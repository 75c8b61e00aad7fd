"""What a course finds already there: sessions that stand, half-days of trainers, days too short, teams."""

from datetime import date, timedelta

import pytest

from planner.board.board import Board
from planner.courses.half_days import as_absences, half_day_span, half_minutes, most_minutes, usual_halves
from planner.courses.placed_days import class_sessions, classes_of, lacks, left_short, named, streams_of
from planner.courses.short_days import short_days
from planner.courses.standing import remaining, standing_minutes
from planner.courses.teams import teams_of
from planner.domain import (
    AM,
    Absence,
    Barrette,
    BarretteId,
    FixedEvent,
    Kind,
    Session,
    SessionId,
    StandingSession,
    Stream,
    Trainer,
)
from planner.placement import for_everyone
from tests.rules import build as b

NEXT = b.MONDAY + timedelta(days=7)
NOON = b.hour("12:30")


# Sessions that stand


def standing(minutes: int, day: date = b.MONDAY, part: str = "") -> StandingSession:
    """A session of the course that stands from 8 on."""
    name = SessionId(f"{day}-{part}")
    return StandingSession(name, b.COURSE, day, b.hour("8"), b.hour("8") + minutes, minutes, part, (b.CLASS,))


def hours(minutes: int) -> tuple[int, ...]:
    """Sessions of two hours, then the rest."""
    return (120,) * (minutes // 120) + ((minutes % 120,) if minutes % 120 else ())


def left(*stands: StandingSession, weekly: int = 120) -> list[tuple[date | None, int]]:
    """What two weeks of a course still want."""
    problem = b.problem(courses=[b.course()], standing=stands)
    return list(remaining(problem, problem.courses[b.COURSE], "", ((b.MONDAY, weekly), (NEXT, weekly)), {}, hours))


def test_what_stands_is_taken_off_its_own_week() -> None:
    """An hour of the first week stands: an hour is left there, and the second week keeps its two."""
    assert left(standing(60)) == [(b.MONDAY, 60), (NEXT, 120)]
    assert left() == [(b.MONDAY, 120), (NEXT, 120)]


def test_what_is_over_is_carried_to_the_next_week() -> None:
    """Three hours stand where two are wanted: the second week wants one."""
    assert left(standing(180)) == [(NEXT, 60)]
    assert left(standing(240)) == []


def test_part_counts_its_own_sessions() -> None:
    """A session of part A says nothing of part B; one of the whole class counts for each."""
    stands = (standing(60, part="A"), standing(30, b.TUESDAY))
    problem = b.problem(courses=[b.course(parts=2)], standing=stands)
    course = problem.courses[b.COURSE]
    assert [standing_minutes(problem, course, part) for part in ("A", "B")] == [90, 30]


# Teams


def test_team_is_the_one_of_the_workbook_else_any_skilled_trainer() -> None:
    """Who only watches never teaches, though the skill is typed."""
    skill = frozenset({"matiere"})
    staff = [b.trainer(skills=skill), b.trainer(b.SECOND, skills=skill, role="surveillant")]
    problem = b.problem(trainers=staff)
    assert teams_of(problem, b.course(teams=((b.SECOND,),))) == ((b.SECOND,),)
    assert teams_of(problem, b.course(teams=())) == ((b.TRAINER,),)


# Half-days of a trainer


def test_usual_half_days_follow_weekly_absences_alone() -> None:
    """Away each Monday morning, and once on Tuesday: nine half-days are usual, the dated absence being none of it."""
    who = b.trainer(absences=(Absence(0, end=NOON), Absence(first=b.TUESDAY, last=b.TUESDAY)))
    halves = usual_halves(b.problem(), who, b.MONDAY)
    assert len(halves) == 9
    assert (0, False) not in halves
    assert (1, False) in halves


def test_half_day_of_a_very_week_has_its_closures_and_absences_taken_off() -> None:
    """Four slots of an hour; none when closed; three when away for one."""
    problem = b.problem(closed_halves={b.TUESDAY: AM})
    who = b.trainer(absences=(Absence(first=b.WEDNESDAY, last=b.WEDNESDAY, start=b.hour("8"), end=b.hour("9")),))
    assert [half_minutes(problem, who, b.MONDAY, (n, False)) for n in range(3)] == [240, 0, 180]


def test_free_half_days_are_the_shortest_in_the_most_of_a_week() -> None:
    """Ten half-days of four hours, one of them closed: with one to keep free, nothing is lost; with two, four hours."""
    problem = b.problem(closed_halves={b.MONDAY: AM})
    found = [most_minutes(problem, b.trainer(free_half_days=n), b.MONDAY) for n in (0, 1, 2)]
    assert found == [None, 9 * 240, 8 * 240]


def test_half_days_as_absences_are_weekly() -> None:
    """The afternoon of Friday from noon to midnight, every week."""
    bells = b.problem().bells_at(b.SITE)
    (absence,) = as_absences(bells, ((4, True),))
    assert (absence.weekday, absence.start, absence.end, absence.hard) == (4, NOON, 24 * 60, True)
    assert half_day_span(bells, (4, False)) == (0, NOON)


# Short days


LEAST = b.trainer(min_day=180, min_day_hard=True)


@pytest.mark.parametrize(("end", "short"), [("10", True), ("11", False)])
def test_day_under_the_minimum_is_short(end: str, short: bool) -> None:
    """Two hours are too few for three, three are enough; the sentence says both."""
    problem = b.problem(trainers=[LEAST])
    found = list(short_days(problem, b.timetable(b.session(end=end), who={})))
    assert [day.minutes for day in found] == ([120] if short else [])
    assert all("2 h pour 3 h au moins" in day.text for day in found)


def test_fixed_event_alone_is_nobodys_choice() -> None:
    """A jury of an hour brings the trainer, and so is no short day; beside a lesson, the day is short."""
    problem = b.problem(trainers=[LEAST])
    jury = b.session("jury", kind=Kind.FIXED)
    assert not list(short_days(problem, b.timetable(jury, who={})))
    assert list(short_days(problem, b.timetable(jury, b.session(start="9", end="10"), who={})))


def test_parallel_groups_are_counted_once_in_the_day_of_a_class() -> None:
    """Two groups from 8 to 9 are an hour for the class, whatever the number of groups; each part has its own day."""
    problem = b.problem(classes=[b.group(min_day=120)], courses=[b.course(parts=2)])
    groups = [b.session(f"g{n}", trainer_ids=()) for n in range(2)]
    half = b.session("A", start="9", end="10", part="A", trainer_ids=())
    found = list(short_days(problem, b.timetable(*groups, half, who={})))
    assert [(day.name, day.minutes) for day in found] == [("classe partie B", 60)]


def board(*sessions: Session, trainer: Trainer = LEAST, **changes: object) -> Board:
    """A board with some sessions and nobody in them."""
    found = Board(b.problem(trainers=[trainer], **changes))  # type: ignore[arg-type]
    for session in sessions:
        found.put(session, {})
    return found


def test_what_one_more_session_makes_of_a_day() -> None:
    """Alone, two hours lack one; after an hour that is there already, nothing lacks; visits count for no day."""
    held = b.session("déjà", start="8", end="9")
    more = for_everyone(b.session("plus", start="9", end="11"), {})
    found = [
        [(lack.before, lack.after) for lack in lacks(here.problem, here, more, hard=True)]
        for here in (board(), board(held), board(b.session("visite", start="8", end="9", kind=Kind.VISIT)))
    ]
    assert found == [[(0, 60)], [(120, 0)], [(0, 60)]]
    here = board()
    assert not list(lacks(here.problem, here, more, hard=False))
    assert not list(lacks(here.problem, here, for_everyone(b.session(kind=Kind.VISIT), {}), hard=True))


def test_barrette_takes_the_time_of_all_its_classes() -> None:
    """A group in which only the other class is takes the hour of this one too; a plain session does not."""
    barrette = Barrette(BarretteId("B"), "Barrette", (b.CLASS, b.OTHER))
    group = b.session("groupe", kind=Kind.BARRETTE, barrette_id=barrette.id, class_ids=(b.OTHER,))
    plain = b.session("cours", class_ids=(b.OTHER,))
    here = board(group, plain, classes=[b.group(), b.group(b.OTHER)], barrettes=[barrette])
    assert classes_of(here.problem, group) == (b.CLASS, b.OTHER)
    assert [s.id for s in class_sessions(here.problem, here, b.CLASS, b.MONDAY)] == ["groupe"]


def test_hour_that_is_kept_makes_the_day_of_its_classes_longer() -> None:
    """An open period of two hours has no session yet: a group of an hour beside it lacks nothing of three."""
    bound = b.group(min_day=180, min_day_hard=True)
    here = board(classes=[bound, b.group(b.OTHER)])
    group = for_everyone(b.session("groupe", kind=Kind.BARRETTE), {})
    hour = b.session("temps", start="9", end="11", kind=Kind.OPEN, class_ids=(b.CLASS, b.OTHER), trainer_ids=())
    here.keep(hour)
    assert [s.id for c in (b.CLASS, b.OTHER) for s in here.awaited(c, b.MONDAY)] == ["temps", "temps"]
    assert [(lack.before, lack.after) for lack in lacks(here.problem, here, group, hard=True)][-1] == (60, 0)
    here.release(hour.id)
    assert not here.awaited(b.CLASS, b.MONDAY)
    assert [(lack.before, lack.after) for lack in lacks(here.problem, here, group, hard=True)][-1] == (0, 120)


def test_what_a_session_leaves_short_behind_it() -> None:
    """Two hours gone of three leave the one that is left; of four they leave enough; without the rule, nothing."""
    gone = b.session("partie", start="13", end="15")
    one, more = b.session("reste", start="8", end="9"), b.session("encore", start="9", end="11")
    for rows, off, found in (((one,), (), ["reste"]), ((one, more), (), []), ((one,), ("H6f",), []), ((), (), [])):
        here = board(*rows, rules_off=frozenset(off))
        assert [s.id for s in left_short(here.problem, here, gone)] == found


def test_event_that_names_people_is_not_of_the_class() -> None:
    """A jury for one learner; the same hour for the whole class is the class's."""
    events = (FixedEvent("1", "jury", b.MONDAY, 480, 540, apprentice_ids=(b.LEARNER,)),)
    problem = b.problem(events=events, courses=[b.course(parts=2)])
    assert named(problem, b.session(kind=Kind.FIXED, label="jury"))
    assert not named(problem, b.session(kind=Kind.FIXED, label="sortie"))
    assert streams_of(problem, b.CLASS, b.session()) == [Stream("A"), Stream("B")]
    assert streams_of(problem, b.CLASS, b.session(part="A")) == [Stream("A")]
