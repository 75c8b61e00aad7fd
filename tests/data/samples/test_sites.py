"""The large fictional centres: sites planted one by one, people who teach at two of them, sizes, names."""

from collections import Counter
from random import Random

import pytest

from data import read, samples
from data.samples.names import PLACES, people
from data.samples.plan import WEEKS, Plan, site_plans
from data.samples.planting import SLOTS, day_mask
from data.samples.sites import SITES, Site, plant_sites, sites_of, together
from data.samples.week import lengths_in
from planner.courses.volumes import week_pattern
from planner.domain import Problem


@pytest.fixture(scope="module")
def sites() -> list[Site]:
    """The sites of ``large``."""
    return plant_sites("large", 1)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """The same, written and read back."""
    path = tmp_path_factory.mktemp("samples") / "large.xlsx"
    samples.write(path, "large", 1)
    reading = read(path)
    assert reading.faults == ()
    assert reading.problem is not None
    return reading.problem


def test_large_has_the_size_it_says(large: Problem) -> None:
    """Four sites, 172 classes, about 3,000 learners of as many names, a way between every two sites."""
    assert len({group.site_id for group in large.classes.values()}) == 4
    assert len(large.classes) == 172
    assert 2850 <= len(large.learners) <= 3150
    assert len({one.name for one in large.learners.values()}) == len(large.learners)
    assert len(large.travel) == 4 * 3
    assert len(large.bells) == 4
    assert all(one.sites for one in large.trainers.values())


def test_some_trainers_teach_at_two_sites(large: Problem, sites: list[Site]) -> None:
    """Those planted at both, and they are read so."""
    both = {name for name, where in sites_of(sites).items() if len(where) > 1}
    assert both
    assert sum(len(one.sites) == 2 for one in large.trainers.values()) == len(both)


def test_who_teaches_at_two_sites_is_never_at_both_on_a_day(sites: list[Site]) -> None:
    """In the planted weeks, and by the half-days of presence at each: there is time for the way."""
    for name, where in sites_of(sites).items():
        here = [site.planted.hours[name] for site in sites if site.plan.site in where]
        assert all(sum(bool(mask & day_mask(day)) for mask in here) <= 1 or len(here) == 1 for day in range(5))


def test_planted_weeks_of_all_sites_hold_together(sites: list[Site]) -> None:
    """Nobody is twice at one time, and no kind of room is used more than there is of it."""
    _plan, _staff, planted = together(sites)
    for week, placed in planted.weeks.items():
        busy: Counter[tuple[str, str, int]] = Counter()
        for key, mask in placed.items():
            need = planted.needs[week][key]
            users = [*(("class", c) for c in need.classes), *(("trainer", t) for t in need.trainers)]
            for bit in (bit for bit in range(SLOTS) if mask >> bit & 1):
                busy.update((kind, name, bit) for kind, name in users)
                busy.update(("room", kind, bit) for kind in need.rooms)
        assert all(n <= (planted.rooms[name] if kind == "room" else 1) for (kind, name, _bit), n in busy.items())


def test_plant_holds_what_the_workbook_asks(large: Problem, sites: list[Site]) -> None:
    """As in the samples of one site: the planted sessions of each course have the lengths that are wanted."""
    courses = {(large.classes[c.class_ids[0]].name, c.subject): c for c in large.courses.values()}
    for site in sites[:1]:
        for division in site.plan.classes:
            for line in (line for line in division.lines if not line.total):
                course = courses[division.name, line.subject]
                wanted = week_pattern(large, course, "A" if course.parts > 1 else "")
                for week in division.weeks:
                    found = lengths_in(site.plan, division, line, week)
                    assert sorted(60 * hours for hours in found) == sorted(wanted.get(WEEKS[week], ()))


def plans(name: str, seed: int) -> list[Plan]:
    """The plans of a sample, without planting it."""
    return site_plans(name, PLACES[: SITES[name]], lambda place: Random(f"{name}-{seed}-{place}"))


def test_network_has_the_size_it_says() -> None:
    """Sixteen sites, 688 classes, about 12,000 learners, no two classes of one name; the same from a seed."""
    found = plans("network", 1)
    classes = [c for plan in found for c in plan.classes]
    assert (len(found), len(classes), len({c.name for c in classes})) == (16, 688, 688)
    assert 11_400 <= sum(c.size for c in classes) <= 12_600
    assert plans("network", 1) == found
    assert plans("network", 2) != found


def test_shares_of_names_have_nobody_in_common() -> None:
    """As many as a site of the network takes, of every share."""
    drawn = [set(people(Random(n), 900, (n, 16))) for n in range(16)]
    assert sum(map(len, drawn)) == len(set().union(*drawn)) == 16 * 900
