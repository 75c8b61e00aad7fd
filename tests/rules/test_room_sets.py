"""H1b counts sets of rooms that overlap: as many for the rooms of each site, whatever there is elsewhere."""

from constraints.h1b_room_once import enforce_week
from planner.domain import RoomId
from planner.model import Option, WeekModel
from planner.model.room_sets import MOST_FAMILIES
from tests.rules import build as b


def test_many_rooms_elsewhere_do_not_keep_overlapping_sets_from_being_counted() -> None:
    """Four sessions at once in three rooms, two in the first two of them and two in the last two: one too many.

    More rooms than the bound, each with a session of its own, stand at another site.
    """
    near = [("x", "y"), ("x", "y"), ("y", "z"), ("y", "z")]
    sets = [*near, *((f"salle {n}",) for n in range(MOST_FAMILIES))]
    names = {name for rooms in sets for name in rooms}
    items = [b.item(f"s{n}", rooms=tuple(map(RoomId, rooms))) for n, rooms in enumerate(sets)]
    model = WeekModel(tuple(items), tuple((n, Option(b.MONDAY, 480, 540)) for n in range(len(items))))
    enforce_week(b.problem(rooms=[b.room(name) for name in sorted(names)]), model)
    assert [(set(row.ids), row.high) for row in model.rows if set(row.ids) == {0, 1, 2, 3}] == [({0, 1, 2, 3}, 3)]
