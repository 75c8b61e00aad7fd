"""Limits of somebody's week, as the model of a week keeps them: gaps, days, hours on end, hours of a day, first hours.

Each function speaks of one owner (a trainer, a stream of a class, or a room) by the options that fill their time. The
model of a week knows of a room what is there for sure; the model of rooms, in which each time is known, the rest.
Of a wish, variables say by how much it is passed, and are paid.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain import (
    Bells,
    Kind,
    Problem,
    RoomId,
    WeekLimit,
    WeekOwner,
    bells_of_owner,
    fills_room,
    rooms_beside,
    rooms_filled,
    streams,
    waiting_bells,
    week_owners,
)
from planner.domain.kinds import WITH_CLASS
from planner.domain.limits import AFTERNOON, DAY_TOO_MANY, LATE_START
from planner.model.linear import Ids
from planner.model.rooms import RoomModel
from planner.model.waiting import waiting
from planner.model.week import Item, WeekModel

AT_ONE_PLACE = frozenset({"H1a", "H1c"})
"""Rules that let nobody be at two places at once."""


@dataclass(frozen=True, slots=True)
class WeekTime:
    """Options of a week, or pairs with a room, that fill the time of one owner, by day.

    ``wish``: the rule that counts excess, else none.
    """

    model: WeekModel | RoomModel
    bells: Bells
    waiting: Bells
    """The slots in which they may wait."""
    days: Mapping[date, Sequence[int]]
    wish: str = ""
    alone: bool = True
    """Whether the owner has one thing at a time."""

    def most(self, ids: Ids, coefs: Ids | int, limit: int, price: int = 1) -> None:
        """``sum(coefs · ids) <= limit``; of a wish, what is above it is paid ``price`` a unit."""
        if not self.wish:
            self.model.add(ids, coefs, high=limit)
            return
        factors = [coefs] * len(ids) if isinstance(coefs, int) else list(coefs)
        highest = sum(max(0, int(c)) * self.model.high[int(v)] for v, c in zip(ids, factors, strict=True))
        if highest > limit:
            over = self.model.excess(ids, factors, limit, highest - limit)
            self.model.penalise(self.wish, [over], price)

    def minutes(self, k: int) -> int:
        """Teaching minutes of the item of an option."""
        return self.model.items[self.model.options[k][0]].minutes

    def used(self, options: Sequence[int]) -> int:
        """A variable that is 1 as soon as one of some options is taken."""
        found = self.model.new_bool()
        for ids in self.excluding(options):
            self.model.add([*ids, found], [1] * len(ids) + [-1], high=0)
        return found

    def excluding(self, options: Iterable[int]) -> Iterable[list[int]]:
        """Options in sets of which one at most is taken: those that begin together, else those of each item.

        A day has far fewer starts than sessions that may be on it.
        """
        found: dict[int, list[int]] = {}
        for k in options:
            item, option = self.model.options[k]
            found.setdefault(option.start if self.alone else item, []).append(k)
        return found.values()


def held_by_owner(
    problem: Problem, model: WeekModel | RoomModel, wish: str = ""
) -> Iterator[tuple[WeekLimit, WeekOwner, WeekTime]]:
    """Each limit that binds (those that are wished, where ``wish`` names the rule that counts them), owner by owner.

    Of a model of rooms, those of rooms alone.
    """
    limits = problem.limits_wished if wish else problem.limits_bound
    alone = AT_ONE_PLACE.isdisjoint(problem.rules_off)
    for limit in limits:
        for owner in week_owners(problem, limit):
            if isinstance(model, WeekModel):
                days = free_days_of(problem, model, owner)
            elif owner.room_id is not None:
                days = _free_days_inside(problem, model, owner.room_id)
            else:
                continue
            days = _counted(model, limit, days)
            bells, open_at = bells_of_owner(problem, owner), waiting_bells(problem, owner)
            one_at_once = alone if owner.room_id is None else takes_one(problem, owner.room_id)
            yield limit, owner, WeekTime(model, bells, open_at, days, wish, one_at_once)


def takes_one(problem: Problem, room: RoomId) -> bool:
    """Whether a room holds one session at a time."""
    return "H1b" not in problem.rules_off and problem.rooms[room].shared < 2


def _counted(
    model: WeekModel | RoomModel, limit: WeekLimit, days: Mapping[date, list[int]]
) -> Mapping[date, list[int]]:
    """Options of the only courses that a limit counts, where it counts some."""
    if not limit.course_ids:
        return days
    asked = {n for n, its in enumerate(model.items) if its.course_id in limit.course_ids and its.kind == Kind.COURSE}
    found = {day: [k for k in options if model.options[k][0] in asked] for day, options in days.items()}
    return {day: options for day, options in found.items() if options}


def owned(problem: Problem, model: WeekModel) -> dict[WeekOwner, list[int]]:
    """Options that fill the time of each trainer, class (part by part) and room, where it is there for sure.

    Visits, and of classes what names people, aside.
    """
    if model.owned:
        return model.owned
    found = model.owned
    classes = [_class_owners(problem, item) for item in model.items]
    for number, item in enumerate(model.items):
        options = model.of(number)
        teams = dict.fromkeys(model.options[k][1].team for k in options) if item.kind != Kind.VISIT else {}
        for trainer in dict.fromkeys(t for team in teams for t in team):
            all_take = all(trainer in team for team in teams)
            own = options if all_take else [k for k in options if trainer in model.options[k][1].team]
            found.setdefault(WeekOwner(trainer_id=trainer), []).extend(own)
        rooms = (WeekOwner(room_id=room) for room in rooms_for_sure(problem, item))
        for owner in (*classes[number], *rooms) if options else ():
            found.setdefault(owner, []).extend(options)
    return found


def rooms_for_sure(problem: Problem, item: Item) -> tuple[RoomId, ...]:
    """Rooms that an item fills wherever it goes: its own, or the only one that it may have, and their parts."""
    rooms = item.fixed_rooms or (item.rooms if len(item.rooms) == 1 else ())
    return () if item.kind == Kind.VISIT else tuple(dict.fromkeys(p for r in rooms for p in rooms_filled(problem, r)))


def _free_days_inside(problem: Problem, model: RoomModel, room: RoomId) -> Mapping[date, list[int]]:
    """Pairs with a room by day, without the days of an event there or of what stands there."""
    whole = [r for r in rooms_beside(problem, room) if fills_room(problem, r, room)]
    stands = ((i, o) for i, o in model.placed if i.kind == Kind.FIXED or i.exact is not None)
    fixed = {o.day for i, o in stands if not set(whole).isdisjoint(i.fixed_rooms)}
    inside = (k for r in whole for k in model.inside(r))
    days = model.by_day(k for k in inside if model.items[model.options[k][0]].kind != Kind.VISIT)
    return {day: found for day, found in days.items() if day not in fixed}


def free_days_of(problem: Problem, model: WeekModel, owner: WeekOwner) -> Mapping[date, list[int]]:
    """`free_days` of the options of an owner, whom each limit asks for again."""
    found = model.days_of_owners.get(owner)
    if found is None:
        found = model.days_of_owners[owner] = free_days(model, owned(problem, model).get(owner, ()))
    return found


def free_days(model: WeekModel, options: Iterable[int]) -> dict[date, list[int]]:
    """Options by day, without the days of an event or of what stands: the workbook fixes these, whatever the limits."""
    days = model.by_day(options)
    fixed = model.fixed_options
    return {day: found for day, found in days.items() if fixed.isdisjoint(found)}


def _class_owners(problem: Problem, item: Item) -> list[WeekOwner]:
    """Streams of classes whose time an item fills."""
    if item.kind not in WITH_CLASS or item.learners:
        return []
    rows = ((c, streams(problem, c, item.part, item.course_id)) for c in item.class_ids)
    return [WeekOwner(class_id=c, part=s.part, without=s.without) for c, some in rows for s in some]


def keep_gaps(held: WeekTime, each_day: int | None, each_week: int | None) -> None:
    """Empty minutes of a day and of a week."""
    if (each_day, each_week) == (None, None):
        return
    whole: tuple[list[int], list[int]] = [], []
    for day, options in held.days.items():
        ids, minutes = waiting(held.model, held.waiting, day.weekday(), options)
        whole[0].extend(ids)
        whole[1].extend(minutes)
        if each_day is not None:
            held.most(ids, minutes, each_day)
    if each_week is not None and whole[0]:
        held.most(*whole, each_week)


def keep_days(held: WeekTime, most: int | None, afternoons: int | None) -> None:
    """Days, and afternoons, with anything."""
    if most is not None and len(held.days) > most:
        held.most([held.used(options) for options in held.days.values()], 1, most, DAY_TOO_MANY)
    late = {
        day: [k for k in options if held.model.options[k][1].end > held.bells.noon(day.weekday())]
        for day, options in held.days.items()
    }
    late = {day: options for day, options in late.items() if options}
    if afternoons is not None and len(late) > afternoons:
        held.most([held.used(options) for options in late.values()], 1, afternoons, AFTERNOON)


def keep_window(held: WeekTime, start: int, end: int, most: int | None) -> None:
    """Days with anything between two times of day."""
    inside = {
        day: [k for k in options for o in [held.model.options[k][1]] if o.start < end and start < o.end]
        for day, options in held.days.items()
    }
    inside = {day: options for day, options in inside.items() if options}
    if most is not None and len(inside) > most:
        held.most([held.used(options) for options in inside.values()], 1, most, AFTERNOON)


def keep_least_days(held: WeekTime, least: int) -> None:
    """Days with anything, at least; one session that is left out excuses it, since it is then listed itself."""
    model = held.model
    least = min(least, len(held.days))
    if least < 1 or not isinstance(model, WeekModel):
        return
    days = []
    for options in held.days.values():
        days.append(day := model.new_bool())
        model.add([day, *options], [1] + [-1] * len(options), high=0)
    items = sorted({model.options[k][0] for options in held.days.values() for k in options})
    out = [] if held.wish else [model.unplaced[n] for n in items]
    held.most([*days, *out], [-1] * len(days) + [-least] * len(out), -least, DAY_TOO_MANY)


def keep_runs(held: WeekTime, most: int | None) -> None:
    """Hours on end: of each stretch that is just too long, some minute stays free."""
    if most is None:
        return
    for day, options in held.days.items():
        weekday, bells = day.weekday(), held.bells
        spans = {k: held.model.options[k][1] for k in options}
        starts = sorted({o.start for o in spans.values()})
        ends = sorted({o.end for o in spans.values()})
        lunch = bells.lunch(weekday) or (0, 0)
        for start in starts:
            end = next((e for e in ends if e > start and bells.teaching(weekday, start, e) > most), None)
            if end is None or start < lunch[0] < lunch[1] < end:
                continue
            inside = {k: bells.teaching(weekday, max(start, o.start), min(end, o.end)) for k, o in spans.items()}
            inside = {k: minutes for k, minutes in inside.items() if minutes > 0}
            whole, least = bells.teaching(weekday, start, end), min(inside.values(), default=1)
            # The stretch may be full but for a moment; of a wish, being full costs what it is too long.
            held.most(list(inside), list(inside.values()), whole - 1, max(1, min(whole - most, least)))


def keep_hours(held: WeekTime, most: int | None, least: int | None) -> None:
    """Minutes of a day; a day on which nothing is has no least."""
    for options in held.days.values():
        minutes = [held.minutes(k) for k in options]
        if most is not None:
            held.most(options, minutes, most)
        if least is not None:
            used = held.used(options)
            held.most([used, *options], [least, *(-m for m in minutes)], 0)


def keep_first_hours(held: WeekTime, starts: Mapping[date, Sequence[int]], most: int) -> None:
    """Days that begin at the second of two ``starts``; none begins later."""
    late = []
    for day, options in held.days.items():
        known = starts.get(day, ())
        at = {k: held.model.options[k][1].start for k in options}
        first = [k for k, start in at.items() if known and start <= known[0]]
        second = [k for k, start in at.items() if known and start <= known[-1]]
        begun = held.model.new_bool()
        late.append(begun)
        for ids in held.excluding(k for k, start in at.items() if not known or start > known[0]):
            # Something later, and nothing at the first slot: the day begins late.
            held.model.add([*ids, begun, *first], [1] * len(ids) + [-1] * (1 + len(first)), high=0)
        later = held.model.new_bool()
        for ids in held.excluding(k for k, start in at.items() if not known or start > known[-1]):
            held.model.add([*ids, later, *second], [1] * len(ids) + [-1] * (1 + len(second)), high=0)
        held.most([later], 1, 0, LATE_START)
    if late:
        held.most(late, 1, most, LATE_START)
