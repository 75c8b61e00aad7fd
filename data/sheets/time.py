"""Optional sheets about time, places and people's availability."""

from data.sheets.columns import CODE, MAKEUP, MAKEUP_NOTE, Column, Sheet
from data.sheets.required import PARITY
from planner.domain import Absence, Closure, Period, Slot

HALVES = {"journée": "day", "matin": "am", "après-midi": "pm"}
LESSONS = {"maintenus": "maintained", "reportés": "postponed"}
STRENGTH = {"impérative": "hard", "souhait": "wish"}
WHO = {"formateur": "trainers", "salle": "rooms", "classe": "classes", "apprenant": "learners"}

BELLS = Sheet(
    "bells",
    "Horaires",
    "un créneau, par site et par jour",
    (
        Column(
            "site",
            "site",
            "text",
            note="Site, ou nom de ces horaires ; vide : tous",
            example="Centre",
            synonyms=("horaires", "nom"),
        ),
        Column("days", "jours", "days", "cell", "Jours de la semaine", "lu-ve", ("jour",)),
        Column("start", "début", "time", "cell", "Début du créneau", "08:00", ("de",), field="start"),
        Column("end", "fin", "time", "cell", "Fin du créneau", "09:00", ("à",), field="end"),
        Column(
            "inside",
            "coupure possible",
            "bool",
            note="Une séance peut commencer ou finir dedans, au quart d'heure",
            example="non",
            field="inside",
        ),
    ),
    default="8 h – 12 h et 13 h – 17 h, du lundi au vendredi, par créneaux d'une heure",
    group="Temps",
    of=Slot,
)

PERIODS = Sheet(
    "periods",
    "Périodes",
    "une période de formation",
    (
        Column("name", "période", "text", "cell", "Nom de la période", "Période 1", ("nom", "libellé"), field="label"),
        Column("first", "du", "date", "cell", "Premier jour", "07/09/2026", ("début",), field="first"),
        Column("last", "au", "date", "cell", "Dernier jour", "16/10/2026", ("fin",), field="last"),
        CODE,
    ),
    default="des périodes égales de deux ou trois séjours au CFA",
    group="Temps",
    of=Period,
)

CLOSURES = Sheet(
    "closures",
    "Fermetures",
    "une fermeture du centre, ou d'un seul site",
    (
        Column(
            "name",
            "libellé",
            "text",
            note="Motif",
            example="Toussaint",
            synonyms=("motif", "nom", "fermeture"),
            field="name",
        ),
        Column("first", "du", "date", "cell", "Premier jour fermé", "26/10/2026", ("date", "début"), field="first"),
        Column(
            "last",
            "au",
            "date",
            note="Dernier jour fermé ; vide : un seul jour",
            example="30/10/2026",
            synonyms=("fin",),
            field="last",
        ),
        Column("half", "demi-journée", "choice", note="Vide : la journée", choices=HALVES, field="half"),
        Column(
            "site",
            "site",
            "text",
            note="Ce site seulement : ses salles sont fermées et ses classes n'y ont pas cours ; vide : tout le centre",
            field="site",
        ),
    ),
    default="les jours fériés de la zone",
    group="Temps",
    of=Closure,
)

SITES = Sheet(
    "sites",
    "Sites",
    "deux sites et les minutes de l'un à l'autre",
    (
        Column("from", "de", "text", "cell", "Site", "Centre", ("site", "site 1")),
        Column("to", "vers", "text", "cell", "Autre site", "Annexe", ("site 2", "à")),
        Column("minutes", "minutes", "int", "cell", "Minutes de trajet", 20, ("trajet",), low=0, high=600),
    ),
    default="un seul site",
    group="Temps",
)

UNAVAILABLE = Sheet(
    "unavailable",
    "Indisponibilités",
    "une indisponibilité d'une personne, d'une classe ou d'un lieu, datée ou chaque semaine",
    (
        Column(
            "who",
            "qui",
            "refs",
            "cell",
            "Formateur, salle, classe ou apprenant ; plusieurs séparés par « ; »",
            "Durand Paul",
            ("nom",),
            sheets=("trainers", "rooms", "classes", "learners"),
        ),
        Column("part", "partie", "part", note="D'une classe : cette partie seulement", field="part"),
        Column(
            "kind",
            "nature de qui",
            "choice",
            note="Si le même nom désigne deux choses",
            example="formateur",
            choices=WHO,
        ),
        Column("days", "jours", "days", note="Jours de la semaine ; vide : tous", example="me", synonyms=("jour",)),
        Column(
            "first",
            "du",
            "date",
            note="Premier jour ; vide : dès le début",
            example="07/09/2026",
            synonyms=("date",),
            field="first",
        ),
        Column(
            "last",
            "au",
            "date",
            note="Dernier jour ; vide : celui de « du » s'il n'y a pas de jours, sinon la fin",
            example="18/12/2026",
            field="last",
        ),
        Column(
            "start",
            "de",
            "time",
            note="Heure de début ; vide : toute la journée",
            example="13:00",
            synonyms=("heure début", "début"),
            field="start",
        ),
        Column("end", "à", "time", note="Heure de fin", example="17:00", synonyms=("heure fin", "fin"), field="end"),
        Column(
            "parity",
            "semaines",
            "choice",
            note="Semaines concernées ; vide : toutes",
            example="toutes",
            synonyms=("parité",),
            choices=PARITY,
        ),
        Column(
            "strength",
            "nature",
            "choice",
            note="Vide : impérative",
            example="impérative",
            choices=STRENGTH,
            field="hard",
            true="hard",
        ),
        Column(
            "makeup",
            "à rattraper",
            "choice",
            note=f"D'un apprenant ou d'une classe : heures de cours manquées. {MAKEUP_NOTE}",
            example="non",
            choices=MAKEUP,
            field="makeup",
        ),
        Column(
            "lessons",
            "cours de la classe",
            "choice",
            note="Pendant l'absence d'apprenants ou d'une partie : avec les présents (maintenus), ou dans d'autres "
            "semaines (reportés) [maintenus]",
            choices=LESSONS,
            field="postponed",
            true="postponed",
        ),
    ),
    default="aucune",
    group="Personnes",
    of=Absence,
)

SKILLS = Sheet(
    "skills",
    "Compétences",
    "ce qu'un formateur peut enseigner ou animer",
    (
        Column("trainer", "formateur", "ref", "cell", "Formateur", "Durand Paul", ("nom",), sheets=("trainers",)),
        Column(
            "skills",
            "matière ou module",
            "list",
            "cell",
            "Matières, modules ou domaines",
            "Mathématiques ; NUM1",
            ("matière", "module", "compétence", "matières ou modules"),
        ),
        Column(
            "until",
            "habilitation jusqu'au",
            "date",
            note="Dernier jour de l'habilitation",
            synonyms=("habilitation", "jusqu'au"),
        ),
    ),
    default="ce que la feuille Cours donne à chacun",
    group="Personnes",
)

TIME_SHEETS = (BELLS, PERIODS, CLOSURES, SITES, UNAVAILABLE, SKILLS)
