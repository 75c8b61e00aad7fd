"""Case 10: somebody exempted from two subjects has support, supervised study, the company, or is free."""

from collections.abc import Callable
from pathlib import Path

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved, barrette

CLASS = "BP CUI 1"
HELPED, IN_COMPANY, FREE, YOUNG, ALLOWED = (f"BP-CUI-1-{n:02d}" for n in range(1, 6))
MINOR = "14/03/2010"
LEFT = ("Français", "Mathématiques")


def rows() -> book.Rows:
    """Six cooks for two weeks, five of them exempted from French and maths, each with something else instead."""
    people = book.learners(CLASS, 6)
    for person in people:
        if person["code"] in (HELPED, YOUNG, ALLOWED):
            person["naissance"] = MINOR
        if person["code"] == ALLOWED:
            person["sortie libre autorisée le"] = "14/09/2026"
    instead = {HELPED: "accompagnement", IN_COMPANY: "entreprise", FREE: "libre", YOUNG: "libre", ALLOWED: "libre"}
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Cuisine", CLASS),
        "Calendrier": book.calendar((37, 38), CLASS),
        "Formateurs": [
            *book.trainers("Français Fatou", "Maths Marc", "Cuisine Chloé"),
            {"nom": "Documents Dora", "code": "DORA", "rôle": "documentaliste"},
        ],
        "Salles": [
            *book.rooms(3, 8),
            {"salle": "CDR", "type": "ressources", "places": 12, "groupes simultanés": 2, "encadrée par": "DORA"},
        ],
        "Cours": [
            {"classes": CLASS, "matière": subject, "heures": "2 h/sem", "formateurs": trainer, "durées": "2"}
            for subject, trainer in (
                ("Français", "Français Fatou"), ("Mathématiques", "Maths Marc"), ("Cuisine", "Cuisine Chloé")
            )
        ],
        "Compétences": [{"formateur": "Cuisine Chloé", "matière ou module": "numératie"}],
        "Besoins": [{"apprenants": HELPED, "cible": "NUM2", "en tout": "3 h"}],
        "Dispenses": [
            {"apprenant": who, "matière": " ; ".join(LEFT), "à la place": what} for who, what in instead.items()
        ],
        "Apprenants": people,
    }  # fmt: skip


def test_case_10_what_each_has_instead(solved: Callable[[book.Rows], Solved]) -> None:
    """Support as far as it is owed, then study; nothing for the company; free only when adult or allowed."""
    found = solved(rows())
    assert found.unplaced == []
    left = [s for s in found.of(kind="course") if s["label"].split(" – ")[0] in LEFT]
    assert len(left) == 4
    assert all(found.people(s) == {"BP-CUI-1-06"} for s in left)
    kitchen = [s for s in found.of(kind="course") if s not in left]
    assert all(len(found.people(s)) == 6 for s in kitchen)

    def beside(who: str) -> list[Row]:
        return [s for s in found.attended(who) if s["kind"] != "course"]

    assert beside(IN_COMPANY) == beside(FREE) == []
    # four courses of two hours: three hours of numeracy, one after the other, and five of study
    support = [s for s in beside(HELPED) if s["kind"] == "support"]
    assert [(s["module_id"], s["minutes"]) for s in support] == [("NUM2", "60")] * 3
    assert sum(int(s["minutes"]) for s in beside(HELPED)) == 8 * 60
    assert {s["kind"] for s in beside(YOUNG)} == {"study"}
    assert sum(int(s["minutes"]) for s in beside(YOUNG)) == 8 * 60
    assert all(s["trainer_ids"] for s in beside(YOUNG) + beside(HELPED))
    assert {s["date"] < "2026-09-14" for s in beside(ALLOWED)} == {True}
    assert sum(int(s["minutes"]) for s in beside(ALLOWED)) == 4 * 60


