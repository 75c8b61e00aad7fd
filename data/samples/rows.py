"""From a planted centre to the rows of its workbook. What was planted is not written."""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from random import Random

from data.samples.grids import GYM, ORDINARY, RESOURCE, STUDY, Line
from data.samples.names import sector, siret
from data.samples.people import Person
from data.samples.plan import FIRST, LAST, PERIODS, WEEKS, Division, Plan
from data.samples.planting import HALVES, bits, day_mask, half_mask
from data.samples.results import BANDS, SCALE
from data.samples.staff import Hired, Staff, support_hours
from data.samples.week import Planted

Row = dict[str, object]
DAYS = ("lu", "ma", "me", "je", "ve")
HALL = "polyvalente"
SUPPORTIVE = ("lettres", "sciences", "pse")
"""Fields whose trainers also take groups of support and blocks of the entry module."""


def fixed_rows(plan: Plan, rng: Random) -> dict[str, list[Row]]:
    """Sheets that follow from the plan alone."""
    slots = [{"jours": "lu-ve", "début": _time(a), "fin": _time(b)} for a, b in plan.bells]
    bands = [{"échelle": SCALE, "de": low, "à": high, "niveau": level} for low, high, level in BANDS]
    settings = {
        "établissement": plan.name,
        "zone": "B",
        "début": FIRST,
        "fin": LAST,
        "sel": f"{rng.getrandbits(64):016x}",
    }
    return {
        "Paramètres": [{"paramètre": name, "valeur": value} for name, value in settings.items()],
        "Classes": [
            {"classe": c.name, "formation": c.programme, "année": c.year, "effectif prévu": c.size, **_site(plan)}
            for c in plan.classes
        ],
        "Calendrier": [_calendar(c) for c in plan.classes],
        "Horaires": [slot | _site(plan) for slot in slots],
        "Périodes": [
            {"période": f"Période {n}", "du": first, "au": last} for n, (first, last) in enumerate(PERIODS, start=1)
        ],
        "Fermetures": [{"libellé": label, "du": day} for label, day in plan.closed],
        "Diplômes": _programmes(plan),
        "Échelles": [dict(band) for band in bands],
        "Modules": _modules(),
    }


def _site(plan: Plan) -> Row:
    return {"site": plan.site} if plan.site else {}


def _called(plan: Plan, name: str) -> str:
    """A name that the same thing at another site has not."""
    return f"{name} {plan.site}".strip()


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _calendar(division: Division) -> Row:
    weeks = {f"S{monday.isocalendar().week}": "X" if n in division.weeks else None for n, monday in enumerate(WEEKS)}
    return {"qui": division.name, **weeks}


def _programmes(plan: Plan) -> list[Row]:
    """Targets of which the term's share is about three, two and one hours in the first year."""
    found: dict[str, Row] = {}
    for division in plan.classes:
        years = 3 if division.level == "bac pro" else 1 if division.level == "CS" else 2
        row: Row = {"formation": division.programme, "diplôme": division.level, "années": years}
        if division.supported:
            row |= {
                "consolidation": " ; ".join(("9", "6", "6")[:years]),
                "accompagnement personnalisé": " ; ".join(("6", "6", "6")[:years]),
                "orientation": " ; ".join(("3", "6", "6")[:years]),
                "semaines par an": " ; ".join(["18" if years == 3 else "12"] * years),
            }
        row["accompagnement promis"] = "chaque séjour" if division.supported else "non"
        row["travaux réglementés"] = any(line.regulated for line in division.lines)
        found.setdefault(division.programme, row)
    return list(found.values())


