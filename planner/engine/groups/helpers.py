"""Adults who help somebody at a barrette or open period: they lead nothing there, and cannot be in two groups.

Asked wherever a scene is made (`compose`, `seats`, `placeable`), for open periods, and for the audiences of teaching
barrettes: before any model. Arrangements of the workbook and the people of the hour are read; only `with_their_helper`
changes something, the mapping that it is given.

One adult helps Ana and Ben: both are to be in the same group, unless the workbook wants them apart, and the adult leads
no group and watches no room at that hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from planner.domain import ApprenticeId, Pairing, Problem, TrainerId
from planner.model.groups import Occasion


def without_helpers(problem: Problem, occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """The same occasions less the adults who then help somebody who is there: they lead and watch nothing else.

    In the same order; nothing else of them changes.
    """
    return tuple(replace(o, trainers=o.trainers - helpers(problem, o)) for o in occasions)


def helpers(problem: Problem, occasion: Occasion) -> frozenset[TrainerId]:
    """Adults who help somebody who is there on the spot.

    Nobody for people who follow from elsewhere.
    """
    return frozenset(helper for _person, helper in _helped(problem, occasion))


def sharing(problem: Problem, occasions: Iterable[Occasion]) -> list[Pairing]:
    """Those whom one adult helps at some occasion, two by two, to be kept together unless the workbook parts them.

    Neighbours only: chained, the pairs keep all whom one adult helps in one group.
    """
    apart = [pairing.apprentice_ids for pairing in problem.pairings if not pairing.together]
    found: dict[frozenset[ApprenticeId], bool] = {}
    for here in occasions:
        of: dict[TrainerId, dict[ApprenticeId, bool]] = {}
        for person, helper in _helped(problem, here):
            of.setdefault(helper, {})[person] = True
        found |= {frozenset(two): True for people in of.values() for two in pairwise(people)}
    return [Pairing(two, True) for two in found if not any(two <= some for some in apart)]


def with_their_helper(
    problem: Problem, occasions: Iterable[Occasion], people: Mapping[tuple[str, str], dict[ApprenticeId, None]]
) -> None:
    """Those whom one adult helps follow the programme of the first of them: nobody helps in two rooms at once.

    ``people``: of a subject and a programme; changed in place, and maybe left empty. What has no such two stays as it
    is.
    """
    for pair in sharing(problem, occasions):
        first, second = pair.apprentice_ids
        for subject in {subject for subject, _programme in people}:
            of = {a: mine for (other, _name), mine in people.items() if other == subject for a in mine}
            if first in of and second in of and of[first] is not of[second]:
                del of[second][second]
                of[first][second] = None


def _helped(problem: Problem, occasion: Occasion) -> Iterator[tuple[ApprenticeId, TrainerId]]:
    """Who is helped on the spot, and by whom."""
    for person in (a for a in occasion.learners if not problem.learners[a].remote):
        for row in problem.arranged(person, "helper", occasion.day):
            yield person, TrainerId(row.text)
