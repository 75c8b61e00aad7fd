"""What random centres and random steps broke since, each as small as can be."""

from copy import deepcopy

from benchmarks.random_rows import MONDAY, Rows
from tests.whole.found import FRIDAY, TUESDAY, broken, lock, minor, small

# Locks


def test_h15_somebody_locked_in_a_group_that_nobody_else_needs() -> None:
    """Two people, groups of two at least: the other one comes too, for the sake of the one who is locked there."""
    rows = small()
    rows["Barrettes"] = [
        {"barrette": "Barrette A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1, "effectif minimal": 2,
         "formateurs": "Noir Eva", "sans besoin": "autonomie"}
    ]  # fmt: skip
    rows["Verrous"] = [{"barrette": "Barrette A", "module": "AP-METHODE", "apprenant": "Petit Léa"}]
    assert "H15" not in broken((rows, MONDAY))


# Limits


def test_h6c_trainer_who_may_work_less() -> None:
    """Six hours in the week, of which four may stay: the others fall due again, or go to whoever is free."""
    rows = small()
    rows["Cours"][0] |= {"heures": "6 h/sem", "durées": "2+2+2"}
    for column in ("max par semaine", "max par jour"):
        after = deepcopy(rows)
        after["Formateurs"][0][column] = "4 h" if column == "max par semaine" else "1 h"
        assert "H6c" not in broken((rows, MONDAY), (after, MONDAY))


def test_h4d_trip_on_the_only_day_at_the_centre() -> None:
    """28 hours in the company, two of a course: with a trip of six more the course has to go, though it is free."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu"
    rows["Verrous"] = [lock("Mathématiques", MONDAY, "15:00")]
    minor(rows["Apprenants"][0])
    after = deepcopy(rows)
    del after["Verrous"]
    after["Événements"] = [
        {"événement": "Sortie", "date": MONDAY, "début": "8h", "fin": "15h", "classes": "Classe 1"}
    ]  # fmt: skip
    assert "H4d" not in broken((rows, MONDAY), (after, MONDAY))


def test_h17_trip_longer_than_the_week_of_a_minor() -> None:
    """28 hours in the company and a trip of eight: it takes place, which is to be looked at, and nothing else does."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu"
    rows["Événements"] = [{"événement": "Sortie", "date": MONDAY, "apprenants": "Martin Léa"}]
    minor(rows["Apprenants"][0])
    assert not {"H17", "H4d"} & broken((rows, MONDAY))


# Hours of courses


def test_h3a_class_that_is_halved_while_a_session_waits() -> None:
    """The trainer is away all week, so that two hours wait; in halves since, each half waits for its own."""
    rows = small()
    rows["Indisponibilités"] = [{"qui": "Durand Paul", "du": MONDAY, "au": FRIDAY}]
    after = deepcopy(rows)
    after["Cours"][0]["parties"] = 2
    assert "H3a" not in broken((rows, MONDAY), (after, MONDAY))
    before = deepcopy(rows)
    before["Indisponibilités"] = []
    assert "H3a" not in broken((before, MONDAY), (rows, MONDAY), (after, MONDAY))


# Groups


def pair() -> Rows:
    """Two people in a group of reading, whose smallest size is two, on Friday at 10."""
    rows = small()
    rows["Barrettes"] = [
        {"barrette": "Barrette A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1, "effectif minimal": 2,
         "jour": "ve", "heure": "10:00"}
    ]  # fmt: skip
    for row in rows["Apprenants"]:
        row["littératie"] = 1
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "littératie"}]
    return rows


def test_h8a_somebody_of_a_group_of_two_leaves() -> None:
    """The other one goes on alone, in this update and in the next one."""
    rows = pair()
    after = deepcopy(rows)
    after["Apprenants"][1]["sortie"] = TUESDAY
    later = deepcopy(after)
    later["Indisponibilités"] = [{"qui": "Salle 3", "du": FRIDAY}]
    assert "H8a" not in broken((rows, MONDAY), (after, TUESDAY))
    assert "H8a" not in broken((rows, MONDAY), (after, TUESDAY), (later, TUESDAY))


def test_h1c_trip_over_an_open_hour_of_the_first_day() -> None:
    """The class is out on the only day, which is announced: the open hour is given up."""
    rows = small()
    rows["Paramètres"][5]["valeur"] = 3
    rows["Calendrier"][0]["S37"] = "lu"
    rows["Temps d'accompagnement"] = [{"nom": "Temps A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1}]
    after = deepcopy(rows)
    after["Événements"] = [{"événement": "Sortie", "date": MONDAY, "classes": "Classe 1"}]
    assert "H1c" not in broken((rows, MONDAY), (after, MONDAY))


# Hours to be made up


def test_h3e_hours_made_up_while_the_class_has_another_course() -> None:
    """Away by the own calendar on the day of the class, making up one course during the other: both were missed."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu"
    rows["Calendrier"].append({"qui": "Petit Léa", "à rattraper": "oui", "S37": "ma"})
    rows["Cours"].append({"classes": "Classe 1", "matière": "Anglais", "heures": "2 h/sem", "formateurs": "Noir Eva"})
    rows["Apprenants"][1] |= {"entrée": MONDAY, "contrat début": None, "contrat fin": None}
    rows["Apprenants"][1]["module d'entrée déjà fait"] = "14 h"
    after = deepcopy(rows)
    after["Réalisé"] = [{"séance": "rattrapage-CLASSE-1-ANGLAIS-01", "absents": "Petit Léa"}]
    assert "H3e" not in broken((rows, MONDAY), (after, TUESDAY))
