"""Closed days that differ between two workbooks: of the whole centre, then site by site."""

from collections.abc import Iterator
from datetime import date

from planner.domain import ALL_DAY, Problem, Room, SiteId, days_between


def closed_days(old: Problem, new: Problem) -> Iterator[tuple[str, list[date], list[date]]]:
    """(« du site Annexe », or nothing for the centre; days closed anew, at least half of them; days open again)."""
    sites = sorted({site for site, _day in (*old.closed_sites, *new.closed_sites)})
    for site in (None, *sites):
        names = (problem.site_names.get(site) for problem in (new, old)) if site is not None else ()
        shut, opened = list[date](), list[date]()
        for day in days_between(min(old.first, new.first), max(old.last, new.last)):
            was, now = _open(old, site, day), _open(new, site, day)
            shut += [day] if was & ~now else []
            opened += [day] if now & ~was else []
        yield "" if site is None else f" du site {next(filter(None, names), site)}", shut, opened


def _open(problem: Problem, site: SiteId | None, day: date) -> int:
    return problem.open_mask(day) if site is None else ALL_DAY & ~problem.closed_sites.get((site, day), 0)


def shut_with_site(old: Problem, new: Problem, before: Room, after: Room) -> bool:
    """Whether all that differs of the absences of a room is on days on which the closure of its site differs."""
    site = after.site_id
    days = {day for s, day in {*old.closed_sites, *new.closed_sites} if s == site}
    changed = {d for d in days if old.closed_sites.get((site, d)) != new.closed_sites.get((site, d))}
    other = {*before.absences} ^ {*after.absences}
    known = [day for a in other for day in (a.first, a.last)]
    return bool(changed) and all(day is not None and _near(day, changed, new) for day in known)


def _near(day: date, changed: set[date], new: Problem) -> bool:
    """Whether a day is one of some, or outside of the horizon, where nothing is closed."""
    return day in changed or not new.first <= day <= new.last
