"""What is well written and has no effect is said, with its cell, what is concerned and the cure."""

import pytest

from data.faults import Faults
from data.reading.workbook import understand
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


def one_notice_more(change: Change, origin: str, words: str) -> None:
    """Asserts that a change to a sound workbook, which still reads, adds one notice with some words, at a cell."""
    before = read(rich())[1].notices
    rows = rich()
    change(rows)
    faults = read(rows)[1]
    new = [text for text in faults.notices if text not in before and words in text]
    assert len(new) == 1, faults.notices
    assert faults.origins[new[0]].startswith(origin)


CASES: list[tuple[str, Change, str, str]] = [
    ("result in a domain that nobody asks for", cell("Résultats", 0, "domaine", "literatie"), "Résultats!B2",
     "1 résultat sans effet. Vouliez-vous dire « littératie » ? Domaines : littératie, numératie."),
    ("part of a class that is not split", cell("Apprenants", 2, "partie", "A"), "Apprenants!",
     "Classe « CAP BOU 1 » : partie « A » (feuille « Apprenants ») sans effet"),
    ("pasted session of a part of the whole class", lambda rows: rows["Séances existantes"][0].update(
     {"partie": "B"}), "Séances existantes!A2", "pour une partie (B) : 1 séance, et rien n'est dédoublé"),
    ("skill that nothing asks for", cell("Compétences", 0, "matière ou module", "Gestoin ; LIT1"), "Compétences!B2",
     "cette compétence ne sert pas. Vouliez-vous dire « Gestion » ?"),
    ("skill that has ended", cell("Compétences", 0, "habilitation jusqu'au", "30/08/2026"), "Compétences!C2",
     "cette compétence ne sert plus"),
    ("programme of no class", cell("Diplômes", 0, "formation", "CAP Cuisne"), "Diplômes!A2",
     "n'est la formation d'aucune classe : cette ligne ne change rien. Vouliez-vous dire « CAP Cuisine » ?"),
    ("exemption from another class's subject", cell("Dispenses", 0, "matière", "Gestion"), "Dispenses!B2",
     "n'est pas une matière de sa classe"),
    ("rule on a domain without module or result", cell("Règles de besoins", 0, "domaine", "literatie"),
     "Règles de besoins!B2", "cette règle ne donne rien. Vouliez-vous dire « littératie » ?"),
    ("absence on another weekday than its date", lambda rows: rows["Indisponibilités"][0].update({"jours": "sa"}),
     "Indisponibilités!A2", "ne tombe sur aucun créneau"),
    ("absence in the evening", lambda rows: rows["Indisponibilités"][2].update({"jours": "me", "de": "19h",
     "à": "21h"}), "Indisponibilités!A4", "ne tombe sur aucun créneau"),
    ("absence in a week of the other parity", lambda rows: rows["Indisponibilités"][0].update({"semaines": "paires"}),
     "Indisponibilités!A2", "ne tombe sur aucun créneau"),
    ("rest on a day without slots", lambda rows: rows["Aménagements"][3].update({"jours": "di"}),
     "Aménagements!E5", "ne tombe sur aucun créneau"),
    ("cell that an effect does not read", cell("Aménagements", 0, "jours", "lu"), "Aménagements!D2",
     "ne compte pas pour l'effet « max par jour »"),
    ("yes without its figure", cell("Classes", 0, "minimum impératif", "oui"), "Classes!",
     "ne dit rien tant que « minimum par jour » est vide"),
    ("lock of nothing", lambda rows: rows["Verrous"].append({"cours": "Mathématiques – CAP BOU 1"}), "Verrous!A4",
     "ne verrouille rien"),
    ("module in a lock of a course", cell("Verrous", 0, "module", "LIT1"), "Verrous!",
     "« LIT1 » ne compte pas pour le verrou d'un cours"),
    ("barrette in a lock of a course", cell("Verrous", 0, "barrette", "Barrette A"), "Verrous!",
     "« Barrette A » ne compte pas pour le verrou d'un cours"),
    ("class named twice by a course", cell("Cours", 0, "classes", "CAP CUI 1 ; cap cui 1"), "Cours!A2",
     "« cap cui 1 » est nommé deux fois dans la cellule"),
    ("class named twice by a barrette", lambda rows: rows["Barrettes"][0].update(
     {"classes": f"{rows['Barrettes'][0]['classes']} ; CAP CUI 1"}), "Barrettes!B2", "est nommé deux fois"),
    ("teaching without courses", lambda rows: rows["Barrettes"][0].update({"nature": "enseignement"}), "Barrettes!",
     "« enseignement » va avec des cours, et cette barrette n'en porte aucun"),
    ("need of some people and of a class", cell("Besoins", 0, "classe", "CAP BOU 1"), "Besoins!",
     "« CAP BOU 1 » s'ajoute aux personnes de « apprenants »"),
    ("result after the end", cell("Résultats", 0, "date", "15/10/2027"), "Résultats!D2", "ce résultat ne compte pas"),
    ("entry years later", cell("Apprenants", 1, "entrée", "07/09/2036"), "Apprenants!E3", "elle ne change rien"),
    ("age of a small child", cell("Apprenants", 0, "naissance", "14/03/2020"), "Apprenants!C2", "donne 6 ans"),
    ("days in no period", cell("Périodes", 1, "au", "06/11/2026"), "Périodes!B2",
     "4 jours au CFA ne sont dans aucune période, du lundi 9 novembre au vendredi 13 novembre"),
    ("hours in all that look like hours by the week", cell("Cours", 0, "heures", "2"), "Cours!C2",
     "est lu comme 2 h en tout, pour 4 semaines au CFA. Par semaine, écrivez « 2 h/sem »."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "origin", "words"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_has_no_effect_is_said_with_its_cell(change: Change, origin: str, words: str) -> None:
    """One change to a sound workbook: it still reads, and one notice more says what the line does not do."""
    one_notice_more(change, origin, words)


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


def test_an_empty_calendar_is_said_once_and_before_the_calculation() -> None:
    """As in the workbook of the next term: no class has a day, one line says which, and nothing can be placed."""
    rows = small()
    rows["Calendrier"] = [{"qui": line["classe"], "S37": None} for line in rows["Classes"]]
    problem, faults = read(rows)
    (said,) = [text for text in faults.notices if "aucun jour au CFA" in text]
    assert said.startswith("Classes « ")
    found = [alert for alert in precheck(problem) if alert.kind == "class_never_there"]
    assert [alert.blocking for alert in found] == [True]
    assert "Toutes les classes : aucun jour au CFA dans la feuille Calendrier" in found[0].text


@pytest.mark.parametrize(
    ("sheet", "line", "place", "words"),
    [
        ("Cours", {"effectif maximal": 1}, "Cours!A2", "réunit 2 apprenants, pour 1 au plus (« effectif maximal »)"),
        ("Événements", {"classes": "CAP CUI 1", "date": "14/09/2026"}, "Événements!A2",
         "lundi 14 septembre de 8 h à 17 h : CAP CUI 1 n’est pas là"),
        ("Événements", {"formateurs": "Durand Paul ; Noir Eva", "date": "09/09/2026"}, "Événements!A2",
         "Durand Paul n’est pas là"),
    ],
    ids=["more people than the threshold", "class in the company", "trainer away"],
)  # fmt: skip
def test_what_cannot_hold_beside_another_sheet_is_said_before_the_calculation(
    sheet: str, line: dict[str, object], place: str, words: str
) -> None:
    """The threshold of a course and the size of its class; an event, and the calendar or days off of whom it calls."""
    rows = small()
    if sheet == "Cours":
        rows[sheet][0].update(line)
        rows["Apprenants"][1]["modalité"] = None  # no seat is needed at a distance
    else:
        rows[sheet] = [{"événement": "Sortie", **line}]
    found = [alert for alert in precheck(problem_of(rows)) if words in alert.text]
    assert [alert.origin for alert in found] == [place], [str(alert) for alert in precheck(problem_of(rows))]


def test_centre_that_is_open_says_nothing_of_days() -> None:
    """The sound workbook has days for everybody."""
    assert not any(alert.kind == "class_never_there" for alert in precheck(problem_of(small())))
