"""The planted weeks: every distinct set of present classes, and each week that a closed day shortens."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from data.samples.grids import ORDINARY, RESOURCE, STUDY, Line
from data.samples.plan import Division, Plan
from data.samples.planting import FULL, HALVES, Need, Packing, bits, day_mask, half_mask, halves_of
from data.samples.staff import Hired, Staff, group_count, sets_of, support_hours

MANY = 20
"""More classes than this make a large centre, tightened further."""
SPARE = 2
"""Hours that a trainer keeps free in a short week."""
FEW = 4
"""Half-days of somebody who has hours to spare for another site."""
TRIES, MENDING = 3, 100
"""Half-days tried for each trainer, and steps of each mending."""


@dataclass
class Planted:
    """What the planting found: hours of each trainer, rooms by type, and the slots of every session by week."""

    hours: dict[str, int]
    rooms: dict[str, int] = field(default_factory=dict)
    weeks: dict[int, dict[str, int]] = field(default_factory=dict)
    """First week of a set (or short week) → key of the session → slots."""
    needs: dict[int, dict[str, Need]] = field(default_factory=dict)

    done: dict[tuple[int, str], int] = field(default_factory=dict)
    """(week, trainer) → slots, once nothing is planted any more."""

    def busy(self, week: int, trainer: str) -> int:
        """Slots of a planted week that a trainer teaches."""
        if self.done:
            return self.done.get((week, trainer), 0)
        mask = 0
        for key, slots in self.weeks[week].items():
            mask |= slots if trainer in self.needs[week][key].trainers else 0
        return mask


def plant(plan: Plan, staff: Staff, rng: Random, lean: int = 0) -> Planted | None:
    """Plant every kind of week, or None when one cannot be: other people must then take the courses.

    The time of a barrette or open period is the same in each week where its day is open. ``lean``: 1 where who has few
    hours comes at the beginning of the week, -1 at its end, 0 on any day.
    """
    found = Planted({a.name: _pattern(a.peak, a.role, rng, lean) for a in staff.adults}, _rooms(plan, staff))
    usual: dict[str, int] = {}
    for week in _order(plan):
        needs = week_needs(plan, staff, week)
        opened = sum(day_mask(d) for d in plan.open_days(week))
        packing = Packing(needs, found.hours, found.rooms, rng, opened)
        for need in needs:
            if need.key in usual and usual[need.key] & opened == usual[need.key]:
                packing.fix(need.key, usual[need.key])
        if not packing.run():
            return None
        for need in needs:
            if len(need.classes) > 1 or need.key.startswith("open"):
                usual.setdefault(need.key, packing.placed[need.key])
        found.weeks[week] = dict(packing.placed)
        found.needs[week] = {n.key: n for n in needs}
    _trim(found, staff)
    if len(plan.classes) > MANY:
        tighten(plan, found, staff, rng)
    _ease(plan, found, staff)
    return found


def _ease(plan: Plan, found: Planted, staff: Staff) -> None:
    """A trainer whom a closed day leaves no hour to spare comes one half-day more, on an open day."""
    for week in (w for w in found.weeks if len(plan.open_days(w)) < 5):
        opened = sum(day_mask(d) for d in plan.open_days(week))
        for adult in (a for a in staff.adults if a.role == "formateur"):
            load, here = bits(found.busy(week, adult.name)), found.hours[adult.name]
            if load and bits(here & opened) < load + SPARE:
                more = [h for h in range(HALVES) if half_mask(h) & opened & ~here]
                beside = [h for h in more if half_mask(h ^ 1) & here] or more
                found.hours[adult.name] |= sum(half_mask(h) for h in beside[:1])


def tighten(plan: Plan, found: Planted, staff: Staff, rng: Random) -> None:
    """Take a half-day from each trainer who has hours to spare, where the planted weeks can be mended without it."""
    for adult in sorted(staff.adults, key=lambda a: bits(found.hours[a.name]) - a.peak, reverse=True):
        for half in _spare_halves(found, adult):
            hours = found.hours | {adult.name: found.hours[adult.name] & ~half_mask(half)}
            mended = _mend(plan, found, adult.name, half_mask(half), hours, rng)
            if mended is not None:
                found.weeks |= mended
                found.hours = hours


def _spare_halves(found: Planted, adult: Hired) -> list[int]:
    """Half-days that a trainer could do without, the least used first."""
    if adult.role != "formateur" or bits(found.hours[adult.name]) < adult.peak + 4:
        return []
    busy = [found.busy(week, adult.name) for week in found.weeks]
    use = {h: sum(bits(b & half_mask(h)) for b in busy) for h in halves_of(found.hours[adult.name])}
    return sorted(use, key=lambda h: (use[h], h))[:TRIES]


def _mend(
    plan: Plan, found: Planted, name: str, gone: int, hours: dict[str, int], rng: Random
) -> dict[int, dict[str, int]] | None:
    """The planted weeks once a trainer is away, or None; what several classes share stays where it is."""
    mended = {}
    for week, placed in found.weeks.items():
        needs = found.needs[week]
        out = {k for k, mask in placed.items() if mask & gone and name in needs[k].trainers}
        shared = frozenset(k for k, need in needs.items() if len(need.classes) > 1 or k.startswith("open"))
        if out & shared:
            return None
        if out:
            opened = sum(day_mask(d) for d in plan.open_days(week))
            packing = Packing(list(needs.values()), hours, found.rooms, rng, opened, shared)
            for key, mask in placed.items():
                if key not in out:
                    packing.fix(key, mask)
            if not packing.run(MENDING):
                return None
            mended[week] = dict(packing.placed)
    return mended


def _trim(found: Planted, staff: Staff) -> None:
    """Trainers are absent whenever no planted week needs them; the other adults stay."""
    used = dict.fromkeys(found.hours, 0)
    for week, placed in found.weeks.items():
        for key, mask in placed.items():
            for trainer in found.needs[week][key].trainers:
                used[trainer] |= sum(half_mask(h) for h in halves_of(mask))
    for adult in staff.adults:
        if adult.role == "formateur":
            found.hours[adult.name] = used[adult.name]


def _order(plan: Plan) -> list[int]:
    """One week of each set, the fullest first, then the short weeks."""
    full = []
    for weeks in sets_of(plan):
        full += [w for w in weeks if len(plan.open_days(w)) == 5][:1]
    full.sort(key=lambda w: (-len(plan.present(w)), w))
    return [*full, *(w for w in range(12) if len(plan.open_days(w)) < 5)]


def _pattern(hours: int, role: str, rng: Random, lean: int) -> int:
    """Half-days of presence for a load: whole days as far as they go, then a half-day; others are there all week."""
    if role in ("référent", "vie scolaire", "documentaliste"):
        return FULL
    halves = min(HALVES, -(-hours * 100 // (4 * rng.choice((88, 91, 94, 96)))))
    days = rng.sample(range(5), 5)
    if lean and halves <= FEW:
        return sum(day_mask(day) for day in list(range(5))[::lean][:2])
    found = [half for day in days[: halves // 2] for half in (2 * day, 2 * day + 1)]
    if halves % 2:
        found.append(2 * days[halves // 2] + rng.randint(0, 1))
    return sum(half_mask(h) for h in found)


def _rooms(plan: Plan, staff: Staff) -> dict[str, int]:
    """As few workshops as the fullest week allows; ordinary rooms for classes outside workshops and for groups."""
    use: Counter[str] = Counter()
    peak = 0
    for weeks in sets_of(plan):
        here: Counter[str] = Counter()
        for need in week_needs(plan, staff, weeks[0]):
            for kind in need.rooms:
                here[kind] += need.length
        use |= here
        peak = max(peak, len(plan.present(weeks[0])))
    found = {kind: -(-hours // 38) for kind, hours in use.items()}
    widest = max(group_count(g) - len(g) for g in plan.groups)
    found[ORDINARY] = max(-(-use[ORDINARY] // 36), min(peak + widest - 1, -(-use[ORDINARY] // 33)), widest + 4)
    found[STUDY], found[RESOURCE] = 1, 1
    return found


def week_needs(plan: Plan, staff: Staff, week: int) -> list[Need]:
    """Sessions of a week; in a short one what `planner.courses.volumes` leaves of each pattern."""
    found: list[Need] = []
    for division in plan.present(week):
        for line in division.lines:
            found += _course(plan, staff, division, line, week)
    for number, group in enumerate(plan.groups):
        if plan.division(group[0]) in plan.present(week):
            found += _support(plan, staff, number, group)
    return found


def _course(plan: Plan, staff: Staff, division: Division, line: Line, week: int) -> list[Need]:
    team = staff.takes[division.name, line.subject]
    name = f"{division.name}|{line.subject}"
    if line.crossed and line.subject > line.crossed:
        return []
    lengths = lengths_in(plan, division, line, week)
    if line.crossed:
        other = next(other for other in division.lines if other.subject == line.crossed)
        both = (team[0], staff.takes[division.name, other.subject][0])
        rooms = (line.room, other.room)
        return [
            Need(f"{name}|{part}|{n}", (division.name,), both, rooms, length, (f"{name}|{part}",))
            for part in "AB"
            for n, length in enumerate(lengths)
        ]
    if line.makeup and len(plan.open_days(week)) == 5 and any(len(plan.open_days(w)) < 5 for w in division.weeks):
        lengths = (*lengths, 1)
    days_of = _ordered_days(division, line)
    return [
        Need(f"{name}||{n}", (division.name,), team, (line.room,), length, (name,), days_of)
        for n, length in enumerate(lengths)
    ]


def _ordered_days(division: Division, line: Line) -> int:
    """Where one course comes after another, the plant keeps the one to the start of the week, the other to its end."""
    if line.after:
        return half_mask(5) | day_mask(3) | day_mask(4)
    followed = any(other.after == line.subject for other in division.lines)
    return day_mask(0) | day_mask(1) | half_mask(4) if followed else FULL


def lengths_in(plan: Plan, division: Division, line: Line, week: int) -> tuple[int, ...]:
    """What a week holds of a pattern, as `planner.courses.volumes` has it: a short week its nearest part, the rest
    carried.
    """
    carry, found = 0.0, line.lengths
    for number in division.weeks:
        days = len(plan.open_days(number))
        found = line.lengths
        if days < 5 and line.total:
            found = line.lengths[:-1] or line.lengths
        elif days < 5:
            wanted = line.hours * days / 5 + (0 if line.makeup else carry)
            found = _nearest_part(line.lengths, wanted, over=not line.makeup)
            carry = wanted - sum(found)
        if number == week:
            break
    return found


def _nearest_part(lengths: tuple[int, ...], wanted: float, over: bool) -> tuple[int, ...]:
    parts = {p for n in range(len(lengths) + 1) for p in itertools.combinations(lengths, n)}
    allowed = [p for p in parts if over or sum(p) <= wanted]
    return min(allowed, key=lambda p: (abs(sum(p) - wanted), -sum(p), len(p), p))


def _support(plan: Plan, staff: Staff, number: int, group: tuple[str, ...]) -> list[Need]:
    team = staff.teams[number]
    taught = (ORDINARY,) * (len(team) - 1) + (RESOURCE,)
    found = [
        Need(f"barrette{number}|{n}", group, team, taught, 1, (f"barrette{number}",))
        for n in range(support_hours(plan, group))
    ]
    due = tuple(name for name in group if plan.division(name).supported)
    if due:
        found.append(Need(f"open{number}", due, staff.helpers[number], (ORDINARY,) * 2, 1))
    return found
