"""Why a block of the entry module has no hour by its deadline: what is in the way, on a hand-made board."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import Absence, Kind, Owed, Session
from planner.engine.obstacles import Obstacles
from planner.engine.people.entry_kept import entry_kept_away
from planner.hours.owed import SOURCE_ENTRY
from tests.rules import build as b

SAFETY = b.module("ENTREE-SECURITE", theme="safety", order=1)
NEED = Owed(b.LEARNER, "entree-1", SAFETY.id, 60, b.TUESDAY, b.MONDAY, source=SOURCE_ENTRY, personal=True)
LEADER = b.trainer(skills=frozenset({"entree-securite"}))
DAY = b.session("journée", start="8", end="18", trainer_ids=(), room_id=None, class_ids=())


def said(*sessions: tuple[Session, bool], **changes: Any) -> str:
    """What is in the way of an hour of safety on Monday or Tuesday; sessions, and whether the learner is in them."""
    problem = b.problem(
        **{"learners": [b.learner()], "modules": [SAFETY], "trainers": [LEADER], "rooms": [b.room()]} | changes
    )
    board = Board(problem, RULES)
    for session, there in sessions:
        board.put(session, {b.LEARNER: False} if there else {})
    return Obstacles(board, [NEED]).own(NEED)


def both(session: Session, there: bool = False) -> list[tuple[Session, bool]]:
    """A session on Monday and the same on Tuesday."""
    return [
        (replace(session, id=b.session(f"{session.id}{n}").id, day=b.MONDAY + timedelta(days=n)), there) for n in (0, 1)
    ]


AWAY = "absence, ou horaire à garder libre"
WINDOW = "du 07/09/2026 au 08/09/2026, "


@pytest.mark.parametrize(
    ("sessions", "changes", "text"),
    [
        ([], {"trainers": [b.trainer()]}, "aucun formateur ne l’a dans la feuille Compétences"),
        ([], {"classes": [b.group(calendar=b.present(first=b.THURSDAY))], "learners": [
            b.learner(contract_start=b.MONDAY - timedelta(days=30))
        ]}, "aucun jour au CFA, ni jour ouvert sans entreprise, du 07/09/2026 au 08/09/2026"),
        (both(replace(DAY, trainer_ids=(LEADER.id,))), {}, WINDOW + "aucun formateur compétent libre"),
        (both(replace(DAY, room_id=b.ROOM)), {}, WINDOW + "aucune salle libre"),
        (both(replace(DAY, kind=Kind.FIXED, label="Sortie"), there=True), {}, WINDOW + "heure prise par « Sortie »"),
        ([], {"learners": [b.learner(absences=(Absence(last=b.TUESDAY),))]}, WINDOW + AWAY),
    ],
    ids=["nobody has the skill", "no day", "adult", "room", "event", "away"],
)  # fmt: skip
def test_block_without_an_hour_says_what_is_in_the_way(
    sessions: list[tuple[Session, bool]], changes: dict[str, Any], text: str
) -> None:
    """The nearest cause, by name: the sheet, the days, the adult, the room, what the person has then."""
    assert said(*sessions, **changes) == text


def test_lessons_are_not_in_the_way_and_an_hour_that_is_left_is_named() -> None:
    """A block takes the hours of a lesson, so that the lesson is no reason."""
    lesson = replace(DAY, course_ids=(b.COURSE,), trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    board = Board(b.problem(learners=[b.learner()], modules=[SAFETY], trainers=[LEADER]), RULES)
    board.put(lesson, {b.LEARNER: False})
    assert entry_kept_away(board, NEED, SAFETY).startswith("une heure reste possible, lundi 7 septembre de 8 h")


def test_the_most_common_of_several_reasons_comes_first() -> None:
    """The trainer is busy on Monday and on one hour of Tuesday, when an event has the rest."""
    hour = replace(DAY, id=b.session("une heure").id, day=b.TUESDAY, end=b.hour("9"), trainer_ids=(LEADER.id,))
    rest = replace(DAY, id=b.session("sortie").id, day=b.TUESDAY, start=b.hour("9"), kind=Kind.FIXED, label="Sortie")
    found = said((replace(DAY, trainer_ids=(LEADER.id,)), False), (hour, False), (rest, True))
    assert found.startswith(WINDOW + "aucun formateur compétent libre (")
    assert "heure prise par « Sortie » (" in found