def _modules() -> list[Row]:
    """The entry module in a day: seven hours in four blocks, safety first."""
    blocks = (
        ("ENTREE-SECURITE", "Entrée : santé et sécurité", "Santé et sécurité au travail", "sécurité", "3 h"),
        ("ENTREE-DROITS", "Entrée : droits et devoirs", "Droits et devoirs", "droits et devoirs", "1 h"),
        ("ENTREE-PRO", "Entrée : posture professionnelle", "Posture professionnelle", "entrée en entreprise", "2 h"),
        ("ENTREE-OUTILS", "Entrée : livret et outils", "Livret et outils", "entrée en entreprise", "1 h"),
    )
    return [
        {
            "module": code,
            "libellé": label,
            "libellé public": public,
            "thème": theme,
            "durée": length,
            "classe entière": "oui",
            "ordre": order,
            "effectif maximal": 30,
            "type de salle": f"{HALL} ; {ORDINARY}",
        }
        for order, (code, label, public, theme, length) in enumerate(blocks, start=1)
    ]


def offer_rows(plan: Plan, staff: Staff, planted: Planted, rng: Random) -> dict[str, list[Row]]:
    """Courses, barrettes and open periods."""
    courses = [_course(plan, staff, c, line, rng) for c in plan.classes for line in c.lines]
    rooms = room_rows(plan, staff, planted)
    places = " ; ".join(str(r["salle"]) for r in rooms if r["type"] in (ORDINARY, RESOURCE))
    barrettes, periods = [], []
    for number, group in enumerate(plan.groups):
        wave = plan.division(group[0]).wave
        name = _called(plan, f"Barrette {'ABC'[wave] if wave < 3 else 'D'}{number + 1}")
        barrettes.append(
            {
                "barrette": name,
                "classes": " ; ".join(group),
                "durée": "1 h",
                "par semaine": support_hours(plan, group),
                "formateurs": " ; ".join(_pool(staff, number)),
                "salles": places,
            }
        )
        due = [c for c in group if plan.division(c).supported]
        if due:
            periods.append(
                {
                    "nom": f"Temps {name.removeprefix('Barrette ')}",
                    "classes": " ; ".join(due),
                    "durée": "1 h",
                    "par semaine": 1,
                    "part de formateurs libres": 0.2,
                    "lieu encadré": _called(plan, "Salle d'étude"),
                }
            )
    return {"Salles": rooms, "Cours": courses, "Barrettes": barrettes, "Temps d'accompagnement": periods}


def _pool(staff: Staff, number: int) -> list[str]:
    """The planted team, and everybody else who has hours for support."""
    others = [
        a.name for a in staff.adults if a.role in ("référent", "documentaliste") or a.field in ("lettres", "sciences")
    ]
    return list(dict.fromkeys([*staff.teams[number], *others]))


def _course(plan: Plan, staff: Staff, division: Division, line: Line, rng: Random) -> Row:
    team = staff.takes[division.name, line.subject]
    weeks = [w for w in division.weeks if len(plan.open_days(w)) == 5]
    hours = line.hours * len(weeks) + (line.hours - 1) * (len(division.weeks) - len(weeks))
    row: Row = {
        "classes": division.name,
        "matière": line.subject,
        "heures": f"{hours} h" if line.total else f"{line.hours} h/sem",
        "formateurs": " + ".join(team) if line.second else team[0],
        "durées": "1" if line.total else "+".join(map(str, line.lengths)),
        "type de salle": line.room,
    }
    if not line.second and not line.crossed and rng.random() < 0.12:
        mine = staff.of(team[0])
        others = [a.name for a in staff.adults if a.field == mine.field and a.name != mine.name]
        if others:
            row["formateurs"] = f"{team[0]} ou {rng.choice(others)}"
    if line.parts > 1:
        row |= {"parties": line.parts, "croisé avec": line.crossed}
    if line.makeup:
        row["semaine courte"] = "à rattraper"
    if line.after:
        row["après"] = line.after
    if line.regulated:
        row["matériel réglementé"] = "oui"
    return row


