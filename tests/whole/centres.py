"""Draws small centres: rows of a workbook without a fault, in which whatever may vary does."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.whole.tiny import Rows

MONDAY = date(2026, 9, 7)
PROGRAMMES = ("CAP Cuisine", "CAP Boulanger", "BP Arts de la cuisine", "Bac pro Cuisine")
SUBJECTS = ("Mathématiques", "Français", "TP cuisine", "Anglais", "EPS")
ADULTS = ("Durand Paul", "Roux Anne", "Noir Eva", "Blanc Luc")
INSTEAD = ("accompagnement", "autonomie", "entreprise", "libre")
FAMILY, FIRST = ("Martin", "Petit", "Sow", "Diallo", "Leroy"), ("Léa", "Hugo", "Awa")


@st.composite
def centres(draw: st.DrawFn) -> Rows:
    """Rows of a small centre: two or three classes, one to three weeks, a dozen people, and whatever may vary."""
    weeks = draw(st.integers(1, 3))
    classes = [f"Classe {n}" for n in range(1, 1 + draw(st.integers(2, 3)))]
    rows: Rows = {
        "Paramètres": [
            {"paramètre": "établissement", "valeur": "CFA tiré au sort"},
            {"paramètre": "zone", "valeur": "B"},
            {"paramètre": "début", "valeur": MONDAY},
            {"paramètre": "fin", "valeur": MONDAY + timedelta(days=7 * weeks - 3)},
            {"paramètre": "sel", "valeur": "sel"},
        ],
        "Classes": [
            {"classe": name, "formation": draw(st.sampled_from(PROGRAMMES)), "année": draw(st.integers(1, 2))}
            for name in classes
        ],
        "Calendrier": [
            {"qui": name} | {f"S{37 + n}": draw(st.sampled_from(["X", "X", "lu-me", "lu-ma"])) for n in range(weeks)}
            for name in classes
        ],
        "Formateurs": [
            {"nom": name, "jours absents": draw(st.sampled_from([None, None, "me", "ve pm"])),
             "max par semaine": draw(st.sampled_from([None, "18 h"]))}
            for name in ADULTS
        ],
        "Salles": [
            {"salle": "Cuisine", "type": "cuisine", "places": draw(st.integers(3, 12))},
            {"salle": "Salle 1", "type": "banalisée", "places": draw(st.integers(4, 12))},
            {"salle": "Salle 2", "type": "banalisée", "places": 12},
            {"salle": "CDR", "type": "ressources", "places": 30, "groupes simultanés": 3},
        ],
        "Cours": [_course(draw, name, subject) for name in classes for subject in _some(draw, SUBJECTS)],
        "Apprenants": [
            _learner(draw, number, draw(st.sampled_from(classes))) for number in range(draw(st.integers(4, 12)))
        ],
        "Compétences": [
            {"formateur": name, "matière ou module": " ; ".join(_some(draw, ("littératie", "numératie", "AP-METHODE")))}
            for name in ADULTS
        ],
    }  # fmt: skip
    rows |= _support(draw, classes) | _cases(draw, rows)
    return more(draw, rows, weeks)


def _some(draw: st.DrawFn, values: tuple[str, ...]) -> list[str]:
    return draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))


def _course(draw: st.DrawFn, name: str, subject: str) -> dict[str, object]:
    workshop = subject.startswith("TP")
    return {
        "classes": name,
        "matière": subject,
        "heures": "4 h/sem" if workshop else draw(st.sampled_from(["2 h/sem", "4 h/sem", "6 h/sem"])),
        "formateurs": " ou ".join(_some(draw, ADULTS[:3])[:2]),
        "durées": "4" if workshop else None,
        "type de salle": "cuisine" if workshop else None,
        "parties": draw(st.sampled_from([None, 2])) if workshop else None,
    }


def _learner(draw: st.DrawFn, number: int, group: str) -> dict[str, object]:
    signed = draw(st.sampled_from([None, date(2026, 9, 1), date(2026, 9, 14)]))
    return {
        "nom": FAMILY[number % len(FAMILY)],
        "prénom": FIRST[number // len(FAMILY)],
        "naissance": date(draw(st.integers(2000, 2010)), 5, 6),
        "classe": group,
        "entrée": draw(st.sampled_from([date(2026, 9, 1), MONDAY, date(2026, 9, 9)])),
        "contrat début": signed,
        "contrat fin": signed and date(2028, 8, 31),
        "littératie": draw(st.sampled_from([None, 1, 2, 3, 4])),
        "numératie": draw(st.sampled_from([None, 1, 2, 3, 4])),
    }


def _support(draw: st.DrawFn, classes: list[str]) -> Rows:
    """A barrette, an open period, both or none, for some of the classes."""
    rows: Rows = {}
    together = " ; ".join(classes[: draw(st.integers(1, len(classes)))])
    if draw(st.booleans()):
        rows["Barrettes"] = [
            {"barrette": "Barrette A", "classes": together, "durée": "2 h", "par semaine": 1,
             "politique": draw(st.sampled_from([None, "mixte"])), "formateurs": " ; ".join(ADULTS[:3])}
        ]  # fmt: skip
    if draw(st.booleans()):
        rows["Temps d'accompagnement"] = [
            {"nom": "Temps A", "classes": together, "durée": "2 h", "lieu encadré": "CDR"}
        ]
    return rows


def _cases(draw: st.DrawFn, rows: Rows) -> Rows:
    """Arrangements, exemptions and absences of some of the people."""
    people = [f"{p['nom']} {p['prénom']}" for p in rows["Apprenants"]]
    subject = rows["Cours"][0]["matière"]
    found: Rows = {}
    if draw(st.booleans()):
        effect = draw(
            st.sampled_from(
                [{"effet": "max par jour", "durée": "6 h"}, {"effet": "créneau interdit", "jours": "lu", "de": "8h",
                 "à": "10h"}, {"effet": "jour de repos", "jours": "ma"}]
            )
        )  # fmt: skip
        found["Aménagements"] = [{"apprenant": people[0], **effect}]
    if draw(st.booleans()):
        found["Indisponibilités"] = [
            {"qui": people[-1], "du": MONDAY + timedelta(days=draw(st.integers(0, 4)))},
            {"qui": ADULTS[1], "jours": "je"},
        ]
    if draw(st.booleans()):
        found["Dispenses"] = [
            {"apprenant": people[1], "matière": subject, "à la place": draw(st.sampled_from(INSTEAD))}
        ]
    return found | _paths(draw, rows, people)


def _paths(draw: st.DrawFn, rows: Rows, people: list[str]) -> Rows:
    """A change of class, and somebody who follows a course of another class."""
    found: Rows = {}
    classes = [str(row["classe"]) for row in rows["Classes"]]
    if draw(st.booleans()):
        found["Affectations"] = [
            {"apprenant": people[2], "classe": draw(st.sampled_from(classes)),
             "du": MONDAY + timedelta(days=draw(st.integers(2, 9)))}
        ]  # fmt: skip
    if draw(st.booleans()):
        home = str(rows["Apprenants"][3]["classe"])
        mine = [row for row in rows["Cours"] if row["classes"] == home]
        others = [row for row in rows["Cours"] if row["classes"] != home]
        other = draw(st.sampled_from(others))
        found["Parcours individuels"] = [
            {"apprenant": people[3], "cours quitté": f"{draw(st.sampled_from(mine))['matière']} – {home}",
             "cours suivi": f"{other['matière']} – {other['classes']}",
             "à la place": draw(st.sampled_from((None, *INSTEAD)))}
        ]  # fmt: skip
    return found


def more(draw: st.DrawFn, rows: Rows, weeks: int) -> Rows:
    """What stands at a date, other sites and calendars, people without a class, needs and visits: each or not."""
    for add in (_sites, _calendars, _postulant, _events, _absences, _standing, _needs, _trainers, _visits):
        if draw(st.booleans()):
            add(draw, rows, weeks)
    return rows


def _day(draw: st.DrawFn, weeks: int) -> date:
    """A working day of the horizon."""
    number = draw(st.integers(0, 5 * weeks - 1))
    return MONDAY + timedelta(days=7 * (number // 5) + number % 5)


def _people(rows: Rows) -> list[str]:
    return [f"{p['nom']} {p['prénom']}" for p in rows["Apprenants"]]


def _sites(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """The last class is on another site, which has a room of its own; the kitchen may take two groups."""
    del weeks
    for row in rows["Classes"][:-1]:
        row["site"] = "Centre"
    rows["Classes"][-1]["site"] = "Annexe"
    for row in rows["Salles"]:
        row["site"] = "Centre"
    rows["Salles"].append({"salle": "Salle 9", "type": "banalisée", "places": 12, "site": "Annexe"})
    rows["Salles"][0]["groupes simultanés"] = draw(st.sampled_from([None, 2]))
    rows["Sites"] = [{"de": "Centre", "vers": "Annexe", "minutes": draw(st.sampled_from([10, 40]))}]


def _calendars(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """Part B of a split course's class has a calendar row of its own; one person too."""
    split = next((row for row in rows["Cours"] if row["parties"]), None)
    if split is not None:
        row: dict[str, object] = {"qui": split["classes"], "partie": "B"}
        rows["Calendrier"].append(row | {f"S{37 + n}": draw(st.sampled_from(["X", "lu-me"])) for n in range(weeks)})
    who = draw(st.sampled_from(_people(rows)))
    row = {"qui": who}
    rows["Calendrier"].append(
        row | {f"S{37 + n}": draw(st.sampled_from(["X", "ma;je", "lu am"])) for n in range(weeks)}
    )


