"""What is well written and has no effect is said, with its cell, what is concerned and the cure."""

import pytest

from data.faults import Faults
from data.reader import understand
from planner.check.precheck import precheck
from planner.domain import Problem
from tests.data.rich import Rows, rich
from tests.data.test_faults import Change, cell, grids_of
from tests.data.test_reading_rules import problem_of, small


def read(rows: Rows) -> tuple[Problem, Faults]:
    """The problem of rows without a fault, and what was said."""
    faults = Faults()
    problem = understand(grids_of(rows), faults)
    assert problem is not None, [str(fault) for fault in faults]
    return problem, faults


CASES: list[tuple[str, Change, str, str]] = [
    ("result in a domain that nobody asks for", cell("Résultats", 0, "domaine", "literatie"), "Résultats!B2",
     "1 résultat sans effet. Vouliez-vous dire « littératie » ? Domaines : littératie, numératie."),
    ("part of a class that is not split", cell("Apprenants", 2, "partie", "A"), "Apprenants!",
     "Classe « CAP BOU 1 » : partie « A » (feuille « Apprenants ») sans effet"),
    ("pasted session of a part of the whole class", lambda rows: rows["Séances existantes"][0].update(
     {"partie": "B"}), "Séances existantes!A2", "pour une partie (B) : 1 séance, et rien n'est dédoublé"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "origin", "words"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_has_no_effect_is_said_with_its_cell(change: Change, origin: str, words: str) -> None:
    """One change to a sound workbook: it still reads, and one notice more says what the line does not do."""
    before = read(rich())[1].notices
    rows = rich()
    change(rows)
    faults = read(rows)[1]
    new = [text for text in faults.notices if text not in before and words in text]
    assert len(new) == 1, faults.notices
    assert faults.origins[new[0]].startswith(origin)


def test_part_that_an_event_names_has_an_effect() -> None:
    """A class that no course splits may be shared out for an event: nothing to say."""
    rows = rich()
    rows["Apprenants"][2]["partie"] = "A"
    event = {"événement": "Oral", "date": "08/09/2026", "début": "8h", "fin": "10h", "classes": "CAP BOU 1"}
    rows["Événements"].append({**event, "partie": "A"})
    assert read(rows)[1].notices == read(rich())[1].notices


def test_result_in_the_subject_of_a_barrette_is_of_use() -> None:
    """Groups of a course that a barrette gives by levels are made from the results in its subject."""
    rows = rich()
    rows["Résultats"][0]["domaine"] = "Français"
    assert read(rows)[1].notices == read(rich())[1].notices


def test_hour_that_leaves_a_short_day_empty_is_no_fault() -> None:
    """Arriving at 13 h leaves nothing of a Friday that ends at 12 h 15: other days have their afternoon."""
    rows = rich()
    rows["Classes"][0]["première arrivée"] = "13h"
    read(rows)


@pytest.mark.parametrize(
    ("sheet", "line", "place", "words"),
    [
        ("Fermetures", {"libellé": "Travaux", "du": "01/09/2026", "au": "18/12/2026"}, "Fermetures!A2",
         "Toutes les classes : le centre est fermé tous les jours de présence"),
        ("Fermetures", {"du": "14/09/2026", "au": "09/10/2026"}, "Classes!A4",
         "BP CUI 2 : le centre est fermé tous les jours de présence"),
        ("Indisponibilités", {"qui": "BP CUI 2", "du": "01/09/2026", "au": "18/12/2026"}, "Classes!A4",
         "BP CUI 2 : elle est absente tous les jours de présence"),
    ],
    ids=["everybody", "one class", "absence"],
)  # fmt: skip
def test_class_without_any_day_left_is_said_before_the_calculation(
    sheet: str, line: dict[str, object], place: str, words: str
) -> None:
    """Hours by the week are none at all for whoever has no day: nothing would be placed, and nothing would lack."""
    rows = small()
    rows[sheet] = [line]
    found = [alert for alert in precheck(problem_of(rows)) if alert.kind == "class_never_there"]
    assert [(alert.origin, alert.blocking) for alert in found] == [(place, True)]
    assert words in found[0].text


def test_centre_that_is_open_says_nothing_of_days() -> None:
    """The sound workbook has days for everybody."""
    assert not any(alert.kind == "class_never_there" for alert in precheck(problem_of(small())))
