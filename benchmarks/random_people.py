"""What may be special about the people of a small centre: presence, paths, needs, and what happens to them."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, timedelta

from benchmarks import random_cases as cases
from benchmarks.random_rows import (
    ADULTS,
    DAYS,
    FIRST_WEEK,
    INSTEAD,
    MAKEUP,
    MONDAY,
    Dice,
    Draw,
    Rows,
    base,
    newcomer,
    possible,
)


def arrangements(draw: Draw) -> None:
    """Effects of all kinds on one or two people."""
    dice = draw.dice
    for who in dice.some(draw.people, 2):
        effect = dice.choice((
            {"effet": "max par jour", "durée": dice.choice(("2 h", "4 h", "6 h"))},
            {"effet": "créneau interdit", "jours": dice.choice(("lu", "ma ; je")), "de": "8h", "à": "10h"},
            {"effet": "jour de repos", "jours": dice.choice(("ma", "lu", "je"))},
            {"effet": "pause supplémentaire", "durée": "15 min"},
            {"effet": "salle", "valeur": "accessible"},
        ))  # fmt: skip
        draw.add("Aménagements", apprenant=who, **effect)
    draw.rows["Salles"][2]["accessible"] = "oui"


def company(draw: Draw) -> None:
    """Minors who work for their company on all other days of the week, their calendar being mixed."""
    for row in draw.rows["Apprenants"]:
        if draw.dice.chance(0.6):
            row |= {"naissance": date(2009, 11, 2), "contrat début": date(2026, 9, 1), "contrat fin": date(2028, 8, 31),
                    "heures hebdo en entreprise": draw.dice.choice(("35 h", "28 h", "30 h"))}  # fmt: skip
        row["sortie libre autorisée le"] = draw.dice.choice((None, MONDAY))


def entrants(draw: Draw) -> None:
    """People who enter before the term or in the middle, the first day in the company being near."""
    for row in draw.dice.some(draw.rows["Apprenants"], 3):
        entry = draw.dice.choice((MONDAY - timedelta(days=3), MONDAY, draw.day()))
        row |= {"entrée": entry, "contrat début": entry, "contrat fin": date(2028, 8, 31)}
        row["premier jour en entreprise"] = draw.dice.choice((None, entry + timedelta(days=draw.dice.randint(2, 10))))
        row["module d'entrée déjà fait"] = draw.dice.choice((None, None, "1 h"))


def postulant(draw: Draw) -> None:
    """Somebody without a class or a contract."""
    row = newcomer(draw.dice, "Libre", None, MONDAY)
    draw.rows["Apprenants"].append(row | {"contrat début": None, "contrat fin": None})


def broken(draw: Draw) -> None:
    """A contract broken in the middle, somebody who leaves, an undecided one."""
    one, two, three = draw.dice.sample(draw.rows["Apprenants"], 3)
    one |= {"contrat début": date(2026, 9, 1), "contrat fin": date(2028, 8, 31), "rupture": draw.day()}
    if draw.dice.chance():
        two["sortie"] = max(draw.day(), date(2026, 9, 9))
    three["choix d'orientation"] = draw.dice.choice(("à décider", "poursuite", "insertion"))


def distance(draw: Draw) -> None:
    """Somebody who follows everything from elsewhere, and a traveller."""
    one, two = draw.dice.sample(draw.rows["Apprenants"], 2)
    one["modalité"] = draw.dice.choice(("distance", "hybride"))
    two |= {"première arrivée": "9:00", "dernier départ": "16:00"}


def calendars(draw: Draw) -> None:
    """A person, and a part of a class, at the centre on other days than the class."""
    weeks = [f"S{FIRST_WEEK + n}" for n in range(draw.weeks)]
    who = draw.dice.choice(draw.people)
    mine = {week: draw.dice.choice(("X", "ma;je", "lu am")) for week in weeks}
    draw.rows["Calendrier"].append({"qui": who, "à rattraper": draw.dice.choice(MAKEUP), **mine})
    split = next((row for row in draw.rows["Cours"] if row.get("parties") == 2), None)
    if split is not None and draw.dice.chance():
        theirs = {week: draw.dice.choice(("X", "lu-me")) for week in weeks}
        draw.rows["Calendrier"].append({"qui": split["classes"], "partie": "B", **theirs})


def paths(draw: Draw) -> None:
    """A change of class, an exemption, and somebody who follows a course of another class."""
    dice = draw.dice
    home = [who for who in draw.people if draw.class_of(who)]
    if dice.chance():
        day = MONDAY + timedelta(days=dice.randint(2, 9))
        draw.add("Affectations", apprenant=dice.choice(home), classe=dice.choice(draw.classes), du=day)
    if dice.chance():
        draw.add("Dispenses", apprenant=dice.choice(home), matière=draw.course(own=False)["matière"],
                 à_la_place=dice.choice(INSTEAD))  # fmt: skip
    if dice.chance(0.7):
        _other_class(draw, dice.choice(home))


def _other_class(draw: Draw, who: str) -> None:
    """Somebody leaves a course of the own class for one of another class."""
    single = [row for row in draw.rows["Cours"] if ";" not in str(row["classes"]) and not row.get("dans la barrette")]
    mine = [row for row in single if row["classes"] == draw.class_of(who)]
    others = [row for row in single if row["classes"] != draw.class_of(who) and not row.get("parties")]
    if mine and others:
        left, followed = draw.dice.choice(mine), draw.dice.choice(others)
        draw.add("Parcours individuels", apprenant=who, cours_quitté=f"{left['matière']} – {left['classes']}",
                 cours_suivi=f"{followed['matière']} – {followed['classes']}",
                 à_la_place=draw.dice.choice((None, *INSTEAD)))  # fmt: skip


def event(draw: Draw) -> None:
    """Something at a fixed hour for a class, half of it, or people by name."""
    dice = draw.dice
    start, end = dice.choice((("8h", "10h"), ("10h", "12h"), ("13h", "17h"), (None, None)))
    row: dict[str, object] = {
        "événement": dice.choice(("CCF", "Sortie", "Réunion")), "date": draw.day(), "début": start, "fin": end,
        "formateurs": dice.choice((None, ADULTS[0])), "à rattraper": dice.choice(MAKEUP),
    }  # fmt: skip
    if dice.chance(0.3):
        row["salle"] = "Salle 2"
    split = next((one for one in draw.rows["Cours"] if one.get("parties") == 2), None)
    rest = dice.choice((None, "maintenu", "autonomie", "libéré"))
    if split is not None and dice.chance(0.4):
        row |= {"classes": split["classes"], "partie": dice.choice(("A", "B")), "reste de la classe": rest}
    elif dice.chance():
        row["classes"] = dice.choice(draw.classes)
    else:
        row |= {"apprenants": " ; ".join(dice.some(draw.people)), "reste de la classe": rest}
    draw.rows.setdefault("Événements", []).append(row)


def mobility(draw: Draw) -> None:
    """A class, or some people, elsewhere for several days; half a class away while the other half goes on."""
    dice, first = draw.dice, draw.day()
    row: dict[str, object] = {
        "événement": "Mobilité", "date": first, "au": first + timedelta(days=dice.randint(1, 4)),
        "lieu extérieur": "Turin", "formateurs": dice.choice((None, ADULTS[2])), "à rattraper": dice.choice(MAKEUP),
    }  # fmt: skip
    if dice.chance(0.4):
        row["classes"] = dice.choice(draw.classes)
    else:
        rest = dice.choice((None, "maintenu", "autonomie", "libéré"))
        row |= {"apprenants": " ; ".join(dice.some(draw.people)), "reste de la classe": rest}
    draw.rows.setdefault("Événements", []).append(row)
    split = next((one for one in draw.rows["Cours"] if one.get("parties") == 2), None)
    if split is not None:
        draw.add("Indisponibilités", qui=split["classes"], partie=dice.choice(("A", "B")), du=draw.day(),
                 à_rattraper=dice.choice(MAKEUP))  # fmt: skip


def absences(draw: Draw) -> None:
    """A class, a trainer, a room or a person away."""
    dice = draw.dice
    for kind in dice.some(("class", "trainer", "room", "person", "wish")):
        first = draw.day()
        last = first + timedelta(days=dice.randint(0, 3))
        if kind == "class":
            draw.add("Indisponibilités", qui=dice.choice(draw.classes), du=first, à_rattraper=dice.choice(MAKEUP))
        elif kind == "trainer":
            draw.add("Indisponibilités", qui=dice.choice(ADULTS), du=first, au=last)
        elif kind == "room":
            draw.add("Indisponibilités", qui=dice.choice(("Salle 1", "Cuisine")), du=first, au=last, de="8h", à="12h")
        elif kind == "person":
            draw.add("Indisponibilités", qui=dice.choice(draw.people), du=first, au=last,
                     à_rattraper=dice.choice(MAKEUP),
                     cours_de_la_classe=dice.choice((None, "maintenus", "reportés")))  # fmt: skip
        else:
            draw.add("Indisponibilités", qui=dice.choice(ADULTS), jours=dice.choice(DAYS), nature="souhait")


def needs(draw: Draw) -> None:
    """Needs of a person, of a class, of some people together, and what is for the company."""
    dice = draw.dice
    much = dice.choice(({"en_tout": "4 h"}, {"par_séjour": "1 h"}))
    draw.add("Besoins", apprenants=dice.choice(draw.people), cible=dice.choice(("NUM2", "AP", "EMPLOI")), **much)
    if dice.chance():
        draw.add("Besoins", classe=dice.choice(draw.classes), cible="AP-METHODE", en_tout="1 h",
                 séance_commune=dice.choice((None, "non")))  # fmt: skip
    if dice.chance():
        draw.add("Besoins", apprenants=" ; ".join(dice.some(draw.people)), cible="LIT1", en_tout="2 h",
                 séance_commune="oui", ouvert_le=draw.day())  # fmt: skip
    draw.add("Besoins", apprenants=dice.choice(draw.people), réponse="entreprise", motif="RETARDS")


def results(draw: Draw) -> None:
    """Later results, hours done before, and people to keep together or apart."""
    dice = draw.dice
    draw.add("Résultats", apprenant=dice.choice(draw.people), domaine="littératie", résultat=1, date=draw.day())
    draw.add("Reprise", apprenant=dice.choice(draw.people), heures="30 h")
    draw.add("Reprise", formateurs=ADULTS[1], heures="12 h")
    draw.add("Ensemble ou séparés", apprenants=" ; ".join(dice.sample(draw.people, 2)),
             règle=dice.choice(("ensemble", "séparés")))  # fmt: skip


def visits(draw: Draw) -> None:
    """Visits with a date, and one that is only to be done."""
    for who in draw.dice.some(draw.people, 2):
        draw.add("Visites", apprenant=who, nombre=1, à_dater=draw.dice.choice(("oui", "oui", None)),
                 formateur=draw.dice.choice(ADULTS))  # fmt: skip


NATURES = ("recherche d'employeur", "mission locale, France Travail", "lien avec l'entreprise", "entretien", "décision",
           "accompagnement socio-éducatif", "sortie", "autre")  # fmt: skip


def actions(draw: Draw, today: date = MONDAY) -> None:
    """What was done for one or two people, or is to be, an aid with its dates among it."""
    dice = draw.dice
    for who in dice.some(draw.people, 2):
        draw.add("Actions", apprenant=who, nature=dice.choice(NATURES), date=today + timedelta(dice.randint(-9, 9)),
                 avec_qui=dice.choice((None, "Mme Petit")), résultat=dice.choice((None, "suite à donner")))  # fmt: skip
    told = today + timedelta(dice.randint(-9, 9))
    draw.add("Actions", apprenant=dice.choice(draw.people), nature=dice.choice(("aide", "permis de conduire")),
             objet="Premier équipement", informé_le=told,
             demandé_le=dice.choice((None, told + timedelta(3))))  # fmt: skip


CASES: Mapping[str, Callable[[Draw], None]] = {
    "sites": cases.sites, "bells": cases.other_bells, "order": cases.order, "crossed": cases.crossed,
    "barrette": cases.barrette, "teaching": cases.teaching, "open_time": cases.open_time, "courses": cases.courses,
    "regulated": cases.regulated, "places": cases.places, "periods": cases.periods, "offer": cases.offer,
    "rules": cases.rules, "trainers": cases.trainers, "class_days": cases.class_days, "helper": cases.helper,
    "arrangements": arrangements, "company": company, "entrants": entrants, "postulant": postulant, "broken": broken,
    "distance": distance, "calendars": calendars, "paths": paths, "event": event, "absences": absences, "needs": needs,
    "results": results, "visits": visits, "standing": cases.standing, "locks": cases.locks,
    "mobility": mobility, "links": cases.links, "limits": cases.limits, "only_hours": cases.only_hours,
    "actions": actions,
}  # fmt: skip
"""Every case, in the order in which they are drawn: what stands at an hour comes late."""
SHARE = {"barrette": 0.5, "event": 0.5, "open_time": 0.4, "company": 0.35}
"""How often a case joins in; 0.25 for the others."""


def centre(seed: int, weeks: int = 0) -> Rows:
    """Rows of the centre of a seed, without the cases that it cannot have: a workbook with a fault is not for us.

    ``weeks`` 0: one to three.
    """
    dice = Dice(seed)
    draw = base(dice, weeks)
    for name, add in CASES.items():
        if not dice.chance(SHARE.get(name, 0.25)):
            continue
        before = deepcopy(draw.rows)
        add(draw)
        if not possible(draw.rows):
            draw.rows = before
    return draw.rows
