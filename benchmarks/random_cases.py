"""What may be special in a small centre, one function for each case: time, places, adults, courses, support."""

from datetime import date, timedelta

from benchmarks.random_rows import ADULTS, DAYS, FIRST_WEEK, HELPER, MONDAY, Cells, Draw


def sites(draw: Draw) -> None:
    """The last class is on another site, with a room of its own, maybe other bells, and trainers who go to both."""
    dice, rows = draw.dice, draw.rows
    for row in (*rows["Classes"][:-1], *rows["Salles"]):
        row["site"] = "Centre"
    rows["Classes"][-1]["site"] = "Annexe"
    draw.add("Salles", salle="Salle 9", type=dice.choice(("banalisée", "ressources")), places=12, site="Annexe")
    draw.add("Salles", salle="Salle 8", type="banalisée", places=10, site="Annexe")
    draw.add("Sites", de="Centre", vers="Annexe", minutes=dice.choice((10, 40)))
    if dice.chance():
        rows["Formateurs"][3]["sites"] = dice.choice(("Centre", "Annexe"))
    if dice.chance(0.7):
        bells(draw, "Annexe")


def bells(draw: Draw, site: str | None = None) -> None:
    """Bells that are not by the hour, on one site or on all."""
    halves = (("8:00", "9:45"), ("10:00", "12:15"), ("13:15", "15:15"), ("15:30", "17:30"))
    later = [(f"{hour}:30", f"{hour + 1}:30") for hour in (8, 9, 10, 11, 13, 14, 15, 16)]
    chosen, quarter = draw.dice.choice(((halves, "oui"), (later, None), (later, "oui")))
    for start, end in chosen:
        draw.add("Horaires", site=site, jours="lu-ve", début=start, fin=end, coupure_possible=quarter)
    if site:
        for hour in (8, 9, 10, 11, 13, 14, 15, 16):
            draw.add("Horaires", site="Centre", jours="lu-ve", début=f"{hour}:00", fin=f"{hour + 1}:00")


def other_bells(draw: Draw) -> None:
    """Bells of a centre of one site."""
    if not draw.rows.get("Horaires"):
        bells(draw)


def order(draw: Draw) -> None:
    """A course that comes after another one of its class."""
    first = draw.course()
    mine = [row for row in draw.rows["Cours"] if row["classes"] == first["classes"] and row is not first]
    if mine:
        draw.dice.choice(mine)["après"] = first["matière"]


def crossed(draw: Draw) -> None:
    """Two courses of a class in halves, each half at one while the other half is at the other one."""
    name = draw.dice.choice(draw.classes)
    pair = {"classes": name, "heures": "2 h/sem", "durées": "2", "parties": 2}
    draw.rows["Cours"] += [
        {**pair, "matière": "Atelier", "formateurs": "Roux Anne", "type de salle": "cuisine"},
        {**pair, "matière": "Sciences", "formateurs": "Blanc Luc", "croisé avec": "Atelier"},
    ]


def barrette(draw: Draw) -> None:
    """A barrette d'accompagnement of some classes."""
    dice = draw.dice
    row: Cells = {
        "barrette": "Barrette A", "classes": " ; ".join(dice.some(draw.classes)), "par_semaine": 1,
        "durée": dice.choice(("1 h", "2 h")), "constitution": dice.choice((None, "mixte")),
        "formateurs": " ; ".join(dice.sample(ADULTS, 3)), "sans_besoin": dice.choice((None, "autonomie")),
    }  # fmt: skip
    if dice.chance(0.3):
        row |= {"effectif_minimal": 2, "effectif_maximal": 4}
    if dice.chance(0.3):
        row |= {"jour": dice.choice(("lu", "ma")), "heure": dice.choice(("8:00", "10:00", "13:00"))}
    draw.add("Barrettes", **row)


