"""What a short week has lost, once another week is longer again."""

from dataclasses import replace
from datetime import timedelta

from planner.domain import AM, SessionId
from planner.engine.change.fallen import fell
from planner.engine.change.renew import renew_courses
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, PERIOD, board, centre
from tests.rules import build as b


def test_what_a_short_week_lost_before_stays_lost_when_another_is_longer() -> None:
    """Four weeks of two mornings, an hour in each; a morning of the first week has closed, that of the second is back.

    Both hours of the first week were on the morning that has closed. The hour of the second week is due, and once it
    stands again nothing is: the hour that a week of one morning would have is asked for only where no list says that
    it fell.
    """
    days = [b.MONDAY + timedelta(days=7 * week + n) for week in range(4) for n in (0, 1)]
    shut, opens = days[1], days[3]
    last = days[-1] + timedelta(days=5)
    plain = {"courses": [b.course(lengths=(60,), short_week="prorata")], "last": last,
             "periods": (replace(PERIOD, last=last),)}  # fmt: skip
    new = centre(classes=[b.group(calendar={d: AM for d in days if d != shut})], **plain)
    old = centre(classes=[b.group(calendar={d: AM for d in days if d not in (shut, opens)})], **plain)
    lessons = {d: replace(LESSON, id=SessionId(f"cours-0{n}"), day=d) for n, d in enumerate(days, 1) if n > 2}
    rows = [fell(replace(LESSON, id=SessionId(f"cours-0{n}"), day=shut)) for n in (1, 2)]
    for gone, listed, known, more in (
        (opens, rows, (), [60]),
        (None, rows, (lessons[opens].id,), []),
        (None, (), (lessons[opens].id,), [60]),
    ):
        found = board(new, *((lesson, (ANA, BEN)) for day, lesson in lessons.items() if day != gone))
        assert [r.session.minutes for r in renew_courses(found, old, LIMITS, listed, known).left] == more
