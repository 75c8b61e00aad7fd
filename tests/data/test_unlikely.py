"""Values that are well written and unlikely, and names that only one line knows, are said once, with their cell."""

from datetime import date

import pytest

from tests.data.rich import Rows, rich
from tests.data.test_faults import Change, cell
from tests.data.test_no_effect import one_notice_more, read

TWINS: list[dict[str, object]] = [
    {"nom": "Neuf", "prénom": "Zoé", "naissance": "14/03/2006", "classe": "CAP CUI 1", "code": "A8"},
    {"nom": "zoe", "prénom": "NEUF", "naissance": "14/03/2006", "classe": "BP CUI 2", "code": "A9"},
]


def strangers(rows: Rows) -> None:
    """Two people of classes in other weeks, to be kept together."""
    rows["Apprenants"].extend(TWINS)
    rows["Ensemble ou séparés"].append({"apprenants": "A8 ; A9", "règle": "ensemble"})


CASES: list[tuple[str, Change, str, str]] = [
    ("same person twice", lambda rows: rows["Apprenants"].extend(TWINS), "Apprenants!A7",
     "a les mêmes nom, prénom et date de naissance que la ligne 6"),
    ("too young at the entry", cell("Apprenants", 0, "naissance", "14/03/2013"), "Apprenants!C2",
     "donne 13 ans à l'entrée"),
    ("too old", cell("Apprenants", 0, "naissance", "14/03/1910"), "Apprenants!C2", "donne 116 ans à l'entrée"),
    ("born after the beginning", lambda rows: rows["Apprenants"][0].update({"naissance": "14/03/2028", "entrée": "",
     "contrat début": "", "contrat fin": ""}), "Apprenants!C2", "vient après le début de l'emploi du temps"),
    ("contract of sixty years", cell("Apprenants", 0, "contrat fin", "31/08/2086"), "Apprenants!", "contrat de 60 ans"),
    ("contract of a week", cell("Apprenants", 0, "contrat fin", "08/09/2026"), "Apprenants!", "contrat de 8 jours"),
    ("need whose deadline has passed", cell("Besoins", 1, "échéance", "01/09/2026"), "Besoins!",
     "aucune heure de ce besoin n'est donnée"),
    ("bands that overlap", lambda rows: rows["Échelles"].extend([
     {"échelle": "tests", "de": 0, "à": 9, "niveau": 1}, {"échelle": "tests", "de": 8, "à": 20, "niveau": 4}]),
     "Échelles!B", "chevauche la ligne"),
    ("bands with a hole", lambda rows: rows["Échelles"].extend([
     {"échelle": "tests", "de": 0, "à": 7.99, "niveau": 1}, {"échelle": "tests", "de": 10, "à": 20, "niveau": 4}]),
     "Échelles!B", "laisse un trou après 7.99"),
    ("bands the wrong way", lambda rows: rows["Échelles"].extend([
     {"échelle": "tests", "de": 0, "à": 9.99, "niveau": 4}, {"échelle": "tests", "de": 10, "à": 20, "niveau": 1}]),
     "Échelles!", "est plus urgent que le niveau de la ligne"),
    ("slot of five minutes", lambda rows: rows["Horaires"].append({"jours": "lu-je", "début": "17h50", "fin": "17h55"}),
     "Horaires!", "donne un créneau de 5 min"),
    ("lunch longer than the gap of the bells", cell("Paramètres", 5, "valeur", "3 h"), "Paramètres!B7",
     "« 3 h » est plus que la pause des horaires (1 h 15)"),
    ("room for nobody", cell("Salles", 1, "places", 0), "Salles!C3", "« 0 » place : cette salle ne sert jamais"),
    ("several days of a barrette", cell("Barrettes", 0, "jour", "ma ; je"), "Barrettes!", "seul le premier compte"),
    ("two sessions of a barrette at one hour", cell("Barrettes", 0, "par semaine", 2), "Barrettes!",
     "est une seule heure, un seul jour, pour 2 séances"),
    ("no session of an open period", lambda rows: rows["Temps d'accompagnement"][0].update({"par semaine": 0}),
     "Temps d'accompagnement!", "« 0 » laisse le nombre habituel (1 par séjour)"),
    ("least hours of a class beyond its day", cell("Classes", 0, "minimum par jour", 11), "Classes!",
     "dépasse les heures d'une journée (8 h)"),
    ("least hours of a trainer beyond the most", lambda rows: rows["Formateurs"][0].update(
     {"minimum par jour": 6, "max par jour": 5}), "Formateurs!", "dépasse « max par jour » (5 h)"),
    ("an hour a day at most", cell("Aménagements", 0, "durée", 1), "Aménagements!",
     "fait 1 h par jour, moins que la présence minimale (2 h)"),
    ("result before the birth", cell("Résultats", 0, "date", "15/10/2009"), "Résultats!D2", "vient avant la naissance"),
    ("site of a room that nobody else names", lambda rows: [rows["Salles"][0].update({"site": "Centre"}),
     rows["Salles"][1].update({"site": "Centrre"})], "Salles!", "« Centrre » n'est le site d'aucune classe"),
    ("slot of a site that nothing else names", lambda rows: rows["Horaires"].append(
     {"site": "Anexe 2", "jours": "sa", "début": "8h", "fin": "10h"}), "Horaires!A6",
     "« Anexe 2 » n'est le site d'aucune salle ni d'aucune classe"),
    ("journey to nowhere", lambda rows: rows["Sites"].append({"de": "Centre", "vers": "Anexe", "minutes": 10}),
     "Sites!B", "« Anexe » n'est le site d'aucune salle"),
    ("type of room that no course asks for", lambda rows: rows["Salles"].append(
     {"salle": "Cuisine 2", "type": "cuisines", "places": 12}), "Salles!B5",
     "n'est demandé par aucun cours ni aucun module. Vouliez-vous dire « cuisine » ?"),
    ("programme that is nearly another", lambda rows: rows["Classes"][0].update({"formation": "CAP Cuisinne"})
     or rows["Classes"][2].update({"formation": "CAP Cuisine"}), "Classes!B2",
     "n'est pas dans la feuille « Diplômes »"),
    ("domain of a module that is nearly another", cell("Modules", 1, "domaines", "litératie"), "Modules!",
     "« litératie » n'est le domaine d'aucun résultat ni d'aucune règle de besoins. Vouliez-vous dire"),
    ("promise that is none", lambda rows: rows["Diplômes"][0].update(
     {"accompagnement promis": "non", "promesse impérative": "oui"}), "Diplômes!", "aucun accompagnement n'est promis"),
    ("all of one trainer", cell("Cours", 0, "tous présents", "oui"), "Cours!", "n'a qu'un formateur à la fois"),
    ("lock of a barrette alone", lambda rows: rows["Verrous"].append({"barrette": "Barrette A"}), "Verrous!",
     "« Barrette A » ne verrouille rien"),
    ("lock of somebody who has no such barrette", lambda rows: rows["Verrous"].append(
     {"barrette": "Barrette A", "module": "LIT1", "apprenant": "Libre Sam"}), "Verrous!",
     "n'est dans aucune classe de « Barrette A »"),
    ("class that is the usual one", lambda rows: rows["Affectations"].append(
     {"apprenant": "Petit Hugo", "classe": "CAP CUI 1", "du": "05/10/2026"}), "Affectations!B3", "est déjà la classe"),
    ("place that is free in the evening only", cell("Salles", 1, "disponible seulement", "ma 18:00-20:00"), "Salles!",
     "cette salle ne sert jamais"),
    ("absence of a class that is in its companies", lambda rows: rows["Indisponibilités"].append(
     {"qui": "CAP CUI 1", "du": "15/09/2026"}), "Indisponibilités!A6", "n'est pas au CFA à ces dates"),
    ("half-day and hours of the other", lambda rows: rows["Indisponibilités"].append(
     {"qui": "Durand Paul", "jours": "ma am", "de": "14h", "à": "16h"}), "Indisponibilités!A6",
     "ne tombe sur aucun créneau"),
    ("people who never meet", strangers, "Ensemble ou séparés!", "ne sont jamais ensemble au CFA"),
    ("day of minors without end", lambda rows: rows["Paramètres"].append(
     {"paramètre": "durée max jour mineur", "valeur": "24 h"}), "Paramètres!B8", "8 h, et 10 h au plus"),
    ("trainer twice in a team", cell("Cours", 0, "formateurs", "Durand Paul + Paul Durand"), "Cours!D2",
     "nomme deux fois la même personne"),
    ("same choice twice", cell("Cours", 0, "formateurs", "Durand Paul ou Paul Durand"), "Cours!D2",
     "propose deux fois le même choix"),
    ("calendar of another decade", lambda rows: rows["Calendrier"].append(
     {"qui": "BP CUI 2", "du": date(2016, 9, 5), "au": date(2016, 9, 9)}), "Calendrier!", "Corrigez l'année"),
    ("absence on a Sunday", lambda rows: rows["Présences"].append(
     {"date": "13/09/2026", "apprenants": "Martin Léa", "état": "absent"}), "Présences!",
     "est le dimanche 13 septembre, où le centre n'a pas d'horaires : ligne sans effet"),
    ("absence of a class in its company", lambda rows: rows["Présences"].append(
     {"date": "15/09/2026", "classe": "CAP CUI 1", "état": "absent"}), "Présences!",
     "est le mardi 15 septembre, où personne de cette ligne n'est au CFA"),
    ("delay longer than the day", lambda rows: rows["Présences"].append(
     {"date": "08/09/2026", "demi-journée": "matin", "apprenants": "Sow Awa", "état": "en retard",
      "minutes de retard": 250}), "Présences!", "est un retard de 4 h 10, et les horaires de ce jour vont jusqu'à"),
    ("delay longer than any day", cell("Présences", 1, "minutes de retard", 590), "Présences!",
     "est un retard de 9 h 50, et une journée va jusqu'à"),
    ("scale of no result", lambda rows: rows["Échelles"].append({"échelle": "letres", "de": "E", "niveau": 1}),
     "Échelles!A", "n'est l'échelle d'aucun résultat : ses lignes ne changent rien. Vouliez-vous dire « lettres » ?"),
    ("module of a domain that nobody has", cell("Modules", 1, "domaines", "astrologie"), "Modules!",
     "n'est dû à personne par ses résultats"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "origin", "words"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_unlikely_is_said_once_with_its_cell(change: Change, origin: str, words: str) -> None:
    """One change to a sound workbook: it still reads, and one notice more says what to look at."""
    one_notice_more(change, origin, words)


def test_site_of_one_slot_is_not_that_of_the_centre() -> None:
    """Where no room or class has a site, a name typed beside one slot does not become the site of all."""
    rows = rich()
    rows["Sites"], rows["Classes"][0]["site"] = [], ""
    rows["Horaires"].append({"site": "Annexe", "jours": "sa", "début": "8h", "fin": "10h"})
    problem = read(rows)[0]
    assert {room.site_id for room in problem.rooms.values()} == {""}
    assert all(len(problem.bells_of(class_id).days[0]) == 4 for class_id in problem.classes)


def test_namesakes_born_on_other_days_are_two_people() -> None:
    """The same names alone are no reason to say anything."""
    rows = rich()
    rows["Apprenants"].extend([TWINS[0], {**TWINS[1], "naissance": "15/03/2006"}])
    assert not [text for text in read(rows)[1].notices if "les mêmes nom" in text]
