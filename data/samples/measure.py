"""How tight a planted week is: use of the scarcest rooms and of the busiest trainers in full weeks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.samples.plan import Plan
from data.samples.planting import SLOTS, bits
from data.samples.rows import limit
from data.samples.staff import Staff
from data.samples.week import Planted


@dataclass(frozen=True, slots=True)
class Tightness:
    """Shares from 0 to 1, over the weeks in which as many classes are present as at the peak and every day is open."""

    room_type: str
    """The scarcest."""
    rooms: float
    """Occupied over open slot-minutes of the scarcest room type."""
    trainers: float
    """Least of the busiest tenth: planned hours over the lesser of weekly limit and availability."""

    @classmethod
    def of(cls, rooms: Mapping[str, float], trainers: Iterable[float]) -> "Tightness":
        """From the use of each room type and of each adult."""
        scarcest = max(sorted(rooms), key=lambda kind: rooms[kind])
        busiest = sorted(trainers, reverse=True)
        return cls(scarcest, rooms[scarcest], busiest[-(-len(busiest) // 10) - 1])


def measure(plan: Plan, staff: Staff, planted: Planted) -> Tightness:
    """Tightness of the plant."""
    peak = max(len(plan.present(week)) for week in range(12))
    weeks = [w for w in planted.weeks if len(plan.present(w)) == peak and len(plan.open_days(w)) == 5]
    use: Counter[str] = Counter()
    for week in weeks:
        for need in planted.needs[week].values():
            use.update(dict.fromkeys(need.rooms, 0))
            for kind in need.rooms:
                use[kind] += need.length
    rooms = {kind: hours / (SLOTS * len(weeks) * planted.rooms[kind]) for kind, hours in use.items()}
    trainers = [
        sum(bits(planted.busy(w, a.name)) for w in weeks)
        / (len(weeks) * min(bits(planted.hours[a.name]), limit(planted, a.name, a.field)))
        for a in staff.adults
    ]
    return Tightness.of(rooms, trainers)