def room_rows(plan: Plan, staff: Staff, planted: Planted) -> list[Row]:
    """Rooms by type; the study room and the resource centre hold several groups, watched by one adult."""
    big = len(plan.classes) > 20
    found: list[Row] = []
    for kind in sorted(planted.rooms):
        if kind in (STUDY, RESOURCE):
            continue
        seats = 24 if kind == ORDINARY else 40 if kind == GYM else 20
        for n in range(planted.rooms[kind]):
            name = f"Salle {n + 1}" if kind == ORDINARY else f"{kind[:1].upper()}{kind[1:]} {n + 1}"
            upstairs = kind == ORDINARY and n == 0
            found.append({"salle": name, "type": kind, "places": seats, "accessible": "non" if upstairs else "oui"})
    for n in range(2 if big else 1):
        found.append({"salle": f"Salle polyvalente {n + 1}", "type": HALL, "places": 40, "accessible": "oui"})
    shared = {"accessible": "oui", "groupes simultanés": 12 if big else 6}
    watch = {role: staff.named(role)[0].name for role in ("documentaliste", "vie scolaire")}
    found.append(
        {
            "salle": "CDR",
            "type": RESOURCE,
            "places": 30 if big else 20,
            "encadrée par": watch["documentaliste"],
            **shared,
        }
    )
    found.append(
        {
            "salle": "Salle d'étude",
            "type": STUDY,
            "places": 120 if big else 60,
            "encadrée par": watch["vie scolaire"],
            **shared,
        }
    )
    return [row | {"salle": _called(plan, str(row["salle"]))} | _site(plan) for row in found]


def staff_rows(staff: Staff, planted: Planted) -> dict[str, list[Row]]:
    """Trainers with their limits, a little over what was planted, and what each may lead."""
    field_of = {a.name: a.field for a in staff.adults}
    taught: dict[str, list[str]] = {}
    of_field: dict[str, list[str]] = {}
    for (_class, subject), team in staff.takes.items():
        of_field.setdefault(field_of[team[0]], []).append(subject)
        for name in dict.fromkeys(team):
            taught.setdefault(name, []).append(subject)
    return {
        "Formateurs": [_adult(a.name, a.role, a.field, planted) for a in staff.adults],
        "Compétences": [
            {"formateur": a.name, "matière ou module": " ; ".join(_skills(taught, of_field, a))} for a in staff.adults
        ],
    }


def _adult(name: str, role: str, what: str, planted: Planted) -> Row:
    if role != "formateur":
        return {"nom": name, "max par jour": 8, "max par semaine": 40 if role == "vie scolaire" else 30, "rôle": role}
    day = max(bits(planted.busy(week, name) & day_mask(d)) for week in planted.weeks for d in range(5))
    absent = [h for h in range(HALVES) if not planted.hours[name] & half_mask(h)]
    return {
        "nom": name,
        "jours absents": _days(absent) or None,
        "max par jour": max(7, day),
        "max par semaine": limit(planted, name, what),
        "rôle": role,
    }


def limit(planted: Planted, name: str, what: str) -> int:
    """Weekly limit of a trainer: a little over the fullest planted week, more for those who also give support."""
    return max(bits(planted.busy(week, name)) for week in planted.weeks) + (2 if what in SUPPORTIVE else 1)


