"""More of what random centres broke once, each as small as can be: found after the first ones were cured."""

from copy import deepcopy
from datetime import timedelta

from benchmarks.random_centres import solved
from benchmarks.random_rows import MONDAY, Cells, Rows, problem_of
from tests.whole.found import FRIDAY, TUESDAY, WEDNESDAY, broken, enters, lock, minor, person, small, two_sites

THURSDAY = MONDAY + timedelta(days=3)


def carried(**cells: object) -> Rows:
    """Two classes whose hour of *Lettres* is given in one barrette d'enseignement, by levels."""
    rows = small("Classe 1", "Classe 2")
    row: Cells = {
        "barrette": "Barrette B", "classes": "Classe 1 ; Classe 2", "durée": "1 h", "par semaine": 1,
        "nature": "enseignement", **cells,
    }  # fmt: skip
    rows["Barrettes"] = [row]
    rows["Cours"] += [
        {"classes": name, "matière": "Lettres", "heures": "1 h/sem", "formateurs": "Roux Anne ou Noir Eva",
         "dans la barrette": "Barrette B"}
        for name in ("Classe 1", "Classe 2")
    ]  # fmt: skip
    return rows


def helps(rows: Rows, *names: str) -> None:
    """One adult, who does not teach, helps some people."""
    rows["Formateurs"].append({"nom": "Gris Zoé", "rôle": "interprète"})
    rows["Aménagements"] = [{"apprenant": f"{name} Léa", "effet": "aide", "valeur": "Gris Zoé"} for name in names]


# Weeks and days of people