def teaching(draw: Draw) -> None:
    """A barrette d'enseignement: a course of two classes given at the same hour, by levels."""
    both = draw.classes[:2]
    nature = draw.dice.choice(("enseignement", "les deux"))
    draw.add("Barrettes", barrette="Barrette B", classes=" ; ".join(both), durée="1 h", par_semaine=1, nature=nature,
             formateurs=" ; ".join(ADULTS))  # fmt: skip
    for name in both:
        draw.add("Cours", classes=name, matière="Lettres", heures="1 h/sem",
                 formateurs=" ou ".join(draw.dice.some(ADULTS)), dans_la_barrette="Barrette B")  # fmt: skip


def open_time(draw: Draw) -> None:
    """A temps d'accompagnement, in a watched place or not."""
    dice = draw.dice
    draw.add("Temps d'accompagnement", nom="Temps A", classes=" ; ".join(dice.some(draw.classes)),
             durée=dice.choice(("1 h", "2 h")), lieu_encadré=dice.choice(("CDR", "CDR", None)),
             majeurs_libres=dice.choice((None, "oui")))  # fmt: skip


def trainers(draw: Draw) -> None:
    """Hours and days of the trainers, among them days that may not be shorter."""
    one, two, three, four = draw.rows["Formateurs"][:4]
    dice = draw.dice
    one["demi-journées libres"] = dice.randint(1, 3)
    one["libres toujours les mêmes"] = dice.choice((None, "oui"))
    two |= {"minimum par jour": dice.choice(("2 h", "4 h")), "minimum impératif": dice.choice((None, "oui", "oui"))}
    three["semaines paires ou impaires"] = dice.choice((None, "impaires"))
    three["max par semaine"] = dice.choice(("8 h", "18 h"))
    four |= {"jours absents": dice.choice((None, "me", "ve pm")), "max par jour": dice.choice((None, "4 h"))}


def class_days(draw: Draw) -> None:
    """A class whose days may not be short, or that travels from far."""
    row = draw.rows["Classes"][draw.dice.randrange(len(draw.classes))]
    if draw.dice.chance():
        row |= {"minimum par jour": draw.dice.choice(("2 h", "3 h")), "minimum impératif": "oui"}
    else:
        row |= {"première arrivée": "9:00", "dernier départ": draw.dice.choice(("16:00", "lu-je 17h ; ve 16h"))}


def courses(draw: Draw) -> None:
    """Courses of another kind: two trainers at once, two classes together, lengths, a meal, few seats."""
    dice, rows = draw.dice, draw.rows
    course = draw.course()
    one, two = dice.sample(ADULTS, 2)
    course |= dice.choice((
        {"formateurs": f"{one} + {two}"}, {"heures": "2 h/sem", "durées": "1+1", "max par jour": 2},
        {"heures": "3 créneaux/sem"}, {"lourd": "oui"}, {"effectif maximal": 3, "parties": "auto"},
        {"semaine courte": "à rattraper"}, {"équipements": "vidéoprojecteur"}, {"formateurs": None},
    ))  # fmt: skip
    rows["Salles"][2]["équipements"] = "vidéoprojecteur"
    for name in ADULTS[:2]:
        draw.add("Compétences", formateur=name, matière_ou_module=course["matière"])
    if dice.chance():
        draw.add("Cours", classes=" ; ".join(draw.classes[:2]), matière="Sport", heures="2 h/sem", formateurs=ADULTS[3])
    if dice.chance(0.4):
        draw.add("Cours", classes=draw.classes[0], matière="Service", heures="4 h/sem", durées="4", repas_compris="oui",
                 formateurs=ADULTS[3], type_de_salle="cuisine")  # fmt: skip


def regulated(draw: Draw) -> None:
    """Work on dangerous machines, some minors being allowed to do it."""
    draw.add("Cours", classes=draw.classes[0], matière="Machines", heures="2 h/sem", formateurs=ADULTS[0],
             matériel_réglementé="oui", type_de_salle="cuisine")  # fmt: skip
    for row in draw.rows["Apprenants"]:
        row["travaux réglementés autorisés le"] = draw.dice.choice((None, MONDAY, date(2026, 9, 10)))