def _days(halves: Sequence[int]) -> str:
    found = []
    for day in range(5):
        here = [h % 2 for h in halves if h // 2 == day]
        if here:
            found.append(DAYS[day] if len(here) == 2 else f"{DAYS[day]} {'pm' if here[0] else 'am'}")
    return " ; ".join(found)


ALL_AP = ("AP-METHODE", "AP-SAVOIR-ETRE", "AP-PROJET")
ENTRY = ("ENTREE-SECURITE", "ENTREE-DROITS", "ENTREE-PRO", "ENTREE-OUTILS")
GUIDANCE = ("ORI-POURSUITE", "ORI-INSERTION", "ORI-DECOUVERTE")
LEADS = {
    "lettres": ("LIT1", "LIT2", "LIT3", "AP-METHODE"),
    "sciences": ("NUM1", "NUM2", "NUM3", "AP-METHODE"),
    "anglais": ("AP-MOBILITE", "AP-METHODE", "LIT2"),
    "espagnol": ("AP-MOBILITE", "AP-METHODE", "LIT2"),
    "gestion": ("NUM2", "NUM3", "AP-METHODE", "AP-PROJET"),
    "pse": ("ENTREE-SECURITE", "AP-SAVOIR-ETRE"),
    "référent": (*GUIDANCE, *ALL_AP, "LIT2", "NUM2", "EMPLOI", "SUIVI-DISTANCE", *ENTRY),
    "documentaliste": (
        "LIT2",
        "LIT3",
        "AP-METHODE",
        "AP-PROJET",
        "ORI-DECOUVERTE",
        "ORI-POURSUITE",
        "AUTONOMIE",
        "ENTREE-OUTILS",
    ),
    "vie scolaire": ("AUTONOMIE", "ENTREE-DROITS"),
}


def _skills(taught: Mapping[str, list[str]], of_field: Mapping[str, list[str]], adult: Hired) -> list[str]:
    """What somebody teaches, then what others of their field do, then modules."""
    same = of_field.get(adult.field, []) if adult.field else []
    leads = LEADS.get(adult.field or adult.role, (*ALL_AP, "AP-CHEF-OEUVRE", "AP-COINTERVENTION"))
    return list(dict.fromkeys([*taught.get(adult.name, []), *same, *leads]))


def learner_rows(found: Sequence[Person], referents: Mapping[str, str]) -> list[Row]:
    """The sheet *Apprenants*; ``referents``: who follows each class."""
    return [
        {
            "code": p.code,
            "nom": p.last,
            "prénom": p.first,
            "naissance": p.birth,
            "classe": p.division.name,
            "entrée": p.entry,
            "contrat début": p.start,
            "contrat fin": p.ends,
            "rupture": p.broken,
            "premier jour en entreprise": p.company,
            "formateur référent": referents[p.division.name],
            "employeur": p.employer or None,
            "siret de l'employeur": siret(p.employer) if p.employer else None,
            "secteur": sector(p.employer) if p.employer else None,
            "modalité": "distance" if p.remote else "présentiel",
            "choix d'orientation": p.choice or None,
            "travaux réglementés autorisés le": p.allowed,
            "module d'entrée déjà fait": "7 h" if p.done else None,
        }
        for p in found
    ]


def case_rows(found: Sequence[Person], exempt: int, arranged: int, athletes: int, rng: Random) -> dict[str, list[Row]]:
    """Exemptions, arrangements, an athlete's absences, people apart."""
    adults = [p for p in found if not p.minor and not p.remote and p.broken is None]
    minors = [p for p in found if p.minor and not p.late]
    chosen = rng.sample(adults, min(len(adults), exempt - exempt // 5)) + rng.sample(minors, exempt // 5)
    others = [p for p in found if p not in chosen and not p.late and not p.remote]
    special = rng.sample(others, arranged + athletes)
    pair = rng.sample([p for p in others if p not in special], 2)
    return {
        "Dispenses": [_exemption(p, rng) for p in chosen],
        "Aménagements": [_arrangement(p, n) for n, p in enumerate(special[athletes:])],
        "Indisponibilités": [row for p in special[:athletes] for row in _athlete(p)],
        "Ensemble ou séparés": [{"apprenants": f"{pair[0].code} ; {pair[1].code}", "règle": "séparés"}],
    }


def _exemption(person: Person, rng: Random) -> Row:
    subjects = [line.subject for line in person.division.lines if line.field in ("lettres", "sciences", "anglais")]
    alone = [s for s in subjects if s != "Co-intervention"]
    instead = "autonomie" if person.minor else rng.choice(("autonomie", "autonomie", "entreprise"))
    chosen = rng.sample(alone, min(2, len(alone)))
    return {"apprenant": person.code, "matière": " ; ".join(sorted(chosen)), "à la place": instead}


def _arrangement(person: Person, number: int) -> Row:
    row: Row = {"apprenant": person.code}
    if number % 3 == 0:
        return row | {"effet": "max par jour", "durée": "7 h"}
    if number % 3 == 1:
        return row | {"effet": "créneau interdit", "jours": DAYS[number % 5], "de": time(15, 45), "à": time(18, 0)}
    return row | {"effet": "salle", "valeur": "accessible"}


def _athlete(person: Person) -> list[Row]:
    camp = WEEKS[person.division.weeks[1]]
    return [{"qui": person.code, "du": camp, "au": camp + timedelta(days=2)}]