def test_h4d_trip_on_a_day_of_the_company() -> None:
    """A trip takes the minor's morning in the company; what they have by themselves that week makes room for it."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu-me"
    rows["Cours"][0] |= {"heures": "6 h/sem", "durées": "2+2+2"}
    enters(rows["Apprenants"][0])
    minor(rows["Apprenants"][0])
    after = deepcopy(rows)
    after["Événements"] = [{"événement": "Sortie", "date": THURSDAY, "classes": "Classe 1"}]
    assert "H4d" not in broken((rows, MONDAY), (after, MONDAY))


def test_h4e_day_of_an_event_of_somebody_of_another_site() -> None:
    """Without hours, an event of one person lasts from the first to the last bell of the own site, lunch apart."""
    rows = small("Classe 1", "Classe 2")
    two_sites(rows)
    rows["Horaires"].reverse()
    rows["Événements"] = [{"événement": "Jury", "date": WEDNESDAY, "apprenants": "Martin Léa"}]
    assert "H4e" not in broken((rows, MONDAY))


# Who helps whom


def test_h11d_two_programmes_of_a_teaching_barrette() -> None:
    """One adult helps somebody of each programme: both are in one group, whatever they study."""
    rows = carried()
    rows["Classes"][1]["formation"] = "CAP Cuisine"
    helps(rows, "Martin", "Petit")
    rows["Cours"] = rows["Cours"][2:]
    assert "H11d" not in broken((rows, MONDAY))


def test_h11d_event_of_somebody_helped() -> None:
    """A new event needs the helper: the course of the other one who is helped goes to another hour."""
    rows = small("Classe 1", "Classe 2")
    helps(rows, "Martin", "Petit")
    rows["Cours"][1] |= {"formateurs": "Roux Anne"}
    rows["Verrous"] = [{"cours": "Mathématiques – Classe 2", "date": THURSDAY, "heure": "8:00"}]
    after = deepcopy(rows)
    del after["Verrous"]
    after["Événements"] = [
        {"événement": "Jury", "date": THURSDAY, "début": "8h", "fin": "10h", "apprenants": "Martin Léa"}
    ]
    assert "H11d" not in broken((rows, MONDAY), (after, MONDAY))


# Groups


def test_h5a_accessible_room_of_a_teaching_barrette() -> None:
    """The programme in which somebody needs the only accessible room chooses its room first."""
    rows = carried()
    rows["Classes"][1]["formation"] = "CAP Cuisine"
    rows["Salles"] = rows["Salles"][:2]
    rows["Salles"][0]["accessible"] = "oui"
    rows["Aménagements"] = [{"apprenant": "Petit Léa", "effet": "salle", "valeur": "accessible"}]
    assert "H5a" not in broken((rows, MONDAY))


def test_h7a_group_at_a_distance_in_ones_own_time() -> None:
    """An hour of a barrette whose only group works at a distance in its own time is given."""
    rows = small()
    rows["Barrettes"] = [{"barrette": "Barrette A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1}]
    for row in rows["Apprenants"]:
        row["littératie"] = 1
    rows["Modules"] = [
        {"module": "LIRE", "libellé": "Lire", "composante": "consolidation", "domaines": "littératie",
         "modalité": "distance différée", "formateurs": "Noir Eva"}
    ]  # fmt: skip
    rows["Règles de besoins"] = [{"cible": "LIRE", "domaine": "littératie", "niveaux": "1", "par semaine": "1 h"}]
    assert "H7a" not in broken((rows, MONDAY))


def test_h8a_somebody_of_a_group_of_two_is_ill() -> None:
    """Two on the list of a group whose smallest size is two: one of them is ill at its only hour."""
    rows = small()
    rows["Barrettes"] = [
        {"barrette": "Barrette A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1, "effectif minimal": 2,
         "effectif maximal": 4}
    ]  # fmt: skip
    for row in rows["Apprenants"]:
        row["littératie"] = 1
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "littératie"}]
    after = deepcopy(rows)
    after["Indisponibilités"] = [{"qui": "Petit Léa", "du": MONDAY, "au": FRIDAY}]
    assert "H8a" not in broken((rows, MONDAY), (after, MONDAY))


# Hours of courses


def test_h3a_half_a_day_that_fell_stays_in_the_list() -> None:
    """The centre was closed on a morning: the session that fell is still told after the next update."""
    rows = small()
    rows["Calendrier"][0]["S37"] = "lu-ma"
    rows["Verrous"] = [lock("Mathématiques", TUESDAY, "10:00")]
    closed = deepcopy(rows)
    del closed["Verrous"]
    closed["Fermetures"] = [{"libellé": "Neige", "du": TUESDAY, "demi-journée": "matin"}]
    later = deepcopy(closed)
    later["Indisponibilités"] = [{"qui": "Noir Eva", "du": FRIDAY}]
    assert "H3a" not in broken((rows, MONDAY), (closed, MONDAY), (later, MONDAY))


def test_h3a_pasted_sessions_of_more_than_a_week() -> None:
    """Three hours are pasted in the second of two weeks at two hours each: one hour is left for the first."""
    rows = small()
    rows["Paramètres"][3]["valeur"] = FRIDAY + timedelta(days=7)
    rows["Calendrier"][0]["S38"] = "X"
    rows["Séances existantes"] = [
        {"date": MONDAY + timedelta(days=days), "début": "13:00", "durée": hours, "classe": "Classe 1",
         "matière": "Mathématiques"}
        for days, hours in ((7, "1 h"), (9, "2 h"))
    ]  # fmt: skip
    assert "H3a" not in broken((rows, MONDAY))


def test_h3a_announced_session_of_a_course_that_asks_for_less() -> None:
    """Two hours are announced when the course comes down to one: they are not given as they were."""
    rows = small()
    rows["Paramètres"][5]["valeur"] = 3
    rows["Verrous"] = [lock("Mathématiques", TUESDAY, "8:00")]
    after = deepcopy(rows)
    del after["Verrous"]
    after["Cours"][0]["heures"] = "1 h/sem"
    assert "H3a" not in broken((rows, MONDAY), (after, MONDAY))


def test_h15_locked_session_of_a_course_that_asks_for_less() -> None:
    """The workbook locks the hour of a session: with fewer hours it ends earlier, and stays there."""
    rows = small()
    rows["Verrous"] = [lock("Mathématiques", WEDNESDAY, "13:00")]
    after = deepcopy(rows)
    after["Cours"][0]["heures"] = "1 h/sem"
    assert not {"H15", "H3a"} & broken((rows, MONDAY), (after, TUESDAY))


def test_h3a_class_that_is_halved_after_a_session() -> None:
    """A workshop was given to the whole class on Monday; in halves since, each half has had it."""
    rows = small()
    rows["Cours"][0] |= {"heures": "4 h/sem", "durées": "2+2"}
    rows["Verrous"] = [lock("Mathématiques", day, "8:00") for day in (MONDAY, WEDNESDAY)]
    after = deepcopy(rows)
    del after["Verrous"]
    after["Cours"][0]["parties"] = 2
    assert "H3a" not in broken((rows, MONDAY), (after, TUESDAY))


# What stands, and its rooms


def test_h6f_courses_put_off_leave_a_short_day() -> None:
    """Courses are put off for an absence: what is left of that day is not too short."""
    rows = small()
    rows["Classes"][0] |= {"minimum par jour": "2 h", "minimum impératif": "oui"}
    rows["Temps d'accompagnement"] = [{"nom": "Temps A", "classes": "Classe 1", "durée": "1 h", "par semaine": 1}]
    rows["Apprenants"][0]["littératie"] = 1
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "littératie"}]
    after = deepcopy(rows)
    after["Indisponibilités"] = [{"qui": "Petit Léa", "du": MONDAY, "au": FRIDAY, "cours de la classe": "reportés"}]
    assert "H6f" not in broken((rows, MONDAY), (after, MONDAY))


def test_h5b_support_in_a_room_that_became_too_small() -> None:
    """Every room has fewer places now: a session of four does not stay in one of three."""
    rows = small()
    rows["Apprenants"] = [person(name, "Classe 1") for name in ("Martin", "Petit", "Sow", "Diallo")]
    for row in rows["Apprenants"]:
        row |= {"entrée": MONDAY, "contrat début": None, "contrat fin": None, "module d'entrée déjà fait": "14 h"}
    rows["Salles"] = rows["Salles"][:1]
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "EMPLOI"}]
    after = deepcopy(rows)
    after["Salles"][0]["places"] = 3
    assert "H5b" not in broken((rows, MONDAY), (after, MONDAY))


def test_h4a_support_of_somebody_without_a_class_whose_room_closes() -> None:
    """The room of a postulant closes: the next one is not on a site whose bells ring at other hours."""
    rows = small("Classe 1", "Classe 2")
    two_sites(rows)
    rows["Apprenants"][1] |= {"classe": None, "entrée": MONDAY, "contrat début": None, "contrat fin": None}
    rows["Salles"] = [row for row in rows["Salles"] if row["salle"] in ("Salle 1", "Salle 9")]
    after = deepcopy(rows)
    after["Indisponibilités"] = [{"qui": "Salle 1", "du": MONDAY, "au": FRIDAY}]
    assert not {"H4a", "H6d"} & broken((rows, MONDAY), (after, MONDAY))


def test_h5d_room_of_a_pasted_session_closes() -> None:
    """A pasted session names no room: another one is found at its hour when the first one closes."""
    rows = small()
    rows["Séances existantes"] = [
        {"date": THURSDAY, "début": "8:00", "durée": "2 h", "classe": "Classe 1", "matière": "Mathématiques"}
    ]
    after = deepcopy(rows)
    after["Indisponibilités"] = [{"qui": f"Salle {n}", "du": THURSDAY} for n in (1, 2)]
    assert "H5d" not in broken((rows, MONDAY), (after, MONDAY))


def test_h6b_pasted_session_of_an_adult_of_another_site() -> None:
    """`check` refuses a pasted session whose trainer does not work on its site."""
    rows = small("Classe 1", "Classe 2")
    two_sites(rows)
    rows["Formateurs"][0]["sites"] = "Annexe"
    rows["Séances existantes"] = [
        {"date": THURSDAY, "début": "8:00", "durée": "2 h", "classe": "Classe 1", "matière": "Mathématiques",
         "formateur": "Durand Paul", "salle": "Salle 1"}
    ]  # fmt: skip
    assert "H6b" not in broken((rows, MONDAY))


def test_h1c_trip_of_a_class_whose_course_has_nobody() -> None:
    """The only one of a class is exempted from a course: it does not take place during a trip all the same."""
    rows = small()
    del rows["Apprenants"][1]
    rows["Verrous"] = [lock("Mathématiques", TUESDAY, "14:00")]
    after = deepcopy(rows)
    del after["Verrous"]
    after["Dispenses"] = [{"apprenant": "Martin Léa", "matière": "Mathématiques", "à la place": "autonomie"}]
    after["Événements"] = [{"événement": "Sortie", "date": TUESDAY, "classes": "Classe 1", "à rattraper": "oui"}]
    assert "H1c" not in broken((rows, MONDAY), (after, MONDAY))


def test_make_up_by_a_trainer_whose_limit_is_switched_off() -> None:
    """*Règles* switches the hours of adults off: one who has had them all gives the make-up too."""
    rows = small()
    rows["Formateurs"][0]["max par semaine"] = "2 h"
    rows["Calendrier"].append({"qui": "Martin Léa", "à rattraper": "oui", "S37": "me-ve"})
    rows["Verrous"] = [lock("Mathématiques", MONDAY, "8:00")]
    rows["Compétences"] = [{"formateur": "Noir Eva", "matière ou module": "littératie"}]
    rows["Règles"] = [{"règle": "H6c", "active": "non"}]
    problem, faults = problem_of(rows)
    assert problem is not None, faults
    made = [s.trainer_ids for s in solved(problem)[0].sessions if s.id.startswith("rattrapage-")]
    assert made == [("DURAND-PAUL",)]
