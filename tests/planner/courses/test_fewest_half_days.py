"""How few half-days the lessons of a trainer can take: by counting, and against every way to place them."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.courses.fewest_half_days import fewest_half_days, half_days_of
from planner.domain import AM, Absence, Problem, Session
from tests.rules import build as b

MORNING, AFTERNOON = (b.hour("8"), b.hour("12")), (b.hour("13"), b.hour("17"))


def lesson(number: int, minutes: int, course: str = b.COURSE, **changes: object) -> Session:
    """A lesson on Monday at eight, which may be anywhere in the week."""
    plain = b.session(f"s{number}", b.MONDAY, "8", str(8 + minutes // 60), course_id=course)
    return replace(plain, **changes)  # type: ignore[arg-type]


def fewest(problem: Problem, *sessions: Session) -> int:
    """Half-days of the trainer's week."""
    return fewest_half_days(problem, problem.trainers[b.TRAINER], b.MONDAY, sessions)


def centre(most: int = 9, **changes: object) -> Problem:
    """Two courses of one class, each as often a day as is said."""
    courses = [b.course(max_per_day=most), b.course(b.SECOND_COURSE, max_per_day=most)]
    return b.problem(courses=courses, **changes)


@pytest.mark.parametrize(
    ("hours", "halves"), [((4,), 1), ((1, 1, 1, 1), 1), ((3, 3), 2), ((3, 2, 2, 1), 2), ((3, 3, 3), 3)]
)
def test_lessons_fill_half_days_of_four_hours(hours: tuple[int, ...], halves: int) -> None:
    """As many half-days as the hours and the long lessons take."""
    assert fewest(centre(), *(lesson(n, 60 * h) for n, h in enumerate(hours))) == halves


def test_course_that_comes_once_a_day_takes_as_many_days_as_lessons() -> None:
    """Three lessons of an hour, three days; those of another course lie beside them."""
    assert fewest(centre(1), *(lesson(n, 60) for n in range(3))) == 3
    both = [*(lesson(n, 60) for n in range(3)), *(lesson(n, 60, b.SECOND_COURSE) for n in range(3, 6))]
    assert fewest(centre(1), *both) == 3


def test_lessons_come_when_the_class_is_there() -> None:
    """Six hours of a class that is there in the mornings take two of them; with a whole day one would hold eight."""
    there = b.group(calendar=b.present(mask=AM))
    assert fewest(centre(classes=[there]), *(lesson(n, 120) for n in range(3))) == 2


def test_what_is_no_lesson_stays_and_takes_its_hours() -> None:
    """An hour of a barrette on Tuesday morning leaves three there: four hours of lessons want another half-day."""
    held = b.session("b", b.TUESDAY, kind="barrette")
    assert fewest(centre(), held) == 1
    assert fewest(centre(), held, lesson(1, 180)) == 1
    assert fewest(centre(), held, lesson(1, 240)) == 2


def test_half_days_on_which_the_trainer_is_away_hold_nothing() -> None:
    """Away from ten on every day: two hours of each morning are left."""
    trainer = b.trainer(absences=(Absence(None, start=b.hour("10"), end=b.hour("18")),))
    assert fewest(centre(trainers=[trainer]), *(lesson(n, 120) for n in range(3))) == 3


def test_session_over_noon_takes_both_half_days() -> None:
    """From eleven to two."""
    found = half_days_of(centre(), b.session("s", b.MONDAY, "11", "14"))
    assert found == {(b.MONDAY, False), (b.MONDAY, True)}


@pytest.mark.parametrize("hours", [(1, 2, 3), (2, 2, 3), (1, 3, 4), (3, 3, 1)])
def test_bound_is_below_every_way_to_place(hours: tuple[int, ...]) -> None:
    """Three lessons on two days, everywhere that four hours hold them: never on fewer half-days than the bound."""
    problem = centre(2)
    lessons = [lesson(n, 60 * h) for n, h in enumerate(hours)]
    halves = [(b.MONDAY + timedelta(days=n), span) for n in range(2) for span in (MORNING, AFTERNOON)]
    places = [
        [
            replace(s, day=day, start=start, end=start + s.minutes)
            for day, (first, last) in halves
            for start in range(first, last - s.minutes + 1, 60)
        ]
        for s in lessons
    ]
    best = min(
        len({half for s in chosen for half in half_days_of(problem, s)})
        for chosen in itertools.product(*places)
        if not any(one.overlaps(other) for one, other in itertools.combinations(chosen, 2))
        and all(sum(s.day == day for s in chosen) <= 2 for day, _span in halves)
    )
    assert fewest(problem, *lessons) <= best