def _postulant(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """Somebody without a class or a contract."""
    del weeks
    rows["Apprenants"].append(
        {"nom": "Libre", "prénom": "Sam", "naissance": date(draw(st.integers(2000, 2010)), 5, 6), "classe": None,
         "entrée": MONDAY, "contrat début": None, "contrat fin": None, "littératie": 1, "numératie": None}
    )  # fmt: skip


def _events(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """An event of a class, or of two people of one; the others keep their courses, work on their own, or leave."""
    day, start = _day(draw, weeks), draw(st.sampled_from(["8h", "10h", "13h"]))
    row: dict[str, object] = {
        "événement": "CCF", "date": day, "début": start, "fin": {"8h": "10h", "10h": "12h", "13h": "17h"}[start],
        "formateurs": draw(st.sampled_from([None, ADULTS[0]])),
        "à rattraper": draw(st.sampled_from([None, "oui", "autonomie"])),
    }  # fmt: skip
    if draw(st.booleans()):
        row["classes"] = draw(st.sampled_from([str(c["classe"]) for c in rows["Classes"]]))
    else:
        row["apprenants"] = " ; ".join(_people(rows)[:2])
        row["reste de la classe"] = draw(st.sampled_from([None, "maintenu", "autonomie", "libéré"]))
    rows["Événements"] = [row]


def _absences(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """Somebody away for some days and a class for one, hours to be made up or not."""
    first = _day(draw, weeks)
    rows.setdefault("Indisponibilités", []).extend(
        [
            {"qui": _people(rows)[2], "du": first, "au": first + timedelta(days=draw(st.integers(0, 4))),
             "à rattraper": draw(st.sampled_from([None, "oui", "autonomie"])),
             "cours de la classe": draw(st.sampled_from([None, "maintenus", "reportés"]))},
            {"qui": rows["Classes"][0]["classe"], "du": _day(draw, weeks),
             "à rattraper": draw(st.sampled_from([None, "oui", "autonomie"]))},
        ]
    )  # fmt: skip


def _standing(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """Sessions of the first course that stand already, on days when its class is there all along."""
    course = rows["Cours"][0]
    if str(course["matière"]).startswith("TP"):
        return
    calendar, own = rows["Calendrier"][0], str(course["formateurs"]).split(" ou ")[0]
    rows["Séances existantes"] = [
        {"date": MONDAY + timedelta(days=7 * n), "début": "8h", "fin": "10h", "classe": course["classes"],
         "matière": course["matière"], "formateur": draw(st.sampled_from([None, own])),
         "salle": draw(st.sampled_from([None, "Salle 2"]))}
        for n in range(weeks)
        if calendar.get(f"S{37 + n}")
    ]  # fmt: skip


def _needs(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """A need of one person and one of a class, in all or by stay."""
    del weeks
    much = draw(st.sampled_from([{"en tout": "4 h"}, {"par séjour": "1 h"}]))
    rows["Besoins"] = [
        {"apprenants": _people(rows)[0], "cible": draw(st.sampled_from(["NUM2", "AP", "EMPLOI"])), **much},
        {"classe": rows["Classes"][-1]["classe"], "cible": "AP-METHODE", "par séjour": "1 h"},
    ]


def _trainers(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """Free half-days, a shortest day, odd weeks only."""
    del weeks
    rows["Formateurs"][0]["demi-journées libres"] = draw(st.integers(1, 3))
    rows["Formateurs"][1] |= {"minimum par jour": "4 h", "minimum impératif": draw(st.sampled_from([None, "oui"]))}
    rows["Formateurs"][2]["semaines paires ou impaires"] = draw(st.sampled_from([None, "impaires"]))


def _visits(draw: st.DrawFn, rows: Rows, weeks: int) -> None:
    """Visits with a date, by one of the trainers."""
    del weeks
    rows["Visites"] = [
        {"apprenant": who, "nombre": 1, "à dater": "oui", "formateur": draw(st.sampled_from(ADULTS))}
        for who in _people(rows)[:2]
    ]
