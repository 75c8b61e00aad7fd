"""*Diplômes*: support promised in every n-th stay, dear by default, before every hour owed where it is imperative."""

from collections.abc import Callable

import pytest

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS = "BP COI 1"
NEEDY, EASY = [f"BP-COI-1-{n:02d}" for n in range(1, 7)], "BP-COI-1-07"


def rows(promise: str, imperative: str) -> book.Rows:
    """Two stays, an hour of barrette in each, one trainer: literacy for six, or personal support for all seven."""
    people = book.learners(CLASS, 7)
    for person in people:
        person["littératie"] = 1 if person["code"] in NEEDY else 4
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": book.classes("BP Coiffure", CLASS),
        "Calendrier": book.calendar((37, 39), CLASS),
        "Périodes": [{"période": "P1", "du": "07/09/2026", "au": "02/10/2026"}],
        "Formateurs": [*book.trainers("Français Fatou", "Coiffe Carla"), {"nom": "Vie Vera", "rôle": "vie scolaire"}],
        "Salles": book.rooms(3, 16),
        "Diplômes": [
            {"formation": "BP Coiffure", "accompagnement promis": promise, "promesse impérative": imperative}
        ],
        "Cours": [{"classes": CLASS, "matière": "Coupe", "heures": "2 h/sem", "formateurs": "Coiffe Carla"}],
        "Compétences": [{"formateur": "Français Fatou", "matière ou module": "LIT1 ; AP-METHODE"}],
        "Barrettes": [
            {"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par séjour": 1,
             "modules": "LIT1 ; AP-METHODE", "formateurs": "Français Fatou"}
        ],
        "Règles de besoins": [{"cible": "LIT1", "domaine": "littératie", "niveaux": "1", "par séjour": "1 h"}],
        "Apprenants": people,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("promise", "imperative", "literacy", "missing"),
    [
        ("chaque séjour", "non", 2, 2),  # hours owed first: nobody leads a group for the seventh, twice; it is listed
        ("chaque séjour", "oui", 0, 0),  # imperative: everyone has support in both stays, literacy is listed instead
        ("1 séjour sur 2", "oui", 1, 0),  # one of the two stays is enough for the promise, the other one is literacy
    ],
)
def test_promise_of_support(
    solved: Callable[[book.Rows], Solved], promise: str, imperative: str, literacy: int, missing: int
) -> None:
    """Who has no need is served after those who have some, unless the programme makes the promise imperative."""
    found = solved(rows(promise, imperative))
    assert len(found.of(module_id="LIT1")) == literacy
    stays = [d for d in found.debts if d["need_id"].startswith("stay-")]
    assert [d["apprentice_id"] for d in stays] == [EASY] * missing
    assert all(d["reason_unpaid"] for d in stays)
