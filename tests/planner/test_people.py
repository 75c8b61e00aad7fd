"""Ages, authorisations and dated classes of one learner."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain import ApprenticeId, ClassId, CourseId, Exemption, Membership, PersonalPath
from tests.rules import build as b

BIRTHDAY = date(2026, 9, 9)


@pytest.mark.parametrize(
    ("day", "free_exit", "kept"),
    [
        (date(2026, 9, 8), None, True),
        (BIRTHDAY, None, False),
        (date(2026, 9, 8), date(2026, 9, 8), False),
        (date(2026, 9, 7), date(2026, 9, 8), True),
    ],
)
def test_minor_is_kept_until_the_birthday_or_the_authorisation(day: date, free_exit: date | None, kept: bool) -> None:
    """Eighteen on the ninth; free to leave from the date of the authorisation, that day included."""
    assert b.learner(birth=date(2008, 9, 9), free_exit=free_exit).kept(day) is kept


def test_unknown_age_counts_as_adult() -> None:
    """Nobody is kept whose birth is not known; `check` says so."""
    assert not b.learner(birth=None).kept(b.MONDAY)


def test_class_and_part_follow_the_day() -> None:
    """Nothing before the first day, the old class until the day, the new one from it."""
    old = Membership(b.CLASS, "A", b.TUESDAY, b.WEDNESDAY)
    new = Membership(b.OTHER, "", b.THURSDAY)
    learner = b.learner(memberships=(old, new))
    assert [learner.membership(d) for d in (b.MONDAY, b.TUESDAY, b.WEDNESDAY, b.THURSDAY)] == [None, old, old, new]


def test_path_comes_before_an_exemption_and_each_has_its_dates() -> None:
    """The course is left by the path on Tuesday, by the exemption on other days; only its own part is followed."""
    path = PersonalPath(b.LEARNER, b.COURSE, b.SECOND_COURSE, "company", b.TUESDAY, b.TUESDAY, "B")
    exempt = Exemption(b.LEARNER, "Matière")
    problem = b.problem(
        classes=[b.group(), b.group(b.OTHER)],
        courses=[b.course(), b.course(b.SECOND_COURSE, class_ids=(ClassId(b.OTHER),), parts=2)],
        learners=[b.learner()],
        paths=(path,),
        exemptions=(exempt,),
    )
    own = problem.courses[CourseId(b.COURSE)]
    assert problem.freed(b.LEARNER, own, b.TUESDAY) == path
    assert problem.freed(b.LEARNER, own, b.WEDNESDAY) == exempt
    assert problem.freed(ApprenticeId("autre"), own, b.TUESDAY) is None
    followed = [problem.followed(b.LEARNER, b.SECOND_COURSE, b.TUESDAY, part) for part in ("", "A", "B")]
    assert followed == [True, False, True]
    assert [len(problem.followers(b.SECOND_COURSE, day, "B")) for day in (b.MONDAY, b.TUESDAY)] == [0, 1]
    gone = replace(problem, learners={b.LEARNER: b.learner(exit=b.MONDAY)})
    assert gone.followers(b.SECOND_COURSE, b.TUESDAY) == ()
