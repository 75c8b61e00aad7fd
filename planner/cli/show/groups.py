"""What `barrette groups` prints."""

from typing import Any

from constraints import RULES
from outputs.lists.tables import person as listed
from planner.cli.show.out import LONG_LISTING, TRIED, findings, listing, plain_findings, say
from planner.cli.work.groups import GroupChanged, GroupsDone, GroupsOfOne, GroupsTold, SeatLocked
from planner.domain import Period, PeriodId, Problem, name_order
from planner.folder.group_words import levels_of, needs_of, no_common_hour, not_of_level, owed_then, say_move, was_in
from planner.folder.grouping import BarretteGroups, GroupPlace, HeldGroup, seat_of
from planner.store.group_locks import GroupLock
from planner.why.told import cost_lines, say_cost
from planner.words import count, room_name, say_all, say_minutes, trainer_name


def plain(done: GroupsDone) -> dict[str, Any]:
    """The same for a program."""
    if isinstance(done, GroupsTold):
        return {
            "barrettes": [_plain_held(held) for held in done.barrettes],
            "locks": [_plain_lock(one) for one in done.locks],
        }
    if isinstance(done, GroupsOfOne):
        places = {str(group.group.id): [_plain_place(p) for p in rows] for group, rows in done.places}
        return {"person": done.person, **_plain_held(done.held), "places": places}
    if isinstance(done, SeatLocked):
        return {"person": done.person, "group": done.group.group.id, "locked": done.locked}
    return {**_plain_place(done.place), "findings": plain_findings(done.broken), "version": done.number}


def _plain_lock(one: GroupLock) -> dict[str, Any]:
    seat = one.seat
    return {
        "barrette": seat.barrette_id,
        "period": seat.period_id,
        "person": seat.apprentice_id,
        "module": seat.module_id,
        "author": one.author,
        "made": one.made,
        "reason": one.reason,
    }


def _plain_held(held: BarretteGroups) -> dict[str, Any]:
    groups = [
        {
            "group": one.group.id,
            "module": one.group.module_id,
            "people": {a: hours[one.group.id] for a, hours in sorted(held.minutes.items()) if one.group.id in hours},
        }
        for one in held.groups
    ]
    return {"barrette": held.barrette_id, "period": held.period_id, "groups": groups}


def _plain_place(place: GroupPlace) -> dict[str, Any]:
    return {
        "person": place.move.apprentice_id,
        "leaves": place.move.from_id,
        "joins": place.move.to_id,
        "first": place.move.first,
        "sessions": [other.id for _one, other in place.hours],
        "free": place.free,
        "cost": round(place.cost, 2),
        "costs": {key: round(units, 2) for key, units in (place.costs or {}).items()},
        "findings": plain_findings(place.findings),
    }


def tell(done: GroupsDone) -> None:
    """Groups with their people, one person's ways, or what was changed."""
    if isinstance(done, GroupsTold):
        for held in done.barrettes:
            _tell_held(done, held)
    elif isinstance(done, GroupsOfOne):
        _tell_one(done)
    elif isinstance(done, SeatLocked):
        name = done.problem.learners[done.person].name
        say(f"{name} : place {'verrouillée' if done.locked else 'déverrouillée'} ({done.group.name}).")
    else:
        _tell_changed(done)


def _title(problem: Problem, held: BarretteGroups) -> str:
    return f"{problem.barrettes[held.barrette_id].name}, {_period(problem, held.period_id).label}"


def _period(problem: Problem, period: PeriodId) -> Period:
    return next(p for p in problem.periods if p.id == period)


def _tell_held(done: GroupsTold, held: BarretteGroups) -> None:
    problem, locked = done.problem, {one.seat for one in done.locks}
    say(f"{_title(problem, held)} :")
    for one in held.groups:
        here = {a: hours[one.group.id] for a, hours in held.minutes.items() if one.group.id in hours}
        whole, team = sum(s.minutes for s in one.sessions), [trainer_name(problem, t) for t in one.trainers]
        means = [*team, *(room_name(problem, r) for r in one.rooms)]
        say(f"  {one.name} – {', '.join([*means, count(len(here), 'personne'), say_minutes(whole)])}")
        for name, a in sorted(((listed(problem, a), a) for a in here), key=lambda row: name_order(row[0])):
            part = f", {say_minutes(here[a])}" if here[a] != whole else ""
            say(f"    {name}{part}{' (place verrouillée)' if seat_of(one.group, a) in locked else ''}")


def _tell_one(done: GroupsOfOne) -> None:
    problem, period = done.problem, _period(done.problem, done.held.period_id)
    say(f"{problem.learners[done.person].name}, {_title(problem, done.held)} :")
    levels = levels_of(problem, done.person, period.first)
    past = was_in(problem, done.timetable, done.held.barrette_id, period, done.person)
    listing([*levels, *needs_of(problem, done.timetable, done.person, period), *past], LONG_LISTING)
    for group, places in done.places:
        say(f"{group.name}, {say_minutes(done.held.minutes[done.person][group.group.id])} ; à la place :")
        listing([_line(done, group, place) for place in places if place.hours], LONG_LISTING)
        never = [place.to.name for place in places if not place.hours]
        if never:
            say(f"  Sans heure commune : {say_all(never)}.")


def _line(done: GroupsOfOne, group: HeldGroup, place: GroupPlace) -> str:
    minutes = sum(other.minutes for _one, other in place.hours)
    has = done.held.minutes[done.person][group.group.id]
    hours = f" ({say_minutes(minutes)} sur {say_minutes(has)})" if minutes != has else ""
    if not place.free:
        return f"{place.to.name}{hours} – interdit : {place.findings[0].clause} ({place.findings[0].key})"
    level = not_of_level(done.problem, place).rstrip(".")
    said = [f"coût {say_cost(place.cost)}", *owed_then(done.problem, place), level[:1].lower() + level[1:]]
    return f"{place.to.name}{hours} – {' ; '.join(filter(None, said))}"


def _tell_changed(done: GroupChanged) -> None:
    problem, place = done.problem, done.place
    if not place.hours:
        say(no_common_hour(problem, done.timetable, place))
        return
    say(f"{say_move(problem, done.timetable, place.move)}.")
    if done.broken:
        say("Rien n’a été gardé : ce changement ne respecterait pas :")
        findings(done.broken)
        return
    say(f"Coût des préférences : {say_cost(place.cost)}")
    listing(cost_lines(place.costs or {}, RULES))
    listing([*owed_then(problem, place), *filter(None, [not_of_level(problem, place)])])
    say(f"Gardé : version {done.number}. Sa place y est verrouillée." if done.number is not None else TRIED)
