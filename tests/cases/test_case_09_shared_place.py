"""Case 9: three classes, two taught groups, the resource centre and supervised autonomy in one room with one adult."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASSES = ("BP COI 1", "BP FLE 1", "BP VEN 1")
LITERACY = [f"BP-COI-1-{n:02d}" for n in range(1, 9)]
NUMERACY = [f"BP-FLE-1-{n:02d}" for n in range(1, 9)]
RESEARCH = [f"BP-VEN-1-{n:02d}" for n in range(1, 7)]
ALONE = ["BP-COI-1-09", "BP-COI-1-10", "BP-FLE-1-09", "BP-FLE-1-10", "BP-VEN-1-07", "BP-VEN-1-08"]


def rows() -> book.Rows:
    """Three classes of ten, ten and eight; one hour of barrette in each of two weeks."""
    people = [*book.learners("BP COI 1", 10), *book.learners("BP FLE 1", 10), *book.learners("BP VEN 1", 8)]
    for person in people:
        person["littératie"] = 2 if person["code"] in LITERACY else 4
        person["numératie"] = 2 if person["code"] in NUMERACY else 4
        # Minors: adults who have nothing else that day would not be called for autonomy.
        if person["code"] in ALONE:
            person["naissance"] = "14/03/2010"
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Coiffure", *CLASSES),
        "Calendrier": book.calendar((37, 38), *CLASSES),
        "Formateurs": [
            *book.trainers("Français Fatou", "Maths Marc"),
            {"nom": "Documents Dora", "code": "DORA", "rôle": "documentaliste"},
        ],
        "Salles": [
            *book.rooms(2, 16),
            {
                "salle": "CDR",
                "type": "ressources",
                "places": 20,
                "groupes simultanés": 2,
                "encadrée par": "DORA",
            },
        ],
        "Cours": [
            {"classes": " ; ".join(CLASSES[:1]), "matière": "Français", "heures": "1 h/sem",
             "formateurs": "Français Fatou"},
            {"classes": " ; ".join(CLASSES[1:2]), "matière": "Mathématiques", "heures": "1 h/sem",
             "formateurs": "Maths Marc"},
        ],
        "Barrettes": [
            {
                "barrette": "Barrette A",
                "classes": " ; ".join(CLASSES),
                "durée": "1 h",
                "par semaine": 1,
                "modules": "LIT2 ; NUM2 ; DOSSIER",
                "sans besoin": "autonomie",
            }
        ],
        "Modules": [
            {
                "module": "DOSSIER",
                "libellé": "Recherche documentaire",
                "guidage": "semi-dirigé",
                "type de salle": "ressources",
                "effectif maximal": 12,
            }
        ],
        "Besoins": [{"apprenants": " ; ".join(RESEARCH), "cible": "DOSSIER", "en tout": "2 h"}],
        "Apprenants": people,
    }  # fmt: skip


def test_case_09_two_groups_share_a_room_and_one_adult(solved: Callable[[book.Rows], Solved]) -> None:
    """Each week: literacy and numeracy are taught; research and autonomy are both in the CDR with the librarian."""
    found = solved(rows())
    assert found.unplaced == []
    wanted = {
        "LIT2": (set(LITERACY), "led"),
        "NUM2": (set(NUMERACY), "led"),
        "DOSSIER": (set(RESEARCH), "semi_led"),
        "AUTONOMIE": (set(ALONE), "autonomous"),
    }
    for occurrence in ("1", "2"):
        groups = {s["module_id"]: s for s in found.of(kind="barrette", occurrence=occurrence)}
        assert {name: (found.people(s), s["guidance"]) for name, s in groups.items()} == wanted
        assert len({(s["date"], s["start"], s["end"]) for s in groups.values()}) == 1
        taught = [groups["LIT2"], groups["NUM2"]]
        assert len({t for s in taught for t in s["trainer_ids"].split(";")} - {"DORA"}) == 2
        assert len({s["room_id"] for s in taught} - {"CDR"}) == 2
        for name in ("DOSSIER", "AUTONOMIE"):
            assert (groups[name]["room_id"], groups[name]["trainer_ids"]) == ("CDR", "DORA")
    # 8 + 8 + 6 people owe two hours each, and have them
    owed = [d for d in found.debts if d["source"] != "programme"]
    assert [float(d["hours_planned"]) for d in owed] == [2.0] * 22
    assert all(not d["reason_unpaid"] for d in owed)
