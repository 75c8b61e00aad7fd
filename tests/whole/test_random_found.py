"""What random centres broke once, each as small as can be."""

from copy import deepcopy

from benchmarks.random_rows import MONDAY, Rows
from tests.whole.found import (
    FRIDAY,
    TUESDAY,
    WEDNESDAY,
    broken,
    crossed,
    enters,
    lock,
    minor,
    person,
    small,
    two_sites,
)

# Weeks and days of people


def test_h4d_entry_module_of_a_minor_in_a_shared_week() -> None:
    """Three days at the centre and two in the company: 14 h of entry module are too many beside 35 h."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu-me"
    enters(rows["Apprenants"][0], FRIDAY)
    minor(rows["Apprenants"][0])
    assert "H4d" not in broken((rows, MONDAY))


def test_h17_event_of_a_minor_in_a_shared_week() -> None:
    """An event takes place whatever the company's hours are."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu-me"
    rows["Cours"][0]["heures"] = "1 h/sem"
    minor(rows["Apprenants"][0])
    rows["Événements"] = [
        {"événement": "Réunion", "date": WEDNESDAY, "début": "10h", "fin": "12h", "classes": "Classe 1"}
    ]
    assert "H17" not in broken((rows, MONDAY))


def test_h11b_event_longer_than_a_day_may_be() -> None:
    """A whole day out is too long for somebody who has four hours a day."""
    rows = small()
    rows["Aménagements"] = [{"apprenant": "Martin Léa", "effet": "max par jour", "durée": "4 h"}]
    rows["Événements"] = [{"événement": "Sortie", "date": WEDNESDAY, "classes": "Classe 1"}]
    assert "H11b" not in broken((rows, MONDAY))


def test_h11b_shorter_days_after_the_entry_module_was_planned() -> None:
    """An arrangement that comes later shortens the days of the entry module too."""
    rows = small()
    enters(rows["Apprenants"][0])
    after = deepcopy(rows)
    after["Aménagements"] = [{"apprenant": "Martin Léa", "effet": "max par jour", "durée": "2 h", "du": MONDAY}]
    assert "H11b" not in broken((rows, MONDAY), (after, MONDAY))


def test_h12_class_away_on_a_day_of_the_entry_module() -> None:
    """A class is away on Tuesday: its entrant has no entry module then."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu-ma"
    enters(rows["Apprenants"][0])
    after = deepcopy(rows)
    after["Indisponibilités"] = [{"qui": "Classe 1", "du": TUESDAY}]
    assert "H12" not in broken((rows, MONDAY), (after, MONDAY))


def test_h12_class_away_on_the_first_days_of_a_contract() -> None:
    """Nobody types the first company day: a day on which the class is away is not one of somebody's own."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu-me"
    enters(rows["Apprenants"][0])
    rows["Apprenants"][0]["contrat début"] = MONDAY
    after = deepcopy(rows)
    after["Indisponibilités"] = [{"qui": "Classe 1", "du": TUESDAY}]
    assert "H12" not in broken((rows, MONDAY), (after, MONDAY))


def test_h11d_entry_module_of_somebody_helped() -> None:
    """One helper for two people: the entry module of one is not at the hours at which the other one is helped."""
    rows = small("Classe 1", "Classe 2")
    rows["Formateurs"].append({"nom": "Gris Zoé", "rôle": "interprète"})
    rows["Aménagements"] = [
        {"apprenant": f"{name} Léa", "effet": "aide", "valeur": "Gris Zoé"} for name in ("Martin", "Petit")
    ]
    for row in rows["Cours"]:
        row |= {"heures": "8 h/sem", "durées": "4+4"}
    rows["Cours"][1]["formateurs"] = "Roux Anne"
    enters(rows["Apprenants"][1])
    assert "H11d" not in broken((rows, MONDAY))


def helped(*names: str) -> Rows:
    """Two classes with an hour of support in common; the only adult who does not teach helps some people."""
    rows = small("Classe 1", "Classe 2")
    rows["Formateurs"].append({"nom": "Gris Zoé", "rôle": "interprète"})
    rows["Aménagements"] = [{"apprenant": f"{name} Léa", "effet": "aide", "valeur": "Gris Zoé"} for name in names]
    return rows


def test_h11d_helper_watches_no_other_class() -> None:
    """Who helps somebody in an open period does not watch the room of the other class meanwhile."""
    rows = helped("Petit")
    rows["Temps d'accompagnement"] = [
        {"nom": "Temps A", "classes": "Classe 1 ; Classe 2", "durée": "1 h", "par semaine": 1}
    ]
    assert "H11d" not in broken((rows, MONDAY))