def places(draw: Draw) -> None:
    """Rooms for several groups, open at some hours, watched by somebody, accessible or not."""
    dice, rows = draw.dice, draw.rows
    rows["Salles"][0] |= {"groupes simultanés": dice.choice((None, 2))}
    rows["Salles"][1] |= {"disponible seulement": dice.choice((None, "lu-je", "ma ; me 8:00-12:00 ; ve"))}
    rows["Salles"][2] |= {"accessible": "oui"}
    if not any(row["nom"] == "Vert Ugo" for row in rows["Formateurs"]):
        draw.add("Formateurs", nom="Vert Ugo", rôle=dice.choice(("documentaliste", "vie scolaire")),
                 jours_absents=dice.choice((None, "me")))  # fmt: skip
    rows["Salles"][4]["encadrée par"] = "Vert Ugo"


def periods(draw: Draw) -> None:
    """Two formation periods, and a day or half a day that is closed."""
    last = MONDAY + timedelta(days=7 * draw.weeks - 3)
    middle = draw.day(2)
    if middle > MONDAY:
        draw.add("Périodes", période="Période 1", du=MONDAY, au=middle - timedelta(days=1))
        draw.add("Périodes", période="Période 2", du=middle, au=last)
    half = draw.dice.choice((None, "matin", "après-midi"))
    draw.rows["Fermetures"] = [{"libellé": "Pont", "du": draw.day(), "demi-journée": half}]


def offer(draw: Draw) -> None:
    """Another catalogue, programme and rules of need; a scale and a word of the centre's own."""
    dice = draw.dice
    draw.add("Modules", module="LIRE", libellé="Lire vite", composante="consolidation", domaines="littératie",
             durée=dice.choice(("1 h", "2 h")), formateurs=ADULTS[1], type_de_salle=dice.choice((None, "cuisine")),
             modalité=dice.choice((None, "distance", "distance différée")), effectif_maximal=dice.choice((3, 8)),
             guidage=dice.choice((None, "semi-dirigé", "autonomie")), classes_mêlées=dice.choice((None, "non")),
             niveaux_mêlés=dice.choice((None, "non")))  # fmt: skip
    draw.add("Règles de besoins", cible="LIRE", domaine="littératie", niveaux="1 ; 2", par_semaine="1 h", priorité=1)
    draw.add("Règles de besoins", cible=dice.choice(("NUM1", "EMPLOI", "AP")), en_tout="2 h", échéance=5)
    draw.add("Échelles", échelle="du centre", de="a", niveau=1)
    draw.add("Échelles", échelle="du centre", de="b", niveau=3)
    draw.add("Correspondances", feuille="Classes", votre_intitulé_ou_valeur="diplôme préparé",
             intitulé_ou_valeur_de_Barrette="formation")  # fmt: skip
    for name in {str(row["formation"]) for row in draw.rows["Classes"]}:
        draw.add("Diplômes", formation=name, accompagnement_promis=dice.choice((None, "chaque séjour")))


def rules(draw: Draw) -> None:
    """Rules that are switched off, a preference that weighs more, and a cure that is not to be proposed."""
    for key in draw.dice.some(("H6c", "H5c", "H8a", "H6e", "H4e", "H14"), 2):
        draw.add("Règles", règle=key, active="non")
    draw.add("Règles", règle=draw.dice.choice(("P4", "P6", "P10")), poids=5)
    draw.add("Solutions", solution="ouvrir un jour de fermeture", proposée="non")


def helper(draw: Draw) -> None:
    """An adult who helps one or two people, and is there on some days only."""
    draw.add("Formateurs", nom=HELPER, rôle="interprète", disponible_seulement=draw.dice.choice((None, "lu-me")))
    for who in draw.dice.some(draw.people, 2):
        draw.add("Aménagements", apprenant=who, effet="aide", valeur=HELPER)


def locks(draw: Draw) -> None:
    """A session of a course, an hour of the barrette, somebody in a group."""
    course = draw.course()
    name = f"{course['matière']} – {course['classes']}"
    day = next((d for d in _days(draw, str(course["classes"]))), None)
    if day is not None and not course.get("parties"):
        draw.add("Verrous", cours=name, date=day, heure=_start(draw))
    carrying = [row for row in draw.rows.get("Barrettes", ()) if row["barrette"] == "Barrette A"]
    if carrying and draw.dice.chance():
        draw.add("Verrous", barrette="Barrette A", module="AP-METHODE", apprenant=draw.dice.choice(draw.people))


