"""Hours of barrettes and open periods that some have and others have not: who is listed, and who need not come."""

from dataclasses import replace

from planner.domain import SessionId, Unplaced
from tests.rules import build as b
from tests.rules.registry import Limit
from tests.rules.scenarios_groups import _OPEN, ALONE, BARRETTE, PERIOD, SECOND_LEARNER, _at, _centre, _group, _place

_LATER = b.session("examen", start="9", end="10")
_LOST = Unplaced(SessionId("ouvert-P1-o1"), "open", 60, "prise par une sortie", class_ids=(b.OTHER,))


def _without_place(person: str) -> Unplaced:
    """The line that names an adult for whom no place is left at the first occurrence."""
    return Unplaced(SessionId(f"place-{BARRETTE}-{PERIOD}-o1"), "study", 60, f"plus de place pour {person}")


LIMITS = (
    Limit(
        "H7a",
        _OPEN,
        b.timetable(_place(b.CLASS), unplaced=(_LOST,)),
        b.timetable(_place(b.CLASS), unplaced=(replace(_LOST, class_ids=("une autre",)),)),
        ("ouvert",),
        "open, lost by one class",
    ),
    Limit(
        "H7b",
        _centre(),
        b.timetable(_at(), who={}, groups=(_group(SECOND_LEARNER),)),
        b.timetable(
            _at(),
            _LATER,
            who={"examen": [b.LEARNER]},
            groups=(_group(SECOND_LEARNER),),
        ),
        (b.LEARNER,),
        "nothing else that day",
    ),
    Limit(
        "H7b",
        _centre(),
        b.timetable(_at(), who={}, groups=ALONE, unplaced=(_without_place(b.LEARNER),)),
        b.timetable(_at(), who={}, groups=ALONE, unplaced=(_without_place("autre"),)),
        (b.LEARNER,),
        "without a place",
    ),
)
