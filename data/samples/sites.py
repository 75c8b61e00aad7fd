"""Large fictional centres: several sites, each planted as ``medium`` is, and trainers who teach at two of them.

Sites are alike in their calendar and closures; classes, bells, people and rooms are their own. Whoever teaches at two
sites was planted twice, on other days of the week at each, so that the planted weeks hold with the way between them.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from data.samples.names import PLACES
from data.samples.plan import Plan, site_plans
from data.samples.planting import Need, day_mask
from data.samples.staff import Staff, hire
from data.samples.week import Planted, plant

SITES: Mapping[str, int] = {"large": 4, "network": 16}
"""Samples of several sites, and how many."""
BASIN = 4
"""Sites near enough to one another for trainers to share."""
SHARED = 3
"""Trainers that a site shares with the next of its basin, at most."""
FULL_TIME = 30
"""Hours a week that somebody at two sites may have been planted for, in all."""


@dataclass(frozen=True)
class Site:
    """A site of a large centre: its plan, its staff and what was planted there."""

    number: int
    plan: Plan
    staff: Staff
    planted: Planted


def plant_sites(name: str, seed: int) -> list[Site]:
    """Every site of a sample, planted by itself, then those who teach at two of them given one name."""
    places = PLACES[: SITES[name]]

    def dice(place: str) -> Random:
        return Random(f"{name}-{seed}-{place}")

    found = []
    for number, plan in enumerate(site_plans(name, places, dice)):
        rng, planted = dice(f"{plan.site}-plant"), None
        while planted is None:
            staff = hire(plan, rng, (number, len(places)))
            # Few hours at the one end of the week here, at the other end next door: who has them may be at both.
            planted = plant(plan, staff, rng, 1 - 2 * (number % 2))
        found.append(Site(number, plan, staff, planted))
    for one, other in _neighbours(found):
        for held, name_there in _alike(one, other, [s for s in found if s.number < one.number]):
            _rename(other, name_there, held)
    return found


def _neighbours(sites: Sequence[Site]) -> Iterator[tuple[Site, Site]]:
    """Each site with the next of its basin."""
    return ((a, b) for a, b in itertools.pairwise(sites) if a.number // BASIN == b.number // BASIN)


def _alike(one: Site, other: Site, before: Sequence[Site]) -> list[tuple[str, str]]:
    """Trainers of one field at two sites, never there on the same weekday: they may be one. Each of them once.

    ``before``: sites whose people have been looked at; who is of one of them already goes to no third.
    """
    gone = {adult.name for site in before for adult in site.staff.adults}
    pairs: list[tuple[str, str]] = []
    for adult in (a for a in one.staff.adults if a.role == "formateur" and a.name not in gone):
        for there in (a for a in other.staff.adults if a.role == "formateur" and a.field == adult.field):
            used = {name for pair in pairs for name in pair}
            if used & {adult.name, there.name} or adult.peak + there.peak > FULL_TIME or len(pairs) == SHARED:
                continue
            here, elsewhere = one.planted.hours[adult.name], other.planted.hours[there.name]
            if not any(here & day_mask(d) and elsewhere & day_mask(d) for d in range(5)):
                pairs.append((adult.name, there.name))
                break
    return pairs


def _rename(site: Site, old: str, new: str) -> None:
    """Give somebody of a site another name, wherever it stands."""

    def named(team: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in team)

    staff, planted = site.staff, site.planted
    staff.of(old).name = new
    staff.takes = {course: named(team) for course, team in staff.takes.items()}
    staff.teams, staff.helpers = [named(t) for t in staff.teams], [named(t) for t in staff.helpers]
    planted.hours[new] = planted.hours.pop(old)
    for week, needs in planted.needs.items():
        planted.needs[week] = {key: replace(need, trainers=named(need.trainers)) for key, need in needs.items()}


def together(sites: Sequence[Site]) -> tuple[Plan, Staff, Planted]:
    """The sites as one: everybody once, whoever teaches at two of them with the hours of both."""
    first = sites[0].plan
    adults = {adult.name: adult for site in reversed(sites) for adult in reversed(site.staff.adults)}
    staff = Staff(
        list(reversed(adults.values())),
        {course: team for site in sites for course, team in site.staff.takes.items()},
        [team for site in sites for team in site.staff.teams],
        [team for site in sites for team in site.staff.helpers],
    )
    planted = Planted({})
    for site in sites:
        for name, mask in site.planted.hours.items():
            planted.hours[name] = planted.hours.get(name, 0) | mask
        for kind, count in site.planted.rooms.items():
            planted.rooms[kind] = planted.rooms.get(kind, 0) + count
        for week, placed in site.planted.weeks.items():
            planted.weeks.setdefault(week, {}).update({_key(site, key): mask for key, mask in placed.items()})
            own: dict[str, Need] = {_key(site, key): need for key, need in site.planted.needs[week].items()}
            planted.needs.setdefault(week, {}).update(own)
    for week, placed in planted.weeks.items():
        for key, mask in placed.items():
            for name in planted.needs[week][key].trainers:
                planted.done[week, name] = planted.done.get((week, name), 0) | mask
    classes = tuple(c for site in sites for c in site.plan.classes)
    return replace(first, classes=classes, groups=tuple(g for s in sites for g in s.plan.groups)), staff, planted


def _key(site: Site, key: str) -> str:
    return f"{site.plan.site}/{key}"


def sites_of(sites: Sequence[Site]) -> dict[str, list[str]]:
    """By adult, the sites where they are planted."""
    found: dict[str, list[str]] = {}
    for site in sites:
        for adult in site.staff.adults:
            found.setdefault(adult.name, []).append(site.plan.site)
    return found


def travel_rows(sites: Sequence[Site]) -> list[dict[str, object]]:
    """Minutes between every two sites: less than an hour within a basin."""
    return [
        {"de": a.plan.site, "vers": b.plan.site, "minutes": _minutes(a.number, b.number)}
        for n, a in enumerate(sites)
        for b in sites[n + 1 :]
    ]


def _minutes(one: int, other: int) -> int:
    apart = abs(one // BASIN - other // BASIN)
    return 60 + 30 * apart if apart else 15 + 10 * abs(one - other)