def standing(draw: Draw) -> None:
    """Sessions of a course that stand already, pasted from elsewhere."""
    course = draw.course()
    if course.get("parties"):
        return
    own = str(course["formateurs"] or ADULTS[0]).replace(" + ", " ou ").split(" ou ")[0]
    for day in _days(draw, str(course["classes"]))[: draw.dice.randint(1, 2)]:
        draw.add("Séances existantes", date=day, début=_start(draw), durée=f"{draw.dice.randint(1, 2)} h",
                 classe=course["classes"], matière=course["matière"], formateur=draw.dice.choice((None, own)),
                 salle=draw.dice.choice((None, "Salle 2")))  # fmt: skip


def _start(draw: Draw) -> str:
    """An hour at which the centre has a half-day begin, so that whatever stands there fits."""
    hours = [str(row["début"]) for row in draw.rows.get("Horaires", ())]
    return draw.dice.choice((hours[0], hours[len(hours) // 2]) if len(hours) in (4, 8) else ("8:00", "13:00"))


def _days(draw: Draw, name: str) -> list[date]:
    """Days on which a class is at the centre by its row."""
    calendar = next(row for row in draw.rows["Calendrier"] if row["qui"] == name)
    found = []
    for week in range(draw.weeks):
        said = str(calendar.get(f"S{FIRST_WEEK + week}") or "")
        first, last = {"X": (0, 4), "": (0, -1)}.get(said) or (DAYS.index(said[:2]), DAYS.index(said[3:5]))
        found += [MONDAY + timedelta(days=7 * week + n) for n in range(first, last + 1)]
    return draw.dice.sample(found, len(found))


def links(draw: Draw) -> None:
    """Two or three ties between courses, of any kind, most of them wishes where they could clash."""
    relations = ("même début", "même jour", "pas en même temps", "à la suite", "à la suite dans cet ordre")
    for _ in range(draw.dice.randint(1, 3)):
        relation = draw.dice.choice((*relations, "jours d'écart", "en fin de journée", "dans cet ordre"))
        one, other = draw.course(), draw.course()
        alone = relation in ("jours d'écart", "en fin de journée")
        names = [f"{row['matière']} – {row['classes']}" for row in ((one,) if alone else (one, other))]
        draw.add(
            "Liens",
            lien=relation,
            cours=" ; ".join(names),
            jours=draw.dice.choice((1, 2)) if relation == "jours d'écart" else None,
            impératif=draw.dice.choice((None, "non")) if relation != "dans cet ordre" else None,
        )


def limits(draw: Draw) -> None:
    """One or two weeks that are bounded, of somebody or of everybody."""
    for _ in range(draw.dice.randint(1, 2)):
        who = draw.dice.choice((*ADULTS, *draw.classes, "tous les formateurs", "toutes les classes"))
        values: Cells = {
            "trous par jour": draw.dice.choice(("0", "1 h", "2 h")),
            "trous par semaine": draw.dice.choice(("1 h", "4 h")),
            "jours par semaine au plus": draw.dice.randint(3, 5),
            "jours par semaine au moins": 1,
            "après-midi par semaine": draw.dice.randint(2, 4),
            "heures d'affilée": draw.dice.choice(("3 h", "4 h")),
            "heures par jour au plus": draw.dice.choice(("5 h", "7 h")),
            "heures par jour au moins": draw.dice.choice(("1 h", "2 h")),
            "débuts tardifs": draw.dice.randint(2, 4),
        }
        asked = draw.dice.some(sorted(values), 2)
        row: Cells = {"qui": who, **{name: values[name] for name in asked}}
        draw.rows.setdefault("Limites", []).append(row | {"impératif": draw.dice.choice((None, "non"))})


def only_hours(draw: Draw) -> None:
    """A course that is given at some hours of the week alone."""
    row = draw.course()
    if draw.dice.chance():
        row["heures possibles"] = " ; ".join(draw.dice.sample(DAYS, 3))
    else:
        row["débuts possibles"] = "8h ; 9h ; 13h ; 14h"
