"""A permanence: an hour each week at which most people are free, those with an arrangement first, nobody called."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    ALL_DAY,
    About,
    Absence,
    Arrangement,
    Cause,
    Guidance,
    Kind,
    Learner,
    Problem,
    Session,
    SessionId,
)
from planner.engine.people.permanences import place_permanences
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from tests.rules import build as b

NEXT = b.MONDAY + timedelta(days=7)
ANA, BEN, CHLOE = (b.learner(name) for name in ("ana", "ben", "chloe"))
FIRST, SECOND = (SessionId(f"permanence-PERM-{week:%Y%m%d}") for week in (b.MONDAY, NEXT))
HOURS = b.bells((480, 540), (540, 600), (600, 660))


def centre(*people: Learner, days: tuple[date, ...] = (b.MONDAY,), **changes: object) -> Problem:
    """A class that is there for three hours on some days, and a permanence of an hour that one adult holds."""
    plain = {
        "learners": people or (ANA, BEN, CHLOE),
        "modules": [b.module("PERM", theme="permanence", minutes=60, trainer_ids=(b.TRAINER,))],
        "classes": [b.group(calendar=dict.fromkeys(days, ALL_DAY))],
        "tables": [HOURS],
        "last": NEXT + timedelta(days=6),
    }
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def lesson(start: int, day: date = b.MONDAY, **changes: object) -> Session:
    """An hour with another adult in the second room."""
    plain = {"trainer_ids": (b.SECOND,), "room_id": b.SECOND_ROOM, **changes}
    return b.session(f"cours-{day:%d}-{start}", day, str(start), str(start + 1), **plain)  # type: ignore[arg-type]


def board(problem: Problem, *held: tuple[Session, tuple[Learner, ...]]) -> Board:
    """A board under every rule, with some sessions and their people."""
    found = Board(problem, RULES)
    for session, people in held:
        found.call(session, people)
    return found


def test_permanence_stands_where_most_people_are_free() -> None:
    """At eight two of three have a lesson, at nine one, at ten all: it is at nine, with its adult, and calls nobody."""
    busy = ((lesson(8), (ANA, BEN)), (lesson(9), (CHLOE,)), (lesson(10), (ANA, BEN, CHLOE)))
    found = board(centre(), *busy)
    assert place_permanences(found, b.MONDAY) == []
    held = found.sessions[FIRST]
    assert (held.day, held.start, held.kind, held.trainer_ids) == (b.MONDAY, 540, Kind.SUPPORT, (b.TRAINER,))
    assert (held.room_id, held.module_id, held.public_label) == (b.ROOM, "PERM", "Permanence")
    assert not found.people[FIRST]


def test_person_with_an_arrangement_comes_before_the_others() -> None:
    """Chloé alone is free at eight, the two others at nine: the hour of the one with an arrangement is taken."""
    rows = (Arrangement(CHLOE.id, "extra_break", minutes=15),)
    busy = ((lesson(8), (ANA, BEN)), (lesson(9), (CHLOE,)), (lesson(10), (ANA, BEN, CHLOE)))
    found = board(centre(arrangements=rows), *busy)
    place_permanences(found, b.MONDAY)
    assert found.sessions[FIRST].start == 480
    over = (Arrangement(CHLOE.id, "extra_break", minutes=15, last=b.MONDAY - timedelta(days=1)),)
    found = board(centre(arrangements=over), *busy)
    place_permanences(found, b.MONDAY)
    assert found.sessions[FIRST].start == 540


def test_open_hour_is_free_for_whoever_wants_to_come() -> None:
    """All three are at the open hour of nine, and have lessons at the two others."""
    everyone = (ANA, BEN, CHLOE)
    busy = [(lesson(8), everyone), (lesson(9, kind=Kind.OPEN), everyone), (lesson(10), everyone)]
    found = board(centre(), *busy)
    place_permanences(found, b.MONDAY)
    assert found.sessions[FIRST].start == 540


@pytest.mark.parametrize(("second", "start"), [((), 540), ((BEN,), 540), ((BEN, CHLOE), 480)])
def test_hour_of_the_week_before_is_kept_where_it_serves_as_many(second: tuple[Learner, ...], start: int) -> None:
    """At nine in the first week. In the second one person has a lesson at each hour; a second one at nine is too many.

    With nobody or with Ben at nine as many are free there as at eight and ten; with Ben and Chloé one less is.
    """
    everyone = (ANA, BEN, CHLOE)
    busy = [(lesson(8), everyone), (lesson(10), everyone)]
    also = [(lesson(hour, NEXT), (ANA,)) for hour in (8, 10)] if second else []
    also += [(lesson(9, NEXT), second)] if second else []
    found = board(centre(days=(b.MONDAY, NEXT)), *busy, *also)
    assert place_permanences(found, b.MONDAY) == []
    assert (found.sessions[FIRST].start, found.sessions[SECOND].start) == (540, start)


def test_hour_at_which_its_adult_teaches_is_passed_over() -> None:
    """At eight nobody has a lesson, and the adult has one of another class: nine is the next best."""
    other = lesson(8, trainer_ids=(b.TRAINER,), class_ids=(b.OTHER,), room_id=b.SECOND_ROOM)
    found = board(centre(), (other, ()))
    place_permanences(found, b.MONDAY)
    assert found.sessions[FIRST].start == 540


def test_what_stands_stays_and_is_the_habit_of_the_week_after() -> None:
    """At ten in the first week, as an earlier run left it: not placed again, and the second week follows it."""
    held = b.session(FIRST, start="10", end="11", kind=Kind.SUPPORT, module_id="PERM", class_ids=())
    found = board(centre(days=(b.MONDAY, NEXT)), (held, ()))
    assert place_permanences(found, NEXT) == []
    assert found.sessions[FIRST].start == 600
    assert (found.sessions[SECOND].day, found.sessions[SECOND].start) == (NEXT, 600)


def test_week_without_people_has_none_and_days_gone_are_too_late() -> None:
    """Nobody is there in the second week: it is not missing. From Tuesday on Monday, the only day, is gone."""
    found = board(centre())
    (row,) = place_permanences(found, b.TUESDAY)
    assert (row.session_id, row.cause, row.about, row.week) == (FIRST, Cause.TOO_LATE, About.PERMANENCE, b.MONDAY)
    assert not found.sessions
    later = board(centre(days=(b.MONDAY, b.TUESDAY)))
    assert place_permanences(later, b.TUESDAY) == []
    assert later.sessions[FIRST].day == b.TUESDAY


def test_permanence_without_an_hour_says_whether_somebody_holds_it() -> None:
    """Its adult is away all week, or the catalogue names nobody and nobody has the role."""
    away = b.trainer(absences=(Absence(first=b.MONDAY, last=b.SUNDAY),))
    (row,) = place_permanences(board(centre(trainers=[away, b.trainer(b.SECOND)])), b.MONDAY)
    assert (row.cause, row.trainer_ids, row.minutes, row.title) == (Cause.NO_FREE_HOUR, (b.TRAINER,), 60, "PERM")
    nobody = [b.module("PERM", theme="permanence", minutes=60)]
    (row,) = place_permanences(board(centre(modules=nobody)), b.MONDAY)
    assert (row.cause, row.trainer_ids) == (Cause.NO_CONTACT, ())


def test_module_of_another_theme_is_no_permanence() -> None:
    """Support is placed by those who owe it."""
    found = board(centre(modules=[b.module("LIT1", trainer_ids=(b.TRAINER,))]))
    assert place_permanences(found, b.MONDAY) == []
    assert not found.sessions


def test_people_of_another_site_do_not_count() -> None:
    """Ben and Chloé, of a class elsewhere, are free at eight, Ana at nine: the adult is where Ana is."""
    far = [b.learner(one.id, b.OTHER) for one in (BEN, CHLOE)]
    days = {b.MONDAY: ALL_DAY}
    classes = [b.group(calendar=days), b.group(b.OTHER, calendar=days, site_id="annexe")]
    busy = ((lesson(8), (ANA,)), (lesson(9, class_ids=(b.OTHER,)), (*far,)), (lesson(10), (ANA, *far)))
    found = board(centre(ANA, *far, classes=classes), *busy)
    place_permanences(found, b.MONDAY)
    assert (found.sessions[FIRST].start, found.sessions[FIRST].site_id) == (540, b.SITE)


def test_hour_that_a_rule_refuses_is_passed_over() -> None:
    """Its adult and the room are free at eight, and a rule is against it: nine is as good."""

    def refuse(_problem: Problem, _board: BoardView, placement: Placement) -> Iterator[Finding]:
        if placement.session.start == 480:
            yield Finding("X1", "trop tôt")

    rule = Rule("X1", "Rien à huit heures.", "hard", lambda _problem, _timetable: iter(()), Enforce(refuse=refuse))
    for rules, start in ((RULES, 480), ((*RULES, rule), 540)):
        found = Board(centre(), rules)
        place_permanences(found, b.MONDAY)
        assert found.sessions[FIRST].start == start


def test_adult_who_would_come_for_too_little_has_no_hour() -> None:
    """The contact comes for two hours at least, and would come for this one alone."""
    strict = b.trainer(min_day=120, min_day_hard=True)
    (row,) = place_permanences(board(centre(trainers=[strict, b.trainer(b.SECOND)])), b.MONDAY)
    assert row.cause == Cause.NO_FREE_HOUR


def test_contact_is_there_even_where_the_module_says_autonomy() -> None:
    """The library is open and watched, and the contact away: nobody else keeps the hour."""
    away = b.trainer(absences=(Absence(first=b.MONDAY, last=b.SUNDAY),))
    watcher = b.trainer("documentaliste", role="documentaliste")
    library = b.room("CDI", shared=3, supervised_by=watcher.id)
    alone = b.module("PERM", theme="permanence", minutes=60, trainer_ids=(b.TRAINER,), guidance=Guidance.AUTONOMOUS)
    for staff, start in (([away, watcher], None), ([b.trainer(), watcher], 480)):
        found = board(centre(trainers=staff, rooms=[b.room(), library], modules=[alone]))
        place_permanences(found, b.MONDAY)
        assert [s.start for s in found.sessions.values()] == ([] if start is None else [start])
        assert all(s.trainer_ids == (b.TRAINER,) for s in found.sessions.values())
