"""The reason of a version that nobody typed names nobody, whatever has changed of them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.domain import Absence, Arrangement, Exemption, ExplicitNeed, FixedEvent, Pairing, Problem, Realised
from planner.report.changes import changes
from planner.report.reason import plain_reason
from tests.rules import build as b

ANOUK = replace(b.learner("a1"), last_name="Telle", first_name="Anouk")
MARC = replace(b.trainer(), name="Marc Untel")
GONE = (Absence(first=b.MONDAY, last=b.MONDAY),)
TALK = FixedEvent("e1", "Point handicap", b.MONDAY, b.hour("9"), b.hour("10"))


def centre(**changed: Any) -> Problem:
    """A class with one learner and one trainer."""
    return b.problem(**{"learners": [ANOUK], "trainers": [MARC], **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"arrangements": (Arrangement(ANOUK.id, "max_day", minutes=300),)}, "aménagements (1 apprenant)"),
        ({"exemptions": (Exemption(ANOUK.id, "EPS"),)}, "dispenses (1 apprenant)"),
        ({"pairings": (Pairing(frozenset((ANOUK.id,)), together=False),)}, "ensemble ou séparés (1 apprenant)"),
        ({"learners": [replace(ANOUK, absences=GONE)]}, "absences (1 apprenant)"),
        ({"learners": [replace(ANOUK, contract_break=date(2026, 9, 9))]}, "contrats (1 apprenant)"),
        ({"learners": [replace(ANOUK, remote=True)]}, "modalités (1 apprenant)"),
        ({"learners": []}, "départs (1 apprenant)"),
        ({"trainers": [replace(MARC, absences=GONE)]}, "absences (1 formateur)"),
        ({"trainers": [replace(MARC, max_week=600)]}, "équipe (1 formateur)"),
        ({"explicit_needs": (ExplicitNeed("n1", "LIT1", (ANOUK.id,)),)}, "besoins"),
        ({"realised": (Realised(b.session().id, absent_ids=(ANOUK.id,)),)}, "séances réalisées"),
        ({"events": (replace(TALK, apprentice_ids=(ANOUK.id,)),)}, "événements (1 apprenant)"),
        ({"events": (replace(TALK, class_ids=(b.CLASS,)),)}, "événements"),
    ],
)
def test_reason_counts_people_and_names_none(changed: dict[str, Any], said: str) -> None:
    """One line of the workbook about one person."""
    told = changes(centre(), centre(**changed))
    assert any(word in change.text for change in told for word in ("Anouk", "Marc", "handicap"))
    assert plain_reason(told) == said


def test_reason_says_what_concerns_nobody_by_name_and_counts_what_is_beyond() -> None:
    """A trip of the class and a closed room as they are; two people with the same sort of change in one piece."""
    other = replace(ANOUK, id=b.learner("a2").id, first_name="Louis")
    old = centre(learners=[ANOUK, other])
    trip = replace(TALK, label="Sortie", class_ids=(b.CLASS,))
    new = centre(
        learners=[replace(ANOUK, absences=GONE), replace(other, absences=GONE)],
        rooms=[b.room(absences=GONE), b.room(b.SECOND_ROOM)],
        events=(trip,),
        arrangements=(Arrangement(ANOUK.id, "max_day", minutes=300),),
    )
    said = plain_reason(changes(old, new))
    assert said == (
        "absences (2 apprenants) ; salle 1 : fermée le 07/09/2026 ; Nouvel événement : Sortie, le 07/09/2026 de 9 h à "
        "10 h ; 1 autre changement"
    )
    assert plain_reason(()) == ""


def test_reason_keeps_no_free_text_of_an_event() -> None:
    """What somebody typed of a meeting of the class stays in the workbook; the history says that there is one."""
    talk = replace(TALK, label="Réunion sur le harcèlement d’Anouk Telle", class_ids=(b.CLASS,))
    told = changes(centre(), centre(events=(talk,)))
    assert "Anouk" in told[0].text
    assert plain_reason(told) == "Nouvel événement : Réunion, le 07/09/2026 de 9 h à 10 h"
