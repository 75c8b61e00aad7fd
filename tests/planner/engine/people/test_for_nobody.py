"""An hour to which nobody is called is given on the spot: with an adult, and a room."""

from dataclasses import replace

from planner.domain import Guidance, Kind, Module, ModuleId
from planner.engine.people.modes import at_site, by_course
from tests.planner.engine.change.scene import board, centre
from tests.rules import build as b

HELP = Module(ModuleId("HELP"), "Aide", trainer_ids=(b.TRAINER,))
HOUR = replace(b.session("aide", kind=Kind.SUPPORT, trainer_ids=()), room_id=None)


def test_a_session_for_nobody_takes_a_room_and_those_far_away_take_none() -> None:
    """Nobody is no crowd of distance learners."""
    held = board(centre())
    far = b.learner("far", remote=True)
    for mode in (lambda people: at_site(held, replace(HELP, guidance=Guidance.LED), HOUR, people),
                 lambda people: by_course(b.course())(held, HOUR, people)):  # fmt: skip
        for people, room, modality in (((), b.ROOM, HOUR.modality), ((far,), None, "remote_sync")):
            found = mode(people)
            assert found is not None
            assert (found.trainer_ids, found.room_id, found.modality) == ((b.TRAINER,), room, modality)