def test_h11d_two_people_helped_by_one_adult_are_in_one_group() -> None:
    """Two needs, two trainers and one helper: both people are in the same group of the barrette."""
    rows = helped("Martin", "Petit")
    rows["Barrettes"] = [{"barrette": "Barrette A", "classes": "Classe 1 ; Classe 2", "durée": "1 h", "par semaine": 2}]
    rows["Apprenants"][0]["littératie"] = rows["Apprenants"][1]["numératie"] = 1
    rows["Compétences"] = [
        {"formateur": "Noir Eva", "matière ou module": "littératie"},
        {"formateur": "Roux Anne", "matière ou module": "numératie"},
    ]
    assert "H11d" not in broken((rows, MONDAY))


def test_h9b_support_before_the_class_is_there() -> None:
    """Hours of a strand on a day without company and without class count for the target as any other."""
    rows = small()
    rows["Classes"][0]["formation"] = "CAP Cuisine"
    rows["Calendrier"][0]["S37"] = "me-ve"
    rows["Apprenants"][0] |= {"entrée": MONDAY, "contrat début": None, "contrat fin": None}
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "AP-METHODE"}]
    rows["Besoins"] = [{"apprenants": "Martin Léa", "cible": "AP-METHODE", "en tout": "1 h", "séance commune": "oui"}]
    assert "H9b" not in broken((rows, MONDAY))


# Bells and places


def test_h4a_postulant_of_a_centre_with_two_bells() -> None:
    """Who has no class follows the bells of the site that he goes to."""
    rows = small("Classe 1", "Classe 2")
    two_sites(rows)
    rows["Apprenants"][1] |= {"classe": None, "entrée": MONDAY, "contrat début": None, "contrat fin": None}
    assert "H4a" not in broken((rows, MONDAY))


def test_h4a_people_of_two_sites_who_look_for_an_employer() -> None:
    """Each is called at the bells of the own site, together only where these ring at once."""
    rows = small("Classe 1", "Classe 2")
    two_sites(rows)
    for row in rows["Apprenants"]:
        row |= {"entrée": MONDAY, "contrat début": None, "contrat fin": None}
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "EMPLOI"}]
    assert "H4a" not in broken((rows, MONDAY))


def test_h4a_course_on_another_site_is_moved() -> None:
    """The class of the annexe cooks at the centre, by the centre's bells, also when the session is moved."""
    rows = small("Classe 1", "Classe 2")
    two_sites(rows)
    rows["Salles"].append({"salle": "Cuisine", "type": "cuisine", "places": 12, "site": "Centre"})
    rows["Cours"][1] |= {"durées": "2", "type de salle": "cuisine"}
    rows["Verrous"] = [{"cours": "Mathématiques – Classe 2", "date": FRIDAY, "heure": "8:00"}]
    after = deepcopy(rows)
    del after["Verrous"]
    after["Indisponibilités"] = [{"qui": "Durand Paul", "du": FRIDAY}]
    assert "H4a" not in broken((rows, MONDAY), (after, MONDAY))


def test_h5a_work_on_ones_own_to_make_up_for_a_workshop() -> None:
    """Hours of a kitchen that are made up alone are in a watched place; rule and engine say the same of it."""
    rows = small()
    rows["Salles"].append({"salle": "Cuisine", "type": "cuisine", "places": 12})
    rows["Cours"][0] |= {"durées": "2", "type de salle": "cuisine"}
    rows["Formateurs"][0]["disponible seulement"] = "lu"
    rows["Calendrier"].append({"qui": "Martin Léa", "à rattraper": "autonomie", "S37": "me-ve"})
    assert "H5a" not in broken((rows, MONDAY))


