"""Adults who help somebody at a barrette: what they are taken from, and who is to stay with whom."""

from dataclasses import replace

from planner.domain import ApprenticeId, Arrangement, Pairing, Problem, RoomId
from planner.engine.groups.helpers import helpers, sharing, without_helpers
from planner.model.groups import Occasion
from tests.rules import build as b

PEOPLE = tuple(map(ApprenticeId, ("ana", "ben", "chloe")))
HERE = Occasion(
    key="B-P1-o1",
    day=b.MONDAY,
    start=480,
    end=540,
    minutes=60,
    learners=PEOPLE,
    trainers=frozenset({b.TRAINER, b.SECOND}),
    rooms=(RoomId(b.ROOM),),
    capacity={},
)


def centre(*helped: str, remote: tuple[str, ...] = (), pairings: tuple[Pairing, ...] = ()) -> Problem:
    """Three people, some of whom the second trainer helps, on Monday only."""
    rows = tuple(Arrangement(ApprenticeId(a), "helper", text=b.SECOND, first=b.MONDAY, last=b.MONDAY) for a in helped)
    learners = [b.learner(a, remote=a in remote) for a in PEOPLE]
    return b.problem(learners=learners, arrangements=rows, pairings=pairings)


def test_who_helps_somebody_there_leads_nothing() -> None:
    """The helper of Ana is taken from the occasion; the other trainer stays, and so does everything else."""
    (left,) = without_helpers(centre("ana"), [HERE])
    assert left == replace(HERE, trainers=frozenset({b.TRAINER}))
    assert helpers(centre("ana"), HERE) == {b.SECOND}


def test_helper_is_free_where_nobody_is_there_to_be_helped() -> None:
    """Nobody is helped; or on another day; or she is not at this occasion; or she follows from elsewhere."""
    assert without_helpers(centre(), [HERE]) == (HERE,)
    for problem, here in (
        (centre("ana"), replace(HERE, day=b.TUESDAY)),
        (centre("ana"), replace(HERE, learners=PEOPLE[1:])),
        (centre("ana", remote=("ana",)), HERE),
    ):
        assert helpers(problem, here) == frozenset()


def test_those_of_one_helper_stay_together_unless_kept_apart() -> None:
    """One adult cannot be in two groups: Ana, Ben and Chloé two by two, once for all occasions."""
    again = replace(HERE, key="B-P1-o2")
    found = sharing(centre(*PEOPLE), [HERE, again])
    assert [(sorted(p.apprentice_ids), p.together) for p in found] == [(["ana", "ben"], True), (["ben", "chloe"], True)]
    apart = Pairing(frozenset(PEOPLE[:2]), together=False)
    kept = sharing(centre(*PEOPLE, pairings=(apart,)), [HERE])
    assert [sorted(p.apprentice_ids) for p in kept] == [["ben", "chloe"]]
    assert sharing(centre("ana"), [HERE]) == []