def test_case_10_check_says_that_a_minor_is_not_free(tmp_path: Path) -> None:
    """The one without any authorisation is named, with the solution; the one who will have it is not."""
    write_workbook(tmp_path / "cas.xlsx", rows())
    said = barrette("check", str(tmp_path / "cas.xlsx"))
    assert said.exit_code == 0
    (line,) = [line for line in said.output.splitlines() if "libre" in line and "Prénom04" in line]
    assert "autonomie encadrée" in line
    assert "sortie libre autorisée le" in line
    assert "Prénom03" not in said.output


def test_case_10_minor_stays_with_the_class_where_nobody_can_watch(solved: Callable[[book.Rows], Solved]) -> None:
    """Without the librarian and with every trainer at work elsewhere, the minor stays in the room of the class."""
    given = rows()
    given["Formateurs"] = [
        {"nom": "Français Fatou", "disponible seulement": "lu"},
        {"nom": "Maths Marc", "disponible seulement": "ma"},
        {"nom": "Cuisine Chloé", "disponible seulement": "me"},
    ]
    given["Salles"] = book.rooms(3, 8)
    given["Besoins"] = []
    found = solved(given)
    left = [s for s in found.of(kind="course") if s["label"].split(" – ")[0] in LEFT]
    assert all({HELPED, YOUNG} <= found.people(s) for s in left)
    assert all(not {IN_COMPANY, FREE} & found.people(s) for s in left)


def _open_period() -> book.Rows:
    """An hour of support a week for four minors, one of whom owes numeracy, and one room."""
    given = rows()
    given["Formateurs"] = book.trainers("Cuisine Chloé", "Français Fatou")
    given["Salles"] = book.rooms(1, 4)
    given["Cours"] = [given["Cours"][2]]
    given["Besoins"] = [{"apprenants": HELPED, "cible": "NUM2", "en tout": "2 h"}]
    given["Dispenses"] = []
    given["Temps d'accompagnement"] = [{"nom": "Temps A", "classes": CLASS, "durée": "1 h", "par semaine": 1}]
    given["Apprenants"] = [p | {"naissance": MINOR} for p in book.learners(CLASS, 4)]
    return given


def test_minors_for_whom_nobody_is_there_are_listed(solved: Callable[[book.Rows], Solved]) -> None:
    """No trainer comes but for the hours of cooking: nothing is written for the minors, two lines say it."""
    given = _open_period()
    given["Formateurs"] = [{"nom": "Cuisine Chloé", "disponible seulement": "lu", "max par semaine": "2 h"}]
    found = solved(given)
    assert not any(found.people(s) for s in found.of(kind="open"))
    assert [u["kind"] for u in found.unplaced] == ["open", "open"]
    assert all("aucun adulte" in u["reason"] and "sortie" in u["reason"] for u in found.unplaced)


def test_case_10_course_that_a_barrette_carries(solved: Callable[[book.Rows], Solved]) -> None:
    """French is taught in groups: the minor exempted from it is with the librarian meanwhile, the adult at work."""
    given = rows()
    given["Cours"][0] |= {"durées": None, "dans la barrette": "Français BP"}
    given["Barrettes"] = [
        {"barrette": "Français BP", "classes": CLASS, "durée": "1 h", "par semaine": 2, "nature": "enseignement"}
    ]
    given["Besoins"] = []
    given["Dispenses"] = [{"apprenant": YOUNG, "matière": "Français", "à la place": "libre"}]
    given["Parcours individuels"] = [{"apprenant": IN_COMPANY, "cours quitté": "Français", "à la place": "entreprise"}]
    found = solved(given)
    moments = {(s["date"], s["start"], s["end"]) for s in found.of(kind="barrette")}
    assert len(moments) == 4
    for session in found.of(kind="barrette"):
        assert not {YOUNG, IN_COMPANY} & found.people(session)
    studies = [s for s in found.attended(YOUNG) if s["kind"] == "study"]
    assert {(s["date"], s["start"], s["end"]) for s in studies} == moments
    assert {(s["trainer_ids"], s["room_id"]) for s in studies} == {("DORA", "CDR")}
    assert {s["kind"] for s in found.attended(IN_COMPANY)} == {"course"}