def test_h4b_lunch_of_a_trainer_of_two_sites() -> None:
    """Half past twelve here and one o'clock there leave no lunch to whoever works in the afternoon too."""
    rows = small("Classe 1", "Classe 2")
    two_sites(rows)
    rows["Formateurs"] = [{"nom": "Durand Paul"}, {"nom": "Noir Eva"}]
    rows["Séances existantes"] = [
        {"date": TUESDAY, "début": start, "durée": "1 h", "classe": name, "matière": "Mathématiques"}
        for start, name in (("11:30", "Classe 2"), ("13:00", "Classe 1"))
    ]
    rows["Temps d'accompagnement"] = [{"nom": "Temps A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1}]
    rows["Calendrier"][0]["S37"] = "ma pm"
    rows["Apprenants"][0]["littératie"] = 1
    rows["Compétences"] = [{"formateur": "Durand Paul", "matière ou module": "littératie"}]
    assert "H4b" not in broken((rows, MONDAY))


# Courses


def test_h3d_make_up_of_a_crossed_course() -> None:
    """Two people who missed Monday make up for it without anybody being crossed with them."""
    rows = crossed()
    rows["Formateurs"][0]["disponible seulement"] = "lu ; je"
    rows["Verrous"] = [lock("Atelier", MONDAY, "8:00", partie="A")]
    rows["Calendrier"] += [{"qui": f"{name} Léa", "à rattraper": "oui", "S37": "me-ve"} for name in ("Martin", "Petit")]
    assert "H3d" not in broken((rows, MONDAY))


def test_h6a_make_up_after_the_course_changed_its_trainer() -> None:
    """The course goes to another trainer; its make-up sessions to come do so too."""
    rows = small()
    rows["Calendrier"].append({"qui": "Martin Léa", "à rattraper": "oui", "S37": "me-ve"})
    rows["Verrous"] = [lock("Mathématiques", MONDAY, "8:00")]
    after = deepcopy(rows)
    after["Cours"][0]["formateurs"] = "Roux Anne"
    assert "H6a" not in broken((rows, MONDAY), (after, TUESDAY))


def test_h3a_closed_day_makes_the_week_shorter() -> None:
    """Two days, one of them closed now: one hour of the two is due, not two."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu-ma"
    after = deepcopy(rows)
    after["Fermetures"] = [{"libellé": "Neige", "du": TUESDAY}]
    assert "H3a" not in broken((rows, MONDAY), (after, MONDAY))


def test_h3a_hours_that_were_given_before_they_became_fewer() -> None:
    """Four hours were given by Friday when the workbook is changed to two: nothing can be done about it."""
    rows = small()
    rows["Cours"][0] |= {"heures": "4 h/sem", "durées": "2+2"}
    rows["Verrous"] = [lock("Mathématiques", day, "8:00") for day in (MONDAY, TUESDAY)]
    after = deepcopy(rows)
    after["Cours"][0] |= {"heures": "2 h/sem", "durées": "2"}
    del after["Verrous"]
    assert "H3a" not in broken((rows, MONDAY), (after, FRIDAY))


# What stands at an hour


def test_h17b_courses_put_off_for_an_absence_that_comes_later() -> None:
    """Somebody is away from Wednesday on, courses put off: the class has none of them then."""
    rows = small()
    rows["Formateurs"][0]["disponible seulement"] = "ve"
    after = deepcopy(rows)
    after["Indisponibilités"] = [{"qui": "Petit Léa", "du": WEDNESDAY, "au": FRIDAY, "cours de la classe": "reportés"}]
    assert "H17b" not in broken((rows, MONDAY), (after, MONDAY))


def test_h6b_standing_session_without_a_trainer() -> None:
    """The session names nobody: the trainer of the course who is there on Friday afternoon gives it."""
    rows = small()
    rows["Cours"][0]["formateurs"] = "Roux Anne ou Durand Paul"
    rows["Formateurs"][1]["jours absents"] = "ve pm"
    rows["Séances existantes"] = [
        {"date": FRIDAY, "début": "13:00", "durée": "2 h", "classe": "Classe 1", "matière": "Mathématiques"}
    ]
    assert "H6b" not in broken((rows, MONDAY))


def test_h15_person_locked_in_a_group() -> None:
    """Somebody is to stay in a module that can be opened."""
    rows = small()
    rows["Barrettes"] = [{"barrette": "Barrette A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1}]
    rows["Apprenants"][0] |= {"littératie": 1, "numératie": 1}
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "littératie ; AP-METHODE"}]
    rows["Verrous"] = [{"barrette": "Barrette A", "module": "AP-METHODE", "apprenant": "Martin Léa"}]
    assert "H15" not in broken((rows, MONDAY))


# Contradictions of the workbook: `check` should say them, and what cannot be placed be listed


def test_h15_lock_at_an_hour_that_is_too_late() -> None:
    """Either the lock holds, or `check` refuses it."""
    rows = small()
    rows["Verrous"] = [lock("Mathématiques", WEDNESDAY, "11:00")]
    assert "H15" not in broken((rows, MONDAY))


def test_h4g_standing_session_before_the_first_arrival() -> None:
    """Either the session that stands is refused by `check`, or its class may come for it."""
    rows = small()
    rows["Classes"][0]["première arrivée"] = "9:00"
    rows["Séances existantes"] = [
        {"date": WEDNESDAY, "début": "8:00", "durée": "2 h", "classe": "Classe 1", "matière": "Mathématiques"}
    ]
    assert not {"H4g", "H7c"} & broken((rows, MONDAY))


def test_h17b_standing_session_during_an_event() -> None:
    """Either the session that stands is refused by `check`, or the event does not suspend it."""
    rows = small()
    rows["Séances existantes"] = [
        {"date": WEDNESDAY, "début": "8:00", "durée": "2 h", "classe": "Classe 1", "matière": "Mathématiques"}
    ]
    rows["Événements"] = [
        {"événement": "CCF", "date": WEDNESDAY, "début": "8h", "fin": "10h", "apprenants": "Martin Léa",
         "reste de la classe": "libéré"}
    ]  # fmt: skip
    assert "H17b" not in broken((rows, MONDAY))


def test_small_centre_breaks_nothing() -> None:
    """The centre to which the cases are added is sound by itself, and so is an update without a change."""
    assert broken((small(), MONDAY), (small(), WEDNESDAY)) == set()
    assert broken((crossed() | {"Apprenants": [person("Martin", "Classe 1")]}, MONDAY)) == set()
