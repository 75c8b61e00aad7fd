"""What each hour of a barrette would lose over the term: people kept away, adults not there, impossible weeks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.domain import Absence, Arrangement, Barrette, BarretteId, Kind, Owed, Period, PeriodId, Problem
from planner.engine.term.occurrences import barrette_occurrences
from planner.engine.week.draft import Draft
from planner.engine.week.items import barrette_item
from planner.engine.week.losing_hours import LITTLE, STRAND_WORTH, with_losses
from planner.engine.week.model import build
from planner.engine.week.solve import WeekEffort, solve_week
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model import Item
from planner.prices import HOUR_IMPOSSIBLE, OWED_MINUTE_LOST
from tests.rules import build as b

LAST = b.MONDAY + timedelta(days=13)
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, LAST)
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1)
HOUR = 60 * OWED_MINUTE_LOST


def known(minutes: int = 120, also: int = 0, extra: Sequence[Owed] = (), **changes: object) -> Item:
    """The barrette of two weeks, before its hour is known: one learner owes so many minutes of LIT1, one owes none.

    ``also``: minutes of NUM1 that the first owes beside; ``extra``: whatever else is owed.
    """
    plain = {
        "last": LAST,
        "classes": [b.group(calendar=b.present(b.MONDAY, LAST))],
        "learners": [b.learner(), b.learner("autre")],
        "modules": [b.module(strand="CONSOLIDATION")],
        "trainers": [b.trainer(skills=frozenset({"lit1"})), b.trainer(b.SECOND)],
        "periods": (PERIOD,),
        "barrettes": [BARRETTE],
    }
    problem = b.problem(**{**plain, **changes})  # type: ignore[arg-type]
    needs = [
        Owed(b.LEARNER, name, name, owed, LAST, b.MONDAY, level=1) for name, owed in (("LIT1", minutes), ("NUM1", also))
    ]
    item = barrette_item(Draft(problem), BARRETTE, barrette_occurrences(problem, BARRETTE.id)[0])
    (found,) = with_losses(problem, [*extra, *(n for n in needs if n.minutes)], [item])
    return found


def losses(item: Item) -> dict[tuple[int, int], int]:
    """(weekday, hour) → price."""
    return {(weekday, start // 60): price for weekday, start, price in item.losses}


def starts(problem: Problem, *items: Item) -> list[int]:
    """Where the barrette begins in a week of some items."""
    answer = solve_week(problem, RULES, b.MONDAY, items, WeekEffort(1.0, 0.001, 0.01), 0)
    return [option.start for item, option in answer.placed if item.kind == Kind.BARRETTE]


def test_hour_that_everybody_can_have_loses_nothing() -> None:
    """Whoever may lead what is owed is waited for, and missed where they teach elsewhere meanwhile.

    Two adults are wanted: each is worth half of what is owed.
    """
    item = known()
    assert (item.staff, item.adult_lacking) == (2, HOUR // 2)
    assert (item.losses, item.most_loss, item.pool, item.leaders) == ((), LITTLE, {b.TRAINER}, ((b.TRAINER, HOUR),))


def test_forbidden_hour_loses_what_is_owed() -> None:
    """Friday from 15: a whole hour of whoever owes all that there is, half of one of whoever owes half."""
    late = Absence(weekday=4, start=900, end=1080)
    kept = (Arrangement(b.LEARNER, "forbidden", window=late),)
    assert losses(known(arrangements=kept)) == {(4, 15): HOUR, (4, 16): HOUR}
    assert losses(known(60, arrangements=kept)) == {(4, 15): HOUR // 2, (4, 16): HOUR // 2}
    assert losses(known(arrangements=(replace(kept[0], apprentice_id="autre"),))) == {}  # type: ignore[arg-type]


def test_day_that_is_cut_short_ends_before_the_last_hours() -> None:
    """Six hours at most: the seventh and the eighth of each full day are after the day is over."""
    found = losses(known(arrangements=(Arrangement(b.LEARNER, "max_day", 360),)))
    assert found == {(day, hour): HOUR for day in range(5) for hour in (15, 16)}


def test_hour_without_the_helper_is_lost() -> None:
    """The helper is away on Mondays, in the first week only: half an hour in an average week."""
    second = b.trainer(b.SECOND, absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
    staff = [b.trainer(skills=frozenset({"lit1"})), second]
    found = losses(known(trainers=staff, arrangements=(Arrangement(b.LEARNER, "helper", text=b.SECOND),)))
    assert found == {(0, hour): HOUR // 2 for hour in (8, 9, 10, 11, 13, 14, 15, 16)}


def test_hour_without_anybody_who_may_lead_is_lost() -> None:
    """The one who may is away on Tuesdays; a week without its Wednesday has to take another hour."""
    staff = [b.trainer(skills=frozenset({"lit1"}), absences=(Absence(weekday=1),)), b.trainer(b.SECOND)]
    calendar = b.present(b.MONDAY, LAST, skip=[b.WEDNESDAY])
    found = losses(known(trainers=staff, classes=[b.group(calendar=calendar)]))
    hours = (8, 9, 10, 11, 13, 14, 15, 16)
    assert found == {(1, h): HOUR for h in hours} | {(2, h): HOUR_IMPOSSIBLE // 2 for h in hours}


def test_module_that_only_one_may_lead_is_lost_without_them() -> None:
    """An hour of LIT1 and one of NUM1 are owed over two weeks: whoever leads NUM1 is away on Tuesdays.

    Somebody could be led every time, and is owed nothing more the second time: half of it all is lost. Away in one
    week only, they lead in the other. Where LIT1 alone takes all the time there is, nothing is lost.
    """
    modules = [b.module(strand="CONSOLIDATION"), b.module("NUM1", strand="CONSOLIDATION")]

    def found(minutes: int, also: int, away: Absence) -> dict[tuple[int, int], int]:
        second = b.trainer(b.SECOND, skills=frozenset({"num1"}), absences=(away,))
        return losses(known(minutes, also, modules=modules, trainers=[b.trainer(skills=frozenset({"lit1"})), second]))

    hours = (8, 9, 10, 11, 13, 14, 15, 16)
    tuesdays, one = Absence(weekday=1), Absence(first=b.MONDAY, last=b.SUNDAY)
    assert found(60, 60, tuesdays) == {(1, hour): HOUR // 2 for hour in hours}
    assert found(60, 60, one) == found(120, 60, tuesdays) == {}


def test_strand_weighs_less_than_a_need() -> None:
    """Two hours of a strand that only the one away leads: a quarter of what two hours of a need would lose."""
    modules = [b.module(strand="CONSOLIDATION"), b.module("ORI", strand="GUIDANCE")]
    second = b.trainer(b.SECOND, skills=frozenset({"ori"}), absences=(Absence(weekday=1),))
    changes = {"modules": modules, "trainers": [b.trainer(skills=frozenset({"lit1"})), second]}
    strand = Owed(b.LEARNER, "s", "GUIDANCE", 120, LAST, b.MONDAY, source=SOURCE_PROGRAMME)
    found = losses(known(0, extra=(strand,), **changes))
    assert set(found.values()) == {round(STRAND_WORTH * HOUR)}


def test_week_keeps_to_the_hours_that_lose_least() -> None:
    """Two hours a week, the first of which loses: the other one, and where it is refused any of the two."""
    kept = (Arrangement(b.LEARNER, "forbidden", window=Absence(weekday=0, start=480, end=540)),)
    few = {"tables": [b.bells((480, 540), (540, 600), days=1)]}
    item = known(arrangements=kept, **few)
    problem = b.problem(barrettes=[BARRETTE], **few)  # type: ignore[arg-type]
    for one, count in ((item, 1), (replace(item, most_loss=None), 2)):
        model = build(problem, RULES, b.MONDAY, (one,))
        assert sum(model.high[k] for k in model.of(0)) == count
        assert starts(problem, one) == [540]


def test_barrette_avoids_an_hour_at_which_its_leader_teaches() -> None:
    """The course of the other class is there at 8, with the only one who may lead: the barrette is at 9."""
    few = {"tables": [b.bells((480, 540), (540, 600), days=1)]}
    item = known(**few)
    course = b.item("cours", class_ids=(b.OTHER,), units=(1,), course_id=b.COURSE, rooms=(b.ROOM,))
    course = replace(course, exact=(480, 540), pinned=(b.MONDAY, 480))
    problem = b.problem(
        classes=[b.group(), b.group(b.OTHER)], barrettes=[BARRETTE], courses=[b.course(class_ids=(b.OTHER,))], **few
    )  # type: ignore[arg-type]
    assert starts(problem, replace(item, staff=0), course) == [540]


def test_adult_who_never_comes_to_the_site_leads_nothing_there() -> None:
    """Two could lead what is owed, one of them at another site only: the barrette waits for the other alone."""
    able = frozenset({"lit1"})
    far = b.trainer(b.SECOND, skills=able, sites=("annexe",))
    item = known(trainers=[b.trainer(skills=able), far])
    assert (item.pool, item.leaders) == ({b.TRAINER}, ((b.TRAINER, HOUR),))
